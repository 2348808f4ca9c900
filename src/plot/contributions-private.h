/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/contributions.h"
#include "plot/text.h"
#include "plot/weight-picture.h"

/* The model of a contributions figure, and its layout in px; shared by the files contributions*.c alone. */

/* A hidden unit and what it does to one output unit. */
typedef struct
{
  guint unit;
  float weight;
  guint picture; /* which of the kept pictures shows the unit */
} PlotPush;

struct _PlotContributions
{
  PlotFigure        figure;
  char             *title;
  char             *note;
  char            **names;       /* NULL-terminated, or NULL */
  gboolean          short_names; /* each is one or two characters: they stand at the left, others above */
  guint             n_outputs, per_output, n_hidden;
  guint             planes, height, width;
  PlotPush         *pushes;      /* n_outputs x per_output, the strongest first */
  float            *values;      /* n_pictures x planes x height x width */
  cairo_surface_t **pictures;    /* NULL until first painted */
  guint             n_pictures;
  double            scale;       /* where the colors of pictures saturate */
  double            largest;     /* outgoing weight, absolute: the longest bar */
  PlotWeightColors  colors;
};

typedef struct
{
  double width, height;
  double line;          /* height of a line of text */
  double edge;          /* px between things */
  gboolean header, numbers, values; /* whether there is room for them */
  double zoom;          /* px per pixel, as in a weight sheet */
  double picture_width, picture_height;
  double left, top;     /* of the first output unit */
  double name_width;    /* of a name at the left, with the gap to the pictures; 0: names stand above */
  double name_height;   /* of a name above; 0: names stand at the left */
  double bar_top;       /* from the picture's top */
  double bar_height;
  double unit_width;    /* of a hidden unit: its picture or its value */
  double unit_step, column_step, row_step, row_height;
  guint  per_output;    /* how many hidden units have room */
  guint  columns, shown, total;
} PlotContributionsLayout;

void  plot_contributions_lay_out  (const PlotContributions       *contributions,
                                   PlotContributionsLayout       *layout,
                                   const PlotTheme               *theme,
                                   double                         width,
                                   double                         height);

/* "+0.67". Returns: (transfer full) */
char *plot_contributions_value    (const PlotContributions       *contributions,
                                   double                         weight);

/* "3", "Ann". Returns: (transfer full) */
char *plot_contributions_name     (const PlotContributions       *contributions,
                                   guint                          output);

/* Top left of the picture at @place (0 .. shown - 1) and @rank. */
void  plot_contributions_place    (const PlotContributionsLayout *layout,
                                   guint                          place,
                                   guint                          rank,
                                   double                        *x,
                                   double                        *y);

void  plot_contributions_draw     (const PlotFigure              *figure,
                                   cairo_t                       *cr,
                                   double                         width,
                                   double                         height,
                                   const PlotTheme               *theme);
