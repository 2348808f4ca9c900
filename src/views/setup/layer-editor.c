/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/setup/layer-editor.h"

#include "nn/layer.h"
#include "widgets/control-name.h"
#include "widgets/popup-control.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Pictures of more are not to be told apart; an experiment file may say more. */
#define MOST_UNITS 16384

/* Of the learning rate's factor. */
#define MOST_RATE 10

struct _PerceptLayerEditor
{
  GtkWidget  parent_instance;
  guint      index;
  GtkWidget *button;
  GtkWidget *units;        /* of a dense layer, or NULL */
  GtkWidget *activation;
  GtkWidget *rate;
  GtkWidget *probability;  /* of a dropout layer, or NULL */
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

/* "dense 300 tanh rate 0.1", "dropout 0.5". Returns: (transfer full) */
static char *
layer_text (PerceptLayerEditor *self)
{
  guint  selected;
  double rate;
  char   number[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->probability != NULL)
    {
      g_ascii_formatd (number, sizeof number, "%g", gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->probability)));
      return g_strdup_printf ("dropout %s", number);
    }
  selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->activation));
  rate = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->rate));
  g_ascii_formatd (number, sizeof number, "%g", rate);
  return g_strdup_printf ("dense %d %s%s%s", gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->units)),
                          get_activation (selected)->name, rate == 0 ? " frozen" : rate == 1 ? "" : " rate ",
                          rate == 0 || rate == 1 ? "" : number);
}

static void
apply_cb (PerceptLayerEditor *self)
{
  g_autofree char *layer = layer_text (self);

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
make_spin (const char *name,
           const char *explanation,
           double      low,
           double      high,
           double      step)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (low, high, step);

  gtk_widget_set_tooltip_text (spin, explanation);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  /* Enter in the number applies it. */
  gtk_text_set_activates_default (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (spin))), TRUE);
  return spin;
}

static void
add_dense_controls (PerceptLayerEditor *self,
                    GtkWidget          *grid)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autofree char          *range = g_strdup_printf (_("1 to %d units"), MOST_UNITS);

  for (guint i = 0; get_activation (i) != NULL; i++)
    gtk_string_list_append (titles, _(get_activation (i)->title));
  self->units = make_spin (_("Units"), range, 1, MOST_UNITS, 10);
  self->activation = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (titles)), NULL);
  self->rate = make_spin (_("Rate factor"), _("Multiplies the learning rate for this layer; 0 freezes its weights"), 0,
                          MOST_RATE, 0.1);
  percept_control_set_name (self->activation, _("Activation"));
  attach (grid, 0, _("_Units, up to 16384"), self->units);
  attach (grid, 1, _("_Activation"), self->activation);
  attach (grid, 2, _("Rate _factor, 0 freezes"), self->rate);
}

static void
add_dropout_controls (PerceptLayerEditor *self,
                      GtkWidget          *grid)
{
  self->probability = make_spin (_("Probability of dropping"),
                                 _("In each step every unit is left out with this probability; when the network is "
                                   "asked, all take part"),
                                 0, 0.95, 0.05);
  attach (grid, 0, _("_Probability of dropping, below 1"), self->probability);
}

static GtkWidget *
make_popover (PerceptLayerEditor *self,
              gboolean            is_dropout)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *apply = gtk_button_new_with_mnemonic (_("_Change"));
  GtkWidget *remove = gtk_button_new_with_mnemonic (_("_Remove Layer"));

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  if (is_dropout)
    add_dropout_controls (self, grid);
  else
    add_dense_controls (self, grid);
  gtk_widget_add_css_class (apply, "suggested-action");
  gtk_widget_add_css_class (remove, "destructive-action");
  g_signal_connect_swapped (apply, "clicked", G_CALLBACK (apply_cb), self);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (remove_cb), self);
  gtk_grid_attach (GTK_GRID (grid), remove, 0, 3, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), apply, 1, 3, 1, 1);
  gtk_popover_set_child (GTK_POPOVER (popover), grid);
  gtk_popover_set_default_widget (GTK_POPOVER (popover), apply);
  return popover;
}

/* After the activation: "rate 0.1", "frozen", or nothing. */
static double
rate_of (char **words,
         guint  n,
         guint  i)
{
  if (i < n && g_str_equal (words[i], "frozen"))
    return 0;
  return i + 1 < n && g_str_equal (words[i], "rate") ? g_ascii_strtod (words[i + 1], NULL) : 1;
}

/* Fills the controls from "dense 300 tanh rate 0.1". */
static void
show_layer (PerceptLayerEditor *self,
            const char         *layer)
{
  g_auto (GStrv) words = g_strsplit (layer, " ", -1);
  guint          n = g_strv_length (words);
  gboolean       is_named = n > 2 && nn_layer_type_find (words[2]) != NULL;
  const char    *activation = is_named ? words[2] : "identity";
  double         rate;

  if (self->probability != NULL)
    {
      gtk_spin_button_set_digits (GTK_SPIN_BUTTON (self->probability), 3);
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->probability), n > 1 ? g_ascii_strtod (words[1], NULL) : 0.5);
      return;
    }
  if (n > 1)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->units), g_ascii_strtod (words[1], NULL));
  for (guint i = 0; get_activation (i) != NULL; i++)
    if (g_str_equal (get_activation (i)->name, activation))
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->activation), i);
  rate = rate_of (words, n, 2 + is_named);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (self->rate), rate * 10 == floor (rate * 10) ? 1 : 4);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->rate), rate);
}

gboolean
percept_layer_editor_knows (const char *layer)
{
  return g_str_has_prefix (layer, "dense ") || g_str_has_prefix (layer, "dropout ");
}

void
percept_layer_editor_focus (PerceptLayerEditor *self)
{
  gtk_widget_grab_focus (self->button);
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
percept_layer_editor_class_init (PerceptLayerEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_layer_editor_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
percept_layer_editor_init (PerceptLayerEditor *self)
{
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "view-more-symbolic");
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
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button),
                               make_popover (self, g_str_has_prefix (layer, "dropout ")));
  show_layer (self, layer);
  gtk_widget_set_tooltip_text (self->button, name);
  percept_control_set_name (self->button, name);
  percept_popup_control_hush (self->button);
  return GTK_WIDGET (self);
}
