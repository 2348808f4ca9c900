/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "train/experiment.h"
#include "train/history.h"

/* A run is a folder, the same wherever it is made: experiment.percept, run.json, history.csv, marks.csv (settings
 * changed while it ran), model.safetensors, state.safetensors (optimizer, random numbers, place in the epoch: going
 * on gives the same bits as never having stopped), and perhaps snapshots/ (states along its way: snapshots.h). It is
 * written under a temporary name and renamed: whole or absent. Lists are made by reading folders. */

#define TRAIN_RUN_EXPERIMENT "experiment.percept"
#define TRAIN_RUN_SUMMARY    "run.json"
#define TRAIN_RUN_HISTORY    "history.csv"
#define TRAIN_RUN_MARKS      "marks.csv"
#define TRAIN_RUN_MODEL      "model.safetensors"
#define TRAIN_RUN_STATE      "state.safetensors"

typedef struct
{
  char    *path;
  char    *experiment;       /* its name */
  char    *title;
  guint64  step;
  guint64  total_steps;
  double   accuracy[TRAIN_N_PARTS];
  double   cost[TRAIN_N_PARTS];
  char    *stopped_because;  /* steps | epochs | weights | cost | diverged | interrupted */
  gint64   modified;         /* Unix time of run.json */
} TrainRunSummary;

void       train_run_summary_free (TrainRunSummary *summary);

/* Reads run.json of the folder @path. Returns: (transfer full) */
TrainRunSummary *train_run_summarize (const char  *path,
                                      GError     **error);

/* The runs in @folder, newest first; folders that are no runs are passed over; none when it does not exist.
 * Blocks on the file system: not for the main thread. Returns: (transfer full) (element-type TrainRunSummary) */
GPtrArray *train_run_list         (const char      *folder);

/* $XDG_DATA_HOME/percept/runs. Returns: (transfer full) */
char      *train_run_store        (void);

/* Whether @path is a run folder, by the names in it. */
gboolean   train_run_recognizes   (const char  *path);

/* The run folder that @path is, or of which it is a file: model.safetensors, history.csv, a picture; NULL for anything
 * else, such as a model file that lies by itself. Returns: (transfer full) */
char      *train_run_folder_of    (const char  *path);

/* The model file of the run to which @path belongs, or of a folder that holds one; @path itself otherwise.
 * Returns: (transfer full) */
char      *train_run_model_path   (const char  *path);

/* The experiment's name in run.json of the run to which @path belongs, or NULL. Returns: (transfer full) */
char      *train_run_get_name     (const char  *path);

/* Whether a run may be put at @path: nothing is there, or an empty folder, or a run, which will be replaced. */
gboolean   train_run_check_place  (const char  *path,
                                   GError     **error);

/* A new empty folder beside @path to write a run into; an error where train_run_check_place() has one.
 * Returns: (transfer full) */
char      *train_run_begin        (const char  *path,
                                   GError     **error);
/* Puts the written folder in the place of @path, or throws it away. */
gboolean   train_run_commit       (const char  *folder,
                                   const char  *path,
                                   GError     **error);
void       train_run_discard      (const char  *folder);
/* What went wrong in @folder, of train_run_begin(), is told of @path, which is what the user knows of it. */
void       train_run_name_target  (GError      *error,
                                   const char  *folder,
                                   const char  *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainRunSummary, train_run_summary_free)
