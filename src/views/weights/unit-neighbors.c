/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/unit-neighbors.h"

#include "plot/number.h"
#include "plot/weight-bars.h"
#include "plot/weight-sheet.h"
#include "views/figure-binding.h"
#include "views/weights/figure-card.h"
#include "views/weights/largest-weights.h"
#include "views/weights/unit-names.h"
#include "widgets/figure-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SIDE 56 /* px of a twin's picture */

struct _PerceptUnitNeighbors
{
  GtkWidget            parent_instance;
  PerceptSession      *session;
  PerceptWeightSource *source;
  PerceptUnitFacts    *facts;
  PlotWeightBars      *outgoing;
  PlotWeightBars      *cosines;       /* of twins that look at no images */
  PlotWeightSheet     *twins;
  guint                marked;        /* in outgoing */
  guint                twin;          /* place among the twins that is marked */
  GtkWidget           *content;
  GtkWidget           *outgoing_view;
  GtkWidget           *twins_view;
};

G_DEFINE_FINAL_TYPE (PerceptUnitNeighbors, percept_unit_neighbors, GTK_TYPE_WIDGET)

static guint unit_chosen;

/* Weights to the layer above */

static void
show_outgoing (PerceptUnitNeighbors *self)
{
  const PerceptUnitFacts *facts = self->facts;
  g_auto (GStrv)          names = g_new0 (char *, facts->n_outgoing + 1);

  gtk_widget_set_visible (gtk_widget_get_parent (self->outgoing_view), facts->n_outgoing > 0);
  if (facts->n_outgoing == 0)
    return;
  for (guint i = 0; i < facts->n_outgoing; i++)
    names[i] = percept_unit_name (self->session, facts->layer + 1, i);
  plot_weight_bars_set (self->outgoing, facts->outgoing, names, facts->n_outgoing,
                        facts->to_classes ? 0 : PERCEPT_MOST_BARS);
  plot_weight_bars_set_marked (self->outgoing, self->marked);
  gtk_widget_queue_resize (self->outgoing_view);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->outgoing_view), FALSE);
}

static void
mark_outgoing (PerceptUnitNeighbors *self,
               guint                 place)
{
  self->marked = place;
  plot_weight_bars_set_marked (self->outgoing, place);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->outgoing_view), TRUE);
}

static void
choose_outgoing (PerceptUnitNeighbors *self,
                 guint                 place)
{
  if (self->facts != NULL && place < self->facts->n_outgoing)
    g_signal_emit (self, unit_chosen, 0, self->facts->layer + 1, place);
}

static void
outgoing_pressed_cb (PerceptUnitNeighbors *self,
                     int                   n_press,
                     double                x,
                     double                y)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->outgoing_view);
  PlotTheme          theme;
  guint              place;

  gtk_widget_grab_focus (self->outgoing_view);
  percept_figure_view_get_theme (view, &theme);
  if (plot_weight_bars_pick (self->outgoing, gtk_widget_get_width (self->outgoing_view), &theme, x,
                             percept_figure_view_to_figure_y (view, y), &place))
    choose_outgoing (self, place);
}

/* From bar to bar: of many not all are shown. */
static void
move_outgoing (PerceptUnitNeighbors *self,
               int                   by)
{
  const PerceptUnitFacts *facts = self->facts;
  gsize                   places[PERCEPT_MOST_BARS];
  guint                   n = percept_largest_weights (facts->outgoing, facts->n_outgoing, places);
  guint                   last = facts->n_outgoing - 1;

  if (self->marked > last)
    mark_outgoing (self, facts->to_classes ? (by > 0 ? 0 : last) : (guint) places[by > 0 ? 0 : n - 1]);
  else if (facts->to_classes)
    mark_outgoing (self, (guint) CLAMP ((int) self->marked + by, 0, (int) last));
  else
    mark_outgoing (self, (guint) percept_largest_move (places, n, self->marked, by));
}

static gboolean
outgoing_key_cb (PerceptUnitNeighbors *self,
                 guint                 key,
                 guint                 code,
                 GdkModifierType       state)
{
  if (self->facts == NULL || self->facts->n_outgoing == 0 || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_outgoing (self, -1);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_outgoing (self, 1);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      choose_outgoing (self, self->marked);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Twins */

static gsize
n_inputs (const PerceptWeights *weights)
{
  return (gsize) weights->channels * weights->height * weights->width;
}

static gboolean
are_pictures (const PerceptWeights *weights)
{
  return weights != NULL && weights->height > 1 && weights->width > 1;
}

static char *
cosine_of (const AnUnitTwin *twin)
{
  return plot_number_isolate (plot_number_signed (twin->cosine, 2));
}

static double
bars_height (PlotFigure      *figure,
             double           width,
             const PlotTheme *theme)
{
  return plot_weight_bars_get_height ((PlotWeightBars *) figure, width, theme);
}

static double
sheet_height (PlotFigure      *figure,
              double           width,
              const PlotTheme *theme)
{
  return plot_weight_sheet_get_height ((PlotWeightSheet *) figure, width, theme);
}

static void
set_twins_figure (PerceptUnitNeighbors *self,
                  PlotFigure           *figure,
                  PerceptFigureHeight   height)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->twins_view);

  /* The function is for figures of its kind alone: never with the one before. */
  if (percept_figure_view_get_figure (view) != figure)
    {
      percept_figure_view_set_figure (view, NULL, NULL);
      percept_figure_view_set_height_func (view, height);
    }
  percept_figure_view_set_figure (view, figure, _("Twins"));
}

static void
show_pictures (PerceptUnitNeighbors *self,
               const PerceptWeights *weights)
{
  const AnUnitTwins *twins = self->facts->twins;
  gsize              n = n_inputs (weights);
  g_autofree float  *rows = g_new (float, twins->n * n);
  g_auto (GStrv)     names = g_new0 (char *, twins->n + 1);
  g_auto (GStrv)     notes = g_new0 (char *, twins->n + 1);

  for (guint i = 0; i < twins->n; i++)
    {
      memcpy (rows + i * n, weights->weights + twins->twins[i].unit * n, n * sizeof *rows);
      names[i] = percept_unit_name (self->session, self->facts->layer, twins->twins[i].unit);
      notes[i] = cosine_of (&twins->twins[i]);
    }
  plot_weight_sheet_set_weights (self->twins, rows, twins->n, weights->channels, weights->height, weights->width,
                                 names);
  plot_weight_sheet_set_notes (self->twins, notes);
  plot_weight_sheet_set_selected (self->twins, self->twin);
  set_twins_figure (self, plot_weight_sheet_figure (self->twins), sheet_height);
}

static void
show_cosines (PerceptUnitNeighbors *self)
{
  const AnUnitTwins *twins = self->facts->twins;
  float              cosines[AN_UNIT_TWINS];
  g_auto (GStrv)     names = g_new0 (char *, twins->n + 1);

  for (guint i = 0; i < twins->n; i++)
    {
      cosines[i] = (float) twins->twins[i].cosine;
      names[i] = percept_unit_name (self->session, self->facts->layer, twins->twins[i].unit);
    }
  plot_weight_bars_set (self->cosines, cosines, names, twins->n, 0);
  plot_weight_bars_set_marked (self->cosines, self->twin);
  set_twins_figure (self, plot_weight_bars_figure (self->cosines), bars_height);
}

/* Twins that are of another network than the source's are passed over until the study has followed. */
static gboolean
are_there (const AnUnitTwins    *twins,
           const PerceptWeights *weights)
{
  if (twins == NULL || twins->n == 0 || weights == NULL)
    return FALSE;
  for (guint i = 0; i < twins->n; i++)
    if (twins->twins[i].unit >= weights->n_units)
      return FALSE;
  return TRUE;
}

void
percept_unit_neighbors_update (PerceptUnitNeighbors *self)
{
  PerceptWeights *weights = self->facts != NULL ? percept_weight_source_get (self->source, self->facts->layer) : NULL;
  gboolean        there = self->facts != NULL && are_there (self->facts->twins, weights);

  gtk_widget_set_visible (gtk_widget_get_parent (self->twins_view), there);
  if (!there)
    return;
  if (are_pictures (weights))
    show_pictures (self, weights);
  else
    show_cosines (self);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->twins_view), FALSE);
}

static gboolean
pick_twin (PerceptUnitNeighbors *self,
           double                x,
           double                y,
           guint                *place)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->twins_view);
  double             width = gtk_widget_get_width (self->twins_view);
  guint              column, row;
  PlotTheme          theme;

  percept_figure_view_get_theme (view, &theme);
  y = percept_figure_view_to_figure_y (view, y);
  if (percept_figure_view_get_figure (view) == plot_weight_bars_figure (self->cosines))
    return plot_weight_bars_pick (self->cosines, width, &theme, x, y, place);
  return plot_weight_sheet_pick (self->twins, width, percept_figure_view_get_full_height (view), &theme, x, y, place,
                                 &column, &row);
}

static void
choose_twin (PerceptUnitNeighbors *self,
             guint                 place)
{
  if (self->facts != NULL && place < self->facts->twins->n)
    g_signal_emit (self, unit_chosen, 0, self->facts->layer, self->facts->twins->twins[place].unit);
}

static void
twin_pressed_cb (PerceptUnitNeighbors *self,
                 int                   n_press,
                 double                x,
                 double                y)
{
  guint place;

  gtk_widget_grab_focus (self->twins_view);
  if (pick_twin (self, x, y, &place))
    choose_twin (self, place);
}

static void
move_twin (PerceptUnitNeighbors *self,
           int                   by)
{
  guint n = self->facts->twins->n;

  if (self->twin >= n)
    self->twin = by > 0 ? 0 : n - 1;
  else
    self->twin = (self->twin + n + (guint) by) % n;
  percept_unit_neighbors_update (self);
}

static gboolean
twin_key_cb (PerceptUnitNeighbors *self,
             guint                 key,
             guint                 code,
             GdkModifierType       state)
{
  if (self->facts == NULL || self->facts->twins == NULL || self->facts->twins->n == 0
      || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_twin (self, -1);
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_twin (self, 1);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      choose_twin (self, self->twin);
      return TRUE;
    default:
      return FALSE;
    }
}

void
percept_unit_neighbors_show (PerceptUnitNeighbors *self,
                             PerceptUnitFacts     *facts)
{
  gboolean other = facts == NULL || self->facts == NULL || facts->layer != self->facts->layer
                   || facts->unit != self->facts->unit;

  if (facts != NULL)
    percept_unit_facts_ref (facts);
  g_clear_pointer (&self->facts, percept_unit_facts_unref);
  self->facts = facts;
  if (other)
    self->marked = self->twin = G_MAXUINT;
  gtk_widget_set_visible (self->content, facts != NULL);
  if (facts != NULL)
    show_outgoing (self);
  percept_unit_neighbors_update (self);
}

/* GObject */

void
percept_unit_neighbors_set_source (PerceptUnitNeighbors *self,
                                   PerceptSession       *session,
                                   PerceptWeightSource  *source)
{
  g_autofree char *outgoing = percept_figure_file_name (session, "outgoing");
  g_autofree char *twins = percept_figure_file_name (session, "twins");

  self->session = g_object_ref (session);
  self->source = g_object_ref (source);
  percept_figure_view_set_file_name (PERCEPT_FIGURE_VIEW (self->outgoing_view), outgoing);
  percept_figure_view_set_file_name (PERCEPT_FIGURE_VIEW (self->twins_view), twins);
}

static void
percept_unit_neighbors_dispose (GObject *object)
{
  PerceptUnitNeighbors *self = PERCEPT_UNIT_NEIGHBORS (object);

  if (self->outgoing != NULL)
    {
      plot_figure_unref (plot_weight_bars_figure (self->outgoing));
      plot_figure_unref (plot_weight_bars_figure (self->cosines));
      plot_figure_unref (plot_weight_sheet_figure (self->twins));
    }
  self->outgoing = NULL;
  g_clear_pointer (&self->facts, percept_unit_facts_unref);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->source);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_unit_neighbors_parent_class)->dispose (object);
}

static void
percept_unit_neighbors_class_init (PerceptUnitNeighborsClass *klass)
{
  unit_chosen = g_signal_new ("unit-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  G_OBJECT_CLASS (klass)->dispose = percept_unit_neighbors_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
add_view (PerceptUnitNeighbors *self,
          const char           *name,
          PerceptFigureHeight   height,
          GCallback             pressed,
          GCallback             key)
{
  GtkWidget          *view = percept_figure_view_new ();
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (view), NULL, name);
  percept_figure_view_set_height_func (PERCEPT_FIGURE_VIEW (view), height);
  percept_figure_view_set_whole (PERCEPT_FIGURE_VIEW (view), TRUE);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (click, "pressed", pressed, self);
  g_signal_connect_swapped (keys, "key-pressed", key, self);
  gtk_widget_add_controller (view, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (view, keys);
  gtk_box_append (GTK_BOX (self->content), percept_figure_card_new (view));
  return view;
}

static void
percept_unit_neighbors_init (PerceptUnitNeighbors *self)
{
  self->marked = self->twin = G_MAXUINT;
  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_parent (self->content, GTK_WIDGET (self));
  self->outgoing = plot_weight_bars_new (_("Weights to the layer above"));
  self->cosines = plot_weight_bars_new (_("Twins, by cosine"));
  self->twins = plot_weight_sheet_new (_("Twins, by cosine"), _("unit"));
  plot_weight_sheet_set_side (self->twins, SIDE);
  self->outgoing_view = add_view (self, _("Weights to the layer above"), bars_height, G_CALLBACK (outgoing_pressed_cb),
                                  G_CALLBACK (outgoing_key_cb));
  self->twins_view = add_view (self, _("Twins"), sheet_height, G_CALLBACK (twin_pressed_cb), G_CALLBACK (twin_key_cb));
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->outgoing_view), plot_weight_bars_figure (self->outgoing),
                                  _("Weights to the layer above"));
  gtk_widget_set_tooltip_text (self->outgoing_view, _("A click, or arrow keys and Enter, show that unit"));
  gtk_widget_set_tooltip_text (self->twins_view,
                               _("Units that look for the same (cosine near 1) or the opposite (near −1); a click, or "
                                 "arrow keys and Enter, show one"));
}
