/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/run-figures.h"
#include "widgets/figure-view.h"

/* @view shows the figure of the run and follows it from now on. */
void percept_run_figures_bind (PerceptRunFigures *figures,
                               PerceptRunFigure   figure,
                               PerceptFigureView *view);

/* @view follows the run no more; its figure stays. */
void percept_run_figures_unbind (PerceptRunFigures *figures,
                                 PerceptFigureView *view);
