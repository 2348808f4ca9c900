/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/popup-control.h"

static gboolean
has_open_popover (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child) ? gtk_widget_get_visible (child) : has_open_popover (child))
      return TRUE;
  return FALSE;
}

/* There is no answer for "not now": the question is stopped before the widget's own handler shows the text. */
static gboolean
query_tooltip_cb (GtkWidget *widget)
{
  if (has_open_popover (widget))
    g_signal_stop_emission_by_name (widget, "query-tooltip");
  return FALSE;
}

void
percept_popup_control_hush (GtkWidget *control)
{
  g_signal_connect (control, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}

void
percept_popup_control_hush_all (GtkWidget *widget)
{
  if (GTK_IS_MENU_BUTTON (widget) || GTK_IS_DROP_DOWN (widget))
    percept_popup_control_hush (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    percept_popup_control_hush_all (child);
}
