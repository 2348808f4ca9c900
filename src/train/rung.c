/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/parameter-ladder.h"

#include <string.h>

static guint64
new_id (void)
{
  return (guint64) g_random_int () << 32 | g_random_int ();
}

static TrainRung *
begin (guint64 step,
       gsize   bytes)
{
  TrainRung *rung = g_new0 (TrainRung, 1);

  atomic_init (&rung->refs, 1);
  rung->step = step;
  rung->bytes = bytes;
  return rung;
}

TrainRung *
train_rung_new_of (TrainState      *state,
                   guint64          id,
                   TrainExperiment *experiment,
                   guint            n_entries)
{
  TrainRung *rung = begin (train_state_get_step (state), train_state_get_bytes (state));

  rung->state = state;
  rung->parameters = (float *) train_state_get_parameters (state);
  rung->experiment = train_experiment_ref (experiment);
  rung->n_entries = n_entries;
  rung->id = id;
  return rung;
}

TrainRung *
train_rung_new (const TrainTrainer *trainer)
{
  g_autoptr (TrainState) view = train_state_view (trainer);
  TrainState            *state = train_state_copy (view);
  TrainRung             *rung = state ? train_rung_new_of (state, 0, trainer->experiment,
                                                           trainer->journal->entries->len)
                                      : NULL;

  if (rung)
    rung->id = new_id ();
  return rung;
}

TrainRung *
train_rung_new_bare (guint64      step,
                     const float *parameters,
                     gsize        n)
{
  TrainRung *rung = begin (step, n * sizeof (float));

  rung->parameters = g_try_new (float, n);
  if (!rung->parameters)
    {
      g_free (rung);
      return NULL;
    }
  memcpy (rung->parameters, parameters, n * sizeof (float));
  return rung;
}

TrainRung *
train_rung_ref (TrainRung *rung)
{
  atomic_fetch_add_explicit (&rung->refs, 1, memory_order_relaxed);
  return rung;
}

void
train_rung_unref (TrainRung *rung)
{
  if (!rung || atomic_fetch_sub_explicit (&rung->refs, 1, memory_order_acq_rel) > 1)
    return;
  if (!rung->state)
    g_free (rung->parameters);
  g_clear_pointer (&rung->state, train_state_free);
  g_clear_pointer (&rung->experiment, train_experiment_unref);
  g_free (rung);
}
