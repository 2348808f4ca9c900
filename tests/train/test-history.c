/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/experiment.h"
#include "train/history.h"

#include <math.h>
#include <string.h>

static TrainHistory *
new_history (void)
{
  TrainHistory    *history = train_history_new ();
  const TrainPoint points[] = {
    { 0, 0, 0.1, 0, { 0.1, NAN, -0.0 }, { 1 / 3.0, 0, 1 }, 0, NAN, NAN },
    { 50, 1 / 7.0, 1e-300, 2500, { 5e-324, 1.7976931348623157e308, NAN }, { NAN, NAN, NAN }, 1e17 / 3, 1 / 3.0,
      1 },
    { G_MAXUINT64, 1e9, 123456.789, 9007199254740992.0, { INFINITY, 0.30000000000000004, NAN }, { 0.1, 0.2, 0.3 },
      1, 1e-30, 2 / 3.0 },
  };
  const TrainMark  marks[] = { { 3, "rate", 0.1, 0.30000000000000004 }, { 4, "momentum", 0, 1 / 3.0 } };

  g_array_append_vals (history->points, points, G_N_ELEMENTS (points));
  g_array_append_vals (history->marks, marks, G_N_ELEMENTS (marks));
  return history;
}

static gboolean
same (double a,
      double b)
{
  return (isnan (a) && isnan (b)) || memcmp (&a, &b, sizeof a) == 0;
}

static void
test_round_trip (void)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (TrainHistory) history = new_history ();
  g_autofree char         *csv = train_history_to_csv (history);
  g_autofree char         *marks = train_history_marks_to_csv (history);
  g_autoptr (TrainHistory) back = train_history_from_csv (csv, "h.csv", &error);

  g_assert_no_error (error);
  g_assert_true (train_history_marks_from_csv (back, marks, "m.csv", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (back->points->len, ==, history->points->len);
  for (guint i = 0; i < back->points->len; i++)
    {
      const TrainPoint *a = train_history_point (history, i), *b = train_history_point (back, i);

      g_assert_cmpuint (a->step, ==, b->step);
      g_assert_true (same (a->epoch, b->epoch) && same (a->seconds, b->seconds) && same (a->examples, b->examples));
      g_assert_true (same (a->penalty, b->penalty));
      g_assert_true (same (a->gradient_norm, b->gradient_norm) && same (a->flat, b->flat));
      for (int part = 0; part < TRAIN_N_PARTS; part++)
        g_assert_true (same (a->cost[part], b->cost[part]) && same (a->accuracy[part], b->accuracy[part]));
    }
  g_assert_cmpuint (back->marks->len, ==, 2);
  g_assert_cmpmem (back->marks->data, 2 * sizeof (TrainMark), history->marks->data, 2 * sizeof (TrainMark));
}

/* A file of before the last two columns came. */
static void
test_old_columns (void)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (TrainHistory) history = train_history_from_csv (
    "step,epoch,seconds,examples,cost_train,cost_validation,cost_test,accuracy_train,accuracy_validation,"
    "accuracy_test,penalty\n7,0.5,1,350,0.3,0.4,,0.9,0.8,,0.01\n", "h.csv", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (history->points->len, ==, 1);
  g_assert_cmpfloat (train_history_point (history, 0)->penalty, ==, 0.01);
  g_assert_true (isnan (train_history_point (history, 0)->gradient_norm));
  g_assert_true (isnan (train_history_point (history, 0)->flat));
}

static void
test_empty (void)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (TrainHistory) history = train_history_new ();
  g_autofree char         *csv = train_history_to_csv (history);
  g_autofree char         *marks = train_history_marks_to_csv (history);
  g_autoptr (TrainHistory) back = train_history_from_csv (csv, "h.csv", &error);

  g_assert_no_error (error);
  g_assert_true (train_history_marks_from_csv (back, marks, "m.csv", &error));
  g_assert_cmpuint (back->points->len + back->marks->len, ==, 0);
}

static void
test_copy_and_clear (void)
{
  g_autoptr (TrainHistory) history = new_history ();
  g_autoptr (TrainHistory) copy = train_history_copy (history);

  train_history_clear (history);
  g_assert_cmpuint (history->points->len + history->marks->len, ==, 0);
  g_assert_cmpuint (copy->points->len, ==, 3);
  g_assert_cmpuint (copy->marks->len, ==, 2);
}

static void
check_broken (const char *csv)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (TrainHistory) history = train_history_from_csv (csv, "h.csv", &error);

  if (history)
    g_error ("taken: %s", csv);
  g_assert_error (error, TRAIN_ERROR, TRAIN_ERROR_SYNTAX);
  g_assert_nonnull (strstr (error->message, "h.csv"));
}

/* Wherever the file was cut. */
static void
test_cut (void)
{
  g_autoptr (TrainHistory) history = new_history ();
  g_autofree char         *csv = train_history_to_csv (history);

  for (gsize n = strlen (csv); n-- > 0;)
    {
      g_autofree char *cut = g_strndup (csv, n);

      if (n == 0 || cut[n - 1] != '\n') /* whole lines may be missing: the run's state tells */
        check_broken (cut);
    }
}

static void
test_broken (void)
{
  g_autoptr (TrainHistory) history = new_history ();
  g_autofree char         *csv = train_history_to_csv (history);
  const char              *header_end = strchr (csv, '\n') + 1;
  g_autofree char         *header = g_strndup (csv, (gsize) (header_end - csv));
  static const char *const lines[] = {
    "1,2,3\n",
    "-1,0,0,0,0,0,0,0,0,0,0\n",
    "1.5,0,0,0,0,0,0,0,0,0,0\n",
    "x,0,0,0,0,0,0,0,0,0,0\n",
    "1,0,0,0,0,0,0,0,0,0,0,0\n",
    "1,0,0,0,0,0,0,0,0,0,0x\n",
    "1,0,zero,0,0,0,0,0,0,0,0\n",
    "\n1,0,0,0,0,0,0,0,0,0,0\n", /* an empty line, and something after it */
    "1,0,0,0,0,0,0,0,0,0,0\n\n2,0\n",
  };

  check_broken ("");
  check_broken ("\n");
  check_broken ("step,epoch\n");
  check_broken (header_end);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *broken = g_strconcat (header, lines[i], NULL);

      check_broken (broken);
    }
}

static void
test_broken_marks (void)
{
  static const char *const broken[] = {
    "", "\n", "step,key\n", "3,rate,0.1,0.3\n",
    "step,key,from,to\n3,rate,0.1\n", "step,key,from,to\nx,rate,0.1,0.3\n",
    "step,key,from,to\n3,rate,0.1,0.3", "step,key,from,to\n3,rate,a,0.3\n", "step,key,from,to\n3,rate,0.1,0.3x\n",
    "step,key,from,to\n3,a-key-that-is-longer-than-any,0.1,0.3\n", "step,key,from,to\n\n3,rate,0.1\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError)       error = NULL;
      g_autoptr (TrainHistory) history = train_history_new ();

      if (train_history_marks_from_csv (history, broken[i], "m.csv", &error))
        g_error ("taken: %s", broken[i]);
      g_assert_error (error, TRAIN_ERROR, TRAIN_ERROR_SYNTAX);
      g_assert_nonnull (strstr (error->message, "m.csv"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/round-trip", test_round_trip);
  g_test_add_func ("/history/old-columns", test_old_columns);
  g_test_add_func ("/history/empty", test_empty);
  g_test_add_func ("/history/copy-and-clear", test_copy_and_clear);
  g_test_add_func ("/history/cut", test_cut);
  g_test_add_func ("/history/broken", test_broken);
  g_test_add_func ("/history/broken-marks", test_broken_marks);
  return g_test_run ();
}
