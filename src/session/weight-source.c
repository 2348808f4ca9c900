/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/weight-source.h"

#include <glib/gi18n-lib.h>

struct _PerceptWeightSource
{
  GObject         parent;
  PerceptSession *session;
  TrainRung      *rung;      /* NULL: now */
  GArray         *watched;   /* guint by layer - 1: how many watch it */
  GPtrArray      *pictures;  /* PerceptWeights of the rung by layer - 1, NULL where there are none */
};

enum
{
  WEIGHTS,
  MOMENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PerceptWeightSource, percept_weight_source, G_TYPE_OBJECT)

static const PerceptLayerInfo *
find_layer (PerceptWeightSource *self,
            guint                layer)
{
  guint                   n;
  const PerceptLayerInfo *layers = percept_session_get_layers (self->session, &n);

  for (guint i = 0; i < n; i++)
    if (layers[i].layer == layer)
      return &layers[i];
  return NULL;
}

static gboolean
is_watched (PerceptWeightSource *self,
            guint                layer)
{
  return layer > 0 && layer <= self->watched->len && g_array_index (self->watched, guint, layer - 1) > 0;
}

/* The picture of @layer at the rung, unless it is there already. */
static void
fill_picture (PerceptWeightSource *self,
              guint                layer)
{
  const PerceptLayerInfo *info = find_layer (self, layer);

  if (!info)
    return;
  if (self->pictures->len < layer)
    g_ptr_array_set_size (self->pictures, (gint) layer);
  if (!g_ptr_array_index (self->pictures, layer - 1))
    g_ptr_array_index (self->pictures, layer - 1) = percept_weights_cut (info, self->rung->parameters,
                                                                         self->rung->step);
}

/* While a rung is shown, the worker need not draw what nobody sees. */
static void
watch_session (PerceptWeightSource *self,
               gboolean             on)
{
  for (guint layer = 1; layer <= self->watched->len; layer++)
    if (is_watched (self, layer) && on)
      percept_session_watch_weights (self->session, layer);
    else if (is_watched (self, layer))
      percept_session_unwatch_weights (self->session, layer);
}

void
percept_weight_source_watch (PerceptWeightSource *self,
                             guint                layer)
{
  g_return_if_fail (PERCEPT_IS_WEIGHT_SOURCE (self) && layer > 0);

  if (self->watched->len < layer)
    g_array_set_size (self->watched, layer);
  if (g_array_index (self->watched, guint, layer - 1)++ > 0)
    return;
  if (self->rung)
    fill_picture (self, layer);
  else
    percept_session_watch_weights (self->session, layer);
}

void
percept_weight_source_unwatch (PerceptWeightSource *self,
                               guint                layer)
{
  g_return_if_fail (PERCEPT_IS_WEIGHT_SOURCE (self) && layer > 0);

  if (!is_watched (self, layer) || --g_array_index (self->watched, guint, layer - 1) > 0)
    return;
  if (!self->rung)
    percept_session_unwatch_weights (self->session, layer);
}

PerceptWeights *
percept_weight_source_get (PerceptWeightSource *self,
                           guint                layer)
{
  g_return_val_if_fail (PERCEPT_IS_WEIGHT_SOURCE (self), NULL);

  if (!self->rung)
    return percept_session_get_weights (self->session, layer);
  return layer > 0 && layer <= self->pictures->len ? g_ptr_array_index (self->pictures, layer - 1) : NULL;
}

void
percept_weight_source_set_rung (PerceptWeightSource *self,
                                TrainRung           *rung)
{
  TrainRung *old = self->rung;

  g_return_if_fail (PERCEPT_IS_WEIGHT_SOURCE (self));

  if (rung == old)
    return;
  if (!old)
    watch_session (self, FALSE);
  self->rung = rung ? train_rung_ref (rung) : NULL;
  g_clear_pointer (&old, train_rung_unref);
  g_ptr_array_set_size (self->pictures, 0);
  for (guint layer = 1; rung && layer <= self->watched->len; layer++)
    if (is_watched (self, layer))
      fill_picture (self, layer);
  if (!rung)
    watch_session (self, TRUE);
  g_signal_emit (self, signals[MOMENT], 0);
  g_signal_emit (self, signals[WEIGHTS], 0);
}

TrainRung *
percept_weight_source_get_rung (PerceptWeightSource *self)
{
  g_return_val_if_fail (PERCEPT_IS_WEIGHT_SOURCE (self), NULL);

  return self->rung;
}

guint64
percept_weight_source_get_step (PerceptWeightSource *self)
{
  g_return_val_if_fail (PERCEPT_IS_WEIGHT_SOURCE (self), 0);

  return self->rung ? self->rung->step : percept_session_get_status (self->session)->step;
}

const float *
percept_weight_source_get_parameters (PerceptWeightSource *self)
{
  g_return_val_if_fail (PERCEPT_IS_WEIGHT_SOURCE (self), NULL);

  return self->rung ? self->rung->parameters : NULL;
}

/* Freshening */

typedef struct
{
  PerceptSession *session;
  GPtrArray      *before;          /* by layer - 1, NULL where there was none */
  gulong          came, opened;    /* signal handlers */
} Freshening;

static void
stop_watching (Freshening *freshening)
{
  if (freshening->came == 0)
    return;
  g_clear_signal_handler (&freshening->came, freshening->session);
  g_clear_signal_handler (&freshening->opened, freshening->session);
  for (guint layer = 1; layer <= freshening->before->len; layer++)
    percept_session_unwatch_weights (freshening->session, layer);
}

static void
freshening_free (gpointer data)
{
  Freshening *freshening = data;

  stop_watching (freshening);
  g_ptr_array_unref (freshening->before);
  g_object_unref (freshening->session);
  g_free (freshening);
}

static gboolean
has_come (Freshening *freshening)
{
  for (guint i = 0; i < freshening->before->len; i++)
    if (percept_session_get_weights (freshening->session, i + 1) == g_ptr_array_index (freshening->before, i))
      return FALSE;
  return TRUE;
}

static void
fresh_cb (GTask *task)
{
  PerceptWeightSource *self = g_task_get_source_object (task);
  Freshening          *freshening = g_task_get_task_data (task);

  if (!has_come (freshening))
    return;
  stop_watching (freshening);
  for (guint layer = 1; self->rung && layer <= freshening->before->len; layer++)
    fill_picture (self, layer);
  if (self->rung)
    g_signal_emit (self, signals[WEIGHTS], 0);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
too_late_cb (GTask *task)
{
  stop_watching (g_task_get_task_data (task));
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Another experiment was opened"));
  g_object_unref (task);
}

void
percept_weight_source_freshen_async (PerceptWeightSource *self,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  GTask      *task = g_task_new (self, NULL, callback, user_data);
  Freshening *freshening = g_new0 (Freshening, 1);
  guint       n;

  percept_session_get_layers (self->session, &n);
  freshening->session = g_object_ref (self->session);
  freshening->before = g_ptr_array_new_with_free_func ((GDestroyNotify) percept_weights_unref);
  g_task_set_task_data (task, freshening, freshening_free);
  for (guint layer = 1; layer <= n; layer++)
    {
      PerceptWeights *weights = percept_session_get_weights (self->session, layer);

      g_ptr_array_add (freshening->before, weights ? percept_weights_ref (weights) : NULL);
      percept_session_watch_weights (self->session, layer);
    }
  freshening->came = g_signal_connect_swapped (self->session, "weights", G_CALLBACK (fresh_cb), task);
  freshening->opened = g_signal_connect_swapped (self->session, "opened", G_CALLBACK (too_late_cb), task);
  if (n == 0)
    fresh_cb (task);
}

gboolean
percept_weight_source_freshen_finish (PerceptWeightSource *self,
                                      GAsyncResult        *result,
                                      GError             **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The layers are others by now: nobody's watch is about them. */
static void
on_opened (PerceptWeightSource *self)
{
  if (!self->rung)
    watch_session (self, FALSE);
  g_array_set_size (self->watched, 0);
  percept_weight_source_set_rung (self, NULL);
}

/* The run was put back to before the moment that is shown: it never came. */
static void
on_rungs (PerceptWeightSource *self)
{
  if (self->rung && self->rung->step > percept_session_get_status (self->session)->step)
    percept_weight_source_set_rung (self, NULL);
}

static void
on_weights (PerceptWeightSource *self)
{
  if (!self->rung)
    g_signal_emit (self, signals[WEIGHTS], 0);
}

static void
percept_weight_source_dispose (GObject *object)
{
  PerceptWeightSource *self = PERCEPT_WEIGHT_SOURCE (object);

  if (self->session && !self->rung)
    watch_session (self, FALSE);
  g_clear_object (&self->session);
  g_array_set_size (self->watched, 0);
  G_OBJECT_CLASS (percept_weight_source_parent_class)->dispose (object);
}

static void
percept_weight_source_finalize (GObject *object)
{
  PerceptWeightSource *self = PERCEPT_WEIGHT_SOURCE (object);

  g_clear_pointer (&self->rung, train_rung_unref);
  g_array_unref (self->watched);
  g_ptr_array_unref (self->pictures);
  G_OBJECT_CLASS (percept_weight_source_parent_class)->finalize (object);
}

static void
percept_weight_source_class_init (PerceptWeightSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = percept_weight_source_dispose;
  object_class->finalize = percept_weight_source_finalize;
  signals[WEIGHTS] = g_signal_new ("weights", PERCEPT_TYPE_WEIGHT_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[MOMENT] = g_signal_new ("moment", PERCEPT_TYPE_WEIGHT_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
percept_weight_source_init (PerceptWeightSource *self)
{
  self->watched = g_array_new (FALSE, TRUE, sizeof (guint));
  self->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) percept_weights_unref);
}

PerceptWeightSource *
percept_weight_source_new (PerceptSession *session)
{
  PerceptWeightSource *self = g_object_new (PERCEPT_TYPE_WEIGHT_SOURCE, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "rungs", G_CALLBACK (on_rungs), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "weights", G_CALLBACK (on_weights), self, G_CONNECT_SWAPPED);
  return self;
}
