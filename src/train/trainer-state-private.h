/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "train/trainer-state.h"

/* Shared by trainer-state.c (taking, keeping and putting back) and trainer-state-check.c (what comes from a file). */

#define TRAIN_STATE_RNG      4
#define TRAIN_STATE_PLACE    10
#define TRAIN_STATE_DROPOUT  5 /* the generator, and the key of the last step */
#define TRAIN_STATE_STOPPING 4 /* and the costs of epochs */
#define TRAIN_STATE_BEST     2
#define TRAIN_STATE_ITEMS    (10 + NN_OPTIMIZER_MAX_SLOTS)

typedef struct
{
  const char *name;
  FmtElement  element;
  gsize       n;
  const void *data;
  gboolean    only_whole;  /* the state of a run folder goes without: the model file has it */
} TrainStateItem;

struct _TrainState
{
  TrainStateItem  items[TRAIN_STATE_ITEMS];
  guint           n_items;
  /* A view's, to point to. */
  guint64         place[TRAIN_STATE_PLACE];
  guint64         batch_rng[TRAIN_STATE_RNG];
  guint64         dropout[TRAIN_STATE_DROPOUT];
  guint64         best[TRAIN_STATE_BEST];
  guint64         gradient_norm;
  guint64         good_step;
  GArray         *stopping;
  /* What else the items lie in. */
  char           *block;
  FmtSafetensors *file;
};

const TrainStateItem *train_state_find (const TrainState *state,
                                        const char       *name);
