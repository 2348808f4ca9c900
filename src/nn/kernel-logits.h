/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The losses of kernel-loops.c over logits that depend on few numbers: an example is a lane, a logit a column. Of each
 * sum of exponentials the largest one is taken out beforehand, so nothing overflows, and a loss near 0 is the
 * logarithm of one plus something small. Included by kernel-loops.c alone. */

#include "nn/kernel-exponentials.h"
#include "nn/kernels.h"

/* In double precision, in lanes that do not depend on the instruction set. */
static inline double
sum_column (const float *v,
            gsize        n)
{
  double lanes[16] = { 0.0 }, sum = 0.0;
  gsize  whole = n / 16 * 16;

  for (gsize i = 0; i < whole; i += 16)
    for (int l = 0; l < 16; l++)
      lanes[l] += (double) v[i + l];
  for (gsize i = whole; i < n; i++)
    lanes[i - whole] += (double) v[i];
  for (int l = 0; l < 16; l++)
    sum += lanes[l];
  return sum;
}

/* top = the largest of 0 and the terms; a NaN is met again by the exponential. */
static inline void
find_top (const float *columns,
          gsize        stride,
          gsize        m,
          gsize        n,
          float        x,
          float        y,
          float       *restrict top)
{
  for (gsize i = 0; i < n; i++)
    top[i] = 0.0f;
  for (gsize j = 0; j < m; j++, columns += 3 * stride)
    {
      const float *a = columns, *b = a + stride, *c = b + stride;

      for (gsize i = 0; i < n; i++)
        {
          float t = a[i] + x * b[i] + y * c[i];

          top[i] = t > top[i] ? t : top[i];
        }
    }
}

static G_ALWAYS_INLINE inline void
add_terms (const float   *columns,
           gsize          stride,
           gsize          m,
           gsize          n,
           float          x,
           float          y,
           const gboolean slopes,
           double        *sums)
{
  float top[NN_COLUMN], rest[NN_COLUMN], dx[NN_COLUMN], dy[NN_COLUMN];

  find_top (columns, stride, m, n, x, y, top);
  for (gsize i = 0; i < n; i++)
    {
      rest[i] = top[i] > 0.0f ? exponential (-top[i]) - 1.0f : 0.0f;
      if (slopes)
        dx[i] = dy[i] = 0.0f;
    }
  for (gsize j = 0; j < m; j++, columns += 3 * stride)
    {
      const float *a = columns, *b = a + stride, *c = b + stride;

#pragma GCC ivdep
      for (gsize i = 0; i < n; i++)
        {
          float e = exponential (a[i] + x * b[i] + y * c[i] - top[i]);

          rest[i] += e;
          if (slopes)
            {
              dx[i] += e * b[i];
              dy[i] += e * c[i];
            }
        }
    }
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    {
      float share = 1.0f / (1.0f + rest[i]);

      if (slopes)
        {
          dx[i] *= share;
          dy[i] *= share;
        }
      top[i] += log_from_one (rest[i]);
    }
  sums[0] += sum_column (top, n);
  if (!slopes)
    return;
  sums[1] += sum_column (dx, n);
  sums[2] += sum_column (dy, n);
}

static void
terms_loss (const float *columns,
            gsize        stride,
            gsize        m,
            gsize        n,
            float        x,
            float        y,
            gboolean     slopes,
            double      *sums)
{
  if (slopes)
    add_terms (columns, stride, m, n, x, y, TRUE, sums);
  else
    add_terms (columns, stride, m, n, x, y, FALSE, sums);
}

/* top = the largest q, own = that of the label. */
static inline void
find_own (const float       *columns,
          gsize              stride,
          gsize              m,
          gsize              n,
          const float *const w[2],
          const float *const a[2],
          float             *restrict top,
          float             *restrict own)
{
  const float *labels = columns + m * stride;

  for (gsize i = 0; i < n; i++)
    top[i] = own[i] = -INFINITY;
  for (gsize k = 0; k < m; k++, columns += stride)
    for (gsize i = 0; i < n; i++)
      {
        float q = columns[i] + w[0][k] * a[0][i] + w[1][k] * a[1][i];

        top[i] = q > top[i] ? q : top[i];
        own[i] = labels[i] == (float) k ? q : own[i];
      }
}

static double
units_loss (const float       *columns,
            gsize              stride,
            gsize              m,
            gsize              n,
            const float *const w[2],
            const float *const a[2],
            const float *const v[2],
            float *const       g[2])
{
  const float *labels = columns + m * stride;
  float        top[NN_COLUMN], own[NN_COLUMN], rest[NN_COLUMN] = { 0 }, g0[NN_COLUMN] = { 0 }, g1[NN_COLUMN] = { 0 };

  find_own (columns, stride, m, n, w, a, top, own);
  for (gsize k = 0; k < m; k++, columns += stride)
    {
      float v0 = g ? v[0][k] : 0.0f, v1 = g ? v[1][k] : 0.0f;

#pragma GCC ivdep
      for (gsize i = 0; i < n; i++)
        {
          float e = exponential (columns[i] + w[0][k] * a[0][i] + w[1][k] * a[1][i] - top[i]);

          /* The label's own is left out: what remains is all of a small loss. */
          rest[i] += labels[i] == (float) k ? 0.0f : e;
          g0[i] += e * v0;
          g1[i] += e * v1;
        }
    }
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    {
      float below = top[i] - own[i];
      float label = exponential (-below);
      float share = 1.0f / (rest[i] + label);

      g0[i] *= share;
      g1[i] *= share;
      rest[i] = below + log_from_one (below > 0.0f ? rest[i] + label - 1.0f : rest[i]);
    }
  for (gsize i = 0; g && i < n; i++)
    {
      g[0][i] = g0[i] - v[0][(gsize) labels[i]];
      g[1][i] = g1[i] - v[1][(gsize) labels[i]];
    }
  return sum_column (rest, n);
}
