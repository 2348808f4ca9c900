/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/unit-layout.h"

#define GAP       12  /* px */
#define SUM_WIDTH 210 /* px: its lines need not be broken */

/* Of what is in sight, for a picture that has the sum below it. */
#define STACKED_SHARE 0.75

/* Of the picture's width without anything beside it: a smaller one stands above the sum. */
#define LEAST_SHARE 0.5

struct _PerceptUnitLayout
{
  GtkLayoutManager   parent_instance;
  GtkWidget         *card;
  PerceptUnitPixels *pixels;
  GtkWidget         *sum;
  GtkWidget         *hand;
  int                view_height;
};

G_DEFINE_FINAL_TYPE (PerceptUnitLayout, percept_unit_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct
{
  GtkAllocation card, sum, hand;
  int           height;
} Places;

static int
least_width (GtkWidget *widget)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

static int
height_at (GtkWidget *widget,
           int        width)
{
  int least, natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, MAX (width, least_width (widget)), &least, &natural, NULL,
                      NULL);
  return natural;
}

/* Of the card, with the largest picture that fits. */
static int
fit (PerceptUnitLayout *self,
     int                width,
     int                height)
{
  GtkWidget *pixels = GTK_WIDGET (self->pixels);
  int        frame = least_width (self->card) - least_width (pixels);

  return percept_unit_pixels_fit (self->pixels, width - frame, height - frame) + frame;
}

static void
place (GtkAllocation *allocation,
       GtkWidget     *widget,
       int            x,
       int            y,
       int            width)
{
  *allocation = (GtkAllocation) { x, y, width, height_at (widget, width) };
}

static void
stack (PerceptUnitLayout *self,
       int                width,
       int                picture,
       Places            *places)
{
  place (&places->card, self->card, (width - picture) / 2, 0, picture);
  place (&places->sum, self->sum, 0, places->card.height + GAP, width);
  place (&places->hand, self->hand, 0, places->sum.y + places->sum.height + GAP, width);
  places->height = places->hand.y + places->hand.height;
}

/* The hand is below the sum where that is wide enough for it. */
static void
set_beside (PerceptUnitLayout *self,
            int                width,
            int                picture,
            Places            *places)
{
  int      x = picture + GAP;
  gboolean below = width - x >= least_width (self->hand);

  place (&places->card, self->card, 0, 0, picture);
  place (&places->sum, self->sum, x, 0, width - x);
  if (below)
    place (&places->hand, self->hand, x, places->sum.height + GAP, width - x);
  else
    place (&places->hand, self->hand, 0, MAX (places->card.height, places->sum.height) + GAP, width);
  places->height = MAX (places->hand.y + places->hand.height, places->card.height);
}

/* Of the card that has the sum beside it, in @room, so that all three are in sight: the hand below the sum, or below
 * both, whichever leaves the larger picture. */
static int
fit_beside (PerceptUnitLayout *self,
            int                width,
            int                room)
{
  int least = least_width (self->hand);
  int picture = fit (self, room, self->view_height);
  int beside = width - GAP - least;

  if (width - picture - GAP >= least)
    return picture;
  picture = fit (self, room, self->view_height - GAP - height_at (self->hand, width));
  return beside >= least_width (self->card) ? MAX (picture, fit (self, beside, self->view_height)) : picture;
}

static void
lay_out (PerceptUnitLayout *self,
         int                width,
         Places            *places)
{
  int stacked = fit (self, width, (int) (STACKED_SHARE * self->view_height));
  int room = width - GAP - MAX (least_width (self->sum), SUM_WIDTH);
  int beside = room >= least_width (self->card) ? fit_beside (self, width, room) : 0;

  if (beside >= (int) (LEAST_SHARE * stacked) && beside > 0)
    set_beside (self, width, beside, places);
  else
    stack (self, width, stacked, places);
}

void
percept_unit_layout_set_view_height (PerceptUnitLayout *self,
                                     int                height)
{
  if (self->view_height == height)
    return;
  self->view_height = height;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

static GtkSizeRequestMode
percept_unit_layout_get_request_mode (GtkLayoutManager *manager,
                                      GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
percept_unit_layout_measure (GtkLayoutManager *manager,
                             GtkWidget        *widget,
                             GtkOrientation    orientation,
                             int               for_size,
                             int              *minimum,
                             int              *natural,
                             int              *minimum_baseline,
                             int              *natural_baseline)
{
  PerceptUnitLayout *self = PERCEPT_UNIT_LAYOUT (manager);
  int                least = MAX (least_width (self->card), MAX (least_width (self->sum), least_width (self->hand)));
  Places             places;

  *minimum = *natural = least;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  lay_out (self, MAX (for_size, least), &places);
  *minimum = *natural = places.height;
}

static void
allocate (GtkWidget           *widget,
          const GtkAllocation *place,
          int                  width,
          gboolean             mirrored)
{
  GtkAllocation allocation = *place;

  if (mirrored)
    allocation.x = width - place->x - place->width;
  gtk_widget_size_allocate (widget, &allocation, -1);
}

static void
percept_unit_layout_allocate (GtkLayoutManager *manager,
                              GtkWidget        *widget,
                              int               width,
                              int               height,
                              int               baseline)
{
  PerceptUnitLayout *self = PERCEPT_UNIT_LAYOUT (manager);
  gboolean           mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  Places             places;

  lay_out (self, width, &places);
  allocate (self->card, &places.card, width, mirrored);
  allocate (self->sum, &places.sum, width, mirrored);
  allocate (self->hand, &places.hand, width, mirrored);
}

static void
percept_unit_layout_class_init (PerceptUnitLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = percept_unit_layout_get_request_mode;
  manager_class->measure = percept_unit_layout_measure;
  manager_class->allocate = percept_unit_layout_allocate;
}

static void
percept_unit_layout_init (PerceptUnitLayout *self)
{
}

GtkLayoutManager *
percept_unit_layout_new (GtkWidget         *card,
                         PerceptUnitPixels *pixels,
                         GtkWidget         *sum,
                         GtkWidget         *hand)
{
  PerceptUnitLayout *self = g_object_new (PERCEPT_TYPE_UNIT_LAYOUT, NULL);

  self->card = card;
  self->pixels = pixels;
  self->sum = sum;
  self->hand = hand;
  return GTK_LAYOUT_MANAGER (self);
}
