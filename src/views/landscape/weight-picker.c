/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/weight-picker.h"

#include "figures/run-figures.h"
#include "plot/number.h"
#include "views/landscape/race-setting.h"
#include "views/landscape/unit-picture.h"
#include "widgets/control-name.h"
#include "widgets/popup-control.h"

#include <glib/gi18n-lib.h>

#define MANY_UNITS 12 /* from here on the list of units can be searched */

struct _PerceptWeightPicker
{
  GtkWidget          parent_instance;
  PerceptSession    *session;
  PerceptLandscape  *landscape;
  GArray            *layers;   /* guint: those that look at images, in the order of the chooser */
  gboolean           filling;  /* the choosers are being filled */
  gboolean           keeping;  /* the pair in force, once it is known */
  PerceptWeightPlace pair[2];  /* in force */
  PerceptWeightPlace first;    /* clicked, the second is awaited */
  GtkWidget         *content;
  GtkWidget         *picture;
  GtkWidget         *chooser_box;
  GtkWidget         *layer_chooser;
  GtkWidget         *unit_chooser;
  GtkWidget         *hint;
  GtkWidget         *chips[2];
  GtkWidget         *entry;
  GtkWidget         *error;
};

G_DEFINE_FINAL_TYPE (PerceptWeightPicker, percept_weight_picker, GTK_TYPE_WIDGET)

/* What is shown */

static gboolean
awaits_second (PerceptWeightPicker *self)
{
  return self->first.layer != 0;
}

static void
show_picks (PerceptWeightPicker *self)
{
  PerceptUnitPicture *picture = PERCEPT_UNIT_PICTURE (self->picture);

  if (awaits_second (self))
    percept_unit_picture_set_marks (picture, &self->first, 1);
  else
    percept_unit_picture_set_marks (picture, self->pair, 2);
  gtk_label_set_label (GTK_LABEL (self->hint), awaits_second (self) ? _("Now click the second weight")
                                                                    : _("Click two pixels, one after the other"));
}

static void
show_error (PerceptWeightPicker *self,
            const char          *text)
{
  gtk_widget_set_visible (self->error, text != NULL);
  gtk_label_set_label (GTK_LABEL (self->error), text != NULL ? text : "");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               text != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (text != NULL)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
}

/* "w₁  W1[199,2]"; @i: 0 or 1. */
static void
show_chip (PerceptWeightPicker *self,
           guint                i,
           const char          *name)
{
  static const char *const letters[] = { "w₁", "w₂" };
  g_autofree char         *isolated = name != NULL ? plot_number_isolate (g_strdup (name)) : g_strdup ("–");
  g_autofree char         *text = g_strdup_printf ("%s  %s", letters[i], isolated);

  gtk_label_set_label (GTK_LABEL (self->chips[i]), text);
}

/* The pair that was chosen is the experiment's once it is found. */
static void
keep_pair (PerceptWeightPicker *self)
{
  if (!self->keeping || percept_landscape_get_weights (self->landscape) == NULL)
    return;
  self->keeping = FALSE;
  percept_race_setting_keep_weights (GTK_WIDGET (self), self->landscape);
}

/* What somebody is typing stays. */
static void
show_pair (PerceptWeightPicker *self)
{
  const char *text = percept_landscape_get_weights (self->landscape);
  char       *names[2];

  percept_weight_places_read (text, self->pair, names);
  for (guint i = 0; i < 2; i++)
    {
      show_chip (self, i, names[i]);
      g_free (names[i]);
    }
  if (text != NULL && !gtk_widget_has_focus (gtk_widget_get_first_child (self->entry)))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

/* Layers and units */

static void
fill_units (PerceptWeightPicker    *self,
            const PerceptLayerInfo *layer)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  char                    **names = percept_run_figures_unit_names (self->session, layer->layer);

  for (guint i = 0; i < layer->n_units; i++)
    {
      g_autofree char *title = names != NULL ? g_strdup_printf (_("Unit %s"), names[i])
                                             : g_strdup_printf (_("Unit #%u"), i);

      gtk_string_list_append (titles, title);
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->unit_chooser), G_LIST_MODEL (titles));
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (self->unit_chooser), layer->n_units >= MANY_UNITS);
  self->filling = FALSE;
}

static void
show_layer (PerceptWeightPicker *self,
            guint                layer)
{
  guint                   n;
  const PerceptLayerInfo *layers = percept_session_get_layers (self->session, &n);

  g_return_if_fail (layer >= 1 && layer <= n);
  fill_units (self, &layers[layer - 1]);
  percept_unit_picture_show (PERCEPT_UNIT_PICTURE (self->picture), layer, 0);
}

/* Where the first of the pair is. */
static void
show_place_of_pair (PerceptWeightPicker *self)
{
  const PerceptWeightPlace *place = &self->pair[0];

  for (guint i = 0; place->layer != 0 && i < self->layers->len; i++)
    if (g_array_index (self->layers, guint, i) == place->layer)
      {
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->layer_chooser), i);
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->unit_chooser), place->unit);
      }
}

static void
landscape_changed_cb (PerceptWeightPicker *self)
{
  PerceptWeightPlace before[2] = { self->pair[0], self->pair[1] };

  keep_pair (self);
  show_pair (self);
  if (!percept_weight_place_equal (&before[0], &self->pair[0])
      || !percept_weight_place_equal (&before[1], &self->pair[1]))
    {
      self->first = (PerceptWeightPlace) { 0 };
      show_error (self, NULL);
      show_place_of_pair (self);
    }
  show_picks (self);
}

static gboolean
looks_at_images (const PerceptLayerInfo *layer)
{
  return layer->height > 1 && layer->width > 1;
}

static void
fill_layers (PerceptWeightPicker *self)
{
  guint                     n;
  const PerceptLayerInfo   *layers = percept_session_get_layers (self->session, &n);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  g_array_set_size (self->layers, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = g_strdup_printf (_("Layer %u: %s"), layers[i].layer, layers[i].text);

      if (!looks_at_images (&layers[i]))
        continue;
      g_array_append_val (self->layers, layers[i].layer);
      gtk_string_list_append (titles, title);
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->layer_chooser), G_LIST_MODEL (titles));
  self->filling = FALSE;
}

static void
opened_cb (PerceptWeightPicker *self)
{
  fill_layers (self);
  self->keeping = FALSE;
  self->first = (PerceptWeightPlace) { 0 };
  percept_unit_picture_show (PERCEPT_UNIT_PICTURE (self->picture), 0, 0);
  gtk_widget_set_visible (self->layer_chooser, self->layers->len > 1);
  gtk_widget_set_visible (self->chooser_box, self->layers->len > 0);
  gtk_widget_set_visible (self->picture, self->layers->len > 0);
  if (self->layers->len > 0)
    show_layer (self, g_array_index (self->layers, guint, 0));
  landscape_changed_cb (self);
}

static void
layer_chosen_cb (PerceptWeightPicker *self)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->layer_chooser));

  if (!self->filling && chosen < self->layers->len
      && g_array_index (self->layers, guint, chosen)
           != percept_unit_picture_get_layer (PERCEPT_UNIT_PICTURE (self->picture)))
    show_layer (self, g_array_index (self->layers, guint, chosen));
}

static void
unit_chosen_cb (PerceptWeightPicker *self)
{
  PerceptUnitPicture *picture = PERCEPT_UNIT_PICTURE (self->picture);
  guint               chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->unit_chooser));

  if (!self->filling && chosen != GTK_INVALID_LIST_POSITION)
    percept_unit_picture_show (picture, percept_unit_picture_get_layer (picture), chosen);
}

/* Picking */

gboolean
percept_weight_picker_choose (PerceptWeightPicker *self,
                              const char          *text,
                              GError             **error)
{
  const char *before = percept_landscape_get_weights (self->landscape);
  gboolean    other = g_strcmp0 (text, before) != 0;

  self->first = (PerceptWeightPlace) { 0 };
  if (!percept_landscape_set_weights (self->landscape, text, error))
    return FALSE;
  show_error (self, NULL);
  percept_landscape_set_plane (self->landscape, PERCEPT_PLANE_WEIGHTS);
  self->keeping = other;
  landscape_changed_cb (self);
  return TRUE;
}

/* By hand: what is not possible is said here. */
static void
choose (PerceptWeightPicker *self,
        const char          *text)
{
  g_autoptr (GError) error = NULL;

  if (!percept_weight_picker_choose (self, text, &error))
    show_error (self, error->message);
}

void
percept_weight_picker_suggest (PerceptWeightPicker *self)
{
  choose (self, "suggest");
}

static void
suggest_cb (PerceptWeightPicker *self)
{
  percept_weight_picker_suggest (self);
}

static void
entered_cb (PerceptWeightPicker *self)
{
  choose (self, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
choose_places (PerceptWeightPicker      *self,
               const PerceptWeightPlace *first,
               const PerceptWeightPlace *second)
{
  g_autofree char *first_name = percept_weight_place_name (first);
  g_autofree char *second_name = percept_weight_place_name (second);
  g_autofree char *text = g_strdup_printf ("%s, %s", first_name, second_name);

  choose (self, text);
}

static void
picked_cb (PerceptWeightPicker      *self,
           const PerceptWeightPlace *place)
{
  show_error (self, NULL);
  if (!awaits_second (self))
    self->first = *place;
  else if (percept_weight_place_equal (&self->first, place))
    show_error (self, _("That is the first weight already: click another pixel, or another unit’s"));
  else
    choose_places (self, &self->first, place);
  show_picks (self);
}

/* Escape: the first one was not meant. */
static gboolean
key_cb (PerceptWeightPicker *self,
        guint                key,
        guint                code,
        GdkModifierType      state)
{
  if (key != GDK_KEY_Escape || !awaits_second (self))
    return FALSE;
  self->first = (PerceptWeightPlace) { 0 };
  show_error (self, NULL);
  show_picks (self);
  return TRUE;
}

/* GObject */

void
percept_weight_picker_set_session (PerceptWeightPicker *self,
                                   PerceptSession      *session,
                                   PerceptLandscape    *landscape)
{
  self->session = g_object_ref (session);
  self->landscape = g_object_ref (landscape);
  percept_unit_picture_set_session (PERCEPT_UNIT_PICTURE (self->picture), session);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (landscape, "changed", G_CALLBACK (landscape_changed_cb), self, G_CONNECT_SWAPPED);
  opened_cb (self);
}

static void
percept_weight_picker_dispose (GObject *object)
{
  PerceptWeightPicker *self = PERCEPT_WEIGHT_PICKER (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->layers, g_array_unref);
  g_clear_object (&self->landscape);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_weight_picker_parent_class)->dispose (object);
}

static void
percept_weight_picker_class_init (PerceptWeightPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PERCEPT_TYPE_UNIT_PICTURE);
  G_OBJECT_CLASS (klass)->dispose = percept_weight_picker_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/weight-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, content);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, picture);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, chooser_box);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, layer_chooser);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, unit_chooser);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, hint);
  gtk_widget_class_bind_template_child_full (widget_class, "chip_1", FALSE,
                                             G_STRUCT_OFFSET (PerceptWeightPicker, chips[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "chip_2", FALSE,
                                             G_STRUCT_OFFSET (PerceptWeightPicker, chips[1]));
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, entry);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, error);
  gtk_widget_class_bind_template_callback (widget_class, layer_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, unit_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, suggest_cb);
}

static void
percept_weight_picker_init (PerceptWeightPicker *self)
{
  self->layers = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_widget_init_template (GTK_WIDGET (self));
  percept_popup_control_hush (self->layer_chooser);
  percept_popup_control_hush (self->unit_chooser);
  percept_control_set_name (self->layer_chooser, _("Layer"));
  percept_control_set_name (self->unit_chooser, _("Unit"));
}
