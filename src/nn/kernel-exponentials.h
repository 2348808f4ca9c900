/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Functions of one number for the loops of the kernels: without a branch or a call, so that the compiler vectorizes a
 * loop around them. Included by kernel-loops.c and the headers of its loops alone. */

#include <glib.h>
#include <math.h>
#include <string.h>

/* exp (x) for finite x, clamped to the normal range of float: Cody and Waite's reduction, Cephes' polynomial. */
static inline float
exponential (float x)
{
  float   shifted, k, r, p;
  guint32 bits;

  x = x > 88.3762f ? 88.3762f : x;
  x = x < -87.3365f ? -87.3365f : x;
  shifted = x * 1.44269504f + 12582912.0f; /* 1.5 * 2^23: the sum's low bits are the rounded integer */
  k = shifted - 12582912.0f;
  r = x - k * 0.693359375f;
  r = r - k * -2.12194440e-4f;
  p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  memcpy (&bits, &shifted, sizeof bits);
  bits = (bits - 0x4b400000u + 127u) << 23;
  memcpy (&k, &bits, sizeof k);
  return p * k;
}

/* (tanh (x) - x) / x^3 for |x| <= 0.625, from z = x^2. */
static inline float
tangent_polynomial (float z)
{
  float p = -5.70498872745e-3f;

  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  return p;
}

/* tanh (x) beyond the polynomial. */
static inline float
far_tangent (float x)
{
  return copysignf (1.0f - 2.0f / (exponential (2.0f * fabsf (x)) + 1.0f), x);
}

static inline float
hyperbolic_tangent (float x)
{
  float z = x * x;
  float near = tangent_polynomial (z) * z * x + x;
  float far = far_tangent (x);

  return fabsf (x) > 0.625f ? far : near; /* NaN takes the polynomial and stays NaN */
}

/* log (1 + u) for 0 <= u <= 1 as 2 artanh (u / (2 + u)), its series cut where 9^-8 / 17 is left. */
static inline float
log_one_plus (float u)
{
  float s = u / (2.0f + u);
  float z = s * s;
  float p = 1.0f / 15;

  p = p * z + 1.0f / 13;
  p = p * z + 1.0f / 11;
  p = p * z + 1.0f / 9;
  p = p * z + 1.0f / 7;
  p = p * z + 1.0f / 5;
  p = p * z + 1.0f / 3;
  return 2.0f * (p * z * s + s);
}

/* log (1 + r) for 0 <= r <= 1e37; a small r keeps its digits. */
static inline float
log_from_one (float r)
{
  float   sum = 1.0f + r, mantissa, logarithm;
  guint32 bits;
  gint32  exponent;

  memcpy (&bits, &sum, sizeof bits);
  exponent = (gint32) (bits >> 23) - 127;
  bits = (bits & 0x007fffffu) | 0x3f800000u;
  memcpy (&mantissa, &bits, sizeof mantissa);
  logarithm = (float) exponent * 0.693147181f + log_one_plus (exponent == 0 ? r : mantissa - 1.0f);
  return isnan (r) ? r : logarithm; /* a NaN has bits as well */
}
