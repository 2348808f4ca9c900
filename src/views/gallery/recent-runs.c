/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/gallery/recent-runs.h"

#include "plot/number.h"
#include "train/run-folder.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_ROWS 6

struct _PerceptRecentRuns
{
  GtkWidget     parent_instance;
  GtkWidget    *column;
  GtkWidget    *list;
  GPtrArray    *rows;
  GCancellable *cancellable;
  gboolean      is_offer;
};

G_DEFINE_FINAL_TYPE (PerceptRecentRuns, percept_recent_runs, GTK_TYPE_WIDGET)

static void
list_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  g_autofree char *store = train_run_store ();

  g_task_return_pointer (task, train_run_list (store), (GDestroyNotify) g_ptr_array_unref);
}

/* "today 14:05", "Nov 3". Returns: (transfer full) */
static char *
when_text (gint64 unix_time)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (unix_time);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  if (when == NULL)
    return g_strdup ("");
  if (g_date_time_get_year (when) != g_date_time_get_year (now))
    return g_date_time_format (when, "%x");
  if (g_date_time_get_day_of_year (when) != g_date_time_get_day_of_year (now))
    /* Translators: a day of this year, as strftime writes it: "Nov 3" */
    return g_date_time_format (when, _("%b %-d"));
  /* Translators: a time of today, as strftime writes it */
  return g_date_time_format (when, _("today %H:%M"));
}

/* "step 2 314 of 6 000 · 91.2 %" */
static char *
run_text (const TrainRunSummary *run)
{
  g_autofree char *step = plot_number_fixed ((double) run->step, 0);
  g_autofree char *total = plot_number_fixed ((double) run->total_steps, 0);
  double           accuracy = run->accuracy[TRAIN_PART_VALIDATION];
  g_autofree char *percent = NULL;

  if (!isfinite (accuracy))
    return g_strdup_printf (_("step %s of %s"), step, total);
  percent = plot_number_isolate (plot_number_percent (accuracy));
  return g_strdup_printf (_("step %s of %s · validation %s"), step, total, percent);
}

static void
add_row (PerceptRecentRuns     *self,
         const TrainRunSummary *run,
         gboolean               offer)
{
  GtkWidget       *row = adw_action_row_new ();
  GtkWidget       *button = gtk_button_new_with_mnemonic (offer ? _("_Resume") : _("_Open"));
  g_autofree char *text = run_text (run);
  g_autofree char *when = when_text (run->modified);
  g_autofree char *state = offer ? g_strdup_printf (_("Cut off at %s"), text) : g_strdup (text);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", state, when);
  g_autofree char *escaped = g_markup_escape_text (run->title, -1);
  g_autofree char *name = g_strdup_printf (offer ? _("Resume %s") : _("Open %s"), run->title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, offer ? "suggested-action" : "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), offer ? "win.resume" : "win.open-path");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", run->path);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
  g_ptr_array_add (self->rows, row);
}

static gboolean
is_cut_off (const TrainRunSummary *run)
{
  return g_strcmp0 (run->stopped_because, "interrupted") == 0;
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  PerceptRecentRuns    *self = PERCEPT_RECENT_RUNS (source);
  g_autoptr (GPtrArray) runs = g_task_propagate_pointer (G_TASK (result), NULL);
  guint                 offered;

  if (runs == NULL || self->list == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  /* The newest is offered, if it was cut off; the others are listed. */
  offered = runs->len > 0 && is_cut_off (g_ptr_array_index (runs, 0)) ? 1 : 0;
  if (self->is_offer && offered > 0)
    add_row (self, g_ptr_array_index (runs, 0), TRUE);
  for (guint i = offered; !self->is_offer && i < runs->len && i < MOST_ROWS; i++)
    add_row (self, g_ptr_array_index (runs, i), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

void
percept_recent_runs_refresh (PerceptRecentRuns *self)
{
  g_autoptr (GTask) task = NULL;

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, listed_cb, NULL);
  g_task_run_in_thread (task, list_thread);
}

static void
percept_recent_runs_dispose (GObject *object)
{
  PerceptRecentRuns *self = PERCEPT_RECENT_RUNS (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->column, gtk_widget_unparent);
  self->list = NULL;
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (percept_recent_runs_parent_class)->dispose (object);
}

static void
percept_recent_runs_set_property (GObject      *object,
                                  guint         id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  PerceptRecentRuns *self = PERCEPT_RECENT_RUNS (object);

  self->is_offer = g_value_get_boolean (value);
  gtk_widget_set_visible (gtk_widget_get_first_child (self->column), !self->is_offer);
}

static void
percept_recent_runs_class_init (PerceptRecentRunsClass *klass)
{
  G_OBJECT_CLASS (klass)->set_property = percept_recent_runs_set_property;
  g_object_class_install_property (G_OBJECT_CLASS (klass), 1,
                                   g_param_spec_boolean ("is-offer", NULL, NULL, FALSE,
                                                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  G_OBJECT_CLASS (klass)->dispose = percept_recent_runs_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
percept_recent_runs_init (PerceptRecentRuns *self)
{
  GtkWidget *heading = gtk_label_new (_("Recent runs"));

  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  self->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_parent (self->column, GTK_WIDGET (self));
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "title-4");
  gtk_box_append (GTK_BOX (self->column), heading);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Recent runs"), -1);
  gtk_box_append (GTK_BOX (self->column), self->list);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
