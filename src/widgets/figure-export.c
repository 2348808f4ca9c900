/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/figure-export.h"

#include "plot/number.h"

#include <glib/gi18n-lib.h>

#define LEAST_PER_NUMBER 16 /* bytes in a CSV, with what stands beside it */
/* Px that are painted for the clipboard: a picture with more is no smaller than PERCEPT_CLIPBOARD_MOST. */
#define MOST_COPIED      (16 * 1000 * 1000)

static const double copy_scales[] = { 2, 1.5, 1 };

/* What a thread works on; nobody else has it. */
typedef struct
{
  PlotFigure   *figure;
  PlotTheme     theme;
  double        width, height;
  char         *path;        /* NULL: for the clipboard */
  GdkClipboard *clipboard;
  gboolean      numbers;
  GApplication *application; /* held until the file is written, or NULL */
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  if (export->application != NULL)
    g_application_release (export->application);
  g_clear_object (&export->application);
  plot_figure_unref (export->figure);
  g_clear_object (&export->clipboard);
  g_free (export->path);
  g_free (export);
}

static void
save_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Export *export = data;
  GError *error = NULL;

  if (plot_figure_save (export->figure, export->path, export->width, export->height, &export->theme, &error))
    g_task_return_pointer (task, g_bytes_new (NULL, 0), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
paint_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Export *export = data;
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (copy_scales); i++)
    {
      double  scale = copy_scales[i];
      GBytes *png;

      if (export->width * export->height * scale * scale > MOST_COPIED)
        continue;
      png = plot_figure_to_png (export->figure, export->width, export->height, scale, &export->theme, &error);
      if (png == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
      if (g_bytes_get_size (png) <= PERCEPT_CLIPBOARD_MOST)
        {
          g_task_return_pointer (task, png, (GDestroyNotify) g_bytes_unref);
          return;
        }
      g_bytes_unref (png);
    }
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                           _("This picture is too large for the clipboard: choose “Save as PNG…”"));
}

static void
write_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Export          *export = data;
  char            *csv = plot_figure_to_csv (export->figure);
  gsize            length = strlen (csv);
  g_autofree char *count = NULL;

  if (length <= PERCEPT_CLIPBOARD_MOST)
    {
      g_task_return_pointer (task, g_bytes_new_take (csv, length), (GDestroyNotify) g_bytes_unref);
      return;
    }
  g_free (csv);
  count = plot_number_fixed ((double) plot_figure_count (export->figure), 0);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                           _("%s numbers are too many for the clipboard: choose “Save Numbers as CSV…”"), count);
}

/* What is for the clipboard is put there here, in the main thread, and told. */
static void
worked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask)             task = data;
  GError                       *error = NULL;
  Export                       *export = g_task_get_task_data (task);
  g_autoptr (GBytes)            bytes = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GdkContentProvider) content = NULL;
  g_autofree char              *name = NULL;

  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (export->path != NULL)
    {
      name = g_filename_display_basename (export->path);
      g_task_return_pointer (task, g_strdup_printf (_("Saved as %s"), name), g_free);
      return;
    }
  content = gdk_content_provider_new_for_bytes (export->numbers ? "text/plain;charset=utf-8" : "image/png", bytes);
  gdk_clipboard_set_content (export->clipboard, content);
  g_task_return_pointer (task, g_strdup (export->numbers ? _("Numbers copied") : _("Copied")), g_free);
}

static void
start (PerceptFigureView   *view,
       const char          *path,
       gboolean             numbers,
       GTaskThreadFunc      work,
       GAsyncReadyCallback  callback,
       gpointer             data)
{
  GTask            *task = g_task_new (view, NULL, callback, data);
  g_autoptr (GTask) working = NULL;
  PlotFigure       *figure = percept_figure_view_get_figure (view);
  Export           *export;

  figure = figure != NULL ? plot_figure_copy (figure) : NULL;
  if (figure == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s",
                               percept_figure_view_get_figure (view) == NULL
                                 ? _("There is no picture to save or copy yet")
                                 : _("Saving or copying the figure: not enough memory for it"));
      g_object_unref (task);
      return;
    }
  export = g_new0 (Export, 1);
  export->figure = figure;
  export->path = g_strdup (path);
  export->numbers = numbers;
  export->clipboard = g_object_ref (gtk_widget_get_clipboard (GTK_WIDGET (view)));
  percept_figure_view_get_theme (view, &export->theme);
  percept_figure_view_get_saved_size (view, &export->width, &export->height);
  if (g_application_get_default () != NULL)
    {
      export->application = g_object_ref (g_application_get_default ());
      g_application_hold (export->application);
    }
  /* The thread may be the last to let go of its task, and must not be of view and application. */
  g_task_set_task_data (task, export, export_free);
  working = g_task_new (NULL, NULL, worked_cb, task);
  g_task_set_task_data (working, export, NULL);
  g_task_run_in_thread (working, work);
}

void
percept_figure_save_async (PerceptFigureView   *view,
                           const char          *path,
                           GAsyncReadyCallback  callback,
                           gpointer             data)
{
  start (view, path, FALSE, save_in_thread, callback, data);
}

void
percept_figure_copy_async (PerceptFigureView   *view,
                           GAsyncReadyCallback  callback,
                           gpointer             data)
{
  start (view, NULL, FALSE, paint_in_thread, callback, data);
}

void
percept_figure_copy_numbers_async (PerceptFigureView   *view,
                                   GAsyncReadyCallback  callback,
                                   gpointer             data)
{
  start (view, NULL, TRUE, write_in_thread, callback, data);
}

char *
percept_figure_export_finish (PerceptFigureView *view,
                              GAsyncResult      *result,
                              GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
percept_figure_has_few_numbers (const PlotFigure *figure)
{
  return plot_figure_count (figure) <= PERCEPT_CLIPBOARD_MOST / LEAST_PER_NUMBER;
}
