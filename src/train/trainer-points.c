/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/trainer-private.h"

#include <math.h>
#include <string.h>

#define FIRST_TRAIN_EXAMPLES 1000
#define TEST_CREDIT 40000.0
#define TEST_SHARE 0.25

gboolean
train_trainer_evaluate (TrainTrainer *trainer,
                        TrainPart     part,
                        TrainTally   *tally)
{
  TrainExamples examples = train_data_get_part (trainer->data, part);

  return train_batch_pass_evaluate (trainer->pass, trainer->parameters, &examples, &trainer->data->recipe, tally);
}

gboolean
train_trainer_evaluate_kept (TrainTrainer *trainer,
                             TrainPart     part,
                             TrainTally   *tally)
{
  TrainExamples examples = train_data_get_part (trainer->data, part);
  guint64       step;

  return train_batch_pass_evaluate (trainer->pass, train_trainer_get_kept (trainer, &step), &examples,
                                    &trainer->data->recipe, tally);
}

static double
penalize (const TrainTrainer *trainer,
          const float        *parameters)
{
  gboolean penalized = trainer->l1 > 0.0 || trainer->l2 > 0.0;
  double   magnitudes = 0.0, squares = 0.0;

  for (guint l = 0; penalized && l < trainer->network->n_layers; l++)
    {
      const NnLayer *layer = &trainer->network->layers[l];
      const float   *w = parameters + layer->offset;

      for (gsize i = 0; i < layer->n_weights; i++)
        {
          magnitudes += fabs ((double) w[i]);
          squares += (double) w[i] * w[i];
        }
    }
  return trainer->l1 * magnitudes + trainer->l2 * squares;
}

double
train_trainer_penalty (const TrainTrainer *trainer)
{
  return penalize (trainer, trainer->parameters);
}

double
train_trainer_penalty_kept (const TrainTrainer *trainer)
{
  guint64 step;

  return penalize (trainer, train_trainer_get_kept (trainer, &step));
}

void
train_trainer_set_gradient (TrainTrainer *trainer,
                            gsize         n,
                            double        norm)
{
  trainer->gradient_n = n;
  trainer->gradient_norm = norm;
}

double
train_trainer_get_gradient_norm (const TrainTrainer *trainer)
{
  if (trainer->gradient_n == 0)
    return trainer->gradient_norm;
  return train_batch_pass_get_gradient_norm (trainer->pass) / (double) trainer->gradient_n;
}

static gboolean
measure_validation (TrainTrainer *trainer,
                    TrainTally   *tally,
                    double       *flat)
{
  TrainExamples examples = train_data_get_part (trainer->data, TRAIN_PART_VALIDATION);

  return train_batch_pass_evaluate_flat (trainer->pass, trainer->parameters, &examples, &trainer->data->recipe, tally,
                                         flat);
}

static void
set_part (TrainPoint       *point,
          TrainPart         part,
          const TrainTally *tally)
{
  point->cost[part] = tally->n > 0 ? tally->loss / (double) tally->n : NAN;
  point->accuracy[part] = tally->n > 0 ? (double) tally->correct / (double) tally->n : NAN;
}

/* Whether the test set is measured now, which then counts. */
static gboolean
takes_test (TrainTrainer *trainer,
            gboolean      last)
{
  double n = (double) trainer->data->split.n_test;

  if (!last && trainer->test_evaluated + n > TEST_CREDIT + TEST_SHARE * trainer->examples)
    return FALSE;
  trainer->test_evaluated += n;
  return TRUE;
}

static gboolean
measure_test (TrainTrainer *trainer,
              gboolean      last,
              TrainTally   *tally)
{
  return !takes_test (trainer, last) || train_trainer_evaluate (trainer, TRAIN_PART_TEST, tally);
}

/* Adds a point for the current step, the training part being @train. FALSE when stopped: none was added. */
static gboolean
add_point (TrainTrainer     *trainer,
           const TrainTally *train,
           gboolean          last)
{
  TrainPoint point = { .step = trainer->step, .examples = trainer->examples };
  TrainTally validation = { 0 };
  TrainTally test = { 0 };
  double     evaluated = trainer->test_evaluated;

  if (!measure_validation (trainer, &validation, &point.flat) || !measure_test (trainer, last, &test))
    {
      trainer->test_evaluated = evaluated;
      return FALSE;
    }
  point.epoch = train_trainer_get_epoch (trainer);
  point.penalty = train_trainer_penalty (trainer);
  point.seconds = trainer->seconds;
  point.gradient_norm = train_trainer_get_gradient_norm (trainer);
  train_trainer_set_gradient (trainer, 0, point.gradient_norm); /* who asks again need not wait */
  set_part (&point, TRAIN_PART_TRAIN, train);
  set_part (&point, TRAIN_PART_VALIDATION, &validation);
  set_part (&point, TRAIN_PART_TEST, &test);
  g_array_append_val (trainer->history->points, point);
  return TRUE;
}

/* Where steps are made again, the point of the first time. FALSE: there was none. */
static gboolean
repeat_point (TrainTrainer *trainer,
              gboolean      last)
{
  const TrainPoint *point = trainer->measured ? train_history_find (trainer->measured, trainer->step) : NULL;

  if (!point)
    return FALSE;
  takes_test (trainer, last);
  train_trainer_set_gradient (trainer, 0, point->gradient_norm);
  g_array_append_vals (trainer->history->points, point, 1);
  return TRUE;
}

/* The cost is that of the step before its update, so it says nothing about what the update made. */
static gboolean
is_finite (const TrainTrainer *trainer)
{
  guint32 worst = 0;

  for (gsize i = 0; i < trainer->network->n_parameters; i++)
    {
      guint32 bits;

      memcpy (&bits, &trainer->parameters[i], sizeof bits);
      worst = MAX (worst, bits & 0x7fffffffu);
    }
  return worst < 0x7f800000u; /* infinity and NaN have the largest exponent */
}

void
train_trainer_remember_good (TrainTrainer *trainer)
{
  memcpy (trainer->good, trainer->parameters, trainer->network->n_parameters * sizeof (float));
  trainer->good_step = trainer->step;
}

/* The training part as it is now: since the last point there may have been a single example. */
static gboolean
add_measured_point (TrainTrainer *trainer)
{
  TrainExamples examples = train_data_get_part (trainer->data, TRAIN_PART_TRAIN);
  TrainTally    tally;

  examples.n = MIN (examples.n, FIRST_TRAIN_EXAMPLES);
  return train_batch_pass_evaluate (trainer->pass, trainer->parameters, &examples, &trainer->data->recipe, &tally) &&
         add_point (trainer, &tally, FALSE);
}

static gboolean
is_early (guint64 step,
          guint64 evaluate)
{
  guint64 one = 1, next = 2;

  while (one < step)
    {
      guint64 sum = one + next;

      one = next;
      next = sum;
    }
  return one == step && step < evaluate;
}

static gboolean
is_planned (const TrainTrainer *trainer)
{
  return trainer->step % train_experiment_get_count (trainer->experiment, "training", "evaluate") == 0 ||
         train_trainer_is_at_end (trainer);
}

gboolean
train_trainer_wants_point (const TrainTrainer *trainer)
{
  return is_planned (trainer) ||
         is_early (trainer->step, train_experiment_get_count (trainer->experiment, "training", "evaluate"));
}

gboolean
train_trainer_begin (TrainTrainer *trainer)
{
  gint64   start = g_get_monotonic_time ();
  gboolean done;

  if (trainer->history->points->len > 0)
    return TRUE;
  done = add_measured_point (trainer);
  if (done)
    {
      train_trainer_remember_good (trainer);
      train_trainer_consider_best (trainer, train_history_point (trainer->history, 0));
    }
  trainer->seconds += (double) (g_get_monotonic_time () - start) * 1e-6;
  return done;
}

static gboolean
is_sound (const TrainTrainer *trainer)
{
  const TrainPoint *point = train_history_point (trainer->history, trainer->history->points->len - 1);

  return is_finite (trainer) &&
         (trainer->data->split.n_validation == 0 || isfinite (point->cost[TRAIN_PART_VALIDATION]));
}

TrainAdvance
train_trainer_settle_point (TrainTrainer *trainer)
{
  gboolean last = train_trainer_is_at_end (trainer);
  gboolean planned = is_planned (trainer);
  gboolean due = trainer->point_due;

  if (!repeat_point (trainer, last) &&
      !(planned ? add_point (trainer, &trainer->since_point, last) : add_measured_point (trainer)))
    return TRAIN_STOPPED;
  /* Early points belong to the plan: the next one says nothing of the steep descent before them. A point on demand
   * leaves the others as they are. */
  if (train_trainer_wants_point (trainer))
    trainer->since_point = (TrainTally) { 0 };
  trainer->point_due = FALSE;
  if (!is_sound (trainer))
    {
      g_array_set_size (trainer->history->points, trainer->history->points->len - 1);
      return train_trainer_diverge (trainer);
    }
  train_trainer_remember_good (trainer);
  if (due) /* looks by hand decide nothing */
    train_trainer_consider_best (trainer, train_history_point (trainer->history, trainer->history->points->len - 1));
  return last ? TRAIN_FINISHED : TRAIN_ADVANCED;
}

/* A point that the plan owes comes without being noted. */
static TrainAdvance
measure_beyond_plan (TrainTrainer *trainer)
{
  gboolean     due = trainer->point_due;
  TrainAdvance result = train_trainer_settle_point (trainer);

  if (!due && (result == TRAIN_ADVANCED || result == TRAIN_FINISHED))
    train_journal_note (trainer->journal, TRAIN_HAPPENED_MEASURE, trainer->step, 0, NULL);
  return result;
}

TrainAdvance
train_trainer_measure (TrainTrainer *trainer)
{
  const GArray *points = trainer->history->points;
  gint64        start = g_get_monotonic_time ();
  TrainAdvance  result = TRAIN_ADVANCED;

  if (points->len == 0 && trainer->step == 0)
    return train_trainer_begin (trainer) ? TRAIN_ADVANCED : TRAIN_STOPPED;
  if (points->len == 0 || train_history_point (trainer->history, points->len - 1)->step != trainer->step)
    result = measure_beyond_plan (trainer);
  trainer->seconds += (double) (g_get_monotonic_time () - start) * 1e-6;
  return result;
}

static void
drop_point (TrainTrainer *trainer)
{
  GArray *points = trainer->history->points;

  if (points->len > 0 && train_history_point (trainer->history, points->len - 1)->step == trainer->step)
    g_array_set_size (points, points->len - 1);
}

gboolean
train_trainer_measure_anew (TrainTrainer *trainer)
{
  const TrainPoint *old = train_history_find (trainer->history, trainer->step);
  gboolean          tested = old && !isnan (old->accuracy[TRAIN_PART_TEST]);
  double            evaluated = trainer->test_evaluated;
  gboolean          done;

  drop_point (trainer);
  train_trainer_remember_good (trainer);
  /* The test set where it was measured before, and nothing of the credit that the points to come have. */
  trainer->test_evaluated = tested ? -INFINITY : INFINITY;
  done = add_measured_point (trainer);
  trainer->test_evaluated = evaluated;
  return done;
}

void
train_trainer_restore_point (TrainTrainer     *trainer,
                             const TrainPoint *point)
{
  drop_point (trainer);
  train_trainer_remember_good (trainer);
  if (point)
    g_array_append_vals (trainer->history->points, point, 1);
}
