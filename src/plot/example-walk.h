/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/figure.h"

/* One example on its way through a network, and the gradient of its cost on the way back: the image, the units of
 * every hidden layer, the classes, each with its gradient under or beside it, and below the calculation in lines, what
 * goes forward at the left, what comes back at the right (one under the other where it is narrow). One unit of each
 * stage is chosen and framed: the lines are about these. Outputs are gray, the darker the larger, negative ones with a
 * hole; blue and red belong to gradients.
 *
 * Stages: 0 is the image, 1 .. n_layers the hidden layers, n_layers + 1 the classes. */

typedef struct _PlotExampleWalk PlotExampleWalk;

/* A hidden layer. */
typedef struct
{
  char    *name;      /* "h₁" */
  char    *about;     /* "dense 300 tanh" */
  guint    n;
  float   *outputs;   /* n */
  float   *gradients; /* n: of the cost with respect to them */
  guint    chosen;
} PlotWalkLayer;

/* "formula = values = result" */
typedef struct
{
  char    *formula;   /* "h₁[17] = tanh(z₁[17])" */
  char    *values;    /* "tanh(1.296)"; NULL: there is nothing between formula and result */
  double   result;    /* NaN: the line is words alone */
} PlotWalkLine;

typedef struct
{
  char         *title;           /* "Validation example 17, a “4”" */
  char         *note;            /* "step 1 200 · cost 0.019" */

  guint8       *bytes;           /* channels x height x width, 0 is the background */
  float        *pixel_gradients; /* the same */
  guint         channels, height, width;
  guint         chosen_pixel;    /* place in bytes */

  guint         n_layers;
  PlotWalkLayer *layers;

  guint         n_classes;
  char        **class_names;     /* n_classes, NULL-terminated */
  float        *shares;          /* n_classes: probabilities, or outputs */
  float        *class_gradients; /* n_classes: of the cost with respect to the outputs */
  gboolean      probable;        /* shares are probabilities */
  guint         truth;
  guint         chosen_class;

  GArray       *forward;         /* PlotWalkLine, in the order of reading */
  GArray       *backward;
} PlotWalkContent;

/* Empty, to be filled by its maker. Returns: (transfer full) */
PlotWalkContent *plot_walk_content_new     (void);
void             plot_walk_content_free    (PlotWalkContent       *content);
/* @formula, @values: (transfer full) */
void             plot_walk_content_append  (GArray                *lines,
                                            char                  *formula,
                                            char                  *values,
                                            double                 result);

/* Without content until plot_example_walk_set(). Returns: (transfer full) */
PlotExampleWalk *plot_example_walk_new     (void);

/* @content: (transfer full), NULL: none */
void             plot_example_walk_set     (PlotExampleWalk       *walk,
                                            PlotWalkContent       *content);
/* (transfer none) (nullable) */
const PlotWalkContent *
                 plot_example_walk_get     (PlotExampleWalk       *walk);

/* The stage that keys move in; its name is underlined. */
void             plot_example_walk_focus   (PlotExampleWalk       *walk,
                                            guint                  stage);

/* Px that all of it needs at @width. */
double           plot_example_walk_get_height (PlotExampleWalk    *walk,
                                            double                 width,
                                            const PlotTheme       *theme);

/* The pixel, unit or class under a point of a figure @width px wide: FALSE when there is none. */
gboolean         plot_example_walk_pick    (PlotExampleWalk       *walk,
                                            double                 width,
                                            const PlotTheme       *theme,
                                            double                 x,
                                            double                 y,
                                            guint                 *stage,
                                            guint                 *unit);

/* The neighbor of a unit, @right and @down cells away as a figure @width px wide shows them, into @stage and @unit;
 * beyond the left and right edge lie the stages before and after, and their chosen units. FALSE: none is there. */
gboolean         plot_example_walk_move    (PlotExampleWalk       *walk,
                                            double                 width,
                                            const PlotTheme       *theme,
                                            int                    right,
                                            int                    down,
                                            guint                 *stage,
                                            guint                 *unit);

static inline PlotFigure *
plot_example_walk_figure (PlotExampleWalk *walk)
{
  return (PlotFigure *) walk;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotWalkContent, plot_walk_content_free)
