/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/model-subject.h"
#include "session/session-probe.h"
#include "session/unit-facts.h"
#include "session/unit-study.h"

#include <math.h>
#include <string.h>

/* Rankings and facts of units, found on a thread beside the session. */

static PerceptModel     *model;
static PerceptUnitStudy *study;
static GError           *failure;

static void
model_cb (PerceptSession *session,
          PerceptModel   *given)
{
  g_clear_pointer (&model, percept_model_unref);
  model = percept_model_ref (given);
}

static void
failed_cb (PerceptUnitStudy *of,
           const GError     *error)
{
  g_clear_error (&failure);
  failure = g_error_copy (error);
}

static gboolean
has_model (Probe *probe)
{
  return model != NULL;
}

static gboolean
has_ranking (Probe *probe)
{
  return percept_unit_study_get_ranking (study) != NULL;
}

static gboolean
has_facts (Probe *probe)
{
  return percept_unit_study_get_unit (study) != NULL;
}

static gboolean
has_failed (Probe *probe)
{
  return failure != NULL;
}

static gboolean
is_idle (Probe *probe)
{
  return !percept_unit_study_is_busy (study);
}

/* A model of a run of @steps steps. */
static void
begin (Probe      *probe,
       const char *settings)
{
  probe_open (probe, settings, TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  g_signal_connect (probe->session, "model", G_CALLBACK (model_cb), NULL);
  percept_session_request_model (probe->session);
  PROBE_WAIT (probe, has_model);
  study = percept_unit_study_new (2);
  g_signal_connect (study, "failed", G_CALLBACK (failed_cb), NULL);
  percept_unit_study_set_model (study, model);
}

static void
end (void)
{
  g_clear_object (&study);
  g_clear_pointer (&model, percept_model_unref);
  g_clear_error (&failure);
}

static void
test_ranking (Probe        *probe,
              gconstpointer data)
{
  const AnRankingType     *type = an_ranking_type_find ("contribution");
  g_autoptr (BasePool)      pool = base_pool_new (2);
  g_autoptr (ModelSubject)  subject = NULL;
  g_autoptr (AnUnitRanking) direct = NULL;
  AnUnitRanking            *ranking;

  begin (probe, "training.steps=20");
  percept_unit_study_set_ranking (study, type, 1);
  PROBE_WAIT (probe, has_ranking);
  ranking = percept_unit_study_get_ranking (study);
  subject = model_subject_new (model, TRAIN_PART_VALIDATION, 0, NULL);
  direct = an_unit_ranking_run (&subject->subject, type, 1, pool, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (ranking->n_classes, ==, direct->n_classes);
  for (guint c = 0; c < direct->n_classes; c++)
    {
      g_assert_cmpuint (ranking->classes[c].n_examples, ==, direct->classes[c].n_examples);
      g_assert_cmpmem (ranking->classes[c].units, ranking->n_units * sizeof (AnRankedUnit), direct->classes[c].units,
                       direct->n_units * sizeof (AnRankedUnit));
    }
  percept_unit_study_set_ranking (study, NULL, 0);
  g_assert_null (percept_unit_study_get_ranking (study));
  end ();
}

static void
test_facts (Probe        *probe,
            gconstpointer data)
{
  PerceptUnitFacts      *facts;
  const PerceptLayerInfo *layers;
  const PerceptUnitNorm *last;
  const float           *w;
  double                 norm = 0;
  gsize                  n_inputs;
  guint                  n;

  begin (probe, "training.steps=20");
  layers = percept_session_get_layers (probe->session, &n);
  n_inputs = layers[0].n_parameters / layers[0].n_units - 1;
  percept_unit_study_set_unit (study, 1, 5);
  PROBE_WAIT (probe, has_facts);
  facts = percept_unit_study_get_unit (study);
  g_assert_cmpuint (facts->unit, ==, 5);
  g_assert_cmpuint (facts->step, ==, 20);
  g_assert_cmpuint (facts->examples->n_examples, ==, 80);
  g_assert_cmpuint (facts->n_outgoing, ==, 3);
  g_assert_true (facts->to_classes);
  for (guint c = 0; c < 3; c++)
    g_assert_cmpfloat (facts->outgoing[c], ==, model->parameters[layers[1].offset + c * 8 + 5]);
  g_assert_cmpfloat (facts->bias, ==, (double) model->parameters[layers[0].offset + 8 * n_inputs + 5]);
  w = model->parameters + layers[0].offset + 5 * n_inputs;
  for (gsize i = 0; i < n_inputs; i++)
    norm += (double) w[i] * (double) w[i];
  last = &g_array_index (facts->norms, PerceptUnitNorm, facts->norms->len - 1);
  g_assert_cmpuint (last->step, ==, 20);
  g_assert_cmpfloat_with_epsilon (last->norm, sqrt (norm), 1e-9);
  g_assert_cmpuint (g_array_index (facts->norms, PerceptUnitNorm, 0).step, ==, 0);
  percept_unit_study_set_unit (study, 2, 1);
  g_assert_null (percept_unit_study_get_unit (study));
  PROBE_WAIT (probe, has_facts);
  facts = percept_unit_study_get_unit (study);
  g_assert_cmpuint (facts->n_outgoing, ==, 0);
  g_assert_cmpuint (facts->examples->nearest.n_images, ==, 0);
  end ();
}

/* Of a part too large for a hand to wait for, one example of each stretch; their places are those in the part. */
static void
test_sample (Probe        *probe,
             gconstpointer data)
{
  g_autoptr (BasePool)     pool = base_pool_new (2);
  g_autoptr (ModelSubject) all = NULL;
  g_autoptr (ModelSubject) some = NULL;
  PerceptUnitFacts        *of_all, *of_some;
  TrainExamples            examples;

  begin (probe, "training.steps=20");
  examples = train_data_get_part (model->data, TRAIN_PART_TRAIN);
  all = model_subject_new (model, TRAIN_PART_TRAIN, examples.n, NULL);
  some = model_subject_new (model, TRAIN_PART_TRAIN, 7, NULL);
  g_assert_null (all->places);
  g_assert_cmpuint (some->subject.n_examples, ==, 7);
  for (gsize i = 0; i < 7; i++)
    {
      g_assert_cmpuint (some->places[i], >=, i * examples.n / 7);
      g_assert_cmpuint (some->places[i], <, (i + 1) * examples.n / 7);
      g_assert_cmpuint (some->subject.indices[i], ==, examples.indices[some->places[i]]);
    }
  of_all = unit_facts_find (all, 1, 5, pool, NULL, NULL, NULL, NULL);
  of_some = unit_facts_find (some, 1, 5, pool, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (of_some->examples->n_examples, ==, 7);
  g_assert_cmpuint (of_some->examples->most.n_images, ==, 7);
  for (guint i = 0; i < 7; i++)
    {
      const AnUnitExample *image = &of_some->examples->most.images[i];

      g_assert_cmpuint (image->label, ==, examples.dataset->labels[examples.indices[image->place]]);
      if (i > 0)
        g_assert_cmpuint (image->place, !=, of_some->examples->most.images[i - 1].place);
    }
  g_assert_cmpfloat (of_some->examples->highest, <=, of_all->examples->highest);
  percept_unit_facts_unref (of_all);
  percept_unit_facts_unref (of_some);
  end ();
}

/* The newest wish wins; what cannot be found out is told, and a wish after it is answered. */
static void
test_wishes (Probe        *probe,
             gconstpointer data)
{
  begin (probe, "training.steps=20");
  for (guint i = 0; i < 100; i++)
    percept_unit_study_set_unit (study, 1, i % 8);
  percept_unit_study_set_unit (study, 1, 3);
  PROBE_WAIT (probe, has_facts);
  g_assert_cmpuint (percept_unit_study_get_unit (study)->unit, ==, 3);
  percept_unit_study_set_unit (study, 1, 99);
  PROBE_WAIT (probe, has_failed);
  g_assert_nonnull (strstr (failure->message, "0 to 7"));
  percept_unit_study_set_unit (study, 1, 2);
  PROBE_WAIT (probe, has_facts);
  PROBE_WAIT (probe, is_idle);
  end ();
}

/* The answers stay while a newer network of the run is looked at, and go with another one's. */
static void
test_models (Probe        *probe,
             gconstpointer data)
{
  g_autoptr (PerceptModel) later = NULL;

  begin (probe, "training.steps=20");
  percept_unit_study_set_unit (study, 1, 3);
  PROBE_WAIT (probe, has_facts);
  later = percept_model_new (model->experiment, model->data, model->parameters,
                             percept_session_get_status (probe->session)->n_parameters, 21, NULL);
  percept_unit_study_set_model (study, later);
  g_assert_nonnull (percept_unit_study_get_unit (study));
  percept_unit_study_set_model (study, NULL);
  g_assert_null (percept_unit_study_get_unit (study));
  /* Closed in the middle of its work. */
  percept_unit_study_set_model (study, later);
  percept_unit_study_set_ranking (study, an_ranking_type_find ("contribution"), 1);
  end ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/unit-study/ranking", Probe, NULL, probe_set_up, test_ranking, probe_tear_down);
  g_test_add ("/unit-study/facts", Probe, NULL, probe_set_up, test_facts, probe_tear_down);
  g_test_add ("/unit-study/sample", Probe, NULL, probe_set_up, test_sample, probe_tear_down);
  g_test_add ("/unit-study/wishes", Probe, NULL, probe_set_up, test_wishes, probe_tear_down);
  g_test_add ("/unit-study/models", Probe, NULL, probe_set_up, test_models, probe_tear_down);
  return g_test_run ();
}
