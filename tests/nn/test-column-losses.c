/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernels that take an example a lane and a logit a column, each set of them against the formula in double
 * precision. */

#include "nn/numbers.h"

#include <string.h>

#define STRIDE 300

static const gsize sizes[] = { 0, 1, 7, 16, 33, 255, NN_COLUMN };
static const gsize widths[] = { 1, 2, 9, 40 };

/* log (1 + sum exp t) and its derivatives for one example. */
static void
add_terms (const float *columns,
           gsize        m,
           double       x,
           double       y,
           double       sums[3])
{
  double top = 0.0, rest, slopes[2] = { 0.0 };

  for (gsize j = 0; j < m; j++)
    top = fmax (top, columns[3 * j * STRIDE] + x * columns[(3 * j + 1) * STRIDE] + y * columns[(3 * j + 2) * STRIDE]);
  rest = expm1 (-top);
  for (gsize j = 0; j < m; j++)
    {
      double b = columns[(3 * j + 1) * STRIDE], c = columns[(3 * j + 2) * STRIDE];
      double e = exp (columns[3 * j * STRIDE] + x * b + y * c - top);

      rest += e;
      slopes[0] += e * b;
      slopes[1] += e * c;
    }
  sums[0] += top + log1p (rest);
  sums[1] += slopes[0] / (1.0 + rest);
  sums[2] += slopes[1] / (1.0 + rest);
}

/* @shift: of all terms. */
static void
check_terms (gsize  n,
             gsize  m,
             double shift,
             double spread)
{
  g_autofree double *numbers = new_numbers (n + 100 * m, 3 * m * STRIDE, spread);
  g_autofree float  *columns = to_floats (numbers, 3 * m * STRIDE);
  double             found[3] = { 0.25, 0.0, 0.0 }, costs[3] = { 0.25, 7.0, 8.0 }, right[3] = { 0.0 };

  for (gsize j = 0; j < m; j++)
    for (gsize i = 0; i < STRIDE; i++)
      columns[3 * j * STRIDE + i] += (float) shift;
  for (gsize i = 0; i < n; i++)
    add_terms (columns + i, m, 0.5, -1.25, right);
  nn_kernels ()->terms_loss (columns, STRIDE, m, n, 0.5f, -1.25f, TRUE, found);
  nn_kernels ()->terms_loss (columns, STRIDE, m, n, 0.5f, -1.25f, FALSE, costs);
  g_assert_cmpfloat (costs[0], ==, found[0]);
  g_assert_cmpfloat (costs[1], ==, 7.0);
  g_assert_cmpfloat (costs[2], ==, 8.0);
  g_assert_cmpfloat_with_epsilon (found[0] - 0.25, right[0], 1e-6 * right[0] + 1e-15);
  for (int k = 1; k < 3; k++)
    g_assert_cmpfloat_with_epsilon (found[k], right[k], 2e-6 * (double) n * spread * MIN (1.0, right[0]) + 1e-12);
}

static void
test_terms (void)
{
  FOR_EACH_KERNEL_SET (set)
    for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
      for (gsize w = 0; w < G_N_ELEMENTS (widths); w++)
        {
          check_terms (sizes[s], widths[w], 0.0, 1.0);
          check_terms (sizes[s], widths[w], 20.0, 3.0);
          check_terms (sizes[s], widths[w], -12.0, 1.0); /* losses near 0 keep their digits */
          check_terms (sizes[s], widths[w], 0.0, 1e4);
          check_terms (sizes[s], widths[w], -1e30, 1.0);
        }
}

/* A NaN is not lost among larger terms; what is far away is no NaN. */
static void
test_terms_not_finite (void)
{
  FOR_EACH_KERNEL_SET (set)
    for (gsize place = 0; place < 40; place++)
      {
        float  columns[6 * STRIDE] = { 0 };
        double sums[3] = { 0.0 };

        columns[place] = -INFINITY;
        nn_kernels ()->terms_loss (columns, STRIDE, 2, 40, 1.0f, 1.0f, TRUE, sums);
        g_assert_cmpfloat_with_epsilon (sums[0], 39 * log (3.0) + log (2.0), 1e-5);
        columns[place] = NAN;
        columns[3 * STRIDE + place] = 50.0f;
        nn_kernels ()->terms_loss (columns, STRIDE, 2, 40, 1.0f, 1.0f, TRUE, sums);
        g_assert_true (isnan (sums[0]));
        g_assert_true (isnan (sums[1]));
      }
}

typedef struct
{
  float *columns;
  float *w[2];
  float *a[2];
  float *v[2];
} Units;

static Units
units_new (gsize  m,
           double spread)
{
  Units              units;
  g_autofree double *numbers = new_numbers (m, (m + 1) * STRIDE, spread);

  for (gsize i = 0; i < STRIDE; i++)
    numbers[m * STRIDE + i] = (double) (i * 7 % m);
  units.columns = to_floats (numbers, (m + 1) * STRIDE);
  for (guint64 k = 0; k < 2; k++)
    {
      g_autofree double *w = new_numbers (11 + k, m, 1.0), *a = new_numbers (21 + k, STRIDE, 1.0);
      g_autofree double *v = new_numbers (31 + k, m, 1.0);

      units.w[k] = to_floats (w, m);
      units.a[k] = to_floats (a, STRIDE);
      units.v[k] = to_floats (v, m);
    }
  return units;
}

static void
units_clear (Units *units)
{
  g_free (units->columns);
  for (int k = 0; k < 2; k++)
    {
      g_free (units->w[k]);
      g_free (units->a[k]);
      g_free (units->v[k]);
    }
}

static double
run_units (const Units *units,
           gsize        m,
           gsize        n,
           float *const g[2])
{
  const float *w[2] = { units->w[0], units->w[1] }, *a[2] = { units->a[0], units->a[1] };
  const float *v[2] = { units->v[0], units->v[1] };

  return nn_kernels ()->units_loss (units->columns, STRIDE, m, n, w, a, v, g);
}

static double
find_logit (const Units *units,
            gsize        k,
            gsize        i)
{
  return units->columns[k * STRIDE + i] + (double) units->w[0][k] * units->a[0][i] +
         (double) units->w[1][k] * units->a[1][i];
}

/* The loss of example @i, and in @slopes what g should be. */
static double
expect_unit (const Units *units,
             gsize        m,
             gsize        i,
             double       slopes[2])
{
  gsize  label = (gsize) units->columns[m * STRIDE + i];
  double own = find_logit (units, label, i), top = own, rest = 0.0;

  for (gsize k = 0; k < m; k++)
    top = fmax (top, find_logit (units, k, i));
  for (gsize k = 0; k < m; k++)
    rest += k == label ? 0.0 : exp (find_logit (units, k, i) - top);
  for (int s = 0; s < 2; s++)
    {
      slopes[s] = -(double) units->v[s][label];
      for (gsize k = 0; k < m; k++)
        slopes[s] += exp (find_logit (units, k, i) - top) / (rest + exp (own - top)) * units->v[s][k];
    }
  return own == top ? log1p (rest) : top - own + log (rest + exp (own - top));
}

static void
check_units (gsize  n,
             gsize  m,
             double spread,
             double lead)
{
  Units  units = units_new (m, spread);
  float  g0[NN_COLUMN + 1], g1[NN_COLUMN + 1];
  float *g[2] = { g0, g1 };
  double right = 0.0, slopes[2], found;

  for (gsize i = 0; i < STRIDE; i++)
    units.columns[(gsize) units.columns[m * STRIDE + i] * STRIDE + i] += (float) lead;
  g0[n] = g1[n] = -7.0f;
  found = run_units (&units, m, n, g);
  for (gsize i = 0; i < n; i++)
    {
      right += expect_unit (&units, m, i, slopes);
      for (int s = 0; s < 2; s++)
        g_assert_cmpfloat_with_epsilon (g[s][i], slopes[s], 2e-6 * MAX (1.0, spread));
    }
  g_assert_cmpfloat_with_epsilon (found, right, 1e-6 * right + 1e-15);
  g_assert_cmpfloat (run_units (&units, m, n, NULL), ==, found);
  g_assert_cmpfloat (g0[n], ==, -7.0f);
  g_assert_cmpfloat (g1[n], ==, -7.0f);
  units_clear (&units);
}

static void
test_units (void)
{
  FOR_EACH_KERNEL_SET (set)
    for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
      for (gsize w = 0; w < G_N_ELEMENTS (widths); w++)
        {
          check_units (sizes[s], widths[w], 1.0, 0.0);
          check_units (sizes[s], widths[w], 3.0, 18.0); /* the label far ahead: losses near 0 keep their digits */
          check_units (sizes[s], widths[w], 1e-3, -1e6);
        }
}

static void
test_units_not_finite (void)
{
  FOR_EACH_KERNEL_SET (set)
    for (gsize place = 0; place < 40; place++)
      {
        Units  units = units_new (3, 1.0);
        float  g0[NN_COLUMN], g1[NN_COLUMN];
        float *g[2] = { g0, g1 };

        units.columns[STRIDE + place] = place % 2 ? NAN : INFINITY;
        g_assert_true (isnan (run_units (&units, 3, 40, g)));
        for (gsize i = 0; i < 40; i++)
          g_assert_true (isnan (g0[i]) == (i == place));
        units_clear (&units);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/column-losses/terms", test_terms);
  g_test_add_func ("/column-losses/terms-not-finite", test_terms_not_finite);
  g_test_add_func ("/column-losses/units", test_units);
  g_test_add_func ("/column-losses/units-not-finite", test_units_not_finite);
  return g_test_run ();
}
