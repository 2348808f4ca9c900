/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening and saving: each command that asks for a file has a twin that takes the path. */

#include "app/file-kind.h"
#include "app/settings.h"
#include "app/window-private.h"
#include "datasets/source.h"
#include "views/train/train-page.h"
#include "widgets/figure-export.h"

#include <glib/gi18n-lib.h>

/* What opens data when no experiment is open. */
#define EXPERIMENT_FOR_DATA "digits-hidden"

static void
open_experiment (PerceptWindow *self,
                 const char    *path)
{
  g_autoptr (GError)          error = NULL;
  g_autoptr (TrainExperiment) experiment = train_experiment_load (path, &error);

  if (experiment == NULL)
    percept_window_report (self, error->message);
  else
    percept_window_open (self, experiment, TRUE);
}

/* The experiment that is open, or the one for data, with other data. */
static void
open_data (PerceptWindow *self,
           const char    *source,
           const char    *path)
{
  TrainExperiment            *open = percept_session_get_experiment (self->session);
  g_autoptr (GError)          error = NULL;
  g_autoptr (TrainExperiment) base = NULL;
  g_autoptr (TrainExperiment) with_source = NULL;
  g_autoptr (TrainExperiment) with_path = NULL;

  base = open != NULL ? train_experiment_ref (open) : train_experiment_load (EXPERIMENT_FOR_DATA, &error);
  if (base != NULL)
    with_source = train_experiment_set (base, "data", "source", source, &error);
  if (with_source != NULL)
    with_path = train_experiment_set (with_source, "data", "path", path, &error);
  if (with_path == NULL)
    percept_window_report (self, error->message);
  else
    percept_window_open (self, with_path, TRUE);
}

static void
report_not_opened (PerceptWindow *self,
                   const char    *path,
                   gboolean       exists)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *problem = NULL;

  if (exists)
    problem = g_strdup_printf (_("Opening %s: not something that Percept knows. It opens an experiment (.percept), "
                                 "a folder of IDX files such as MNIST’s, a MATLAB file such as mnist_all.mat, and a "
                                 "run (its folder or model.safetensors)"), name);
  else
    problem = g_strdup_printf (_("Opening %s: there is no such file or folder"), name);
  percept_window_report (self, problem);
}

static void
open_found_data (PerceptWindow *self,
                 const char    *path)
{
  const DsSource *source = ds_source_recognize (path, NULL);

  /* It may have gone since it was looked at. */
  if (source != NULL)
    open_data (self, source->name, path);
  else
    report_not_opened (self, path, FALSE);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  PerceptWindow  *self = PERCEPT_WINDOW (source);
  PerceptFileKind kind;
  const char     *path;

  if (!percept_file_kind_finish (result, &kind, &path))
    return;
  switch (kind)
    {
    case PERCEPT_FILE_EXPERIMENT: open_experiment (self, path); break;
    case PERCEPT_FILE_DATA:       open_found_data (self, path); break;
    case PERCEPT_FILE_RUN:        percept_window_open_run (self, path, FALSE); break;
    case PERCEPT_FILE_NOTHING:
    case PERCEPT_FILE_UNKNOWN:
    default:                      report_not_opened (self, path, kind != PERCEPT_FILE_NOTHING); break;
    }
}

void
percept_window_stop_looking (PerceptWindow *self)
{
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

void
percept_window_open_path (PerceptWindow *self,
                          const char    *path)
{
  /* What is asked for last is opened. */
  percept_window_stop_looking (self);
  self->looking = g_cancellable_new ();
  percept_file_kind_look (G_OBJECT (self), path, self->looking, looked_cb, NULL);
}

/* Dialogs */

typedef void (*PathFunc) (PerceptWindow *self,
                          const char    *path);

/* What is saved does not belong where data are read from. */
static const char *
folder_key (GtkFileChooser *chooser)
{
  return gtk_file_chooser_get_action (chooser) == GTK_FILE_CHOOSER_ACTION_SAVE ? "save-folder" : "last-folder";
}

static void
remember_folder (GtkFileChooser *chooser,
                 GFile          *chosen)
{
  g_autoptr (GFile) folder = g_file_get_parent (chosen);
  g_autofree char  *path = folder != NULL ? g_file_get_path (folder) : NULL;

  if (path != NULL && percept_settings_get () != NULL)
    g_settings_set_string (percept_settings_get (), folder_key (chooser), path);
}

static void
suggest_folder (GtkFileChooser *chooser)
{
  GSettings        *settings = percept_settings_get ();
  g_autofree char  *path = settings != NULL ? g_settings_get_string (settings, folder_key (chooser)) : NULL;
  g_autoptr (GFile) folder = path != NULL && *path != '\0' ? g_file_new_for_path (path) : NULL;

  if (folder != NULL)
    gtk_file_chooser_set_current_folder (chooser, folder, NULL);
}

static void
chosen_cb (GtkNativeDialog *dialog,
           int              response,
           PerceptWindow   *self)
{
  PathFunc         func = (PathFunc) g_object_get_data (G_OBJECT (dialog), "percept-func");
  g_autoptr (GFile) file = NULL;
  g_autofree char  *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    path = g_file_get_path (file);
  if (path != NULL)
    remember_folder (GTK_FILE_CHOOSER (dialog), file);
  g_clear_object (&self->dialog);
  if (file != NULL && path == NULL)
    percept_window_report (self, _("This place is not on this computer: choose one that is"));
  if (path == NULL)
    return;
  func (self, path);
}

GtkFileChooserNative *
percept_window_choose (PerceptWindow        *self,
                       const char           *title,
                       GtkFileChooserAction  action,
                       PathFunc              func)
{
  const char           *accept = action == GTK_FILE_CHOOSER_ACTION_SAVE ? _("_Save") : _("_Open");
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, accept, NULL);

  g_object_set_data (G_OBJECT (dialog), "percept-func", (gpointer) func);
  suggest_folder (GTK_FILE_CHOOSER (dialog));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
  /* One at a time; the window keeps it until it is answered. */
  g_clear_object (&self->dialog);
  self->dialog = GTK_NATIVE_DIALOG (dialog);
  return dialog;
}

static void
open_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  percept_window_choose (data, _("Open an Experiment, a Run or Data"), GTK_FILE_CHOOSER_ACTION_OPEN,
                         percept_window_open_path);
}

static void
open_data_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  percept_window_choose (data, _("Open a Folder: Data or a Run"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                         percept_window_open_path);
}

static void
built_in_data_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  open_data (data, "digits", "");
}

static void
open_path_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  percept_window_open_path (data, g_variant_get_string (parameter, NULL));
}

static void
resume_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  percept_window_open_run (data, g_variant_get_string (parameter, NULL), TRUE);
}

/* Saving */

/* Saves under a name that "save" goes on with, once it has been written. */
static void
save_as (PerceptWindow *self,
         const char    *path)
{
  g_free (self->saving_as);
  self->saving_as = g_strdup (path);
  percept_session_save (self->session, path);
}

static void
export_run (PerceptWindow *self,
            const char    *path)
{
  percept_session_save (self->session, path);
}

static gboolean
has_run (PerceptWindow *self)
{
  if (percept_session_get_experiment (self->session) != NULL)
    return TRUE;
  percept_window_report (self, _("Nothing to save: no experiment is open"));
  return FALSE;
}

static void
save_dialog_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  PerceptWindow        *self = data;
  GtkFileChooserNative *dialog;

  dialog = percept_window_choose (self, _("Save the Run as a Folder"), GTK_FILE_CHOOSER_ACTION_SAVE, save_as);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog),
                                     train_experiment_get_name (percept_session_get_experiment (self->session)));
}

static void
save_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  PerceptWindow *self = data;

  if (self->save_path == NULL)
    save_dialog_cb (action, parameter, data);
  else
    percept_session_save (self->session, self->save_path);
}

static void
save_as_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  if (has_run (data))
    save_as (data, g_variant_get_string (parameter, NULL));
}

static void
export_run_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  if (has_run (data))
    export_run (data, g_variant_get_string (parameter, NULL));
}

/* Figures */

/* A view with @figure in it that is not in any window: it saves and copies as the ones in the window do. "weights"
 * is the sheet of the Weights page. */
static PerceptFigureView *
find_figure (PerceptWindow *self,
             const char    *name)
{
  PerceptRunFigure   which;
  PerceptFigureView *view;
  g_autofree char   *problem = NULL;

  if (percept_session_get_experiment (self->session) != NULL && g_str_equal (name, "weights"))
    return g_object_ref_sink (percept_units_view_get_view (
      percept_weights_page_get_units (PERCEPT_WEIGHTS_PAGE (self->weights_page))));
  if (percept_session_get_experiment (self->session) != NULL && g_str_equal (name, "network"))
    return g_object_ref_sink (percept_weights_page_get_diagram (PERCEPT_WEIGHTS_PAGE (self->weights_page)));
  if (percept_session_get_experiment (self->session) != NULL && g_str_equal (name, "landscape"))
    return percept_window_find_landscape (self);
  view = percept_mistakes_pane_find_view (
    percept_train_page_get_mistakes_pane (PERCEPT_TRAIN_PAGE (self->train_page)), name);
  if (percept_session_get_answers (self->session) != NULL && view != NULL)
    return g_object_ref (view);
  view = percept_example_pane_find_view (percept_train_page_get_example_pane (PERCEPT_TRAIN_PAGE (self->train_page)),
                                         name);
  if (view != NULL)
    return g_object_ref (view);
  if (percept_session_get_experiment (self->session) == NULL || !percept_run_figures_find (name, &which))
    {
      problem = g_strdup_printf (_("There is no figure “%s”: cost, accuracy, gradient, flat-units, units, outputs, "
                                   "all-units, weights, network and landscape exist once an experiment is open, "
                                   "confusion, mistakes and example once they were looked at"), name);
      percept_window_report (self, problem);
      return NULL;
    }
  view = g_object_ref_sink (PERCEPT_FIGURE_VIEW (percept_figure_view_new ()));
  percept_figure_view_set_figure (view, percept_run_figures_get (self->figures, which),
                                  percept_run_figures_get_name (self->figures, which));
  return view;
}

static void
confirm_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  percept_window_tell (data, g_variant_get_string (parameter, NULL));
}

static void
exported_cb (GObject      *view,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (PerceptWindow) self = data;
  g_autoptr (GError)        error = NULL;
  g_autofree char          *done = percept_figure_export_finish (PERCEPT_FIGURE_VIEW (view), result, &error);

  if (done != NULL)
    percept_window_tell (self, done);
  else
    percept_window_report (self, error->message);
}

/* What is to be done with a figure, once it shows what there is. */
typedef struct
{
  PerceptWindow *window;
  char          *name;
  char          *path;    /* NULL: it is copied */
} FigureWish;

static void
grant (FigureWish *wish)
{
  g_autoptr (PerceptFigureView) view = find_figure (wish->window, wish->name);

  if (view != NULL && wish->path != NULL)
    percept_figure_save_async (view, wish->path, exported_cb, g_object_ref (wish->window));
  else if (view != NULL)
    percept_figure_copy_async (view, exported_cb, g_object_ref (wish->window));
  g_object_unref (wish->window);
  g_free (wish->name);
  g_free (wish->path);
  g_free (wish);
}

static void
fresh_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      wish)
{
  /* One that was opened meanwhile has figures of that name, too. */
  percept_weight_source_freshen_finish (PERCEPT_WEIGHT_SOURCE (source), result, NULL);
  grant (wish);
}

/* Weights that nobody looks at are not kept up to date. */
static gboolean
shows_weights (const char *figure)
{
  static const char *const names[] = { "weights", "network", "units", "outputs", "all-units", NULL };

  return g_strv_contains (names, figure);
}

static void
take_figure (PerceptWindow *self,
             const char    *name,
             const char    *path)
{
  PerceptWeightsPage *page = PERCEPT_WEIGHTS_PAGE (self->weights_page);
  FigureWish         *wish = g_new0 (FigureWish, 1);
  PerceptPhase        phase = percept_session_get_status (self->session)->phase;

  wish->window = g_object_ref (self);
  wish->name = g_strdup (name);
  wish->path = g_strdup (path);
  if (shows_weights (name) && phase != PERCEPT_PHASE_EMPTY && phase != PERCEPT_PHASE_LOADING)
    percept_weight_source_freshen_async (percept_weights_page_get_source (page), fresh_cb, wish);
  else
    grant (wish);
}

static void
save_figure_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  const char *name, *path;

  g_variant_get (parameter, "(&s&s)", &name, &path);
  take_figure (data, name, path);
}

static void
copy_figure_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  take_figure (data, g_variant_get_string (parameter, NULL), NULL);
}

static const GActionEntry entries[] = {
  { .name = "open", .activate = open_cb },
  { .name = "open-data", .activate = open_data_cb },
  { .name = "built-in-data", .activate = built_in_data_cb },
  { .name = "open-path", .parameter_type = "s", .activate = open_path_cb },
  { .name = "resume", .parameter_type = "s", .activate = resume_cb },
  { .name = "save", .activate = save_cb },
  { .name = "save-dialog", .activate = save_dialog_cb },
  { .name = "save-as", .parameter_type = "s", .activate = save_as_cb },
  { .name = "export-run", .parameter_type = "s", .activate = export_run_cb },
  { .name = "save-figure", .parameter_type = "(ss)", .activate = save_figure_cb },
  { .name = "confirm", .parameter_type = "s", .activate = confirm_cb },
  { .name = "copy-figure", .parameter_type = "s", .activate = copy_figure_cb },
};

void
percept_window_add_file_actions (PerceptWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
