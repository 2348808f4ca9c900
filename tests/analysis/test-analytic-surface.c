/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/race.h"

#include <math.h>

static void
check_place (const AnAnalyticSurface *surface,
             double                   x,
             double                   y)
{
  const double h = 1e-4;
  double       gradient[2], hessian[3], right[2], left[2];

  surface->gradient (x, y, gradient);
  surface->hessian (x, y, hessian);
  g_assert_cmpfloat_with_epsilon (gradient[0], (surface->value (x + h, y) - surface->value (x - h, y)) / (2 * h), 1e-3);
  g_assert_cmpfloat_with_epsilon (gradient[1], (surface->value (x, y + h) - surface->value (x, y - h)) / (2 * h), 1e-3);
  surface->gradient (x + h, y, right);
  surface->gradient (x - h, y, left);
  g_assert_cmpfloat_with_epsilon (hessian[0], (right[0] - left[0]) / (2 * h), 1e-3);
  g_assert_cmpfloat_with_epsilon (hessian[1], (right[1] - left[1]) / (2 * h), 1e-3);
  surface->gradient (x, y + h, right);
  surface->gradient (x, y - h, left);
  g_assert_cmpfloat_with_epsilon (hessian[1], (right[0] - left[0]) / (2 * h), 1e-3);
  g_assert_cmpfloat_with_epsilon (hessian[2], (right[1] - left[1]) / (2 * h), 1e-3);
}

/* Every derivative of every surface, over its whole window. */
static void
test_derivatives (void)
{
  for (gsize i = 0; an_analytic_surfaces[i]; i++)
    for (int k = 0; k < 100; k++)
      {
        const AnAnalyticSurface *s = an_analytic_surfaces[i];

        check_place (s, s->from[0] + (s->to[0] - s->from[0]) * (k % 10) / 9.0,
                     s->from[1] + (s->to[1] - s->from[1]) * (k / 10) / 9.0);
      }
}

static void
test_registry (void)
{
  static const char *const names[] = { "bowl", "ravine", "saddle", "rosenbrock" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_nonnull (an_analytic_surface_find (names[i]));
  g_assert_null (an_analytic_surface_find ("bow"));
  for (gsize i = 0; an_analytic_surfaces[i]; i++)
    {
      const AnAnalyticSurface *s = an_analytic_surfaces[i];

      g_assert_true (an_analytic_surface_find (s->name) == s);
      g_assert_true (s->title[0] && s->formula[0] && s->about[0]);
      for (int k = 0; k < 2; k++)
        {
          g_assert_cmpfloat (s->from[k], <, s->start[k]);
          g_assert_cmpfloat (s->start[k], <, s->to[k]);
        }
    }
}

/* The ravine is x² + 25 y² turned by 30 degrees against the clock; the valley's lowest point is at (1, 1). */
static void
test_formulas (void)
{
  const AnAnalyticSurface *ravine = an_analytic_surface_find ("ravine");
  const AnAnalyticSurface *valley = an_analytic_surface_find ("rosenbrock");
  double                   gradient[2];

  for (int k = 0; k < 12; k++)
    {
      double angle = k * G_PI / 6.0, along = cos (angle), across = sin (angle);

      g_assert_cmpfloat_with_epsilon (ravine->value (2.0 * cos (angle + G_PI / 6.0), 2.0 * sin (angle + G_PI / 6.0)),
                                      4.0 * (along * along + 25.0 * across * across), 1e-12);
    }
  g_assert_cmpfloat (valley->value (1.0, 1.0), ==, 0.0);
  g_assert_cmpfloat_with_epsilon (valley->value (-1.2, 1.0), 24.2, 1e-12);
  valley->gradient (1.0, 1.0, gradient);
  g_assert_cmpfloat (gradient[0], ==, 0.0);
  g_assert_cmpfloat (gradient[1], ==, 0.0);
}

/* The racers that each surface comes with: none flies away, and all get lower than they started. */
static void
test_racers (void)
{
  g_autoptr (BasePool) pool = base_pool_new (1);

  for (gsize i = 0; an_analytic_surfaces[i]; i++)
    {
      const AnAnalyticSurface *s = an_analytic_surfaces[i];
      const AnPlane            plane = { .kind = AN_PLANE_ANALYTIC, .analytic = s };
      const AnRaceSettings     settings = { .n_steps = 60 };
      g_autoptr (AnCostPlane)  cost = an_cost_plane_new (NULL, &plane, pool, NULL, NULL);
      GError                  *error = NULL;
      g_autoptr (GArray)       racers = an_racers_parse (s->racers, &error);
      g_autoptr (AnRace)       race = NULL;

      g_assert_no_error (error);
      race = an_race_run (cost, 0, s->start, (const AnRacer *) (void *) racers->data, racers->len, &settings, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (race->n_paths, >=, 3);
      for (guint r = 0; r < race->n_paths; r++)
        {
          const AnRacePath *path = &race->paths[r];

          g_assert_false (path->diverged);
          g_assert_cmpfloat (path->steps[path->n - 1].cost, <, 0.7 * path->steps[0].cost);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytic-surface/derivatives", test_derivatives);
  g_test_add_func ("/analytic-surface/registry", test_registry);
  g_test_add_func ("/analytic-surface/formulas", test_formulas);
  g_test_add_func ("/analytic-surface/racers", test_racers);
  return g_test_run ();
}
