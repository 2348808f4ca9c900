/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of racers as people write it. */

#include "analysis/race.h"

#include "analysis/analysis-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_QUOTED 60

/* One racer that is being read. */
typedef struct
{
  guint    number;      /* from 1 */
  char    *quoted;      /* of it, for messages */
  AnRacer  racer;
  gboolean has_rate;
  gboolean has_momentum;
} Entry;

/* What a message shows of @text: valid UTF-8, and not a whole page of it. */
static char *
quote (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *start = NULL;

  g_strstrip (valid);
  if (g_utf8_strlen (valid, -1) <= MAX_QUOTED)
    return g_steal_pointer (&valid);
  start = g_utf8_substring (valid, 0, MAX_QUOTED);
  return g_strconcat (start, "…", NULL);
}

/* "gd, momentum, nesterov": those of the registry, or those with momentum. */
static char *
list_optimizers (gboolean with_momentum)
{
  GString *names = g_string_new (NULL);

  for (gsize i = 0; nn_optimizer_types[i]; i++)
    if (!with_momentum || nn_optimizer_types[i]->has_momentum)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", nn_optimizer_types[i]->name);
  return g_string_free (names, FALSE);
}

static gboolean
read_optimizer (Entry      *entry,
                const char *word,
                GError    **error)
{
  g_autofree char *known = list_optimizers (FALSE);
  g_autofree char *quoted = quote (word);

  entry->racer.optimizer = nn_optimizer_type_find (word);
  if (entry->racer.optimizer)
    return TRUE;
  g_set_error (error, AN_ERROR, AN_ERROR_SYNTAX,
               _("racer %u, “%s”: no optimizer is called “%s”; known are %s, as in “gd rate 0.5”"), entry->number,
               entry->quoted, quoted, known);
  return FALSE;
}

static gboolean
read_number (const Entry *entry,
             const char  *keyword,
             const char  *word,
             double      *value,
             GError     **error)
{
  g_autofree char *quoted = quote (word ? word : "");
  char            *end = NULL;

  *value = word ? g_ascii_strtod (word, &end) : 0.0;
  if (word && end != word && *end == '\0')
    return TRUE;
  if (word)
    g_set_error (error, AN_ERROR, AN_ERROR_SYNTAX,
                 _("racer %u, “%s”: “%s” is no number; such as “%s 0.5” would be right"), entry->number, entry->quoted,
                 quoted, keyword);
  else
    g_set_error (error, AN_ERROR, AN_ERROR_SYNTAX,
                 _("racer %u, “%s”: a number is missing after “%s”; such as “%s 0.5” would be right"), entry->number,
                 entry->quoted, keyword, keyword);
  return FALSE;
}

static gboolean
read_rate (Entry      *entry,
           const char *word,
           GError    **error)
{
  if (!read_number (entry, "rate", word, &entry->racer.rate, error))
    return FALSE;
  entry->has_rate = TRUE;
  if (entry->racer.rate > 0.0 && isfinite (entry->racer.rate))
    return TRUE;
  g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
               _("racer %u, “%s”: the rate is %s; a finite number above 0 would be right"), entry->number,
               entry->quoted, word);
  return FALSE;
}

static gboolean
read_momentum (Entry      *entry,
               const char *word,
               GError    **error)
{
  g_autofree char *known = list_optimizers (TRUE);

  if (!entry->racer.optimizer->has_momentum)
    {
      g_set_error (error, AN_ERROR, AN_ERROR_SYNTAX,
                   _("racer %u, “%s”: %s has no momentum; these have: %s"), entry->number, entry->quoted,
                   entry->racer.optimizer->name, known);
      return FALSE;
    }
  if (!read_number (entry, "momentum", word, &entry->racer.momentum, error))
    return FALSE;
  entry->has_momentum = TRUE;
  if (entry->racer.momentum >= 0.0 && entry->racer.momentum < 1.0)
    return TRUE;
  g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
               _("racer %u, “%s”: the momentum is %s; a number from 0 to below 1 would be right"), entry->number,
               entry->quoted, word);
  return FALSE;
}

static gboolean
read_pair (Entry      *entry,
           const char *keyword,
           const char *word,
           GError    **error)
{
  g_autofree char *quoted = quote (keyword);

  if (g_str_equal (keyword, "rate") && !entry->has_rate)
    return read_rate (entry, word, error);
  if (g_str_equal (keyword, "momentum") && !entry->has_momentum)
    return read_momentum (entry, word, error);
  if (g_str_equal (keyword, "rate") || g_str_equal (keyword, "momentum"))
    g_set_error (error, AN_ERROR, AN_ERROR_SYNTAX, _("racer %u, “%s”: “%s” is there twice; once would be right"),
                 entry->number, entry->quoted, keyword);
  else
    g_set_error (error, AN_ERROR, AN_ERROR_SYNTAX,
                 _("racer %u, “%s”: “%s” is no setting of a racer; “rate 0.5” and “momentum 0.9” are, and “;” stands "
                   "between racers"),
                 entry->number, entry->quoted, quoted);
  return FALSE;
}

static gboolean
read_words (Entry      *entry,
            char      **words,
            GError    **error)
{
  if (!words[0])
    {
      g_set_error (error, AN_ERROR, AN_ERROR_SYNTAX,
                   _("racer %u is empty; such as “gd rate 0.5” is needed, “;” between racers"), entry->number);
      return FALSE;
    }
  if (!read_optimizer (entry, words[0], error))
    return FALSE;
  if (entry->racer.optimizer->has_momentum)
    entry->racer.momentum = AN_DEFAULT_MOMENTUM;
  for (gsize i = 1; words[i]; i += words[i + 1] ? 2 : 1)
    if (!read_pair (entry, words[i], words[i + 1], error))
      return FALSE;
  if (entry->has_rate)
    return TRUE;
  g_set_error (error, AN_ERROR, AN_ERROR_SYNTAX,
               _("racer %u, “%s”: its learning rate is missing; such as “%s rate 0.5” is needed"), entry->number,
               entry->quoted, entry->racer.optimizer->name);
  return FALSE;
}

/* The words of @text, without empty ones. Returns: (transfer full) */
static char **
split_words (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv)           parts = g_strsplit_set (text, " \t\r\n", -1);

  for (gsize i = 0; parts[i]; i++)
    if (parts[i][0])
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

static gboolean
read_racer (const char *text,
            guint       number,
            GArray     *racers,
            GError    **error)
{
  g_auto (GStrv)   words = split_words (text);
  g_autofree char *quoted = quote (text);
  Entry            entry = { .number = number, .quoted = quoted };

  if (number > AN_MAX_RACERS)
    {
      g_set_error (error, AN_ERROR, AN_ERROR_RANGE, _("racer %u, “%s”: there may be %d racers at most"), number,
                   quoted, AN_MAX_RACERS);
      return FALSE;
    }
  if (!read_words (&entry, words, error))
    return FALSE;
  g_array_append_val (racers, entry.racer);
  return TRUE;
}

static gboolean
is_blank (const char *text)
{
  return text[strspn (text, " \t\r\n")] == '\0';
}

GArray *
an_racers_parse (const char *text,
                 GError    **error)
{
  g_autoptr (GArray) racers = g_array_new (FALSE, TRUE, sizeof (AnRacer));
  g_auto (GStrv)     parts = g_strsplit (text, ";", AN_MAX_RACERS + 2);

  for (guint i = 0; parts[i]; i++)
    {
      /* the end of the list may have its ";" too */
      if (i > 0 && !parts[i + 1] && is_blank (parts[i]))
        break;
      if (!read_racer (parts[i], i + 1, racers, error))
        return NULL;
    }
  if (racers->len > 0)
    return g_steal_pointer (&racers);
  g_set_error_literal (error, AN_ERROR, AN_ERROR_SYNTAX,
                       _("there is no racer; such as “gd rate 0.5; momentum rate 0.5 momentum 0.3” is needed"));
  return NULL;
}

/* The shortest text that reads back as the same number. */
static void
append_number (GString *text,
               double   value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (buffer, sizeof buffer, "%.15g", value);
  if (g_ascii_strtod (buffer, NULL) != value)
    g_ascii_formatd (buffer, sizeof buffer, "%.17g", value);
  g_string_append (text, buffer);
}

char *
an_racers_format (const AnRacer *racers,
                  guint          n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (text, "%s%s rate ", i > 0 ? "; " : "", racers[i].optimizer->name);
      append_number (text, racers[i].rate);
      if (!racers[i].optimizer->has_momentum)
        continue;
      g_string_append (text, " momentum ");
      append_number (text, racers[i].momentum);
    }
  return g_string_free (text, FALSE);
}
