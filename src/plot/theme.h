/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

/* What a painter needs to know about where it paints: colors, type, line widths. The same struct for the screen,
 * for export and for tests. */

typedef struct
{
  double red, green, blue, alpha;
} PlotColor;

/* Series colors: told apart by color-blind readers and of 7:1 contrast to the background in both schemes; a role
 * keeps its color everywhere. Blue and red belong to weights alone. */
typedef enum
{
  PLOT_ROLE_TRAIN,        /* teal */
  PLOT_ROLE_VALIDATION,   /* orange */
  PLOT_ROLE_TEST,         /* purple */
  PLOT_ROLE_EARLIER,      /* gray, thin */
  PLOT_N_ROLES,
} PlotRole;

/* Racers, told apart by color, lightness and the shape of their marker (plot/marker.h); neither blue nor red. */
#define PLOT_N_RACERS 9

typedef struct
{
  PlotColor background;
  PlotColor text;
  PlotColor faint_text;
  PlotColor grid;
  PlotColor axis;
  PlotColor mark;
  PlotColor roles[PLOT_N_ROLES];
  PlotColor weight_negative; /* ends of the diverging scale; its middle is weight_zero */
  PlotColor weight_zero;
  PlotColor weight_positive;
  PlotColor racers[PLOT_N_RACERS];
  PlotColor ground_low;      /* bands of a landscape: low ground is near the background in both schemes */
  PlotColor ground_high;
  PlotColor heat_low;        /* and its heat map */
  PlotColor heat_high;
  PlotColor contour;
  double    line_width;      /* of a curve, in px: 3, or 4 and more when presenting */
  double    text_size;       /* in px, of labels; titles are larger by their painter */
  char      family[64];      /* font family */
} PlotTheme;

/* @text_size: px of body text (14.67 for 11 pt at 96 dpi), already scaled by the user's setting. */
void plot_theme_init (PlotTheme *theme,
                      gboolean   dark,
                      gboolean   high_contrast,
                      double     text_size);

/* The same for the back row: lines of 4 px or more, text at least 1/36 of @height. */
void plot_theme_present (PlotTheme *theme,
                         double     height);

void plot_set_color (cairo_t         *cr,
                     const PlotColor *color);

/* An sRGB component 0..1 as linear light 0..1 (IEC 61966-2-1). */
double plot_srgb_to_linear (double value);

/* The contrast ratio of two opaque colors, 1 to 21 (WCAG 2.1, "contrast ratio"). */
double plot_color_contrast (const PlotColor *a,
                            const PlotColor *b);
