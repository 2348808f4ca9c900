/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/unit-ranking-private.h"

#include "analysis/analysis-error.h"
#include "analysis/hidden-layer.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

const AnRankingType *const an_ranking_types[] = {
  &an_weight_ranking,
  &an_activation_ranking,
  &an_contribution_ranking,
  NULL,
};

const AnRankingType *
an_ranking_type_find (const char *name)
{
  for (gsize i = 0; an_ranking_types[i]; i++)
    if (g_strcmp0 (an_ranking_types[i]->name, name) == 0)
      return an_ranking_types[i];
  return NULL;
}

static gboolean
is_defined (const AnRankingType *type,
            const NnNetwork     *network,
            const NnLayer       *layer,
            GError             **error)
{
  if (!type->to_class || an_hidden_layer_is_last (network, layer))
    return TRUE;
  g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
               _("“%s” asks for the weights from a unit to the classes, and units of layer %u have none: their outputs "
                 "go into layer %u, which mixes them before any class sees them; layer %u is the one below the "
                 "outputs, and “%s” is defined for every layer"),
               type->name, layer->number, layer->number + 1, network->n_with_weights - 1, an_activation_ranking.name);
  return FALSE;
}

static gboolean
fail_for_memory (const AnUnitRanking *ranking,
                 GError             **error)
{
  g_set_error (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for the ranking of %u units for %u classes"),
               ranking->n_units, ranking->n_classes);
  return FALSE;
}

static AnUnitRanking *
allocate (const AnSubject     *subject,
          const AnRankingType *type,
          const NnLayer       *layer,
          GError             **error)
{
  g_autoptr (AnUnitRanking) ranking = g_new0 (AnUnitRanking, 1);

  g_atomic_ref_count_init (&ranking->refs);
  ranking->type = type;
  ranking->layer = layer->number;
  ranking->n_units = (guint) layer->n_out;
  ranking->n_classes = (guint) subject->network->n_outputs;
  ranking->classes = g_new0 (AnClassRanking, ranking->n_classes);
  for (guint c = 0; c < ranking->n_classes; c++)
    {
      AnClassRanking *of_class = &ranking->classes[c];

      of_class->example = AN_NO_EXAMPLE;
      of_class->promoter = of_class->inhibitor = AN_NO_UNIT;
      of_class->units = g_try_new0 (AnRankedUnit, ranking->n_units);
      if (!of_class->units)
        {
          fail_for_memory (ranking, error);
          return NULL;
        }
      for (guint u = 0; u < ranking->n_units; u++)
        of_class->units[u] = (AnRankedUnit) { .unit = u, .score = NAN };
    }
  return g_steal_pointer (&ranking);
}

typedef struct
{
  const AnRankingJob *job;
  const AnTallyType  *type;
  guint8             *tallies;  /* n_shards x type->size */
} Tallying;

static void
count_block (AnUnitBlock *block,
             gpointer     user_data)
{
  const Tallying *tallying = user_data;

  tallying->type->count (tallying->tallies + block->shard * tallying->type->size, tallying->job, block);
}

gboolean
an_ranking_job_tally (const AnRankingJob *job,
                      const AnTallyType  *type,
                      GError            **error)
{
  guint    n_shards = base_pool_get_n_threads (job->work->pool);
  Tallying tallying = { job, type, g_malloc0_n (n_shards, type->size) };
  gboolean done = TRUE;

  for (guint s = 0; s < n_shards && done; s++)
    done = type->init (tallying.tallies + s * type->size, job->ranking) || fail_for_memory (job->ranking, error);
  done = done && an_unit_pass_run (job->subject, job->work, count_block, &tallying, error);
  if (done)
    type->take (tallying.tallies, job, n_shards);
  for (guint s = 0; s < n_shards; s++)
    type->clear (tallying.tallies + s * type->size);
  g_free (tallying.tallies);
  return done;
}

static void
count_examples (const AnSubject *subject,
                AnUnitRanking   *ranking)
{
  for (gsize i = 0; i < subject->n_examples; i++)
    ranking->classes[subject->dataset->labels[subject->indices[i]]].n_examples++;
}

/* The order of AnClassRanking.units. */
static int
compare (const void *first,
         const void *second)
{
  const AnRankedUnit *a = first, *b = second;

  if (a->promotes != b->promotes)
    return a->promotes > b->promotes ? -1 : 1;
  if (a->promotes == 0 && isnan (a->score) != isnan (b->score))
    return isnan (a->score) ? 1 : -1;
  if (a->promotes == 0 && isgreater (a->score, b->score))
    return -1;
  if (a->promotes == 0 && isless (a->score, b->score))
    return 1;
  return a->unit < b->unit ? -1 : 1;
}

static void
sort (AnUnitRanking *ranking)
{
  for (guint c = 0; c < ranking->n_classes; c++)
    {
      AnClassRanking *of_class = &ranking->classes[c];

      for (guint u = 0; u < ranking->n_units; u++)
        of_class->n_undefined += isnan (of_class->units[u].score);
      qsort (of_class->units, ranking->n_units, sizeof *of_class->units, compare);
    }
}

AnUnitRanking *
an_unit_ranking_run (const AnSubject     *subject,
                     const AnRankingType *type,
                     guint                layer,
                     BasePool            *pool,
                     const atomic_bool   *stop,
                     BaseProgress         progress,
                     gpointer             user_data,
                     GError             **error)
{
  const AnUnitWork          work = { pool, stop, progress, user_data };
  const NnLayer            *hidden = an_hidden_layer_find (subject->network, layer, error);
  g_autoptr (AnUnitRanking) ranking = NULL;
  AnRankingJob              job = { .subject = subject, .work = &work, .layer = hidden };

  if (!hidden || !is_defined (type, subject->network, hidden, error))
    return NULL;
  job.ranking = ranking = allocate (subject, type, hidden, error);
  job.next = an_hidden_layer_next (subject->network, hidden);
  if (!ranking)
    return NULL;
  count_examples (subject, ranking);
  if (!type->rank (&job, error))
    return NULL;
  sort (ranking);
  return g_steal_pointer (&ranking);
}

AnUnitRanking *
an_unit_ranking_ref (AnUnitRanking *ranking)
{
  g_atomic_ref_count_inc (&ranking->refs);
  return ranking;
}

void
an_unit_ranking_unref (AnUnitRanking *ranking)
{
  if (!ranking || !g_atomic_ref_count_dec (&ranking->refs))
    return;
  for (guint c = 0; c < ranking->n_classes; c++)
    g_free (ranking->classes[c].units);
  g_free (ranking->classes);
  g_free (ranking->active);
  g_free (ranking);
}

const AnRankedUnit *
an_unit_ranking_get (const AnUnitRanking *ranking,
                     guint                c,
                     guint                unit)
{
  const AnRankedUnit *units = ranking->classes[c].units;
  guint               place = 0;

  while (units[place].unit != unit)
    place++;
  return &units[place];
}
