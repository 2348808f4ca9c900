/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/recipe.h"

#include "datasets/dataset.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  const char *name;
  void      (*apply) (DsRecipe *recipe, double value);
} Stage;

static void
apply_scale (DsRecipe *recipe,
             double    value)
{
  recipe->scale = (float) (recipe->scale * value);
  recipe->offset = (float) (recipe->offset * value);
}

static void
apply_shift (DsRecipe *recipe,
             double    value)
{
  recipe->offset = (float) (recipe->offset + value);
}

static const Stage stages[] = {
  { "scale", apply_scale },
  { "shift", apply_shift },
};

/* A number, or a fraction "1/255". */
static gboolean
parse_factor (const char *text,
              double     *value)
{
  char *end;

  *value = g_ascii_strtod (text, &end);
  if (end == text)
    return FALSE;
  if (*end == '/')
    {
      const char *below = end + 1;

      *value /= g_ascii_strtod (below, &end);
      if (end == below)
        return FALSE;
    }
  return *end == '\0' && isfinite (*value) && fabs (*value) <= 1e6;
}

static gboolean
parse_stage (const char *text,
             DsRecipe   *recipe)
{
  g_auto (GStrv) words = g_regex_split_simple ("\\s+", text, 0, 0);
  double         value;

  if (g_strv_length (words) != 2 || !parse_factor (words[1], &value))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++)
    if (g_str_equal (stages[i].name, words[0]))
      {
        stages[i].apply (recipe, value);
        return TRUE;
      }
  return FALSE;
}

gboolean
ds_recipe_parse (const char *text,
                 DsRecipe   *recipe,
                 GError    **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);

  *recipe = (DsRecipe) { .scale = 1.0f };
  for (guint i = 0; parts[i]; i++)
    {
      g_strstrip (parts[i]);
      if (parts[i][0] == '\0' || parse_stage (parts[i], recipe))
        continue;
      g_set_error (error, DS_ERROR, DS_ERROR_INVALID,
                   _("preprocessing stage “%s”: “scale F” or “shift F” is needed, F a number or a fraction such as "
                     "1/255"),
                   parts[i]);
      return FALSE;
    }
  return TRUE;
}
