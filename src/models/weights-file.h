/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "formats/array.h"

/* Named weights out of whatever file holds them, as float32: safetensors, NPZ, NPY, or a pickle of NumPy arrays
 * (restricted: formats/pickle.h). The format is told by content. In a pickle, or an NPY file of Python objects, a dict
 * names what is in it; dicts in dicts join their names with a point, a list of two arrays is NAME.weight and NAME.bias,
 * and what is no array is passed over. */

typedef struct
{
  char        *name;
  guint        n_dimensions;  /* at least 1 */
  gsize        shape[FMT_ARRAY_MAX_DIMENSIONS];
  gsize        n_elements;
  const float *values;        /* n_elements, row-major, all finite */
} ModelTensor;

typedef struct _ModelWeights ModelWeights;

/* A value that is not finite is an error, as is a file without arrays. Returns: (transfer full) */
ModelWeights      *model_weights_read           (const char          *path,
                                                 GError             **error);
void               model_weights_free           (ModelWeights        *weights);

/* The path it was read from. */
const char        *model_weights_get_path       (const ModelWeights  *weights);

/* All tensors in the order of the file: @n of them. (transfer none) */
const ModelTensor *model_weights_list           (const ModelWeights  *weights,
                                                 gsize               *n);
/* The last of that name, or NULL. */
const ModelTensor *model_weights_find           (const ModelWeights  *weights,
                                                 const char          *name);

/* The text of the experiment that made them, or NULL: only files that Percept wrote have it. */
const char        *model_weights_get_experiment (const ModelWeights  *weights);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelWeights, model_weights_free)
