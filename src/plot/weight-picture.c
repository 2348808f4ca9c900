/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-picture.h"

#include <cairo-svg.h>
#include <math.h>
#include <string.h>

/* What is not finite: a checkerboard of two colors that no weight has. */
#define PATTERN_YELLOW 0xffffd400u
#define PATTERN_BLACK  0xff000000u

gboolean
plot_weight_colors_update (PlotWeightColors *colors,
                           const PlotTheme  *theme)
{
  if (memcmp (&colors->negative, &theme->weight_negative, sizeof (PlotColor)) == 0 &&
      memcmp (&colors->zero, &theme->weight_zero, sizeof (PlotColor)) == 0 &&
      memcmp (&colors->positive, &theme->weight_positive, sizeof (PlotColor)) == 0)
    return FALSE;
  plot_colormap_init (&colors->map, theme);
  colors->negative = theme->weight_negative;
  colors->zero = theme->weight_zero;
  colors->positive = theme->weight_positive;
  return TRUE;
}

guint
plot_weight_planes (guint channels)
{
  return channels == 3 ? 3 : 1;
}

void
plot_weight_sum_channels (const float *weights,
                          guint        n_units,
                          guint        channels,
                          gsize        pixels,
                          float       *sums)
{
  for (guint unit = 0; unit < n_units; unit++)
    {
      const float *in = weights + unit * channels * pixels;
      float       *out = sums + unit * pixels;

      memcpy (out, in, pixels * sizeof (float));
      for (guint channel = 1; channel < channels; channel++)
        for (gsize i = 0; i < pixels; i++)
          out[i] += in[channel * pixels + i];
    }
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

/* One pixel per weight of one plane, all finite: most pictures are such, and hundreds of them make a sheet. */
static void
paint_plain (guint32                *pixels,
             gsize                   stride,
             const float            *values,
             guint                   height,
             guint                   width,
             float                   factor,
             const PlotWeightColors *colors)
{
  for (guint row = 0; row < height; row++, values += width, pixels += stride)
    for (guint column = 0; column < width; column++)
      pixels[column] = plot_colormap_pixel (&colors->map, values[column] * factor);
}

static void
paint_any (guint32                *pixels,
           gsize                   stride,
           const float            *values,
           guint                   planes,
           guint                   height,
           guint                   width,
           guint                   cells,
           float                   factor,
           const PlotWeightColors *colors)
{
  gsize plane = (gsize) height * width;

  for (guint row = 0; row < height; row++)
    for (guint column = 0; column < width; column++)
      {
        const float *value = values + (gsize) row * width + column;
        gboolean     finite = all_finite (value, plane, planes);
        guint32      color = 0;

        if (finite)
          color = planes == 3 ? rgb_pixel (value, plane, factor)
                              : plot_colormap_pixel (&colors->map, *value * factor);
        put_pixel (pixels, stride, column, row, cells, !finite, color);
      }
}

/* Zero times what is not finite is no number: no branch for each weight. */
static gboolean
are_finite (const float *values,
            gsize        n)
{
  float sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += 0 * values[i];
  return sum == 0;
}

cairo_surface_t *
plot_weight_picture_new (const float            *values,
                         guint                   planes,
                         guint                   height,
                         guint                   width,
                         double                  scale,
                         const PlotWeightColors *colors)
{
  float            factor = scale > 0 ? (float) (1 / scale) : 0;
  guint            cells = are_finite (values, (gsize) planes * height * width) ? 1 : 2;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (width * cells),
                                                         (int) (height * cells));
  guint32         *pixels;
  gsize            stride;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface;
  pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface) / sizeof (guint32);
  if (planes == 1 && cells == 1)
    paint_plain (pixels, stride, values, height, width, factor, colors);
  else
    paint_any (pixels, stride, values, planes, height, width, cells, factor, colors);
  cairo_surface_mark_dirty (surface);
  return surface;
}

void
plot_weight_fill (cairo_t         *cr,
                  cairo_surface_t *image,
                  double           x,
                  double           y,
                  double           width,
                  double           height,
                  cairo_filter_t   filter)
{
  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_translate (cr, x, y);
  cairo_scale (cr, width / cairo_image_surface_get_width (image), height / cairo_image_surface_get_height (image));
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), filter);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_fill (cr);
  cairo_restore (cr);
}

void
plot_weight_frame (cairo_t         *cr,
                   double           x,
                   double           y,
                   double           width,
                   double           height,
                   const PlotTheme *theme)
{
  plot_set_color (cr, &theme->grid);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, x - 0.5, y - 0.5, width + 1, height + 1);
  cairo_stroke (cr);
}

/* Each pixel as @factor x @factor pixels. */
static cairo_surface_t *
enlarge (cairo_surface_t *picture,
         int              factor)
{
  int              width = factor * cairo_image_surface_get_width (picture);
  int              height = factor * cairo_image_surface_get_height (picture);
  cairo_surface_t *large = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t         *cr = cairo_create (large);

  cairo_scale (cr, factor, factor);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  return large;
}

void
plot_weight_picture_fill (cairo_surface_t *picture,
                          cairo_t         *cr,
                          double           x,
                          double           y,
                          double           width,
                          double           height,
                          double           zoom)
{
  cairo_filter_t   filter = zoom >= 1 ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD;
  cairo_surface_t *large;

  if (cairo_surface_get_type (cairo_get_target (cr)) != CAIRO_SURFACE_TYPE_SVG || zoom < 2)
    {
      plot_weight_fill (cr, picture, x, y, width, height, filter);
    }
  else
    {
      /* Cairo's SVG does not say "nearest", and browsers would blur a picture of a few pixels. */
      large = enlarge (picture, (int) zoom);
      plot_weight_fill (cr, large, x, y, width, height, filter);
      cairo_surface_destroy (large);
    }
}

void
plot_weight_picture_show (cairo_surface_t *picture,
                          cairo_t         *cr,
                          double           x,
                          double           y,
                          double           width,
                          double           height,
                          double           zoom,
                          const PlotTheme *theme)
{
  plot_weight_picture_fill (picture, cr, x, y, width, height, zoom);
  plot_weight_frame (cr, x, y, width, height, theme);
}

double
plot_weight_zoom_within (guint  width,
                         guint  height,
                         double room_width,
                         double room_height)
{
  double fit = MIN (room_width / width, room_height / height);

  return fit >= 1 ? floor (fit) : 1 / MIN (ceil (1 / MAX (fit, 1e-4)), 4096);
}

double
plot_weight_zoom_for_side (guint  width,
                           guint  height,
                           double side)
{
  return MAX (1, ceil (side / MAX (width, height) - 1e-9));
}

double
plot_weight_zoom_below (double zoom)
{
  return zoom > 1 ? zoom - 1 : 1 / (1 / zoom + 1);
}
