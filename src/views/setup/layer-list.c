/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/setup/layer-list.h"

#include "plot/number.h"
#include "views/setup/layer-editor.h"
#include "widgets/control-name.h"
#include "widgets/popup-control.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>


struct _PerceptLayerList
{
  GtkWidget       parent_instance;
  PerceptSession *session;
  GtkWidget      *list;
  GtkWidget      *input;       /* row */
  GtkWidget      *add;         /* row */
  GtkWidget      *n_weights;   /* label in it */
  GPtrArray      *rows;        /* of the layers */
  char           *text;        /* that the rows show */
  int             edited;      /* the layer that was changed last and takes the focus again, or -1 */
};

G_DEFINE_FINAL_TYPE (PerceptLayerList, percept_layer_list, GTK_TYPE_WIDGET)

/* The stages of the chain, stripped. Returns: (transfer full) */
static char **
split_layers (const char *text)
{
  char **layers = g_strsplit (text, ";", -1);

  for (int i = 0; layers[i] != NULL; i++)
    g_strstrip (layers[i]);
  return layers;
}

static const char *
layers_text (PerceptLayerList *self)
{
  TrainExperiment *experiment = percept_session_get_experiment (self->session);

  return experiment != NULL ? train_experiment_get (experiment, "network", "layers") : "";
}

static void
set_layers (PerceptLayerList *self,
            const char       *text)
{
  g_autoptr (GError) error = NULL;

  if (!percept_session_set (self->session, "network", "layers", text, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.report", "s", error->message);
}

/* Puts @layer in place of the one at @index; NULL takes that one out. */
static void
replace_layer (PerceptLayerList *self,
               guint             index,
               const char       *layer)
{
  g_auto (GStrv)     layers = split_layers (layers_text (self));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; layers[i] != NULL; i++)
    {
      const char *kept = i == index ? layer : layers[i];

      if (kept != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", kept);
    }
  set_layers (self, text->str);
}

static void
edited_cb (PerceptLayerList   *self,
           const char         *layer,
           PerceptLayerEditor *editor)
{
  self->edited = layer != NULL ? (int) percept_layer_editor_get_index (editor) : -1;
  replace_layer (self, percept_layer_editor_get_index (editor), layer);
}

/* Before the output layer; its editor takes the focus. */
static void
add_layer_cb (GSimpleAction *action,
              GVariant      *layer,
              gpointer       data)
{
  PerceptLayerList *self = data;
  g_auto (GStrv)    layers = split_layers (layers_text (self));
  guint             n = g_strv_length (layers);
  g_autofree char  *both = g_strdup_printf ("%s; %s", g_variant_get_string (layer, NULL), layers[n - 1]);

  self->edited = (int) n - 1;
  replace_layer (self, n - 1, both);
}

/* "dense 300 tanh rate 0.1": "Dense 300, tanh rate 0.1" */
static char *
layer_title (const char *layer,
             gboolean    is_output)
{
  g_auto (GStrv)   words = g_strsplit (layer, " ", -1);
  guint            n = g_strv_length (words);
  g_autofree char *rest = NULL;

  if (n == 2 && g_str_equal (words[0], "dropout"))
    return g_strdup_printf (_("Dropout %s"), words[1]);
  if (n < 2 || !g_str_equal (words[0], "dense"))
    return g_strdup (layer);
  if (n == 2)
    return g_strdup_printf (is_output ? _("Dense %s, output") : _("Dense %s"), words[1]);
  rest = g_strjoinv (" ", words + 2);
  return g_strdup_printf (_("Dense %s, %s"), words[1], rest);
}

static void
add_layer_row (PerceptLayerList *self,
               const char       *layer,
               guint             index,
               gboolean          is_output)
{
  GtkWidget       *row = adw_action_row_new ();
  g_autofree char *title = layer_title (layer, is_output);
  GtkWidget       *editor;

  gtk_list_box_insert (GTK_LIST_BOX (self->list), row, (int) index + 1);
  g_ptr_array_add (self->rows, row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_focusable (row, FALSE);
  if (!is_output && percept_layer_editor_knows (layer))
    {
      editor = percept_layer_editor_new (index, layer, title);
      g_signal_connect_swapped (editor, "edited", G_CALLBACK (edited_cb), self);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), editor);
      if (self->edited == (int) index)
        percept_layer_editor_focus (PERCEPT_LAYER_EDITOR (editor));
    }
}

static void
rebuild (PerceptLayerList *self)
{
  g_auto (GStrv) layers = split_layers (layers_text (self));
  guint          n = g_strv_length (layers);

  for (guint i = 0; i < self->rows->len; i++)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < n; i++)
    add_layer_row (self, layers[i], i, i == n - 1);
  self->edited = -1;
}

static void
show_input (PerceptLayerList *self)
{
  DsDataset       *dataset = percept_session_get_dataset (self->session);
  g_autofree char *text = NULL;

  if (dataset == NULL)
    return;
  text = g_strdup_printf (dataset->shape.channels == 1 ? _("%u × %u gray") : _("%u × %u color"),
                          dataset->shape.width, dataset->shape.height);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->input), _("Input"));
  gtk_label_set_label (GTK_LABEL (g_object_get_data (G_OBJECT (self->input), "percept-value")), text);
}

void
percept_layer_list_refresh (PerceptLayerList *self)
{
  gsize            n = percept_session_get_status (self->session)->n_parameters;
  g_autofree char *number = plot_number_fixed ((double) n, 0);
  gboolean         pending = percept_session_is_pending (self->session, "network", "layers");
  g_autofree char *weights = NULL;

  if (g_strcmp0 (self->text, layers_text (self)) != 0)
    {
      g_free (self->text);
      self->text = g_strdup (layers_text (self));
      rebuild (self);
    }
  show_input (self);
  weights = pending ? g_strdup (_("after restart"))
                    : g_strdup_printf (ngettext ("%s weight", "%s weights", (gulong) n), number);
  gtk_label_set_label (GTK_LABEL (self->n_weights), weights);
}

static void
percept_layer_list_dispose (GObject *object)
{
  PerceptLayerList *self = PERCEPT_LAYER_LIST (object);

  g_clear_pointer (&self->list, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->text, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_layer_list_parent_class)->dispose (object);
}

static void
percept_layer_list_class_init (PerceptLayerListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_layer_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_row (const char *title)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_focusable (row, FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  g_object_set_data (G_OBJECT (row), "percept-value", label);
  return row;
}

static GtkWidget *
make_add_button (PerceptLayerList *self)
{
  static const GActionEntry      entries[] = { { .name = "add", .parameter_type = "s", .activate = add_layer_cb } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GMenu)              menu = g_menu_new ();
  GtkWidget                     *button = gtk_menu_button_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "layers", G_ACTION_GROUP (actions));
  g_menu_append (menu, _("_Hidden Layer"), "layers.add::dense 100 tanh");
  g_menu_append (menu, _("_Dropout"), "layers.add::dropout 0.5");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "list-add-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Add a layer before the output"));
  percept_control_set_name (button, _("Add layer"));
  percept_popup_control_hush (button);
  return button;
}

static void
percept_layer_list_init (PerceptLayerList *self)
{
  GtkWidget *button = make_add_button (self);

  self->edited = -1;
  self->rows = g_ptr_array_new ();
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Network"), -1);
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
  self->input = make_row (_("Input"));
  gtk_list_box_append (GTK_LIST_BOX (self->list), self->input);
  self->add = make_row (_("Add layer"));
  self->n_weights = g_object_get_data (G_OBJECT (self->add), "percept-value");
  adw_action_row_add_prefix (ADW_ACTION_ROW (self->add), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->add), button);
  gtk_list_box_append (GTK_LIST_BOX (self->list), self->add);
}

GtkWidget *
percept_layer_list_new (PerceptSession *session)
{
  PerceptLayerList *self = g_object_new (PERCEPT_TYPE_LAYER_LIST, NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}
