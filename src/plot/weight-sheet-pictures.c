/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-scale.h"
#include "plot/weight-sheet-private.h"

static gboolean
is_zero (const float *values,
         gsize        n)
{
  gsize i = 0;

  while (i < n && values[i] == 0)
    i++;
  return i == n;
}

void
plot_sheet_find_range (PlotWeightSheet *sheet)
{
  PlotWeightRange *range = &sheet->range;
  gsize            n = plot_sheet_shown (sheet);
  gsize            not_finite;
  float            low, high;

  *range = (PlotWeightRange) { 0 };
  if (sheet->n_units == 0)
    return;
  range->any_finite = plot_weight_range (sheet->weights,
                                         (gsize) sheet->n_units * sheet->channels * sheet->height * sheet->width, &low,
                                         &high, &range->not_finite);
  range->low = low;
  range->high = high;
  range->scale = plot_weight_scale (sheet->shown, sheet->n_units * n);
  range->any_shown = range->scale > 0 || plot_weight_range (sheet->shown, sheet->n_units * n, &low, &high, &not_finite);
  for (guint unit = 0; unit < sheet->n_units; unit++)
    range->zero_units += is_zero (sheet->shown + unit * n, n);
}

void
plot_sheet_drop_pictures (PlotWeightSheet *sheet)
{
  for (guint i = 0; i < sheet->n_pictures; i++)
    g_clear_pointer (&sheet->pictures[i], cairo_surface_destroy);
  g_clear_pointer (&sheet->pictures, g_free);
  g_clear_pointer (&sheet->own_scales, g_free);
  sheet->n_pictures = 0;
}

cairo_surface_t *
plot_sheet_picture (PlotWeightSheet *sheet,
                    guint            unit,
                    const PlotTheme *theme)
{
  if (plot_weight_colors_update (&sheet->colors, theme))
    plot_sheet_drop_pictures (sheet);
  if (!sheet->pictures)
    {
      sheet->pictures = g_new0 (cairo_surface_t *, sheet->n_units);
      sheet->n_pictures = sheet->n_units;
    }
  if (!sheet->pictures[unit])
    sheet->pictures[unit] = plot_sheet_paint_unit (sheet, unit, theme);
  return sheet->pictures[unit];
}
