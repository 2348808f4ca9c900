/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"
#include "session/worker.h"

/* Shared by session.c (what comes from the worker, and what home knows) and session-commands.c (what goes to it). */

struct _PerceptSession
{
  GObject          parent;
  Exchange        *exchange;
  Worker          *worker;       /* NULL once closed */

  TrainExperiment *experiment;   /* as set, pending changes included */
  TrainExperiment *applied;      /* as the worker has it */
  TrainData       *data;
  GArray          *layers;       /* PerceptLayerInfo */
  TrainHistory    *history;
  GPtrArray       *weights;      /* PerceptWeights by layer - 1, NULL where there are none */
  TrainAnswers    *answers;
  GArray          *trail;        /* TrainTrailPoint */
  GPtrArray       *rungs;        /* TrainRung */
  TrainLadderKeeps keeping;
  TrainResult     *result;
  PerceptStatus    status;
  PerceptEdits     edits;
  PerceptPace      pace;
  guint            n_models_asked;  /* copies of the network, */
  guint            n_models;     /* and how many answers have come; they come in turn */
  guint            n_changes;    /* settings changed so far */
  guint            n_in_force;   /* of these, live ones */
  guint64          saved_step;   /* what lies in a folder; G_MAXUINT64: nothing */
  guint            saved_in_force;
  guint            saving_in_force; /* when the save was asked for */
};

/* The run stands where the live settings of training were those of @experiment. What was changed since (@n_changes was
 * it by then) comes into force again. */
void percept_session_take_settings      (PerceptSession   *self,
                                         TrainExperiment  *experiment,
                                         guint             n_changes);
/* @experiment in the place of what is at @place. */
void percept_session_replace_experiment (TrainExperiment **place,
                                         TrainExperiment  *experiment);
