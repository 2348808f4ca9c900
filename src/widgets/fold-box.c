/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/fold-box.h"

/* Px between children. */
#define SPACING 12
/* No row has more children. */
#define MANY    100

typedef struct
{
  GtkWidget *widget;
  int        importance;
  gboolean   expand;
  gboolean   shown;
  gboolean   away;       /* in the overflow */
} Item;

struct _PerceptFoldBox
{
  GtkWidget              parent_instance;
  GArray                *items;    /* Item, in reading order */
  PerceptOverflowButton *overflow; /* NULL: what leaves is not to be had */
  guint                  row;
  guint                  move_id;  /* idle */
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

/* It comes and goes by itself, and needs its room whenever something is away. */
static gboolean
is_overflow (PerceptFoldBox *self,
             const Item     *item)
{
  return self->overflow != NULL && item->widget == GTK_WIDGET (self->overflow);
}

static gboolean
may_go_away (PerceptFoldBox *self,
             const Item     *item)
{
  return self->overflow != NULL && !item->expand && item->importance > 0;
}

/* Px that the overflow needs in this row when only the items up to @importance stay in it. */
static int
overflow_width (PerceptFoldBox *self,
                int             importance)
{
  gboolean    needed = FALSE;
  const Item *overflow = NULL;

  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);

      if (is_overflow (self, item))
        overflow = item;
      else if (may_go_away (self, item) && item->importance > importance)
        needed |= gtk_widget_get_visible (item->widget);
    }
  if (overflow == NULL || !(needed || gtk_widget_get_visible (overflow->widget)))
    return 0;
  return item_width (overflow, FALSE) + SPACING;
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

      if (item->importance <= importance && gtk_widget_get_visible (item->widget) && !is_overflow (self, item))
        width += item_width (item, least) + SPACING;
    }
  return MAX (width + overflow_width (self, importance), 0);
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
      const Item *item = &g_array_index (self->items, Item, i);
      int         child_minimum, child_natural;

      if (item->away)
        continue;
      gtk_widget_measure (item->widget, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
}

static void
move (PerceptFoldBox *self,
      Item           *item,
      guint           place)
{
  item->away = !item->away;
  if (item->away)
    {
      gtk_widget_unparent (item->widget);
      gtk_widget_set_child_visible (item->widget, TRUE);
      percept_overflow_button_take (self->overflow, item->widget, self->row * MANY + place);
      return;
    }
  percept_overflow_button_release (self->overflow, item->widget);
  gtk_widget_set_parent (item->widget, GTK_WIDGET (self));
}

static gboolean
move_cb (gpointer data)
{
  PerceptFoldBox *self = data;

  self->move_id = 0;
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = &g_array_index (self->items, Item, i);

      if (may_go_away (self, item) && gtk_widget_get_visible (item->widget) && item->shown == item->away)
        move (self, item, i);
    }
  return G_SOURCE_REMOVE;
}

/* Nobody changes parents while sizes are allocated: those who leave are not to be seen until then. */
static void
queue_moves (PerceptFoldBox *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);

      any |= may_go_away (self, item) && gtk_widget_get_visible (item->widget) && item->shown == item->away;
    }
  if (any && self->move_id == 0)
    self->move_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, move_cb, self, NULL);
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
      if (!item->away)
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

      if (!item->shown || item->away)
        continue;
      child_width = item_width (item, tight) + (item->expand ? extra : 0);
      gtk_widget_size_allocate (item->widget,
                                &(GtkAllocation) { rtl ? width - x - child_width : x, 0, child_width, height }, -1);
      x += child_width + SPACING;
    }
  queue_moves (self);
}

void
percept_fold_box_append (PerceptFoldBox *self,
                         GtkWidget      *child,
                         int             importance,
                         gboolean        expand)
{
  Item item = { g_object_ref_sink (child), importance, expand, TRUE, FALSE };

  g_array_append_val (self->items, item);
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

void
percept_fold_box_set_overflow (PerceptFoldBox        *self,
                               PerceptOverflowButton *overflow,
                               guint                  row)
{
  g_set_object (&self->overflow, overflow);
  self->row = row;
}

static void
percept_fold_box_dispose (GObject *object)
{
  PerceptFoldBox *self = PERCEPT_FOLD_BOX (object);

  g_clear_handle_id (&self->move_id, g_source_remove);
  for (guint i = 0; self->items != NULL && i < self->items->len; i++)
    {
      Item *item = &g_array_index (self->items, Item, i);

      if (!item->away)
        gtk_widget_unparent (item->widget);
      g_object_unref (item->widget);
    }
  g_clear_pointer (&self->items, g_array_unref);
  g_clear_object (&self->overflow);
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
