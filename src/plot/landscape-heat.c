/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/colormap.h"
#include "plot/landscape-private.h"
#include "plot/number.h"

#include <math.h>

#define N_COLORS 256

typedef struct
{
  guint32 pixels[N_COLORS]; /* CAIRO_FORMAT_ARGB32 */
} Heat;

static void
init_heat (Heat            *heat,
           const PlotTheme *theme)
{
  for (int i = 0; i < N_COLORS; i++)
    {
      PlotColor color = plot_color_mix (&theme->heat_low, &theme->heat_high, i / (double) (N_COLORS - 1));

      heat->pixels[i] = plot_color_pixel (&color);
    }
}

/* For each pixel of an axis of the frame the cell of the surface that it lies in, and how far; -1: beside it. */
typedef struct
{
  int   *cells;
  float *parts;
} Samples;

static void
samples_clear (Samples *samples)
{
  g_free (samples->cells);
  g_free (samples->parts);
}

static void
init_samples (Samples         *samples,
              const PlotScale *scale,
              const double    *axis,
              guint            n_places,
              int              n)
{
  guint cell = 0;

  samples->cells = g_new (int, n);
  samples->parts = g_new (float, n);
  for (int i = 0; i < n; i++)
    {
      double value = plot_scale_unmap (scale, (i + 0.5) / n);

      while (cell + 2 < n_places && axis[cell + 1] <= value)
        cell++;
      samples->cells[i] = value >= axis[0] && value <= axis[n_places - 1] ? (int) cell : -1;
      samples->parts[i] = (float) ((value - axis[cell]) / (axis[cell + 1] - axis[cell]));
    }
}

/* The share of the scale at each place, NaN where there is no value: it is what is interpolated, so that a pixel costs
 * no search among the levels. */
static float *
find_shares (PlotLandscape *landscape)
{
  const PlotSurface *surface = landscape->surface;
  gsize              n = (gsize) surface->n[0] * surface->n[1];
  float             *shares = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    shares[i] = isfinite (surface->values[i]) ? (float) plot_landscape_share (landscape, surface->values[i]) : NAN;
  return shares;
}

static void
paint_pixels (const PlotSurface *surface,
              const float       *shares,
              const Heat        *heat,
              cairo_surface_t   *image,
              const Samples     *across,
              const Samples     *up)
{
  int     width = cairo_image_surface_get_width (image), height = cairo_image_surface_get_height (image);
  guint8 *data = cairo_image_surface_get_data (image);

  for (int row = 0; row < height; row++)
    {
      guint32     *pixels = (guint32 *) (gpointer) (data + (gsize) row * cairo_image_surface_get_stride (image));
      int          cell = up->cells[height - 1 - row];
      float        v = up->parts[height - 1 - row];
      const float *low = shares + (gsize) MAX (cell, 0) * surface->n[0], *high = low + surface->n[0];

      for (int column = 0; column < width && cell >= 0; column++)
        {
          int   at = across->cells[column];
          float u = across->parts[column], share;

          if (at < 0)
            continue;
          share = (1 - v) * ((1 - u) * low[at] + u * low[at + 1]) + v * ((1 - u) * high[at] + u * high[at + 1]);
          if (!isnan (share))
            pixels[column] = heat->pixels[(int) (share * (N_COLORS - 1) + 0.5f)];
        }
    }
}

void
plot_landscape_draw_heat (PlotLandscapePainting *painting,
                          double                 scale)
{
  const PlotSurface *surface = painting->landscape->surface;
  const PlotFrame   *frame = &painting->frame;
  int                width = (int) ceil (scale * (frame->right - frame->left));
  int                height = (int) ceil (scale * (frame->bottom - frame->top));
  cairo_surface_t   *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  g_autofree float  *shares = NULL;
  Samples            across, up;
  Heat               heat;

  if (cairo_surface_status (image) == CAIRO_STATUS_SUCCESS)
    {
      shares = find_shares (painting->landscape);
      init_heat (&heat, painting->theme);
      init_samples (&across, &painting->x, surface->axes[0], surface->n[0], width);
      init_samples (&up, &painting->y, surface->axes[1], surface->n[1], height);
      paint_pixels (surface, shares, &heat, image, &across, &up);
      samples_clear (&across);
      samples_clear (&up);
      cairo_surface_mark_dirty (image);
    }
  cairo_surface_set_device_scale (image, scale, scale);
  cairo_set_source_surface (painting->cr, image, frame->left, frame->top);
  cairo_pattern_set_filter (cairo_get_source (painting->cr), CAIRO_FILTER_NEAREST);
  cairo_paint (painting->cr);
  cairo_surface_destroy (image);
}

static guint
most_numbers (const PlotLandscapePainting *painting)
{
  return (guint) CLAMP ((painting->frame.bottom - painting->frame.top) / (1.6 * painting->line), 2, 11);
}

static char *
strip_number (const PlotLandscapePainting *painting,
              guint                        level)
{
  PlotLandscape *landscape = painting->landscape;
  const GArray  *levels = plot_landscape_levels (landscape);
  guint          most = most_numbers (painting);

  if (!plot_landscape_labels_level (landscape, level, most))
    return NULL;
  return plot_number_apart (g_array_index (levels, double, level),
                            plot_landscape_number_step (landscape, level, most));
}

double
plot_landscape_strip_width (const PlotLandscapePainting *painting)
{
  PlotLandscape *landscape = painting->landscape;
  double         widest = 0;

  if (landscape->style != PLOT_LANDSCAPE_HEAT || !landscape->surface)
    return 0;
  for (guint i = 0; i < plot_landscape_levels (landscape)->len; i++)
    {
      g_autofree char *number = strip_number (painting, i);

      if (number)
        widest = MAX (widest, plot_text_width (painting->text, PLOT_TEXT_PLAIN, number, 0));
    }
  return widest > 0 ? 2.5 * painting->edge + round (0.7 * painting->line) + widest : 0;
}

void
plot_landscape_draw_strip (PlotLandscapePainting *painting)
{
  const PlotTheme *theme = painting->theme;
  cairo_t         *cr = painting->cr;
  double           left = painting->frame.right + 1.5 * painting->edge, width = round (0.7 * painting->line);
  double           top = painting->frame.top, height = painting->frame.bottom - top;
  cairo_pattern_t *colors = cairo_pattern_create_linear (0, top + height, 0, top);
  guint            n = plot_landscape_levels (painting->landscape)->len;

  for (int i = 0; i <= 16; i++)
    {
      PlotColor color = plot_color_mix (&theme->heat_low, &theme->heat_high, i / 16.0);

      cairo_pattern_add_color_stop_rgb (colors, i / 16.0, color.red, color.green, color.blue);
    }
  left = floor (left);
  cairo_rectangle (cr, left, top, width, height);
  cairo_set_source (cr, colors);
  cairo_fill (cr);
  cairo_pattern_destroy (colors);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = strip_number (painting, i);
      double           y = top + height * (1 - (i + 1) / (n + 1.0));

      if (number)
        plot_text_show (painting->text, PLOT_TEXT_PLAIN, number, left + width + painting->edge, y, 0, 0.5, 0,
                        &theme->faint_text);
    }
  plot_set_color (cr, &theme->axis);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, left + 0.5, plot_landscape_crisp (top), width - 1, height);
  cairo_stroke (cr);
}
