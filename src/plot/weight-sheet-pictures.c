/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-scale.h"
#include "plot/weight-sheet-private.h"

#include <math.h>

void
plot_sheet_find_range (PlotWeightSheet *sheet)
{
  PlotWeightRange *range = &sheet->range;
  gsize            n = (gsize) sheet->n_units * plot_weight_planes (sheet->channels) * sheet->height * sheet->width;
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
  range->scale = plot_weight_scale (sheet->shown, n);
}

void
plot_sheet_drop_pictures (PlotWeightSheet *sheet)
{
  for (guint i = 0; i < sheet->n_pictures; i++)
    g_clear_pointer (&sheet->pictures[i], cairo_surface_destroy);
  g_clear_pointer (&sheet->pictures, g_free);
  sheet->n_pictures = 0;
}

static cairo_surface_t *
paint_unit (const PlotWeightSheet *sheet,
            guint                  unit)
{
  guint        planes = plot_weight_planes (sheet->channels);
  gsize        n = (gsize) planes * sheet->height * sheet->width;
  const float *values = sheet->shown + unit * n;
  double       scale = sheet->own_scale ? plot_weight_largest (values, n) : sheet->range.scale;

  return plot_weight_picture_new (values, planes, sheet->height, sheet->width, scale, &sheet->colors);
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
    sheet->pictures[unit] = paint_unit (sheet, unit);
  return sheet->pictures[unit];
}
