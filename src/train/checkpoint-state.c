/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/checkpoint-state.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define STATE_WORDS 10
#define DROPOUT_WORDS 5 /* the generator, and the key of the last step */
#define STOPPING_WORDS 4
#define BEST_WORDS 2

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

/* What the stopping rule has seen: whether it is met, the epoch under way, and the costs of those before. */
static void
add_stopping (FmtSafetensors     *file,
              const TrainTrainer *trainer,
              GArray             *words)
{
  const guint64 head[STOPPING_WORDS] = {
    trainer->rule_met, bits_of (trainer->since_epoch.loss), trainer->since_epoch.correct, trainer->since_epoch.n,
  };

  if (trainer->stop_rule.kind == TRAIN_STOP_NONE)
    return;
  g_array_append_vals (words, head, STOPPING_WORDS);
  g_array_append_vals (words, trainer->epoch_costs->data, trainer->epoch_costs->len);
  fmt_safetensors_add (file, "stopping", FMT_U64, 1, (const gsize[]) { words->len }, words->data);
}

/* Where the best parameters are kept, the model file has those: here are the ones to go on with. */
static void
add_last (FmtSafetensors     *file,
          const TrainTrainer *trainer,
          guint64            *best)
{
  if (!trainer->best)
    return;
  best[0] = trainer->best_step;
  best[1] = bits_of (trainer->best_validation);
  fmt_safetensors_add (file, "best", FMT_U64, 1, (const gsize[]) { BEST_WORDS }, best);
  fmt_safetensors_add (file, "parameters", FMT_F32, 1, (const gsize[]) { trainer->network->n_parameters },
                       trainer->parameters);
}

gboolean
train_state_write (const TrainTrainer *trainer,
                   const char         *path,
                   GError            **error)
{
  g_autoptr (FmtSafetensors) file = fmt_safetensors_new ();
  const TrainBatchPlace at = train_batch_order_get_place (trainer->order);
  const guint64 place[STATE_WORDS] = {
    at.position, trainer->step, trainer->hyper.step, bits_of (trainer->examples), bits_of (trainer->seconds),
    bits_of (trainer->since_point.loss), trainer->since_point.correct, trainer->since_point.n, trainer->point_due,
    bits_of (trainer->test_evaluated),
  };
  g_autoptr (GArray) stopping = g_array_new (FALSE, FALSE, sizeof (guint64));
  const guint64 gradient_norm = bits_of (train_trainer_get_gradient_norm (trainer));
  guint64 dropout[DROPOUT_WORDS], best[BEST_WORDS];

  fmt_safetensors_add (file, "gradient_norm", FMT_U64, 1, (const gsize[]) { 1 }, &gradient_norm);
  fmt_safetensors_add (file, "batch_rng", FMT_U64, 1, (const gsize[]) { 4 }, at.epoch_rng.s);
  fmt_safetensors_add (file, "place", FMT_U64, 1, (const gsize[]) { STATE_WORDS }, place);
  if (trainer->network->draws)
    {
      memcpy (dropout, trainer->dropout_rng.s, sizeof trainer->dropout_rng.s);
      dropout[4] = trainer->mask_key;
      fmt_safetensors_add (file, "dropout", FMT_U64, 1, (const gsize[]) { DROPOUT_WORDS }, dropout);
    }
  for (guint s = 0; s < trainer->optimizer->n_slots; s++)
    fmt_safetensors_add (file, trainer->optimizer->slot_names[s], FMT_F32, 1,
                         (const gsize[]) { trainer->network->n_parameters }, trainer->slots[s]);
  add_stopping (file, trainer, stopping);
  add_last (file, trainer, best);
  return fmt_safetensors_write (file, path, error);
}

static const guint64 *
find_words (FmtSafetensors *file,
            const char     *path,
            const char     *name,
            gsize           n,
            GError        **error)
{
  const FmtTensor *tensor = fmt_safetensors_get (file, name);

  if (tensor && tensor->element == FMT_U64 && tensor->n_elements == n)
    return tensor->data;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH, _("%s: “%s” is not %" G_GSIZE_FORMAT " whole numbers"), path,
               name, n);
  return NULL;
}

static gboolean
check_slots (TrainTrainer   *trainer,
             FmtSafetensors *file,
             const char     *path,
             GError        **error)
{
  for (guint s = 0; s < trainer->optimizer->n_slots; s++)
    {
      const FmtTensor *slot = fmt_safetensors_get (file, trainer->optimizer->slot_names[s]);

      if (slot && slot->element == FMT_F32 && slot->n_elements == trainer->network->n_parameters)
        continue;
      g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH,
                   _("%s: the optimizer “%s” needs “%s” with %" G_GSIZE_FORMAT " numbers"), path,
                   trainer->optimizer->name, trainer->optimizer->slot_names[s], trainer->network->n_parameters);
      return FALSE;
    }
  return TRUE;
}

/* All zero, the generator would give nothing but zeros, and a shuffle would wait for another number for ever. */
static gboolean
check_rng (const guint64 *words,
           const char    *name,
           const char    *path,
           GError       **error)
{
  if ((words[0] | words[1] | words[2] | words[3]) != 0)
    return TRUE;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH, _("%s: “%s” is no state of a random generator"), path, name);
  return FALSE;
}

/* Only runs whose layers drop units have one. */
static gboolean
check_dropout (TrainTrainer   *trainer,
               FmtSafetensors *file,
               const char     *path,
               GError        **error)
{
  const guint64 *words;

  if (!trainer->network->draws)
    return TRUE;
  words = find_words (file, path, "dropout", DROPOUT_WORDS, error);
  return words && check_rng (words, "dropout", path, error);
}

/* Absent, the rule begins anew: it was set after the run was saved. */
static gboolean
check_stopping (TrainTrainer   *trainer,
                FmtSafetensors *file,
                const char     *path,
                GError        **error)
{
  const FmtTensor *tensor = fmt_safetensors_get (file, "stopping");

  if (!tensor || (tensor->element == FMT_U64 && tensor->n_elements >= STOPPING_WORDS &&
                  tensor->n_elements <= STOPPING_WORDS + TRAIN_STOP_MAX_EPOCHS + 1))
    return TRUE;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH, _("%s: “stopping” is not from %d to %d whole numbers"), path,
               STOPPING_WORDS, STOPPING_WORDS + TRAIN_STOP_MAX_EPOCHS + 1);
  return FALSE;
}

static gboolean
check_best (TrainTrainer   *trainer,
            FmtSafetensors *file,
            const char     *path,
            GError        **error)
{
  const FmtTensor *last = fmt_safetensors_get (file, "parameters");

  if (!trainer->best)
    return TRUE;
  if (!find_words (file, path, "best", BEST_WORDS, error))
    return FALSE;
  if (last && last->element == FMT_F32 && last->n_elements == trainer->network->n_parameters)
    return TRUE;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH, _("%s: “parameters” is not %" G_GSIZE_FORMAT " numbers"),
               path, trainer->network->n_parameters);
  return FALSE;
}

static gboolean
check_place (TrainTrainer  *trainer,
             const guint64 *place,
             const char    *path,
             GError       **error)
{
  const TrainBatchPlace at = { .position = place[0] };

  if (train_batch_order_has_place (trainer->order, &at) && from_bits (place[3]) >= 0.0 && from_bits (place[4]) >= 0.0)
    return TRUE;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH,
               _("%s: the run stood at example %" G_GUINT64_FORMAT " of an epoch, but there are %" G_GSIZE_FORMAT
                 " training examples: the data have changed"),
               path, place[0], trainer->data->split.n_train);
  return FALSE;
}

static void
restore_stopping (TrainTrainer   *trainer,
                  FmtSafetensors *file)
{
  const FmtTensor *tensor = fmt_safetensors_get (file, "stopping");
  const guint64   *words = tensor ? tensor->data : NULL;

  if (!words || trainer->stop_rule.kind == TRAIN_STOP_NONE)
    return;
  trainer->rule_met = words[0] != 0;
  trainer->since_epoch = (TrainTally) { from_bits (words[1]), words[2], words[3] };
  g_array_set_size (trainer->epoch_costs, 0);
  g_array_append_vals (trainer->epoch_costs, words + STOPPING_WORDS, (guint) (tensor->n_elements - STOPPING_WORDS));
}

/* The model file's parameters are the best then, not those to go on with. */
static void
restore_best (TrainTrainer   *trainer,
              FmtSafetensors *file)
{
  gsize          bytes = trainer->network->n_parameters * sizeof (float);
  const guint64 *best;

  if (!trainer->best)
    return;
  best = fmt_safetensors_get (file, "best")->data;
  trainer->best_step = best[0];
  trainer->best_validation = from_bits (best[1]);
  memcpy (trainer->best, trainer->parameters, bytes);
  memcpy (trainer->parameters, fmt_safetensors_get (file, "parameters")->data, bytes);
}

/* Runs of before it was measured have none. */
static void
restore_gradient (TrainTrainer   *trainer,
                  FmtSafetensors *file)
{
  const FmtTensor *norm = fmt_safetensors_get (file, "gradient_norm");
  gboolean         known = norm && norm->element == FMT_U64 && norm->n_elements == 1;

  trainer->gradient_n = 0;
  trainer->gradient_norm = known ? from_bits (*(const guint64 *) norm->data) : NAN;
}

FmtSafetensors *
train_state_read (TrainTrainer *trainer,
                  const char   *path,
                  GError      **error)
{
  g_autoptr (FmtSafetensors) file = fmt_safetensors_read (path, error);
  const guint64             *rng_words = file ? find_words (file, path, "batch_rng", 4, error) : NULL;
  const guint64             *place = rng_words ? find_words (file, path, "place", STATE_WORDS, error) : NULL;

  if (!place || !check_rng (rng_words, "batch_rng", path, error) || !check_place (trainer, place, path, error) ||
      !check_slots (trainer, file, path, error) || !check_dropout (trainer, file, path, error) ||
      !check_stopping (trainer, file, path, error) || !check_best (trainer, file, path, error))
    return NULL;
  return g_steal_pointer (&file);
}

void
train_state_restore (TrainTrainer   *trainer,
                     FmtSafetensors *file)
{
  const guint64  *place = fmt_safetensors_get (file, "place")->data;
  TrainBatchPlace at = { .position = place[0] };

  memcpy (at.epoch_rng.s, fmt_safetensors_get (file, "batch_rng")->data, sizeof at.epoch_rng.s);
  for (guint s = 0; s < trainer->optimizer->n_slots; s++)
    memcpy (trainer->slots[s], fmt_safetensors_get (file, trainer->optimizer->slot_names[s])->data,
            trainer->network->n_parameters * sizeof (float));
  if (trainer->network->draws)
    {
      const guint64 *dropout = fmt_safetensors_get (file, "dropout")->data;

      memcpy (trainer->dropout_rng.s, dropout, sizeof trainer->dropout_rng.s);
      trainer->mask_key = dropout[4];
    }
  restore_stopping (trainer, file);
  restore_best (trainer, file);
  restore_gradient (trainer, file);
  train_trainer_place (trainer, &at, place[1], place[2], from_bits (place[3]), from_bits (place[4]));
  trainer->since_point = (TrainTally) { from_bits (place[5]), place[6], place[7] };
  trainer->point_due = place[8] != 0;
  trainer->test_evaluated = from_bits (place[9]);
}
