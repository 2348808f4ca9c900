/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/units-view-private.h"

#include "views/figure-binding.h"
#include "widgets/control-name.h"
#include "widgets/fold-box.h"
#include "widgets/popup-control.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* While it runs, units change places no more often than this. */
#define SORT_US (2 * G_USEC_PER_SEC)

typedef enum
{
  SCALE_SHARED,
  SCALE_OWN,
} UnitScale;

/* In order of number to find the strongest among them. */
#define FEW_UNITS 20

G_DEFINE_FINAL_TYPE (PerceptUnitsView, percept_units_view, GTK_TYPE_WIDGET)

static guint unit_chosen;

/* Kinds of figures */

static double
figure_height (PlotFigure      *figure,
               double           width,
               const PlotTheme *theme)
{
  return g_str_equal (figure->klass->name, "weights")
           ? plot_weight_sheet_get_height ((PlotWeightSheet *) figure, width, theme)
           : plot_weight_matrix_get_height ((PlotWeightMatrix *) figure, width, theme);
}

static double
figure_head (PlotFigure      *figure,
             double           width,
             const PlotTheme *theme)
{
  return g_str_equal (figure->klass->name, "weights")
           ? plot_weight_sheet_get_head ((PlotWeightSheet *) figure, width, theme)
           : 0;
}

static const PerceptLayerInfo *
get_layer (PerceptUnitsView *self)
{
  guint                   n;
  const PerceptLayerInfo *layers = percept_session_get_layers (self->session, &n);

  return self->layer > 0 && self->layer <= n ? &layers[self->layer - 1] : NULL;
}

static gboolean
looks_at_images (const PerceptLayerInfo *layer)
{
  return layer->height > 1 && layer->width > 1;
}

PerceptWeights *
percept_units_view_get_weights (PerceptUnitsView *self)
{
  return self->layer > 0 ? percept_weight_source_get (self->source, self->layer) : NULL;
}

/* Watching */

static void
watch (PerceptUnitsView *self,
       gboolean          watching)
{
  if (self->watching == watching || self->layer == 0)
    return;
  self->watching = watching;
  if (watching)
    percept_weight_source_watch (self->source, self->layer);
  else
    percept_weight_source_unwatch (self->source, self->layer);
}

/* What is shown */

static void
drop_figures (PerceptUnitsView *self)
{
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), NULL, NULL);
  if (self->sheet != NULL)
    plot_figure_unref (plot_weight_sheet_figure (self->sheet));
  if (self->matrix != NULL)
    plot_figure_unref (plot_weight_matrix_figure (self->matrix));
  self->sheet = NULL;
  self->matrix = NULL;
}

void
percept_units_view_take_weights (PerceptUnitsView *self,
                                 PerceptWeights   *weights)
{
  char **names = percept_run_figures_unit_names (self->session, self->layer);

  if (self->sheet != NULL)
    {
      percept_map_chooser_set_channels (PERCEPT_MAP_CHOOSER (self->maps), weights->channels);
      percept_map_chooser_apply (PERCEPT_MAP_CHOOSER (self->maps), self->sheet);
      plot_weight_sheet_set_weights (self->sheet, weights->weights, weights->n_units, weights->channels,
                                     weights->height, weights->width, names);
    }
  else if (self->matrix != NULL)
    plot_weight_matrix_set_weights (self->matrix, weights->weights, weights->n_units,
                                    weights->channels * weights->height * weights->width, names, NULL);
  percept_units_view_suit_size (self);
}

static void
take_weights (PerceptUnitsView *self)
{
  PerceptWeights *weights = percept_units_view_get_weights (self);

  if (weights == NULL || (self->sheet == NULL && self->matrix == NULL))
    return;
  percept_units_view_take_weights (self, weights);
  if (g_get_monotonic_time () - self->sorted > SORT_US || !self->running)
    percept_units_view_sort (self);
  percept_units_view_queue_update (self, FALSE);
  percept_units_view_update_read_out (self);
}

static void
weights_cb (PerceptUnitsView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    take_weights (self);
}

static void
status_cb (PerceptUnitsView *self)
{
  self->running = percept_session_get_status (self->session)->phase == PERCEPT_PHASE_RUNNING;
}

static gboolean
has_own_scales (PerceptUnitsView *self)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (self->scale_chooser)) == SCALE_OWN;
}

PlotWeightParts
percept_units_view_get_parts (PerceptUnitsView *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->parts_button)) ? PLOT_PARTS_APART
                                                                               : PLOT_PARTS_TOGETHER;
}

static void
make_figure (PerceptUnitsView       *self,
             const PerceptLayerInfo *layer,
             gboolean                last)
{
  const char      *title = last ? _("Output units") : _("Hidden units");
  g_autofree char *file_name = percept_figure_file_name (self->session, "weights");
  PlotFigure      *figure;

  if (looks_at_images (layer))
    {
      self->sheet = plot_weight_sheet_new (title, last ? _("output unit") : _("hidden unit"));
      plot_weight_sheet_set_side (self->sheet, gtk_range_get_value (GTK_RANGE (self->size_slider)));
      plot_weight_sheet_set_own_scale (self->sheet, has_own_scales (self));
      plot_weight_sheet_set_parts (self->sheet, percept_units_view_get_parts (self));
      figure = plot_weight_sheet_figure (self->sheet);
    }
  else
    {
      self->matrix = plot_weight_matrix_new (title, last ? _("output unit") : _("hidden unit"),
                                             layer->layer > 1 ? _("hidden unit") : _("input"));
      plot_weight_matrix_set_own_scale (self->matrix, has_own_scales (self));
      figure = plot_weight_matrix_figure (self->matrix);
    }
  gtk_widget_set_sensitive (self->size_box, self->sheet != NULL);
  gtk_widget_set_sensitive (self->parts_button, self->sheet != NULL);
  if (self->sheet == NULL)
    percept_map_chooser_set_channels (PERCEPT_MAP_CHOOSER (self->maps), 1);
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), figure, title);
  percept_figure_view_set_file_name (PERCEPT_FIGURE_VIEW (self->view), file_name);
}

static void
show_layer (PerceptUnitsView *self,
            guint             layer)
{
  guint                   n_layers;
  const PerceptLayerInfo *layers = percept_session_get_layers (self->session, &n_layers);

  watch (self, FALSE);
  self->layer = layer;
  self->selected = PLOT_NO_UNIT;
  drop_figures (self);
  percept_unit_order_box_set_layer (self->order_box, self->session, layer);
  make_figure (self, &layers[layer - 1], layer == n_layers);
  self->sorted = 0;
  watch (self, gtk_widget_get_mapped (GTK_WIDGET (self)));
  percept_units_view_change_order (self);
  weights_cb (self);
}

/* A few units stand in their order; of many the strongest come first. */
static void
suit_controls (PerceptUnitsView       *self,
               const PerceptLayerInfo *layer)
{
  percept_units_view_use_usual_size (self, layer->n_units);
  percept_unit_order_box_choose (self->order_box, layer->n_units <= FEW_UNITS ? "number" : "norm", NULL, NULL);
}

/* As after a restart, when order, filter and what was searched for stay. */
static gboolean
has_layers (PerceptUnitsView *self,
            GtkStringList    *names)
{
  GListModel *old = gtk_drop_down_get_model (GTK_DROP_DOWN (self->layer_chooser));
  guint       n = g_list_model_get_n_items (G_LIST_MODEL (names));

  if (old == NULL || g_list_model_get_n_items (old) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (old), i), gtk_string_list_get_string (names, i)))
      return FALSE;
  return TRUE;
}

static void
opened_cb (PerceptUnitsView *self)
{
  guint                     n, layer = self->layer;
  gboolean                  same;
  const PerceptLayerInfo   *layers = percept_session_get_layers (self->session, &n);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf (_("Layer %u: %s"), layers[i].layer, layers[i].text);

      gtk_string_list_append (names, name);
    }
  /* The source has ended all watching already. */
  self->watching = FALSE;
  self->layer = 0;
  self->selected = PLOT_NO_UNIT;
  drop_figures (self);
  same = layer > 0 && has_layers (self, names);
  if (!same)
    gtk_drop_down_set_model (GTK_DROP_DOWN (self->layer_chooser), G_LIST_MODEL (names));
  gtk_widget_set_visible (self->layer_chooser, n > 1);
  if (n == 0)
    return;
  if (!same)
    {
      layer = 1;
      gtk_editable_set_text (GTK_EDITABLE (self->search), "");
      percept_unit_order_box_set_layer (self->order_box, self->session, layer);
      suit_controls (self, &layers[0]);
    }
  show_layer (self, layer);
}

/* Controls */

static void
layer_chosen_cb (PerceptUnitsView *self)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->layer_chooser));
  guint n;

  percept_session_get_layers (self->session, &n);
  if (chosen < n && self->layer != 0 && chosen + 1 != self->layer)
    show_layer (self, chosen + 1);
}

static void
scale_chosen_cb (PerceptUnitsView *self)
{
  if (self->sheet != NULL)
    plot_weight_sheet_set_own_scale (self->sheet, has_own_scales (self));
  if (self->matrix != NULL)
    plot_weight_matrix_set_own_scale (self->matrix, has_own_scales (self));
  percept_units_view_queue_update (self, TRUE);
}

static void
parts_toggled_cb (PerceptUnitsView *self)
{
  if (self->sheet != NULL)
    plot_weight_sheet_set_parts (self->sheet, percept_units_view_get_parts (self));
  percept_units_view_suit_size (self);
  percept_units_view_queue_update (self, TRUE);
  g_object_notify (G_OBJECT (self), "parts-apart");
}

static void
maps_chosen_cb (PerceptUnitsView *self)
{
  if (self->sheet != NULL)
    percept_map_chooser_apply (PERCEPT_MAP_CHOOSER (self->maps), self->sheet);
  percept_units_view_suit_size (self);
  percept_units_view_queue_update (self, TRUE);
}

/* Selection */

void
percept_units_view_select (PerceptUnitsView *self,
                           guint             unit)
{
  const PerceptLayerInfo *layer = get_layer (self);

  self->selected = layer != NULL && unit < layer->n_units ? unit : PLOT_NO_UNIT;
  if (self->sheet != NULL)
    plot_weight_sheet_set_selected (self->sheet, self->selected);
  if (self->matrix != NULL)
    plot_weight_matrix_set_selected (self->matrix, self->selected);
  percept_units_view_see_selected (self);
  percept_units_view_queue_update (self, TRUE);
  percept_units_view_update_read_out (self);
}

void
percept_units_view_tell_chosen (PerceptUnitsView *self)
{
  if (self->selected != PLOT_NO_UNIT)
    g_signal_emit (self, unit_chosen, 0, self->layer, self->selected);
}

void
percept_units_view_choose (PerceptUnitsView *self,
                           guint             layer,
                           guint             unit)
{
  if (layer == 0)
    return;
  if (layer != self->layer)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->layer_chooser), layer - 1);
  percept_units_view_select (self, unit);
}

guint
percept_units_view_get_layer (PerceptUnitsView *self)
{
  return self->layer;
}

PerceptUnitOrderBox *
percept_units_view_get_order (PerceptUnitsView *self)
{
  return self->order_box;
}

PerceptMapChooser *
percept_units_view_get_maps (PerceptUnitsView *self)
{
  return PERCEPT_MAP_CHOOSER (self->maps);
}

PerceptFigureView *
percept_units_view_get_view (PerceptUnitsView *self)
{
  /* While it is not seen, its figure stays as it was. */
  take_weights (self);
  return PERCEPT_FIGURE_VIEW (self->view);
}

/* GObject */

enum
{
  PROP_PARTS_APART = 1,
  PROP_PICTURE_SIZE,
};

static void
percept_units_view_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *spec)
{
  PerceptUnitsView *self = PERCEPT_UNITS_VIEW (object);

  switch (id)
    {
    case PROP_PARTS_APART:
      g_value_set_boolean (value, percept_units_view_get_parts (self) == PLOT_PARTS_APART);
      break;
    case PROP_PICTURE_SIZE:
      g_value_set_uint (value, percept_units_view_get_size (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
percept_units_view_map (GtkWidget *widget)
{
  PerceptUnitsView *self = PERCEPT_UNITS_VIEW (widget);

  GTK_WIDGET_CLASS (percept_units_view_parent_class)->map (widget);
  watch (self, TRUE);
  percept_units_view_watch_ranking (self);
  weights_cb (self);
}

static void
percept_units_view_unmap (GtkWidget *widget)
{
  PerceptUnitsView *self = PERCEPT_UNITS_VIEW (widget);

  GTK_WIDGET_CLASS (percept_units_view_parent_class)->unmap (widget);
  watch (self, FALSE);
  percept_units_view_watch_ranking (self);
}

static void
percept_units_view_dispose (GObject *object)
{
  PerceptUnitsView *self = PERCEPT_UNITS_VIEW (object);

  if (self->source != NULL)
    watch (self, FALSE);
  if (self->view != NULL)
    drop_figures (self);
  g_clear_handle_id (&self->suit_id, g_source_remove);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->order_box);
  self->view = NULL;
  g_clear_pointer (&self->failure, g_free);
  g_clear_object (&self->image);
  g_clear_object (&self->study);
  g_clear_object (&self->source);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_units_view_parent_class)->dispose (object);
}

static void
percept_units_view_class_init (PerceptUnitsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PERCEPT_TYPE_FIGURE_VIEW);
  g_type_ensure (PERCEPT_TYPE_FOLD_BOX);
  G_OBJECT_CLASS (klass)->dispose = percept_units_view_dispose;
  G_OBJECT_CLASS (klass)->get_property = percept_units_view_get_property;
  widget_class->map = percept_units_view_map;
  widget_class->unmap = percept_units_view_unmap;
  unit_chosen = g_signal_new ("unit-chosen", PERCEPT_TYPE_UNITS_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_PARTS_APART,
                                   g_param_spec_boolean ("parts-apart", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_PICTURE_SIZE,
                                   g_param_spec_uint ("picture-size", NULL, NULL, 0, G_MAXUINT, 0,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/units-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitsView, content);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitsView, toolbar);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitsView, order_row);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitsView, layer_chooser);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitsView, scale_chooser);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitsView, parts_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitsView, size_box);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitsView, size_slider);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitsView, search);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitsView, meaning_box);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitsView, meaning);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitsView, spinner);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitsView, read_out);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitsView, view);
  gtk_widget_class_bind_template_callback (widget_class, layer_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, scale_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, parts_toggled_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "size_changed_cb",
                                                G_CALLBACK (percept_units_view_size_changed));
  percept_units_view_bind_hand (widget_class);
}

static void
fill_toolbar (PerceptUnitsView *self)
{
  PerceptFoldBox *toolbar = PERCEPT_FOLD_BOX (self->toolbar), *order_row = PERCEPT_FOLD_BOX (self->order_row);
  GtkWidget      *overflow = percept_overflow_button_new ();

  self->maps = percept_map_chooser_new ();
  self->order_box = percept_unit_order_box_new (order_row);
  percept_fold_box_set_overflow (toolbar, PERCEPT_OVERFLOW_BUTTON (overflow), 0);
  percept_fold_box_set_overflow (order_row, PERCEPT_OVERFLOW_BUTTON (overflow), 1);
  percept_fold_box_append (toolbar, self->layer_chooser, 0, FALSE);
  percept_fold_box_append (toolbar, self->maps, 2, FALSE);
  percept_fold_box_append (toolbar, self->scale_chooser, 3, FALSE);
  percept_fold_box_append (toolbar, self->parts_button, 4, FALSE);
  percept_fold_box_append (toolbar, self->size_box, 1, FALSE);
  percept_fold_box_append (toolbar, overflow, 0, FALSE);
  percept_fold_box_append (order_row, self->search, 3, FALSE);
  percept_popup_control_hush (self->layer_chooser);
  percept_popup_control_hush (self->scale_chooser);
  percept_control_set_name (self->layer_chooser, _("Layer"));
  percept_control_set_name (self->scale_chooser, _("Color scale"));
  percept_control_set_name (self->search, _("Unit to go to"));
  g_signal_connect_object (self->order_box, "changed", G_CALLBACK (percept_units_view_change_order), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->maps, "changed", G_CALLBACK (maps_chosen_cb), self, G_CONNECT_SWAPPED);
}

static void
percept_units_view_init (PerceptUnitsView *self)
{
  self->selected = PLOT_NO_UNIT;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_toolbar (self);
  percept_figure_view_set_height_func (PERCEPT_FIGURE_VIEW (self->view), figure_height);
  percept_figure_view_set_head_func (PERCEPT_FIGURE_VIEW (self->view), figure_head);
  percept_units_view_watch_size (self);
}

GtkWidget *
percept_units_view_new (PerceptSession      *session,
                        PerceptWeightSource *source,
                        PerceptUnitStudy    *study,
                        PerceptChosenImage  *image)
{
  PerceptUnitsView *self = g_object_new (PERCEPT_TYPE_UNITS_VIEW, NULL);

  self->session = g_object_ref (session);
  self->source = g_object_ref (source);
  self->study = g_object_ref (study);
  self->image = g_object_ref (image);
  percept_units_view_add_menu (self);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "status", G_CALLBACK (status_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "weights", G_CALLBACK (weights_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (study, "ranking", G_CALLBACK (percept_units_view_take_ranking), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (study, "failed", G_CALLBACK (percept_units_view_take_failure), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (image, "changed", G_CALLBACK (percept_units_view_update_read_out), self,
                           G_CONNECT_SWAPPED);
  percept_units_view_update_read_out (self);
  return GTK_WIDGET (self);
}
