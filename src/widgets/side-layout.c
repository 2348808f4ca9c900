/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/side-layout.h"

struct _PerceptSideLayout
{
  GtkLayoutManager parent_instance;
  int              least_width;
  int              side_width;
  int              spacing;
};

G_DEFINE_FINAL_TYPE (PerceptSideLayout, percept_side_layout, GTK_TYPE_LAYOUT_MANAGER)

/* What the layout knows about its children at one width. */
typedef struct
{
  GtkWidget *main, *foot, *side;
  gboolean   beside;
  int        main_width, foot_width, side_width;
} Places;

static int
least_of (GtkWidget     *widget,
          GtkOrientation orientation,
          int            for_size)
{
  int least;

  gtk_widget_measure (widget, orientation, for_size, &least, NULL, NULL, NULL);
  return least;
}

static int
natural_of (GtkWidget     *widget,
            GtkOrientation orientation,
            int            for_size)
{
  int natural;

  gtk_widget_measure (widget, orientation, for_size, NULL, &natural, NULL, NULL);
  return natural;
}

static int
least_width_of (GtkWidget *widget)
{
  return least_of (widget, GTK_ORIENTATION_HORIZONTAL, -1);
}

/* FALSE without three children. */
static gboolean
find_children (GtkWidget *widget,
               Places    *places)
{
  places->main = gtk_widget_get_first_child (widget);
  places->foot = places->main != NULL ? gtk_widget_get_next_sibling (places->main) : NULL;
  places->side = places->foot != NULL ? gtk_widget_get_next_sibling (places->foot) : NULL;
  return places->side != NULL;
}

/* @width -1: any. */
static gboolean
find_places (PerceptSideLayout *self,
             GtkWidget         *widget,
             int                width,
             Places            *places)
{
  int side_least, main_least;

  if (!find_children (widget, places))
    return FALSE;
  side_least = least_width_of (places->side);
  main_least = least_width_of (places->main);
  places->foot_width = MAX (width, least_width_of (places->foot));
  places->side_width = MAX (self->side_width, side_least);
  places->main_width = width - self->spacing - places->side_width;
  places->beside = places->main_width >= MAX (self->least_width, main_least);
  if (!places->beside)
    {
      places->main_width = MAX (width, main_least);
      places->side_width = MAX (width, side_least);
    }
  return TRUE;
}

static GtkSizeRequestMode
percept_side_layout_get_request_mode (GtkLayoutManager *manager,
                                      GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (PerceptSideLayout *self,
               const Places      *places,
               int               *minimum,
               int               *natural)
{
  int side = least_width_of (places->side);
  int main = MAX (natural_of (places->main, GTK_ORIENTATION_HORIZONTAL, -1), self->least_width);

  *minimum = MAX (MAX (least_width_of (places->main), least_width_of (places->foot)), side);
  *natural = MAX (main + self->spacing + MAX (self->side_width, side), *minimum);
}

/* Height of what stands at the top. */
static void
measure_top (const Places *places,
             int          *minimum,
             int          *natural)
{
  gtk_widget_measure (places->main, GTK_ORIENTATION_VERTICAL, places->main_width, minimum, natural, NULL, NULL);
  if (places->beside)
    *minimum = MAX (*minimum, least_of (places->side, GTK_ORIENTATION_VERTICAL, places->side_width));
  *natural = MAX (*natural, *minimum);
}

static void
measure_height (PerceptSideLayout *self,
                const Places      *places,
                int               *minimum,
                int               *natural)
{
  int foot_minimum, foot_natural;
  int below = 0;

  measure_top (places, minimum, natural);
  gtk_widget_measure (places->foot, GTK_ORIENTATION_VERTICAL, places->foot_width, &foot_minimum, &foot_natural, NULL,
                      NULL);
  if (!places->beside)
    below = self->spacing + natural_of (places->side, GTK_ORIENTATION_VERTICAL, places->side_width);
  *minimum += self->spacing + foot_minimum + below;
  *natural += self->spacing + foot_natural + below;
}

static void
percept_side_layout_measure (GtkLayoutManager *manager,
                             GtkWidget        *widget,
                             GtkOrientation    orientation,
                             int               for_size,
                             int              *minimum,
                             int              *natural,
                             int              *minimum_baseline,
                             int              *natural_baseline)
{
  PerceptSideLayout *self = PERCEPT_SIDE_LAYOUT (manager);
  Places             places;

  *minimum = *natural = 0;
  if (!find_places (self, widget, for_size, &places))
    return;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, &places, minimum, natural);
  else
    measure_height (self, &places, minimum, natural);
}

/* The foot has its natural height where the top has its least one, and the top what is left over. */
static void
share_height (PerceptSideLayout *self,
              const Places      *places,
              int                height,
              int               *top,
              int               *foot)
{
  int top_minimum, top_natural;
  int foot_minimum, foot_natural;

  measure_top (places, &top_minimum, &top_natural);
  gtk_widget_measure (places->foot, GTK_ORIENTATION_VERTICAL, places->foot_width, &foot_minimum, &foot_natural, NULL,
                      NULL);
  *foot = CLAMP (height - self->spacing - top_minimum, foot_minimum, MAX (foot_natural, foot_minimum));
  *top = MAX (height - self->spacing - *foot, top_minimum);
}

static void
percept_side_layout_allocate (GtkLayoutManager *manager,
                              GtkWidget        *widget,
                              int               width,
                              int               height,
                              int               baseline)
{
  PerceptSideLayout *self = PERCEPT_SIDE_LAYOUT (manager);
  gboolean           rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  Places             places;
  int                side_height = 0;
  int                main_x = 0, side_x = 0;
  int                top, foot;

  if (!find_places (self, widget, width, &places))
    return;
  if (!places.beside)
    {
      side_height = natural_of (places.side, GTK_ORIENTATION_VERTICAL, places.side_width);
      height -= self->spacing + side_height;
    }
  else if (rtl)
    main_x = width - places.main_width;
  else
    side_x = width - places.side_width;
  share_height (self, &places, height, &top, &foot);
  gtk_widget_size_allocate (places.main, &(GtkAllocation) { main_x, 0, places.main_width, top }, -1);
  gtk_widget_size_allocate (places.foot, &(GtkAllocation) { 0, top + self->spacing, places.foot_width, foot }, -1);
  if (places.beside)
    gtk_widget_size_allocate (places.side, &(GtkAllocation) { side_x, 0, places.side_width, top }, -1);
  else
    gtk_widget_size_allocate (places.side, &(GtkAllocation) { 0, top + foot + 2 * self->spacing, places.side_width,
                                                              side_height }, -1);
}

static void
percept_side_layout_class_init (PerceptSideLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = percept_side_layout_get_request_mode;
  manager_class->measure = percept_side_layout_measure;
  manager_class->allocate = percept_side_layout_allocate;
}

static void
percept_side_layout_init (PerceptSideLayout *self)
{
}

GtkLayoutManager *
percept_side_layout_new (int least_width,
                         int side_width,
                         int spacing)
{
  PerceptSideLayout *self = g_object_new (PERCEPT_TYPE_SIDE_LAYOUT, NULL);

  self->least_width = least_width;
  self->side_width = side_width;
  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
