/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/evaluation.h"

#include "train/answers.h"
#include "train/checkpoint.h"

#include <glib/gi18n-lib.h>

/* The model's experiment, pointed at the data at @path. How it dealt and batched its own does not matter then. */
static TrainExperiment *
point_to (const char *model,
          const char *path,
          GError    **error)
{
  static const char *const settings[] = { "data.train=all", "data.validation=0", "data.test=all",
                                          "training.batch=full", "training.keep=last" };
  TrainExperiment         *experiment = train_checkpoint_read_experiment (model, error);

  for (gsize i = 0; path && experiment && i <= G_N_ELEMENTS (settings); i++)
    {
      TrainExperiment *changed = i < G_N_ELEMENTS (settings) ? train_experiment_assign (experiment, settings[i], error)
                                                             : train_data_point_to (experiment, path, error);

      train_experiment_unref (experiment);
      experiment = changed;
    }
  return experiment;
}

static TrainExamples
choose_examples (const TrainData *data,
                 guint32        **all)
{
  TrainExamples test = train_data_get_part (data, TRAIN_PART_TEST);
  gsize         n = data->collection.pool->n_examples;

  *all = NULL;
  if (test.n > 0)
    return test;
  *all = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    (*all)[i] = (guint32) i;
  return (TrainExamples) { data->collection.pool, *all, n };
}

static TrainEvaluation *
evaluate (TrainTrainer *trainer)
{
  TrainEvaluation         *evaluation = g_new0 (TrainEvaluation, 1);
  g_autofree guint32      *all = NULL;
  TrainExamples            examples = choose_examples (trainer->data, &all);
  g_autoptr (TrainAnswers) answers = train_answers_measure (trainer, TRAIN_PART_TEST, &examples);

  evaluation->n_classes = answers->n_classes;
  evaluation->confusion = g_steal_pointer (&answers->confusion);
  evaluation->n = answers->n;
  evaluation->loss = answers->loss / (double) answers->n;
  evaluation->accuracy = (double) answers->correct / (double) answers->n;
  return evaluation;
}

TrainEvaluation *
train_evaluate_model (const char *model,
                      const char *path,
                      GError    **error)
{
  g_autoptr (TrainExperiment) experiment = point_to (model, path, error);
  g_autoptr (BasePool)        pool = base_pool_new (base_pool_processors ());
  g_autoptr (TrainData)       data = NULL;
  g_autoptr (TrainTrainer)    trainer = NULL;

  if (!experiment)
    return NULL;
  data = train_data_load (experiment, NULL, base_pool_get_n_threads (pool), NULL, NULL, error);
  trainer = data ? train_trainer_new (experiment, data, pool, NULL, error) : NULL;
  if (!trainer || !train_checkpoint_read_parameters (trainer, model, error))
    return NULL;
  return evaluate (trainer);
}

void
train_evaluation_free (TrainEvaluation *evaluation)
{
  if (!evaluation)
    return;
  g_free (evaluation->confusion);
  g_free (evaluation);
}
