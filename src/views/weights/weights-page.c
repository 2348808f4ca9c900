/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/weights-page.h"

#include "views/weights/network-view.h"
#include "views/weights/unit-panel.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define PANEL_WIDTH 400 /* px, where there is so much, */
#define PANEL_SHARE 0.54 /* or of the page */
#define MARGIN      12
#define NATURAL     640  /* px it asks for at most: its controls fold */
#define WIDE        820  /* px: the unit stands beside the others; else it covers them */
#define HIGH        760  /* px: there is room for the curve above the slider */

struct _PerceptWeightsPage
{
  GtkWidget            parent_instance;
  PerceptSession      *session;
  PerceptWeightSource *source;
  PerceptUnitStudy    *study;
  PerceptChosenImage  *image;
  guint                layer;       /* of the unit that is shown large; 0: none */
  guint                unit;
  gboolean             whole;       /* it has all of the page */
  guint                frame_id;    /* idle */
  GtkWidget           *content;
  GtkWidget           *flap;
  GtkWidget           *stack;
  GtkWidget           *units;
  GtkWidget           *network;
  GtkWidget           *pane;
  GtkWidget           *panel;
  GtkWidget           *moments;
};

G_DEFINE_FINAL_TYPE (PerceptWeightsPage, percept_weights_page, GTK_TYPE_WIDGET)

static guint shown, answered;

static void
frame (PerceptWeightsPage *self)
{
  int      width = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean folded = self->whole || width < WIDE;

  adw_flap_set_fold_policy (ADW_FLAP (self->flap), folded ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_NEVER);
  gtk_widget_set_hexpand (self->panel, folded);
  percept_unit_panel_set_alone (PERCEPT_UNIT_PANEL (self->panel), width < WIDE);
  percept_moment_slider_set_low (PERCEPT_MOMENT_SLIDER (self->moments),
                                 self->whole || gtk_widget_get_height (GTK_WIDGET (self)) < HIGH);
  gtk_widget_set_size_request (self->panel, folded ? -1 : MAX (PANEL_WIDTH, (int) (PANEL_SHARE * width)), -1);
}

void
percept_weights_page_set_whole (PerceptWeightsPage *self,
                                gboolean            whole)
{
  whole = whole && self->layer > 0;
  if (self->whole == whole)
    return;
  self->whole = whole;
  percept_unit_panel_set_whole (PERCEPT_UNIT_PANEL (self->panel), whole);
  frame (self);
  /* Keys, Escape among them, go to what is seen. */
  if (whole && gtk_widget_get_focus_child (self->panel) == NULL)
    gtk_widget_child_focus (self->panel, GTK_DIR_TAB_FORWARD);
  g_signal_emit (self, shown, 0);
}

gboolean
percept_weights_page_get_whole (PerceptWeightsPage *self)
{
  return self->whole;
}

static void
whole_cb (PerceptWeightsPage *self,
          gboolean            wanted)
{
  percept_weights_page_set_whole (self, wanted);
}

static void
show_panel (PerceptWeightsPage *self,
            gboolean            reveal)
{
  adw_flap_set_reveal_flap (ADW_FLAP (self->flap), reveal);
  if (reveal)
    return;
  self->layer = 0;
  percept_weights_page_set_whole (self, FALSE);
  percept_unit_panel_show (PERCEPT_UNIT_PANEL (self->panel), 0, 0);
  percept_network_view_select (PERCEPT_NETWORK_VIEW (self->network), 0, 0);
}

gboolean
percept_weights_page_show_unit (PerceptWeightsPage *self,
                                guint               layer,
                                guint               unit)
{
  guint                   n;
  const PerceptLayerInfo *layers = percept_session_get_layers (self->session, &n);

  if (layer == 0)
    {
      show_panel (self, FALSE);
      return TRUE;
    }
  if (layer > n || unit >= layers[layer - 1].n_units)
    return FALSE;
  self->layer = layer;
  self->unit = unit;
  percept_units_view_choose (PERCEPT_UNITS_VIEW (self->units), layer, unit);
  percept_network_view_select (PERCEPT_NETWORK_VIEW (self->network), layer, unit);
  percept_unit_panel_show (PERCEPT_UNIT_PANEL (self->panel), layer, unit);
  show_panel (self, TRUE);
  return TRUE;
}

gboolean
percept_weights_page_get_unit (PerceptWeightsPage *self,
                               guint              *layer,
                               guint              *unit)
{
  *layer = self->layer;
  *unit = self->unit;
  return self->layer > 0;
}

static void
unit_chosen_cb (PerceptWeightsPage *self,
                guint               layer,
                guint               unit)
{
  percept_weights_page_show_unit (self, layer, unit);
}

static void
close_cb (PerceptWeightsPage *self)
{
  show_panel (self, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (percept_weights_page_get_view (self)));
}

/* Where it covers the units, the flap can be put away by itself. */
static void
revealed_cb (PerceptWeightsPage *self)
{
  if (!adw_flap_get_reveal_flap (ADW_FLAP (self->flap)) && self->layer > 0)
    show_panel (self, FALSE);
}

/* What was in sight before the units made room for it may be so no more. */
static void
progress_cb (PerceptWeightsPage *self)
{
  if (self->layer > 0 && adw_flap_get_reveal_progress (ADW_FLAP (self->flap)) == 1.0)
    percept_units_view_scroll_to_selected (PERCEPT_UNITS_VIEW (self->units));
}

/* Who asks for another view means to see it. */
static void
shown_cb (PerceptWeightsPage *self)
{
  percept_weights_page_set_whole (self, FALSE);
  g_signal_emit (self, shown, 0);
}

static void
parts_cb (PerceptWeightsPage *self)
{
  percept_unit_panel_set_parts (PERCEPT_UNIT_PANEL (self->panel),
                                percept_units_view_get_parts (PERCEPT_UNITS_VIEW (self->units)));
}

/* Another network has other units. */
static void
opened_cb (PerceptWeightsPage *self)
{
  guint                   n;
  const PerceptLayerInfo *layers = percept_session_get_layers (self->session, &n);

  if (self->layer == 0)
    return;
  if (self->layer <= n && self->unit < layers[self->layer - 1].n_units)
    percept_weights_page_show_unit (self, self->layer, self->unit);
  else
    show_panel (self, FALSE);
}

/* Size */

static gboolean
frame_cb (gpointer data)
{
  PerceptWeightsPage *self = data;

  self->frame_id = 0;
  frame (self);
  return G_SOURCE_REMOVE;
}

/* What is laid out must not change in the middle of it: the frame follows right after. Until then what needs more room
 * than there is reaches beyond the edge. */
static void
percept_weights_page_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  PerceptWeightsPage *self = PERCEPT_WEIGHTS_PAGE (widget);
  int                 least_width, least_height;

  gtk_widget_measure (self->content, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  width = MAX (width, least_width);
  gtk_widget_measure (self->content, GTK_ORIENTATION_VERTICAL, width, &least_height, NULL, NULL, NULL);
  gtk_widget_allocate (self->content, width, MAX (height, least_height), baseline, NULL);
  if (self->frame_id == 0 && self->panel != NULL)
    self->frame_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, frame_cb, self, NULL);
}

/* The page can always be narrower than the unit beside the others needs. */
static void
percept_weights_page_measure (GtkWidget      *widget,
                              GtkOrientation  orientation,
                              int             for_size,
                              int            *minimum,
                              int            *natural,
                              int            *minimum_baseline,
                              int            *natural_baseline)
{
  PerceptWeightsPage *self = PERCEPT_WEIGHTS_PAGE (widget);
  int                 least;

  gtk_widget_measure (self->content, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    return;
  /* Nor does it ask for more because of that: the settings beside the page would fold away. */
  gtk_widget_measure (self->stack, orientation, -1, &least, natural, NULL, NULL);
  if (self->moments != NULL)
    gtk_widget_measure (self->moments, orientation, -1, minimum, NULL, NULL, NULL);
  *minimum = MAX (*minimum, least);
  *natural = MAX (*minimum, MIN (*natural, NATURAL));
}

/* Commands */

PerceptFigureView *
percept_weights_page_get_view (PerceptWeightsPage *self)
{
  if (g_str_equal (percept_weights_page_get_shown (self), "network"))
    return percept_weights_page_get_diagram (self);
  return percept_units_view_get_view (PERCEPT_UNITS_VIEW (self->units));
}

const char *
percept_weights_page_get_shown (PerceptWeightsPage *self)
{
  const char *name = gtk_stack_get_visible_child_name (GTK_STACK (self->stack));

  return name != NULL ? name : "units";
}

gboolean
percept_weights_page_show (PerceptWeightsPage *self,
                           const char         *name)
{
  if (gtk_stack_get_child_by_name (GTK_STACK (self->stack), name) == NULL)
    return FALSE;
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), name);
  return TRUE;
}

PerceptFigureView *
percept_weights_page_get_diagram (PerceptWeightsPage *self)
{
  percept_network_view_draw_unseen (PERCEPT_NETWORK_VIEW (self->network));
  return percept_network_view_get_view (PERCEPT_NETWORK_VIEW (self->network));
}

void
percept_weights_page_set_presented (PerceptWeightsPage *self,
                                    PerceptFigureView  *view)
{
  percept_network_view_set_presented (PERCEPT_NETWORK_VIEW (self->network), view);
}

PerceptUnitsView *
percept_weights_page_get_units (PerceptWeightsPage *self)
{
  return self->units != NULL ? PERCEPT_UNITS_VIEW (self->units) : NULL;
}

PerceptMomentSlider *
percept_weights_page_get_moments (PerceptWeightsPage *self)
{
  return self->moments != NULL ? PERCEPT_MOMENT_SLIDER (self->moments) : NULL;
}

PerceptWeightSource *
percept_weights_page_get_source (PerceptWeightsPage *self)
{
  return self->source;
}

PerceptUnitStudy *
percept_weights_page_get_study (PerceptWeightsPage *self)
{
  return self->study;
}

PerceptChosenImage *
percept_weights_page_get_image (PerceptWeightsPage *self)
{
  return self->image;
}

PerceptImagePane *
percept_weights_page_get_image_pane (PerceptWeightsPage *self)
{
  return PERCEPT_IMAGE_PANE (self->pane);
}

static void
answered_cb (PerceptWeightsPage *self)
{
  percept_image_pane_set_answer (PERCEPT_IMAGE_PANE (self->pane),
                                 percept_network_view_get_content (PERCEPT_NETWORK_VIEW (self->network)));
  g_signal_emit (self, answered, 0);
}

void
percept_weights_page_set_session (PerceptWeightsPage *self,
                                  PerceptSession     *session,
                                  PerceptRunFigures  *figures)
{
  self->session = g_object_ref (session);
  self->source = percept_weight_source_new (session);
  self->study = percept_unit_study_new (0);
  self->image = percept_chosen_image_new (session);
  self->units = percept_units_view_new (session, self->source, self->study, self->image);
  self->panel = percept_unit_panel_new (session, self->source, self->study, self->image);
  self->moments = percept_moment_slider_new (session, self->source, figures);
  gtk_widget_add_css_class (self->panel, "background"); /* it may cover the units */
  frame (self);
  self->network = percept_network_view_new (session, self->source, self->image);
  self->pane = percept_image_pane_new (session, self->image);
  percept_network_view_set_lead (PERCEPT_NETWORK_VIEW (self->network), self->pane);
  gtk_widget_set_margin_start (self->network, MARGIN);
  gtk_widget_set_margin_end (self->network, MARGIN);
  gtk_widget_set_margin_top (self->network, MARGIN);
  gtk_widget_set_margin_bottom (self->network, MARGIN);
  gtk_stack_add_titled (GTK_STACK (self->stack), self->units, "units", _("Units"));
  gtk_stack_add_titled (GTK_STACK (self->stack), self->network, "network", _("Network"));
  adw_flap_set_flap (ADW_FLAP (self->flap), self->panel);
  gtk_box_append (GTK_BOX (self->content), self->moments);
  g_signal_connect_object (self->units, "unit-chosen", G_CALLBACK (unit_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->units, "notify::parts-apart", G_CALLBACK (parts_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->network, "unit-chosen", G_CALLBACK (unit_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->network, "answered", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel, "unit-chosen", G_CALLBACK (unit_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel, "whole", G_CALLBACK (whole_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel, "close", G_CALLBACK (close_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (revealed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::reveal-progress", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
}

static void
percept_weights_page_dispose (GObject *object)
{
  PerceptWeightsPage *self = PERCEPT_WEIGHTS_PAGE (object);

  g_clear_handle_id (&self->frame_id, g_source_remove);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->image);
  g_clear_object (&self->study);
  g_clear_object (&self->source);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_weights_page_parent_class)->dispose (object);
}

static void
percept_weights_page_class_init (PerceptWeightsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = percept_weights_page_dispose;
  widget_class->measure = percept_weights_page_measure;
  widget_class->size_allocate = percept_weights_page_size_allocate;
  shown = g_signal_new ("shown", PERCEPT_TYPE_WEIGHTS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  answered = g_signal_new ("answered", PERCEPT_TYPE_WEIGHTS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                           0);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/weights-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightsPage, content);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightsPage, flap);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightsPage, stack);
}

static void
percept_weights_page_init (PerceptWeightsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
