/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/replay.h"
#include "train/tiny-run.h"

#include <string.h>

/* Back to a step that was: its bits, its history, and the same way on from there. */

#define STEPS 40
#define EVERY 3

static void
check_same (TinyRun *a,
            TinyRun *b)
{
  gsize            bytes = a->trainer->network->n_parameters * sizeof (float);
  g_autofree char *curve_a = tiny_run_describe (a);
  g_autofree char *curve_b = tiny_run_describe (b);
  g_autofree char *journal_a = train_journal_to_csv (a->trainer->journal);
  g_autofree char *journal_b = train_journal_to_csv (b->trainer->journal);
  g_autofree char *hash_a = train_trainer_hash (a->trainer);
  g_autofree char *hash_b = train_trainer_hash (b->trainer);

  g_assert_cmpuint (a->trainer->step, ==, b->trainer->step);
  g_assert_cmpfloat (a->trainer->examples, ==, b->trainer->examples);
  g_assert_cmpfloat (a->trainer->test_evaluated, ==, b->trainer->test_evaluated);
  g_assert_cmpmem (a->trainer->parameters, bytes, b->trainer->parameters, bytes);
  g_assert_cmpmem (a->trainer->good, bytes, b->trainer->good, bytes);
  for (guint s = 0; s < a->trainer->optimizer->n_slots; s++)
    g_assert_cmpmem (a->trainer->slots[s], bytes, b->trainer->slots[s], bytes);
  g_assert_cmpstr (curve_a, ==, curve_b);
  g_assert_cmpstr (journal_a, ==, journal_b);
  g_assert_cmpstr (hash_a, ==, hash_b);
}

static void
set (TinyRun    *run,
     const char *assignment)
{
  g_autoptr (GError)          error = NULL;
  g_autoptr (TrainExperiment) changed = train_experiment_assign (run->trainer->experiment, assignment, &error);

  g_assert_no_error (error);
  train_trainer_retune (run->trainer, changed);
}

/* What a restless teacher does at @step, before it is made. Returns: examples of the step, 0: as planned */
static gsize
act (TinyRun *run,
     guint64  step)
{
  static const struct
  {
    guint64     step;
    const char *setting;
  } settings[] = {
    { 3, "training.rate=0.03" },  { 11, "training.momentum=0.5" }, { 11, "training.rate=0.02" },
    { 22, "training.l2=0.002" },  { 30, "training.l1=0.001" },     { 31, "training.stop=cost 1e-9 over 2 epochs" },
    { 33, "training.steps=500" },
  };

  if (step == 7 || step == 22 || step == 23)
    g_assert_cmpint (train_trainer_measure (run->trainer), ==, TRAIN_ADVANCED);
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    if (settings[i].step == step)
      set (run, settings[i].setting);
  return (step > 12 && step < 18) || step == 26 ? step % 3 + 1 : 0;
}

/* From where it stands to @end; rungs at each point, as a session has them. */
static void
go (TinyRun     *run,
    TrainLadder *ladder,
    guint64      end,
    gboolean     restless)
{
  g_assert_true (train_trainer_begin (run->trainer));
  while (run->trainer->step < end)
    {
      gsize batch;

      if (ladder && train_history_find (run->trainer->history, run->trainer->step))
        train_ladder_climb (ladder, run->trainer, FALSE);
      batch = restless ? act (run, run->trainer->step) : 0;
      g_assert_cmpint (train_trainer_advance (run->trainer, batch), !=, TRAIN_DIVERGED);
    }
}

static void
go_back (TinyRun     *run,
         TrainLadder *ladder,
         guint64      step)
{
  TrainRung         *rung = train_ladder_find (ladder, run->trainer->journal, step);
  TrainReplay       *replay;
  TrainReplayAdvance advance;

  g_assert_nonnull (rung);
  replay = train_replay_new (run->trainer, rung, step);
  do
    advance = train_replay_advance (replay);
  while (advance == TRAIN_REPLAY_ON);
  g_assert_cmpint (advance, ==, TRAIN_REPLAY_THERE);
  train_replay_settle (replay);
  train_ladder_cut (ladder, step);
}

static const char *const ways[] = {
  "", "training.optimizer=adam training.rate=0.01 network.layers=dense_8_relu;_dropout_0.3;_dense_3",
  "training.optimizer=rmsprop training.rate=0.01 training.l2=0.01 training.keep=best-validation",
  "training.optimizer=nesterov training.batch=2/class network.layers=dense_8_tanh;_dropout_0.5;_dense_3",
  "training.optimizer=gd training.batch=full training.keep=best-validation training.evaluate=3",
  "training.stop=cost_1e-7_over_3_epochs training.evaluate=7", "training.stop=weights_1e-9 training.batch=17",
};

/* The state at a step, and what comes of it, are those of a run that never went back. */
static void
check_way (const char *settings,
           gboolean    restless)
{
  for (guint64 to = restless ? 2 : 0; to < STEPS; to += EVERY)
    {
      g_autoptr (TinyRun)     there = tiny_run_new (settings, TINY_VALIDATION, 2);
      g_autoptr (TinyRun)     back = tiny_run_new (settings, TINY_VALIDATION, 2);
      g_autoptr (TrainLadder) ladder = train_ladder_new_for (back->trainer, TRAIN_LADDER_BYTES);

      go (back, ladder, STEPS, restless);
      go (there, NULL, to, restless);
      if (restless) /* what was done where it goes back to stays done */
        act (there, to);
      go_back (back, ladder, to);
      check_same (there, back);
      go (there, NULL, STEPS, FALSE);
      go (back, NULL, STEPS, FALSE);
      check_same (there, back);
    }
}

static void
test_plain (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    check_way (ways[i], FALSE);
}

static void
test_restless (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    check_way (ways[i], TRUE);
}

/* Step by step to the start, and all the way again. */
static void
test_again_and_again (void)
{
  g_autoptr (TinyRun)     straight = tiny_run_new (ways[1], TINY_VALIDATION, 2);
  g_autoptr (TinyRun)     run = tiny_run_new (ways[1], TINY_VALIDATION, 2);
  g_autoptr (TrainLadder) ladder = train_ladder_new_for (run->trainer, TRAIN_LADDER_BYTES);

  go (straight, NULL, STEPS, TRUE);
  go (run, ladder, STEPS, TRUE);
  for (guint64 step = STEPS; step-- > 0;)
    go_back (run, ladder, step);
  g_assert_cmpuint (run->trainer->step, ==, 0);
  go (run, ladder, STEPS, TRUE);
  check_same (straight, run);
}

/* Stopped on its way it stands where it stood, and goes on as if nothing had been. */
static void
test_stopped (void)
{
  g_autoptr (TinyRun)     straight = tiny_run_new (ways[2], TINY_VALIDATION, 2);
  g_autoptr (TinyRun)     run = tiny_run_new (ways[2], TINY_VALIDATION, 2);
  g_autoptr (TrainLadder) ladder = train_ladder_new_for (run->trainer, TRAIN_LADDER_BYTES);
  TrainReplay            *replay;

  go (straight, NULL, 37, TRUE);
  go (run, ladder, 37, TRUE);
  replay = train_replay_new (run->trainer, train_ladder_find (ladder, run->trainer->journal, 34), 34);
  g_assert_cmpint (train_replay_advance (replay), ==, TRAIN_REPLAY_ON);
  atomic_store (&run->stop, TRUE);
  g_assert_cmpint (train_replay_advance (replay), ==, TRAIN_REPLAY_STOPPED);
  atomic_store (&run->stop, FALSE);
  train_replay_undo (replay);
  check_same (straight, run);
  go (straight, NULL, STEPS + 20, TRUE);
  go (run, NULL, STEPS + 20, TRUE);
  check_same (straight, run);
}

/* No way leads over a step to which none led; behind it one does, from what was there. */
static void
test_edited (void)
{
  g_autoptr (TinyRun)     run = tiny_run_new (NULL, TINY_VALIDATION, 2);
  g_autoptr (TrainLadder) ladder = train_ladder_new_for (run->trainer, TRAIN_LADDER_BYTES);
  g_autofree float       *then = NULL;
  gsize                   bytes = run->trainer->network->n_parameters * sizeof (float);

  go (run, ladder, 13, FALSE);
  train_trainer_measure (run->trainer);
  train_ladder_climb (ladder, run->trainer, FALSE);
  run->trainer->parameters[0] = 5.0f;
  train_trainer_break_off (run->trainer);
  train_ladder_climb (ladder, run->trainer, TRUE);
  go (run, ladder, 14, FALSE);
  then = g_memdup2 (run->trainer->parameters, bytes);
  go (run, ladder, STEPS, FALSE);
  go_back (run, ladder, 14);
  g_assert_cmpmem (run->trainer->parameters, bytes, then, bytes);
  go_back (run, ladder, 13);
  g_assert_cmpfloat (run->trainer->parameters[0], ==, 5.0f);
  train_ladder_cut (ladder, 12);
  g_assert_null (train_ladder_find (ladder, run->trainer->journal, 13));
  g_assert_nonnull (train_ladder_find (ladder, run->trainer->journal, 12));
  go_back (run, ladder, 12);
  g_assert_cmpfloat (run->trainer->parameters[0], !=, 5.0f);
}

static void
test_journal (void)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (TrainJournal) journal = train_journal_new (), read = NULL, begin = NULL;
  g_autofree char         *csv = NULL, *again = NULL;

  for (guint64 step = 5; step < 100; step++)
    {
      train_journal_note (journal, TRAIN_HAPPENED_BATCH, step, 1, NULL);
      train_journal_note (journal, TRAIN_HAPPENED_MEASURE, step + 1, 0, NULL);
    }
  g_assert_cmpuint (journal->entries->len, ==, 2);
  train_journal_note (journal, TRAIN_HAPPENED_SETTING, 100, 0, "training.stop=cost 1e-3 over 2 epochs");
  train_journal_note (journal, TRAIN_HAPPENED_BREAK, 100, 0, NULL);
  train_journal_note (journal, TRAIN_HAPPENED_BATCH, 100, 1, NULL);
  g_assert_cmpuint (journal->entries->len, ==, 5);
  csv = train_journal_to_csv (journal);
  read = train_journal_from_csv (csv, "journal.csv", &error);
  g_assert_no_error (error);
  again = train_journal_to_csv (read);
  g_assert_cmpstr (csv, ==, again);
  begin = train_journal_begin_of (journal, 2, 50);
  g_assert_cmpuint (train_journal_entry (begin, 0)->n_steps, ==, 45);
  g_assert_cmpuint (train_journal_entry (begin, 1)->n_steps, ==, 45);
  g_assert_true (train_journal_leads (journal, 0, 99));
  g_assert_false (train_journal_leads (journal, 99, 100));
  g_assert_true (train_journal_leads (journal, 100, 200));
}

static void
test_bad_journals (void)
{
  static const char *const bad[] = {
    "", "step\n", "step,steps,what,batch,setting", "step,steps,what,batch,setting\n1,1,measure,0",
    "step,steps,what,batch,setting\n1,0,measure,0,\n", "step,steps,what,batch,setting\n1,1,dance,0,\n",
    "step,steps,what,batch,setting\n1,1,setting,0,\n", "step,steps,what,batch,setting\n-1,1,measure,0,\n",
    "step,steps,what,batch,setting\n1,1,batch,0,\n", "step,steps,what,batch,setting\n1,1,measure,0,training.rate=1\n",
    "step,steps,what,batch,setting\n1,99999999999999999999,measure,0,\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError)       error = NULL;
      g_autoptr (TrainJournal) journal = train_journal_from_csv (bad[i], "journal.csv", &error);

      g_assert_null (journal);
      g_assert_error (error, TRAIN_ERROR, TRAIN_ERROR_SYNTAX);
      g_assert_true (g_str_has_prefix (error->message, "journal.csv: "));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay/plain", test_plain);
  g_test_add_func ("/replay/restless", test_restless);
  g_test_add_func ("/replay/again-and-again", test_again_and_again);
  g_test_add_func ("/replay/stopped", test_stopped);
  g_test_add_func ("/replay/edited", test_edited);
  g_test_add_func ("/replay/journal", test_journal);
  g_test_add_func ("/replay/bad-journals", test_bad_journals);
  return g_test_run ();
}
