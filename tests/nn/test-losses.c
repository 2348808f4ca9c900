/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/loss.h"
#include "nn/numbers.h"

#include <string.h>

static const gsize class_counts[] = { 1, 2, 3, 10, 17, 31 };

static guint16 *
new_labels (gsize rows,
            gsize classes)
{
  guint16 *labels = g_new (guint16, MAX (rows, 1));

  for (gsize r = 0; r < rows; r++)
    labels[r] = (guint16) (r * 7 % classes);
  return labels;
}

static void
test_reference_gradient (gconstpointer data)
{
  const NnLossType *loss = data;
  const double      h = 1e-5, scale = 0.25;

  for (gsize c = 0; c < G_N_ELEMENTS (class_counts); c++)
    {
      const gsize         rows = 4, classes = class_counts[c], n = rows * classes;
      g_autofree double  *o = new_numbers (1, n, 2.0);
      g_autofree double  *d = g_new0 (double, n);
      g_autofree guint16 *labels = new_labels (rows, classes);

      loss->reference (o, labels, rows, classes, scale, d);
      for (gsize i = 0; i < n; i++)
        {
          double kept = o[i], high, low;

          o[i] = kept + h;
          high = loss->reference (o, labels, rows, classes, scale, NULL);
          o[i] = kept - h;
          low = loss->reference (o, labels, rows, classes, scale, NULL);
          o[i] = kept;
          g_assert_cmpfloat_with_epsilon (d[i], scale * (high - low) / (2 * h), 1e-8);
        }
    }
}

static void
check_fast (const NnLossType *loss,
            gsize             rows,
            gsize             classes,
            double            sigma)
{
  const gsize         n = rows * classes;
  g_autofree double  *o = new_numbers (2, n, sigma);
  g_autofree double  *d = g_new0 (double, n);
  g_autofree float   *o_fast = to_floats (o, n);
  g_autofree float   *d_fast = g_new0 (float, n);
  g_autofree guint16 *labels = new_labels (rows, classes);
  double              expected = loss->reference (o, labels, rows, classes, 0.5, d);
  double              sum = loss->forward_backward (o_fast, labels, rows, classes, 0.5f, d_fast);

  g_assert_cmpfloat (fabs (sum - expected), <=, 1e-5 * MAX (expected, 0.1));
  g_assert_cmpfloat (distance (d_fast, d, n), <, 1e-4);
  /* d may be o itself. */
  g_assert_cmpfloat (loss->forward_backward (o_fast, labels, rows, classes, 0.5f, o_fast), ==, sum);
  g_assert_cmpmem (o_fast, n * sizeof (float), d_fast, n * sizeof (float));
}

static void
test_fast_is_the_reference (gconstpointer data)
{
  static const gsize row_counts[] = { 0, 1, 3, 17, 130 };

  FOR_EACH_KERNEL_SET (set)
    for (gsize r = 0; r < G_N_ELEMENTS (row_counts); r++)
      for (gsize c = 1; c < G_N_ELEMENTS (class_counts); c++)
        {
          check_fast (data, row_counts[r], class_counts[c], 1.0);
          check_fast (data, row_counts[r], class_counts[c], 20.0);
        }
}

static void
test_not_finite_is_seen (gconstpointer data)
{
  const NnLossType *loss = data;
  const float       bad[] = { NAN, INFINITY };

  FOR_EACH_KERNEL_SET (set)
    for (gsize b = 0; b < G_N_ELEMENTS (bad); b++)
      for (gsize place = 0; place < 6; place++)
        {
          const guint16 labels[2] = { 1, 2 };
          float         o[6] = { 1, 2, 3, 4, 5, 6 };
          float         d[6];

          o[place] = bad[b];
          g_assert_false (isfinite (loss->forward_backward (o, labels, 2, 3, 1.0f, d)));
          for (gsize i = 0; i < 6; i++)
            o[i] = bad[b];
          g_assert_false (isfinite (loss->forward_backward (o, labels, 2, 3, 1.0f, d)));
        }
}

/* Minus infinity is the probability 0: only at the label it is infinitely wrong. */
static void
test_not_finite_at_the_label (gconstpointer data)
{
  const NnLossType *loss = data;
  const guint16     label = 1;
  float             o[3] = { 1, -INFINITY, 3 };
  float             d[3];

  g_assert_false (isfinite (loss->forward_backward (o, &label, 1, 3, 1.0f, d)));
}

/* The exact values: 20,000 when sure of a wrong class, 0 when sure of the right one. */
static void
test_nll_extreme (void)
{
  FOR_EACH_KERNEL_SET (set)
    {
      float         o[3] = { 1e4f, -1e4f, 0.0f };
      float         d[3];
      const guint16 right = 0, wrong = 1;

      g_assert_cmpfloat (nn_nll_loss.forward_backward (o, &right, 1, 3, 1.0f, d), ==, 0.0);
      for (int k = 0; k < 3; k++)
        g_assert_cmpfloat_with_epsilon (d[k], 0.0, 1e-30);
      g_assert_cmpfloat (nn_nll_loss.forward_backward (o, &wrong, 1, 3, 0.5f, d), ==, 20000.0);
      g_assert_cmpfloat_with_epsilon (d[0], 0.5, 1e-7);
      g_assert_cmpfloat_with_epsilon (d[1], -0.5, 1e-7);
      g_assert_cmpfloat_with_epsilon (d[2], 0.0, 1e-30);
    }
}

/* Written out: -log (1/3), and a shift of all outputs changes nothing. */
static void
test_nll_known (void)
{
  const guint16 label = 2;

  for (int shift = -1000; shift <= 1000; shift += 1000)
    {
      float o[3] = { shift, shift, shift };
      float d[3];

      g_assert_cmpfloat_with_epsilon (nn_nll_loss.forward_backward (o, &label, 1, 3, 3.0f, d), 1.0986123, 1e-6);
      g_assert_cmpfloat_with_epsilon (d[0], 1.0, 1e-6);
      g_assert_cmpfloat_with_epsilon (d[2], -2.0, 1e-6);
    }
}

/* (0.5 - 0)^2 + (3 - 1)^2 */
static void
test_squared_known (void)
{
  const guint16 label = 1;
  float         o[2] = { 0.5f, 3.0f };
  float         d[2];

  g_assert_cmpfloat (nn_squared_loss.forward_backward (o, &label, 1, 2, 1.0f, d), ==, 4.25);
  g_assert_cmpfloat (d[0], ==, 1.0f);
  g_assert_cmpfloat (d[1], ==, 4.0f);
}

static void
test_predict (void)
{
  const float o[] = { 1, 3, 2, /**/ 5, 5, 5, /**/ -2, -3, -1, /**/ 0, 7, 7 };
  guint16     predicted[4];

  nn_predict (o, 4, 3, predicted);
  g_assert_cmpuint (predicted[0], ==, 1);
  g_assert_cmpuint (predicted[1], ==, 0);
  g_assert_cmpuint (predicted[2], ==, 2);
  g_assert_cmpuint (predicted[3], ==, 1);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char   *name;
    GTestDataFunc func;
  } tests[] = {
    { "reference-gradient", test_reference_gradient },
    { "fast-is-the-reference", test_fast_is_the_reference },
    { "not-finite-is-seen", test_not_finite_is_seen },
    { "not-finite-at-the-label", test_not_finite_at_the_label },
  };

  g_test_init (&argc, &argv, NULL);
  g_assert_null (nn_loss_type_find ("no such loss"));
  for (gsize t = 0; nn_loss_types[t]; t++)
    for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
      {
        g_autofree char *path = g_strdup_printf ("/losses/%s/%s", nn_loss_types[t]->name, tests[i].name);

        g_assert_true (nn_loss_type_find (nn_loss_types[t]->name) == nn_loss_types[t]);
        g_test_add_data_func (path, nn_loss_types[t], tests[i].func);
      }
  g_test_add_func ("/losses/nll/extreme", test_nll_extreme);
  g_test_add_func ("/losses/nll/known", test_nll_known);
  g_test_add_func ("/losses/squared/known", test_squared_known);
  g_test_add_func ("/losses/predict", test_predict);
  return g_test_run ();
}
