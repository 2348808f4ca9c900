/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/run-folder.h"

#include "formats/byte-file.h"
#include "formats/strict-json.h"
#include "train/snapshots.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>

#define SUMMARY_LIMIT (16 << 20)

static const char *const file_names[] = {
  TRAIN_RUN_EXPERIMENT, TRAIN_RUN_SUMMARY, TRAIN_RUN_HISTORY, TRAIN_RUN_MARKS, TRAIN_RUN_MODEL, TRAIN_RUN_STATE,
};

void
train_run_summary_free (TrainRunSummary *summary)
{
  if (!summary)
    return;
  g_free (summary->path);
  g_free (summary->experiment);
  g_free (summary->title);
  g_free (summary->stopped_because);
  g_free (summary);
}

gboolean
train_run_recognizes (const char *path)
{
  g_autofree char *summary = g_build_filename (path, TRAIN_RUN_SUMMARY, NULL);
  g_autofree char *model = g_build_filename (path, TRAIN_RUN_MODEL, NULL);

  return g_file_test (summary, G_FILE_TEST_IS_REGULAR) && g_file_test (model, G_FILE_TEST_IS_REGULAR);
}

static gboolean
is_model_or_experiment (const char *name)
{
  return g_str_has_suffix (name, ".safetensors") || g_str_has_suffix (name, ".percept");
}

char *
train_run_folder_of (const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *parent = g_path_get_dirname (absolute);
  g_autofree char *name = g_path_get_basename (absolute);
  gboolean         belongs = FALSE;

  if (train_run_recognizes (absolute))
    return g_steal_pointer (&absolute);
  if (!g_file_test (absolute, G_FILE_TEST_IS_REGULAR) || !train_run_recognizes (parent))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (file_names); i++)
    belongs = belongs || g_str_equal (name, file_names[i]);
  /* Another model or experiment that somebody put there is itself. */
  return belongs || !is_model_or_experiment (name) ? g_steal_pointer (&parent) : NULL;
}

char *
train_run_model_path (const char *path)
{
  g_autofree char *folder = train_run_folder_of (path);

  if (folder)
    return g_build_filename (folder, TRAIN_RUN_MODEL, NULL);
  return g_file_test (path, G_FILE_TEST_IS_DIR) ? g_build_filename (path, TRAIN_RUN_MODEL, NULL) : g_strdup (path);
}

/* The root of run.json, an object. */
static JsonNode *
read_summary (const char *path,
              GError    **error)
{
  g_autofree char     *name = g_build_filename (path, TRAIN_RUN_SUMMARY, NULL);
  g_autoptr (GBytes)   bytes = fmt_byte_file_read (name, SUMMARY_LIMIT, error);
  g_autoptr (JsonNode) root = NULL;

  if (!bytes)
    return NULL;
  root = fmt_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), name, error);
  if (!root || JSON_NODE_HOLDS_OBJECT (root))
    return g_steal_pointer (&root);
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_SYNTAX, _("%s: not a JSON object"), name);
  return NULL;
}

/* A member of another type than expected counts as absent. */
static double
get_real (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) != G_TYPE_STRING
           ? json_node_get_double (node)
           : NAN;
}

static char *
get_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return g_strdup (node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
                     ? json_node_get_string (node)
                     : "");
}

static void
get_parts (JsonObject *object,
           const char *name,
           double     *values)
{
  static const char *const parts[] = { "train", "validation", "test" };
  JsonNode                *node = json_object_get_member (object, name);

  for (int part = 0; part < TRAIN_N_PARTS; part++)
    values[part] = node && JSON_NODE_HOLDS_OBJECT (node) ? get_real (json_node_get_object (node), parts[part]) : NAN;
}

static guint64
get_count (JsonObject *object,
           const char *name)
{
  double value = get_real (object, name);

  return value >= 0.0 && value < 1e15 ? (guint64) value : 0;
}

static gint64
get_modified (const char *path)
{
  g_autofree char *name = g_build_filename (path, TRAIN_RUN_SUMMARY, NULL);
  GStatBuf         info;

  return g_stat (name, &info) == 0 ? info.st_mtime : 0;
}

TrainRunSummary *
train_run_summarize (const char *path,
                     GError    **error)
{
  g_autoptr (JsonNode) root = read_summary (path, error);
  JsonObject          *object;
  TrainRunSummary     *summary;

  if (!root)
    return NULL;
  object = json_node_get_object (root);
  summary = g_new0 (TrainRunSummary, 1);
  summary->path = g_strdup (path);
  summary->experiment = get_text (object, "experiment");
  summary->title = get_text (object, "title");
  summary->stopped_because = get_text (object, "stopped_because");
  summary->step = get_count (object, "steps");
  summary->total_steps = get_count (object, "total_steps");
  get_parts (object, "accuracy", summary->accuracy);
  get_parts (object, "loss", summary->cost);
  summary->modified = get_modified (path);
  return summary;
}

char *
train_run_get_name (const char *path)
{
  g_autofree char            *folder = train_run_folder_of (path);
  g_autoptr (TrainRunSummary) summary = folder ? train_run_summarize (folder, NULL) : NULL;

  return summary && summary->experiment[0] != '\0' ? g_strdup (summary->experiment) : NULL;
}

static int
newest_first (gconstpointer a,
              gconstpointer b)
{
  const TrainRunSummary *x = *(TrainRunSummary *const *) a;
  const TrainRunSummary *y = *(TrainRunSummary *const *) b;

  return (x->modified < y->modified) - (x->modified > y->modified);
}

GPtrArray *
train_run_list (const char *folder)
{
  GPtrArray      *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) train_run_summary_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char     *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      TrainRunSummary *summary = NULL;

      if (name[0] != '.' && train_run_recognizes (path))
        summary = train_run_summarize (path, NULL);
      if (summary)
        g_ptr_array_add (runs, summary);
    }
  g_ptr_array_sort (runs, newest_first);
  return runs;
}

char *
train_run_store (void)
{
  return g_build_filename (g_get_user_data_dir (), "percept", "runs", NULL);
}

static gboolean
is_empty_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return dir && !g_dir_read_name (dir);
}

gboolean
train_run_check_place (const char *path,
                       GError    **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS) || train_run_recognizes (path) || is_empty_folder (path))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
               _("“%s” is there and is not a run; choose a new name or an empty folder"), path);
  return FALSE;
}

char *
train_run_begin (const char *path,
                 GError    **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL); /* "runs/first/" has its parent in runs */
  g_autofree char *parent = g_path_get_dirname (absolute);
  g_autofree char *base = g_path_get_basename (absolute);
  g_autofree char *folder = g_strdup_printf ("%s/.%s.XXXXXX", parent, base);

  if (!train_run_check_place (path, error))
    return NULL;
  if (g_mkdir_with_parents (parent, 0755) != 0 || !g_mkdtemp_full (folder, 0755))
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), _("writing the run “%s”: %s"), path,
                   g_strerror (code));
      return NULL;
    }
  return g_steal_pointer (&folder);
}

void
train_run_discard (const char *folder)
{
  for (gsize i = 0; i < G_N_ELEMENTS (file_names); i++)
    {
      g_autofree char *name = g_build_filename (folder, file_names[i], NULL);

      g_unlink (name);
    }
  train_snapshots_discard (folder);
  g_rmdir (folder);
}

/* Moves what else lies in the old run (curves.png, notes) into the new one, so that replacing loses nothing. */
static void
keep_other_files (const char *old,
                  const char *new)
{
  g_autoptr (GDir) dir = g_dir_open (old, 0, NULL);
  const char      *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *from = g_build_filename (old, name, NULL);
      g_autofree char *to = g_build_filename (new, name, NULL);

      if (!g_file_test (to, G_FILE_TEST_EXISTS) && !g_str_equal (name, TRAIN_SNAPSHOTS))
        (void) rename (from, to);
    }
}

gboolean
train_run_commit (const char *folder,
                  const char *path,
                  GError    **error)
{
  int code;

  if (rename (folder, path) == 0) /* the usual case: nothing there, or an empty folder */
    return TRUE;
  if ((errno == ENOTEMPTY || errno == EEXIST) &&
      renameat2 (AT_FDCWD, folder, AT_FDCWD, path, RENAME_EXCHANGE) == 0)
    {
      keep_other_files (folder, path);
      train_run_discard (folder);
      return TRUE;
    }
  code = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), _("writing the run “%s”: %s"), path, g_strerror (code));
  return FALSE;
}

void
train_run_name_target (GError     *error,
                       const char *folder,
                       const char *path)
{
  g_autofree char *shown = g_filename_display_name (folder);
  g_autofree char *target = g_filename_display_name (path);
  g_auto (GStrv)   parts = g_strsplit (error->message, shown, -1);

  g_free (error->message);
  error->message = g_strjoinv (target, parts);
}
