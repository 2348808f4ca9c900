/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/answers.h"

static void
count_confusion (TrainAnswers *answers)
{
  for (gsize i = 0; i < answers->n; i++)
    {
      guint16 label = answers->dataset->labels[answers->indices[i]];

      /* A network may have more outputs than the data have classes: such an answer is in no column. */
      if (answers->predicted[i] < answers->n_classes)
        answers->confusion[(gsize) label * answers->n_classes + answers->predicted[i]]++;
    }
}

TrainAnswers *
train_answers_measure (TrainTrainer        *trainer,
                       TrainPart            part,
                       const TrainExamples *examples)
{
  g_autoptr (TrainAnswers) answers = g_new0 (TrainAnswers, 1);
  TrainTally               tally;

  g_atomic_ref_count_init (&answers->refs);
  answers->step = trainer->step;
  answers->part = part;
  answers->dataset = ds_dataset_ref ((DsDataset *) examples->dataset);
  answers->n = examples->n;
  answers->indices = g_memdup2 (examples->indices, examples->n * sizeof *examples->indices);
  answers->predicted = g_new (guint16, examples->n);
  answers->losses = g_new (float, examples->n);
  answers->n_classes = examples->dataset->n_classes;
  answers->confusion = g_new0 (gsize, (gsize) answers->n_classes * answers->n_classes);
  if (!train_batch_pass_predict (trainer->pass, trainer->parameters, examples, &trainer->data->recipe,
                                 answers->predicted, answers->losses, &tally))
    return NULL;
  answers->loss = tally.loss;
  answers->correct = tally.correct;
  count_confusion (answers);
  return g_steal_pointer (&answers);
}

TrainAnswers *
train_answers_ref (TrainAnswers *answers)
{
  g_atomic_ref_count_inc (&answers->refs);
  return answers;
}

void
train_answers_unref (TrainAnswers *answers)
{
  if (!answers || !g_atomic_ref_count_dec (&answers->refs))
    return;
  ds_dataset_unref (answers->dataset);
  g_free (answers->indices);
  g_free (answers->predicted);
  g_free (answers->losses);
  g_free (answers->confusion);
  g_free (answers);
}

static gint
compare_loss (gconstpointer a,
              gconstpointer b,
              gpointer      losses)
{
  gsize        first = *(const gsize *) a, second = *(const gsize *) b;
  const float *loss = losses;

  if (loss[first] != loss[second])
    return loss[first] > loss[second] ? -1 : 1;
  return first < second ? -1 : first > second;
}

gsize
train_answers_pick (const TrainAnswers *answers,
                    int                 truth,
                    int                 predicted,
                    gsize               most,
                    gsize              *picked)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (gsize i = 0; i < answers->n; i++)
    {
      guint16  label = answers->dataset->labels[answers->indices[i]];
      gboolean wanted = truth < 0 ? answers->predicted[i] != label
                                  : label == truth && answers->predicted[i] == predicted;

      if (wanted)
        g_array_append_val (found, i);
    }
  g_array_sort_with_data (found, compare_loss, answers->losses);
  for (gsize i = 0; i < MIN (most, found->len); i++)
    picked[i] = g_array_index (found, gsize, i);
  return found->len;
}
