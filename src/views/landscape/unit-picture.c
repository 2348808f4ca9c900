/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/unit-picture.h"

#include "figures/run-figures.h"
#include "plot/weight-sheet.h"
#include "views/figure-binding.h"
#include "widgets/figure-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define WIDTH 184   /* px */
#define SIDE  160   /* px of the picture, at least */
#define MAX_PLACES 2

struct _PerceptUnitPicture
{
  GtkWidget          parent_instance;
  PerceptSession    *session;
  PlotWeightSheet   *sheet;
  guint              layer;              /* from 1; 0: none */
  guint              unit;
  gboolean           watching;
  PerceptWeightPlace places[MAX_PLACES]; /* that are marked */
  guint              n_places;
  gboolean           has_cursor;         /* of the keyboard */
  guint              column, row;
  GtkWidget         *view;
};

G_DEFINE_FINAL_TYPE (PerceptUnitPicture, percept_unit_picture, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_PICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What is shown */

static PerceptWeights *
get_weights (PerceptUnitPicture *self)
{
  return self->session != NULL && self->layer > 0 ? percept_session_get_weights (self->session, self->layer) : NULL;
}

static PlotWeightMark
mark_of (const PerceptWeights     *weights,
         const PerceptWeightPlace *place,
         guint                     number)
{
  gsize pixel = place->input % ((gsize) weights->height * weights->width);

  return (PlotWeightMark) { place->unit, (guint) (pixel % weights->width), (guint) (pixel / weights->width), number };
}

static void
show_marks (PerceptUnitPicture *self)
{
  PerceptWeights *weights = get_weights (self);
  PlotWeightMark  marks[PLOT_MAX_WEIGHT_MARKS];
  guint           n = 0;

  if (self->sheet == NULL || weights == NULL)
    return;
  for (guint i = 0; i < self->n_places; i++)
    if (self->places[i].layer == self->layer && !self->places[i].is_bias)
      marks[n++] = mark_of (weights, &self->places[i], i + 1);
  if (self->has_cursor)
    marks[n++] = (PlotWeightMark) { self->unit, self->column, self->row, 0 };
  plot_weight_sheet_set_marks (self->sheet, marks, n);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), TRUE);
}

static void
take_weights (PerceptUnitPicture *self)
{
  PerceptWeights *weights = get_weights (self);

  if (weights == NULL || self->sheet == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  plot_weight_sheet_set_weights (self->sheet, weights->weights, weights->n_units, weights->channels, weights->height,
                                 weights->width, percept_run_figures_unit_names (self->session, self->layer));
  show_marks (self);
}

void
percept_unit_picture_set_marks (PerceptUnitPicture       *self,
                                const PerceptWeightPlace *places,
                                guint                     n)
{
  self->n_places = MIN (n, MAX_PLACES);
  for (guint i = 0; i < self->n_places; i++)
    self->places[i] = places[i];
  show_marks (self);
}

/* Layer and unit */

static void
watch (PerceptUnitPicture *self,
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

static void
drop_sheet (PerceptUnitPicture *self)
{
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), NULL, NULL);
  if (self->sheet != NULL)
    plot_figure_unref (plot_weight_sheet_figure (self->sheet));
  self->sheet = NULL;
}

static void
show_layer (PerceptUnitPicture *self,
            guint               layer)
{
  g_autofree char *file_name = percept_figure_file_name (self->session, "weights");

  watch (self, FALSE);
  drop_sheet (self);
  self->layer = layer;
  self->has_cursor = FALSE;
  if (layer == 0)
    return;
  self->sheet = plot_weight_sheet_new (_("Pick two weights"), _("unit"));
  plot_weight_sheet_set_side (self->sheet, SIDE);
  plot_weight_sheet_set_bare (self->sheet, TRUE);
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), plot_weight_sheet_figure (self->sheet),
                                  _("Pick two weights"));
  percept_figure_view_set_file_name (PERCEPT_FIGURE_VIEW (self->view), file_name);
  watch (self, gtk_widget_get_mapped (GTK_WIDGET (self)));
}

void
percept_unit_picture_show (PerceptUnitPicture *self,
                           guint               layer,
                           guint               unit)
{
  gboolean other = layer != self->layer || self->sheet == NULL;

  if (other)
    show_layer (self, layer);
  self->unit = unit;
  if (self->sheet == NULL)
    return;
  plot_weight_sheet_set_order (self->sheet, &self->unit, 1);
  if (other)
    take_weights (self);
  show_marks (self);
}

guint
percept_unit_picture_get_layer (PerceptUnitPicture *self)
{
  return self->layer;
}

guint
percept_unit_picture_get_unit (PerceptUnitPicture *self)
{
  return self->unit;
}

/* Pointing */

/* Of the colors that look at a pixel, the one with the largest weight. */
static gsize
strongest_input (const PerceptWeights *weights,
                 guint                 unit,
                 guint                 column,
                 guint                 row)
{
  gsize        area = (gsize) weights->height * weights->width;
  const float *of_unit = weights->weights + unit * weights->channels * area;
  gsize        best = (gsize) row * weights->width + column;

  for (gsize input = best; input < weights->channels * area; input += area)
    if (fabsf (of_unit[input]) > fabsf (of_unit[best]))
      best = input;
  return best;
}

static void
pick (PerceptUnitPicture *self,
      guint               column,
      guint               row)
{
  const PerceptWeights *weights = get_weights (self);
  PerceptWeightPlace    place = { .layer = self->layer, .unit = self->unit };

  if (weights == NULL || self->unit >= weights->n_units || column >= weights->width || row >= weights->height)
    return;
  place.input = strongest_input (weights, self->unit, column, row);
  g_signal_emit (self, signals[SIGNAL_PICKED], 0, &place);
}

static void
pressed_cb (PerceptUnitPicture *self,
            int                 n_press,
            double              x,
            double              y)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->view);
  guint              unit, column, row;
  PlotTheme          theme;

  gtk_widget_grab_focus (self->view);
  percept_figure_view_get_theme (view, &theme);
  if (self->sheet == NULL || !plot_weight_sheet_pick (self->sheet, gtk_widget_get_width (self->view),
                                                      percept_figure_view_get_full_height (view), &theme, x,
                                                      percept_figure_view_to_figure_y (view, y), &unit, &column, &row))
    return;
  /* The keyboard goes on from here. */
  self->has_cursor = FALSE;
  self->column = column;
  self->row = row;
  pick (self, column, row);
}

/* Where each key goes: columns to the right, rows down. */
static const struct
{
  guint key, pad_key;
  int   across, down;
} moves[] = {
  { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
  { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
  { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
  { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
};

/* The first press only shows where it is. */
static void
move_cursor (PerceptUnitPicture *self,
             int                 across,
             int                 down)
{
  const PerceptWeights *weights = get_weights (self);

  if (weights == NULL)
    return;
  if (self->has_cursor)
    {
      self->column = (guint) MAX ((int) self->column + across, 0);
      self->row = (guint) MAX ((int) self->row + down, 0);
    }
  self->has_cursor = TRUE;
  self->column = MIN (self->column, weights->width - 1);
  self->row = MIN (self->row, weights->height - 1);
  show_marks (self);
}

static gboolean
key_cb (PerceptUnitPicture *self,
        guint               key,
        guint               code,
        GdkModifierType     state)
{
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) && self->has_cursor)
    {
      pick (self, self->column, self->row);
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    if (key == moves[i].key || key == moves[i].pad_key)
      {
        move_cursor (self, moves[i].across, moves[i].down);
        return TRUE;
      }
  return FALSE;
}

/* GObject */

void
percept_unit_picture_set_session (PerceptUnitPicture *self,
                                  PerceptSession     *session)
{
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "weights", G_CALLBACK (take_weights), self, G_CONNECT_SWAPPED);
}

static void
percept_unit_picture_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (percept_unit_picture_parent_class)->map (widget);
  watch (PERCEPT_UNIT_PICTURE (widget), TRUE);
  take_weights (PERCEPT_UNIT_PICTURE (widget));
}

static void
percept_unit_picture_unmap (GtkWidget *widget)
{
  watch (PERCEPT_UNIT_PICTURE (widget), FALSE);
  GTK_WIDGET_CLASS (percept_unit_picture_parent_class)->unmap (widget);
}

/* As wide as it is everywhere, and as high as the picture needs. */
static void
percept_unit_picture_measure (GtkWidget     *widget,
                              GtkOrientation orientation,
                              int            for_size,
                              int           *minimum,
                              int           *natural,
                              int           *minimum_baseline,
                              int           *natural_baseline)
{
  PerceptUnitPicture *self = PERCEPT_UNIT_PICTURE (widget);

  *minimum = *natural = WIDTH;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    gtk_widget_measure (self->view, orientation, WIDTH, minimum, natural, NULL, NULL);
}

static void
percept_unit_picture_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  gtk_widget_size_allocate (PERCEPT_UNIT_PICTURE (widget)->view, &(GtkAllocation) { 0, 0, width, height }, baseline);
}

static void
percept_unit_picture_dispose (GObject *object)
{
  PerceptUnitPicture *self = PERCEPT_UNIT_PICTURE (object);

  watch (self, FALSE);
  if (self->view != NULL)
    drop_sheet (self);
  g_clear_pointer (&self->view, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_unit_picture_parent_class)->dispose (object);
}

static void
percept_unit_picture_class_init (PerceptUnitPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_POINTER);
  G_OBJECT_CLASS (klass)->dispose = percept_unit_picture_dispose;
  widget_class->map = percept_unit_picture_map;
  widget_class->unmap = percept_unit_picture_unmap;
  widget_class->measure = percept_unit_picture_measure;
  widget_class->size_allocate = percept_unit_picture_size_allocate;
}

static double
sheet_height (PlotFigure      *figure,
              double           width,
              const PlotTheme *theme)
{
  return plot_weight_sheet_get_height ((PlotWeightSheet *) figure, width, theme);
}

static void
percept_unit_picture_init (PerceptUnitPicture *self)
{
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->view = percept_figure_view_new ();
  percept_figure_view_set_height_func (PERCEPT_FIGURE_VIEW (self->view), sheet_height);
  percept_figure_view_set_whole (PERCEPT_FIGURE_VIEW (self->view), TRUE);
  gtk_widget_set_parent (self->view, GTK_WIDGET (self));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->view, keys);
}
