/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/landscape-fit.h"

#include "analysis/curvature.h"
#include "analysis/weight-pairs.h"

#include <math.h>
#include <string.h>

#define INSET  0.1 /* of the window: so far from its edges a start stays at least */
#define ALONG  0.9 /* of the way to there along the valley, */
#define ACROSS 0.6 /* and from there across it */

/* The network's place, or the middle of the window where there is none. */
static void
get_middle (const PerceptLandscapeView *view,
            const Ground               *ground,
            double                      middle[2])
{
  for (int k = 0; k < 2; k++)
    middle[k] = isfinite (ground->place[k]) ? ground->place[k] : 0.5 * (view->from[k] + view->to[k]);
}

static gboolean
settle_window (PerceptLandscapeView *view,
               const Ground         *ground)
{
  if (!an_window_fit (ground->cost, ground->place, view->from, view->to))
    return FALSE;
  view->fit = FALSE;
  return TRUE;
}

/* How far one can go from @from along @direction without leaving the inner part of the window. */
static double
get_reach (const PerceptLandscapeView *view,
           const double                from[2],
           const double                direction[2])
{
  double most = G_MAXDOUBLE;

  for (int k = 0; k < 2; k++)
    {
      double inset = INSET * (view->to[k] - view->from[k]);

      if (direction[k] > 0.0)
        most = MIN (most, (view->to[k] - inset - from[k]) / direction[k]);
      else if (direction[k] < 0.0)
        most = MIN (most, (view->from[k] + inset - from[k]) / direction[k]);
    }
  return most < G_MAXDOUBLE ? MAX (most, 0.0) : 0.0;
}

/* From @point @share of the way to the window's edge, along @axis to the side where that is farther. */
static void
go_along (const PerceptLandscapeView *view,
          const double                axis[2],
          double                      share,
          double                      point[2])
{
  const double back[2] = { -axis[0], -axis[1] };
  double       ahead = get_reach (view, point, axis), behind = get_reach (view, point, back);
  double       way = ahead >= behind ? share * ahead : -share * behind;

  for (int k = 0; k < 2; k++)
    point[k] += way * axis[k];
}

/* Far out along the valley and up on its side: from there one falls into it soon, and has a long way along it. */
static gboolean
settle_start (PerceptLandscapeView *view,
              const Ground         *ground)
{
  double      middle[2], lowest[2];
  AnHessian   hessian;
  AnCurvature curvature;

  get_middle (view, ground, middle);
  if (!an_cost_plane_descend (ground->cost, middle, lowest) ||
      !an_cost_plane_get_hessian (ground->cost, lowest, &hessian))
    return FALSE;
  an_curvature_init (&curvature, &hessian);
  if (!isfinite (curvature.eigenvalues[0]))
    curvature = (AnCurvature) { .vectors = { { 1.0, 0.0 }, { 0.0, 1.0 } } };
  for (int k = 0; k < 2; k++)
    view->start[k] = CLAMP (lowest[k], view->from[k], view->to[k]);
  go_along (view, curvature.vectors[1], ALONG, view->start);
  go_along (view, curvature.vectors[0], ACROSS, view->start);
  view->start_rule = PERCEPT_START_AT;
  return TRUE;
}

gboolean
landscape_view_measure_curvature (const PerceptLandscapeView *view,
                                  const Ground               *ground,
                                  AnCurvature                *at_start,
                                  AnCurvature                *steepest)
{
  double middle[2];

  get_middle (view, ground, middle);
  for (int i = 0; i <= 2; i++)
    {
      const double point[2] = { view->start[0] + 0.5 * i * (middle[0] - view->start[0]),
                                view->start[1] + 0.5 * i * (middle[1] - view->start[1]) };
      AnHessian    hessian;
      AnCurvature  curvature;

      if (!an_cost_plane_get_hessian (ground->cost, point, &hessian))
        return FALSE;
      an_curvature_init (&curvature, &hessian);
      if (i == 0)
        *at_start = *steepest = curvature;
      else if (isfinite (curvature.eigenvalues[0]) && !(curvature.eigenvalues[0] <= steepest->eigenvalues[0]))
        *steepest = curvature;
    }
  return TRUE;
}

/* With two digits: a rate that one can say. */
static double
round_rate (double rate)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (rate) || rate <= 0.0)
    return 1e-3;
  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.1e", rate), NULL);
}

/* Rates as shares of 1 / curvature for the optimizers whose stability it limits, and of the window for those that scale
 * their steps themselves. */
static gboolean
settle_racers (PerceptLandscapeView *view,
               const Ground         *ground)
{
  const struct
  {
    const NnOptimizerType *optimizer;
    double                 share;
    double                 momentum;
  } suggested[] = {
    { &nn_gd_optimizer, 1.0, 0.0 },          { &nn_momentum_optimizer, 0.4, 0.8 }, { &nn_nesterov_optimizer, 0.4, 0.8 },
    { &nn_rmsprop_optimizer, 0.01, 0.0 },    { &nn_adam_optimizer, 0.05, 0.0 },
  };
  AnCurvature at_start, at_steepest;
  double      steepest, window = MIN (view->to[0] - view->from[0], view->to[1] - view->from[1]);

  if (!landscape_view_measure_curvature (view, ground, &at_start, &at_steepest))
    return FALSE;
  steepest = isfinite (at_steepest.eigenvalues[0]) ? at_steepest.eigenvalues[0] : 0.0;
  view->n_racers = G_N_ELEMENTS (suggested);
  for (guint i = 0; i < view->n_racers; i++)
    {
      gboolean own_scale = i >= 3;
      double   unit = own_scale || steepest <= 0.0 ? window : 1.0 / steepest;

      view->racers[i] = (AnRacer) { suggested[i].optimizer, round_rate (suggested[i].share * unit),
                                    suggested[i].momentum };
    }
  view->suggest_racers = FALSE;
  return TRUE;
}

void
landscape_view_settle_by_formula (PerceptLandscapeView    *view,
                                  const AnAnalyticSurface *formula)
{
  g_autoptr (GArray) racers = view->suggest_racers ? an_racers_parse (formula->racers, NULL) : NULL;

  if (view->fit)
    {
      memcpy (view->from, formula->from, sizeof view->from);
      memcpy (view->to, formula->to, sizeof view->to);
    }
  if (view->start_rule != PERCEPT_START_AT)
    memcpy (view->start, formula->start, sizeof view->start);
  if (racers)
    {
      view->n_racers = MIN (racers->len, AN_MAX_RACERS);
      memcpy (view->racers, racers->data, view->n_racers * sizeof (AnRacer));
    }
  view->fit = view->suggest_racers = FALSE;
  view->start_rule = PERCEPT_START_AT;
}

gboolean
landscape_view_settle (PerceptLandscapeView *view,
                       const Ground         *ground)
{
  if (ground->plane.kind == AN_PLANE_ANALYTIC)
    landscape_view_settle_by_formula (view, ground->plane.analytic);
  if (view->fit && !settle_window (view, ground))
    return FALSE;
  if (view->start_rule == PERCEPT_START_TRAINED)
    {
      memcpy (view->start, ground->place, sizeof view->start);
      view->start_rule = PERCEPT_START_AT;
    }
  if (view->start_rule == PERCEPT_START_FIT && !settle_start (view, ground))
    return FALSE;
  return !view->suggest_racers || settle_racers (view, ground);
}
