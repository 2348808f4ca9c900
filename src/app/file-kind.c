/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/file-kind.h"

#include "datasets/source.h"
#include "train/run-folder.h"

#include <glib/gi18n-lib.h>

static PerceptFileKind
kind_of (const char *path)
{
  g_autofree char *run = train_run_folder_of (path);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return PERCEPT_FILE_NOTHING;
  if (g_str_has_suffix (path, ".safetensors") || run != NULL)
    return PERCEPT_FILE_RUN;
  if (g_str_has_suffix (path, ".percept"))
    return PERCEPT_FILE_EXPERIMENT;
  if (ds_source_recognize (path, NULL) != NULL)
    return PERCEPT_FILE_DATA;
  return PERCEPT_FILE_UNKNOWN;
}

static void
look_thread (GTask        *task,
             gpointer      source,
             gpointer      path,
             GCancellable *cancellable)
{
  g_task_return_int (task, kind_of (path));
}

void
percept_file_kind_look (GObject            *source_object,
                        const char         *path,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (source_object, cancellable, callback, data);

  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, look_thread);
}

gboolean
percept_file_kind_finish (GAsyncResult    *result,
                          PerceptFileKind *kind,
                          const char     **path)
{
  g_autoptr (GError) error = NULL;
  gssize             looked = g_task_propagate_int (G_TASK (result), &error);

  if (error != NULL)
    return FALSE;
  *kind = (PerceptFileKind) looked;
  *path = g_task_get_task_data (G_TASK (result));
  return TRUE;
}

char *
percept_file_kind_describe (PerceptFileKind kind,
                            const char     *path)
{
  g_autofree char *name = g_filename_display_basename (path);

  switch (kind)
    {
    case PERCEPT_FILE_EXPERIMENT: return g_strdup_printf (_("Open the experiment %s"), name);
    case PERCEPT_FILE_DATA:       return g_strdup_printf (_("Train on the data of %s"), name);
    case PERCEPT_FILE_RUN:        return g_strdup_printf (_("Open the run %s"), name);
    case PERCEPT_FILE_NOTHING:
    case PERCEPT_FILE_UNKNOWN:
    default:                      return NULL;
    }
}
