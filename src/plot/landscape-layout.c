/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/landscape-private.h"
#include "plot/number.h"

#include <math.h>
#include <string.h>

#define LEAST_PLOT 40 /* px */

char *
plot_landscape_tick_number (const PlotTicks *ticks,
                            guint            i)
{
  double largest = MAX (fabs (ticks->values[0]), fabs (ticks->values[ticks->n - 1]));

  if (ticks->n > 1 && (ticks->decimals > 4 || largest >= 1e6))
    return plot_number_apart (ticks->values[i], ticks->values[1] - ticks->values[0]);
  return plot_number_fixed (ticks->values[i], ticks->decimals);
}

static double
widest_number (const PlotLandscapePainting *painting,
               const PlotTicks             *ticks)
{
  double widest = 0;

  for (guint i = 0; i < ticks->n; i++)
    {
      g_autofree char *number = plot_landscape_tick_number (ticks, i);

      widest = MAX (widest, plot_text_width (painting->text, PLOT_TEXT_PLAIN, number, 0));
    }
  return widest;
}

/* The window, or the surface's own. */
static void
find_window (PlotLandscapePainting *painting)
{
  const PlotLandscape *landscape = painting->landscape;
  const PlotSurface   *surface = landscape->surface;

  painting->has_window = landscape->has_window || surface;
  for (int k = 0; k < 2; k++)
    {
      painting->from[k] = landscape->has_window ? landscape->from[k] : surface ? surface->axes[k][0] : 0;
      painting->to[k] = landscape->has_window ? landscape->to[k] : surface ? surface->axes[k][surface->n[k] - 1] : 1;
    }
  plot_scale_init (&painting->x, PLOT_SCALE_LINEAR, painting->from[0], painting->to[0]);
  plot_scale_init (&painting->y, PLOT_SCALE_LINEAR, painting->from[1], painting->to[1]);
}

static void
lay_out_rows (PlotLandscapePainting *painting)
{
  double title = plot_text_line_height (painting->text, PLOT_TEXT_TITLE);
  double line = painting->line, edge = painting->edge;
  guint  most;

  painting->numbers = painting->height >= title + 4 * line + LEAST_PLOT && painting->width >= 10 * line;
  painting->frame.top = edge;
  painting->frame.bottom = painting->height - edge;
  if (painting->numbers)
    {
      painting->frame.top += title + line + (painting->landscape->y_title ? edge : 0);
      painting->frame.bottom -= line + edge;
    }
  painting->frame.top = round (painting->frame.top);
  painting->frame.bottom = MAX (round (painting->frame.bottom), painting->frame.top + 1);
  most = (guint) CLAMP ((painting->frame.bottom - painting->frame.top) / (2.2 * line) + 1, 2, 9);
  plot_scale_ticks (&painting->y, most, 0, &painting->y_ticks);
}

static void
lay_out_columns (PlotLandscapePainting *painting)
{
  double edge = painting->edge;

  painting->frame.left = edge;
  painting->frame.right = painting->width - edge;
  if (painting->numbers)
    {
      painting->frame.left += edge + widest_number (painting, &painting->y_ticks);
      painting->strip = plot_landscape_strip_width (painting);
      painting->frame.right -= MAX (painting->strip, painting->line / 2);
    }
  painting->frame.left = round (painting->frame.left);
  painting->frame.right = MAX (round (painting->frame.right), painting->frame.left + 1);
  for (guint most = 10; most >= 2; most--)
    {
      plot_scale_ticks (&painting->x, most, 0, &painting->x_ticks);
      if ((widest_number (painting, &painting->x_ticks) + painting->line) * painting->x_ticks.n <=
          painting->frame.right - painting->frame.left)
        break;
    }
}

void
plot_landscape_lay_out (PlotLandscapePainting *painting)
{
  painting->line = plot_text_line_height (painting->text, PLOT_TEXT_PLAIN);
  painting->edge = MAX (6, round (painting->line / 3));
  find_window (painting);
  lay_out_rows (painting);
  lay_out_columns (painting);
}

static void
lay_out_for (PlotLandscapePainting *painting,
             const PlotLandscape   *landscape,
             double                 width,
             double                 height,
             const PlotTheme       *theme)
{
  *painting = (PlotLandscapePainting) { .landscape = (PlotLandscape *) landscape, .theme = theme,
                                        .text = plot_text_begin (theme, NULL), .width = width, .height = height };
  plot_landscape_lay_out (painting);
}

gboolean
plot_landscape_to_place (const PlotLandscape *landscape,
                         double               width,
                         double               height,
                         const PlotTheme     *theme,
                         double               x,
                         double               y,
                         PlotPlace           *place)
{
  PlotLandscapePainting painting;
  const PlotFrame      *frame = &painting.frame;

  lay_out_for (&painting, landscape, width, height, theme);
  if (!painting.has_window)
    return FALSE;
  place->x = plot_scale_unmap (&painting.x, (x - frame->left) / (frame->right - frame->left));
  place->y = plot_scale_unmap (&painting.y, (frame->bottom - y) / (frame->bottom - frame->top));
  return x >= frame->left && x <= frame->right && y >= frame->top && y <= frame->bottom;
}

void
plot_landscape_to_px (const PlotLandscape *landscape,
                      double               width,
                      double               height,
                      const PlotTheme     *theme,
                      const PlotPlace     *place,
                      double              *x,
                      double              *y)
{
  PlotLandscapePainting painting;

  lay_out_for (&painting, landscape, width, height, theme);
  *x = plot_landscape_x_px (&painting, place->x);
  *y = plot_landscape_y_px (&painting, place->y);
}
