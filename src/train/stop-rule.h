/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* When a run ends before its plan does: training.stop. */

#define TRAIN_STOP_MAX_EPOCHS 1000

typedef enum
{
  TRAIN_STOP_NONE,     /* none */
  TRAIN_STOP_WEIGHTS,  /* weights EPS: a step changes the parameters by less, as a Euclidean norm */
  TRAIN_STOP_COST,     /* cost EPS over K epochs: the mean training cost of an epoch, penalty included, is less than EPS
                        * away from that of K epochs before */
} TrainStopKind;

typedef struct
{
  TrainStopKind kind;
  double        threshold;
  guint         n_epochs;   /* TRAIN_STOP_COST: 1 to TRAIN_STOP_MAX_EPOCHS */
} TrainStopRule;

/* Reads "none", "weights EPS" or "cost EPS over K epochs". */
gboolean    train_stop_rule_parse    (const char          *text,
                                      TrainStopRule       *rule);

/* As in stopped_because: "weights", "cost"; NULL without a rule. */
const char *train_stop_rule_get_name (const TrainStopRule *rule);
