/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/setup/key-row.h"

#include "nn/optimizer.h"
#include "widgets/control-name.h"
#include "widgets/nice-steps.h"
#include "widgets/popup-control.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SHOW_WHOLE_MS 60

struct _PerceptKeyRow
{
  GtkListBoxRow   parent_instance;
  PerceptSession *session;
  const TrainKey *key;
  GtkWidget      *entry;       /* or NULL */
  GtkWidget      *choice;      /* or NULL */
  GtkWidget      *title;
  GtkWidget      *about;       /* revealer */
  GtkWidget      *note;        /* error or "at the next restart" */
  char           *shown;       /* the experiment's value that the control was last set to */
  gboolean        refused;     /* what is typed is not allowed */
  gboolean        refreshing;
};

G_DEFINE_FINAL_TYPE (PerceptKeyRow, percept_key_row, GTK_TYPE_LIST_BOX_ROW)

/* What files write in a word, for people. */
static const struct
{
  const char *choice;
  const char *title;
} choice_titles[] = {
  { "nll", N_("Negative log-likelihood") },
  { "squared", N_("Squared error") },
};

static const char *
choice_title (const char *choice)
{
  const NnOptimizerType *optimizer = nn_optimizer_type_find (choice);

  if (optimizer != NULL)
    return _(optimizer->title);
  for (guint i = 0; i < G_N_ELEMENTS (choice_titles); i++)
    if (g_str_equal (choice_titles[i].choice, choice))
      return _(choice_titles[i].title);
  return choice;
}

/* An error at the edge of the sidebar is scrolled to. */
static gboolean
show_whole_cb (gpointer data)
{
  GtkWidget      *row = data;
  GtkWidget      *scroller = gtk_widget_get_ancestor (row, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget      *content = scroller != NULL ? gtk_widget_get_first_child (scroller) : NULL;
  GtkAdjustment  *adjustment;
  graphene_rect_t bounds;

  if (content == NULL || !gtk_widget_compute_bounds (row, content, &bounds))
    return G_SOURCE_REMOVE;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  /* The content's bounds are those of what is seen of it. */
  gtk_adjustment_clamp_page (adjustment, gtk_adjustment_get_value (adjustment) + bounds.origin.y,
                             gtk_adjustment_get_value (adjustment) + bounds.origin.y + bounds.size.height);
  return G_SOURCE_REMOVE;
}

static void
show_note (PerceptKeyRow *self,
           const char    *text,
           gboolean       is_error)
{
  if (is_error) /* once it is laid out */
    g_timeout_add_full (G_PRIORITY_DEFAULT, SHOW_WHOLE_MS, show_whole_cb, g_object_ref (self), g_object_unref);
  self->refused = is_error;
  gtk_widget_set_visible (self->note, text != NULL);
  gtk_label_set_label (GTK_LABEL (self->note), text != NULL ? text : "");
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self), "bad");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "bad");
  if (self->entry != NULL)
    {
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                                   is_error ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
      if (is_error)
        gtk_widget_add_css_class (self->entry, "error");
      else
        gtk_widget_remove_css_class (self->entry, "error");
    }
}

static void
show_pending (PerceptKeyRow *self)
{
  gboolean pending = percept_session_is_pending (self->session, self->key->group, self->key->key);

  show_note (self, pending ? _("Takes effect at the next restart") : NULL, FALSE);
}

/* In the words of the row, not of the file. */
static void
show_refusal (PerceptKeyRow *self,
              const char    *value)
{
  g_autofree char *range = train_key_describe_range (self->key);
  /* Translators: “0.1x” is not possible; a number from 0 to 1 is needed */
  g_autofree char *text = g_strdup_printf (_("“%s” is not possible; %s is needed"), value, range);

  show_note (self, text, TRUE);
}

static void
commit (PerceptKeyRow *self,
        const char    *value)
{
  g_autoptr (GError) error = NULL;
  TrainExperiment   *experiment = percept_session_get_experiment (self->session);

  if (experiment == NULL || self->refreshing
      || g_str_equal (train_experiment_get (experiment, self->key->group, self->key->key), value))
    {
      show_pending (self);
      return;
    }
  if (!percept_session_set (self->session, self->key->group, self->key->key, value, &error))
    show_refusal (self, value);
}

/* A decimal comma is a point in experiment files. */
static void
commit_entry (PerceptKeyRow *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  char            *comma = strchr (text, ',');

  if (self->key->kind == TRAIN_KEY_REAL && comma != NULL && strchr (comma + 1, ',') == NULL)
    *comma = '.';
  commit (self, text);
}

/* Enter: what was typed is in force, and the keys are the window's again. Tab goes on to the next control. */
static void
entered_cb (PerceptKeyRow *self)
{
  commit_entry (self);
  if (!self->refused)
    gtk_window_set_focus (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL);
}

/* What is typed replaces the value, however the entry came by the focus: a click has placed its cursor by then. */
static gboolean
select_all_cb (gpointer data)
{
  PerceptKeyRow *self = data;

  if (self->entry != NULL && gtk_widget_get_root (self->entry) != NULL)
    gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
  return G_SOURCE_REMOVE;
}

static void
focused_cb (PerceptKeyRow *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, select_all_cb, g_object_ref (self), g_object_unref);
}

static void
choice_cb (PerceptKeyRow *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->choice));

  if (selected != GTK_INVALID_LIST_POSITION)
    commit (self, self->key->choices[selected]);
}

/* Escape: what was typed is dropped. */
static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   data)
{
  PerceptKeyRow *self = PERCEPT_KEY_ROW (gtk_widget_get_ancestor (widget, PERCEPT_TYPE_KEY_ROW));

  g_clear_pointer (&self->shown, g_free);
  percept_key_row_refresh (self);
  return TRUE;
}

/* A batch is a number too, unless it is "full". */
static gboolean
is_number (const TrainKey *key)
{
  return key->kind == TRAIN_KEY_REAL || key->kind == TRAIN_KEY_COUNT || g_str_equal (key->key, "batch");
}

static PerceptSteps
steps_for (const TrainKey *key)
{
  if (g_str_equal (key->group, "seed"))
    return PERCEPT_STEPS_ONE;
  if (key->kind == TRAIN_KEY_REAL && key->low == 0 && key->high == 1)
    return PERCEPT_STEPS_TO_ONE;
  return PERCEPT_STEPS_125;
}

static void
step_by (PerceptKeyRow *self,
         int            direction)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  char       *end;
  double      value = g_ascii_strtod (text, &end);
  double      low = self->key->kind == TRAIN_KEY_REAL ? self->key->low : fmax (self->key->low, 0);
  char        next[G_ASCII_DTOSTR_BUF_SIZE];

  if (end == text || !isfinite (value))
    value = g_ascii_strtod (self->key->fallback, NULL);
  value = percept_steps_next (steps_for (self->key), value, direction, low, self->key->high);
  if (self->key->kind != TRAIN_KEY_REAL)
    value = fmax (round (value), low);
  g_ascii_formatd (next, sizeof next, "%.10g", value);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), next);
  commit (self, next);
}

static void
less_cb (PerceptKeyRow *self)
{
  step_by (self, -1);
}

static void
more_cb (PerceptKeyRow *self)
{
  step_by (self, 1);
}

static gboolean
arrow_cb (GtkWidget *widget,
          GVariant  *args,
          gpointer   data)
{
  step_by (PERCEPT_KEY_ROW (gtk_widget_get_ancestor (widget, PERCEPT_TYPE_KEY_ROW)), GPOINTER_TO_INT (data));
  return TRUE;
}

static void
add_entry_key (GtkEventController *controller,
               guint               key,
               GtkShortcutFunc     func,
               int                 direction)
{
  GtkShortcutAction *action = gtk_callback_action_new (func, GINT_TO_POINTER (direction), NULL);

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (key, 0), action));
}

static GtkWidget *
make_step_button (PerceptKeyRow *self,
                  const char    *icon,
                  const char    *verb,
                  GCallback      callback)
{
  GtkWidget       *button = gtk_button_new_from_icon_name (icon);
  /* Translators: a button that changes a setting: "Less: Learning rate" */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), verb, _(self->key->title));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "stepper");
  gtk_widget_set_tooltip_text (button, name);
  /* For the pointer: in the entry beside it the arrow keys do the same. */
  gtk_widget_set_focusable (button, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", callback, self);
  return button;
}

static GtkWidget *
make_number_control (PerceptKeyRow *self)
{
  GtkWidget          *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkEventController *keys = gtk_shortcut_controller_new ();
  gboolean            steps = is_number (self->key);

  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 7);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 7);
  gtk_editable_set_alignment (GTK_EDITABLE (self->entry), steps ? 1 : 0);
  gtk_widget_add_css_class (self->entry, "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(self->key->title), -1);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (entered_cb), self);
  add_entry_key (keys, GDK_KEY_Escape, escape_cb, 0);
  if (steps)
    {
      add_entry_key (keys, GDK_KEY_Up, arrow_cb, 1);
      add_entry_key (keys, GDK_KEY_Down, arrow_cb, -1);
    }
  gtk_widget_add_controller (self->entry, keys);
  keys = gtk_event_controller_focus_new ();
  g_signal_connect_swapped (keys, "enter", G_CALLBACK (focused_cb), self);
  g_signal_connect_swapped (keys, "leave", G_CALLBACK (commit_entry), self);
  gtk_widget_add_controller (self->entry, keys);
  gtk_box_append (GTK_BOX (box), self->entry);
  if (steps)
    {
      gtk_box_append (GTK_BOX (box),
                      make_step_button (self, "value-decrease-symbolic", _("Less"), G_CALLBACK (less_cb)));
      gtk_box_append (GTK_BOX (box),
                      make_step_button (self, "value-increase-symbolic", _("More"), G_CALLBACK (more_cb)));
    }
  return box;
}

static GtkWidget *
make_choice_control (PerceptKeyRow *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (int i = 0; self->key->choices[i] != NULL; i++)
    gtk_string_list_append (titles, choice_title (self->key->choices[i]));
  self->choice = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (titles)), NULL);
  gtk_widget_add_css_class (self->choice, "quiet");
  percept_control_set_name (self->choice, _(self->key->title));
  percept_popup_control_hush (self->choice);
  g_signal_connect_swapped (self->choice, "notify::selected", G_CALLBACK (choice_cb), self);
  return self->choice;
}

static GtkWidget *
make_about (PerceptKeyRow *self)
{
  g_autofree char *range = train_key_describe_range (self->key);
  /* The choices are those of the list. */
  gboolean         lists = self->key->kind == TRAIN_KEY_CHOICE;
  g_autofree char *text = g_strdup_printf ("%s%s%s%s", _(self->key->about), lists ? "" : "\n",
                                           /* Translators: followed by "a number from 0 to 1" */
                                           lists ? "" : _("Takes "), lists ? "" : range);
  const char      *when = self->key->live ? _("A change takes effect at once.") : _("A change needs a restart.");
  g_autofree char *full = g_strdup_printf ("%s%s %s", text, lists ? "" : ".", when);
  GtkWidget       *label = gtk_label_new (full);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, full, -1);
  self->about = gtk_revealer_new ();
  gtk_revealer_set_child (GTK_REVEALER (self->about), label);
  return self->about;
}

void
percept_key_row_refresh (PerceptKeyRow *self)
{
  TrainExperiment *experiment = percept_session_get_experiment (self->session);
  const char      *value;

  if (experiment == NULL)
    return;
  value = train_experiment_get (experiment, self->key->group, self->key->key);
  self->refreshing = TRUE;
  if (self->entry != NULL && g_strcmp0 (self->shown, value) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), value);
  for (guint i = 0; self->choice != NULL && self->key->choices[i] != NULL; i++)
    if (g_str_equal (self->key->choices[i], value))
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choice), i);
  self->refreshing = FALSE;
  /* A typed value that was refused stays, with its error, while other keys change. */
  if (!self->refused || g_strcmp0 (self->shown, value) != 0)
    show_pending (self);
  g_free (self->shown);
  self->shown = g_strdup (value);
  if (g_str_equal (self->key->key, "momentum"))
    gtk_widget_set_visible (GTK_WIDGET (self),
                            nn_optimizer_type_find (train_experiment_get (experiment, "training",
                                                                          "optimizer"))->has_momentum);
}

void
percept_key_row_toggle_about (PerceptKeyRow *self)
{
  gboolean shown = !gtk_revealer_get_reveal_child (GTK_REVEALER (self->about));

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->about), shown);
  /* It would cover what was asked for. */
  gtk_widget_set_has_tooltip (self->title, !shown);
}

static void
build (PerceptKeyRow *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = gtk_label_new (_(self->key->title));
  GtkWidget *control = self->key->kind == TRAIN_KEY_CHOICE ? make_choice_control (self) : make_number_control (self);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  /* Not on the whole row: it would cover what the row says about the value. */
  gtk_widget_set_tooltip_text (title, _("Click for what it does"));
  self->title = title;
  gtk_box_append (GTK_BOX (line), title);
  gtk_box_append (GTK_BOX (line), control);
  gtk_widget_add_css_class (line, "setup-line");
  gtk_box_append (GTK_BOX (column), line);
  self->note = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->note), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->note), 0);
  gtk_widget_set_visible (self->note, FALSE);
  gtk_widget_add_css_class (self->note, "setup-note");
  gtk_box_append (GTK_BOX (column), self->note);
  gtk_box_append (GTK_BOX (column), make_about (self));
  gtk_widget_add_css_class (gtk_revealer_get_child (GTK_REVEALER (self->about)), "setup-about");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), column);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _(self->key->title), -1);
}

static void
percept_key_row_dispose (GObject *object)
{
  g_clear_object (&PERCEPT_KEY_ROW (object)->session);
  g_clear_pointer (&PERCEPT_KEY_ROW (object)->shown, g_free);
  G_OBJECT_CLASS (percept_key_row_parent_class)->dispose (object);
}

static void
percept_key_row_class_init (PerceptKeyRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_key_row_dispose;
}

static void
percept_key_row_init (PerceptKeyRow *self)
{
}

GtkWidget *
percept_key_row_new (PerceptSession *session,
                     const TrainKey *key)
{
  PerceptKeyRow *self = g_object_new (PERCEPT_TYPE_KEY_ROW, NULL);

  self->session = g_object_ref (session);
  self->key = key;
  build (self);
  return GTK_WIDGET (self);
}
