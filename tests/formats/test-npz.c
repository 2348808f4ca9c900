/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "formats/byte-file.h"
#include "formats/corpus.h"
#include "formats/format-error.h"
#include "formats/npz.h"
#include "formats/scratch.h"

static GPtrArray *
load (const char *name)
{
  g_autoptr (GBytes) bytes = corpus_load ("npz", name);
  g_autoptr (GError) error = NULL;
  GPtrArray         *entries = fmt_npz_parse (bytes, name, &error);

  g_assert_no_error (error);
  return entries;
}

static void
test_reads (void)
{
  static const char *const names[] = { "stored", "deflated" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GPtrArray) entries = load (names[i]);
      FmtNpzEntry          *weight = g_ptr_array_index (entries, 0);
      FmtNpzEntry          *bias = g_ptr_array_index (entries, 1);

      g_assert_cmpuint (entries->len, ==, 2);
      g_assert_cmpstr (weight->name, ==, "W0");
      g_assert_cmpuint (weight->content.array->shape[1], ==, 3);
      g_assert_cmpfloat (fmt_array_get (weight->content.array, 5), ==, 5.0);
      g_assert_cmpstr (bias->name, ==, "b0");
      g_assert_cmpfloat (fmt_array_get (bias->content.array, 0), ==, 0.5);
    }
}

/* A thousandfold is what deflate makes of zeros. */
static void
test_zeros (void)
{
  g_autoptr (GPtrArray) entries = load ("zeros");
  FmtNpzEntry          *entry = g_ptr_array_index (entries, 0);

  g_assert_cmpuint (entry->content.array->n_elements, ==, 300000);
}

static void
test_no_entries (void)
{
  g_autoptr (GPtrArray) entries = load ("no-entries");

  g_assert_cmpuint (entries->len, ==, 0);
}

static void
test_write (Scratch      *scratch,
            gconstpointer data)
{
  const float           numbers[] = { 1, 2, 3, 4, 5, 6 };
  const gboolean        big = G_BYTE_ORDER == G_BIG_ENDIAN;
  const char *const     names[] = { "layer1.weight", "größe" };
  const FmtArray        arrays[] = { { { 'f', 4, big }, 2, { 3, 2 }, 6, numbers, NULL },
                                     { { 'u', 1, big }, 1, { 4 }, 4, numbers, NULL } };
  g_autofree char      *path = scratch_path (scratch, "x.npz");
  g_autofree char      *again = scratch_path (scratch, "y.npz");
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GBytes)    one = NULL, two = NULL;
  FmtNpzEntry          *entry;

  g_assert_true (fmt_npz_write (names, arrays, 2, path, &error));
  g_assert_no_error (error);
  entries = fmt_npz_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 2);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (entry->name, ==, names[0]);
  g_assert_cmpuint (entry->content.array->shape[0], ==, 3);
  g_assert_cmpmem (entry->content.array->data, sizeof numbers, numbers, sizeof numbers);
  entry = g_ptr_array_index (entries, 1);
  g_assert_cmpstr (entry->name, ==, names[1]);
  g_assert_cmpmem (entry->content.array->data, 4, numbers, 4);

  g_assert_true (fmt_npz_write (names, arrays, 2, again, &error));
  one = fmt_byte_file_read (path, 0, NULL);
  two = fmt_byte_file_read (again, 0, NULL);
  g_assert_true (g_bytes_equal (one, two));
}

static gboolean
parse (GBytes  *bytes,
       GError **error)
{
  g_autoptr (GPtrArray) entries = fmt_npz_parse (bytes, "a/file", error);

  return entries != NULL;
}

static void
test_broken (void)
{
  static const CorpusError errors[] = {
    { "nothing", FMT_ERROR_NOT_THIS_FORMAT, "a/file" },
    { "no-zip", FMT_ERROR_NOT_THIS_FORMAT, "ZIP" },
    { "half", FMT_ERROR_NOT_THIS_FORMAT, "ZIP" },
    { "cut", FMT_ERROR_NOT_THIS_FORMAT, "ZIP" },
    { "no-array", FMT_ERROR_INVALID, "README.txt" },
    { "broken-array", FMT_ERROR_TRUNCATED, "a/file/W0.npy" },
    { "bzip2", FMT_ERROR_UNSUPPORTED, "method 12" },
    { "checksum", FMT_ERROR_INVALID, "W0.npy” is damaged" },
    { "claims-more", FMT_ERROR_INVALID, "damaged" },
    { "claims-less", FMT_ERROR_INVALID, "damaged" },
    { "claims-gigabytes", FMT_ERROR_INVALID, "which cannot be" },
  };

  corpus_fail ("npz", errors, G_N_ELEMENTS (errors), parse);
}

static void
test_damaged (void)
{
  corpus_damage ("npz", "stored", 1, parse);
  corpus_damage ("npz", "deflated", 1, parse);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/npz/reads", test_reads);
  g_test_add_func ("/formats/npz/zeros", test_zeros);
  g_test_add_func ("/formats/npz/no-entries", test_no_entries);
  g_test_add ("/formats/npz/write", Scratch, NULL, scratch_set_up, test_write, scratch_tear_down);
  g_test_add_func ("/formats/npz/broken", test_broken);
  g_test_add_func ("/formats/npz/damaged", test_damaged);
  return g_test_run ();
}
