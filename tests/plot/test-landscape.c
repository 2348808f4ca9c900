/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/landscape.h"
#include "pixels.h"
#include "surfaces.h"

#include <string.h>

#define WIDTH  700
#define HEIGHT 460

typedef struct
{
  PlotLandscape *landscape;
  PlotTheme      theme;
} Fixture;

static const double window_from[2] = { -2, -1 };
static const double window_to[2] = { 2, 3 };

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (PlotSurface) surface = surface_of (rosenbrock, 50, 40, window_from, window_to);

  fixture->landscape = plot_landscape_new ();
  plot_landscape_set_titles (fixture->landscape, "Cost", "others frozen", "W1[199,2]", "W1[200,2]", "none yet");
  plot_landscape_set_surface (fixture->landscape, surface);
  plot_landscape_set_style (fixture->landscape, PLOT_LANDSCAPE_BANDS, PLOT_LEVELS_LOGARITHMIC);
  plot_theme_init (&fixture->theme, FALSE, FALSE, 14.67);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  plot_figure_unref (plot_landscape_figure (fixture->landscape));
}

static cairo_surface_t *
painted (const Fixture *fixture)
{
  return paint (plot_landscape_figure (fixture->landscape), WIDTH, HEIGHT, &fixture->theme);
}

static void
to_px (const Fixture *fixture,
       double         x,
       double         y,
       double         px[2])
{
  plot_landscape_to_px (fixture->landscape, WIDTH, HEIGHT, &fixture->theme, &(PlotPlace) { x, y }, &px[0], &px[1]);
}

/* The frame of the plot, in whole px. */
static void
find_frame (const Fixture *fixture,
            int            frame[4])
{
  double low[2], high[2];

  to_px (fixture, window_from[0], window_from[1], low);
  to_px (fixture, window_to[0], window_to[1], high);
  frame[0] = (int) round (low[0]);
  frame[1] = (int) round (high[1]);
  frame[2] = (int) round (high[0]);
  frame[3] = (int) round (low[1]);
}

static guint
count_in (cairo_surface_t *surface,
          const PlotColor *color,
          int              left,
          int              top,
          int              right,
          int              bottom)
{
  guint32 wanted = plot_color_pixel (color);
  guint   count = 0;

  for (int y = MAX (top, 0); y < MIN (bottom, cairo_image_surface_get_height (surface)); y++)
    for (int x = MAX (left, 0); x < MIN (right, cairo_image_surface_get_width (surface)); x++)
      count += pixel_at (surface, x, y) == wanted;
  return count;
}

static gboolean
same_pixels (cairo_surface_t *a,
             cairo_surface_t *b)
{
  gsize size = (gsize) cairo_image_surface_get_stride (a) * cairo_image_surface_get_height (a);

  return memcmp (cairo_image_surface_get_data (a), cairo_image_surface_get_data (b), size) == 0;
}

static guint
count_different (cairo_surface_t *a,
                 cairo_surface_t *b)
{
  guint count = 0;

  for (int y = 0; y < cairo_image_surface_get_height (a); y++)
    for (int x = 0; x < cairo_image_surface_get_width (a); x++)
      count += pixel_at (a, x, y) != pixel_at (b, x, y);
  return count;
}

static double
lightness_at (cairo_surface_t *surface,
              const double     px[2])
{
  guint32 pixel = pixel_at (surface, (int) px[0], (int) px[1]);

  return ((pixel >> 16 & 0xff) + (pixel >> 8 & 0xff) + (pixel & 0xff)) / 765.0;
}

/* Low ground is near the background, high ground far from it, in both schemes and styles. */
static void
test_ground (Fixture      *fixture,
             gconstpointer data)
{
  for (int dark = 0; dark < 2; dark++)
    for (int style = PLOT_LANDSCAPE_BANDS; style <= PLOT_LANDSCAPE_HEAT; style++)
      {
        cairo_surface_t *surface;
        double           low[2], high[2];

        plot_theme_init (&fixture->theme, dark, FALSE, 14.67);
        plot_landscape_set_style (fixture->landscape, style, PLOT_LEVELS_LOGARITHMIC);
        surface = painted (fixture);
        to_px (fixture, 1.4, 1.4 * 1.4, low);
        to_px (fixture, -1.9, -0.9, high);
        if (dark)
          g_assert_cmpfloat (lightness_at (surface, low), <, lightness_at (surface, high) - 0.1);
        else
          g_assert_cmpfloat (lightness_at (surface, low), >, lightness_at (surface, high) + 0.1);
        cairo_surface_destroy (surface);
      }
}

/* Each racer's color and shape stand at each of its steps; what is hidden is not there. */
static void
test_paths (Fixture      *fixture,
            gconstpointer data)
{
  static const PlotPlace places[] = { { -1.5, 2 }, { -0.5, 2 }, { 0.5, 1 }, { 0.5, 0 } };
  cairo_surface_t       *surface;

  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    {
      const PlotColor *color = plot_racer_color (&fixture->theme, i);

      surface = painted (fixture);
      g_assert_cmpuint (count_color (surface, color, 0, WIDTH), <, 30);
      cairo_surface_destroy (surface);
      plot_landscape_set_path (fixture->landscape, i, "racer", places, G_N_ELEMENTS (places));
      surface = painted (fixture);
      for (gsize k = 0; k < G_N_ELEMENTS (places); k++)
        {
          double px[2];

          to_px (fixture, places[k].x, places[k].y, px);
          g_assert_cmpuint (count_in (surface, color, (int) px[0] - 5, (int) px[1] - 5, (int) px[0] + 5,
                                      (int) px[1] + 5), >, 20);
          /* And the line between. */
          if (k > 0)
            {
              double before[2];

              to_px (fixture, places[k - 1].x, places[k - 1].y, before);
              px[0] = (px[0] + before[0]) / 2;
              px[1] = (px[1] + before[1]) / 2;
              g_assert_cmpuint (count_in (surface, color, (int) px[0] - 3, (int) px[1] - 3, (int) px[0] + 3,
                                          (int) px[1] + 3), >, 2);
            }
        }
      cairo_surface_destroy (surface);
      plot_landscape_set_path (fixture->landscape, i, NULL, NULL, 0);
    }
}

static void
test_start (Fixture      *fixture,
            gconstpointer data)
{
  const PlotPlace  start = { -1.2, 1.5 };
  cairo_surface_t *without, *with;
  double           px[2];
  guint            before;

  without = painted (fixture);
  to_px (fixture, start.x, start.y, px);
  before = count_in (without, &fixture->theme.text, (int) px[0] - 6, (int) px[1] - 6, (int) px[0] + 6, (int) px[1] + 6);
  plot_landscape_set_start (fixture->landscape, &start);
  with = painted (fixture);
  g_assert_cmpuint (count_in (with, &fixture->theme.text, (int) px[0] - 6, (int) px[1] - 6, (int) px[0] + 6,
                              (int) px[1] + 6), >, before + 60);
  cairo_surface_destroy (with);
  plot_landscape_set_start (fixture->landscape, NULL);
  with = painted (fixture);
  g_assert_true (same_pixels (without, with));
  cairo_surface_destroy (with);
  cairo_surface_destroy (without);
}

/* The cross stands at the lowest place of the grid. */
static void
test_lowest (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (PlotSurface) surface = surface_of (paraboloid, 41, 41, window_from, window_to);
  cairo_surface_t *image;
  double           px[2];
  guint            dark = 0;

  plot_landscape_set_surface (fixture->landscape, surface);
  image = painted (fixture);
  to_px (fixture, 0, 0, px);
  for (int i = -4; i <= 4; i++)
    for (int side = -1; side <= 1; side += 2)
      dark += lightness_at (image, (double[]) { px[0] + i, px[1] + side * i }) < 0.5;
  g_assert_cmpuint (dark, >, 12);
  cairo_surface_destroy (image);
}

/* Paths, ghosts, trails and arrows that lead out of the window, and numbers that are none, leave no trace outside. */
static void
test_cut_off (Fixture      *fixture,
              gconstpointer data)
{
  static const PlotPlace places[] = { { 0, 1 }, { 7, 1 }, { -30, -8 }, { 1, 2 }, { 1e300, -1e300 }, { NAN, 0 },
                                      { INFINITY, 3 }, { -1, 2 }, { 1e9, 2.5 } };
  cairo_surface_t       *without = painted (fixture), *with;
  int                    frame[4];

  find_frame (fixture, frame);
  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    {
      plot_landscape_set_path (fixture->landscape, i, "far", places, G_N_ELEMENTS (places));
      plot_landscape_set_ghost (fixture->landscape, i, places, G_N_ELEMENTS (places));
      plot_landscape_set_arrows (fixture->landscape, i, &(PlotPlace) { 1e8, 3 }, &(PlotPlace) { NAN, -INFINITY });
    }
  plot_landscape_set_trail (fixture->landscape, places, G_N_ELEMENTS (places));
  plot_landscape_set_start (fixture->landscape, &(PlotPlace) { 40, 1 });
  with = painted (fixture);
  g_assert_cmpuint (count_different (without, with), >, 2000);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      if (x < frame[0] || x >= frame[2] || y < frame[1] || y >= frame[3])
        g_assert_cmphex (pixel_at (without, x, y), ==, pixel_at (with, x, y));
  cairo_surface_destroy (without);
  cairo_surface_destroy (with);
}

/* Many steps at one place are one marker, not hundreds. */
static void
test_thinned (Fixture      *fixture,
              gconstpointer data)
{
  PlotPlace        places[300];
  cairo_surface_t *surface;
  double           px[2];

  for (int i = 0; i < 300; i++)
    places[i] = (PlotPlace) { -1.5 + 0.01 * i, 1.5 };
  plot_landscape_set_path (fixture->landscape, 0, NULL, places, 300);
  surface = painted (fixture);
  to_px (fixture, 0, 1.5, px);
  /* Between markers the rim of the line is seen above it. */
  g_assert_cmpuint (count_in (surface, plot_racer_color (&fixture->theme, 0), (int) px[0] - 60, (int) px[1] - 4,
                              (int) px[0] + 60, (int) px[1] - 3), <, 90);
  cairo_surface_destroy (surface);
}

static void
test_arrows (Fixture      *fixture,
             gconstpointer data)
{
  const PlotPlace  place = { -1, 2 };
  const PlotColor *color = plot_racer_color (&fixture->theme, 1);
  cairo_surface_t *surface;
  double           px[2];
  guint            plain[2], pointed[2];

  for (int with = 0; with < 2; with++)
    {
      guint *count = with ? pointed : plain;

      plot_landscape_set_path (fixture->landscape, 1, NULL, &place, 1);
      plot_landscape_set_arrows (fixture->landscape, 1, with ? &(PlotPlace) { 1, 0 } : NULL,
                                 with ? &(PlotPlace) { 0, -1 } : NULL);
      surface = painted (fixture);
      to_px (fixture, 0, 2, px);
      count[0] = count_in (surface, color, (int) px[0] - 12, (int) px[1] - 8, (int) px[0] + 2, (int) px[1] + 8);
      to_px (fixture, -1, 1, px);
      count[1] = count_in (surface, color, (int) px[0] - 8, (int) px[1] - 12, (int) px[0] + 8, (int) px[1] + 2);
      cairo_surface_destroy (surface);
    }
  g_assert_cmpuint (plain[0] + plain[1], ==, 0);
  /* A full head has more in it than an open one. */
  g_assert_cmpuint (pointed[1], >, 8);
  g_assert_cmpuint (pointed[0], >, pointed[1]);
}

/* Where the cost is not finite there are neither bands nor lines but a hatch, and words. */
static void
test_holes (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (PlotSurface) whole = surface_of (paraboloid, 41, 41, window_from, window_to);
  g_autoptr (PlotSurface) surface = with_hole (whole, 21, 21, 20, 20, NAN);

  for (int style = PLOT_LANDSCAPE_BANDS; style <= PLOT_LANDSCAPE_HEAT; style++)
    {
      cairo_surface_t *image;
      double           low[2], high[2];
      guint            hatched = 0, written = 0, background, all;

      plot_landscape_set_style (fixture->landscape, style, PLOT_LEVELS_EQUAL);
      plot_landscape_set_surface (fixture->landscape, surface);
      image = painted (fixture);
      to_px (fixture, 0.1, 1.1, low);
      to_px (fixture, 1.95, 2.95, high);
      all = (guint) (((int) high[0] - (int) low[0]) * ((int) low[1] - (int) high[1]));
      background = count_in (image, &fixture->theme.background, (int) low[0], (int) high[1], (int) high[0],
                             (int) low[1]);
      for (int x = (int) low[0]; x < (int) high[0]; x++)
        hatched += pixel_at (image, x, (int) low[1] - 4) != plot_color_pixel (&fixture->theme.background);
      /* Mostly background, and lines eight px apart. */
      g_assert_cmpuint (background, >, all / 2);
      g_assert_cmpuint (hatched, >, (guint) (high[0] - low[0]) / 8);
      g_assert_cmpuint (hatched, <, (guint) (high[0] - low[0]) / 2);
      /* Text is darker than the hatch. */
      for (int y = (int) high[1]; y < (int) low[1]; y++)
        for (int x = (int) low[0]; x < (int) high[0]; x++)
          written += lightness_at (image, (double[]) { x, y }) < fixture->theme.mark.red - 0.02;
      g_assert_cmpuint (written, >, 40);
      /* The rest is as before. */
      to_px (fixture, -1.5, 0, low);
      g_assert_cmphex (pixel_at (image, (int) low[0], (int) low[1]), !=, plot_color_pixel (&fixture->theme.background));
      cairo_surface_destroy (image);
    }
}

/* A surface that covers a part of the window is drawn where it lies. */
static void
test_part_of_window (Fixture      *fixture,
                     gconstpointer data)
{
  cairo_surface_t *image;
  double           inside[2], outside[2];

  plot_landscape_set_window (fixture->landscape, (double[]) { -6, -3 }, (double[]) { 4, 5 });
  image = painted (fixture);
  to_px (fixture, -1.7, -0.7, inside);
  to_px (fixture, -4, 1, outside);
  g_assert_cmphex (pixel_at (image, (int) inside[0], (int) inside[1]), !=,
                   plot_color_pixel (&fixture->theme.background));
  g_assert_cmphex (pixel_at (image, (int) outside[0], (int) outside[1]), ==,
                   plot_color_pixel (&fixture->theme.background));
  cairo_surface_destroy (image);
}

/* There and back again, for any size; outside of the frame the plane goes on. */
static void
test_places_and_px (Fixture      *fixture,
                    gconstpointer data)
{
  for (double width = 60; width < 2000; width *= 2.3)
    for (double height = 50; height < 1200; height *= 2.1)
      for (double x = -5; x < 5; x += 0.73)
        for (double y = -4; y < 4; y += 0.61)
          {
            double    px, py;
            PlotPlace place = { 99, 99 };
            gboolean  inside;

            plot_landscape_to_px (fixture->landscape, width, height, &fixture->theme, &(PlotPlace) { x, y }, &px, &py);
            inside = plot_landscape_to_place (fixture->landscape, width, height, &fixture->theme, px, py, &place);
            g_assert_cmpfloat_with_epsilon (place.x, x, 1e-9);
            g_assert_cmpfloat_with_epsilon (place.y, y, 1e-9);
            g_assert_cmpint (inside, ==, x >= window_from[0] && x <= window_to[0] && y >= window_from[1] &&
                                             y <= window_to[1]);
          }
  plot_landscape_set_surface (fixture->landscape, NULL);
  g_assert_false (plot_landscape_to_place (fixture->landscape, WIDTH, HEIGHT, &fixture->theme, 300, 200,
                                           &(PlotPlace) { 0, 0 }));
}

/* Steps of a race over the same surface: the picture beneath is painted once, and is the same as painted anew. */
static void
test_kept_picture (Fixture      *fixture,
                   gconstpointer data)
{
  const PlotPlace  places[] = { { -1, 2 }, { 0, 1 } };
  cairo_surface_t *first = painted (fixture), *again;

  plot_landscape_set_path (fixture->landscape, 0, "one", places, 2);
  cairo_surface_destroy (painted (fixture));
  plot_landscape_set_path (fixture->landscape, 0, NULL, NULL, 0);
  again = painted (fixture);
  g_assert_true (same_pixels (first, again));
  cairo_surface_destroy (again);
  /* Another theme, size, window, style, surface: none of them shows what was kept. */
  for (int change = 0; change < 4; change++)
    {
      g_autoptr (PlotSurface) surface = surface_of (paraboloid, 12, 12, window_from, window_to);
      PlotFigure             *copy;
      cairo_surface_t        *anew;

      if (change == 0)
        plot_theme_init (&fixture->theme, TRUE, FALSE, 14.67);
      else if (change == 1)
        plot_landscape_set_window (fixture->landscape, (double[]) { -1, 0 }, (double[]) { 1, 2 });
      else if (change == 2)
        plot_landscape_set_style (fixture->landscape, PLOT_LANDSCAPE_BANDS, PLOT_LEVELS_EQUAL);
      else
        plot_landscape_set_surface (fixture->landscape, surface);
      again = painted (fixture);
      copy = plot_figure_copy (plot_landscape_figure (fixture->landscape));
      anew = paint (copy, WIDTH, HEIGHT, &fixture->theme);
      g_assert_true (same_pixels (anew, again));
      g_assert_false (same_pixels (first, again));
      cairo_surface_destroy (first);
      cairo_surface_destroy (anew);
      plot_figure_unref (copy);
      first = again;
    }
  cairo_surface_destroy (first);
}

/* Any size, any surface, any window: no crash, no warning of Cairo. */
static void
test_any_size (Fixture      *fixture,
               gconstpointer data)
{
  static const double windows[][4] = { { -2, -1, 2, 3 }, { 0, 0, 1e-9, 1e-9 }, { -1e12, -1e12, 1e12, 1e12 },
                                       { 100, 100, 101, 101 }, { 5, 5, 5, 5 } };
  const PlotPlace     places[] = { { -1, 2 }, { 0, 1 }, { 1, 1 } };

  plot_landscape_set_path (fixture->landscape, 0, "Gradient descent", places, 3);
  plot_landscape_set_path (fixture->landscape, 1, "תנע", places, 3);
  plot_landscape_set_start (fixture->landscape, &places[0]);
  for (guint seed = 0; seed < 12; seed++)
    {
      g_autoptr (PlotSurface) surface = random_surface (seed);

      plot_landscape_set_surface (fixture->landscape, surface);
      plot_landscape_set_style (fixture->landscape, seed % 2, seed / 2 % 2);
      for (gsize i = 0; i < G_N_ELEMENTS (windows); i++)
        for (double width = 1; width < 900; width *= 4)
          for (double height = 1; height < 900; height *= 4)
            {
              cairo_surface_t *image;
              cairo_t         *cr;

              plot_landscape_set_window (fixture->landscape, &windows[i][0], &windows[i][2]);
              image = paint (plot_landscape_figure (fixture->landscape), width, height, &fixture->theme);
              cr = cairo_create (image);
              plot_figure_draw_hover (plot_landscape_figure (fixture->landscape), cr, width, height, &fixture->theme,
                                      width / 2, height / 2);
              g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
              cairo_destroy (cr);
              cairo_surface_destroy (image);
            }
    }
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *name;
    void      (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/landscape/ground", test_ground },
    { "/landscape/paths", test_paths },
    { "/landscape/start", test_start },
    { "/landscape/lowest", test_lowest },
    { "/landscape/cut-off", test_cut_off },
    { "/landscape/thinned", test_thinned },
    { "/landscape/arrows", test_arrows },
    { "/landscape/holes", test_holes },
    { "/landscape/part-of-window", test_part_of_window },
    { "/landscape/places-and-px", test_places_and_px },
    { "/landscape/kept-picture", test_kept_picture },
    { "/landscape/any-size", test_any_size },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
