/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/end-labels.h"

#include <math.h>

static void
test_free_labels_stay (void)
{
  PlotEndLabel labels[] = { { 0, 50, 30, FALSE }, { 0, 50, 60, FALSE } };

  plot_end_labels_place (labels, 2, 20, 0, 100);
  g_assert_cmpfloat (labels[0].center, ==, 30);
  g_assert_cmpfloat (labels[1].center, ==, 60);
  g_assert_true (labels[0].shown && labels[1].shown);
}

static void
test_pair_is_moved_evenly (void)
{
  PlotEndLabel labels[] = { { 0, 50, 52, FALSE }, { 0, 50, 48, FALSE } };

  plot_end_labels_place (labels, 2, 20, 0, 100);
  g_assert_cmpfloat_with_epsilon (labels[0].center, 60, 1e-9);
  g_assert_cmpfloat_with_epsilon (labels[1].center, 40, 1e-9);
}

static void
test_other_columns_do_not_matter (void)
{
  PlotEndLabel labels[] = { { 0, 50, 50, FALSE }, { 60, 50, 50, FALSE } };

  plot_end_labels_place (labels, 2, 20, 0, 100);
  g_assert_cmpfloat (labels[0].center, ==, 50);
  g_assert_cmpfloat (labels[1].center, ==, 50);
}

static void
test_no_room (void)
{
  PlotEndLabel labels[] = { { 0, 50, 10, FALSE }, { 0, 50, 10, FALSE }, { 0, 50, 10, FALSE } };

  plot_end_labels_place (labels, 3, 20, 0, 45);
  g_assert_true (labels[0].shown);
  g_assert_true (labels[1].shown);
  g_assert_false (labels[2].shown);
  plot_end_labels_place (labels, 3, 20, 10, 5);
  g_assert_false (labels[0].shown);
}

static void
test_never_overlap (void)
{
  for (int round = 0; round < 3000; round++)
    {
      PlotEndLabel labels[9];
      guint        n = g_test_rand_int_range (0, 10);

      for (guint i = 0; i < n; i++)
        labels[i] = (PlotEndLabel) { g_test_rand_double_range (0, 100), g_test_rand_double_range (10, 90),
                                     g_test_rand_double_range (-50, 250), FALSE };
      plot_end_labels_place (labels, n, 18, 0, 200);
      for (guint i = 0; i < n; i++)
        {
          g_assert_true (labels[i].shown);
          g_assert_cmpfloat (labels[i].center, >=, 9 - 1e-9);
          g_assert_cmpfloat (labels[i].center, <=, 191 + 1e-9);
          for (guint k = 0; k < i; k++)
            if (labels[i].x < labels[k].x + labels[k].width && labels[k].x < labels[i].x + labels[i].width)
              g_assert_cmpfloat (fabs (labels[i].center - labels[k].center), >=, 18 - 1e-9);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/end-labels/free-labels-stay", test_free_labels_stay);
  g_test_add_func ("/plot/end-labels/pair-is-moved-evenly", test_pair_is_moved_evenly);
  g_test_add_func ("/plot/end-labels/other-columns-do-not-matter", test_other_columns_do_not_matter);
  g_test_add_func ("/plot/end-labels/no-room", test_no_room);
  g_test_add_func ("/plot/end-labels/never-overlap", test_never_overlap);
  return g_test_run ();
}
