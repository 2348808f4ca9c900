/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analytic-surface.h"

#include <glib/gi18n-lib.h>

static double
bowl_value (double x,
            double y)
{
  return x * x + y * y;
}

static void
bowl_gradient (double x,
               double y,
               double gradient[2])
{
  gradient[0] = 2.0 * x;
  gradient[1] = 2.0 * y;
}

static void
bowl_hessian (double x,
              double y,
              double hessian[3])
{
  hessian[0] = 2.0;
  hessian[1] = 0.0;
  hessian[2] = 2.0;
}

static const AnAnalyticSurface bowl = {
  .name = "bowl",
  .title = N_("Bowl"),
  .formula = "x² + y²",
  .about = N_("The same curvature in all directions: every optimizer finds the way, and too large a rate jumps "
              "across."),
  .from = { -4.0, -4.0 },
  .to = { 4.0, 4.0 },
  .start = { -3.0, 2.0 },
  .racers = "gd rate 0.1; momentum rate 0.05 momentum 0.8; adam rate 0.3",
  .value = bowl_value,
  .gradient = bowl_gradient,
  .hessian = bowl_hessian,
};

/* Along the ravine and across it, turned by 30 degrees. */
#define COSINE 0.86602540378443864676
#define SINE 0.5
#define ACROSS 25.0

static double
ravine_value (double x,
              double y)
{
  double u = COSINE * x + SINE * y, v = COSINE * y - SINE * x;

  return u * u + ACROSS * v * v;
}

static void
ravine_gradient (double x,
                 double y,
                 double gradient[2])
{
  double u = COSINE * x + SINE * y, v = COSINE * y - SINE * x;

  gradient[0] = 2.0 * (COSINE * u - ACROSS * SINE * v);
  gradient[1] = 2.0 * (SINE * u + ACROSS * COSINE * v);
}

static void
ravine_hessian (double x,
                double y,
                double hessian[3])
{
  hessian[0] = 2.0 * (COSINE * COSINE + ACROSS * SINE * SINE);
  hessian[1] = 2.0 * (1.0 - ACROSS) * COSINE * SINE;
  hessian[2] = 2.0 * (SINE * SINE + ACROSS * COSINE * COSINE);
}

static const AnAnalyticSurface ravine = {
  .name = "ravine",
  .title = N_("Ravine"),
  .formula = "u² + 25 v², u = x cos 30° + y sin 30°, v = y cos 30° − x sin 30°",
  .about = N_("Steep across and flat along: gradient descent swings from wall to wall, and momentum runs along the "
              "floor."),
  .from = { -4.0, -4.0 },
  .to = { 4.0, 4.0 },
  .start = { -3.5, -1.0 },
  .racers = "gd rate 0.037; momentum rate 0.01 momentum 0.8; nesterov rate 0.01 momentum 0.8; adam rate 0.3",
  .value = ravine_value,
  .gradient = ravine_gradient,
  .hessian = ravine_hessian,
};

static double
saddle_value (double x,
              double y)
{
  return x * x - y * y;
}

static void
saddle_gradient (double x,
                 double y,
                 double gradient[2])
{
  gradient[0] = 2.0 * x;
  gradient[1] = -2.0 * y;
}

static void
saddle_hessian (double x,
                double y,
                double hessian[3])
{
  hessian[0] = 2.0;
  hessian[1] = 0.0;
  hessian[2] = -2.0;
}

static const AnAnalyticSurface saddle = {
  .name = "saddle",
  .title = N_("Saddle"),
  .formula = "x² − y²",
  .about = N_("In the middle the gradient is zero and yet nothing is lowest: who starts near the ridge waits there "
              "before falling."),
  .from = { -4.0, -4.0 },
  .to = { 4.0, 4.0 },
  .start = { -3.0, 0.02 },
  .racers = "gd rate 0.05; momentum rate 0.02 momentum 0.8; rmsprop rate 0.1; adam rate 0.1",
  .value = saddle_value,
  .gradient = saddle_gradient,
  .hessian = saddle_hessian,
};

/* Rosenbrock 1960. */
static double
rosenbrock_value (double x,
                  double y)
{
  double bend = y - x * x;

  return (1.0 - x) * (1.0 - x) + 100.0 * bend * bend;
}

static void
rosenbrock_gradient (double x,
                     double y,
                     double gradient[2])
{
  double bend = y - x * x;

  gradient[0] = -2.0 * (1.0 - x) - 400.0 * x * bend;
  gradient[1] = 200.0 * bend;
}

static void
rosenbrock_hessian (double x,
                    double y,
                    double hessian[3])
{
  hessian[0] = 2.0 - 400.0 * (y - 3.0 * x * x);
  hessian[1] = -400.0 * x;
  hessian[2] = 200.0;
}

static const AnAnalyticSurface rosenbrock = {
  .name = "rosenbrock",
  .title = N_("Rosenbrock’s valley"),
  .formula = "(1 − x)² + 100 (y − x²)²",
  .about = N_("A bent valley whose floor hardly falls: easy to enter, hard to follow to its lowest point at (1, 1)."),
  .from = { -2.0, -1.0 },
  .to = { 2.0, 3.0 },
  .start = { -1.2, 1.0 },
  .racers = "gd rate 0.001; momentum rate 0.0005 momentum 0.9; nesterov rate 0.0005 momentum 0.9; adam rate 0.1",
  .value = rosenbrock_value,
  .gradient = rosenbrock_gradient,
  .hessian = rosenbrock_hessian,
};

const AnAnalyticSurface *const an_analytic_surfaces[] = { &bowl, &ravine, &saddle, &rosenbrock, NULL };

const AnAnalyticSurface *
an_analytic_surface_find (const char *name)
{
  for (gsize i = 0; an_analytic_surfaces[i]; i++)
    if (g_str_equal (an_analytic_surfaces[i]->name, name))
      return an_analytic_surfaces[i];
  return NULL;
}
