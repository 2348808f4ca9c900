/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/numbers.h"
#include "nn/product.h"

#include <string.h>

/* Around the tiles of every set, and beyond what stays in the cache, where another library takes over. */
static const gsize shapes[][3] = {
  { 1, 1, 1 },    { 1, 7, 16 },   { 2, 3, 5 },     { 3, 2, 17 },     { 5, 5, 15 },      { 6, 64, 4 },   { 7, 65, 33 },
  { 11, 13, 1 },  { 4, 79, 31 },  { 13, 10, 257 }, { 30, 70, 130 },  { 41, 127, 47 },   { 3, 5, 50021 },
  { 401, 3, 521 }, { 3, 401, 521 },
};

/* The oracle: c (m x n) += a b, by the places of their elements. */
static void
multiply (const double *a,
          gsize         a_row,
          gsize         a_column,
          const double *b,
          gsize         b_row,
          gsize         b_column,
          double       *c,
          const gsize   shape[3])
{
  for (gsize r = 0; r < shape[0]; r++)
    for (gsize u = 0; u < shape[1]; u++)
      for (gsize i = 0; i < shape[2]; i++)
        c[r * shape[1] + u] += a[r * a_row + i * a_column] * b[i * b_row + u * b_column];
}

/* All kinds of product of one shape m x n with k terms, and nothing written beyond them. */
static void
check_shape (const gsize shape[3])
{
  gsize              m = shape[0], n = shape[1], k = shape[2];
  g_autofree double *a = new_numbers (1, m * k, 1.0);
  g_autofree double *b = new_numbers (2, n * k, 1.0);
  g_autofree double *c = new_numbers (3, m * n, 1.0);
  g_autofree float  *af = to_floats (a, m * k);
  g_autofree float  *bf = to_floats (b, n * k);
  g_autofree float  *cf = g_new (float, m * n + 1);
  g_autofree double *expected = g_new0 (double, m * n);

  for (gsize i = 0; i < m * n; i++)
    cf[i] = (float) c[i];
  cf[m * n] = -7.0f;
  multiply (a, 1, m, b, n, 1, c, shape);
  nn_product_tn (af, bf, cf, m, n, k, TRUE);
  g_assert_cmpfloat (distance (cf, c, m * n), <, 2e-5);
  memset (cf, 0xff, m * n * sizeof *cf); /* NaN: what was there must not matter */
  multiply (a, 1, m, b, n, 1, expected, shape);
  nn_product_tn (af, bf, cf, m, n, k, FALSE);
  g_assert_cmpfloat (distance (cf, expected, m * n), <, 2e-5);
  memset (cf, 0xff, m * n * sizeof *cf);
  memset (expected, 0, m * n * sizeof *expected);
  multiply (a, k, 1, b, n, 1, expected, shape);
  nn_product_nn (af, bf, cf, m, n, k);
  g_assert_cmpfloat (distance (cf, expected, m * n), <, 2e-5);
  memset (cf, 0xff, m * n * sizeof *cf);
  memset (expected, 0, m * n * sizeof *expected);
  multiply (a, k, 1, b, 1, k, expected, shape);
  nn_product_nt (af, bf, cf, m, n, k);
  g_assert_cmpfloat (distance (cf, expected, m * n), <, 2e-5);
  g_assert_cmpfloat (cf[m * n], ==, -7.0f);
}

static void
test_shapes (void)
{
  FOR_EACH_KERNEL_SET (set)
    for (gsize s = 0; s < G_N_ELEMENTS (shapes); s++)
      check_shape (shapes[s]);
}

/* A NaN or an infinity reaches every result that it belongs to and no other. */
static void
test_not_finite (void)
{
  FOR_EACH_KERNEL_SET (set)
    for (gsize at = 0; at < 35; at += 17)
      {
        float a[3 * 35], b[2 * 35], c[3 * 2];

        for (gsize i = 0; i < 3 * 35; i++)
          a[i] = 1.0f;
        for (gsize i = 0; i < 2 * 35; i++)
          b[i] = 0.0f;
        a[35 + at] = INFINITY;
        b[35 + at] = 1.0f;
        nn_product_nt (a, b, c, 3, 2, 35);
        g_assert_true (c[0] == 0.0f && c[1] == 1.0f && c[4] == 0.0f && c[5] == 1.0f);
        g_assert_true (isnan (c[2]) && isinf (c[3]));
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/products/shapes", test_shapes);
  g_test_add_func ("/products/not-finite", test_not_finite);
  return g_test_run ();
}
