/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/weights-page.h"

#include "plot/number.h"
#include "plot/weight-sheet.h"
#include "views/figure-binding.h"
#include "figures/unit-order.h"
#include "widgets/control-name.h"
#include "widgets/fold-box.h"
#include "widgets/popup-control.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* While it runs, units change places no more often than this. */
#define SORT_US (2 * G_USEC_PER_SEC)

typedef enum
{
  ORDER_NUMBER,
  ORDER_NORM,
} UnitOrder;

typedef enum
{
  SCALE_SHARED,
  SCALE_OWN,
} UnitScale;

/* Px around a picture for the frame of the one selected. */
#define FRAME_ROOM 6
#define FEW_UNITS  20
#define FEW_SIDE   168 /* px */
#define MANY_SIDE  84

struct _PerceptWeightsPage
{
  GtkWidget        parent_instance;
  PerceptSession  *session;
  PlotWeightSheet *sheet;
  guint            layer;        /* from 1; 0: none */
  GArray          *choices;      /* guint: the layers that the chooser offers */
  gboolean         watching;
  gint64           sorted;
  gboolean         pointed;      /* the pointer is over the sheet, at @x, @y of the view */
  double           x, y;
  gboolean         by_pointer;   /* the last that was chosen: a menu takes the pointer away */
  GtkWidget       *content;
  GtkWidget       *toolbar;
  GtkWidget       *layer_chooser;
  GtkWidget       *order_chooser;
  GtkWidget       *scale_chooser;
  GtkWidget       *size_box;
  GtkWidget       *size_slider;
  GtkWidget       *read_out;
  GtkWidget       *view;
};

G_DEFINE_FINAL_TYPE (PerceptWeightsPage, percept_weights_page, GTK_TYPE_WIDGET)

static void update_read_out (PerceptWeightsPage *self);

static double
sheet_height (PlotFigure      *figure,
              double           width,
              const PlotTheme *theme)
{
  return plot_weight_sheet_get_height ((PlotWeightSheet *) figure, width, theme);
}

static double
sheet_head (PlotFigure      *figure,
            double           width,
            const PlotTheme *theme)
{
  return plot_weight_sheet_get_head ((PlotWeightSheet *) figure, width, theme);
}

static void
watch (PerceptWeightsPage *self,
       gboolean            watching)
{
  if (self->watching == watching || self->session == NULL || self->layer == 0)
    return;
  self->watching = watching;
  if (watching)
    percept_session_watch_weights (self->session, self->layer);
  else
    percept_session_unwatch_weights (self->session, self->layer);
}

/* Order */

static void
sort_units (PerceptWeightsPage *self)
{
  PerceptWeights  *weights = percept_session_get_weights (self->session, self->layer);
  g_autofree guint *order = NULL;

  self->sorted = g_get_monotonic_time ();
  if (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->order_chooser)) == ORDER_NORM && weights != NULL)
    order = percept_units_by_norm (weights);
  plot_weight_sheet_set_order (self->sheet, order, order != NULL ? weights->n_units : 0);
}

/* What is shown */

static void
drop_sheet (PerceptWeightsPage *self)
{
  if (self->sheet != NULL)
    plot_figure_unref (plot_weight_sheet_figure (self->sheet));
  self->sheet = NULL;
}

static void
take_weights (PerceptWeightsPage *self)
{
  PerceptWeights *weights = self->layer > 0 ? percept_session_get_weights (self->session, self->layer) : NULL;

  if (weights == NULL || self->sheet == NULL)
    return;
  plot_weight_sheet_set_weights (self->sheet, weights->weights, weights->n_units, weights->channels, weights->height,
                                 weights->width, percept_run_figures_unit_names (self->session, self->layer));
  if (g_get_monotonic_time () - self->sorted > SORT_US)
    sort_units (self);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), FALSE);
  update_read_out (self);
}

static void
weights_cb (PerceptWeightsPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    take_weights (self);
}

static gboolean
has_own_scales (PerceptWeightsPage *self)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (self->scale_chooser)) == SCALE_OWN;
}

static void
show_layer (PerceptWeightsPage *self,
            guint               layer)
{
  guint    n_layers;
  gboolean watching = self->watching || gtk_widget_get_mapped (GTK_WIDGET (self));
  g_autofree char *file_name = percept_figure_file_name (self->session, "weights");

  percept_session_get_layers (self->session, &n_layers);
  watch (self, FALSE);
  self->layer = layer;
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), NULL, NULL);
  drop_sheet (self);
  self->sheet = layer == n_layers ? plot_weight_sheet_new (_("Output units"), _("output unit"))
                                  : plot_weight_sheet_new (_("Hidden units"), _("hidden unit"));
  plot_weight_sheet_set_side (self->sheet, gtk_range_get_value (GTK_RANGE (self->size_slider)));
  plot_weight_sheet_set_own_scale (self->sheet, has_own_scales (self));
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), plot_weight_sheet_figure (self->sheet),
                                  layer == n_layers ? _("Output units") : _("Hidden units"));
  percept_figure_view_set_file_name (PERCEPT_FIGURE_VIEW (self->view), file_name);
  self->sorted = 0;
  watch (self, watching);
  weights_cb (self);
}

static gboolean
looks_at_images (const PerceptLayerInfo *layer)
{
  return layer->height > 1 && layer->width > 1;
}

/* A few units fill the page and stand in their order; of many the strongest come first. */
static void
suit_controls (PerceptWeightsPage     *self,
               const PerceptLayerInfo *layer)
{
  gboolean few = layer->n_units <= FEW_UNITS;

  gtk_range_set_value (GTK_RANGE (self->size_slider), few ? FEW_SIDE : MANY_SIDE);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->order_chooser), few ? ORDER_NUMBER : ORDER_NORM);
}

static void
opened_cb (PerceptWeightsPage *self)
{
  guint                    n;
  const PerceptLayerInfo  *layers = percept_session_get_layers (self->session, &n);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_array_set_size (self->choices, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf (_("Layer %u: %s"), layers[i].layer, layers[i].text);

      if (!looks_at_images (&layers[i]))
        continue;
      g_array_append_val (self->choices, layers[i].layer);
      gtk_string_list_append (names, name);
    }
  watch (self, FALSE);
  self->layer = 0;
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), NULL, NULL);
  drop_sheet (self);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->layer_chooser), G_LIST_MODEL (names));
  gtk_widget_set_visible (self->layer_chooser, self->choices->len > 1);
  if (self->choices->len == 0)
    return;
  suit_controls (self, &layers[g_array_index (self->choices, guint, 0) - 1]);
  show_layer (self, g_array_index (self->choices, guint, 0));
}

/* Controls */

static void
layer_chosen_cb (PerceptWeightsPage *self)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->layer_chooser));

  if (chosen < self->choices->len && self->layer != 0
      && g_array_index (self->choices, guint, chosen) != self->layer)
    show_layer (self, g_array_index (self->choices, guint, chosen));
}

static void
order_chosen_cb (PerceptWeightsPage *self)
{
  if (self->sheet == NULL)
    return;
  sort_units (self);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), TRUE);
}

static void
scale_chosen_cb (PerceptWeightsPage *self)
{
  if (self->sheet == NULL)
    return;
  plot_weight_sheet_set_own_scale (self->sheet, has_own_scales (self));
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), TRUE);
}

static void
size_changed_cb (PerceptWeightsPage *self)
{
  if (self->sheet == NULL)
    return;
  plot_weight_sheet_set_side (self->sheet, gtk_range_get_value (GTK_RANGE (self->size_slider)));
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), TRUE);
}

/* Read-out and selection */

/* What of the sheet is at @x, @y of the view. */
static gboolean
pick (PerceptWeightsPage *self,
      double              x,
      double              y,
      guint              *unit,
      guint              *column,
      guint              *row)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->view);
  PlotTheme          theme;

  if (self->sheet == NULL)
    return FALSE;
  percept_figure_view_get_theme (view, &theme);
  return plot_weight_sheet_pick (self->sheet, gtk_widget_get_width (self->view),
                                 percept_figure_view_get_full_height (view), &theme, x,
                                 percept_figure_view_to_figure_y (view, y), unit, column, row);
}

/* What is under the pointer, as text; NULL when that is no pixel. Returns: (transfer full) */
static char *
read_pixel (PerceptWeightsPage *self)
{
  PerceptWeights  *weights = percept_session_get_weights (self->session, self->layer);
  guint            unit, column, row;
  g_autofree char *number = NULL;
  g_autofree char *name = NULL;

  if (!self->pointed || weights == NULL || !pick (self, self->x, self->y, &unit, &column, &row)
      || unit >= weights->n_units || column >= weights->width || row >= weights->height)
    return NULL;
  number = plot_number_isolate (
    plot_number_value (weights->weights[(gsize) unit * weights->channels * weights->height * weights->width
                                        + (gsize) row * weights->width + column]));
  name = plot_weight_sheet_get_name (self->sheet, unit);
  return g_strdup_printf (_("Unit %s · row %u, column %u · weight %s"), name, row, column, number);
}

/* The pixel under the pointer, else the unit that is selected. */
static void
update_read_out (PerceptWeightsPage *self)
{
  g_autofree char *text = read_pixel (self);

  if (text == NULL && self->sheet != NULL)
    text = plot_weight_sheet_describe_unit (self->sheet, plot_weight_sheet_get_selected (self->sheet));
  gtk_label_set_label (GTK_LABEL (self->read_out), text != NULL ? text : _("Point at a pixel to read its weight"));
}

static void
leave_cb (PerceptWeightsPage *self)
{
  self->pointed = FALSE;
  update_read_out (self);
}

static void
motion_cb (PerceptWeightsPage *self,
           double              x,
           double              y)
{
  self->pointed = self->by_pointer = TRUE;
  self->x = x;
  self->y = y;
  update_read_out (self);
}

static void
select_unit (PerceptWeightsPage *self,
             guint               unit)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->view);
  cairo_rectangle_t  picture;
  PlotTheme          theme;

  percept_figure_view_get_theme (view, &theme);
  plot_weight_sheet_set_selected (self->sheet, unit);
  if (plot_weight_sheet_get_picture (self->sheet, gtk_widget_get_width (self->view),
                                     percept_figure_view_get_full_height (view), &theme, unit, &picture))
    percept_figure_view_scroll_to (view, picture.y - FRAME_ROOM,
                                   picture.y + picture.height + 2 * theme.text_size + FRAME_ROOM);
  percept_figure_view_queue_update (view, TRUE);
  update_read_out (self);
}

/* Selects what is clicked, and takes the focus: arrow keys go on from there. */
static void
pressed_cb (PerceptWeightsPage *self,
            int                 n_press,
            double              x,
            double              y)
{
  guint unit, column, row;

  gtk_widget_grab_focus (self->view);
  if (pick (self, x, y, &unit, &column, &row))
    select_unit (self, unit);
}

/* The weights of the pixel last pointed at; after the keyboard, the largest weight of the unit that is selected. As
 * names, "W1[406,3]": all channels of a pixel. Returns: (transfer full), NULL when there is none */
static char *
name_weights (PerceptWeightsPage *self)
{
  PerceptWeights      *weights = self->layer > 0 ? percept_session_get_weights (self->session, self->layer) : NULL;
  gsize                area = weights != NULL ? (gsize) weights->height * weights->width : 0;
  gsize                n = weights != NULL ? weights->channels * area : 0;
  gsize                place = 0;
  guint                unit, column, row;
  g_autoptr (GString)  names = g_string_new (NULL);

  if (weights == NULL || self->sheet == NULL)
    return NULL;
  if (self->by_pointer && pick (self, self->x, self->y, &unit, &column, &row) && unit < weights->n_units)
    {
      for (place = (gsize) row * weights->width + column; place < n; place += area)
        g_string_append_printf (names, "%sW%u[%" G_GSIZE_FORMAT ",%u]", names->len > 0 ? " " : "", self->layer, place,
                                unit);
      return g_string_free (g_steal_pointer (&names), FALSE);
    }
  unit = plot_weight_sheet_get_selected (self->sheet);
  if (unit >= weights->n_units)
    return NULL;
  for (gsize i = 1; i < n; i++)
    if (fabsf (weights->weights[unit * n + i]) > fabsf (weights->weights[unit * n + place]))
      place = i;
  return g_strdup_printf ("W%u[%" G_GSIZE_FORMAT ",%u]", self->layer, place, unit);
}

static void
check_weight_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  g_autofree char *names = name_weights (PERCEPT_WEIGHTS_PAGE (widget));

  if (names != NULL)
    gtk_widget_activate_action (widget, "win.check-weight", "s", names);
  else
    gtk_widget_activate_action (widget, "win.report", "s",
                                _("Point at the weight to check, or choose a unit with the arrow keys"));
}

/* Where each key goes: places to the right, rows down. */
static const struct
{
  guint key, pad_key;
  int   across, down;
} moves[] = {
  { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
  { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
  { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
  { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
  { GDK_KEY_Home, GDK_KEY_KP_Home, -G_MAXUINT16, 0 },
  { GDK_KEY_End, GDK_KEY_KP_End, G_MAXUINT16, 0 },
};

static gboolean
key_cb (PerceptWeightsPage *self,
        guint               key,
        guint               code,
        GdkModifierType     state)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->view);
  PlotTheme          theme;

  if (self->sheet == NULL || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  if (key == GDK_KEY_g)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "weights.check", NULL);
      return TRUE;
    }
  percept_figure_view_get_theme (view, &theme);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    if (key == moves[i].key || key == moves[i].pad_key)
      {
        guint selected = plot_weight_sheet_get_selected (self->sheet);

        self->pointed = self->by_pointer = FALSE;
        select_unit (self, plot_weight_sheet_get_neighbor (self->sheet, gtk_widget_get_width (self->view),
                                                           percept_figure_view_get_full_height (view), &theme,
                                                           selected, moves[i].across, moves[i].down));
        return TRUE;
      }
  return FALSE;
}

/* GObject */

PerceptFigureView *
percept_weights_page_get_view (PerceptWeightsPage *self)
{
  /* While the page is not seen, its sheet stays as it was. */
  take_weights (self);
  return PERCEPT_FIGURE_VIEW (self->view);
}

void
percept_weights_page_set_session (PerceptWeightsPage *self,
                                  PerceptSession     *session)
{
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "weights", G_CALLBACK (weights_cb), self, G_CONNECT_SWAPPED);
}

static void
percept_weights_page_map (GtkWidget *widget)
{
  PerceptWeightsPage *self = PERCEPT_WEIGHTS_PAGE (widget);

  GTK_WIDGET_CLASS (percept_weights_page_parent_class)->map (widget);
  watch (self, TRUE);
  weights_cb (self);
}

static void
percept_weights_page_unmap (GtkWidget *widget)
{
  watch (PERCEPT_WEIGHTS_PAGE (widget), FALSE);
  GTK_WIDGET_CLASS (percept_weights_page_parent_class)->unmap (widget);
}

static void
percept_weights_page_dispose (GObject *object)
{
  PerceptWeightsPage *self = PERCEPT_WEIGHTS_PAGE (object);

  watch (self, FALSE);
  if (self->view != NULL)
    percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), NULL, NULL);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  drop_sheet (self);
  g_clear_pointer (&self->choices, g_array_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_weights_page_parent_class)->dispose (object);
}

static void
percept_weights_page_class_init (PerceptWeightsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PERCEPT_TYPE_FIGURE_VIEW);
  g_type_ensure (PERCEPT_TYPE_FOLD_BOX);
  G_OBJECT_CLASS (klass)->dispose = percept_weights_page_dispose;
  widget_class->map = percept_weights_page_map;
  widget_class->unmap = percept_weights_page_unmap;
  gtk_widget_class_install_action (widget_class, "weights.check", NULL, check_weight_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/weights-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightsPage, content);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightsPage, toolbar);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightsPage, layer_chooser);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightsPage, order_chooser);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightsPage, scale_chooser);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightsPage, size_box);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightsPage, size_slider);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightsPage, read_out);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightsPage, view);
  gtk_widget_class_bind_template_callback (widget_class, layer_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, order_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, scale_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, size_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, motion_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
}

static void
percept_weights_page_init (PerceptWeightsPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  self->choices = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_widget_init_template (GTK_WIDGET (self));
  percept_fold_box_append (PERCEPT_FOLD_BOX (self->toolbar), self->layer_chooser, 1, FALSE);
  percept_fold_box_append (PERCEPT_FOLD_BOX (self->toolbar), self->scale_chooser, 2, FALSE);
  percept_fold_box_append (PERCEPT_FOLD_BOX (self->toolbar), self->order_chooser, 3, FALSE);
  percept_fold_box_append (PERCEPT_FOLD_BOX (self->toolbar), self->size_box, 0, FALSE);
  percept_fold_box_append (PERCEPT_FOLD_BOX (self->toolbar), self->read_out, 4, TRUE);
  percept_popup_control_hush (self->layer_chooser);
  percept_popup_control_hush (self->scale_chooser);
  percept_popup_control_hush (self->order_chooser);
  percept_control_set_name (self->layer_chooser, _("Layer"));
  percept_control_set_name (self->scale_chooser, _("Color scale"));
  percept_control_set_name (self->order_chooser, _("Order"));
  percept_figure_view_set_height_func (PERCEPT_FIGURE_VIEW (self->view), sheet_height);
  percept_figure_view_set_head_func (PERCEPT_FIGURE_VIEW (self->view), sheet_head);
  g_menu_append (menu, _("Check This Weight’s _Gradient"), "weights.check");
  percept_figure_view_set_extra_menu (PERCEPT_FIGURE_VIEW (self->view), G_MENU_MODEL (menu));
  leave_cb (self);
}
