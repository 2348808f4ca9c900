/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/unit-panel.h"

#include "plot/number.h"
#include "views/weights/study-refresh.h"
#include "views/weights/unit-hand.h"
#include "views/weights/unit-images.h"
#include "views/weights/unit-layout.h"
#include "views/weights/unit-names.h"
#include "views/weights/unit-neighbors.h"
#include "views/weights/unit-norms.h"
#include "views/weights/unit-pixels.h"
#include "views/weights/unit-sum.h"
#include "widgets/control-name.h"

#include <glib/gi18n-lib.h>

/* Facts of another unit or another moment, until there are new ones. */
#define OLD_OPACITY 0.4

#define WIDE    760 /* px: facts stand beside one another */
#define MARGINS 12  /* px above and below what is in sight at once */

struct _PerceptUnitPanel
{
  GtkWidget            parent_instance;
  PerceptSession      *session;
  PerceptWeightSource *source;
  PerceptUnitStudy    *study;
  PerceptChosenImage  *image;
  guint                layer;       /* from 1; 0: none */
  guint                unit;
  gboolean             watching;
  gboolean             whole;
  guint                frame_id;    /* idle */
  GtkWidget           *content;
  GtkWidget           *title;
  GtkWidget           *moment;
  GtkWidget           *previous_button;
  GtkWidget           *next_button;
  GtkWidget           *whole_button;
  GtkWidget           *scrolled;
  GtkWidget           *lead;
  GtkWidget           *card;
  GtkWidget           *pixels;
  GtkWidget           *sum;
  GtkWidget           *hand;
  GtkWidget           *facts_title;
  GtkWidget           *spinner;
  GtkWidget           *facts_box;
  GtkWidget           *neighbors;
  GtkWidget           *images;
  GtkWidget           *norms;
};

G_DEFINE_FINAL_TYPE (PerceptUnitPanel, percept_unit_panel, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_UNIT_CHOSEN,
  SIGNAL_CLOSE,
  SIGNAL_WHOLE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Head */

static guint
n_units (PerceptUnitPanel *self)
{
  guint                   n;
  const PerceptLayerInfo *layers = percept_session_get_layers (self->session, &n);

  return self->layer > 0 && self->layer <= n ? layers[self->layer - 1].n_units : 0;
}

static void
show_head (PerceptUnitPanel *self)
{
  PerceptWeights  *weights = percept_unit_pixels_get_weights (PERCEPT_UNIT_PIXELS (self->pixels));
  g_autofree char *title = self->layer > 0 ? percept_unit_title (self->session, self->layer, self->unit) : NULL;
  g_autofree char *step = NULL;
  g_autofree char *bias = NULL;
  g_autofree char *text = NULL;

  gtk_label_set_label (GTK_LABEL (self->title), title != NULL ? title : _("No unit is chosen"));
  if (weights != NULL)
    {
      step = plot_number_fixed ((double) weights->step, 0);
      bias = plot_number_isolate (plot_number_value ((double) weights->biases[self->unit]));
      text = g_strdup_printf (_("bias %s · step %s"), bias, step);
    }
  gtk_label_set_label (GTK_LABEL (self->moment), text != NULL ? text : "");
  gtk_widget_set_sensitive (self->previous_button, n_units (self) > 1);
  gtk_widget_set_sensitive (self->next_button, n_units (self) > 1);
}

/* Facts */

static gboolean
are_of_unit (PerceptUnitPanel       *self,
             const PerceptUnitFacts *facts)
{
  return facts != NULL && facts->layer == self->layer && facts->unit == self->unit;
}

static void
show_waiting (PerceptUnitPanel *self)
{
  PerceptUnitFacts *facts = percept_unit_study_get_unit (self->study);
  gboolean          fresh = are_of_unit (self, facts);
  gboolean          waits = self->layer > 0 && !fresh && percept_unit_study_is_busy (self->study);
  g_autofree char  *step = fresh ? plot_number_fixed ((double) facts->step, 0) : NULL;
  g_autofree char  *title = fresh ? g_strdup_printf (_("About this unit, at step %s"), step) : NULL;

  gtk_label_set_label (GTK_LABEL (self->facts_title), title != NULL ? title : _("About this unit"));
  gtk_widget_set_opacity (self->facts_box, fresh ? 1 : OLD_OPACITY);
  gtk_widget_set_sensitive (self->facts_box, fresh);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), waits);
}

/* Those of another unit stay until there are new ones: nothing jumps. */
static void
unit_cb (PerceptUnitPanel *self)
{
  PerceptUnitFacts *facts = percept_unit_study_get_unit (self->study);

  if (facts == NULL || are_of_unit (self, facts))
    {
      percept_unit_neighbors_show (PERCEPT_UNIT_NEIGHBORS (self->neighbors), facts);
      percept_unit_images_show (PERCEPT_UNIT_IMAGES (self->images), facts);
      percept_unit_norms_show (PERCEPT_UNIT_NORMS (self->norms), facts);
    }
  show_waiting (self);
}

static void
failed_cb (PerceptUnitPanel *self,
           const GError     *error)
{
  show_waiting (self);
  gtk_label_set_label (GTK_LABEL (self->facts_title), error->message);
}

/* Costs nothing while the panel is out of sight. */
static void
watch (PerceptUnitPanel *self)
{
  gboolean wanted = self->layer > 0 && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (wanted == self->watching)
    return;
  self->watching = wanted;
  if (wanted)
    percept_study_refresh_watch (self->study, self->session, self->source);
  else
    percept_study_refresh_unwatch (self->study);
}

/* The unit */

static void
cursor_cb (PerceptUnitPanel *self)
{
  percept_unit_sum_set_place (PERCEPT_UNIT_SUM (self->sum),
                              percept_unit_pixels_get_cursor (PERCEPT_UNIT_PIXELS (self->pixels)));
}

static void
pointed_cb (PerceptUnitPanel *self)
{
  percept_unit_sum_set_place (PERCEPT_UNIT_SUM (self->sum),
                              percept_unit_pixels_get_place (PERCEPT_UNIT_PIXELS (self->pixels)));
}

/* What the pointer passes over is read; the hand stays with the cursor. */
static void
input_cb (PerceptUnitPanel *self)
{
  PerceptUnitPixels *pixels = PERCEPT_UNIT_PIXELS (self->pixels);
  PerceptUnitSum    *sum = PERCEPT_UNIT_SUM (self->sum);

  if (self->session == NULL)
    return;
  percept_unit_pixels_tell (pixels, percept_unit_sum_get_words (sum));
  if (percept_unit_pixels_get_place (pixels) == percept_unit_pixels_get_cursor (pixels))
    percept_unit_hand_show (PERCEPT_UNIT_HAND (self->hand), self->layer, self->unit,
                            percept_unit_sum_get_input (sum));
}

static void
weight_set_cb (PerceptUnitPanel *self)
{
  percept_unit_pixels_keep_cursor (PERCEPT_UNIT_PIXELS (self->pixels));
}

static void
weights_cb (PerceptUnitPanel *self)
{
  show_head (self);
  percept_unit_sum_update (PERCEPT_UNIT_SUM (self->sum));
  percept_unit_hand_update (PERCEPT_UNIT_HAND (self->hand));
  percept_unit_neighbors_update (PERCEPT_UNIT_NEIGHBORS (self->neighbors));
}

void
percept_unit_panel_show (PerceptUnitPanel *self,
                         guint             layer,
                         guint             unit)
{
  if (self->layer == 0)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)), 0);
  self->layer = layer;
  self->unit = unit;
  if (unit >= n_units (self))
    self->layer = self->unit = 0;
  percept_unit_study_set_unit (self->study, self->layer, self->unit);
  watch (self);
  percept_unit_sum_show (PERCEPT_UNIT_SUM (self->sum), self->layer, self->unit);
  percept_unit_hand_show (PERCEPT_UNIT_HAND (self->hand), self->layer, self->unit, 0);
  percept_unit_pixels_show (PERCEPT_UNIT_PIXELS (self->pixels), self->layer, self->unit);
  show_head (self);
  unit_cb (self);
}

void
percept_unit_panel_set_parts (PerceptUnitPanel *self,
                              PlotWeightParts   parts)
{
  percept_unit_pixels_set_parts (PERCEPT_UNIT_PIXELS (self->pixels), parts);
}

static void
choose (PerceptUnitPanel *self,
        guint             layer,
        guint             unit)
{
  percept_unit_panel_show (self, layer, unit);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)), 0);
  g_signal_emit (self, signals[SIGNAL_UNIT_CHOSEN], 0, layer, unit);
}

static void
unit_chosen_cb (PerceptUnitPanel *self,
                guint             layer,
                guint             unit)
{
  choose (self, layer, unit);
}

/* @by places on, around the ends of the layer. */
static void
turn (PerceptUnitPanel *self,
      int               by)
{
  guint n = n_units (self);

  if (n > 1)
    choose (self, self->layer, (self->unit + n + (guint) by) % n);
}

static void
previous_cb (PerceptUnitPanel *self)
{
  turn (self, -1);
}

static void
next_cb (PerceptUnitPanel *self)
{
  turn (self, 1);
}

static void
close_cb (PerceptUnitPanel *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSE], 0);
}

static void
wish_whole (PerceptUnitPanel *self,
            gboolean          whole)
{
  g_signal_emit (self, signals[SIGNAL_WHOLE], 0, whole);
}

static void
whole_toggled_cb (PerceptUnitPanel *self)
{
  gboolean active = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->whole_button));

  if (active != self->whole)
    wish_whole (self, active);
}

void
percept_unit_panel_set_whole (PerceptUnitPanel *self,
                              gboolean          whole)
{
  self->whole = whole;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->whole_button), whole);
  gtk_button_set_icon_name (GTK_BUTTON (self->whole_button),
                            whole ? "view-restore-symbolic" : "view-fullscreen-symbolic");
  gtk_widget_set_tooltip_text (self->whole_button, whole ? _("Back to the other units (Escape)")
                                                         : _("This unit alone, on all of the page (f)"));
}

void
percept_unit_panel_set_alone (PerceptUnitPanel *self,
                              gboolean          alone)
{
  gtk_widget_set_visible (self->whole_button, !alone);
}

static gboolean
key_cb (PerceptUnitPanel *self,
        guint             key,
        guint             code,
        GdkModifierType   state)
{
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_comma:
      turn (self, -1);
      return TRUE;
    case GDK_KEY_period:
      turn (self, 1);
      return TRUE;
    case GDK_KEY_f:
      wish_whole (self, !self->whole);
      return TRUE;
    case GDK_KEY_Escape:
      if (self->whole)
        wish_whole (self, FALSE);
      else
        close_cb (self);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Another network, unless it is a restart; opening has ended all watching of weights. */
static void
opened_cb (PerceptUnitPanel *self)
{
  guint layer = self->layer, unit = self->unit;

  percept_unit_pixels_forget (PERCEPT_UNIT_PIXELS (self->pixels));
  percept_unit_panel_show (self, layer, unit);
  if (layer > 0 && self->layer == 0)
    close_cb (self);
}

/* Size */

static gboolean
frame_cb (gpointer data)
{
  PerceptUnitPanel *self = data;
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (self->lead);
  gboolean          wide = gtk_widget_get_width (self->scrolled) >= WIDE;

  self->frame_id = 0;
  percept_unit_layout_set_view_height (PERCEPT_UNIT_LAYOUT (layout), gtk_widget_get_height (self->scrolled) - MARGINS);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->facts_box),
                                  wide ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_homogeneous (GTK_BOX (self->facts_box), wide);
  return G_SOURCE_REMOVE;
}

/* What is laid out must not change in the middle of it. */
static void
resized_cb (PerceptUnitPanel *self)
{
  if (self->frame_id == 0)
    self->frame_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, frame_cb, self, NULL);
}

static void
follow_size (PerceptUnitPanel *self)
{
  GtkScrolledWindow *scrolled = GTK_SCROLLED_WINDOW (self->scrolled);

  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (scrolled), "notify::page-size",
                           G_CALLBACK (resized_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (scrolled), "notify::page-size",
                           G_CALLBACK (resized_cb), self, G_CONNECT_SWAPPED);
}

/* GObject */

static void
percept_unit_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (percept_unit_panel_parent_class)->map (widget);
  watch (PERCEPT_UNIT_PANEL (widget));
}

static void
percept_unit_panel_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (percept_unit_panel_parent_class)->unmap (widget);
  watch (PERCEPT_UNIT_PANEL (widget));
}

static void
percept_unit_panel_dispose (GObject *object)
{
  PerceptUnitPanel *self = PERCEPT_UNIT_PANEL (object);

  if (self->watching)
    percept_study_refresh_unwatch (self->study);
  self->watching = FALSE;
  g_clear_handle_id (&self->frame_id, g_source_remove);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->image);
  g_clear_object (&self->study);
  g_clear_object (&self->source);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_unit_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, content);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, title);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, moment);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, previous_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, next_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, whole_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, scrolled);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, lead);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, card);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, pixels);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, sum);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, hand);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, facts_title);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, spinner);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, facts_box);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, neighbors);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, images);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitPanel, norms);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, whole_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, pointed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cursor_cb);
  gtk_widget_class_bind_template_callback (widget_class, weights_cb);
  gtk_widget_class_bind_template_callback (widget_class, input_cb);
  gtk_widget_class_bind_template_callback (widget_class, weight_set_cb);
  gtk_widget_class_bind_template_callback (widget_class, unit_chosen_cb);
}

static void
percept_unit_panel_class_init (PerceptUnitPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType           type = G_TYPE_FROM_CLASS (klass);

  signals[SIGNAL_UNIT_CHOSEN] = g_signal_new ("unit-chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                              2, G_TYPE_UINT, G_TYPE_UINT);
  signals[SIGNAL_WHOLE] = g_signal_new ("whole", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                        G_TYPE_BOOLEAN);
  signals[SIGNAL_CLOSE] = g_signal_new ("close", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  G_OBJECT_CLASS (klass)->dispose = percept_unit_panel_dispose;
  widget_class->map = percept_unit_panel_map;
  widget_class->unmap = percept_unit_panel_unmap;
  g_type_ensure (PERCEPT_TYPE_UNIT_PIXELS);
  g_type_ensure (PERCEPT_TYPE_UNIT_SUM);
  g_type_ensure (PERCEPT_TYPE_UNIT_HAND);
  g_type_ensure (PERCEPT_TYPE_UNIT_NEIGHBORS);
  g_type_ensure (PERCEPT_TYPE_UNIT_IMAGES);
  g_type_ensure (PERCEPT_TYPE_UNIT_NORMS);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/unit-panel.ui");
  bind_children (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
percept_unit_panel_init (PerceptUnitPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  percept_control_hide_icons (self->content);
  gtk_widget_set_layout_manager (self->lead, percept_unit_layout_new (self->card, PERCEPT_UNIT_PIXELS (self->pixels),
                                                                      self->sum, self->hand));
  follow_size (self);
}

GtkWidget *
percept_unit_panel_new (PerceptSession      *session,
                        PerceptWeightSource *source,
                        PerceptUnitStudy    *study,
                        PerceptChosenImage  *image)
{
  PerceptUnitPanel *self = g_object_new (PERCEPT_TYPE_UNIT_PANEL, NULL);

  self->session = g_object_ref (session);
  self->source = g_object_ref (source);
  self->study = g_object_ref (study);
  self->image = g_object_ref (image);
  percept_unit_pixels_set_source (PERCEPT_UNIT_PIXELS (self->pixels), session, source);
  percept_unit_sum_set_source (PERCEPT_UNIT_SUM (self->sum), session, source, image);
  percept_unit_hand_set_source (PERCEPT_UNIT_HAND (self->hand), session, source);
  percept_unit_neighbors_set_source (PERCEPT_UNIT_NEIGHBORS (self->neighbors), session, source);
  percept_unit_images_set_image (PERCEPT_UNIT_IMAGES (self->images), session, image);
  percept_unit_norms_set_source (PERCEPT_UNIT_NORMS (self->norms), session, source);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (study, "unit", G_CALLBACK (unit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (study, "busy", G_CALLBACK (show_waiting), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (study, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  percept_unit_panel_show (self, 0, 0);
  return GTK_WIDGET (self);
}
