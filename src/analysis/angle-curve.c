/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/angle-curve.h"

#include "analysis/analysis-error.h"

#include <glib/gi18n-lib.h>

GArray *
an_angle_curve (const AnSubject       *subject,
                const AnCheckSettings *settings,
                BasePool              *pool,
                const atomic_bool     *stop,
                AnNextPlace            next,
                guint                  n_places,
                BaseProgress           progress,
                gpointer               user_data,
                GError               **error)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (AnAnglePoint));
  GError            *failure = NULL;

  do
    {
      g_autoptr (AnGradientCheck) check = NULL;
      const AnAgreement          *agreement;
      AnAnglePoint                point;

      if (progress && !progress (_("Following the angle"), (double) points->len / MAX (n_places, 1), user_data))
        {
          an_set_stopped (error);
          return NULL;
        }
      check = an_gradient_check_run (subject, settings, pool, stop, NULL, NULL, error);
      if (!check)
        return NULL;
      agreement = &check->of_reference[check->scheme][0];
      point = (AnAnglePoint) { check->cost, agreement->angle, agreement->relative };
      g_array_append_val (points, point);
    }
  while (next (user_data, &failure));
  if (!failure)
    return g_steal_pointer (&points);
  g_propagate_error (error, failure);
  return NULL;
}
