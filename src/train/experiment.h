/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* An experiment says everything that a run needs. It is a key file (".percept"), immutable here and
 * reference-counted (any thread); a change makes a new one. Every key has a default, so the empty text is a valid
 * experiment; an unknown key or a value out of range is an error that names file, group, key and what is allowed. */

#define TRAIN_ERROR (train_error_quark ())
GQuark train_error_quark (void);

typedef enum
{
  TRAIN_ERROR_NOT_FOUND,   /* no experiment, run or data of that name */
  TRAIN_ERROR_SYNTAX,      /* not a key file */
  TRAIN_ERROR_UNKNOWN_KEY,
  TRAIN_ERROR_VALUE,       /* a value that the key does not take */
  TRAIN_ERROR_MISMATCH,    /* parts that do not fit together: network and data, model and experiment */
  TRAIN_ERROR_DIVERGED,
} TrainError;

typedef struct _TrainExperiment TrainExperiment;

typedef enum
{
  TRAIN_KEY_TEXT,
  TRAIN_KEY_CHOICE,  /* one of @choices */
  TRAIN_KEY_REAL,    /* @low to @high */
  TRAIN_KEY_COUNT,   /* whole number, @low to @high */
  TRAIN_KEY_AMOUNT,  /* all | N | N/class | NN %; or for a batch: full | N */
  TRAIN_KEY_SIZE,    /* WIDTHxHEIGHT */
  TRAIN_KEY_LAYERS,
  TRAIN_KEY_INIT,    /* fan-in | normal S | truncated-normal S | uniform A B | zero */
  TRAIN_KEY_CHAIN,   /* preprocessing stages */
  TRAIN_KEY_STOP,    /* none | weights EPS | cost EPS over K epochs */
} TrainKeyKind;

/* One key of the file: what the parser checks, what the window's row shows, what the help prints. */
typedef struct
{
  const char        *group;
  const char        *key;
  TrainKeyKind       kind;
  const char        *fallback;  /* the default, as it would be written */
  double             low;
  double             high;
  const char *const *choices;   /* NULL-terminated, for TRAIN_KEY_CHOICE */
  const char        *title;     /* N_(): the row's name; NULL: not for the window's sidebar */
  const char        *about;     /* N_(): one sentence: what it does, what happens when too big or too small */
  gboolean           live;      /* takes effect while training; otherwise it needs a restart */
} TrainKey;

const TrainKey  *train_keys                    (gsize            *n);
/* NULL when there is no such key. */
const TrainKey  *train_key_find                (const char       *group,
                                                const char       *key);
/* What the key takes, for messages and tooltips, translated: "a number from 0 to 100". Returns: (transfer full) */
char            *train_key_describe_range      (const TrainKey   *key);

/* Bundled name ("digits-softmax", "digits-softmax@A") or path of a file ("x.percept", "x.percept@A").
 * Returns: (transfer full) */
TrainExperiment *train_experiment_load         (const char       *name_or_path,
                                                GError          **error);
/* @text: key-file text; @origin: for messages and titles; @variant: NULL or the name of a [variant NAME] group that
 * is laid over it. Returns: (transfer full) */
TrainExperiment *train_experiment_parse        (const char       *text,
                                                const char       *origin,
                                                const char       *variant,
                                                GError          **error);
TrainExperiment *train_experiment_ref          (TrainExperiment  *experiment);
void             train_experiment_unref        (TrainExperiment  *experiment);

/* A copy with one key changed, checked like a file. Returns: (transfer full) */
TrainExperiment *train_experiment_set          (TrainExperiment  *experiment,
                                                const char       *group,
                                                const char       *key,
                                                const char       *value,
                                                GError          **error);
/* The same for "GROUP.KEY=VALUE". Returns: (transfer full) */
TrainExperiment *train_experiment_assign       (TrainExperiment  *experiment,
                                                const char       *assignment,
                                                GError          **error);

/* A copy of @experiment with the settings of training of @then that take effect while it trains.
 * Returns: (transfer full) */
TrainExperiment *train_experiment_with_training_of (TrainExperiment *experiment,
                                                    TrainExperiment *then);

/* The value as written, or the default. (transfer none) */
const char      *train_experiment_get          (TrainExperiment  *experiment,
                                                const char       *group,
                                                const char       *key);
double           train_experiment_get_real     (TrainExperiment  *experiment,
                                                const char       *group,
                                                const char       *key);
guint64          train_experiment_get_count    (TrainExperiment  *experiment,
                                                const char       *group,
                                                const char       *key);

/* "digits-softmax@A" or the file's name; what runs and titles are called. (transfer none) */
const char      *train_experiment_get_name     (TrainExperiment  *experiment);
/* The path it was read from, or NULL for bundled ones. (transfer none) */
const char      *train_experiment_get_path     (TrainExperiment  *experiment);
/* Title for people: experiment.title, or the name. (transfer none) */
const char      *train_experiment_get_title    (TrainExperiment  *experiment);

/* As a file, comments kept, the variant resolved. Returns: (transfer full) */
char            *train_experiment_to_text      (TrainExperiment  *experiment);
gboolean         train_experiment_save         (TrainExperiment  *experiment,
                                                const char       *path,
                                                GError          **error);

/* Names of the bundled experiments in the gallery's order, variants after their base ("digits-softmax@A").
 * Returns: (transfer full) */
char           **train_experiment_list_bundled (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainExperiment, train_experiment_unref)
