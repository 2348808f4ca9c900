/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/safetensors.h"
#include "formats/scratch.h"
#include "train/checkpoint.h"
#include "train/run-folder.h"
#include "train/tiny-run.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

static void
write_run (TinyRun    *run,
           const char *path)
{
  g_autoptr (GError)      error = NULL;
  g_autoptr (TrainResult) result = train_result_glance (run->trainer, "interrupted");

  g_assert_true (train_checkpoint_write (run->trainer, result, path, &error));
  g_assert_no_error (error);
}

static void
read_run (TinyRun    *run,
          const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (train_checkpoint_read (run->trainer, path, &error));
  g_assert_no_error (error);
}

static void
check_same (TinyRun *a,
            TinyRun *b)
{
  gsize            bytes = a->trainer->network->n_parameters * sizeof (float);
  g_autofree char *curve_a = tiny_run_describe (a);
  g_autofree char *curve_b = tiny_run_describe (b);

  g_assert_cmpuint (a->trainer->step, ==, b->trainer->step);
  g_assert_cmpfloat (a->trainer->examples, ==, b->trainer->examples);
  g_assert_cmpmem (a->trainer->parameters, bytes, b->trainer->parameters, bytes);
  for (guint s = 0; s < a->trainer->optimizer->n_slots; s++)
    g_assert_cmpmem (a->trainer->slots[s], bytes, b->trainer->slots[s], bytes);
  g_assert_cmpstr (curve_a, ==, curve_b);
}

/* Every optimizer, stopped at a point, between points, at the end of an epoch and of the run. */
static void
test_going_on (Scratch      *scratch,
               gconstpointer data)
{
  static const guint64 stops[] = { 1, 5, 7, 9, 14, 39, 40 };
  g_autofree char     *path = scratch_path (scratch, "run");

  for (gsize t = 0; nn_optimizer_types[t]; t++)
    for (gsize i = 0; i < G_N_ELEMENTS (stops); i++)
      {
        g_autofree char    *settings = g_strdup_printf ("training.optimizer=%s training.l2=0.01 training.rate=0.02",
                                                        nn_optimizer_types[t]->name);
        g_autoptr (TinyRun) straight = tiny_run_new (settings, 12, 2);
        g_autoptr (TinyRun) first = tiny_run_new (settings, 12, 2);
        g_autoptr (TinyRun) second = tiny_run_new (settings, 12, 2);

        tiny_run_advance (straight, 40);
        tiny_run_advance (first, stops[i]);
        write_run (first, path);
        read_run (second, path);
        check_same (first, second);
        tiny_run_advance (second, 40 - stops[i]);
        check_same (straight, second);
      }
}

/* The same where the threads divide the first layer by units, which one that goes on must do just so. */
static void
test_going_on_by_units (Scratch      *scratch,
                        gconstpointer data)
{
  g_autofree char *path = scratch_path (scratch, "run");

  for (guint threads = 1; threads <= 3; threads++)
    for (gsize t = 0; nn_optimizer_types[t]; t++)
      {
        g_autofree char    *settings = g_strdup_printf ("network.layers=dense_25_relu;_dropout_0.2;_dense_3 "
                                                        "training.optimizer=%s training.l1=0.001 training.rate=0.02",
                                                        nn_optimizer_types[t]->name);
        g_autoptr (TinyRun) straight = tiny_run_new (settings, 12, threads);
        g_autoptr (TinyRun) first = tiny_run_new (settings, 12, threads);
        g_autoptr (TinyRun) second = tiny_run_new (settings, 12, threads);
        gsize               rows;

        tiny_run_advance (straight, 40);
        g_assert_nonnull (train_batch_pass_get_split (straight->trainer->pass, &rows));
        tiny_run_advance (first, 9);
        write_run (first, path);
        read_run (second, path);
        check_same (first, second);
        tiny_run_advance (second, 31);
        check_same (straight, second);
      }
}

/* Stopped while the point of step 5 was being measured: it is made up for after reading. */
static void
test_stopped_at_a_point (Scratch      *scratch,
                         gconstpointer data)
{
  g_autofree char    *path = scratch_path (scratch, "run");
  g_autoptr (TinyRun) straight = tiny_run_new (NULL, 12, 2);
  g_autoptr (TinyRun) first = tiny_run_new (NULL, 12, 2);
  g_autoptr (TinyRun) second = tiny_run_new (NULL, 12, 2);

  tiny_run_advance (straight, 40);
  tiny_run_advance (first, 5);
  /* As if the flag had been raised between the step and its measurement. */
  g_array_set_size (first->trainer->history->points, first->trainer->history->points->len - 1);
  first->trainer->point_due = TRUE;
  first->trainer->test_evaluated -= TINY_TEST;
  first->trainer->since_point = (TrainTally) { 40 * train_history_point (straight->trainer->history, 4)->cost[0],
                                               0, 40 };
  first->trainer->since_point.correct =
    (gsize) (40 * train_history_point (straight->trainer->history, 4)->accuracy[0] + 0.5);
  write_run (first, path);
  read_run (second, path);
  tiny_run_advance (second, 35);
  g_assert_cmpuint (second->trainer->history->points->len, ==, straight->trainer->history->points->len);
  g_assert_cmpfloat (train_history_point (second->trainer->history, 4)->cost[1], ==,
                     train_history_point (straight->trainer->history, 4)->cost[1]);
  g_assert_cmpfloat_with_epsilon (train_history_point (second->trainer->history, 4)->cost[0],
                                  train_history_point (straight->trainer->history, 4)->cost[0], 1e-12);
}

/* Changes while it ran are in the experiment, and as marks. */
static void
test_marks_and_live_changes (Scratch      *scratch,
                             gconstpointer data)
{
  g_autofree char            *path = scratch_path (scratch, "run");
  g_autoptr (GError)          error = NULL;
  g_autoptr (TinyRun)         run = tiny_run_new (NULL, 12, 1);
  g_autoptr (TinyRun)         second = NULL;
  g_autoptr (TrainExperiment) faster = train_experiment_set (run->experiment, "training", "rate", "0.125", NULL);
  g_autoptr (TrainExperiment) kept = NULL;

  tiny_run_advance (run, 7);
  train_trainer_retune (run->trainer, faster);
  write_run (run, path);
  kept = train_checkpoint_read_experiment (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (train_experiment_get (kept, "training", "rate"), ==, "0.125");
  g_assert_cmpstr (train_experiment_get_name (kept), ==, "tiny");
  second = tiny_run_new ("training.rate=0.125", 12, 1);
  read_run (second, path);
  tiny_run_advance (run, 10);
  tiny_run_advance (second, 10);
  check_same (run, second);
  g_assert_cmpuint (second->trainer->history->marks->len, ==, 1);
}

static void
test_files (Scratch      *scratch,
            gconstpointer data)
{
  static const char *const names[] = { TRAIN_RUN_EXPERIMENT, TRAIN_RUN_SUMMARY, TRAIN_RUN_HISTORY, TRAIN_RUN_MARKS,
                                       TRAIN_RUN_MODEL, TRAIN_RUN_STATE };
  g_autofree char         *path = scratch_path (scratch, "run");
  g_autofree char         *experiment_path = g_build_filename (path, TRAIN_RUN_EXPERIMENT, NULL);
  g_autoptr (GError)       error = NULL;
  g_autoptr (TinyRun)      run = tiny_run_new (NULL, 12, 1);
  g_autoptr (TrainExperiment) experiment = NULL;

  tiny_run_advance (run, 7);
  write_run (run, path);
  g_assert_true (train_run_recognizes (path));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_build_filename (path, names[i], NULL);

      g_assert_true (g_file_test (name, G_FILE_TEST_IS_REGULAR));
    }
  experiment = train_experiment_load (experiment_path, &error);
  g_assert_no_error (error);
  write_run (run, path); /* again, in its place */
  g_assert_cmpuint (scratch_count (scratch), ==, 1);
}

static void
test_lone_model (Scratch      *scratch,
                 gconstpointer data)
{
  g_autofree char            *path = scratch_path (scratch, "run");
  g_autofree char            *model = g_build_filename (path, TRAIN_RUN_MODEL, NULL);
  g_autofree char            *lone = scratch_path (scratch, "lone.safetensors");
  g_autoptr (GError)          error = NULL;
  g_autoptr (TinyRun)         run = tiny_run_new (NULL, 12, 1);
  g_autoptr (TinyRun)         second = tiny_run_new ("seed.init=99", 12, 1);
  g_autoptr (TrainExperiment) experiment = NULL;
  gsize                       bytes = run->trainer->network->n_parameters * sizeof (float);

  tiny_run_advance (run, 7);
  write_run (run, path);
  g_assert_cmpint (g_rename (model, lone), ==, 0);
  experiment = train_checkpoint_read_experiment (lone, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (train_experiment_get (experiment, "network", "layers"), ==, "dense 8 tanh; dense 3");
  tiny_run_advance (second, 3); /* it begins anew */
  read_run (second, lone);
  g_assert_cmpuint (second->trainer->step, ==, 0);
  g_assert_cmpfloat (train_trainer_get_epoch (second->trainer), ==, 0);
  g_assert_cmpuint (second->trainer->history->points->len, ==, 0);
  g_assert_cmpmem (second->trainer->parameters, bytes, run->trainer->parameters, bytes);
  g_assert_cmpint (tiny_run_advance (second, 100), ==, TRAIN_FINISHED);
}

/* Any file of a run stands for the run. */
static void
test_file_of_a_run (Scratch      *scratch,
                    gconstpointer data)
{
  static const char *const names[] = { TRAIN_RUN_EXPERIMENT, TRAIN_RUN_SUMMARY, TRAIN_RUN_HISTORY, TRAIN_RUN_MARKS,
                                       TRAIN_RUN_MODEL, TRAIN_RUN_STATE };
  g_autofree char         *path = scratch_path (scratch, "run");
  g_autoptr (TinyRun)      run = tiny_run_new (NULL, 12, 1);

  tiny_run_advance (run, 7);
  write_run (run, path);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char            *name = g_build_filename (path, names[i], NULL);
      g_autoptr (TinyRun)         second = tiny_run_new (NULL, 12, 1);
      g_autoptr (TrainExperiment) experiment = train_checkpoint_read_experiment (name, NULL);

      g_assert_cmpstr (train_experiment_get_name (experiment), ==, "tiny");
      read_run (second, name);
      check_same (run, second);
    }
}

/* What reading the broken folder at @path does to a trainer that has gone on: nothing, and the error names @told. */
static void
check_refused (const char *path,
               const char *settings,
               const char *told)
{
  g_autoptr (GError)  error = NULL;
  g_autoptr (TinyRun) run = tiny_run_new (settings, 12, 1);
  g_autoptr (TinyRun) twin = tiny_run_new (settings, 12, 1);

  tiny_run_advance (run, 6);
  tiny_run_advance (twin, 6);
  if (train_checkpoint_read (run->trainer, path, &error))
    g_error ("a run with broken %s was read", told);
  g_assert_nonnull (error);
  if (!strstr (error->message, told))
    g_error ("“%s” does not name %s", error->message, told);
  check_same (run, twin);
  tiny_run_advance (run, 9);
  tiny_run_advance (twin, 9);
  check_same (run, twin);
}

static void
test_broken (Scratch      *scratch,
             gconstpointer data)
{
  static const char *const names[] = { TRAIN_RUN_HISTORY, TRAIN_RUN_MARKS, TRAIN_RUN_MODEL, TRAIN_RUN_STATE };
  g_autofree char         *path = scratch_path (scratch, "run");
  g_autoptr (TinyRun)      run = tiny_run_new (NULL, 12, 1);

  tiny_run_advance (run, 7);
  write_run (run, path);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_build_filename (path, names[i], NULL);
      g_autofree char *content = NULL;
      gsize            length;

      g_assert_true (g_file_get_contents (name, &content, &length, NULL));
      for (gsize cut = 0; cut < length; cut = cut < 12 ? cut + 3 : cut + length / 5)
        {
          if (cut > 0 && content[cut - 1] == '\n' && g_str_has_suffix (name, ".csv"))
            continue;
          g_assert_true (g_file_set_contents (name, content, (gssize) cut, NULL));
          check_refused (path, NULL, names[i]);
        }
      g_assert_true (g_file_set_contents (name, content, (gssize) length - 1, NULL));
      check_refused (path, NULL, names[i]);
      g_assert_cmpint (g_unlink (name), ==, 0);
      check_refused (path, NULL, names[i]);
      g_assert_cmpint (g_mkdir (name, 0755), ==, 0);
      check_refused (path, NULL, names[i]);
      g_assert_cmpint (g_rmdir (name), ==, 0);
      g_assert_true (g_file_set_contents (name, content, (gssize) length, NULL));
    }
  read_run (run, path); /* whole again */
}

/* A sound run that is not this trainer's. */
static void
test_mismatch (Scratch      *scratch,
               gconstpointer data)
{
  g_autofree char    *path = scratch_path (scratch, "run");
  g_autoptr (TinyRun) run = tiny_run_new (NULL, 12, 1);

  tiny_run_advance (run, 7);
  write_run (run, path);
  check_refused (path, "network.layers=dense_9_tanh;_dense_3", TRAIN_RUN_STATE);
  check_refused (path, "network.layers=dense_9_tanh;_dense_3 training.optimizer=gd", TRAIN_RUN_MODEL);
  check_refused (path, "network.layers=dense_3 training.optimizer=gd", TRAIN_RUN_MODEL);
  check_refused (path, "training.optimizer=adam", TRAIN_RUN_STATE);
}

/* A state that only a damaged file has: it must not hang, and not be believed. */
static void
test_impossible_state (Scratch      *scratch,
                       gconstpointer data)
{
  static const struct
  {
    guint64 rng[4], place[10];
  } states[] = {
    { { 0, 0, 0, 0 }, { 6, 7, 7, 0, 0, 0, 0, 0, 0, 0 } },                          /* a generator that stands still */
    { { 1, 2, 3, 4 }, { 50, 7, 7, 0, 0, 0, 0, 0, 0, 0 } },                         /* beyond the epoch */
    { { 1, 2, 3, 4 }, { G_MAXUINT64, 7, 7, 0, 0, 0, 0, 0, 0, 0 } },
    { { 1, 2, 3, 4 }, { 6, 7, 7, G_GUINT64_CONSTANT (0x7ff8000000000000), 0, 0, 0, 0, 0, 0 } }, /* NaN examples */
    { { 1, 2, 3, 4 }, { 6, 7, 7, 0, G_GUINT64_CONSTANT (0xbff0000000000000), 0, 0, 0, 0, 0 } }, /* -1 seconds */
  };
  g_autofree char    *path = scratch_path (scratch, "run");
  g_autofree char    *state = g_build_filename (path, TRAIN_RUN_STATE, NULL);
  g_autoptr (TinyRun) run = tiny_run_new (NULL, 12, 1);

  tiny_run_advance (run, 7);
  write_run (run, path);
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (FmtSafetensors) file = fmt_safetensors_new ();
      g_autoptr (GError)         error = NULL;

      fmt_safetensors_add (file, "batch_rng", FMT_U64, 1, (const gsize[]) { 4 }, states[i].rng);
      fmt_safetensors_add (file, "place", FMT_U64, 1, (const gsize[]) { 10 }, states[i].place);
      fmt_safetensors_add (file, "velocity", FMT_F32, 1, (const gsize[]) { run->trainer->network->n_parameters },
                           run->trainer->slots[0]);
      g_assert_true (fmt_safetensors_write (file, state, &error));
      check_refused (path, NULL, TRAIN_RUN_STATE);
    }
}

static void
test_no_run (Scratch      *scratch,
             gconstpointer data)
{
  g_autofree char *absent = scratch_path (scratch, "absent");
  g_autofree char *text = scratch_write (scratch, "letter.txt", "hello", 5);
  const char      *paths[] = { absent, text, scratch->folder };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (train_checkpoint_read_experiment (paths[i], &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, paths[i]));
      check_refused (paths[i], NULL, paths[i]);
    }
}

/* What cannot be written is told of the folder that was asked for, and why; nothing is left beside it. */
static void
check_not_written (TinyRun    *run,
                   const char *path,
                   const char *place,
                   int         code)
{
  g_autoptr (GError)      error = NULL;
  g_autoptr (TrainResult) result = train_result_glance (run->trainer, "interrupted");
  g_autofree char        *told = g_strdup_printf ("“%s”: %s", place, g_strerror (code));

  g_assert_false (train_checkpoint_write (run->trainer, result, path, &error));
  g_assert_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code));
  if (!g_str_has_suffix (error->message, told))
    g_error ("“%s” does not end in %s", error->message, told);
}

static void
test_not_written (Scratch      *scratch,
                  gconstpointer data)
{
  g_autofree char    *path = scratch_path (scratch, "run");
  g_autofree char    *model = g_build_filename (path, TRAIN_RUN_MODEL, NULL);
  g_autofree char    *file = scratch_write (scratch, "file", "x", 1);
  g_autofree char    *inside = g_build_filename (file, "run", NULL);
  g_autoptr (TinyRun) run = tiny_run_new (NULL, 12, 1);
  struct rlimit       before, small;

  tiny_run_advance (run, 7);
  check_not_written (run, inside, inside, ENOTDIR);
  /* As a disk that fills up while it is written. */
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = (struct rlimit) { 64, before.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  check_not_written (run, path, model, EFBIG);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_cmpuint (scratch_count (scratch), ==, 1);
  write_run (run, path);
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
    { "/checkpoint/going-on", test_going_on },
    { "/checkpoint/going-on-by-units", test_going_on_by_units },
    { "/checkpoint/stopped-at-a-point", test_stopped_at_a_point },
    { "/checkpoint/marks-and-live-changes", test_marks_and_live_changes },
    { "/checkpoint/files", test_files },
    { "/checkpoint/lone-model", test_lone_model },
    { "/checkpoint/file-of-a-run", test_file_of_a_run },
    { "/checkpoint/broken", test_broken },
    { "/checkpoint/mismatch", test_mismatch },
    { "/checkpoint/impossible-state", test_impossible_state },
    { "/checkpoint/no-run", test_no_run },
    { "/checkpoint/not-written", test_not_written },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Scratch, NULL, scratch_set_up, tests[i].func, scratch_tear_down);
  return g_test_run ();
}
