/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/figure.h"
#include "session/check.h"

/* The pictures of a gradient check, for the Lab and for files. */

typedef enum
{
  PERCEPT_CHECK_FIGURE_STEPS,   /* error against h, both logarithmic, the three schemes with their theoretical slopes */
  PERCEPT_CHECK_FIGURE_POINTS,  /* gradient against difference at the best h, one point for each coordinate */
  PERCEPT_CHECK_FIGURE_ANGLES,  /* angle against cost along the run; empty without check.along */
  PERCEPT_N_CHECK_FIGURES,
} PerceptCheckFigure;

/* Keeps nothing of @result, which may be NULL: an empty figure. Returns: (transfer full) */
PlotFigure *percept_check_figure_new    (PerceptCheckFigure         which,
                                         const PerceptCheckResult  *result);

/* Writes errors and points, or with check.along angles, side by side as one picture to @path (.png, .svg, .pdf,
 * .csv). */
gboolean    percept_check_pictures_save (const PerceptCheckResult  *result,
                                         const char                *path,
                                         GError                   **error);
