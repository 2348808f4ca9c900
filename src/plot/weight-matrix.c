/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-matrix.h"

#include "plot/csv.h"
#include "plot/header.h"
#include "plot/number.h"
#include "plot/text.h"
#include "plot/weight-picture.h"
#include "plot/weight-scale.h"
#include "plot/weight-sheet.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define NAME_SHARE  0.25  /* of the width, at most, is for names of units */
#define NAMED_ROWS  64    /* more rows than these have no names, and are this high: */
#define LOW_ROW     6     /* px */
#define HOVER_LINES 2

struct _PlotWeightMatrix
{
  PlotFigure       figure;
  char            *title;
  char            *unit_noun;
  char            *input_noun;
  float           *weights;      /* n_units x n_inputs */
  guint            n_units, n_inputs;
  char           **unit_names;   /* or NULL */
  char           **input_names;
  guint           *order;        /* NULL: all */
  guint            n_order;
  guint            selected;
  gboolean         own_scale;
  double           scale;
  gsize            not_finite;
  PlotWeightColors colors;
  cairo_surface_t *picture;      /* of the rows shown; NULL until painted */
};

typedef struct
{
  double edge, line;
  double left, top;              /* of the picture */
  double width, row;             /* of the picture, and of one row */
  guint  rows;
  gboolean names;              /* of units */
} Layout;

static guint
count_rows (const PlotWeightMatrix *matrix)
{
  return matrix->order ? matrix->n_order : matrix->n_units;
}

static guint
unit_at (const PlotWeightMatrix *matrix,
         guint                   row)
{
  return matrix->order ? matrix->order[row] : row;
}

static char *
name_unit (const PlotWeightMatrix *matrix,
           guint                   unit)
{
  return matrix->unit_names ? g_strdup (matrix->unit_names[unit]) : g_strdup_printf ("#%u", unit);
}

static char *
name_input (const PlotWeightMatrix *matrix,
            guint                   input)
{
  return matrix->input_names ? g_strdup (matrix->input_names[input]) : g_strdup_printf ("#%u", input);
}

static const float *
row_of (const PlotWeightMatrix *matrix,
        guint                   unit)
{
  return matrix->weights + (gsize) unit * matrix->n_inputs;
}

static void
lay_out (const PlotWeightMatrix *matrix,
         Layout                 *layout,
         PlotText               *text,
         double                  width)
{
  double names = 0;

  *layout = (Layout) { .line = plot_text_line_height (text, PLOT_TEXT_PLAIN), .rows = count_rows (matrix) };
  layout->edge = MAX (6, round (layout->line / 3));
  layout->top = 2 * layout->edge + plot_text_line_height (text, PLOT_TEXT_TITLE);
  layout->names = layout->rows <= NAMED_ROWS;
  layout->row = layout->names ? ceil (1.1 * layout->line) : LOW_ROW;
  for (guint row = 0; layout->names && row < layout->rows; row++)
    {
      g_autofree char *name = name_unit (matrix, unit_at (matrix, row));

      names = MAX (names, plot_text_width (text, PLOT_TEXT_BOLD, name, 0)); /* one may be selected */
    }
  names = ceil (MIN (names, NAME_SHARE * width));
  layout->left = layout->edge + (names > 0 ? names + layout->edge : 0);
  layout->width = MAX (width - layout->left - layout->edge, 1);
  /* Whole pixels for each weight, where that leaves little room unused. */
  if (layout->width >= 2 * matrix->n_inputs && matrix->n_inputs > 0)
    layout->width = floor (layout->width / matrix->n_inputs) * matrix->n_inputs;
}

/* The rows in their order, each divided by its own scale where it has one. */
static void
make_picture (PlotWeightMatrix *matrix)
{
  guint             rows = count_rows (matrix);
  g_autofree float *values = g_try_new (float, MAX ((gsize) rows * matrix->n_inputs, 1));

  for (guint row = 0; values && row < rows; row++)
    {
      const float *weights = row_of (matrix, unit_at (matrix, row));
      double       scale = matrix->own_scale ? plot_weight_largest (weights, matrix->n_inputs) : matrix->scale;

      for (guint i = 0; i < matrix->n_inputs; i++)
        values[(gsize) row * matrix->n_inputs + i] = scale > 0 ? (float) (weights[i] / scale) : weights[i];
    }
  if (values)
    matrix->picture = plot_weight_picture_new (values, 1, rows, matrix->n_inputs, 1, &matrix->colors);
}

static void
drop_picture (PlotWeightMatrix *matrix)
{
  g_clear_pointer (&matrix->picture, cairo_surface_destroy);
}

/* What the title leaves unsaid: scale, and what is no number. Returns: (transfer full) */
static char *
write_note (const PlotWeightMatrix *matrix)
{
  g_autofree char *number = plot_number_isolate (plot_number_value (matrix->scale));
  g_autofree char *scale = NULL;
  g_autofree char *bad = NULL;

  if (matrix->n_units == 0)
    return NULL;
  if (matrix->scale == 0)
    scale = g_strdup (_("all weights are zero"));
  else if (matrix->own_scale)
    scale = g_strdup (_("each row on its own scale"));
  else
    /* Translators: blue at minus this number, red at plus this number */
    scale = g_strdup_printf (_("colors from \342\210\222%s to +%s"), number, number);
  if (matrix->not_finite == 0)
    return g_steal_pointer (&scale);
  bad = g_strdup_printf (ngettext ("%lu weight is not finite", "%lu weights are not finite",
                                   (gulong) matrix->not_finite), (gulong) matrix->not_finite);
  return g_strdup_printf ("%s · %s", scale, bad);
}

static void
draw_names (const PlotWeightMatrix *matrix,
            const Layout           *layout,
            PlotText               *text,
            const PlotTheme        *theme)
{
  for (guint row = 0; layout->names && row < layout->rows; row++)
    {
      guint            unit = unit_at (matrix, row);
      g_autofree char *name = name_unit (matrix, unit);

      plot_text_show (text, unit == matrix->selected ? PLOT_TEXT_BOLD : PLOT_TEXT_PLAIN, name,
                      layout->left - layout->edge, layout->top + (row + 0.5) * layout->row, 1, 0.5,
                      layout->left - 2 * layout->edge, &theme->text);
    }
}

static void
draw_selected (const PlotWeightMatrix *matrix,
               const Layout           *layout,
               cairo_t                *cr,
               const PlotTheme        *theme)
{
  for (guint row = 0; row < layout->rows; row++)
    if (unit_at (matrix, row) == matrix->selected)
      {
        plot_set_color (cr, &theme->text);
        cairo_set_line_width (cr, 3);
        cairo_rectangle (cr, layout->left - 1.5, layout->top + row * layout->row - 1.5, layout->width + 3,
                         layout->row + 3);
        cairo_stroke (cr);
      }
}

static void
draw (const PlotFigure *figure,
      cairo_t          *cr,
      double            width,
      double            height,
      const PlotTheme  *theme)
{
  PlotWeightMatrix *matrix = (PlotWeightMatrix *) figure; /* its picture is made as it is painted */
  g_autofree char  *note = write_note (matrix);
  PlotText         *text = plot_text_begin (theme, cr);
  Layout            layout;

  plot_set_color (cr, &theme->background);
  cairo_paint (cr);
  lay_out (matrix, &layout, text, width);
  plot_header_draw (text, theme, matrix->title, note, layout.edge, width);
  if (layout.rows == 0 || matrix->n_inputs == 0)
    return;
  if (plot_weight_colors_update (&matrix->colors, theme))
    drop_picture (matrix);
  if (!matrix->picture)
    make_picture (matrix);
  if (!matrix->picture || cairo_surface_status (matrix->picture) != CAIRO_STATUS_SUCCESS)
    return;
  /* Many inputs in few pixels: each shows the mean of what falls on it. */
  plot_weight_fill (cr, matrix->picture, layout.left, layout.top, layout.width, layout.rows * layout.row,
                    layout.width >= matrix->n_inputs ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
  plot_weight_frame (cr, layout.left, layout.top, layout.width, layout.rows * layout.row, theme);
  draw_names (matrix, &layout, text, theme);
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
  Layout layout;
  double row, column;

  if (matrix->n_inputs == 0)
    return FALSE;
  lay_out (matrix, &layout, plot_text_begin (theme, NULL), width);
  row = floor ((y - layout.top) / layout.row);
  column = floor ((x - layout.left) / layout.width * matrix->n_inputs);
  if (!(row >= 0 && row < layout.rows && column >= 0 && column < matrix->n_inputs && y < height))
    return FALSE;
  *unit = unit_at (matrix, (guint) row);
  *input = (guint) column;
  return TRUE;
}

char *
plot_weight_matrix_describe_weight (const PlotWeightMatrix *matrix,
                                    guint                   unit,
                                    guint                   input)
{
  g_autofree char *to = name_unit (matrix, unit);
  g_autofree char *from = name_input (matrix, input);
  float            weight = row_of (matrix, unit)[input];
  g_autofree char *number = isfinite (weight) ? plot_number_isolate (plot_number_value (weight))
                                              : g_strdup (_("not finite"));

  /* Translators: "hidden unit #17 → output unit 3 · weight 0.42" */
  return g_strdup_printf (_("%s %s \342\206\222 %s %s · weight %s"), matrix->input_noun, from, matrix->unit_noun, to,
                          number);
}

static void
draw_hover (const PlotFigure *figure,
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

static char *
describe (const PlotFigure *figure)
{
  const PlotWeightMatrix *matrix = (const PlotWeightMatrix *) figure;
  g_autofree char        *note = write_note (matrix);
  g_autofree char        *name = NULL;
  g_autofree char        *words = NULL;

  if (matrix->n_units == 0)
    return g_strdup_printf (_("%s, no weights yet"), matrix->title);
  /* Translators: "Output units: weights of 10 units to 300 inputs, colors from −0.42 to +0.42" */
  words = g_strdup_printf (_("%s: weights of %u units to %u inputs, %s"), matrix->title, matrix->n_units,
                           matrix->n_inputs, note);
  if (matrix->selected >= matrix->n_units)
    return g_steal_pointer (&words);
  name = name_unit (matrix, matrix->selected);
  return g_strdup_printf (_("%s. Selected: %s"), words, name);
}

static void
write_csv (const PlotFigure *figure,
           GString          *csv)
{
  const PlotWeightMatrix *matrix = (const PlotWeightMatrix *) figure;
  const float            *weight = matrix->weights;

  g_string_append (csv, "unit,input,weight\r\n");
  for (guint unit = 0; unit < matrix->n_units; unit++)
    for (guint input = 0; input < matrix->n_inputs; input++)
      {
        g_string_append_printf (csv, "%u,%u,", unit, input);
        plot_number_append_csv_float (csv, *weight++);
        g_string_append (csv, "\r\n");
      }
}

static gsize
count (const PlotFigure *figure)
{
  const PlotWeightMatrix *matrix = (const PlotWeightMatrix *) figure;

  return (gsize) matrix->n_units * matrix->n_inputs;
}

static PlotFigure *
copy (const PlotFigure *figure)
{
  const PlotWeightMatrix *matrix = (const PlotWeightMatrix *) figure;
  PlotWeightMatrix       *twin = plot_weight_matrix_new (matrix->title, matrix->unit_noun, matrix->input_noun);

  plot_weight_matrix_set_weights (twin, matrix->weights, matrix->n_units, matrix->n_inputs, matrix->unit_names,
                                  matrix->input_names);
  if (twin->n_units < matrix->n_units)
    {
      plot_figure_unref (plot_weight_matrix_figure (twin));
      return NULL;
    }
  plot_weight_matrix_set_order (twin, matrix->order, matrix->n_order);
  twin->selected = matrix->selected;
  twin->own_scale = matrix->own_scale;
  return plot_weight_matrix_figure (twin);
}

static void
drop_weights (PlotWeightMatrix *matrix)
{
  drop_picture (matrix);
  g_clear_pointer (&matrix->weights, g_free);
  g_clear_pointer (&matrix->unit_names, g_strfreev);
  g_clear_pointer (&matrix->input_names, g_strfreev);
  matrix->n_units = matrix->n_inputs = 0;
}

static void
free_matrix (PlotFigure *figure)
{
  PlotWeightMatrix *matrix = (PlotWeightMatrix *) figure;

  drop_weights (matrix);
  g_free (matrix->order);
  g_free (matrix->title);
  g_free (matrix->unit_noun);
  g_free (matrix->input_noun);
  g_free (matrix);
}

static const PlotFigureClass matrix_class = {
  .name = "weight-matrix",
  .draw = draw,
  .describe = describe,
  .write_csv = write_csv,
  .count = count,
  .copy = copy,
  .draw_hover = draw_hover,
  .free = free_matrix,
};

PlotWeightMatrix *
plot_weight_matrix_new (const char *title,
                        const char *unit_noun,
                        const char *input_noun)
{
  PlotWeightMatrix *matrix = g_new0 (PlotWeightMatrix, 1);

  plot_figure_init (&matrix->figure, &matrix_class);
  matrix->title = g_strdup (title);
  matrix->unit_noun = g_strdup (unit_noun);
  matrix->input_noun = g_strdup (input_noun);
  matrix->selected = PLOT_NO_UNIT;
  return matrix;
}

void
plot_weight_matrix_set_weights (PlotWeightMatrix *matrix,
                                const float      *weights,
                                guint             n_units,
                                guint             n_inputs,
                                char            **unit_names,
                                char            **input_names)
{
  gsize  n = (gsize) n_units * n_inputs;
  float *copied = g_try_new (float, MAX (n, 1));
  char **units = g_strdupv (unit_names);
  char **inputs = g_strdupv (input_names);

  if (copied && n > 0)
    memcpy (copied, weights, n * sizeof *copied);
  drop_weights (matrix);
  matrix->unit_names = units;
  matrix->input_names = inputs;
  matrix->weights = copied;
  if (!copied)
    return;
  matrix->n_units = n_units;
  matrix->n_inputs = n_inputs;
  matrix->scale = plot_weight_scale (copied, n);
  matrix->not_finite = 0;
  for (gsize i = 0; i < n; i++)
    matrix->not_finite += !isfinite (copied[i]);
  if (matrix->order)
    plot_weight_matrix_set_order (matrix, matrix->order, matrix->n_order);
}

void
plot_weight_matrix_set_order (PlotWeightMatrix *matrix,
                              const guint      *order,
                              guint             n)
{
  guint *kept = order ? g_new (guint, MAX (n, 1)) : NULL;
  guint  n_kept = 0;

  for (guint i = 0; kept && i < n; i++)
    if (order[i] < matrix->n_units)
      kept[n_kept++] = order[i];
  g_free (matrix->order);
  matrix->order = kept;
  matrix->n_order = n_kept;
  drop_picture (matrix);
}

void
plot_weight_matrix_set_selected (PlotWeightMatrix *matrix,
                                 guint             unit)
{
  matrix->selected = unit;
}

void
plot_weight_matrix_set_own_scale (PlotWeightMatrix *matrix,
                                  gboolean          own_scale)
{
  if (matrix->own_scale == own_scale)
    return;
  matrix->own_scale = own_scale;
  drop_picture (matrix);
}

double
plot_weight_matrix_get_height (PlotWeightMatrix *matrix,
                               double            width,
                               const PlotTheme  *theme)
{
  Layout layout;

  lay_out (matrix, &layout, plot_text_begin (theme, NULL), width);
  return layout.top + layout.rows * layout.row + layout.edge;
}

guint
plot_weight_matrix_get_neighbor (PlotWeightMatrix *matrix,
                                 guint             unit,
                                 int               down)
{
  guint rows = count_rows (matrix);

  if (rows == 0)
    return PLOT_NO_UNIT;
  for (guint row = 0; row < rows; row++)
    if (unit_at (matrix, row) == unit)
      return unit_at (matrix, (guint) CLAMP ((gint64) row + down, 0, (gint64) rows - 1));
  return unit_at (matrix, 0);
}
