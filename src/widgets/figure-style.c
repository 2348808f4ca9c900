/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/figure-style.h"

#define SMALLEST_POINTS 11.0
#define POINTS_PER_INCH 72.0

struct _PerceptFigureStyle
{
  GObject  parent_instance;
  gboolean dark;
  gboolean high_contrast;
};

G_DEFINE_FINAL_TYPE (PerceptFigureStyle, percept_figure_style, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
percept_figure_style_class_init (PerceptFigureStyleClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
settings_changed_cb (PerceptFigureStyle *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
percept_figure_style_init (PerceptFigureStyle *self)
{
  GtkSettings *settings = gtk_settings_get_default ();

  if (settings == NULL)
    return;
  g_signal_connect_object (settings, "notify::gtk-font-name", G_CALLBACK (settings_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::gtk-xft-dpi", G_CALLBACK (settings_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

PerceptFigureStyle *
percept_figure_style_get_default (void)
{
  static PerceptFigureStyle *style;

  if (style == NULL)
    style = g_object_new (PERCEPT_TYPE_FIGURE_STYLE, NULL);
  return style;
}

void
percept_figure_style_set_scheme (PerceptFigureStyle *self,
                                 gboolean            dark,
                                 gboolean            high_contrast)
{
  if (self->dark == dark && self->high_contrast == high_contrast)
    return;
  self->dark = dark;
  self->high_contrast = high_contrast;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The desktop's font; dots per inch in @dpi. */
static PangoFontDescription *
get_font (double *dpi)
{
  g_autofree char *name = NULL;
  int              dpi_1024 = -1;

  if (gtk_settings_get_default () != NULL)
    g_object_get (gtk_settings_get_default (), "gtk-font-name", &name, "gtk-xft-dpi", &dpi_1024, NULL);
  *dpi = dpi_1024 > 0 ? dpi_1024 / 1024.0 : 96.0;
  return pango_font_description_from_string (name != NULL ? name : "Sans 11");
}

static double
font_size (const PangoFontDescription *font,
           double                      dpi)
{
  double size = pango_font_description_get_size (font) / (double) PANGO_SCALE;
  double smallest = SMALLEST_POINTS * dpi / POINTS_PER_INCH;

  if (size <= 0)
    return smallest;
  if (!pango_font_description_get_size_is_absolute (font))
    size *= dpi / POINTS_PER_INCH;
  return MAX (size, smallest);
}

gboolean
percept_figure_style_is_font_small (PerceptFigureStyle *self)
{
  double                dpi;
  PangoFontDescription *font = get_font (&dpi);
  double                size = pango_font_description_get_size (font) / (double) PANGO_SCALE;
  gboolean              absolute = pango_font_description_get_size_is_absolute (font);

  pango_font_description_free (font);
  return (absolute ? size * POINTS_PER_INCH / dpi : size) < SMALLEST_POINTS;
}

double
percept_figure_style_get_text_size (PerceptFigureStyle *self)
{
  double                dpi;
  PangoFontDescription *font = get_font (&dpi);
  double                size = font_size (font, dpi);

  pango_font_description_free (font);
  return size;
}

void
percept_figure_style_get_theme (PerceptFigureStyle *self,
                                PlotTheme          *theme)
{
  double                dpi;
  PangoFontDescription *font = get_font (&dpi);
  const char           *family = pango_font_description_get_family (font);

  plot_theme_init (theme, self->dark, self->high_contrast, font_size (font, dpi));
  if (family != NULL)
    g_strlcpy (theme->family, family, sizeof theme->family);
  pango_font_description_free (font);
}
