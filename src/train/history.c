/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/history.h"

#include "train/experiment.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define N_COLUMNS 13
#define N_OLD_COLUMNS 11
#define OLD_HEADER "step,epoch,seconds,examples,cost_train,cost_validation,cost_test,accuracy_train," \
                   "accuracy_validation,accuracy_test,penalty"
static const char header[] = OLD_HEADER ",gradient_norm,flat";

TrainHistory *
train_history_new (void)
{
  TrainHistory *history = g_new0 (TrainHistory, 1);

  history->points = g_array_new (FALSE, FALSE, sizeof (TrainPoint));
  history->marks = g_array_new (FALSE, FALSE, sizeof (TrainMark));
  return history;
}

void
train_history_free (TrainHistory *history)
{
  if (!history)
    return;
  g_array_unref (history->points);
  g_array_unref (history->marks);
  g_free (history);
}

void
train_history_clear (TrainHistory *history)
{
  g_array_set_size (history->points, 0);
  g_array_set_size (history->marks, 0);
}

TrainHistory *
train_history_copy (const TrainHistory *history)
{
  TrainHistory *copy = train_history_new ();

  g_array_append_vals (copy->points, history->points->data, history->points->len);
  g_array_append_vals (copy->marks, history->marks->data, history->marks->len);
  return copy;
}

/* How many points come before @step. */
static guint
count_before (const TrainHistory *history,
              guint64             step)
{
  guint first = 0, end = history->points->len;

  while (first < end)
    {
      guint middle = first + (end - first) / 2;

      if (train_history_point (history, middle)->step < step)
        first = middle + 1;
      else
        end = middle;
    }
  return first;
}

const TrainPoint *
train_history_find (const TrainHistory *history,
                    guint64             step)
{
  guint i = count_before (history, step);

  return i < history->points->len && train_history_point (history, i)->step == step ? train_history_point (history, i)
                                                                                     : NULL;
}

TrainHistory *
train_history_begin_of (const TrainHistory *history,
                        guint64             step)
{
  TrainHistory *begin = train_history_new ();
  guint         n = count_before (history, step) + (train_history_find (history, step) ? 1 : 0);

  g_array_append_vals (begin->points, history->points->data, n);
  for (n = 0; n < history->marks->len && g_array_index (history->marks, TrainMark, n).step <= step;)
    n++;
  g_array_append_vals (begin->marks, history->marks->data, n);
  return begin;
}

static void
append_number (GString *csv,
               double   value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (csv, ',');
  if (!isnan (value)) /* not measured: an empty field */
    g_string_append (csv, g_ascii_dtostr (buffer, sizeof buffer, value));
}

char *
train_history_to_csv (const TrainHistory *history)
{
  GString *csv = g_string_new (header);

  g_string_append_c (csv, '\n');
  for (guint i = 0; i < history->points->len; i++)
    {
      const TrainPoint *point = train_history_point (history, i);

      g_string_append_printf (csv, "%" G_GUINT64_FORMAT, point->step);
      append_number (csv, point->epoch);
      append_number (csv, point->seconds);
      append_number (csv, point->examples);
      for (int part = 0; part < TRAIN_N_PARTS; part++)
        append_number (csv, point->cost[part]);
      for (int part = 0; part < TRAIN_N_PARTS; part++)
        append_number (csv, point->accuracy[part]);
      append_number (csv, point->penalty);
      append_number (csv, point->gradient_norm);
      append_number (csv, point->flat);
      g_string_append_c (csv, '\n');
    }
  return g_string_free (csv, FALSE);
}

/* A field that is a number from its first to its last letter; an empty one is not measured. */
static gboolean
parse_number (const char *field,
              double     *value)
{
  char *end;

  *value = g_ascii_strtod (field, &end);
  if (field[0] == '\0')
    *value = NAN;
  return *end == '\0' && (end != field || field[0] == '\0');
}

static gboolean
parse_point (const char *line,
             guint       n_columns,
             TrainPoint *point)
{
  g_auto (GStrv) fields = g_strsplit (line, ",", -1);
  double         values[N_COLUMNS];

  if (g_strv_length (fields) != n_columns ||
      !g_ascii_string_to_unsigned (fields[0], 10, 0, G_MAXUINT64, &point->step, NULL))
    return FALSE;
  for (guint i = 1; i < n_columns; i++)
    if (!parse_number (fields[i], &values[i]))
      return FALSE;
  point->epoch = values[1];
  point->seconds = values[2];
  point->examples = values[3];
  memcpy (point->cost, values + 4, sizeof point->cost);
  memcpy (point->accuracy, values + 7, sizeof point->accuracy);
  point->penalty = values[10];
  point->gradient_norm = n_columns == N_COLUMNS ? values[11] : NAN;
  point->flat = n_columns == N_COLUMNS ? values[12] : NAN;
  return TRUE;
}

/* The lines of a file whose first is @first, with an empty one after the last: each line ends with a line feed, so
 * that a file that was cut off is noticed. */
static char **
split_lines (const char *csv,
             const char *first,
             const char *name,
             GError    **error)
{
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

  if (!lines[0] || !g_str_equal (lines[0], first))
    {
      g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_SYNTAX, _("%s: the first line is not “%s”"), name, first);
      return NULL;
    }
  if (!g_str_has_suffix (csv, "\n"))
    {
      g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_SYNTAX, _("%s: the last line is cut off"), name);
      return NULL;
    }
  return g_steal_pointer (&lines);
}

TrainHistory *
train_history_from_csv (const char *csv,
                        const char *name,
                        GError    **error)
{
  g_autoptr (TrainHistory) history = train_history_new ();
  gboolean                 old = g_str_has_prefix (csv, OLD_HEADER "\n");
  guint                    n_columns = old ? N_OLD_COLUMNS : N_COLUMNS;
  g_auto (GStrv)           lines = split_lines (csv, old ? OLD_HEADER : header, name, error);

  if (!lines)
    return NULL;
  for (guint i = 1; lines[i + 1]; i++)
    {
      TrainPoint point;

      if (!parse_point (lines[i], n_columns, &point))
        {
          g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_SYNTAX, _("%s: line %u does not hold %u numbers"), name, i + 1,
                       n_columns);
          return NULL;
        }
      g_array_append_val (history->points, point);
    }
  return g_steal_pointer (&history);
}

static const char marks_header[] = "step,key,from,to";

char *
train_history_marks_to_csv (const TrainHistory *history)
{
  GString *csv = g_string_new (marks_header);

  g_string_append_c (csv, '\n');
  for (guint i = 0; i < history->marks->len; i++)
    {
      const TrainMark *mark = &g_array_index (history->marks, TrainMark, i);

      g_string_append_printf (csv, "%" G_GUINT64_FORMAT ",%s", mark->step, mark->key);
      append_number (csv, mark->from);
      append_number (csv, mark->to);
      g_string_append_c (csv, '\n');
    }
  return g_string_free (csv, FALSE);
}

static gboolean
parse_mark (const char *line,
            TrainMark  *mark)
{
  g_auto (GStrv) fields = g_strsplit (line, ",", -1);

  *mark = (TrainMark) { 0 };
  if (g_strv_length (fields) != 4 || !g_ascii_string_to_unsigned (fields[0], 10, 0, G_MAXUINT64, &mark->step, NULL) ||
      g_strlcpy (mark->key, fields[1], sizeof mark->key) >= sizeof mark->key)
    return FALSE;
  return parse_number (fields[2], &mark->from) && parse_number (fields[3], &mark->to);
}

gboolean
train_history_marks_from_csv (TrainHistory *history,
                              const char   *csv,
                              const char   *name,
                              GError      **error)
{
  g_auto (GStrv) lines = split_lines (csv, marks_header, name, error);

  if (!lines)
    return FALSE;
  for (guint i = 1; lines[i + 1]; i++)
    {
      TrainMark mark;

      if (!parse_mark (lines[i], &mark))
        {
          g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_SYNTAX, _("%s: line %u is not “%s”"), name, i + 1, marks_header);
          return FALSE;
        }
      g_array_append_val (history->marks, mark);
    }
  return TRUE;
}
