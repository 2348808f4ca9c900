/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/header.h"
#include "plot/landscape-private.h"

#include <math.h>

static void
draw_frame (PlotLandscapePainting *painting)
{
  const PlotFrame *frame = &painting->frame;

  plot_set_color (painting->cr, &painting->theme->axis);
  cairo_set_line_width (painting->cr, 1);
  cairo_rectangle (painting->cr, plot_landscape_crisp (frame->left), plot_landscape_crisp (frame->top),
                   frame->right - frame->left - 1, frame->bottom - frame->top - 1);
  cairo_stroke (painting->cr);
}

static void
draw_ticks (PlotLandscapePainting *painting)
{
  double length = painting->edge / 2;

  plot_set_color (painting->cr, &painting->theme->axis);
  cairo_set_line_width (painting->cr, 1);
  for (guint i = 0; i < painting->x_ticks.n; i++)
    {
      double x = plot_landscape_crisp (MIN (plot_landscape_x_px (painting, painting->x_ticks.values[i]),
                                            painting->frame.right - 1));

      cairo_move_to (painting->cr, x, painting->frame.bottom);
      cairo_line_to (painting->cr, x, painting->frame.bottom + length);
    }
  for (guint i = 0; i < painting->y_ticks.n; i++)
    {
      double y = plot_landscape_crisp (MIN (plot_landscape_y_px (painting, painting->y_ticks.values[i]),
                                            painting->frame.bottom - 1));

      cairo_move_to (painting->cr, painting->frame.left - length, y);
      cairo_line_to (painting->cr, painting->frame.left, y);
    }
  cairo_stroke (painting->cr);
}

/* Numbers along the bottom as far as they leave room for the title of the axis at its end. */
static void
draw_x_text (PlotLandscapePainting *painting)
{
  const char *title = painting->landscape->x_title ? painting->landscape->x_title : "";
  double      all = painting->width - 2 * painting->edge, right = painting->width - painting->edge, end = -INFINITY;
  double      room = plot_text_width (painting->text, PLOT_TEXT_PLAIN, title, all / 2);
  double      limit = title[0] ? right - room - painting->line / 2 : right;
  double      y = painting->frame.bottom + painting->edge;

  if (title[0])
    plot_text_show (painting->text, PLOT_TEXT_PLAIN, title, right, y, 1, 0, all / 2, &painting->theme->faint_text);
  for (guint i = 0; i < painting->x_ticks.n; i++)
    {
      g_autofree char *number = plot_landscape_tick_number (&painting->x_ticks, i);
      double           half = plot_text_width (painting->text, PLOT_TEXT_PLAIN, number, 0) / 2;
      double           x = MAX (plot_landscape_x_px (painting, painting->x_ticks.values[i]), half + 2);

      if (x - half < end + painting->line / 2 || x + half > limit)
        continue;
      plot_text_show (painting->text, PLOT_TEXT_PLAIN, number, x, y, 0.5, 0, 0, &painting->theme->faint_text);
      end = x + half;
    }
}

static void
draw_y_text (PlotLandscapePainting *painting)
{
  double last = INFINITY;

  if (painting->landscape->y_title)
    plot_text_show (painting->text, PLOT_TEXT_PLAIN, painting->landscape->y_title, painting->edge,
                    painting->frame.top - painting->edge / 2, 0, 1, painting->width - 2 * painting->edge,
                    &painting->theme->faint_text);
  for (guint i = 0; i < painting->y_ticks.n; i++)
    {
      g_autofree char *number = plot_landscape_tick_number (&painting->y_ticks, i);
      double           y = plot_landscape_y_px (painting, painting->y_ticks.values[i]);

      if (last - y < 0.95 * painting->line || y - painting->line / 2 < painting->frame.top - painting->edge / 2)
        continue;
      plot_text_show (painting->text, PLOT_TEXT_PLAIN, number, painting->frame.left - painting->edge, y, 1, 0.5, 0,
                      &painting->theme->faint_text);
      last = y;
    }
}

void
plot_landscape_draw (const PlotFigure *figure,
                     cairo_t          *cr,
                     double            width,
                     double            height,
                     const PlotTheme  *theme)
{
  PlotLandscapePainting painting = { .landscape = (PlotLandscape *) figure, .cr = cr, .theme = theme,
                                     .text = plot_text_begin (theme, cr), .width = width, .height = height };
  const PlotLandscape  *landscape = painting.landscape;

  plot_landscape_lay_out (&painting);
  if (painting.numbers)
    plot_header_draw (painting.text, theme, landscape->title ? landscape->title : "", landscape->note, painting.edge,
                      width);
  if (painting.has_window)
    {
      plot_landscape_draw_ground (&painting);
      plot_landscape_draw_contour_labels (&painting);
      draw_frame (&painting);
      plot_landscape_draw_paths (&painting);
    }
  if (painting.has_window && painting.numbers)
    {
      draw_ticks (&painting);
      draw_x_text (&painting);
      draw_y_text (&painting);
      plot_landscape_draw_labels (&painting);
      if (painting.strip > 0)
        plot_landscape_draw_strip (&painting);
    }
  if (!landscape->surface && landscape->empty && painting.numbers)
    plot_text_show (painting.text, PLOT_TEXT_PLAIN, landscape->empty, (painting.frame.left + painting.frame.right) / 2,
                    (painting.frame.top + painting.frame.bottom) / 2, 0.5, 0.5,
                    painting.frame.right - painting.frame.left, &theme->faint_text);
  g_clear_pointer (&painting.labels, g_ptr_array_unref);
}
