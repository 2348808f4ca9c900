/* SPDX-License-Identifier: GPL-3.0-or-later */
/* States that come from a file, which may hold anything. */

#include "train/trainer-state-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What is being checked, against what, and how it is called. */
typedef struct
{
  const TrainState   *state;
  const TrainTrainer *trainer;
  const char         *path;
  gboolean            whole;
} Inspection;

static const guint64 *
find_words (const Inspection *inspection,
            const char       *name,
            gsize             n,
            GError          **error)
{
  const TrainStateItem *item = train_state_find (inspection->state, name);

  if (item && item->element == FMT_U64 && item->n == n)
    return item->data;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH, _("%s: “%s” is not %" G_GSIZE_FORMAT " whole numbers"),
               inspection->path, name, n);
  return NULL;
}

static gboolean
has_array (const Inspection *inspection,
           const char       *name)
{
  const TrainStateItem *item = train_state_find (inspection->state, name);

  return item && item->element == FMT_F32 && item->n == inspection->trainer->network->n_parameters;
}

static gboolean
check_slots (const Inspection *inspection,
             GError          **error)
{
  const NnOptimizerType *optimizer = inspection->trainer->optimizer;

  for (guint s = 0; s < optimizer->n_slots; s++)
    {
      if (has_array (inspection, optimizer->slot_names[s]))
        continue;
      g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH,
                   _("%s: the optimizer “%s” needs “%s” with %" G_GSIZE_FORMAT " numbers"), inspection->path,
                   optimizer->name, optimizer->slot_names[s], inspection->trainer->network->n_parameters);
      return FALSE;
    }
  return TRUE;
}

/* All zero, the generator would give nothing but zeros, and a shuffle would wait for another number for ever. */
static gboolean
check_rng (const Inspection *inspection,
           const char       *name,
           gsize             n,
           GError          **error)
{
  const guint64 *words = find_words (inspection, name, n, error);

  if (!words)
    return FALSE;
  if ((words[0] | words[1] | words[2] | words[3]) != 0)
    return TRUE;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH, _("%s: “%s” is no state of a random generator"),
               inspection->path, name);
  return FALSE;
}

/* Absent, the rule begins anew: it was set after the run was saved. */
static gboolean
check_stopping (const Inspection *inspection,
                GError          **error)
{
  const TrainStateItem *item = train_state_find (inspection->state, "stopping");

  if (!item || (item->element == FMT_U64 && item->n >= TRAIN_STATE_STOPPING &&
                item->n <= TRAIN_STATE_STOPPING + TRAIN_STOP_MAX_EPOCHS + 1))
    return TRUE;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH, _("%s: “stopping” is not from %d to %d whole numbers"),
               inspection->path, TRAIN_STATE_STOPPING, TRAIN_STATE_STOPPING + TRAIN_STOP_MAX_EPOCHS + 1);
  return FALSE;
}

static gboolean
check_array (const Inspection *inspection,
             const char       *name,
             GError          **error)
{
  if (has_array (inspection, name))
    return TRUE;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH, _("%s: “%s” is not %" G_GSIZE_FORMAT " numbers"),
               inspection->path, name, inspection->trainer->network->n_parameters);
  return FALSE;
}

/* The model file has the best parameters, or else the last; a state by itself has both. */
static gboolean
check_parameters (const Inspection *inspection,
                  GError          **error)
{
  gboolean best = inspection->trainer->best != NULL;

  if (best && !find_words (inspection, "best", TRAIN_STATE_BEST, error))
    return FALSE;
  if ((best || inspection->whole) && !check_array (inspection, "parameters", error))
    return FALSE;
  return !best || !inspection->whole || check_array (inspection, "best_parameters", error);
}

/* Absent, divergence comes back to the parameters of the state. */
static gboolean
check_good (const Inspection *inspection,
            GError          **error)
{
  return !train_state_find (inspection->state, "good_step") ||
         (find_words (inspection, "good_step", 1, error) && check_array (inspection, "good_parameters", error));
}

static gboolean
check_place (const Inspection *inspection,
             GError          **error)
{
  const guint64  *place = find_words (inspection, "place", TRAIN_STATE_PLACE, error);
  TrainBatchPlace at = { .position = place ? place[0] : 0 };
  double          examples, seconds;

  if (!place)
    return FALSE;
  memcpy (&examples, &place[3], sizeof examples);
  memcpy (&seconds, &place[4], sizeof seconds);
  if (train_batch_order_has_place (inspection->trainer->order, &at) && examples >= 0.0 && seconds >= 0.0)
    return TRUE;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH,
               _("%s: the run stood at example %" G_GUINT64_FORMAT " of an epoch, but there are %" G_GSIZE_FORMAT
                 " training examples: the data have changed"),
               inspection->path, place[0], inspection->trainer->data->split.n_train);
  return FALSE;
}

static gboolean
check (const Inspection *inspection,
       GError          **error)
{
  return check_rng (inspection, "batch_rng", TRAIN_STATE_RNG, error) && check_place (inspection, error) &&
         check_slots (inspection, error) &&
         (!inspection->trainer->network->draws || check_rng (inspection, "dropout", TRAIN_STATE_DROPOUT, error)) &&
         check_stopping (inspection, error) && check_parameters (inspection, error) &&
         check_good (inspection, error);
}

/* Of the names that a state of @trainer has; others in a file are nobody's. */
static void
take_items (TrainState         *state,
            const TrainTrainer *trainer)
{
  g_autoptr (TrainState)   known = train_state_view (trainer);
  static const char *const may_be[] = { "stopping", "good_step", "good_parameters" };
  const char              *names[TRAIN_STATE_ITEMS];
  guint                    n = 0;

  for (guint i = 0; i < known->n_items; i++)
    names[n++] = known->items[i].name;
  for (gsize i = 0; i < G_N_ELEMENTS (may_be); i++)
    if (!train_state_find (known, may_be[i]))
      names[n++] = may_be[i];
  for (guint i = 0; i < n; i++)
    {
      const FmtTensor *tensor = fmt_safetensors_get (state->file, names[i]);

      if (tensor)
        state->items[state->n_items++] = (TrainStateItem) { tensor->name, tensor->element, tensor->n_elements,
                                                            tensor->data, FALSE };
    }
}

/* A run folder's own state has the parameters only where the model file has the best ones. */
static void
leave_to_model (TrainState         *state,
                const TrainTrainer *trainer)
{
  const char *name = trainer->best ? "best_parameters" : "parameters";

  for (guint i = 0; i < state->n_items; i++)
    if (g_str_equal (state->items[i].name, name))
      state->items[i] = state->items[--state->n_items];
}

TrainState *
train_state_from_file (FmtSafetensors     *file,
                       const TrainTrainer *trainer,
                       gboolean            whole,
                       const char         *path,
                       GError            **error)
{
  g_autoptr (TrainState) state = g_new0 (TrainState, 1);
  const Inspection       inspection = { state, trainer, path, whole };

  state->file = file;
  take_items (state, trainer);
  if (!whole)
    leave_to_model (state, trainer);
  return check (&inspection, error) ? g_steal_pointer (&state) : NULL;
}
