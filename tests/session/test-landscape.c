/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/landscape.h"
#include "session/session-probe.h"

#include <math.h>
#include <string.h>

/* A landscape beside a session, both at home in this thread. */

#define PATIENCE_MS 120000

static PerceptModel     *model;
static PerceptLandscape *landscape;
static char             *failure;
static guint             n_surfaces, n_changes, n_races;

static void
model_cb (PerceptSession *session,
          PerceptModel   *given)
{
  g_clear_pointer (&model, percept_model_unref);
  model = percept_model_ref (given);
}

static void
failed_cb (PerceptLandscape *given,
           GError           *error)
{
  g_free (failure);
  failure = g_strdup (error->message);
}

static void
surface_cb (void)
{
  n_surfaces++;
}

static void
changed_cb (void)
{
  n_changes++;
}

static gboolean
has_model (Probe *probe)
{
  return model != NULL;
}

static gboolean
late_cb (gpointer user_data)
{
  g_error ("waited in vain for the landscape");
  return G_SOURCE_REMOVE;
}

static void
wait_until (gboolean (*holds) (void))
{
  guint late = g_timeout_add (PATIENCE_MS, late_cb, NULL);

  while (!holds ())
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
}

static gboolean
is_complete (void)
{
  return !percept_landscape_is_busy (landscape) && percept_landscape_get_surface (landscape) &&
         percept_landscape_get_race (landscape) && n_changes > 0;
}

static gboolean
has_failed (void)
{
  return failure != NULL;
}

static gboolean
is_race_of_start (void)
{
  AnRace *race = percept_landscape_get_race (landscape);
  double  start[2];

  percept_landscape_get_start (landscape, start);
  return race && race->start[0] == start[0] && race->start[1] == start[1];
}

static gboolean
is_full_run (void)
{
  AnRace *race = percept_landscape_get_race (landscape);

  return race && race->full_run;
}

static gboolean
is_slice (void)
{
  return !is_full_run ();
}

static void
set_up (Probe        *probe,
        gconstpointer data)
{
  probe_set_up (probe, NULL);
  g_signal_connect (probe->session, "model", G_CALLBACK (model_cb), NULL);
  landscape = percept_landscape_new (2);
  g_signal_connect (landscape, "failed", G_CALLBACK (failed_cb), NULL);
  g_signal_connect (landscape, "surface", G_CALLBACK (surface_cb), NULL);
  g_signal_connect (landscape, "changed", G_CALLBACK (changed_cb), NULL);
  n_surfaces = n_changes = 0;
}

static void
tear_down (Probe        *probe,
           gconstpointer data)
{
  g_assert_finalize_object (landscape);
  g_clear_pointer (&model, percept_model_unref);
  g_clear_pointer (&failure, g_free);
  probe_tear_down (probe, NULL);
}

/* The network of @settings after its run. */
static void
train (Probe      *probe,
       const char *settings)
{
  g_clear_pointer (&model, percept_model_unref);
  probe->n_finished = 0;
  probe_open (probe, settings, TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  percept_session_request_model (probe->session);
  PROBE_WAIT (probe, has_model);
}

#define PAIR "landscape.weights=W1[10,0],_W1[11,1]"

/* What the file leaves open is found; the experiment's own values are taken. */
static void
test_settings (Probe        *probe,
               gconstpointer data)
{
  AnCurvature    curvature, steepest;
  double         place[2], from[2], to[2], start[2];
  guint          n;
  const AnRacer *racers;

  train (probe, "network.layers=dense_3 landscape.window=-1:2,_-3:4 landscape.racer-steps=7 "
                "landscape.racers=gd_rate_0.5;_momentum_rate_0.1_momentum_0.3");
  percept_landscape_set_model (landscape, model);
  wait_until (is_complete);
  g_assert_null (failure);
  percept_landscape_get_window (landscape, from, to);
  percept_landscape_get_start (landscape, start);
  racers = percept_landscape_get_racers (landscape, &n);
  g_assert_cmpfloat (from[0], ==, -1.0);
  g_assert_cmpfloat (to[1], ==, 4.0);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (racers[1].momentum, ==, 0.3);
  g_assert_nonnull (percept_landscape_get_weights (landscape));
  g_assert_true (percept_landscape_get_place (landscape, place));
  g_assert_true (percept_landscape_get_curvature (landscape, &curvature));
  g_assert_true (percept_landscape_get_steepest (landscape, &steepest));
  g_assert_cmpfloat (steepest.eigenvalues[0], >=, curvature.eigenvalues[0]);
  g_assert_cmpuint (percept_landscape_get_n_examples (landscape), ==, PROBE_TRAIN - PROBE_VALIDATION);
  g_assert_cmpuint (percept_landscape_get_race (landscape)->n_steps, ==, 7);
  g_assert_cmpuint (percept_landscape_get_race (landscape)->n_paths, ==, 2);
  g_assert_true (is_race_of_start ());
  g_assert_cmpfloat (start[0], >=, -1.0);
  g_assert_cmpfloat (start[0], <=, 2.0);
  g_assert_cmpuint (n_surfaces, >, 0);
  g_assert_cmpuint (percept_landscape_get_surface (landscape)->n[0], >=, 24);
}

/* The run's trail ends where the network stands. */
static void
test_trail (Probe        *probe,
            gconstpointer data)
{
  const PerceptLandscapePlace *trail;
  double                       place[2];
  guint                        n;

  train (probe, "network.layers=dense_3 " PAIR);
  percept_landscape_set_model (landscape, model);
  wait_until (is_complete);
  trail = percept_landscape_get_trail (landscape, &n);
  g_assert_true (percept_landscape_get_place (landscape, place));
  g_assert_cmpuint (n, ==, model->rungs->len + 1);
  g_assert_cmpfloat (trail[n - 1].x, ==, place[0]);
  g_assert_cmpfloat (trail[n - 1].y, ==, place[1]);
  percept_landscape_set_plane (landscape, PERCEPT_PLANE_PRINCIPAL);
  g_assert_null (percept_landscape_get_surface (landscape));
  wait_until (is_complete);
  g_assert_null (failure);
  g_assert_true (percept_landscape_get_place (landscape, place));
  g_assert_cmpfloat (place[0], ==, 0.0);
  trail = percept_landscape_get_trail (landscape, &n);
  g_assert_cmpuint (n, >=, 4);
  g_assert_cmpfloat (trail[0].x, <, 0.0);
}

/* A hundred starts in a row: the race of the last one is there in the end, and it is the one that it would have been
 * without the others. */
static void
test_dragging (Probe        *probe,
               gconstpointer data)
{
  AnRace *dragged;

  train (probe, "network.layers=dense_3 landscape.window=-1:2,_-3:4 " PAIR);
  percept_landscape_set_model (landscape, model);
  for (int i = 0; i <= 100; i++)
    {
      percept_landscape_set_start (landscape, (const double[]) { 0.01 * i, 1.0 - 0.02 * i });
      if (i % 7 == 0)
        probe_idle (3);
    }
  wait_until (is_complete);
  wait_until (is_race_of_start);
  dragged = an_race_ref (percept_landscape_get_race (landscape));
  percept_landscape_set_start (landscape, (const double[]) { 0.0, 0.0 });
  wait_until (is_race_of_start);
  percept_landscape_set_start (landscape, (const double[]) { 0.01 * 100, 1.0 - 0.02 * 100 });
  wait_until (is_race_of_start);
  for (guint p = 0; p < dragged->n_paths; p++)
    for (guint s = 0; s < dragged->paths[p].n; s++)
      g_assert_cmpmem (dragged->paths[p].steps[s].w, 2 * sizeof (double),
                       percept_landscape_get_race (landscape)->paths[p].steps[s].w, 2 * sizeof (double));
  an_race_unref (dragged);
}

/* Beyond the coarse one; the coarse one itself may be replaced before home has heard of it. */
static gboolean
has_fine_surface (void)
{
  return percept_landscape_get_surface (landscape) && percept_landscape_get_surface (landscape)->n[0] >= 24;
}

/* A surface goes on while the start is dragged, and is there in the end. */
static void
test_surface_is_not_starved (Probe        *probe,
                             gconstpointer data)
{
  gint64 until;

  train (probe, PAIR " landscape.window=-1:2,_-3:4");
  percept_landscape_set_model (landscape, model);
  until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  for (int i = 0; !has_fine_surface () && g_get_monotonic_time () < until; i++)
    {
      percept_landscape_set_start (landscape, (const double[]) { 0.001 * (i % 1000), 0.0 });
      probe_idle (2);
    }
  g_assert_true (has_fine_surface ());
}

static void
test_errors (Probe        *probe,
             gconstpointer data)
{
  g_autoptr (GError) early = NULL, syntax = NULL, range = NULL, formula = NULL;

  g_assert_false (percept_landscape_set_weights (landscape, "W1[0,0], W1[1,0]", &early));
  g_assert_nonnull (early);
  train (probe, "network.layers=dense_3 " PAIR);
  percept_landscape_set_model (landscape, model);
  wait_until (is_complete);
  g_assert_false (percept_landscape_set_weights (landscape, "W1[0,0]", &syntax));
  g_assert_nonnull (syntax);
  g_assert_false (percept_landscape_set_weights (landscape, "W7[0,0], W1[0,0]", &range));
  g_assert_nonnull (range);
  g_assert_false (percept_landscape_set_analytic (landscape, "hill", &formula));
  g_assert_nonnull (strstr (formula->message, "hill"));
  g_assert_cmpstr (percept_landscape_get_weights (landscape), ==, "W1[10,0], W1[11,1]");
  g_assert_null (failure);
}

/* The keys change while it trains; bad values are told where they are set, and change nothing. */
static void
test_keys (Probe        *probe,
           gconstpointer data)
{
  static const char *const bad[][2] = { { "weights", "largest 2" }, { "window", "2:1, 0:1" }, { "start", "there" },
                                        { "racers", "sgd rate 1" }, { "racer-steps", "0" }, { "full-run", "maybe" } };
  static const char *const good[][2] = { { "weights", "W1[3,0], b1[1]" }, { "window", "-2:1, 0:1" },
                                         { "start", "trained" },          { "racers", "adam rate 0.1" },
                                         { "racer-steps", "1000" },       { "full-run", "yes" } };

  probe_open (probe, "training.steps=1000000", TRUE);
  PROBE_WAIT (probe, probe_has_moved);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (percept_session_set (probe->session, "landscape", bad[i][0], bad[i][1], &error));
      g_assert_nonnull (strstr (error->message, "landscape."));
      g_assert_nonnull (strstr (error->message, bad[i][0]));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (percept_session_set (probe->session, "landscape", good[i][0], good[i][1], NULL));
  g_assert_false (percept_session_is_pending (probe->session, NULL, NULL));
  g_assert_true (probe_is_running (probe));
  percept_session_request_model (probe->session);
  PROBE_WAIT (probe, has_model);
  g_assert_cmpstr (train_experiment_get (model->experiment, "landscape", "racers"), ==, "adam rate 0.1");
}

/* A file with a bad value is not opened. */
static void
test_bad_file (Probe        *probe,
               gconstpointer data)
{
  probe_open (probe, "landscape.racers=gd", FALSE);
  PROBE_WAIT (probe, probe_has_failed);
  g_assert_nonnull (strstr (probe->error, "landscape.racers = gd"));
}

/* Another pair each time that one is asked for, the same ones again in another landscape. */
static void
test_suggestions (Probe        *probe,
                  gconstpointer data)
{
  g_autofree char *first = NULL;

  train (probe, "network.layers=dense_3 landscape.weights=suggest");
  percept_landscape_set_model (landscape, model);
  wait_until (is_complete);
  first = g_strdup (percept_landscape_get_weights (landscape));
  n_changes = 0;
  g_assert_true (percept_landscape_set_weights (landscape, "suggest", NULL));
  g_assert_null (percept_landscape_get_weights (landscape));
  wait_until (is_complete);
  g_assert_cmpstr (percept_landscape_get_weights (landscape), !=, first);
  n_changes = 0;
  percept_landscape_set_model (landscape, NULL);
  percept_landscape_set_model (landscape, model);
  wait_until (is_complete);
  g_assert_cmpstr (percept_landscape_get_weights (landscape), ==, first);
}

/* Zero pixels never move the cost. */
static void
test_blank (Probe        *probe,
            gconstpointer data)
{
  DsDataset *pool;
  gsize      n_pixels;

  train (probe, "network.layers=dense_3 " PAIR);
  pool = model->data->collection.pool;
  n_pixels = ds_shape_size (pool->shape);
  for (gsize i = 0; i < pool->n_examples; i++)
    pool->pixels[i * n_pixels + 5] = 0;
  percept_landscape_set_model (landscape, model);
  wait_until (is_complete);
  g_assert_true (percept_landscape_set_weights (landscape, "W1[5,1], W1[10,0]", NULL));
  g_assert_null (percept_landscape_get_surface (landscape));
  wait_until (has_failed);
  g_assert_nonnull (strstr (failure, "W1[5,1]"));
  g_clear_pointer (&failure, g_free);
  n_changes = 0;
  g_assert_true (percept_landscape_set_weights (landscape, "W1[11,1], W1[10,0]", NULL));
  wait_until (is_complete);
  g_assert_null (failure);
}

/* No model is needed, and who comes back to the weights finds them as they were. */
static void
test_analytic (Probe        *probe,
               gconstpointer data)
{
  double start[2], place[2];
  guint  n;

  for (guint i = 0; an_analytic_surfaces[i]; i++)
    {
      n_changes = 0;
      g_assert_true (percept_landscape_set_analytic (landscape, an_analytic_surfaces[i]->name, NULL));
      percept_landscape_get_start (landscape, start);
      g_assert_cmpfloat (start[0], ==, an_analytic_surfaces[i]->start[0]);
      wait_until (is_complete);
      g_assert_false (percept_landscape_get_place (landscape, place));
      percept_landscape_get_racers (landscape, &n);
      g_assert_cmpuint (percept_landscape_get_race (landscape)->n_paths, ==, n);
    }
  train (probe, "network.layers=dense_3 landscape.start=0.5,_0.25 " PAIR);
  percept_landscape_set_model (landscape, model);
  n_changes = 0;
  percept_landscape_set_plane (landscape, PERCEPT_PLANE_WEIGHTS);
  wait_until (is_complete);
  percept_landscape_get_start (landscape, start);
  g_assert_cmpfloat (start[0], ==, 0.5);
  g_assert_null (failure);
}

/* A later model of the same experiment leaves what was set; another experiment brings its own. */
static void
test_models (Probe        *probe,
             gconstpointer data)
{
  double from[2], to[2];

  train (probe, "network.layers=dense_3 landscape.window=-1:2,_-3:4 " PAIR);
  percept_landscape_set_model (landscape, model);
  percept_landscape_set_window (landscape, (const double[]) { -5.0, -5.0 }, (const double[]) { 5.0, 5.0 });
  train (probe, "network.layers=dense_3 landscape.window=-1:2,_-3:4 training.steps=70 landscape.racer-steps=9 " PAIR);
  percept_landscape_set_model (landscape, model);
  percept_landscape_get_window (landscape, from, to);
  g_assert_cmpfloat (from[0], ==, -5.0);
  g_assert_cmpuint (percept_landscape_get_settings (landscape)->n_steps, ==, 9);
  percept_landscape_set_model (landscape, NULL);
  percept_landscape_set_model (landscape, model);
  percept_landscape_get_window (landscape, from, to);
  g_assert_cmpfloat (from[0], ==, -1.0);
  wait_until (is_complete);
}

static void
test_full_run (Probe        *probe,
               gconstpointer data)
{
  train (probe, "landscape.window=-1:2,_-3:4 " PAIR);
  percept_landscape_set_model (landscape, model);
  percept_landscape_set_full_run (landscape, TRUE);
  wait_until (is_full_run);
  percept_landscape_set_start (landscape, (const double[]) { 0.25, 0.5 });
  wait_until (is_race_of_start);
  wait_until (is_full_run);
  g_assert_true (is_race_of_start ());
  percept_landscape_set_full_run (landscape, FALSE);
  wait_until (is_slice);
}

/* Home is busy and has heard of no racers yet when it moves the window: a full run keeps those that it began with. */
static void
test_full_run_unheard (Probe        *probe,
                       gconstpointer data)
{
  static const double to[2] = { 2.0, 4.0 };

  train (probe, "landscape.window=-1:2,_-3:4 landscape.racer-steps=1000 landscape.full-run=yes " PAIR);
  percept_landscape_set_model (landscape, model);
  for (int i = 0; i < 30; i++)
    {
      g_usleep (60000);
      percept_landscape_set_window (landscape, (const double[]) { -1.0 - 0.01 * i, -3.0 }, to);
    }
  wait_until (is_full_run);
  g_assert_cmpuint (percept_landscape_get_race (landscape)->n_paths, ==, 5);
  g_assert_null (failure);
}

/* In the middle of anything. */
static void
test_closing (Probe        *probe,
              gconstpointer data)
{
  train (probe, PAIR);
  for (guint i = 0; i < 12; i++)
    {
      PerceptLandscape *other = percept_landscape_new (2);
      gint64            closed;

      percept_landscape_set_full_run (other, i % 2 == 1);
      percept_landscape_set_model (other, model);
      probe_idle (i * i);
      closed = g_get_monotonic_time ();
      percept_landscape_close (other);
      g_assert_cmpint (g_get_monotonic_time () - closed, <, 5 * G_USEC_PER_SEC);
      percept_landscape_set_start (other, (const double[]) { 0.0, 0.0 });
      g_assert_finalize_object (other);
    }
}

static void
watch_cb (guint *n)
{
  (*n)++;
}

/* The values of two weights all along the run, as it goes on. */
static void
test_watching (Probe        *probe,
               gconstpointer data)
{
  const gsize            places[] = { 10, 7 }, far[] = { 1u << 30 };
  const TrainTrailPoint *points;
  guint                  n, told = 0;

  g_signal_connect_swapped (probe->session, "parameters", G_CALLBACK (watch_cb), &told);
  train (probe, "");
  percept_session_watch_parameters (probe->session, places, 2);
  while (told == 0)
    g_main_context_iteration (NULL, TRUE);
  probe_idle (100);
  points = percept_session_get_trail (probe->session, &n);
  g_assert_cmpuint (n, ==, model->rungs->len);
  g_assert_cmpuint (points[0].step, ==, 0);
  g_assert_cmpuint (points[n - 1].step, ==, 60);
  g_assert_cmpfloat (points[n - 1].values[0], ==, model->parameters[10]);
  g_assert_cmpfloat (points[n - 1].values[1], ==, model->parameters[7]);
  percept_session_restart (probe->session);
  while (percept_session_get_trail (probe->session, &n)[n > 0 ? n - 1 : 0].step == 60 && n > 0)
    g_main_context_iteration (NULL, TRUE);
  percept_session_watch_parameters (probe->session, far, 1);
  probe_idle (200);
  percept_session_get_trail (probe->session, &n);
  g_assert_cmpuint (n, ==, 0);
}

static void
race_cb (void)
{
  n_races++;
}

/* Whoever shows settings and answers hears of both, so that no old number stays. */
static void
test_told (Probe        *probe,
           gconstpointer data)
{
  AnRaceSettings settings;
  guint          n, changes;
  const AnRacer *racers;

  train (probe, "network.layers=dense_3 " PAIR);
  g_signal_connect (landscape, "race", G_CALLBACK (race_cb), NULL);
  percept_landscape_set_model (landscape, model);
  wait_until (is_complete);
  changes = n_changes;
  racers = percept_landscape_get_racers (landscape, &n);
  percept_landscape_set_racers (landscape, racers, n - 1);
  g_assert_cmpuint (n_changes, ==, changes + 1);
  settings = *percept_landscape_get_settings (landscape);
  settings.n_steps = 5;
  percept_landscape_set_settings (landscape, &settings);
  g_assert_cmpuint (n_changes, ==, changes + 2);
  wait_until (is_complete);
  n_races = n_surfaces = 0;
  g_assert_true (percept_landscape_set_weights (landscape, "W1[12,0], W1[13,1]", NULL));
  g_assert_cmpuint (n_changes, >, changes + 2);
  g_assert_cmpuint (n_races, ==, 1);
  g_assert_cmpuint (n_surfaces, ==, 1);
  g_assert_null (percept_landscape_get_race (landscape));
  wait_until (is_complete);
  g_assert_cmpuint (n_races, >, 1);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void      (*test) (Probe *probe, gconstpointer data);
  } tests[] = {
    { "/landscape/settings", test_settings },
    { "/landscape/trail", test_trail },
    { "/landscape/dragging", test_dragging },
    { "/landscape/surface-is-not-starved", test_surface_is_not_starved },
    { "/landscape/errors", test_errors },
    { "/landscape/keys", test_keys },
    { "/landscape/bad-file", test_bad_file },
    { "/landscape/suggestions", test_suggestions },
    { "/landscape/blank", test_blank },
    { "/landscape/analytic", test_analytic },
    { "/landscape/models", test_models },
    { "/landscape/full-run", test_full_run },
    { "/landscape/full-run-unheard", test_full_run_unheard },
    { "/landscape/closing", test_closing },
    { "/landscape/watching", test_watching },
    { "/landscape/told", test_told },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Probe, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
