/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/rng.h"
#include "nn/kernels.h"

#include <math.h>

/* Arrays of random numbers in both precisions, and how far one is from the other. */

/* Normal with standard deviation @sigma. Returns: (transfer full) */
static inline double *
new_numbers (guint64 seed,
             gsize   n,
             double  sigma)
{
  double *numbers = g_new0 (double, MAX (n, 1));
  BaseRng rng;

  base_rng_seed (&rng, seed, BASE_RNG_NOISE);
  for (gsize i = 0; i < n; i++)
    numbers[i] = (double) (float) (sigma * base_rng_normal (&rng)); /* the same in both precisions */
  return numbers;
}

static inline float *
to_floats (const double *numbers,
           gsize         n)
{
  float *floats = g_new0 (float, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    floats[i] = (float) numbers[i];
  return floats;
}

/* The largest |a - b| over the root mean square of b; a NaN on one side alone counts as infinitely far. */
static inline double
distance (const float  *a,
          const double *b,
          gsize         n)
{
  double most = 0, square = 0;

  for (gsize i = 0; i < n; i++)
    {
      double d = fabs ((double) a[i] - b[i]);

      most = isnan (d) ? INFINITY : MAX (most, d);
      square += b[i] * b[i];
    }
  return most == 0.0 ? 0.0 : most / sqrt (square / (double) MAX (n, 1));
}

/* The sets of kernels that this computer runs, one after the other. */
static const char *const kernel_sets[] = { "plain", "avx2", "avx512" };

#define FOR_EACH_KERNEL_SET(set) \
  for (gsize set = 0; set < G_N_ELEMENTS (kernel_sets); set++) \
    if (nn_kernels_select (kernel_sets[set]))
