/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/journal.h"

#include "train/experiment.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NEAR 2 /* single steps and the looks at them take turns */

static const char header[] = "step,steps,what,batch,setting";
static const char *const names[TRAIN_N_HAPPENINGS] = { "batch", "measure", "setting", "break" };

static void
clear_entry (TrainJournalEntry *entry)
{
  g_free (entry->setting);
}

TrainJournal *
train_journal_new (void)
{
  TrainJournal *journal = g_new0 (TrainJournal, 1);

  journal->entries = g_array_new (FALSE, FALSE, sizeof (TrainJournalEntry));
  g_array_set_clear_func (journal->entries, (GDestroyNotify) clear_entry);
  return journal;
}

void
train_journal_free (TrainJournal *journal)
{
  if (!journal)
    return;
  g_array_unref (journal->entries);
  g_free (journal);
}

/* Of the entries that a new one can prolong without passing another that its order matters to: the last of them. */
static TrainJournalEntry *
find_to_prolong (TrainJournal  *journal,
                 TrainHappening kind,
                 guint64        step,
                 guint64        batch)
{
  guint n = journal->entries->len;

  for (guint i = n; i > 0 && i + NEAR > n; i--)
    {
      TrainJournalEntry *entry = &g_array_index (journal->entries, TrainJournalEntry, i - 1);

      if (entry->kind != TRAIN_HAPPENED_BATCH && entry->kind != TRAIN_HAPPENED_MEASURE)
        return NULL;
      if (entry->kind == kind && entry->batch == batch && entry->step + entry->n_steps == step)
        return entry;
    }
  return NULL;
}

void
train_journal_note (TrainJournal  *journal,
                    TrainHappening kind,
                    guint64        step,
                    guint64        batch,
                    const char    *setting)
{
  gboolean           repeats = kind == TRAIN_HAPPENED_BATCH || kind == TRAIN_HAPPENED_MEASURE;
  TrainJournalEntry *before = repeats ? find_to_prolong (journal, kind, step, batch) : NULL;
  TrainJournalEntry  entry = { kind, step, 1, batch, NULL };
  guint              n = journal->entries->len;

  if (before)
    {
      before->n_steps++;
      return;
    }
  /* A hand that drags breaks off where it broke off already. */
  if (kind == TRAIN_HAPPENED_BREAK && n > 0 && train_journal_entry (journal, n - 1)->kind == kind &&
      train_journal_entry (journal, n - 1)->step == step)
    return;
  entry.setting = g_strdup (setting);
  g_array_append_val (journal->entries, entry);
}

TrainJournal *
train_journal_begin_of (const TrainJournal *journal,
                        guint               n,
                        guint64             step)
{
  TrainJournal *begin = train_journal_new ();

  for (guint i = 0; i < MIN (n, journal->entries->len); i++)
    {
      TrainJournalEntry entry = *train_journal_entry (journal, i);
      guint64           end = entry.kind == TRAIN_HAPPENED_BATCH ? step : step + 1;

      if (entry.step >= end)
        continue;
      entry.n_steps = MIN (entry.n_steps, end - entry.step);
      entry.setting = g_strdup (entry.setting);
      g_array_append_val (begin->entries, entry);
    }
  return begin;
}

gboolean
train_journal_leads (const TrainJournal *journal,
                     guint64             from,
                     guint64             to)
{
  for (guint i = 0; i < journal->entries->len; i++)
    {
      const TrainJournalEntry *entry = train_journal_entry (journal, i);

      if (entry->kind == TRAIN_HAPPENED_BREAK && entry->step > from && entry->step <= to)
        return FALSE;
    }
  return TRUE;
}

char *
train_journal_to_csv (const TrainJournal *journal)
{
  GString *csv = g_string_new (header);

  g_string_append_c (csv, '\n');
  for (guint i = 0; i < journal->entries->len; i++)
    {
      const TrainJournalEntry *entry = train_journal_entry (journal, i);

      g_string_append_printf (csv, "%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",%s,%" G_GUINT64_FORMAT ",%s\n",
                              entry->step, entry->n_steps, names[entry->kind], entry->batch,
                              entry->setting ? entry->setting : "");
    }
  return g_string_free (csv, FALSE);
}

static gboolean
parse_count (const char *field,
             guint64    *count)
{
  return g_ascii_string_to_unsigned (field, 10, 0, G_MAXINT64, count, NULL);
}

/* A setting's value may have commas: it is the rest of the line. */
static gboolean
parse_entry (const char        *line,
             TrainJournalEntry *entry)
{
  g_auto (GStrv) fields = g_strsplit (line, ",", 5);

  if (g_strv_length (fields) != 5 || !parse_count (fields[0], &entry->step) ||
      !parse_count (fields[1], &entry->n_steps) || entry->n_steps == 0 || !parse_count (fields[3], &entry->batch))
    return FALSE;
  entry->kind = 0;
  while (entry->kind < TRAIN_N_HAPPENINGS && !g_str_equal (fields[2], names[entry->kind]))
    entry->kind++;
  if (entry->kind == TRAIN_N_HAPPENINGS || (entry->kind == TRAIN_HAPPENED_SETTING) != (fields[4][0] != '\0') ||
      (entry->kind == TRAIN_HAPPENED_BATCH) != (entry->batch > 0))
    return FALSE;
  entry->setting = fields[4][0] != '\0' ? g_strdup (fields[4]) : NULL;
  return TRUE;
}

TrainJournal *
train_journal_from_csv (const char *csv,
                        const char *name,
                        GError    **error)
{
  g_autoptr (TrainJournal) journal = train_journal_new ();
  g_auto (GStrv)           lines = g_strsplit (csv, "\n", -1);
  guint                    n = g_strv_length (lines);

  if (n < 2 || !g_str_equal (lines[0], header) || lines[n - 1][0] != '\0')
    {
      g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_SYNTAX,
                   _("%s: the first line is not “%s”, or the last line is cut off"), name, header);
      return NULL;
    }
  for (guint i = 1; i + 1 < n; i++)
    {
      TrainJournalEntry entry;

      if (!parse_entry (lines[i], &entry))
        {
          g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_SYNTAX, _("%s: line %u is not “%s”"), name, i + 1, header);
          return NULL;
        }
      g_array_append_val (journal->entries, entry);
    }
  return g_steal_pointer (&journal);
}
