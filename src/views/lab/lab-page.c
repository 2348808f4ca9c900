/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/lab/lab-page.h"

#include "analysis/check-words.h"
#include "analysis/coordinates.h"
#include "figures/check-figures.h"
#include "session/check-job.h"
#include "views/lab/coordinate-table.h"
#include "views/lab/verdict-box.h"
#include "widgets/control-name.h"
#include "widgets/figure-view.h"
#include "widgets/pair-layout.h"
#include "widgets/popup-control.h"

#include <glib/gi18n-lib.h>

#define LEAST_WIDTH 360 /* px of a figure beside the other */
#define GAP 12
#define TITLE_CHARS 16
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
  char            *asked_with;   /* settings of the check under way, as read_settings() has them, */
  char            *checked;      /* and those that what is told is about; NULL: none yet */
  gboolean         has_verdict;  /* what is told is the verdict of the figures */
  GtkWidget       *content;
  GtkWidget       *scheme_chooser;
  GtkWidget       *h_entry;
  GtkWidget       *coordinates_entry;
  GtkWidget       *bug_chooser;
  GtkWidget       *bug_stack;
  GtkWidget       *check_button;
  GtkWidget       *progress_stack;
  GtkWidget       *progress_bar;
  GtkWidget       *verdict_box;
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

enum
{
  SIGNAL_CHECKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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
  g_signal_emit (self, signals[SIGNAL_CHECKED], 0);
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

static const PerceptVerdictKind verdict_kinds[] = {
  [AN_VERDICT_AGREES] = PERCEPT_VERDICT_SUCCESS,
  [AN_VERDICT_DISAGREES] = PERCEPT_VERDICT_ERROR,
  [AN_VERDICT_VACUOUS] = PERCEPT_VERDICT_WARNING,
  [AN_VERDICT_INCONCLUSIVE] = PERCEPT_VERDICT_WARNING,
};

/* What the controls say, to be compared. Returns: (transfer full) */
static char *
read_settings (PerceptLabPage *self)
{
  return g_strdup_printf ("%u\n%s\n%s\n%u", gtk_drop_down_get_selected (GTK_DROP_DOWN (self->scheme_chooser)),
                          gtk_editable_get_text (GTK_EDITABLE (self->h_entry)),
                          gtk_editable_get_text (GTK_EDITABLE (self->coordinates_entry)),
                          gtk_drop_down_get_selected (GTK_DROP_DOWN (self->bug_chooser)));
}

static void
set_old (GtkWidget *widget,
         gboolean   old)
{
  if (old)
    gtk_widget_add_css_class (widget, "lab-old");
  else
    gtk_widget_remove_css_class (widget, "lab-old");
}

/* What was found out with other settings must not be taken for theirs. */
static void
update_age (PerceptLabPage *self)
{
  g_autofree char *settings = read_settings (self);
  gboolean         checking = percept_lab_page_is_checking (self);
  gboolean         old = self->checked != NULL && !g_str_equal (self->checked, settings);

  gtk_stack_set_visible_child_name (GTK_STACK (self->progress_stack), checking ? "checking" : old ? "old" : "quiet");
  percept_verdict_box_set_old (PERCEPT_VERDICT_BOX (self->verdict_box), old || (checking && self->checked != NULL));
  old = old || !self->has_verdict;
  set_old (self->figure_pair, old);
  set_old (self->angles_card, old);
  set_old (self->table_card, old);
}

/* @text is the verdict of the check, or of the present settings. */
static void
tell (PerceptLabPage     *self,
      PerceptVerdictKind  kind,
      const char         *text,
      gboolean            is_verdict)
{
  g_free (self->checked);
  self->checked = is_verdict ? g_strdup (self->asked_with) : read_settings (self);
  self->has_verdict = is_verdict;
  percept_verdict_box_tell (PERCEPT_VERDICT_BOX (self->verdict_box), kind, text);
  update_age (self);
}

static void
update_buttons (PerceptLabPage *self)
{
  gboolean open = self->session != NULL && percept_session_get_experiment (self->session) != NULL;

  gtk_widget_set_sensitive (self->check_button, open);
  update_age (self);
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

      tell (self, verdict_kinds[result->check->verdict], words, TRUE);
      show_result (self, result);
    }
  else if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell (self, PERCEPT_VERDICT_NONE, _("The check was stopped"), FALSE);
  else
    tell (self, PERCEPT_VERDICT_ERROR, failure->message, FALSE);
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
      g_free (self->asked_with);
      self->asked_with = read_settings (self);
      self->job = percept_check_job_start (model, experiment, done_cb, self);
      self->progress_id = g_timeout_add (PROGRESS_MS, progress_cb, self);
      gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress_bar), 0);
    }
  else
    tell (self, PERCEPT_VERDICT_ERROR, error->message, FALSE);
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
      tell (self, PERCEPT_VERDICT_ERROR, error->message, FALSE);
      return;
    }
  self->asked = TRUE;
  percept_session_request_model (self->session);
  update_buttons (self);
}

static void
no_model_cb (PerceptLabPage *self)
{
  if (!self->asked)
    return;
  self->asked = FALSE;
  tell (self, PERCEPT_VERDICT_ERROR, _("There is no memory for a copy of the network"), FALSE);
  update_buttons (self);
}

void
percept_lab_page_stop (PerceptLabPage *self)
{
  if (self->job != NULL)
    percept_check_job_stop (self->job);
  else if (self->asked)
    tell (self, PERCEPT_VERDICT_NONE, _("The check was stopped"), FALSE);
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
settings_changed_cb (PerceptLabPage *self)
{
  guint            bug = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->bug_chooser));
  g_autofree char *page = g_strdup_printf ("%u", bug != GTK_INVALID_LIST_POSITION ? bug : 0);

  gtk_stack_set_visible_child_name (GTK_STACK (self->bug_stack), page);
  update_age (self);
}

GPtrArray *
percept_lab_page_get_views (PerceptLabPage *self)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (views, g_object_ref (self->steps_view));
  g_ptr_array_add (views, g_object_ref (self->points_view));
  if (gtk_widget_get_visible (self->angles_card))
    g_ptr_array_add (views, g_object_ref (self->angles_view));
  return views;
}

/* Whether @rule names weights, "W1[3,4] b1[0]", and is not one to find some. */
static gboolean
is_list (const char *rule)
{
  return (rule[0] == 'W' || rule[0] == 'b') && g_ascii_isdigit (rule[1]);
}

gboolean
percept_lab_page_add_coordinates (PerceptLabPage *self,
                                  const char     *names,
                                  GError        **error)
{
  g_autofree char *present = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->coordinates_entry))));
  g_autoptr (GString) list = g_string_new (is_list (present) ? present : NULL);
  g_auto (GStrv)   added = g_strsplit_set (names, " ", -1);

  for (guint i = 0; added[i] != NULL; i++)
    if (strstr (list->str, added[i]) == NULL)
      g_string_append_printf (list, "%s%s", list->len > 0 ? " " : "", added[i]);
  if (!an_coordinates_check (list->str, error))
    return FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->coordinates_entry), list->str);
  return TRUE;
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

static void
forget (PerceptLabPage *self)
{
  show_result (self, NULL);
  g_clear_pointer (&self->asked_with, g_free);
  tell (self, PERCEPT_VERDICT_NONE, _("Nothing is checked yet"), TRUE);
}

/* Another network: what was found out about the last one is void. */
static void
opened_cb (PerceptLabPage *self)
{
  self->stale = TRUE;
  percept_lab_page_stop (self);
  fill_controls (self, percept_session_get_experiment (self->session));
  forget (self);
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
  g_signal_connect_object (session, "no-model", G_CALLBACK (no_model_cb), self, G_CONNECT_SWAPPED);
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
  PerceptLabPage *self = PERCEPT_LAB_PAGE (object);

  g_clear_pointer (&self->filled, g_free);
  g_clear_pointer (&self->asked_with, g_free);
  g_clear_pointer (&self->checked, g_free);
  G_OBJECT_CLASS (percept_lab_page_parent_class)->finalize (object);
}

static void
percept_lab_page_class_init (PerceptLabPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_CHECKED] = g_signal_new ("checked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  g_type_ensure (PERCEPT_TYPE_FIGURE_VIEW);
  g_type_ensure (PERCEPT_TYPE_VERDICT_BOX);
  G_OBJECT_CLASS (klass)->dispose = percept_lab_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = percept_lab_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/lab-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, content);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, scheme_chooser);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, h_entry);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, coordinates_entry);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, bug_chooser);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, bug_stack);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, check_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, progress_stack);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, PerceptLabPage, verdict_box);
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
  gtk_widget_class_bind_template_callback (widget_class, settings_changed_cb);
}

static void
set_up_title_cb (GtkSignalListItemFactory *factory,
                 GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), TITLE_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TITLE_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_list_item_set_child (item, label);
}

static void
bind_title_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

/* The button is as wide with any choice, or the controls beside it would move; its list shows whole titles. */
static void
keep_width (GtkDropDown *chooser)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_title_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_title_cb), NULL);
  gtk_drop_down_set_list_factory (chooser, gtk_drop_down_get_factory (chooser));
  gtk_drop_down_set_factory (chooser, factory);
}

/* One page for each bug: the stack is as high as the longest text, so that what is below stays where it is. */
static void
add_bug (PerceptLabPage *self,
         GtkStringList  *bugs,
         const char     *title,
         const char     *about)
{
  g_autofree char *page = g_strdup_printf ("%u", g_list_model_get_n_items (G_LIST_MODEL (bugs)));
  GtkWidget       *label = gtk_label_new (about);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_stack_add_named (GTK_STACK (self->bug_stack), label, page);
  gtk_string_list_append (bugs, title);
}

static void
percept_lab_page_init (PerceptLabPage *self)
{
  g_autoptr (GtkStringList) bugs = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  add_bug (self, bugs, _("None"), _("No bug is planted: the gradient is looked at as it is."));
  for (gsize i = 0; an_bugs[i] != NULL; i++)
    add_bug (self, bugs, _(an_bugs[i]->title), _(an_bugs[i]->about));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->bug_chooser), G_LIST_MODEL (bugs));
  keep_width (GTK_DROP_DOWN (self->bug_chooser));
  percept_control_set_name (self->bug_chooser, _("Plant a bug"));
  percept_control_set_name (self->scheme_chooser, _("Scheme of the differences"));
  percept_popup_control_hush (self->bug_chooser);
  percept_popup_control_hush (self->scheme_chooser);
  gtk_widget_set_layout_manager (self->figure_pair, percept_pair_layout_new (LEAST_WIDTH, GAP));
  forget (self);
}
