/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/unit-examples.h"
#include "analysis/unit-ranking.h"
#include "analysis/unit-twins.h"
#include "session/model.h"

#include <gio/gio.h>

/* What can be found out about the units of a network, on a thread of its own with a pool of its own, on a copy of the
 * parameters: a ranking of a layer's units, and all that is known of one unit. This object is its handle for the thread
 * that made it ("home"), whose thread-default main context receives the signals. Setters return at once; the newest
 * wish wins, what it makes void is stopped within 20 ms. The unit comes before the ranking: a hand waits for it.
 *
 * Signals, after the getters have the new values:
 *   "ranking"  percept_unit_study_get_ranking()
 *   "unit"     percept_unit_study_get_unit()
 *   "busy"     percept_unit_study_is_busy(), percept_unit_study_get_progress()
 *   "failed"   (GError *): what was wished for last cannot be found out */

#define PERCEPT_TYPE_UNIT_STUDY (percept_unit_study_get_type ())
G_DECLARE_FINAL_TYPE (PerceptUnitStudy, percept_unit_study, PERCEPT, UNIT_STUDY, GObject)

/* A weight norm along the run. */
typedef struct
{
  guint64 step;
  double  norm;               /* L2, of the unit's incoming weights, bias exempt */
} PerceptUnitNorm;

/* Immutable once made, reference-counted, any thread. */
typedef struct
{
  gatomicrefcount refs;
  guint           layer;      /* from 1, as in layerN.weight */
  guint           unit;
  guint64         step;       /* of the parameters */
  double          bias;
  AnUnitExamples *examples;   /* of the training part (a sample of it where it is large: it says how many) */
  TrainPart       part;       /* whose examples these are; their places are in that part */
  AnUnitTwins    *twins;
  guint           n_outgoing; /* units of the next layer with weights; 0 for an output unit */
  float          *outgoing;   /* the weights to them */
  gboolean        to_classes; /* they are the classes' */
  GArray         *norms;      /* PerceptUnitNorm, by step */
} PerceptUnitFacts;

PerceptUnitFacts *percept_unit_facts_ref   (PerceptUnitFacts *facts);
void              percept_unit_facts_unref (PerceptUnitFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerceptUnitFacts, percept_unit_facts_unref)

/* @n_threads: 0: one per processor. Returns: (transfer full) */
PerceptUnitStudy *percept_unit_study_new          (guint             n_threads);

/* What to look at; the answers stay until there are new ones, unless it is another experiment's. NULL: nothing. */
void              percept_unit_study_set_model    (PerceptUnitStudy *study,
                                                   PerceptModel     *model);
/* A ranking of hidden layer @layer (its number) is wanted over the validation examples (training where there are
 * none); @type NULL: none. */
void              percept_unit_study_set_ranking  (PerceptUnitStudy    *study,
                                                   const AnRankingType *type,
                                                   guint                layer);
/* All about @unit of @layer, hidden or output, is wanted; @layer 0: nothing. */
void              percept_unit_study_set_unit     (PerceptUnitStudy *study,
                                                   guint             layer,
                                                   guint             unit);

/* (transfer none), until the next signal; NULL: none yet. */
AnUnitRanking    *percept_unit_study_get_ranking  (PerceptUnitStudy *study);
/* Of the parameters that it is of. */
guint64           percept_unit_study_get_ranking_step (PerceptUnitStudy *study);
PerceptUnitFacts *percept_unit_study_get_unit     (PerceptUnitStudy *study);
gboolean          percept_unit_study_is_busy      (PerceptUnitStudy *study);
double            percept_unit_study_get_progress (PerceptUnitStudy *study);   /* 0 .. 1 */
