/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "nn/optimizer.h"
#include "train/batch-order.h"
#include "train/batch-pass.h"
#include "train/data.h"
#include "train/experiment.h"
#include "train/history.h"
#include "train/journal.h"
#include "train/stop-rule.h"

/* One run of an experiment: parameters, optimizer state, random numbers and place in the epoch. The same
 * experiment, seeds and number of threads give the same bits, however often the run was paused, saved and gone on
 * with. For one thread at a time.
 *
 * Order: train_trainer_begin() measures step 0, then train_trainer_advance() once for every step. Every
 * training.evaluate steps, and at the end, a point is added to the history; before the first of these, when most is
 * learned, also after the steps 1, 2, 3, 5, 8 and so on (Fibonacci's numbers). The validation part is measured at every
 * point; the test part only while that costs less than a quarter of the examples that training has seen (after the
 * first 40,000), so that a large test set does not slow training down. */

typedef enum
{
  TRAIN_ADVANCED,  /* one step further */
  TRAIN_FINISHED,  /* one step further, and that was the last */
  TRAIN_STOPPED,   /* the stop flag was raised: what was begun is made up for by the next call */
  TRAIN_DIVERGED,  /* the cost is no longer finite: the parameters of the last good point are back */
} TrainAdvance;

typedef struct
{
  /* Read, don't write. */
  TrainExperiment       *experiment;
  TrainData             *data;
  NnNetwork             *network;
  const NnLossType      *loss;
  const NnOptimizerType *optimizer;
  float                 *parameters;                      /* network->n_parameters */
  float                 *slots[NN_OPTIMIZER_MAX_SLOTS];   /* the same, optimizer->n_slots of them */
  NnHyper                hyper;                           /* hyper.step: updates made so far */
  double                 l1;
  double                 l2;
  gboolean               sum;                             /* training.reduction = sum */
  guint64                step;
  guint64                total_steps;
  gsize                  batch;
  double                 examples;                        /* seen so far */
  double                 seconds;                         /* in begin and advance */
  TrainHistory          *history;
  TrainJournal          *journal;                         /* since it was begun or opened */

  /* Private: what comes next. */
  TrainBatchOrder       *order;
  BaseRng                dropout_rng;                     /* a key for each step */
  guint64                mask_key;                        /* of the last step */
  gsize                  gradient_n;                      /* examples of the pass's gradient; 0: it has none */
  double                 gradient_norm;                   /* instead of it: of a loaded run, or NaN */
  /* Private: when to stop. */
  TrainStopRule          stop_rule;
  gboolean               rule_met;                        /* by the last step */
  TrainTally             since_epoch;                     /* TRAIN_STOP_COST: of the epoch under way */
  GArray                *epoch_costs;                     /* double: of the epochs before, the newest last */
  /* Private: training.keep = best-validation. */
  float                 *best;                            /* NULL: the last parameters are kept */
  guint64                best_step;
  double                 best_validation;                 /* NaN: none yet */
  /* Private: measuring. */
  TrainTally             since_point;
  gboolean               point_due;                       /* at this step, but measuring was stopped */
  double                 test_evaluated;
  const TrainHistory    *measured;                        /* while steps are made again: what was measured the first
                                                           * time; NULL: they are made for the first time */
  float                 *good;                            /* parameters of the last point */
  guint64                good_step;
  BasePool              *pool;
  TrainBatchPass        *pass;
  const atomic_bool     *stop;
} TrainTrainer;

/* Builds the network and its initial weights; NN_ERROR_MEMORY comes before anything is allocated. @pool
 * and @stop must outlive the trainer; @experiment and @data are referenced. Returns: (transfer full) */
TrainTrainer *train_trainer_new       (TrainExperiment    *experiment,
                                       TrainData          *data,
                                       BasePool           *pool,
                                       const atomic_bool  *stop,
                                       GError            **error);
/* The same; @progress is looked at every few milliseconds while large weights are drawn, and G_IO_ERROR_CANCELLED
 * follows when it says so. */
TrainTrainer *train_trainer_new_watched (TrainExperiment   *experiment,
                                         TrainData         *data,
                                         BasePool          *pool,
                                         const atomic_bool *stop,
                                         BaseProgress       progress,
                                         gpointer           user_data,
                                         GError           **error);
void          train_trainer_free      (TrainTrainer       *trainer);

/* Measures step 0 if the history is empty. FALSE when stopped. */
gboolean      train_trainer_begin     (TrainTrainer       *trainer);

/* One step with @batch examples, 0 for the experiment's own number. */
TrainAdvance  train_trainer_advance   (TrainTrainer       *trainer,
                                       gsize               batch);

/* Adds a point for the step where the trainer stands, if there is none: the curve is then as of now. Nothing that
 * training depends on changes, unless TRAIN_DIVERGED. Returns as train_trainer_advance() does. */
TrainAdvance  train_trainer_measure   (TrainTrainer       *trainer);

/* The parameters were changed from outside: the point of the step where the trainer stands, if there is one, makes room
 * for one of these, with the test set if it had that, and divergence goes back to them. FALSE when stopped: there is
 * none then. */
gboolean      train_trainer_measure_anew (TrainTrainer    *trainer);
/* They are again what they were when it had this @point; NULL: none. */
void          train_trainer_restore_point (TrainTrainer     *trainer,
                                           const TrainPoint *point);

/* Epochs seen: examples over training examples. */
double        train_trainer_get_epoch (const TrainTrainer *trainer);

/* Which units of @layer, one that drops some, were dropped (1, else 0) for the @row-th example of the last step, into
 * @dropped (layer->n_out). FALSE when the layer drops none or no step was made. */
gboolean      train_trainer_get_dropped (const TrainTrainer *trainer,
                                         const NnLayer      *layer,
                                         gsize               row,
                                         guint8             *dropped);

/* The L2 norm of the mean gradient of the last step's batch, penalty excluded; NaN when no step was made or its
 * gradient is gone. */
double        train_trainer_get_gradient_norm (const TrainTrainer *trainer);

/* Whether the last step was the last of the plan, or met training.stop (its point may still be owed). */
gboolean      train_trainer_is_at_end (const TrainTrainer *trainer);
/* Why: steps | epochs | weights | cost. */
const char   *train_trainer_get_end   (const TrainTrainer *trainer);

/* What the run would leave behind now, and of which step it is: the best parameters on the validation examples if
 * training.keep says so (measured at the points of the plan, ties go to the earlier), else the last. */
const float  *train_trainer_get_kept  (const TrainTrainer *trainer,
                                       guint64            *step);

/* Loss and correct answers over the whole of @part. FALSE when stopped. */
gboolean      train_trainer_evaluate  (TrainTrainer       *trainer,
                                       TrainPart           part,
                                       TrainTally         *tally);
/* The same with the kept parameters. */
gboolean      train_trainer_evaluate_kept (TrainTrainer   *trainer,
                                           TrainPart       part,
                                           TrainTally     *tally);

/* l1 * (sum of the weights' magnitudes) + l2 * (sum of their squares), biases exempt. */
double        train_trainer_penalty   (const TrainTrainer *trainer);
/* The same of the kept parameters. */
double        train_trainer_penalty_kept (const TrainTrainer *trainer);

/* Takes over the live keys of @experiment and keeps it: rate, momentum, l1 and l2, whose changes leave marks, the
 * number of steps and the stopping rule; where one of them changed, a rule that was met no longer is. */
void          train_trainer_retune    (TrainTrainer       *trainer,
                                       TrainExperiment    *experiment);

/* SHA-256 of the kept parameters in lower-case hexadecimal. Returns: (transfer full) */
char         *train_trainer_hash      (const TrainTrainer *trainer);

/* Parameters came from elsewhere, by hand for one: the steps before do not lead here, and divergence comes back to
 * these. */
void          train_trainer_break_off (TrainTrainer       *trainer);

/* Puts the trainer at another place (loading a run). */
void          train_trainer_place     (TrainTrainer       *trainer,
                                       const TrainBatchPlace *place,
                                       guint64             step,
                                       guint64             updates,
                                       double              examples,
                                       double              seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainTrainer, train_trainer_free)
