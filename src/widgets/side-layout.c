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

/* What the layout knows about the two at one width. */
typedef struct
{
  GtkWidget *main, *side;
  gboolean   beside;
  int        main_width, side_width;
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

/* @width -1: any. FALSE without two children to lay out. */
static gboolean
find_places (PerceptSideLayout *self,
             GtkWidget         *widget,
             int                width,
             Places            *places)
{
  int side_least, main_least;

  places->main = gtk_widget_get_first_child (widget);
  places->side = places->main != NULL ? gtk_widget_get_next_sibling (places->main) : NULL;
  if (places->side == NULL)
    return FALSE;
  side_least = least_of (places->side, GTK_ORIENTATION_HORIZONTAL, -1);
  main_least = least_of (places->main, GTK_ORIENTATION_HORIZONTAL, -1);
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
  *minimum = MAX (least_of (places->main, GTK_ORIENTATION_HORIZONTAL, -1),
                  least_of (places->side, GTK_ORIENTATION_HORIZONTAL, -1));
  *natural = MAX (natural_of (places->main, GTK_ORIENTATION_HORIZONTAL, -1), self->least_width) + self->spacing +
             MAX (self->side_width, least_of (places->side, GTK_ORIENTATION_HORIZONTAL, -1));
}

static void
measure_height (PerceptSideLayout *self,
                const Places      *places,
                int               *minimum,
                int               *natural)
{
  *minimum = least_of (places->main, GTK_ORIENTATION_VERTICAL, places->main_width);
  *natural = natural_of (places->main, GTK_ORIENTATION_VERTICAL, places->main_width);
  if (places->beside)
    *minimum = MAX (*minimum, least_of (places->side, GTK_ORIENTATION_VERTICAL, places->side_width));
  else
    {
      int below = self->spacing + natural_of (places->side, GTK_ORIENTATION_VERTICAL, places->side_width);

      *minimum += below;
      *natural += below;
    }
  *natural = MAX (*natural, *minimum);
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

static void
percept_side_layout_allocate (GtkLayoutManager *manager,
                              GtkWidget        *widget,
                              int               width,
                              int               height,
                              int               baseline)
{
  PerceptSideLayout *self = PERCEPT_SIDE_LAYOUT (manager);
  gboolean           rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation      main = { 0, 0, 0, height };
  GtkAllocation      side = { 0, 0, 0, height };
  Places             places;

  if (!find_places (self, widget, width, &places))
    return;
  main.width = places.main_width;
  side.width = places.side_width;
  if (places.beside)
    {
      main.x = rtl ? width - main.width : 0;
      side.x = rtl ? 0 : width - side.width;
    }
  else
    {
      side.height = natural_of (places.side, GTK_ORIENTATION_VERTICAL, side.width);
      main.height = MAX (height - self->spacing - side.height,
                         least_of (places.main, GTK_ORIENTATION_VERTICAL, main.width));
      side.y = main.height + self->spacing;
    }
  gtk_widget_size_allocate (places.main, &main, -1);
  gtk_widget_size_allocate (places.side, &side, -1);
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
