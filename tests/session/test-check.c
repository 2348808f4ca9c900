/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/check.h"

#include "train/trainer.h"

#include <gio/gio.h>
#include <string.h>

static TrainExperiment *
parse (const char *text)
{
  GError          *error = NULL;
  TrainExperiment *experiment = train_experiment_parse (text, "test", NULL, &error);

  g_assert_no_error (error);
  return experiment;
}

#define TOY                                                                                                            \
  "[data]\nsource = toy\nvalidation = 0\npreprocess = scale 1\n[network]\nlayers = dense 4\n"                          \
  "[training]\nbatch = full\nrate = 0.01\nsteps = 40\n[check]\n"

/* The names of the bugs stand in two places, since train/ knows nothing of analysis/. */
static void
test_bugs_have_keys (void)
{
  const TrainKey *key = train_key_find ("check", "bug");
  gsize           n = 0;

  for (; an_bugs[n]; n++)
    g_assert_cmpstr (key->choices[n + 1], ==, an_bugs[n]->name);
  g_assert_null (key->choices[n + 1]);
  key = train_key_find ("check", "scheme");
  for (AnScheme s = 0; s < AN_N_SCHEMES; s++)
    g_assert_cmpstr (key->choices[s], ==, an_scheme_name (s));
}

/* The default of every key can be read. */
static void
test_defaults (void)
{
  g_autoptr (TrainExperiment)    experiment = parse (TOY);
  g_autoptr (GError)             error = NULL;
  g_autoptr (PerceptCheckResult) result = NULL;

  g_assert_true (percept_check_validate (experiment, &error));
  result = percept_check_run (experiment, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result->check->verdict, ==, AN_VERDICT_AGREES);
  g_assert_cmpint (result->check->scheme, ==, AN_SCHEME_CENTRAL);
  g_assert_cmpuint (result->n_examples, ==, 4);
  g_assert_false (result->sum);
  g_assert_null (result->along);
}

static void
test_weights (void)
{
  g_autoptr (TrainExperiment)    experiment = parse (TOY "coordinates = W1[1,2]\nweights = 0 0 0 0 0; 0 0 0 0 0; "
                                                         "0 0.1 0 0 0; 0 0 0 0 0\n");
  g_autoptr (TrainExperiment)    few = parse (TOY "weights = 1 2 3\n");
  g_autoptr (TrainExperiment)    word = parse (TOY "weights = one\n");
  g_autoptr (GError)             error = NULL;
  g_autoptr (PerceptCheckResult) result = percept_check_run (experiment, NULL, NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (result->check->values[0], ==, 0.1); /* in double precision */
  g_assert_null (percept_check_run (few, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH);
  g_clear_error (&error);
  g_assert_false (percept_check_validate (word, &error));
  g_assert_error (error, TRAIN_ERROR, TRAIN_ERROR_VALUE);
}

/* Along the run the cost falls; the first place is the start. */
static void
test_along (void)
{
  g_autoptr (TrainExperiment)    experiment = parse (TOY "h = 1e-3\nscheme = forward\nalong = 5\n");
  g_autoptr (GError)             error = NULL;
  g_autoptr (PerceptCheckResult) result = percept_check_run (experiment, NULL, NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (result->along->len, ==, 6);
  g_assert_cmpfloat (g_array_index (result->along, AnAnglePoint, 0).cost, ==, result->check->cost);
  for (guint i = 1; i < 6; i++)
    g_assert_cmpfloat (g_array_index (result->along, AnAnglePoint, i).cost, <,
                       g_array_index (result->along, AnAnglePoint, i - 1).cost);
}

/* Given parameters are looked at instead of fresh ones, and left alone. */
static void
test_model (void)
{
  g_autoptr (TrainExperiment)    experiment = parse (TOY "weights = 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n");
  g_autoptr (GError)             error = NULL;
  g_autoptr (TrainData)          data = train_data_load (experiment, NULL, 1, NULL, NULL, &error);
  float                          parameters[24] = { 0.25f };
  const PerceptCheckModel        trained = { data, parameters, 7 }, fresh = { data, parameters, 0 };
  g_autoptr (PerceptCheckResult) of_trained = NULL, of_fresh = NULL;

  g_assert_no_error (error);
  of_trained = percept_check_run (experiment, NULL, &trained, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  of_fresh = percept_check_run (experiment, NULL, &fresh, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < of_trained->check->n; i++)
    g_assert_cmpfloat (of_trained->check->values[i], ==,
                       g_str_equal (of_trained->check->names[i], "W1[0,0]") ? 0.25 : 0.0);
  g_assert_cmpfloat (of_fresh->check->cost, !=, of_trained->check->cost); /* check.weights count at step 0 alone */
  g_assert_cmpfloat (parameters[0], ==, 0.25f);
}

/* What cannot be planted is refused and not passed over. */
static void
test_bug_without_difference (void)
{
  g_autoptr (TrainExperiment) experiment = parse (TOY "bug = missing-derivative\n");
  g_autoptr (GError)          error = NULL;

  g_assert_null (percept_check_run (experiment, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "missing-derivative"));
}

static void
test_wrong_values (void)
{
  static const char *const wrong[] = { "h = 0\n", "h = x\n", "coordinates = some\n", "weights = 1e99\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char            *text = g_strconcat (TOY, wrong[i], NULL);
      g_autoptr (TrainExperiment) experiment = parse (text);
      g_autoptr (GError)          error = NULL;

      g_assert_false (percept_check_validate (experiment, &error));
      g_assert_error (error, TRAIN_ERROR, TRAIN_ERROR_VALUE);
      g_assert_nonnull (strstr (error->message, "check."));
    }
}

static void
test_stop (void)
{
  g_autoptr (TrainExperiment) experiment = parse (TOY);
  atomic_bool                 stop = TRUE;
  g_autoptr (GError)          error = NULL;

  g_assert_null (percept_check_run (experiment, NULL, NULL, &stop, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check/bugs-have-keys", test_bugs_have_keys);
  g_test_add_func ("/check/defaults", test_defaults);
  g_test_add_func ("/check/weights", test_weights);
  g_test_add_func ("/check/along", test_along);
  g_test_add_func ("/check/model", test_model);
  g_test_add_func ("/check/bug-without-difference", test_bug_without_difference);
  g_test_add_func ("/check/wrong-values", test_wrong_values);
  g_test_add_func ("/check/stop", test_stop);
  return g_test_run ();
}
