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
#define INFINITE 0x7f800000u
#define INFINITE_BIN (INFINITE >> COARSE_SHIFT) /* infinite and NaN values fall here and above */
#define MANY (1 << 16)        /* values, of which only those that may be among the largest are looked at closely */
#define SAMPLE_STEP 61
#define SAFETY 4              /* times as many as will be needed are expected to be kept, */
#define MOST_KEPT 8           /* and no more than one of so many */
#define BLOCK 256

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

/* The (@above + 1)-th largest of finite values, where @above is @SATURATED of them. */
static double
find_saturation (const float *values,
                 gsize        n)
{
  g_autofree gsize *coarse = g_new0 (gsize, N_BINS);
  gsize             finite = n;

  for (gsize i = 0; i < n; i++)
    coarse[magnitude_bits (values[i]) >> COARSE_SHIFT]++;
  for (guint32 bin = INFINITE_BIN; bin < N_BINS; bin++)
    finite -= coarse[bin];
  return select_value (values, n, coarse, (gsize) (SATURATED * finite));
}

/* A bound that more of the values than are needed should be above, by a sample of them. */
static guint32
guess_bound (const float *values,
             gsize        n)
{
  g_autofree gsize *bins = g_new0 (gsize, N_BINS);
  gsize             above = (gsize) (SAFETY * SATURATED * (n / SAMPLE_STEP));

  for (gsize i = 0; i < n; i += SAMPLE_STEP)
    bins[magnitude_bits (values[i]) >> COARSE_SHIFT]++;
  return select_bin (bins, INFINITE_BIN, &above) << COARSE_SHIFT;
}

/* Keeps the finite values of at least the magnitude @bound; *@not_finite counts the others that are none.
 * Returns: how many, or more than @room, when they are that many. */
static gsize
keep_large (const float *values,
            gsize        n,
            guint32      bound,
            float       *kept,
            gsize        room,
            gsize       *not_finite)
{
  gsize n_kept = 0;

  *not_finite = 0;
  for (gsize start = 0; start < n; start += BLOCK)
    {
      if (n_kept + BLOCK > room)
        return room + 1;
      for (gsize i = start; i < MIN (start + BLOCK, n); i++)
        {
          guint32 bits = magnitude_bits (values[i]);

          /* Without a branch that half of the time would be guessed wrong. */
          kept[n_kept] = values[i];
          n_kept += (bits >= bound) & (bits < INFINITE);
          *not_finite += bits >= INFINITE;
        }
    }
  return n_kept;
}

/* As find_saturation(), which has to look at all values twice; a wrong guess is noticed, and costs time alone. */
static double
find_saturation_of_many (const float *values,
                         gsize        n)
{
  gsize             room = n / MOST_KEPT;
  g_autofree float *kept = g_try_new (float, room);
  g_autofree gsize *coarse = NULL;
  gsize             not_finite, above, n_kept;

  if (!kept)
    return find_saturation (values, n);
  n_kept = keep_large (values, n, guess_bound (values, n), kept, room, &not_finite);
  above = (gsize) (SATURATED * (n - not_finite));
  if (n_kept > room || n_kept <= above)
    return find_saturation (values, n);
  coarse = g_new0 (gsize, N_BINS);
  for (gsize i = 0; i < n_kept; i++)
    coarse[magnitude_bits (kept[i]) >> COARSE_SHIFT]++;
  return select_value (kept, n_kept, coarse, above);
}

double
plot_weight_scale (const float *values,
                   gsize        n)
{
  double scale = 0;

  if (n >= MANY)
    scale = find_saturation_of_many (values, n);
  else if (SATURATED * n >= 1)
    scale = find_saturation (values, n);
  /* Where almost all weights are zero, the few others count. */
  return round_up (scale > 0 ? scale : plot_weight_largest (values, n));
}

/* The bits of a float as an integer of the same order, and back. */
static gint32
to_ordered (gint32 bits)
{
  return bits ^ (bits >> 31 & G_MAXINT32);
}

static float
from_ordered (gint32 ordered)
{
  gint32 bits = to_ordered (ordered);
  float  value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

/* In integers, and without branches, which compilers make into several values at a time. */
static void
extend_range (const float *values,
              gsize        n,
              gint32      *low,
              gint32      *high,
              gsize       *not_finite)
{
  gint32 bits[BLOCK] = { 0 };
  gint32 lowest = *low, highest = *high, bad = 0;

  memcpy (bits, values, n * sizeof (float));
  for (gsize i = n; i < BLOCK; i++)
    bits[i] = bits[0];
  for (gsize i = 0; i < BLOCK; i++)
    {
      gint32 ordered = to_ordered (bits[i]);
      gint32 finite = (bits[i] & G_MAXINT32) < (gint32) INFINITE;
      gint32 or_high = finite ? ordered : G_MAXINT32;
      gint32 or_low = finite ? ordered : G_MININT32;

      lowest = MIN (lowest, or_high);
      highest = MAX (highest, or_low);
      bad += !finite;
    }
  /* Those that fill the block up are all the first one. */
  if ((bits[0] & G_MAXINT32) >= (gint32) INFINITE)
    bad -= (gint32) (BLOCK - n);
  *low = lowest;
  *high = highest;
  *not_finite += (gsize) bad;
}

gboolean
plot_weight_range (const float *values,
                   gsize        n,
                   float       *low,
                   float       *high,
                   gsize       *not_finite)
{
  gint32 lowest = G_MAXINT32, highest = G_MININT32;

  *not_finite = 0;
  for (gsize start = 0; start < n; start += BLOCK)
    extend_range (values + start, MIN (BLOCK, n - start), &lowest, &highest, not_finite);
  *low = *high = 0;
  if (lowest > highest)
    return FALSE;
  *low = from_ordered (lowest);
  *high = from_ordered (highest);
  return TRUE;
}
