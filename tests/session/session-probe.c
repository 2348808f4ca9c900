/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session-probe.h"

#include "train/data.h"

#define PATIENCE (120 * G_USEC_PER_SEC) /* a hang, not a slow machine */

static const char base_text[] = "[data]\nvalidation = 20\n"
                                "[network]\nlayers = dense 8 tanh; dense 3\n"
                                "[training]\nbatch = 10\nsteps = 60\nevaluate = 10\nrate = 0.05\n";

static void
tell (Probe *probe,
      char   letter)
{
  if (probe->told->len == 0 || probe->told->str[probe->told->len - 1] != letter)
    g_string_append_c (probe->told, letter);
}

static void
on_opened (Probe *probe)
{
  probe->n_opened++;
  tell (probe, 'o');
}

static void
on_status (Probe *probe)
{
  tell (probe, 's');
}

static void
on_history (Probe *probe)
{
  tell (probe, 'h');
}

static void
on_weights (Probe *probe)
{
  probe->n_weights++;
  tell (probe, 'w');
}

static void
on_experiment (Probe *probe)
{
  tell (probe, 'e');
}

static void
on_finished (Probe      *probe,
             const char *because)
{
  probe->n_finished++;
  g_free (probe->because);
  probe->because = g_strdup (because);
  tell (probe, 'f');
}

static void
on_failed (Probe  *probe,
           GError *error)
{
  probe->n_failed++;
  g_free (probe->error);
  probe->error = g_strdup (error->message);
  tell (probe, 'F');
}

static void
on_saved (Probe *probe)
{
  probe->n_saved++;
  tell (probe, 'S');
}

static void
start (Probe *probe)
{
  static const struct
  {
    const char *signal;
    GCallback   callback;
  } signals[] = {
    { "opened", G_CALLBACK (on_opened) },         { "status", G_CALLBACK (on_status) },
    { "history", G_CALLBACK (on_history) },       { "weights", G_CALLBACK (on_weights) },
    { "experiment", G_CALLBACK (on_experiment) }, { "finished", G_CALLBACK (on_finished) },
    { "failed", G_CALLBACK (on_failed) },         { "saved", G_CALLBACK (on_saved) },
  };

  probe->session = percept_session_new (2);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_swapped (probe->session, signals[i].signal, signals[i].callback, probe);
  probe->n_opened = probe->n_finished = probe->n_failed = probe->n_saved = probe->n_weights = 0;
  g_clear_pointer (&probe->because, g_free);
  g_clear_pointer (&probe->error, g_free);
  g_string_truncate (probe->told, 0);
}

void
probe_set_up (Probe        *probe,
              gconstpointer data)
{
  *probe = (Probe) { .told = g_string_new (NULL) };
  scratch_set_up (&probe->scratch, NULL);
  tiny_idx_write (probe->scratch.folder, PROBE_TRAIN, PROBE_TEST);
  start (probe);
}

void
probe_tear_down (Probe        *probe,
                 gconstpointer data)
{
  g_assert_finalize_object (probe->session);
  scratch_tear_down (&probe->scratch, NULL);
  g_string_free (probe->told, TRUE);
  g_free (probe->because);
  g_free (probe->error);
}

void
probe_renew (Probe *probe)
{
  percept_session_close (probe->session);
  g_assert_finalize_object (probe->session);
  start (probe);
}

TrainExperiment *
probe_experiment (Probe      *probe,
                  const char *settings)
{
  GError          *error = NULL;
  TrainExperiment *plain = train_experiment_parse (base_text, "probe", NULL, &error);
  TrainExperiment *experiment = train_data_point_to (plain, probe->scratch.folder, &error);
  g_auto (GStrv)   words = g_strsplit (settings ? settings : "", " ", -1);

  g_assert_no_error (error);
  train_experiment_unref (plain);
  for (guint i = 0; words[i]; i++)
    {
      TrainExperiment *changed;

      if (words[i][0] == '\0')
        continue;
      g_strdelimit (words[i], "_", ' ');
      changed = train_experiment_assign (experiment, words[i], &error);
      g_assert_no_error (error);
      train_experiment_unref (experiment);
      experiment = changed;
    }
  return experiment;
}

void
probe_open (Probe      *probe,
            const char *settings,
            gboolean    run)
{
  g_autoptr (TrainExperiment) experiment = probe_experiment (probe, settings);

  percept_session_open (probe->session, experiment, run);
}

static gboolean
on_timeout (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
probe_wait (Probe         *probe,
            ProbeCondition condition,
            const char    *what)
{
  gboolean over = FALSE;
  guint    timeout = g_timeout_add (PATIENCE / 1000, on_timeout, &over);

  while (!condition (probe) && !over)
    g_main_context_iteration (NULL, TRUE);
  if (over)
    g_error ("waited in vain for %s; told: %s, failed: %s", what, probe->told->str, probe->error);
  g_source_remove (timeout);
}

void
probe_idle (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, on_timeout, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

gboolean
probe_is_paused (Probe *probe)
{
  return percept_session_get_status (probe->session)->phase == PERCEPT_PHASE_PAUSED &&
         percept_session_get_history (probe->session)->points->len > 0; /* step 0 is measured after the opening */
}

gboolean
probe_is_running (Probe *probe)
{
  return percept_session_get_status (probe->session)->phase == PERCEPT_PHASE_RUNNING;
}

gboolean
probe_has_opened (Probe *probe)
{
  return probe->n_opened > 0;
}

gboolean
probe_has_ended (Probe *probe)
{
  return probe->n_finished > 0 || probe->n_failed > 0;
}

gboolean
probe_has_failed (Probe *probe)
{
  return probe->n_failed > 0;
}

gboolean
probe_has_saved (Probe *probe)
{
  return probe->n_saved > 0;
}

gboolean
probe_has_moved (Probe *probe)
{
  return percept_session_get_status (probe->session)->step > 0;
}

const char *
probe_hash (Probe *probe)
{
  const TrainResult *result = percept_session_get_result (probe->session);

  g_assert_nonnull (result);
  return result->result_hash;
}

char *
probe_straight (Probe      *probe,
                const char *settings)
{
  Probe twin = { .scratch = probe->scratch, .told = g_string_new (NULL) };
  char *hash;

  start (&twin);
  probe_open (&twin, settings, TRUE);
  PROBE_WAIT (&twin, probe_has_ended);
  hash = g_strdup (probe_hash (&twin));
  percept_session_close (twin.session);
  g_assert_finalize_object (twin.session);
  g_string_free (twin.told, TRUE);
  g_free (twin.because);
  g_free (twin.error);
  return hash;
}
