/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/figure.h"

/* One picture per unit of a layer: incoming weights laid out as the image they look at, zero in the middle of a
 * diverging scale (blue below, red above; color-blind safe), nearest-neighbor at an integer multiple of the pixels.
 * One scale shared by all pictures by default: the largest absolute weight (or its 99.5th percentile over the
 * sheet; saturated beyond), shown by a color bar with numbers. NaN and infinite weights get a pattern of their own,
 * an all-zero sheet says so. */

typedef struct _PlotWeightSheet PlotWeightSheet;

/* @title: "Output units"; @noun: what a unit is called in words ("output unit"). Returns: (transfer full) */
PlotWeightSheet *plot_weight_sheet_new         (const char       *title,
                                                const char       *noun);

/* @weights: @n_units x (@channels x @height x @width), copied; @channels 1 (gray) or 3 (RGB planar, drawn as color
 * around middle gray), others as the sum over channels. @names: @n_units strings under the pictures, or NULL for
 * "#0", "#1" ... */
void             plot_weight_sheet_set_weights (PlotWeightSheet  *sheet,
                                                const float      *weights,
                                                guint             n_units,
                                                guint             channels,
                                                guint             height,
                                                guint             width,
                                                char            **names);

/* A line under a unit's name, e.g. its bias or accuracy; @notes: n_units strings or NULL. */
void             plot_weight_sheet_set_notes   (PlotWeightSheet  *sheet,
                                                char            **notes);

/* Which unit stands at which place: @n indices, copied; NULL: all in order. */
void             plot_weight_sheet_set_order   (PlotWeightSheet  *sheet,
                                                const guint      *order,
                                                guint             n);
void             plot_weight_sheet_set_own_scale (PlotWeightSheet *sheet,
                                                  gboolean         own_scale);

/* Together, or each unit twice: what speaks for it (positive weights alone, at the left) and what against it (negative
 * ones), each from zero to the same end of the scale. */
typedef enum
{
  PLOT_PARTS_TOGETHER,
  PLOT_PARTS_APART,
} PlotWeightParts;
void             plot_weight_sheet_set_parts   (PlotWeightSheet  *sheet,
                                                PlotWeightParts   parts);

/* Of weights that look at several maps or colors: @n of these, one picture each beside one another; n = 0: their sum,
 * or three as one picture in color. Those that do not exist are passed over. */
#define PLOT_MAX_WEIGHT_SLICES 16
void             plot_weight_sheet_set_slices  (PlotWeightSheet  *sheet,
                                                const guint      *channels,
                                                guint             n);

/* Px that a picture's side should have at least (rounded to an integer multiple of its pixels); 0: as large as lets
 * all pictures fit into the figure. */
void             plot_weight_sheet_set_side    (PlotWeightSheet  *sheet,
                                                double            side);

/* A strip chooses its pictures' size by itself: as large as lets all be seen, or else as fills the figure best, in
 * one row or several, and says "12 of 300". The height that it asks for is that of all pictures with the side set
 * when they are few, else of one row. */
void             plot_weight_sheet_set_strip   (PlotWeightSheet  *sheet,
                                                gboolean          strip);

/* Nothing but the pictures: title, color bar and names stand elsewhere. */
void             plot_weight_sheet_set_bare    (PlotWeightSheet  *sheet,
                                                gboolean          bare);

/* A unit that stands out by a frame and in words; PLOT_NO_UNIT, or one that does not exist: none. It stays selected
 * where it goes in another order, and not when the sheet gets another number of units. */
#define PLOT_NO_UNIT G_MAXUINT
void             plot_weight_sheet_set_selected (PlotWeightSheet *sheet,
                                                 guint            unit);
guint            plot_weight_sheet_get_selected (PlotWeightSheet *sheet);

/* A weight that stands out in the picture of its unit, by a frame around its pixel. */
typedef struct
{
  guint    unit, column, row;
  guint    number;   /* beside the frame; 0: none, and the frame is dashed */
} PlotWeightMark;

/* Frames @n weights, PLOT_MAX_WEIGHT_MARKS at most, copied; those that do not exist are passed over. */
#define PLOT_MAX_WEIGHT_MARKS 4
void             plot_weight_sheet_set_marks   (PlotWeightSheet      *sheet,
                                                const PlotWeightMark *marks,
                                                guint                 n);

/* The unit that stands @across places to the right and @down rows below @unit in a figure of this size, the nearest
 * there is; the first for PLOT_NO_UNIT. Returns: PLOT_NO_UNIT when there is none at all. */
guint            plot_weight_sheet_get_neighbor (PlotWeightSheet *sheet,
                                                 double           width,
                                                 double           height,
                                                 const PlotTheme *theme,
                                                 guint            unit,
                                                 int              across,
                                                 int              down);

/* What stands under the picture of @unit, which exists: "3", "#17". Returns: (transfer full) */
char            *plot_weight_sheet_get_name    (const PlotWeightSheet *sheet,
                                                guint                  unit);

/* "Unit #17 · weights from −0.42 to 0.38". Returns: (transfer full), NULL when there is no such unit */
char            *plot_weight_sheet_describe_unit (const PlotWeightSheet *sheet,
                                                  guint                  unit);

/* The height of title and color bar at @width, in a sheet that is high enough for them. */
double           plot_weight_sheet_get_head    (PlotWeightSheet  *sheet,
                                                double            width,
                                                const PlotTheme  *theme);

/* The height that all pictures need at @width (for a scrolled view). */
double           plot_weight_sheet_get_height  (PlotWeightSheet  *sheet,
                                                double            width,
                                                const PlotTheme  *theme);

/* The map that the @pane-th picture of each unit shows, PLOT_ALL_CHANNELS where it shows all. */
#define PLOT_ALL_CHANNELS G_MAXUINT
guint            plot_weight_sheet_get_channel (PlotWeightSheet  *sheet,
                                                guint             pane);

/* As plot_weight_sheet_pick(), and which of the pictures that stand side by side in the unit's place. */
gboolean         plot_weight_sheet_pick_pane   (PlotWeightSheet  *sheet,
                                                double            width,
                                                double            height,
                                                const PlotTheme  *theme,
                                                double            x,
                                                double            y,
                                                guint            *unit,
                                                guint            *pane,
                                                guint            *column,
                                                guint            *row);

/* The unit under a point in a figure of this size, and the pixel of its picture: FALSE when there is none. */
gboolean         plot_weight_sheet_pick        (PlotWeightSheet  *sheet,
                                                double            width,
                                                double            height,
                                                const PlotTheme  *theme,
                                                double            x,
                                                double            y,
                                                guint            *unit,
                                                guint            *column,
                                                guint            *row);

/* Where @unit's picture stands in a figure of this size: FALSE when it is not shown. */
gboolean         plot_weight_sheet_get_picture (PlotWeightSheet   *sheet,
                                                double             width,
                                                double             height,
                                                const PlotTheme   *theme,
                                                guint              unit,
                                                cairo_rectangle_t *picture);

/* The unit whose place is nearest to a point; PLOT_NO_UNIT when none is shown. */
guint            plot_weight_sheet_get_nearest (PlotWeightSheet   *sheet,
                                                double             width,
                                                double             height,
                                                const PlotTheme   *theme,
                                                double             x,
                                                double             y);

/* The side (plot_weight_sheet_set_side) with which one unit, its name below it, fills a view of this size. */
double           plot_weight_sheet_get_page_side (PlotWeightSheet *sheet,
                                                  double           width,
                                                  double           height,
                                                  const PlotTheme *theme);

static inline PlotFigure *
plot_weight_sheet_figure (PlotWeightSheet *sheet)
{
  return (PlotFigure *) sheet;
}
