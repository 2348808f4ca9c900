/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Report C, Part 9: what a unit adds to the class's output is its activation times its weight to the class; each image
 * of the class votes for the unit that adds most and for the one that takes most away. */

#include "analysis/unit-ranking-private.h"

#include "analysis/analysis-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What one shard has counted, each n_classes x n_units. */
typedef struct
{
  double  *sums;       /* of the products */
  guint32 *promotes;
  guint32 *inhibits;
  gsize   *n_voters;   /* n_classes */
} Count;

typedef struct
{
  const AnRankingJob *job;
  guint               n_shards;
  Count              *counts;
} Election;

static void
vote (const Election *election,
      Count          *count,
      guint16         c,
      const float    *a)
{
  guint         n_units = election->job->ranking->n_units, promoter = AN_NO_UNIT, inhibitor = AN_NO_UNIT;
  gsize         place = (gsize) c * n_units;
  const double *w = an_ranking_job_weights (election->job, c);
  double        most = NAN, least = NAN;

  for (guint u = 0; u < n_units; u++)
    {
      double product = w[u] * (double) a[u];

      count->sums[place + u] += product;
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
  count->n_voters[c]++;
  count->promotes[place + promoter]++;
  count->inhibits[place + inhibitor]++;
}

static void
look_at (AnUnitBlock *block,
         gpointer     user_data)
{
  Election    *election = user_data;
  guint        n_units = election->job->ranking->n_units;
  const float *a;

  an_unit_block_forward (block);
  a = block->workspace->values[election->job->next->index];
  for (gsize r = 0; r < block->rows; r++)
    vote (election, &election->counts[block->shard], block->labels[r], a + r * n_units);
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
add_up (const Election *election)
{
  AnUnitRanking *ranking = election->job->ranking;

  for (guint c = 0; c < ranking->n_classes; c++)
    {
      AnClassRanking *of_class = &ranking->classes[c];

      if (of_class->n_examples == 0)
        continue;
      for (guint s = 0; s < election->n_shards; s++)
        of_class->n_voters += election->counts[s].n_voters[c];
      for (guint u = 0; u < ranking->n_units; u++)
        {
          AnRankedUnit *unit = &of_class->units[u];
          gsize         place = (gsize) c * ranking->n_units + u;

          unit->score = 0.0;
          for (guint s = 0; s < election->n_shards; s++)
            {
              unit->score += election->counts[s].sums[place];
              unit->promotes += election->counts[s].promotes[place];
              unit->inhibits += election->counts[s].inhibits[place];
            }
        }
      elect (of_class, ranking->n_units);
    }
}

static gboolean
begin (Election *election,
       GError  **error)
{
  const AnUnitRanking *ranking = election->job->ranking;
  gsize                n = (gsize) ranking->n_classes * ranking->n_units;

  for (guint s = 0; s < election->n_shards; s++)
    {
      Count *count = &election->counts[s];

      count->n_voters = g_new0 (gsize, ranking->n_classes);
      count->sums = g_try_new0 (double, n);
      count->promotes = g_try_new0 (guint32, n);
      count->inhibits = g_try_new0 (guint32, n);
      if (!count->sums || !count->promotes || !count->inhibits)
        {
          g_set_error (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for the votes on %u units for %u classes"),
                       ranking->n_units, ranking->n_classes);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
rank (AnRankingJob *job,
      GError      **error)
{
  Election election = { .job = job, .n_shards = base_pool_get_n_threads (job->work->pool) };
  gboolean done;

  election.counts = g_new0 (Count, election.n_shards);
  done = begin (&election, error) && an_unit_pass_run (job->subject, job->work, look_at, &election, error);
  if (done)
    add_up (&election);
  for (guint s = 0; s < election.n_shards; s++)
    {
      g_free (election.counts[s].sums);
      g_free (election.counts[s].promotes);
      g_free (election.counts[s].inhibits);
      g_free (election.counts[s].n_voters);
    }
  g_free (election.counts);
  return done;
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
