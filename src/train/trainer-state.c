/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/trainer-state-private.h"

#include "train/trainer-private.h"

#include <math.h>
#include <string.h>

#define ALIGNMENT 64

static guint64
bits_of (double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits;
}

static double
from_bits (guint64 bits)
{
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static gsize
get_size (const TrainStateItem *item)
{
  return item->n * (item->element == FMT_F32 ? sizeof (float) : sizeof (guint64));
}

static void
add (TrainState *state,
     const char *name,
     FmtElement  element,
     gsize       n,
     const void *data,
     gboolean    only_whole)
{
  g_assert (state->n_items < G_N_ELEMENTS (state->items));
  state->items[state->n_items++] = (TrainStateItem) { name, element, n, data, only_whole };
}

/* What the stopping rule has seen: whether it is met, the epoch under way, and the costs of those before. */
static void
add_stopping (TrainState         *state,
              const TrainTrainer *trainer)
{
  const guint64 head[TRAIN_STATE_STOPPING] = {
    trainer->rule_met, bits_of (trainer->since_epoch.loss), trainer->since_epoch.correct, trainer->since_epoch.n,
  };

  if (trainer->stop_rule.kind == TRAIN_STOP_NONE)
    return;
  state->stopping = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_array_append_vals (state->stopping, head, TRAIN_STATE_STOPPING);
  g_array_append_vals (state->stopping, trainer->epoch_costs->data, trainer->epoch_costs->len);
  add (state, "stopping", FMT_U64, state->stopping->len, state->stopping->data, FALSE);
}

/* Where the best parameters are kept, a model file has those, and not the ones to go on with. */
static void
add_parameters (TrainState         *state,
                const TrainTrainer *trainer)
{
  gsize n = trainer->network->n_parameters;

  add (state, "parameters", FMT_F32, n, trainer->parameters, trainer->best == NULL);
  if (!trainer->best)
    return;
  state->best[0] = trainer->best_step;
  state->best[1] = bits_of (trainer->best_validation);
  add (state, "best", FMT_U64, TRAIN_STATE_BEST, state->best, FALSE);
  add (state, "best_parameters", FMT_F32, n, trainer->best, TRUE);
}

/* Where divergence goes back to, when that is not here. A run that is opened has nothing better than what it opens. */
static void
add_good (TrainState         *state,
          const TrainTrainer *trainer)
{
  if (trainer->good_step == trainer->step)
    return;
  state->good_step = trainer->good_step;
  add (state, "good_step", FMT_U64, 1, &state->good_step, TRUE);
  add (state, "good_parameters", FMT_F32, trainer->network->n_parameters, trainer->good, TRUE);
}

static void
add_dropout (TrainState         *state,
             const TrainTrainer *trainer)
{
  memcpy (state->dropout, trainer->dropout_rng.s, sizeof trainer->dropout_rng.s);
  state->dropout[4] = trainer->mask_key;
  add (state, "dropout", FMT_U64, TRAIN_STATE_DROPOUT, state->dropout, FALSE);
}

TrainState *
train_state_view (const TrainTrainer *trainer)
{
  const TrainBatchPlace at = train_batch_order_get_place (trainer->order);
  const guint64         place[TRAIN_STATE_PLACE] = {
    at.position, trainer->step, trainer->hyper.step, bits_of (trainer->examples), bits_of (trainer->seconds),
    bits_of (trainer->since_point.loss), trainer->since_point.correct, trainer->since_point.n, trainer->point_due,
    bits_of (trainer->test_evaluated),
  };
  TrainState *state = g_new0 (TrainState, 1);

  memcpy (state->place, place, sizeof place);
  memcpy (state->batch_rng, at.epoch_rng.s, sizeof state->batch_rng);
  state->gradient_norm = bits_of (train_trainer_get_gradient_norm (trainer));
  add (state, "gradient_norm", FMT_U64, 1, &state->gradient_norm, FALSE);
  add (state, "batch_rng", FMT_U64, TRAIN_STATE_RNG, state->batch_rng, FALSE);
  add (state, "place", FMT_U64, TRAIN_STATE_PLACE, state->place, FALSE);
  if (trainer->network->draws)
    add_dropout (state, trainer);
  for (guint s = 0; s < trainer->optimizer->n_slots; s++)
    add (state, trainer->optimizer->slot_names[s], FMT_F32, trainer->network->n_parameters, trainer->slots[s], FALSE);
  add_stopping (state, trainer);
  add_parameters (state, trainer);
  add_good (state, trainer);
  return state;
}

static gsize
round_up (gsize size)
{
  return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

gsize
train_state_get_bytes (const TrainState *state)
{
  gsize bytes = sizeof *state;

  for (guint i = 0; i < state->n_items; i++)
    bytes += round_up (get_size (&state->items[i]));
  return bytes;
}

TrainState *
train_state_copy (const TrainState *view)
{
  TrainState *state = g_new0 (TrainState, 1);
  gsize       used = 0;

  state->block = g_try_malloc (train_state_get_bytes (view));
  if (!state->block)
    {
      g_free (state);
      return NULL;
    }
  for (guint i = 0; i < view->n_items; i++)
    {
      const TrainStateItem *item = &view->items[i];
      char                 *place = state->block + used;

      memcpy (place, item->data, get_size (item));
      add (state, g_intern_string (item->name), item->element, item->n, place, item->only_whole);
      used += round_up (get_size (item));
    }
  return state;
}

void
train_state_free (TrainState *state)
{
  if (!state)
    return;
  g_clear_pointer (&state->stopping, g_array_unref);
  g_clear_pointer (&state->file, fmt_safetensors_free);
  g_free (state->block);
  g_free (state);
}

const TrainStateItem *
train_state_find (const TrainState *state,
                  const char       *name)
{
  for (guint i = 0; i < state->n_items; i++)
    if (g_str_equal (state->items[i].name, name))
      return &state->items[i];
  return NULL;
}

const float *
train_state_get_parameters (const TrainState *state)
{
  const TrainStateItem *item = train_state_find (state, "parameters");

  return item ? item->data : NULL;
}

guint64
train_state_get_step (const TrainState *state)
{
  const guint64 *place = train_state_find (state, "place")->data;

  return place[1];
}

void
train_state_fill (const TrainState *state,
                  FmtSafetensors   *file,
                  gboolean          whole)
{
  for (guint i = 0; i < state->n_items; i++)
    {
      const TrainStateItem *item = &state->items[i];

      if (whole || !item->only_whole)
        fmt_safetensors_add (file, item->name, item->element, 1, &item->n, item->data);
    }
}

static void
restore_stopping (const TrainState *state,
                  TrainTrainer     *trainer)
{
  const TrainStateItem *item = train_state_find (state, "stopping");
  const guint64        *words = item ? item->data : NULL;

  trainer->rule_met = FALSE;
  trainer->since_epoch = (TrainTally) { 0 };
  g_array_set_size (trainer->epoch_costs, 0);
  if (!words || trainer->stop_rule.kind == TRAIN_STOP_NONE)
    return;
  trainer->rule_met = words[0] != 0;
  trainer->since_epoch = (TrainTally) { from_bits (words[1]), words[2], words[3] };
  g_array_append_vals (trainer->epoch_costs, words + TRAIN_STATE_STOPPING, (guint) (item->n - TRAIN_STATE_STOPPING));
}

static void
restore_parameters (const TrainState *state,
                    TrainTrainer     *trainer)
{
  const TrainStateItem *last = train_state_find (state, "parameters");
  const TrainStateItem *best = train_state_find (state, "best_parameters");
  gsize                 bytes = trainer->network->n_parameters * sizeof (float);

  if (trainer->best)
    {
      const guint64 *words = train_state_find (state, "best")->data;

      trainer->best_step = words[0];
      trainer->best_validation = from_bits (words[1]);
      memcpy (trainer->best, best ? best->data : trainer->parameters, bytes);
    }
  if (last)
    memcpy (trainer->parameters, last->data, bytes);
}

/* Runs of before it was measured have none. */
static void
restore_gradient (const TrainState *state,
                  TrainTrainer     *trainer)
{
  const TrainStateItem *norm = train_state_find (state, "gradient_norm");
  gboolean              known = norm && norm->element == FMT_U64 && norm->n == 1;

  train_trainer_set_gradient (trainer, 0, known ? from_bits (*(const guint64 *) norm->data) : NAN);
}

static void
restore_good (const TrainState *state,
              TrainTrainer     *trainer)
{
  const TrainStateItem *step = train_state_find (state, "good_step");

  if (!step)
    return;
  trainer->good_step = *(const guint64 *) step->data;
  memcpy (trainer->good, train_state_find (state, "good_parameters")->data,
          trainer->network->n_parameters * sizeof (float));
}

void
train_state_restore (const TrainState *state,
                     TrainTrainer     *trainer)
{
  const guint64  *place = train_state_find (state, "place")->data;
  TrainBatchPlace at = { .position = place[0] };

  memcpy (at.epoch_rng.s, train_state_find (state, "batch_rng")->data, sizeof at.epoch_rng.s);
  for (guint s = 0; s < trainer->optimizer->n_slots; s++)
    memcpy (trainer->slots[s], train_state_find (state, trainer->optimizer->slot_names[s])->data,
            trainer->network->n_parameters * sizeof (float));
  if (trainer->network->draws)
    {
      const guint64 *dropout = train_state_find (state, "dropout")->data;

      memcpy (trainer->dropout_rng.s, dropout, sizeof trainer->dropout_rng.s);
      trainer->mask_key = dropout[4];
    }
  restore_stopping (state, trainer);
  restore_parameters (state, trainer);
  restore_gradient (state, trainer);
  train_trainer_place (trainer, &at, place[1], place[2], from_bits (place[3]), from_bits (place[4]));
  restore_good (state, trainer);
  trainer->since_point = (TrainTally) { from_bits (place[5]), place[6], place[7] };
  trainer->point_due = place[8] != 0;
  trainer->test_evaluated = from_bits (place[9]);
}
