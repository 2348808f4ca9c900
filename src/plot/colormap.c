/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/colormap.h"

#include <math.h>

typedef struct
{
  double l, a, b;
} Oklab;

static Oklab
to_oklab (const PlotColor *color)
{
  double r = plot_srgb_to_linear (color->red);
  double g = plot_srgb_to_linear (color->green);
  double b = plot_srgb_to_linear (color->blue);
  double l = cbrt (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  double m = cbrt (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  double s = cbrt (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);

  return (Oklab) { 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
                   1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
                   0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s };
}

static double
to_srgb (double linear)
{
  linear = CLAMP (linear, 0, 1);
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow (linear, 1 / 2.4) - 0.055;
}

static PlotColor
from_oklab (Oklab lab)
{
  double l = pow (lab.l + 0.3963377774 * lab.a + 0.2158037573 * lab.b, 3);
  double m = pow (lab.l - 0.1055613458 * lab.a - 0.0638541728 * lab.b, 3);
  double s = pow (lab.l - 0.0894841775 * lab.a - 1.2914855480 * lab.b, 3);

  return (PlotColor) { to_srgb (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
                       to_srgb (-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
                       to_srgb (-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s), 1 };
}

guint32
plot_color_pixel (const PlotColor *color)
{
  return 0xff000000u | (guint32) lrint (255 * color->red) << 16 | (guint32) lrint (255 * color->green) << 8 |
         (guint32) lrint (255 * color->blue);
}

static PlotColor
mix (Oklab  from,
     Oklab  to,
     double part)
{
  return from_oklab ((Oklab) { from.l + part * (to.l - from.l), from.a + part * (to.a - from.a),
                               from.b + part * (to.b - from.b) });
}

PlotColor
plot_color_mix (const PlotColor *from,
                const PlotColor *to,
                double           part)
{
  return mix (to_oklab (from), to_oklab (to), part);
}

void
plot_colormap_init (PlotColormap    *map,
                    const PlotTheme *theme)
{
  Oklab negative = to_oklab (&theme->weight_negative);
  Oklab zero = to_oklab (&theme->weight_zero);
  Oklab positive = to_oklab (&theme->weight_positive);

  for (int i = 0; i <= PLOT_COLORMAP_HALF; i++)
    {
      double    part = i / (double) PLOT_COLORMAP_HALF;
      PlotColor below = mix (zero, negative, part);
      PlotColor above = mix (zero, positive, part);

      map->pixels[PLOT_COLORMAP_HALF - i] = plot_color_pixel (&below);
      map->pixels[PLOT_COLORMAP_HALF + i] = plot_color_pixel (&above);
    }
}
