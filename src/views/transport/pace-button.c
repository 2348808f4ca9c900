/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/transport/pace-button.h"

#include "widgets/control-name.h"
#include "widgets/popup-control.h"

#include <glib/gi18n-lib.h>

static const char *const titles[] = { N_("Slow motion"), N_("Walk"), N_("Accelerate"), N_("Full speed") };
static const char *const names[] = { "slow", "walk", "accelerate", "full" };

void
percept_pace_button_show (GtkWidget   *button,
                          PerceptPace  pace)
{
  const char      *title = _(titles[pace]);
  g_autofree char *name = NULL;

  if (g_strcmp0 (gtk_menu_button_get_label (GTK_MENU_BUTTON (button)), title) == 0)
    return;
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), title);
  /* Translators: %s is "Full speed" or the like */
  name = g_strdup_printf (_("Pace: %s"), title);
  percept_control_set_name (button, name);
}

GtkWidget *
percept_pace_button_new (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget        *button = gtk_menu_button_new ();

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      g_autofree char *action = g_strdup_printf ("win.pace::%s", names[i]);

      g_menu_append (menu, _(titles[i]), action);
    }
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_UP);
  gtk_widget_set_tooltip_text (button, _("Pace: how fast the steps follow one another"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  percept_popup_control_hush (button);
  percept_pace_button_show (button, PERCEPT_PACE_FULL);
  return button;
}
