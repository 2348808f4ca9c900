/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/curves.h"
#include "plot/weight-sheet.h"
#include "pixels.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct
{
  char       *folder;
  PlotFigure *figures[2];
  PlotTheme   theme;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  const double     x[] = { 0, 1, 2 };
  const double     y[] = { 2.5, 1, 0.5 };
  const float      weights[] = { 0, 1, -1, 0.5f };
  PlotCurves      *curves = plot_curves_new ("Cost", NULL, "steps", FALSE);
  PlotWeightSheet *sheet = plot_weight_sheet_new ("Output units", "output unit");

  plot_curves_append (curves, plot_curves_add_series (curves, PLOT_ROLE_TRAIN, "train"), x, y, 3);
  plot_weight_sheet_set_weights (sheet, weights, 1, 1, 2, 2, NULL);
  fixture->figures[0] = plot_curves_figure (curves);
  fixture->figures[1] = plot_weight_sheet_figure (sheet);
  fixture->folder = g_dir_make_tmp ("percept-figure-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  plot_theme_init (&fixture->theme, FALSE, FALSE, 14.67);
}

static guint
count_files (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir))
    count++;
  g_dir_close (dir);
  return count;
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_rmdir (fixture->folder);
  plot_figure_unref (fixture->figures[0]);
  plot_figure_unref (fixture->figures[1]);
  g_free (fixture->folder);
}

static void
test_formats (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *starts;
  } formats[] = {
    { "a.png", "\x89PNG\r\n\x1a\n" }, { "a.svg", "<?xml" }, { "a.pdf", "%PDF-" }, { "A.PNG", "\x89PNG" },
  };

  for (guint f = 0; f < 2; f++)
    for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
      {
        g_autofree char *path = g_build_filename (fixture->folder, formats[i].name, NULL);
        g_autofree char *contents = NULL;
        g_autoptr (GError) error = NULL;
        gsize length;

        g_assert_true (plot_figure_save (fixture->figures[f], path, 300, 200, &fixture->theme, &error));
        g_assert_no_error (error);
        g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
        g_assert_cmpuint (length, >, 500);
        g_assert_cmpint (strncmp (contents, formats[i].starts, strlen (formats[i].starts)), ==, 0);
        /* The file alone: nothing temporary stays. */
        g_assert_cmpuint (count_files (fixture->folder), ==, 1);
        g_assert_cmpint (g_unlink (path), ==, 0);
      }
}

static void
test_png_has_twice_the_pixels (Fixture      *fixture,
                               gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.png", NULL);
  cairo_surface_t *surface;

  g_assert_true (plot_figure_save (fixture->figures[0], path, 300, 200, &fixture->theme, NULL));
  surface = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 600);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 400);
  g_assert_cmpuint (count_color (surface, &fixture->theme.roles[PLOT_ROLE_TRAIN], 0, 600), >, 100);
  cairo_surface_destroy (surface);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_csv (Fixture      *fixture,
          gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.csv", NULL);
  g_autofree char *contents = NULL;

  g_assert_true (plot_figure_save (fixture->figures[0], path, 300, 200, &fixture->theme, NULL));
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "steps,train\r\n0,2.5\r\n1,1\r\n2,0.5\r\n");
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_unknown_ending (Fixture      *fixture,
                     gconstpointer data)
{
  static const char *const names[] = { "a.jpg", "a", "a.png.txt", "png" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (plot_figure_save (fixture->figures[0], path, 300, 200, &fixture->theme, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
      for (guint k = 0; k < 4; k++)
        g_assert_nonnull (strstr (error->message, ((const char *[]) { ".png", ".svg", ".pdf", ".csv" })[k]));
      g_assert_nonnull (strstr (error->message, names[i]));
      g_assert_cmpuint (count_files (fixture->folder), ==, 0);
    }
}

static void
test_no_such_folder (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "missing", "a.png", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (plot_figure_save (fixture->figures[0], path, 300, 200, &fixture->theme, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_true (g_str_has_suffix (error->message, g_strerror (ENOENT)));
}

static void
test_absurd_size (Fixture      *fixture,
                  gconstpointer data)
{
  const double sizes[] = { 0, -5, NAN, INFINITY, 1e9 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, "a.png", NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (plot_figure_save (fixture->figures[0], path, sizes[i], 100, &fixture->theme, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_cmpuint (count_files (fixture->folder), ==, 0);
    }
}

/* A failed save leaves what was there. */
static void
test_old_file_stays (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.png", NULL);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_false (plot_figure_save (fixture->figures[0], path, 300, 200, &fixture->theme, NULL));
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

/* The painter keeps to its rectangle and leaves the context as it was. */
static void
test_stays_in_its_place (Fixture      *fixture,
                         gconstpointer data)
{
  for (guint f = 0; f < 2; f++)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 400, 300);
      cairo_t         *cr = cairo_create (surface);

      cairo_set_source_rgb (cr, 1, 0, 1);
      cairo_paint (cr);
      cairo_translate (cr, 50, 40);
      plot_figure_draw (fixture->figures[f], cr, 300, 200, &fixture->theme);
      cairo_surface_flush (surface);
      for (int y = 0; y < 300; y++)
        for (int x = 0; x < 400; x++)
          if (x < 50 || y < 40 || x >= 350 || y >= 240)
            g_assert_cmphex (pixel_at (surface, x, y) & 0xffffff, ==, 0xff00ff);
      cairo_rectangle (cr, -50, -40, 10, 10);
      cairo_fill (cr);
      cairo_surface_flush (surface);
      g_assert_cmphex (pixel_at (surface, 5, 5) & 0xffffff, ==, 0xff00ff);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

#define ADD(name, function) g_test_add ("/plot/figure/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("formats", test_formats);
  ADD ("png-has-twice-the-pixels", test_png_has_twice_the_pixels);
  ADD ("csv", test_csv);
  ADD ("unknown-ending", test_unknown_ending);
  ADD ("no-such-folder", test_no_such_folder);
  ADD ("absurd-size", test_absurd_size);
  ADD ("old-file-stays", test_old_file_stays);
  ADD ("stays-in-its-place", test_stays_in_its_place);
  return g_test_run ();
}
