/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/thread-pool.h"
#include "session/pacer.h"
#include "session/worker.h"
#include "train/parameter-ladder.h"
#include "train/trainer.h"

#include <pthread.h>
#include <stdatomic.h>

/* Shared by worker.c (thread and queue), worker-commands.c (what a command does), worker-load.c (opening) and
 * worker-report.c (what home is told). Everything below the first block belongs to the worker's thread alone. */

/* worker-edit.c: what was changed by hand since the last step. */
typedef struct _Edits Edits;

struct _Worker
{
  pthread_t       thread;
  gboolean        started;        /* FALSE: no thread was to be had; commands are never read */
  pthread_mutex_t lock;
  pthread_cond_t  posted;
  GQueue          commands;       /* Command, under the lock */
  atomic_bool     stop;           /* give up the step or measurement under way */
  atomic_bool     stop_loading;   /* give up reading or drawing data */
  Exchange       *exchange;
  guint           n_threads;

  BasePool       *pool;
  TrainData      *data;
  TrainTrainer   *trainer;        /* NULL: nothing open */
  TrainLadder    *ladder;         /* the run so far; NULL: nothing open */
  gsize           state_memory;   /* that its rungs may take */
  guint           rungs_reported; /* train_ladder_get_version() as home has it */
  gboolean        running;
  gboolean        finished;
  const char     *ended_because;  /* while finished */
  Pacer           pacer;
  PerceptStatus   status;         /* as last reported */
  gint64          reported;       /* when */
  guint           points_reported;
  guint           marks_reported;
  GArray         *watched;        /* guint by layer - 1: how many watch it */
  GArray         *places;         /* gsize: parameters that are watched */
  guint64         trail_step;     /* step of the last point of their trail, G_MAXUINT64: none */
  guint           answers_watched; /* how many watch */
  guint64         answered_step;  /* step of the last answers, G_MAXUINT64: none */
  gint64          answered;       /* when */
  gint64          answer_cost;    /* us that the last took */
  gint64          picture_interval;
  gint64          pictured;       /* when */
  gint64          loading_reported;

  Edits          *edits;          /* by hand; never NULL */

  char           *initial_model;  /* the weights of step 0 come from this file; NULL: from the seed */
  char           *store;          /* folder of kept runs, or NULL */
  char           *kept_path;      /* this run's folder there, or NULL: none yet */
  guint64         kept_step;      /* step of the last write, G_MAXUINT64: none */
  gint64          kept;           /* when */
};

void    *worker_main            (void            *data);

/* worker-commands.c */
void     worker_handle          (Worker          *worker,
                                 const Command   *command);
/* One step if it is running, and the point of step 0 if that is owed. */
void     worker_step            (Worker          *worker);
/* A command that came while step 0 was being measured has stopped it: the curve has no beginning yet. */
gboolean worker_owes_first_point (const Worker   *worker);
void     worker_start_running   (Worker          *worker);
/* The message says which weights the run leaves behind, where these are not simply the last. */
void     worker_tell_what_is_kept (Worker        *worker);
/* Writes the run into the store if there is a store and something new. */
void     worker_keep            (Worker          *worker,
                                 const char      *stopped_because);

/* Another folder for what comes from now on. */
void     worker_forget_kept     (Worker          *worker);

/* worker-back.c */
void     worker_go_back         (Worker          *worker,
                                 guint64          step,
                                 gboolean         branch,
                                 guint            n_changes);

/* worker-edit.c */
Edits   *worker_edits_new       (void);
void     worker_edits_free      (Edits           *edits);
/* Another network, or another step: nothing of it can be undone any more. */
void     worker_forget_edits    (Worker          *worker);
/* The same if the run has gone on since; else what is still to be measured of them is measured. */
void     worker_settle_edits    (Worker          *worker);
/* @changes: PerceptEdit; @mark: for the history, its step is set here. */
void     worker_edit            (Worker          *worker,
                                 const GArray    *changes,
                                 const char      *what,
                                 const TrainMark *mark,
                                 gboolean         merges);
void     worker_undo_edit       (Worker          *worker);
void     worker_redo_edit       (Worker          *worker);

/* worker-load.c */
void     worker_open            (Worker          *worker,
                                 TrainExperiment *experiment,
                                 gboolean         run);
void     worker_open_run        (Worker          *worker,
                                 const char      *path);
void     worker_restart         (Worker          *worker,
                                 TrainExperiment *experiment,
                                 guint            n_changes);

/* worker-report.c */
void     worker_set_message     (Worker          *worker,
                                 const char      *message);
/* Status and new points; with pictures when they are due, or at once if @at_once. */
void     worker_report          (Worker          *worker,
                                 gboolean         at_once);
/* The history is shorter: home gets the whole of it, and the trail from its beginning. */
void     worker_report_again    (Worker          *worker);
/* The trail of the watched parameters is told from its beginning, as far as the ladder knows it. */
void     worker_begin_trail     (Worker          *worker);
void     worker_report_loading  (Worker          *worker,
                                 const char      *what,
                                 double           fraction);
void     worker_report_opened   (Worker          *worker,
                                 guint            n_changes,
                                 gboolean         from_folder);
void     worker_report_error    (Worker          *worker,
                                 GError          *error); /* (transfer full) */
