/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/control-name.h"

static void
set_label (GtkWidget  *widget,
           const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
name_parts (GtkWidget  *widget,
            const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      /* What pops up speaks for itself. */
      if (GTK_IS_NATIVE (child))
        continue;
      if (GTK_IS_BUTTON (child) || GTK_IS_MENU_BUTTON (child))
        set_label (child, name);
      name_parts (child, name);
    }
}

void
percept_control_set_name (GtkWidget  *control,
                          const char *name)
{
  set_label (control, name);
  name_parts (control, name);
  percept_control_hide_icons (control);
}

void
percept_control_hide_icons (GtkWidget *widget)
{
  if (GTK_IS_IMAGE (widget))
    g_object_set (widget, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_NATIVE (child))
      percept_control_hide_icons (child);
}
