/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/curves-private.h"
#include "plot/header.h"
#include "plot/marker.h"
#include "plot/number.h"
#include "plot/stroke.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define EARLIER_WIDTH 0.6   /* of an earlier run's curve, relative to the others */
#define MARKER_SIZE 3.2     /* in widths of the curve */
#define MARKER_DISTANCE 110 /* px */

/* A line of one px stands on a row or column of pixels. */
static double
crisp (double px)
{
  return floor (px) + 0.5;
}

static void
draw_y_axis (PlotCurvesPainting *painting)
{
  const PlotCurvesLayout *layout = &painting->layout;
  double                  last = INFINITY;

  plot_set_color (painting->cr, &painting->theme->grid);
  cairo_set_line_width (painting->cr, 1);
  for (guint i = 0; i < layout->y_ticks.n; i++)
    {
      double y = crisp (plot_curves_y_px (layout, layout->y_ticks.values[i]));

      cairo_move_to (painting->cr, layout->left, y);
      cairo_line_to (painting->cr, layout->y_ticks.minor[i] ? layout->left + layout->edge : layout->right, y);
    }
  cairo_stroke (painting->cr);
  for (guint i = 0; layout->numbers && i < layout->y_ticks.n; i++)
    {
      g_autofree char *number = plot_curves_y_number (painting->curves, layout, i);
      double           y = plot_curves_y_px (layout, layout->y_ticks.values[i]);

      if (layout->y_ticks.minor[i] || last - y < 0.95 * layout->line || (layout->empty && !painting->curves->percent))
        continue;
      plot_text_show (painting->text, PLOT_TEXT_PLAIN, number, layout->left - layout->edge, y, 1, 0.5, 0,
                      &painting->theme->faint_text);
      last = y;
    }
}

/* The number of the moment, below its triangle. Returns: (transfer full), NULL where there is none to be seen */
static char *
place_moment (const PlotCurvesPainting *painting,
              double                   *x,
              double                   *half)
{
  const PlotCurvesLayout *layout = &painting->layout;
  double                  moment = painting->curves->moment;
  double                  at = round (plot_curves_x_px (layout, moment));
  char                   *number;

  if (!layout->numbers || !(at >= layout->left && at <= layout->right))
    return NULL;
  number = moment == floor (moment) ? plot_number_fixed (moment, 0) : plot_number_value (moment);
  *half = plot_text_width (painting->text, PLOT_TEXT_BOLD, number, 0) / 2;
  *x = CLAMP (at, *half + 2, layout->width - *half - 2);
  return number;
}

/* Numbers at the ticks, as far as none reaches beyond @limit px or into another. Returns: the end of the last one. */
static double
draw_x_numbers (PlotCurvesPainting *painting,
                double              limit)
{
  const PlotCurvesLayout *layout = &painting->layout;
  double                  end = -INFINITY;
  double                  moment, moment_half;
  g_autofree char        *moment_number = place_moment (painting, &moment, &moment_half);

  for (guint i = 0; i < layout->x_ticks.n; i++)
    {
      double           value = layout->x_ticks.values[i];
      g_autofree char *number = plot_number_fixed (value, layout->x_ticks.decimals);
      double           half = plot_text_width (painting->text, PLOT_TEXT_PLAIN, number, 0) / 2;
      double           x = CLAMP (plot_curves_x_px (layout, value), half + 2, layout->width - half - 2);

      if (x - half < end + layout->line / 2 || x + half > limit ||
          (moment_number && fabs (x - moment) < half + moment_half + layout->edge))
        continue;
      plot_text_show (painting->text, PLOT_TEXT_PLAIN, number, x, layout->bottom + layout->edge, 0.5, 0, 0,
                      &painting->theme->faint_text);
      end = x + half;
    }
  return end;
}

/* Where the axis reaches to the right edge, its title takes the place of the last number, unless they are few. */
static void
draw_x_text (PlotCurvesPainting *painting)
{
  const PlotCurvesLayout *layout = &painting->layout;
  const char             *title = painting->curves->x_title ? painting->curves->x_title : "";
  double                  right = layout->width - layout->edge;
  double                  left = right - plot_text_width (painting->text, PLOT_TEXT_PLAIN, title, 0) - layout->line;
  double                  end = draw_x_numbers (painting, layout->x_ticks.n > 3 && title[0] ? left : layout->width);

  if (title[0] && end <= left)
    plot_text_show (painting->text, PLOT_TEXT_PLAIN, title, right, layout->bottom + layout->edge, 1, 0, 0,
                    &painting->theme->faint_text);
}

static void
draw_x_axis (PlotCurvesPainting *painting)
{
  const PlotCurvesLayout *layout = &painting->layout;
  double                  y = crisp (layout->bottom);

  plot_set_color (painting->cr, &painting->theme->axis);
  cairo_set_line_width (painting->cr, 1);
  cairo_move_to (painting->cr, layout->left, y);
  cairo_line_to (painting->cr, layout->right, y);
  cairo_stroke (painting->cr);
  if (layout->numbers)
    draw_x_text (painting);
}

static void
draw_mark_lines (PlotCurvesPainting *painting)
{
  const PlotCurvesLayout *layout = &painting->layout;
  double                  dot = MAX (2, painting->theme->line_width * 0.7);
  const double            dashes[] = { dot, dot };

  plot_set_color (painting->cr, &painting->theme->mark);
  cairo_set_line_width (painting->cr, dot);
  cairo_set_dash (painting->cr, dashes, 2, 0);
  for (guint i = 0; i < painting->curves->marks->len; i++)
    {
      double x = round (plot_curves_x_px (layout, g_array_index (painting->curves->marks, PlotMark, i).x));

      if (!(x >= layout->left && x <= layout->right))
        continue;
      cairo_move_to (painting->cr, x, layout->top);
      cairo_line_to (painting->cr, x, layout->bottom);
    }
  cairo_stroke (painting->cr);
  cairo_set_dash (painting->cr, NULL, 0, 0);
}

static void
draw_line (PlotCurvesPainting *painting,
           const PlotCurve    *curve)
{
  double width = painting->theme->line_width;

  cairo_save (painting->cr);
  cairo_translate (painting->cr, painting->layout.left, painting->layout.top);
  plot_set_color (painting->cr, &painting->theme->roles[curve->role]);
  plot_stroke_line (painting->cr, (const PlotPoint *) (gpointer) curve->thin->data, curve->thin->len,
                    curve->role == PLOT_ROLE_EARLIER ? EARLIER_WIDTH * width : width);
  cairo_restore (painting->cr);
}

static void
draw_marker (PlotCurvesPainting *painting,
             const PlotCurve    *curve,
             const PlotPoint    *point)
{
  const PlotCurvesLayout *layout = &painting->layout;
  double                  scale = curve->role == PLOT_ROLE_EARLIER ? EARLIER_WIDTH : 1;

  plot_marker_draw (painting->cr, curve->role, plot_curves_x_px (layout, point->x),
                    plot_curves_y_px (layout, point->y), scale * MARKER_SIZE * painting->theme->line_width,
                    &painting->theme->roles[curve->role], &painting->theme->background);
}

/* Few, far apart, each series at places of its own, and one at the end. */
static void
draw_markers (PlotCurvesPainting *painting,
              const PlotCurve    *curve,
              guint               index)
{
  const PlotCurvesLayout *layout = &painting->layout;
  double                  distance = MAX (MARKER_DISTANCE, (layout->right - layout->left) / 5);
  double                  size = 2 * MARKER_SIZE * painting->theme->line_width;
  double                  last = -INFINITY;
  PlotEnd                 end;

  if (!plot_curves_end (curve, &layout->x, &layout->y, &end))
    return;
  for (double at = distance * (0.3 + 0.35 * (index % 3)); at < layout->right - layout->left; at += distance)
    {
      double           x = plot_scale_unmap (&layout->x, at / (layout->right - layout->left));
      const PlotPoint *point = plot_series_before (&curve->series, x);

      if (!point || point->x < layout->x.low || !plot_scale_shows (&layout->y, point->y) ||
          plot_curves_x_px (layout, point->x) - last < size ||
          plot_curves_x_px (layout, end.at.x) - plot_curves_x_px (layout, point->x) < size)
        continue;
      draw_marker (painting, curve, point);
      last = plot_curves_x_px (layout, point->x);
    }
  if (!end.cut)
    draw_marker (painting, curve, &end.at);
}

static void
draw_curves (PlotCurvesPainting *painting)
{
  const PlotCurvesLayout *layout = &painting->layout;

  /* Earlier runs lie under the others. */
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < painting->curves->curves->len; i++)
      {
        PlotCurve *curve = plot_curves_at (painting->curves, i);

        if (!curve->visible || (curve->role == PLOT_ROLE_EARLIER) != (pass == 0))
          continue;
        plot_series_thin (&curve->series, &layout->x, &layout->y, layout->right - layout->left,
                          layout->bottom - layout->top, curve->thin);
        draw_line (painting, curve);
      }
  for (guint i = 0; i < painting->curves->curves->len; i++)
    if (plot_curves_at (painting->curves, i)->visible)
      draw_markers (painting, plot_curves_at (painting->curves, i), i);
}

/* Solid, where marks are dotted; its number takes the place of those at the ticks. */
static void
draw_moment (PlotCurvesPainting *painting)
{
  const PlotCurvesLayout *layout = &painting->layout;
  double                  x = round (plot_curves_x_px (layout, painting->curves->moment));
  double                  half = MAX (5, 2 * painting->theme->line_width);
  double                  text_x, text_half;
  g_autofree char        *number = place_moment (painting, &text_x, &text_half);

  if (!(x >= layout->left && x <= layout->right))
    return;
  plot_set_color (painting->cr, &painting->theme->text);
  cairo_set_line_width (painting->cr, MAX (2, painting->theme->line_width * 0.7));
  cairo_move_to (painting->cr, x, layout->top);
  cairo_line_to (painting->cr, x, layout->bottom);
  cairo_stroke (painting->cr);
  cairo_move_to (painting->cr, x, layout->bottom - half);
  cairo_rel_line_to (painting->cr, half, 2 * half);
  cairo_rel_line_to (painting->cr, -2 * half, 0);
  cairo_close_path (painting->cr);
  cairo_fill (painting->cr);
  if (number)
    plot_text_show_over (painting->text, PLOT_TEXT_BOLD, number, text_x, layout->bottom + MAX (layout->edge, half + 1),
                         0.5, 0, &painting->theme->text, &painting->theme->background);
}

static void
draw_empty (PlotCurvesPainting *painting)
{
  const PlotCurvesLayout *layout = &painting->layout;
  double                  room = layout->right - layout->left;

  if (layout->empty && layout->numbers)
    plot_text_show (painting->text, PLOT_TEXT_PLAIN, _("The curve starts with the first step"),
                    layout->left + room / 2, (layout->top + layout->bottom) / 2, 0.5, 0.5, room,
                    &painting->theme->faint_text);
}

void
plot_curves_draw (const PlotFigure *figure,
                  cairo_t          *cr,
                  double            width,
                  double            height,
                  const PlotTheme  *theme)
{
  PlotCurvesPainting painting = { .curves = (const PlotCurves *) figure,
                                  .cr = cr,
                                  .theme = theme,
                                  .text = plot_text_begin (theme, cr),
                                  .taken = g_array_new (FALSE, FALSE, sizeof (PlotBox)) };

  plot_curves_lay_out (painting.curves, &painting.layout, painting.text, theme, width, height);
  if (painting.layout.header > 0)
    plot_header_draw (painting.text, theme, painting.curves->title, painting.curves->note, painting.layout.edge,
                      width);
  draw_y_axis (&painting);
  draw_x_axis (&painting);
  draw_mark_lines (&painting);
  draw_curves (&painting);
  draw_moment (&painting);
  plot_curves_draw_end_labels (&painting);
  plot_curves_draw_mark_texts (&painting);
  draw_empty (&painting);
  g_array_unref (painting.taken);
}
