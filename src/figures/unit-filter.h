/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/unit-ranking.h"
#include "session/session.h"

/* Which units of a layer are shown: a row in the registry each. */

typedef struct
{
  const PerceptWeights *weights;
  const AnUnitRanking  *ranking;   /* NULL: the units are not ranked, or not yet */
  guint                 c;         /* the class that it is looked at for */
} PerceptUnitFilterData;

typedef struct
{
  const char *name;                /* "zero" */
  const char *title;               /* N_() */
  gboolean    needs_votes;         /* asks a ranking by votes, which looks at all validation examples */
  /* Keeps some of the @n units of @order, in this order. NULL: all. Returns: how many */
  guint     (*keep) (const PerceptUnitFilterData *data,
                     guint                       *order,
                     guint                        n);
} PerceptUnitFilter;

#define PERCEPT_UNITS_N_FIRST 20

/* The registry, NULL-terminated; the first keeps all. */
extern const PerceptUnitFilter *const percept_unit_filters[];

/* NULL when there is none of that name. */
const PerceptUnitFilter *percept_unit_filter_find (const char *name);
