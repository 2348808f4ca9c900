/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/study-refresh.h"

#include "session/model-request.h"

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
  GCancellable        *asking;     /* for a copy; NULL: not */
  gint64               taken;      /* when the last one came, */
  gint64               cost;       /* us that the study of it took; 0: not known */
  guint64              step;       /* that was last heard of */
};

G_DEFINE_FINAL_TYPE (PerceptStudyRefresh, percept_study_refresh, G_TYPE_OBJECT)

/* Asking */

static void refresh (PerceptStudyRefresh *self);

/* The answer may come while it is canceled: by then nobody asks. */
static void
drop_asking (PerceptStudyRefresh *self)
{
  g_autoptr (GCancellable) asking = g_steal_pointer (&self->asking);

  if (asking != NULL)
    g_cancellable_cancel (asking);
}

static void
model_cb (GObject      *session,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (PerceptStudyRefresh) self = data;
  g_autoptr (PerceptModel)        model = percept_model_request_finish (result, NULL);

  if (g_task_get_cancellable (G_TASK (result)) != self->asking)
    return;
  g_clear_object (&self->asking);
  if (self->study == NULL)
    return;
  self->taken = g_get_monotonic_time ();
  if (model != NULL)
    percept_unit_study_set_model (self->study, model);
  refresh (self);
}

static void
refresh (PerceptStudyRefresh *self)
{
  const PerceptStatus *status = percept_session_get_status (self->session);
  TrainRung           *rung = percept_weight_source_get_rung (self->source);
  gboolean             open = percept_session_get_applied (self->session) != NULL
                              && status->phase != PERCEPT_PHASE_EMPTY && status->phase != PERCEPT_PHASE_LOADING;
  gboolean             early = rung == NULL && status->phase == PERCEPT_PHASE_RUNNING
                               && g_get_monotonic_time () - self->taken < MAX (INTERVAL_US, REST * self->cost);

  if (!self->old || self->watchers == 0 || self->study == NULL || !open || self->asking != NULL || early)
    return;
  self->asking = g_cancellable_new ();
  self->old = FALSE;
  percept_model_request_async (self->session, rung, self->asking, model_cb, g_object_ref (self));
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
  drop_asking (self);
  self->old = TRUE;
  self->taken = 0;
  refresh (self);
}

/* Another network: nothing that was found out about the last one is true of it. */
static void
opened_cb (PerceptStudyRefresh *self)
{
  drop_asking (self);
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

  drop_asking (self);
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
  drop_asking (self);
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
