/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/text.h"
#include "plot/weight-picture.h"
#include "plot/weight-sheet.h"

/* The model of a weight sheet, its pictures, and its layout in px; shared by the files weight-sheet*.c alone. */

typedef struct
{
  double low, high; /* of the finite weights; 0 when there is none */
  double scale;     /* where the colors saturate; 0: all that is shown is zero, or not finite */
  gsize  not_finite;
  gboolean any_finite, any_shown; /* some weight is finite, some of what is shown is: sums can be infinite */
  guint  zero_units; /* of which all that is shown is zero */
} PlotWeightRange;

struct _PlotWeightSheet
{
  PlotFigure        figure;
  char             *title;
  char             *noun;
  float            *weights; /* n_units x channels x height x width */
  float            *shown;   /* n_units x plot_sheet_shown(): @weights itself, their sum over channels, or some maps */
  guint             n_units, channels, height, width;
  char            **names;   /* NULL-terminated, or NULL */
  char            **notes;
  guint             longest_name;
  gboolean          short_names; /* each is one character */
  guint            *order;       /* as it was given; NULL: all */
  guint             n_order;
  guint            *places;      /* the units of @order that exist */
  guint             n_places;
  gboolean          own_scale, strip, bare;
  PlotWeightParts   parts;
  guint             slices[PLOT_MAX_WEIGHT_SLICES];
  guint             n_slices;
  guint             selected;    /* PLOT_NO_UNIT: none */
  PlotWeightMark    marks[PLOT_MAX_WEIGHT_MARKS];
  guint             n_marks;
  double            side;
  PlotWeightRange   range;
  PlotWeightColors  colors;
  cairo_surface_t **pictures;  /* per unit, its panes together; NULL until it is first painted */
  guint             n_pictures;
  double           *own_scales; /* per unit; NaN until it is asked for */
};

/* Everything that drawing, picking and scrolling need to agree on. */
typedef struct
{
  double   width, height;
  double   line;       /* height of a line of text */
  double   edge;       /* px between things */
  double   title;      /* height of the title's line; 0: no room for it */
  gboolean legend_row; /* the color bar stands below the title, not beside it */
  double   bar;        /* length of the color bar; 0: no room for it */
  double   zoom;       /* px per pixel: an integer, or 1 / integer for pictures larger than the figure */
  double   picture_width, picture_height;
  double   left, top;  /* of the first picture */
  double   column_step, row_step;
  double   name_height; /* 0: no room for names */
  guint    columns, shown, total;
} PlotSheetLayout;

void plot_sheet_lay_out       (const PlotWeightSheet *sheet,
                               PlotSheetLayout       *layout,
                               const PlotTheme       *theme,
                               double                 width,
                               double                 height);

/* The unit at @place in the order shown. */
guint plot_sheet_unit_at      (const PlotWeightSheet *sheet,
                               guint                  place);

/* How many units the order names. */
guint plot_sheet_count        (const PlotWeightSheet *sheet);

/* "−0.42" and "+0.42": the ends of the color bar. Returns: (transfer full) */
char *plot_sheet_bar_number   (const PlotWeightSheet *sheet,
                               gboolean               positive);

/* "12 of 300", "3 weights are not finite"; NULL when there is nothing to say. Returns: (transfer full) */
char *plot_sheet_remark       (const PlotWeightSheet *sheet,
                               const PlotSheetLayout *layout);

/* The pictures that stand side by side in a unit's place (weight-sheet-panes.c), each @width pixels wide, with a gap of
 * so many pixels of that size between two; how many pixels that makes in all. */
guint plot_sheet_panes        (const PlotWeightSheet *sheet);
guint plot_sheet_gap          (const PlotWeightSheet *sheet);
guint plot_sheet_columns      (const PlotWeightSheet *sheet);

/* How many single maps are shown, 0: none is, and the planes of each picture, 3 for color. */
guint plot_sheet_maps         (const PlotWeightSheet *sheet);
guint plot_sheet_planes       (const PlotWeightSheet *sheet);

/* Numbers in @shown for each unit. */
gsize plot_sheet_shown        (const PlotWeightSheet *sheet);

/* Makes @shown of @weights. FALSE: there is no memory for it. */
gboolean plot_sheet_show_weights (PlotWeightSheet    *sheet);

/* Where the colors of @unit saturate on a scale of its own. */
double plot_sheet_own_scale   (PlotWeightSheet       *sheet,
                               guint                  unit);

/* "±0.42 · 37 votes": the line under a unit's name; NULL: none. Returns: (transfer full) */
char *plot_sheet_note         (PlotWeightSheet       *sheet,
                               guint                  unit);

/* Where no color shows a number: "All weights are zero", "No weight is finite". Returns: (transfer none) */
const char *
      plot_sheet_describe_nothing (const PlotWeightSheet *sheet);

/* "2 units are all zero"; NULL when none or all are. Returns: (transfer full) */
char *plot_sheet_describe_zero_units (const PlotWeightSheet *sheet);

/* "map 17" under the pictures of each; NULL where all maps are in one. Returns: (transfer full) */
char *plot_sheet_map_name     (const PlotWeightSheet *sheet,
                               guint                  pane);

/* Where the @pane-th picture of a unit stands in the place @picture. */
cairo_rectangle_t
      plot_sheet_place_pane   (const PlotWeightSheet   *sheet,
                               const cairo_rectangle_t *picture,
                               guint                    pane);

/* "sum over 384 maps", "positive left, negative right"; NULL when there is nothing to say. Returns: (transfer full) */
char *plot_sheet_describe_panes (const PlotWeightSheet *sheet);

/* Returns: (transfer full) */
cairo_surface_t *
      plot_sheet_paint_unit   (PlotWeightSheet       *sheet,
                               guint                  unit,
                               const PlotTheme       *theme);

/* Range of @shown, all of it. */
void  plot_sheet_find_range   (PlotWeightSheet       *sheet);

/* The picture of @unit, one pixel per weight, or 2 x 2 where it has a pattern for what is not finite.
 * Returns: (transfer none) */
cairo_surface_t *
      plot_sheet_picture      (PlotWeightSheet       *sheet,
                               guint                  unit,
                               const PlotTheme       *theme);

/* The pictures no longer show the weights. */
void  plot_sheet_drop_pictures (PlotWeightSheet      *sheet);

/* Marks on the picture of @unit, whose place is @picture. */
void  plot_sheet_draw_marks   (const PlotWeightSheet   *sheet,
                               guint                    unit,
                               const cairo_rectangle_t *picture,
                               cairo_t                 *cr,
                               PlotText                *text,
                               const PlotTheme         *theme);

/* "1 at row 7, column 3 of unit 2; 2 at …"; NULL when there are none. Returns: (transfer full) */
char *plot_sheet_describe_marks (const PlotWeightSheet *sheet);

void  plot_sheet_draw         (const PlotFigure      *figure,
                               cairo_t               *cr,
                               double                 width,
                               double                 height,
                               const PlotTheme       *theme);
