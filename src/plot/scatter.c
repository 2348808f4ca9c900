/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/scatter-private.h"

#include "plot/number.h"

#include <string.h>

static void
point_clear (gpointer data)
{
  PlotScatterPoint *point = data;

  g_free (point->name);
}

static void
guide_clear (gpointer data)
{
  PlotGuide *guide = data;

  g_free (guide->label);
}

static void
series_free (gpointer data)
{
  PlotScatterSeries *series = data;

  g_array_unref (series->points);
  g_free (series->label);
  g_free (series);
}

static void
scatter_free (PlotFigure *figure)
{
  PlotScatter *scatter = (PlotScatter *) figure;

  g_free (scatter->title);
  g_free (scatter->note);
  g_free (scatter->x_title);
  g_free (scatter->y_title);
  g_free (scatter->empty);
  g_free (scatter->description);
  g_ptr_array_unref (scatter->series);
  g_array_unref (scatter->guides);
  g_free (scatter);
}

static char *
scatter_describe (const PlotFigure *figure)
{
  const PlotScatter *scatter = (const PlotScatter *) figure;

  return g_strdup (scatter->description ? scatter->description : scatter->title);
}

/* A field in quotation marks, so that commas and quotation marks within it do no harm (RFC 4180). */
static void
append_field (GString    *csv,
              const char *text)
{
  g_auto (GStrv)   parts = g_strsplit (text, "\"", -1);
  g_autofree char *escaped = g_strjoinv ("\"\"", parts);

  if (strpbrk (text, ",\"\r\n"))
    g_string_append_printf (csv, "\"%s\"", escaped);
  else
    g_string_append (csv, text);
}

static void
scatter_write_csv (const PlotFigure *figure,
                   GString          *csv)
{
  const PlotScatter *scatter = (const PlotScatter *) figure;

  g_string_append (csv, "series,point,");
  append_field (csv, scatter->x_title);
  g_string_append_c (csv, ',');
  append_field (csv, scatter->y_title);
  g_string_append (csv, "\r\n");
  for (guint i = 0; i < scatter->series->len; i++)
    {
      const PlotScatterSeries *series = g_ptr_array_index (scatter->series, i);

      for (guint k = 0; k < series->points->len; k++)
        {
          const PlotScatterPoint *point = &g_array_index (series->points, PlotScatterPoint, k);

          append_field (csv, series->label);
          g_string_append_c (csv, ',');
          append_field (csv, point->name ? point->name : "");
          g_string_append_c (csv, ',');
          plot_number_append_csv (csv, point->x);
          g_string_append_c (csv, ',');
          plot_number_append_csv (csv, point->y);
          g_string_append (csv, "\r\n");
        }
    }
}

static gsize
scatter_count (const PlotFigure *figure)
{
  const PlotScatter *scatter = (const PlotScatter *) figure;
  gsize              n = 0;

  for (guint i = 0; i < scatter->series->len; i++)
    n += 2 * ((PlotScatterSeries *) g_ptr_array_index (scatter->series, i))->points->len;
  return n;
}

static PlotFigure *
scatter_copy (const PlotFigure *figure)
{
  const PlotScatter *scatter = (const PlotScatter *) figure;
  PlotScatter       *copy = plot_scatter_new (scatter->title, scatter->note, scatter->x_title, scatter->y_title,
                                              scatter->empty);

  plot_scatter_set_scales (copy, scatter->x_kind, scatter->y_kind);
  plot_scatter_set_description (copy, scatter->description);
  for (guint i = 0; i < scatter->series->len; i++)
    {
      const PlotScatterSeries *series = g_ptr_array_index (scatter->series, i);
      guint                    index = plot_scatter_add_series (copy, series->role, series->label, series->joined);

      for (guint k = 0; k < series->points->len; k++)
        {
          const PlotScatterPoint *point = &g_array_index (series->points, PlotScatterPoint, k);

          plot_scatter_append (copy, index, point->name, point->x, point->y, point->hollow);
        }
    }
  for (guint i = 0; i < scatter->guides->len; i++)
    {
      const PlotGuide *guide = &g_array_index (scatter->guides, PlotGuide, i);

      plot_scatter_add_guide (copy, guide->x0, guide->y0, guide->x1, guide->y1, guide->label);
    }
  return plot_scatter_figure (copy);
}

static const PlotFigureClass scatter_class = {
  .name = "scatter",
  .draw = plot_scatter_draw,
  .describe = scatter_describe,
  .write_csv = scatter_write_csv,
  .count = scatter_count,
  .copy = scatter_copy,
  .draw_hover = plot_scatter_draw_hover,
  .free = scatter_free,
};

PlotScatter *
plot_scatter_new (const char *title,
                  const char *note,
                  const char *x_title,
                  const char *y_title,
                  const char *empty)
{
  PlotScatter *scatter = g_new0 (PlotScatter, 1);

  plot_figure_init (&scatter->figure, &scatter_class);
  scatter->title = g_strdup (title);
  scatter->note = g_strdup (note);
  scatter->x_title = g_strdup (x_title);
  scatter->y_title = g_strdup (y_title);
  scatter->empty = g_strdup (empty);
  scatter->series = g_ptr_array_new_with_free_func (series_free);
  scatter->guides = g_array_new (FALSE, FALSE, sizeof (PlotGuide));
  g_array_set_clear_func (scatter->guides, guide_clear);
  return scatter;
}

void
plot_scatter_set_scales (PlotScatter  *scatter,
                         PlotScaleKind x,
                         PlotScaleKind y)
{
  scatter->x_kind = x;
  scatter->y_kind = y;
}

void
plot_scatter_set_description (PlotScatter *scatter,
                              const char  *description)
{
  g_free (scatter->description);
  scatter->description = g_strdup (description);
}

guint
plot_scatter_add_series (PlotScatter *scatter,
                         PlotRole     role,
                         const char  *label,
                         gboolean     joined)
{
  PlotScatterSeries *series = g_new0 (PlotScatterSeries, 1);

  series->role = role;
  series->label = g_strdup (label);
  series->joined = joined;
  series->points = g_array_new (FALSE, FALSE, sizeof (PlotScatterPoint));
  g_array_set_clear_func (series->points, point_clear);
  g_ptr_array_add (scatter->series, series);
  return scatter->series->len - 1;
}

void
plot_scatter_append (PlotScatter *scatter,
                     guint        series,
                     const char  *name,
                     double       x,
                     double       y,
                     gboolean     hollow)
{
  PlotScatterPoint point = { g_strdup (name), x, y, hollow };

  g_array_append_val (((PlotScatterSeries *) g_ptr_array_index (scatter->series, series))->points, point);
}

void
plot_scatter_add_guide (PlotScatter *scatter,
                        double       x0,
                        double       y0,
                        double       x1,
                        double       y1,
                        const char  *label)
{
  PlotGuide guide = { x0, y0, x1, y1, g_strdup (label) };

  g_array_append_val (scatter->guides, guide);
}
