/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/theme.h"

#include <math.h>

/* What the colors of weights should be, worked out without the painter's code. */

static inline double
to_linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static inline double
to_srgb (double value)
{
  value = fmin (fmax (value, 0.0), 1.0);
  return value <= 0.0031308 ? 12.92 * value : 1.055 * pow (value, 1 / 2.4) - 0.055;
}

/* B. Ottosson, "A perceptual color space for image processing": lightness and two axes. */
static inline void
to_oklab (const PlotColor *color,
          double           lab[3])
{
  double r = to_linear (color->red), g = to_linear (color->green), b = to_linear (color->blue);
  double l = cbrt (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  double m = cbrt (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  double s = cbrt (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);

  lab[0] = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
  lab[1] = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
  lab[2] = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
}

/* sRGB 0 .. 255 of a value -1 .. 1, halfway in that space being half the value. */
static inline void
diverge (const PlotTheme *theme,
         double           value,
         double           rgb[3])
{
  double zero[3], end[3], mixed[3], cone[3];

  value = fmin (fmax (value, -1.0), 1.0);
  to_oklab (&theme->weight_zero, zero);
  to_oklab (value < 0 ? &theme->weight_negative : &theme->weight_positive, end);
  for (int i = 0; i < 3; i++)
    mixed[i] = zero[i] + fabs (value) * (end[i] - zero[i]);
  cone[0] = pow (mixed[0] + 0.3963377774 * mixed[1] + 0.2158037573 * mixed[2], 3);
  cone[1] = pow (mixed[0] - 0.1055613458 * mixed[1] - 0.0638541728 * mixed[2], 3);
  cone[2] = pow (mixed[0] - 0.0894841775 * mixed[1] - 1.2914855480 * mixed[2], 3);
  rgb[0] = 255 * to_srgb (4.0767416621 * cone[0] - 3.3077115913 * cone[1] + 0.2309699292 * cone[2]);
  rgb[1] = 255 * to_srgb (-1.2684380046 * cone[0] + 2.6097574011 * cone[1] - 0.3413193965 * cone[2]);
  rgb[2] = 255 * to_srgb (-0.0041960863 * cone[0] - 0.7034186147 * cone[1] + 1.7076147010 * cone[2]);
}
