/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Built once for each instruction set: meson.build defines NN_KERNELS_SYMBOL and NN_KERNELS_NAME and turns the set
 * on, and the compiler vectorizes the loops. Sums keep the order
 * of their text (no -ffast-math), so a result differs between sets only by fused multiply-adds and, in the products,
 * by the number of lanes. */

#include "nn/kernel-exponentials.h"
#include "nn/kernel-logits.h"
#include "nn/kernel-products.h"
#include "nn/kernels.h"

#include <math.h>
#include <string.h>

static void
expand_bytes (const guint8 *restrict x,
              float *restrict        y,
              gsize                  n,
              float                  scale,
              float                  offset)
{
  for (gsize i = 0; i < n; i++)
    y[i] = scale * (float) x[i] + offset;
}

static void
add_bias (float *restrict       y,
          const float *restrict b,
          gsize                 rows,
          gsize                 n)
{
  for (gsize r = 0; r < rows; r++)
    for (gsize i = 0; i < n; i++)
      y[r * n + i] += b[i];
}

static void
sum_rows (const float *restrict dy,
          float *restrict       db,
          gsize                 rows,
          gsize                 n,
          gboolean              accumulate)
{
  if (!accumulate)
    memset (db, 0, n * sizeof *db);
  for (gsize r = 0; r < rows; r++)
    for (gsize i = 0; i < n; i++)
      db[i] += dy[r * n + i];
}

static void
tanh_forward (const float *x,
              float       *y,
              gsize        n)
{
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    y[i] = hyperbolic_tangent (x[i]);
}

static void
tanh_backward (const float *y,
               const float *dy,
               float       *dx,
               gsize        n)
{
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    dx[i] = dy[i] * (1.0f - y[i] * y[i]);
}

static void
relu_forward (const float *x,
              float       *y,
              gsize        n)
{
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    y[i] = x[i] < 0.0f ? 0.0f : x[i];
}

static void
relu_backward (const float *y,
               const float *dy,
               float       *dx,
               gsize        n)
{
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    dx[i] = y[i] > 0.0f ? dy[i] : 0.0f;
}

static void
sigmoid_forward (const float *x,
                 float       *y,
                 gsize        n)
{
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    y[i] = 1.0f / (1.0f + exponential (-x[i]));
}

static void
sigmoid_backward (const float *y,
                  const float *dy,
                  float       *dx,
                  gsize        n)
{
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    dx[i] = dy[i] * y[i] * (1.0f - y[i]);
}

/* Near zero from the polynomial itself: the difference would have no digits left. */
static void
tanhshrink_forward (const float *x,
                    float       *y,
                    gsize        n)
{
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    {
      float z = x[i] * x[i];
      float near = -tangent_polynomial (z) * z * x[i];
      float far = x[i] - far_tangent (x[i]);

      y[i] = fabsf (x[i]) > 0.625f ? far : near;
    }
}

static void
tanhshrink_backward (const float *x,
                     const float *dy,
                     float       *dx,
                     gsize        n)
{
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    {
      float t = hyperbolic_tangent (x[i]);

      dx[i] = dy[i] * t * t;
    }
}

static void
softplus_forward (const float *x,
                  float       *y,
                  gsize        n)
{
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    y[i] = (x[i] > 0.0f ? x[i] : 0.0f) + log_one_plus (exponential (-fabsf (x[i])));
}

static void
softplus_backward (const float *x,
                   const float *dy,
                   float       *dx,
                   gsize        n)
{
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    dx[i] = dy[i] / (1.0f + exponential (-x[i]));
}

static void
softshrink_forward (const float *x,
                    float       *y,
                    gsize        n,
                    float        lambda)
{
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    {
      float inside = x[i] > lambda ? lambda : x[i];

      inside = inside < -lambda ? -lambda : inside;
      y[i] = x[i] - inside; /* NaN stays NaN */
    }
}

static void
softshrink_backward (const float *y,
                     const float *dy,
                     float       *dx,
                     gsize        n)
{
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    dx[i] = y[i] != 0.0f ? dy[i] : 0.0f;
}

/* A NaN anywhere in a row makes its sum, and so the whole row, NaN. */
static void
softmax_forward (const float *x,
                 float       *y,
                 gsize        rows,
                 gsize        n,
                 float        sign)
{
  for (gsize r = 0; r < rows; r++, x += n, y += n)
    {
      float shift = sign * x[0];
      float sum = 0.0f;

      for (gsize i = 1; i < n; i++)
        shift = sign * x[i] > shift ? sign * x[i] : shift;
#pragma GCC ivdep
      for (gsize i = 0; i < n; i++)
        y[i] = exponential (sign * x[i] - shift);
      for (gsize i = 0; i < n; i++)
        sum += y[i];
      for (gsize i = 0; i < n; i++)
        y[i] /= sum;
    }
}

static void
softmax_backward (const float *y,
                  const float *dy,
                  float       *dx,
                  gsize        rows,
                  gsize        n,
                  float        sign)
{
  for (gsize r = 0; r < rows; r++, y += n, dy += n, dx += n)
    {
      float mean = 0.0f;

      for (gsize i = 0; i < n; i++)
        mean += y[i] * dy[i];
#pragma GCC ivdep
      for (gsize i = 0; i < n; i++)
        dx[i] = sign * y[i] * (dy[i] - mean);
    }
}

static float
exp_shifted (const float *o,
             float       *e,
             gsize        n,
             float        shift)
{
  float sum = 0.0f;

#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    e[i] = exponential (o[i] - shift);
  for (gsize i = 0; i < n; i++)
    sum += e[i];
  return sum;
}

static void
gather_many (const float *const *parts,
             guint               n_parts,
             const float        *w,
             float              *restrict g,
             gsize               n,
             float               scale,
             float               decay)
{
  for (gsize i = 0; i < n; i++)
    g[i] = parts[0][i] + parts[1][i];
  for (guint k = 2; k < n_parts; k++)
    for (gsize i = 0; i < n; i++)
      g[i] += parts[k][i];
  for (gsize i = 0; i < n; i++)
    g[i] = scale * g[i] + decay * w[i];
}

static void
gather_gradient (const float *const *parts,
                 guint               n_parts,
                 const float        *w,
                 float              *restrict g,
                 gsize               n,
                 float               scale,
                 float               decay,
                 float               pull)
{
  const float *first = parts[0];
  const float *second = n_parts == 2 ? parts[1] : NULL;

  if (n_parts == 1)
    for (gsize i = 0; i < n; i++)
      g[i] = scale * first[i] + decay * w[i];
  else if (n_parts == 2)
    for (gsize i = 0; i < n; i++)
      g[i] = scale * (first[i] + second[i]) + decay * w[i];
  else
    gather_many (parts, n_parts, w, g, n, scale, decay);
  if (pull == 0.0f)
    return;
  for (gsize i = 0; i < n; i++)
    g[i] += w[i] > 0.0f ? pull : w[i] < 0.0f ? -pull : 0.0f;
}

static double
sum_squares (const float *g,
             gsize        n)
{
  double sums[16] = { 0.0 };
  double sum = 0.0;
  gsize  whole = n / 16 * 16;

  for (gsize i = 0; i < whole; i += 16)
    for (int l = 0; l < 16; l++)
      sums[l] += (double) g[i + l] * (double) g[i + l];
  for (int l = 0; l < 16; l++)
    sum += sums[l];
  for (gsize i = whole; i < n; i++)
    sum += (double) g[i] * (double) g[i];
  return sum;
}

static void
descend (float *restrict       w,
         const float *restrict g,
         gsize                 n,
         float                 rate)
{
  for (gsize i = 0; i < n; i++)
    w[i] -= rate * g[i];
}

static void
momentum_step (float *restrict       w,
               const float *restrict g,
               float *restrict       v,
               gsize                 n,
               float                 rate,
               float                 momentum)
{
  for (gsize i = 0; i < n; i++)
    {
      v[i] = momentum * v[i] + rate * g[i];
      w[i] -= v[i];
    }
}

static void
nesterov_step (float *restrict       w,
               const float *restrict g,
               float *restrict       v,
               gsize                 n,
               float                 rate,
               float                 momentum)
{
  for (gsize i = 0; i < n; i++)
    {
      v[i] = momentum * v[i] + rate * g[i];
      w[i] -= momentum * v[i] + rate * g[i];
    }
}

static void
rmsprop_step (float *restrict       w,
              const float *restrict g,
              float *restrict       s,
              gsize                 n,
              float                 rate,
              float                 keep,
              float                 epsilon)
{
  for (gsize i = 0; i < n; i++)
    {
      s[i] = keep * s[i] + (1.0f - keep) * g[i] * g[i];
      w[i] -= rate * g[i] / (sqrtf (s[i]) + epsilon);
    }
}

static void
adam_step (float *restrict       w,
           const float *restrict g,
           float *restrict       m,
           float *restrict       s,
           gsize                 n,
           float                 b1,
           float                 b2,
           float                 step,
           float                 s_scale,
           float                 epsilon)
{
  for (gsize i = 0; i < n; i++)
    {
      m[i] = b1 * m[i] + (1.0f - b1) * g[i];
      s[i] = b2 * s[i] + (1.0f - b2) * g[i] * g[i];
      w[i] -= step * m[i] / (sqrtf (s[i]) * s_scale + epsilon);
    }
}

static void
add_multiple (float       *y,
              const float *x,
              float        factor,
              gsize        n)
{
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    y[i] += x[i] == 0.0f ? 0.0f : factor * x[i];
}

/* In lanes that do not depend on the instruction set. */
static double
dot (const float *a,
     const float *b,
     gsize        n)
{
  double lanes[16] = { 0.0 }, sum = 0.0;
  gsize  whole = n / 16 * 16;

  for (gsize i = 0; i < whole; i += 16)
    for (int l = 0; l < 16; l++)
      lanes[l] += (double) a[i + l] * (double) b[i + l];
  for (gsize i = whole; i < n; i++)
    lanes[i - whole] += (double) a[i] * (double) b[i];
  for (int l = 0; l < 16; l++)
    sum += lanes[l];
  return sum;
}

/* A number from 1 up as bits: eleven of the exponent, moved by 1023, above 52 of the mantissa. */
static void
multiply_factors (double *restrict       product,
                  gint64 *restrict       exponents,
                  const double *restrict a,
                  const double *restrict y,
                  const double *restrict z,
                  gsize                  n)
{
  for (gsize i = 0; i < n; i++)
    {
      double  p = product[i];
      guint64 bits;

      p *= (a[i] * y[0] + z[0]) * (a[n + i] * y[1] + z[1]);
      p *= (a[2 * n + i] * y[2] + z[2]) * (a[3 * n + i] * y[3] + z[3]);
      p *= (a[4 * n + i] * y[4] + z[4]) * (a[5 * n + i] * y[5] + z[5]);
      p *= (a[6 * n + i] * y[6] + z[6]) * (a[7 * n + i] * y[7] + z[7]);
      memcpy (&bits, &p, sizeof bits);
      exponents[i] += (gint64) (bits >> 52) - 1023;
      bits = (bits & G_GUINT64_CONSTANT (0x000fffffffffffff)) | G_GUINT64_CONSTANT (0x3ff0000000000000);
      memcpy (&product[i], &bits, sizeof bits);
    }
}

const NnKernels NN_KERNELS_SYMBOL = {
  .name = NN_KERNELS_NAME,
  .expand_bytes = expand_bytes,
  .add_bias = add_bias,
  .sum_rows = sum_rows,
  .tanh_forward = tanh_forward,
  .tanh_backward = tanh_backward,
  .relu_forward = relu_forward,
  .relu_backward = relu_backward,
  .sigmoid_forward = sigmoid_forward,
  .sigmoid_backward = sigmoid_backward,
  .tanhshrink_forward = tanhshrink_forward,
  .tanhshrink_backward = tanhshrink_backward,
  .softplus_forward = softplus_forward,
  .softplus_backward = softplus_backward,
  .softshrink_forward = softshrink_forward,
  .softshrink_backward = softshrink_backward,
  .softmax_forward = softmax_forward,
  .softmax_backward = softmax_backward,
  .exp_shifted = exp_shifted,
  .gather_gradient = gather_gradient,
  .sum_squares = sum_squares,
  .descend = descend,
  .momentum = momentum_step,
  .nesterov = nesterov_step,
  .rmsprop = rmsprop_step,
  .adam = adam_step,
  .multiply_factors = multiply_factors,
  .add_multiple = add_multiple,
  .dot = dot,
  .terms_loss = terms_loss,
  .units_loss = units_loss,
  .product_dots = product_dots,
  .product_sweeps = product_sweeps,
};
