/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"

#include "datasets/tiny-mat.h"
#include "formats/corpus.h"
#include "formats/npz.h"

#include <string.h>

/* A model of the tiny experiment, and beside it its exports. */
static char *
make_model (Scratch *scratch)
{
  g_autofree char *tiny = call_tiny (scratch, 100);
  char            *folder = scratch_path (scratch, "run");
  g_autoptr (Call) done = call ("run", tiny, "--out", folder, "--quiet", NULL);

  call_check (done, 0, NULL);
  return folder;
}

static double
evaluate (const char *model,
          const char *data)
{
  g_autoptr (Call)       done = call ("evaluate", model, "--data", data, "--json", NULL);
  g_autoptr (JsonParser) parser = NULL;

  call_check (done, 0, NULL);
  return json_object_get_double_member (call_json (done, &parser), "loss");
}

/* Out and in again it is the same model, by way of either format. */
static void
test_there_and_back (Scratch      *scratch,
                     gconstpointer data)
{
  static const char *const formats[] = { "safetensors", "npz" };
  g_autofree char         *model = make_model (scratch);
  double                   loss = evaluate (model, scratch->folder);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *file = scratch_path (scratch, formats[i]);
      g_autofree char *back = scratch_path (scratch, "back");
      g_autofree char *folder = scratch_path (scratch, "folder/");
      g_autofree char *inside = g_build_filename (folder, "model.safetensors", NULL);
      g_autoptr (Call) out = call ("export", model, "--to", formats[i], "--out", file, NULL);
      g_autoptr (Call) in = call ("import", file, "--out", back, NULL);
      g_autoptr (Call) into = call ("import", file, "--out", folder, NULL);

      call_check (out, 0, NULL);
      g_assert_cmpstr (out->out, ==, "");
      call_check (in, 0, NULL);
      call_check (into, 0, NULL);
      g_assert_nonnull (strstr (in->out, "dense 3"));
      g_assert_cmpfloat (evaluate (back, scratch->folder), ==, loss);
      g_assert_cmpfloat (evaluate (folder, scratch->folder), ==, loss);
      g_assert_true (g_file_test (inside, G_FILE_TEST_IS_REGULAR));
    }
}

/* Returns: (transfer full) a Python with NumPy, or NULL */
static char *
find_numpy (void)
{
  static const char *const candidates[] = { "python3", "/usr/bin/python3" };

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      const char *const words[] = { candidates[i], "-c", "import numpy", NULL };
      int               status = -1;

      if (g_spawn_sync (NULL, (char **) words, NULL,
                        G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                        NULL, NULL, &status, NULL) &&
          g_spawn_check_wait_status (status, NULL))
        return g_strdup (candidates[i]);
    }
  return NULL;
}

static void
test_numpy_reads (Scratch      *scratch,
                  gconstpointer data)
{
  g_autofree char  *python = find_numpy ();
  g_autofree char  *model = NULL, *safetensors = NULL, *npz = NULL, *out = NULL;
  g_autofree char  *script = g_build_filename (TEST_SOURCE_DIR, "cli", "read-model.py", NULL);
  g_autoptr (Call)  first = NULL, second = NULL;
  g_autoptr (GError) error = NULL;
  int               status = -1;

  if (!python)
    {
      g_test_skip ("there is no Python with NumPy (python3-numpy)");
      return;
    }
  model = make_model (scratch);
  safetensors = scratch_path (scratch, "model.safetensors");
  npz = scratch_path (scratch, "model.npz");
  first = call ("export", model, "--to", "safetensors", "--out", safetensors, NULL);
  second = call ("export", model, "--to", "npz", "--out", npz, NULL);
  call_check (first, 0, NULL);
  call_check (second, 0, NULL);
  g_spawn_sync (NULL, (char *[]) { python, script, safetensors, npz, NULL }, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_test_message ("%s", out);
  g_assert_true (g_str_has_prefix (out, "layer1.bias:"));
  g_assert_nonnull (strstr (out, "x30")); /* outputs x inputs */
}

/* Weights of Python's course work: W0 is inputs x outputs. */
static void
test_pickle (Scratch      *scratch,
             gconstpointer data)
{
  g_autoptr (GBytes) bytes = corpus_load ("pickle", "network");
  g_autofree char   *file = scratch_write (scratch, "network.pkl", g_bytes_get_data (bytes, NULL),
                                           g_bytes_get_size (bytes));
  g_autofree char   *plain = scratch_path (scratch, "plain");
  g_autofree char   *other = scratch_path (scratch, "other");
  g_autoptr (Call)   first = call ("import", file, "--out", plain, NULL);
  g_autoptr (Call)   second = call ("import", file, "--out", other, "--activation", "relu", NULL);

  call_check (first, 0, NULL);
  call_check (second, 0, NULL);
  g_assert_nonnull (strstr (first->out, "dense 3 tanh; dense 2, 2 inputs, 17 parameters"));
  g_assert_nonnull (strstr (second->out, "dense 3 relu; dense 2"));
}

static void
test_mat (Scratch      *scratch,
          gconstpointer data)
{
  static const guint8    dark[] = { 0, 10, 20, 30, 5, 0, 9, 1 }, light[] = { 255, 200, 250, 240, 255, 255, 255, 201 };
  g_autoptr (GByteArray) file = tiny_mat_new ();
  g_autofree char       *tiny = call_tiny (scratch, 100);
  g_autofree char       *path = NULL;
  g_autoptr (Call)       done = NULL;
  g_autoptr (JsonParser) parser = NULL;
  JsonObject            *object;

  for (int part = 0; part < 2; part++)
    {
      tiny_mat_add (file, part ? "test0" : "train0", 9, 2, 4, dark);
      tiny_mat_add (file, part ? "test1" : "train1", 9, 2, 4, light);
    }
  path = scratch_write (scratch, "images.mat", file->data, file->len);
  done = call ("run", tiny, "--data", path, "--json", "--set", "network.layers=dense 2", "--set", "data.train=all",
               "--set", "data.validation=0", "--set", "data.test=all", "--set", "training.batch=full", NULL);
  call_check (done, 0, NULL);
  object = call_json (done, &parser);
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (object, "examples"), "train"), ==, 4);
  g_assert_cmpfloat (json_object_get_double_member (json_object_get_object_member (object, "accuracy"), "test"), ==,
                     1.0);
}

static void
test_errors (Scratch      *scratch,
             gconstpointer data)
{
  g_autofree char  *letter = scratch_write (scratch, "letter.txt", "hello", 5);
  g_autofree char  *model = make_model (scratch);
  g_autofree char  *out = scratch_path (scratch, "out");
  g_autoptr (Call)  no_out = call ("import", letter, NULL);
  g_autoptr (Call)  no_file = call ("import", "--out", out, NULL);
  g_autoptr (Call)  no_weights = call ("import", letter, "--out", out, NULL);
  g_autoptr (Call)  no_activation = call ("import", model, "--out", out, "--activation", "dense", NULL);
  g_autoptr (Call)  no_to = call ("export", model, "--out", out, NULL);
  g_autoptr (Call)  no_format = call ("export", model, "--to", "onnx", "--out", out, NULL);
  g_autoptr (Call)  no_model = call ("export", letter, "--to", "npz", "--out", out, NULL);
  g_autoptr (Call)  no_folder = call ("export", model, "--to", "npz", "--out", "/no/such/folder/x", NULL);

  call_check (no_out, 2, "--out");
  call_check (no_file, 2, "one file");
  call_check (no_weights, 1, letter);
  call_check (no_activation, 2, "dense");
  call_check (no_to, 2, "--to");
  call_check (no_format, 2, "safetensors, npz");
  call_check (no_model, 1, letter);
  call_check (no_folder, 1, "/no/such/folder/x");
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
}

/* The pickle that courses hand out, a network in the middle of its training, about 44 % right. */
static void
test_snapshot (Scratch      *scratch,
               gconstpointer data)
{
  const char            *folder = g_getenv ("PERCEPT_MNIST");
  g_autofree char       *file = folder ? g_build_filename (folder, "snapshot50.pkl", NULL) : NULL;
  g_autofree char       *model = scratch_path (scratch, "model");
  g_autoptr (Call)       in = NULL, done = NULL;
  g_autoptr (JsonParser) parser = NULL;
  double                 accuracy;

  if (!file || !g_file_test (file, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("PERCEPT_MNIST does not name a folder with snapshot50.pkl");
      return;
    }
  in = call ("import", file, "--out", model, NULL);
  call_check (in, 0, NULL);
  done = call ("evaluate", model, "--data", folder, "--json", NULL);
  call_check (done, 0, NULL);
  accuracy = json_object_get_double_member (call_json (done, &parser), "accuracy");
  g_assert_cmpfloat (accuracy, >, 0.43);
  g_assert_cmpfloat (accuracy, <, 0.45);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/cli/import/" path, Scratch, NULL, scratch_set_up, func, scratch_tear_down)
  ADD ("there-and-back", test_there_and_back);
  ADD ("numpy-reads", test_numpy_reads);
  ADD ("pickle", test_pickle);
  ADD ("mat", test_mat);
  ADD ("errors", test_errors);
  ADD ("snapshot", test_snapshot);
#undef ADD
  return g_test_run ();
}
