/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/header.h"
#include "plot/number.h"
#include "plot/weight-legend.h"
#include "plot/weight-matrix-private.h"
#include "plot/weight-scale.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define NAME_SHARE  0.25  /* of the width, at most, is for names of units */
#define NAMED_ROWS  64    /* more rows than these have no names, and are this high: */
#define LOW_ROW     6     /* px */
#define USED_SHARE  0.85  /* of the width, at least, is used */
#define BAND_ROWS   64    /* in a picture; of thousands of rows most are out of sight */
#define BAR_LINES   8     /* lines of text that the color bar is long, */
#define LEAST_LINES 12    /* where so many are left for title and note */
#define HOVER_LINES 2

static double
find_widest (const PlotWeightMatrix *matrix,
             PlotText               *text,
             gboolean                inputs)
{
  guint  n = inputs ? matrix->n_inputs : plot_matrix_rows (matrix);
  double widest = 0;

  /* Numbers alone: none is wider than the last one. */
  for (guint i = inputs && !matrix->input_names ? n - 1 : 0; i < n; i++)
    {
      g_autofree char *name = inputs ? plot_matrix_name_input (matrix, i)
                                     : plot_matrix_label (matrix, plot_matrix_unit_at (matrix, i));

      /* A unit may be selected, and is bold then. */
      widest = MAX (widest, plot_text_width (text, inputs ? PLOT_TEXT_PLAIN : PLOT_TEXT_BOLD, name, 0));
    }
  return ceil (widest);
}

/* 1, 2, 5, 10, 20 … */
static guint
next_step (guint step)
{
  guint power = 1;

  while (power * 10 <= step)
    power *= 10;
  return step / power == 2 ? 5 * power : 2 * step;
}

/* Names stand above as many inputs as there is room for. */
static void
lay_out_input_names (const PlotWeightMatrix *matrix,
                     PlotMatrixLayout       *layout,
                     PlotText               *text)
{
  double room = find_widest (matrix, text, TRUE) + layout->edge;

  if (room > layout->width)
    return;
  layout->top += layout->line;
  layout->name_step = 1;
  while (layout->name_step * layout->width / matrix->n_inputs < room)
    layout->name_step = next_step (layout->name_step);
}

void
plot_matrix_lay_out (const PlotWeightMatrix *matrix,
                     PlotMatrixLayout       *layout,
                     PlotText               *text,
                     double                  width)
{
  double names = 0, whole;

  *layout = (PlotMatrixLayout) { .line = plot_text_line_height (text, PLOT_TEXT_PLAIN),
                                 .rows = plot_matrix_rows (matrix) };
  layout->edge = MAX (6, round (layout->line / 3));
  layout->top = 2 * layout->edge + plot_text_line_height (text, PLOT_TEXT_TITLE);
  layout->names = layout->rows <= NAMED_ROWS;
  layout->row = layout->names ? ceil (1.1 * layout->line) : LOW_ROW;
  if (layout->names)
    names = floor (MIN (find_widest (matrix, text, FALSE), NAME_SHARE * width));
  layout->left = layout->edge + (names > 0 ? names + layout->edge : 0);
  layout->width = MAX (floor (width - layout->left - layout->edge), 1);
  if (matrix->n_inputs == 0)
    return;
  /* Whole pixels for each weight, where that leaves little room unused. */
  whole = floor (layout->width / matrix->n_inputs) * matrix->n_inputs;
  if (whole >= USED_SHARE * layout->width)
    layout->width = whole;
  layout->cells = (guint) MIN (layout->width, matrix->n_inputs);
  lay_out_input_names (matrix, layout, text);
}

void
plot_matrix_drop_bands (PlotWeightMatrix *matrix)
{
  for (guint i = 0; i < matrix->n_bands; i++)
    g_clear_pointer (&matrix->bands[i], cairo_surface_destroy);
  g_clear_pointer (&matrix->bands, g_free);
  matrix->n_bands = 0;
}

/* Which of @n weights is largest in size, or not finite: a mean would let a strong weight vanish among weak ones, and
 * weights of both signs become nothing. */
static guint
find_strongest (const float *weights,
                guint        n)
{
  guint strongest = 0;

  for (guint i = 1; i < n && isfinite (weights[strongest]); i++)
    if (!(fabsf (weights[i]) <= fabsf (weights[strongest])))
      strongest = i;
  return strongest;
}

/* The input that @cell of so many in a row shows for @unit. */
static guint
input_at (const PlotWeightMatrix *matrix,
          guint                   unit,
          guint                   cell,
          guint                   cells)
{
  guint from = (guint) ((guint64) cell * matrix->n_inputs / cells);
  guint to = (guint) ((guint64) (cell + 1) * matrix->n_inputs / cells);

  return from + find_strongest (plot_matrix_row (matrix, unit) + from, to - from);
}

/* One row in @cells, divided by the scale. */
static void
fill_row (const PlotWeightMatrix *matrix,
          guint                   unit,
          float                  *values,
          guint                   cells)
{
  const float *weights = plot_matrix_row (matrix, unit);
  double       scale = matrix->own_scale ? (double) plot_weight_largest (weights, matrix->n_inputs) : matrix->scale;

  for (guint cell = 0; cell < cells; cell++)
    {
      float value = weights[input_at (matrix, unit, cell, cells)];

      values[cell] = scale > 0 ? (float) ((double) value / scale) : value;
    }
}

static cairo_surface_t *
paint_band (const PlotWeightMatrix *matrix,
            guint                   band,
            guint                   cells)
{
  guint             first = band * BAND_ROWS;
  guint             rows = MIN (BAND_ROWS, plot_matrix_rows (matrix) - first);
  g_autofree float *values = g_new (float, (gsize) rows * cells);

  for (guint row = 0; row < rows; row++)
    fill_row (matrix, plot_matrix_unit_at (matrix, first + row), values + (gsize) row * cells, cells);
  return plot_weight_picture_new (values, 1, rows, cells, 1, &matrix->colors);
}

static void
update_bands (PlotWeightMatrix       *matrix,
              const PlotMatrixLayout *layout,
              const PlotTheme        *theme)
{
  if (plot_weight_colors_update (&matrix->colors, theme) || matrix->band_cells != layout->cells)
    plot_matrix_drop_bands (matrix);
  if (matrix->bands)
    return;
  matrix->n_bands = (layout->rows + BAND_ROWS - 1) / BAND_ROWS;
  matrix->bands = g_new0 (cairo_surface_t *, matrix->n_bands);
  matrix->band_cells = layout->cells;
}

/* Those in sight. */
static void
draw_bands (PlotWeightMatrix       *matrix,
            const PlotMatrixLayout *layout,
            cairo_t                *cr)
{
  double x1, y1, x2, y2;

  cairo_clip_extents (cr, &x1, &y1, &x2, &y2);
  for (guint band = 0; band < matrix->n_bands; band++)
    {
      double y = layout->top + band * BAND_ROWS * layout->row;
      double height = MIN (BAND_ROWS, layout->rows - band * BAND_ROWS) * layout->row;

      if (y > y2 || y + height < y1)
        continue;
      if (!matrix->bands[band])
        matrix->bands[band] = paint_band (matrix, band, layout->cells);
      if (cairo_surface_status (matrix->bands[band]) == CAIRO_STATUS_SUCCESS)
        plot_weight_fill (cr, matrix->bands[band], layout->left, y, layout->width, height, CAIRO_FILTER_NEAREST);
    }
}

static void
draw_unit_names (const PlotWeightMatrix *matrix,
                 const PlotMatrixLayout *layout,
                 PlotText               *text,
                 const PlotTheme        *theme)
{
  for (guint row = 0; layout->names && row < layout->rows; row++)
    {
      guint            unit = plot_matrix_unit_at (matrix, row);
      g_autofree char *name = plot_matrix_label (matrix, unit);

      plot_text_show (text, unit == matrix->selected ? PLOT_TEXT_BOLD : PLOT_TEXT_PLAIN, name,
                      layout->left - layout->edge, layout->top + (row + 0.5) * layout->row, 1, 0.5,
                      layout->left - 2 * layout->edge, &theme->text);
    }
}

static void
draw_input_names (const PlotWeightMatrix *matrix,
                  const PlotMatrixLayout *layout,
                  PlotText               *text,
                  const PlotTheme        *theme)
{
  double right = layout->left + layout->width;

  for (guint input = 0; layout->name_step > 0 && input < matrix->n_inputs; input += layout->name_step)
    {
      g_autofree char *name = plot_matrix_name_input (matrix, input);
      double           half = plot_text_width (text, PLOT_TEXT_PLAIN, name, 0) / 2;
      double           x = layout->left + (input + 0.5) * layout->width / matrix->n_inputs;

      plot_text_show (text, PLOT_TEXT_PLAIN, name, CLAMP (x, layout->left + half, right - half),
                      layout->top - layout->edge / 3, 0.5, 1, 0, &theme->faint_text);
    }
}

static void
draw_selected (const PlotWeightMatrix *matrix,
               const PlotMatrixLayout *layout,
               cairo_t                *cr,
               const PlotTheme        *theme)
{
  for (guint row = 0; row < layout->rows; row++)
    if (plot_matrix_unit_at (matrix, row) == matrix->selected)
      {
        plot_set_color (cr, &theme->text);
        cairo_set_line_width (cr, 3);
        cairo_rectangle (cr, layout->left - 1.5, layout->top + row * layout->row - 1.5, layout->width + 3,
                         layout->row + 3);
        cairo_stroke (cr);
      }
}

/* The color bar at the right of the first line. Returns: px that it takes; 0: there is no room for it, or no color. */
static double
draw_legend (const PlotWeightMatrix *matrix,
             const PlotMatrixLayout *layout,
             cairo_t                *cr,
             PlotText               *text,
             const PlotTheme        *theme,
             double                  width)
{
  int              decimals = plot_number_decimals (matrix->scale);
  g_autofree char *low = matrix->own_scale ? g_strdup ("\342\210\222") : plot_number_signed (-matrix->scale, decimals);
  g_autofree char *high = matrix->own_scale ? g_strdup ("+") : plot_number_signed (matrix->scale, decimals);
  PlotWeightLegend legend = { &matrix->colors, 1, low, high, BAR_LINES * layout->line, layout->edge };
  double           extent = plot_weight_legend_extent (&legend, text);
  double           title = plot_text_line_height (text, PLOT_TEXT_TITLE);

  if (matrix->scale == 0 || width - extent < LEAST_LINES * layout->line)
    return 0;
  plot_weight_legend_draw (&legend, cr, text, width - layout->edge, layout->edge + title / 2, theme);
  return extent;
}

void
plot_matrix_draw (const PlotFigure *figure,
                  cairo_t          *cr,
                  double            width,
                  double            height,
                  const PlotTheme  *theme)
{
  PlotWeightMatrix *matrix = (PlotWeightMatrix *) figure; /* its pictures are made as they are painted */
  PlotText         *text = plot_text_begin (theme, cr);
  g_autofree char  *note = NULL;
  PlotMatrixLayout  layout;
  double            legend = 0;

  plot_set_color (cr, &theme->background);
  cairo_paint (cr);
  plot_matrix_lay_out (matrix, &layout, text, width);
  if (layout.cells > 0)
    {
      update_bands (matrix, &layout, theme);
      legend = draw_legend (matrix, &layout, cr, text, theme, width);
    }
  note = plot_matrix_note (matrix, layout.cells > 0 ? &layout : NULL, legend > 0);
  plot_header_draw (text, theme, matrix->title, note, layout.edge, width - (legend > 0 ? legend + layout.line : 0));
  if (layout.rows == 0 && matrix->n_units > 0)
    plot_text_show (text, PLOT_TEXT_PLAIN, _("No unit of this layer is like that"), width / 2,
                    (layout.top + height) / 2, 0.5, 0.5, width - 2 * layout.edge, &theme->faint_text);
  if (layout.rows == 0 || layout.cells == 0)
    return;
  draw_bands (matrix, &layout, cr);
  plot_weight_frame (cr, layout.left, layout.top, layout.width, layout.rows * layout.row, theme);
  draw_unit_names (matrix, &layout, text, theme);
  draw_input_names (matrix, &layout, text, theme);
  draw_selected (matrix, &layout, cr, theme);
}

gboolean
plot_weight_matrix_pick (PlotWeightMatrix *matrix,
                         double            width,
                         double            height,
                         const PlotTheme  *theme,
                         double            x,
                         double            y,
                         guint            *unit,
                         guint            *input)
{
  PlotMatrixLayout layout;
  double           row, cell;

  if (matrix->n_inputs == 0)
    return FALSE;
  plot_matrix_lay_out (matrix, &layout, plot_text_begin (theme, NULL), width);
  row = floor ((y - layout.top) / layout.row);
  cell = floor ((x - layout.left) / layout.width * layout.cells);
  if (!(row >= 0 && row < layout.rows && cell >= 0 && cell < layout.cells && y < height))
    return FALSE;
  *unit = plot_matrix_unit_at (matrix, (guint) row);
  *input = input_at (matrix, *unit, (guint) cell, layout.cells);
  return TRUE;
}

void
plot_matrix_draw_hover (const PlotFigure *figure,
                        cairo_t          *cr,
                        double            width,
                        double            height,
                        const PlotTheme  *theme,
                        double            x,
                        double            y)
{
  PlotWeightMatrix *matrix = (PlotWeightMatrix *) figure;
  PlotText         *text = plot_text_begin (theme, cr);
  double            line = plot_text_line_height (text, PLOT_TEXT_PLAIN);
  guint             unit, input;
  g_autofree char  *words = NULL;
  double            half;

  if (!plot_weight_matrix_pick (matrix, width, height, theme, x, y, &unit, &input))
    return;
  words = plot_weight_matrix_describe_weight (matrix, unit, input);
  half = plot_text_width (text, PLOT_TEXT_PLAIN, words, 0) / 2;
  plot_text_show_over (text, PLOT_TEXT_PLAIN, words, CLAMP (x, half, MAX (half, width - half)),
                       y > HOVER_LINES * line ? y - line : y + HOVER_LINES * line, 0.5, 0.5, &theme->text,
                       &theme->background);
}
