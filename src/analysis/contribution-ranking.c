/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Report C, Part 9: what a unit adds to the class's output is its activation times its weight to the class; each image
 * of the class votes for the unit that adds most and for the one that takes most away. */

#include "analysis/unit-ranking-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What one shard has counted, each n_classes x n_units. */
typedef struct
{
  double  *sums;       /* of the products */
  guint32 *promotes;
  guint32 *inhibits;
  gsize   *n_voters;   /* n_classes */
  guint8  *active;     /* n_units */
} Votes;

static void
vote (Votes              *votes,
      const AnRankingJob *job,
      guint16             c,
      const float        *a)
{
  guint         n_units = job->ranking->n_units, promoter = AN_NO_UNIT, inhibitor = AN_NO_UNIT;
  gsize         place = (gsize) c * n_units;
  const double *w = an_ranking_job_weights (job, c);
  double        most = NAN, least = NAN;

  for (guint u = 0; u < n_units; u++)
    {
      double product = w[u] * (double) a[u];

      votes->sums[place + u] += product;
      votes->active[u] |= a[u] != 0;
      if (isnan (product))
        continue;
      if (promoter == AN_NO_UNIT || product > most)
        {
          promoter = u;
          most = product;
        }
      if (inhibitor == AN_NO_UNIT || product < least)
        {
          inhibitor = u;
          least = product;
        }
    }
  if (promoter == AN_NO_UNIT)
    return;
  votes->n_voters[c]++;
  votes->promotes[place + promoter]++;
  votes->inhibits[place + inhibitor]++;
}

static void
count (gpointer            tally,
       const AnRankingJob *job,
       AnUnitBlock        *block)
{
  guint        n_units = job->ranking->n_units;
  const float *a;

  an_unit_block_forward (block);
  a = block->workspace->values[job->next->index];
  for (gsize r = 0; r < block->rows; r++)
    vote (tally, job, block->labels[r], a + r * n_units);
}

/* The lower unit wins a tie. */
static void
elect (AnClassRanking *of_class,
       guint           n_units)
{
  for (guint u = 0; u < n_units; u++)
    {
      const AnRankedUnit *units = of_class->units;

      of_class->units[u].score /= (double) of_class->n_examples;
      if (units[u].promotes > (of_class->promoter == AN_NO_UNIT ? 0 : units[of_class->promoter].promotes))
        of_class->promoter = u;
      if (units[u].inhibits > (of_class->inhibitor == AN_NO_UNIT ? 0 : units[of_class->inhibitor].inhibits))
        of_class->inhibitor = u;
    }
}

static void
take (gconstpointer       tallies,
      const AnRankingJob *job,
      guint               n_shards)
{
  const Votes   *votes = tallies;
  AnUnitRanking *ranking = job->ranking;

  ranking->active = g_new0 (guint8, ranking->n_units);
  for (guint s = 0; s < n_shards; s++)
    for (guint u = 0; u < ranking->n_units; u++)
      ranking->active[u] |= votes[s].active[u];
  for (guint c = 0; c < ranking->n_classes; c++)
    {
      AnClassRanking *of_class = &ranking->classes[c];

      if (of_class->n_examples == 0)
        continue;
      for (guint s = 0; s < n_shards; s++)
        of_class->n_voters += votes[s].n_voters[c];
      for (guint u = 0; u < ranking->n_units; u++)
        {
          AnRankedUnit *unit = &of_class->units[u];
          gsize         place = (gsize) c * ranking->n_units + u;

          unit->score = 0.0;
          for (guint s = 0; s < n_shards; s++)
            {
              unit->score += votes[s].sums[place];
              unit->promotes += votes[s].promotes[place];
              unit->inhibits += votes[s].inhibits[place];
            }
        }
      elect (of_class, ranking->n_units);
    }
}

static gboolean
init (gpointer             tally,
      const AnUnitRanking *ranking)
{
  Votes *votes = tally;
  gsize  n = (gsize) ranking->n_classes * ranking->n_units;

  votes->n_voters = g_new0 (gsize, ranking->n_classes);
  votes->active = g_new0 (guint8, ranking->n_units);
  votes->sums = g_try_new0 (double, n);
  votes->promotes = g_try_new0 (guint32, n);
  votes->inhibits = g_try_new0 (guint32, n);
  return votes->sums && votes->promotes && votes->inhibits;
}

static void
clear (gpointer tally)
{
  Votes *votes = tally;

  g_free (votes->sums);
  g_free (votes->promotes);
  g_free (votes->inhibits);
  g_free (votes->n_voters);
  g_free (votes->active);
}

static gboolean
rank (AnRankingJob *job,
      GError      **error)
{
  static const AnTallyType tally = { sizeof (Votes), init, count, take, clear };

  return an_ranking_job_tally (job, &tally, error);
}

const AnRankingType an_contribution_ranking = {
  .name = "contribution",
  .title = N_("Weight × activation"),
  .meaning = N_("Each image of the class votes for the unit that adds most to the class’s output, weight × activation, "
                "and for the one that takes most away; promoter and inhibitor are the units with most votes."),
  .score = N_("mean product"),
  .to_class = TRUE,
  .votes = TRUE,
  .rank = rank,
};
