/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/trainer.h"

#include "train/parameter-update.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define FIRST_TRAIN_EXAMPLES 1000
#define TEST_CREDIT 40000.0
#define TEST_SHARE 0.25

static float *
new_array (const NnNetwork *network,
           GError         **error)
{
  float *array = g_try_new0 (float, network->n_parameters);

  if (!array)
    g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH, _("no memory for %" G_GSIZE_FORMAT " bytes of parameters"),
                 network->n_parameters * sizeof (float));
  return array;
}

static gboolean
allocate (TrainTrainer *trainer,
          GError      **error)
{
  trainer->parameters = new_array (trainer->network, error);
  trainer->good = trainer->parameters ? new_array (trainer->network, error) : NULL;
  if (!trainer->good)
    return FALSE;
  for (guint s = 0; s < trainer->optimizer->n_slots; s++)
    if (!(trainer->slots[s] = new_array (trainer->network, error)))
      return FALSE;
  trainer->pass = train_batch_pass_new (trainer->network, trainer->loss, trainer->pool, TRUE, trainer->stop, error);
  return trainer->pass != NULL;
}

static gboolean
build_network (TrainTrainer *trainer,
               GError      **error)
{
  const DsDataset *pool = trainer->data->collection.pool;
  NnShape          input = { pool->shape.channels, pool->shape.height, pool->shape.width };
  const char      *layers = train_experiment_get (trainer->experiment, "network", "layers");

  trainer->network = nn_network_new (input, layers, error);
  if (!trainer->network)
    {
      g_prefix_error (error, "network.layers = %s: ", layers);
      return FALSE;
    }
  if (trainer->network->n_outputs >= pool->n_classes)
    return TRUE;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH,
               _("network.layers = %s: the last layer has %" G_GSIZE_FORMAT " outputs, but the data have %u classes; "
                 "“dense %u” would be right"),
               layers, trainer->network->n_outputs, pool->n_classes, pool->n_classes);
  return FALSE;
}

static void
start_epoch (TrainTrainer *trainer)
{
  const DsSplit *split = &trainer->data->split;

  trainer->epoch_rng = trainer->rng;
  trainer->position = 0;
  memcpy (trainer->order, split->train, split->n_train * sizeof *trainer->order);
  /* The full batch needs no order: the same sums in the same order in every step. */
  if (trainer->batch < split->n_train)
    base_rng_shuffle (&trainer->rng, trainer->order, split->n_train);
}

static guint64
plan_steps (const TrainTrainer *trainer,
            TrainExperiment    *experiment)
{
  guint64 epochs = train_experiment_get_count (experiment, "training", "epochs");
  gsize   per_epoch = (trainer->data->split.n_train + trainer->batch - 1) / trainer->batch;

  return epochs > 0 ? epochs * per_epoch : train_experiment_get_count (experiment, "training", "steps");
}

static void
read_settings (TrainTrainer *trainer)
{
  TrainExperiment *experiment = trainer->experiment;
  gsize            n_train = trainer->data->split.n_train;
  const char      *batch = train_experiment_get (experiment, "training", "batch");

  trainer->loss = nn_loss_type_find (train_experiment_get (experiment, "training", "loss"));
  trainer->optimizer = nn_optimizer_type_find (train_experiment_get (experiment, "training", "optimizer"));
  trainer->sum = g_str_equal (train_experiment_get (experiment, "training", "reduction"), "sum");
  trainer->hyper.rate = train_experiment_get_real (experiment, "training", "rate");
  trainer->hyper.momentum = train_experiment_get_real (experiment, "training", "momentum");
  trainer->l1 = train_experiment_get_real (experiment, "training", "l1");
  trainer->l2 = train_experiment_get_real (experiment, "training", "l2");
  trainer->batch = g_str_equal (batch, "full") ? n_train : g_ascii_strtoull (batch, NULL, 10);
  trainer->total_steps = plan_steps (trainer, experiment);
}

static gboolean
check_batch (TrainTrainer *trainer,
             GError      **error)
{
  gsize n_train = trainer->data->split.n_train;

  if (trainer->batch <= n_train)
    return TRUE;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH,
               _("training.batch = %" G_GSIZE_FORMAT " is more than the %" G_GSIZE_FORMAT
                 " training examples; a smaller number or “full” is needed"),
               trainer->batch, n_train);
  return FALSE;
}

static void
initialize (TrainTrainer *trainer)
{
  TrainExperiment *experiment = trainer->experiment;
  NnInitializer    initializer;
  BaseRng          rng;
  float            velocity = (float) train_experiment_get_real (experiment, "training", "initial-velocity");

  nn_initializer_parse (train_experiment_get (experiment, "network", "init"), &initializer, NULL);
  base_rng_seed (&rng, train_experiment_get_count (experiment, "seed", "init"), BASE_RNG_INIT);
  nn_network_initialize (trainer->network, &initializer,
                         train_experiment_get_real (experiment, "network", "bias-init"), &rng, trainer->parameters);
  memcpy (trainer->good, trainer->parameters, trainer->network->n_parameters * sizeof (float));
  for (gsize i = 0; trainer->optimizer->has_momentum && i < trainer->network->n_parameters; i++)
    trainer->slots[0][i] = velocity;
  base_rng_seed (&trainer->rng, train_experiment_get_count (experiment, "seed", "batch"), BASE_RNG_BATCH);
  start_epoch (trainer);
}

TrainTrainer *
train_trainer_new (TrainExperiment   *experiment,
                   TrainData         *data,
                   BasePool          *pool,
                   const atomic_bool *stop,
                   GError           **error)
{
  g_autoptr (TrainTrainer) trainer = g_new0 (TrainTrainer, 1);

  trainer->experiment = train_experiment_ref (experiment);
  trainer->data = train_data_ref (data);
  trainer->pool = pool;
  trainer->stop = stop;
  trainer->history = train_history_new ();
  read_settings (trainer);
  if (!check_batch (trainer, error) || !build_network (trainer, error) || !allocate (trainer, error))
    return NULL;
  trainer->order = g_new (guint32, data->split.n_train);
  initialize (trainer);
  return g_steal_pointer (&trainer);
}

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
  g_free (trainer->order);
  train_history_free (trainer->history);
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

gboolean
train_trainer_evaluate (TrainTrainer *trainer,
                        TrainPart     part,
                        TrainTally   *tally)
{
  TrainExamples examples = train_data_get_part (trainer->data, part);

  return train_batch_pass_evaluate (trainer->pass, trainer->parameters, &examples, &trainer->data->recipe, tally);
}

double
train_trainer_penalty (const TrainTrainer *trainer)
{
  gboolean penalized = trainer->l1 > 0.0 || trainer->l2 > 0.0;
  double   magnitudes = 0.0, squares = 0.0;

  for (guint l = 0; penalized && l < trainer->network->n_layers; l++)
    {
      const NnLayer *layer = &trainer->network->layers[l];
      const float   *w = trainer->parameters + layer->offset;

      for (gsize i = 0; i < layer->n_weights; i++)
        {
          magnitudes += fabs ((double) w[i]);
          squares += (double) w[i] * w[i];
        }
    }
  return trainer->l1 * magnitudes + trainer->l2 * squares;
}

static void
set_part (TrainPoint       *point,
          TrainPart         part,
          const TrainTally *tally)
{
  point->cost[part] = tally->n > 0 ? tally->loss / (double) tally->n : NAN;
  point->accuracy[part] = tally->n > 0 ? (double) tally->correct / (double) tally->n : NAN;
}

static gboolean
measure_test (TrainTrainer *trainer,
              gboolean      last,
              TrainTally   *tally)
{
  double n = (double) trainer->data->split.n_test;

  if (!last && trainer->test_evaluated + n > TEST_CREDIT + TEST_SHARE * trainer->examples)
    return TRUE;
  trainer->test_evaluated += n;
  return train_trainer_evaluate (trainer, TRAIN_PART_TEST, tally);
}

/* Adds a point for the current step, the training part being @train. FALSE when stopped: none was added. */
static gboolean
add_point (TrainTrainer     *trainer,
           const TrainTally *train,
           gboolean          last)
{
  TrainPoint point = { .step = trainer->step, .examples = trainer->examples };
  TrainTally validation = { 0 };
  TrainTally test = { 0 };
  double     evaluated = trainer->test_evaluated;

  if (!train_trainer_evaluate (trainer, TRAIN_PART_VALIDATION, &validation) || !measure_test (trainer, last, &test))
    {
      trainer->test_evaluated = evaluated;
      return FALSE;
    }
  point.epoch = train_trainer_get_epoch (trainer);
  point.penalty = train_trainer_penalty (trainer);
  point.seconds = trainer->seconds;
  set_part (&point, TRAIN_PART_TRAIN, train);
  set_part (&point, TRAIN_PART_VALIDATION, &validation);
  set_part (&point, TRAIN_PART_TEST, &test);
  g_array_append_val (trainer->history->points, point);
  return TRUE;
}

/* The cost is that of the step before its update, so it says nothing about what the update made. */
static gboolean
is_finite (const TrainTrainer *trainer)
{
  guint32 worst = 0;

  for (gsize i = 0; i < trainer->network->n_parameters; i++)
    {
      guint32 bits;

      memcpy (&bits, &trainer->parameters[i], sizeof bits);
      worst = MAX (worst, bits & 0x7fffffffu);
    }
  return worst < 0x7f800000u; /* infinity and NaN have the largest exponent */
}

static void
remember_good (TrainTrainer *trainer)
{
  memcpy (trainer->good, trainer->parameters, trainer->network->n_parameters * sizeof (float));
  trainer->good_step = trainer->step;
}

gboolean
train_trainer_begin (TrainTrainer *trainer)
{
  gint64        start = g_get_monotonic_time ();
  TrainExamples examples = train_data_get_part (trainer->data, TRAIN_PART_TRAIN);
  TrainTally    tally;
  gboolean      done;

  if (trainer->history->points->len > 0)
    return TRUE;
  examples.n = MIN (examples.n, FIRST_TRAIN_EXAMPLES);
  done = train_batch_pass_evaluate (trainer->pass, trainer->parameters, &examples, &trainer->data->recipe, &tally) &&
         add_point (trainer, &tally, FALSE);
  if (done)
    remember_good (trainer);
  trainer->seconds += (double) (g_get_monotonic_time () - start) * 1e-6;
  return done;
}

/* The next examples of the epoch; the last batch of an epoch may be smaller. */
static TrainExamples
next_batch (TrainTrainer *trainer,
            gsize         batch)
{
  gsize n_train = trainer->data->split.n_train;

  return (TrainExamples) { trainer->data->collection.pool, trainer->order + trainer->position,
                           MIN (batch, n_train - trainer->position) };
}

/* Back to the last good parameters. The optimizer's memory may hold infinities by now: it starts afresh, so that the
 * run can go on with a smaller rate. */
static TrainAdvance
diverge (TrainTrainer *trainer)
{
  gsize bytes = trainer->network->n_parameters * sizeof (float);

  memcpy (trainer->parameters, trainer->good, bytes);
  for (guint s = 0; s < trainer->optimizer->n_slots; s++)
    memset (trainer->slots[s], 0, bytes);
  trainer->hyper.step = 0;
  trainer->since_point = (TrainTally) { 0 };
  trainer->point_due = FALSE;
  return TRAIN_DIVERGED;
}

static void
update (TrainTrainer *trainer,
        gsize         n_examples)
{
  TrainParameterUpdate request = {
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
  request.hyper.step = ++trainer->hyper.step;
  train_parameter_update_run (&request, trainer->pool);
}

/* Makes the point that is due. When measuring is stopped it stays due, and is made before the next step. */
static TrainAdvance
settle_point (TrainTrainer *trainer)
{
  gboolean    last = trainer->step >= trainer->total_steps;
  TrainPoint *point;

  if (!add_point (trainer, &trainer->since_point, last))
    return TRAIN_STOPPED;
  trainer->since_point = (TrainTally) { 0 };
  trainer->point_due = FALSE;
  point = &g_array_index (trainer->history->points, TrainPoint, trainer->history->points->len - 1);
  if (!is_finite (trainer) ||
      (trainer->data->split.n_validation > 0 && !isfinite (point->cost[TRAIN_PART_VALIDATION])))
    {
      g_array_set_size (trainer->history->points, trainer->history->points->len - 1);
      return diverge (trainer);
    }
  remember_good (trainer);
  return last ? TRAIN_FINISHED : TRAIN_ADVANCED;
}

static void
count_step (TrainTrainer     *trainer,
            const TrainTally *tally)
{
  guint64 evaluate = train_experiment_get_count (trainer->experiment, "training", "evaluate");

  trainer->step++;
  trainer->examples += (double) tally->n;
  trainer->since_point.loss += tally->loss;
  trainer->since_point.correct += tally->correct;
  trainer->since_point.n += tally->n;
  trainer->position += tally->n;
  if (trainer->position == trainer->data->split.n_train)
    start_epoch (trainer);
  trainer->point_due = trainer->step % evaluate == 0 || trainer->step >= trainer->total_steps;
}

static TrainAdvance
advance (TrainTrainer *trainer,
         gsize         batch)
{
  TrainExamples examples = next_batch (trainer, batch > 0 ? batch : trainer->batch);
  TrainTally    tally;
  TrainAdvance  settled;

  if (trainer->point_due && (settled = settle_point (trainer)) != TRAIN_ADVANCED)
    return settled;
  if (!train_batch_pass_train (trainer->pass, trainer->parameters, &examples, &trainer->data->recipe, &tally))
    return TRAIN_STOPPED;
  if (!isfinite (tally.loss))
    return diverge (trainer);
  update (trainer, tally.n);
  count_step (trainer, &tally);
  return trainer->point_due ? settle_point (trainer) : TRAIN_ADVANCED;
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

static void
retune_key (TrainTrainer *trainer,
            const char   *key,
            double        to,
            double       *value)
{
  TrainMark mark = { .step = trainer->step, .from = *value, .to = to };

  if (*value == to)
    return;
  g_strlcpy (mark.key, key, sizeof mark.key);
  g_array_append_val (trainer->history->marks, mark);
  *value = to;
}

void
train_trainer_retune (TrainTrainer    *trainer,
                      TrainExperiment *experiment)
{
  retune_key (trainer, "rate", train_experiment_get_real (experiment, "training", "rate"), &trainer->hyper.rate);
  retune_key (trainer, "momentum", train_experiment_get_real (experiment, "training", "momentum"),
              &trainer->hyper.momentum);
  retune_key (trainer, "l1", train_experiment_get_real (experiment, "training", "l1"), &trainer->l1);
  retune_key (trainer, "l2", train_experiment_get_real (experiment, "training", "l2"), &trainer->l2);
  trainer->total_steps = plan_steps (trainer, experiment);
  /* A plan that is shorter than what was done ends here, with a point like every other end. */
  if (trainer->step > 0 && trainer->step >= trainer->total_steps &&
      train_history_point (trainer->history, trainer->history->points->len - 1)->step < trainer->step)
    trainer->point_due = TRUE;
  train_experiment_ref (experiment);
  train_experiment_unref (trainer->experiment);
  trainer->experiment = experiment;
}

char *
train_trainer_hash (const TrainTrainer *trainer)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) trainer->parameters,
                                      trainer->network->n_parameters * sizeof (float));
}

void
train_trainer_place (TrainTrainer  *trainer,
                     const BaseRng *epoch_rng,
                     gsize          position,
                     guint64        step,
                     guint64        updates,
                     double         examples,
                     double         seconds)
{
  trainer->rng = *epoch_rng;
  start_epoch (trainer);
  trainer->position = position;
  trainer->step = step;
  trainer->hyper.step = updates;
  trainer->examples = examples;
  trainer->seconds = seconds;
  remember_good (trainer);
}
