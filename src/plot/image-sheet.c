/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/image-sheet.h"

#include "plot/byte-image.h"
#include "plot/csv.h"
#include "plot/header.h"
#include "plot/text.h"
#include "plot/weight-picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

struct _PlotImageSheet
{
  PlotFigure        figure;
  double            side;
  char             *title;
  char             *note;
  guint             n;
  guint             height, width;
  guint             channels;
  guint8           *bytes;        /* n x channels x height x width */
  cairo_surface_t **images;       /* n, made of them */
  char            **captions;     /* n */
};

typedef struct
{
  double zoom;
  double image_width, image_height;
  double cell_width, cell_height;
  double edge, top;
  guint  columns;
} Layout;

static Layout
lay_out (const PlotImageSheet *sheet,
         PlotText             *text,
         double                width)
{
  double line = plot_text_line_height (text, PLOT_TEXT_PLAIN);
  double caption = 0;
  Layout layout;

  for (guint i = 0; i < sheet->n; i++)
    caption = fmax (caption, plot_text_width (text, PLOT_TEXT_PLAIN, sheet->captions[i], 6 * line));
  layout.edge = line * 0.4;
  layout.zoom = plot_weight_zoom_for_side (MAX (sheet->width, 1), MAX (sheet->height, 1), sheet->side);
  layout.image_width = layout.zoom * sheet->width;
  layout.image_height = layout.zoom * sheet->height;
  layout.cell_width = ceil (fmax (layout.image_width, caption) + line * 0.5);
  layout.cell_height = ceil (layout.image_height + line * 1.5);
  layout.top = ceil (layout.edge + plot_text_line_height (text, PLOT_TEXT_TITLE) + line * 0.5);
  layout.columns = (guint) fmax (1, floor ((width - 2 * layout.edge) / layout.cell_width));
  return layout;
}

static void
draw (const PlotFigure *figure,
      cairo_t          *cr,
      double            width,
      double            height,
      const PlotTheme  *theme)
{
  const PlotImageSheet *sheet = (const PlotImageSheet *) figure;
  PlotText             *text = plot_text_begin (theme, cr);
  Layout                layout = lay_out (sheet, text, width);

  plot_header_draw (text, theme, sheet->title, sheet->note, layout.edge, width);
  for (guint i = 0; i < sheet->n; i++)
    {
      double x = layout.edge + (i % layout.columns) * layout.cell_width;
      double y = layout.top + (i / layout.columns) * layout.cell_height;

      if (y >= height)
        break;
      plot_weight_picture_show (sheet->images[i], cr, x, y, layout.image_width, layout.image_height, layout.zoom,
                                theme);
      plot_text_show (text, PLOT_TEXT_PLAIN, sheet->captions[i], x, y + layout.image_height + 1, 0, 0,
                      layout.cell_width - 2, &theme->text);
    }
}

double
plot_image_sheet_get_height (PlotImageSheet  *sheet,
                             double           width,
                             const PlotTheme *theme)
{
  PlotText *text = plot_text_begin (theme, NULL);
  Layout    layout = lay_out (sheet, text, width);

  return layout.top + (sheet->n + layout.columns - 1) / layout.columns * layout.cell_height;
}

gboolean
plot_image_sheet_pick (PlotImageSheet  *sheet,
                       double           width,
                       const PlotTheme *theme,
                       double           x,
                       double           y,
                       guint           *image)
{
  PlotText *text = plot_text_begin (theme, NULL);
  Layout    layout = lay_out (sheet, text, width);
  double    column = floor ((x - layout.edge) / layout.cell_width);
  double    row = floor ((y - layout.top) / layout.cell_height);

  if (column < 0 || row < 0 || column >= layout.columns || row * layout.columns + column >= sheet->n
      || x - layout.edge - column * layout.cell_width >= layout.image_width
      || y - layout.top - row * layout.cell_height >= layout.image_height)
    return FALSE;
  *image = (guint) (row * layout.columns + column);
  return TRUE;
}

static char *
describe (const PlotFigure *figure)
{
  const PlotImageSheet *sheet = (const PlotImageSheet *) figure;
  g_autofree char      *captions = sheet->n > 0 ? g_strjoinv (", ", sheet->captions) : NULL;

  if (sheet->n == 0)
    return g_strdup_printf (_("%s: none"), sheet->title);
  return g_strdup_printf ("%s: %s", sheet->title, captions);
}

static void
write_csv (const PlotFigure *figure,
           GString          *csv)
{
  const PlotImageSheet *sheet = (const PlotImageSheet *) figure;

  g_string_append (csv, "place,caption\r\n");
  for (guint i = 0; i < sheet->n; i++)
    {
      g_string_append_printf (csv, "%u,", i + 1);
      plot_csv_append_field (csv, sheet->captions[i]);
      g_string_append (csv, "\r\n");
    }
}

static gsize
count (const PlotFigure *figure)
{
  return ((const PlotImageSheet *) figure)->n;
}

static PlotFigure *
copy (const PlotFigure *figure)
{
  const PlotImageSheet     *sheet = (const PlotImageSheet *) figure;
  PlotImageSheet           *twin = plot_image_sheet_new (sheet->side);
  gsize                     size = (gsize) sheet->channels * sheet->height * sheet->width;
  g_autofree const guint8 **images = g_new (const guint8 *, sheet->n);

  for (guint i = 0; i < sheet->n; i++)
    images[i] = sheet->bytes + i * size;
  plot_image_sheet_set (twin, sheet->title, sheet->note, images, sheet->n, sheet->channels, sheet->height,
                        sheet->width, sheet->captions);
  return plot_image_sheet_figure (twin);
}

static void
drop_images (PlotImageSheet *sheet)
{
  for (guint i = 0; i < sheet->n; i++)
    cairo_surface_destroy (sheet->images[i]);
  g_clear_pointer (&sheet->images, g_free);
  g_clear_pointer (&sheet->bytes, g_free);
  g_clear_pointer (&sheet->captions, g_strfreev);
  g_clear_pointer (&sheet->title, g_free);
  g_clear_pointer (&sheet->note, g_free);
  sheet->n = 0;
}

static void
free_sheet (PlotFigure *figure)
{
  drop_images ((PlotImageSheet *) figure);
  g_free (figure);
}

static const PlotFigureClass image_sheet_class = {
  .name = "images",
  .draw = draw,
  .describe = describe,
  .write_csv = write_csv,
  .count = count,
  .copy = copy,
  .free = free_sheet,
};

PlotImageSheet *
plot_image_sheet_new (double side)
{
  PlotImageSheet *sheet = g_new0 (PlotImageSheet, 1);

  plot_figure_init (&sheet->figure, &image_sheet_class);
  sheet->side = side;
  sheet->title = g_strdup ("");
  return sheet;
}

void
plot_image_sheet_set (PlotImageSheet      *sheet,
                      const char          *title,
                      const char          *note,
                      const guint8 *const *images,
                      guint                n,
                      guint                channels,
                      guint                height,
                      guint                width,
                      char               **captions)
{
  gsize size = (gsize) channels * height * width;

  drop_images (sheet);
  sheet->title = g_strdup (title);
  sheet->note = g_strdup (note);
  sheet->channels = channels;
  sheet->height = height;
  sheet->width = width;
  sheet->bytes = g_malloc (n * size);
  sheet->images = g_new (cairo_surface_t *, n);
  sheet->captions = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      memcpy (sheet->bytes + i * size, images[i], size);
      sheet->images[i] = plot_byte_image_new (images[i], channels, height, width);
      sheet->captions[i] = g_strdup (captions[i]);
    }
  sheet->n = n;
}
