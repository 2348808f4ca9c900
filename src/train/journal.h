/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What happened to a run beyond the plain steps of its plan: enough to make its steps again to the bit. Things follow
 * one another; what repeats from step to step is one entry. */

typedef enum
{
  TRAIN_HAPPENED_BATCH,    /* the step was made with @batch examples */
  TRAIN_HAPPENED_MEASURE,  /* a point beyond the plan was measured */
  TRAIN_HAPPENED_SETTING,  /* a live key was set: @setting */
  TRAIN_HAPPENED_BREAK,    /* parameters came from elsewhere: steps before it do not lead to those after it */
  TRAIN_N_HAPPENINGS,
} TrainHappening;

typedef struct
{
  TrainHappening kind;
  guint64        step;     /* where the run stood, */
  guint64        n_steps;  /* and at so many steps from there on, 1 or more */
  guint64        batch;
  char          *setting;  /* GROUP.KEY=VALUE, or NULL */
} TrainJournalEntry;

typedef struct
{
  GArray *entries;         /* TrainJournalEntry */
} TrainJournal;

TrainJournal *train_journal_new      (void);
void          train_journal_free     (TrainJournal       *journal);

static inline const TrainJournalEntry *
train_journal_entry (const TrainJournal *journal,
                     guint               i)
{
  return &g_array_index (journal->entries, TrainJournalEntry, i);
}

static inline gboolean
train_journal_is_at (const TrainJournalEntry *entry,
                     guint64                  step)
{
  return step >= entry->step && step - entry->step < entry->n_steps;
}

/* @batch: of TRAIN_HAPPENED_BATCH; @setting: of TRAIN_HAPPENED_SETTING, copied. */
void          train_journal_note     (TrainJournal       *journal,
                                      TrainHappening      kind,
                                      guint64             step,
                                      guint64             batch,
                                      const char         *setting);

/* The first @n entries, as far as they had come where the run stood at @step, before that step was made.
 * Returns: (transfer full) */
TrainJournal *train_journal_begin_of (const TrainJournal *journal,
                                      guint               n,
                                      guint64             step);

/* Whether the steps from @from to @to lead from the one to the other. */
gboolean      train_journal_leads    (const TrainJournal *journal,
                                      guint64             from,
                                      guint64             to);

/* "step,steps,what,batch,setting", and back. @name: for messages. Returns: (transfer full) */
char         *train_journal_to_csv   (const TrainJournal *journal);
TrainJournal *train_journal_from_csv (const char         *csv,
                                      const char         *name,
                                      GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainJournal, train_journal_free)
