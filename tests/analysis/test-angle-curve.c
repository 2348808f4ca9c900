/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/angle-curve.h"
#include "analysis/gradients.h"
#include "analysis/tiny-subject.h"

#include <gio/gio.h>
#include <math.h>

/* Gradient descent by hand: the cost falls from place to place. */
typedef struct
{
  Tiny    *tiny;
  guint    left;
  gboolean fails;
} Descent;

static gboolean
descend (gpointer user_data,
         GError **error)
{
  Descent                *descent = user_data;
  Tiny                   *tiny = descent->tiny;
  g_autoptr (AnGradients) gradients = NULL;

  if (descent->fails)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no more");
      return FALSE;
    }
  if (descent->left-- == 0)
    return FALSE;
  for (int step = 0; step < 20; step++)
    {
      gradients = an_gradients_compute (&tiny->subject, NULL, tiny->pool, NULL, NULL);
      for (gsize i = 0; i < tiny->network->n_parameters; i++)
        tiny->parameters[i] -= 2.0 * gradients->reference[i];
      g_clear_pointer (&gradients, an_gradients_free);
    }
  return TRUE;
}

static GArray *
follow (Descent  *descent,
        AnScheme  scheme,
        double    h,
        GError  **error)
{
  const AnCheckSettings settings = { .h = &h, .n_h = 1, .scheme = scheme, .coordinates = "all" };

  return an_angle_curve (&descent->tiny->subject, &settings, descent->tiny->pool, NULL, descend, 6, NULL, descent,
                         error);
}

/* As in report D: with forward differences of a fixed h the angle is there and grows while the gradient shrinks;
 * with central ones it is far smaller. */
static void
test_descent (void)
{
  g_autoptr (Tiny)   tiny = tiny_new ("dense 4", &nn_nll_loss, 30), again = tiny_new ("dense 4", &nn_nll_loss, 30);
  Descent            descent = { tiny, 5 }, central = { again, 5 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) points = follow (&descent, AN_SCHEME_FORWARD, 1e-3, &error);
  g_autoptr (GArray) better = follow (&central, AN_SCHEME_CENTRAL, 1e-3, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (points->len, ==, 6);
  for (guint i = 0; i < points->len; i++)
    {
      AnAnglePoint *point = &g_array_index (points, AnAnglePoint, i);

      g_test_message ("cost %g, angle %g, relative %g", point->cost, point->angle, point->relative);
      if (i > 0)
        g_assert_cmpfloat (point->cost, <, point[-1].cost);
      g_assert_cmpfloat (point->angle, >, 1e-5);
      g_assert_cmpfloat (g_array_index (better, AnAnglePoint, i).angle, <, 0.01 * point->angle);
    }
  g_assert_cmpfloat (g_array_index (points, AnAnglePoint, 5).angle, >,
                     2 * g_array_index (points, AnAnglePoint, 0).angle);
}

static void
test_failure (void)
{
  g_autoptr (Tiny)   tiny = tiny_new ("dense 4", &nn_nll_loss, 30);
  Descent            descent = { tiny, 5, TRUE };
  g_autoptr (GError) error = NULL;

  g_assert_null (follow (&descent, AN_SCHEME_CENTRAL, 1e-3, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/angle-curve/descent", test_descent);
  g_test_add_func ("/angle-curve/failure", test_failure);
  return g_test_run ();
}
