/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"
#include "session/wake-up.h"
#include "train/data.h"

#include <pthread.h>

/* Private to session/: what the worker has for home, until home fetches it. The status and the pictures are
 * latest-wins; new points of the history and events pile up, so that nothing is lost. The lock is a pthread one
 * (ThreadSanitizer sees it) and is held for copies only; neither side ever waits for the other. */

typedef enum
{
  EVENT_OPENED,      /* experiment, data, layers */
  EVENT_EXPERIMENT,  /* experiment: an opening failed, this one is still in force */
  EVENT_WENT_BACK,   /* experiment: with the live settings of then; n_changes: as in COMMAND_RESTART */
  EVENT_FINISHED,    /* result */
  EVENT_FAILED,      /* error */
  EVENT_SAVED,       /* path */
  EVENT_MODEL,       /* model; NULL: there cannot be one */
  EVENT_EDITED,      /* edits */
} EventKind;

#define ANY_CHANGES G_MAXUINT

typedef struct
{
  EventKind        kind;
  guint            n_changes;   /* EVENT_OPENED: as in COMMAND_RESTART; ANY_CHANGES: not a restart */
  gboolean         from_folder; /* EVENT_OPENED: what is open is what lies there */
  guint64          step;        /* EVENT_OPENED, EVENT_SAVED: where the run stood */
  TrainExperiment *experiment;
  TrainData       *data;
  GArray          *layers;      /* PerceptLayerInfo */
  TrainResult     *result;
  GError          *error;
  char            *path;
  PerceptModel    *model;
  PerceptEdits     edits;
} Event;

typedef struct
{
  pthread_mutex_t lock;
  WakeUp          wake_up;

  gboolean        status_new;
  PerceptStatus   status;
  gboolean        history_dropped; /* before the points and marks below */
  TrainHistory   *fresh;
  GPtrArray      *weights;        /* by layer - 1; NULL: nothing new */
  TrainAnswers   *answers;        /* NULL: nothing new */
  GPtrArray      *rungs;          /* TrainRung; NULL: nothing new */
  TrainLadderKeeps keeping;       /* with them */
  gboolean        trail_dropped;  /* before the points below */
  GArray         *trail;          /* TrainTrailPoint */
  GQueue          events;         /* Event */
} Exchange;

/* @fetch runs at home (the thread-default context of the caller) after a wake-up. */
Exchange *exchange_new           (GSourceFunc           fetch,
                                  gpointer              user_data);
/* After the worker has ended. */
void      exchange_free          (Exchange             *exchange);

/* Worker's side. */
void      exchange_put_status    (Exchange             *exchange,
                                  const PerceptStatus  *status);
/* The same, with the history from these on: home sees both or neither. */
void      exchange_put_progress  (Exchange             *exchange,
                                  const PerceptStatus  *status,
                                  const TrainHistory   *history,
                                  guint                 first_point,
                                  guint                 first_mark);
void      exchange_drop_history  (Exchange             *exchange);
/* The whole history in the place of what home has: home sees no other in between. */
void      exchange_put_history   (Exchange             *exchange,
                                  const PerceptStatus  *status,
                                  const TrainHistory   *history);
void      exchange_put_weights   (Exchange             *exchange,
                                  PerceptWeights       *weights); /* (transfer full) */
void      exchange_put_answers   (Exchange             *exchange,
                                  TrainAnswers         *answers); /* (transfer full) */
void      exchange_put_rungs     (Exchange             *exchange,
                                  GPtrArray            *rungs,    /* (transfer full) */
                                  TrainLadderKeeps      keeping);
void      exchange_drop_trail    (Exchange             *exchange);
void      exchange_put_trail     (Exchange             *exchange,
                                  const TrainTrailPoint *points,
                                  guint                 n);
void      exchange_put_event     (Exchange             *exchange,
                                  Event                *event);   /* (transfer full) */

/* Home's side: everything at once, into @into (its points and marks replaced). */
typedef struct
{
  gboolean      status_new;
  PerceptStatus status;
  gboolean      history_dropped;
  TrainHistory *fresh;
  GPtrArray    *weights;
  TrainAnswers *answers;
  GPtrArray    *rungs;
  TrainLadderKeeps keeping;
  gboolean      trail_dropped;
  GArray       *trail;
  GQueue        events;
} Delivery;

void      exchange_fetch         (Exchange             *exchange,
                                  Delivery             *delivery);
void      delivery_clear         (Delivery             *delivery);

Event    *event_new              (EventKind             kind);
void      event_free             (Event                *event);
