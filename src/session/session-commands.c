/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session-private.h"

#include "session/landscape-settings.h"

#include <glib/gi18n-lib.h>

static void
post (PerceptSession  *self,
      CommandKind      kind,
      TrainExperiment *experiment,
      const char      *path,
      guint            number,
      gboolean         flag)
{
  g_return_if_fail (PERCEPT_IS_SESSION (self));

  if (self->worker) /* a closed session does nothing more */
    worker_post (self->worker, kind, experiment, path, number, flag);
}

void
percept_session_set_store (PerceptSession *self,
                           const char     *folder)
{
  post (self, COMMAND_STORE, NULL, folder, 0, FALSE);
}

void
percept_session_open (PerceptSession  *self,
                      TrainExperiment *experiment,
                      gboolean         run)
{
  post (self, COMMAND_OPEN, experiment, NULL, 0, run);
}

void
percept_session_open_run (PerceptSession *self,
                          const char     *path)
{
  post (self, COMMAND_OPEN_RUN, NULL, path, 0, FALSE);
}

void
percept_session_run (PerceptSession *self)
{
  post (self, COMMAND_RUN, NULL, NULL, 0, FALSE);
}

void
percept_session_pause (PerceptSession *self)
{
  post (self, COMMAND_PAUSE, NULL, NULL, 0, FALSE);
}

void
percept_session_step (PerceptSession *self,
                      PerceptStepKind kind)
{
  post (self, COMMAND_STEP, NULL, NULL, kind, FALSE);
}

void
percept_session_finish (PerceptSession *self)
{
  post (self, COMMAND_FINISH, NULL, NULL, 0, FALSE);
}

void
percept_session_restart (PerceptSession *self)
{
  if (self->experiment)
    post (self, COMMAND_RESTART, self->experiment, NULL, self->n_changes, FALSE);
}

gboolean
percept_session_set (PerceptSession *self,
                     const char     *group,
                     const char     *key,
                     const char     *value,
                     GError        **error)
{
  g_auto (PerceptLandscapeSettings) landscape = { NULL };
  g_autoptr (TrainExperiment)       changed = NULL;
  const TrainKey                   *known = train_key_find (group, key);

  if (!self->experiment)
    {
      g_set_error_literal (error, TRAIN_ERROR, TRAIN_ERROR_NOT_FOUND, _("No experiment is open"));
      return FALSE;
    }
  changed = train_experiment_set (self->experiment, group, key, value, error);
  if (!changed || !percept_landscape_settings_read (changed, &landscape, error))
    return FALSE;
  percept_session_replace_experiment (&self->experiment, changed);
  self->n_changes++;
  if (known->live)
    {
      /* This key alone: others may be pending, and those wait for the restart. */
      g_autofree char *assignment = g_strdup_printf ("%s.%s=%s", group, key, value);

      self->n_in_force++;
      post (self, COMMAND_RETUNE, NULL, assignment, 0, FALSE);
    }
  else if (self->status.step == 0 && self->status.phase != PERCEPT_PHASE_RUNNING)
    post (self, COMMAND_RESTART, changed, NULL, self->n_changes, FALSE);
  g_signal_emit_by_name (self, "experiment");
  return TRUE;
}

static gboolean
differs (PerceptSession *self,
         const TrainKey *key)
{
  return !key->live && g_strcmp0 (train_experiment_get (self->experiment, key->group, key->key),
                                  train_experiment_get (self->applied, key->group, key->key)) != 0;
}

gboolean
percept_session_is_pending (PerceptSession *self,
                            const char     *group,
                            const char     *key)
{
  gsize           n;
  const TrainKey *keys = train_keys (&n);

  if (!self->experiment || !self->applied)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if ((!group || (g_str_equal (keys[i].group, group) && g_str_equal (keys[i].key, key))) && differs (self, &keys[i]))
      return TRUE;
  return FALSE;
}

void
percept_session_set_pace (PerceptSession *self,
                          PerceptPace     pace)
{
  self->pace = pace;
  post (self, COMMAND_PACE, NULL, NULL, pace, FALSE);
}

PerceptPace
percept_session_get_pace (PerceptSession *self)
{
  return self->pace;
}

void
percept_session_watch_weights (PerceptSession *self,
                               guint           layer)
{
  g_return_if_fail (layer > 0);
  post (self, COMMAND_WATCH, NULL, NULL, layer, TRUE);
}

void
percept_session_unwatch_weights (PerceptSession *self,
                                 guint           layer)
{
  g_return_if_fail (layer > 0);
  post (self, COMMAND_WATCH, NULL, NULL, layer, FALSE);
}

void
percept_session_watch_parameters (PerceptSession *self,
                                  const gsize    *places,
                                  guint           n)
{
  g_return_if_fail (PERCEPT_IS_SESSION (self) && n <= TRAIN_TRAIL_PLACES);

  if (self->worker)
    worker_post_places (self->worker, places, n);
}

void
percept_session_watch_answers (PerceptSession *self)
{
  post (self, COMMAND_WATCH_ANSWERS, NULL, NULL, 0, TRUE);
}

void
percept_session_unwatch_answers (PerceptSession *self)
{
  post (self, COMMAND_WATCH_ANSWERS, NULL, NULL, 0, FALSE);
}

void
percept_session_set_picture_interval (PerceptSession *self,
                                      guint           milliseconds)
{
  post (self, COMMAND_INTERVAL, NULL, NULL, milliseconds, FALSE);
}

void
percept_session_save (PerceptSession *self,
                      const char     *path)
{
  self->saving_in_force = self->n_in_force;
  post (self, COMMAND_SAVE, NULL, path, 0, FALSE);
}

void
percept_session_go_back (PerceptSession *self,
                         guint64         step,
                         gboolean        branch)
{
  g_return_if_fail (PERCEPT_IS_SESSION (self));

  self->n_in_force++; /* what lies in a folder is no longer what is open */
  if (self->worker)
    worker_post_go_back (self->worker, step, self->n_changes, branch);
}

/* What was changed after the way back had been asked for is newer than what it found. */
static void
set_again (PerceptSession  *self,
           TrainExperiment *experiment)
{
  gsize           n;
  const TrainKey *keys = train_keys (&n);

  for (gsize i = 0; i < n; i++)
    {
      const char      *ours = train_experiment_get (self->experiment, keys[i].group, keys[i].key);
      g_autofree char *assignment = g_strdup_printf ("%s.%s=%s", keys[i].group, keys[i].key, ours);

      if (keys[i].live && g_str_equal (keys[i].group, "training") &&
          !g_str_equal (ours, train_experiment_get (experiment, keys[i].group, keys[i].key)))
        post (self, COMMAND_RETUNE, NULL, assignment, 0, FALSE);
    }
}

void
percept_session_take_settings (PerceptSession  *self,
                               TrainExperiment *experiment,
                               guint            n_changes)
{
  g_autoptr (TrainExperiment) taken = train_experiment_with_training_of (self->experiment, experiment);

  if (self->n_changes == n_changes)
    percept_session_replace_experiment (&self->experiment, taken);
  else
    set_again (self, experiment);
  percept_session_replace_experiment (&self->applied, experiment);
}

void
percept_session_set_state_memory (PerceptSession *self,
                                  gsize           bytes)
{
  g_return_if_fail (PERCEPT_IS_SESSION (self));

  if (self->worker)
    worker_post_memory (self->worker, bytes);
}

guint
percept_session_request_model (PerceptSession *self)
{
  post (self, COMMAND_LEND, NULL, NULL, 0, FALSE);
  return ++self->n_models_asked;
}

guint
percept_session_get_n_models (PerceptSession *self)
{
  return self->n_models;
}

void
percept_session_reveal_test (PerceptSession *self)
{
  if (self->experiment && !percept_session_is_test_revealed (self))
    percept_session_set (self, "experiment", "test", "shown", NULL);
}

gboolean
percept_session_is_test_revealed (PerceptSession *self)
{
  return self->experiment && g_str_equal (train_experiment_get (self->experiment, "experiment", "test"), "shown");
}
