/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "datasets/dataset.h"
#include "session/model.h"
#include "train/answers.h"
#include "train/data.h"
#include "train/experiment.h"
#include "train/history.h"
#include "train/parameter-ladder.h"
#include "train/parameter-trail.h"
#include "train/result.h"

#include <gio/gio.h>

/* One training session: a worker thread that owns network, optimizer and random numbers, and this object, its
 * handle for the thread that made it (call it "home"; its thread-default main context receives the signals). Knows
 * no widget: the window and the command line are two skins over it.
 *
 * Commands go through a queue and return at once. The worker answers with a status, new points of the history and
 * pictures of the weights that are being watched; one wake-up at home drains them all, at most 60 times a second
 * (pictures as often as percept_session_set_picture_interval() says). The worker never waits for home.
 *
 * Signals (all at home, after the getters below have the new values):
 *   "opened"    a new experiment's data and network are there (experiment, dataset, layers, history are new); also
 *               after a restart that brought pending changes into force
 *   "status"    percept_session_get_status() changed
 *   "history"   points or marks were added, or all were dropped (after restart)
 *   "weights"   percept_session_get_weights() has new pictures
 *   "parameters" percept_session_get_trail() has new points, or was begun anew
 *   "answers"   percept_session_get_answers() is new
 *   "rungs"     percept_session_get_rungs() has changed
 *   "edited"    percept_session_get_edits() is new
 *   "experiment" percept_session_get_experiment() changed (a setting, the reset of one)
 *   "finished"  (const char *because): the run came to its end: steps | epochs | weights | cost | diverged |
 *               interrupted
 *   "failed"    (GError *): opening or saving failed; what was open before is still there
 *   "model"     (PerceptModel *): the copy that was asked for
 *   "no-model"  there cannot be one: nothing is open, or there is no memory
 *   "saved"     (const char *path): a run folder was written
 */

#define PERCEPT_TYPE_SESSION (percept_session_get_type ())
G_DECLARE_FINAL_TYPE (PerceptSession, percept_session, PERCEPT, SESSION, GObject)

typedef enum
{
  PERCEPT_PHASE_EMPTY,     /* nothing open */
  PERCEPT_PHASE_LOADING,   /* reading or drawing data, building; see message and progress */
  PERCEPT_PHASE_PAUSED,    /* ready; at step 0 or later */
  PERCEPT_PHASE_RUNNING,
  PERCEPT_PHASE_FINISHED,  /* a stopping rule was met, or it diverged */
} PerceptPhase;

typedef enum
{
  PERCEPT_PACE_SLOW,        /* 2 steps a second */
  PERCEPT_PACE_WALK,        /* 20 steps a second */
  PERCEPT_PACE_ACCELERATE,  /* step by step at first, then ever faster: learning is seen on a log scale of time */
  PERCEPT_PACE_FULL,
} PerceptPace;

typedef enum
{
  PERCEPT_STEP_EXAMPLE,
  PERCEPT_STEP_BATCH,
  PERCEPT_STEP_EPOCH,
} PerceptStepKind;

/* Everything scalar, as of one moment. Numbers not known are NaN. */
typedef struct
{
  PerceptPhase phase;
  guint64      step;
  guint64      total_steps;        /* planned; 0 when open-ended */
  double       epoch;
  double       seconds;            /* of training */
  double       progress;           /* 0..1: of loading in PERCEPT_PHASE_LOADING, of the run otherwise */
  double       steps_per_second;   /* over the last second or so; 0 when not running */
  double       cost[TRAIN_N_PARTS];      /* latest measured; the test part too: showing it is the window's choice */
  double       accuracy[TRAIN_N_PARTS];
  double       penalty;
  gsize        n_examples[TRAIN_N_PARTS];
  gsize        n_parameters;
  gsize        n_steps_per_epoch;
  gboolean     past;               /* of an earlier step: see percept_session_get_status_at() */
  gboolean     going_back;         /* PERCEPT_PHASE_LOADING: on the way to an earlier step; a pause gives it up */
  char         message[160];       /* what is being done, or why it stopped; translated; may be empty */
} PerceptStatus;

/* Nothing open, nothing known. */
void percept_status_clear (PerceptStatus *status);

/* Pictures of one layer's weights at one step; immutable, reference-counted, any thread. */
typedef struct
{
  gatomicrefcount refs;
  guint    layer;                      /* from 1, layers with weights only, as in layerN.weight */
  guint64  step;
  guint    n_units;
  guint    channels, height, width;    /* what a unit looks at */
  float   *weights;                    /* n_units x channels x height x width */
  float   *biases;                     /* n_units */
  guint8  *dropped;                    /* n_units, 1: left out by the dropout behind this layer for the first example
                                        * of the last step; NULL: none behind it, or no step yet */
} PerceptWeights;

PerceptWeights *percept_weights_ref   (PerceptWeights *weights);
void            percept_weights_unref (PerceptWeights *weights);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerceptWeights, percept_weights_unref)

/* A layer with weights. */
typedef struct
{
  guint  layer;                        /* from 1 */
  guint  n_units;
  guint  channels, height, width;      /* input extent; a vector is 1 x 1 x n */
  gsize  n_parameters;
  gsize  offset;                       /* of its weights among the network's parameters; its biases come after them */
  char   text[64];                     /* "dense 300 tanh" */
} PerceptLayerInfo;

/* The layer's, of all of the network's @parameters. Any thread. Returns: (transfer full), NULL when there is no
 * memory */
PerceptWeights *percept_weights_cut   (const PerceptLayerInfo *layer,
                                       const float            *parameters,
                                       guint64                 step);

/* A parameter and its new value. */
typedef struct
{
  gsize place;                         /* among the network's parameters */
  float value;
} PerceptEdit;

/* What was changed by hand since the last step of training, and what came of it. */
typedef struct
{
  guint     n_done;                    /* that can be undone, */
  guint     n_undone;                  /* and done again */
  char     *last;                      /* what the last one that is in force did, translated; NULL: none is */
  TrainPart part;                      /* measured on these examples: validation, or training where there are none */
  gsize     n_examples;
  double    cost_before, accuracy_before; /* without any of them; NaN while not measured */
  double    cost, accuracy;               /* with those in force */
  guint64   kept_step;                 /* whose weights the run keeps as its best, without any of this; G_MAXUINT64: it
                                        * keeps those that it stands at, with it */
} PerceptEdits;

/* @n_threads: of the worker's pool; 0: one per processor. Returns: (transfer full) */
PerceptSession *percept_session_new             (guint             n_threads);

/* Stops the worker within 20 ms of work, keeps an unfinished run in the store, joins. Also done by dispose. */
void            percept_session_close           (PerceptSession   *session);

/* Runs are kept here: each opened experiment that has made a step gets a folder of its own, written when it
 * finishes, every half minute while it runs, and when the session closes or opens something else. NULL: nowhere. */
void            percept_session_set_store       (PerceptSession   *session,
                                                 const char       *folder);

/* Reads or draws the data, builds the network, and runs it if @run. Replaces what is open when it succeeds; until
 * then, and when it fails ("failed"), what was open stays. Opening again cancels an opening under way. */
void            percept_session_open            (PerceptSession   *session,
                                                 TrainExperiment  *experiment,
                                                 gboolean          run);
/* Opens a run folder (@path is the folder or any file in it) where it stood: weights, optimizer, random numbers,
 * history. A model file that lies by itself opens at step 0, with its weights as the initial ones. */
void            percept_session_open_run        (PerceptSession   *session,
                                                 const char       *path);

void            percept_session_run             (PerceptSession   *session);
void            percept_session_pause           (PerceptSession   *session);
void            percept_session_step            (PerceptSession   *session,
                                                 PerceptStepKind   kind);
/* Ends the run here: it is measured in full and "finished" follows with "interrupted". */
void            percept_session_finish          (PerceptSession   *session);
/* Back to step 0: the same initial weights when the settings and seeds are the same; pending changes come into
 * force. Keeps running if it was running. */
void            percept_session_restart         (PerceptSession   *session);

/* Changes a key of the experiment. A live key (TrainKey.live) takes effect at the next step and leaves a mark in
 * the history; another takes effect at once at step 0, else at the next restart (until then it is pending).
 * A bad value is an error and changes nothing. */
gboolean        percept_session_set             (PerceptSession   *session,
                                                 const char       *group,
                                                 const char       *key,
                                                 const char       *value,
                                                 GError          **error);
/* Whether the key waits for a restart; group NULL: whether any does. */
gboolean        percept_session_is_pending      (PerceptSession   *session,
                                                 const char       *group,
                                                 const char       *key);

void            percept_session_set_pace        (PerceptSession   *session,
                                                 PerceptPace       pace);
PerceptPace     percept_session_get_pace        (PerceptSession   *session);

/* Pictures of @layer (from 1) are wanted, or no longer. Counted: watch twice, unwatch twice. */
void            percept_session_watch_weights   (PerceptSession   *session,
                                                 guint             layer);
void            percept_session_unwatch_weights (PerceptSession   *session,
                                                 guint             layer);
/* What the network says of each validation example (of the training examples where there are none) is wanted, or no
 * longer. Counted. It is measured again while the run goes on, for a twentieth of the time at most, and when it
 * rests. */
void            percept_session_watch_answers   (PerceptSession   *session);
void            percept_session_unwatch_answers (PerceptSession   *session);
/* The way of these parameters (places in the network's, @n of them, 0 to TRAIN_TRAIL_PLACES) is wanted instead of those
 * before: from the start of the run, as far as the model's rungs know it, and a point at each report from now on. A
 * network that has no such places ends it. */
void            percept_session_watch_parameters (PerceptSession  *session,
                                                 const gsize      *places,
                                                 guint             n);
/* At least this long between two pictures while running, 100 ms at first. A window raises it when painting costs
 * more than a few percent of a processor, so that training keeps its speed. */
void            percept_session_set_picture_interval (PerceptSession *session,
                                                      guint           milliseconds);

/* The result of the test set may be shown from now on: experiment.test becomes "shown", and is saved with the run. */
void            percept_session_reveal_test     (PerceptSession   *session);
gboolean        percept_session_is_test_revealed (PerceptSession  *session);

/* Writes a run folder at @path (replacing a run folder there, nothing else); "saved" or "failed" follows. */
void            percept_session_save            (PerceptSession   *session,
                                                 const char       *path);

/* Puts the run back to @step, bit for bit as it was there: the nearest state that is kept before it comes back, and
 * the steps up to it are made again (batch sizes and settings as they were; "status" tells how far, and a pause gives
 * it up). What the history holds beyond @step goes. With @branch what was is kept in the store as a run of its own, and
 * this one gets a new folder. Pauses. "failed" where no state is kept; the step that is there already changes
 * nothing. */
void            percept_session_go_back         (PerceptSession   *session,
                                                 guint64           step,
                                                 gboolean          branch);
/* At most so many bytes hold states of the run along its way; those beyond are thinned out at once. TRAIN_LADDER_BYTES
 * at first. */
void            percept_session_set_state_memory (PerceptSession  *session,
                                                 gsize             bytes);

/* Changes @n parameters by hand, all or none of them (a place that is not there, or a value that is not finite, is
 * "failed"). Pauses; "edited" follows with cost and accuracy, and a mark stands in the history. @what: translated,
 * what this does ("Weight W1[406,3] set to 0.5"). With @merge it is one with the last edit
 * when undone (a hand that drags). */
void            percept_session_edit            (PerceptSession   *session,
                                                 const PerceptEdit *edits,
                                                 guint             n,
                                                 const char       *what,
                                                 gboolean          merge);
/* The weights that lead from @unit of @layer, which is not the last, to the layer above become 0: its activation counts
 * for nothing there. Training on may bring them back. */
void            percept_session_silence_unit    (PerceptSession   *session,
                                                 guint             layer,
                                                 guint             unit);
/* The very bits from before come back. Training on ends what can be undone. */
void            percept_session_undo_edit       (PerceptSession   *session);
void            percept_session_redo_edit       (PerceptSession   *session);

/* Asks for a copy of the network as it stands; "model" follows, or "no-model". Returns: what
 * percept_session_get_n_models() is then; an answer that comes earlier is that to an earlier question. */
guint           percept_session_request_model   (PerceptSession   *session);
/* How many answers have come. */
guint           percept_session_get_n_models    (PerceptSession   *session);

/* (transfer none), all of them; valid until the next signal. */
const PerceptStatus    *percept_session_get_status     (PerceptSession *session);
const TrainHistory     *percept_session_get_history    (PerceptSession *session);
TrainExperiment        *percept_session_get_experiment (PerceptSession *session); /* NULL when empty */
/* The experiment without what is still pending; NULL when empty. */
TrainExperiment        *percept_session_get_applied    (PerceptSession *session);
/* The examples, how they are dealt, and the recipe that expands them; NULL when empty. */
TrainData              *percept_session_get_data       (PerceptSession *session);
/* Training and validation examples; NULL when empty. */
DsDataset              *percept_session_get_dataset    (PerceptSession *session);
const PerceptLayerInfo *percept_session_get_layers     (PerceptSession *session,
                                                        guint          *n_layers);
PerceptWeights         *percept_session_get_weights    (PerceptSession *session,
                                                        guint           layer); /* NULL: none yet */
TrainAnswers           *percept_session_get_answers    (PerceptSession *session); /* NULL: none yet */
/* @n points by step; a long trail is thinned out. */
const TrainTrailPoint  *percept_session_get_trail      (PerceptSession *session,
                                                        guint          *n);
/* The states along the run that can be looked at, from its start to now (element-type TrainRung); never NULL. */
GPtrArray              *percept_session_get_rungs      (PerceptSession *session);
/* Whether there is room for the states of this network at all, or for its parameters; "rungs" tells when that changes.
 * TRAIN_LADDER_STATES while nothing is open. */
TrainLadderKeeps        percept_session_get_state_keeping (PerceptSession *session);
/* Whether percept_session_go_back() has a state to begin with for @step. */
gboolean                percept_session_can_go_back    (PerceptSession *session,
                                                        guint64         step);
/* The status with step, epoch, costs and accuracies of @step, NaN where they were not measured; of now when @step is
 * not before it. */
void                    percept_session_get_status_at  (PerceptSession *session,
                                                        guint64         step,
                                                        PerceptStatus  *status);
const PerceptEdits     *percept_session_get_edits      (PerceptSession *session);
/* What came out of the run that "finished" last; NULL: none since opening. */
const TrainResult      *percept_session_get_result     (PerceptSession *session);
/* True when there is something that a save would keep and that lies in no folder that was saved or opened. */
gboolean                percept_session_get_changed    (PerceptSession *session);
