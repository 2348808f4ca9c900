/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/scratch.h"
#include "train/checkpoint.h"
#include "train/replay.h"
#include "train/run-folder.h"
#include "train/snapshots.h"
#include "train/tiny-run.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* States along a run in its folder. */

#define WAY "training.optimizer=adam training.rate=0.01 training.evaluate=4 training.keep=best-validation"

static void
set (TinyRun    *run,
     const char *assignment)
{
  g_autoptr (TrainExperiment) changed = train_experiment_assign (run->trainer->experiment, assignment, NULL);

  train_trainer_retune (run->trainer, changed);
}

/* With single examples and another rate on the way. */
static void
go (TinyRun     *run,
    TrainLadder *ladder,
    guint64      end)
{
  g_assert_true (train_trainer_begin (run->trainer));
  while (run->trainer->step < end)
    {
      if (ladder && train_history_find (run->trainer->history, run->trainer->step))
        train_ladder_climb (ladder, run->trainer, FALSE);
      if (run->trainer->step == 10)
        set (run, "training.rate=0.02");
      train_trainer_advance (run->trainer, run->trainer->step % 7 == 3 ? 1 : 0);
    }
}

static void
write_run (TinyRun     *run,
           TrainLadder *ladder,
           const char  *path)
{
  g_autoptr (GError)      error = NULL;
  g_autoptr (TrainResult) result = train_result_glance (run->trainer, "interrupted");

  g_assert_true (train_checkpoint_write_along (run->trainer, ladder, result, path, NULL, &error));
  g_assert_no_error (error);
}

/* Returns: (transfer full) a run with the folder's rungs in @ladder */
static TinyRun *
read_run (const char  *path,
          TrainLadder **ladder,
          GError      **error)
{
  TinyRun *run = tiny_run_new (WAY " training.rate=0.02", TINY_VALIDATION, 2);

  g_assert_true (train_checkpoint_read (run->trainer, path, NULL));
  *ladder = train_ladder_new_for (run->trainer, TRAIN_LADDER_BYTES);
  train_snapshots_read (*ladder, run->trainer, path, error);
  return run;
}

static gboolean
go_back (TinyRun     *run,
         TrainLadder *ladder,
         guint64      step)
{
  TrainRung         *rung = train_ladder_find (ladder, run->trainer->journal, step);
  TrainReplay       *replay = rung ? train_replay_new (run->trainer, rung, step) : NULL;
  TrainReplayAdvance advance = TRAIN_REPLAY_ON;

  while (replay && advance == TRAIN_REPLAY_ON)
    advance = train_replay_advance (replay);
  if (advance == TRAIN_REPLAY_THERE)
    train_replay_settle (replay);
  else if (replay)
    train_replay_undo (replay);
  return advance == TRAIN_REPLAY_THERE;
}

static void
check_same (TinyRun *a,
            TinyRun *b)
{
  gsize            bytes = a->trainer->network->n_parameters * sizeof (float);
  g_autofree char *curve_a = tiny_run_describe (a), *curve_b = tiny_run_describe (b);
  g_autofree char *hash_a = train_trainer_hash (a->trainer), *hash_b = train_trainer_hash (b->trainer);

  g_assert_cmpmem (a->trainer->parameters, bytes, b->trainer->parameters, bytes);
  g_assert_cmpmem (a->trainer->slots[1], bytes, b->trainer->slots[1], bytes);
  g_assert_cmpstr (curve_a, ==, curve_b);
  g_assert_cmpstr (hash_a, ==, hash_b);
}

/* A run that was saved and opened goes back like one that never was. */
static void
test_going_back (Scratch      *scratch,
                 gconstpointer data)
{
  static const guint64    steps[] = { 33, 20, 11, 10, 3, 0 };
  g_autofree char        *path = scratch_path (scratch, "run");
  g_autoptr (TinyRun)     run = tiny_run_new (WAY, TINY_VALIDATION, 2);
  g_autoptr (TrainLadder) ladder = train_ladder_new_for (run->trainer, TRAIN_LADDER_BYTES);

  go (run, ladder, 36);
  write_run (run, ladder, path);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GError)      error = NULL;
      g_autoptr (TrainLadder) opened = NULL;
      g_autoptr (TinyRun)     back = read_run (path, &opened, &error);
      g_autoptr (TinyRun)     there = tiny_run_new (WAY, TINY_VALIDATION, 2);

      g_assert_no_error (error);
      go (there, NULL, steps[i]);
      if (steps[i] == 10)
        set (there, "training.rate=0.02");
      g_assert_true (go_back (back, opened, steps[i]));
      check_same (there, back);
      tiny_run_advance (there, 5);
      tiny_run_advance (back, 5);
      check_same (there, back);
    }
}

static guint
count_files (const char *path,
             guint64    *inodes)
{
  g_autofree char *folder = g_build_filename (path, TRAIN_SNAPSHOTS, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char      *name;
  guint            n = 0;

  for (*inodes = 0; dir && (name = g_dir_read_name (dir));)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      GStatBuf         info;

      if (!g_str_has_suffix (name, ".safetensors"))
        continue;
      g_assert_cmpint (g_stat (file, &info), ==, 0);
      *inodes += info.st_ino;
      n++;
    }
  return n;
}

/* No more than so many; written again in its place the states are the same files, and none stays behind. */
static void
test_bounds (Scratch      *scratch,
             gconstpointer data)
{
  g_autofree char        *path = scratch_path (scratch, "run");
  g_autofree char        *note = g_build_filename (path, "note.txt", NULL);
  g_autoptr (TinyRun)     run = tiny_run_new (WAY " training.evaluate=1 training.steps=1000", TINY_VALIDATION, 2);
  g_autoptr (TrainLadder) ladder = train_ladder_new_for (run->trainer, TRAIN_LADDER_BYTES);
  guint64                 first, second;

  go (run, ladder, 60);
  write_run (run, ladder, path);
  g_assert_cmpuint (count_files (path, &first), ==, TRAIN_SNAPSHOTS_MOST);
  g_assert_true (g_file_set_contents (note, "mine", -1, NULL));
  write_run (run, ladder, path);
  g_assert_cmpuint (count_files (path, &second), ==, TRAIN_SNAPSHOTS_MOST);
  g_assert_cmpuint (first, ==, second);
  g_assert_cmpuint (scratch_count (scratch), ==, 1);
  g_assert_true (g_file_test (note, G_FILE_TEST_EXISTS));
  write_run (run, NULL, path); /* of a run without them none are left */
  g_assert_cmpuint (count_files (path, &second), ==, 0);
  g_assert_cmpuint (scratch_count (scratch), ==, 1);
  g_assert_cmpint (g_unlink (note), ==, 0);
  train_run_discard (path);
  g_assert_cmpuint (scratch_count (scratch), ==, 0);
}

/* Bytes of the largest file of a run without states. */
static rlim_t
find_largest (const char *path)
{
  static const char *const names[] = { TRAIN_RUN_STATE, TRAIN_RUN_MODEL, TRAIN_RUN_HISTORY, TRAIN_RUN_SUMMARY };
  rlim_t                   largest = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_build_filename (path, names[i], NULL);
      GStatBuf         info;

      g_assert_cmpint (g_stat (name, &info), ==, 0);
      largest = MAX (largest, (rlim_t) info.st_size);
    }
  return largest;
}

/* Where there is room for the run alone, it is saved without its states, and that is told of its own folder. */
static void
test_no_room (Scratch      *scratch,
              gconstpointer data)
{
  g_autofree char        *alone = scratch_path (scratch, "alone"), *path = scratch_path (scratch, "run");
  g_autoptr (TinyRun)     run = tiny_run_new (WAY, TINY_VALIDATION, 2);
  g_autoptr (TinyRun)     read = NULL;
  g_autoptr (TrainLadder) ladder = train_ladder_new_for (run->trainer, TRAIN_LADDER_BYTES);
  g_autoptr (TrainLadder) read_ladder = NULL;
  g_autoptr (TrainResult) result = NULL;
  g_autoptr (GError)      lost = NULL, error = NULL;
  struct rlimit           before, small;
  guint64                 first;

  go (run, ladder, 30);
  write_run (run, NULL, alone);
  result = train_result_glance (run->trainer, "interrupted");
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = (struct rlimit) { find_largest (alone), before.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_true (train_checkpoint_write_along (run->trainer, ladder, result, path, &lost, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (lost->message, path));
  g_assert_null (strstr (lost->message, "/."));
  g_assert_cmpuint (count_files (path, &first), ==, 0);
  g_assert_cmpuint (scratch_count (scratch), ==, 2);
  read = read_run (path, &read_ladder, &error);
  g_assert_no_error (error);
  check_same (read, run);
}

/* A run of before there were any. */
static void
test_none (Scratch      *scratch,
           gconstpointer data)
{
  g_autofree char        *path = scratch_path (scratch, "run");
  g_autoptr (GError)      error = NULL;
  g_autoptr (TinyRun)     run = tiny_run_new (WAY, TINY_VALIDATION, 2), opened = NULL;
  g_autoptr (TrainLadder) ladder = NULL;

  go (run, NULL, 20);
  write_run (run, NULL, path);
  opened = read_run (path, &ladder, &error);
  g_assert_no_error (error);
  g_assert_false (go_back (opened, ladder, 10));
  check_same (run, opened);
}

/* The file of a rung in the middle. Returns: (transfer full) */
static char *
find_snapshot (const char *path,
               const char *prefix)
{
  g_autofree char *folder = g_build_filename (path, TRAIN_SNAPSHOTS, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char      *name;

  while ((name = g_dir_read_name (dir)))
    if (g_str_has_prefix (name, prefix))
      return g_build_filename (folder, name, NULL);
  g_assert_not_reached ();
}

/* The file is refused by name, the run and its other states are there. */
static void
check_refused (const char *path,
               const char *file)
{
  g_autoptr (GError)      error = NULL;
  g_autoptr (TrainLadder) ladder = NULL;
  g_autoptr (TinyRun)     run = read_run (path, &ladder, &error);
  gboolean                journal = g_str_has_suffix (file, ".csv");

  if (!error)
    g_error ("broken %s was read", file);
  if (!strstr (error->message, file))
    g_error ("“%s” does not name %s", error->message, file);
  g_assert_cmpuint (run->trainer->step, ==, 36);
  g_assert_true (go_back (run, ladder, 30) == !journal);
}

static void
test_broken (Scratch      *scratch,
             gconstpointer data)
{
  g_autofree char        *path = scratch_path (scratch, "run");
  g_autoptr (TinyRun)     run = tiny_run_new (WAY, TINY_VALIDATION, 2);
  g_autoptr (TrainLadder) ladder = train_ladder_new_for (run->trainer, TRAIN_LADDER_BYTES);
  const char             *prefixes[] = { "8-", "journal" };

  go (run, ladder, 36);
  write_run (run, ladder, path);
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      g_autofree char *name = find_snapshot (path, prefixes[i]);
      g_autofree char *content = NULL;
      gsize            length;

      g_assert_true (g_file_get_contents (name, &content, &length, NULL));
      for (gsize cut = 0; cut < length; cut = cut < 12 ? cut + 3 : cut + length / 5)
        {
          if (cut > 0 && content[cut - 1] == '\n')
            continue;
          g_assert_true (g_file_set_contents (name, content, (gssize) cut, NULL));
          check_refused (path, name);
        }
      g_assert_cmpint (g_unlink (name), ==, 0);
      g_assert_cmpint (g_mkdir (name, 0755), ==, 0);
      check_refused (path, name);
      g_assert_cmpint (g_rmdir (name), ==, 0);
      g_assert_true (g_file_set_contents (name, content, (gssize) length, NULL));
    }
}

/* Sound files that are not what their names say, or not of this run. */
static void
test_mismatch (Scratch      *scratch,
               gconstpointer data)
{
  g_autofree char        *path = scratch_path (scratch, "run"), *other_path = scratch_path (scratch, "other");
  g_autoptr (TinyRun)     run = tiny_run_new (WAY, TINY_VALIDATION, 2);
  g_autoptr (TinyRun)     other = tiny_run_new ("network.layers=dense_9_tanh;_dense_3", TINY_VALIDATION, 2);
  g_autoptr (TrainLadder) ladder = train_ladder_new_for (run->trainer, TRAIN_LADDER_BYTES);
  g_autoptr (TrainLadder) other_ladder = train_ladder_new_for (other->trainer, TRAIN_LADDER_BYTES);
  g_autofree char        *file = NULL, *another = NULL, *late = NULL, *first = NULL, *second = NULL;
  gsize                   n_first, n_second;

  go (run, ladder, 36);
  write_run (run, ladder, path);
  go (other, other_ladder, 36);
  write_run (other, other_ladder, other_path);
  file = find_snapshot (path, "8-");
  another = find_snapshot (other_path, "5-");
  late = g_build_filename (path, TRAIN_SNAPSHOTS, "99-0123456789abcdef.safetensors", NULL);
  g_assert_true (g_file_get_contents (file, &first, &n_first, NULL));
  g_assert_true (g_file_get_contents (another, &second, &n_second, NULL));
  g_assert_true (g_file_set_contents (late, first, (gssize) n_first, NULL));
  check_refused (path, late);
  g_assert_cmpint (g_unlink (late), ==, 0);
  g_assert_true (g_file_set_contents (file, second, (gssize) n_second, NULL));
  check_refused (path, file);
}

/* A journal that is sound and another run's leads astray or elsewhere, but never out of this run's sight. */
static void
test_foreign_journal (Scratch      *scratch,
                      gconstpointer data)
{
  static const char *const journals[] = {
    "step,steps,what,batch,setting\n0,1000,batch,99999,\n", "step,steps,what,batch,setting\n9,1,setting,0,nonsense\n",
    "step,steps,what,batch,setting\n9,1,setting,0,network.layers=dense 3\n",
    "step,steps,what,batch,setting\n0,9223372036854775807,measure,0,\n",
    "step,steps,what,batch,setting\n9,1,break,0,\n",
  };
  g_autofree char        *path = scratch_path (scratch, "run"), *file = NULL;
  g_autoptr (TinyRun)     run = tiny_run_new (WAY, TINY_VALIDATION, 2);
  g_autoptr (TrainLadder) ladder = train_ladder_new_for (run->trainer, TRAIN_LADDER_BYTES);

  go (run, ladder, 36);
  write_run (run, ladder, path);
  file = find_snapshot (path, "journal");
  for (gsize i = 0; i < G_N_ELEMENTS (journals); i++)
    {
      g_autoptr (GError)      error = NULL;
      g_autoptr (TrainLadder) opened = NULL;
      g_autoptr (TinyRun)     back = NULL;

      g_assert_true (g_file_set_contents (file, journals[i], -1, NULL));
      back = read_run (path, &opened, &error);
      if (!go_back (back, opened, 11))
        check_same (run, back);
      tiny_run_advance (back, 5);
      g_assert_cmpuint (back->trainer->network->n_parameters, ==, run->trainer->network->n_parameters);
    }
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void      (*func) (Scratch *scratch, gconstpointer data);
  } tests[] = {
    { "/snapshots/going-back", test_going_back }, { "/snapshots/bounds", test_bounds },
    { "/snapshots/no-room", test_no_room },
    { "/snapshots/none", test_none },             { "/snapshots/broken", test_broken },
    { "/snapshots/mismatch", test_mismatch },     { "/snapshots/foreign-journal", test_foreign_journal },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Scratch, NULL, scratch_set_up, tests[i].func, scratch_tear_down);
  return g_test_run ();
}
