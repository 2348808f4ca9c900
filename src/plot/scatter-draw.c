/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/cut-line.h"
#include "plot/end-labels.h"
#include "plot/header.h"
#include "plot/marker.h"
#include "plot/number.h"
#include "plot/scatter-private.h"

#include <math.h>

#define GUIDE_WIDTH 0.5 /* of a line's */

static double
crisp (double px)
{
  return floor (px) + 0.5;
}

static void
draw_grid (PlotScatterPainting *painting)
{
  plot_set_color (painting->cr, &painting->theme->grid);
  cairo_set_line_width (painting->cr, 1);
  for (guint i = 0; i < painting->y_ticks.n; i++)
    if (!painting->y_ticks.minor[i])
      {
        double y = crisp (plot_scatter_y_px (painting, painting->y_ticks.values[i]));

        cairo_move_to (painting->cr, painting->left, y);
        cairo_line_to (painting->cr, painting->right, y);
      }
  for (guint i = 0; i < painting->x_ticks.n; i++)
    if (!painting->x_ticks.minor[i])
      {
        double x = crisp (plot_scatter_x_px (painting, painting->x_ticks.values[i]));

        cairo_move_to (painting->cr, x, painting->top);
        cairo_line_to (painting->cr, x, painting->bottom);
      }
  cairo_stroke (painting->cr);
  plot_set_color (painting->cr, &painting->theme->axis);
  cairo_rectangle (painting->cr, crisp (painting->left), crisp (painting->top),
                   floor (painting->right - painting->left), floor (painting->bottom - painting->top));
  cairo_stroke (painting->cr);
}

/* Numbers along the bottom as far as they leave room for the title of the axis at its end. */
static void
draw_x_text (PlotScatterPainting *painting)
{
  const char *title = painting->scatter->x_title;
  double      right = painting->width - painting->edge;
  double      limit = right - plot_text_width (painting->text, PLOT_TEXT_PLAIN, title, 0) - painting->line;
  double      y = painting->bottom + painting->edge, end = -INFINITY;

  plot_text_show (painting->text, PLOT_TEXT_PLAIN, title, right, y, 1, 0, painting->width,
                  &painting->theme->faint_text);
  for (guint i = 0; i < painting->x_ticks.n; i++)
    {
      g_autofree char *number = plot_scatter_tick_number (&painting->x, &painting->x_ticks, i);
      double           half = plot_text_width (painting->text, PLOT_TEXT_PLAIN, number, 0) / 2;
      double           x = MAX (plot_scatter_x_px (painting, painting->x_ticks.values[i]), half + 2);

      if (painting->x_ticks.minor[i] || x - half < end + painting->line / 2 || x + half > limit)
        continue;
      plot_text_show (painting->text, PLOT_TEXT_PLAIN, number, x, y, 0.5, 0, 0, &painting->theme->faint_text);
      end = x + half;
    }
}

static void
draw_y_text (PlotScatterPainting *painting)
{
  double last = INFINITY;

  plot_text_show (painting->text, PLOT_TEXT_PLAIN, painting->scatter->y_title, painting->edge,
                  painting->top - painting->edge - painting->line / 2, 0, 1, painting->width - 2 * painting->edge,
                  &painting->theme->faint_text);
  for (guint i = 0; i < painting->y_ticks.n; i++)
    {
      g_autofree char *number = plot_scatter_tick_number (&painting->y, &painting->y_ticks, i);
      double           y = plot_scatter_y_px (painting, painting->y_ticks.values[i]);

      if (painting->y_ticks.minor[i] || last - y < 0.95 * painting->line)
        continue;
      plot_text_show (painting->text, PLOT_TEXT_PLAIN, number, painting->left - painting->edge, y, 1, 0.5, 0,
                      &painting->theme->faint_text);
      last = y;
    }
}

/* @ends: x0, y0, x1, y1 in px. */
static gboolean
place_guide (const PlotScatterPainting *painting,
             const PlotGuide           *guide,
             double                    *ends)
{
  const PlotFrame frame = { painting->left, painting->top, painting->right, painting->bottom };

  ends[0] = plot_scatter_x_px (painting, guide->x0);
  ends[1] = plot_scatter_y_px (painting, guide->y0);
  ends[2] = plot_scatter_x_px (painting, guide->x1);
  ends[3] = plot_scatter_y_px (painting, guide->y1);
  return plot_cut_line (&frame, ends);
}

static void
draw_guides (PlotScatterPainting *painting)
{
  double       width = MAX (1, GUIDE_WIDTH * painting->theme->line_width);
  const double dashes[] = { 4 * width, 3 * width };
  double       ends[4];

  plot_set_color (painting->cr, &painting->theme->mark);
  cairo_set_line_width (painting->cr, width);
  cairo_set_dash (painting->cr, dashes, 2, 0);
  for (guint i = 0; i < painting->scatter->guides->len; i++)
    if (place_guide (painting, &g_array_index (painting->scatter->guides, PlotGuide, i), ends))
      {
        cairo_move_to (painting->cr, ends[0], ends[1]);
        cairo_line_to (painting->cr, ends[2], ends[3]);
      }
  cairo_stroke (painting->cr);
  cairo_set_dash (painting->cr, NULL, 0, 0);
}

static double
distance_to (const PlotScatterPainting *painting,
             const PlotScatterPoint    *point,
             double                     x,
             double                     y)
{
  return hypot (x - plot_scatter_x_px (painting, point->x), y - plot_scatter_y_px (painting, point->y));
}

/* Px from a place to the nearest point that is shown. */
static double
distance_to_points (const PlotScatterPainting *painting,
                    double                     x,
                    double                     y)
{
  double nearest = INFINITY;

  for (guint i = 0; i < painting->scatter->series->len; i++)
    for (guint k = 0; k < plot_scatter_series_at (painting->scatter, i)->points->len; k++)
      {
        const PlotScatterPoint *point = plot_scatter_point_at (plot_scatter_series_at (painting->scatter, i), k);

        if (plot_scatter_shows (painting->scatter, point))
          nearest = MIN (nearest, distance_to (painting, point, x, y));
      }
  return nearest;
}

/* Each label stands on its guide, where the points are farthest. */
static void
draw_guide_labels (PlotScatterPainting *painting)
{
  double ends[4];

  for (guint i = 0; i < painting->scatter->guides->len; i++)
    {
      const PlotGuide *guide = &g_array_index (painting->scatter->guides, PlotGuide, i);
      double           half, best_x = 0, best_y = 0, farthest = -INFINITY;

      if (!guide->label || !place_guide (painting, guide, ends))
        continue;
      half = plot_text_width (painting->text, PLOT_TEXT_PLAIN, guide->label, 0) / 2;
      for (double t = 0.05; t < 1.0; t += 0.05)
        {
          double x = ends[0] + t * (ends[2] - ends[0]), y = ends[1] + t * (ends[3] - ends[1]);
          double distance = distance_to_points (painting, x, y);

          if (x - half < painting->left || x + half > painting->right || y - painting->line / 2 < painting->top ||
              y + painting->line / 2 > painting->bottom || distance <= farthest)
            continue;
          farthest = distance;
          best_x = x;
          best_y = y;
        }
      if (farthest > half / 2)
        plot_text_show_over (painting->text, PLOT_TEXT_PLAIN, guide->label, best_x, best_y, 0.5, 0.5,
                             &painting->theme->text, &painting->theme->background);
    }
}

static void
draw_line (PlotScatterPainting     *painting,
           const PlotScatterSeries *series)
{
  gboolean begun = FALSE;

  plot_set_color (painting->cr, &painting->theme->roles[series->role]);
  cairo_set_line_width (painting->cr, painting->theme->line_width);
  cairo_set_line_join (painting->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_new_path (painting->cr);
  for (guint i = 0; i < series->points->len; i++)
    {
      const PlotScatterPoint *point = plot_scatter_point_at (series, i);

      if (!plot_scatter_shows (painting->scatter, point))
        begun = FALSE;
      else if (begun)
        cairo_line_to (painting->cr, plot_scatter_x_px (painting, point->x), plot_scatter_y_px (painting, point->y));
      else
        {
          cairo_move_to (painting->cr, plot_scatter_x_px (painting, point->x), plot_scatter_y_px (painting, point->y));
          begun = TRUE;
        }
    }
  cairo_stroke (painting->cr);
}

/* Points that no line joins lie on those of the series before: they get smaller, so that both are seen. */
static void
draw_markers (PlotScatterPainting     *painting,
              const PlotScatterSeries *series,
              guint                    index)
{
  double           share = series->joined || index == 0 ? 1.0 : 0.6;
  double           size = share * PLOT_SCATTER_MARKER * painting->theme->line_width;
  const PlotColor *background = &painting->theme->background;

  for (guint i = 0; i < series->points->len; i++)
    {
      const PlotScatterPoint *point = plot_scatter_point_at (series, i);
      double                  x = plot_scatter_x_px (painting, point->x), y = plot_scatter_y_px (painting, point->y);

      if (!plot_scatter_shows (painting->scatter, point))
        continue;
      plot_marker_draw (painting->cr, series->role, x, y, size, &painting->theme->roles[series->role], background);
      if (point->hollow)
        plot_marker_draw (painting->cr, series->role, x, y, 0.4 * size, background, background);
    }
}

static void
draw_labels (PlotScatterPainting *painting)
{
  guint                    n = painting->scatter->series->len;
  g_autofree PlotEndLabel *places = g_new0 (PlotEndLabel, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      const PlotScatterSeries *series = plot_scatter_series_at (painting->scatter, i);
      const PlotScatterPoint  *end = plot_scatter_find_end (painting->scatter, series);

      places[i].x = painting->right + painting->label_gap;
      places[i].width = plot_text_width (painting->text, PLOT_TEXT_PLAIN, series->label, 0);
      places[i].center = end ? plot_scatter_y_px (painting, end->y) : painting->bottom;
    }
  plot_end_labels_place (places, n, painting->line, painting->top - painting->line / 2, painting->bottom);
  for (guint i = 0; i < n; i++)
    {
      const PlotScatterSeries *series = plot_scatter_series_at (painting->scatter, i);

      if (places[i].shown && series->label[0] != '\0' && plot_scatter_find_end (painting->scatter, series))
        plot_text_show (painting->text, PLOT_TEXT_PLAIN, series->label, places[i].x, places[i].center, 0, 0.5, 0,
                        &painting->theme->roles[series->role]);
    }
}

void
plot_scatter_draw (const PlotFigure *figure,
                   cairo_t          *cr,
                   double            width,
                   double            height,
                   const PlotTheme  *theme)
{
  const PlotScatter  *scatter = (const PlotScatter *) figure;
  PlotScatterPainting painting = { scatter, cr, theme, plot_text_begin (theme, cr), width, height };

  plot_scatter_lay_out (&painting);
  if (painting.numbers)
    plot_header_draw (painting.text, theme, scatter->title, scatter->note, painting.edge, width);
  if (!painting.empty)
    draw_grid (&painting);
  if (painting.numbers && !painting.empty)
    {
      draw_x_text (&painting);
      draw_y_text (&painting);
    }
  draw_guides (&painting);
  for (guint i = 0; i < scatter->series->len; i++)
    if (plot_scatter_series_at (scatter, i)->joined)
      draw_line (&painting, plot_scatter_series_at (scatter, i));
  for (guint i = 0; i < scatter->series->len; i++)
    draw_markers (&painting, plot_scatter_series_at (scatter, i), i);
  if (painting.numbers)
    draw_guide_labels (&painting);
  if (painting.numbers && plot_scatter_room_for_labels (&painting) > 0)
    draw_labels (&painting);
  if (painting.empty && painting.numbers)
    plot_text_show (painting.text, PLOT_TEXT_PLAIN, scatter->empty, width / 2, (painting.top + painting.bottom) / 2,
                    0.5, 0.5, width - 2 * painting.edge, &theme->faint_text);
}

/* The point next to a place, within a marker or two; NULL when there is none. */
static const PlotScatterPoint *
find_point (const PlotScatterPainting  *painting,
            double                      x,
            double                      y,
            const PlotScatterSeries   **of)
{
  const PlotScatterPoint *found = NULL;
  double                  nearest = 2.0 * PLOT_SCATTER_MARKER * painting->theme->line_width;

  for (guint i = 0; i < painting->scatter->series->len; i++)
    for (guint k = 0; k < plot_scatter_series_at (painting->scatter, i)->points->len; k++)
      {
        const PlotScatterPoint *point = plot_scatter_point_at (plot_scatter_series_at (painting->scatter, i), k);
        double                  distance = distance_to (painting, point, x, y);

        if (plot_scatter_shows (painting->scatter, point) && distance < nearest)
          {
            nearest = distance;
            found = point;
            *of = plot_scatter_series_at (painting->scatter, i);
          }
      }
  return found;
}

void
plot_scatter_draw_hover (const PlotFigure *figure,
                         cairo_t          *cr,
                         double            width,
                         double            height,
                         const PlotTheme  *theme,
                         double            x,
                         double            y)
{
  PlotScatterPainting      painting = { (const PlotScatter *) figure, cr, theme, plot_text_begin (theme, cr), width,
                                        height };
  const PlotScatterSeries *series = NULL;
  const PlotScatterPoint  *point;
  g_autofree char         *of_x = NULL, *of_y = NULL, *text = NULL;
  double                   half;

  plot_scatter_lay_out (&painting);
  point = painting.numbers ? find_point (&painting, x, y, &series) : NULL;
  if (!point)
    return;
  of_x = plot_number_value (point->x);
  of_y = plot_number_value (point->y);
  text = g_strdup_printf ("%s%s%s: %s → %s", series->label, point->name ? " " : "", point->name ? point->name : "",
                          of_x, of_y);
  half = plot_text_width (painting.text, PLOT_TEXT_PLAIN, text, 0) / 2;
  half += painting.edge;
  plot_text_show_over (painting.text, PLOT_TEXT_PLAIN, text,
                       CLAMP (plot_scatter_x_px (&painting, point->x), half, MAX (width - half, half)),
                       MAX (plot_scatter_y_px (&painting, point->y) - painting.label_gap, painting.line), 0.5, 1,
                       &theme->text, &theme->background);
}
