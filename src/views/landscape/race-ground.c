/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/race-ground.h"

char *
percept_race_name_ground (PerceptLandscape *landscape)
{
  PerceptModel *model = percept_landscape_get_model (landscape);
  PerceptPlane  plane = percept_landscape_get_plane (landscape);
  const char   *analytic = percept_landscape_get_analytic (landscape);
  const char   *weights = percept_landscape_get_weights (landscape);

  if (plane == PERCEPT_PLANE_ANALYTIC)
    return g_strdup_printf ("analytic %s", analytic != NULL ? analytic : "");
  return g_strdup_printf ("%d %s of %s at step %" G_GUINT64_FORMAT, plane, weights != NULL ? weights : "",
                          model != NULL ? train_experiment_get_name (model->experiment) : "",
                          model != NULL ? model->step : 0);
}
