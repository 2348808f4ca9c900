/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/unit-order.h"

/* Of the same order as the norm: its square. */
static double
sum_of_squares (const PerceptWeights *weights,
                guint                 unit)
{
  gsize        size = (gsize) weights->channels * weights->height * weights->width;
  const float *w = weights->weights + unit * size;
  double       sum = 0;

  for (gsize i = 0; i < size; i++)
    sum += (double) w[i] * w[i];
  return sum;
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      norms)
{
  double norm_a = ((const double *) norms)[*(const guint *) a];
  double norm_b = ((const double *) norms)[*(const guint *) b];

  return (norm_a < norm_b) - (norm_a > norm_b);
}

guint *
percept_units_by_norm (const PerceptWeights *weights)
{
  guint              *order = g_new (guint, weights->n_units);
  g_autofree double  *norms = g_new (double, weights->n_units);

  for (guint i = 0; i < weights->n_units; i++)
    {
      order[i] = i;
      norms[i] = sum_of_squares (weights, i);
    }
  g_qsort_with_data (order, (int) weights->n_units, sizeof *order, compare, norms);
  return order;
}
