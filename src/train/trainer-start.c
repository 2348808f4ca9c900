/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/trainer-private.h"

#include "train/initial-weights.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define COPY 1000000 /* floats copied between two looks at the stop flag: some milliseconds */

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
keeps_best (const TrainTrainer *trainer)
{
  return g_str_equal (train_experiment_get (trainer->experiment, "training", "keep"), "best-validation");
}

/* Everything that is as large as the parameters, before any of it is allocated. */
static guint64
count_bytes (const TrainTrainer *trainer)
{
  const NnNetwork *network = trainer->network;
  guint64          copy = (guint64) network->n_parameters * sizeof (float);
  guint64          n_copies = 2 + trainer->optimizer->n_slots; /* now, at the last point, the optimizer's */

  n_copies += keeps_best (trainer) ? 2 : 0;    /* the best, and the last beside it in the file */
  n_copies += 1 + trainer->optimizer->n_slots; /* files are built and read as a whole */
  n_copies += 2;                               /* pictures on their way to who watches, and there */
  return n_copies * copy + train_batch_pass_get_bytes (network, base_pool_get_n_threads (trainer->pool), TRUE);
}

static gboolean
check_memory (const TrainTrainer *trainer,
              GError            **error)
{
  if (nn_network_check_memory (trainer->network, count_bytes (trainer), error))
    return TRUE;
  g_prefix_error (error, "network.layers = %s: ", train_experiment_get (trainer->experiment, "network", "layers"));
  return FALSE;
}

static gboolean
allocate (TrainTrainer *trainer,
          GError      **error)
{
  trainer->parameters = new_array (trainer->network, error);
  trainer->good = trainer->parameters ? new_array (trainer->network, error) : NULL;
  if (!trainer->good)
    return FALSE;
  if (keeps_best (trainer) && !(trainer->best = new_array (trainer->network, error)))
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

guint64
train_trainer_plan_steps (const TrainTrainer *trainer,
                          TrainExperiment    *experiment)
{
  guint64 epochs = train_experiment_get_count (experiment, "training", "epochs");

  return epochs > 0 ? train_batch_order_count_steps (trainer->order, epochs)
                    : train_experiment_get_count (experiment, "training", "steps");
}

static void
read_settings (TrainTrainer *trainer)
{
  TrainExperiment *experiment = trainer->experiment;

  trainer->loss = nn_loss_type_find (train_experiment_get (experiment, "training", "loss"));
  trainer->optimizer = nn_optimizer_type_find (train_experiment_get (experiment, "training", "optimizer"));
  trainer->sum = g_str_equal (train_experiment_get (experiment, "training", "reduction"), "sum");
  train_trainer_read_live_settings (trainer);
}

/* A loss looks up the output of the label without asking whether there is one. */
static gboolean
check_labels (const DsDataset *dataset,
              GError         **error)
{
  for (gsize i = 0; i < dataset->n_examples; i++)
    if (dataset->labels[i] >= dataset->n_classes)
      {
        g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH,
                     _("%s: example %" G_GSIZE_FORMAT " has the label %u, but with %u classes labels go from 0 to %u"),
                     dataset->origin, i, dataset->labels[i], dataset->n_classes, dataset->n_classes - 1);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_keep (const TrainTrainer *trainer,
            GError            **error)
{
  if (!keeps_best (trainer) || trainer->data->split.n_validation > 0)
    return TRUE;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH,
               _("training.keep = best-validation, but there are no validation examples; data.validation = %s must be "
                 "more, or training.keep “last”"),
               train_experiment_get (trainer->experiment, "data", "validation"));
  return FALSE;
}

static gboolean
plan_batches (TrainTrainer *trainer,
              GError      **error)
{
  TrainExperiment *experiment = trainer->experiment;

  trainer->order = train_batch_order_new (trainer->data, train_experiment_get (experiment, "training", "batch"),
                                          train_experiment_get_count (experiment, "seed", "batch"), error);
  if (!trainer->order)
    return FALSE;
  trainer->batch = train_batch_order_get_size (trainer->order);
  return TRUE;
}

static gboolean
set_stopped (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("building the network was stopped"));
  return FALSE;
}

/* The weights of step 0. An optimizer's memory is zero already; what stays untouched costs neither time nor memory. */
static gboolean
initialize (TrainTrainer *trainer,
            BaseProgress  progress,
            gpointer      user_data,
            GError      **error)
{
  TrainExperiment *experiment = trainer->experiment;
  gsize            n = trainer->network->n_parameters;
  NnInitializer    initializer;
  BaseRng          rng;
  float            velocity = (float) train_experiment_get_real (experiment, "training", "initial-velocity");

  nn_initializer_parse (train_experiment_get (experiment, "network", "init"), &initializer, NULL);
  base_rng_seed (&rng, train_experiment_get_count (experiment, "seed", "init"), BASE_RNG_INIT);
  if (!nn_network_initialize_watched (trainer->network, &initializer,
                                      train_experiment_get_real (experiment, "network", "bias-init"), &rng,
                                      trainer->parameters, progress, user_data))
    return set_stopped (error);
  if (!train_initial_weights_read (experiment, trainer->network, trainer->parameters, error))
    return FALSE;
  for (gsize i = 0; i < n; i += COPY)
    {
      if (progress && !progress (NULL, -1.0, user_data))
        return set_stopped (error);
      memcpy (trainer->good + i, trainer->parameters + i, MIN (COPY, n - i) * sizeof (float));
    }
  for (gsize i = 0; velocity != 0.0f && trainer->optimizer->has_momentum && i < n; i++)
    trainer->slots[0][i] = velocity;
  base_rng_seed (&trainer->dropout_rng, train_experiment_get_count (experiment, "seed", "dropout"), BASE_RNG_DROPOUT);
  return TRUE;
}

TrainTrainer *
train_trainer_new_watched (TrainExperiment   *experiment,
                           TrainData         *data,
                           BasePool          *pool,
                           const atomic_bool *stop,
                           BaseProgress       progress,
                           gpointer           user_data,
                           GError           **error)
{
  g_autoptr (TrainTrainer) trainer = g_new0 (TrainTrainer, 1);

  trainer->experiment = train_experiment_ref (experiment);
  trainer->data = train_data_ref (data);
  trainer->pool = pool;
  trainer->stop = stop;
  trainer->history = train_history_new ();
  trainer->journal = train_journal_new ();
  trainer->epoch_costs = g_array_new (FALSE, FALSE, sizeof (double));
  trainer->best_validation = NAN;
  trainer->gradient_norm = NAN;
  train_trainer_set_stop_rule (trainer);
  if (!check_labels (data->collection.pool, error) ||
      (data->collection.test && !check_labels (data->collection.test, error)) || !plan_batches (trainer, error))
    return NULL;
  read_settings (trainer);
  if (!check_keep (trainer, error) || !build_network (trainer, error) || !check_memory (trainer, error) ||
      !allocate (trainer, error))
    return NULL;
  return initialize (trainer, progress, user_data, error) ? g_steal_pointer (&trainer) : NULL;
}

TrainTrainer *
train_trainer_new (TrainExperiment   *experiment,
                   TrainData         *data,
                   BasePool          *pool,
                   const atomic_bool *stop,
                   GError           **error)
{
  return train_trainer_new_watched (experiment, data, pool, stop, NULL, NULL, error);
}
