/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/loss-surface.h"
#include "analysis/tiny-subject.h"
#include "analysis/weight-pairs.h"

#include <math.h>

#define N 25  /* points along each side of the grid that a window is looked at with */

/* What the grid of a window shows. */
typedef struct
{
  double lowest;
  double highest;
  double edges[4];     /* the lowest cost on each side: left, right, bottom, top */
  double inner_share;  /* of the points, in the lowest quarter of the range */
} View;

static View
look (AnCostPlane  *cost,
      const double  from[2],
      const double  to[2])
{
  static double  points[N * N][2];
  static AnSlope slopes[N * N];
  View           view = { INFINITY, -INFINITY, { INFINITY, INFINITY, INFINITY, INFINITY }, 0.0 };

  for (int i = 0; i < N * N; i++)
    for (int k = 0; k < 2; k++)
      points[i][k] = from[k] + (to[k] - from[k]) * (k == 0 ? i % N : i / N) / (N - 1);
  g_assert_true (an_cost_plane_get_slopes (cost, NULL, (const double (*)[2]) points, N * N, slopes));
  for (int i = 0; i < N * N; i++)
    {
      double c = slopes[i].cost;

      g_assert_true (isfinite (c));
      view.lowest = fmin (view.lowest, c);
      view.highest = fmax (view.highest, c);
      if (i % N == 0)
        view.edges[0] = fmin (view.edges[0], c);
      if (i % N == N - 1)
        view.edges[1] = fmin (view.edges[1], c);
      if (i / N == 0)
        view.edges[2] = fmin (view.edges[2], c);
      if (i / N == N - 1)
        view.edges[3] = fmin (view.edges[3], c);
    }
  for (int i = 0; i < N * N; i++)
    view.inner_share += slopes[i].cost < view.lowest + 0.25 * (view.highest - view.lowest) ? 1.0 / (N * N) : 0.0;
  return view;
}

/* The window holds both points, not at its edge; its cost rises on all sides, and is neither flat nor a cliff. */
static void
check_window (AnCostPlane  *cost,
              const double  around[2])
{
  double from[2], to[2], lowest[2];
  View   view;

  g_assert_true (an_window_fit (cost, around, from, to));
  g_assert_true (an_cost_plane_descend (cost, around, lowest));
  for (int k = 0; k < 2; k++)
    {
      double side = to[k] - from[k];

      g_test_message ("%g:%g around %g, lowest at %g", from[k], to[k], around[k], lowest[k]);
      g_assert_cmpfloat (from[k] + 0.05 * side, <, around[k]);
      g_assert_cmpfloat (from[k] + 0.05 * side, <, lowest[k]);
      g_assert_cmpfloat (to[k] - 0.05 * side, >, around[k]);
      g_assert_cmpfloat (to[k] - 0.05 * side, >, lowest[k]);
    }
  g_assert_cmpfloat (fmax (to[0] - from[0], to[1] - from[1]), <, 4.5 * fmin (to[0] - from[0], to[1] - from[1]));
  view = look (cost, from, to);
  g_test_message ("cost %g to %g, edges %g %g %g %g, inner share %g", view.lowest, view.highest, view.edges[0],
                  view.edges[1], view.edges[2], view.edges[3], view.inner_share);
  for (int e = 0; e < 4; e++)
    g_assert_cmpfloat (view.edges[e] - view.lowest, >, 0.01 * (view.highest - view.lowest));
  g_assert_cmpfloat (view.highest - view.lowest, >, 0.2 * fabs (view.lowest));
  g_assert_cmpfloat (view.inner_share, >, 0.1);
  g_assert_cmpfloat (view.inner_share, <, 0.9);
}

static void
test_analytic (void)
{
  static const char *const names[] = { "bowl", "ravine" };
  static const double      arounds[][2] = { { 0, 0 }, { 1, 0.5 }, { -3, 4 }, { 100, -50 } };
  g_autoptr (BasePool)     pool = base_pool_new (1);

  for (gsize s = 0; s < G_N_ELEMENTS (names); s++)
    for (gsize a = 0; a < G_N_ELEMENTS (arounds); a++)
      {
        AnPlane                 plane = { .kind = AN_PLANE_ANALYTIC, .analytic = an_analytic_surface_find (names[s]) };
        g_autoptr (AnCostPlane) cost = an_cost_plane_new (NULL, &plane, pool, NULL, NULL);

        check_window (cost, arounds[a]);
      }
}

/* Two weights of softmax regression, wherever the network stands. */
static void
test_network (void)
{
  static const char *const weights[] = { "W1[1,2], W1[3,2]", "W1[0,1], W1[0,3]", "W1[2,0], W1[5,3]", NULL };

  for (int sum = 0; sum < 2; sum++)
    for (gsize k = 0; weights[k]; k++)
      for (int off = 0; off < 3; off++)
        {
          g_autoptr (Tiny)        tiny = tiny_new ("dense 4", &nn_nll_loss, 203);
          g_autoptr (AnCostPlane) cost = NULL;
          AnSurfaceSettings       settings;
          double                  around[2];

          tiny->subject.sum = sum;
          g_assert_true (an_surface_parse_weights (weights[k], tiny->network, &settings, NULL));
          cost = an_cost_plane_new (&tiny->subject, &settings.plane, tiny->pool, NULL, NULL);
          for (int i = 0; i < 2; i++)
            around[i] = tiny->parameters[settings.plane.parameters[i]] + 2.0 * off;
          check_window (cost, around);
        }
}

/* Where the cost has no lowest point, or does not bend, there is a window all the same. */
static double
plane_value (double x,
             double y)
{
  return x - y;
}

static void
plane_gradient (double x,
                double y,
                double gradient[2])
{
  gradient[0] = 1.0;
  gradient[1] = -1.0;
}

static void
plane_hessian (double x,
               double y,
               double hessian[3])
{
  hessian[0] = hessian[1] = hessian[2] = 0.0;
}

static double
nan_value (double x,
           double y)
{
  return NAN;
}

static void
test_no_valley (void)
{
  static const AnAnalyticSurface tilted = { .value = plane_value, .gradient = plane_gradient,
                                            .hessian = plane_hessian };
  static const AnAnalyticSurface broken = { .value = nan_value, .gradient = plane_gradient, .hessian = plane_hessian };
  const AnAnalyticSurface       *surfaces[] = { &tilted, &broken, an_analytic_surface_find ("saddle"),
                                                an_analytic_surface_find ("rosenbrock") };
  static const double            around[2] = { 0.5, -0.25 };
  g_autoptr (BasePool)           pool = base_pool_new (1);

  for (gsize s = 0; s < G_N_ELEMENTS (surfaces); s++)
    {
      AnPlane                 plane = { .kind = AN_PLANE_ANALYTIC, .analytic = surfaces[s] };
      g_autoptr (AnCostPlane) cost = an_cost_plane_new (NULL, &plane, pool, NULL, NULL);
      double                  from[2], to[2];

      g_assert_true (an_window_fit (cost, around, from, to));
      for (int k = 0; k < 2; k++)
        {
          g_test_message ("%g:%g", from[k], to[k]);
          g_assert_true (isfinite (from[k]) && isfinite (to[k]));
          g_assert_cmpfloat (from[k], <, around[k]);
          g_assert_cmpfloat (to[k], >, around[k]);
          g_assert_cmpfloat (to[k] - from[k], <, 100.0);
        }
    }
}

static void
test_stopping (void)
{
  g_autoptr (BasePool)    pool = base_pool_new (1);
  AnPlane                 plane = { .kind = AN_PLANE_ANALYTIC, .analytic = an_analytic_surface_find ("bowl") };
  atomic_bool             stop = TRUE;
  g_autoptr (AnCostPlane) cost = an_cost_plane_new (NULL, &plane, pool, &stop, NULL);
  double                  from[2], to[2];

  g_assert_false (an_window_fit (cost, (const double[]) { 1, 1 }, from, to));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-fit/analytic", test_analytic);
  g_test_add_func ("/window-fit/network", test_network);
  g_test_add_func ("/window-fit/no-valley", test_no_valley);
  g_test_add_func ("/window-fit/stopping", test_stopping);
  return g_test_run ();
}
