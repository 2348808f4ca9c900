/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/train/next-bar.h"

#include "plot/number.h"
#include "widgets/fold-box.h"

#include <glib/gi18n-lib.h>

#define MOST_SUGGESTIONS 3

struct _PerceptNextBar
{
  GtkWidget       parent_instance;
  gboolean        closed;
  PerceptSession *session;         /* not owned: its signals go with the bar */
  GtkWidget      *stack;
  GtkWidget      *about;
  GtkWidget      *row;
  GtkWidget      *reason;
  GtkWidget      *next_label;
  GtkWidget      *buttons[MOST_SUGGESTIONS];
  GtkWidget      *close_button;
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

/* @button opens the bundled experiment @name; it is not there when that does not exist. */
static void
set_suggestion (GtkWidget  *button,
                const char *name)
{
  g_autoptr (TrainExperiment) experiment = name != NULL ? train_experiment_load (name, NULL) : NULL;

  gtk_widget_set_visible (button, experiment != NULL);
  if (experiment == NULL)
    return;
  gtk_button_set_label (GTK_BUTTON (button), train_experiment_get_title (experiment));
  gtk_widget_set_tooltip_text (button, train_experiment_get (experiment, "experiment", "about"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.experiment");
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

  for (guint i = 0; i < MOST_SUGGESTIONS; i++)
    set_suggestion (self->buttons[i], i < names->len ? g_ptr_array_index (names, i) : NULL);
}

/* The end of the run is told for as long as it is at its end, unless it was closed. */
static void
show (PerceptNextBar *self)
{
  gboolean over = percept_session_get_status (self->session)->phase == PERCEPT_PHASE_FINISHED;

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), over && !self->closed ? "next" : "about");
}

static void
finished_cb (PerceptNextBar *self,
             const char     *because)
{
  g_autofree char *text = reason_text (self->session, because);

  gtk_label_set_label (GTK_LABEL (self->reason), text);
  gtk_widget_set_tooltip_text (self->reason, text);
  fill (self);
  self->closed = FALSE;
  show (self);
}

static void
close_cb (PerceptNextBar *self)
{
  self->closed = TRUE;
  show (self);
}

static void
opened_cb (PerceptNextBar *self)
{
  const char *about = train_experiment_get (percept_session_get_experiment (self->session), "experiment", "about");

  gtk_label_set_label (GTK_LABEL (self->about), about);
  gtk_widget_set_tooltip_text (self->about, about);
  /* A run may be at its end when it is opened. */
  finished_cb (self, "steps");
}

void
percept_next_bar_set_session (PerceptNextBar *self,
                              PerceptSession *session)
{
  self->session = session;
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "status", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
}

static void
percept_next_bar_dispose (GObject *object)
{
  g_clear_pointer (&PERCEPT_NEXT_BAR (object)->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (percept_next_bar_parent_class)->dispose (object);
}

static void
percept_next_bar_class_init (PerceptNextBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PERCEPT_TYPE_FOLD_BOX);
  G_OBJECT_CLASS (klass)->dispose = percept_next_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/next-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptNextBar, stack);
  gtk_widget_class_bind_template_child (widget_class, PerceptNextBar, about);
  gtk_widget_class_bind_template_child (widget_class, PerceptNextBar, row);
  gtk_widget_class_bind_template_child (widget_class, PerceptNextBar, reason);
  gtk_widget_class_bind_template_child (widget_class, PerceptNextBar, next_label);
  gtk_widget_class_bind_template_child (widget_class, PerceptNextBar, close_button);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

/* Its words are cut where there is no room for all of them. */
static GtkWidget *
new_button (void)
{
  GtkWidget *button = gtk_button_new_with_label ("");
  GtkLabel  *label = GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button)));

  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (label, 12);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (button, FALSE);
  return button;
}

static void
percept_next_bar_init (PerceptNextBar *self)
{
  PerceptFoldBox *row;

  gtk_widget_init_template (GTK_WIDGET (self));
  row = PERCEPT_FOLD_BOX (self->row);
  percept_fold_box_append (row, self->reason, 0, TRUE);
  percept_fold_box_append (row, self->next_label, 1, FALSE);
  for (int i = 0; i < MOST_SUGGESTIONS; i++)
    {
      self->buttons[i] = new_button ();
      percept_fold_box_append (row, self->buttons[i], i == 0 ? 0 : 1 + i, FALSE);
    }
  percept_fold_box_append (row, self->close_button, 0, FALSE);
}
