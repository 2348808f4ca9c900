/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-scale.h"
#include "plot/weight-sheet-private.h"

#include <math.h>

void
plot_sheet_find_range (PlotWeightSheet *sheet)
{
  PlotWeightRange *range = &sheet->range;
  gsize            all = (gsize) sheet->n_units * sheet->channels * sheet->height * sheet->width;
  float            low = INFINITY;
  float            high = -INFINITY;

  *range = (PlotWeightRange) { 0 };
  for (gsize i = 0; i < all; i++)
    if (isfinite (sheet->weights[i]))
      {
        low = MIN (low, sheet->weights[i]);
        high = MAX (high, sheet->weights[i]);
      }
    else
      range->not_finite++;
  if (low <= high)
    {
      range->low = low;
      range->high = high;
    }
  range->scale = plot_weight_scale (sheet->shown, sheet->n_units * plot_sheet_shown (sheet));
}

void
plot_sheet_drop_pictures (PlotWeightSheet *sheet)
{
  for (guint i = 0; i < sheet->n_pictures; i++)
    g_clear_pointer (&sheet->pictures[i], cairo_surface_destroy);
  g_clear_pointer (&sheet->pictures, g_free);
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
