/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/curves.h"
#include "plot/series.h"
#include "plot/text.h"

/* The model of a curves figure, and its layout in px; shared by the files curves*.c alone. */

typedef struct
{
  PlotRole   role;
  char      *label;
  gboolean   visible;
  PlotSeries series;
  GArray    *thin; /* of PlotPoint, px; filled anew by each painting */
} PlotCurve;

typedef struct
{
  double x;
  char  *text;
} PlotMark;

struct _PlotCurves
{
  PlotFigure    figure;
  char         *title;
  char         *note;
  char         *x_title;
  gboolean      percent;
  PlotScaleKind y_kind;
  double        x_end;
  gboolean      zoomed;  /* only view_low .. view_high of x is shown */
  double        view_low, view_high;
  char         *second_title;  /* of the other number for x, or NULL */
  double        second_factor; /* that x is multiplied by; 0: there is none */
  GPtrArray    *curves; /* of PlotCurve */
  GArray       *marks;  /* of PlotMark */
  double        moment; /* NaN: none */
};

typedef enum
{
  PLOT_LABELS_NONE,
  PLOT_LABELS_NAME,  /* without those of earlier runs */
  PLOT_LABELS_VALUE, /* name and last value, without those of earlier runs */
  PLOT_LABELS_ALL,   /* and the names of earlier runs */
} PlotLabels;

/* Where everything stands: the plot's edges in px, its scales and ticks, and what of the text has room. */
typedef struct
{
  double     width, height;
  double     left, top, right, bottom;
  double     line;       /* height of a line of text */
  double     edge;       /* between the figure's edge and its text, and between other things */
  double     label_gap;  /* between a curve's end and its label */
  double     header;     /* height of title and note; 0: no room for them */
  gboolean   numbers;    /* at the ticks */
  gboolean   empty;      /* no curve has a point that can be shown */
  PlotLabels labels;
  PlotScale  x, y;
  PlotTicks  x_ticks, y_ticks;
  gboolean   even_ticks; /* of a logarithmic y axis too short for powers of 10 */
} PlotCurvesLayout;

typedef struct
{
  double left, top, right, bottom;
} PlotBox;

/* One painting of the figure, handed through its steps. */
typedef struct
{
  const PlotCurves *curves;
  cairo_t          *cr;
  const PlotTheme  *theme;
  PlotText         *text;
  PlotCurvesLayout  layout;
  GArray           *taken; /* of PlotBox: where text stands already */
} PlotCurvesPainting;

static inline PlotCurve *
plot_curves_at (const PlotCurves *curves,
                guint             index)
{
  return g_ptr_array_index (curves->curves, index);
}

/* Place of a value in the figure, px. */
static inline double
plot_curves_x_px (const PlotCurvesLayout *layout,
                  double                  x)
{
  return layout->left + plot_scale_map (&layout->x, x) * (layout->right - layout->left);
}

static inline double
plot_curves_y_px (const PlotCurvesLayout *layout,
                  double                  y)
{
  return layout->bottom - plot_scale_map (&layout->y, y) * (layout->bottom - layout->top);
}

/* Train and validation are measured at different steps: their ends differ by a few px, their labels should not. Px
 * between two ends whose labels stand in one column. */
static inline double
plot_curves_align_within (const PlotCurvesLayout *layout)
{
  return 3 * layout->line;
}

/* The range of x that there is to show; @low < @high. */
void     plot_curves_get_whole  (const PlotCurves *curves,
                                 double           *low,
                                 double           *high);

/* Whether every x is an integer. */
gboolean plot_curves_is_whole_x (const PlotCurves *curves);

/* Where a curve ends for the eye. */
typedef struct
{
  PlotPoint at;
  gboolean  cut; /* by the end of the axis: the curve goes on, and @at is no point of it */
} PlotEnd;

/* FALSE when the axes show nothing of @curve. */
gboolean plot_curves_end        (const PlotCurve        *curve,
                                 const PlotScale        *x,
                                 const PlotScale        *y,
                                 PlotEnd                *end);

void plot_curves_lay_out (const PlotCurves *curves,
                          PlotCurvesLayout *layout,
                          PlotText         *text,
                          const PlotTheme  *theme,
                          double            width,
                          double            height);

void plot_curves_draw    (const PlotFigure *figure,
                          cairo_t          *cr,
                          double            width,
                          double            height,
                          const PlotTheme  *theme);

/* Where in the run something stands: "step 2314". Returns: (transfer full) */
char *plot_curves_place      (const char       *x_title,
                              const char       *number);

/* A cross-hair at the point nearest to @x, with the values there and the change that was made there. */
void plot_curves_draw_hover (const PlotFigure *figure,
                             cairo_t          *cr,
                             double            width,
                             double            height,
                             const PlotTheme  *theme,
                             double            x,
                             double            y);

/* Both need the curves thinned to the layout; the marks go where the labels leave room. */
void plot_curves_draw_end_labels (PlotCurvesPainting *painting);
void plot_curves_draw_mark_texts (PlotCurvesPainting *painting);

/* "train 0.083" or "train", by @labels and whether @end is a point of @curve; NULL when there is nothing to say.
 * Returns: (transfer full) */
char *plot_curves_end_label (const PlotCurves *curves,
                             const PlotCurve  *curve,
                             const PlotEnd    *end,
                             PlotLabels        labels);

/* The number at tick @index of the y axis. Returns: (transfer full) */
char *plot_curves_y_number  (const PlotCurves       *curves,
                             const PlotCurvesLayout *layout,
                             guint                   index);
