/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/checkpoint.h"

#include "formats/byte-file.h"
#include "models/model-file.h"
#include "train/run-folder.h"
#include "train/snapshots.h"
#include "train/trainer-state.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define TEXT_LIMIT (64 << 20)

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
write_state (const TrainTrainer *trainer,
             const char         *path,
             GError            **error)
{
  g_autoptr (TrainState)     state = train_state_view (trainer);
  g_autoptr (FmtSafetensors) file = fmt_safetensors_new ();

  train_state_fill (state, file, FALSE);
  return fmt_safetensors_write (file, path, error);
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
  return train_checkpoint_write_along (trainer, NULL, result, path, NULL, error);
}

/* A disk that is nearly full may have room for the run alone. */
static void
write_along (const TrainTrainer *trainer,
             const TrainLadder  *ladder,
             const char         *folder,
             const char         *path,
             GError            **lost)
{
  GError *why = NULL;

  if (train_snapshots_write (ladder, trainer, folder, path, &why))
    return;
  train_snapshots_discard (folder);
  train_run_name_target (why, folder, path);
  g_prefix_error (&why, "%s ", _("The run is saved without its earlier moments:"));
  g_propagate_error (lost, why);
}

gboolean
train_checkpoint_write_along (TrainTrainer      *trainer,
                              const TrainLadder *ladder,
                              const TrainResult *result,
                              const char        *path,
                              GError           **lost,
                              GError           **error)
{
  g_autofree char *folder = train_run_begin (path, error);
  GError          *why = NULL;

  if (!folder)
    return FALSE;
  if (write_files (trainer, result, folder, &why))
    {
      if (ladder)
        write_along (trainer, ladder, folder, path, lost);
      if (train_run_commit (folder, path, &why))
        return TRUE;
    }
  train_run_discard (folder);
  train_run_name_target (why, folder, path);
  g_propagate_error (error, why);
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

static gboolean
read_folder (TrainTrainer   *trainer,
             const char     *folder,
             FmtSafetensors *model,
             const char     *model_name,
             GError        **error)
{
  g_autofree char           *path = g_build_filename (folder, TRAIN_RUN_STATE, NULL);
  FmtSafetensors            *file = fmt_safetensors_read (path, error);
  g_autoptr (TrainState)     state = file ? train_state_from_file (file, trainer, FALSE, path, error) : NULL;
  g_autoptr (TrainHistory)   history = NULL;

  if (!state || !read_history (folder, &history, error) ||
      !model_file_copy_parameters (model, model_name, trainer->network, trainer->parameters, error))
    return FALSE;
  train_state_restore (state, trainer);
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
