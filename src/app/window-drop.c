/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files dropped anywhere on the window. */

#include "app/file-kind.h"
#include "app/window-private.h"

#include <glib/gi18n-lib.h>

static void
show_overlay (PerceptWindow *self,
              const char    *text)
{
  gtk_label_set_label (GTK_LABEL (self->drop_label), text != NULL ? text : "");
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->drop_overlay), text != NULL);
}

static void
stop_recognizing (PerceptWindow *self)
{
  g_cancellable_cancel (self->recognizing);
  g_clear_object (&self->recognizing);
}

static void
recognized_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autofree char *text = NULL;
  PerceptFileKind  kind;
  const char      *path;

  if (!percept_file_kind_finish (result, &kind, &path))
    return;
  text = percept_file_kind_describe (kind, path);
  show_overlay (PERCEPT_WINDOW (source), text != NULL ? text : _("Not something that Percept opens"));
}

/* The first of the files, or NULL. */
static GFile *
first_file (const GValue *value)
{
  g_autoptr (GSList) files = value != NULL ? gdk_file_list_get_files (g_value_get_boxed (value)) : NULL;

  return files != NULL ? files->data : NULL;
}

/* What it is, as soon as the source has told. */
static void
value_cb (PerceptWindow *self,
          GParamSpec    *pspec,
          GtkDropTarget *target)
{
  GFile           *file = first_file (gtk_drop_target_get_value (target));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  stop_recognizing (self);
  if (path == NULL)
    return;
  self->recognizing = g_cancellable_new ();
  percept_file_kind_look (G_OBJECT (self), path, self->recognizing, recognized_cb, NULL);
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
  stop_recognizing (self);
  show_overlay (self, NULL);
}

static gboolean
drop_cb (PerceptWindow *self,
         const GValue  *value,
         double         x,
         double         y)
{
  GFile *file = first_file (value);

  leave_cb (self);
  if (file == NULL)
    return FALSE;
  /* One thing is open at a time: the first. */
  percept_window_open_file (self, file);
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
