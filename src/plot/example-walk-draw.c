/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/example-walk-private.h"

#include "plot/byte-image.h"
#include "plot/header.h"
#include "plot/number.h"
#include "plot/weight-picture.h"
#include "plot/weight-scale.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Px of a cell from which on a gap lies between cells, and negative outputs have a hole. */
#define GAP_FROM 6
/* Px of a frame around a cell too small for one. */
#define LEAST_FRAME 5

typedef struct
{
  const PlotExampleWalk *walk;
  const PlotWalkContent *content;
  cairo_t               *cr;
  PlotText              *text;
  const PlotTheme       *theme;
  const PlotWalkLayout  *layout;
  PlotWeightColors       colors;
} Brush;

/* Pictures */

static void
draw_caption (const Brush         *brush,
              const PlotWalkPlace *place,
              double               y,
              const char          *name,
              const char          *about,
              gboolean             focused)
{
  double width = plot_text_width (brush->text, PLOT_TEXT_BOLD, name, place->room);
  double room = place->room - width - brush->layout->line * 0.4;

  plot_text_show (brush->text, PLOT_TEXT_BOLD, name, place->x, y - 2, 0, 1, place->room, &brush->theme->text);
  if (focused)
    {
      plot_set_color (brush->cr, &brush->theme->text);
      cairo_rectangle (brush->cr, place->x, y - 4, width, 2);
      cairo_fill (brush->cr);
    }
  if (plot_text_width (brush->text, PLOT_TEXT_PLAIN, about, 0) <= room)
    plot_text_show (brush->text, PLOT_TEXT_PLAIN, about, place->x + place->room - room, y - 2, 0, 1, room,
                    &brush->theme->faint_text);
}

static void
draw_frame (const Brush *brush,
            double       x,
            double       y,
            double       width,
            double       height)
{
  double grow = fmax (0, LEAST_FRAME - fmin (width, height)) / 2;

  cairo_rectangle (brush->cr, x - grow - 1, y - grow - 1, width + 2 * grow + 2, height + 2 * grow + 2);
  plot_set_color (brush->cr, &brush->theme->background);
  cairo_set_line_width (brush->cr, 4);
  cairo_stroke_preserve (brush->cr);
  plot_set_color (brush->cr, &brush->theme->text);
  cairo_set_line_width (brush->cr, 2);
  cairo_stroke (brush->cr);
}

static void
frame_cell (const Brush         *brush,
            const PlotWalkPlace *place,
            double               y,
            guint                cell)
{
  draw_frame (brush, place->x + cell % place->columns * place->zoom, y + cell / place->columns * place->zoom,
              place->zoom, place->zoom);
}

/* Paints over the gaps between cells, and the cells of the last row that stand for nothing. */
static void
draw_gaps (const Brush         *brush,
           const PlotWalkPlace *place,
           double               y)
{
  guint used = place->n - (place->rows - 1) * place->columns;

  plot_set_color (brush->cr, &brush->theme->background);
  if (place->zoom >= GAP_FROM)
    {
      for (guint c = 1; c <= place->columns; c++)
        cairo_rectangle (brush->cr, place->x + c * place->zoom - 1, y, 1, place->height);
      for (guint r = 1; r <= place->rows; r++)
        cairo_rectangle (brush->cr, place->x, y + r * place->zoom - 1, place->width, 1);
      cairo_fill (brush->cr);
    }
  cairo_rectangle (brush->cr, place->x + used * place->zoom, y + (place->rows - 1) * place->zoom,
                   (place->columns - used) * place->zoom + 1, place->zoom + 1);
  cairo_fill (brush->cr);
}

/* @values: n; one pixel for each cell. */
static cairo_surface_t *
picture_of_cells (const Brush         *brush,
                  const PlotWalkPlace *place,
                  const float         *values,
                  double               scale)
{
  g_autofree float *cells = g_new0 (float, (gsize) place->columns * place->rows);

  memcpy (cells, values, place->n * sizeof *cells);
  return plot_weight_picture_new (cells, 1, place->rows, place->columns, scale, &brush->colors);
}

/* @value of an output as a shade between background and text. */
static void
draw_output (const Brush *brush,
             double       x,
             double       y,
             double       zoom,
             double       value,
             double       largest)
{
  double    side = zoom >= GAP_FROM ? zoom - 1 : zoom;
  PlotColor ink = brush->theme->text;

  ink.alpha = largest > 0 ? 0.06 + 0.94 * fmin (1, fabs (value) / largest) : 0.06;
  plot_set_color (brush->cr, &ink);
  cairo_rectangle (brush->cr, x, y, side, side);
  cairo_fill (brush->cr);
  if (value < 0 && zoom >= GAP_FROM)
    {
      double hole = floor (side * 0.5);

      plot_set_color (brush->cr, &brush->theme->background);
      cairo_rectangle (brush->cr, x + (side - hole) / 2, y + (side - hole) / 2, hole, hole);
      cairo_fill (brush->cr);
    }
}

static void
draw_outputs (const Brush         *brush,
              const PlotWalkPlace *place,
              const float         *values,
              double               largest)
{
  for (guint i = 0; i < place->n; i++)
    if (isfinite (values[i]))
      draw_output (brush, place->x + i % place->columns * place->zoom, place->y + i / place->columns * place->zoom,
                   place->zoom, values[i], largest);
}

static char *
gradient_about (double scale)
{
  g_autofree char *number = plot_number_value (scale);

  return g_strdup_printf ("±%s", number);
}

static void
draw_layer (const Brush *brush,
            guint        l)
{
  const PlotWalkPlace *place = &brush->layout->places[l + 1];
  const PlotWalkLayer *layer = &brush->content->layers[l];
  double               scale = plot_weight_scale (layer->gradients, layer->n);
  g_autofree char     *gradient = g_strdup_printf ("∂C/∂%s", layer->name);
  g_autofree char     *about = gradient_about (scale);
  cairo_surface_t     *picture = picture_of_cells (brush, place, layer->gradients, scale);

  draw_caption (brush, place, place->y, layer->name, layer->about, brush->walk->focused == l + 1);
  draw_outputs (brush, place, layer->outputs, plot_weight_largest (layer->outputs, layer->n));
  draw_caption (brush, place, place->gradient_y, gradient, about, FALSE);
  plot_weight_picture_show (picture, brush->cr, place->x, place->gradient_y, place->width, place->height, place->zoom,
                            brush->theme);
  draw_gaps (brush, place, place->gradient_y);
  frame_cell (brush, place, place->y, layer->chosen);
  frame_cell (brush, place, place->gradient_y, layer->chosen);
  cairo_surface_destroy (picture);
}

static cairo_surface_t *
picture_of_gradient (const Brush *brush,
                     double      *scale)
{
  const PlotWalkContent *content = brush->content;
  gsize                  plane = (gsize) content->height * content->width;
  guint                  planes = plot_weight_planes (content->channels);
  g_autofree float      *sums = g_new (float, plane * planes);

  if (planes == content->channels)
    memcpy (sums, content->pixel_gradients, plane * planes * sizeof *sums);
  else
    plot_weight_sum_channels (content->pixel_gradients, 1, content->channels, plane, sums);
  *scale = plot_weight_scale (sums, plane * planes);
  return plot_weight_picture_new (sums, planes, content->height, content->width, *scale, &brush->colors);
}

static void
draw_image (const Brush *brush)
{
  const PlotWalkContent *content = brush->content;
  const PlotWalkPlace   *place = &brush->layout->places[0];
  guint                  cell = content->chosen_pixel % MAX (place->n, 1);
  double                 scale;
  cairo_surface_t       *image = plot_byte_image_new (content->bytes, content->channels, content->height,
                                                      content->width);
  cairo_surface_t       *gradient = picture_of_gradient (brush, &scale);
  g_autofree char       *size = g_strdup_printf ("%u × %u", content->width, content->height);
  g_autofree char       *about = gradient_about (scale);

  draw_caption (brush, place, place->y, "x", size, brush->walk->focused == 0);
  plot_weight_picture_show (image, brush->cr, place->x, place->y, place->width, place->height, place->zoom,
                            brush->theme);
  draw_caption (brush, place, place->gradient_y, "∂C/∂x", about, FALSE);
  plot_weight_picture_show (gradient, brush->cr, place->x, place->gradient_y, place->width, place->height,
                            place->zoom, brush->theme);
  frame_cell (brush, place, place->y, cell);
  frame_cell (brush, place, place->gradient_y, cell);
  cairo_surface_destroy (image);
  cairo_surface_destroy (gradient);
}

/* Arrows */

static void
draw_arrow (const Brush *brush,
            double       from,
            double       to,
            double       y)
{
  double way = to > from ? 1 : -1;
  double head = brush->layout->line * 0.4;

  plot_set_color (brush->cr, &brush->theme->axis);
  cairo_set_line_width (brush->cr, 2);
  cairo_move_to (brush->cr, from, y);
  cairo_line_to (brush->cr, to - way * head * 0.5, y);
  cairo_stroke (brush->cr);
  cairo_move_to (brush->cr, to, y);
  cairo_line_to (brush->cr, to - way * head, y - head * 0.6);
  cairo_line_to (brush->cr, to - way * head, y + head * 0.6);
  cairo_close_path (brush->cr);
  cairo_fill (brush->cr);
}

/* Forward between the outputs, back between the gradients. */
static void
draw_arrows (const Brush *brush)
{
  const PlotWalkLayout *layout = brush->layout;
  double                gap = layout->line * 0.4;

  for (guint s = 1; s <= brush->content->n_layers + 1; s++)
    {
      const PlotWalkPlace *before = &layout->places[s - 1];
      gboolean             classes = s > brush->content->n_layers;
      double               left = before->x + before->width + gap;
      double               right = (classes ? layout->classes.x : layout->places[s].x) - gap;
      double               half = fmin (before->height, layout->picture) / 2;

      if (classes ? layout->classes.first : layout->places[s].first)
        continue;
      draw_arrow (brush, left, right, round (before->y + half));
      draw_arrow (brush, right, left, round (before->gradient_y + half));
    }
}

/* Classes */

static void
draw_triangle (const Brush *brush,
               double       x,
               double       middle)
{
  double side = brush->layout->line * 0.5;

  plot_set_color (brush->cr, &brush->theme->text);
  cairo_move_to (brush->cr, x, middle - side / 2);
  cairo_line_to (brush->cr, x + side * 0.8, middle);
  cairo_line_to (brush->cr, x, middle + side / 2);
  cairo_close_path (brush->cr);
  cairo_fill (brush->cr);
}

static double
largest_share (const PlotWalkContent *content)
{
  return content->probable ? 1 : plot_weight_largest (content->shares, content->n_classes);
}

static void
draw_bar (const Brush *brush,
          guint        k,
          double       x,
          double       y,
          double       height)
{
  float  share = brush->content->shares[k];
  double largest = largest_share (brush->content);
  double length = largest > 0 && isfinite (share) ? brush->layout->classes.bar * fmin (1, fabs (share) / largest) : 0;

  plot_set_color (brush->cr, &brush->theme->grid);
  cairo_rectangle (brush->cr, x, y + height * 0.5 - 0.5, brush->layout->classes.bar, 1);
  cairo_fill (brush->cr);
  plot_set_color (brush->cr, k == brush->content->truth ? &brush->theme->text : &brush->theme->axis);
  if (share < 0)
    {
      cairo_set_line_width (brush->cr, 1.5);
      cairo_rectangle (brush->cr, x + 0.75, y + height * 0.2, fmax (length - 1.5, 0), height * 0.6);
      cairo_stroke (brush->cr);
      return;
    }
  cairo_rectangle (brush->cr, x, y + height * 0.2, length, height * 0.6);
  cairo_fill (brush->cr);
}

/* A swatch in the gradient's color, and its number. */
static void
draw_class_gradient (const Brush *brush,
                     guint        k,
                     double       right,
                     double       middle)
{
  const PlotWalkContent *content = brush->content;
  double                 value = content->class_gradients[k];
  double                 scale = plot_weight_largest (content->class_gradients, content->n_classes);
  double                 side = round (brush->layout->line * 0.6);
  double                 left = brush->layout->classes.x + brush->layout->classes.name + brush->layout->classes.bar
                                + brush->layout->classes.value + round (brush->layout->line * 0.5);
  g_autofree char       *number = plot_number_signed (value, -1);
  float                  share = isfinite (value) && scale > 0 ? (float) (value / scale) : 0;
  guint32                color = plot_colormap_pixel (&brush->colors.map, share);

  cairo_set_source_rgb (brush->cr, (color >> 16 & 0xff) / 255.0, (color >> 8 & 0xff) / 255.0, (color & 0xff) / 255.0);
  cairo_rectangle (brush->cr, left, round (middle - side / 2), side, side);
  cairo_fill (brush->cr);
  plot_weight_frame (brush->cr, left, round (middle - side / 2), side, side, brush->theme);
  plot_text_show (brush->text, PLOT_TEXT_PLAIN, number, right, middle, 1, 0.5, right - left - side - 2,
                  &brush->theme->text);
}

static void
draw_class (const Brush *brush,
            guint        row)
{
  const PlotWalkContent *content = brush->content;
  const PlotWalkLayout  *layout = brush->layout;
  guint                  k = layout->classes.classes[row];
  double                 x = layout->classes.x;
  double                 y = layout->classes.y + layout->line + row * layout->classes.row_height;
  double                 middle = y + layout->classes.row_height / 2;
  double                 bar = x + layout->classes.name;
  PlotTextStyle          style = k == content->truth ? PLOT_TEXT_BOLD : PLOT_TEXT_PLAIN;
  g_autofree char       *share = content->probable ? plot_number_percent (content->shares[k])
                                                   : plot_number_value (content->shares[k]);

  if (k == content->truth)
    draw_triangle (brush, x + 4, middle);
  plot_text_show (brush->text, style, content->class_names[k], bar - layout->line * 0.4, middle, 1, 0.5,
                  layout->classes.name - layout->line * 1.2, &brush->theme->text);
  draw_bar (brush, k, bar, y, layout->classes.row_height);
  plot_text_show (brush->text, style, share, bar + layout->classes.bar + layout->classes.value, middle, 1, 0.5, 0,
                  &brush->theme->text);
  draw_class_gradient (brush, k, x + layout->classes.width - 4, middle);
  if (k == content->chosen_class)
    draw_frame (brush, x + 2, y + 2, layout->classes.width - 4, layout->classes.row_height - 4);
}

static void
draw_classes (const Brush *brush)
{
  const PlotWalkLayout *layout = brush->layout;
  double                x = layout->classes.x, bottom = layout->classes.y + layout->line - 2;
  double                shares = x + layout->classes.name + layout->classes.bar + layout->classes.value;
  const char           *name = brush->content->probable ? "p" : "o";
  gboolean              focused = brush->walk->focused == brush->content->n_layers + 1;

  draw_triangle (brush, x + 4, bottom - layout->line / 2);
  plot_text_show (brush->text, PLOT_TEXT_PLAIN, _("true class"), x + layout->line * 0.8, bottom, 0, 1, 0,
                  &brush->theme->faint_text);
  plot_text_show (brush->text, PLOT_TEXT_BOLD, name, shares, bottom, 1, 1, 0, &brush->theme->text);
  plot_text_show (brush->text, PLOT_TEXT_BOLD, "∂C/∂o", x + layout->classes.width - 4, bottom, 1, 1, 0,
                  &brush->theme->text);
  if (focused)
    {
      plot_set_color (brush->cr, &brush->theme->text);
      cairo_rectangle (brush->cr, shares - layout->line * 0.6, bottom - 2, layout->line * 0.6, 2);
      cairo_fill (brush->cr);
    }
  for (guint row = 0; row < layout->classes.n_rows; row++)
    if (layout->classes.classes[row] != brush->content->chosen_class)
      draw_class (brush, row);
  for (guint row = 0; row < layout->classes.n_rows; row++)
    if (layout->classes.classes[row] == brush->content->chosen_class)
      draw_class (brush, row);
}

/* Lines */

static void
draw_numbers (const Brush        *brush,
              const PlotWalkLine *line,
              double              x,
              double              y,
              double              room)
{
  g_autofree char *values = line->values ? g_strdup_printf ("= %s = ", line->values) : g_strdup ("= ");
  g_autofree char *result = plot_number_value (line->result);
  double           width;

  room -= plot_text_width (brush->text, PLOT_TEXT_BOLD, result, 0);
  width = plot_text_width (brush->text, PLOT_TEXT_PLAIN, values, room);
  plot_text_show (brush->text, PLOT_TEXT_PLAIN, values, x, y, 0, 0, room, &brush->theme->text);
  plot_text_show (brush->text, PLOT_TEXT_BOLD, result, x + width, y, 0, 0, 0, &brush->theme->text);
}

static double
draw_words (const Brush *brush,
            const char  *words,
            double       x,
            double       y,
            double       step)
{
  char *row;

  for (; (row = plot_walk_next_row (brush->text, &words, brush->layout->column)); g_free (row))
    {
      plot_text_show (brush->text, PLOT_TEXT_PLAIN, row, x, y, 0, 0, 0, &brush->theme->faint_text);
      y += step;
    }
  return y;
}

/* As plot_walk_column_height() has measured it. */
static void
draw_column (const Brush *brush,
             const char  *heading,
             GArray      *lines,
             double       x,
             double       y)
{
  const PlotWalkLayout *layout = brush->layout;
  double                step = ceil (layout->line * 1.1), indent = layout->line;

  plot_text_show (brush->text, PLOT_TEXT_TITLE, heading, x, y, 0, 0, layout->column, &brush->theme->text);
  y += step * 1.3;
  for (guint i = 0; i < lines->len; i++)
    {
      const PlotWalkLine *line = &g_array_index (lines, PlotWalkLine, i);

      if (isnan (line->result))
        {
          y = draw_words (brush, line->formula, x, y, step) + PLOT_WALK_GAP * step;
          continue;
        }
      plot_text_show (brush->text, PLOT_TEXT_PLAIN, line->formula, x, y, 0, 0, layout->column,
                      &brush->theme->text);
      if (layout->formula > 0)
        draw_numbers (brush, line, x + layout->formula, y, layout->column - layout->formula);
      else
        draw_numbers (brush, line, x + indent, y + step, layout->column - indent);
      y += layout->formula > 0 ? step : step * (2 + PLOT_WALK_GAP);
    }
}

static void
draw_lines (const Brush *brush)
{
  const PlotWalkLayout *layout = brush->layout;
  double                x = layout->edge, y = layout->lines_top;

  draw_column (brush, _("Forward"), brush->content->forward, x, y);
  if (layout->two_columns)
    x = layout->width - layout->edge - layout->column;
  else
    y += plot_walk_column_height (layout, brush->text, brush->content->forward) + layout->line * 0.6;
  draw_column (brush, _("Backward"), brush->content->backward, x, y);
}

void
plot_walk_draw (const PlotFigure *figure,
                cairo_t          *cr,
                double            width,
                double            height,
                const PlotTheme  *theme)
{
  const PlotExampleWalk *walk = (const PlotExampleWalk *) figure;
  PlotWalkLayout         layout;
  Brush                  brush = {
    .walk = walk,
    .content = walk->content,
    .cr = cr,
    .text = plot_text_begin (theme, cr),
    .theme = theme,
    .layout = &layout,
  };

  if (!walk->content)
    {
      plot_text_show (brush.text, PLOT_TEXT_PLAIN, _("No example yet"), width / 2, height / 2, 0.5, 0.5, width,
                      &theme->faint_text);
      return;
    }
  plot_weight_colors_update (&brush.colors, theme);
  plot_walk_lay_out (walk, brush.text, width, &layout);
  plot_header_draw (brush.text, theme, walk->content->title, walk->content->note, layout.edge, width);
  draw_image (&brush);
  for (guint l = 0; l < walk->content->n_layers; l++)
    draw_layer (&brush, l);
  draw_arrows (&brush);
  draw_classes (&brush);
  draw_lines (&brush);
  plot_walk_layout_clear (&layout);
}
