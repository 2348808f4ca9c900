/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/contributions.h"
#include "plot/weight-sheet.h"
#include "pixels.h"

#include <math.h>
#include <string.h>

#define SIDE 28
#define PIXELS (SIDE * SIDE)

typedef struct
{
  PlotContributions *contributions;
  PlotTheme          theme;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->contributions = plot_contributions_new ("Output units", "the three that push each one most");
  plot_theme_init (&fixture->theme, FALSE, FALSE, 14.67);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  plot_figure_unref (plot_contributions_figure (fixture->contributions));
}

static float *
random_weights (gsize n)
{
  float *weights = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    weights[i] = (float) g_test_rand_double_range (-0.5, 0.5);
  return weights;
}

static void
set_random (Fixture *fixture,
            guint    n_hidden,
            guint    n_outputs,
            char   **names)
{
  g_autofree float *hidden = random_weights ((gsize) n_hidden * PIXELS);
  g_autofree float *outgoing = random_weights ((gsize) n_hidden * n_outputs);

  plot_contributions_set (fixture->contributions, hidden, n_hidden, 1, SIDE, SIDE, outgoing, n_outputs, names);
}

/* Hidden units without any weight: only bars have the colors of weights. */
static void
set_blank (Fixture     *fixture,
           const float *outgoing,
           guint        n_hidden,
           guint        n_outputs)
{
  g_autofree float *hidden = g_new0 (float, (gsize) n_hidden * PIXELS);

  plot_contributions_set (fixture->contributions, hidden, n_hidden, 1, SIDE, SIDE, outgoing, n_outputs, NULL);
}

static cairo_surface_t *
paint_figure (const Fixture *fixture,
              double         width,
              double         height)
{
  return paint (plot_contributions_figure (fixture->contributions), width, height, &fixture->theme);
}

static gboolean
find (Fixture           *fixture,
      double             width,
      double             height,
      guint              output,
      guint              rank,
      cairo_rectangle_t *picture)
{
  guint unit;

  return plot_contributions_get_picture (fixture->contributions, width, height, &fixture->theme, output, rank, &unit,
                                         picture);
}

static guint
count_shown (Fixture *fixture,
             double   width,
             double   height)
{
  cairo_rectangle_t picture;
  guint             n = 0;

  while (find (fixture, width, height, n, 0, &picture))
    n++;
  return n;
}

static void
assert_csv (const Fixture *fixture,
            const char    *expected)
{
  g_autofree char *csv = plot_figure_to_csv (plot_contributions_figure (fixture->contributions));

  g_assert_cmpstr (csv, ==, expected);
}

static void
test_strongest (Fixture      *fixture,
                gconstpointer data)
{
  const float outgoing[] = { 0.5f, -2,  0.25f, 1, -0.75f, /* */
                             NAN,  0.5f, -0.5f, 0.5f, 0.5f, /* ties by number */
                             NAN,  -1,   NAN, NAN,  -INFINITY };

  set_blank (fixture, outgoing, 5, 3);
  assert_csv (fixture, "output,rank,hidden unit,weight\r\n"
                       "0,1,1,-2\r\n0,2,3,1\r\n0,3,4,-0.75\r\n"
                       "1,1,1,0.5\r\n1,2,2,-0.5\r\n1,3,3,0.5\r\n"
                       "2,1,4,-inf\r\n2,2,1,-1\r\n2,3,0,nan\r\n");
  cairo_surface_destroy (paint_figure (fixture, 600, 200));
}

static int
compare_strength (gconstpointer a,
                  gconstpointer b,
                  gpointer      data)
{
  const float *weights = data;
  guint        first = *(const guint *) a;
  guint        second = *(const guint *) b;

  if (fabsf (weights[first]) != fabsf (weights[second]))
    return fabsf (weights[first]) > fabsf (weights[second]) ? -1 : 1;
  return first < second ? -1 : 1;
}

/* The same units as sorting finds, also where many are equally strong. */
static void
test_against_sort (Fixture      *fixture,
                   gconstpointer data)
{
  for (guint n = 1; n < 40; n++)
    {
      g_autofree float *outgoing = g_new (float, n);
      g_autofree guint *order = g_new (guint, n);
      cairo_rectangle_t picture;
      guint             unit;

      for (guint i = 0; i < n; i++)
        {
          order[i] = i;
          outgoing[i] = (float) (g_test_rand_int_range (-4, 5) / 4.0);
        }
      g_qsort_with_data (order, (gint) n, sizeof (guint), compare_strength, outgoing);
      set_blank (fixture, outgoing, n, 1);
      for (guint rank = 0; rank < MIN (n, PLOT_CONTRIBUTIONS_PER_OUTPUT); rank++)
        {
          g_assert_true (plot_contributions_get_picture (fixture->contributions, 600, 200, &fixture->theme, 0, rank,
                                                         &unit, &picture));
          g_assert_cmpuint (unit, ==, order[rank]);
        }
      g_assert_false (find (fixture, 600, 200, 0, MIN (n, PLOT_CONTRIBUTIONS_PER_OUTPUT), &picture));
    }
}

static void
assert_same_picture (cairo_surface_t         *a,
                     const cairo_rectangle_t *at_a,
                     cairo_surface_t         *b,
                     const cairo_rectangle_t *at_b)
{
  for (int row = 0; row < SIDE; row++)
    for (int column = 0; column < SIDE; column++)
      {
        double x = (column + 0.5) / SIDE;
        double y = (row + 0.5) / SIDE;

        g_assert_cmphex (pixel_at (a, (int) (at_a->x + x * at_a->width), (int) (at_a->y + y * at_a->height)), ==,
                         pixel_at (b, (int) (at_b->x + x * at_b->width), (int) (at_b->y + y * at_b->height)));
      }
}

/* @channels: a unit's picture has the very colors that it has among all units in a weight sheet, in each scheme. */
static void
test_as_in_a_sheet (Fixture      *fixture,
                    gconstpointer data)
{
  guint             channels = GPOINTER_TO_UINT (data);
  g_autofree float *hidden = random_weights ((gsize) 12 * channels * PIXELS);
  g_autofree float *outgoing = random_weights (12 * 4);
  PlotWeightSheet  *sheet = plot_weight_sheet_new ("Hidden units", "hidden unit");

  hidden[3] = NAN;
  plot_weight_sheet_set_weights (sheet, hidden, 12, channels, SIDE, SIDE, NULL);
  plot_contributions_set (fixture->contributions, hidden, 12, channels, SIDE, SIDE, outgoing, 4, NULL);
  for (int scheme = 0; scheme < 4; scheme++)
    {
      cairo_surface_t *all;
      cairo_surface_t *chosen;

      plot_theme_init (&fixture->theme, scheme & 1, scheme & 2, 14.67);
      all = paint (plot_weight_sheet_figure (sheet), 800, 600, &fixture->theme);
      chosen = paint_figure (fixture, 800, 300);
      for (guint i = 0; i < 4 * PLOT_CONTRIBUTIONS_PER_OUTPUT; i++)
        {
          cairo_rectangle_t here, there;
          guint             unit;

          g_assert_true (plot_contributions_get_picture (fixture->contributions, 800, 300, &fixture->theme, i / 3,
                                                         i % 3, &unit, &here));
          g_assert_true (plot_weight_sheet_get_picture (sheet, 800, 600, &fixture->theme, unit, &there));
          assert_same_picture (chosen, &here, all, &there);
        }
      cairo_surface_destroy (all);
      cairo_surface_destroy (chosen);
    }
  plot_figure_unref (plot_weight_sheet_figure (sheet));
}

/* Area of the bar of @output's strongest unit, in px; negative when it is blue. */
static int
bar_area (Fixture         *fixture,
          cairo_surface_t *surface,
          guint            output)
{
  cairo_rectangle_t picture, next;
  int               from, to;

  g_assert_true (find (fixture, 900, 120, output, 0, &picture));
  g_assert_true (find (fixture, 900, 120, output, 1, &next));
  from = (int) picture.x;
  to = (int) next.x;
  return (int) count_color (surface, &fixture->theme.weight_positive, from, to) -
         (int) count_color (surface, &fixture->theme.weight_negative, from, to);
}

/* One scale for all bars: lengths are as the weights are, colors as their signs. */
static void
test_bars (Fixture      *fixture,
           gconstpointer data)
{
  const float      outgoing[] = { 0, 2, 0, 0, -1, 0, 0, 0, 0.5f };
  cairo_surface_t *surface;
  int              longest;

  set_blank (fixture, outgoing, 3, 3);
  surface = paint_figure (fixture, 900, 120);
  longest = bar_area (fixture, surface, 0);
  g_assert_cmpint (longest, >, 150);
  g_assert_cmpint (ABS (2 * bar_area (fixture, surface, 1) + longest), <=, longest / 10);
  g_assert_cmpint (ABS (4 * bar_area (fixture, surface, 2) - longest), <=, longest / 5);
  cairo_surface_destroy (surface);
}

static void
test_not_finite (Fixture      *fixture,
                 gconstpointer data)
{
  const float      outgoing[] = { NAN, NAN, NAN, INFINITY, NAN, 0 };
  cairo_surface_t *surface;

  set_blank (fixture, outgoing, 3, 2);
  surface = paint_figure (fixture, 900, 120);
  g_assert_cmpint (bar_area (fixture, surface, 0), ==, 0);
  g_assert_cmpint (bar_area (fixture, surface, 1), >, 150);
  cairo_surface_destroy (surface);
}

/* Ten in one row where it fits, else two of five, each as long as the other. */
static void
test_rows (Fixture      *fixture,
           gconstpointer data)
{
  cairo_rectangle_t first, fifth, sixth, last;
  double            one;
  double            two;

  set_random (fixture, 300, 10, NULL);
  one = plot_contributions_get_height (fixture->contributions, 1900, &fixture->theme);
  two = plot_contributions_get_height (fixture->contributions, 940, &fixture->theme);
  g_assert_cmpfloat (two, >, one + 50);
  g_assert_true (find (fixture, 1900, one, 0, 0, &first));
  g_assert_true (find (fixture, 1900, one, 9, 0, &last));
  g_assert_cmpfloat (first.y, ==, last.y);
  /* Also where six or eight would fit. */
  for (double width = 940; width < 1600; width += 60)
    {
      g_assert_cmpfloat (plot_contributions_get_height (fixture->contributions, width, &fixture->theme), <=, two + 60);
      g_assert_true (find (fixture, width, two, 0, 0, &first));
      g_assert_true (find (fixture, width, two, 4, 0, &fifth));
      g_assert_true (find (fixture, width, two, 5, 0, &sixth));
      g_assert_cmpfloat (first.y, ==, fifth.y);
      g_assert_cmpfloat (first.x, ==, sixth.x);
      g_assert_cmpfloat (first.y + first.height, <, sixth.y);
    }
}

/* From the small weights of the first step to the large ones of the last, all stays where it is. */
static void
test_stays_in_place (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree float *hidden = random_weights (300 * PIXELS);
  g_autofree float *outgoing = g_new (float, 300 * 10);
  cairo_rectangle_t places[2];
  double            heights[2];

  for (int i = 0; i < 2; i++)
    {
      for (int j = 0; j < 300 * 10; j++)
        outgoing[j] = (i == 0 ? 0.0577f : 2.4f) * (j % 7 - 3) / 3;
      plot_contributions_set (fixture->contributions, hidden, 300, 1, SIDE, SIDE, outgoing, 10, NULL);
      heights[i] = plot_contributions_get_height (fixture->contributions, 916, &fixture->theme);
      g_assert_true (find (fixture, 916, heights[i], 9, 2, &places[i]));
    }
  g_assert_cmpfloat (heights[0], ==, heights[1]);
  g_assert_cmpfloat (places[0].x, ==, places[1].x);
  g_assert_cmpfloat (places[0].y, ==, places[1].y);
}

/* In the height asked for every output stands whole; in a lower figure as many as fit, and the header says so. */
static void
test_height (Fixture      *fixture,
             gconstpointer data)
{
  char *names[] = { (char *) "Ann", (char *) "Bea", (char *) "Somebody with a rather long name", (char *) "D",
                    (char *) "E",   (char *) "F",   (char *) "G" };

  for (int named = 0; named < 2; named++)
    for (double width = 90; width < 2600; width *= 1.3)
      {
        guint  n = named ? G_N_ELEMENTS (names) : 10;
        double height;
        guint  shown = n;

        set_random (fixture, 40, n, named ? names : NULL);
        height = plot_contributions_get_height (fixture->contributions, width, &fixture->theme);
        g_assert_cmpuint (count_shown (fixture, width, height), ==, n);
        g_assert_cmpuint (count_shown (fixture, width, 3 * height), ==, n);
        /* Below, figures are so low that text is left away, which lets more stand beside each other. */
        for (double lower = height; lower > 130; lower -= 13)
          {
            cairo_rectangle_t last;
            guint             fewer = count_shown (fixture, width, lower);

            g_assert_cmpuint (fewer, <=, shown);
            g_assert_cmpuint (fewer, >, 0);
            g_assert_true (find (fixture, width, lower, fewer - 1, 0, &last));
            g_assert_cmpfloat (last.y + last.height, <, lower);
            shown = fewer;
          }
      }
}

static void
test_integer_multiples (Fixture      *fixture,
                        gconstpointer data)
{
  set_random (fixture, 20, 6, NULL);
  for (double width = 150; width < 2000; width *= 1.2)
    for (double height = 120; height < 1200; height *= 1.3)
      for (guint rank = 0; rank < 2; rank++)
        {
          cairo_rectangle_t picture;

          if (!find (fixture, width, height, 0, rank, &picture))
            continue;
          g_assert_cmpfloat (fmod (picture.width, SIDE), ==, 0);
          g_assert_cmpfloat (picture.x, ==, floor (picture.x));
          g_assert_cmpfloat (picture.y, ==, floor (picture.y));
          g_assert_cmpfloat (picture.x + picture.width, <=, width);
        }
}

static void
test_says_how_many (Fixture      *fixture,
                    gconstpointer data)
{
  cairo_surface_t *all;
  cairo_surface_t *some;
  PlotContributions *noted = fixture->contributions;

  fixture->contributions = plot_contributions_new ("Output units", NULL);
  set_random (fixture, 20, 10, NULL);
  all = paint_figure (fixture, 1900, 120);
  some = paint_figure (fixture, 940, 120);
  /* Without a note the right of the header is empty but for the count. */
  for (int y = 0; y < 26; y++)
    for (int x = 1600; x < 1900; x++)
      g_assert_cmphex (pixel_at (all, x, y), ==, plot_color_pixel (&fixture->theme.background));
  g_assert_cmpuint (count_shown (fixture, 940, 120), <, 10);
  g_assert_cmpuint (count_color (some, &fixture->theme.faint_text, 880, 940), >, 5);
  cairo_surface_destroy (all);
  cairo_surface_destroy (some);
  plot_figure_unref (plot_contributions_figure (fixture->contributions));
  fixture->contributions = noted;
}

static void
assert_description (const Fixture *fixture,
                    const char    *expected)
{
  g_autofree char *words = plot_figure_describe (plot_contributions_figure (fixture->contributions));

  g_assert_cmpstr (words, ==, expected);
}

static void
test_describe (Fixture      *fixture,
               gconstpointer data)
{
  const float outgoing[] = { 0.1f, 0.6731f, -0.2f, -0.4f, 0.3f, 0.004f };
  float       hidden[3 * PIXELS] = { 0 };
  char       *names[] = { (char *) "Ann", (char *) "Bea" };

  assert_description (fixture, "Output units, no weights yet");
  set_blank (fixture, outgoing, 3, 2);
  assert_description (fixture,
                      "Output units and the hidden units that push them most: 0 by #1 (+0.67), 1 by #0 (−0.40)");
  plot_contributions_set (fixture->contributions, hidden, 3, 1, SIDE, SIDE, outgoing, 2, names);
  assert_description (fixture,
                      "Output units and the hidden units that push them most: Ann by #1 (+0.67), Bea by #0 (−0.40)");
}

static void
test_any_size (Fixture      *fixture,
               gconstpointer data)
{
  const double sizes[] = { 1, 3, 9, 30, 77, 130, 260, 800 };
  char        *names[] = { (char *) "Ann", (char *) "Bea" };

  for (int filled = 0; filled < 4; filled++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
          {
            cairo_surface_t *surface = paint_figure (fixture, sizes[i], sizes[k]);

            g_assert_cmphex (pixel_at (surface, 0, 0), ==, plot_color_pixel (&fixture->theme.background));
            cairo_surface_destroy (surface);
          }
      if (filled == 0)
        set_random (fixture, 1, 2, names);
      else if (filled == 1)
        set_random (fixture, 50, 200, NULL);
      else
        {
          g_autofree float *weights = g_new0 (float, 2 * 900 * 5);

          plot_contributions_set (fixture->contributions, weights, 2, 1, 5, 900, weights, 3, NULL);
        }
    }
}

/* No units, no pixels, or sizes that no memory can hold leave an empty figure. */
static void
test_impossible_size (Fixture      *fixture,
                      gconstpointer data)
{
  const guint sizes[][5] = { { G_MAXUINT, G_MAXUINT, G_MAXUINT, G_MAXUINT, 2 }, { 0, 1, SIDE, SIDE, 2 },
                             { 3, 0, SIDE, SIDE, 2 }, { 3, 1, 0, SIDE, 2 }, { 3, 1, SIDE, SIDE, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      set_random (fixture, 5, 2, NULL);
      plot_contributions_set (fixture->contributions, NULL, sizes[i][0], sizes[i][1], sizes[i][2], sizes[i][3], NULL,
                              sizes[i][4], NULL);
      assert_description (fixture, "Output units, no weights yet");
      g_assert_cmpfloat (plot_contributions_get_height (fixture->contributions, 300, &fixture->theme), >, 0);
      cairo_surface_destroy (paint_figure (fixture, 300, 200));
    }
}

#define ADD(name, data, function) \
  g_test_add ("/plot/contributions/" name, Fixture, data, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("strongest", NULL, test_strongest);
  ADD ("against-sort", NULL, test_against_sort);
  ADD ("as-in-a-sheet/gray", GUINT_TO_POINTER (1), test_as_in_a_sheet);
  ADD ("as-in-a-sheet/rgb", GUINT_TO_POINTER (3), test_as_in_a_sheet);
  ADD ("as-in-a-sheet/sum", GUINT_TO_POINTER (2), test_as_in_a_sheet);
  ADD ("bars", NULL, test_bars);
  ADD ("not-finite", NULL, test_not_finite);
  ADD ("rows", NULL, test_rows);
  ADD ("height", NULL, test_height);
  ADD ("integer-multiples", NULL, test_integer_multiples);
  ADD ("stays-in-place", NULL, test_stays_in_place);
  ADD ("says-how-many", NULL, test_says_how_many);
  ADD ("describe", NULL, test_describe);
  ADD ("any-size", NULL, test_any_size);
  ADD ("impossible-size", NULL, test_impossible_size);
  return g_test_run ();
}
