/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "formats/safetensors.h"
#include "nn/network.h"

/* A trained network as safetensors: layerN.weight (dense: outputs x inputs) and layerN.bias, N from 1, layers with
 * weights only; the experiment's text and the step are in the metadata. */

#define MODEL_FILE_EXPERIMENT "percept.experiment"
#define MODEL_FILE_STEP       "percept.step"

#define MODEL_ERROR (model_error_quark ())
GQuark model_error_quark (void);

typedef enum
{
  MODEL_ERROR_MISMATCH, /* tensors that are not this network's */
  MODEL_ERROR_MISSING,  /* no experiment in the metadata */
} ModelError;

gboolean model_file_write           (const char       *path,
                                     const NnNetwork  *network,
                                     const float      *parameters,
                                     const char       *experiment,
                                     guint64           step,
                                     GError          **error);

/* The parameters of @network out of @file (named @name in messages), every shape checked, into @parameters
 * (n_parameters), which is untouched after an error. */
gboolean model_file_copy_parameters (FmtSafetensors   *file,
                                     const char       *name,
                                     const NnNetwork  *network,
                                     float            *parameters,
                                     GError          **error);
