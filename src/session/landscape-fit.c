/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/landscape-fit.h"

#include "analysis/curvature.h"
#include "analysis/weight-pairs.h"

#include <math.h>
#include <string.h>

#define INSET 0.12 /* of the window: so far from its edges lie the starts that are tried */

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

/* Of four points near the corners the one with the highest cost: from there the way is long. */
static gboolean
settle_start (PerceptLandscapeView *view,
              const Ground         *ground)
{
  double  points[4][2];
  AnSlope slopes[4];
  int     best = 0;

  for (int i = 0; i < 4; i++)
    for (int k = 0; k < 2; k++)
      {
        double inset = INSET * (view->to[k] - view->from[k]);

        points[i][k] = i >> k & 1 ? view->to[k] - inset : view->from[k] + inset;
      }
  if (!an_cost_plane_get_slopes (ground->cost, NULL, points, 4, slopes))
    return FALSE;
  for (int i = 1; i < 4; i++)
    if (isfinite (slopes[i].cost) && !(slopes[best].cost >= slopes[i].cost))
      best = i;
  memcpy (view->start, points[best], sizeof view->start);
  view->start_rule = PERCEPT_START_AT;
  return TRUE;
}

/* The largest curvature at the start, in the middle, and between: a rate must bear all of it. */
static gboolean
measure_steepest (const PerceptLandscapeView *view,
                  const Ground               *ground,
                  double                     *steepest)
{
  double middle[2];

  get_middle (view, ground, middle);
  *steepest = 0.0;
  for (int i = 0; i <= 2; i++)
    {
      const double point[2] = { view->start[0] + 0.5 * i * (middle[0] - view->start[0]),
                                view->start[1] + 0.5 * i * (middle[1] - view->start[1]) };
      AnHessian    hessian;
      AnCurvature  curvature;

      if (!an_cost_plane_get_hessian (ground->cost, point, &hessian))
        return FALSE;
      an_curvature_init (&curvature, &hessian);
      if (isfinite (curvature.eigenvalues[0]))
        *steepest = MAX (*steepest, curvature.eigenvalues[0]);
    }
  return TRUE;
}

/* With two digits: a rate that one can say. */
static double
round_rate (double rate)
{
  double unit = pow (10.0, floor (log10 (rate)) - 1.0);

  return rate > 0.0 && isfinite (rate) ? round (rate / unit) * unit : 1e-3;
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
    { &nn_rmsprop_optimizer, 1.0 / 30.0, 0.0 }, { &nn_adam_optimizer, 1.0 / 15.0, 0.0 },
  };
  double steepest, window = MIN (view->to[0] - view->from[0], view->to[1] - view->from[1]);

  if (!measure_steepest (view, ground, &steepest))
    return FALSE;
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
