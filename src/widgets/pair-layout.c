/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/pair-layout.h"

struct _PerceptPairLayout
{
  GtkLayoutManager parent_instance;
  int              least_width;
  int              spacing;
};

G_DEFINE_FINAL_TYPE (PerceptPairLayout, percept_pair_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
count_children (GtkWidget *widget)
{
  int n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    n += gtk_widget_should_layout (child);
  return n;
}

static gboolean
is_beside (PerceptPairLayout *self,
           int                n,
           int                width)
{
  return width >= n * self->least_width + (n - 1) * self->spacing;
}

/* Px of each of @n children that share @size. */
static int
side_of (PerceptPairLayout *self,
         int                n,
         int                size)
{
  return (size - (n - 1) * self->spacing) / n;
}

/* Of a child that has @width px (-1: any) and takes what it needs at least. */
static void
measure_child (GtkWidget     *child,
               GtkOrientation orientation,
               int            width,
               int           *minimum,
               int           *natural)
{
  int least = -1;

  if (width >= 0)
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (child, orientation, width >= 0 ? MAX (width, least) : -1, minimum, natural, NULL, NULL);
}

static GtkSizeRequestMode
percept_pair_layout_get_request_mode (GtkLayoutManager *manager,
                                      GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
percept_pair_layout_measure (GtkLayoutManager *manager,
                             GtkWidget        *widget,
                             GtkOrientation    orientation,
                             int               for_size,
                             int              *minimum,
                             int              *natural,
                             int              *minimum_baseline,
                             int              *natural_baseline)
{
  PerceptPairLayout *self = PERCEPT_PAIR_LAYOUT (manager);
  int                n = MAX (count_children (widget), 1);
  gboolean           vertical = orientation == GTK_ORIENTATION_VERTICAL;
  gboolean           stacked = vertical && !is_beside (self, n, for_size);
  int                width = !vertical || for_size < 0 || stacked ? for_size : side_of (self, n, for_size);

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      measure_child (child, orientation, vertical ? width : -1, &child_minimum, &child_natural);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
  if (!stacked)
    return;
  *minimum = n * *minimum + (n - 1) * self->spacing;
  *natural = n * *natural + (n - 1) * self->spacing;
}

static void
percept_pair_layout_allocate (GtkLayoutManager *manager,
                              GtkWidget        *widget,
                              int               width,
                              int               height,
                              int               baseline)
{
  PerceptPairLayout *self = PERCEPT_PAIR_LAYOUT (manager);
  int                n = MAX (count_children (widget), 1);
  gboolean           beside = is_beside (self, n, width);
  gboolean           rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int                side = side_of (self, n, beside ? width : height);
  int                i = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      int at = i * (side + self->spacing);

      if (!gtk_widget_should_layout (child))
        continue;
      if (beside)
        gtk_widget_size_allocate (child, &(GtkAllocation) { rtl ? width - at - side : at, 0, side, height }, -1);
      else
        gtk_widget_size_allocate (child, &(GtkAllocation) { 0, at, width, side }, -1);
      i++;
    }
}

static void
percept_pair_layout_class_init (PerceptPairLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = percept_pair_layout_get_request_mode;
  manager_class->measure = percept_pair_layout_measure;
  manager_class->allocate = percept_pair_layout_allocate;
}

static void
percept_pair_layout_init (PerceptPairLayout *self)
{
}

GtkLayoutManager *
percept_pair_layout_new (int least_width,
                         int spacing)
{
  PerceptPairLayout *self = g_object_new (PERCEPT_TYPE_PAIR_LAYOUT, NULL);

  self->least_width = least_width;
  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
