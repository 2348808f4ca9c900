/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/nn-error.h"
#include "train/tiny-run.h"

#include <math.h>
#include <string.h>

static const TrainPoint *
last_point (TinyRun *run)
{
  const TrainHistory *history = run->trainer->history;

  return train_history_point (history, history->points->len - 1);
}

static void
test_same_bits (void)
{
  static const char *const settings[] = { "", "training.optimizer=adam training.rate=0.01", "training.optimizer=gd",
                                          "training.batch=full training.l2=0.01" };

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    for (guint threads = 1; threads <= 3; threads++)
      {
        g_autofree char *once = tiny_run_to_end (settings[i], threads);
        g_autofree char *twice = tiny_run_to_end (settings[i], threads);

        g_assert_cmpuint (strlen (once), ==, 64);
        g_assert_cmpstr (once, ==, twice);
      }
}

static void
test_seeds_matter (void)
{
  g_autofree char *plain = tiny_run_to_end ("", 1);
  g_autofree char *init = tiny_run_to_end ("seed.init=4", 1);
  g_autofree char *batch = tiny_run_to_end ("seed.batch=2", 1);
  g_autofree char *dropout = tiny_run_to_end ("seed.dropout=2 seed.noise=2", 1);

  g_assert_cmpstr (plain, !=, init);
  g_assert_cmpstr (plain, !=, batch);
  g_assert_cmpstr (init, !=, batch);
  g_assert_cmpstr (plain, ==, dropout); /* nothing uses them here */
}

static void
test_learns (void)
{
  static const char *const settings[] = { "training.steps=200", "training.steps=200 training.optimizer=adam",
                                          "training.steps=400 training.loss=squared training.optimizer=gd",
                                          "training.steps=200 network.layers=dense_3" };

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr (TinyRun) run = tiny_run_new (settings[i], TINY_VALIDATION, 2);

      g_assert_cmpint (tiny_run_advance (run, G_MAXUINT64), ==, TRAIN_FINISHED);
      g_assert_cmpfloat (last_point (run)->accuracy[TRAIN_PART_TRAIN], >, 0.95);
      g_assert_cmpfloat (last_point (run)->accuracy[TRAIN_PART_TEST], >, 0.9);
    }
}

/* 50 examples in batches of 8: seven steps an epoch, the last of two examples. */
static void
test_epochs (void)
{
  g_autoptr (TinyRun) run = tiny_run_new ("training.epochs=3 training.evaluate=7", TINY_VALIDATION, 2);
  guint               seen[TINY_TRAIN + TINY_VALIDATION] = { 0 };

  g_assert_cmpuint (run->trainer->total_steps, ==, 21);
  g_assert_true (train_trainer_begin (run->trainer));
  for (guint step = 1; step <= 21; step++)
    {
      gsize         size = step % 7 == 0 ? 2 : 8;
      TrainExamples next = train_batch_order_peek (run->trainer->order, 8);
      TrainAdvance  advance;

      g_assert_cmpuint (next.n, ==, size);
      for (gsize i = 0; i < size; i++)
        seen[next.indices[i]]++;
      advance = train_trainer_advance (run->trainer, 0);
      g_assert_cmpint (advance, ==, step == 21 ? TRAIN_FINISHED : TRAIN_ADVANCED);
      g_assert_cmpuint (run->trainer->step, ==, step);
      g_assert_cmpfloat (run->trainer->examples, ==, (step - 1) / 7 * 50 + ((step - 1) % 7 * 8 + size));
    }
  g_assert_cmpfloat (train_trainer_get_epoch (run->trainer), ==, 3.0);
  g_assert_cmpfloat (last_point (run)->epoch, ==, 3.0);
  g_assert_cmpuint (run->trainer->history->points->len, ==, 8); /* and after the steps 1, 2, 3 and 5 */
  for (gsize i = 0; i < run->data->split.n_train; i++)
    g_assert_cmpuint (seen[run->data->split.train[i]], ==, 3);
}

static void
test_points (void)
{
  g_autoptr (TinyRun) run = tiny_run_new ("training.steps=12", TINY_VALIDATION, 2);
  const guint64       expected[] = { 0, 1, 2, 3, 5, 10, 12 };

  g_assert_cmpint (tiny_run_advance (run, G_MAXUINT64), ==, TRAIN_FINISHED);
  g_assert_cmpuint (run->trainer->history->points->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const TrainPoint *point = train_history_point (run->trainer->history, i);

      g_assert_cmpuint (point->step, ==, expected[i]);
      for (int part = 0; part < TRAIN_N_PARTS; part++)
        {
          g_assert_true (isfinite (point->cost[part]));
          g_assert_true (point->accuracy[part] >= 0 && point->accuracy[part] <= 1);
        }
    }
  /* The first is that of the initial weights over all training examples: log 3, more or less. */
  g_assert_cmpfloat_with_epsilon (train_history_point (run->trainer->history, 0)->cost[0], log (3), 0.3);
}

/* The training part of a point is the mean over the batches since the one before. */
static void
test_training_cost_is_the_mean_since_the_last_point (void)
{
  g_autoptr (TinyRun) fine = tiny_run_new ("training.evaluate=1 training.steps=7", TINY_VALIDATION, 1);
  g_autoptr (TinyRun) coarse = tiny_run_new ("training.evaluate=7 training.steps=7", TINY_VALIDATION, 1);
  double              sum = 0;

  tiny_run_advance (fine, 7);
  tiny_run_advance (coarse, 7);
  /* After step 5, the last of the early points, come 8 examples and the 2 that end the epoch. */
  for (guint i = 6; i <= 7; i++)
    sum += train_history_point (fine->trainer->history, i)->cost[0] * (i == 7 ? 2 : 8);
  g_assert_cmpfloat_with_epsilon (last_point (coarse)->cost[0], sum / 10, 1e-12);
  g_assert_cmpfloat (last_point (coarse)->cost[1], ==, last_point (fine)->cost[1]);
}

static void
test_full_batch_is_all (void)
{
  g_autofree char *full = tiny_run_to_end ("training.batch=full", 2);
  g_autofree char *all = tiny_run_to_end ("training.batch=50", 2);
  g_autofree char *other_order = tiny_run_to_end ("training.batch=full seed.batch=9", 2);

  g_assert_cmpstr (full, ==, all);
  g_assert_cmpstr (full, ==, other_order);
}

static void
check_close (TinyRun *a,
             TinyRun *b,
             double   tolerance)
{
  for (gsize i = 0; i < a->trainer->network->n_parameters; i++)
    g_assert_cmpfloat_with_epsilon (a->trainer->parameters[i], b->trainer->parameters[i], tolerance);
}

/* The sum with the rate r is the mean with the rate n r, and so is the penalty divided by n. */
static void
test_sum_is_mean (void)
{
  g_autoptr (TinyRun) sum = tiny_run_new ("training.reduction=sum training.rate=0.001 training.l2=0.5 "
                                          "training.batch=full training.optimizer=gd", 12, 1);
  g_autoptr (TinyRun) mean = tiny_run_new ("training.rate=0.05 training.l2=0.01 training.batch=full "
                                           "training.optimizer=gd", 12, 1);

  tiny_run_advance (sum, 40);
  tiny_run_advance (mean, 40);
  check_close (sum, mean, 1e-5);
  g_assert_cmpfloat_with_epsilon (last_point (sum)->cost[0], last_point (mean)->cost[0], 1e-5);
}

/* Two threads and one sum in another order. */
static void
test_threads_agree (void)
{
  g_autoptr (TinyRun) one = tiny_run_new (NULL, 12, 1);
  g_autoptr (TinyRun) three = tiny_run_new (NULL, 12, 3);

  tiny_run_advance (one, 40);
  tiny_run_advance (three, 40);
  check_close (one, three, 1e-4);
}

/* Both sums over the weights, without the biases. */
static void
test_penalty (void)
{
  g_autoptr (TinyRun) run = tiny_run_new ("training.l1=0.5 training.l2=0.25 network.bias-init=100", 12, 1);
  g_autoptr (TinyRun) without = tiny_run_new (NULL, 12, 1);
  double              expected = 0;

  for (guint number = 1; number <= 2; number++)
    {
      const NnLayer *layer = nn_network_get_layer (run->trainer->network, number);

      for (gsize i = 0; i < layer->n_weights; i++)
        {
          double w = run->trainer->parameters[layer->offset + i];

          expected += 0.5 * fabs (w) + 0.25 * w * w;
        }
    }
  g_assert_cmpfloat_with_epsilon (train_trainer_penalty (run->trainer), expected, 1e-9);
  g_assert_cmpfloat (train_trainer_penalty (without->trainer), ==, 0.0);
  tiny_run_advance (run, 5);
  g_assert_cmpfloat (last_point (run)->penalty, ==, train_trainer_penalty (run->trainer));
}

/* Where the loss has no slope, only the penalty moves: w is multiplied by 1 - 2 rate lambda in each step. */
static void
test_l2_shrinks (void)
{
  g_autoptr (TinyRun) run = tiny_run_new ("network.layers=dense_4_relu;_dense_3 network.bias-init=-1000 "
                                          "training.optimizer=gd training.l2=0.5 training.rate=0.1", 12, 1);
  const NnLayer      *first = nn_network_get_layer (run->trainer->network, 1);
  g_autofree float   *before = g_memdup2 (run->trainer->parameters, first->n_weights * sizeof (float));

  tiny_run_advance (run, 3);
  for (gsize i = 0; i < first->n_weights; i++)
    g_assert_cmpfloat_with_epsilon (run->trainer->parameters[i], before[i] * 0.729, 1e-6);
  for (gsize i = 0; i < first->n_biases; i++)
    g_assert_cmpfloat (run->trainer->parameters[first->n_weights + i], ==, -1000.0f);
}

/* The same with L1: w comes nearer to zero by rate * lambda in each step, and one at zero stays there. */
static void
test_l1_shrinks (void)
{
  g_autoptr (TinyRun) run = tiny_run_new ("network.layers=dense_4_relu;_dense_3 network.bias-init=-1000 "
                                          "training.optimizer=gd training.l1=0.125 training.rate=0.0625", 12, 1);
  const NnLayer      *first = nn_network_get_layer (run->trainer->network, 1);
  g_autofree float   *before = NULL;

  run->trainer->parameters[0] = 0.0f;
  run->trainer->parameters[1] = 1.0f;
  run->trainer->parameters[2] = -1.0f;
  before = g_memdup2 (run->trainer->parameters, first->n_weights * sizeof (float));
  tiny_run_advance (run, 3);
  for (gsize i = 0; i < first->n_weights; i++)
    if (before[i] == 0.0f || fabsf (before[i]) > 0.0234375f)
      g_assert_cmpfloat_with_epsilon (run->trainer->parameters[i],
                                      before[i] - 0.0234375 * ((before[i] > 0) - (before[i] < 0)), 1e-7);
    else
      g_assert_cmpfloat (fabsf (run->trainer->parameters[i]), <, 0.0234375f);
  g_assert_cmpfloat (run->trainer->parameters[1], ==, 0.9765625f);
  g_assert_cmpfloat (run->trainer->parameters[2], ==, -0.9765625f);
  for (gsize i = 0; i < first->n_biases; i++)
    g_assert_cmpfloat (run->trainer->parameters[first->n_weights + i], ==, -1000.0f);
}

/* A layer's rate is a factor on what a step of gradient descent changes in it, weights and biases, and in it alone. */
static void
test_layer_rate (void)
{
  g_autoptr (TinyRun) plain = tiny_run_new ("training.optimizer=gd training.l1=0.01 training.l2=0.01", 12, 2);
  g_autoptr (TinyRun) rated = tiny_run_new ("training.optimizer=gd training.l1=0.01 training.l2=0.01 "
                                            "network.layers=dense_8_tanh_rate_0.25;_dense_3_rate_4", 12, 2);
  gsize               n = plain->trainer->network->n_parameters;
  gsize               n_first = nn_network_get_layer (plain->trainer->network, 2)->offset;
  g_autofree float   *before = g_memdup2 (plain->trainer->parameters, n * sizeof (float));
  gsize               n_changed = 0;

  g_assert_cmpmem (rated->trainer->parameters, n * sizeof (float), before, n * sizeof (float));
  tiny_run_advance (plain, 1);
  tiny_run_advance (rated, 1);
  for (gsize i = 0; i < n; i++)
    {
      double change = (double) plain->trainer->parameters[i] - before[i];

      n_changed += change != 0.0;
      g_assert_cmpfloat_with_epsilon (rated->trainer->parameters[i] - before[i], change * (i < n_first ? 0.25 : 4),
                                      1e-6);
    }
  g_assert_cmpuint (n_changed, >, n / 2);
}

/* Whatever the optimizer: to the last bit, and the other layer learns. */
static void
test_frozen (void)
{
  for (gsize t = 0; nn_optimizer_types[t]; t++)
    {
      g_autofree char    *settings = g_strdup_printf ("training.optimizer=%s training.l1=0.01 training.l2=0.01 "
                                                      "training.initial-velocity=0.5 training.rate=0.01 "
                                                      "network.layers=dense_8_tanh_frozen;_dense_3",
                                                      nn_optimizer_types[t]->name);
      g_autoptr (TinyRun) run = tiny_run_new (settings, 12, 2);
      gsize               n = run->trainer->network->n_parameters;
      gsize               n_first = nn_network_get_layer (run->trainer->network, 2)->offset;
      g_autofree float   *before = g_memdup2 (run->trainer->parameters, n * sizeof (float));

      tiny_run_advance (run, 20);
      g_assert_cmpmem (run->trainer->parameters, n_first * sizeof (float), before, n_first * sizeof (float));
      for (gsize i = n_first; i < n; i++)
        g_assert_cmpfloat (run->trainer->parameters[i], !=, before[i]);
    }
}

static void
check_finite (TinyRun *run)
{
  for (gsize i = 0; i < run->trainer->network->n_parameters; i++)
    g_assert_true (isfinite (run->trainer->parameters[i]));
}

/* With and without validation, however often it is looked at, and whatever step it happens in: what is kept is
 * finite, and the curve ends before the catastrophe. */
static void
test_divergence (void)
{
  static const char *const settings[] = {
    "training.rate=1000000 training.loss=squared",
    "training.rate=1000000 training.loss=squared training.evaluate=1",
    "training.rate=1000000 training.loss=squared training.evaluate=1 network.layers=dense_3",
    "training.rate=1000000 training.loss=squared network.layers=dense_8_relu;_dense_8_relu;_dense_3 "
    "training.evaluate=1",
    "training.rate=1000000 training.loss=squared training.evaluate=1 training.momentum=1",
    "training.rate=1000 training.loss=squared training.evaluate=1 training.reduction=sum training.l2=10",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    for (gsize n_validation = 0; n_validation <= TINY_VALIDATION; n_validation += TINY_VALIDATION)
      {
        g_autofree char    *long_run = g_strconcat (settings[i], " training.steps=3000", NULL);
        g_autoptr (TinyRun) run = tiny_run_new (long_run, n_validation, 2);

        g_assert_cmpint (tiny_run_advance (run, G_MAXUINT64), ==, TRAIN_DIVERGED);
        check_finite (run);
        g_assert_cmpuint (run->trainer->good_step, <=, run->trainer->step);
        g_assert_true (isfinite (last_point (run)->cost[TRAIN_PART_TRAIN]));
      }
}

/* The end may come in the very step that ruins the weights. */
static void
test_divergence_in_the_last_step (void)
{
  for (guint steps = 1; steps < 40; steps++)
    for (gsize n_validation = 0; n_validation <= TINY_VALIDATION; n_validation += TINY_VALIDATION)
      {
        g_autofree char    *settings = g_strdup_printf ("training.rate=1000000 training.loss=squared "
                                                        "network.layers=dense_3 training.steps=%u", steps);
        g_autoptr (TinyRun) run = tiny_run_new (settings, n_validation, 1);
        TrainAdvance        advance = tiny_run_advance (run, G_MAXUINT64);

        g_assert_true (advance == TRAIN_FINISHED || advance == TRAIN_DIVERGED);
        check_finite (run);
      }
}

/* The parameters that come back are those of the last point. */
static void
test_divergence_keeps_the_last_point (void)
{
  g_autoptr (TinyRun)         run = tiny_run_new ("training.loss=squared training.steps=100000", 12, 2);
  g_autoptr (TrainExperiment) fast = NULL;
  g_autofree char            *before = NULL;
  g_autofree char            *after = NULL;

  tiny_run_advance (run, 10);
  before = train_trainer_hash (run->trainer);
  fast = train_experiment_set (run->experiment, "training", "rate", "1e6", NULL);
  train_trainer_retune (run->trainer, fast);
  for (int i = 0; i < 4; i++)
    if (train_trainer_advance (run->trainer, 0) == TRAIN_DIVERGED)
      break;
  while (train_trainer_advance (run->trainer, 0) != TRAIN_DIVERGED)
    ;
  after = train_trainer_hash (run->trainer);
  if (run->trainer->good_step == 10)
    g_assert_cmpstr (before, ==, after);
  check_finite (run);
}

static void
test_retune (void)
{
  g_autoptr (TinyRun)         run = tiny_run_new (NULL, 12, 1);
  g_autoptr (TrainExperiment) one = train_experiment_set (run->experiment, "training", "rate", "0.25", NULL);
  g_autoptr (TrainExperiment) two = train_experiment_set (one, "training", "momentum", "0.5", NULL);
  g_autoptr (TrainExperiment) three = train_experiment_set (two, "training", "l1", "0.125", NULL);
  const TrainMark            *marks;

  tiny_run_advance (run, 3);
  train_trainer_retune (run->trainer, one);
  train_trainer_retune (run->trainer, one); /* nothing new: no mark */
  tiny_run_advance (run, 2);
  train_trainer_retune (run->trainer, two);
  train_trainer_retune (run->trainer, three);
  marks = (const TrainMark *) (void *) run->trainer->history->marks->data;
  g_assert_cmpuint (run->trainer->history->marks->len, ==, 3);
  g_assert_cmpuint (marks[0].step, ==, 3);
  g_assert_cmpstr (marks[0].key, ==, "rate");
  g_assert_cmpfloat (marks[0].from, ==, 0.05);
  g_assert_cmpfloat (marks[0].to, ==, 0.25);
  g_assert_cmpuint (marks[1].step, ==, 5);
  g_assert_cmpstr (marks[1].key, ==, "momentum");
  g_assert_cmpstr (marks[2].key, ==, "l1");
  g_assert_cmpfloat (marks[2].to, ==, 0.125);
  g_assert_cmpfloat (run->trainer->l1, ==, 0.125);
  g_assert_cmpfloat (run->trainer->hyper.rate, ==, 0.25);
  g_assert_cmpfloat (run->trainer->hyper.momentum, ==, 0.5);
  g_assert_cmpstr (train_experiment_get (run->trainer->experiment, "training", "momentum"), ==, "0.5");
}

/* A rate of 0 after the change: nothing moves any more. */
static void
test_retune_takes_effect (void)
{
  g_autoptr (TinyRun)         run = tiny_run_new ("training.optimizer=gd", 12, 1);
  g_autoptr (TrainExperiment) frozen = train_experiment_set (run->experiment, "training", "rate", "0", NULL);
  g_autofree char            *before = NULL;
  g_autofree char            *after = NULL;

  tiny_run_advance (run, 3);
  before = train_trainer_hash (run->trainer);
  train_trainer_retune (run->trainer, frozen);
  tiny_run_advance (run, 3);
  after = train_trainer_hash (run->trainer);
  g_assert_cmpstr (before, ==, after);
}

/* 2,000 steps of 8 are 16,000 examples; a look at the test set every step would be 60,000. */
static void
test_test_part_is_measured_within_its_budget (void)
{
  g_autoptr (TinyRun) run = tiny_run_new ("training.steps=8000 training.evaluate=1 network.layers=dense_3", 12, 1);
  double              measured = 0;
  guint               n;

  tiny_run_advance (run, G_MAXUINT64);
  n = run->trainer->history->points->len;
  for (guint i = 0; i < n; i++)
    {
      const TrainPoint *point = train_history_point (run->trainer->history, i);

      measured += isnan (point->cost[TRAIN_PART_TEST]) ? 0 : TINY_TEST;
      g_assert_cmpfloat (measured, <=, 40000 + 0.25 * point->examples + (i + 1 == n ? TINY_TEST : 0));
      g_assert_false (isnan (point->cost[TRAIN_PART_VALIDATION]));
    }
  g_assert_cmpfloat (measured, >, 40000); /* and it is made use of */
  g_assert_false (isnan (last_point (run)->cost[TRAIN_PART_TEST]));
}

static void
test_no_validation (void)
{
  g_autoptr (TinyRun) run = tiny_run_new (NULL, 0, 2);

  g_assert_cmpint (tiny_run_advance (run, G_MAXUINT64), ==, TRAIN_FINISHED);
  g_assert_true (isnan (last_point (run)->cost[TRAIN_PART_VALIDATION]));
  g_assert_true (isnan (last_point (run)->accuracy[TRAIN_PART_VALIDATION]));
  g_assert_true (isfinite (last_point (run)->cost[TRAIN_PART_TEST]));
}

/* One example at a time, and then on in batches: each example comes once an epoch. */
static void
test_single_examples (void)
{
  g_autoptr (TinyRun) run = tiny_run_new (NULL, 12, 2);

  tiny_run_advance (run, 0);
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (train_trainer_advance (run->trainer, 1), ==, TRAIN_ADVANCED);
  g_assert_cmpfloat (run->trainer->examples, ==, 3);
  g_assert_cmpuint (train_batch_order_get_place (run->trainer->order).position, ==, 3);
  tiny_run_advance (run, 6);
  g_assert_cmpfloat (run->trainer->examples, ==, 50);
  g_assert_cmpuint (train_batch_order_get_place (run->trainer->order).position, ==, 0);
}

/* Stopped anywhere, again and again, the run comes to the same end and the same curve. */
static void
test_stop_changes_nothing (void)
{
  g_autoptr (TinyRun) straight = tiny_run_new (NULL, 12, 2);
  g_autoptr (TinyRun) stopped = tiny_run_new (NULL, 12, 2);
  g_autofree char    *one = NULL, *two = NULL, *one_hash = NULL, *two_hash = NULL;

  tiny_run_advance (straight, G_MAXUINT64);
  atomic_store (&stopped->stop, TRUE);
  g_assert_false (train_trainer_begin (stopped->trainer));
  g_assert_cmpuint (stopped->trainer->history->points->len, ==, 0);
  atomic_store (&stopped->stop, FALSE);
  g_assert_true (train_trainer_begin (stopped->trainer));
  for (;;)
    {
      atomic_store (&stopped->stop, TRUE);
      g_assert_cmpint (train_trainer_advance (stopped->trainer, 0), ==, TRAIN_STOPPED);
      atomic_store (&stopped->stop, FALSE);
      if (train_trainer_advance (stopped->trainer, 0) == TRAIN_FINISHED)
        break;
    }
  one = tiny_run_describe (straight);
  two = tiny_run_describe (stopped);
  g_assert_cmpstr (one, ==, two);
  one_hash = train_trainer_hash (straight->trainer);
  two_hash = train_trainer_hash (stopped->trainer);
  g_assert_cmpstr (one_hash, ==, two_hash);
}

static void
check_refused (const char *settings,
               GQuark      domain,
               const char *told)
{
  g_autoptr (TrainExperiment) experiment = tiny_experiment_new (settings);
  g_autoptr (TrainData)       data = tiny_data_new (12);
  g_autoptr (BasePool)        pool = base_pool_new (1);
  g_autoptr (GError)          error = NULL;

  g_assert_null (train_trainer_new (experiment, data, pool, NULL, &error));
  g_assert_true (error->domain == domain);
  if (!strstr (error->message, told))
    g_error ("“%s” does not say “%s”", error->message, told);
}

static void
test_refused (void)
{
  check_refused ("network.layers=dense_2", TRAIN_ERROR, "dense 3");
  check_refused ("network.layers=dense_20;_dense_1", TRAIN_ERROR, "3 classes");
  check_refused ("training.batch=51", TRAIN_ERROR, "training.batch = 51");
  check_refused ("network.layers=dense_1000000;_dense_1000000;_dense_3", NN_ERROR, "bytes of memory");
}

/* Told before a loss reads beyond its outputs, for training and for test examples. */
static void
test_label_out_of_range (void)
{
  for (int part = 0; part < 2; part++)
    {
      g_autoptr (TrainExperiment) experiment = tiny_experiment_new (NULL);
      g_autoptr (TrainData)       data = tiny_data_new (12);
      g_autoptr (BasePool)        pool = base_pool_new (1);
      g_autoptr (GError)          error = NULL;

      (part == 0 ? data->collection.pool : data->collection.test)->labels[5] = 3;
      g_assert_null (train_trainer_new (experiment, data, pool, NULL, &error));
      g_assert_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH);
      g_assert_nonnull (strstr (error->message, "example 5 has the label 3"));
    }
}

static void
test_initial_velocity (void)
{
  g_autoptr (TinyRun) run = tiny_run_new ("training.initial-velocity=0.5", 12, 1);
  g_autoptr (TinyRun) adam = tiny_run_new ("training.initial-velocity=0.5 training.optimizer=adam", 12, 1);

  for (gsize i = 0; i < run->trainer->network->n_parameters; i++)
    {
      g_assert_cmpfloat (run->trainer->slots[0][i], ==, 0.5f);
      g_assert_cmpfloat (adam->trainer->slots[0][i], ==, 0.0f);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trainer/same-bits", test_same_bits);
  g_test_add_func ("/trainer/seeds-matter", test_seeds_matter);
  g_test_add_func ("/trainer/learns", test_learns);
  g_test_add_func ("/trainer/epochs", test_epochs);
  g_test_add_func ("/trainer/points", test_points);
  g_test_add_func ("/trainer/training-cost", test_training_cost_is_the_mean_since_the_last_point);
  g_test_add_func ("/trainer/full-batch-is-all", test_full_batch_is_all);
  g_test_add_func ("/trainer/sum-is-mean", test_sum_is_mean);
  g_test_add_func ("/trainer/threads-agree", test_threads_agree);
  g_test_add_func ("/trainer/penalty", test_penalty);
  g_test_add_func ("/trainer/l2-shrinks", test_l2_shrinks);
  g_test_add_func ("/trainer/l1-shrinks", test_l1_shrinks);
  g_test_add_func ("/trainer/layer-rate", test_layer_rate);
  g_test_add_func ("/trainer/frozen", test_frozen);
  g_test_add_func ("/trainer/divergence", test_divergence);
  g_test_add_func ("/trainer/divergence-in-the-last-step", test_divergence_in_the_last_step);
  g_test_add_func ("/trainer/divergence-keeps-the-last-point", test_divergence_keeps_the_last_point);
  g_test_add_func ("/trainer/retune", test_retune);
  g_test_add_func ("/trainer/retune-takes-effect", test_retune_takes_effect);
  g_test_add_func ("/trainer/test-budget", test_test_part_is_measured_within_its_budget);
  g_test_add_func ("/trainer/no-validation", test_no_validation);
  g_test_add_func ("/trainer/single-examples", test_single_examples);
  g_test_add_func ("/trainer/stop-changes-nothing", test_stop_changes_nothing);
  g_test_add_func ("/trainer/refused", test_refused);
  g_test_add_func ("/trainer/label-out-of-range", test_label_out_of_range);
  g_test_add_func ("/trainer/initial-velocity", test_initial_velocity);
  return g_test_run ();
}
