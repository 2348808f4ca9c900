/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/trainer-private.h"

#include "train/parameter-update.h"

#include <math.h>
#include <string.h>

void
train_trainer_free (TrainTrainer *trainer)
{
  if (!trainer)
    return;
  train_batch_pass_free (trainer->pass);
  for (guint s = 0; s < NN_OPTIMIZER_MAX_SLOTS; s++)
    g_free (trainer->slots[s]);
  g_free (trainer->parameters);
  g_free (trainer->good);
  train_batch_order_free (trainer->order);
  g_free (trainer->best);
  g_clear_pointer (&trainer->epoch_costs, g_array_unref);
  train_history_free (trainer->history);
  train_journal_free (trainer->journal);
  nn_network_free (trainer->network);
  g_clear_pointer (&trainer->data, train_data_unref);
  train_experiment_unref (trainer->experiment);
  g_free (trainer);
}

double
train_trainer_get_epoch (const TrainTrainer *trainer)
{
  return trainer->examples / (double) trainer->data->split.n_train;
}

void
train_trainer_break_off (TrainTrainer *trainer)
{
  train_journal_note (trainer->journal, TRAIN_HAPPENED_BREAK, trainer->step, 0, NULL);
  train_trainer_remember_good (trainer);
}

/* Back to the last good parameters. The optimizer's memory may hold infinities by now: it starts afresh, so that the
 * run can go on with a smaller rate. */
TrainAdvance
train_trainer_diverge (TrainTrainer *trainer)
{
  gsize bytes = trainer->network->n_parameters * sizeof (float);

  memcpy (trainer->parameters, trainer->good, bytes);
  for (guint s = 0; s < trainer->optimizer->n_slots; s++)
    memset (trainer->slots[s], 0, bytes);
  trainer->hyper.step = 0;
  trainer->since_point = (TrainTally) { 0 };
  trainer->point_due = FALSE;
  trainer->rule_met = FALSE;
  train_trainer_set_gradient (trainer, 0, NAN);
  train_journal_note (trainer->journal, TRAIN_HAPPENED_BREAK, trainer->step, 0, NULL);
  return TRAIN_DIVERGED;
}

/* Returns: the norm of the change, 0 where no rule asks for it. */
static double
update (TrainTrainer *trainer,
        gsize         n_examples)
{
  TrainParameterUpdate request = {
    .wants_change = trainer->stop_rule.kind == TRAIN_STOP_WEIGHTS,
    .network = trainer->network,
    .optimizer = trainer->optimizer,
    .hyper = trainer->hyper,
    .parameters = trainer->parameters,
    .slots = trainer->slots,
    .scale = trainer->sum ? 1.0f : 1.0f / (float) n_examples,
    .decay = (float) (2.0 * trainer->l2),
    .pull = (float) trainer->l1,
  };

  request.gradients = train_batch_pass_get_gradients (trainer->pass, &request.n_parts);
  request.split = train_batch_pass_get_split (trainer->pass, &request.split_rows);
  request.hyper.step = ++trainer->hyper.step;
  return train_parameter_update_run (&request, trainer->pool);
}

static void
count_step (TrainTrainer     *trainer,
            const TrainTally *tally,
            double            change)
{
  trainer->step++;
  trainer->examples += (double) tally->n;
  trainer->since_point.loss += tally->loss;
  trainer->since_point.correct += tally->correct;
  trainer->since_point.n += tally->n;
  train_batch_order_take (trainer->order, tally->n);
  train_trainer_apply_stop_rule (trainer, tally, change);
  trainer->point_due = train_trainer_wants_point (trainer);
}

static TrainAdvance
advance (TrainTrainer *trainer,
         gsize         batch)
{
  TrainExamples examples = train_batch_order_peek (trainer->order, batch > 0 ? batch : trainer->batch);
  BaseRng       dropout_rng = trainer->dropout_rng;
  guint64       key = trainer->network->draws ? base_rng_next (&dropout_rng) : 0;
  TrainTally    tally;
  TrainAdvance  settled;

  if (trainer->point_due && (settled = train_trainer_settle_point (trainer)) != TRAIN_ADVANCED)
    return settled;
  train_trainer_set_gradient (trainer, 0, NAN);
  if (!train_batch_pass_train (trainer->pass, trainer->parameters, &examples, &trainer->data->recipe, key, &tally))
    return TRAIN_STOPPED; /* the same units will be dropped when it is made up for */
  if (!isfinite (tally.loss))
    return train_trainer_diverge (trainer);
  if (batch > 0)
    train_journal_note (trainer->journal, TRAIN_HAPPENED_BATCH, trainer->step, batch, NULL);
  trainer->dropout_rng = dropout_rng;
  trainer->mask_key = key;
  train_trainer_set_gradient (trainer, tally.n, NAN);
  count_step (trainer, &tally, update (trainer, tally.n));
  return trainer->point_due ? train_trainer_settle_point (trainer) : TRAIN_ADVANCED;
}

TrainAdvance
train_trainer_advance (TrainTrainer *trainer,
                       gsize         batch)
{
  gint64       start = g_get_monotonic_time ();
  TrainAdvance result = advance (trainer, batch);

  trainer->seconds += (double) (g_get_monotonic_time () - start) * 1e-6;
  return result;
}

gboolean
train_trainer_get_dropped (const TrainTrainer *trainer,
                           const NnLayer      *layer,
                           gsize               row,
                           guint8             *dropped)
{
  g_autofree float *mask = NULL;

  if (!layer->type->draw || trainer->step == 0)
    return FALSE;
  mask = g_new (float, layer->n_out);
  layer->type->draw (layer, trainer->mask_key, row, mask, 1);
  for (gsize i = 0; i < layer->n_out; i++)
    dropped[i] = mask[i] == 0.0f;
  return TRUE;
}

static gboolean
retune_key (TrainTrainer *trainer,
            const char   *key,
            double        to,
            double       *value)
{
  TrainMark mark = { .step = trainer->step, .from = *value, .to = to };

  if (*value == to)
    return FALSE;
  *value = to;
  if (trainer->step == 0) /* nothing was trained with the other value */
    return TRUE;
  g_strlcpy (mark.key, key, sizeof mark.key);
  g_array_append_val (trainer->history->marks, mark);
  return TRUE;
}

static gboolean
retune_numbers (TrainTrainer    *trainer,
                TrainExperiment *experiment)
{
  struct
  {
    const char *key;
    double     *value;
  } const numbers[] = {
    { "rate", &trainer->hyper.rate }, { "momentum", &trainer->hyper.momentum }, { "l1", &trainer->l1 },
    { "l2", &trainer->l2 },
  };
  gboolean changed = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    changed |= retune_key (trainer, numbers[i].key, train_experiment_get_real (experiment, "training", numbers[i].key),
                           numbers[i].value);
  return changed;
}

void
train_trainer_read_live_settings (TrainTrainer *trainer)
{
  TrainExperiment *experiment = trainer->experiment;

  trainer->hyper.rate = train_experiment_get_real (experiment, "training", "rate");
  trainer->hyper.momentum = train_experiment_get_real (experiment, "training", "momentum");
  trainer->l1 = train_experiment_get_real (experiment, "training", "l1");
  trainer->l2 = train_experiment_get_real (experiment, "training", "l2");
  trainer->total_steps = train_trainer_plan_steps (trainer, experiment);
}

/* Each key of training that is another in @experiment. */
static void
note_settings (TrainTrainer    *trainer,
               TrainExperiment *experiment)
{
  gsize           n;
  const TrainKey *keys = train_keys (&n);

  for (gsize i = 0; i < n; i++)
    {
      const char      *value = train_experiment_get (experiment, keys[i].group, keys[i].key);
      g_autofree char *setting = NULL;

      if (!keys[i].live || !g_str_equal (keys[i].group, "training") ||
          g_str_equal (value, train_experiment_get (trainer->experiment, keys[i].group, keys[i].key)))
        continue;
      setting = g_strdup_printf ("%s.%s=%s", keys[i].group, keys[i].key, value);
      train_journal_note (trainer->journal, TRAIN_HAPPENED_SETTING, trainer->step, 0, setting);
    }
}

void
train_trainer_retune (TrainTrainer    *trainer,
                      TrainExperiment *experiment)
{
  guint64 planned = trainer->total_steps;

  note_settings (trainer, experiment);
  trainer->total_steps = train_trainer_plan_steps (trainer, experiment);
  if (retune_numbers (trainer, experiment) || trainer->total_steps != planned)
    trainer->rule_met = FALSE; /* it can go on */
  /* A plan that is shorter than what was done ends here, with a point like every other end. */
  if (trainer->step > 0 && trainer->step >= trainer->total_steps &&
      train_history_point (trainer->history, trainer->history->points->len - 1)->step < trainer->step)
    trainer->point_due = TRUE;
  train_experiment_ref (experiment);
  train_experiment_unref (trainer->experiment);
  trainer->experiment = experiment;
  train_trainer_set_stop_rule (trainer);
}

char *
train_trainer_hash (const TrainTrainer *trainer)
{
  guint64      step;
  const float *kept = train_trainer_get_kept (trainer, &step);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) kept,
                                      trainer->network->n_parameters * sizeof (float));
}

void
train_trainer_place (TrainTrainer          *trainer,
                     const TrainBatchPlace *place,
                     guint64                step,
                     guint64                updates,
                     double                 examples,
                     double                 seconds)
{
  train_batch_order_set_place (trainer->order, place);
  trainer->step = step;
  trainer->hyper.step = updates;
  trainer->examples = examples;
  trainer->seconds = seconds;
  train_trainer_remember_good (trainer);
}
