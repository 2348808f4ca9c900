/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/figure.h"

#include "base/whole-file.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_SIDE 32767 /* of a Cairo image surface */

void
plot_figure_draw (const PlotFigure *figure,
                  cairo_t          *cr,
                  double            width,
                  double            height,
                  const PlotTheme  *theme)
{
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  plot_set_color (cr, &theme->background);
  cairo_paint (cr);
  if (width >= 1 && height >= 1)
    figure->klass->draw (figure, cr, width, height, theme);
  cairo_restore (cr);
}

char *
plot_figure_describe (const PlotFigure *figure)
{
  return figure->klass->describe (figure);
}

char *
plot_figure_to_csv (const PlotFigure *figure)
{
  GString *csv = g_string_new (NULL);

  figure->klass->write_csv (figure, csv);
  return g_string_free (csv, FALSE);
}

gsize
plot_figure_count (const PlotFigure *figure)
{
  return figure->klass->count (figure);
}

PlotFigure *
plot_figure_ref (PlotFigure *figure)
{
  if (figure)
    figure->references++;
  return figure;
}

void
plot_figure_unref (PlotFigure *figure)
{
  if (figure && --figure->references == 0)
    figure->klass->free (figure);
}

PlotFigure *
plot_figure_copy (const PlotFigure *figure)
{
  return figure->klass->copy (figure);
}

void
plot_figure_draw_hover (const PlotFigure *figure,
                        cairo_t          *cr,
                        double            width,
                        double            height,
                        const PlotTheme  *theme,
                        double            x,
                        double            y)
{
  if (figure->klass->draw_hover == NULL || width < 1 || height < 1)
    return;
  cairo_save (cr);
  figure->klass->draw_hover (figure, cr, width, height, theme, x, y);
  cairo_restore (cr);
}

cairo_surface_t *
plot_figure_to_surface (const PlotFigure *figure,
                        double            width,
                        double            height,
                        double            scale,
                        const PlotTheme  *theme)
{
  double           columns = CLAMP (ceil (width * scale), 1, MAX_SIDE);
  double           rows = CLAMP (ceil (height * scale), 1, MAX_SIDE);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) columns, (int) rows);
  cairo_t         *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  plot_figure_draw (figure, cr, width, height, theme);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static cairo_status_t
append_bytes (void                *closure,
              const unsigned char *data,
              unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t
append_png (const PlotFigure *figure,
            GByteArray       *bytes,
            double            width,
            double            height,
            double            scale,
            const PlotTheme  *theme)
{
  cairo_surface_t *surface = plot_figure_to_surface (figure, width, height, scale, theme);
  cairo_status_t   status = cairo_surface_write_to_png_stream (surface, append_bytes, bytes);

  cairo_surface_destroy (surface);
  return status;
}

static cairo_status_t
encode_png (const PlotFigure *figure,
            GByteArray       *bytes,
            double            width,
            double            height,
            const PlotTheme  *theme)
{
  return append_png (figure, bytes, width, height, 2, theme);
}

GBytes *
plot_figure_to_png (const PlotFigure *figure,
                    double            width,
                    double            height,
                    double            scale,
                    const PlotTheme  *theme,
                    GError          **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_status_t status = append_png (figure, bytes, width, height, scale, theme);

  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The figure could not be drawn at %g × %g px: %s"),
               width * scale, height * scale, cairo_status_to_string (status));
  return NULL;
}

static cairo_status_t
encode_vector (const PlotFigure *figure,
               cairo_surface_t  *surface,
               double            width,
               double            height,
               const PlotTheme  *theme)
{
  cairo_t       *cr = cairo_create (surface);
  cairo_status_t status;

  plot_figure_draw (figure, cr, width, height, theme);
  cairo_show_page (cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

static cairo_status_t
encode_svg (const PlotFigure *figure,
            GByteArray       *bytes,
            double            width,
            double            height,
            const PlotTheme  *theme)
{
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (append_bytes, bytes, width, height);

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  return encode_vector (figure, surface, width, height, theme);
}

static cairo_status_t
encode_pdf (const PlotFigure *figure,
            GByteArray       *bytes,
            double            width,
            double            height,
            const PlotTheme  *theme)
{
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_bytes, bytes, width, height);

  return encode_vector (figure, surface, width, height, theme);
}

static cairo_status_t
encode_csv (const PlotFigure *figure,
            GByteArray       *bytes,
            double            width,
            double            height,
            const PlotTheme  *theme)
{
  g_autofree char *csv = plot_figure_to_csv (figure);

  g_byte_array_append (bytes, (const guint8 *) csv, strlen (csv));
  return CAIRO_STATUS_SUCCESS;
}

typedef struct
{
  const char      *ending;
  cairo_status_t (*encode) (const PlotFigure *figure,
                            GByteArray       *bytes,
                            double            width,
                            double            height,
                            const PlotTheme  *theme);
} Format;

static const Format formats[] = {
  { ".png", encode_png },
  { ".svg", encode_svg },
  { ".pdf", encode_pdf },
  { ".csv", encode_csv },
};

static const Format *
format_of (const char *path)
{
  const char *ending = strrchr (path, '.');

  for (gsize i = 0; ending && i < G_N_ELEMENTS (formats); i++)
    if (g_ascii_strcasecmp (ending, formats[i].ending) == 0)
      return &formats[i];
  return NULL;
}

static gboolean
write_bytes (const char       *path,
             const GByteArray *bytes,
             GError          **error)
{
  int code = base_whole_file_write (path, bytes->data, bytes->len);

  if (code == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), _("The figure could not be saved as “%s”: %s"),
               path, g_strerror (code));
  return FALSE;
}

gboolean
plot_figure_save (const PlotFigure *figure,
                  const char       *path,
                  double            width,
                  double            height,
                  const PlotTheme  *theme,
                  GError          **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const Format *format = format_of (path);
  cairo_status_t status;

  if (!format)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _("The figure could not be saved as “%s”: the name must end in .png, .svg, .pdf or .csv"), path);
      return FALSE;
    }
  /* Half of Cairo's largest image, because a PNG has twice the pixels. */
  if (!(width >= 1 && height >= 1 && width <= MAX_SIDE / 2 && height <= MAX_SIDE / 2))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("The figure could not be saved as “%s”: a size of %g × %g px was asked for, "
                     "possible are 1 to %d on each side"),
                   path, width, height, MAX_SIDE / 2);
      return FALSE;
    }
  status = format->encode (figure, bytes, width, height, theme);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The figure could not be drawn for “%s”: %s"), path,
                   cairo_status_to_string (status));
      return FALSE;
    }
  return write_bytes (path, bytes, error);
}
