/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Random numbers with a state that can be saved: xoshiro256** by David Blackman and Sebastiano Vigna (public
 * domain, https://prng.di.unimi.it/xoshiro256starstar.c), seeded through splitmix64. A generator is a plain
 * struct: copy it to save it. Not locked: one thread at a time. */

typedef struct
{
  guint64 s[4];
} BaseRng;

/* Each purpose has a stream of its own, so that changing the seed of one leaves the others' numbers alone. */
typedef enum
{
  BASE_RNG_SPLIT = 1,
  BASE_RNG_INIT,
  BASE_RNG_BATCH,
  BASE_RNG_DROPOUT,
  BASE_RNG_NOISE,
  BASE_RNG_DRAWING,
} BaseRngStream;

/* Starts @rng at the beginning of @stream of @seed. */
void    base_rng_seed        (BaseRng       *rng,
                              guint64        seed,
                              BaseRngStream  stream);

/* 64 bits that look random, the same for the same @counter (the output function of splitmix64, by Sebastiano Vigna,
 * public domain): numbers that do not depend on the order in which they are drawn. */
guint64 base_rng_hash        (guint64        counter);

/* The next 64 random bits. */
guint64 base_rng_next        (BaseRng       *rng);

/* Uniform in [0, 1), 53 bits. */
double  base_rng_uniform     (BaseRng       *rng);

/* Uniform in [low, high). */
double  base_rng_range       (BaseRng       *rng,
                              double         low,
                              double         high);

/* Standard normal (Box-Muller; the second value is dropped so that the state is only the four words). */
double  base_rng_normal      (BaseRng       *rng);

/* Uniform in 0 .. @bound - 1 without bias (Lemire 2019); @bound must not be 0. */
guint32 base_rng_below       (BaseRng       *rng,
                              guint32        bound);

/* Puts @indices (@n of them) into random order (Fisher-Yates). */
void    base_rng_shuffle     (BaseRng       *rng,
                              guint32       *indices,
                              gsize          n);
