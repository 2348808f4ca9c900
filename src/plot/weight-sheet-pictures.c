/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-sheet-private.h"

#include <math.h>

#define SATURATED 0.005 /* of the weights may be beyond the scale, so that one outlier does not pale all others */
#define BIN_BITS 12

/* What is not finite: a checkerboard of two colors that no weight has. */
#define PATTERN_YELLOW 0xffffd400u
#define PATTERN_BLACK  0xff000000u

static guint32
magnitude_bits (float value)
{
  union
  {
    float   value;
    guint32 bits;
  } both = { .value = fabsf (value) };

  return both.bits;
}

/* The bin, from above, at which more than *@above values are reached; *@above becomes what is left within it. Counts
 * values whose bits above @shift + BIN_BITS are @prefix. */
static guint32
select_bin (const float *values,
            gsize        n,
            guint32      prefix,
            guint        shift,
            gsize       *above)
{
  g_autofree gsize *bins = g_new0 (gsize, 1 << BIN_BITS);
  guint32 bin = (1 << BIN_BITS) - 1;

  for (gsize i = 0; i < n; i++)
    {
      guint32 bits = magnitude_bits (values[i]);

      if (isfinite (values[i]) && bits >> shift >> BIN_BITS == prefix)
        bins[bits >> shift & ((1 << BIN_BITS) - 1)]++;
    }
  for (; bin > 0 && bins[bin] <= *above; bin--)
    *above -= bins[bin];
  return prefix << BIN_BITS | bin;
}

/* The absolute value that all but SATURATED of the finite values stay below, to 5 digits. The bits of positive floats
 * are ordered as their values are: two passes of radix selection, which outliers do not mislead as they would a
 * histogram of even steps. */
static double
percentile (const float *values,
            gsize        n,
            gsize        finite)
{
  gsize   above = (gsize) (SATURATED * finite);
  guint32 coarse = select_bin (values, n, 0, 31 - BIN_BITS, &above);
  union
  {
    guint32 bits;
    float   value;
  } both = { .bits = select_bin (values, n, coarse, 31 - 2 * BIN_BITS, &above) << (31 - 2 * BIN_BITS) };

  return both.value;
}

/* Up to two significant digits, so that the color bar's numbers are exact and calm. */
static double
round_up (double value)
{
  double power = value > 0 ? pow (10, floor (log10 (value)) - 1) : 0;

  return power > 0 ? ceil (value / power - 1e-3) * power : value;
}

static double
largest_of (const float *values,
            gsize        n)
{
  float largest = 0;

  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]) && fabsf (values[i]) > largest)
      largest = fabsf (values[i]);
  return largest;
}

static gsize
count_finite (const float *values,
              gsize        n)
{
  gsize count = 0;

  for (gsize i = 0; i < n; i++)
    count += isfinite (values[i]);
  return count;
}

void
plot_sheet_find_range (PlotWeightSheet *sheet)
{
  PlotWeightRange *range = &sheet->range;
  gsize            n = (gsize) sheet->n_units * plot_sheet_planes (sheet->channels) * sheet->height * sheet->width;
  gsize            all = (gsize) sheet->n_units * sheet->channels * sheet->height * sheet->width;
  float            low = INFINITY;
  float            high = -INFINITY;
  double           largest;
  double           scale;

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
  largest = largest_of (sheet->shown, n);
  scale = largest > 0 && SATURATED * n >= 1 ? percentile (sheet->shown, n, count_finite (sheet->shown, n)) : largest;
  /* Where almost all weights are zero, the few others count. */
  range->scale = round_up (scale > 0 ? scale : largest);
}

void
plot_sheet_drop_pictures (PlotWeightSheet *sheet)
{
  for (guint i = 0; i < sheet->n_pictures; i++)
    g_clear_pointer (&sheet->pictures[i], cairo_surface_destroy);
  g_clear_pointer (&sheet->pictures, g_free);
  sheet->n_pictures = 0;
}

static guint32
rgb_pixel (const float *values,
           gsize        plane,
           float        factor)
{
  guint32 pixel = 0xff;

  for (int c = 0; c < 3; c++)
    pixel = pixel << 8 | (guint32) (127.5f + 127.5f * CLAMP (values[c * plane] * factor, -1, 1) + 0.5f);
  return pixel;
}

static gboolean
all_finite (const float *values,
            gsize        plane,
            guint        planes)
{
  for (guint c = 0; c < planes; c++)
    if (!isfinite (values[c * plane]))
      return FALSE;
  return TRUE;
}

/* Paints weight pixel @column, @row as @cells x @cells pixels. */
static void
put_pixel (guint32 *pixels,
           gsize    stride,
           guint    column,
           guint    row,
           guint    cells,
           gboolean pattern,
           guint32  color)
{
  for (guint y = 0; y < cells; y++)
    for (guint x = 0; x < cells; x++)
      {
        if (pattern)
          color = (cells == 2 ? x + y : column + row) % 2 ? PATTERN_BLACK : PATTERN_YELLOW;
        pixels[(row * cells + y) * stride + column * cells + x] = color;
      }
}

static cairo_surface_t *
paint_unit (const PlotWeightSheet *sheet,
            guint                  unit)
{
  guint            planes = plot_sheet_planes (sheet->channels);
  gsize            plane = (gsize) sheet->height * sheet->width;
  const float     *values = sheet->shown + unit * planes * plane;
  double           scale = sheet->own_scale ? largest_of (values, planes * plane) : sheet->range.scale;
  float            factor = scale > 0 ? (float) (1 / scale) : 0;
  guint            cells = 1;
  cairo_surface_t *surface;
  guint32         *pixels;
  gsize            stride;

  for (gsize i = 0; i < planes * plane; i++)
    if (!isfinite (values[i]))
      cells = 2;
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, sheet->width * cells, sheet->height * cells);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface;
  pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface) / sizeof (guint32);
  for (guint row = 0; row < sheet->height; row++)
    for (guint column = 0; column < sheet->width; column++)
      {
        const float *value = values + (gsize) row * sheet->width + column;
        gboolean     finite = all_finite (value, plane, planes);
        guint32      color = 0;

        if (finite)
          color = planes == 3 ? rgb_pixel (value, plane, factor) : plot_colormap_pixel (&sheet->map, *value * factor);
        put_pixel (pixels, stride, column, row, cells, !finite, color);
      }
  cairo_surface_mark_dirty (surface);
  return surface;
}

static gboolean
same_colors (const PlotTheme *a,
             const PlotTheme *b)
{
  return memcmp (&a->weight_negative, &b->weight_negative, sizeof (PlotColor)) == 0 &&
         memcmp (&a->weight_zero, &b->weight_zero, sizeof (PlotColor)) == 0 &&
         memcmp (&a->weight_positive, &b->weight_positive, sizeof (PlotColor)) == 0;
}

cairo_surface_t *
plot_sheet_picture (PlotWeightSheet *sheet,
                    guint            unit,
                    const PlotTheme *theme)
{
  if (!same_colors (&sheet->map_theme, theme))
    {
      plot_sheet_drop_pictures (sheet);
      plot_colormap_init (&sheet->map, theme);
      sheet->map_theme = *theme;
    }
  if (!sheet->pictures)
    {
      sheet->pictures = g_new0 (cairo_surface_t *, sheet->n_units);
      sheet->n_pictures = sheet->n_units;
    }
  if (!sheet->pictures[unit])
    sheet->pictures[unit] = paint_unit (sheet, unit);
  return sheet->pictures[unit];
}
