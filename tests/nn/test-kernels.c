/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/numbers.h"

#include <string.h>

#define TOLERANCE 3e-7 /* relative */

static const gsize sizes[] = { 0, 1, 3, 7, 16, 17, 31, 64, 130, 257 };

static double
sigmoid (double x)
{
  return 1.0 / (1.0 + exp (-x));
}

typedef double (*Oracle) (double x);
typedef void   (*Kernel) (const float *x, float *y, gsize n);

static void
check_value (float  x,
             float  y,
             double expected)
{
  if (isnan (expected))
    g_assert_true (isnan (y));
  else if (fabs (expected) < 1.2e-38) /* below the normal range of float */
    g_assert_cmpfloat (fabs (y - expected), <=, 1.3e-38);
  else if (!(fabs (y - expected) <= TOLERANCE * fabs (expected)))
    g_error ("%s: f(%.9g) = %.9g, not %.9g", nn_kernels ()->name, x, y, expected);
}

static void
check_range (Kernel kernel,
             Oracle oracle,
             double low,
             double high)
{
  const gsize       n = 100003;
  g_autofree float *x = g_new (float, n);
  g_autofree float *y = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    x[i] = (float) (low + (high - low) * (double) i / (double) (n - 1));
  kernel (x, y, n);
  for (gsize i = 0; i < n; i++)
    check_value (x[i], y[i], oracle (x[i]));
}

/* Every exponent that a float has, both signs. */
static void
check_magnitudes (Kernel kernel,
                  Oracle oracle,
                  double most)
{
  for (int e = -149; e < 128 && ldexp (1.0, e) <= most; e++)
    for (int sign = -1; sign <= 1; sign += 2)
      {
        float x[2] = { (float) ldexp (sign, e), (float) ldexp (sign * 1.7, e) };

        kernel (x, x, 2); /* in place */
        check_value ((float) ldexp (sign, e), x[0], oracle ((float) ldexp (sign, e)));
      }
}

static void
check_special (Kernel kernel,
               float  x,
               float  expected)
{
  float all[17];

  /* In the vector part and in the rest. */
  for (int i = 0; i < 17; i++)
    all[i] = x;
  kernel (all, all, 17);
  for (int i = 0; i < 17; i++)
    g_assert_true (isnan (expected) ? isnan (all[i]) : all[i] == expected);
}

static void
test_tanh (void)
{
  FOR_EACH_KERNEL_SET (set)
    {
      Kernel kernel = nn_kernels ()->tanh_forward;

      check_range (kernel, tanh, -12, 12);
      check_range (kernel, tanh, -0.7, 0.7);
      check_magnitudes (kernel, tanh, 1e38);
      check_special (kernel, 0.0f, 0.0f);
      check_special (kernel, -0.0f, 0.0f);
      check_special (kernel, INFINITY, 1.0f);
      check_special (kernel, -INFINITY, -1.0f);
      check_special (kernel, NAN, NAN);
      check_special (kernel, 1e-40f, 1e-40f);
    }
}

static void
test_sigmoid (void)
{
  FOR_EACH_KERNEL_SET (set)
    {
      Kernel kernel = nn_kernels ()->sigmoid_forward;

      check_range (kernel, sigmoid, -80, 80);
      check_magnitudes (kernel, sigmoid, 64);
      check_special (kernel, 0.0f, 0.5f);
      check_special (kernel, -0.0f, 0.5f);
      check_special (kernel, INFINITY, 1.0f);
      check_special (kernel, NAN, NAN);
    }
}

static void
test_relu (void)
{
  FOR_EACH_KERNEL_SET (set)
    {
      Kernel kernel = nn_kernels ()->relu_forward;

      check_special (kernel, -1.0f, 0.0f);
      check_special (kernel, 2.5f, 2.5f);
      check_special (kernel, 0.0f, 0.0f);
      check_special (kernel, -INFINITY, 0.0f);
      check_special (kernel, INFINITY, INFINITY);
      check_special (kernel, NAN, NAN);
      check_special (kernel, -1e-40f, 0.0f);
    }
}

static double
tanhshrink (double x)
{
  return fabs (x) > 0.01 ? x - tanh (x) : x * x * x * (1 / 3.0 - x * x * (2 / 15.0 - x * x * 17 / 315.0));
}

static double
softplus (double x)
{
  return fmax (x, 0) + log1p (exp (-fabs (x)));
}

/* Small values have all their digits too. */
static void
test_tanhshrink (void)
{
  FOR_EACH_KERNEL_SET (set)
    {
      Kernel kernel = nn_kernels ()->tanhshrink_forward;

      for (double x = 1e-10; x < 100; x *= 1.01)
        for (int sign = -1; sign <= 1; sign += 2)
          {
            float in = (float) (sign * x), out;

            kernel (&in, &out, 1);
            g_assert_cmpfloat (fabs (out - tanhshrink (in)), <=, 3e-6 * fabs (tanhshrink (in)));
          }
      check_special (kernel, 0.0f, 0.0f);
      check_special (kernel, INFINITY, INFINITY);
      check_special (kernel, -INFINITY, -INFINITY);
      check_special (kernel, NAN, NAN);
    }
}

static void
test_softplus (void)
{
  FOR_EACH_KERNEL_SET (set)
    {
      Kernel kernel = nn_kernels ()->softplus_forward;

      check_range (kernel, softplus, -80, 80);
      check_range (kernel, softplus, -2, 2);
      check_magnitudes (kernel, softplus, 1e38);
      check_special (kernel, 1000.0f, 1000.0f);
      check_special (kernel, INFINITY, INFINITY);
      check_special (kernel, NAN, NAN);
    }
}

static void
softshrink_kernel (const float *x,
                   float       *y,
                   gsize        n)
{
  nn_kernels ()->softshrink_forward (x, y, n, 0.5f);
}

static void
test_softshrink (void)
{
  FOR_EACH_KERNEL_SET (set)
    {
      check_special (softshrink_kernel, 0.5f, 0.0f);
      check_special (softshrink_kernel, -0.5f, 0.0f);
      check_special (softshrink_kernel, 0.3f, 0.0f);
      check_special (softshrink_kernel, 0.75f, 0.25f);
      check_special (softshrink_kernel, -2.0f, -1.5f);
      check_special (softshrink_kernel, INFINITY, INFINITY);
      check_special (softshrink_kernel, -INFINITY, -INFINITY);
      check_special (softshrink_kernel, NAN, NAN);
    }
}

/* Whole rows, each by itself; however large the inputs, nothing overflows. */
static void
test_softmax (void)
{
  const float x[2 * 3] = { 0.0f, (float) G_LN2, 0.0f, 1e30f, 1e30f, -1e30f };
  const float most[2 * 3] = { 0.25f, 0.5f, 0.25f, 0.5f, 0.5f, 0.0f };
  const float least[2 * 3] = { 0.4f, 0.2f, 0.4f, 0.0f, 0.0f, 1.0f };
  float       y[2 * 3];

  FOR_EACH_KERNEL_SET (set)
    {
      nn_kernels ()->softmax_forward (x, y, 2, 3, 1.0f);
      for (int i = 0; i < 6; i++)
        g_assert_cmpfloat_with_epsilon (y[i], most[i], 2e-7);
      nn_kernels ()->softmax_forward (x, y, 2, 3, -1.0f);
      for (int i = 0; i < 6; i++)
        g_assert_cmpfloat_with_epsilon (y[i], least[i], 2e-7);
    }
}

/* A row with a NaN is lost, and it alone. */
static void
test_softmax_nan (void)
{
  FOR_EACH_KERNEL_SET (set)
    for (int place = 0; place < 20; place++)
      {
        float y[3 * 20] = { 0 };

        y[20 + place] = NAN;
        nn_kernels ()->softmax_forward (y, y, 3, 20, 1.0f);
        for (int i = 0; i < 60; i++)
          g_assert_true (i >= 20 && i < 40 ? isnan (y[i]) : fabsf (y[i] - 0.05f) < 1e-7f);
      }
}

static void
exp_kernel (const float *x,
            float       *y,
            gsize        n)
{
  nn_kernels ()->exp_shifted (x, y, n, 0.0f);
}

static void
test_exponential (void)
{
  FOR_EACH_KERNEL_SET (set)
    {
      check_range (exp_kernel, exp, -87.3, 88.3);
      check_range (exp_kernel, exp, -1, 1);
      check_magnitudes (exp_kernel, exp, 64);
      check_special (exp_kernel, 0.0f, 1.0f);
      check_special (exp_kernel, NAN, NAN);
    }
}

/* What lies far below the largest output adds nothing to the sum. */
static void
test_exp_shifted (void)
{
  FOR_EACH_KERNEL_SET (set)
    {
      float o[5] = { 10000.0f, -10000.0f, 9999.0f, -INFINITY, 10000.0f };
      float e[5];
      float sum = nn_kernels ()->exp_shifted (o, e, 5, 10000.0f);

      g_assert_cmpfloat_with_epsilon (sum, 2.3678794, 1e-6);
      g_assert_cmpfloat (e[1], <, 2e-38);
      g_assert_cmpfloat (e[3], <, 2e-38);
      g_assert_cmpfloat_with_epsilon (e[2], 0.36787944, 1e-7);
    }
}

/* Products far beyond the range of double, and none at all. */
static void
test_multiply_factors (void)
{
  enum { N = 21 };

  FOR_EACH_KERNEL_SET (set)
    {
      double product[N], a[NN_N_FACTORS * N], y[NN_N_FACTORS], z[NN_N_FACTORS], expected[N];
      gint64 exponents[N] = { 0 };

      for (int i = 0; i < N; i++)
        {
          product[i] = 1.0;
          expected[i] = 0.0;
        }
      for (int k = 0; k < NN_N_FACTORS; k++)
        {
          y[k] = k == 0 ? 1e33 : 0.3 * k;
          z[k] = 1.0 + k;
          for (int i = 0; i < N; i++)
            a[k * N + i] = i == 0 ? 0.0 : i == 1 ? 1e-20 : i / 7.0;
        }
      for (int round = 1; round <= 100; round++)
        {
          nn_kernels ()->multiply_factors (product, exponents, a, y, z, N);
          for (int i = 0; i < N; i++)
            {
              for (int k = 0; k < NN_N_FACTORS; k++)
                expected[i] += log (a[k * N + i] * y[k] + z[k]);
              g_assert_cmpfloat (product[i], >=, 1.0);
              g_assert_cmpfloat (product[i], <, 2.0);
              g_assert_cmpfloat_with_epsilon (log (product[i]) + (double) exponents[i] * G_LN2, expected[i],
                                              1e-12 * expected[i]);
            }
        }
    }
}

static void
test_expand_bytes (void)
{
  guint8 bytes[256 + 3];
  float  values[256 + 4];

  for (int i = 0; i < 259; i++)
    bytes[i] = (guint8) i;
  FOR_EACH_KERNEL_SET (set)
    {
      values[259] = -7.0f;
      nn_kernels ()->expand_bytes (bytes, values, 259, 0.5f, -1.0f);
      for (int i = 0; i < 259; i++)
        g_assert_cmpfloat (values[i], ==, 0.5f * bytes[i] - 1.0f);
      g_assert_cmpfloat (values[259], ==, -7.0f);
    }
}

static void
test_rows (void)
{
  FOR_EACH_KERNEL_SET (set)
    for (gsize s = 1; s < G_N_ELEMENTS (sizes); s++)
      {
        const gsize       rows = 5, n = sizes[s];
        g_autofree float *y = g_new (float, rows * n);
        g_autofree float *b = g_new (float, n);

        for (gsize i = 0; i < rows * n; i++)
          y[i] = (float) i;
        for (gsize i = 0; i < n; i++)
          b[i] = 1000.0f * (float) i;
        nn_kernels ()->add_bias (y, b, rows, n);
        for (gsize i = 0; i < rows * n; i++)
          g_assert_cmpfloat (y[i], ==, (float) i + 1000.0f * (float) (i % n));
        for (gsize i = 0; i < rows * n; i++)
          y[i] = (float) (i / n + 1);
        nn_kernels ()->sum_rows (y, b, rows, n, TRUE);
        g_assert_cmpfloat (b[n - 1], ==, 1000.0f * (float) (n - 1) + 15.0f);
        nn_kernels ()->sum_rows (y, b, rows, n, FALSE);
        for (gsize i = 0; i < n; i++)
          g_assert_cmpfloat (b[i], ==, 15.0f);
      }
}

static void
check_gather_gradient (gsize n,
                       guint n_parts,
                       float pull)
{
  g_autofree float *memory = g_new (float, 5 * n + 1);
  const float      *parts[3] = { memory, memory + n, memory + 2 * n };
  float            *w = memory + 3 * n, *g = memory + 4 * n;

  for (gsize i = 0; i < 4 * n; i++)
    memory[i] = (float) (i % 13);
  for (gsize i = 1; i < n; i += 2)
    w[i] = -w[i];
  g[n] = -7.0f;
  nn_kernels ()->gather_gradient (parts, n_parts, w, g, n, 0.5f, 4.0f, pull);
  for (gsize i = 0; i < n; i++)
    {
      float sum = parts[0][i] + (n_parts > 1 ? parts[1][i] : 0.0f) + (n_parts > 2 ? parts[2][i] : 0.0f);
      float sign = (float) ((w[i] > 0) - (w[i] < 0));

      g_assert_cmpfloat (g[i], ==, 0.5f * sum + 4.0f * w[i] + pull * sign);
    }
  g_assert_cmpfloat (g[n], ==, -7.0f);
}

/* In double precision: 3000^2 + 1 is no float. */
static void
test_sum_squares (void)
{
  FOR_EACH_KERNEL_SET (set)
    for (gsize s = 1; s < G_N_ELEMENTS (sizes); s++)
      {
        const gsize       n = sizes[s];
        g_autofree float *g = g_new (float, n + 1);
        double            sum = 0.0;

        for (gsize i = 0; i <= n; i++)
          g[i] = i % 2 == 0 ? 3000.0f : -1.0f;
        for (gsize i = 0; i < n; i++)
          sum += (double) g[i] * g[i];
        g_assert_cmpfloat (nn_kernels ()->sum_squares (g, n), ==, sum);
      }
}

static void
test_gather_gradient (void)
{
  FOR_EACH_KERNEL_SET (set)
    for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
      for (guint n_parts = 1; n_parts < 4; n_parts++)
        {
          check_gather_gradient (sizes[s], n_parts, 0.0f);
          check_gather_gradient (sizes[s], n_parts, 16.0f);
        }
}

/* Where x is 0 nothing happens, whatever the factor; sums keep the digits that float32 would lose. */
static void
test_multiples (void)
{
  FOR_EACH_KERNEL_SET (set)
    for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        const gsize       n = sizes[s];
        g_autofree float *x = g_new (float, n + 1);
        g_autofree float *y = g_new (float, n + 1);
        double            sum = 0.0;

        for (gsize i = 0; i <= n; i++)
          {
            x[i] = i % 3 ? (float) i : 0.0f;
            y[i] = 100.0f;
            sum += i < n ? 100.0 * (double) x[i] : 0.0;
          }
        g_assert_cmpfloat (nn_kernels ()->dot (x, y, n), ==, sum);
        nn_kernels ()->add_multiple (y, x, 0.5f, n);
        for (gsize i = 0; i <= n; i++)
          g_assert_cmpfloat (y[i], ==, i == n ? 100.0f : 100.0f + 0.5f * x[i]);
        nn_kernels ()->add_multiple (y, x, INFINITY, n);
        for (gsize i = 0; i < n; i++)
          g_assert_true (i % 3 ? isinf (y[i]) : y[i] == 100.0f);
        for (gsize i = 0; i < n; i++)
          {
            x[i] = 1e-4f;
            y[i] = i == 0 ? 1e8f : 1.0f;
          }
        g_assert_cmpfloat_with_epsilon (nn_kernels ()->dot (x, y, n),
                                        n == 0 ? 0.0 : (double) 1e-4f * (1e8 + (double) n - 1.0), 1e-9);
      }
}

static void
test_select (void)
{
  g_assert_true (nn_kernels_select ("plain"));
  g_assert_cmpstr (nn_kernels ()->name, ==, "plain");
  g_assert_false (nn_kernels_select ("mmx"));
  g_assert_cmpstr (nn_kernels ()->name, ==, "plain");
  g_assert_true (nn_kernels_select (NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/tanh", test_tanh);
  g_test_add_func ("/kernels/sigmoid", test_sigmoid);
  g_test_add_func ("/kernels/relu", test_relu);
  g_test_add_func ("/kernels/tanhshrink", test_tanhshrink);
  g_test_add_func ("/kernels/softplus", test_softplus);
  g_test_add_func ("/kernels/softshrink", test_softshrink);
  g_test_add_func ("/kernels/softmax", test_softmax);
  g_test_add_func ("/kernels/softmax-nan", test_softmax_nan);
  g_test_add_func ("/kernels/exponential", test_exponential);
  g_test_add_func ("/kernels/exp-shifted", test_exp_shifted);
  g_test_add_func ("/kernels/multiply-factors", test_multiply_factors);
  g_test_add_func ("/kernels/expand-bytes", test_expand_bytes);
  g_test_add_func ("/kernels/rows", test_rows);
  g_test_add_func ("/kernels/sum-squares", test_sum_squares);
  g_test_add_func ("/kernels/gather-gradient", test_gather_gradient);
  g_test_add_func ("/kernels/multiples", test_multiples);
  g_test_add_func ("/kernels/select", test_select);
  return g_test_run ();
}
