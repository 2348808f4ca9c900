/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files dropped anywhere on the window. */

#include "app/window-private.h"

#include <glib/gi18n-lib.h>

static void
show_overlay (PerceptWindow *self,
              const char    *text)
{
  gtk_label_set_label (GTK_LABEL (self->drop_label), text != NULL ? text : "");
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->drop_overlay), text != NULL);
}

/* What the first of the files is, as soon as the source has told. */
static void
value_cb (PerceptWindow *self,
          GParamSpec    *pspec,
          GtkDropTarget *target)
{
  const GValue     *value = gtk_drop_target_get_value (target);
  GSList           *files = value != NULL ? g_value_get_boxed (value) : NULL;
  g_autofree char  *path = files != NULL ? g_file_get_path (files->data) : NULL;
  g_autofree char  *text = path != NULL ? percept_window_recognize (path) : NULL;

  if (value != NULL)
    show_overlay (self, text != NULL ? text : _("Not something that Percept opens"));
}

static GdkDragAction
enter_cb (PerceptWindow *self,
          double         x,
          double         y)
{
  show_overlay (self, _("Drop data, runs or experiments"));
  return GDK_ACTION_COPY;
}

static void
leave_cb (PerceptWindow *self)
{
  show_overlay (self, NULL);
}

static gboolean
drop_cb (PerceptWindow *self,
         const GValue  *value,
         double         x,
         double         y)
{
  GSList *files = g_value_get_boxed (value);

  show_overlay (self, NULL);
  if (files == NULL)
    return FALSE;
  /* One thing is open at a time: the first. */
  percept_window_open_file (self, files->data);
  return TRUE;
}

void
percept_window_add_drop (PerceptWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_drop_target_set_preload (target, TRUE);
  g_signal_connect_swapped (target, "notify::value", G_CALLBACK (value_cb), self);
  g_signal_connect_swapped (target, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect_swapped (target, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
