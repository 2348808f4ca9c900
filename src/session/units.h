/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/unit-ranking.h"
#include "session/model.h"
#include "train/data.h"
#include "train/experiment.h"

/* Which hidden units matter for the classes of an experiment's network, all at once: a ranking
 * (analysis/unit-ranking.h) over its validation examples, or its training examples where none are set apart, and, where
 * images vote, what happens to each class without its promoter. */

typedef struct
{
  const AnRankingType *type;
  const char          *for_class;   /* name of the only class that is asked for, or NULL for all */
  guint                layer;       /* number of a hidden layer, 0: the last */
} PerceptUnitsRequest;

/* Over the examples of one class; NaN without examples. */
typedef struct
{
  double accuracy;
  double loss;       /* mean, penalty excluded */
} PerceptUnitsAnswer;

typedef struct
{
  PerceptUnitsAnswer whole;      /* nothing is silenced */
  PerceptUnitsAnswer promoter;   /* the class's promoter is; NaN when it has none */
  PerceptUnitsAnswer others;     /* the mean over n_others other units, each silenced in turn; NaN without others */
  guint              n_others;
} PerceptUnitsSilenced;

/* Others are that many, drawn by a seed that is always the same, or all where there are not more. */
#define PERCEPT_UNITS_OTHERS 20

typedef struct
{
  AnUnitRanking        *ranking;
  guint                 n_classes;     /* that were asked for: */
  guint                *classes;       /* these of the ranking's, */
  char                **class_names;   /* and their names */
  gsize                *images;        /* n_classes: of the example of each in its dataset, AN_NO_EXAMPLE */
  PerceptUnitsSilenced *silenced;      /* n_classes, or NULL where no images vote */
  TrainPart             part;          /* whose examples, */
  gsize                 n_examples;    /* and how many there are in all */
  gboolean              fresh;         /* the weights are those that training would start from */
  char                 *name;          /* of the experiment, */
  char                 *title;         /* and for people */
} PerceptUnitsResult;

/* Loads the data, takes the parameters of the run folder or model file @path, with NULL the initial ones, and ranks.
 * Blocks: not for the main thread. @stop: read every few milliseconds (may be NULL); @progress from the calling thread.
 * Errors: AN_ERROR_RANGE for a class or layer that is not there, G_IO_ERROR_CANCELLED when stopped, and those of train/
 * and analysis/. Returns: (transfer full) */
PerceptUnitsResult *percept_units_run         (TrainExperiment            *experiment,
                                               const char                 *path,
                                               const PerceptUnitsRequest  *request,
                                               const atomic_bool          *stop,
                                               BaseProgress                progress,
                                               gpointer                    user_data,
                                               GError                    **error);
void                percept_units_result_free (PerceptUnitsResult         *result);

/* A ranking of hidden layer @layer (its number) of @model over its validation examples, or its training examples where
 * none are set apart. Blocks: not for the main thread; @pool and errors as of an_unit_ranking_run().
 * Returns: (transfer full) */
AnUnitRanking      *percept_units_rank_model  (PerceptModel               *model,
                                               const AnRankingType        *type,
                                               guint                       layer,
                                               BasePool                   *pool,
                                               GError                    **error);

/* "training" or "validation". */
const char         *percept_units_part_name   (const PerceptUnitsResult   *result);

/* One JSON object on one line, without a line end: README.md, "The command line"; the @limit best units of each class,
 * 0: all. Returns: (transfer full) */
char               *percept_units_to_json     (const PerceptUnitsResult   *result,
                                               guint                       limit);

/* "class,rank,unit,score", and "promotes,inhibits" where images vote: a line for each unit of each of the @n_classes
 * @classes (NULL: the first ones), best first. Returns: (transfer full) */
char               *percept_ranking_to_csv    (const AnUnitRanking        *ranking,
                                               const guint                *classes,
                                               char                      **class_names,
                                               guint                       n_classes);

/* Writes ranking.csv, a line for each class and unit in the order of the ranking, into @folder, which is made. */
gboolean            percept_units_save        (const PerceptUnitsResult   *result,
                                               const char                 *folder,
                                               GError                    **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerceptUnitsResult, percept_units_result_free)
