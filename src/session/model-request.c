/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/model-request.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  PerceptSession  *session;
  GCancellable    *cancellable;
  guint            number;                 /* of the answer that is waited for */
  gulong           came, none, opened, stopped;  /* signal handlers; 0: none */
  TrainRung       *rung;                   /* NULL: now; else also: */
  TrainExperiment *experiment;
  TrainData       *data;
  GPtrArray       *rungs;
  gsize            n_parameters;
} Request;

static void
disconnect (Request *request)
{
  g_clear_signal_handler (&request->came, request->session);
  g_clear_signal_handler (&request->none, request->session);
  g_clear_signal_handler (&request->opened, request->session);
  if (request->cancellable)
    g_clear_signal_handler (&request->stopped, request->cancellable);
}

static void
request_free (gpointer data)
{
  Request *request = data;

  disconnect (request);
  g_clear_pointer (&request->rung, train_rung_unref);
  g_clear_pointer (&request->experiment, train_experiment_unref);
  g_clear_pointer (&request->data, train_data_unref);
  g_clear_pointer (&request->rungs, g_ptr_array_unref);
  g_clear_object (&request->cancellable);
  g_object_unref (request->session);
  g_free (request);
}

/* Now */

/* Before the task returns, which may run the callback at once: what that does must not end the request again. */
static void
stop_waiting (GTask *task)
{
  disconnect (g_task_get_task_data (task));
}

/* Who asked before has an older network. */
static gboolean
is_answer (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  return percept_session_get_n_models (request->session) == request->number;
}

static void
came_cb (GTask        *task,
         PerceptModel *model)
{
  if (!is_answer (task))
    return;
  stop_waiting (task);
  g_task_return_pointer (task, percept_model_ref (model), (GDestroyNotify) percept_model_unref);
  g_object_unref (task);
}

static void
return_no_memory (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("There is no memory for a copy of the network"));
}

static void
none_cb (GTask *task)
{
  if (!is_answer (task))
    return;
  stop_waiting (task);
  if (percept_session_get_applied (g_task_get_source_object (task)))
    return_no_memory (task);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("No network is open"));
  g_object_unref (task);
}

static void
opened_cb (GTask *task)
{
  stop_waiting (task);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Another experiment was opened"));
  g_object_unref (task);
}

static void
cancelled_cb (GTask *task)
{
  stop_waiting (task);
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
}

/* @task: (transfer full) */
static void
ask (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  request->came = g_signal_connect_swapped (request->session, "model", G_CALLBACK (came_cb), task);
  request->none = g_signal_connect_swapped (request->session, "no-model", G_CALLBACK (none_cb), task);
  request->opened = g_signal_connect_swapped (request->session, "opened", G_CALLBACK (opened_cb), task);
  if (request->cancellable)
    request->stopped = g_signal_connect_swapped (request->cancellable, "cancelled", G_CALLBACK (cancelled_cb), task);
  request->number = percept_session_request_model (request->session);
}

/* A moment of the run */

static void
take_moment (Request *request)
{
  GPtrArray *rungs = percept_session_get_rungs (request->session);

  request->experiment = train_experiment_ref (percept_session_get_applied (request->session));
  request->data = train_data_ref (percept_session_get_data (request->session));
  request->n_parameters = percept_session_get_status (request->session)->n_parameters;
  request->rungs = g_ptr_array_new_with_free_func ((GDestroyNotify) train_rung_unref);
  for (guint i = 0; i < rungs->len; i++)
    g_ptr_array_add (request->rungs, train_rung_ref (rungs->pdata[i]));
}

/* Copying the parameters of a large network takes longer than a frame. */
static void
copy_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Request      *request = data;
  PerceptModel *model = percept_model_new (request->experiment, request->data, request->rung->parameters,
                                           request->n_parameters, request->rung->step,
                                           g_steal_pointer (&request->rungs));

  if (model)
    g_task_return_pointer (task, model, (GDestroyNotify) percept_model_unref);
  else
    return_no_memory (task);
}

void
percept_model_request_async (PerceptSession      *session,
                             TrainRung           *rung,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask   *task = g_task_new (session, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->session = g_object_ref (session);
  request->cancellable = cancellable ? g_object_ref (cancellable) : NULL;
  request->rung = rung ? train_rung_ref (rung) : NULL;
  g_task_set_task_data (task, request, request_free);
  if (!rung)
    {
      ask (task);
      return;
    }
  take_moment (request);
  g_task_run_in_thread (task, copy_in_thread);
  g_object_unref (task);
}

PerceptModel *
percept_model_request_finish (GAsyncResult *result,
                              GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
