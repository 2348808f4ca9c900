/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/exchange.h"

/* Private to session/: the thread that owns network, optimizer and random numbers, and the queue of commands that
 * leads to it. Every function here may be called from home only, and returns at once (worker_free() joins). */

typedef struct _Worker Worker;

typedef enum
{
  COMMAND_OPEN,       /* experiment, flag: run when ready */
  COMMAND_OPEN_RUN,   /* path */
  COMMAND_RUN,
  COMMAND_PAUSE,
  COMMAND_STEP,       /* number: PerceptStepKind */
  COMMAND_FINISH,
  COMMAND_RESTART,    /* experiment, number: how many settings had been changed by then */
  COMMAND_RETUNE,     /* path: GROUP.KEY=VALUE */
  COMMAND_PACE,       /* number: PerceptPace */
  COMMAND_WATCH,      /* number: layer, flag: on or off */
  COMMAND_WATCH_ANSWERS, /* flag: on or off */
  COMMAND_WATCH_PARAMETERS, /* places */
  COMMAND_INTERVAL,   /* number: ms */
  COMMAND_STORE,      /* path */
  COMMAND_SAVE,       /* path */
  COMMAND_GO_BACK,    /* size: step, flag: branch, number: as in COMMAND_RESTART */
  COMMAND_MEMORY,     /* size: bytes for states */
  COMMAND_EDIT,       /* changes, path: what it does, mark, flag: merges with the last */
  COMMAND_UNDO_EDIT,
  COMMAND_REDO_EDIT,
  COMMAND_LEND,       /* a copy of the model is wanted */
  COMMAND_CLOSE,
} CommandKind;

typedef struct
{
  CommandKind      kind;
  TrainExperiment *experiment;
  char            *path;
  guint            number;
  gboolean         flag;
  guint64          size;
  GArray          *places;  /* gsize; NULL: none */
  GArray          *changes; /* PerceptEdit; NULL: none */
  TrainMark        mark;
} Command;

Worker *worker_new  (guint     n_threads,
                     Exchange *exchange);
/* Keeps an unfinished run in the store, ends the thread and joins it. */
void    worker_free (Worker   *worker);

/* @experiment is referenced, @path copied; unused ones are NULL or 0. */
void    worker_post (Worker          *worker,
                     CommandKind      kind,
                     TrainExperiment *experiment,
                     const char      *path,
                     guint            number,
                     gboolean         flag);
/* COMMAND_GO_BACK */
void    worker_post_go_back (Worker         *worker,
                             guint64         step,
                             guint           n_changes,
                             gboolean        branch);
/* COMMAND_MEMORY */
void    worker_post_memory (Worker          *worker,
                            gsize            bytes);
/* COMMAND_EDIT; @changes and @what are copied. */
void    worker_post_edit   (Worker            *worker,
                            const PerceptEdit *changes,
                            guint              n,
                            const char        *what,
                            const TrainMark   *mark,
                            gboolean           merges);
/* COMMAND_WATCH_PARAMETERS; @places are copied. */
void    worker_post_places (Worker          *worker,
                            const gsize     *places,
                            guint            n);
