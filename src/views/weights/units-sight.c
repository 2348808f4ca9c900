/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of the units is in sight: how large pictures are, and which part is scrolled to. */

#include "views/weights/units-view-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FRAME_ROOM 6   /* px around a picture for the frame of the one selected */
#define ZOOM_STEP  1.2 /* from one size to the next, at least one px more for each pixel */
#define FEW_UNITS  20
#define FEW_SIDE   168 /* px */
#define MANY_SIDE  84

/* Where @unit stands in the figure, what is written below its picture included. */
static gboolean
find_place (PerceptUnitsView  *self,
            guint              unit,
            cairo_rectangle_t *place)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->view);
  double             width = gtk_widget_get_width (self->view);
  PlotTheme          theme;

  percept_figure_view_get_theme (view, &theme);
  if (self->matrix != NULL)
    return plot_weight_matrix_get_row (self->matrix, width, &theme, unit, place);
  if (self->sheet == NULL
      || !plot_weight_sheet_get_picture (self->sheet, width, percept_figure_view_get_full_height (view), &theme, unit,
                                         place))
    return FALSE;
  place->height += 2 * theme.text_size;
  return TRUE;
}

/* Selected */

gboolean
percept_units_view_sees_selected (PerceptUnitsView *self)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->view);
  cairo_rectangle_t  place;
  double             y;

  if (self->selected == PLOT_NO_UNIT || !find_place (self, self->selected, &place))
    return FALSE;
  y = place.y + place.height / 2 - gtk_adjustment_get_value (percept_units_view_get_scrolling (self));
  return y >= 0 && y <= gtk_widget_get_height (GTK_WIDGET (view));
}

static void
scroll_to (PerceptUnitsView *self,
           guint             unit)
{
  cairo_rectangle_t place;

  if (find_place (self, unit, &place))
    percept_figure_view_scroll_to (PERCEPT_FIGURE_VIEW (self->view), place.y - FRAME_ROOM,
                                   place.y + place.height + FRAME_ROOM);
}

void
percept_units_view_see_selected (PerceptUnitsView *self)
{
  scroll_to (self, self->selected);
}

static gboolean
scroll_cb (gpointer data)
{
  PerceptUnitsView *self = data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    percept_units_view_see_selected (self);
  return G_SOURCE_REMOVE;
}

/* Not before it is laid out anew. */
void
percept_units_view_scroll_to_selected (PerceptUnitsView *self)
{
  g_idle_add_full (G_PRIORITY_LOW, scroll_cb, g_object_ref (self), g_object_unref);
}

/* Size */

/* What stays where it is while all become larger: the unit under the pointer, the one selected where it is in sight, or
 * the one in the middle. */
static guint
find_anchor (PerceptUnitsView *self)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->view);
  double             width = gtk_widget_get_width (self->view), height = gtk_widget_get_height (self->view);
  double             x = self->pointed ? self->x : width / 2, y = self->pointed ? self->y : height / 2;
  PlotTheme          theme;

  if (!self->pointed && percept_units_view_sees_selected (self))
    return self->selected;
  percept_figure_view_get_theme (view, &theme);
  return plot_weight_sheet_get_nearest (self->sheet, width, percept_figure_view_get_full_height (view), &theme, x,
                                        percept_figure_view_to_figure_y (view, y));
}

static void
resize (PerceptUnitsView *self,
        double            side)
{
  GtkAdjustment    *scrolling = percept_units_view_get_scrolling (self);
  guint             anchor = find_anchor (self);
  cairo_rectangle_t before, after;
  gboolean          found = find_place (self, anchor, &before);

  plot_weight_sheet_set_side (self->sheet, side);
  percept_units_view_queue_update (self, TRUE);
  if (!found || !find_place (self, anchor, &after))
    return;
  gtk_adjustment_set_value (scrolling, gtk_adjustment_get_value (scrolling) + after.y + after.height / 2 - before.y
                                         - before.height / 2);
  scroll_to (self, anchor);
}

void
percept_units_view_size_changed (PerceptUnitsView *self)
{
  if (self->sheet != NULL)
    resize (self, gtk_range_get_value (GTK_RANGE (self->size_slider)));
  g_object_notify (G_OBJECT (self), "picture-size");
}

guint
percept_units_view_get_size (PerceptUnitsView *self)
{
  return (guint) gtk_range_get_value (GTK_RANGE (self->size_slider));
}

static double
get_usual_size (PerceptUnitsView *self)
{
  PerceptWeights *weights = percept_units_view_get_weights (self);

  return weights == NULL || weights->n_units > FEW_UNITS ? MANY_SIDE : FEW_SIDE;
}

static double
get_page_size (PerceptUnitsView *self)
{
  return gtk_adjustment_get_upper (gtk_range_get_adjustment (GTK_RANGE (self->size_slider)));
}

/* By whole px for each pixel: anything less would change nothing. */
static double
get_next_size (PerceptUnitsView *self,
               gboolean          larger)
{
  PerceptWeights *weights = percept_units_view_get_weights (self);
  double          pixels = weights != NULL ? MAX (weights->width, weights->height) : 1;
  double          zoom = ceil (gtk_range_get_value (GTK_RANGE (self->size_slider)) / pixels - 1e-9);

  return pixels * (larger ? fmax (zoom + 1, floor (zoom * ZOOM_STEP)) : fmin (zoom - 1, ceil (zoom / ZOOM_STEP)));
}

static double
get_larger_size (PerceptUnitsView *self)
{
  return get_next_size (self, TRUE);
}

static double
get_smaller_size (PerceptUnitsView *self)
{
  return get_next_size (self, FALSE);
}

static const struct
{
  const char *name;
  double    (*get) (PerceptUnitsView *self);
} sizes[] = {
  { "larger", get_larger_size },
  { "smaller", get_smaller_size },
  { "usual", get_usual_size },
  { "page", get_page_size },
};

gboolean
percept_units_view_set_size (PerceptUnitsView *self,
                             const char       *text,
                             GError          **error)
{
  GtkRange *range = GTK_RANGE (self->size_slider);
  guint64   side;

  if (self->sheet == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _("The units of this layer look at no image: they have no pictures to be made larger"));
      return FALSE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (g_str_equal (text, sizes[i].name))
      {
        gtk_range_set_value (range, sizes[i].get (self));
        return TRUE;
      }
  if (g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &side, NULL))
    {
      gtk_range_set_value (range, (double) side);
      return TRUE;
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _("“%s” is no size of pictures: it should be their pixels on the screen like 168, or larger, smaller, "
                 "usual or page"), text);
  return FALSE;
}

/* Up to one unit that fills the view. */
void
percept_units_view_suit_size (PerceptUnitsView *self)
{
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (self->size_slider));
  double         width = gtk_widget_get_width (self->view), height = gtk_widget_get_height (self->view);
  double         page;
  PlotTheme      theme;

  if (self->sheet == NULL || width <= 0 || height <= 0)
    return;
  percept_figure_view_get_theme (PERCEPT_FIGURE_VIEW (self->view), &theme);
  page = plot_weight_sheet_get_page_side (self->sheet, width, height, &theme);
  page = fmax (page, gtk_adjustment_get_lower (adjustment) + 1);
  if (page != gtk_adjustment_get_upper (adjustment))
    gtk_adjustment_set_upper (adjustment, page);
}

/* A few units fill the page. */
void
percept_units_view_use_usual_size (PerceptUnitsView *self,
                                   guint             n_units)
{
  gtk_range_set_value (GTK_RANGE (self->size_slider), n_units <= FEW_UNITS ? FEW_SIDE : MANY_SIDE);
}

/* Hands */

static gboolean
wheel_cb (PerceptUnitsView         *self,
          double                    dx,
          double                    dy,
          GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) == 0 || self->sheet == NULL)
    return FALSE;
  /* A touchpad's small moves add up to a step. */
  self->wheel += dy;
  if (fabs (self->wheel) < 1)
    return TRUE;
  gtk_range_set_value (GTK_RANGE (self->size_slider), get_next_size (self, self->wheel < 0));
  self->wheel = 0;
  return TRUE;
}

static void
pinch_begin_cb (PerceptUnitsView *self)
{
  self->pinched_size = gtk_range_get_value (GTK_RANGE (self->size_slider));
}

static void
pinch_cb (PerceptUnitsView *self,
          double            scale)
{
  if (self->sheet != NULL)
    gtk_range_set_value (GTK_RANGE (self->size_slider), scale * self->pinched_size);
}

static gboolean
suit_cb (gpointer data)
{
  PerceptUnitsView *self = data;

  self->suit_id = 0;
  percept_units_view_suit_size (self);
  return G_SOURCE_REMOVE;
}

/* Nothing else changes its size while sizes are allocated. */
static void
page_size_cb (PerceptUnitsView *self)
{
  if (self->suit_id == 0)
    self->suit_id = g_idle_add (suit_cb, self);
}

GtkAdjustment *
percept_units_view_get_scrolling (PerceptUnitsView *self)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (gtk_widget_get_parent (self->view)));
}

void
percept_units_view_watch_size (PerceptUnitsView *self)
{
  GtkEventController *wheel = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture         *pinch = gtk_gesture_zoom_new ();

  g_signal_connect_swapped (wheel, "scroll", G_CALLBACK (wheel_cb), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (self->view, wheel);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (pinch));
  g_signal_connect_object (percept_units_view_get_scrolling (self), "notify::page-size", G_CALLBACK (page_size_cb),
                           self, G_CONNECT_SWAPPED);
}
