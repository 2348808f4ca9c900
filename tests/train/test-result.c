/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/result.h"
#include "train/tiny-run.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

/* What DESIGN.md promises of "run --json". */
static const char *const promised[] = {
  "experiment", "seed", "steps", "epochs", "seconds", "examples_per_second", "parameters", "loss", "penalty",
  "accuracy", "classes", "examples", "rejected", "best", "stopped_because", "result_hash",
};

static JsonObject *
parse (TrainResult *result,
       gboolean     pretty,
       JsonParser **parser)
{
  g_autofree char   *json = train_result_to_json (result, pretty);
  g_autoptr (GError) error = NULL;

  g_assert_true (pretty == (strchr (json, '\n') != NULL));
  *parser = json_parser_new ();
  json_parser_load_from_data (*parser, json, -1, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (*parser));
}

static void
test_json (void)
{
  for (int pretty = 0; pretty < 2; pretty++)
    {
      g_autoptr (TinyRun)     run = tiny_run_new ("training.l2=0.01 seed.init=77", 12, 2);
      g_autoptr (TrainResult) result = NULL;
      g_autoptr (JsonParser)  parser = NULL;
      g_autofree char        *hash = NULL;
      JsonObject             *object;

      tiny_run_advance (run, 100);
      hash = train_trainer_hash (run->trainer);
      result = train_result_measure (run->trainer, "steps");
      object = parse (result, pretty, &parser);
      for (gsize i = 0; i < G_N_ELEMENTS (promised); i++)
        if (!json_object_has_member (object, promised[i]))
          g_error ("no “%s”", promised[i]);
      g_assert_cmpstr (json_object_get_string_member (object, "experiment"), ==, "tiny");
      g_assert_cmpint (json_object_get_int_member (object, "seed"), ==, 77);
      g_assert_cmpint (json_object_get_int_member (object, "steps"), ==, 40);
      g_assert_cmpint (json_object_get_int_member (object, "parameters"), ==, 30 * 8 + 8 + 24 + 3);
      g_assert_cmpint (json_object_get_int_member (object, "rejected"), ==, 0);
      g_assert_cmpfloat (json_object_get_double_member (object, "penalty"), ==, train_trainer_penalty (run->trainer));
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "classes")), ==, TINY_CLASSES);
      g_assert_cmpstr (json_object_get_string_member (object, "stopped_because"), ==, "steps");
      g_assert_cmpstr (json_object_get_string_member (object, "result_hash"), ==, hash);
      g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (object, "examples"), "validation"),
                       ==, 12);
      g_assert_cmpfloat (json_object_get_double_member (json_object_get_object_member (object, "loss"), "test"), ==,
                         result->loss[TRAIN_PART_TEST]);
    }
}

/* Over all examples of each part, not over the last batches. */
static void
test_measure (void)
{
  g_autoptr (TinyRun)     run = tiny_run_new (NULL, 12, 2);
  g_autoptr (TrainResult) result = NULL;

  tiny_run_advance (run, 13);
  result = train_result_measure (run->trainer, "interrupted");
  for (int part = 0; part < TRAIN_N_PARTS; part++)
    {
      TrainTally tally;
      gsize      sum = 0;

      g_assert_true (train_trainer_evaluate (run->trainer, part, &tally));
      g_assert_cmpfloat (result->loss[part], ==, tally.loss / (double) tally.n);
      g_assert_cmpfloat (result->accuracy[part], ==, (double) tally.correct / (double) tally.n);
      for (guint k = 0; k < result->n_classes; k++)
        sum += result->class_counts[part][k];
      g_assert_cmpuint (sum, ==, result->n_examples[part]);
    }
  g_assert_cmpuint (result->step, ==, 13);
}

/* The best point is the first of the highest validation accuracy. */
static void
test_best (void)
{
  g_autoptr (TinyRun)     run = tiny_run_new ("training.evaluate=1", 12, 1);
  g_autoptr (TrainResult) result = NULL;
  double                  best = -1;
  guint64                 step = 0;

  tiny_run_advance (run, 100);
  for (guint i = 0; i < run->trainer->history->points->len; i++)
    if (train_history_point (run->trainer->history, i)->accuracy[1] > best)
      {
        best = train_history_point (run->trainer->history, i)->accuracy[1];
        step = train_history_point (run->trainer->history, i)->step;
      }
  result = train_result_glance (run->trainer, "steps");
  g_assert_cmpfloat (result->best_validation, ==, best);
  g_assert_cmpuint (result->best_step, ==, step);
}

/* Nothing to validate with: null, not NaN, which no JSON reader takes. */
static void
test_empty_part (void)
{
  g_autoptr (TinyRun)     run = tiny_run_new (NULL, 0, 1);
  g_autoptr (TrainResult) result = NULL;
  g_autoptr (JsonParser)  parser = NULL;
  JsonObject             *object;

  tiny_run_advance (run, 5);
  result = train_result_measure (run->trainer, "steps");
  g_assert_true (isnan (result->best_validation));
  object = parse (result, FALSE, &parser);
  g_assert_true (json_object_get_null_member (json_object_get_object_member (object, "loss"), "validation"));
  g_assert_true (json_object_get_null_member (json_object_get_object_member (object, "best"), "validation"));
}

static void
test_stopped (void)
{
  g_autoptr (TinyRun)     run = tiny_run_new (NULL, 12, 1);
  g_autoptr (TrainResult) glance = NULL;

  tiny_run_advance (run, 10);
  atomic_store (&run->stop, TRUE);
  g_assert_null (train_result_measure (run->trainer, "interrupted"));
  glance = train_result_glance (run->trainer, "interrupted");
  g_assert_cmpfloat (glance->loss[1], ==, train_history_point (run->trainer->history, 5)->cost[1]);
}

/* 1.96 sqrt (0.9 0.1 / 2000) = 0.01315 */
static void
test_half_width (void)
{
  g_assert_cmpfloat_with_epsilon (train_accuracy_half_width (0.9, 2000), 0.013148, 1e-6);
  g_assert_cmpfloat (train_accuracy_half_width (1, 2000), ==, 0);
  g_assert_true (isnan (train_accuracy_half_width (0.9, 0)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/result/json", test_json);
  g_test_add_func ("/result/measure", test_measure);
  g_test_add_func ("/result/best", test_best);
  g_test_add_func ("/result/empty-part", test_empty_part);
  g_test_add_func ("/result/stopped", test_stopped);
  g_test_add_func ("/result/half-width", test_half_width);
  return g_test_run ();
}
