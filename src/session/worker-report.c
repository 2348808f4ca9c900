/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/worker-private.h"

#include <math.h>
#include <string.h>

#define REPORT_INTERVAL 16667  /* us */
#define ANSWER_INTERVAL 500000 /* us */
#define MOST_ANSWERS    10000

void
worker_set_message (Worker     *worker,
                    const char *message)
{
  const char *end;

  g_strlcpy (worker->status.message, message, sizeof worker->status.message);
  /* A long message must not be cut inside a character. */
  if (!g_utf8_validate (worker->status.message, -1, &end))
    worker->status.message[end - worker->status.message] = '\0';
}

static PerceptPhase
get_phase (const Worker *worker)
{
  if (!worker->trainer)
    return PERCEPT_PHASE_EMPTY;
  if (worker->running)
    return PERCEPT_PHASE_RUNNING;
  return worker->finished ? PERCEPT_PHASE_FINISHED : PERCEPT_PHASE_PAUSED;
}

/* The newest measured value of each part: the test part is measured more rarely than the others. */
static void
fill_measured (PerceptStatus      *status,
               const TrainHistory *history)
{
  for (int part = 0; part < TRAIN_N_PARTS; part++)
    {
      status->cost[part] = status->accuracy[part] = NAN;
      for (guint i = history->points->len; i-- > 0 && isnan (status->cost[part]);)
        {
          status->cost[part] = train_history_point (history, i)->cost[part];
          status->accuracy[part] = train_history_point (history, i)->accuracy[part];
        }
    }
}

static void
fill_status (Worker *worker)
{
  TrainTrainer  *trainer = worker->trainer;
  PerceptStatus *status = &worker->status;
  const DsSplit *split;

  status->phase = get_phase (worker);
  if (!trainer)
    return;
  split = &trainer->data->split;
  status->step = trainer->step;
  status->total_steps = trainer->total_steps;
  status->epoch = train_trainer_get_epoch (trainer);
  status->seconds = trainer->seconds;
  status->progress = trainer->total_steps > 0 ? MIN (1.0, (double) trainer->step / (double) trainer->total_steps) : 0.0;
  status->steps_per_second = worker->running ? worker->pacer.steps_per_second : 0.0;
  fill_measured (status, trainer->history);
  status->penalty = (trainer->l1 > 0.0 || trainer->l2 > 0.0) && trainer->history->points->len > 0
                      ? train_history_point (trainer->history, trainer->history->points->len - 1)->penalty
                      : 0.0;
  status->n_examples[TRAIN_PART_TRAIN] = split->n_train;
  status->n_examples[TRAIN_PART_VALIDATION] = split->n_validation;
  status->n_examples[TRAIN_PART_TEST] = split->n_test;
  status->n_parameters = trainer->network->n_parameters;
  status->n_steps_per_epoch = train_batch_order_count_steps (trainer->order, 1);
}

/* By the dropout between @layer and the next one with weights. */
static guint8 *
find_dropped (const TrainTrainer *trainer,
              const NnLayer      *layer)
{
  const NnNetwork *network = trainer->network;

  for (guint l = layer->index + 1; l < network->n_layers && network->layers[l].number == 0; l++)
    {
      g_autofree guint8 *dropped = g_new (guint8, network->layers[l].n_out);

      if (train_trainer_get_dropped (trainer, &network->layers[l], 0, dropped))
        return g_steal_pointer (&dropped);
    }
  return NULL;
}

static void
put_pictures (Worker        *worker,
              const NnLayer *layer)
{
  const float    *p = worker->trainer->parameters + layer->offset;
  PerceptWeights *weights = g_new0 (PerceptWeights, 1);

  g_atomic_ref_count_init (&weights->refs);
  weights->layer = layer->number;
  weights->step = worker->trainer->step;
  weights->n_units = layer->n_units;
  weights->channels = layer->in.channels;
  weights->height = layer->in.height;
  weights->width = layer->in.width;
  weights->weights = g_try_malloc_n (layer->n_weights, sizeof (float));
  weights->biases = g_try_malloc_n (layer->n_biases, sizeof (float));
  if (!weights->weights || !weights->biases)
    {
      percept_weights_unref (weights); /* no picture this time; training goes on */
      return;
    }
  weights->dropped = find_dropped (worker->trainer, layer);
  memcpy (weights->weights, p, layer->n_weights * sizeof (float));
  memcpy (weights->biases, p + layer->n_weights, layer->n_biases * sizeof (float));
  exchange_put_weights (worker->exchange, weights);
}

static void
put_watched (Worker *worker)
{
  for (guint i = 0; i < worker->watched->len; i++)
    {
      const NnLayer *layer = nn_network_get_layer (worker->trainer->network, i + 1);

      if (layer && g_array_index (worker->watched, guint, i) > 0)
        put_pictures (worker, layer);
    }
}

/* While it runs, answers take a twentieth of the time at most; at rest they are those of now. */
static gboolean
are_answers_due (const Worker *worker,
                 gint64        now)
{
  if (!worker->answers_watched || !worker->trainer || worker->answered_step == worker->trainer->step)
    return FALSE;
  return !worker->running || now - worker->answered >= MAX (ANSWER_INTERVAL, 20 * worker->answer_cost);
}

static void
put_answers (Worker *worker,
             gint64  now)
{
  gboolean      validated = worker->trainer->data->split.n_validation > 0;
  TrainPart     part = validated ? TRAIN_PART_VALIDATION : TRAIN_PART_TRAIN;
  TrainExamples examples = train_data_get_part (worker->trainer->data, part);
  TrainAnswers *answers;

  examples.n = MIN (examples.n, MOST_ANSWERS);
  answers = train_answers_measure (worker->trainer, part, &examples);
  if (!answers) /* something urgent came; the next report tries again */
    return;
  worker->answered_step = worker->trainer->step;
  worker->answered = g_get_monotonic_time ();
  worker->answer_cost = worker->answered - now;
  exchange_put_answers (worker->exchange, answers);
}

static void
put_trail (Worker *worker)
{
  const TrainTrainer *trainer = worker->trainer;
  TrainTrailPoint     point;

  if (worker->places->len == 0 || worker->trail_step == trainer->step)
    return;
  point = train_trail_point (trainer->step, trainer->parameters, (const gsize *) (void *) worker->places->data,
                             worker->places->len);
  worker->trail_step = trainer->step;
  exchange_put_trail (worker->exchange, &point, 1);
}

void
worker_begin_trail (Worker *worker)
{
  g_autoptr (GPtrArray) rungs = NULL;

  exchange_drop_trail (worker->exchange);
  worker->trail_step = G_MAXUINT64;
  if (!worker->trainer)
    return;
  for (guint i = 0; i < worker->places->len; i++)
    if (g_array_index (worker->places, gsize, i) >= worker->trainer->network->n_parameters)
      {
        g_array_set_size (worker->places, 0); /* they were of another network */
        return;
      }
  rungs = worker->places->len > 0 ? train_ladder_get_rungs (worker->ladder) : NULL;
  for (guint i = 0; rungs && i < rungs->len; i++)
    {
      const TrainRung *rung = g_ptr_array_index (rungs, i);
      TrainTrailPoint  point = train_trail_point (rung->step, rung->parameters,
                                                  (const gsize *) (void *) worker->places->data, worker->places->len);

      worker->trail_step = rung->step;
      exchange_put_trail (worker->exchange, &point, 1);
    }
}

/* A rung at each point of the history: there the parameters are looked at anyway. */
static void
climb (Worker *worker)
{
  const TrainTrainer *trainer = worker->trainer;
  guint               n = trainer->history->points->len;

  if (n > 0 && train_history_point (trainer->history, n - 1)->step == trainer->step)
    train_ladder_climb (worker->ladder, trainer, FALSE);
}

/* The rungs are shared, not copied: this costs some pointers. */
static void
put_rungs (Worker *worker)
{
  guint version = train_ladder_get_version (worker->ladder);

  if (version == worker->rungs_reported)
    return;
  worker->rungs_reported = version;
  exchange_put_rungs (worker->exchange, train_ladder_get_rungs (worker->ladder),
                      train_ladder_get_keeps (worker->ladder));
}

void
worker_report (Worker  *worker,
               gboolean at_once)
{
  gint64        now = g_get_monotonic_time ();
  TrainHistory *history = worker->trainer ? worker->trainer->history : NULL;

  worker_settle_edits (worker);
  if (history)
    climb (worker);
  if (!at_once && now - worker->reported < REPORT_INTERVAL)
    return;
  worker->reported = now;
  fill_status (worker);
  if (history)
    put_trail (worker);
  if (history)
    {
      exchange_put_progress (worker->exchange, &worker->status, history, worker->points_reported,
                             worker->marks_reported);
      worker->points_reported = history->points->len;
      worker->marks_reported = history->marks->len;
    }
  else
    exchange_put_status (worker->exchange, &worker->status);
  if (worker->trainer && (at_once || now - worker->pictured >= worker->picture_interval))
    {
      worker->pictured = now;
      put_watched (worker);
      put_rungs (worker);
    }
  if (are_answers_due (worker, now))
    put_answers (worker, now);
}

void
worker_report_loading (Worker     *worker,
                       const char *what,
                       double      fraction)
{
  PerceptStatus status = worker->status;
  gint64        now = g_get_monotonic_time ();

  if (what)
    worker_set_message (worker, what);
  else if (now - worker->loading_reported < REPORT_INTERVAL)
    return;
  worker->loading_reported = now;
  g_strlcpy (status.message, worker->status.message, sizeof status.message);
  status.phase = PERCEPT_PHASE_LOADING;
  status.progress = fraction;
  status.steps_per_second = 0.0;
  exchange_put_status (worker->exchange, &status);
}

static void
append_layer_info (GArray        *infos,
                   const NnLayer *layer,
                   const NnLayer *next)
{
  PerceptLayerInfo info = {
    .layer = layer->number,
    .n_units = layer->n_units,
    .channels = layer->in.channels,
    .height = layer->in.height,
    .width = layer->in.width,
    .n_parameters = layer->n_weights + layer->n_biases,
    .offset = layer->offset,
  };

  g_strlcpy (info.text, layer->text, sizeof info.text);
  if (next && next->type->title && !strstr (layer->text, next->type->name))
    g_snprintf (info.text, sizeof info.text, "%s %s", layer->text, next->type->name);
  g_array_append_val (infos, info);
}

void
worker_report_again (Worker *worker)
{
  const TrainHistory *history = worker->trainer->history;

  fill_status (worker);
  exchange_put_history (worker->exchange, &worker->status, history);
  worker->points_reported = history->points->len;
  worker->marks_reported = history->marks->len;
  worker->answered_step = G_MAXUINT64;
  worker_begin_trail (worker);
}

void
worker_report_opened (Worker  *worker,
                      guint    n_changes,
                      gboolean from_folder)
{
  const NnNetwork *network = worker->trainer->network;
  Event           *event = event_new (EVENT_OPENED);

  event->n_changes = n_changes;
  event->from_folder = from_folder;
  event->step = worker->trainer->step;
  event->experiment = train_experiment_ref (worker->trainer->experiment);
  event->data = train_data_ref (worker->trainer->data);
  event->layers = g_array_new (FALSE, FALSE, sizeof (PerceptLayerInfo));
  for (guint l = 0; l < network->n_layers; l++)
    if (network->layers[l].number > 0)
      append_layer_info (event->layers, &network->layers[l],
                         l + 1 < network->n_layers ? &network->layers[l + 1] : NULL);
  worker->points_reported = worker->marks_reported = 0;
  worker->answered_step = G_MAXUINT64;
  exchange_drop_history (worker->exchange);
  worker_begin_trail (worker);
  worker->rungs_reported = G_MAXUINT;
  put_rungs (worker);
  fill_status (worker); /* who hears of the event finds the numbers of what was opened */
  exchange_put_status (worker->exchange, &worker->status);
  exchange_put_event (worker->exchange, event);
}

void
worker_report_error (Worker *worker,
                     GError *error)
{
  Event *event = event_new (EVENT_FAILED);

  event->error = error;
  exchange_put_event (worker->exchange, event);
}
