/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/csv.h"
#include "plot/curves-private.h"
#include "plot/number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
curve_free (gpointer data)
{
  PlotCurve *curve = data;

  plot_series_finish (&curve->series);
  g_array_unref (curve->thin);
  g_free (curve->label);
  g_free (curve);
}

static void
mark_clear (gpointer data)
{
  PlotMark *mark = data;

  g_free (mark->text);
}

static void
curves_free (PlotFigure *figure)
{
  PlotCurves *curves = (PlotCurves *) figure;

  g_ptr_array_unref (curves->curves);
  g_array_unref (curves->marks);
  g_free (curves->title);
  g_free (curves->note);
  g_free (curves->x_title);
  g_free (curves->second_title);
  g_free (curves);
}

char *
plot_curves_place (const char *x_title,
                   const char *number)
{
  if (g_strcmp0 (x_title, _("steps")) == 0)
    return g_strdup_printf (_("step %s"), number);
  if (g_strcmp0 (x_title, _("epochs")) == 0)
    return g_strdup_printf (_("epoch %s"), number);
  if (x_title)
    return g_strdup_printf (C_("number and unit of an axis", "%s %s"), number, x_title);
  return g_strdup (number);
}

static char *
describe_place (const PlotCurves *curves,
                double            x)
{
  g_autofree char *number = g_strdup_printf (x == floor (x) || fabs (x) >= 1000 ? "%.0f" : "%.4g", x);

  return plot_curves_place (curves->x_title, number);
}

static void
append_earlier (const PlotCurves *curves,
                GString          *words)
{
  PlotScale every;

  plot_scale_init (&every, PLOT_SCALE_LINEAR, 0, 1);
  for (guint i = 0; i < curves->curves->len; i++)
    {
      const PlotCurve *curve = plot_curves_at (curves, i);
      const PlotPoint *last = plot_series_last (&curve->series, &every, INFINITY);
      g_autofree char *number = NULL;

      if (curve->role != PLOT_ROLE_EARLIER || !curve->visible || !last)
        continue;
      number = curves->percent ? plot_number_percent (last->y) : plot_number_value (last->y);
      g_string_append_printf (words, "; %s %s", curve->label, number);
    }
}

static void
append_view (const PlotCurves *curves,
             GString          *words)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  double           low, high;

  if (!plot_curves_get_view (curves, &low, &high))
    return;
  from = describe_place (curves, low);
  to = describe_place (curves, high);
  g_string_append (words, "; ");
  /* Translators: the part of the axis that is shown, "step 100 to step 250" */
  g_string_append_printf (words, _("shown: %s to %s"), from, to);
}

static void
append_moment (const PlotCurves *curves,
               GString          *words)
{
  g_autofree char *place = NULL;

  if (isnan (curves->moment))
    return;
  place = describe_place (curves, curves->moment);
  g_string_append (words, "; ");
  /* Translators: the moment of the run that the page shows, "looking at step 300" */
  g_string_append_printf (words, _("looking at %s"), place);
}

static char *
curves_describe (const PlotFigure *figure)
{
  const PlotCurves *curves = (const PlotCurves *) figure;
  g_autoptr (GString) values = g_string_new (NULL);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *place = NULL;
  PlotScale every;
  double    x = -INFINITY;

  plot_scale_init (&every, PLOT_SCALE_LINEAR, 0, 1);
  for (guint i = 0; i < curves->curves->len; i++)
    {
      const PlotCurve *curve = plot_curves_at (curves, i);
      const PlotPoint *last = plot_series_last (&curve->series, &every, INFINITY);
      g_autofree char *label = NULL;

      if (!last || !curve->visible)
        continue;
      label = plot_curves_end_label (curves, curve, &(PlotEnd) { *last, FALSE }, PLOT_LABELS_VALUE);
      if (!label)
        continue;
      g_string_append_printf (values, "%s%s", values->len > 0 ? ", " : "", label);
      x = MAX (x, last->x);
    }
  if (values->len == 0)
    return g_strdup_printf (_("%s, no points yet"), curves->title);
  place = describe_place (curves, x);
  /* Translators: "Cost, train 0.083, validation 0.101 at step 2314" */
  g_string_append_printf (words, _("%s, %s at %s"), curves->title, values->str, place);
  append_earlier (curves, words);
  append_view (curves, words);
  append_moment (curves, words);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* One row per x: each visible series gives its next point when that stands there. */
static void
append_rows (GString         *csv,
             PlotCurve      **shown,
             guint            n)
{
  g_autofree gsize *next = g_new0 (gsize, n);

  for (;;)
    {
      double x = INFINITY;

      for (guint i = 0; i < n; i++)
        if (next[i] < shown[i]->series.points->len)
          x = MIN (x, g_array_index (shown[i]->series.points, PlotPoint, next[i]).x);
      if (!isfinite (x))
        return;
      plot_number_append_csv (csv, x);
      for (guint i = 0; i < n; i++)
        {
          const GArray    *points = shown[i]->series.points;
          const PlotPoint *point = next[i] < points->len ? &g_array_index (points, PlotPoint, next[i]) : NULL;

          g_string_append_c (csv, ',');
          if (!point || point->x != x)
            continue;
          plot_number_append_csv (csv, point->y);
          next[i]++;
        }
      g_string_append (csv, "\r\n");
    }
}

static void
curves_write_csv (const PlotFigure *figure,
                  GString          *csv)
{
  const PlotCurves *curves = (const PlotCurves *) figure;
  g_autofree PlotCurve **shown = g_new (PlotCurve *, MAX (curves->curves->len, 1));
  guint n = 0;

  plot_csv_append_field (csv, curves->x_title ? curves->x_title : "x");
  for (guint i = 0; i < curves->curves->len; i++)
    if (plot_curves_at (curves, i)->visible)
      {
        shown[n] = plot_curves_at (curves, i);
        g_string_append_c (csv, ',');
        plot_csv_append_field (csv, shown[n++]->label);
      }
  g_string_append (csv, "\r\n");
  append_rows (csv, shown, n);
}

static gsize
curves_count (const PlotFigure *figure)
{
  const PlotCurves *curves = (const PlotCurves *) figure;
  gsize n = 0;

  for (guint i = 0; i < curves->curves->len; i++)
    if (plot_curves_at (curves, i)->visible)
      n += plot_curves_at (curves, i)->series.points->len;
  return n;
}

static PlotFigure *
curves_copy (const PlotFigure *figure)
{
  const PlotCurves *curves = (const PlotCurves *) figure;
  PlotCurves       *copy = plot_curves_new (curves->title, curves->note, curves->x_title, curves->percent);

  copy->y_kind = curves->y_kind;
  copy->x_end = curves->x_end;
  copy->moment = curves->moment;
  plot_curves_set_view (copy, curves->zoomed ? curves->view_low : NAN, curves->view_high);
  plot_curves_set_second_x (copy, curves->second_title, curves->second_factor);
  for (guint i = 0; i < curves->curves->len; i++)
    {
      const PlotCurve *curve = plot_curves_at (curves, i);
      guint            index = plot_curves_add_series (copy, curve->role, curve->label);

      plot_curves_at (copy, index)->visible = curve->visible;
      plot_series_copy (&curve->series, &plot_curves_at (copy, index)->series);
    }
  for (guint i = 0; i < curves->marks->len; i++)
    {
      const PlotMark *mark = &g_array_index (curves->marks, PlotMark, i);

      plot_curves_add_mark (copy, mark->x, mark->text);
    }
  return plot_curves_figure (copy);
}

static const PlotFigureClass curves_class = {
  .name = "curves",
  .draw = plot_curves_draw,
  .describe = curves_describe,
  .write_csv = curves_write_csv,
  .count = curves_count,
  .copy = curves_copy,
  .draw_hover = plot_curves_draw_hover,
  .free = curves_free,
};

PlotCurves *
plot_curves_new (const char *title,
                 const char *y_note,
                 const char *x_title,
                 gboolean    percent)
{
  PlotCurves *curves = g_new0 (PlotCurves, 1);

  plot_figure_init (&curves->figure, &curves_class);
  curves->title = g_strdup (title ? title : "");
  curves->note = g_strdup (y_note);
  curves->x_title = g_strdup (x_title);
  curves->percent = percent;
  curves->moment = NAN;
  curves->curves = g_ptr_array_new_with_free_func (curve_free);
  curves->marks = g_array_new (FALSE, FALSE, sizeof (PlotMark));
  g_array_set_clear_func (curves->marks, mark_clear);
  return curves;
}

guint
plot_curves_add_series (PlotCurves *curves,
                        PlotRole    role,
                        const char *label)
{
  PlotCurve *curve = g_new0 (PlotCurve, 1);

  curve->role = role;
  curve->label = g_strdup (label ? label : "");
  curve->visible = TRUE;
  curve->thin = g_array_new (FALSE, FALSE, sizeof (PlotPoint));
  plot_series_init (&curve->series);
  g_ptr_array_add (curves->curves, curve);
  return curves->curves->len - 1;
}

void
plot_curves_append (PlotCurves   *curves,
                    guint         series,
                    const double *x,
                    const double *y,
                    gsize         n)
{
  g_return_if_fail (series < curves->curves->len);

  plot_series_append (&plot_curves_at (curves, series)->series, x, y, n);
}

void
plot_curves_clear_series (PlotCurves *curves,
                          guint       series)
{
  g_return_if_fail (series < curves->curves->len);

  plot_series_clear (&plot_curves_at (curves, series)->series);
}

void
plot_curves_clear (PlotCurves *curves)
{
  for (guint i = 0; i < curves->curves->len; i++)
    plot_series_clear (&plot_curves_at (curves, i)->series);
  g_array_set_size (curves->marks, 0);
}

void
plot_curves_set_visible (PlotCurves *curves,
                         guint       series,
                         gboolean    visible)
{
  g_return_if_fail (series < curves->curves->len);

  plot_curves_at (curves, series)->visible = visible;
}

void
plot_curves_set_label (PlotCurves *curves,
                       guint       series,
                       const char *label)
{
  PlotCurve       *curve = plot_curves_at (curves, series);
  g_autofree char *old = curve->label;

  curve->label = g_strdup (label ? label : "");
}

void
plot_curves_set_x_title (PlotCurves *curves,
                         const char *x_title)
{
  g_autofree char *old = curves->x_title;

  curves->x_title = g_strdup (x_title);
}

void
plot_curves_set_note (PlotCurves *curves,
                      const char *y_note)
{
  g_free (curves->note);
  curves->note = g_strdup (y_note);
}

void
plot_curves_set_y_scale (PlotCurves   *curves,
                         PlotScaleKind kind)
{
  curves->y_kind = kind;
}

void
plot_curves_set_x_end (PlotCurves *curves,
                       double      x)
{
  curves->x_end = isfinite (x) ? x : 0;
}

void
plot_curves_set_second_x (PlotCurves *curves,
                          const char *title,
                          double      factor)
{
  g_autofree char *old = curves->second_title;

  curves->second_title = g_strdup (title);
  curves->second_factor = title && isfinite (factor) ? factor : 0;
}

void
plot_curves_add_mark (PlotCurves *curves,
                      double      x,
                      const char *text)
{
  PlotMark mark = { x, g_strdup (text ? text : "") };

  g_array_append_val (curves->marks, mark);
}

void
plot_curves_set_moment (PlotCurves *curves,
                        double      x)
{
  curves->moment = isfinite (x) ? x : NAN;
}
