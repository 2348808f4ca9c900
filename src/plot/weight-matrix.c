/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/csv.h"
#include "plot/number.h"
#include "plot/weight-matrix-private.h"
#include "plot/weight-scale.h"
#include "plot/weight-sheet.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

guint
plot_matrix_rows (const PlotWeightMatrix *matrix)
{
  return matrix->order ? matrix->n_order : matrix->n_units;
}

guint
plot_matrix_unit_at (const PlotWeightMatrix *matrix,
                     guint                   row)
{
  return matrix->order ? matrix->order[row] : row;
}

char *
plot_matrix_name_unit (const PlotWeightMatrix *matrix,
                       guint                   unit)
{
  return matrix->unit_names ? g_strdup (matrix->unit_names[unit]) : g_strdup_printf ("#%u", unit);
}

char *
plot_matrix_name_input (const PlotWeightMatrix *matrix,
                        guint                   input)
{
  return matrix->input_names ? g_strdup (matrix->input_names[input]) : g_strdup_printf ("#%u", input);
}

const float *
plot_matrix_row (const PlotWeightMatrix *matrix,
                 guint                   unit)
{
  return matrix->weights + (gsize) unit * matrix->n_inputs;
}

char *
plot_matrix_label (const PlotWeightMatrix *matrix,
                   guint                   unit)
{
  g_autofree char *name = plot_matrix_name_unit (matrix, unit);
  g_autofree char *number = NULL;
  double           scale;

  if (!matrix->own_scale)
    return g_steal_pointer (&name);
  scale = (double) plot_weight_largest (plot_matrix_row (matrix, unit), matrix->n_inputs);
  number = plot_number_isolate (plot_number_value (scale));
  return g_strdup_printf ("%s \302\261%s", name, number);
}

/* What the colors mean, where no bar shows it. Returns: (transfer none), or NULL */
static const char *
describe_scale (const PlotWeightMatrix *matrix)
{
  if (!matrix->any_finite)
    return _("no weight is finite");
  if (matrix->scale == 0)
    return matrix->not_finite > 0 ? _("all finite weights are zero") : _("all weights are zero");
  return matrix->own_scale ? _("each row on its own scale") : NULL;
}

char *
plot_matrix_note (const PlotWeightMatrix *matrix,
                  const PlotMatrixLayout *layout,
                  gboolean                bar)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char      *number = plot_number_isolate (plot_number_value (matrix->scale));
  gulong                bad = matrix->not_finite;
  const char           *scale = describe_scale (matrix);

  if (matrix->n_units == 0)
    return NULL;
  if (scale)
    g_ptr_array_add (parts, g_strdup (scale));
  else if (!bar)
    /* Translators: blue at minus this number, red at plus this number */
    g_ptr_array_add (parts, g_strdup_printf (_("colors from \342\210\222%s to +%s"), number, number));
  if (layout && layout->cells < matrix->n_inputs)
    /* Translators: where more inputs than pixels stand side by side */
    g_ptr_array_add (parts, g_strdup_printf (_("each pixel the strongest of up to %u inputs"),
                                             (matrix->n_inputs + layout->cells - 1) / layout->cells));
  if (bad > 0 && matrix->any_finite)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%lu weight is not finite", "%lu weights are not finite", bad),
                                             bad));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

char *
plot_weight_matrix_describe_weight (const PlotWeightMatrix *matrix,
                                    guint                   unit,
                                    guint                   input)
{
  g_autofree char *to = plot_matrix_name_unit (matrix, unit);
  g_autofree char *from = plot_matrix_name_input (matrix, input);
  float            weight = plot_matrix_row (matrix, unit)[input];
  g_autofree char *number = isfinite (weight) ? plot_number_isolate (plot_number_value (weight))
                                              : g_strdup (_("not finite"));

  /* Translators: "hidden unit #17 → output unit 3 · weight 0.42" */
  return g_strdup_printf (_("%s %s \342\206\222 %s %s · weight %s"), matrix->input_noun, from, matrix->unit_noun, to,
                          number);
}

static char *
describe (const PlotFigure *figure)
{
  const PlotWeightMatrix *matrix = (const PlotWeightMatrix *) figure;
  g_autofree char        *note = plot_matrix_note (matrix, NULL, FALSE);
  g_autofree char        *name = NULL;
  g_autofree char        *words = NULL;

  if (matrix->n_units == 0)
    return g_strdup_printf (_("%s, no weights yet"), matrix->title);
  /* Translators: "Output units: weights of 10 units to 300 inputs, colors from −0.42 to +0.42" */
  words = g_strdup_printf (_("%s: weights of %u units to %u inputs, %s"), matrix->title, matrix->n_units,
                           matrix->n_inputs, note);
  if (matrix->selected >= matrix->n_units)
    return g_steal_pointer (&words);
  name = plot_matrix_name_unit (matrix, matrix->selected);
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
free_matrix (PlotFigure *figure)
{
  PlotWeightMatrix *matrix = (PlotWeightMatrix *) figure;

  plot_matrix_drop_bands (matrix);
  g_free (matrix->weights);
  g_strfreev (matrix->unit_names);
  g_strfreev (matrix->input_names);
  g_free (matrix->order);
  g_free (matrix->title);
  g_free (matrix->unit_noun);
  g_free (matrix->input_noun);
  g_free (matrix);
}

static const PlotFigureClass matrix_class = {
  .name = "weight-matrix",
  .draw = plot_matrix_draw,
  .describe = describe,
  .write_csv = write_csv,
  .count = count,
  .copy = copy,
  .draw_hover = plot_matrix_draw_hover,
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

/* Room for the weights, which is kept where it has the right size. */
static gboolean
make_room (PlotWeightMatrix *matrix,
           guint             n_units,
           guint             n_inputs)
{
  gsize n;

  if (matrix->weights && matrix->n_units == n_units && matrix->n_inputs == n_inputs)
    return TRUE;
  g_clear_pointer (&matrix->weights, g_free);
  matrix->n_units = matrix->n_inputs = 0;
  if (!g_size_checked_mul (&n, n_units, n_inputs))
    return FALSE;
  matrix->weights = g_try_new (float, MAX (n, 1));
  if (!matrix->weights)
    return FALSE;
  matrix->n_units = n_units;
  matrix->n_inputs = n_inputs;
  return TRUE;
}

void
plot_weight_matrix_set_weights (PlotWeightMatrix *matrix,
                                const float      *weights,
                                guint             n_units,
                                guint             n_inputs,
                                char            **unit_names,
                                char            **input_names)
{
  gsize    n = (gsize) n_units * n_inputs;
  char   **units = g_strdupv (unit_names);
  char   **inputs = g_strdupv (input_names);
  float    low, high;
  gboolean room;

  g_strfreev (matrix->unit_names);
  g_strfreev (matrix->input_names);
  matrix->unit_names = units;
  matrix->input_names = inputs;
  plot_matrix_drop_bands (matrix);
  room = make_room (matrix, n_units, n_inputs);
  if (matrix->order)
    plot_weight_matrix_set_order (matrix, matrix->order, matrix->n_order);
  if (!room)
    return;
  if (n > 0)
    memcpy (matrix->weights, weights, n * sizeof *weights);
  matrix->scale = plot_weight_scale (matrix->weights, n);
  matrix->any_finite = plot_weight_range (matrix->weights, n, &low, &high, &matrix->not_finite);
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
  plot_matrix_drop_bands (matrix);
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
  plot_matrix_drop_bands (matrix);
}

double
plot_weight_matrix_get_height (PlotWeightMatrix *matrix,
                               double            width,
                               const PlotTheme  *theme)
{
  PlotMatrixLayout layout;

  plot_matrix_lay_out (matrix, &layout, plot_text_begin (theme, NULL), width);
  return layout.top + layout.rows * layout.row + layout.edge;
}

guint
plot_weight_matrix_get_neighbor (PlotWeightMatrix *matrix,
                                 guint             unit,
                                 int               down)
{
  guint rows = plot_matrix_rows (matrix);

  if (rows == 0)
    return PLOT_NO_UNIT;
  for (guint row = 0; row < rows; row++)
    if (plot_matrix_unit_at (matrix, row) == unit)
      return plot_matrix_unit_at (matrix, (guint) CLAMP ((gint64) row + down, 0, (gint64) rows - 1));
  return plot_matrix_unit_at (matrix, 0);
}

gboolean
plot_weight_matrix_get_row (PlotWeightMatrix  *matrix,
                            double             width,
                            const PlotTheme   *theme,
                            guint              unit,
                            cairo_rectangle_t *row)
{
  PlotMatrixLayout layout;

  plot_matrix_lay_out (matrix, &layout, plot_text_begin (theme, NULL), width);
  for (guint i = 0; i < layout.rows; i++)
    if (plot_matrix_unit_at (matrix, i) == unit)
      {
        *row = (cairo_rectangle_t) { layout.left, layout.top + i * layout.row, layout.width, layout.row };
        return TRUE;
      }
  return FALSE;
}
