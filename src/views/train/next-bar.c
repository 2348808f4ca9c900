/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/train/next-bar.h"

#include "plot/number.h"

#include <glib/gi18n-lib.h>

#define MOST_SUGGESTIONS 3

struct _PerceptNextBar
{
  GtkWidget       parent_instance;
  PerceptSession *session;         /* not owned: its signals go with the bar */
  GtkWidget      *revealer;
  GtkWidget      *reason;
  GtkWidget      *buttons;
};

G_DEFINE_FINAL_TYPE (PerceptNextBar, percept_next_bar, GTK_TYPE_WIDGET)

static char *
steps_text (guint64 steps)
{
  g_autofree char *number = plot_number_fixed ((double) steps, 0);

  return g_strdup_printf (ngettext ("Done: %s step.", "Done: %s steps.", (gulong) steps), number);
}

static char *
reason_text (PerceptSession *session,
             const char     *because)
{
  const PerceptStatus *status = percept_session_get_status (session);

  if (g_str_equal (because, "diverged"))
    return g_strdup (status->message[0] != '\0'
                       ? status->message
                       : _("The cost grew beyond all numbers: try a smaller learning rate."));
  if (g_str_equal (because, "weights"))
    return g_strdup (_("Done: the weights hardly change any more."));
  if (g_str_equal (because, "cost"))
    return g_strdup (_("Done: the cost hardly falls any more."));
  return steps_text (status->step);
}

/* A button for the bundled experiment @name; nothing when it does not exist. */
static void
add_suggestion (PerceptNextBar *self,
                const char     *name)
{
  g_autoptr (TrainExperiment) experiment = train_experiment_load (name, NULL);
  GtkWidget                  *button;

  if (experiment == NULL)
    return;
  button = gtk_button_new_with_label (train_experiment_get_title (experiment));
  gtk_widget_set_tooltip_text (button, train_experiment_get (experiment, "experiment", "about"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.experiment");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", name);
  gtk_flow_box_append (GTK_FLOW_BOX (self->buttons), button);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
}

/* What the experiment suggests, then other bundled ones up to three. Returns: (transfer full) */
static GPtrArray *
suggestions (TrainExperiment *experiment)
{
  GPtrArray     *names = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) next = g_strsplit (train_experiment_get (experiment, "experiment", "next"), ";", -1);
  g_auto (GStrv) bundled = train_experiment_list_bundled ();

  for (int i = 0; next[i] != NULL; i++)
    if (*g_strstrip (next[i]) != '\0')
      g_ptr_array_add (names, g_strdup (next[i]));
  for (int i = 0; bundled[i] != NULL; i++)
    if (strchr (bundled[i], '@') == NULL && !g_str_equal (bundled[i], train_experiment_get_name (experiment))
        && !g_ptr_array_find_with_equal_func (names, bundled[i], g_str_equal, NULL))
      g_ptr_array_add (names, g_strdup (bundled[i]));
  g_ptr_array_set_size (names, MIN ((int) names->len, MOST_SUGGESTIONS));
  return names;
}

static void
fill (PerceptNextBar *self)
{
  g_autoptr (GPtrArray) names = suggestions (percept_session_get_experiment (self->session));
  GtkWidget            *child;

  while ((child = gtk_widget_get_first_child (self->buttons)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->buttons), child);
  for (guint i = 0; i < names->len; i++)
    add_suggestion (self, g_ptr_array_index (names, i));
}

static void
finished_cb (PerceptNextBar *self,
             const char     *because)
{
  g_autofree char *text = reason_text (self->session, because);

  gtk_label_set_label (GTK_LABEL (self->reason), text);
  fill (self);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
}

static void
status_cb (PerceptNextBar *self)
{
  if (percept_session_get_status (self->session)->phase != PERCEPT_PHASE_FINISHED)
    gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
}

static void
close_cb (PerceptNextBar *self)
{
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
}

void
percept_next_bar_set_session (PerceptNextBar *self,
                              PerceptSession *session)
{
  self->session = session;
  g_signal_connect_object (session, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "status", G_CALLBACK (status_cb), self, G_CONNECT_SWAPPED);
}

static void
percept_next_bar_dispose (GObject *object)
{
  g_clear_pointer (&PERCEPT_NEXT_BAR (object)->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (percept_next_bar_parent_class)->dispose (object);
}

static void
percept_next_bar_class_init (PerceptNextBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = percept_next_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/next-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptNextBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, PerceptNextBar, reason);
  gtk_widget_class_bind_template_child (widget_class, PerceptNextBar, buttons);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
percept_next_bar_init (PerceptNextBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
