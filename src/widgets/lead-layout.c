/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/lead-layout.h"

struct _PerceptLeadLayout
{
  GtkLayoutManager parent_instance;
  int              least_width;
  int              spacing;
};

G_DEFINE_FINAL_TYPE (PerceptLeadLayout, percept_lead_layout, GTK_TYPE_LAYOUT_MANAGER)

/* The children that are seen; NULL: this one is not. */
typedef struct
{
  GtkWidget *lead, *rest;
} Pair;

static Pair
find_pair (GtkWidget *widget)
{
  GtkWidget *rest = gtk_widget_get_last_child (widget);
  GtkWidget *lead = rest ? gtk_widget_get_prev_sibling (rest) : NULL;

  return (Pair) {
    .lead = lead && gtk_widget_should_layout (lead) ? lead : NULL,
    .rest = rest && gtk_widget_should_layout (rest) ? rest : NULL,
  };
}

static void
measure_child (GtkWidget     *child,
               GtkOrientation orientation,
               int            for_size,
               int           *minimum,
               int           *natural)
{
  *minimum = *natural = 0;
  if (child)
    gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
}

/* Px of the lead beside the rest; -1: they stand one below the other. */
static int
lead_width (PerceptLeadLayout *self,
            const Pair        *pair,
            int                width)
{
  int minimum, natural, least, wish;

  if (!pair->lead || !pair->rest)
    return -1;
  measure_child (pair->lead, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural);
  measure_child (pair->rest, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wish);
  return width - natural - self->spacing >= MAX (self->least_width, least) ? natural : -1;
}

static GtkSizeRequestMode
percept_lead_layout_get_request_mode (GtkLayoutManager *manager,
                                      GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
percept_lead_layout_measure (GtkLayoutManager *manager,
                             GtkWidget        *widget,
                             GtkOrientation    orientation,
                             int               for_size,
                             int              *minimum,
                             int              *natural,
                             int              *minimum_baseline,
                             int              *natural_baseline)
{
  PerceptLeadLayout *self = PERCEPT_LEAD_LAYOUT (manager);
  gboolean           vertical = orientation == GTK_ORIENTATION_VERTICAL;
  Pair               pair = find_pair (widget);
  int                spacing = pair.lead && pair.rest ? self->spacing : 0;
  int                lead = vertical && for_size >= 0 ? lead_width (self, &pair, for_size) : -1;
  gboolean           beside = vertical && lead >= 0;
  int                lead_minimum, lead_natural, rest_minimum, rest_natural;

  measure_child (pair.lead, orientation, !vertical ? -1 : beside ? lead : for_size, &lead_minimum, &lead_natural);
  measure_child (pair.rest, orientation, !vertical ? -1 : beside ? for_size - lead - spacing : for_size, &rest_minimum,
                 &rest_natural);
  /* The least width is that of one below the other. */
  if (!vertical)
    {
      *minimum = MAX (lead_minimum, rest_minimum);
      *natural = lead_natural + spacing + rest_natural;
      return;
    }
  *minimum = beside ? MAX (lead_minimum, rest_minimum) : lead_natural + spacing + rest_minimum;
  *natural = beside ? MAX (lead_natural, rest_natural) : lead_natural + spacing + rest_natural;
}

static void
allocate_beside (PerceptLeadLayout *self,
                 const Pair        *pair,
                 gboolean           rtl,
                 int                lead,
                 int                width,
                 int                height)
{
  int rest = width - lead - self->spacing;

  gtk_widget_size_allocate (pair->lead, &(GtkAllocation) { rtl ? width - lead : 0, 0, lead, height }, -1);
  gtk_widget_size_allocate (pair->rest, &(GtkAllocation) { rtl ? 0 : width - rest, 0, rest, height }, -1);
}

static void
allocate_below (PerceptLeadLayout *self,
                const Pair        *pair,
                int                width,
                int                height)
{
  int spacing = pair->lead && pair->rest ? self->spacing : 0;
  int minimum, natural, least, wish, lead;

  measure_child (pair->lead, GTK_ORIENTATION_VERTICAL, width, &minimum, &natural);
  measure_child (pair->rest, GTK_ORIENTATION_VERTICAL, width, &least, &wish);
  lead = pair->rest ? natural : height;
  if (pair->lead)
    gtk_widget_size_allocate (pair->lead, &(GtkAllocation) { 0, 0, width, lead }, -1);
  else
    lead = 0;
  if (pair->rest)
    gtk_widget_size_allocate (pair->rest,
                              &(GtkAllocation) { 0, lead + spacing, width, MAX (height - lead - spacing, least) }, -1);
}

static void
percept_lead_layout_allocate (GtkLayoutManager *manager,
                              GtkWidget        *widget,
                              int               width,
                              int               height,
                              int               baseline)
{
  PerceptLeadLayout *self = PERCEPT_LEAD_LAYOUT (manager);
  Pair               pair = find_pair (widget);
  int                lead = lead_width (self, &pair, width);

  if (lead >= 0)
    allocate_beside (self, &pair, gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL, lead, width, height);
  else
    allocate_below (self, &pair, width, height);
}

static void
percept_lead_layout_class_init (PerceptLeadLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = percept_lead_layout_get_request_mode;
  manager_class->measure = percept_lead_layout_measure;
  manager_class->allocate = percept_lead_layout_allocate;
}

static void
percept_lead_layout_init (PerceptLeadLayout *self)
{
}

GtkLayoutManager *
percept_lead_layout_new (int least_width,
                         int spacing)
{
  PerceptLeadLayout *self = g_object_new (PERCEPT_TYPE_LEAD_LAYOUT, NULL);

  self->least_width = least_width;
  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
