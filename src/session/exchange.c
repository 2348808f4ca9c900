/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/exchange.h"

Exchange *
exchange_new (GSourceFunc fetch,
              gpointer    user_data)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  pthread_mutex_init (&exchange->lock, NULL);
  exchange->fresh = train_history_new ();
  exchange->weights = g_ptr_array_new_with_free_func ((GDestroyNotify) percept_weights_unref);
  exchange->trail = train_trail_new ();
  g_queue_init (&exchange->events);
  wake_up_init (&exchange->wake_up, "[percept] session", fetch, user_data);
  return exchange;
}

void
exchange_free (Exchange *exchange)
{
  wake_up_clear (&exchange->wake_up);
  train_history_free (exchange->fresh);
  g_ptr_array_unref (exchange->weights);
  train_answers_unref (exchange->answers);
  g_clear_pointer (&exchange->rungs, g_ptr_array_unref);
  g_array_unref (exchange->trail);
  g_queue_clear_full (&exchange->events, (GDestroyNotify) event_free);
  pthread_mutex_destroy (&exchange->lock);
  g_free (exchange);
}

void
exchange_put_status (Exchange            *exchange,
                     const PerceptStatus *status)
{
  pthread_mutex_lock (&exchange->lock);
  exchange->status = *status;
  exchange->status_new = TRUE;
  wake_up_call (&exchange->wake_up);
  pthread_mutex_unlock (&exchange->lock);
}

void
exchange_put_progress (Exchange            *exchange,
                       const PerceptStatus *status,
                       const TrainHistory  *history,
                       guint                first_point,
                       guint                first_mark)
{
  pthread_mutex_lock (&exchange->lock);
  exchange->status = *status;
  exchange->status_new = TRUE;
  if (history->points->len > first_point)
    g_array_append_vals (exchange->fresh->points, &g_array_index (history->points, TrainPoint, first_point),
                         history->points->len - first_point);
  if (history->marks->len > first_mark)
    g_array_append_vals (exchange->fresh->marks, &g_array_index (history->marks, TrainMark, first_mark),
                         history->marks->len - first_mark);
  wake_up_call (&exchange->wake_up);
  pthread_mutex_unlock (&exchange->lock);
}

/* With the lock held. */
static void
drop_history (Exchange *exchange)
{
  train_history_clear (exchange->fresh);
  exchange->history_dropped = TRUE;
  g_ptr_array_set_size (exchange->weights, 0);
  g_clear_pointer (&exchange->answers, train_answers_unref);
}

void
exchange_drop_history (Exchange *exchange)
{
  pthread_mutex_lock (&exchange->lock);
  drop_history (exchange);
  wake_up_call (&exchange->wake_up);
  pthread_mutex_unlock (&exchange->lock);
}

void
exchange_put_history (Exchange            *exchange,
                      const PerceptStatus *status,
                      const TrainHistory  *history)
{
  pthread_mutex_lock (&exchange->lock);
  drop_history (exchange);
  exchange->status = *status;
  exchange->status_new = TRUE;
  g_array_append_vals (exchange->fresh->points, history->points->data, history->points->len);
  g_array_append_vals (exchange->fresh->marks, history->marks->data, history->marks->len);
  wake_up_call (&exchange->wake_up);
  pthread_mutex_unlock (&exchange->lock);
}

void
exchange_put_weights (Exchange       *exchange,
                      PerceptWeights *weights)
{
  PerceptWeights *old;
  guint           i = weights->layer - 1;

  pthread_mutex_lock (&exchange->lock);
  if (exchange->weights->len <= i)
    g_ptr_array_set_size (exchange->weights, (gint) i + 1);
  old = g_ptr_array_index (exchange->weights, i);
  g_ptr_array_index (exchange->weights, i) = weights;
  wake_up_call (&exchange->wake_up);
  pthread_mutex_unlock (&exchange->lock);
  percept_weights_unref (old);
}

void
exchange_put_answers (Exchange     *exchange,
                      TrainAnswers *answers)
{
  TrainAnswers *old;

  pthread_mutex_lock (&exchange->lock);
  old = exchange->answers;
  exchange->answers = answers;
  wake_up_call (&exchange->wake_up);
  pthread_mutex_unlock (&exchange->lock);
  train_answers_unref (old);
}

void
exchange_put_rungs (Exchange        *exchange,
                    GPtrArray       *rungs,
                    TrainLadderKeeps keeping)
{
  GPtrArray *old;

  pthread_mutex_lock (&exchange->lock);
  old = exchange->rungs;
  exchange->rungs = rungs;
  exchange->keeping = keeping;
  wake_up_call (&exchange->wake_up);
  pthread_mutex_unlock (&exchange->lock);
  g_clear_pointer (&old, g_ptr_array_unref);
}

void
exchange_drop_trail (Exchange *exchange)
{
  pthread_mutex_lock (&exchange->lock);
  g_array_set_size (exchange->trail, 0);
  exchange->trail_dropped = TRUE;
  wake_up_call (&exchange->wake_up);
  pthread_mutex_unlock (&exchange->lock);
}

void
exchange_put_trail (Exchange              *exchange,
                    const TrainTrailPoint *points,
                    guint                  n)
{
  pthread_mutex_lock (&exchange->lock);
  train_trail_extend (exchange->trail, points, n);
  wake_up_call (&exchange->wake_up);
  pthread_mutex_unlock (&exchange->lock);
}

void
exchange_put_event (Exchange *exchange,
                    Event    *event)
{
  pthread_mutex_lock (&exchange->lock);
  g_queue_push_tail (&exchange->events, event);
  wake_up_call (&exchange->wake_up);
  pthread_mutex_unlock (&exchange->lock);
}

void
exchange_fetch (Exchange *exchange,
                Delivery *delivery)
{
  GPtrArray    *weights = g_ptr_array_new_with_free_func ((GDestroyNotify) percept_weights_unref);
  TrainHistory *fresh = train_history_new ();
  GArray       *trail = train_trail_new ();

  pthread_mutex_lock (&exchange->lock);
  *delivery = (Delivery) {
    .status_new = exchange->status_new,
    .status = exchange->status,
    .history_dropped = exchange->history_dropped,
    .fresh = exchange->fresh,
    .weights = exchange->weights,
    .answers = exchange->answers,
    .rungs = exchange->rungs,
    .keeping = exchange->keeping,
    .trail_dropped = exchange->trail_dropped,
    .trail = exchange->trail,
    .events = exchange->events,
  };
  exchange->status_new = FALSE;
  exchange->history_dropped = FALSE;
  exchange->fresh = fresh;
  exchange->weights = weights;
  exchange->answers = NULL;
  exchange->rungs = NULL;
  exchange->trail_dropped = FALSE;
  exchange->trail = trail;
  g_queue_init (&exchange->events);
  wake_up_answered (&exchange->wake_up);
  pthread_mutex_unlock (&exchange->lock);
}

void
delivery_clear (Delivery *delivery)
{
  train_history_free (delivery->fresh);
  g_ptr_array_unref (delivery->weights);
  train_answers_unref (delivery->answers);
  g_clear_pointer (&delivery->rungs, g_ptr_array_unref);
  g_array_unref (delivery->trail);
  g_queue_clear_full (&delivery->events, (GDestroyNotify) event_free);
}

Event *
event_new (EventKind kind)
{
  Event *event = g_new0 (Event, 1);

  event->kind = kind;
  return event;
}

void
event_free (Event *event)
{
  g_clear_pointer (&event->experiment, train_experiment_unref);
  g_clear_pointer (&event->data, train_data_unref);
  g_clear_pointer (&event->layers, g_array_unref);
  g_clear_pointer (&event->result, train_result_free);
  g_clear_pointer (&event->model, percept_model_unref);
  g_clear_error (&event->error);
  g_free (event->edits.last);
  g_free (event->path);
  g_free (event);
}
