/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/check-job.h"

#define WHOLE 10000

struct _PerceptCheckJob
{
  gatomicrefcount  refs;
  PerceptModel    *model;
  TrainExperiment *experiment;
  atomic_bool      stop;
  atomic_int       progress;  /* of WHOLE */
};

static void
job_unref (gpointer data)
{
  percept_check_job_unref (data);
}

static void
result_free (gpointer data)
{
  percept_check_result_free (data);
}

static gboolean
report (const char *what,
        double      fraction,
        gpointer    user_data)
{
  PerceptCheckJob *job = user_data;

  atomic_store_explicit (&job->progress, (int) (WHOLE * CLAMP (fraction, 0.0, 1.0)), memory_order_relaxed);
  return !atomic_load_explicit (&job->stop, memory_order_relaxed);
}

static void
work (GTask        *task,
      gpointer      source,
      gpointer      data,
      GCancellable *cancellable)
{
  PerceptCheckJob        *job = data;
  const PerceptCheckModel model = { job->model->data, job->model->parameters, job->model->step };
  GError                 *error = NULL;
  PerceptCheckResult     *result = percept_check_run (job->experiment, NULL, &model, &job->stop, report, job, &error);

  if (result)
    g_task_return_pointer (task, result, result_free);
  else
    g_task_return_error (task, error);
}

PerceptCheckJob *
percept_check_job_start (PerceptModel        *model,
                         TrainExperiment     *experiment,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  PerceptCheckJob  *job = g_new0 (PerceptCheckJob, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_atomic_ref_count_init (&job->refs);
  job->model = percept_model_ref (model);
  job->experiment = train_experiment_ref (experiment);
  g_atomic_ref_count_inc (&job->refs);
  g_task_set_task_data (task, job, job_unref);
  g_task_set_source_tag (task, percept_check_job_start);
  g_task_run_in_thread (task, work);
  return job;
}

PerceptCheckResult *
percept_check_job_finish (GAsyncResult *done,
                          GError      **error)
{
  return g_task_propagate_pointer (G_TASK (done), error);
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
percept_check_job_unref (PerceptCheckJob *job)
{
  if (!g_atomic_ref_count_dec (&job->refs))
    return;
  percept_model_unref (job->model);
  train_experiment_unref (job->experiment);
  g_free (job);
}
