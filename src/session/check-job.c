/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/check-job.h"

#include "session/wake-up.h"

#include <glib/gi18n-lib.h>
#include <pthread.h>

#define WHOLE 10000

struct _PerceptCheckJob
{
  PerceptModel       *model;
  TrainExperiment    *experiment;
  atomic_bool         stop;
  atomic_int          progress;   /* of WHOLE */
  pthread_t           thread;
  gboolean            running;    /* not joined yet */
  WakeUp              over;
  PerceptCheckDone    done;
  gpointer            user_data;
  PerceptCheckResult *result;     /* of the thread until it is joined, as is the error */
  GError             *error;
};

static gboolean
report (const char *what,
        double      fraction,
        gpointer    user_data)
{
  PerceptCheckJob *job = user_data;

  atomic_store_explicit (&job->progress, (int) (WHOLE * CLAMP (fraction, 0.0, 1.0)), memory_order_relaxed);
  return !atomic_load_explicit (&job->stop, memory_order_relaxed);
}

static void *
work (void *data)
{
  PerceptCheckJob        *job = data;
  const PerceptCheckModel model = { job->model->data, job->model->parameters, job->model->step };

  job->result = percept_check_run (job->experiment, NULL, &model, &job->stop, report, job, &job->error);
  wake_up_call (&job->over);
  return NULL;
}

static void
join (PerceptCheckJob *job)
{
  if (job->running)
    pthread_join (job->thread, NULL);
  job->running = FALSE;
}

static gboolean
over_cb (gpointer data)
{
  PerceptCheckJob *job = data;

  join (job);
  job->done (g_steal_pointer (&job->result), job->error, job->user_data);
  return G_SOURCE_REMOVE;
}

PerceptCheckJob *
percept_check_job_start (PerceptModel     *model,
                         TrainExperiment  *experiment,
                         PerceptCheckDone  done,
                         gpointer          user_data)
{
  PerceptCheckJob *job = g_new0 (PerceptCheckJob, 1);

  job->model = percept_model_ref (model);
  job->experiment = train_experiment_ref (experiment);
  job->done = done;
  job->user_data = user_data;
  wake_up_init (&job->over, "[percept] check", over_cb, job);
  job->running = pthread_create (&job->thread, NULL, work, job) == 0;
  if (!job->running)
    {
      job->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED,
                                        _("The check could not start: the system has no more threads"));
      wake_up_call (&job->over);
    }
  return job;
}

void
percept_check_job_stop (PerceptCheckJob *job)
{
  atomic_store_explicit (&job->stop, TRUE, memory_order_relaxed);
}

double
percept_check_job_get_progress (PerceptCheckJob *job)
{
  return (double) atomic_load_explicit (&job->progress, memory_order_relaxed) / WHOLE;
}

void
percept_check_job_free (PerceptCheckJob *job)
{
  if (!job)
    return;
  percept_check_job_stop (job);
  join (job);
  wake_up_clear (&job->over);
  percept_model_unref (job->model);
  train_experiment_unref (job->experiment);
  percept_check_result_free (job->result);
  g_clear_error (&job->error);
  g_free (job);
}
