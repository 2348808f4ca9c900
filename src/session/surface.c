/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/surface.h"

#include "analysis/analysis-error.h"
#include "formats/byte-file.h"
#include "formats/json-writer.h"
#include "formats/npy.h"
#include "train/checkpoint.h"
#include "train/trainer.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>

static const char *
get (TrainExperiment *experiment,
     const char      *key)
{
  return train_experiment_get (experiment, "landscape", key);
}

static gboolean
read_settings (TrainExperiment   *experiment,
               const char        *grid,
               AnSurfaceSettings *settings,
               GError           **error)
{
  return an_surface_parse_grid (grid, settings, error) &&
         an_surface_parse_window (get (experiment, "window"), settings, error);
}

gboolean
percept_surface_validate (TrainExperiment *experiment,
                          const char      *grid,
                          GError         **error)
{
  AnSurfaceSettings settings;

  return read_settings (experiment, grid, &settings, error);
}

static PerceptSurfaceResult *
compute (TrainTrainer      *trainer,
         AnSurfaceSettings *settings,
         BaseProgress       progress,
         gpointer           user_data,
         GError           **error)
{
  g_autoptr (PerceptSurfaceResult) result = g_new0 (PerceptSurfaceResult, 1);
  TrainExamples                    train = train_data_get_part (trainer->data, TRAIN_PART_TRAIN);
  gsize                            n = trainer->network->n_parameters;
  g_autofree double               *parameters = an_try_numbers (n, error);
  const AnSubject                  subject = {
    .network = trainer->network,
    .loss = trainer->loss,
    .parameters = parameters,
    .dataset = train.dataset,
    .indices = train.indices,
    .n_examples = train.n,
    .recipe = trainer->data->recipe,
    .sum = trainer->sum,
  };

  if (!parameters ||
      !an_surface_parse_weights (get (trainer->experiment, "weights"), trainer->network, settings, error))
    return NULL;
  for (gsize i = 0; i < n; i++)
    parameters[i] = (double) trainer->parameters[i];
  for (int k = 0; k < 2; k++)
    result->values[k] = parameters[settings->plane.parameters[k]];
  result->n_examples = subject.n_examples;
  result->sum = subject.sum;
  result->name = g_strdup (train_experiment_get_name (trainer->experiment));
  result->surface = an_loss_surface_run (&subject, settings, trainer->pool, trainer->stop, progress, user_data, error);
  return result->surface ? g_steal_pointer (&result) : NULL;
}

PerceptSurfaceResult *
percept_surface_run (TrainExperiment   *experiment,
                     const char        *path,
                     const char        *grid,
                     const atomic_bool *stop,
                     BaseProgress       progress,
                     gpointer           user_data,
                     GError           **error)
{
  g_autoptr (BasePool)  pool = base_pool_new (base_pool_processors ());
  g_autoptr (TrainData) data = NULL;
  TrainTrainer         *trainer;
  AnSurfaceSettings     settings = { 0 };
  PerceptSurfaceResult *result = NULL;

  if (!read_settings (experiment, grid, &settings, error))
    return NULL;
  data = train_data_load (experiment, NULL, base_pool_get_n_threads (pool), progress, user_data, error);
  trainer = data ? train_trainer_new (experiment, data, pool, stop, error) : NULL;
  if (trainer && (!path || train_checkpoint_read_parameters (trainer, path, error)))
    result = compute (trainer, &settings, progress, user_data, error);
  train_trainer_free (trainer);
  return result;
}

void
percept_surface_result_free (PerceptSurfaceResult *result)
{
  if (!result)
    return;
  an_loss_surface_unref (result->surface);
  g_free (result->name);
  g_free (result);
}

static void
add_numbers (JsonBuilder  *json,
             const double *numbers,
             guint         n)
{
  json_builder_begin_array (json);
  for (guint i = 0; i < n; i++)
    if (isfinite (numbers[i]))
      json_builder_add_double_value (json, numbers[i]);
    else
      json_builder_add_null_value (json);
  json_builder_end_array (json);
}

char *
percept_surface_to_json (const PerceptSurfaceResult *result)
{
  const AnLossSurface    *surface = result->surface;
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  fmt_json_add_text (json, "experiment", result->name);
  fmt_json_add_count (json, "examples", result->n_examples);
  fmt_json_add_text (json, "reduction", result->sum ? "sum" : "mean");
  json_builder_set_member_name (json, "weights");
  json_builder_begin_array (json);
  for (int k = 0; k < 2; k++)
    json_builder_add_string_value (json, surface->names[k]);
  json_builder_end_array (json);
  json_builder_set_member_name (json, "values");
  add_numbers (json, result->values, 2);
  json_builder_set_member_name (json, "axes");
  json_builder_begin_array (json);
  for (int k = 0; k < 2; k++)
    add_numbers (json, surface->axes[k], surface->n[k]);
  json_builder_end_array (json);
  json_builder_set_member_name (json, "rows");
  json_builder_begin_array (json);
  for (gsize j = 0; j < surface->n[1]; j++)
    add_numbers (json, surface->loss + j * surface->n[0], surface->n[0]);
  json_builder_end_array (json);
  json_builder_end_object (json);
  return fmt_json_finish (json, FALSE);
}

static void
append_real (GString *csv,
             double   value,
             char     after)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (csv, g_ascii_dtostr (text, sizeof text, value));
  g_string_append_c (csv, after);
}

static gboolean
save_csv (const AnLossSurface *surface,
          const char          *folder,
          GError             **error)
{
  g_autoptr (GString) csv = g_string_new (NULL);
  g_autofree char    *path = g_build_filename (folder, "surface.csv", NULL);

  g_string_append_printf (csv, "\"%s\",\"%s\",loss\n", surface->names[0], surface->names[1]);
  for (gsize j = 0; j < surface->n[1]; j++)
    for (gsize i = 0; i < surface->n[0]; i++)
      {
        append_real (csv, surface->axes[0][i], ',');
        append_real (csv, surface->axes[1][j], ',');
        append_real (csv, surface->loss[j * surface->n[0] + i], '\n');
      }
  return fmt_byte_file_write (path, csv->str, csv->len, error);
}

gboolean
percept_surface_save (const PerceptSurfaceResult *result,
                      const char                 *folder,
                      GError                    **error)
{
  const AnLossSurface *surface = result->surface;
  g_autofree char     *path = g_build_filename (folder, "surface.npy", NULL);
  const FmtArray       array = {
    .number = { .kind = 'f', .size = sizeof (double) },
    .n_dimensions = 2,
    .shape = { surface->n[1], surface->n[0] },
    .n_elements = (gsize) surface->n[0] * surface->n[1],
    .data = surface->loss,
  };

  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), _("cannot make the folder “%s”: %s"), folder,
                   g_strerror (code));
      return FALSE;
    }
  return save_csv (surface, folder, error) && fmt_npy_write (&array, path, error);
}
