/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "datasets/tiny-idx.h"
#include "formats/scratch.h"
#include "session/session.h"

/* A session with a folder of small IDX files, whose signals are written down. */

#define PROBE_TRAIN      100
#define PROBE_VALIDATION 20
#define PROBE_TEST       30

typedef struct
{
  Scratch         scratch;
  PerceptSession *session;
  GString        *told;     /* a letter for each signal: o s h w e f(inished) F(ailed) S(aved), repetitions once */
  guint           n_opened, n_finished, n_failed, n_saved, n_weights;
  char           *because;  /* of the last "finished" */
  char           *error;    /* of the last "failed" */
} Probe;

/* For g_test_add(). */
void             probe_set_up     (Probe         *probe,
                                   gconstpointer  data);
void             probe_tear_down  (Probe         *probe,
                                   gconstpointer  data);

/* A second session in the place of the first, which is closed. */
void             probe_renew      (Probe         *probe);

/* "dense 8 tanh; dense 3" on the folder, momentum, batches of 10 (8 steps an epoch), 60 steps, a point every 10, and
 * then @settings as in "training.rate=1 seed.init=4" ("_" for a blank within a value). Returns: (transfer full) */
TrainExperiment *probe_experiment (Probe         *probe,
                                   const char    *settings);

/* Opens it. */
void             probe_open       (Probe         *probe,
                                   const char    *settings,
                                   gboolean       run);

typedef gboolean (*ProbeCondition) (Probe *probe);

/* Iterates home until @condition holds; fails after two minutes. */
void             probe_wait       (Probe          *probe,
                                   ProbeCondition  condition,
                                   const char     *what);
#define PROBE_WAIT(probe, condition) probe_wait (probe, condition, #condition)

/* Iterates home for so long. */
void             probe_idle       (guint           milliseconds);

gboolean         probe_is_paused  (Probe          *probe);
gboolean         probe_is_running (Probe          *probe);
gboolean         probe_has_opened (Probe          *probe);
gboolean         probe_has_ended  (Probe          *probe); /* finished, or failed */
gboolean         probe_has_failed (Probe          *probe);
gboolean         probe_has_saved  (Probe          *probe);
gboolean         probe_has_moved  (Probe          *probe); /* step > 0 */

/* What "finished" gave. */
const char      *probe_hash       (Probe          *probe);

/* The hash of the run of @settings from start to end without anything between, by a session of its own.
 * Returns: (transfer full) */
char            *probe_straight   (Probe          *probe,
                                   const char     *settings);
