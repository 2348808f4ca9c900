/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/race-numbers.h"

#include "figures/landscape.h"
#include "plot/number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_DECIMALS 9

/* The lowest cost that the surface or a racer has found: between the points of the grid there are lower ones. */
static double
find_lowest (PerceptLandscape *landscape)
{
  AnLossSurface *surface = percept_landscape_get_surface (landscape);
  AnRace        *race = percept_landscape_get_race (landscape);
  double         lowest = INFINITY;

  for (gsize i = 0; surface != NULL && i < (gsize) surface->n[0] * surface->n[1]; i++)
    if (isfinite (surface->loss[i]))
      lowest = fmin (lowest, surface->loss[i]);
  for (guint i = 0; race != NULL && i < race->n_paths; i++)
    for (guint k = 0; k < race->paths[i].n; k++)
      lowest = fmin (lowest, race->paths[i].steps[k].cost);
  return lowest;
}

gboolean
percept_race_get_standing (PerceptLandscape     *landscape,
                           guint                 i,
                           guint                 step,
                           PerceptRacerStanding *standing)
{
  AnRace           *race = percept_landscape_get_race (landscape);
  const AnRacePath *path;

  if (race == NULL || i >= race->n_paths || race->paths[i].n == 0)
    return FALSE;
  path = &race->paths[i];
  standing->step = MIN (step, path->n - 1);
  standing->at = &path->steps[standing->step];
  standing->above = standing->at->cost - find_lowest (landscape);
  standing->diverged = path->diverged && step >= path->n;
  standing->length = 0;
  for (guint k = 1; k <= standing->step; k++)
    standing->length += hypot (path->steps[k].w[0] - path->steps[k - 1].w[0],
                               path->steps[k].w[1] - path->steps[k - 1].w[1]);
  return TRUE;
}

char *
percept_race_get_name (PerceptLandscape *landscape,
                       guint             i)
{
  guint          n;
  const AnRacer *racers = percept_landscape_get_racers (landscape, &n);

  g_return_val_if_fail (i < n, NULL);
  for (guint k = 0; k < n; k++)
    if (k != i && racers[k].optimizer == racers[i].optimizer)
      return percept_racer_title (&racers[i]);
  return g_strdup (_(racers[i].optimizer->title));
}

char *
percept_race_write_length (PerceptLandscape *landscape,
                           double            length)
{
  double from[2], to[2];
  double extent;

  percept_landscape_get_window (landscape, from, to);
  extent = fmax (to[0] - from[0], to[1] - from[1]);
  if (!(extent > 0) || fabs (length) >= 1e5)
    return plot_number_value (length);
  return plot_number_fixed (length, CLAMP ((int) ceil (2 - log10 (extent)), 0, MOST_DECIMALS));
}

/* What racers have to be told apart by at their ends: the least of how far they are above the lowest cost, within two
 * thousandths and a hundredth of what there is to win from the start. */
static double
find_difference (PerceptLandscape *landscape)
{
  AnRace *race = percept_landscape_get_race (landscape);
  double  lowest = find_lowest (landscape);
  double  least = INFINITY;
  double  drop;

  if (race == NULL || race->n_paths == 0 || race->paths[0].n == 0)
    return NAN;
  drop = race->paths[0].steps[0].cost - lowest;
  for (guint i = 0; i < race->n_paths; i++)
    least = fmin (least, race->paths[i].steps[race->paths[i].n - 1].cost - lowest);
  return fmin (fmax (least, 2e-3 * drop), 1e-2 * drop);
}

char *
percept_race_write_cost (PerceptLandscape *landscape,
                         double            cost)
{
  double difference = find_difference (landscape);

  if (!isfinite (cost))
    return g_strdup (_("not finite"));
  if (!(difference > 0) || fabs (cost) >= 1e5)
    return plot_number_value (cost);
  return plot_number_fixed (cost, CLAMP ((int) ceil (0.5 - log10 (difference)), 0, MOST_DECIMALS));
}
