/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a run ends, and which weights it keeps. */

#include "train/trainer-private.h"

#include <math.h>
#include <string.h>

static gboolean
ends_here (const TrainTrainer *trainer)
{
  return trainer->step >= trainer->total_steps || trainer->rule_met;
}

gboolean
train_trainer_is_at_end (const TrainTrainer *trainer)
{
  return ends_here (trainer) && trainer->step > 0;
}

const char *
train_trainer_get_end (const TrainTrainer *trainer)
{
  if (trainer->rule_met)
    return train_stop_rule_get_name (&trainer->stop_rule);
  return train_experiment_get_count (trainer->experiment, "training", "epochs") > 0 ? "epochs" : "steps";
}

/* The costs of the last epochs, the newest last, no more than the rule compares. */
static gboolean
take_epoch (TrainTrainer *trainer)
{
  const TrainTally *tally = &trainer->since_epoch;
  double            cost = tally->loss / (double) tally->n + train_trainer_penalty (trainer);
  GArray           *costs = trainer->epoch_costs;
  guint             n = trainer->stop_rule.n_epochs;

  trainer->since_epoch = (TrainTally) { 0 };
  g_array_append_val (costs, cost);
  if (costs->len <= n)
    return FALSE;
  if (costs->len > n + 1)
    g_array_remove_range (costs, 0, costs->len - n - 1);
  return fabs (cost - g_array_index (costs, double, 0)) < trainer->stop_rule.threshold;
}

void
train_trainer_apply_stop_rule (TrainTrainer     *trainer,
                               const TrainTally *step,
                               double            change)
{
  const TrainStopRule *rule = &trainer->stop_rule;

  trainer->rule_met = rule->kind == TRAIN_STOP_WEIGHTS && change < rule->threshold;
  if (rule->kind != TRAIN_STOP_COST)
    return;
  trainer->since_epoch.loss += step->loss;
  trainer->since_epoch.correct += step->correct;
  trainer->since_epoch.n += step->n;
  if (trainer->since_epoch.n >= trainer->data->split.n_train)
    trainer->rule_met = take_epoch (trainer);
}

void
train_trainer_set_stop_rule (TrainTrainer *trainer)
{
  TrainStopRule before = trainer->stop_rule;

  train_stop_rule_parse (train_experiment_get (trainer->experiment, "training", "stop"), &trainer->stop_rule);
  if (before.kind != trainer->stop_rule.kind || before.n_epochs != trainer->stop_rule.n_epochs ||
      before.threshold != trainer->stop_rule.threshold)
    trainer->rule_met = FALSE;
  if (before.kind == trainer->stop_rule.kind && before.n_epochs == trainer->stop_rule.n_epochs)
    return;
  trainer->since_epoch = (TrainTally) { 0 };
  g_array_set_size (trainer->epoch_costs, 0);
}

void
train_trainer_consider_best (TrainTrainer     *trainer,
                             const TrainPoint *point)
{
  double accuracy = point->accuracy[TRAIN_PART_VALIDATION];

  if (!trainer->best || accuracy <= trainer->best_validation) /* false while the best is NaN */
    return;
  trainer->best_validation = accuracy;
  trainer->best_step = point->step;
  memcpy (trainer->best, trainer->parameters, trainer->network->n_parameters * sizeof (float));
}

const float *
train_trainer_get_kept (const TrainTrainer *trainer,
                        guint64            *step)
{
  gboolean best = trainer->best && !isnan (trainer->best_validation);

  *step = best ? trainer->best_step : trainer->step;
  return best ? trainer->best : trainer->parameters;
}
