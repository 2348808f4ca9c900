/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/result.h"

#include "formats/json-writer.h"

#include <math.h>

static const char *const part_names[TRAIN_N_PARTS] = { "train", "validation", "test" };

static gboolean
measure (TrainTrainer *trainer,
         TrainResult  *result)
{
  for (int part = 0; part < TRAIN_N_PARTS; part++)
    {
      TrainTally tally;

      if (!train_trainer_evaluate_kept (trainer, part, &tally))
        return FALSE;
      result->loss[part] = tally.n > 0 ? tally.loss / (double) tally.n : NAN;
      result->accuracy[part] = tally.n > 0 ? (double) tally.correct / (double) tally.n : NAN;
    }
  return TRUE;
}

/* The newest value on the curve up to the step that is kept: not every part is measured at every point. */
static void
glance (const TrainHistory *history,
        TrainResult        *result)
{
  for (int part = 0; part < TRAIN_N_PARTS; part++)
    {
      result->loss[part] = result->accuracy[part] = NAN;
      for (guint i = history->points->len; i-- > 0 && isnan (result->loss[part]);)
        {
          if (train_history_point (history, i)->step > result->kept_step)
            continue;
          result->loss[part] = train_history_point (history, i)->cost[part];
          result->accuracy[part] = train_history_point (history, i)->accuracy[part];
        }
    }
}

static void
count_examples (const TrainTrainer *trainer,
                TrainResult        *result)
{
  for (int part = 0; part < TRAIN_N_PARTS; part++)
    {
      TrainExamples examples = train_data_get_part (trainer->data, part);

      result->n_examples[part] = examples.n;
      result->class_counts[part] = ds_dataset_count_classes (examples.dataset, examples.indices, examples.n);
    }
}

static void
find_best (const TrainTrainer *trainer,
           TrainResult        *result)
{
  const TrainHistory *history = trainer->history;

  result->best_validation = trainer->best_validation;
  result->best_step = trainer->best_step;
  if (trainer->best) /* looks by hand are on the curve as well, and decide nothing */
    return;
  for (guint i = 0; i < history->points->len; i++)
    {
      const TrainPoint *point = train_history_point (history, i);
      double            accuracy = point->accuracy[TRAIN_PART_VALIDATION];

      if (isnan (accuracy) || accuracy <= result->best_validation) /* false while the best is NaN */
        continue;
      result->best_validation = accuracy;
      result->best_step = point->step;
    }
}

static guint
count_edits (const TrainHistory *history)
{
  guint n = 0;

  for (guint i = 0; i < history->marks->len; i++)
    {
      const char *key = g_array_index (history->marks, TrainMark, i).key;

      n += g_str_equal (key, TRAIN_MARK_EDIT) || g_str_equal (key, TRAIN_MARK_SILENCE);
    }
  return n;
}

static TrainResult *
describe (TrainTrainer *trainer,
          const char   *stopped_because)
{
  TrainResult     *result = g_new0 (TrainResult, 1);
  const DsDataset *pool = trainer->data->collection.pool;

  result->experiment = g_strdup (train_experiment_get_name (trainer->experiment));
  result->title = g_strdup (train_experiment_get_title (trainer->experiment));
  result->stopped_because = g_strdup (stopped_because);
  result->result_hash = train_trainer_hash (trainer);
  result->seed = train_experiment_get_count (trainer->experiment, "seed", "init");
  result->step = trainer->step;
  train_trainer_get_kept (trainer, &result->kept_step);
  result->total_steps = trainer->total_steps;
  result->edited = count_edits (trainer->history);
  result->epochs = train_trainer_get_epoch (trainer);
  result->seconds = trainer->seconds;
  result->examples_per_second = trainer->seconds > 0.0 ? trainer->examples / trainer->seconds : 0.0;
  result->n_parameters = trainer->network->n_parameters;
  result->penalty = train_trainer_penalty_kept (trainer);
  result->n_classes = pool->n_classes;
  result->class_names = g_strdupv (pool->class_names);
  count_examples (trainer, result);
  find_best (trainer, result);
  return result;
}

TrainResult *
train_result_measure (TrainTrainer *trainer,
                      const char   *stopped_because)
{
  g_autoptr (TrainResult) result = describe (trainer, stopped_because);

  return measure (trainer, result) ? g_steal_pointer (&result) : NULL;
}

TrainResult *
train_result_glance (TrainTrainer *trainer,
                     const char   *stopped_because)
{
  TrainResult *result = describe (trainer, stopped_because);

  glance (trainer->history, result);
  return result;
}

double
train_accuracy_half_width (double p,
                           gsize  n)
{
  return n > 0 ? 1.96 * sqrt (p * (1.0 - p) / (double) n) : NAN;
}

void
train_result_free (TrainResult *result)
{
  if (!result)
    return;
  g_free (result->experiment);
  g_free (result->title);
  g_free (result->stopped_because);
  g_free (result->result_hash);
  g_strfreev (result->class_names);
  for (int part = 0; part < TRAIN_N_PARTS; part++)
    g_free (result->class_counts[part]);
  g_free (result);
}

static void
add_parts (JsonBuilder  *json,
           const char   *name,
           const double *values)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_object (json);
  for (int part = 0; part < TRAIN_N_PARTS; part++)
    fmt_json_add_real (json, part_names[part], values[part]);
  json_builder_end_object (json);
}

static void
add_examples (JsonBuilder       *json,
              const TrainResult *result)
{
  json_builder_set_member_name (json, "examples");
  json_builder_begin_object (json);
  for (int part = 0; part < TRAIN_N_PARTS; part++)
    fmt_json_add_count (json, part_names[part], result->n_examples[part]);
  json_builder_end_object (json);
  json_builder_set_member_name (json, "class_counts");
  json_builder_begin_object (json);
  for (int part = 0; part < TRAIN_N_PARTS; part++)
    {
      json_builder_set_member_name (json, part_names[part]);
      json_builder_begin_array (json);
      for (guint k = 0; k < result->n_classes; k++)
        json_builder_add_int_value (json, (gint64) result->class_counts[part][k]);
      json_builder_end_array (json);
    }
  json_builder_end_object (json);
  fmt_json_add_count (json, "rejected", 0);
}

static void
add_classes (JsonBuilder       *json,
             const TrainResult *result)
{
  json_builder_set_member_name (json, "classes");
  json_builder_begin_array (json);
  for (guint k = 0; k < result->n_classes; k++)
    json_builder_add_string_value (json, result->class_names[k]);
  json_builder_end_array (json);
}

static void
add_best (JsonBuilder       *json,
          const TrainResult *result)
{
  json_builder_set_member_name (json, "best");
  json_builder_begin_object (json);
  fmt_json_add_count (json, "step", result->best_step);
  fmt_json_add_real (json, "validation", result->best_validation);
  json_builder_end_object (json);
}

char *
train_result_to_json (const TrainResult *result,
                      gboolean           pretty)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  fmt_json_add_text (json, "experiment", result->experiment);
  fmt_json_add_text (json, "title", result->title);
  fmt_json_add_count (json, "seed", result->seed);
  fmt_json_add_count (json, "steps", result->step);
  fmt_json_add_count (json, "kept_step", result->kept_step);
  fmt_json_add_count (json, "total_steps", result->total_steps);
  fmt_json_add_count (json, "edited", result->edited);
  fmt_json_add_real (json, "epochs", result->epochs);
  fmt_json_add_real (json, "seconds", result->seconds);
  fmt_json_add_real (json, "examples_per_second", result->examples_per_second);
  fmt_json_add_count (json, "parameters", result->n_parameters);
  add_parts (json, "loss", result->loss);
  fmt_json_add_real (json, "penalty", result->penalty);
  add_parts (json, "accuracy", result->accuracy);
  add_classes (json, result);
  add_examples (json, result);
  add_best (json, result);
  fmt_json_add_text (json, "stopped_because", result->stopped_because);
  fmt_json_add_text (json, "result_hash", result->result_hash);
  json_builder_end_object (json);
  return fmt_json_finish (json, pretty);
}
