/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/lab/lab-page.h"

#include "analysis/check-words.h"
#include "figures/check-figures.h"
#include "session/check-job.h"
#include "views/lab/coordinate-table.h"
#include "widgets/control-name.h"
#include "widgets/figure-view.h"
#include "widgets/pair-layout.h"

#include <glib/gi18n-lib.h>

#define LEAST_WIDTH 360 /* px of a figure beside the other */
#define GAP 12
#define PROGRESS_MS 100

struct _PerceptLabPage
{
  GtkWidget        parent_instance;
  PerceptSession  *session;
  PerceptCheckJob *job;          /* under way, or NULL */
  gboolean         asked;        /* for the model to check */
  gboolean         stale;        /* the job's network is not open any more */
  guint            progress_id;
  char            *filled;       /* what the controls were set to, by name and group [check] of an experiment */
  GtkWidget       *content;
  GtkWidget       *scheme_chooser;
  GtkWidget       *h_entry;
  GtkWidget       *coordinates_entry;
  GtkWidget       *bug_chooser;
  GtkWidget       *bug_label;
  GtkWidget       *check_button;
  GtkWidget       *stop_button;
  GtkWidget       *progress_bar;
  GtkWidget       *verdict_label;
  GtkWidget       *figure_pair;
  GtkWidget       *steps_view;
  GtkWidget       *points_view;
  GtkWidget       *angles_card;
  GtkWidget       *angles_view;
  GtkWidget       *table_card;
  GtkWidget       *table_label;
  GtkWidget       *table;
};

G_DEFINE_FINAL_TYPE (PerceptLabPage, percept_lab_page, GTK_TYPE_WIDGET)

/* What is shown */

static void
show_figure (PerceptLabPage           *self,
             GtkWidget                *view,
             PerceptCheckFigure        which,
             const PerceptCheckResult *result)
{
  static const char *const names[] = { N_("Error of the differences"), N_("Gradient against difference"),
                                       N_("Angle against cost") };
  static const char *const files[] = { "check-errors", "check-points", "check-angles" };
  g_autoptr (PlotFigure)   figure = percept_check_figure_new (which, result);

  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (view), figure, _(names[which]));
  percept_figure_view_set_file_name (PERCEPT_FIGURE_VIEW (view), files[which]);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (view), TRUE);
}

static void
show_result (PerceptLabPage           *self,
             const PerceptCheckResult *result)
{
  show_figure (self, self->steps_view, PERCEPT_CHECK_FIGURE_STEPS, result);
  show_figure (self, self->points_view, PERCEPT_CHECK_FIGURE_POINTS, result);
  show_figure (self, self->angles_view, PERCEPT_CHECK_FIGURE_ANGLES, result);
  gtk_widget_set_visible (self->angles_card, result != NULL && result->along != NULL);
  gtk_widget_set_visible (self->table_card, result != NULL);
  if (result == NULL)
    return;
  percept_coordinate_table_fill (GTK_GRID (self->table), result->check);
  {
    g_autofree char *text = g_strdup_printf (
      _("The largest coordinates at h = %g: float32 is what trains, double is the same gradient in double precision "
        "(with the bug, if one is planted), the difference is of the cost alone."),
      result->check->h[result->check->best]);

    gtk_label_set_label (GTK_LABEL (self->table_label), text);
  }
}

static void
tell (PerceptLabPage *self,
      const char     *text)
{
  gtk_label_set_label (GTK_LABEL (self->verdict_label), text);
}

static void
update_buttons (PerceptLabPage *self)
{
  gboolean checking = percept_lab_page_is_checking (self);
  gboolean open = self->session != NULL && percept_session_get_experiment (self->session) != NULL;

  gtk_widget_set_visible (self->check_button, !checking);
  gtk_widget_set_visible (self->stop_button, checking);
  gtk_widget_set_visible (self->progress_bar, checking);
  gtk_widget_set_visible (self->verdict_label, !checking);
  gtk_widget_set_sensitive (self->check_button, open);
}

/* The check */

static gboolean
progress_cb (gpointer data)
{
  PerceptLabPage *self = data;

  if (self->job != NULL)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress_bar), percept_check_job_get_progress (self->job));
  return G_SOURCE_CONTINUE;
}

static void
end_job (PerceptLabPage *self)
{
  g_clear_handle_id (&self->progress_id, g_source_remove);
  g_clear_pointer (&self->job, percept_check_job_free);
}

/* An experiment that is a check is checked at once: one click opens and starts it. */
static void
check_if_asked_by_experiment (PerceptLabPage *self)
{
  TrainExperiment *experiment = percept_session_get_experiment (self->session);

  if (self->job == NULL && g_str_equal (train_experiment_get (experiment, "experiment", "kind"), "check"))
    percept_lab_page_check (self);
}

static void
done_cb (PerceptCheckResult *outcome,
         const GError       *error,
         gpointer            data)
{
  PerceptLabPage                *self = data;
  g_autoptr (PerceptCheckResult) result = outcome;
  g_autoptr (GError)             failure = error != NULL ? g_error_copy (error) : NULL; /* it goes with the job */

  end_job (self);
  if (self->stale)
    check_if_asked_by_experiment (self);
  else if (result != NULL)
    {
      g_autofree char *words = an_check_words (result->check);

      tell (self, words);
      show_result (self, result);
    }
  else if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell (self, _("The check was stopped"));
  else
    tell (self, failure->message);
  update_buttons (self);
}

static TrainExperiment *
set_key (TrainExperiment *experiment,
         const char      *key,
         const char      *value,
         GError         **error)
{
  TrainExperiment *changed = experiment != NULL ? train_experiment_set (experiment, "check", key, value, error) : NULL;

  train_experiment_unref (experiment);
  return changed;
}

/* @experiment with what the controls say. Returns: (transfer full) */
static TrainExperiment *
read_controls (PerceptLabPage  *self,
               TrainExperiment *experiment,
               GError         **error)
{
  guint            scheme = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->scheme_chooser));
  guint            bug = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->bug_chooser));
  TrainExperiment *changed = train_experiment_ref (experiment);

  changed = set_key (changed, "scheme", an_scheme_name (scheme), error);
  changed = set_key (changed, "h", gtk_editable_get_text (GTK_EDITABLE (self->h_entry)), error);
  changed = set_key (changed, "coordinates", gtk_editable_get_text (GTK_EDITABLE (self->coordinates_entry)), error);
  changed = set_key (changed, "bug", bug > 0 ? an_bugs[bug - 1]->name : "none", error);
  if (changed != NULL && percept_check_validate (changed, error))
    return changed;
  train_experiment_unref (changed);
  return NULL;
}

static void
model_cb (PerceptLabPage *self,
          PerceptModel   *model)
{
  g_autoptr (GError)          error = NULL;
  g_autoptr (TrainExperiment) experiment = NULL;

  if (!self->asked || self->job != NULL)
    return;
  self->asked = FALSE;
  self->stale = FALSE;
  experiment = read_controls (self, model->experiment, &error);
  if (experiment != NULL)
    {
      self->job = percept_check_job_start (model, experiment, done_cb, self);
      self->progress_id = g_timeout_add (PROGRESS_MS, progress_cb, self);
      gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress_bar), 0);
    }
  else
    tell (self, error->message);
  update_buttons (self);
}

gboolean
percept_lab_page_is_checking (PerceptLabPage *self)
{
  return self->asked || self->job != NULL;
}

void
percept_lab_page_check (PerceptLabPage *self)
{
  g_autoptr (GError)          error = NULL;
  g_autoptr (TrainExperiment) readable = NULL;

  if (percept_lab_page_is_checking (self) || self->session == NULL ||
      percept_session_get_experiment (self->session) == NULL)
    return;
  readable = read_controls (self, percept_session_get_experiment (self->session), &error);
  if (readable == NULL)
    {
      tell (self, error->message);
      return;
    }
  self->asked = TRUE;
  percept_session_request_model (self->session);
  update_buttons (self);
}

void
percept_lab_page_stop (PerceptLabPage *self)
{
  if (self->job != NULL)
    percept_check_job_stop (self->job);
  else if (self->asked)
    tell (self, _("The check was stopped"));
  self->asked = FALSE;
  update_buttons (self);
}

static void
check_cb (PerceptLabPage *self)
{
  percept_lab_page_check (self);
}

static void
stop_cb (PerceptLabPage *self)
{
  percept_lab_page_stop (self);
}

static void
bug_chosen_cb (PerceptLabPage *self)
{
  guint bug = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->bug_chooser));

  gtk_widget_set_visible (self->bug_label, bug > 0 && bug != GTK_INVALID_LIST_POSITION);
  if (bug > 0 && bug != GTK_INVALID_LIST_POSITION)
    gtk_label_set_label (GTK_LABEL (self->bug_label), _(an_bugs[bug - 1]->about));
}

/* The session */

/* The controls say what the experiment says; what was set by hand stays as long as that is the same. */
static void
fill_controls (PerceptLabPage  *self,
               TrainExperiment *experiment)
{
  const char      *bug = train_experiment_get (experiment, "check", "bug");
  AnScheme         scheme = AN_SCHEME_CENTRAL;
  guint            chosen = 0;
  g_autofree char *filling = g_strjoin ("\n", train_experiment_get_name (experiment),
                                        train_experiment_get (experiment, "check", "scheme"),
                                        train_experiment_get (experiment, "check", "h"),
                                        train_experiment_get (experiment, "check", "coordinates"), bug, NULL);

  if (g_strcmp0 (self->filled, filling) == 0)
    return;
  g_free (self->filled);
  self->filled = g_steal_pointer (&filling);
  an_scheme_parse (train_experiment_get (experiment, "check", "scheme"), &scheme);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->scheme_chooser), scheme);
  gtk_editable_set_text (GTK_EDITABLE (self->h_entry), train_experiment_get (experiment, "check", "h"));
  gtk_editable_set_text (GTK_EDITABLE (self->coordinates_entry),
                         train_experiment_get (experiment, "check", "coordinates"));
  for (guint i = 0; an_bugs[i] != NULL; i++)
    if (g_str_equal (an_bugs[i]->name, bug))
      chosen = i + 1;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->bug_chooser), chosen);
}

/* Another network: what was found out about the last one is void. */
static void
opened_cb (PerceptLabPage *self)
{
  self->stale = TRUE;
  percept_lab_page_stop (self);
  fill_controls (self, percept_session_get_experiment (self->session));
  tell (self, "");
  show_result (self, NULL);
  update_buttons (self);
  check_if_asked_by_experiment (self);
}

void
percept_lab_page_set_session (PerceptLabPage *self,
                              PerceptSession *session)
{
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "model", G_CALLBACK (model_cb), self, G_CONNECT_SWAPPED);
  update_buttons (self);
}

static void
percept_lab_page_dispose (GObject *object)
{
  PerceptLabPage *self = PERCEPT_LAB_PAGE (object);

  end_job (self);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_lab_page_parent_class)->dispose (object);
}

static void
percept_lab_page_finalize (GObject *object)
{
  g_clear_pointer (&PERCEPT_LAB_PAGE (object)->filled, g_free);
  G_OBJECT_CLASS (percept_lab_page_parent_class)->finalize (object);
}

static void
percept_lab_page_class_init (PerceptLabPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PERCEPT_TYPE_FIGURE_VIEW);
  G_OBJECT_CLASS (klass)->dispose = percept_lab_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = percept_lab_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/lab-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, content);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, scheme_chooser);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, h_entry);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, coordinates_entry);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, bug_chooser);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, bug_label);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, check_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, stop_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, verdict_label);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, figure_pair);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, steps_view);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, points_view);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, angles_card);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, angles_view);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, table_card);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, table_label);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, table);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, bug_chosen_cb);
}

static void
percept_lab_page_init (PerceptLabPage *self)
{
  g_autoptr (GtkStringList) bugs = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_string_list_append (bugs, _("None"));
  for (gsize i = 0; an_bugs[i] != NULL; i++)
    gtk_string_list_append (bugs, _(an_bugs[i]->title));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->bug_chooser), G_LIST_MODEL (bugs));
  percept_control_set_name (self->bug_chooser, _("Plant a bug"));
  percept_control_set_name (self->scheme_chooser, _("Scheme of the differences"));
  gtk_widget_set_layout_manager (self->figure_pair, percept_pair_layout_new (LEAST_WIDTH, GAP));
  show_result (self, NULL);
}
