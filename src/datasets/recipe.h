/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* From the bytes of a dataset to what the network sees: one recipe for training, prediction and preview. A chain of
 * stages, each a row in the registry of recipe.c, folded into value = scale * byte + offset. */

typedef struct
{
  float scale;
  float offset;
} DsRecipe;

/* Reads a chain: "scale 1/255; shift -0.5". Stages: "scale F" multiplies, "shift F" adds; F is a number or a
 * fraction A/B. The empty chain leaves bytes as they are. */
gboolean ds_recipe_parse (const char  *text,
                          DsRecipe    *recipe,
                          GError     **error);
