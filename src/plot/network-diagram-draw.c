/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/network-diagram-private.h"

#include "plot/byte-image.h"
#include "plot/header.h"
#include "plot/number.h"
#include "plot/weight-legend.h"
#include "plot/weight-picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEAST_DISK_WITH_HOLE 7

/* The input */

static void
draw_image (const PlotDiagramBrush *brush)
{
  const PlotDiagramContent *content = brush->content;
  double                    x = brush->layout->image.x, y = brush->layout->image.y;
  double                    width = brush->layout->image.width, height = brush->layout->image.height;
  cairo_surface_t          *image;

  if (brush->layout->image.zoom == 0)
    {
      plot_weight_frame (brush->cr, x, y, width, height, brush->theme);
      if (plot_text_width (brush->text, PLOT_TEXT_PLAIN, _("no image"), 0) < width)
        plot_text_show (brush->text, PLOT_TEXT_PLAIN, _("no image"), x + width / 2, y + height / 2, 0.5, 0.5, 0,
                        &brush->theme->faint_text);
      return;
    }
  image = plot_byte_image_new (content->bytes, content->channels, content->height, content->width);
  if (cairo_surface_status (image) == CAIRO_STATUS_SUCCESS)
    plot_weight_picture_show (image, brush->cr, x, y, width, height, brush->layout->image.zoom, brush->theme);
  cairo_surface_destroy (image);
}

/* Centered over it, or from its left end on where that would not do. */
static void
draw_image_name (const PlotDiagramBrush *brush,
                 const char             *name)
{
  const PlotDiagramLayout *layout = brush->layout;
  double                   width = plot_text_width (brush->text, PLOT_TEXT_BOLD, name, 0);
  double                   room = layout->columns[0].x - layout->columns[0].name - layout->image.x - 4;
  double                   left = layout->image.x + (layout->image.width - width) / 2;

  if (width > room || layout->symbols)
    name = "x";
  if (width > room || layout->symbols || left >= 2)
    plot_text_show (brush->text, PLOT_TEXT_BOLD, name, layout->image.x + layout->image.width / 2, layout->image.y - 4,
                    0.5, 1, 0, &brush->theme->text);
  else
    plot_text_show (brush->text, PLOT_TEXT_BOLD, name, layout->image.x, layout->image.y - 4, 0, 1, 0,
                    &brush->theme->text);
}

/* Its name above it, its size below it, where that does not come near the first layer's units. */
static void
draw_image_caption (const PlotDiagramBrush *brush)
{
  const PlotDiagramContent *content = brush->content;
  const PlotDiagramLayout  *layout = brush->layout;
  gboolean                  flat = content->height <= 1 || content->width <= 1;
  double                    middle = layout->image.x + layout->image.width / 2;
  double                    room = 2 * fmin (middle - 2, layout->columns[0].x - layout->columns[0].name - middle - 4);
  g_autofree char          *size =
    flat ? g_strdup_printf ("%u", content->channels * content->height * content->width)
         : g_strdup_printf ("%u × %u", content->width, content->height);

  draw_image_name (brush, flat ? _("Input") : _("Image"));
  if (plot_text_width (brush->text, PLOT_TEXT_PLAIN, size, 0) <= room)
    plot_text_show (brush->text, PLOT_TEXT_PLAIN, size, middle, layout->image.y + layout->image.height + 4, 0.5, 0, 0,
                    &brush->theme->faint_text);
}

/* Units */

/* How much of the largest activation of its layer; NaN where it is not finite. */
static double
share_of (const PlotDiagramBrush *brush,
          guint                   l,
          guint                   place)
{
  float  activation = brush->content->layers[l].activations[place];
  double largest = brush->diagram->scales[l].activation;

  if (!isfinite (activation))
    return NAN;
  return largest > 0 ? activation / largest : 0;
}

static void
fill_not_finite (const PlotDiagramBrush *brush,
                 double                  x,
                 double                  y,
                 double                  width,
                 double                  height)
{
  float            nothing = NAN;
  cairo_surface_t *pattern = plot_weight_picture_new (&nothing, 1, 1, 1, 1, &brush->colors);

  if (cairo_surface_status (pattern) == CAIRO_STATUS_SUCCESS)
    plot_weight_fill (brush->cr, pattern, x, y, width, height, CAIRO_FILTER_NEAREST);
  cairo_surface_destroy (pattern);
}

static void
draw_picture (const PlotDiagramBrush *brush,
              guint                   l,
              guint                   place)
{
  const PlotDiagramLayer  *layer = &brush->content->layers[l];
  const PlotDiagramColumn *column = &brush->layout->columns[l];
  gsize                    pixels = (gsize) layer->channels * layer->height * layer->width;
  double                   y = round (plot_diagram_unit_y (brush->layout, l, place) - column->height / 2);
  cairo_surface_t         *picture = plot_weight_picture_new (layer->pictures + place * pixels, layer->channels,
                                                              layer->height, layer->width,
                                                              brush->diagram->scales[l].colors, &brush->colors);

  if (cairo_surface_status (picture) == CAIRO_STATUS_SUCCESS)
    plot_weight_picture_show (picture, brush->cr, column->x, y, column->width, column->height, column->zoom,
                              brush->theme);
  cairo_surface_destroy (picture);
}

/* Filled from below by the activation's size; hollow where it is negative. */
static void
draw_gauge (const PlotDiagramBrush *brush,
            guint                   l,
            guint                   place)
{
  const PlotDiagramColumn *column = &brush->layout->columns[l];
  double                   x = column->x + column->width + 2, width = column->gauge - 2;
  double                   bottom = round (plot_diagram_unit_y (brush->layout, l, place) + column->height / 2);
  double                   share = share_of (brush, l, place);
  double                   height = isnan (share) ? column->height : round (fabs (share) * column->height);

  plot_set_color (brush->cr, &brush->theme->grid);
  cairo_rectangle (brush->cr, x, bottom - column->height, width, column->height);
  cairo_fill (brush->cr);
  if (isnan (share))
    {
      fill_not_finite (brush, x, bottom - height, width, height);
      return;
    }
  plot_set_color (brush->cr, &brush->theme->text);
  if (share < 0 && height > 2)
    {
      cairo_set_line_width (brush->cr, 1);
      cairo_rectangle (brush->cr, x + 0.5, bottom - height + 0.5, width - 1, height - 1);
      cairo_stroke (brush->cr);
      return;
    }
  cairo_rectangle (brush->cr, x, bottom - height, width, height);
  cairo_fill (brush->cr);
}

/* The darker (in dark schemes: the lighter) the larger; negative ones have a hole. */
static void
draw_disk (const PlotDiagramBrush *brush,
           guint                   l,
           guint                   place)
{
  const PlotDiagramColumn *column = &brush->layout->columns[l];
  double                   radius = column->width / 2, x = column->x + radius;
  double                   y = plot_diagram_unit_y (brush->layout, l, place);
  double                   share = brush->content->bytes ? share_of (brush, l, place) : 0;
  PlotColor                fill = plot_color_mix (&brush->theme->background, &brush->theme->text,
                                                  isnan (share) ? 0 : fabs (share));

  cairo_new_path (brush->cr);
  cairo_arc (brush->cr, x, y, radius, 0, 2 * G_PI);
  plot_set_color (brush->cr, &fill);
  cairo_fill (brush->cr);
  if (isnan (share))
    {
      cairo_save (brush->cr);
      cairo_arc (brush->cr, x, y, radius, 0, 2 * G_PI);
      cairo_clip (brush->cr);
      fill_not_finite (brush, x - radius, y - radius, 2 * radius, 2 * radius);
      cairo_restore (brush->cr);
    }
  else if (share < 0 && column->width >= LEAST_DISK_WITH_HOLE)
    {
      plot_set_color (brush->cr, &brush->theme->background);
      cairo_arc (brush->cr, x, y, radius * 0.45, 0, 2 * G_PI);
      cairo_fill (brush->cr);
    }
  plot_set_color (brush->cr, &brush->theme->mark);
  cairo_set_line_width (brush->cr, fmin (1.5, radius / 2));
  cairo_arc (brush->cr, x, y, fmax (radius - 0.5, 1), 0, 2 * G_PI);
  cairo_stroke (brush->cr);
}

static void
draw_unit (const PlotDiagramBrush *brush,
           guint                   l,
           guint                   place)
{
  const PlotDiagramLayer  *layer = &brush->content->layers[l];
  const PlotDiagramColumn *column = &brush->layout->columns[l];
  g_autofree char         *name = NULL;

  if (layer->pictures)
    draw_picture (brush, l, place);
  else
    draw_disk (brush, l, place);
  if (column->gauge > 0 && brush->content->bytes)
    draw_gauge (brush, l, place);
  if (column->name == 0)
    return;
  name = plot_diagram_unit_name (layer, place);
  plot_text_show (brush->text, PLOT_TEXT_PLAIN, name, column->x - round (brush->layout->line / 4),
                  plot_diagram_unit_y (brush->layout, l, place), 1, 0.5, 0, &brush->theme->text);
}

static void
draw_selected (const PlotDiagramBrush *brush)
{
  guint                    l = brush->diagram->selected_layer;
  guint                    place = plot_diagram_place_of (brush->content, l, brush->diagram->selected_unit);
  const PlotDiagramColumn *column;
  double                   y;

  if (place == PLOT_DIAGRAM_NONE)
    return;
  column = &brush->layout->columns[l];
  y = plot_diagram_unit_y (brush->layout, l, place);
  plot_set_color (brush->cr, &brush->theme->text);
  cairo_set_line_width (brush->cr, fmax (2, brush->theme->line_width - 1));
  cairo_new_path (brush->cr); /* text before it leaves a point, from which a line would lead to the disk */
  if (column->zoom > 0)
    cairo_rectangle (brush->cr, column->x - 3, round (y - column->height / 2) - 3, column->width + 6,
                     column->height + 6);
  else
    cairo_arc (brush->cr, column->x + column->width / 2, y, column->width / 2 + 3, 0, 2 * G_PI);
  cairo_stroke (brush->cr);
}

/* Above and below the columns */

/* "12 + 288 others", "10 units", or shorter; NULL where not even that has room. Returns: (transfer full) */
static char *
about_layer (const PlotDiagramBrush *brush,
             const PlotDiagramLayer *layer,
             double                  room)
{
  g_autofree char *shorter = g_strdup_printf ("%u", layer->n_units);
  g_autofree char *about = NULL;

  if (layer->n_shown < layer->n_units)
    {
      /* Translators: "12 + 288 others": so many units are shown, and so many are not */
      about = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u + %u other", "%u + %u others",
                                            layer->n_units - layer->n_shown),
                               layer->n_shown, layer->n_units - layer->n_shown);
      g_free (shorter);
      shorter = g_strdup_printf ("%u/%u", layer->n_shown, layer->n_units);
    }
  else
    {
      about = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u unit", "%u units", layer->n_units), layer->n_units);
    }
  if (plot_text_width (brush->text, PLOT_TEXT_PLAIN, about, 0) <= room)
    return g_steal_pointer (&about);
  return plot_text_width (brush->text, PLOT_TEXT_PLAIN, shorter, 0) <= room ? g_steal_pointer (&shorter) : NULL;
}

static void
draw_heading (const PlotDiagramBrush *brush,
              guint                   l)
{
  const PlotDiagramLayer  *layer = &brush->content->layers[l];
  const PlotDiagramColumn *column = &brush->layout->columns[l];
  double                   middle = column->x + column->width / 2;
  g_autofree char         *about = about_layer (brush, layer, column->room);

  plot_text_show (brush->text, PLOT_TEXT_BOLD, brush->layout->symbols ? layer->symbol : layer->name, middle,
                  brush->layout->heading, 0.5, 0, 0, &brush->theme->text);
  if (about)
    plot_text_show (brush->text, PLOT_TEXT_PLAIN, about, middle, brush->layout->heading + brush->layout->line, 0.5, 0,
                    0, &brush->theme->faint_text);
}

/* What the colors of the column's pictures mean, or in a word where there is no room for it. */
static void
draw_scale (const PlotDiagramBrush *brush,
            guint                   l)
{
  const PlotDiagramColumn *column = &brush->layout->columns[l];
  const PlotDiagramLayer  *layer = &brush->content->layers[l];
  double                   line = brush->layout->line, scale = brush->diagram->scales[l].colors;
  double                   middle = column->x + column->width / 2, y = brush->layout->bottom + 0.75 * line, extent;
  g_autofree char         *high = plot_number_value (scale);
  g_autofree char         *low = plot_number_value (-scale);
  g_autofree char         *words = scale > 0 ? g_strdup_printf ("±%s", high) : g_strdup (_("all zero"));
  PlotWeightLegend         legend = { &brush->colors, plot_weight_planes (layer->channels), low, high, 4 * line, 5 };

  if (!layer->pictures || !brush->layout->below)
    return;
  extent = plot_weight_legend_extent (&legend, brush->text);
  if (scale > 0 && extent <= column->room)
    plot_weight_legend_draw (&legend, brush->cr, brush->text, round (middle + extent / 2), y, brush->theme);
  else
    plot_text_show (brush->text, PLOT_TEXT_PLAIN, words, middle, y, 0.5, 0.5, 0, &brush->theme->faint_text);
}

/* Classes */

void
plot_diagram_draw_triangle (const PlotDiagramBrush *brush,
               double       x,
               double       middle)
{
  double side = brush->layout->line * 0.6;

  plot_set_color (brush->cr, &brush->theme->text);
  cairo_move_to (brush->cr, x, middle - side / 2);
  cairo_line_to (brush->cr, x + side * 0.8, middle);
  cairo_line_to (brush->cr, x, middle + side / 2);
  cairo_close_path (brush->cr);
  cairo_fill (brush->cr);
}

static void
draw_bar (const PlotDiagramBrush *brush,
          guint                   place,
          double                  middle,
          gboolean                strong)
{
  const PlotDiagramLayout *layout = brush->layout;
  guint                    l = brush->content->n_layers - 1;
  double                   share = brush->content->probabilities ? (double) brush->content->probabilities[place]
                                                                 : share_of (brush, l, place);
  double                   height = round (0.55 * fmin (layout->line, layout->columns[l].pitch));
  double                   x = layout->table.bar, y = round (middle - height / 2);
  double                   length = layout->table.bar_width * fmin (fabs (share), 1);

  plot_set_color (brush->cr, &brush->theme->grid);
  cairo_rectangle (brush->cr, x, y, layout->table.bar_width, height);
  cairo_fill (brush->cr);
  if (!isfinite (share))
    {
      fill_not_finite (brush, x, y, 2 * height, height);
      return;
    }
  plot_set_color (brush->cr, strong ? &brush->theme->text : &brush->theme->mark);
  if (share < 0)
    {
      cairo_set_line_width (brush->cr, 1.5);
      cairo_rectangle (brush->cr, x + 0.75, y + 0.75, fmax (length - 1.5, 0), height - 1.5);
      cairo_stroke (brush->cr);
      return;
    }
  cairo_rectangle (brush->cr, x, y, length, height);
  cairo_fill (brush->cr);
}

/* "98.6 %" or the output. Returns: (transfer full) */
static char *
write_value (const PlotDiagramContent *content,
             guint                     place)
{
  float value = content->probabilities ? content->probabilities[place]
                                       : content->layers[content->n_layers - 1].activations[place];

  if (isnan (value))
    return g_strdup ("?");
  return content->probabilities && isfinite (value) ? plot_number_percent (value) : plot_diagram_number (value);
}

static void
draw_class (const PlotDiagramBrush *brush,
            guint                   place,
            guint                   answer)
{
  const PlotDiagramContent *content = brush->content;
  const PlotDiagramLayout  *layout = brush->layout;
  guint                     l = content->n_layers - 1;
  double                    middle = plot_diagram_unit_y (layout, l, place);
  PlotTextStyle             style = place == answer ? PLOT_TEXT_BOLD : PLOT_TEXT_PLAIN;
  g_autofree char          *name = plot_diagram_unit_name (&content->layers[l], place);
  g_autofree char          *value = NULL;

  if (place == content->truth)
    plot_diagram_draw_triangle (brush, layout->table.mark, middle);
  plot_text_show (brush->text, style, name, layout->table.name, middle, 0, 0.5, layout->table.name_width,
                  &brush->theme->text);
  if (!content->bytes)
    return;
  value = write_value (content, place);
  if (layout->table.bar_width > 0)
    draw_bar (brush, place, middle, place == answer);
  plot_text_show (brush->text, style, value, layout->table.value, middle, 1, 0.5, 0, &brush->theme->text);
}

static void
draw_network (const PlotDiagramBrush *brush)
{
  const PlotDiagramContent *content = brush->content;
  guint                     answer = plot_diagram_answer (content);

  plot_diagram_draw_edges (brush->diagram, brush->layout, brush->cr, brush->theme);
  draw_image (brush);
  draw_image_caption (brush);
  for (guint l = 0; l < content->n_layers; l++)
    {
      draw_heading (brush, l);
      draw_scale (brush, l);
      for (guint place = 0; place < content->layers[l].n_shown; place++)
        draw_unit (brush, l, place);
    }
  for (guint place = 0; place < content->layers[content->n_layers - 1].n_shown; place++)
    draw_class (brush, place, answer);
  draw_selected (brush);
  plot_diagram_draw_key (brush);
}

void
plot_diagram_draw (const PlotFigure *figure,
                   cairo_t          *cr,
                   double            width,
                   double            height,
                   const PlotTheme  *theme)
{
  const PlotNetworkDiagram *diagram = (const PlotNetworkDiagram *) figure;
  const PlotDiagramContent *content = diagram->content;
  PlotDiagramLayout         layout;
  PlotDiagramBrush          brush = {
    .diagram = diagram,
    .content = content,
    .layout = &layout,
    .cr = cr,
    .text = plot_text_begin (theme, cr),
    .theme = theme,
  };

  plot_set_color (cr, &theme->background);
  cairo_paint (cr);
  if (!content || content->n_layers == 0)
    {
      plot_text_show (brush.text, PLOT_TEXT_PLAIN, _("No network yet"), width / 2, height / 2, 0.5, 0.5, width,
                      &theme->faint_text);
      return;
    }
  plot_weight_colors_update (&brush.colors, theme);
  plot_diagram_lay_out (diagram, brush.text, width, height, &layout);
  plot_header_draw (brush.text, theme, content->title, content->note, layout.edge, width);
  draw_network (&brush);
  plot_diagram_layout_clear (&layout);
}
