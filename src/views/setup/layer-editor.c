/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/setup/layer-editor.h"

#include "nn/layer.h"
#include "widgets/control-name.h"
#include "widgets/popup-control.h"

#include <glib/gi18n-lib.h>

/* Pictures of more are not to be told apart; an experiment file may say more. */
#define MOST_UNITS 16384

struct _PerceptLayerEditor
{
  GtkWidget  parent_instance;
  guint      index;
  GtkWidget *button;
  GtkWidget *units;
  GtkWidget *activation;
  char      *learning; /* what stands after the activation, " rate 0.1", and is kept as it is */
};

G_DEFINE_FINAL_TYPE (PerceptLayerEditor, percept_layer_editor, GTK_TYPE_WIDGET)

enum
{
  EDITED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* The n-th activation of the registry, NULL after the last. */
static const NnLayerType *
get_activation (guint n)
{
  for (guint i = 0; nn_layer_types[i] != NULL; i++)
    if (nn_layer_types[i]->title != NULL && n-- == 0)
      return nn_layer_types[i];
  return NULL;
}

static void
apply_cb (PerceptLayerEditor *self)
{
  int              units = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->units));
  guint            selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->activation));
  g_autofree char *layer = g_strdup_printf ("dense %d %s%s", units, get_activation (selected)->name,
                                                     self->learning);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  g_signal_emit (self, signals[EDITED], 0, layer);
}

static void
remove_cb (PerceptLayerEditor *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  g_signal_emit (self, signals[EDITED], 0, NULL);
}

static void
attach (GtkWidget  *grid,
        int         row,
        const char *title,
        GtkWidget  *control)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), control);
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), control, 1, row, 1, 1);
}

static GtkWidget *
make_popover (PerceptLayerEditor *self)
{
  GtkWidget                *popover = gtk_popover_new ();
  GtkWidget                *grid = gtk_grid_new ();
  GtkWidget                *apply = gtk_button_new_with_mnemonic (_("_Change"));
  GtkWidget                *remove = gtk_button_new_with_mnemonic (_("_Remove Layer"));
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autofree char          *range = g_strdup_printf (_("1 to %d units"), MOST_UNITS);

  for (guint i = 0; get_activation (i) != NULL; i++)
    gtk_string_list_append (titles, _(get_activation (i)->title));
  self->units = gtk_spin_button_new_with_range (1, MOST_UNITS, 10);
  self->activation = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (titles)), NULL);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  attach (grid, 0, _("_Units"), self->units);
  attach (grid, 1, _("_Activation"), self->activation);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->units), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Units"), -1);
  percept_control_set_name (self->activation, _("Activation"));
  gtk_widget_set_tooltip_text (self->units, range);
  gtk_widget_add_css_class (apply, "suggested-action");
  gtk_widget_add_css_class (remove, "destructive-action");
  g_signal_connect_swapped (apply, "clicked", G_CALLBACK (apply_cb), self);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (remove_cb), self);
  gtk_grid_attach (GTK_GRID (grid), remove, 0, 2, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), apply, 1, 2, 1, 1);
  gtk_popover_set_child (GTK_POPOVER (popover), grid);
  gtk_popover_set_default_widget (GTK_POPOVER (popover), apply);
  /* Enter in the number applies it. */
  gtk_text_set_activates_default (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->units))), TRUE);
  return popover;
}

/* Fills the controls from "dense 300 tanh rate 0.1". */
static void
show_layer (PerceptLayerEditor *self,
            const char         *layer)
{
  g_auto (GStrv)   words = g_strsplit (layer, " ", -1);
  guint            n = g_strv_length (words);
  gboolean         is_named = n > 2 && nn_layer_type_find (words[2]) != NULL;
  const char      *activation = is_named ? words[2] : "identity";
  g_autofree char *rest = n > 2 ? g_strjoinv (" ", words + 2 + is_named) : NULL;

  if (n > 1)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->units), g_ascii_strtod (words[1], NULL));
  for (guint i = 0; get_activation (i) != NULL; i++)
    if (g_str_equal (get_activation (i)->name, activation))
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->activation), i);
  self->learning = g_strconcat (rest != NULL && rest[0] != '\0' ? " " : "", rest, NULL);
}

guint
percept_layer_editor_get_index (PerceptLayerEditor *self)
{
  return self->index;
}

static void
percept_layer_editor_dispose (GObject *object)
{
  g_clear_pointer (&PERCEPT_LAYER_EDITOR (object)->button, gtk_widget_unparent);
  G_OBJECT_CLASS (percept_layer_editor_parent_class)->dispose (object);
}

static void
percept_layer_editor_finalize (GObject *object)
{
  g_free (PERCEPT_LAYER_EDITOR (object)->learning);
  G_OBJECT_CLASS (percept_layer_editor_parent_class)->finalize (object);
}

static void
percept_layer_editor_class_init (PerceptLayerEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_layer_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = percept_layer_editor_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
percept_layer_editor_init (PerceptLayerEditor *self)
{
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "view-more-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), make_popover (self));
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

GtkWidget *
percept_layer_editor_new (guint       index,
                          const char *layer,
                          const char *title)
{
  PerceptLayerEditor *self = g_object_new (PERCEPT_TYPE_LAYER_EDITOR, NULL);
  g_autofree char    *name = g_strdup_printf (_("Change layer: %s"), title);

  self->index = index;
  show_layer (self, layer);
  gtk_widget_set_tooltip_text (self->button, name);
  percept_control_set_name (self->button, name);
  percept_popup_control_hush (self->button);
  return GTK_WIDGET (self);
}
