/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-scale.h"

#include <math.h>
#include <string.h>

#define SATURATED 0.005 /* of the weights may be beyond the scale */
#define BIN_BITS 12
#define COARSE_SHIFT (31 - BIN_BITS)
#define FINE_SHIFT (31 - 2 * BIN_BITS)
#define N_BINS (1 << BIN_BITS)
#define BIN_MASK (N_BINS - 1)
#define INFINITE_BIN (0x7f800000u >> COARSE_SHIFT) /* infinite and NaN values fall here and above */

static guint32
magnitude_bits (float value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits & 0x7fffffffu;
}

/* The highest bin below @end down to which there are more than *@above values; *@above becomes what is left within
 * it. */
static guint32
select_bin (const gsize *bins,
            guint32      end,
            gsize       *above)
{
  guint32 bin = end - 1;

  for (; bin > 0 && bins[bin] <= *above; bin--)
    *above -= bins[bin];
  return bin;
}

/* The (@above + 1)-th largest of the finite absolute values, to 5 digits: those of positive floats are
 * ordered as their values are, so this is radix selection, which outliers do not mislead as they would a histogram of
 * even steps. @coarse: how many values have each pattern of the highest bits. */
static double
select_value (const float *values,
              gsize        n,
              const gsize *coarse,
              gsize        above)
{
  g_autofree gsize *fine = g_new0 (gsize, N_BINS);
  guint32 prefix = select_bin (coarse, INFINITE_BIN, &above);
  guint32 bits;
  float   value;

  for (gsize i = 0; i < n; i++)
    {
      bits = magnitude_bits (values[i]);
      if (bits >> COARSE_SHIFT == prefix)
        fine[bits >> FINE_SHIFT & BIN_MASK]++;
    }
  bits = prefix << COARSE_SHIFT | select_bin (fine, N_BINS, &above) << FINE_SHIFT;
  memcpy (&value, &bits, sizeof value);
  return value;
}

/* Up to two significant digits, so that the numbers beside the pictures are exact and calm. */
static double
round_up (double value)
{
  double power = value > 0 ? pow (10, floor (log10 (value)) - 1) : 0;

  return power > 0 ? ceil (value / power - 1e-3) * power : value;
}

float
plot_weight_largest (const float *values,
                     gsize        n)
{
  float largest = 0;

  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]) && fabsf (values[i]) > largest)
      largest = fabsf (values[i]);
  return largest;
}

double
plot_weight_scale (const float *values,
                   gsize        n)
{
  g_autofree gsize *coarse = NULL;
  gsize  finite = n;
  double scale = 0;

  if (SATURATED * n >= 1)
    {
      coarse = g_new0 (gsize, N_BINS);
      for (gsize i = 0; i < n; i++)
        coarse[magnitude_bits (values[i]) >> COARSE_SHIFT]++;
      for (guint32 bin = INFINITE_BIN; bin < N_BINS; bin++)
        finite -= coarse[bin];
      scale = select_value (values, n, coarse, (gsize) (SATURATED * finite));
    }
  /* Where almost all weights are zero, the few others count. */
  return round_up (scale > 0 ? scale : plot_weight_largest (values, n));
}
