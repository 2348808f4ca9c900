/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session-probe.h"
#include "session/weight-source.h"

#include <string.h>

/* Weights as of now, and as of a moment of the run that is kept. */

typedef struct
{
  guint n_weights;
  guint n_moments;
} Told;

static void
count_cb (PerceptWeightSource *source,
          guint               *n)
{
  (*n)++;
}

static PerceptWeightSource *
new_source (Probe *probe,
            Told  *told)
{
  PerceptWeightSource *source = percept_weight_source_new (probe->session);

  *told = (Told) { 0 };
  g_signal_connect (source, "weights", G_CALLBACK (count_cb), &told->n_weights);
  g_signal_connect (source, "moment", G_CALLBACK (count_cb), &told->n_moments);
  return source;
}

static gboolean
has_pictures (Probe *probe)
{
  return percept_session_get_weights (probe->session, 1) != NULL;
}

static TrainRung *
get_rung (Probe *probe,
          guint  i)
{
  return g_ptr_array_index (percept_session_get_rungs (probe->session), i);
}

static gboolean
has_all_rungs (Probe *probe)
{
  GPtrArray *rungs = percept_session_get_rungs (probe->session);

  return probe->n_finished > 0 && rungs->len > 2 && get_rung (probe, rungs->len - 1)->step == 60;
}

/* Each layer's weights lie where its information says, with the biases after them. */
static void
check_against_parameters (PerceptWeightSource *source,
                          Probe               *probe)
{
  const float            *parameters = percept_weight_source_get_parameters (source);
  guint                   n;
  const PerceptLayerInfo *layers = percept_session_get_layers (probe->session, &n);

  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (layers[0].offset, ==, 0);
  g_assert_cmpuint (layers[1].offset, ==, layers[0].n_parameters);
  for (guint l = 0; l < n; l++)
    {
      PerceptWeights *weights = percept_weight_source_get (source, l + 1);
      gsize           n_weights = layers[l].n_parameters - layers[l].n_units;

      g_assert_nonnull (weights);
      g_assert_cmpuint (weights->n_units, ==, layers[l].n_units);
      g_assert_cmpuint (n_weights, ==, (gsize) weights->n_units * weights->channels * weights->height * weights->width);
      g_assert_cmpmem (weights->weights, n_weights * sizeof (float), parameters + layers[l].offset,
                       n_weights * sizeof (float));
      g_assert_cmpmem (weights->biases, weights->n_units * sizeof (float), parameters + layers[l].offset + n_weights,
                       weights->n_units * sizeof (float));
    }
}

static void
test_moments (Probe        *probe,
              gconstpointer data)
{
  Told                            told;
  g_autoptr (PerceptWeightSource) source = new_source (probe, &told);
  PerceptWeights                 *first;

  probe_open (probe, "", TRUE);
  PROBE_WAIT (probe, probe_has_opened);
  percept_weight_source_watch (source, 1);
  PROBE_WAIT (probe, has_all_rungs);
  PROBE_WAIT (probe, has_pictures);
  g_assert_cmpuint (told.n_weights, >, 0);
  g_assert_true (percept_weight_source_get (source, 1) == percept_session_get_weights (probe->session, 1));
  g_assert_null (percept_weight_source_get_parameters (source));
  g_assert_cmpuint (percept_weight_source_get_step (source), ==, 60);

  told = (Told) { 0 };
  percept_weight_source_set_rung (source, get_rung (probe, 0));
  g_assert_cmpuint (told.n_moments, ==, 1);
  g_assert_cmpuint (told.n_weights, ==, 1);
  g_assert_cmpuint (percept_weight_source_get_step (source), ==, 0);
  percept_weight_source_watch (source, 2);
  check_against_parameters (source, probe);
  first = percept_weights_ref (percept_weight_source_get (source, 1));
  percept_weight_source_set_rung (source, get_rung (probe, 1));
  check_against_parameters (source, probe);
  g_assert_true (memcmp (first->weights, percept_weight_source_get (source, 1)->weights, sizeof (float)) != 0);
  percept_weights_unref (first);

  percept_weight_source_set_rung (source, NULL);
  g_assert_cmpuint (told.n_moments, ==, 3);
  g_assert_cmpuint (percept_weight_source_get (source, 1)->step, ==, 60);
}

/* Pictures that nobody sees are not drawn, and those of another layer that was watched meanwhile come. */
static void
test_worker_rests (Probe        *probe,
                   gconstpointer data)
{
  Told                            told;
  g_autoptr (PerceptWeightSource) source = new_source (probe, &told);

  probe_open (probe, "", FALSE);
  PROBE_WAIT (probe, probe_is_paused);
  percept_weight_source_set_rung (source, get_rung (probe, 0));
  percept_weight_source_watch (source, 1);
  percept_weight_source_watch (source, 1);
  percept_weight_source_unwatch (source, 1);
  percept_session_step (probe->session, PERCEPT_STEP_BATCH);
  PROBE_WAIT (probe, probe_has_moved);
  g_assert_null (percept_session_get_weights (probe->session, 1));
  g_assert_nonnull (percept_weight_source_get (source, 1));
  percept_weight_source_set_rung (source, NULL);
  PROBE_WAIT (probe, has_pictures);
  g_assert_cmpuint (percept_weight_source_get (source, 1)->step, ==, 1);
}

static gboolean
has_opened_again (Probe *probe)
{
  return probe->n_opened == 2;
}

static void
test_opening_ends_watching (Probe        *probe,
                            gconstpointer data)
{
  Told                            told;
  g_autoptr (PerceptWeightSource) source = new_source (probe, &told);

  probe_open (probe, "", TRUE);
  PROBE_WAIT (probe, has_all_rungs);
  percept_weight_source_watch (source, 1);
  percept_weight_source_set_rung (source, get_rung (probe, 1));
  probe_open (probe, "", FALSE);
  PROBE_WAIT (probe, has_opened_again);
  g_assert_null (percept_weight_source_get_rung (source));
  g_assert_null (percept_weight_source_get (source, 1));
  percept_weight_source_unwatch (source, 1);
  PROBE_WAIT (probe, probe_is_paused);
  g_assert_cmpuint (percept_session_get_rungs (probe->session)->len, ==, 1);
  percept_session_step (probe->session, PERCEPT_STEP_BATCH);
  PROBE_WAIT (probe, probe_has_moved);
  g_assert_null (percept_session_get_weights (probe->session, 1));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/session/weight-source/moments", Probe, NULL, probe_set_up, test_moments, probe_tear_down);
  g_test_add ("/session/weight-source/worker-rests", Probe, NULL, probe_set_up, test_worker_rests, probe_tear_down);
  g_test_add ("/session/weight-source/opening-ends-watching", Probe, NULL, probe_set_up, test_opening_ends_watching,
              probe_tear_down);
  return g_test_run ();
}
