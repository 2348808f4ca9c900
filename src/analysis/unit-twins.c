/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/unit-twins.h"

#include <math.h>

/* w v in double precision. */
static double
multiply (const float *w,
          const float *v,
          gsize        n)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += (double) w[i] * (double) v[i];
  return sum;
}

/* Of a unit without direction: 0. */
static double
get_length (const float *w,
            gsize        n)
{
  double length = sqrt (multiply (w, w, n));

  return isfinite (length) ? length : 0.0;
}

/* Puts a twin in the place that its cosine gives it, after those as good that came before. */
static void
insert (AnUnitTwins *twins,
        AnUnitTwin   twin)
{
  guint place = twins->n;

  while (place > 0 && fabs (twins->twins[place - 1].cosine) < fabs (twin.cosine))
    place--;
  if (place == AN_UNIT_TWINS)
    return;
  twins->n = MIN (twins->n + 1, AN_UNIT_TWINS);
  for (guint i = twins->n - 1; i > place; i--)
    twins->twins[i] = twins->twins[i - 1];
  twins->twins[place] = twin;
}

AnUnitTwins *
an_unit_twins_find (const NnLayer *layer,
                    const float   *parameters,
                    guint          unit)
{
  AnUnitTwins *twins = g_new0 (AnUnitTwins, 1);
  gsize        n = layer->n_weights / layer->n_units;
  const float *weights = parameters + layer->offset;
  const float *w = weights + unit * n;
  double       length = get_length (w, n);

  for (guint u = 0; length > 0.0 && u < layer->n_units; u++)
    {
      double other = u == unit ? 0.0 : get_length (weights + u * n, n);

      if (other > 0.0)
        insert (twins, (AnUnitTwin) { u, CLAMP (multiply (w, weights + u * n, n) / length / other, -1.0, 1.0) });
    }
  return twins;
}
