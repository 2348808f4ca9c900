/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/weight-sheet-private.h"

#include "expected-colors.h"

#include <glib/gstdio.h>
#include <string.h>

/* Sheets of weights that are known images, exported, and the colors that their pixels should have: worked out from the
 * theme's three, without the painter's code. */

typedef struct
{
  PlotWeightSheet *sheet;
  PlotTheme        theme;
  char            *path;
} Fixture;

static inline void
set_up (Fixture      *fixture,
        gconstpointer dark)
{
  g_autofree char *folder = g_dir_make_tmp ("sheet-XXXXXX", NULL);

  fixture->sheet = plot_weight_sheet_new ("Units", "hidden unit");
  fixture->path = g_build_filename (folder, "sheet.png", NULL);
  plot_theme_init (&fixture->theme, dark != NULL, FALSE, 14.67);
}

static inline void
tear_down (Fixture      *fixture,
           gconstpointer dark)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  plot_figure_unref (plot_weight_sheet_figure (fixture->sheet));
  g_unlink (fixture->path);
  g_rmdir (folder);
  g_free (fixture->path);
}

/* Through the file: saved pictures have twice the figure's pixels. */
static inline cairo_surface_t *
export (Fixture *fixture,
        double   width,
        double   height)
{
  GError          *error = NULL;
  cairo_surface_t *surface;

  plot_figure_save (plot_weight_sheet_figure (fixture->sheet), fixture->path, width, height, &fixture->theme, &error);
  g_assert_no_error (error);
  surface = cairo_image_surface_create_from_png (fixture->path);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, (int) (2 * width));
  return surface;
}

static inline guint32
pixel_at (cairo_surface_t *surface,
          double           x,
          double           y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);

  g_assert_true (x >= 0 && y >= 0 && x < cairo_image_surface_get_width (surface)
                 && y < cairo_image_surface_get_height (surface));
  return ((const guint32 *) (gconstpointer) (data + (int) y * cairo_image_surface_get_stride (surface)))[(int) x]
         & 0xffffffu;
}

/* The pixel in the middle of weight @row, @column of the @pane-th of @panes pictures in the unit's place, @gap weights
 * apart. */
static inline guint32
weight_pixel (Fixture         *fixture,
              cairo_surface_t *surface,
              double           width,
              double           height,
              guint            unit,
              guint            side,
              guint            panes,
              guint            gap,
              guint            pane,
              guint            row,
              guint            column)
{
  cairo_rectangle_t place;
  double            zoom;

  g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, width, height, &fixture->theme, unit, &place));
  zoom = place.width / (panes * side + (panes - 1) * gap);
  return pixel_at (surface, 2 * (place.x + (pane * (side + gap) + column + 0.5) * zoom),
                   2 * (place.y + (row + 0.5) * zoom));
}

/* What the colors should be */

/* The map has 255 steps to each side: no channel is further off than one of them makes it. */
#define NEAR 2.0

static inline void
check_color (guint32      pixel,
             const double rgb[3])
{
  for (int i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon ((double) (pixel >> (16 - 8 * i) & 0xffu), rgb[i], NEAR);
}

static inline void
check_weight (const Fixture *fixture,
              guint32        pixel,
              double         value)
{
  double rgb[3];

  diverge (&fixture->theme, value, rgb);
  check_color (pixel, rgb);
}

/* Color weights: middle gray is 0, black -1, white 1, each channel for itself. */
static inline void
check_rgb (guint32 pixel,
           double  red,
           double  green,
           double  blue)
{
  const double values[] = { red, green, blue };
  double       rgb[3];

  for (int i = 0; i < 3; i++)
    rgb[i] = 127.5 + 127.5 * fmin (fmax (values[i], -1.0), 1.0);
  check_color (pixel, rgb);
}

/* Known images */

/* Unit 0 is a letter F of 0.5 on a ground of -0.25; unit 1 a ramp from -0.4 at the left to 0.4, ten times as weak;
 * of every further one each weight differs. At most 0.5 in size. */
static inline double
known (guint unit,
       guint side,
       guint row,
       guint column)
{
  guint part = MAX (side / 7, 1);
  guint x = column / part, y = row / part;

  switch (unit)
    {
    case 0:
      return x >= 1 && x <= 5 && y >= 1 && y <= 5 && (x == 1 || y == 1 || (y == 3 && x <= 4)) ? 0.5 : -0.25;
    case 1:
      return 0.1 * (0.8 * column / (side - 1.0) - 0.4);
    default:
      return ((row * 31 + column * 17 + unit * 5) % 101) / 100.0 - 0.5;
    }
}

/* @plane k of a color image is the picture of unit @unit + k. */
static inline float *
known_weights (guint n_units,
               guint channels,
               guint side)
{
  float *weights = g_new (float, (gsize) n_units * channels * side * side);
  gsize  i = 0;

  for (guint unit = 0; unit < n_units; unit++)
    for (guint channel = 0; channel < channels; channel++)
      for (guint row = 0; row < side; row++)
        for (guint column = 0; column < side; column++)
          weights[i++] = (float) known (unit + channel, side, row, column);
  return weights;
}

static inline void
set_known (Fixture *fixture,
           guint    n_units,
           guint    channels,
           guint    side)
{
  g_autofree float *weights = known_weights (n_units, channels, side);

  plot_weight_sheet_set_weights (fixture->sheet, weights, n_units, channels, side, side, NULL);
}

/* In the light and in the dark. */
static inline void
add_test (const char *name,
          void      (*test) (Fixture *fixture, gconstpointer dark))
{
  g_autofree char *light = g_strdup_printf ("%s/light", name);
  g_autofree char *dark = g_strdup_printf ("%s/dark", name);

  g_test_add (light, Fixture, NULL, set_up, test, tear_down);
  g_test_add (dark, Fixture, GINT_TO_POINTER (TRUE), set_up, test, tear_down);
}
