/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/contributions.h"
#include "figures/run-curves.h"
#include "plot/weight-sheet.h"
#include "session/session.h"

/* The figures that follow a session's run: one model each, shown by as many views as there are (the Train page,
 * Present), and written to files by the window and the command line. Knows no widget; at home with its session.
 * Signal "changed" (PerceptRunFigure figure, gboolean by_hand): whoever shows it should update, with the next frame if
 * @by_hand (it answers to the user). */

#define PERCEPT_TYPE_RUN_FIGURES (percept_run_figures_get_type ())
G_DECLARE_FINAL_TYPE (PerceptRunFigures, percept_run_figures, PERCEPT, RUN_FIGURES, GObject)

typedef enum
{
  PERCEPT_RUN_FIGURE_COST,
  PERCEPT_RUN_FIGURE_ACCURACY,
  PERCEPT_RUN_FIGURE_GRADIENT,   /* its norm */
  PERCEPT_RUN_FIGURE_FLAT_UNITS, /* the share of hidden units that learn no more */
  PERCEPT_RUN_FIGURE_UNITS,     /* one row of pictures of the first layer's units */
  PERCEPT_RUN_FIGURE_ALL_UNITS, /* the same layer, all pictures fitted into the figure */
  PERCEPT_RUN_FIGURE_OUTPUTS,   /* with one hidden layer: the hidden units that push each output unit most */
  PERCEPT_N_RUN_FIGURES,
} PerceptRunFigure;

/* @session: kept. Returns: (transfer full) */
PerceptRunFigures *percept_run_figures_new        (PerceptSession    *session);

/* (transfer none) */
PlotFigure        *percept_run_figures_get        (PerceptRunFigures *figures,
                                                   PerceptRunFigure   figure);
/* What a screen reader calls it, translated. */
const char        *percept_run_figures_get_name   (PerceptRunFigures *figures,
                                                   PerceptRunFigure   figure);
/* What a file with it should be called, without ending: "digits-hidden-cost". Returns: (transfer full) */
char              *percept_run_figures_get_file_name (PerceptRunFigures *figures,
                                                      PerceptRunFigure   figure);
/* The same for another figure of the session's run. Returns: (transfer full) */
char              *percept_figure_file_name       (PerceptSession    *session,
                                                   const char        *figure);
/* "cost", "accuracy", "gradient", "flat-units", "units", "all-units", "outputs" as actions name them; FALSE when there
 * is no such figure. */
gboolean           percept_run_figures_find       (const char        *id,
                                                   PerceptRunFigure  *figure);

/* Whether PERCEPT_RUN_FIGURE_FLAT_UNITS has something to show; TRUE while nothing was measured. */
gboolean           percept_run_figures_has_flat_units (PerceptRunFigures *figures);

/* Whether PERCEPT_RUN_FIGURE_OUTPUTS has something to show: it needs exactly one hidden layer, and the pictures of
 * layers 1 and 2. */
gboolean           percept_run_figures_has_outputs (PerceptRunFigures *figures);

/* All curves stand over the same part of the same x axis: see run-curves.h. */
void               percept_run_figures_set_log    (PerceptRunFigures *figures,
                                                   gboolean           log_cost);
gboolean           percept_run_figures_get_log    (PerceptRunFigures *figures);
void               percept_run_figures_set_x      (PerceptRunFigures *figures,
                                                   PerceptRunX        x);
PerceptRunX        percept_run_figures_get_x      (PerceptRunFigures *figures);
void               percept_run_figures_set_view   (PerceptRunFigures *figures,
                                                   double             low,
                                                   double             high);
/* FALSE: all of it, which is then @low .. @high. */
gboolean           percept_run_figures_get_view   (PerceptRunFigures *figures,
                                                   double            *low,
                                                   double            *high);
/* All show what @curves, one of them, shows. */
void               percept_run_figures_follow_view (PerceptRunFigures *figures,
                                                   PlotCurves        *curves);
/* @factor times as much, with the middle of what is there of the run where it was. */
void               percept_run_figures_zoom       (PerceptRunFigures *figures,
                                                   double             factor);
/* Further by this share of what is shown. */
void               percept_run_figures_pan        (PerceptRunFigures *figures,
                                                   double             share);
/* The moment of the run that is looked at elsewhere, on all curves; NaN: none. */
void               percept_run_figures_set_moment (PerceptRunFigures *figures,
                                                   double             step);
/* The runs before this one, as thin lines. */
void               percept_run_figures_show_earlier  (PerceptRunFigures *figures,
                                                      gboolean           shown);
gboolean           percept_run_figures_shows_earlier (PerceptRunFigures *figures);
void               percept_run_figures_clear_earlier (PerceptRunFigures *figures);
gboolean           percept_run_figures_has_earlier   (PerceptRunFigures *figures);
/* Names of the units of @layer: the classes for the output layer, else NULL ("#0", "#1" …). (transfer none) */
char             **percept_run_figures_unit_names (PerceptSession    *session,
                                                   guint              layer);
