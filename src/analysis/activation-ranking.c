/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Report A, Part 9: the unit with the largest activation on one image that the network names right. */

#include "analysis/unit-ranking-private.h"

#include "analysis/analysis-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What one shard has found: of each class the first of its examples that is named right. */
typedef struct
{
  gsize *examples;     /* n_classes, AN_NO_EXAMPLE for none */
  float *activations;  /* n_classes x n_units */
} Found;

typedef struct
{
  const AnRankingJob *job;
  guint               n_shards;
  Found              *found;
} Search;

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
look_at (AnUnitBlock *block,
         gpointer     user_data)
{
  Search      *search = user_data;
  Found       *found = &search->found[block->shard];
  const float *outputs, *a;
  gsize        n_units = search->job->ranking->n_units;

  if (!is_wanted (block, found))
    return;
  outputs = an_unit_block_forward (block);
  a = block->workspace->values[search->job->next->index];
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
take (AnClassRanking *of_class,
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

/* Shards have the examples in order. */
static void
take_first (const Search *search)
{
  AnUnitRanking *ranking = search->job->ranking;

  for (guint c = 0; c < ranking->n_classes; c++)
    for (guint s = 0; s < search->n_shards; s++)
      {
        const Found *found = &search->found[s];

        if (found->examples[c] == AN_NO_EXAMPLE)
          continue;
        take (&ranking->classes[c], found->examples[c], found->activations + c * ranking->n_units, ranking->n_units);
        break;
      }
}

static gboolean
begin (Search  *search,
       GError **error)
{
  const AnUnitRanking *ranking = search->job->ranking;

  for (guint s = 0; s < search->n_shards; s++)
    {
      Found *found = &search->found[s];

      found->examples = g_new (gsize, ranking->n_classes);
      for (guint c = 0; c < ranking->n_classes; c++)
        found->examples[c] = AN_NO_EXAMPLE;
      found->activations = g_try_new (float, (gsize) ranking->n_classes * ranking->n_units);
      if (!found->activations)
        {
          g_set_error (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for the activations of %u units on %u images"),
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
  Search   search = { .job = job, .n_shards = base_pool_get_n_threads (job->work->pool) };
  gboolean done;

  search.found = g_new0 (Found, search.n_shards);
  done = begin (&search, error) && an_unit_pass_run (job->subject, job->work, look_at, &search, error);
  if (done)
    take_first (&search);
  for (guint s = 0; s < search.n_shards; s++)
    {
      g_free (search.found[s].examples);
      g_free (search.found[s].activations);
    }
  g_free (search.found);
  return done;
}

const AnRankingType an_activation_ranking = {
  .name = "activation",
  .title = N_("Largest activation"),
  .meaning = N_("The promoter is the unit whose activation is largest on one image of the class, the first that the "
                "network names right: what that image looks like to the network, be it for or against the class."),
  .score = N_("activation"),
  .rank = rank,
};
