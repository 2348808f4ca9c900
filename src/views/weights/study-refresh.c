/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/study-refresh.h"

/* Between two networks while it runs, at least; and a study takes so small a part of the time that training keeps its
 * speed. */
#define INTERVAL_US (2 * G_USEC_PER_SEC)
#define REST        50

#define KEY "percept-study-refresh"

#define PERCEPT_TYPE_STUDY_REFRESH (percept_study_refresh_get_type ())
G_DECLARE_FINAL_TYPE (PerceptStudyRefresh, percept_study_refresh, PERCEPT, STUDY_REFRESH, GObject)

struct _PerceptStudyRefresh
{
  GObject              parent_instance;
  PerceptUnitStudy    *study;      /* owns this */
  PerceptSession      *session;
  PerceptWeightSource *source;
  guint                watchers;
  gboolean             old;        /* there is something newer than the study's network */
  gboolean             asked;      /* the session for a copy, */
  gint64               taken;      /* and when the last one came, */
  gint64               cost;       /* us that the study of it took; 0: not known */
  guint64              step;       /* that was last heard of */
  GCancellable        *copying;    /* a moment's parameters; NULL: no thread is at work */
};

G_DEFINE_FINAL_TYPE (PerceptStudyRefresh, percept_study_refresh, G_TYPE_OBJECT)

/* A moment of the run */

typedef struct
{
  TrainExperiment *experiment;
  TrainData       *data;
  TrainRung       *rung;
  gsize            n_parameters;
  GPtrArray       *rungs;
} Moment;

static void
moment_free (Moment *moment)
{
  g_clear_pointer (&moment->experiment, train_experiment_unref);
  g_clear_pointer (&moment->data, train_data_unref);
  g_clear_pointer (&moment->rung, train_rung_unref);
  g_clear_pointer (&moment->rungs, g_ptr_array_unref);
  g_free (moment);
}

static Moment *
moment_new (PerceptSession *session,
            TrainRung      *rung)
{
  Moment    *moment = g_new0 (Moment, 1);
  GPtrArray *rungs = percept_session_get_rungs (session);

  moment->experiment = train_experiment_ref (percept_session_get_applied (session));
  moment->data = train_data_ref (percept_session_get_data (session));
  moment->rung = train_rung_ref (rung);
  moment->n_parameters = percept_session_get_status (session)->n_parameters;
  moment->rungs = g_ptr_array_new_with_free_func ((GDestroyNotify) train_rung_unref);
  for (guint i = 0; i < rungs->len; i++)
    g_ptr_array_add (moment->rungs, train_rung_ref (rungs->pdata[i]));
  return moment;
}

/* In a thread: copying the parameters of a large network takes longer than a frame. */
static void
copy_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Moment *moment = data;

  g_task_return_pointer (task,
                         percept_model_new (moment->experiment, moment->data, moment->rung->parameters,
                                            moment->n_parameters, moment->rung->step,
                                            g_steal_pointer (&moment->rungs)),
                         (GDestroyNotify) percept_model_unref);
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  PerceptStudyRefresh     *self = PERCEPT_STUDY_REFRESH (source);
  g_autoptr (PerceptModel) model = g_task_propagate_pointer (G_TASK (result), NULL);

  if (g_task_get_cancellable (G_TASK (result)) != self->copying)
    return;
  g_clear_object (&self->copying);
  if (model != NULL && self->study != NULL)
    percept_unit_study_set_model (self->study, model);
}

static void
drop_copying (PerceptStudyRefresh *self)
{
  if (self->copying != NULL)
    g_cancellable_cancel (self->copying);
  g_clear_object (&self->copying);
}

static void
copy_moment (PerceptStudyRefresh *self,
             TrainRung           *rung)
{
  g_autoptr (GTask) task = NULL;

  drop_copying (self);
  self->copying = g_cancellable_new ();
  task = g_task_new (self, self->copying, copied_cb, NULL);
  g_task_set_task_data (task, moment_new (self->session, rung), (GDestroyNotify) moment_free);
  g_task_run_in_thread (task, copy_in_thread);
}

/* Asking */

static void
refresh (PerceptStudyRefresh *self)
{
  const PerceptStatus *status = percept_session_get_status (self->session);
  TrainRung           *rung = percept_weight_source_get_rung (self->source);
  gboolean             open = percept_session_get_applied (self->session) != NULL
                              && status->phase != PERCEPT_PHASE_EMPTY && status->phase != PERCEPT_PHASE_LOADING;
  gboolean             early = status->phase == PERCEPT_PHASE_RUNNING
                               && g_get_monotonic_time () - self->taken < MAX (INTERVAL_US, REST * self->cost);

  if (!self->old || self->watchers == 0 || self->study == NULL || !open)
    return;
  if (rung != NULL)
    copy_moment (self, rung);
  else if (self->asked || early)
    return;
  else
    {
      self->asked = TRUE;
      percept_session_request_model (self->session);
    }
  self->old = FALSE;
}

static void
model_cb (PerceptStudyRefresh *self,
          PerceptModel        *model)
{
  if (!self->asked)
    return;
  self->asked = FALSE;
  self->taken = g_get_monotonic_time ();
  /* Who has gone to another moment meanwhile has that one's network. */
  if (self->study != NULL && percept_weight_source_get_rung (self->source) == NULL)
    percept_unit_study_set_model (self->study, model);
  refresh (self);
}

/* A run that goes on changes nothing of what was. */
static void
status_cb (PerceptStudyRefresh *self)
{
  guint64 step = percept_session_get_status (self->session)->step;

  if (step != self->step && percept_weight_source_get_rung (self->source) == NULL)
    self->old = TRUE;
  self->step = step;
  refresh (self);
}

static void
busy_cb (PerceptStudyRefresh *self)
{
  if (!percept_unit_study_is_busy (self->study) && self->taken > 0)
    self->cost = g_get_monotonic_time () - self->taken;
}

static void
edited_cb (PerceptStudyRefresh *self)
{
  if (percept_weight_source_get_rung (self->source) == NULL)
    self->old = TRUE;
  refresh (self);
}

static void
moment_cb (PerceptStudyRefresh *self)
{
  drop_copying (self);
  self->old = TRUE;
  self->taken = 0;
  refresh (self);
}

/* Another network: nothing that was found out about the last one is true of it. */
static void
opened_cb (PerceptStudyRefresh *self)
{
  drop_copying (self);
  self->asked = FALSE;
  self->old = TRUE;
  self->taken = 0;
  if (self->study != NULL)
    percept_unit_study_set_model (self->study, NULL);
  refresh (self);
}

/* GObject */

static void
percept_study_refresh_dispose (GObject *object)
{
  PerceptStudyRefresh *self = PERCEPT_STUDY_REFRESH (object);

  drop_copying (self);
  g_clear_object (&self->session);
  g_clear_object (&self->source);
  G_OBJECT_CLASS (percept_study_refresh_parent_class)->dispose (object);
}

static void
percept_study_refresh_class_init (PerceptStudyRefreshClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_study_refresh_dispose;
}

static void
percept_study_refresh_init (PerceptStudyRefresh *self)
{
  self->old = TRUE;
}

/* A task may keep it longer than the study lives. */
static void
drop_refresh (gpointer data)
{
  PerceptStudyRefresh *self = data;

  self->study = NULL;
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_signal_handlers_disconnect_by_data (self->source, self);
  drop_copying (self);
  g_object_unref (self);
}

static PerceptStudyRefresh *
tie (PerceptUnitStudy    *study,
     PerceptSession      *session,
     PerceptWeightSource *source)
{
  PerceptStudyRefresh *self = g_object_new (PERCEPT_TYPE_STUDY_REFRESH, NULL);

  self->study = study;
  self->session = g_object_ref (session);
  self->source = g_object_ref (source);
  g_signal_connect_swapped (session, "model", G_CALLBACK (model_cb), self);
  g_signal_connect_swapped (session, "status", G_CALLBACK (status_cb), self);
  g_signal_connect_swapped (session, "edited", G_CALLBACK (edited_cb), self);
  g_signal_connect_swapped (session, "opened", G_CALLBACK (opened_cb), self);
  g_signal_connect_swapped (source, "moment", G_CALLBACK (moment_cb), self);
  g_signal_connect_swapped (study, "busy", G_CALLBACK (busy_cb), self);
  g_object_set_data_full (G_OBJECT (study), KEY, self, drop_refresh);
  return self;
}

void
percept_study_refresh_watch (PerceptUnitStudy    *study,
                             PerceptSession      *session,
                             PerceptWeightSource *source)
{
  PerceptStudyRefresh *self = g_object_get_data (G_OBJECT (study), KEY);

  if (self == NULL)
    self = tie (study, session, source);
  self->watchers++;
  refresh (self);
}

void
percept_study_refresh_unwatch (PerceptUnitStudy *study)
{
  PerceptStudyRefresh *self = g_object_get_data (G_OBJECT (study), KEY);

  g_return_if_fail (self != NULL && self->watchers > 0);
  self->watchers--;
}
