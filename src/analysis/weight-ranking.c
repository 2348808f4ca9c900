/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Report D, Figure 7: the unit with the largest weight to the class. */

#include "analysis/unit-ranking-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static gboolean
rank (AnRankingJob *job,
      GError      **error)
{
  AnUnitRanking *ranking = job->ranking;

  for (guint c = 0; c < ranking->n_classes; c++)
    {
      const double   *w = an_ranking_job_weights (job, c);
      AnClassRanking *of_class = &ranking->classes[c];

      for (guint u = 0; u < ranking->n_units; u++)
        {
          of_class->units[u].score = w[u];
          if (isnan (w[u]))
            continue;
          if (of_class->promoter == AN_NO_UNIT || w[u] > w[of_class->promoter])
            of_class->promoter = u;
          if (of_class->inhibitor == AN_NO_UNIT || w[u] < w[of_class->inhibitor])
            of_class->inhibitor = u;
        }
    }
  return TRUE;
}

const AnRankingType an_weight_ranking = {
  .name = "weight",
  .title = N_("Largest weight"),
  .meaning = N_("Promoter and inhibitor are the units with the largest and the smallest weight to the class: those "
                "that it listens to most, however seldom they have something to say."),
  .score = N_("weight"),
  .to_class = TRUE,
  .rank = rank,
};
