/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/answers.h"
#include "train/tiny-run.h"

static void
test_counts (void)
{
  g_autoptr (TinyRun)      run = tiny_run_new (NULL, TINY_VALIDATION, 2);
  TrainExamples            test = train_data_get_part (run->data, TRAIN_PART_TEST);
  g_autoptr (TrainAnswers) answers = NULL;
  TrainTally               tally;
  gsize                    diagonal = 0, all = 0;

  tiny_run_advance (run, 5);
  g_assert_true (train_trainer_evaluate (run->trainer, TRAIN_PART_TEST, &tally));
  answers = train_answers_measure (run->trainer, TRAIN_PART_TEST, &test);
  g_assert_cmpuint (answers->step, ==, 5);
  g_assert_cmpuint (answers->n, ==, tally.n);
  g_assert_cmpuint (answers->correct, ==, tally.correct);
  g_assert_cmpfloat_with_epsilon (answers->loss, tally.loss, 1e-4);
  for (guint i = 0; i < TINY_CLASSES * TINY_CLASSES; i++)
    {
      all += answers->confusion[i];
      diagonal += i % (TINY_CLASSES + 1) == 0 ? answers->confusion[i] : 0;
    }
  g_assert_cmpuint (all, ==, answers->n);
  g_assert_cmpuint (diagonal, ==, answers->correct);
}

/* At step 0 nearly everything is wrong: there is much to pick from. */
static void
test_picks_the_worst_first (void)
{
  g_autoptr (TinyRun)      run = tiny_run_new (NULL, TINY_VALIDATION, 2);
  TrainExamples            test = train_data_get_part (run->data, TRAIN_PART_TEST);
  g_autoptr (TrainAnswers) answers = train_answers_measure (run->trainer, TRAIN_PART_TEST, &test);
  gsize                    picked[TINY_TEST];
  gsize                    n = train_answers_pick (answers, -1, -1, TINY_TEST, picked);
  gsize                    cells = 0;

  g_assert_cmpuint (n, ==, answers->n - answers->correct);
  g_assert_cmpuint (n, >, 2);
  for (gsize i = 1; i < n; i++)
    g_assert_cmpfloat (answers->losses[picked[i - 1]], >=, answers->losses[picked[i]]);
  g_assert_cmpuint (train_answers_pick (answers, -1, -1, 1, picked), ==, n);
  for (int truth = 0; truth < TINY_CLASSES; truth++)
    for (int answer = 0; answer < TINY_CLASSES; answer++)
      {
        gsize in_cell = train_answers_pick (answers, truth, answer, TINY_TEST, picked);

        g_assert_cmpuint (in_cell, ==, answers->confusion[truth * TINY_CLASSES + answer]);
        for (gsize i = 0; i < in_cell; i++)
          {
            g_assert_cmpuint (answers->predicted[picked[i]], ==, answer);
            g_assert_cmpuint (answers->dataset->labels[answers->indices[picked[i]]], ==, truth);
          }
        cells += in_cell;
      }
  g_assert_cmpuint (cells, ==, answers->n);
}

static void
test_stopped (void)
{
  g_autoptr (TinyRun) run = tiny_run_new (NULL, TINY_VALIDATION, 2);
  TrainExamples       test = train_data_get_part (run->data, TRAIN_PART_TEST);

  atomic_store (&run->stop, TRUE);
  g_assert_null (train_answers_measure (run->trainer, TRAIN_PART_TEST, &test));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answers/counts", test_counts);
  g_test_add_func ("/answers/picks-the-worst-first", test_picks_the_worst_first);
  g_test_add_func ("/answers/stopped", test_stopped);
  return g_test_run ();
}
