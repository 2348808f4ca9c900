/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that save the weights of a layer and the ranking of its units: those of the network at the moment that the
 * Weights page shows, as it is when it is asked for, whether the page is seen or not. */

#include "app/window-private.h"

#include "formats/byte-file.h"
#include "formats/npy.h"
#include "session/model-request.h"
#include "session/units.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  PerceptWindow       *window;
  char                *path;
  PerceptLayerInfo     layer;
  const AnRankingType *ranking;      /* NULL: the weights */
  char               **class_names;
  PerceptModel        *model;        /* once it has come */
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_clear_pointer (&saving->model, percept_model_unref);
  g_strfreev (saving->class_names);
  g_free (saving->path);
  g_object_unref (saving->window);
  g_free (saving);
}

/* Units x inputs, or x height x width, or x channels x height x width: as few dimensions as say it. */
static gboolean
write_weights (const PerceptWeights *weights,
               const char           *path,
               GError              **error)
{
  FmtArray array = { .number = { 'f', sizeof (float), G_BYTE_ORDER == G_BIG_ENDIAN }, .data = weights->weights };
  gsize    shape[4] = { weights->n_units, weights->channels, weights->height, weights->width };
  gboolean vector = weights->height == 1 && weights->width == 1;

  array.n_dimensions = vector ? 2 : weights->channels == 1 ? 3 : 4;
  if (weights->channels == 1 && !vector)
    memmove (&shape[1], &shape[2], 2 * sizeof *shape);
  if (weights->height == 1 && weights->channels == 1 && !vector)
    {
      array.n_dimensions = 2;
      shape[1] = weights->width;
    }
  memcpy (array.shape, shape, array.n_dimensions * sizeof *shape);
  fmt_shape_count (array.shape, array.n_dimensions, &array.n_elements);
  return fmt_npy_write (&array, path, error);
}

static gboolean
save_layer (const Saving *saving,
            GError      **error)
{
  g_autoptr (PerceptWeights) weights = percept_weights_cut (&saving->layer, saving->model->parameters,
                                                            saving->model->step);

  if (weights != NULL)
    return write_weights (weights, saving->path, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("%s: there is no memory for a copy of the weights"),
               saving->path);
  return FALSE;
}

/* Computed for the file: what the page shows may be a little older. */
static gboolean
save_units (const Saving *saving,
            GError      **error)
{
  g_autoptr (BasePool)      pool = base_pool_new (1);
  g_autoptr (AnUnitRanking) ranking = percept_units_rank_model (saving->model, saving->ranking, saving->layer.layer,
                                                                pool, error);
  g_autofree char          *csv = NULL;

  if (ranking == NULL)
    return FALSE;
  csv = percept_ranking_to_csv (ranking, NULL, saving->class_names,
                                MIN (ranking->n_classes, g_strv_length (saving->class_names)));
  return fmt_byte_file_write (saving->path, csv, strlen (csv), error);
}

static void
save_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;

  if (saving->ranking != NULL ? save_units (saving, &error) : save_layer (saving, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  PerceptWindow     *self = PERCEPT_WINDOW (source);
  Saving            *saving = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char   *name = g_path_get_basename (saving->path);
  g_autofree char   *done = g_strdup_printf (_("Saved as %s"), name);

  if (g_task_propagate_boolean (G_TASK (result), &error))
    percept_window_tell (self, done);
  else
    percept_window_report (self, error->message);
}

static void
model_cb (GObject      *session,
          GAsyncResult *result,
          gpointer      data)
{
  Saving            *saving = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask)  task = NULL;

  saving->model = percept_model_request_finish (result, &error);
  if (saving->model == NULL)
    {
      percept_window_report (saving->window, error->message);
      saving_free (saving);
      return;
    }
  task = g_task_new (saving->window, NULL, saved_cb, NULL);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, save_in_thread);
}

static gboolean
check_ending (PerceptWindow *self,
              const char    *path,
              const char    *ending)
{
  g_autofree char *problem = NULL;

  if (g_str_has_suffix (path, ending))
    return TRUE;
  problem = g_strdup_printf (_("“%s” should end in %s"), path, ending);
  percept_window_report (self, problem);
  return FALSE;
}

/* The layer that the page shows; NULL: there is none yet. */
static const PerceptLayerInfo *
find_layer (PerceptWindow *self)
{
  guint                   n;
  const PerceptLayerInfo *layers = percept_session_get_layers (self->session, &n);
  guint                   layer = percept_units_view_get_layer (
    percept_weights_page_get_units (PERCEPT_WEIGHTS_PAGE (self->weights_page)));

  if (percept_session_get_status (self->session)->phase == PERCEPT_PHASE_LOADING)
    return NULL;
  return layer > 0 && layer <= n ? &layers[layer - 1] : NULL;
}

static void
save (PerceptWindow       *self,
      const char          *path,
      const AnRankingType *ranking)
{
  PerceptWeightsPage     *page = PERCEPT_WEIGHTS_PAGE (self->weights_page);
  const PerceptLayerInfo *layer = find_layer (self);
  Saving                 *saving;

  if (layer == NULL)
    {
      percept_window_report (self, _("There is no network yet whose weights could be saved"));
      return;
    }
  saving = g_new0 (Saving, 1);
  saving->window = g_object_ref (self);
  saving->path = g_strdup (path);
  saving->layer = *layer;
  saving->ranking = ranking;
  saving->class_names = g_strdupv (percept_session_get_dataset (self->session)->class_names);
  percept_model_request_async (self->session, percept_weight_source_get_rung (percept_weights_page_get_source (page)),
                               NULL, model_cb, saving);
}

static void
save_weights (PerceptWindow *self,
              const char    *path)
{
  if (check_ending (self, path, ".npy"))
    save (self, path, NULL);
}

static void
save_ranking (PerceptWindow *self,
              const char    *path)
{
  PerceptUnitsView    *units = percept_weights_page_get_units (PERCEPT_WEIGHTS_PAGE (self->weights_page));
  const AnRankingType *ranking = percept_unit_order_box_get_type_of_ranking (percept_units_view_get_order (units));

  if (!check_ending (self, path, ".csv"))
    return;
  if (ranking != NULL)
    save (self, path, ranking);
  else
    percept_window_report (self, _("There is no ranking to save: choose one as the order of the units first"));
}

static void
save_weights_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  save_weights (data, g_variant_get_string (parameter, NULL));
}

static void
save_ranking_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  save_ranking (data, g_variant_get_string (parameter, NULL));
}

static void
propose (PerceptWindow        *self,
         GtkFileChooserNative *dialog,
         const char           *what)
{
  TrainExperiment *experiment = percept_session_get_experiment (self->session);
  g_autofree char *name = g_strdup_printf ("%s-%s", train_experiment_get_name (experiment), what);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
}

static void
save_weights_dialog_cb (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       data)
{
  propose (data, percept_window_choose (data, _("Save the Weights of the Layer"), GTK_FILE_CHOOSER_ACTION_SAVE,
                                        save_weights), "weights.npy");
}

static void
save_ranking_dialog_cb (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       data)
{
  propose (data, percept_window_choose (data, _("Save the Ranking of the Units"), GTK_FILE_CHOOSER_ACTION_SAVE,
                                        save_ranking), "ranking.csv");
}

static const GActionEntry entries[] = {
  { .name = "save-weights", .parameter_type = "s", .activate = save_weights_cb },
  { .name = "save-ranking", .parameter_type = "s", .activate = save_ranking_cb },
  { .name = "save-weights-dialog", .activate = save_weights_dialog_cb },
  { .name = "save-ranking-dialog", .activate = save_ranking_dialog_cb },
};

void
percept_window_update_weight_file_actions (PerceptWindow *self,
                                           gboolean       open)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), entries[i].name)), open);
}

void
percept_window_add_weight_files (PerceptWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
