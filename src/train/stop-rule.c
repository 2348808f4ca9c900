/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/stop-rule.h"

#include <math.h>

static gboolean
parse_threshold (const char *word,
                 double     *threshold)
{
  char *end;

  *threshold = g_ascii_strtod (word, &end);
  return end != word && *end == '\0' && isfinite (*threshold) && *threshold >= 0.0;
}

/* "over 5 epochs" */
static gboolean
parse_epochs (char **words,
              guint *n_epochs)
{
  guint64 number;

  if (!g_str_equal (words[0], "over") ||
      !g_ascii_string_to_unsigned (words[1], 10, 1, TRAIN_STOP_MAX_EPOCHS, &number, NULL) ||
      !(g_str_equal (words[2], "epochs") || g_str_equal (words[2], "epoch")))
    return FALSE;
  *n_epochs = (guint) number;
  return TRUE;
}

gboolean
train_stop_rule_parse (const char    *text,
                       TrainStopRule *rule)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_auto (GStrv)   words = g_regex_split_simple ("\\s+", stripped, 0, 0);
  guint            n = g_strv_length (words);

  *rule = (TrainStopRule) { TRAIN_STOP_NONE, 0.0, 0 };
  if (n == 1 && g_str_equal (words[0], "none"))
    return TRUE;
  if (n == 2 && g_str_equal (words[0], "weights"))
    {
      rule->kind = TRAIN_STOP_WEIGHTS;
      return parse_threshold (words[1], &rule->threshold);
    }
  if (n != 5 || !g_str_equal (words[0], "cost"))
    return FALSE;
  rule->kind = TRAIN_STOP_COST;
  return parse_threshold (words[1], &rule->threshold) && parse_epochs (words + 2, &rule->n_epochs);
}

const char *
train_stop_rule_get_name (const TrainStopRule *rule)
{
  static const char *const names[] = { NULL, "weights", "cost" };

  return names[rule->kind];
}
