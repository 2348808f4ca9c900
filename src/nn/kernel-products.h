/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The matrix products of kernel-loops.c, for operands that stay in the second-level cache: nothing is packed, a tile
 * of results stays in registers, and the tile's extents are constants of the call, so that the compiler unrolls it.
 * Included by kernel-loops.c alone. A result depends on the instruction set (the number of lanes, fused multiply-adds)
 * and on nothing else. */

#include <glib.h>

/* Tiles fill the registers of the set: 32 of 64 bytes, 16 of 32, 16 (AArch64: 32) of 16. */
#if defined(__AVX512F__)
#define LANES 16
#define DOT_ROWS 5
#define DOT_COLUMNS 5
#define SWEEP_ROWS 6
#define SWEEP_VECTORS 4
#elif defined(__AVX2__)
#define LANES 8
#define DOT_ROWS 4
#define DOT_COLUMNS 3
#define SWEEP_ROWS 6
#define SWEEP_VECTORS 2
#else
#define LANES 4
#define DOT_ROWS 3
#define DOT_COLUMNS 3
#define SWEEP_ROWS 4
#define SWEEP_VECTORS 2
#endif
#define MOST 6 /* of all extents */

typedef float Vector __attribute__ ((vector_size (4 * LANES), aligned (4), may_alias));
typedef float Eight __attribute__ ((vector_size (32)));
typedef float Four __attribute__ ((vector_size (16)));

/* In pairs, so that rounding grows with the logarithm of the lanes. */
static G_ALWAYS_INLINE inline float
sum_lanes (Vector v)
{
#if LANES == 16
  Eight e = __builtin_shufflevector (v, v, 0, 1, 2, 3, 4, 5, 6, 7) +
            __builtin_shufflevector (v, v, 8, 9, 10, 11, 12, 13, 14, 15);
#elif LANES == 8
  Eight e = v;
#endif
#if LANES >= 8
  Four f = __builtin_shufflevector (e, e, 0, 1, 2, 3) + __builtin_shufflevector (e, e, 4, 5, 6, 7);
#else
  Four f = v;
#endif

  f += __builtin_shufflevector (f, f, 2, 3, 2, 3);
  return f[0] + f[1];
}

/* c[r][u] = dot product of row r of a and row u of b: rows x columns of them. */
static G_ALWAYS_INLINE inline void
dot_tile (const float *a,
          const float *b,
          float       *c,
          gsize        n,
          gsize        k,
          const gsize  rows,
          const gsize  columns)
{
  Vector sums[MOST][MOST] = { 0 };
  gsize  whole = k / LANES * LANES;

  for (gsize i = 0; i < whole; i += LANES)
    {
      Vector x[MOST];

#pragma GCC unroll 6
      for (gsize r = 0; r < rows; r++)
        x[r] = *(const Vector *) (a + r * k + i);
#pragma GCC unroll 6
      for (gsize u = 0; u < columns; u++)
        {
          Vector w = *(const Vector *) (b + u * k + i);

#pragma GCC unroll 6
          for (gsize r = 0; r < rows; r++)
            sums[r][u] += x[r] * w;
        }
    }
#pragma GCC unroll 6
  for (gsize r = 0; r < rows; r++)
#pragma GCC unroll 6
    for (gsize u = 0; u < columns; u++)
      {
        float sum = sum_lanes (sums[r][u]);

        for (gsize i = whole; i < k; i++)
          sum += a[r * k + i] * b[u * k + i];
        c[r * n + u] = sum;
      }
}

static G_ALWAYS_INLINE inline void
dot_columns (const float *a,
             const float *b,
             float       *c,
             gsize        m,
             gsize        n,
             gsize        k,
             const gsize  columns)
{
  gsize r = 0;

  for (; r + DOT_ROWS <= m; r += DOT_ROWS)
    dot_tile (a + r * k, b, c + r * n, n, k, DOT_ROWS, columns);
  for (; r + 2 <= m; r += 2)
    dot_tile (a + r * k, b, c + r * n, n, k, 2, columns);
  for (; r < m; r++)
    dot_tile (a + r * k, b, c + r * n, n, k, 1, columns);
}

static void
product_dots (const float *a,
              const float *b,
              float       *c,
              gsize        m,
              gsize        n,
              gsize        k)
{
  gsize u = 0;

  for (; u + DOT_COLUMNS <= n; u += DOT_COLUMNS)
    dot_columns (a, b + u * k, c + u, m, n, k, DOT_COLUMNS);
  for (; u + 2 <= n; u += 2)
    dot_columns (a, b + u * k, c + u, m, n, k, 2);
  for (; u < n; u++)
    dot_columns (a, b + u * k, c + u, m, n, k, 1);
}

/* Where the elements of the left factor are. */
typedef struct
{
  const float *elements;
  gsize        row_step;
  gsize        column_step;
} Factor;

/* c (rows x vectors * LANES, within rows of n) (+)= a b */
static G_ALWAYS_INLINE inline void
sweep_tile (const Factor  a,
            const float  *b,
            float        *c,
            gsize         n,
            gsize         k,
            gboolean      accumulate,
            const gsize   rows,
            const gsize   vectors)
{
  Vector sums[MOST][MOST] = { 0 };

#pragma GCC unroll 6
  for (gsize r = 0; accumulate && r < rows; r++)
#pragma GCC unroll 6
    for (gsize v = 0; v < vectors; v++)
      sums[r][v] = *(const Vector *) (c + r * n + v * LANES);
  for (gsize i = 0; i < k; i++)
    {
      Vector x[MOST];

#pragma GCC unroll 6
      for (gsize v = 0; v < vectors; v++)
        x[v] = *(const Vector *) (b + i * n + v * LANES);
#pragma GCC unroll 6
      for (gsize r = 0; r < rows; r++)
        {
          Vector factor = a.elements[r * a.row_step + i * a.column_step] - (Vector) { 0 };

#pragma GCC unroll 6
          for (gsize v = 0; v < vectors; v++)
            sums[r][v] += factor * x[v];
        }
    }
#pragma GCC unroll 6
  for (gsize r = 0; r < rows; r++)
#pragma GCC unroll 6
    for (gsize v = 0; v < vectors; v++)
      *(Vector *) (c + r * n + v * LANES) = sums[r][v];
}

static G_ALWAYS_INLINE inline void
sweep_rows (const Factor  a,
            const float  *b,
            float        *c,
            gsize         n,
            gsize         k,
            gboolean      accumulate,
            const gsize   rows)
{
  gsize j = 0;

  for (; j + SWEEP_VECTORS * LANES <= n; j += SWEEP_VECTORS * LANES)
    sweep_tile (a, b + j, c + j, n, k, accumulate, rows, SWEEP_VECTORS);
  for (; j + LANES <= n; j += LANES)
    sweep_tile (a, b + j, c + j, n, k, accumulate, rows, 1);
  for (; j < n; j++)
    for (gsize r = 0; r < rows; r++)
      {
        float sum = accumulate ? c[r * n + j] : 0.0f;

        for (gsize i = 0; i < k; i++)
          sum += a.elements[r * a.row_step + i * a.column_step] * b[i * n + j];
        c[r * n + j] = sum;
      }
}

/* The last rows, fewer than a tile has. */
static G_ALWAYS_INLINE inline void
sweep_rest (const Factor  a,
            const float  *b,
            float        *c,
            gsize         m,
            gsize         n,
            gsize         k,
            gboolean      accumulate)
{
  if (m == 5)
    sweep_rows (a, b, c, n, k, accumulate, 5);
  else if (m == 4)
    sweep_rows (a, b, c, n, k, accumulate, 4);
  else if (m == 3)
    sweep_rows (a, b, c, n, k, accumulate, 3);
  else if (m == 2)
    sweep_rows (a, b, c, n, k, accumulate, 2);
  else if (m == 1)
    sweep_rows (a, b, c, n, k, accumulate, 1);
}

static void
product_sweeps (const float *a,
                gsize        row_step,
                gsize        column_step,
                const float *b,
                float       *c,
                gsize        m,
                gsize        n,
                gsize        k,
                gboolean     accumulate)
{
  gsize r = 0;

  for (; r + SWEEP_ROWS <= m; r += SWEEP_ROWS)
    sweep_rows ((Factor) { a + r * row_step, row_step, column_step }, b, c + r * n, n, k, accumulate, SWEEP_ROWS);
  sweep_rest ((Factor) { a + r * row_step, row_step, column_step }, b, c + r * n, m - r, n, k, accumulate);
}
