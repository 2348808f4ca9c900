/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/row.h"

typedef struct
{
  PlotFigure  figure;
  GPtrArray  *members;
} PlotRow;

static void
draw (const PlotFigure *figure,
      cairo_t          *cr,
      double            width,
      double            height,
      const PlotTheme  *theme)
{
  const PlotRow *row = (const PlotRow *) figure;
  double         gap = theme->text_size;
  guint          n = row->members->len;
  double         share = (width - gap * (n - 1)) / n;

  for (guint i = 0; i < n; i++)
    {
      cairo_save (cr);
      cairo_translate (cr, i * (share + gap), 0);
      plot_figure_draw (g_ptr_array_index (row->members, i), cr, share, height, theme);
      cairo_restore (cr);
    }
}

static char *
describe (const PlotFigure *figure)
{
  const PlotRow *row = (const PlotRow *) figure;
  GString       *text = g_string_new (NULL);

  for (guint i = 0; i < row->members->len; i++)
    {
      g_autofree char *member = plot_figure_describe (g_ptr_array_index (row->members, i));

      g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", member);
    }
  return g_string_free (text, FALSE);
}

static void
write_csv (const PlotFigure *figure,
           GString          *csv)
{
  const PlotRow *row = (const PlotRow *) figure;

  for (guint i = 0; i < row->members->len; i++)
    {
      g_autofree char *member = plot_figure_to_csv (g_ptr_array_index (row->members, i));

      g_string_append_printf (csv, "%s%s", i > 0 ? "\r\n" : "", member);
    }
}

static gsize
count (const PlotFigure *figure)
{
  const PlotRow *row = (const PlotRow *) figure;
  gsize          n = 0;

  for (guint i = 0; i < row->members->len; i++)
    n += plot_figure_count (g_ptr_array_index (row->members, i));
  return n;
}

static PlotFigure *
copy (const PlotFigure *figure)
{
  const PlotRow          *row = (const PlotRow *) figure;
  g_autoptr (GPtrArray)   members = g_ptr_array_new_with_free_func ((GDestroyNotify) plot_figure_unref);

  for (guint i = 0; i < row->members->len; i++)
    {
      PlotFigure *member = plot_figure_copy (g_ptr_array_index (row->members, i));

      if (!member)
        return NULL;
      g_ptr_array_add (members, member);
    }
  return plot_row_new ((PlotFigure *const *) members->pdata, members->len);
}

static void
free_row (PlotFigure *figure)
{
  PlotRow *row = (PlotRow *) figure;

  g_ptr_array_unref (row->members);
  g_free (row);
}

static const PlotFigureClass row_class = {
  .name = "row",
  .draw = draw,
  .describe = describe,
  .write_csv = write_csv,
  .count = count,
  .copy = copy,
  .free = free_row,
};

PlotFigure *
plot_row_new (PlotFigure *const *members,
              guint              n_members)
{
  PlotRow *row = g_new0 (PlotRow, 1);

  plot_figure_init (&row->figure, &row_class);
  row->members = g_ptr_array_new_with_free_func ((GDestroyNotify) plot_figure_unref);
  for (guint i = 0; i < n_members; i++)
    g_ptr_array_add (row->members, plot_figure_ref (members[i]));
  return &row->figure;
}
