/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands under the pointer: a line through the nearest point, and its values in a box beside it. */

#include "plot/curves-private.h"
#include "plot/marker.h"
#include "plot/number.h"

#include <math.h>

#define NEAR_MARK   8   /* px */
#define MOST_PASSED 512 /* points that cannot be shown, in search of one that can */
#define DOT_SIZE    3.2 /* in widths of the curve */

typedef struct
{
  char            *text;
  const PlotColor *color;
} Line;

typedef struct
{
  const PlotCurves *curves;
  PlotCurvesLayout  layout;
  double            x;     /* of the points that are read, data */
  const PlotMark   *mark;  /* the change made there, or NULL */
  GArray           *lines; /* of Line */
  double            width, height; /* px of the box */
} Reading;

static void
line_clear (gpointer data)
{
  g_free (((Line *) data)->text);
}

/* The point at or next before @x that can be shown; NULL when there is none nearby. */
static const PlotPoint *
shown_before (const PlotCurve *curve,
              const PlotScale *y_scale,
              double           x)
{
  const PlotPoint *first = (const PlotPoint *) (gpointer) curve->series.points->data;
  const PlotPoint *point = plot_series_before (&curve->series, x);

  for (int passed = 0; point && passed < MOST_PASSED; passed++, point--)
    {
      if (plot_scale_shows (y_scale, point->y))
        return point;
      if (point == first)
        return NULL;
    }
  return NULL;
}

/* The next point after @x that can be shown. */
static const PlotPoint *
shown_after (const PlotCurve *curve,
             const PlotScale *y_scale,
             double           x)
{
  const GArray    *points = curve->series.points;
  const PlotPoint *before = plot_series_before (&curve->series, x);
  gsize            index = before ? (gsize) (before - (const PlotPoint *) (gpointer) points->data) + 1 : 0;

  for (gsize i = index; i < points->len && i < index + MOST_PASSED; i++)
    if (plot_scale_shows (y_scale, g_array_index (points, PlotPoint, i).y))
      return &g_array_index (points, PlotPoint, i);
  return NULL;
}

static void
take_nearer (const PlotPoint *point,
             const PlotScale *x_scale,
             double           wanted,
             double          *nearest)
{
  if (point && point->x >= x_scale->low && point->x <= x_scale->high &&
      !(fabs (point->x - wanted) >= fabs (*nearest - wanted)))
    *nearest = point->x;
}

/* The x of the point of this run nearest to @px; NaN when none is shown. */
static double
nearest_x (const Reading *reading,
           double         px)
{
  const PlotCurvesLayout *layout = &reading->layout;
  double                  wanted = plot_scale_unmap (&layout->x, (px - layout->left) / (layout->right - layout->left));
  double                  nearest = NAN;

  for (guint i = 0; i < reading->curves->curves->len; i++)
    {
      const PlotCurve *curve = plot_curves_at (reading->curves, i);

      if (!curve->visible || curve->series.points->len == 0 || curve->role == PLOT_ROLE_EARLIER)
        continue;
      take_nearer (shown_before (curve, &layout->y, wanted), &layout->x, wanted, &nearest);
      take_nearer (shown_after (curve, &layout->y, wanted), &layout->x, wanted, &nearest);
    }
  return nearest;
}

static const PlotMark *
mark_near (const Reading *reading,
           double         px)
{
  const PlotMark *nearest = NULL;
  double          distance = NEAR_MARK;

  for (guint i = 0; i < reading->curves->marks->len; i++)
    {
      const PlotMark *mark = &g_array_index (reading->curves->marks, PlotMark, i);
      double          from = fabs (plot_curves_x_px (&reading->layout, mark->x) - px);

      if (from <= distance)
        {
          nearest = mark;
          distance = from;
        }
    }
  return nearest;
}

/* A whole number, or one with two decimals. */
static char *
place_text (const char *title,
            double      x)
{
  g_autofree char *number = plot_number_fixed (x, fabs (x - round (x)) < 5e-3 ? 0 : 2);

  return plot_curves_place (title, number);
}

static void
add_line (Reading         *reading,
          char            *text,
          const PlotColor *color)
{
  Line line = { text, color };

  g_array_append_val (reading->lines, line);
}

/* A series that was not measured at this x says where its last value is from. */
static void
add_value (Reading         *reading,
           const PlotCurve *curve,
           const PlotTheme *theme)
{
  const PlotPoint *point = shown_before (curve, &reading->layout.y, reading->x);
  g_autofree char *number = NULL;
  g_autofree char *place = NULL;
  g_autofree char *text = NULL;

  if (!point)
    return;
  number = reading->curves->percent ? plot_number_percent (point->y) : plot_number_value (point->y);
  text = plot_text_join_number (curve->label, number);
  if (point->x == reading->x || reading->mark)
    {
      add_line (reading, g_steal_pointer (&text), &theme->roles[curve->role]);
      return;
    }
  place = place_text (reading->curves->x_title, point->x);
  add_line (reading, g_strdup_printf ("%s (%s)", text, place), &theme->roles[curve->role]);
}

static void
add_lines (Reading         *reading,
           const PlotTheme *theme)
{
  const PlotCurves *curves = reading->curves;
  g_autofree char  *place = place_text (curves->x_title, reading->x);
  g_autofree char  *second = NULL;

  if (curves->second_factor > 0)
    second = place_text (curves->second_title, reading->x * curves->second_factor);
  add_line (reading, second ? g_strdup_printf ("%s · %s", place, second) : g_strdup (place), &theme->text);
  if (reading->mark)
    add_line (reading, g_strdup (reading->mark->text), &theme->text);
  for (guint i = 0; i < curves->curves->len; i++)
    if (plot_curves_at (curves, i)->visible && plot_curves_at (curves, i)->series.points->len > 0)
      add_value (reading, plot_curves_at (curves, i), theme);
}

static void
measure (Reading  *reading,
         PlotText *text)
{
  double edge = reading->layout.edge;

  for (guint i = 0; i < reading->lines->len; i++)
    reading->width = MAX (reading->width, plot_text_width (text, PLOT_TEXT_PLAIN,
                                                           g_array_index (reading->lines, Line, i).text, 0));
  reading->width = ceil (reading->width) + 2 * edge;
  reading->height = reading->lines->len * reading->layout.line + 2 * edge;
}

static void
draw_cross_hair (const Reading   *reading,
                 cairo_t         *cr,
                 const PlotTheme *theme)
{
  const PlotCurvesLayout *layout = &reading->layout;
  double                  px = floor (plot_curves_x_px (layout, reading->x)) + 0.5;

  plot_set_color (cr, &theme->text);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, px, layout->top);
  cairo_line_to (cr, px, layout->bottom);
  cairo_stroke (cr);
  for (guint i = 0; i < reading->curves->curves->len; i++)
    {
      const PlotCurve *curve = plot_curves_at (reading->curves, i);
      const PlotPoint *point = curve->visible && curve->series.points->len > 0
                                   ? shown_before (curve, &layout->y, reading->x)
                                   : NULL;

      if (point && point->x >= layout->x.low)
        plot_marker_draw (cr, curve->role, plot_curves_x_px (layout, point->x), plot_curves_y_px (layout, point->y),
                          DOT_SIZE * theme->line_width, &theme->roles[curve->role], &theme->background);
    }
}

/* Beside the line, on the side with room, at the height of the pointer. */
static void
draw_box (const Reading   *reading,
          cairo_t         *cr,
          PlotText        *text,
          const PlotTheme *theme,
          double           pointer)
{
  const PlotCurvesLayout *layout = &reading->layout;
  double                  gap = 2 * layout->edge;
  double                  px = plot_curves_x_px (layout, reading->x);
  double                  left = px + gap + reading->width <= layout->width ? px + gap : px - gap - reading->width;
  double                  top = CLAMP (pointer - reading->height / 2, 1, MAX (1, layout->height - reading->height - 1));

  left = floor (CLAMP (left, 1, MAX (1, layout->width - reading->width - 1)));
  top = floor (top);
  cairo_rectangle (cr, left + 0.5, top + 0.5, reading->width - 1, reading->height - 1);
  plot_set_color (cr, &theme->background);
  cairo_fill_preserve (cr);
  plot_set_color (cr, &theme->axis);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  for (guint i = 0; i < reading->lines->len; i++)
    {
      const Line *line = &g_array_index (reading->lines, Line, i);

      plot_text_show (text, PLOT_TEXT_PLAIN, line->text, left + layout->edge,
                      top + layout->edge + i * layout->line, 0, 0, 0, line->color);
    }
}

void
plot_curves_draw_hover (const PlotFigure *figure,
                        cairo_t          *cr,
                        double            width,
                        double            height,
                        const PlotTheme  *theme,
                        double            x,
                        double            y)
{
  Reading   reading = { .curves = (const PlotCurves *) figure };
  PlotText *text = plot_text_begin (theme, cr);

  plot_curves_lay_out (reading.curves, &reading.layout, text, theme, width, height);
  if (!(x >= reading.layout.left - NEAR_MARK && x <= width && y >= reading.layout.top && y <= reading.layout.bottom))
    return;
  reading.mark = mark_near (&reading, x);
  reading.x = reading.mark ? reading.mark->x : nearest_x (&reading, x);
  if (!isfinite (reading.x))
    return;
  reading.lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (reading.lines, line_clear);
  add_lines (&reading, theme);
  measure (&reading, text);
  draw_cross_hair (&reading, cr, theme);
  draw_box (&reading, cr, text, theme, y);
  g_array_unref (reading.lines);
}
