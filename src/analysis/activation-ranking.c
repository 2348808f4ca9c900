/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Report A, Part 9: the unit with the largest activation on one image that the network names right. */

#include "analysis/unit-ranking-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What one shard has found: of each class the first of its examples that is named right. */
typedef struct
{
  gsize *examples;     /* n_classes, AN_NO_EXAMPLE for none */
  float *activations;  /* n_classes x n_units */
} Found;

static gboolean
is_wanted (const AnUnitBlock *block,
           const Found       *found)
{
  for (gsize r = 0; r < block->rows; r++)
    if (found->examples[block->labels[r]] == AN_NO_EXAMPLE)
      return TRUE;
  return FALSE;
}

static void
count (gpointer            tally,
       const AnRankingJob *job,
       AnUnitBlock        *block)
{
  Found       *found = tally;
  const float *outputs, *a;
  gsize        n_units = job->ranking->n_units;

  if (!is_wanted (block, found))
    return;
  outputs = an_unit_block_forward (block);
  a = block->workspace->values[job->next->index];
  for (gsize r = 0; r < block->rows; r++)
    {
      guint16 c = block->labels[r];

      if (found->examples[c] != AN_NO_EXAMPLE || !an_unit_block_is_right (block, outputs, r))
        continue;
      found->examples[c] = block->first + r;
      memcpy (found->activations + c * n_units, a + r * n_units, n_units * sizeof *a);
    }
}

static void
rank_class (AnClassRanking *of_class,
            gsize           example,
            const float    *a,
            guint           n_units)
{
  of_class->example = example;
  for (guint u = 0; u < n_units; u++)
    {
      of_class->units[u].score = (double) a[u];
      if (!isnan (a[u]) && (of_class->promoter == AN_NO_UNIT || a[u] > a[of_class->promoter]))
        of_class->promoter = u;
    }
}

static void
take (gconstpointer       tallies,
      const AnRankingJob *job,
      guint               n_shards)
{
  AnUnitRanking *ranking = job->ranking;

  for (guint c = 0; c < ranking->n_classes; c++)
    for (guint s = 0; s < n_shards; s++)
      {
        const Found *found = (const Found *) tallies + s;

        if (found->examples[c] == AN_NO_EXAMPLE)
          continue;
        rank_class (&ranking->classes[c], found->examples[c], found->activations + c * ranking->n_units,
                    ranking->n_units);
        break;
      }
}

static gboolean
init (gpointer             tally,
      const AnUnitRanking *ranking)
{
  Found *found = tally;

  found->examples = g_new (gsize, ranking->n_classes);
  for (guint c = 0; c < ranking->n_classes; c++)
    found->examples[c] = AN_NO_EXAMPLE;
  found->activations = g_try_new (float, (gsize) ranking->n_classes * ranking->n_units);
  return found->activations != NULL;
}

static void
clear (gpointer tally)
{
  Found *found = tally;

  g_free (found->examples);
  g_free (found->activations);
}

static gboolean
rank (AnRankingJob *job,
      GError      **error)
{
  static const AnTallyType tally = { sizeof (Found), init, count, take, clear };

  return an_ranking_job_tally (job, &tally, error);
}

const AnRankingType an_activation_ranking = {
  .name = "activation",
  .title = N_("Largest activation"),
  .meaning = N_("The promoter is the unit whose activation is largest on one image of the class, the first that the "
                "network names right: what that image looks like to the network, be it for or against the class."),
  .score = N_("activation"),
  .rank = rank,
};
