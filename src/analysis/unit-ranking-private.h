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

extern const AnRankingType an_weight_ranking;
extern const AnRankingType an_activation_ranking;
extern const AnRankingType an_contribution_ranking;
