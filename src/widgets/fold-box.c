/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/fold-box.h"

typedef struct
{
  GtkWidget *widget;
  int        importance;
  gboolean   expand;
  gboolean   shown;
} Item;

struct _PerceptFoldBox
{
  GtkWidget parent_instance;
  GArray   *items;   /* Item, in reading order */
  int       spacing;
};

G_DEFINE_FINAL_TYPE (PerceptFoldBox, percept_fold_box, GTK_TYPE_WIDGET)

static int
natural_width (const Item *item)
{
  int natural;

  gtk_widget_measure (item->widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* Px that the items up to @importance need. */
static int
width_up_to (PerceptFoldBox *self,
             int             importance)
{
  int width = -self->spacing;

  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);

      if (item->importance <= importance && gtk_widget_get_visible (item->widget))
        width += natural_width (item) + self->spacing;
    }
  return MAX (width, 0);
}

static int
most_importance (PerceptFoldBox *self)
{
  int most = 0;

  for (guint i = 0; i < self->items->len; i++)
    most = MAX (most, g_array_index (self->items, Item, i).importance);
  return most;
}

static void
percept_fold_box_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  PerceptFoldBox *self = PERCEPT_FOLD_BOX (widget);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = width_up_to (self, 0);
      *natural = width_up_to (self, most_importance (self));
      return;
    }
  for (guint i = 0; i < self->items->len; i++)
    {
      int child_minimum, child_natural;

      gtk_widget_measure (g_array_index (self->items, Item, i).widget, orientation, -1, &child_minimum,
                          &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
}

/* Chooses who stays at @width; returns px left over for each that expands. */
static int
choose (PerceptFoldBox *self,
        int             width)
{
  int importance = most_importance (self);
  int n_expanding = 0;

  while (importance > 0 && width_up_to (self, importance) > width)
    importance--;
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = &g_array_index (self->items, Item, i);

      item->shown = item->importance <= importance && gtk_widget_get_visible (item->widget);
      gtk_widget_set_child_visible (item->widget, item->shown);
      n_expanding += item->shown && item->expand;
    }
  return n_expanding > 0 ? MAX (width - width_up_to (self, importance), 0) / n_expanding : 0;
}

static void
percept_fold_box_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  PerceptFoldBox *self = PERCEPT_FOLD_BOX (widget);
  gboolean        rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int             extra = choose (self, width);
  int             x = 0;

  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);
      int         child_width;

      if (!item->shown)
        continue;
      child_width = natural_width (item) + (item->expand ? extra : 0);
      gtk_widget_size_allocate (item->widget,
                                &(GtkAllocation) { rtl ? width - x - child_width : x, 0, child_width, height }, -1);
      x += child_width + self->spacing;
    }
}

void
percept_fold_box_append (PerceptFoldBox *self,
                         GtkWidget      *child,
                         int             importance,
                         gboolean        expand)
{
  Item item = { child, importance, expand, TRUE };

  g_array_append_val (self->items, item);
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
percept_fold_box_dispose (GObject *object)
{
  PerceptFoldBox *self = PERCEPT_FOLD_BOX (object);

  for (guint i = 0; self->items != NULL && i < self->items->len; i++)
    gtk_widget_unparent (g_array_index (self->items, Item, i).widget);
  g_clear_pointer (&self->items, g_array_unref);
  G_OBJECT_CLASS (percept_fold_box_parent_class)->dispose (object);
}

static void
percept_fold_box_class_init (PerceptFoldBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = percept_fold_box_dispose;
  widget_class->measure = percept_fold_box_measure;
  widget_class->size_allocate = percept_fold_box_size_allocate;
}

static void
percept_fold_box_init (PerceptFoldBox *self)
{
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
}

GtkWidget *
percept_fold_box_new (int spacing)
{
  PerceptFoldBox *self = g_object_new (PERCEPT_TYPE_FOLD_BOX, NULL);

  self->spacing = spacing;
  return GTK_WIDGET (self);
}
