/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/overflow-button.h"

#include "widgets/control-name.h"
#include "widgets/popup-control.h"

#include <glib/gi18n-lib.h>

#define SPACING 6 /* px between what is shown */

typedef struct
{
  GtkWidget *widget;
  guint      place;
} Item;

struct _PerceptOverflowButton
{
  GtkWidget  parent_instance;
  GArray    *items;    /* Item, by place */
  GtkWidget *button;
  GtkWidget *popover;
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (PerceptOverflowButton, percept_overflow_button, GTK_TYPE_WIDGET)

/* A control that has nothing to say at present is not visible, here as in its row. */
static void
update (PerceptOverflowButton *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->items->len; i++)
    any |= gtk_widget_get_visible (g_array_index (self->items, Item, i).widget);
  if (!any)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  gtk_widget_set_visible (GTK_WIDGET (self), any);
}

void
percept_overflow_button_take (PerceptOverflowButton *self,
                              GtkWidget             *widget,
                              guint                  place)
{
  Item  item = { widget, place };
  guint i = 0;

  while (i < self->items->len && g_array_index (self->items, Item, i).place <= place)
    i++;
  g_array_insert_val (self->items, i, item);
  gtk_box_insert_child_after (GTK_BOX (self->box), widget,
                              i > 0 ? g_array_index (self->items, Item, i - 1).widget : NULL);
  g_signal_connect_object (widget, "notify::visible", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
percept_overflow_button_release (PerceptOverflowButton *self,
                                 GtkWidget             *widget)
{
  guint i = 0;

  while (i < self->items->len && g_array_index (self->items, Item, i).widget != widget)
    i++;
  g_return_if_fail (i < self->items->len);
  g_array_remove_index (self->items, i);
  g_signal_handlers_disconnect_by_func (widget, update, self);
  gtk_box_remove (GTK_BOX (self->box), widget);
  update (self);
}

static void
percept_overflow_button_dispose (GObject *object)
{
  PerceptOverflowButton *self = PERCEPT_OVERFLOW_BUTTON (object);

  g_array_set_size (self->items, 0);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (percept_overflow_button_parent_class)->dispose (object);
}

static void
percept_overflow_button_finalize (GObject *object)
{
  g_array_unref (PERCEPT_OVERFLOW_BUTTON (object)->items);
  G_OBJECT_CLASS (percept_overflow_button_parent_class)->finalize (object);
}

static void
percept_overflow_button_class_init (PerceptOverflowButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_overflow_button_dispose;
  G_OBJECT_CLASS (klass)->finalize = percept_overflow_button_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
percept_overflow_button_init (PerceptOverflowButton *self)
{
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), self->box);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "view-more-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), self->popover);
  gtk_widget_set_tooltip_text (self->button, _("More settings, which have no room beside this one"));
  percept_popup_control_hush (self->button);
  percept_control_set_name (self->button, _("More settings"));
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
percept_overflow_button_new (void)
{
  return g_object_new (PERCEPT_TYPE_OVERFLOW_BUTTON, NULL);
}
