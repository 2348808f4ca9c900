/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/optimizer.h"

const NnOptimizerType *const nn_optimizer_types[] = {
  &nn_gd_optimizer,
  &nn_momentum_optimizer,
  &nn_nesterov_optimizer,
  &nn_rmsprop_optimizer,
  &nn_adam_optimizer,
  NULL,
};

const NnOptimizerType *
nn_optimizer_type_find (const char *name)
{
  for (gsize i = 0; nn_optimizer_types[i]; i++)
    if (g_str_equal (nn_optimizer_types[i]->name, name))
      return nn_optimizer_types[i];
  return NULL;
}
