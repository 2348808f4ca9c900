/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/scratch.h"
#include "train/run-folder.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <utime.h>

/* The names of a run in @folder, as far as lists of runs look. */
static void
write_run (const char *folder,
           const char *json,
           gint64      modified)
{
  g_autofree char *summary = g_build_filename (folder, TRAIN_RUN_SUMMARY, NULL);
  g_autofree char *model = g_build_filename (folder, TRAIN_RUN_MODEL, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  g_assert_true (g_file_set_contents (summary, json, -1, NULL));
  g_assert_true (g_file_set_contents (model, "", 0, NULL));
  g_assert_cmpint (utime (summary, &(struct utimbuf) { modified, modified }), ==, 0);
}

static const char json[] = "{\"experiment\": \"x@A\", \"title\": \"X\", \"steps\": 7, \"total_steps\": 40,"
                           " \"accuracy\": {\"train\": 1, \"validation\": 0.5, \"test\": null},"
                           " \"loss\": {\"train\": 0.25}, \"stopped_because\": \"interrupted\"}";

static void
test_summarize (Scratch      *scratch,
                gconstpointer data)
{
  g_autoptr (GError)          error = NULL;
  g_autofree char            *path = scratch_path (scratch, "run");
  g_autoptr (TrainRunSummary) summary = NULL;
  g_autofree char            *name = NULL;

  g_assert_false (train_run_recognizes (path));
  write_run (path, json, 1000);
  g_assert_true (train_run_recognizes (path));
  summary = train_run_summarize (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (summary->path, ==, path);
  g_assert_cmpstr (summary->experiment, ==, "x@A");
  g_assert_cmpstr (summary->title, ==, "X");
  g_assert_cmpstr (summary->stopped_because, ==, "interrupted");
  g_assert_cmpuint (summary->step, ==, 7);
  g_assert_cmpuint (summary->total_steps, ==, 40);
  g_assert_cmpfloat (summary->accuracy[0], ==, 1.0);
  g_assert_cmpfloat (summary->accuracy[1], ==, 0.5);
  g_assert_true (isnan (summary->accuracy[2]));
  g_assert_cmpfloat (summary->cost[0], ==, 0.25);
  g_assert_true (isnan (summary->cost[1]));
  g_assert_cmpint (summary->modified, ==, 1000);
  name = train_run_get_name (path);
  g_assert_cmpstr (name, ==, "x@A");
}

/* Members of another type count as absent; what is no object is an error that names the file. */
static void
test_strange_summaries (Scratch      *scratch,
                        gconstpointer data)
{
  static const char *const odd[] = {
    "{}", "{\"steps\": \"7\", \"accuracy\": [1], \"title\": 5, \"experiment\": null, \"loss\": 3}",
    "{\"steps\": -4, \"total_steps\": 1e300, \"accuracy\": {\"train\": {}, \"test\": true}}",
  };
  static const char *const broken[] = { "", "[]", "null", "7", "{", "{\"steps\": }", "not json", "{} {}" };
  g_autofree char         *path = scratch_path (scratch, "run");
  g_autofree char         *deep = g_strnfill (2000000, '[');

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (GError)          error = NULL;
      g_autoptr (TrainRunSummary) summary = NULL;

      write_run (path, odd[i], 1000);
      summary = train_run_summarize (path, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (summary->step, ==, 0);
      g_assert_cmpstr (summary->title, ==, "");
      g_assert_true (isnan (summary->accuracy[1]));
    }
  for (gsize i = 0; i <= G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;

      write_run (path, i < G_N_ELEMENTS (broken) ? broken[i] : deep, 1000);
      g_assert_null (train_run_summarize (path, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, TRAIN_RUN_SUMMARY));
      g_assert_null (train_run_get_name (path));
    }
}

static void
test_list (Scratch      *scratch,
           gconstpointer data)
{
  static const struct
  {
    const char *name, *json;
    gint64      modified;
  } runs[] = {
    { "middle", json, 2000 }, { "newest", json, 3000 }, { "oldest", json, 1000 }, { ".half-written", json, 4000 },
    { "broken", "{", 5000 },
  };
  static const char *const expected[] = { "newest", "middle", "oldest" };
  g_autofree char         *file = scratch_write (scratch, "letter.txt", "hello", 5);
  g_autofree char         *empty = scratch_path (scratch, "empty");
  g_autofree char         *absent = scratch_path (scratch, "absent");
  g_autoptr (GPtrArray)    list = NULL, none = NULL, of_file = NULL;

  g_assert_cmpint (g_mkdir (empty, 0755), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autofree char *path = scratch_path (scratch, runs[i].name);

      write_run (path, runs[i].json, runs[i].modified);
    }
  list = train_run_list (scratch->folder);
  g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < list->len; i++)
    {
      g_autofree char *name = g_path_get_basename (((TrainRunSummary *) g_ptr_array_index (list, i))->path);

      g_assert_cmpstr (name, ==, expected[i]);
    }
  none = train_run_list (absent);
  g_assert_cmpuint (none->len, ==, 0);
  of_file = train_run_list (file);
  g_assert_cmpuint (of_file->len, ==, 0);
}

static void
put (const char *folder,
     const char *name,
     const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
check_content (const char *folder,
               const char *name,
               const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *content = NULL;

  g_file_get_contents (path, &content, NULL, NULL);
  g_assert_cmpstr (content, ==, text);
}

/* The new files are there, those that are not of a run stay, and nothing is left beside the folder. */
static void
test_replace (Scratch      *scratch,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *path = scratch_path (scratch, "run");
  g_autofree char   *folder = NULL;

  write_run (path, "{}", 1000);
  put (path, "notes.txt", "mine");
  put (path, TRAIN_RUN_HISTORY, "old");
  folder = train_run_begin (path, &error);
  g_assert_no_error (error);
  put (folder, TRAIN_RUN_SUMMARY, "new");
  put (folder, TRAIN_RUN_HISTORY, "new history");
  check_content (path, TRAIN_RUN_SUMMARY, "{}"); /* until all is there */
  g_assert_true (train_run_commit (folder, path, &error));
  g_assert_no_error (error);
  check_content (path, TRAIN_RUN_SUMMARY, "new");
  check_content (path, TRAIN_RUN_HISTORY, "new history");
  check_content (path, "notes.txt", "mine");
  g_assert_cmpuint (scratch_count (scratch), ==, 1);
}

static void
test_new_and_empty (Scratch      *scratch,
                    gconstpointer data)
{
  static const char *const names[] = { "new", "deep/er/run", "empty", "trailing/" };
  g_autofree char         *empty = scratch_path (scratch, "empty");

  g_assert_cmpint (g_mkdir (empty, 0755), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char   *path = g_strconcat (scratch->folder, "/", names[i], NULL);
      g_autofree char   *folder = train_run_begin (path, &error);

      g_assert_no_error (error);
      put (folder, TRAIN_RUN_SUMMARY, "x");
      g_assert_true (train_run_commit (folder, path, &error));
      g_assert_no_error (error);
      check_content (path, TRAIN_RUN_SUMMARY, "x");
    }
  g_assert_cmpuint (scratch_count (scratch), ==, 4);
}

static void
test_refused (Scratch      *scratch,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *file = scratch_write (scratch, "file", "x", 1);
  g_autofree char   *below_file = g_build_filename (file, "run", NULL);
  g_autofree char   *folder = scratch_path (scratch, "documents");

  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  put (folder, "thesis.odt", "years");
  g_assert_null (train_run_begin (folder, &error));
  scratch_assert_error (&error, G_IO_ERROR, G_IO_ERROR_EXISTS, folder);
  g_assert_null (train_run_begin (file, &error));
  scratch_assert_error (&error, G_IO_ERROR, G_IO_ERROR_EXISTS, file);
  g_assert_null (train_run_begin (below_file, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (scratch_count (scratch), ==, 2);
  check_content (folder, "thesis.odt", "years");
}

static void
test_discard (Scratch      *scratch,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *path = scratch_path (scratch, "run");
  g_autofree char   *folder = train_run_begin (path, &error);

  put (folder, TRAIN_RUN_SUMMARY, "x");
  train_run_discard (folder);
  g_assert_cmpuint (scratch_count (scratch), ==, 0);
  write_run (path, json, 1000);
  put (path, "notes.txt", "mine");
  train_run_discard (path);
  check_content (path, "notes.txt", "mine");
  g_assert_false (train_run_recognizes (path));
}

static void
check_folder (const char *path,
              const char *expected)
{
  g_autofree char *folder = train_run_folder_of (path);

  g_assert_cmpstr (folder, ==, expected);
}

static void
test_folder_of (Scratch      *scratch,
                gconstpointer data)
{
  static const struct
  {
    const char *name;
    gboolean    belongs;
  } files[] = {
    { TRAIN_RUN_MODEL, TRUE }, { TRAIN_RUN_SUMMARY, TRUE }, { TRAIN_RUN_HISTORY, TRUE },
    { "curves.png", TRUE },    { "other.percept", FALSE },  { "other.safetensors", FALSE },
  };
  g_autofree char *path = scratch_path (scratch, "run");
  g_autofree char *trailing = g_strconcat (path, "/", NULL);
  g_autofree char *absent = g_build_filename (path, "absent.png", NULL);
  g_autofree char *lone = scratch_write (scratch, "model.safetensors", "", 0);

  write_run (path, json, 1000);
  check_folder (path, path);
  check_folder (trailing, path);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *file = g_build_filename (path, files[i].name, NULL);

      if (!g_file_test (file, G_FILE_TEST_EXISTS))
        put (path, files[i].name, "x");
      check_folder (file, files[i].belongs ? path : NULL);
    }
  check_folder (absent, NULL);
  check_folder (lone, NULL);
  check_folder (scratch->folder, NULL);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void      (*func) (Scratch *scratch, gconstpointer data);
  } tests[] = {
    { "/run-folder/summarize", test_summarize },   { "/run-folder/strange-summaries", test_strange_summaries },
    { "/run-folder/list", test_list },             { "/run-folder/replace", test_replace },
    { "/run-folder/new-and-empty", test_new_and_empty }, { "/run-folder/refused", test_refused },
    { "/run-folder/discard", test_discard },       { "/run-folder/folder-of", test_folder_of },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Scratch, NULL, scratch_set_up, tests[i].func, scratch_tear_down);
  return g_test_run ();
}
