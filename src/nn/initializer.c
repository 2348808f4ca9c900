/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/initializer.h"

#include "nn/nn-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const struct
{
  const char *name;
  NnInitKind  kind;
  guint       n_arguments;
} kinds[] = {
  { "fan-in", NN_INIT_FAN_IN, 0 },
  { "normal", NN_INIT_NORMAL, 1 },
  { "truncated-normal", NN_INIT_TRUNCATED_NORMAL, 1 },
  { "uniform", NN_INIT_UNIFORM, 2 },
  { "zero", NN_INIT_ZERO, 0 },
};

static gboolean
parse_number (const char *text,
              double     *value)
{
  char *end;

  *value = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*value) && fabs (*value) <= 1000.0;
}

static gboolean
parse_words (char         **words,
             NnInitializer *initializer)
{
  guint   n = g_strv_length (words);
  double *arguments[2] = { &initializer->a, &initializer->b };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (n == 0 || !g_str_equal (words[0], kinds[i].name) || n != kinds[i].n_arguments + 1)
        continue;
      initializer->kind = kinds[i].kind;
      for (guint k = 0; k < kinds[i].n_arguments; k++)
        if (!parse_number (words[k + 1], arguments[k]))
          return FALSE;
      if (initializer->kind == NN_INIT_UNIFORM)
        return initializer->a < initializer->b;
      return initializer->a >= 0.0;
    }
  return FALSE;
}

gboolean
nn_initializer_parse (const char    *text,
                      NnInitializer *initializer,
                      GError       **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_auto (GStrv)   words = g_regex_split_simple (" +", stripped, 0, 0);

  *initializer = (NnInitializer) { 0 };
  if (parse_words (words, initializer))
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
               _("“%s” is no initialization; one of “fan-in”, “normal S”, “truncated-normal S” (S from 0 to 1000), "
               "“uniform A B” (A below B) and “zero” is needed"),
               text);
  return FALSE;
}

static double
draw (const NnInitializer *initializer,
      BaseRng             *rng,
      double               bound)
{
  double z;

  switch (initializer->kind)
    {
    case NN_INIT_FAN_IN:
      return base_rng_range (rng, -bound, bound);
    case NN_INIT_NORMAL:
      return initializer->a * base_rng_normal (rng);
    case NN_INIT_TRUNCATED_NORMAL:
      do
        z = base_rng_normal (rng);
      while (fabs (z) > 2.0);
      return initializer->a * z;
    case NN_INIT_UNIFORM:
      return base_rng_range (rng, initializer->a, initializer->b);
    case NN_INIT_ZERO:
    default:
      return 0.0;
    }
}

void
nn_initializer_fill (const NnInitializer *initializer,
                     BaseRng             *rng,
                     float               *weights,
                     gsize                n,
                     gsize                fan_in)
{
  double bound = 1.0 / sqrt ((double) MAX (fan_in, 1));

  for (gsize i = 0; i < n; i++)
    weights[i] = (float) draw (initializer, rng, bound);
}
