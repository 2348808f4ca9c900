/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/layer.h"

const NnLayerType *const nn_layer_types[] = {
  &nn_dense_layer,
  &nn_dropout_layer,
  &nn_identity_layer,
  &nn_tanh_layer,
  &nn_relu_layer,
  &nn_sigmoid_layer,
  &nn_softmax_layer,
  &nn_softmin_layer,
  &nn_tanhshrink_layer,
  &nn_softshrink_layer,
  &nn_softplus_layer,
  NULL,
};

const NnLayerType *
nn_layer_type_find (const char *name)
{
  for (gsize i = 0; nn_layer_types[i]; i++)
    if (g_str_equal (nn_layer_types[i]->name, name))
      return nn_layer_types[i];
  return NULL;
}
