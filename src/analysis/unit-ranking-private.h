/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/unit-pass.h"
#include "analysis/unit-ranking.h"

/* Private to the rankings of units, one file each. */

struct _AnRankingJob
{
  const AnSubject  *subject;
  const AnUnitWork *work;
  const NnLayer    *layer;
  const NnLayer    *next;     /* values[next->index] are the activations; the output layer if type->to_class */
  AnUnitRanking    *ranking;
};

/* The weights from the units to class @c: n_units. */
static inline const double *
an_ranking_job_weights (const AnRankingJob *job,
                        guint               c)
{
  return job->subject->parameters + job->next->offset + c * job->next->n_in;
}

/* What a ranking counts of the examples it goes through: each shard has a tally of its own. */
typedef struct
{
  gsize      size;                                        /* of a tally, which begins as zeros */
  gboolean (*init)  (gpointer             tally,
                     const AnUnitRanking *ranking);       /* FALSE: there is no memory */
  void     (*count) (gpointer             tally,
                     const AnRankingJob  *job,
                     AnUnitBlock         *block);
  /* Puts the tallies of all @n_shards, which have the examples in order, into job->ranking. */
  void     (*take)  (gconstpointer        tallies,
                     const AnRankingJob  *job,
                     guint                n_shards);
  void     (*clear) (gpointer             tally);         /* also of one whose init failed */
} AnTallyType;

/* Goes through all examples. Errors: those of an_unit_pass_run(). */
gboolean an_ranking_job_tally (const AnRankingJob *job,
                               const AnTallyType  *type,
                               GError            **error);

extern const AnRankingType an_weight_ranking;
extern const AnRankingType an_activation_ranking;
extern const AnRankingType an_contribution_ranking;
