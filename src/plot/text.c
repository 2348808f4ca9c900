/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/text.h"

#include <math.h>
#include <pango/pangocairo.h>

#define MAX_REMEMBERED 600

struct _PlotText
{
  PangoContext         *context;
  PangoFontDescription *fonts[PLOT_N_TEXT_STYLES];
  double                line_heights[PLOT_N_TEXT_STYLES];
  GHashTable           *lines; /* "style:width:string" -> PangoLayout */
  char                  family[sizeof ((PlotTheme *) 0)->family];
  double                size;
  cairo_t              *cr;
};

static void
clear_fonts (PlotText *text)
{
  for (int i = 0; i < PLOT_N_TEXT_STYLES; i++)
    g_clear_pointer (&text->fonts[i], pango_font_description_free);
}

static void
text_free (gpointer data)
{
  PlotText *text = data;

  clear_fonts (text);
  g_hash_table_unref (text->lines);
  g_object_unref (text->context);
  g_free (text);
}

static GPrivate current = G_PRIVATE_INIT (text_free);

static PlotText *
text_of_thread (void)
{
  PlotText *text = g_private_get (&current);

  if (!text)
    {
      text = g_new0 (PlotText, 1);
      text->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
      text->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
      g_private_set (&current, text);
    }
  return text;
}

static void
set_fonts (PlotText        *text,
           const PlotTheme *theme)
{
  static const double sizes[PLOT_N_TEXT_STYLES] = { 1, 1, 1.1, 1.5 };

  clear_fonts (text);
  g_hash_table_remove_all (text->lines);
  g_strlcpy (text->family, theme->family, sizeof text->family);
  text->size = theme->text_size;
  for (int i = 0; i < PLOT_N_TEXT_STYLES; i++)
    {
      PangoFontMetrics *metrics;

      text->fonts[i] = pango_font_description_new ();
      pango_font_description_set_family (text->fonts[i], theme->family[0] ? theme->family : "Sans");
      pango_font_description_set_absolute_size (text->fonts[i], sizes[i] * theme->text_size * PANGO_SCALE);
      pango_font_description_set_weight (text->fonts[i],
                                         i == PLOT_TEXT_PLAIN ? PANGO_WEIGHT_NORMAL : PANGO_WEIGHT_BOLD);
      metrics = pango_context_get_metrics (text->context, text->fonts[i], NULL);
      text->line_heights[i] = ceil (pango_font_metrics_get_height (metrics) / (double) PANGO_SCALE);
      pango_font_metrics_unref (metrics);
    }
}

PlotText *
plot_text_begin (const PlotTheme *theme,
                 cairo_t         *cr)
{
  PlotText *text = text_of_thread ();

  text->cr = cr;
  if (cr)
    pango_cairo_update_context (cr, text->context);
  if (text->size != theme->text_size || strcmp (text->family, theme->family) != 0)
    set_fonts (text, theme);
  return text;
}

double
plot_text_line_height (PlotText      *text,
                       PlotTextStyle  style)
{
  return text->line_heights[style];
}

static PangoLayout *
shape (PlotText      *text,
       PlotTextStyle  style,
       const char    *string,
       double         max_width)
{
  g_autofree char *key = g_strdup_printf ("%d:%d:%s", style, (int) max_width, string);
  PangoLayout     *line = g_hash_table_lookup (text->lines, key);

  if (line)
    return line;
  if (g_hash_table_size (text->lines) >= MAX_REMEMBERED)
    g_hash_table_remove_all (text->lines);
  line = pango_layout_new (text->context);
  pango_layout_set_font_description (line, text->fonts[style]);
  pango_layout_set_single_paragraph_mode (line, TRUE);
  pango_layout_set_text (line, string, -1);
  if (max_width > 0)
    {
      int width;

      pango_layout_get_pixel_size (line, &width, NULL);
      if (width > max_width)
        {
          pango_layout_set_width (line, (int) (max_width * PANGO_SCALE));
          pango_layout_set_ellipsize (line, PANGO_ELLIPSIZE_END);
        }
    }
  g_hash_table_insert (text->lines, g_steal_pointer (&key), line);
  return line;
}

double
plot_text_width (PlotText      *text,
                 PlotTextStyle  style,
                 const char    *string,
                 double         max_width)
{
  PangoRectangle box;

  pango_layout_get_pixel_extents (shape (text, style, string, max_width), NULL, &box);
  return box.width;
}

void
plot_text_show (PlotText        *text,
                PlotTextStyle    style,
                const char      *string,
                double           x,
                double           y,
                double           align_x,
                double           align_y,
                double           max_width,
                const PlotColor *color)
{
  PangoLayout   *line = shape (text, style, string, max_width);
  PangoRectangle box;

  pango_layout_get_pixel_extents (line, NULL, &box);
  plot_set_color (text->cr, color);
  /* On whole px: glyphs stay sharp and do not tremble while a curve grows. A cut right-to-left line starts right of
   * zero in its own box. */
  cairo_move_to (text->cr, round (x - align_x * box.width) - box.x, round (y - align_y * box.height) - box.y);
  pango_cairo_show_layout (text->cr, line);
}

void
plot_text_show_over (PlotText        *text,
                     PlotTextStyle    style,
                     const char      *string,
                     double           x,
                     double           y,
                     double           align_x,
                     double           align_y,
                     const PlotColor *color,
                     const PlotColor *background)
{
  double width = plot_text_width (text, style, string, 0);
  double height = text->line_heights[style];

  /* A halo around each letter would look much the same and cost several times as much. */
  plot_set_color (text->cr, background);
  cairo_rectangle (text->cr, round (x - align_x * width) - 3, round (y - align_y * height), width + 6, height);
  cairo_fill (text->cr);
  plot_text_show (text, style, string, x, y, align_x, align_y, 0, color);
}

void
plot_text_level_digits (char *string)
{
  for (char *c = string; *c; c++)
    if (g_ascii_isdigit (*c))
      *c = '0';
}

static gboolean
reads_right_to_left (const char *words)
{
  for (const char *c = words; *c; c = g_utf8_next_char (c))
    switch (g_unichar_get_script (g_utf8_get_char (c)))
      {
      case G_UNICODE_SCRIPT_ARABIC:
      case G_UNICODE_SCRIPT_HEBREW:
      case G_UNICODE_SCRIPT_NKO:
      case G_UNICODE_SCRIPT_SYRIAC:
      case G_UNICODE_SCRIPT_THAANA:
        return TRUE;
      default:
        break;
      }
  return FALSE;
}

char *
plot_text_join_number (const char *words,
                       const char *number)
{
  if (reads_right_to_left (words))
    return g_strdup_printf ("%s \342\201\246%s\342\201\251", words, number);
  return g_strdup_printf ("%s %s", words, number);
}
