/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/safetensors.h"
#include "session/session-probe.h"
#include "train/run-folder.h"

#include <math.h>
#include <string.h>

/* Weights set by hand, units silenced, and both undone. */

static PerceptModel *model;

static void
model_cb (PerceptSession *session,
          PerceptModel   *given)
{
  g_clear_pointer (&model, percept_model_unref);
  model = percept_model_ref (given);
}

static gboolean
has_model (Probe *probe)
{
  return model != NULL;
}

/* The parameters as they are now. Returns: (transfer full) */
static float *
read_parameters (Probe *probe)
{
  float *parameters;
  gulong handler = g_signal_connect (probe->session, "model", G_CALLBACK (model_cb), NULL);

  g_clear_pointer (&model, percept_model_unref);
  percept_session_request_model (probe->session);
  PROBE_WAIT (probe, has_model);
  parameters = g_memdup2 (model->parameters,
                          percept_session_get_status (probe->session)->n_parameters * sizeof (float));
  g_clear_pointer (&model, percept_model_unref);
  g_signal_handler_disconnect (probe->session, handler);
  return parameters;
}

static gsize
size_of (Probe *probe)
{
  return percept_session_get_status (probe->session)->n_parameters * sizeof (float);
}

static guint wanted;

static gboolean
has_done (Probe *probe)
{
  return percept_session_get_edits (probe->session)->n_done == wanted;
}

static void
wait_done (Probe *probe,
           guint  n)
{
  wanted = n;
  PROBE_WAIT (probe, has_done);
}

static gboolean
is_at_ten (Probe *probe)
{
  return percept_session_get_status (probe->session)->step == 10 && probe_is_paused (probe);
}

static void
train_ten (Probe *probe)
{
  probe_open (probe, "training.steps=60", FALSE);
  PROBE_WAIT (probe, probe_has_opened);
  for (guint i = 0; i < 10; i++)
    percept_session_step (probe->session, PERCEPT_STEP_BATCH);
  PROBE_WAIT (probe, is_at_ten);
}

static void
set (Probe   *probe,
     gsize    place,
     float    value,
     gboolean merge)
{
  const PerceptEdit edit = { place, value };

  percept_session_edit (probe->session, &edit, 1, "set", merge);
}

static double
last_cost (Probe *probe)
{
  const TrainHistory *history = percept_session_get_history (probe->session);

  return train_history_point (history, history->points->len - 1)->cost[TRAIN_PART_VALIDATION];
}

/* The very bits come back, and so do point and marks. */
static void
test_undo (Probe        *probe,
           gconstpointer data)
{
  const PerceptEdits  *edits = percept_session_get_edits (probe->session);
  const TrainHistory  *history = percept_session_get_history (probe->session);
  g_autofree float    *before = NULL;
  g_autofree float    *changed = NULL;
  g_autofree float    *after = NULL;
  g_autofree float    *again = NULL;
  double               cost;
  guint                n;

  train_ten (probe);
  before = read_parameters (probe);
  cost = last_cost (probe);
  n = history->points->len;
  set (probe, 3, 7.5f, FALSE);
  wait_done (probe, 1);
  set (probe, 3, -2.25f, FALSE);
  wait_done (probe, 2);
  changed = read_parameters (probe);
  g_assert_cmpfloat (changed[3], ==, -2.25f);
  changed[3] = before[3];
  g_assert_cmpmem (changed, size_of (probe), before, size_of (probe));
  g_assert_cmpuint (history->points->len, ==, n);
  g_assert_cmpfloat (last_cost (probe), !=, cost);
  g_assert_cmpfloat_with_epsilon (last_cost (probe), edits->cost, 1e-6);
  g_assert_cmpfloat_with_epsilon (cost, edits->cost_before, 1e-6);
  g_assert_cmpuint (edits->n_examples, ==, PROBE_VALIDATION);
  g_assert_cmpuint (history->marks->len, ==, 2);
  g_assert_true (percept_session_get_changed (probe->session));
  percept_session_undo_edit (probe->session);
  wait_done (probe, 1);
  percept_session_undo_edit (probe->session);
  wait_done (probe, 0);
  after = read_parameters (probe);
  g_assert_cmpmem (after, size_of (probe), before, size_of (probe));
  g_assert_cmpfloat (last_cost (probe), ==, cost);
  g_assert_cmpuint (history->marks->len, ==, 0);
  g_assert_cmpuint (edits->n_undone, ==, 2);
  percept_session_redo_edit (probe->session);
  wait_done (probe, 1);
  again = read_parameters (probe);
  g_assert_cmpfloat (again[3], ==, 7.5f);
}

/* What was undone leaves no trace: the run comes out as it would have. */
static void
test_same_run (Probe        *probe,
               gconstpointer data)
{
  g_autofree char *straight = probe_straight (probe, "training.steps=60");

  train_ten (probe);
  set (probe, 3, 7.5f, FALSE);
  wait_done (probe, 1);
  percept_session_undo_edit (probe->session);
  wait_done (probe, 0);
  percept_session_run (probe->session);
  PROBE_WAIT (probe, probe_has_ended);
  g_assert_cmpstr (probe_hash (probe), ==, straight);
  g_assert_cmpuint (percept_session_get_result (probe->session)->edited, ==, 0);
}

/* A setting that is changed between leaves its mark where it is. */
static void
test_settings_between (Probe        *probe,
                       gconstpointer data)
{
  const TrainHistory *history = percept_session_get_history (probe->session);

  train_ten (probe);
  set (probe, 3, 7.5f, FALSE);
  wait_done (probe, 1);
  g_assert_true (percept_session_set (probe->session, "training", "rate", "0.03", NULL));
  set (probe, 4, 1.5f, FALSE);
  wait_done (probe, 2);
  g_assert_cmpuint (history->marks->len, ==, 3);
  percept_session_undo_edit (probe->session);
  wait_done (probe, 1);
  percept_session_undo_edit (probe->session);
  wait_done (probe, 0);
  g_assert_cmpuint (history->marks->len, ==, 1);
  g_assert_cmpstr (g_array_index (history->marks, TrainMark, 0).key, ==, "rate");
}

/* A hand that drags leaves one edit; training on ends what can be undone. */
static void
test_merge (Probe        *probe,
            gconstpointer data)
{
  const PerceptEdits *edits = percept_session_get_edits (probe->session);
  g_autofree float   *before = NULL;
  g_autofree float   *after = NULL;

  train_ten (probe);
  before = read_parameters (probe);
  for (guint i = 0; i < 5; i++)
    set (probe, 4, 0.1f * (float) i, TRUE);
  set (probe, 5, 1.0f, TRUE);
  wait_done (probe, 2);
  percept_session_undo_edit (probe->session);
  wait_done (probe, 1);
  percept_session_undo_edit (probe->session);
  wait_done (probe, 0);
  after = read_parameters (probe);
  g_assert_cmpmem (after, size_of (probe), before, size_of (probe));
  set (probe, 4, 1.0f, FALSE);
  wait_done (probe, 1);
  percept_session_step (probe->session, PERCEPT_STEP_BATCH);
  wait_done (probe, 0);
  g_assert_cmpuint (edits->n_undone, ==, 0);
  g_assert_null (edits->last);
}

/* As if the unit were not there: its bias and incoming weights count for nothing. */
static void
test_silence (Probe        *probe,
              gconstpointer data)
{
  const PerceptEdits     *edits = percept_session_get_edits (probe->session);
  const PerceptLayerInfo *layers;
  g_autofree float       *silent = NULL;
  double                  cost;
  guint                   n;

  train_ten (probe);
  layers = percept_session_get_layers (probe->session, &n);
  percept_session_silence_unit (probe->session, 1, 5);
  wait_done (probe, 1);
  g_assert_cmpstr (edits->last, ==, "Unit #5 of layer 1 silenced");
  silent = read_parameters (probe);
  for (guint i = 0; i < layers[1].n_units; i++)
    for (guint unit = 0; unit < layers[0].n_units; unit++)
      {
        float weight = silent[layers[1].offset + i * layers[0].n_units + unit];

        g_assert_true (unit == 5 ? weight == 0.0f : weight != 0.0f);
      }
  cost = edits->cost;
  g_assert_cmpfloat (cost, !=, edits->cost_before);
  set (probe, layers[0].offset + 5 * (layers[0].n_parameters / layers[0].n_units - 1) + 1, 9.0f, FALSE);
  wait_done (probe, 2);
  g_assert_cmpfloat (edits->cost, ==, cost);
  percept_session_step (probe->session, PERCEPT_STEP_BATCH); /* they are trained on as any others */
  wait_done (probe, 0);
  g_free (silent);
  silent = read_parameters (probe);
  g_assert_cmpfloat (silent[layers[1].offset + 5], !=, 0.0f);
  percept_session_silence_unit (probe->session, 2, 0);
  g_assert_cmpuint (probe->n_failed, ==, 1);
  g_assert_nonnull (strstr (probe->error, "Layer 2 has no unit 0 to silence"));
}

static void
count_cb (PerceptSession *session,
          guint          *n)
{
  (*n)++;
}

/* A hand faster than the answers: the last value counts, and not each one before it is measured. */
static void
test_fast_hand (Probe        *probe,
                gconstpointer data)
{
  guint             n = 0;
  g_autofree float *parameters = NULL;

  train_ten (probe);
  g_signal_connect (probe->session, "edited", G_CALLBACK (count_cb), &n);
  for (guint i = 1; i <= 1000; i++)
    set (probe, 4, (float) i, TRUE);
  parameters = read_parameters (probe);
  g_assert_cmpfloat (parameters[4], ==, 1000.0f);
  g_assert_cmpuint (percept_session_get_edits (probe->session)->n_done, ==, 1);
  g_assert_cmpuint (percept_session_get_history (probe->session)->marks->len, ==, 1);
  g_assert_cmpuint (n, <, 1000);
  g_signal_handlers_disconnect_by_data (probe->session, &n);
}

/* Something urgent right behind an edit: what it has cut short is made up for. */
static void
test_cut_short (Probe        *probe,
                gconstpointer data)
{
  const PerceptEdits *edits = percept_session_get_edits (probe->session);

  train_ten (probe);
  for (guint i = 0; i < 50; i++)
    {
      set (probe, i, 0.5f, FALSE);
      percept_session_pause (probe->session);
    }
  wait_done (probe, 50);
  g_free (read_parameters (probe)); /* everything before it is done */
  g_assert_true (isfinite (edits->cost) && isfinite (edits->cost_before));
  g_assert_cmpfloat_with_epsilon (last_cost (probe), edits->cost, 1e-6);
  g_assert_cmpuint (edits->n_examples, ==, PROBE_VALIDATION);
}

static void
test_refused (Probe        *probe,
              gconstpointer data)
{
  const PerceptEdit edits[] = { { 0, 1.0f }, { G_MAXUINT32, 1.0f } };
  g_autofree float *before = NULL;
  g_autofree float *after = NULL;

  train_ten (probe);
  before = read_parameters (probe);
  percept_session_edit (probe->session, edits, G_N_ELEMENTS (edits), "two", FALSE);
  PROBE_WAIT (probe, probe_has_failed);
  set (probe, 0, NAN, FALSE);
  after = read_parameters (probe);
  g_assert_cmpmem (after, size_of (probe), before, size_of (probe));
  g_assert_cmpuint (probe->n_failed, ==, 2);
  g_assert_cmpuint (percept_session_get_edits (probe->session)->n_done, ==, 0);
}

/* The parameter 3 of the model in the run folder @path. */
static float
read_saved (const char *path)
{
  g_autofree char           *name = g_build_filename (path, TRAIN_RUN_MODEL, NULL);
  g_autoptr (GError)         error = NULL;
  g_autoptr (FmtSafetensors) file = fmt_safetensors_read (name, &error);
  const FmtTensor           *weights;

  g_assert_no_error (error);
  weights = fmt_safetensors_get (file, "layer1.weight");
  g_assert_nonnull (weights);
  return ((const float *) weights->data)[3];
}

/* What is saved is the edited network, and says so. */
static void
test_saved (Probe        *probe,
            gconstpointer data)
{
  g_autofree char  *path = scratch_path (&probe->scratch, "edited");
  g_autofree char  *summary = g_build_filename (path, "run.json", NULL);
  g_autofree char  *json = NULL;
  g_autofree float *parameters = NULL;

  train_ten (probe);
  set (probe, 3, 7.5f, FALSE);
  wait_done (probe, 1);
  percept_session_save (probe->session, path);
  PROBE_WAIT (probe, probe_has_saved);
  g_assert_true (g_file_get_contents (summary, &json, NULL, NULL));
  g_assert_true (g_regex_match_simple ("\"edited\" : 1,", json, 0, 0));
  probe_renew (probe);
  percept_session_open_run (probe->session, path);
  PROBE_WAIT (probe, probe_has_opened);
  parameters = read_parameters (probe);
  g_assert_cmpfloat (parameters[3], ==, 7.5f);
  g_assert_cmpuint (percept_session_get_history (probe->session)->marks->len, ==, 1);
}

/* Where a run keeps its best weights, a hand decides nothing: they are kept without it, and that is told; the run
 * itself stands at what was set. */
static void
test_best_is_kept (Probe        *probe,
                   gconstpointer data)
{
  const PerceptEdits *edits = percept_session_get_edits (probe->session);
  g_autofree char    *path = scratch_path (&probe->scratch, "edited");
  g_autofree char    *straight = probe_straight (probe, "training.keep=best-validation");
  g_autofree float   *parameters = NULL;

  probe_open (probe, "training.keep=best-validation", TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  g_assert_cmpstr (probe_hash (probe), ==, straight);
  set (probe, 3, 7.5f, FALSE);
  wait_done (probe, 1);
  g_assert_cmpuint (edits->kept_step, ==, percept_session_get_result (probe->session)->kept_step);
  g_assert_cmpuint (edits->kept_step, <=, 60);
  percept_session_save (probe->session, path);
  PROBE_WAIT (probe, probe_has_saved);
  g_assert_cmpfloat (read_saved (path), !=, 7.5f);
  probe_renew (probe);
  percept_session_open_run (probe->session, path);
  PROBE_WAIT (probe, probe_has_opened);
  parameters = read_parameters (probe);
  g_assert_cmpfloat (parameters[3], ==, 7.5f);
}

/* Without that the weights that it stands at are those that it keeps. */
static void
test_last_is_kept (Probe        *probe,
                   gconstpointer data)
{
  g_autofree char *path = scratch_path (&probe->scratch, "edited");

  train_ten (probe);
  set (probe, 3, 7.5f, FALSE);
  wait_done (probe, 1);
  g_assert_cmpuint (percept_session_get_edits (probe->session)->kept_step, ==, G_MAXUINT64);
  percept_session_save (probe->session, path);
  PROBE_WAIT (probe, probe_has_saved);
  g_assert_cmpfloat (read_saved (path), ==, 7.5f);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/edits/undo", Probe, NULL, probe_set_up, test_undo, probe_tear_down);
  g_test_add ("/edits/same-run", Probe, NULL, probe_set_up, test_same_run, probe_tear_down);
  g_test_add ("/edits/settings-between", Probe, NULL, probe_set_up, test_settings_between, probe_tear_down);
  g_test_add ("/edits/merge", Probe, NULL, probe_set_up, test_merge, probe_tear_down);
  g_test_add ("/edits/silence", Probe, NULL, probe_set_up, test_silence, probe_tear_down);
  g_test_add ("/edits/fast-hand", Probe, NULL, probe_set_up, test_fast_hand, probe_tear_down);
  g_test_add ("/edits/cut-short", Probe, NULL, probe_set_up, test_cut_short, probe_tear_down);
  g_test_add ("/edits/refused", Probe, NULL, probe_set_up, test_refused, probe_tear_down);
  g_test_add ("/edits/saved", Probe, NULL, probe_set_up, test_saved, probe_tear_down);
  g_test_add ("/edits/best-is-kept", Probe, NULL, probe_set_up, test_best_is_kept, probe_tear_down);
  g_test_add ("/edits/last-is-kept", Probe, NULL, probe_set_up, test_last_is_kept, probe_tear_down);
  return g_test_run ();
}
