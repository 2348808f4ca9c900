/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "formats/byte-file.h"
#include "formats/corpus.h"
#include "formats/format-error.h"
#include "formats/npy.h"
#include "formats/scratch.h"

static FmtArray *
load (const char *name)
{
  g_autoptr (GBytes) bytes = corpus_load ("npy", name);
  g_autoptr (GError) error = NULL;
  FmtNpy             npy = { NULL };

  fmt_npy_parse (bytes, name, &npy, &error);
  g_assert_no_error (error);
  g_assert_null (npy.objects);
  return npy.array;
}

/* Asserts the shape "2 x 3" and all values. */
static void
assert_array (const char   *name,
              const char   *type,
              const char   *shape,
              const double *values,
              gsize         n)
{
  g_autoptr (FmtArray) array = load (name);
  g_autofree char     *found = fmt_shape_describe (array->shape, array->n_dimensions);
  g_autofree char     *found_type = g_strdup_printf ("%c%u", array->number.kind, array->number.size);

  g_assert_cmpstr (found, ==, shape);
  g_assert_cmpstr (found_type, ==, type);
  g_assert_cmpuint (array->n_elements, ==, n);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (fmt_array_get (array, i), ==, values[i]);
}

static void
test_reads (void)
{
  const double floats[] = { -2.5, -1.5, -0.5, 0.5, 1.5, 2.5 };
  const double half[] = { 1, -2.5, 65504, 0x1p-24, (double) INFINITY };
  const double truths[] = { 1, 0, 1 };
  const double longs[] = { -0x1p63, 0x1p63 };
  const double single[] = { 42 };
  const double two[] = { 1, 2 };
  double       counted[24];

  for (int i = 0; i < 24; i++)
    counted[i] = i;
  assert_array ("floats", "f4", "2 x 3", floats, 6);
  assert_array ("version-2", "f4", "2 x 3", floats, 6);
  assert_array ("version-3", "f4", "2 x 3", floats, 6);
  assert_array ("big-fortran", "f8", "2 x 3", floats, 6);
  assert_array ("half", "f2", "5", half, 5);
  assert_array ("truths", "b1", "3", truths, 3);
  assert_array ("bytes-3d", "u1", "2 x 3 x 4", counted, 24);
  assert_array ("fortran-3d", "u2", "2 x 3 x 4", counted, 24);
  assert_array ("longs", "i8", "2", longs, 2);
  assert_array ("single", "f8", "a single number", single, 1);
  assert_array ("empty", "f4", "0 x 3", NULL, 0);
  assert_array ("python-2-longs", "u1", "2", two, 2);
}

static void
test_floats (void)
{
  const double         wide[] = { 0.5, 1e300, -1e300 };
  const FmtArray       view = { { 'f', 8, FALSE }, 1, { 3 }, 3, wide, NULL };
  g_autoptr (FmtArray) longs = load ("longs");
  g_autofree float    *from_longs = fmt_array_to_floats (longs, "x", NULL);
  g_autofree float    *from_wide = fmt_array_to_floats (&view, "x", NULL);

  g_assert_cmpfloat (from_longs[0], ==, -0x1p63f);
  g_assert_cmpfloat (from_wide[0], ==, 0.5f);
  g_assert_true (isinf (from_wide[1]) && from_wide[1] > 0);
  g_assert_true (isinf (from_wide[2]) && from_wide[2] < 0);
}

static void
test_objects (void)
{
  g_autoptr (GBytes) bytes = corpus_load ("npy", "objects");
  g_autoptr (GError) error = NULL;
  g_auto (FmtNpy)    npy = { NULL };
  const FmtValue    *root, *dict, *layer;
  g_autofree char   *key = NULL;

  g_assert_true (fmt_npy_parse (bytes, "objects", &npy, &error));
  g_assert_no_error (error);
  g_assert_null (npy.array);
  root = fmt_pickle_get_root (npy.objects);
  g_assert_cmpint (root->kind, ==, FMT_VALUE_LIST);
  g_assert_cmpuint (fmt_value_get_n_items (root), ==, 1);
  dict = fmt_value_get_item (root, 0);
  g_assert_cmpint (dict->kind, ==, FMT_VALUE_DICT);
  key = fmt_value_to_string (fmt_value_get_key (dict, 0));
  g_assert_cmpstr (key, ==, "conv1");
  layer = fmt_value_get_item (dict, 0);
  g_assert_cmpuint (fmt_value_get_n_items (layer), ==, 2);
  g_assert_cmpfloat (fmt_array_get (fmt_value_get_item (layer, 0)->array, 5), ==, 2.5);
}

static void
test_write (Scratch      *scratch,
            gconstpointer data)
{
  const float          numbers[] = { 1, 2, 3, 4, 5, 6 };
  const FmtArray       matrix = { { 'f', 4, G_BYTE_ORDER == G_BIG_ENDIAN }, 2, { 3, 2 }, 6, numbers, NULL };
  const FmtArray       row = { { 'f', 4, G_BYTE_ORDER == G_BIG_ENDIAN }, 1, { 6 }, 6, numbers, NULL };
  const FmtArray      *both[] = { &matrix, &row };
  g_autofree char     *path = scratch_path (scratch, "x.npy");

  for (gsize i = 0; i < G_N_ELEMENTS (both); i++)
    {
      g_auto (FmtNpy)    npy = { NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;

      g_assert_true (fmt_npy_write (both[i], path, &error));
      g_assert_true (fmt_npy_read (path, &npy, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (npy.array->n_dimensions, ==, both[i]->n_dimensions);
      g_assert_cmpuint (npy.array->shape[0], ==, both[i]->shape[0]);
      g_assert_cmpmem (npy.array->data, sizeof numbers, numbers, sizeof numbers);
      bytes = fmt_byte_file_read (path, 0, NULL);
      g_assert_cmpuint ((g_bytes_get_size (bytes) - sizeof numbers) % 64, ==, 0);
    }
}

static gboolean
parse (GBytes  *bytes,
       GError **error)
{
  g_auto (FmtNpy) npy = { NULL };

  return fmt_npy_parse (bytes, "a/file", &npy, error);
}

static void
test_broken (void)
{
  static const CorpusError errors[] = {
    { "magic", FMT_ERROR_NOT_THIS_FORMAT, "a/file" },
    { "nothing", FMT_ERROR_TRUNCATED, "0 bytes" },
    { "header-cut", FMT_ERROR_TRUNCATED, "118" },
    { "data-cut", FMT_ERROR_TRUNCATED, "23 bytes follow its header, there should be 24 (2 x 3, 4 bytes each)" },
    { "trailing", FMT_ERROR_TRAILING, "25 bytes" },
    { "version-9", FMT_ERROR_UNSUPPORTED, "version 9" },
    { "huge-header", FMT_ERROR_INVALID, "4294967295" },
    { "overflow", FMT_ERROR_TOO_LARGE, "4294967296 x 4294967296 x 4" },
    { "overflow-bytes", FMT_ERROR_TOO_LARGE, "999999999999999999 x 3" },
    { "negative", FMT_ERROR_INVALID, "no dimension" },
    { "expression", FMT_ERROR_INVALID, "no dimension" },
    { "many-digits", FMT_ERROR_INVALID, "18 digits" },
    { "nine-dimensions", FMT_ERROR_INVALID, "8 dimensions" },
    { "no-tuple", FMT_ERROR_INVALID, "no tuple" },
    { "one-without-comma", FMT_ERROR_INVALID, "comma" },
    { "order", FMT_ERROR_INVALID, "neither True nor False" },
    { "text-type", FMT_ERROR_INVALID, "f2, f4, f8" },
    { "complex-type", FMT_ERROR_INVALID, "f2, f4, f8" },
    { "long-double", FMT_ERROR_INVALID, "f2, f4, f8" },
    { "fields", FMT_ERROR_INVALID, "several fields" },
    { "twice", FMT_ERROR_INVALID, "second time" },
    { "missing", FMT_ERROR_INVALID, "fortran_order" },
    { "unknown", FMT_ERROR_INVALID, "unknown key" },
    { "after", FMT_ERROR_INVALID, "after the dict" },
    { "open-string", FMT_ERROR_INVALID, "without its end" },
  };

  corpus_fail ("npy", errors, G_N_ELEMENTS (errors), parse);
}

static void
test_damaged (void)
{
  corpus_damage ("npy", "floats", 1, parse);
  corpus_damage ("npy", "version-2", 1, parse);
  corpus_damage ("npy", "objects", 1, parse);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/npy/reads", test_reads);
  g_test_add_func ("/formats/npy/floats", test_floats);
  g_test_add_func ("/formats/npy/objects", test_objects);
  g_test_add ("/formats/npy/write", Scratch, NULL, scratch_set_up, test_write, scratch_tear_down);
  g_test_add_func ("/formats/npy/broken", test_broken);
  g_test_add_func ("/formats/npy/damaged", test_damaged);
  return g_test_run ();
}
