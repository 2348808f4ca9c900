/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/curvature.h"
#include "base/rng.h"

#include <math.h>

static AnCurvature
curvature_of (double xx,
              double xy,
              double yy)
{
  AnCurvature curvature;

  an_curvature_init (&curvature, &(AnHessian) { xx, xy, yy });
  return curvature;
}

/* H v = lambda v, within the rounding of H's own entries. */
static void
check_decomposition (double xx,
                     double xy,
                     double yy)
{
  AnCurvature c = curvature_of (xx, xy, yy);
  double      size = fmax (fmax (fabs (xx), fabs (yy)), fabs (xy));

  g_assert_cmpfloat (c.eigenvalues[0], >=, c.eigenvalues[1]);
  for (int k = 0; k < 2; k++)
    {
      const double *v = c.vectors[k];

      g_assert_cmpfloat_with_epsilon (hypot (v[0], v[1]), 1.0, 1e-15);
      g_assert_cmpfloat_with_epsilon (xx * v[0] + xy * v[1], c.eigenvalues[k] * v[0], 2e-15 * size);
      g_assert_cmpfloat_with_epsilon (xy * v[0] + yy * v[1], c.eigenvalues[k] * v[1], 2e-15 * size);
    }
  g_assert_cmpfloat_with_epsilon (c.vectors[0][0] * c.vectors[1][0] + c.vectors[0][1] * c.vectors[1][1], 0.0, 1e-15);
}

static void
test_decomposition (void)
{
  BaseRng rng;

  base_rng_seed (&rng, 11, BASE_RNG_NOISE);
  for (int round = 0; round < 2000; round++)
    {
      double xx = base_rng_normal (&rng), xy = base_rng_normal (&rng), yy = base_rng_normal (&rng);
      double size = pow (10, base_rng_range (&rng, -200, 200));

      check_decomposition (xx * size, xy * size, yy * size);
      check_decomposition (xx * size, 1e-9 * xy * size, yy * size);
      check_decomposition (xx * size, 0.0, yy * size);
    }
}

/* The small eigenvalue of a narrow valley keeps its digits, where the mean less the radius has none left. */
static void
test_narrow_valley (void)
{
  /* (1, e; e, 2 e^2): the determinant is e^2, the larger eigenvalue 1 + e^2 + O (e^4) */
  double      e = 0x1p-20;
  AnCurvature c = curvature_of (1.0, e, 2 * e * e);

  g_assert_cmpfloat_with_epsilon (c.eigenvalues[1] / (e * e), 1.0, 4e-12);
  g_assert_cmpfloat_with_epsilon (c.condition * e * e, 1.0, 4e-12);
  g_assert_cmpfloat_with_epsilon (c.eigenvalues[0], 1.0 + e * e, 1e-15);
}

static void
test_known (void)
{
  AnCurvature c = curvature_of (2, 1, 2), saddle = curvature_of (-3, 0, 1);

  g_assert_cmpfloat_with_epsilon (c.eigenvalues[0], 3.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (c.eigenvalues[1], 1.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (c.condition, 3.0, 1e-14);
  g_assert_cmpfloat_with_epsilon (c.vectors[0][0], sqrt (0.5), 1e-15);
  g_assert_cmpfloat_with_epsilon (c.vectors[0][1], sqrt (0.5), 1e-15);
  g_assert_cmpfloat_with_epsilon (saddle.eigenvalues[0], 1.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (saddle.eigenvalues[1], -3.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (saddle.condition, 3.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (fabs (saddle.vectors[0][1]), 1.0, 1e-15);
}

static void
test_edges (void)
{
  static const double broken[][3] = { { NAN, 0, 1 }, { 1, INFINITY, 1 }, { 1, 0, -INFINITY } };
  AnCurvature flat = curvature_of (0, 0, 0), valley = curvature_of (4, 0, 0), round = curvature_of (2, 0, 2);
  AnCurvature hill = curvature_of (-2, 0, -1);

  g_assert_cmpfloat (flat.condition, ==, INFINITY);
  g_assert_cmpfloat (valley.condition, ==, INFINITY);
  g_assert_cmpfloat (valley.eigenvalues[1], ==, 0.0);
  g_assert_cmpfloat_with_epsilon (round.condition, 1.0, 1e-15);
  g_assert_cmpfloat (an_curvature_limit (&hill, &nn_gd_optimizer, 0), ==, INFINITY);
  g_assert_cmpfloat (an_curvature_limit (&flat, &nn_momentum_optimizer, 0.9), ==, INFINITY);
  for (gsize k = 0; k < G_N_ELEMENTS (broken); k++)
    {
      AnCurvature c = curvature_of (broken[k][0], broken[k][1], broken[k][2]);

      g_assert_true (isnan (c.condition));
      g_assert_true (isnan (c.eigenvalues[0]) && isnan (c.eigenvalues[1]));
      g_assert_true (isnan (an_curvature_limit (&c, &nn_gd_optimizer, 0)));
    }
}

/* How far from the bottom of lambda w^2 / 2 the optimizer's own step stands after so many steps, from 1; earlier when
 * it has run away. */
static double
walk (const NnOptimizerType *optimizer,
      double                 rate,
      double                 momentum,
      double                 lambda,
      guint                  n_steps)
{
  double  w = 1.0, slot[NN_OPTIMIZER_MAX_SLOTS] = { 0.0 }, farthest = 0.0;
  double *slots[NN_OPTIMIZER_MAX_SLOTS] = { &slot[0], &slot[1] };

  for (guint t = 1; t <= n_steps && farthest < 1e6; t++)
    {
      double g = lambda * w;

      optimizer->step_reference (&(NnHyper) { rate, momentum, t }, &w, &g, slots, 1);
      /* of the second half, for complex roots swing */
      if (t > n_steps / 2 || fabs (w) > 1e6)
        farthest = fmax (farthest, fabs (w));
    }
  return farthest;
}

static void
test_limits (void)
{
  static const NnOptimizerType *const optimizers[] = { &nn_gd_optimizer, &nn_momentum_optimizer,
                                                       &nn_nesterov_optimizer };
  static const double momenta[] = { 0, 0.1, 0.3, 0.5, 0.9, 0.97 };
  static const double lambdas[] = { 0.02, 1, 350 };

  for (gsize o = 0; o < G_N_ELEMENTS (optimizers); o++)
    for (gsize m = 0; m < G_N_ELEMENTS (momenta); m++)
      for (gsize l = 0; l < G_N_ELEMENTS (lambdas); l++)
        {
          AnCurvature c = curvature_of (0.1 * lambdas[l], 0, lambdas[l]);
          double      limit = an_curvature_limit (&c, optimizers[o], momenta[m]);

          g_assert_cmpfloat (walk (optimizers[o], 0.999 * limit, momenta[m], lambdas[l], 40000), <, 1e-3);
          g_assert_cmpfloat (walk (optimizers[o], 1.001 * limit, momenta[m], lambdas[l], 40000), >, 1e3);
        }
}

/* Adam and RMSProp divide by the size of the gradient: no curvature makes them run away. */
static void
test_no_limit (void)
{
  AnCurvature c = curvature_of (1, 0, 2);

  g_assert_true (isnan (an_curvature_limit (&c, &nn_rmsprop_optimizer, 0)));
  g_assert_true (isnan (an_curvature_limit (&c, &nn_adam_optimizer, 0)));
  g_assert_cmpfloat (walk (&nn_adam_optimizer, 0.1, 0, 1e6, 2000), <, 2.0);
  g_assert_cmpfloat (walk (&nn_rmsprop_optimizer, 0.1, 0, 1e6, 2000), <, 2.0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curvature/decomposition", test_decomposition);
  g_test_add_func ("/curvature/narrow-valley", test_narrow_valley);
  g_test_add_func ("/curvature/known", test_known);
  g_test_add_func ("/curvature/edges", test_edges);
  g_test_add_func ("/curvature/limits", test_limits);
  g_test_add_func ("/curvature/no-limit", test_no_limit);
  return g_test_run ();
}
