/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/series.h"

#include <math.h>

#define WIDTH 100
#define HEIGHT 50

typedef struct
{
  PlotSeries series;
  PlotScale  x, y;
  GArray    *thin;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  plot_series_init (&fixture->series);
  plot_scale_init (&fixture->x, PLOT_SCALE_LINEAR, 0, 100000);
  plot_scale_init (&fixture->y, PLOT_SCALE_LINEAR, -1, 1);
  fixture->thin = g_array_new (FALSE, FALSE, sizeof (PlotPoint));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  plot_series_finish (&fixture->series);
  g_array_unref (fixture->thin);
}

static void
add (Fixture *fixture,
     double   x,
     double   y)
{
  plot_series_append (&fixture->series, &x, &y, 1);
}

static void
thin (Fixture *fixture)
{
  plot_series_thin (&fixture->series, &fixture->x, &fixture->y, WIDTH, HEIGHT, fixture->thin);
}

static PlotPoint
thinned (const Fixture *fixture,
         guint          i)
{
  return g_array_index (fixture->thin, PlotPoint, i);
}

/* For every column the thinned line reaches as high and as low as the points do. */
static void
test_extremes (Fixture      *fixture,
               gconstpointer data)
{
  double high[WIDTH + 1], low[WIDTH + 1], thin_high[WIDTH + 1], thin_low[WIDTH + 1];

  for (int c = 0; c <= WIDTH; c++)
    {
      high[c] = thin_high[c] = -INFINITY;
      low[c] = thin_low[c] = INFINITY;
    }
  for (int i = 0; i < 100000; i++)
    {
      double y = i == 54321 ? 0.99 : i == 77777 ? -0.98 : 0.5 * g_test_rand_double_range (-1, 1);
      int    column = i * WIDTH / 100000;

      add (fixture, i, y);
      high[column] = MAX (high[column], y);
      low[column] = MIN (low[column], y);
    }
  thin (fixture);
  g_assert_cmpuint (fixture->thin->len, <=, 4 * (WIDTH + 1));
  for (guint i = 0; i < fixture->thin->len; i++)
    {
      int    column = (int) thinned (fixture, i).x;
      double y = 1 - 2 * thinned (fixture, i).y / HEIGHT;

      thin_high[column] = MAX (thin_high[column], y);
      thin_low[column] = MIN (thin_low[column], y);
      g_assert_true (i == 0 || thinned (fixture, i).x >= thinned (fixture, i - 1).x);
    }
  for (int c = 0; c < WIDTH; c++)
    {
      g_assert_cmpfloat_with_epsilon (thin_high[c], high[c], 1e-9);
      g_assert_cmpfloat_with_epsilon (thin_low[c], low[c], 1e-9);
    }
}

static void
test_few_points_stay (Fixture      *fixture,
                      gconstpointer data)
{
  add (fixture, 0, -1);
  add (fixture, 50000, 0);
  add (fixture, 100000, 1);
  thin (fixture);
  g_assert_cmpuint (fixture->thin->len, ==, 3);
  g_assert_cmpfloat (thinned (fixture, 0).y, ==, HEIGHT);
  g_assert_cmpfloat (thinned (fixture, 1).x, ==, WIDTH / 2);
  g_assert_cmpfloat (thinned (fixture, 2).y, ==, 0);
}

/* Points come in small pieces or at once: the picture is the same. */
static void
test_pieces (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree double *x = g_new (double, 5000);
  g_autofree double *y = g_new (double, 5000);
  PlotSeries whole;
  g_autoptr (GArray) other = g_array_new (FALSE, FALSE, sizeof (PlotPoint));

  for (int i = 0; i < 5000; i++)
    {
      x[i] = 20 * i;
      y[i] = g_test_rand_int_range (0, 40) == 0 ? NAN : g_test_rand_double_range (-1, 1);
    }
  for (int i = 0; i < 5000; i += 7)
    plot_series_append (&fixture->series, x + i, y + i, MIN (7, 5000 - i));
  plot_series_init (&whole);
  plot_series_append (&whole, x, y, 5000);
  thin (fixture);
  plot_series_thin (&whole, &fixture->x, &fixture->y, WIDTH, HEIGHT, other);
  g_assert_cmpmem (fixture->thin->data, fixture->thin->len * sizeof (PlotPoint), other->data,
                   other->len * sizeof (PlotPoint));
  plot_series_finish (&whole);
}

static guint
count_gaps (const Fixture *fixture)
{
  guint gaps = 0;

  for (guint i = 0; i < fixture->thin->len; i++)
    gaps += isnan (thinned (fixture, i).y);
  return gaps;
}

static void
test_gap (Fixture      *fixture,
          gconstpointer data)
{
  for (int i = 0; i < 100000; i++)
    add (fixture, i, i >= 30000 && i < 40000 ? NAN : 0);
  thin (fixture);
  g_assert_cmpuint (count_gaps (fixture), ==, 1);
  for (guint i = 0; i < fixture->thin->len; i++)
    g_assert_false (thinned (fixture, i).x >= 30 && thinned (fixture, i).x < 40 && !isnan (thinned (fixture, i).y));
}

static void
test_log_gap (Fixture      *fixture,
              gconstpointer data)
{
  plot_scale_init (&fixture->y, PLOT_SCALE_LOG, 0.1, 10);
  for (int i = 0; i < 100000; i++)
    add (fixture, i, i >= 30000 && i < 40000 ? 0 : 1);
  thin (fixture);
  g_assert_cmpuint (count_gaps (fixture), ==, 1);
  g_assert_cmpfloat (fixture->series.positive, ==, 1);
  g_assert_cmpfloat (fixture->series.low, ==, 0);
}

static void
test_bad_x_left_out (Fixture      *fixture,
                     gconstpointer data)
{
  add (fixture, 1, 1);
  add (fixture, NAN, 2);
  add (fixture, INFINITY, 2);
  add (fixture, 0.5, 2);
  add (fixture, 1, 3);
  add (fixture, 2, INFINITY);
  g_assert_cmpuint (fixture->series.points->len, ==, 3);
  g_assert_cmpfloat (fixture->series.high, ==, 3);
  g_assert_true (fixture->series.whole);
}

static void
test_lookup (Fixture      *fixture,
             gconstpointer data)
{
  g_assert_null (plot_series_last (&fixture->series, &fixture->y, INFINITY));
  g_assert_null (plot_series_before (&fixture->series, 5));
  for (int i = 1; i <= 1000; i++)
    add (fixture, 10 * i, i == 1000 ? NAN : i);
  g_assert_null (plot_series_before (&fixture->series, 9.5));
  g_assert_cmpfloat (plot_series_before (&fixture->series, 10)->y, ==, 1);
  g_assert_cmpfloat (plot_series_before (&fixture->series, 5009)->y, ==, 500);
  g_assert_cmpfloat (plot_series_last (&fixture->series, &fixture->y, INFINITY)->y, ==, 999);
  g_assert_cmpfloat (plot_series_last (&fixture->series, &fixture->y, 5009)->y, ==, 500);
  g_assert_null (plot_series_last (&fixture->series, &fixture->y, 9.5));
}

/* Of whole blocks and of single points, and where the line comes in. */
static void
test_range_of_a_part (Fixture      *fixture,
                      gconstpointer data)
{
  double low = INFINITY, high = -INFINITY;

  for (int i = 0; i < 1000; i++)
    add (fixture, i, i == 500 ? 70 : i == 501 ? -1 : 20 + i % 7);
  plot_series_extend (&fixture->series, PLOT_SCALE_LINEAR, 10, 499, &low, &high);
  g_assert_cmpfloat (low, ==, 20);
  g_assert_cmpfloat (high, ==, 26);
  plot_series_extend (&fixture->series, PLOT_SCALE_LOG, 10, 900, &low, &high);
  g_assert_cmpfloat (low, ==, 20);
  g_assert_cmpfloat (high, ==, 70);
  low = INFINITY;
  plot_series_extend (&fixture->series, PLOT_SCALE_LINEAR, 500.5, 500.6, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, 70 - 71 * 0.6, 1e-9);
}

#define ADD(name, function) g_test_add ("/plot/series/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("extremes", test_extremes);
  ADD ("few-points-stay", test_few_points_stay);
  ADD ("pieces", test_pieces);
  ADD ("gap", test_gap);
  ADD ("log-gap", test_log_gap);
  ADD ("bad-x-left-out", test_bad_x_left_out);
  ADD ("lookup", test_lookup);
  ADD ("range-of-a-part", test_range_of_a_part);
  return g_test_run ();
}
