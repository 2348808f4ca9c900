/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/rate-words.h"

#include "plot/number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* From here on gradient descent lands on the other side of the valley's floor with each step. */
#define SWINGS 0.5
/* Curvature below this share of the other's is as good as none. */
#define FLAT 1e-9

double
percept_rate_share (const AnRacer     *racer,
                    const AnCurvature *curvature)
{
  double limit = an_curvature_limit (curvature, racer->optimizer, racer->momentum);

  return isfinite (limit) && limit > 0 ? racer->rate / limit : NAN;
}

char *
percept_rate_words (const AnRacer     *racer,
                    const AnCurvature *curvature)
{
  double           share = percept_rate_share (racer, curvature);
  g_autofree char *times = isfinite (share) ? plot_number_isolate (plot_number_value (share)) : NULL;

  if (times == NULL || share <= SWINGS)
    return NULL;
  if (share > 1)
    /* Translators: "Momentum: the rate is 1.3 times the limit …" */
    return g_strdup_printf (_("%s: the rate is %s times the limit. It overshoots the valley, and the swings grow."),
                            _(racer->optimizer->title), times);
  /* With a memory the threshold is another; a swing that fades is not worth a word there. */
  if (racer->optimizer != &nn_gd_optimizer)
    return NULL;
  return g_strdup_printf (_("%s: the rate is %s of the limit. It jumps across the valley with each step, but less and "
                            "less far."),
                          _(racer->optimizer->title), times);
}

const char *
percept_curvature_words (const AnCurvature *curvature)
{
  const double *values = curvature->eigenvalues;

  if (!isfinite (values[0]) || !isfinite (values[1]))
    return _("The cost is not finite here, so nothing can be said about rates.");
  if (values[0] <= 0)
    return _("Nothing bends upwards here: every step downhill goes on, and no rate is too large yet.");
  if (values[1] < -FLAT * values[0])
    return _("A saddle: the cost bends downwards along one direction. The limits hold across the other one.");
  if (values[1] <= FLAT * values[0])
    return _("Flat along one direction: the cost does not bend there, so the valley has no end.");
  return NULL;
}

char *
percept_full_run_words (const AnRace *race,
                        guint         hidden,
                        guint         step)
{
  const AnRacePath *path = NULL;
  const AnRaceStep *at;
  g_autofree char  *truth = NULL;
  g_autofree char  *slice = NULL;

  if (race == NULL || !race->full_run)
    return NULL;
  for (guint i = 0; i < race->n_paths && path == NULL; i++)
    if ((hidden & (1u << i)) == 0 && race->paths[i].n > 0)
      path = &race->paths[i];
  if (path == NULL)
    return NULL;
  at = &path->steps[MIN (step, path->n - 1)];
  truth = plot_number_isolate (plot_number_value (at->cost));
  slice = plot_number_isolate (plot_number_value (at->slice_cost));
  /* Translators: the optimizer, the true cost, the cost of the slice */
  return g_strdup_printf (_("%s, full run: the true cost here is %s; the surface says %s. The surface is a slice "
                            "through the start, with all other weights as they were there, but in a full run those "
                            "have moved as well. The limits of the rates are the slice’s, too: where every weight "
                            "learns, smaller rates run away."),
                          _(path->racer.optimizer->title), truth, slice);
}
