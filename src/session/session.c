/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session-private.h"

#include <math.h>

enum
{
  OPENED,
  STATUS,
  HISTORY,
  WEIGHTS,
  PARAMETERS,
  ANSWERS,
  RUNGS,
  EXPERIMENT,
  FINISHED,
  FAILED,
  SAVED,
  MODEL,
  NO_MODEL,
  EDITED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PerceptSession, percept_session, G_TYPE_OBJECT)

void
percept_session_replace_experiment (TrainExperiment **place,
                                    TrainExperiment  *experiment)
{
  train_experiment_ref (experiment);
  g_clear_pointer (place, train_experiment_unref);
  *place = experiment;
}

static void
take_opened (PerceptSession *self,
             Event          *event)
{
  /* What was set while a restart was under way stays: live keys are in force already, others are pending. */
  if (event->n_changes == ANY_CHANGES || event->n_changes == self->n_changes)
    percept_session_replace_experiment (&self->experiment, event->experiment);
  percept_session_replace_experiment (&self->applied, event->experiment);
  g_clear_pointer (&self->data, train_data_unref);
  self->data = g_steal_pointer (&event->data);
  g_clear_pointer (&self->layers, g_array_unref);
  self->layers = g_steal_pointer (&event->layers);
  g_clear_pointer (&self->result, train_result_free);
  self->saved_step = event->from_folder ? event->step : G_MAXUINT64;
  self->saved_in_force = self->n_in_force;
  g_signal_emit (self, signals[OPENED], 0);
  g_signal_emit (self, signals[EXPERIMENT], 0);
}

/* Live changes went to the worker after it had sent @event, and are in force. */
static void
keep_live_changes (PerceptSession *self,
                   Event          *event)
{
  gsize           n;
  const TrainKey *keys = train_keys (&n);

  for (gsize i = 0; i < n; i++)
    if (keys[i].live)
      {
        const char                 *value = train_experiment_get (self->experiment, keys[i].group, keys[i].key);
        g_autoptr (TrainExperiment) changed = NULL;

        if (g_str_equal (value, train_experiment_get (event->experiment, keys[i].group, keys[i].key)))
          continue;
        changed = train_experiment_set (event->experiment, keys[i].group, keys[i].key, value, NULL);
        percept_session_replace_experiment (&event->experiment, changed);
      }
}

static void
take_edits (PerceptSession *self,
            Event          *event)
{
  g_free (self->edits.last);
  self->edits = event->edits;
  event->edits.last = NULL;
  g_signal_emit (self, signals[EDITED], 0);
}

static void
take_event (PerceptSession *self,
            Event          *event)
{
  switch (event->kind)
    {
    case EVENT_OPENED:
      take_opened (self, event);
      break;
    case EVENT_EXPERIMENT:
      keep_live_changes (self, event);
      percept_session_replace_experiment (&self->experiment, event->experiment);
      percept_session_replace_experiment (&self->applied, event->experiment);
      g_signal_emit (self, signals[EXPERIMENT], 0);
      break;
    case EVENT_WENT_BACK:
      percept_session_take_settings (self, event->experiment, event->n_changes);
      g_signal_emit (self, signals[EXPERIMENT], 0);
      break;
    case EVENT_FINISHED:
      g_clear_pointer (&self->result, train_result_free);
      self->result = g_steal_pointer (&event->result);
      g_signal_emit (self, signals[FINISHED], 0, self->result ? self->result->stopped_because : "interrupted");
      break;
    case EVENT_FAILED:
      g_signal_emit (self, signals[FAILED], 0, event->error);
      break;
    case EVENT_SAVED:
      self->saved_step = event->step;
      self->saved_in_force = self->saving_in_force;
      g_signal_emit (self, signals[SAVED], 0, event->path);
      break;
    case EVENT_MODEL:
      self->n_models++;
      if (event->model)
        g_signal_emit (self, signals[MODEL], 0, event->model);
      else
        g_signal_emit (self, signals[NO_MODEL], 0);
      break;
    case EVENT_EDITED:
      take_edits (self, event);
      break;
    }
}

static gboolean
take_history (PerceptSession *self,
              const Delivery *delivery)
{
  const TrainHistory *fresh = delivery->fresh;

  if (delivery->history_dropped)
    {
      train_history_clear (self->history);
      g_ptr_array_set_size (self->weights, 0);
    }
  if (fresh->points->len > 0)
    g_array_append_vals (self->history->points, fresh->points->data, fresh->points->len);
  if (fresh->marks->len > 0)
    g_array_append_vals (self->history->marks, fresh->marks->data, fresh->marks->len);
  return delivery->history_dropped || fresh->points->len > 0 || fresh->marks->len > 0;
}

static gboolean
take_weights (PerceptSession *self,
              GPtrArray      *fresh)
{
  gboolean any = FALSE;

  if (self->weights->len < fresh->len)
    g_ptr_array_set_size (self->weights, (gint) fresh->len);
  for (guint i = 0; i < fresh->len; i++)
    {
      PerceptWeights *weights = g_ptr_array_index (fresh, i);

      if (!weights)
        continue;
      percept_weights_unref (g_ptr_array_index (self->weights, i));
      g_ptr_array_index (self->weights, i) = percept_weights_ref (weights);
      any = TRUE;
    }
  return any;
}

static gboolean
take_answers (PerceptSession *self,
              Delivery       *delivery)
{
  if (delivery->history_dropped)
    g_clear_pointer (&self->answers, train_answers_unref);
  if (!delivery->answers)
    return delivery->history_dropped;
  g_clear_pointer (&self->answers, train_answers_unref);
  self->answers = g_steal_pointer (&delivery->answers);
  return TRUE;
}

static gboolean
take_trail (PerceptSession *self,
            const Delivery *delivery)
{
  if (delivery->trail_dropped)
    g_array_set_size (self->trail, 0);
  train_trail_extend (self->trail, (const TrainTrailPoint *) (void *) delivery->trail->data, delivery->trail->len);
  return delivery->trail_dropped || delivery->trail->len > 0;
}

static gboolean
take_rungs (PerceptSession *self,
            Delivery       *delivery)
{
  if (!delivery->rungs)
    return FALSE;
  g_ptr_array_unref (self->rungs);
  self->rungs = g_steal_pointer (&delivery->rungs);
  self->keeping = delivery->keeping;
  return TRUE;
}

/* How many events come up to the last that changes what is open, it included: the weights that came with them are of
 * that network, and no listener may see them with the layers of the one before. */
static guint
count_until_opened (const GQueue *events)
{
  guint n = 0, place = 0;

  for (const GList *link = events->head; link; link = link->next)
    {
      const Event *event = link->data;

      place++;
      if (event->kind == EVENT_OPENED || event->kind == EVENT_EXPERIMENT || event->kind == EVENT_WENT_BACK)
        n = place;
    }
  return n;
}

/* Everything is taken over first where it can be, then told, so that listeners see one consistent moment. */
static gboolean
fetch (gpointer user_data)
{
  g_autoptr (PerceptSession) self = g_object_ref (user_data);
  Delivery                   delivery;
  gboolean                   history_new, weights_new, answers_new, trail_new, rungs_new;
  Event                     *event;

  exchange_fetch (self->exchange, &delivery);
  history_new = take_history (self, &delivery);
  weights_new = take_weights (self, delivery.weights);
  answers_new = take_answers (self, &delivery);
  trail_new = take_trail (self, &delivery);
  rungs_new = take_rungs (self, &delivery);
  if (delivery.status_new)
    self->status = delivery.status;
  for (guint n = count_until_opened (&delivery.events); n > 0; n--)
    {
      event = g_queue_pop_head (&delivery.events);
      take_event (self, event);
      event_free (event);
    }
  if (delivery.status_new)
    g_signal_emit (self, signals[STATUS], 0);
  if (history_new)
    g_signal_emit (self, signals[HISTORY], 0);
  if (weights_new)
    g_signal_emit (self, signals[WEIGHTS], 0);
  if (trail_new)
    g_signal_emit (self, signals[PARAMETERS], 0);
  if (answers_new)
    g_signal_emit (self, signals[ANSWERS], 0);
  if (rungs_new)
    g_signal_emit (self, signals[RUNGS], 0);
  while ((event = g_queue_pop_head (&delivery.events)))
    {
      take_event (self, event);
      event_free (event);
    }
  delivery_clear (&delivery);
  return G_SOURCE_CONTINUE;
}

static void
percept_session_dispose (GObject *object)
{
  percept_session_close (PERCEPT_SESSION (object));
  G_OBJECT_CLASS (percept_session_parent_class)->dispose (object);
}

static void
percept_session_finalize (GObject *object)
{
  PerceptSession *self = PERCEPT_SESSION (object);

  g_clear_pointer (&self->experiment, train_experiment_unref);
  g_clear_pointer (&self->applied, train_experiment_unref);
  g_clear_pointer (&self->data, train_data_unref);
  g_clear_pointer (&self->layers, g_array_unref);
  g_clear_pointer (&self->history, train_history_free);
  g_clear_pointer (&self->weights, g_ptr_array_unref);
  g_clear_pointer (&self->answers, train_answers_unref);
  g_clear_pointer (&self->trail, g_array_unref);
  g_clear_pointer (&self->rungs, g_ptr_array_unref);
  g_clear_pointer (&self->result, train_result_free);
  g_free (self->edits.last);
  G_OBJECT_CLASS (percept_session_parent_class)->finalize (object);
}

static guint
new_signal (const char *name,
            GType       argument)
{
  return g_signal_new (name, PERCEPT_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       argument == G_TYPE_NONE ? 0 : 1, argument);
}

static void
percept_session_class_init (PerceptSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = percept_session_dispose;
  object_class->finalize = percept_session_finalize;
  signals[OPENED] = new_signal ("opened", G_TYPE_NONE);
  signals[STATUS] = new_signal ("status", G_TYPE_NONE);
  signals[HISTORY] = new_signal ("history", G_TYPE_NONE);
  signals[WEIGHTS] = new_signal ("weights", G_TYPE_NONE);
  signals[PARAMETERS] = new_signal ("parameters", G_TYPE_NONE);
  signals[ANSWERS] = new_signal ("answers", G_TYPE_NONE);
  signals[RUNGS] = new_signal ("rungs", G_TYPE_NONE);
  signals[EXPERIMENT] = new_signal ("experiment", G_TYPE_NONE);
  signals[FINISHED] = new_signal ("finished", G_TYPE_STRING);
  signals[FAILED] = new_signal ("failed", G_TYPE_ERROR);
  signals[SAVED] = new_signal ("saved", G_TYPE_STRING);
  signals[MODEL] = new_signal ("model", G_TYPE_POINTER);
  signals[NO_MODEL] = new_signal ("no-model", G_TYPE_NONE);
  signals[EDITED] = new_signal ("edited", G_TYPE_NONE);
}

void
percept_status_clear (PerceptStatus *status)
{
  *status = (PerceptStatus) { .phase = PERCEPT_PHASE_EMPTY };
  for (int part = 0; part < TRAIN_N_PARTS; part++)
    status->cost[part] = status->accuracy[part] = NAN;
}

static void
percept_session_init (PerceptSession *self)
{
  self->history = train_history_new ();
  self->trail = train_trail_new ();
  self->rungs = g_ptr_array_new_with_free_func ((GDestroyNotify) train_rung_unref);
  self->weights = g_ptr_array_new_with_free_func ((GDestroyNotify) percept_weights_unref);
  self->layers = g_array_new (FALSE, FALSE, sizeof (PerceptLayerInfo));
  self->keeping = TRAIN_LADDER_STATES;
  self->pace = PERCEPT_PACE_FULL;
  self->saved_step = G_MAXUINT64;
  percept_status_clear (&self->status);
  self->edits = (PerceptEdits) { .cost_before = NAN, .accuracy_before = NAN, .cost = NAN, .accuracy = NAN,
                                  .kept_step = G_MAXUINT64 };
}

PerceptSession *
percept_session_new (guint n_threads)
{
  PerceptSession *self = g_object_new (PERCEPT_TYPE_SESSION, NULL);

  self->exchange = exchange_new (fetch, self);
  self->worker = worker_new (n_threads, self->exchange);
  return self;
}

void
percept_session_close (PerceptSession *self)
{
  g_clear_pointer (&self->worker, worker_free);
  g_clear_pointer (&self->exchange, exchange_free);
}

const PerceptStatus *
percept_session_get_status (PerceptSession *self)
{
  return &self->status;
}

const TrainHistory *
percept_session_get_history (PerceptSession *self)
{
  return self->history;
}

TrainExperiment *
percept_session_get_experiment (PerceptSession *self)
{
  return self->experiment;
}

TrainExperiment *
percept_session_get_applied (PerceptSession *self)
{
  return self->applied;
}

TrainData *
percept_session_get_data (PerceptSession *self)
{
  return self->data;
}

DsDataset *
percept_session_get_dataset (PerceptSession *self)
{
  return self->data ? self->data->collection.pool : NULL;
}

const PerceptLayerInfo *
percept_session_get_layers (PerceptSession *self,
                            guint          *n_layers)
{
  *n_layers = self->layers->len;
  return (const PerceptLayerInfo *) (void *) self->layers->data;
}

PerceptWeights *
percept_session_get_weights (PerceptSession *self,
                             guint           layer)
{
  return layer > 0 && layer <= self->weights->len ? g_ptr_array_index (self->weights, layer - 1) : NULL;
}

TrainAnswers *
percept_session_get_answers (PerceptSession *self)
{
  return self->answers;
}

const TrainTrailPoint *
percept_session_get_trail (PerceptSession *self,
                           guint          *n)
{
  *n = self->trail->len;
  return (const TrainTrailPoint *) (void *) self->trail->data;
}

GPtrArray *
percept_session_get_rungs (PerceptSession *self)
{
  return self->rungs;
}

TrainLadderKeeps
percept_session_get_state_keeping (PerceptSession *self)
{
  return self->keeping;
}

gboolean
percept_session_can_go_back (PerceptSession *self,
                             guint64         step)
{
  for (guint i = 0; i < self->rungs->len; i++)
    {
      const TrainRung *rung = g_ptr_array_index (self->rungs, i);

      if (rung->state && rung->step <= step)
        return step < self->status.step;
    }
  return FALSE;
}

void
percept_session_get_status_at (PerceptSession *self,
                               guint64         step,
                               PerceptStatus  *status)
{
  const TrainPoint *point = train_history_find (self->history, step);

  *status = self->status;
  if (step >= status->step)
    return;
  status->past = TRUE;
  status->step = step;
  status->epoch = (double) step / (double) MAX (status->n_steps_per_epoch, 1);
  for (int part = 0; part < TRAIN_N_PARTS; part++)
    {
      status->cost[part] = point ? point->cost[part] : NAN;
      status->accuracy[part] = point ? point->accuracy[part] : NAN;
    }
  if (point)
    status->epoch = point->epoch;
}

const PerceptEdits *
percept_session_get_edits (PerceptSession *self)
{
  return &self->edits;
}

const TrainResult *
percept_session_get_result (PerceptSession *self)
{
  return self->result;
}

gboolean
percept_session_get_changed (PerceptSession *self)
{
  return self->experiment && self->status.step > 0 &&
         (self->status.step != self->saved_step || self->n_in_force != self->saved_in_force);
}
