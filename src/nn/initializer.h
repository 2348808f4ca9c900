/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/rng.h"

/* How the weights of a layer start. */

typedef enum
{
  NN_INIT_FAN_IN,           /* uniform in +-1/sqrt (inputs of the unit), PyTorch's default */
  NN_INIT_NORMAL,           /* normal, standard deviation a */
  NN_INIT_TRUNCATED_NORMAL, /* the same, redrawn beyond two standard deviations */
  NN_INIT_UNIFORM,          /* uniform in [a, b) */
  NN_INIT_ZERO,
} NnInitKind;

typedef struct
{
  NnInitKind kind;
  double     a;
  double     b;
} NnInitializer;

/* Reads "fan-in", "normal S", "truncated-normal S", "uniform A B" or "zero". */
gboolean nn_initializer_parse (const char     *text,
                               NnInitializer  *initializer,
                               GError        **error);

/* Fills @n weights of a layer whose units have @fan_in inputs. */
void     nn_initializer_fill  (const NnInitializer *initializer,
                               BaseRng             *rng,
                               float               *weights,
                               gsize                n,
                               gsize                fan_in);
