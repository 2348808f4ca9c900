/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/checkpoint.h"

#include "formats/byte-file.h"
#include "formats/safetensors.h"
#include "models/model-file.h"
#include "train/run-folder.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define STATE_WORDS 10
#define DROPOUT_WORDS 5 /* the generator, and the key of the last step */
#define STOPPING_WORDS 4
#define BEST_WORDS 2
#define TEXT_LIMIT (64 << 20)

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

static gboolean
write_state (TrainTrainer *trainer,
             const char   *path,
             GError      **error)
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

static gboolean
write_text (const char *folder,
            const char *name,
            const char *text,
            GError    **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return fmt_byte_file_write (path, text, strlen (text), error);
}

static gboolean
write_files (TrainTrainer      *trainer,
             const TrainResult *result,
             const char        *folder,
             GError           **error)
{
  g_autofree char *experiment = train_experiment_to_text (trainer->experiment);
  g_autofree char *json = train_result_to_json (result, TRUE);
  g_autofree char *csv = train_history_to_csv (trainer->history);
  g_autofree char *marks = train_history_marks_to_csv (trainer->history);
  g_autofree char *model = g_build_filename (folder, TRAIN_RUN_MODEL, NULL);
  g_autofree char *state = g_build_filename (folder, TRAIN_RUN_STATE, NULL);
  guint64          step;
  const float     *kept = train_trainer_get_kept (trainer, &step);

  return model_file_write (model, trainer->network, kept, experiment, step, error) &&
         write_state (trainer, state, error) && write_text (folder, TRAIN_RUN_EXPERIMENT, experiment, error) &&
         write_text (folder, TRAIN_RUN_HISTORY, csv, error) && write_text (folder, TRAIN_RUN_MARKS, marks, error) &&
         write_text (folder, TRAIN_RUN_SUMMARY, json, error);
}

gboolean
train_checkpoint_write (TrainTrainer      *trainer,
                        const TrainResult *result,
                        const char        *path,
                        GError           **error)
{
  g_autofree char *folder = train_run_begin (path, error);

  if (!folder)
    return FALSE;
  if (write_files (trainer, result, folder, error) && train_run_commit (folder, path, error))
    return TRUE;
  train_run_discard (folder);
  return FALSE;
}

/* The parameters are in the model. A file that they once started from is needed for nothing but starting over, and
 * without it the run opens all the same. Takes @experiment. */
static TrainExperiment *
without_lost_weights (TrainExperiment *experiment)
{
  TrainExperiment *changed;

  if (!experiment || g_file_test (train_experiment_get (experiment, "network", "weights"), G_FILE_TEST_EXISTS) ||
      train_experiment_get (experiment, "network", "weights")[0] == '\0')
    return experiment;
  changed = train_experiment_set (experiment, "network", "weights", "", NULL);
  train_experiment_unref (experiment);
  return changed;
}

TrainExperiment *
train_checkpoint_read_experiment (const char *path,
                                  GError    **error)
{
  g_autofree char           *model = train_run_model_path (path);
  g_autoptr (FmtSafetensors) file = fmt_safetensors_read (model, error);
  const char                *text;
  g_autofree char           *folder = NULL;
  g_autofree char           *name = NULL;

  if (!file)
    return NULL;
  text = fmt_safetensors_get_metadata (file, MODEL_FILE_EXPERIMENT);
  if (!text)
    {
      g_set_error (error, MODEL_ERROR, MODEL_ERROR_MISSING,
                   _("%s holds no experiment, so its layers are unknown; only models that Percept saved can be opened"),
                   model);
      return NULL;
    }
  folder = train_run_get_name (path);
  return without_lost_weights (train_experiment_parse (text, folder ? folder : model, NULL, error));
}

static gboolean
read_history (const char    *folder,
              TrainHistory **history,
              GError       **error)
{
  g_autofree char   *path = g_build_filename (folder, TRAIN_RUN_HISTORY, NULL);
  g_autofree char   *marks_path = g_build_filename (folder, TRAIN_RUN_MARKS, NULL);
  g_autoptr (GBytes) bytes = fmt_byte_file_read (path, TEXT_LIMIT, error);
  g_autoptr (GBytes) marks = bytes ? fmt_byte_file_read (marks_path, TEXT_LIMIT, error) : NULL;
  g_autofree char   *text = NULL;
  g_autofree char   *marks_text = NULL;

  if (!marks)
    return FALSE;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  marks_text = g_strndup (g_bytes_get_data (marks, NULL), g_bytes_get_size (marks));
  *history = train_history_from_csv (text, path, error);
  return *history && train_history_marks_from_csv (*history, marks_text, marks_path, error);
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

static void
restore (TrainTrainer   *trainer,
         FmtSafetensors *file,
         const guint64  *rng_words,
         const guint64  *place)
{
  TrainBatchPlace at = { .position = place[0] };

  memcpy (at.epoch_rng.s, rng_words, sizeof at.epoch_rng.s);
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

static gboolean
read_folder (TrainTrainer   *trainer,
             const char     *folder,
             FmtSafetensors *model,
             const char     *model_name,
             GError        **error)
{
  g_autofree char           *path = g_build_filename (folder, TRAIN_RUN_STATE, NULL);
  g_autoptr (FmtSafetensors) file = fmt_safetensors_read (path, error);
  const guint64             *rng_words = file ? find_words (file, path, "batch_rng", 4, error) : NULL;
  const guint64             *place = rng_words ? find_words (file, path, "place", STATE_WORDS, error) : NULL;
  g_autoptr (TrainHistory)   history = NULL;

  if (!place || !check_rng (rng_words, "batch_rng", path, error) || !check_place (trainer, place, path, error) ||
      !check_slots (trainer, file, path, error) || !check_dropout (trainer, file, path, error) ||
      !check_stopping (trainer, file, path, error) || !check_best (trainer, file, path, error) ||
      !read_history (folder, &history, error) ||
      !model_file_copy_parameters (model, model_name, trainer->network, trainer->parameters, error))
    return FALSE;
  restore (trainer, file, rng_words, place);
  train_history_free (trainer->history);
  trainer->history = g_steal_pointer (&history);
  return TRUE;
}

gboolean
train_checkpoint_read_parameters (TrainTrainer *trainer,
                                  const char   *path,
                                  GError      **error)
{
  g_autofree char           *name = train_run_model_path (path);
  g_autoptr (FmtSafetensors) file = fmt_safetensors_read (name, error);

  return file && model_file_copy_parameters (file, name, trainer->network, trainer->parameters, error);
}

gboolean
train_checkpoint_read (TrainTrainer *trainer,
                       const char   *path,
                       GError      **error)
{
  g_autofree char           *model_name = train_run_model_path (path);
  g_autoptr (FmtSafetensors) model = fmt_safetensors_read (model_name, error);
  g_autofree char           *folder = train_run_folder_of (path);
  TrainBatchPlace            start = { 0 };

  if (!model)
    return FALSE;
  if (folder)
    return read_folder (trainer, folder, model, model_name, error);
  if (!model_file_copy_parameters (model, model_name, trainer->network, trainer->parameters, error))
    return FALSE;
  train_history_clear (trainer->history);
  start.epoch_rng = train_batch_order_get_place (trainer->order).epoch_rng;
  train_trainer_place (trainer, &start, 0, 0, 0.0, 0.0);
  return TRUE;
}
