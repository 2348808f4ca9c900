/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/theme.h"

#include <math.h>

#define RGB(hex) \
  { (((hex) >> 16) & 0xff) / 255.0, (((hex) >> 8) & 0xff) / 255.0, ((hex) & 0xff) / 255.0, 1.0 }

#define RGBA(hex, opacity) \
  { (((hex) >> 16) & 0xff) / 255.0, (((hex) >> 8) & 0xff) / 255.0, ((hex) & 0xff) / 255.0, opacity }

#define DEFAULT_TEXT_SIZE 14.67

/* Test: each role and both kinds of text stand 7:1 or more against the background. Orange on white must therefore be
 * as dark as this. */
static const PlotTheme light = {
  .background = RGB (0xffffff),
  .text = RGB (0x1e1e1e),
  .faint_text = RGB (0x575757),
  .grid = RGB (0xe0e0e0),
  .axis = RGB (0x8a8a8a),
  .mark = RGB (0x767676),
  .roles = { RGB (0x00625d), RGB (0x963c00), RGB (0x6f2da8), RGB (0x595959) },
  .weight_negative = RGB (0x1b5fa8),
  .weight_zero = RGB (0xfafafa),
  .weight_positive = RGB (0xb2182b),
  .racers = { RGB (0x993a00), RGB (0x00625d), RGB (0x7a2fc0), RGB (0x2e3300), RGB (0x6b0050),
              RGB (0x585858), RGB (0x5c4a00), RGB (0x33150c), RGB (0x00332a) },
  .ground_low = RGB (0xf6f6f8),
  .ground_high = RGB (0xa4aab4),
  .heat_low = RGB (0xfdf3b0),
  .heat_high = RGB (0x777b80),
  .contour = RGBA (0x3c424c, 0.45),
};

static const PlotTheme dark_scheme = {
  .background = RGB (0x1e1e1e),
  .text = RGB (0xffffff),
  .faint_text = RGB (0xbababa),
  .grid = RGB (0x3c3c3c),
  .axis = RGB (0x8a8a8a),
  .mark = RGB (0x9a9a9a),
  .roles = { RGB (0x35d0c0), RGB (0xffa348), RGB (0xcba6ff), RGB (0xb0b0b0) },
  .weight_negative = RGB (0x5cb0ff),
  .weight_zero = RGB (0x121212),
  .weight_positive = RGB (0xff6a5f),
  .racers = { RGB (0xff9a3c), RGB (0x2fc4b4), RGB (0xc0a0ff), RGB (0xf2ec8c), RGB (0xffc0e8),
              RGB (0xb0b0b0), RGB (0xc8a878), RGB (0xa8d070), RGB (0xd0fff0) },
  .ground_low = RGB (0x242426),
  .ground_high = RGB (0x5c6068),
  .heat_low = RGB (0x26282b),
  .heat_high = RGB (0xa89c50),
  .contour = RGBA (0xd0d4dc, 0.35),
};

static const PlotTheme light_contrast = {
  .background = RGB (0xffffff),
  .text = RGB (0x000000),
  .faint_text = RGB (0x303030),
  .grid = RGB (0xb4b4b4),
  .axis = RGB (0x404040),
  .mark = RGB (0x404040),
  .roles = { RGB (0x004a46), RGB (0x742e00), RGB (0x4f1a80), RGB (0x404040) },
  .weight_negative = RGB (0x00438f),
  .weight_zero = RGB (0xffffff),
  .weight_positive = RGB (0x96001a),
  .racers = { RGB (0x7e3000), RGB (0x00504b), RGB (0x6220aa), RGB (0x1c2000), RGB (0x480035),
              RGB (0x404040), RGB (0x443600), RGB (0x2c120a), RGB (0x00261f) },
  .ground_low = RGB (0xffffff),
  .ground_high = RGB (0xb8bcc4),
  .heat_low = RGB (0xfff8c8),
  .heat_high = RGB (0x84888c),
  .contour = RGBA (0x000000, 0.6),
};

static const PlotTheme dark_contrast = {
  .background = RGB (0x000000),
  .text = RGB (0xffffff),
  .faint_text = RGB (0xe0e0e0),
  .grid = RGB (0x5a5a5a),
  .axis = RGB (0xd0d0d0),
  .mark = RGB (0xd0d0d0),
  .roles = { RGB (0x60f0e0), RGB (0xffbc70), RGB (0xdcc4ff), RGB (0xd0d0d0) },
  .weight_negative = RGB (0x7cc4ff),
  .weight_zero = RGB (0x000000),
  .weight_positive = RGB (0xff8078),
  .racers = { RGB (0xff9c40), RGB (0x40d0c0), RGB (0xc4a4ff), RGB (0xfaf6a0), RGB (0xffd8f2),
              RGB (0xd0d0d0), RGB (0xe0c8a0), RGB (0xc0e490), RGB (0xe0fff6) },
  .ground_low = RGB (0x0c0c0c),
  .ground_high = RGB (0x50545a),
  .heat_low = RGB (0x101214),
  .heat_high = RGB (0xa89c50),
  .contour = RGBA (0xffffff, 0.5),
};

void
plot_theme_init (PlotTheme *theme,
                 gboolean   dark,
                 gboolean   high_contrast,
                 double     text_size)
{
  if (high_contrast)
    *theme = dark ? dark_contrast : light_contrast;
  else
    *theme = dark ? dark_scheme : light;
  theme->line_width = 3;
  theme->text_size = isfinite (text_size) && text_size > 0 ? text_size : DEFAULT_TEXT_SIZE;
  g_strlcpy (theme->family, "Cantarell,Sans", sizeof theme->family);
}

void
plot_theme_present (PlotTheme *theme,
                    double     height)
{
  theme->line_width = MAX (4, height / 240);
  theme->text_size = MAX (theme->text_size, height / 36);
}

void
plot_set_color (cairo_t         *cr,
                const PlotColor *color)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha);
}

double
plot_srgb_to_linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
luminance (const PlotColor *color)
{
  return 0.2126 * plot_srgb_to_linear (color->red) + 0.7152 * plot_srgb_to_linear (color->green) +
         0.0722 * plot_srgb_to_linear (color->blue);
}

double
plot_color_contrast (const PlotColor *a,
                     const PlotColor *b)
{
  double la = luminance (a);
  double lb = luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}
