/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands of the Weights page: units, rankings, moments of the run, and files. */

#include "app/window-private.h"

#include "formats/byte-file.h"
#include "formats/npy.h"
#include "session/units.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static PerceptWeightsPage *
get_page (PerceptWindow *self)
{
  return PERCEPT_WEIGHTS_PAGE (self->weights_page);
}

/* "units" or "network" */
static void
view_cb (GSimpleAction *action,
         GVariant      *state,
         gpointer       data)
{
  PerceptWindow   *self = data;
  const char      *name = g_variant_get_string (state, NULL);
  g_autofree char *problem = NULL;

  if (percept_weights_page_show (get_page (self), name))
    return;
  problem = g_strdup_printf (_("There is no view “%s” of the weights: one of units, network is needed"), name);
  percept_window_report (self, problem);
}

/* "1:17", layer and unit; "none" */
static void
unit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  PerceptWindow   *self = data;
  const char      *text = g_variant_get_string (parameter, NULL);
  guint            layer, unit;
  int              length = 0;
  g_autofree char *problem = NULL;

  if (g_str_equal (text, "none"))
    percept_weights_page_show_unit (get_page (self), 0, 0);
  else if (sscanf (text, "%u:%u%n", &layer, &unit, &length) != 2 || text[length] != '\0' || layer == 0)
    problem = g_strdup_printf (_("“%s” is no unit: it should be a layer and a unit like 1:17, or none"), text);
  else if (!percept_weights_page_show_unit (get_page (self), layer, unit))
    problem = g_strdup_printf (_("There is no unit %u in layer %u"), unit, layer);
  if (problem != NULL)
    percept_window_report (self, problem);
}

/* "contribution 8", "norm" */
static void
rank_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  PerceptWindow       *self = data;
  PerceptUnitOrderBox *order = percept_units_view_get_order (percept_weights_page_get_units (get_page (self)));
  g_auto (GStrv)       words = g_strsplit (g_variant_get_string (parameter, NULL), " ", 2);
  g_autoptr (GError)   error = NULL;

  if (!percept_unit_order_box_choose (order, words[0], words[0] != NULL ? words[1] : NULL, &error))
    percept_window_report (self, error->message);
}

/* A step, or "now" */
static void
moment_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  PerceptWindow   *self = data;
  const char      *text = g_variant_get_string (parameter, NULL);
  guint64          step = G_MAXUINT64;
  g_autofree char *problem = NULL;

  if (!g_str_equal (text, "now") && !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &step, NULL))
    {
      problem = g_strdup_printf (_("“%s” is no moment: it should be a step like 100, or now"), text);
      percept_window_report (self, problem);
      return;
    }
  percept_moment_slider_show (percept_weights_page_get_moments (get_page (self)), step);
}

static void
go_on_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  PerceptWindow *self = data;

  if (!percept_moment_slider_go_on (percept_weights_page_get_moments (get_page (self))))
    percept_window_report (self, _("Choose a moment of the run first: it stands at now"));
}

/* Files */

typedef struct
{
  char           *path;
  PerceptWeights *weights;      /* or */
  AnUnitRanking  *ranking;
  char          **class_names;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_clear_pointer (&saving->weights, percept_weights_unref);
  g_clear_pointer (&saving->ranking, an_unit_ranking_unref);
  g_strfreev (saving->class_names);
  g_free (saving->path);
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

static void
save_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Saving          *saving = data;
  GError          *error = NULL;
  g_autofree char *csv = NULL;
  gboolean         done;

  if (saving->weights != NULL)
    done = write_weights (saving->weights, saving->path, &error);
  else
    {
      csv = percept_ranking_to_csv (saving->ranking, NULL, saving->class_names,
                                    MIN (saving->ranking->n_classes, g_strv_length (saving->class_names)));
      done = fmt_byte_file_write (saving->path, csv, strlen (csv), &error);
    }
  if (done)
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

/* @saving: (transfer full) */
static void
save (PerceptWindow *self,
      Saving        *saving)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, saved_cb, NULL);

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

static void
save_weights (PerceptWindow *self,
              const char    *path)
{
  PerceptUnitsView *units = percept_weights_page_get_units (get_page (self));
  guint             layer = percept_units_view_get_layer (units);
  PerceptWeights   *weights = layer > 0 ? percept_weight_source_get (percept_weights_page_get_source (get_page (self)),
                                                                     layer)
                                        : NULL;
  Saving           *saving;

  if (!check_ending (self, path, ".npy"))
    return;
  if (weights == NULL)
    {
      percept_window_report (self, _("There are no weights to save yet: look at the Weights page first"));
      return;
    }
  saving = g_new0 (Saving, 1);
  saving->path = g_strdup (path);
  saving->weights = percept_weights_ref (weights);
  save (self, saving);
}

static void
save_ranking (PerceptWindow *self,
              const char    *path)
{
  AnUnitRanking *ranking = percept_unit_study_get_ranking (percept_weights_page_get_study (get_page (self)));
  DsDataset     *dataset = percept_session_get_dataset (self->session);
  Saving        *saving;

  if (!check_ending (self, path, ".csv"))
    return;
  if (ranking == NULL || dataset == NULL)
    {
      percept_window_report (self, _("There is no ranking to save yet: choose one as the order of the units first"));
      return;
    }
  saving = g_new0 (Saving, 1);
  saving->path = g_strdup (path);
  saving->ranking = an_unit_ranking_ref (ranking);
  saving->class_names = g_strdupv (dataset->class_names);
  save (self, saving);
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
  { .name = "weights-view", .parameter_type = "s", .state = "'units'", .change_state = view_cb },
  { .name = "unit", .parameter_type = "s", .activate = unit_cb },
  { .name = "rank", .parameter_type = "s", .activate = rank_cb },
  { .name = "moment", .parameter_type = "s", .activate = moment_cb },
  { .name = "go-on", .activate = go_on_cb },
  { .name = "save-weights", .parameter_type = "s", .activate = save_weights_cb },
  { .name = "save-ranking", .parameter_type = "s", .activate = save_ranking_cb },
  { .name = "save-weights-dialog", .activate = save_weights_dialog_cb },
  { .name = "save-ranking-dialog", .activate = save_ranking_dialog_cb },
};

void
percept_window_update_weights_actions (PerceptWindow *self)
{
  gboolean open = percept_session_get_experiment (self->session) != NULL;
  GAction *view = g_action_map_lookup_action (G_ACTION_MAP (self), "weights-view");

  g_simple_action_set_state (G_SIMPLE_ACTION (view),
                             g_variant_new_string (percept_weights_page_get_shown (get_page (self))));
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), entries[i].name)), open);
  percept_window_update_image_actions (self);
}

void
percept_window_add_weights (PerceptWindow *self)
{
  PerceptWeightsPage *page = get_page (self);

  percept_weights_page_set_session (page, self->session, self->figures);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  percept_window_add_image (self);
  g_signal_connect_object (page, "shown", G_CALLBACK (percept_window_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "shown", G_CALLBACK (percept_window_queue_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (percept_weights_page_get_study (page), "ranking",
                           G_CALLBACK (percept_window_queue_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (percept_weights_page_get_study (page), "unit", G_CALLBACK (percept_window_queue_status),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "answered", G_CALLBACK (percept_window_queue_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (percept_weights_page_get_source (page), "moment",
                           G_CALLBACK (percept_window_queue_status), self, G_CONNECT_SWAPPED);
}
