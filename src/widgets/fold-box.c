/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/fold-box.h"

/* Px between children. */
#define SPACING 12

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
};

G_DEFINE_FINAL_TYPE (PerceptFoldBox, percept_fold_box, GTK_TYPE_WIDGET)

static int
item_width (const Item *item,
            gboolean    least)
{
  int minimum, natural;

  gtk_widget_measure (item->widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return least ? minimum : natural;
}

/* Px that the items up to @importance need, at @least or to look well. */
static int
width_up_to (PerceptFoldBox *self,
             int             importance,
             gboolean        least)
{
  int width = -SPACING;

  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);

      if (item->importance <= importance && gtk_widget_get_visible (item->widget))
        width += item_width (item, least) + SPACING;
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
      *minimum = width_up_to (self, 0, TRUE);
      *natural = width_up_to (self, most_importance (self), FALSE);
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

/* Chooses who stays at @width: sets @extra to the px left over for each that expands. Returns whether there is room
 * for no more than the least width of those who stay. */
static gboolean
choose (PerceptFoldBox *self,
        int             width,
        int            *extra)
{
  int      importance = most_importance (self);
  int      n_expanding = 0;
  gboolean tight;

  while (importance > 0 && width_up_to (self, importance, FALSE) > width)
    importance--;
  tight = width_up_to (self, importance, FALSE) > width;
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = &g_array_index (self->items, Item, i);

      item->shown = item->importance <= importance && gtk_widget_get_visible (item->widget);
      gtk_widget_set_child_visible (item->widget, item->shown);
      n_expanding += item->shown && item->expand;
    }
  *extra = n_expanding > 0 ? MAX (width - width_up_to (self, importance, tight), 0) / n_expanding : 0;
  return tight;
}

static void
percept_fold_box_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  PerceptFoldBox *self = PERCEPT_FOLD_BOX (widget);
  gboolean        rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int             extra;
  gboolean        tight = choose (self, width, &extra);
  int             x = 0;

  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);
      int         child_width;

      if (!item->shown)
        continue;
      child_width = item_width (item, tight) + (item->expand ? extra : 0);
      gtk_widget_size_allocate (item->widget,
                                &(GtkAllocation) { rtl ? width - x - child_width : x, 0, child_width, height }, -1);
      x += child_width + SPACING;
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
percept_fold_box_new (void)
{
  return g_object_new (PERCEPT_TYPE_FOLD_BOX, NULL);
}
