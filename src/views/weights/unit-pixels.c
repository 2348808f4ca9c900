/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/unit-pixels.h"

#include "plot/weight-bars.h"
#include "views/figure-binding.h"
#include "views/weights/largest-weights.h"
#include "views/weights/unit-names.h"
#include "widgets/figure-view.h"
#include "widgets/move-keys.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEAST_WIDTH 200 /* px */
#define ROOM        20  /* px beside the picture, */
#define GAP         12  /* and between two */
#define BARS_WIDTH  420 /* px: longer ones are no better to compare */

#define FOLLOW_US 400000 /* at least between two pictures while it runs */

struct _PerceptUnitPixels
{
  GtkWidget            parent_instance;
  PerceptSession      *session;
  PerceptWeightSource *source;
  PlotWeightSheet     *sheet;      /* one of the two, by what the layer looks at */
  PlotWeightBars      *bars;
  guint                layer;      /* from 1; 0: none */
  guint                unit;
  PlotWeightParts      parts;
  guint                n_watched;  /* layers, from the first */
  gboolean             placed;     /* the cursor is somewhere, */
  gboolean             kept;       /* where a hand wants it */
  gsize                cursor;
  gboolean             pointed;    /* the pointer is at a place */
  gsize                pointer;
  graphene_point_t     pointed_at; /* of the view */
  GtkWidget           *view;
  gint64               followed;   /* us, when it last took weights while the run went on */
};

G_DEFINE_FINAL_TYPE (PerceptUnitPixels, percept_unit_pixels, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_POINTED,
  SIGNAL_CURSOR,
  SIGNAL_WEIGHTS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

PerceptWeights *
percept_unit_pixels_get_weights (PerceptUnitPixels *self)
{
  PerceptWeights *weights = self->layer > 0 ? percept_weight_source_get (self->source, self->layer) : NULL;

  return weights != NULL && self->unit < weights->n_units ? weights : NULL;
}

gsize
percept_unit_pixels_get_cursor (PerceptUnitPixels *self)
{
  return self->cursor;
}

gsize
percept_unit_pixels_get_place (PerceptUnitPixels *self)
{
  return self->pointed ? self->pointer : self->cursor;
}

static gsize
area_of (const PerceptWeights *weights)
{
  return (gsize) weights->height * weights->width;
}

static const float *
of_unit (PerceptUnitPixels    *self,
         const PerceptWeights *weights)
{
  return weights->weights + self->unit * weights->channels * area_of (weights);
}

/* What is shown */

static void
show_cursor (PerceptUnitPixels *self)
{
  PerceptWeights *weights = percept_unit_pixels_get_weights (self);
  guint           place = (guint) self->cursor;

  if (weights != NULL && self->bars != NULL)
    plot_weight_bars_set_marked (self->bars, place);
  if (weights != NULL && self->sheet != NULL)
    plot_weight_sheet_set_marks (self->sheet, &(PlotWeightMark) { .column = place % weights->width,
                                                                  .row = place / weights->width }, 1);
}

static void
set_cursor (PerceptUnitPixels *self,
            gsize              place)
{
  self->cursor = place;
  self->placed = TRUE;
  show_cursor (self);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), TRUE);
  g_signal_emit (self, signals[SIGNAL_CURSOR], 0);
}

static void
fill_bars (PerceptUnitPixels    *self,
           const PerceptWeights *weights)
{
  gsize          n = weights->channels * area_of (weights);
  g_auto (GStrv) names = percept_unit_input_names (self->session, self->layer, n);

  plot_weight_bars_set (self->bars, of_unit (self, weights), names, (guint) n, PERCEPT_MOST_BARS);
}

static void
fill_sheet (PerceptUnitPixels    *self,
            const PerceptWeights *weights)
{
  g_autofree char *name = percept_unit_name (self->session, self->layer, self->unit);
  char            *names[] = { name, NULL };

  plot_weight_sheet_set_weights (self->sheet, of_unit (self, weights), 1, weights->channels, weights->height,
                                 weights->width, names);
}

/* What training makes a small weight of is no bar any more; a weight that a hand has to do with keeps the cursor. */
static gboolean
has_lost_cursor (PerceptUnitPixels    *self,
                 const PerceptWeights *weights)
{
  gsize places[PERCEPT_MOST_BARS];

  if (!self->placed || self->cursor >= area_of (weights))
    return TRUE;
  return self->bars != NULL && !self->kept
         && !percept_largest_has (places, percept_largest_weights (of_unit (self, weights), area_of (weights), places),
                                  self->cursor);
}

void
percept_unit_pixels_keep_cursor (PerceptUnitPixels *self)
{
  self->kept = TRUE;
}

static void
take_weights (PerceptUnitPixels *self,
              gboolean           now)
{
  PerceptWeights *weights = percept_unit_pixels_get_weights (self);

  if (weights == NULL)
    return;
  if (self->bars != NULL)
    fill_bars (self, weights);
  if (self->sheet != NULL)
    fill_sheet (self, weights);
  show_cursor (self);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), now);
  g_signal_emit (self, signals[SIGNAL_WEIGHTS], 0);
  if (has_lost_cursor (self, weights))
    set_cursor (self, percept_largest_place (of_unit (self, weights), weights->channels, area_of (weights)));
}

static void
weights_cb (PerceptUnitPixels *self)
{
  gint64   now = g_get_monotonic_time ();
  gboolean runs = percept_session_get_status (self->session)->phase == PERCEPT_PHASE_RUNNING
                  && percept_weight_source_get_rung (self->source) == NULL;

  /* All of the large view follows: more often would cost training more than it shows. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || (runs && now - self->followed < FOLLOW_US))
    return;
  self->followed = now;
  take_weights (self, FALSE);
}

/* The unit's layer and those below, whose activations it looks at. */
static void
watch (PerceptUnitPixels *self,
       guint              n)
{
  for (; self->n_watched < n; self->n_watched++)
    percept_weight_source_watch (self->source, self->n_watched + 1);
  for (; self->n_watched > n; self->n_watched--)
    percept_weight_source_unwatch (self->source, self->n_watched);
}

/* Figures */

static double
sheet_height (PlotFigure      *figure,
              double           width,
              const PlotTheme *theme)
{
  return plot_weight_sheet_get_height ((PlotWeightSheet *) figure, width, theme);
}

static double
bars_height (PlotFigure      *figure,
             double           width,
             const PlotTheme *theme)
{
  return plot_weight_bars_get_height ((PlotWeightBars *) figure, width, theme);
}

static void
drop_figure (PerceptUnitPixels *self)
{
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), NULL, NULL);
  if (self->sheet != NULL)
    plot_figure_unref (plot_weight_sheet_figure (self->sheet));
  if (self->bars != NULL)
    plot_figure_unref (plot_weight_bars_figure (self->bars));
  self->sheet = NULL;
  self->bars = NULL;
}

static void
make_figure (PerceptUnitPixels *self)
{
  PerceptFigureView      *view = PERCEPT_FIGURE_VIEW (self->view);
  guint                   n;
  const PerceptLayerInfo *info = &percept_session_get_layers (self->session, &n)[self->layer - 1];
  g_autofree char        *file_name = percept_figure_file_name (self->session, "unit");

  if (info->height > 1 && info->width > 1)
    {
      self->sheet = plot_weight_sheet_new (_("Weights"), _("unit"));
      plot_weight_sheet_set_parts (self->sheet, self->parts);
      percept_figure_view_set_height_func (view, sheet_height);
      percept_figure_view_set_figure (view, plot_weight_sheet_figure (self->sheet), _("Incoming weights"));
    }
  else
    {
      self->bars = plot_weight_bars_new (_("Largest incoming weights"));
      percept_figure_view_set_height_func (view, bars_height);
      percept_figure_view_set_figure (view, plot_weight_bars_figure (self->bars), _("Incoming weights"));
    }
  percept_figure_view_set_file_name (view, file_name);
}

void
percept_unit_pixels_show (PerceptUnitPixels *self,
                          guint              layer,
                          guint              unit)
{
  guint n;

  percept_session_get_layers (self->session, &n);
  if (layer > n)
    layer = 0;
  if (layer != self->layer)
    {
      drop_figure (self);
      self->layer = layer;
      if (layer > 0)
        make_figure (self);
      watch (self, gtk_widget_get_mapped (GTK_WIDGET (self)) ? layer : 0);
    }
  self->unit = unit;
  self->placed = self->kept = self->pointed = FALSE;
  self->pointed_at.x = -1;
  take_weights (self, TRUE);
}

void
percept_unit_pixels_set_parts (PerceptUnitPixels *self,
                               PlotWeightParts    parts)
{
  self->parts = parts;
  if (self->sheet == NULL)
    return;
  plot_weight_sheet_set_parts (self->sheet, parts);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), TRUE);
}

void
percept_unit_pixels_tell (PerceptUnitPixels *self,
                          const char        *words)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->view);

  percept_figure_view_set_figure (view, percept_figure_view_get_figure (view), words);
}

/* Pointer */

static gboolean
pick (PerceptUnitPixels *self,
      double             x,
      double             y,
      gsize             *place)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->view);
  PerceptWeights    *weights = percept_unit_pixels_get_weights (self);
  double             width = gtk_widget_get_width (self->view);
  guint              unit, column, row;
  PlotTheme          theme;

  if (weights == NULL)
    return FALSE;
  percept_figure_view_get_theme (view, &theme);
  y = percept_figure_view_to_figure_y (view, y);
  if (self->bars != NULL && plot_weight_bars_pick (self->bars, width, &theme, x, y, &column))
    *place = column;
  else if (self->sheet != NULL
           && plot_weight_sheet_pick (self->sheet, width, percept_figure_view_get_full_height (view), &theme, x, y,
                                      &unit, &column, &row))
    *place = (gsize) row * weights->width + column;
  else
    return FALSE;
  return *place < area_of (weights);
}

static void
motion_cb (PerceptUnitPixels *self,
           double             x,
           double             y)
{
  gsize            before = percept_unit_pixels_get_place (self);
  graphene_point_t at = GRAPHENE_POINT_INIT ((float) x, (float) y);

  /* GTK tells again where a pointer rests after each layout: the cursor that was moved by keys since goes before it. */
  if (graphene_point_equal (&at, &self->pointed_at))
    return;
  self->pointed_at = at;
  self->pointed = pick (self, x, y, &self->pointer);
  if (percept_unit_pixels_get_place (self) != before)
    g_signal_emit (self, signals[SIGNAL_POINTED], 0);
}

static void
leave_cb (PerceptUnitPixels *self)
{
  self->pointed_at.x = -1;
  self->pointed = FALSE;
  g_signal_emit (self, signals[SIGNAL_POINTED], 0);
}

static void
pressed_cb (PerceptUnitPixels *self,
            int                n_press,
            double             x,
            double             y)
{
  gsize place;

  gtk_widget_grab_focus (self->view);
  if (!pick (self, x, y, &place))
    return;
  self->kept = TRUE;
  set_cursor (self, place);
}

/* Keys */

static gsize
move_in_picture (PerceptUnitPixels    *self,
                 const PerceptWeights *weights,
                 int                   across,
                 int                   down)
{
  int column = CLAMP ((int) (self->cursor % weights->width) + across, 0, (int) weights->width - 1);
  int row = CLAMP ((int) (self->cursor / weights->width) + down, 0, (int) weights->height - 1);

  return (gsize) row * weights->width + (gsize) column;
}

static gsize
move_in_bars (PerceptUnitPixels    *self,
              const PerceptWeights *weights,
              int                   by)
{
  gsize places[PERCEPT_MOST_BARS];
  guint n = percept_largest_weights (of_unit (self, weights), area_of (weights), places);

  return percept_largest_move (places, n, self->cursor, by);
}

static gboolean
key_cb (PerceptUnitPixels *self,
        guint              key,
        guint              code,
        GdkModifierType    state)
{
  PerceptWeights *weights = percept_unit_pixels_get_weights (self);
  int             across, down;

  if (weights == NULL || (state & gtk_accelerator_get_default_mod_mask ()) != 0
      || !percept_move_key_find (key, &across, &down))
    return FALSE;
  self->pointed = FALSE;
  self->kept = TRUE;
  set_cursor (self, self->sheet != NULL ? move_in_picture (self, weights, across, down)
                                        : move_in_bars (self, weights, across + down));
  return TRUE;
}

/* GObject */

void
percept_unit_pixels_forget (PerceptUnitPixels *self)
{
  self->n_watched = 0;
  percept_unit_pixels_show (self, 0, 0);
}

void
percept_unit_pixels_set_source (PerceptUnitPixels   *self,
                                PerceptSession      *session,
                                PerceptWeightSource *source)
{
  self->session = g_object_ref (session);
  self->source = g_object_ref (source);
  g_signal_connect_object (source, "weights", G_CALLBACK (weights_cb), self, G_CONNECT_SWAPPED);
}

static void
percept_unit_pixels_map (GtkWidget *widget)
{
  PerceptUnitPixels *self = PERCEPT_UNIT_PIXELS (widget);

  GTK_WIDGET_CLASS (percept_unit_pixels_parent_class)->map (widget);
  if (self->source == NULL)
    return;
  watch (self, self->layer);
  take_weights (self, FALSE);
}

static void
percept_unit_pixels_unmap (GtkWidget *widget)
{
  PerceptUnitPixels *self = PERCEPT_UNIT_PIXELS (widget);

  if (self->source != NULL)
    watch (self, 0);
  GTK_WIDGET_CLASS (percept_unit_pixels_parent_class)->unmap (widget);
}

/* Pictures are integer multiples of their pixels: the largest that fits into the width, of two side by side if the
 * parts are apart. */
static int
zoom_within (PerceptUnitPixels    *self,
             const PerceptWeights *weights,
             int                   width)
{
  int room = self->parts == PLOT_PARTS_APART ? (width - ROOM - GAP) / 2 : width - ROOM;

  return MAX (room / (int) MAX (weights->width, weights->height), 1);
}

static void
suit_side (PerceptUnitPixels *self,
           int                width)
{
  PerceptWeights *weights = self->sheet != NULL ? percept_unit_pixels_get_weights (self) : NULL;

  if (weights != NULL)
    plot_weight_sheet_set_side (self->sheet,
                                (double) MAX (weights->width, weights->height) * zoom_within (self, weights, width));
}

/* Px around the picture's rows: title, legend, name. */
static int
height_around (PerceptUnitPixels    *self,
               const PerceptWeights *weights,
               int                   width)
{
  PlotTheme theme;

  suit_side (self, width);
  percept_figure_view_get_theme (PERCEPT_FIGURE_VIEW (self->view), &theme);
  return (int) (ceil (plot_weight_sheet_get_height (self->sheet, width, &theme))
                - weights->height * zoom_within (self, weights, width));
}

int
percept_unit_pixels_fit (PerceptUnitPixels *self,
                         int                width,
                         int                height)
{
  PerceptWeights *weights = self->sheet != NULL ? percept_unit_pixels_get_weights (self) : NULL;
  int             longer, zoom, side;

  width = MAX (width, LEAST_WIDTH);
  if (weights == NULL)
    return self->sheet != NULL ? width : MIN (width, BARS_WIDTH);
  longer = (int) MAX (weights->width, weights->height);
  zoom = MIN (zoom_within (self, weights, width),
              MAX ((height - height_around (self, weights, width)) / (int) weights->height, 1));
  side = longer * zoom;
  return MAX (LEAST_WIDTH, self->parts == PLOT_PARTS_APART ? 2 * side + ROOM + GAP : side + ROOM);
}

static GtkSizeRequestMode
percept_unit_pixels_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
percept_unit_pixels_measure (GtkWidget     *widget,
                             GtkOrientation orientation,
                             int            for_size,
                             int           *minimum,
                             int           *natural,
                             int           *minimum_baseline,
                             int           *natural_baseline)
{
  PerceptUnitPixels *self = PERCEPT_UNIT_PIXELS (widget);

  *minimum = *natural = LEAST_WIDTH;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  for_size = MAX (for_size, LEAST_WIDTH);
  suit_side (self, for_size);
  gtk_widget_measure (self->view, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
percept_unit_pixels_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  PerceptUnitPixels *self = PERCEPT_UNIT_PIXELS (widget);

  suit_side (self, width);
  gtk_widget_size_allocate (self->view, &(GtkAllocation) { 0, 0, width, height }, baseline);
}

static void
percept_unit_pixels_dispose (GObject *object)
{
  PerceptUnitPixels *self = PERCEPT_UNIT_PIXELS (object);

  if (self->source != NULL)
    watch (self, 0);
  if (self->view != NULL)
    drop_figure (self);
  g_clear_pointer (&self->view, gtk_widget_unparent);
  g_clear_object (&self->source);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_unit_pixels_parent_class)->dispose (object);
}

static void
percept_unit_pixels_class_init (PerceptUnitPixelsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType           type = G_TYPE_FROM_CLASS (klass);

  signals[SIGNAL_POINTED] = g_signal_new ("pointed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CURSOR] = g_signal_new ("cursor", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_WEIGHTS] = g_signal_new ("weights", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  G_OBJECT_CLASS (klass)->dispose = percept_unit_pixels_dispose;
  widget_class->map = percept_unit_pixels_map;
  widget_class->unmap = percept_unit_pixels_unmap;
  widget_class->get_request_mode = percept_unit_pixels_get_request_mode;
  widget_class->measure = percept_unit_pixels_measure;
  widget_class->size_allocate = percept_unit_pixels_size_allocate;
}

static void
add_controllers (PerceptUnitPixels *self)
{
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (self->view, motion);
  gtk_widget_add_controller (self->view, keys);
}

static void
percept_unit_pixels_init (PerceptUnitPixels *self)
{
  self->view = percept_figure_view_new ();
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), NULL, _("Incoming weights"));
  percept_figure_view_set_whole (PERCEPT_FIGURE_VIEW (self->view), TRUE);
  gtk_widget_set_parent (self->view, GTK_WIDGET (self));
  add_controllers (self);
}
