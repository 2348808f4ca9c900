/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The inner loops that BLAS has not, each built for AVX-512, AVX2 and plain C from the one text of
 * kernel-loops.c and chosen once at run time. All arrays are contiguous, float32 where the declaration does not say
 * double; matrices are row-major, one example a row. Input and output may be the same array where the comment says
 * "in place". Any thread. */

#define NN_N_FACTORS 8
#define NN_MAX_FACTOR 1e34

/* Most numbers of a column in the sums of losses. */
#define NN_COLUMN 256

typedef struct
{
  const char *name; /* "avx512", "avx2", "plain" */

  /* y[i] = scale * x[i] + offset */
  void (*expand_bytes)     (const guint8 *x, float *y, gsize n, float scale, float offset);

  /* y[r][i] += b[i] */
  void (*add_bias)         (float *y, const float *b, gsize rows, gsize n);
  /* db[i] (+)= sum over r of dy[r][i] */
  void (*sum_rows)         (const float *dy, float *db, gsize rows, gsize n, gboolean accumulate);

  /* y = f(x) in place; dx = dy * f'(x), written in terms of y, in place of dy. Relative error of tanh and of the
   * exponential below 2e-7 (Cephes' polynomials, Moshier 1992). NaN stays NaN. */
  void (*tanh_forward)     (const float *x, float *y, gsize n);
  void (*tanh_backward)    (const float *y, const float *dy, float *dx, gsize n);
  void (*relu_forward)     (const float *x, float *y, gsize n);
  void (*relu_backward)    (const float *y, const float *dy, float *dx, gsize n);
  void (*sigmoid_forward)  (const float *x, float *y, gsize n);
  void (*sigmoid_backward) (const float *y, const float *dy, float *dx, gsize n);

  /* y = x - tanh (x), relative error below 3e-6; y = log (1 + exp (x)), below 5e-7. Their backward is in terms of x. */
  void (*tanhshrink_forward)  (const float *x, float *y, gsize n);
  void (*tanhshrink_backward) (const float *x, const float *dy, float *dx, gsize n);
  void (*softplus_forward)    (const float *x, float *y, gsize n);
  void (*softplus_backward)   (const float *x, const float *dy, float *dx, gsize n);
  /* y = x - lambda above lambda, x + lambda below -lambda, 0 between; in place, backward in terms of y. */
  void (*softshrink_forward)  (const float *x, float *y, gsize n, float lambda);
  void (*softshrink_backward) (const float *y, const float *dy, float *dx, gsize n);
  /* Row by row y[i] = exp (sign * x[i]) / sum over k of exp (sign * x[k]), shifted by the largest; in place, backward
   * in terms of y. */
  void (*softmax_forward)     (const float *x, float *y, gsize rows, gsize n, float sign);
  void (*softmax_backward)    (const float *y, const float *dy, float *dx, gsize rows, gsize n, float sign);

  /* e[i] = exp (o[i] - shift); returns their sum. */
  float (*exp_shifted)     (const float *o, float *e, gsize n, float shift);

  /* g[i] = scale * (sum over k of parts[k][i]) + decay * w[i] + pull * sign (w[i]), sign (0) = 0 */
  void (*gather_gradient)  (const float *const *parts, guint n_parts, const float *w, float *g, gsize n, float scale,
                            float decay, float pull);

  /* The sum of the squares of g, each and their sum in double precision. */
  double (*sum_squares)    (const float *g, gsize n);

  /* w -= rate * g */
  void (*descend)          (float *w, const float *g, gsize n, float rate);
  /* v = momentum * v + rate * g; w -= v */
  void (*momentum)         (float *w, const float *g, float *v, gsize n, float rate, float momentum);
  /* v = momentum * v + rate * g; w -= momentum * v + rate * g */
  void (*nesterov)         (float *w, const float *g, float *v, gsize n, float rate, float momentum);
  /* s = keep s + (1 - keep) g^2; w -= rate * g / (sqrt (s) + epsilon) */
  void (*rmsprop)          (float *w, const float *g, float *s, gsize n, float rate, float keep, float epsilon);
  /* m = b1 m + (1 - b1) g; s = b2 s + (1 - b2) g^2; w -= step * m / (sqrt (s) * s_scale + epsilon) */
  void (*adam)             (float *w, const float *g, float *m, float *s, gsize n, float b1, float b2, float step,
                            float s_scale, float epsilon);

  /* product[i] *= a[0][i] y[0] + z[0], then row 1 of a and so on, NN_N_FACTORS rows of n; each factor is 1 or more and
   * at most NN_MAX_FACTOR. product[i] is 1 to 2 before and after: its powers of two go to exponents[i]. */
  void (*multiply_factors) (double *product, gint64 *exponents, const double *a, const double *y, const double *z,
                            gsize n);

  /* y[i] += factor * x[i], nothing where x[i] is 0, even if the factor is infinite */
  void (*add_multiple)     (float *y, const float *x, float factor, gsize n);
  /* sum over i of a[i] b[i], in double precision */
  double (*dot)            (const float *a, const float *b, gsize n);

  /* Of n <= NN_COLUMN examples, in columns @stride apart, a_0, b_0, c_0, a_1, b_1 ... c_(m-1):
   * loss = log (1 + sum over j of exp (a_j + x b_j + y c_j)). Their sum is added to sums[0], and with @slopes the sums
   * of dloss/dx and dloss/dy to sums[1] and sums[2]. A NaN stays one. */
  void (*terms_loss)       (const float *columns, gsize stride, gsize m, gsize n, float x, float y, gboolean slopes,
                            double *sums);
  /* Of n <= NN_COLUMN examples, in columns @stride apart, o_0 ... o_(m-1) and the label as a number:
   * q_k = o_k + w[0][k] a[0] + w[1][k] a[1], loss = log (sum over k of exp q_k) - q_label. Returns their sum; with g,
   * g[i] (n each) = sum over k of v[i][k] dloss/dq_k. A NaN stays one. */
  double (*units_loss)     (const float *columns, gsize stride, gsize m, gsize n, const float *const w[2],
                            const float *const a[2], const float *const v[2], float *const g[2]);

  /* c (m x n) = a (m x k) b^T, b: n x k. The products are fast while a, in the next b, stays in the second-level
   * cache: see product.h. */
  void (*product_dots)     (const float *a, const float *b, float *c, gsize m, gsize n, gsize k);
  /* c (m x n) (+)= A b, b: k x n, A's element (i, l) = a[i * row_step + l * column_step] */
  void (*product_sweeps)   (const float *a, gsize row_step, gsize column_step, const float *b, float *c, gsize m,
                            gsize n, gsize k, gboolean accumulate);
} NnKernels;

/* The best set that this processor runs, or the one that the environment variable PERCEPT_KERNELS names. */
const NnKernels *nn_kernels        (void);

/* For tests: use the set called @name from now on. FALSE when this processor or build has none of that name. */
gboolean         nn_kernels_select (const char *name);

extern const NnKernels nn_kernels_plain;
extern const NnKernels nn_kernels_avx2;
extern const NnKernels nn_kernels_avx512;
