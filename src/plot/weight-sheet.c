/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/number.h"
#include "plot/weight-scale.h"
#include "plot/weight-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
free_weights (PlotWeightSheet *sheet)
{
  if (sheet->shown != sheet->weights)
    g_free (sheet->shown);
  sheet->shown = NULL;
  g_clear_pointer (&sheet->weights, g_free);
}

static void
sheet_free (PlotFigure *figure)
{
  PlotWeightSheet *sheet = (PlotWeightSheet *) figure;

  plot_sheet_drop_pictures (sheet);
  free_weights (sheet);
  g_strfreev (sheet->names);
  g_strfreev (sheet->notes);
  g_free (sheet->order);
  g_free (sheet->places);
  g_free (sheet->title);
  g_free (sheet->noun);
  g_free (sheet);
}

static char *
signed_number (double value)
{
  return value == 0 ? g_strdup ("0") : plot_number_value (value);
}

static char *
describe_values (const PlotWeightSheet *sheet)
{
  const PlotWeightRange *range = &sheet->range;
  g_autofree char *low = signed_number (range->low);
  g_autofree char *high = signed_number (range->high);
  g_autofree char *values = NULL;

  if (!range->any_finite)
    return g_strdup (_("no weight is finite"));
  if (range->low == 0 && range->high == 0)
    values = g_strdup (range->not_finite > 0 ? _("the finite ones all zero") : _("all zero"));
  else
    values = g_strdup_printf (_("from %s to %s"), low, high);
  if (range->not_finite == 0)
    return g_steal_pointer (&values);
  return g_strdup_printf (ngettext ("%s, %lu not finite", "%s, %lu not finite", (gulong) range->not_finite), values,
                          (gulong) range->not_finite);
}

char *
plot_weight_sheet_describe_unit (const PlotWeightSheet *sheet,
                                 guint                  unit)
{
  gsize            n = (gsize) sheet->channels * sheet->height * sheet->width;
  gsize            not_finite;
  float            lowest, highest;
  g_autofree char *name = NULL;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  if (unit >= sheet->n_units)
    return NULL;
  name = plot_weight_sheet_get_name (sheet, unit);
  if (!plot_weight_range (sheet->weights + unit * n, n, &lowest, &highest, &not_finite))
    return g_strdup_printf (_("Unit %s · no weight is finite"), name);
  if (lowest == 0 && highest == 0 && not_finite == 0)
    return g_strdup_printf (_("Unit %s · all weights are zero"), name);
  low = plot_number_isolate (signed_number (lowest));
  high = plot_number_isolate (signed_number (highest));
  if (not_finite > 0)
    return g_strdup_printf (_("Unit %s · weights from %s to %s, %lu not finite"), name, low, high,
                            (gulong) not_finite);
  return g_strdup_printf (_("Unit %s · weights from %s to %s"), name, low, high);
}

/* Takes @more, which may be NULL. */
static void
add_words (char **words,
           char  *more)
{
  char *all = more ? g_strdup_printf ("%s, %s", *words, more) : NULL;

  g_free (more);
  if (!all)
    return;
  g_free (*words);
  *words = all;
}

static char *
sheet_describe (const PlotFigure *figure)
{
  const PlotWeightSheet *sheet = (const PlotWeightSheet *) figure;
  g_autofree char *units = NULL;
  g_autofree char *values = NULL;
  g_autofree char *selected = NULL;
  g_autofree char *marked = NULL;
  g_autofree char *words = NULL;

  if (sheet->n_units == 0)
    return g_strdup_printf (_("%s, no weights yet"), sheet->title);
  /* Translators: "1 output unit", "10 output units"; the noun is given in the singular. */
  units = g_strdup_printf (ngettext ("%u %s", "%u %ss", sheet->n_units), sheet->n_units, sheet->noun);
  values = describe_values (sheet);
  selected = plot_weight_sheet_describe_unit (sheet, sheet->selected);
  /* Translators: "Weights of 10 output units, 28 by 28 pixels, from −0.42 to 0.42" */
  words = g_strdup_printf (_("Weights of %s, %u by %u pixels, %s"), units, sheet->width, sheet->height, values);
  add_words (&words, plot_sheet_describe_panes (sheet));
  add_words (&words, plot_sheet_describe_zero_units (sheet));
  add_words (&words, sheet->own_scale ? g_strdup (_("each on its own scale")) : NULL);
  marked = plot_sheet_describe_marks (sheet);
  if (marked)
    return g_strdup_printf ("%s. %s", words, marked);
  if (!selected)
    return g_steal_pointer (&words);
  /* Translators: the whole sheet, then the unit that is selected in it. */
  return g_strdup_printf (_("%s. Selected: %s"), words, selected);
}

static void
sheet_write_csv (const PlotFigure *figure,
                 GString          *csv)
{
  const PlotWeightSheet *sheet = (const PlotWeightSheet *) figure;
  const float           *weight = sheet->weights;

  g_string_append (csv, sheet->channels > 1 ? "unit,row,column,channel,weight\r\n" : "unit,row,column,weight\r\n");
  for (guint unit = 0; unit < sheet->n_units; unit++)
    for (guint channel = 0; channel < sheet->channels; channel++)
      for (guint row = 0; row < sheet->height; row++)
        for (guint column = 0; column < sheet->width; column++)
          {
            g_string_append_printf (csv, "%u,%u,%u,", unit, row, column);
            if (sheet->channels > 1)
              g_string_append_printf (csv, "%u,", channel);
            plot_number_append_csv_float (csv, *weight++);
            g_string_append (csv, "\r\n");
          }
}

static gsize
sheet_count (const PlotFigure *figure)
{
  const PlotWeightSheet *sheet = (const PlotWeightSheet *) figure;

  return (gsize) sheet->n_units * sheet->channels * sheet->height * sheet->width;
}

static PlotFigure *sheet_copy (const PlotFigure *figure);

static const PlotFigureClass sheet_class = {
  .name = "weights",
  .draw = plot_sheet_draw,
  .describe = sheet_describe,
  .write_csv = sheet_write_csv,
  .count = sheet_count,
  .copy = sheet_copy,
  .free = sheet_free,
};

PlotWeightSheet *
plot_weight_sheet_new (const char *title,
                       const char *noun)
{
  PlotWeightSheet *sheet = g_new0 (PlotWeightSheet, 1);

  plot_figure_init (&sheet->figure, &sheet_class);
  sheet->title = g_strdup (title ? title : "");
  sheet->noun = g_strdup (noun ? noun : _("unit"));
  sheet->selected = PLOT_NO_UNIT;
  return sheet;
}

static char **
copy_strings (char **strings,
              guint  n)
{
  char **copy;

  if (!strings)
    return NULL;
  copy = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    copy[i] = g_strdup (strings[i] ? strings[i] : "");
  return copy;
}

/* Room for the weights, kept when it has the right size already. FALSE: there is no such memory, or no such size;
 * the sheet is then empty. */
static gboolean
make_room (PlotWeightSheet *sheet,
           guint            n_units,
           guint            channels,
           guint            height,
           guint            width,
           gsize           *count)
{
  gsize all;

  if (!g_size_checked_mul (&all, height, width) || !g_size_checked_mul (&all, all, n_units) ||
      !g_size_checked_mul (&all, all, channels))
    all = 0;
  *count = all;
  if (sheet->weights && sheet->n_units == n_units && sheet->channels == channels && sheet->height == height &&
      sheet->width == width)
    return TRUE;
  plot_sheet_drop_pictures (sheet);
  free_weights (sheet);
  if (sheet->n_units != n_units)
    {
      g_clear_pointer (&sheet->notes, g_strfreev);
      sheet->selected = PLOT_NO_UNIT;
    }
  sheet->n_units = 0;
  sheet->weights = all > 0 ? g_try_new (float, all) : NULL;
  sheet->shown = sheet->weights;
  if (!sheet->weights)
    return FALSE;
  sheet->n_units = n_units;
  sheet->channels = channels;
  sheet->height = height;
  sheet->width = width;
  return TRUE;
}

static void
set_names (PlotWeightSheet *sheet,
           char           **names)
{
  glong longest = 0;

  g_strfreev (sheet->names);
  sheet->names = copy_strings (names, sheet->n_units);
  sheet->short_names = names != NULL;
  sheet->longest_name = sheet->n_units > 0 ? sheet->n_units - 1 : 0;
  for (guint i = 0; names && i < sheet->n_units; i++)
    {
      glong length = g_utf8_strlen (sheet->names[i], -1);

      if (length > 1)
        sheet->short_names = FALSE;
      if (length > longest)
        {
          longest = length;
          sheet->longest_name = i;
        }
    }
}

/* The order may be older than the weights: units that are gone are passed over. */
static void
set_places (PlotWeightSheet *sheet)
{
  g_free (sheet->places);
  sheet->places = g_new (guint, MAX (sheet->n_order, 1));
  sheet->n_places = 0;
  for (guint i = 0; i < sheet->n_order; i++)
    if (sheet->order[i] < sheet->n_units)
      sheet->places[sheet->n_places++] = sheet->order[i];
}

void
plot_weight_sheet_set_weights (PlotWeightSheet *sheet,
                               const float     *weights,
                               guint            n_units,
                               guint            channels,
                               guint            height,
                               guint            width,
                               char           **names)
{
  gsize count;

  if (make_room (sheet, n_units, channels, height, width, &count))
    memcpy (sheet->weights, weights, count * sizeof (float));
  if (!plot_sheet_show_weights (sheet))
    sheet->n_units = 0;
  set_names (sheet, names);
  set_places (sheet);
  plot_sheet_find_range (sheet);
  plot_sheet_drop_pictures (sheet);
}

void
plot_weight_sheet_set_notes (PlotWeightSheet *sheet,
                             char           **notes)
{
  g_strfreev (sheet->notes);
  sheet->notes = copy_strings (notes, sheet->n_units);
}

void
plot_weight_sheet_set_order (PlotWeightSheet *sheet,
                             const guint     *order,
                             guint            n)
{
  g_free (sheet->order);
  sheet->order = order ? g_memdup2 (order, n * sizeof (guint)) : NULL;
  sheet->n_order = order ? n : 0;
  /* An empty order is one that shows nothing, not "all". */
  if (order && n == 0)
    sheet->order = g_new (guint, 1);
  set_places (sheet);
}

/* Its pictures are made anew where it is painted. */
static PlotFigure *
sheet_copy (const PlotFigure *figure)
{
  const PlotWeightSheet *sheet = (const PlotWeightSheet *) figure;
  PlotWeightSheet       *copy = plot_weight_sheet_new (sheet->title, sheet->noun);
  gsize                  count;

  if (sheet->n_units > 0 &&
      !make_room (copy, sheet->n_units, sheet->channels, sheet->height, sheet->width, &count))
    {
      sheet_free (plot_weight_sheet_figure (copy));
      return NULL;
    }
  if (sheet->n_units > 0)
    memcpy (copy->weights, sheet->weights, count * sizeof (float));
  copy->n_slices = sheet->n_slices;
  memcpy (copy->slices, sheet->slices, sizeof copy->slices);
  if (!plot_sheet_show_weights (copy))
    {
      sheet_free (plot_weight_sheet_figure (copy));
      return NULL;
    }
  copy->parts = sheet->parts;
  set_names (copy, sheet->names);
  plot_weight_sheet_set_notes (copy, sheet->notes);
  plot_weight_sheet_set_order (copy, sheet->order, sheet->n_order);
  copy->side = sheet->side;
  copy->strip = sheet->strip;
  copy->bare = sheet->bare;
  copy->own_scale = sheet->own_scale;
  copy->selected = sheet->selected;
  plot_weight_sheet_set_marks (copy, sheet->marks, sheet->n_marks);
  copy->range = sheet->range;
  return plot_weight_sheet_figure (copy);
}

void
plot_weight_sheet_set_own_scale (PlotWeightSheet *sheet,
                                 gboolean         own_scale)
{
  if (sheet->own_scale == own_scale)
    return;
  sheet->own_scale = own_scale;
  plot_sheet_drop_pictures (sheet);
}

void
plot_weight_sheet_set_side (PlotWeightSheet *sheet,
                            double           side)
{
  sheet->side = isfinite (side) ? MAX (side, 0) : 0;
}

void
plot_weight_sheet_set_strip (PlotWeightSheet *sheet,
                             gboolean         strip)
{
  sheet->strip = strip;
}

void
plot_weight_sheet_set_bare (PlotWeightSheet *sheet,
                            gboolean         bare)
{
  sheet->bare = bare;
}

void
plot_weight_sheet_set_selected (PlotWeightSheet *sheet,
                                guint            unit)
{
  sheet->selected = unit < sheet->n_units ? unit : PLOT_NO_UNIT;
}

guint
plot_weight_sheet_get_selected (PlotWeightSheet *sheet)
{
  return sheet->selected;
}

guint
plot_sheet_count (const PlotWeightSheet *sheet)
{
  return sheet->order ? sheet->n_places : sheet->n_units;
}

guint
plot_sheet_unit_at (const PlotWeightSheet *sheet,
                    guint                  place)
{
  return sheet->order ? sheet->places[place] : place;
}

char *
plot_weight_sheet_get_name (const PlotWeightSheet *sheet,
                            guint                  unit)
{
  return sheet->names ? g_strdup (sheet->names[unit]) : g_strdup_printf ("#%u", unit);
}

char *
plot_sheet_bar_number (const PlotWeightSheet *sheet,
                       gboolean               positive)
{
  double scale = sheet->range.scale;

  if (sheet->own_scale)
    return g_strdup (positive ? "+" : "\342\210\222");
  return plot_number_signed (positive ? scale : -scale, plot_number_decimals (scale));
}

char *
plot_sheet_remark (const PlotWeightSheet *sheet,
                   const PlotSheetLayout *layout)
{
  gulong               n = sheet->range.not_finite;
  g_autofree char     *count = NULL;
  g_autofree char     *bad = NULL;
  g_autofree char     *panes = sheet->n_units > 0 ? plot_sheet_describe_panes (sheet) : NULL;
  g_autofree char     *zero = plot_sheet_describe_zero_units (sheet);
  g_autoptr (GPtrArray) remarks = g_ptr_array_new ();

  if (layout->shown < layout->total)
    /* Translators: "12 of 300" units are shown */
    count = g_strdup_printf (_("%u of %u"), layout->shown, layout->total);
  if (n > 0)
    bad = g_strdup_printf (ngettext ("%lu weight is not finite", "%lu weights are not finite", n), n);
  if (count)
    g_ptr_array_add (remarks, count);
  if (bad)
    g_ptr_array_add (remarks, bad);
  if (panes)
    g_ptr_array_add (remarks, panes);
  if (zero)
    g_ptr_array_add (remarks, zero);
  if (sheet->own_scale && sheet->range.scale > 0)
    g_ptr_array_add (remarks, _("each on its own scale"));
  if (remarks->len == 0)
    return NULL;
  g_ptr_array_add (remarks, NULL);
  return g_strjoinv (" · ", (char **) remarks->pdata);
}
