/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/drawing-pad-paint.h"

#define GRID 10 /* px of a pixel from which on a grid tells them apart */

void
percept_pad_paint_grid (const PerceptPadPlace *place,
                        cairo_t               *cr)
{
  if (place->zoom < GRID)
    return;
  cairo_set_source_rgba (cr, 0.5, 0.5, 0.5, 0.16);
  cairo_set_line_width (cr, 1);
  for (double x = place->x + place->zoom; x < place->x + place->width; x += place->zoom)
    {
      cairo_move_to (cr, x - 0.5, place->y);
      cairo_line_to (cr, x - 0.5, place->y + place->height);
    }
  for (double y = place->y + place->zoom; y < place->y + place->height; y += place->zoom)
    {
      cairo_move_to (cr, place->x, y - 0.5);
      cairo_line_to (cr, place->x + place->width, y - 0.5);
    }
  cairo_stroke (cr);
}

void
percept_pad_paint_words (const PerceptPadPlace *place,
                         cairo_t               *cr,
                         GtkWidget             *widget,
                         const char            *words,
                         gboolean               on_black)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, words);
  double                  gray = on_black ? 0.8 : 0.3;
  int                     width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (width > place->width || height > place->height)
    return;
  cairo_move_to (cr, place->x + (int) ((place->width - width) / 2), place->y + (int) ((place->height - height) / 2));
  cairo_set_source_rgb (cr, gray, gray, gray);
  pango_cairo_show_layout (cr, layout);
}

void
percept_pad_paint_ring (const PerceptPadPlace *place,
                        cairo_t               *cr,
                        const PlotBrushImage  *image,
                        PlotBrushPoint         point,
                        gboolean               eraser)
{
  double       radius = (double) plot_brush_radius (image->height, image->width, eraser) * place->zoom;
  const double dash = 4;

  cairo_new_path (cr);
  cairo_arc (cr, place->x + (double) point.x * place->zoom, place->y + (double) point.y * place->zoom, radius, 0,
             2 * G_PI);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.9);
  cairo_set_line_width (cr, 4);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 0.1, 0.1, 0.1);
  cairo_set_line_width (cr, 2);
  if (eraser)
    cairo_set_dash (cr, &dash, 1, 0);
  cairo_stroke (cr);
}
