/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/curves.h"
#include "session/session.h"

/* The learning curves of a session's run: they grow with its history, all over the same part of one x axis, and the
 * last few runs before it stay behind them as thin lines, as long as their costs can be compared. At home with its
 * session. */

/* What is counted along the x axis. */
typedef enum
{
  PERCEPT_RUN_X_STEPS,
  PERCEPT_RUN_X_EPOCHS,
  PERCEPT_RUN_X_EXAMPLES,
  PERCEPT_RUN_X_SECONDS,  /* of training, pauses excluded */
  PERCEPT_N_RUN_X,
} PerceptRunX;

typedef enum
{
  PERCEPT_RUN_CURVES_COST,
  PERCEPT_RUN_CURVES_ACCURACY,
  PERCEPT_RUN_CURVES_GRADIENT,
  PERCEPT_RUN_CURVES_FLAT_UNITS,
  PERCEPT_N_RUN_CURVES,
} PerceptRunCurvesKind;

typedef struct _PerceptRunCurves PerceptRunCurves;

/* @session: not kept. Returns: (transfer full) */
PerceptRunCurves *percept_run_curves_new           (PerceptSession       *session);
void              percept_run_curves_free          (PerceptRunCurves     *curves);

/* (transfer none), the same for ever */
PlotCurves       *percept_run_curves_get           (PerceptRunCurves     *curves,
                                                    PerceptRunCurvesKind  kind);

/* Something was opened: what was shown of a run before becomes an earlier run if it is of the same data and cost. */
void              percept_run_curves_open          (PerceptRunCurves     *curves);
/* The history has grown or starts afresh. */
void              percept_run_curves_update        (PerceptRunCurves     *curves);
/* The test set may have been revealed. */
void              percept_run_curves_update_test   (PerceptRunCurves     *curves);

/* The part of the axis that is shown stays the same part of the run. */
void              percept_run_curves_set_x         (PerceptRunCurves     *curves,
                                                    PerceptRunX           x);
PerceptRunX       percept_run_curves_get_x         (PerceptRunCurves     *curves);

/* Where the last point of the run stands on the axis; 0: there is none. */
double            percept_run_curves_get_last_x    (PerceptRunCurves     *curves);

/* The moment of the run that is looked at elsewhere stands out on all of them; NaN: none. */
void              percept_run_curves_set_moment    (PerceptRunCurves     *curves,
                                                    double                step);

/* All show this part of the x axis, see plot_curves_set_view(). */
void              percept_run_curves_set_view      (PerceptRunCurves     *curves,
                                                    double                low,
                                                    double                high);

/* Whether earlier runs are shown. They are kept all the same. */
void              percept_run_curves_show_earlier  (PerceptRunCurves     *curves,
                                                    gboolean              shown);
void              percept_run_curves_clear_earlier (PerceptRunCurves     *curves);
gboolean          percept_run_curves_has_earlier   (PerceptRunCurves     *curves);
