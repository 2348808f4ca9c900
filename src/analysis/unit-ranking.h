/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/subject.h"
#include "base/progress.h"
#include "base/thread-pool.h"

/* Which hidden units matter for a class, in each of the ways in which people ask for it. In all of them the lower unit
 * number wins a tie, and what is no number (NaN) wins nothing.
 *
 *   weight        s = w, the unit's weight to the class (report D, Figure 7). Promoter: the largest; inhibitor: the
 *                 smallest.
 *   activation    s = a, the unit's activation on the first of the subject's examples that is of the class and that the
 *                 network takes for it (report A, Part 9). Promoter: the largest; no inhibitor.
 *   contribution  each example of the class votes for the unit with the largest w a and for that with the smallest
 *                 (report C, Part 9). Promoter and inhibitor: those with most votes; s = the mean of w a over the
 *                 examples of the class.
 *
 * Weights are those to the class's output before any activation of the output layer; biases are left out. Largest and
 * smallest have a sign: where all are negative, the promoter is the unit that speaks least against the class. */

typedef struct _AnRankingType AnRankingType;
typedef struct _AnRankingJob  AnRankingJob;

#define AN_NO_UNIT    G_MAXUINT
#define AN_NO_EXAMPLE G_MAXSIZE

struct _AnRankingType
{
  const char *name;       /* "weight" */
  const char *title;      /* N_() */
  const char *meaning;    /* N_(): one sentence */
  const char *score;      /* N_(): what s is, in few words */
  gboolean    to_class;   /* asks for weights to the classes: only the last hidden layer has them */
  gboolean    votes;

  /* Fills in the scores and votes of every class, whose units stand in the order of their numbers; may set promoter,
   * inhibitor and example. */
  gboolean  (*rank) (AnRankingJob *job, GError **error);
};

/* The registry, NULL-terminated. */
extern const AnRankingType *const an_ranking_types[];

/* NULL when there is none of that name. */
const AnRankingType *an_ranking_type_find (const char *name);

typedef struct
{
  guint  unit;       /* from 0 */
  double score;      /* s; NaN where it is not defined */
  gsize  promotes;   /* examples that voted for it as promoter, */
  gsize  inhibits;   /* as inhibitor */
} AnRankedUnit;

typedef struct
{
  gsize         n_examples;   /* of the class */
  gsize         n_voters;     /* those that voted: all but those without a single number to compare */
  gsize         n_undefined;  /* units whose score is NaN */
  gsize         example;      /* place among the subject's of the one that was looked at, AN_NO_EXAMPLE */
  guint         promoter;     /* AN_NO_UNIT: none */
  guint         inhibitor;
  AnRankedUnit *units;        /* n_units, best first: by votes as promoter, those without one by score, those whose
                               * score is NaN last; ties: the lower unit number first */
} AnClassRanking;

/* Immutable once computed, reference-counted, any thread. */
typedef struct
{
  gatomicrefcount      refs;
  const AnRankingType *type;
  guint                layer;      /* its number, from 1 */
  guint                n_units;
  guint                n_classes;  /* outputs of the network */
  AnClassRanking      *classes;
  guint8              *active;     /* n_units: 1 where the activation is not 0 on some example; NULL: the ranking does
                                    * not look at all of them */
} AnUnitRanking;

/* Ranks the units of hidden layer @layer (its number; 0: the last) for every class over the subject's examples. Blocks:
 * call it on a thread of its own; @pool runs its jobs and no other. @stop (may be NULL) is read every few milliseconds;
 * @progress (may be NULL) is called from the calling thread. The bits depend on the number of threads, never on timing.
 * Errors: AN_ERROR_RANGE when there is no such layer or nothing such is defined for it, AN_ERROR_MEMORY,
 * G_IO_ERROR_CANCELLED. Returns: (transfer full) */
AnUnitRanking       *an_unit_ranking_run   (const AnSubject      *subject,
                                            const AnRankingType  *type,
                                            guint                 layer,
                                            BasePool             *pool,
                                            const atomic_bool    *stop,
                                            BaseProgress          progress,
                                            gpointer              user_data,
                                            GError              **error);
AnUnitRanking       *an_unit_ranking_ref   (AnUnitRanking        *ranking);
void                 an_unit_ranking_unref (AnUnitRanking        *ranking);

/* What is known of @unit (below n_units) for class @c. */
const AnRankedUnit  *an_unit_ranking_get   (const AnUnitRanking  *ranking,
                                            guint                 c,
                                            guint                 unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnUnitRanking, an_unit_ranking_unref)
