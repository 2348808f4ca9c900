/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening and saving: each command that asks for a file has a twin that takes the path. */

#include "app/window-private.h"

#include "datasets/idx-folder.h"

#include <glib/gi18n-lib.h>

/* What opens data when no experiment is open. */
#define EXPERIMENT_FOR_DATA "digits-hidden"

typedef enum
{
  KIND_NOTHING,
  KIND_UNKNOWN,
  KIND_EXPERIMENT,
  KIND_DATA,
  KIND_RUN,
} FileKind;

static FileKind
kind_of (const char *path)
{
  g_autofree char *run = g_build_filename (path, "run.json", NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return KIND_NOTHING;
  if (g_str_has_suffix (path, ".safetensors") || g_file_test (run, G_FILE_TEST_EXISTS))
    return KIND_RUN;
  if (g_str_has_suffix (path, ".percept"))
    return KIND_EXPERIMENT;
  if (ds_idx_folder_recognizes (path))
    return KIND_DATA;
  return KIND_UNKNOWN;
}

char *
percept_window_recognize (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  switch (kind_of (path))
    {
    case KIND_EXPERIMENT: return g_strdup_printf (_("Open the experiment %s"), name);
    case KIND_DATA:       return g_strdup_printf (_("Train on the IDX files of %s"), name);
    case KIND_RUN:        return g_strdup_printf (_("Open the run %s"), name);
    case KIND_NOTHING:
    case KIND_UNKNOWN:
    default:              return NULL;
    }
}

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
open_run (PerceptWindow *self,
          const char    *path,
          gboolean       resume)
{
  self->resume = resume;
  percept_session_open_run (self->session, path);
}

void
percept_window_open_path (PerceptWindow *self,
                          const char    *path)
{
  g_autofree char *problem = NULL;

  switch (kind_of (path))
    {
    case KIND_EXPERIMENT:
      open_experiment (self, path);
      return;
    case KIND_DATA:
      open_data (self, "mnist", path);
      return;
    case KIND_RUN:
      open_run (self, path, FALSE);
      return;
    case KIND_NOTHING:
      problem = g_strdup_printf (_("Opening %s: there is no such file or folder"), path);
      break;
    case KIND_UNKNOWN:
    default:
      problem = g_strdup_printf (_("Opening %s: not something that Percept knows. It opens an experiment (.percept), "
                                   "a folder of IDX files such as MNIST’s, and a run (its folder or "
                                   "model.safetensors)"), path);
    }
  percept_window_report (self, problem);
}

/* Dialogs */

typedef void (*PathFunc) (PerceptWindow *self,
                          const char    *path);

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
    func (self, path);
  g_object_unref (dialog);
}

static GtkFileChooserNative *
choose (PerceptWindow        *self,
        const char           *title,
        GtkFileChooserAction  action,
        PathFunc              func)
{
  const char           *accept = action == GTK_FILE_CHOOSER_ACTION_SAVE ? _("_Save") : _("_Open");
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, accept, NULL);

  g_object_set_data (G_OBJECT (dialog), "percept-func", (gpointer) func);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
  return dialog;
}

static void
open_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  choose (data, _("Open an Experiment, a Run or Data"), GTK_FILE_CHOOSER_ACTION_OPEN, percept_window_open_path);
}

static void
open_data_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  choose (data, _("Open a Folder of IDX Files"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, percept_window_open_path);
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
  open_run (data, g_variant_get_string (parameter, NULL), TRUE);
}

/* Saving */

/* Saves under a name that "save" goes on with. */
static void
save_as (PerceptWindow *self,
         const char    *path)
{
  g_free (self->save_path);
  self->save_path = g_strdup (path);
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

  if (!has_run (self))
    return;
  dialog = choose (self, _("Save the Run as a Folder"), GTK_FILE_CHOOSER_ACTION_SAVE, save_as);
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
    return g_object_ref_sink (percept_weights_page_get_view (PERCEPT_WEIGHTS_PAGE (self->weights_page)));
  if (percept_session_get_experiment (self->session) == NULL || !percept_run_figures_find (name, &which))
    {
      problem = g_strdup_printf (_("There is no figure “%s”: cost, accuracy, units, all-units and weights exist once "
                                   "an experiment is open"), name);
      percept_window_report (self, problem);
      return NULL;
    }
  view = g_object_ref_sink (PERCEPT_FIGURE_VIEW (percept_figure_view_new ()));
  percept_figure_view_set_figure (view, percept_run_figures_get (self->figures, which),
                                  percept_run_figures_get_name (self->figures, which));
  return view;
}

static void
save_figure_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  PerceptWindow               *self = data;
  const char                  *name, *path;
  g_autoptr (GError)           error = NULL;
  g_autoptr (PerceptFigureView) view = NULL;

  g_variant_get (parameter, "(&s&s)", &name, &path);
  view = find_figure (self, name);
  if (view != NULL && !percept_figure_view_save (view, path, &error))
    percept_window_report (self, error->message);
}

static void
copy_figure_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  PerceptWindow               *self = data;
  g_autoptr (PerceptFigureView) view = find_figure (self, g_variant_get_string (parameter, NULL));

  if (view != NULL)
    percept_figure_view_copy (view);
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
  { .name = "copy-figure", .parameter_type = "s", .activate = copy_figure_cb },
};

void
percept_window_add_file_actions (PerceptWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
