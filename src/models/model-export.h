/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "formats/safetensors.h"

/* A model file in the formats of other programs, a row in the registry each. */

typedef struct
{
  const char *name;  /* as after --to */
  /* Writes the float32 tensors of @model and what stands beside them to @path, whole or absent. */
  gboolean  (*write) (FmtSafetensors  *model,
                      const char      *path,
                      GError         **error);
} ModelExport;

/* NULL-terminated. */
extern const ModelExport *const model_exports[];

/* NULL when there is none of that name. */
const ModelExport *model_export_find (const char *name);
