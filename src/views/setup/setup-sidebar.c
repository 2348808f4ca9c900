/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/setup/setup-sidebar.h"

#include "plot/number.h"
#include "views/setup/key-row.h"
#include "views/setup/layer-list.h"
#include "widgets/control-name.h"
#include "widgets/popup-control.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* A folder may have a long name. */
#define SOURCE_CHARS 17

struct _PerceptSetupSidebar
{
  GtkWidget       parent_instance;
  PerceptSession *session;
  GtkWidget      *scroller;
  GtkWidget      *column;
  GtkWidget      *source;      /* drop-down */
  GtkStringList  *sources;     /* in it, and owned by it */
  guint           source_id;   /* idle */
  GtkWidget      *counts;      /* row */
  GtkWidget      *layers;
  GtkWidget      *pending;     /* revealer */
  GPtrArray      *rows;        /* PerceptKeyRow */
  char           *shown_name;  /* of the experiment */
  gboolean        refreshing;
  gsize           n_examples;   /* that is shown */
  gsize           n_parameters;
};

G_DEFINE_FINAL_TYPE (PerceptSetupSidebar, percept_setup_sidebar, GTK_TYPE_WIDGET)

/* Data source: the built-in one, the folder that is open, if any, and the way to another folder. */

static gboolean
is_built_in (PerceptSetupSidebar *self)
{
  TrainExperiment *experiment = percept_session_get_experiment (self->session);

  return g_str_equal (train_experiment_get (experiment, "data", "source"), "digits");
}

/* What is neither the user's nor the digits: examples made for one experiment. */
static const char *
get_origin (PerceptSetupSidebar *self)
{
  DsDataset *dataset = percept_session_get_dataset (self->session);

  return dataset != NULL ? dataset->origin : "";
}

static void
show_source (PerceptSetupSidebar *self)
{
  gboolean         built_in = is_built_in (self);
  const char      *path = train_experiment_get (percept_session_get_experiment (self->session), "data", "path");
  g_autofree char *name = path[0] != '\0' ? g_filename_display_basename (path) : g_strdup (get_origin (self));
  guint            n = g_list_model_get_n_items (G_LIST_MODEL (self->sources));
  const char      *open[] = { name, NULL };

  self->refreshing = TRUE;
  gtk_string_list_splice (self->sources, 1, n - 2, built_in ? NULL : open);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->source), built_in ? 0 : 1);
  self->refreshing = FALSE;
  gtk_widget_set_tooltip_text (self->source, built_in             ? _("Digits that Percept draws itself")
                                             : path[0] != '\0' ? path
                                                                : name);
}

static gboolean
source_chosen_cb (gpointer data)
{
  PerceptSetupSidebar *self = data;
  guint                chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->source));
  guint                last = g_list_model_get_n_items (G_LIST_MODEL (self->sources)) - 1;

  self->source_id = 0;
  /* What is shown follows the data, once they are there: a dialog that is closed again changes nothing. */
  show_source (self);
  if (chosen == gtk_drop_down_get_selected (GTK_DROP_DOWN (self->source)))
    return G_SOURCE_REMOVE;
  gtk_widget_activate_action (GTK_WIDGET (self), chosen == last ? "win.open-data" : "win.built-in-data", NULL);
  return G_SOURCE_REMOVE;
}

/* The drop-down tells again when it is put back: it is listened to once it has settled. */
static void
source_cb (PerceptSetupSidebar *self)
{
  if (!self->refreshing && self->source_id == 0 && percept_session_get_experiment (self->session) != NULL)
    self->source_id = g_idle_add (source_chosen_cb, self);
}

static GtkWidget *
make_value_row (const char *title,
                GtkWidget  *value)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_set_valign (value, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), value);
  return row;
}

static void
set_up_source_cb (GtkListItemFactory *factory,
                  GtkListItem        *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), SOURCE_CHARS);
  gtk_list_item_set_child (item, label);
}

static void
bind_source_cb (GtkListItemFactory *factory,
                GtkListItem        *item)
{
  GtkStringObject *string = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (string));
}

static GtkWidget *
make_source_row (PerceptSetupSidebar *self)
{
  const char                   *titles[] = { _("Built-in digits"), _("Choose a folder…"), NULL };
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_source_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_source_cb), NULL);
  self->sources = gtk_string_list_new (titles);
  self->source = gtk_drop_down_new (G_LIST_MODEL (self->sources), NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (self->source), factory);
  percept_popup_control_hush (self->source);
  gtk_widget_add_css_class (self->source, "quiet");
  percept_control_set_name (self->source, _("Source of the data"));
  g_signal_connect_swapped (self->source, "notify::selected", G_CALLBACK (source_cb), self);
  return make_value_row (_("Source"), self->source);
}

static GtkWidget *
make_counts_row (PerceptSetupSidebar *self)
{
  self->counts = adw_action_row_new ();
  gtk_widget_set_focusable (self->counts, FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->counts), _("Examples"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self->counts), 0);
  gtk_widget_set_tooltip_text (self->counts, _("How many examples train the network, check it while it learns, and "
                                               "test it at the end"));
  return self->counts;
}

/* Groups */

static void
row_activated_cb (GtkListBox    *list,
                  GtkListBoxRow *row)
{
  if (PERCEPT_IS_KEY_ROW (row))
    percept_key_row_toggle_about (PERCEPT_KEY_ROW (row));
}

static GtkWidget *
add_group (PerceptSetupSidebar *self,
           const char          *title,
           GtkWidget           *list)
{
  GtkWidget *heading = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (heading, "setup-heading");
  gtk_box_append (GTK_BOX (self->column), heading);
  if (list == NULL)
    {
      list = gtk_list_box_new ();
      gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
      gtk_widget_add_css_class (list, "boxed-list");
      g_signal_connect (list, "row-activated", G_CALLBACK (row_activated_cb), NULL);
      gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
    }
  gtk_box_append (GTK_BOX (self->column), list);
  return list;
}

/* The keys in the first sight of the optimizer, in this order; the rest stands under "More". */
static const char *const optimizer_keys[][2] = {
  { "training", "optimizer" }, { "training", "rate" }, { "training", "momentum" }, { "training", "batch" },
  { "training", "l2" },        { "training", "steps" }, { "seed", "init" },
};

static gboolean
is_placed (const TrainKey *key)
{
  if (g_str_equal (key->key, "source") || g_str_equal (key->key, "layers"))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (optimizer_keys); i++)
    if (g_str_equal (key->group, optimizer_keys[i][0]) && g_str_equal (key->key, optimizer_keys[i][1]))
      return TRUE;
  return FALSE;
}

static void
add_key_row (PerceptSetupSidebar *self,
             GtkWidget           *list,
             const TrainKey      *key)
{
  GtkWidget *row = percept_key_row_new (self->session, key);

  gtk_list_box_append (GTK_LIST_BOX (list), row);
  g_ptr_array_add (self->rows, row);
}

static void
add_optimizer_rows (PerceptSetupSidebar *self,
                    GtkWidget           *list)
{
  for (guint i = 0; i < G_N_ELEMENTS (optimizer_keys); i++)
    {
      const TrainKey *key = train_key_find (optimizer_keys[i][0], optimizer_keys[i][1]);

      if (key != NULL && key->title != NULL)
        add_key_row (self, list, key);
    }
}

/* Every other key that has a title. */
static void
add_other_rows (PerceptSetupSidebar *self,
                GtkWidget           *list)
{
  gsize           n;
  const TrainKey *keys = train_keys (&n);

  for (gsize i = 0; i < n; i++)
    if (keys[i].title != NULL && !is_placed (&keys[i]))
      add_key_row (self, list, &keys[i]);
}

/* The button goes away: the keys are the window's again. */
static void
restarted_cb (GtkWidget *button)
{
  gtk_window_set_focus (GTK_WINDOW (gtk_widget_get_root (button)), NULL);
}

static GtkWidget *
make_pending (void)
{
  GtkWidget *revealer = gtk_revealer_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_("Changes wait for a restart."));
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Restart"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.restart");
  g_signal_connect (button, "clicked", G_CALLBACK (restarted_cb), NULL);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_add_css_class (box, "pending-note");
  gtk_revealer_set_transition_type (GTK_REVEALER (revealer), GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  gtk_revealer_set_child (GTK_REVEALER (revealer), box);
  return revealer;
}

/* Following the session */

static void
show_counts (PerceptSetupSidebar *self)
{
  const PerceptStatus *status = percept_session_get_status (self->session);
  g_autofree char     *train = plot_number_fixed ((double) status->n_examples[TRAIN_PART_TRAIN], 0);
  g_autofree char     *validation = plot_number_fixed ((double) status->n_examples[TRAIN_PART_VALIDATION], 0);
  g_autofree char     *test = plot_number_fixed ((double) status->n_examples[TRAIN_PART_TEST], 0);
  g_autofree char     *text = g_strdup_printf (_("train %s · validation %s\ntest %s"), train, validation, test);

  if (g_strcmp0 (adw_action_row_get_subtitle (ADW_ACTION_ROW (self->counts)), text) != 0)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->counts), text);
}

static void
refresh (PerceptSetupSidebar *self)
{
  if (percept_session_get_experiment (self->session) == NULL)
    return;
  show_source (self);
  show_counts (self);
  percept_layer_list_refresh (PERCEPT_LAYER_LIST (self->layers));
  for (guint i = 0; i < self->rows->len; i++)
    percept_key_row_refresh (g_ptr_array_index (self->rows, i));
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->pending),
                                 percept_session_is_pending (self->session, NULL, NULL));
}

static void
opened_cb (PerceptSetupSidebar *self)
{
  TrainExperiment *experiment = percept_session_get_experiment (self->session);
  const char      *name = train_experiment_get_name (experiment);

  /* Another experiment is read from its beginning; a restart leaves the view alone. */
  if (g_strcmp0 (name, self->shown_name) != 0)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
  g_free (self->shown_name);
  self->shown_name = g_strdup (name);
  refresh (self);
}

/* The counts come with the status; they change seldom. */
static void
status_cb (PerceptSetupSidebar *self)
{
  const PerceptStatus *status = percept_session_get_status (self->session);

  if (status->n_parameters == self->n_parameters && status->n_examples[TRAIN_PART_TRAIN] == self->n_examples)
    return;
  self->n_parameters = status->n_parameters;
  self->n_examples = status->n_examples[TRAIN_PART_TRAIN];
  show_counts (self);
  percept_layer_list_refresh (PERCEPT_LAYER_LIST (self->layers));
}

void
percept_setup_sidebar_set_session (PerceptSetupSidebar *self,
                                   PerceptSession      *session)
{
  GtkWidget *list;

  self->session = g_object_ref (session);
  list = add_group (self, _("Data"), NULL);
  gtk_list_box_append (GTK_LIST_BOX (list), make_source_row (self));
  gtk_list_box_append (GTK_LIST_BOX (list), make_counts_row (self));
  self->layers = percept_layer_list_new (session);
  add_group (self, _("Network"), self->layers);
  list = add_group (self, _("Optimizer"), NULL);
  add_optimizer_rows (self, list);
  list = add_group (self, _("More"), NULL);
  add_other_rows (self, list);
  g_signal_connect_object (session, "status", G_CALLBACK (status_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "experiment", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
}

static void
percept_setup_sidebar_dispose (GObject *object)
{
  PerceptSetupSidebar *self = PERCEPT_SETUP_SIDEBAR (object);
  GtkWidget           *child;

  g_clear_handle_id (&self->source_id, g_source_remove);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->shown_name, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_setup_sidebar_parent_class)->dispose (object);
}

static void
percept_setup_sidebar_class_init (PerceptSetupSidebarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_setup_sidebar_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "setup");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
percept_setup_sidebar_init (PerceptSetupSidebar *self)
{
  self->rows = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  self->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->column, "setup-column");
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->column);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self), 300, -1);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  self->pending = make_pending ();
  gtk_widget_set_parent (self->pending, GTK_WIDGET (self));
}
