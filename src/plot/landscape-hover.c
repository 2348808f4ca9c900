/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands under the pointer: the place, its cost, and the steps of racers that are there. */

#include "plot/landscape-private.h"
#include "plot/number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define NEAR 1.2 /* in sizes of a marker */

typedef struct
{
  char            *text;
  const PlotColor *color;
} Line;

typedef struct
{
  PlotLandscapePainting painting;
  double                x, y;  /* px */
  GArray               *lines; /* of Line */
} Reading;

static void
line_clear (gpointer data)
{
  g_free (((Line *) data)->text);
}

static void
add_line (Reading         *reading,
          char            *text,
          const PlotColor *color)
{
  Line line = { text, color };

  g_array_append_val (reading->lines, line);
}

/* A coordinate as exactly as a px tells it. */
static void
add_coordinate (Reading         *reading,
                const char      *title,
                const PlotScale *scale,
                double           position,
                double           px)
{
  double           step = pow (10, floor (log10 ((scale->high - scale->low) / px)));
  g_autofree char *number = plot_number_apart (plot_scale_unmap (scale, position), step);

  add_line (reading, plot_text_join_number (title, number), &reading->painting.theme->text);
}

static void
add_cost (Reading         *reading,
          const char      *words,
          double           cost,
          const PlotColor *color)
{
  g_autofree char *number = plot_landscape_cost_number (reading->painting.landscape, cost);

  add_line (reading, plot_text_join_number (words, number), color);
}

static void
add_place (Reading *reading)
{
  const PlotLandscapePainting *painting = &reading->painting;
  const PlotLandscape         *landscape = painting->landscape;
  const PlotFrame             *frame = &painting->frame;
  double                       width = frame->right - frame->left, height = frame->bottom - frame->top;
  double                       across = (reading->x - frame->left) / width, up = (frame->bottom - reading->y) / height;
  double                       x, y, cost;

  add_coordinate (reading, landscape->x_title ? landscape->x_title : "x", &painting->x, across, width);
  add_coordinate (reading, landscape->y_title ? landscape->y_title : "y", &painting->y, up, height);
  if (!landscape->surface)
    return;
  x = plot_scale_unmap (&painting->x, across);
  y = plot_scale_unmap (&painting->y, up);
  cost = plot_surface_value_at (landscape->surface, x, y);
  if (isfinite (cost))
    add_cost (reading, _("cost"), cost, &painting->theme->text);
  else if (plot_surface_covers (landscape->surface, x, y))
    add_line (reading, g_strdup (_("not finite")), &painting->theme->text);
}

/* The place of a racer that is nearest to the pointer; -1: none is near. */
static int
find_step (const Reading *reading,
           const GArray  *places)
{
  double nearest = NEAR * plot_landscape_marker (&reading->painting);
  int    found = -1;

  for (guint k = 0; k < places->len; k++)
    {
      const PlotPlace *place = &g_array_index (places, PlotPlace, k);
      double           distance = hypot (plot_landscape_x_px (&reading->painting, place->x) - reading->x,
                                         plot_landscape_y_px (&reading->painting, place->y) - reading->y);

      if (distance < nearest)
        {
          nearest = distance;
          found = (int) k;
        }
    }
  return found;
}

static void
add_racers (Reading *reading)
{
  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    {
      const PlotLandscapeRacer *racer = &reading->painting.landscape->racers[i];
      int                       step = find_step (reading, racer->places);
      const PlotColor          *color = plot_racer_color (reading->painting.theme, i);
      const char               *label = racer->label ? racer->label : "";
      g_autofree char          *words = NULL;

      if (step < 0)
        continue;
      if (step >= (int) racer->costs->len)
        {
          /* Translators: a racer and the number of its step, such as "Momentum, step 12". */
          add_line (reading, g_strdup_printf (_("%s, step %d"), label, step), color);
          continue;
        }
      /* Translators: a racer and the number of its step; a number follows. */
      words = g_strdup_printf (_("%s, step %d, cost"), label, step);
      add_cost (reading, words, g_array_index (racer->costs, double, step), color);
    }
}

static void
draw_cross_hair (const Reading *reading)
{
  const PlotFrame *frame = &reading->painting.frame;
  cairo_t         *cr = reading->painting.cr;

  plot_set_color (cr, &reading->painting.theme->text);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, plot_landscape_crisp (reading->x), frame->top);
  cairo_line_to (cr, plot_landscape_crisp (reading->x), frame->bottom);
  cairo_move_to (cr, frame->left, plot_landscape_crisp (reading->y));
  cairo_line_to (cr, frame->right, plot_landscape_crisp (reading->y));
  cairo_stroke (cr);
}

static PlotFrame
place_box (const Reading *reading)
{
  const PlotLandscapePainting *painting = &reading->painting;
  double                       width = 0, height = reading->lines->len * painting->line + 2 * painting->edge;
  double                       gap = painting->line, left, top;

  for (guint i = 0; i < reading->lines->len; i++)
    width = MAX (width, plot_text_width (painting->text, PLOT_TEXT_PLAIN, g_array_index (reading->lines, Line, i).text,
                                         0));
  width = ceil (width) + 2 * painting->edge;
  left = reading->x + gap + width <= painting->width ? reading->x + gap : reading->x - gap - width;
  top = reading->y - gap - height >= 0 ? reading->y - gap - height : reading->y + gap;
  left = floor (CLAMP (left, 1, MAX (1, painting->width - width - 1)));
  top = floor (CLAMP (top, 1, MAX (1, painting->height - height - 1)));
  return (PlotFrame) { left, top, left + width, top + height };
}

static void
draw_box (const Reading *reading)
{
  const PlotLandscapePainting *painting = &reading->painting;
  const PlotFrame              box = place_box (reading);

  cairo_rectangle (painting->cr, box.left + 0.5, box.top + 0.5, box.right - box.left - 1, box.bottom - box.top - 1);
  plot_set_color (painting->cr, &painting->theme->background);
  cairo_fill_preserve (painting->cr);
  plot_set_color (painting->cr, &painting->theme->axis);
  cairo_set_line_width (painting->cr, 1);
  cairo_stroke (painting->cr);
  for (guint i = 0; i < reading->lines->len; i++)
    {
      const Line *line = &g_array_index (reading->lines, Line, i);

      plot_text_show (painting->text, PLOT_TEXT_PLAIN, line->text, box.left + painting->edge,
                      box.top + painting->edge + i * painting->line, 0, 0, 0, line->color);
    }
}

void
plot_landscape_draw_hover (const PlotFigure *figure,
                           cairo_t          *cr,
                           double            width,
                           double            height,
                           const PlotTheme  *theme,
                           double            x,
                           double            y)
{
  Reading          reading = { .x = x, .y = y };
  const PlotFrame *frame = &reading.painting.frame;

  reading.painting = (PlotLandscapePainting) { .landscape = (PlotLandscape *) figure, .cr = cr, .theme = theme,
                                               .text = plot_text_begin (theme, cr), .width = width,
                                               .height = height };
  plot_landscape_lay_out (&reading.painting);
  if (!reading.painting.has_window || !(x >= frame->left && x <= frame->right && y >= frame->top && y <= frame->bottom))
    return;
  reading.lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (reading.lines, line_clear);
  add_place (&reading);
  add_racers (&reading);
  draw_cross_hair (&reading);
  draw_box (&reading);
  g_array_unref (reading.lines);
}
