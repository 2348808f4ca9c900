/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/rng.h"

#include <math.h>

#define GOLDEN G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

guint64
base_rng_hash (guint64 counter)
{
  guint64 z = counter + GOLDEN;

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static guint64
splitmix64 (guint64 *state)
{
  guint64 z = base_rng_hash (*state);

  *state += GOLDEN;
  return z;
}

static inline guint64
rotate_left (guint64 x,
             int     k)
{
  return (x << k) | (x >> (64 - k));
}

void
base_rng_seed (BaseRng       *rng,
               guint64        seed,
               BaseRngStream  stream)
{
  guint64 state = seed;

  /* Mixed before the stream is added: neighboring seeds and streams must not meet. */
  state = splitmix64 (&state) + (guint64) stream * G_GUINT64_CONSTANT (0xd1342543de82ef95);
  for (int i = 0; i < 4; i++)
    rng->s[i] = splitmix64 (&state);
}

guint64
base_rng_next (BaseRng *rng)
{
  guint64 *s = rng->s;
  guint64  result = rotate_left (s[1] * 5, 7) * 9;
  guint64  t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left (s[3], 45);
  return result;
}

double
base_rng_uniform (BaseRng *rng)
{
  return (double) (base_rng_next (rng) >> 11) * 0x1.0p-53;
}

double
base_rng_range (BaseRng *rng,
                double   low,
                double   high)
{
  return low + (high - low) * base_rng_uniform (rng);
}

double
base_rng_normal (BaseRng *rng)
{
  double radius = sqrt (-2.0 * log (1.0 - base_rng_uniform (rng)));

  return radius * cos (2.0 * G_PI * base_rng_uniform (rng));
}

guint32
base_rng_below (BaseRng *rng,
                guint32  bound)
{
  guint64 product = (base_rng_next (rng) >> 32) * bound;

  if ((guint32) product < bound)
    {
      guint32 threshold = -bound % bound;

      while ((guint32) product < threshold)
        product = (base_rng_next (rng) >> 32) * bound;
    }
  return product >> 32;
}

void
base_rng_shuffle (BaseRng *rng,
                  guint32 *indices,
                  gsize    n)
{
  for (gsize i = n; i > 1; i--)
    {
      gsize   j = base_rng_below (rng, (guint32) i);
      guint32 kept = indices[i - 1];

      indices[i - 1] = indices[j];
      indices[j] = kept;
    }
}
