/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "formats/byte-file.h"
#include "formats/format-error.h"
#include "formats/safetensors.h"
#include "formats/scratch.h"

static const float   weights[] = { 1.0f, -2.5f, 0.0f, 3e38f, 1e-40f, 7.0f };
static const guint64 state[] = { 1, G_MAXUINT64 };
static const float   single[] = { 42.0f };
static const gsize   weights_shape[] = { 2, 3 };
static const gsize   state_shape[] = { 2 };
static const gsize   empty_shape[] = { 3, 0 };

static FmtSafetensors *
make_file (void)
{
  FmtSafetensors *file = fmt_safetensors_new ();

  fmt_safetensors_set_metadata (file, "zebra", "last");
  fmt_safetensors_set_metadata (file, "experiment", "[data]\nsource = \"digits\"\n# ä\t/\\");
  fmt_safetensors_add (file, "layer1.weight", FMT_F32, 2, weights_shape, weights);
  fmt_safetensors_add (file, "single", FMT_F32, 0, NULL, single);
  fmt_safetensors_add (file, "rng", FMT_U64, 1, state_shape, state);
  fmt_safetensors_add (file, "empty", FMT_F32, 2, empty_shape, NULL);
  return file;
}

static void
assert_is_made_file (FmtSafetensors *file)
{
  const FmtTensor *tensor;
  gsize            n;

  g_assert_cmpstr (fmt_safetensors_get_metadata (file, "zebra"), ==, "last");
  g_assert_cmpstr (fmt_safetensors_get_metadata (file, "experiment"), ==, "[data]\nsource = \"digits\"\n# ä\t/\\");
  g_assert_null (fmt_safetensors_get_metadata (file, "other"));
  g_assert_null (fmt_safetensors_get (file, "other"));
  tensor = fmt_safetensors_list (file, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpstr (tensor[0].name, ==, "layer1.weight");
  g_assert_true (fmt_safetensors_get (file, "layer1.weight") == &tensor[0]);
  g_assert_cmpint (tensor[0].element, ==, FMT_F32);
  g_assert_cmpuint (tensor[0].n_dimensions, ==, 2);
  g_assert_cmpuint (tensor[0].shape[0], ==, 2);
  g_assert_cmpuint (tensor[0].shape[1], ==, 3);
  g_assert_cmpmem (tensor[0].data, tensor[0].n_elements * sizeof (float), weights, sizeof weights);
  tensor = fmt_safetensors_get (file, "single");
  g_assert_cmpuint (tensor->n_dimensions, ==, 0);
  g_assert_cmpmem (tensor->data, tensor->n_elements * sizeof (float), single, sizeof single);
  /* Seven floats before it: it does not lie aligned in the file. */
  tensor = fmt_safetensors_get (file, "rng");
  g_assert_cmpint (tensor->element, ==, FMT_U64);
  g_assert_cmpuint ((guintptr) tensor->data % sizeof (guint64), ==, 0);
  g_assert_cmpmem (tensor->data, tensor->n_elements * sizeof (guint64), state, sizeof state);
  tensor = fmt_safetensors_get (file, "empty");
  g_assert_cmpuint (tensor->n_elements, ==, 0);
}

static void
test_round_trip (Scratch      *scratch,
                 gconstpointer user_data)
{
  g_autoptr (FmtSafetensors) file = make_file ();
  g_autoptr (FmtSafetensors) again = NULL;
  g_autoptr (GError)         error = NULL;
  g_autofree char           *path = scratch_path (scratch, "model.safetensors");

  g_assert_true (fmt_safetensors_write (file, path, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (scratch_count (scratch), ==, 1);
  again = fmt_safetensors_read (path, &error);
  g_assert_no_error (error);
  assert_is_made_file (again);
}

/* The bytes that the reference implementation wants: length, object first, padding, the data 64-byte aligned. */
static void
test_bytes (Scratch      *scratch,
            gconstpointer user_data)
{
  g_autoptr (FmtSafetensors) file = make_file ();
  g_autoptr (FmtSafetensors) same = make_file ();
  g_autoptr (GBytes)         bytes = NULL;
  g_autoptr (GBytes)         others = NULL;
  g_autofree char           *path = scratch_path (scratch, "one");
  g_autofree char           *second = scratch_path (scratch, "two");
  const guint8              *data;
  gsize                      length;
  gsize                      header;

  fmt_safetensors_set_metadata (same, "zebra", "another"); /* replaced, and set in another order */
  fmt_safetensors_set_metadata (same, "zebra", "last");
  g_assert_true (fmt_safetensors_write (file, path, NULL));
  g_assert_true (fmt_safetensors_write (same, second, NULL));
  bytes = fmt_byte_file_read (path, 0, NULL);
  others = fmt_byte_file_read (second, 0, NULL);
  g_assert_true (g_bytes_equal (bytes, others));

  data = g_bytes_get_data (bytes, &length);
  header = data[0] | data[1] << 8;
  g_assert_cmpint (data[8], ==, '{');
  g_assert_cmpuint ((8 + header) % 64, ==, 0);
  g_assert_cmpuint (length - 8 - header, ==, sizeof weights + sizeof single + sizeof state);
  g_assert_cmpmem (data + 8 + header, 4, "\0\0\x80\x3f", 4); /* 1.0f, little-endian */
  g_assert_nonnull (g_strstr_len ((const char *) data + 8, (gssize) header,
                                  "\"rng\":{\"dtype\":\"U64\",\"shape\":[2],\"data_offsets\":[28,44]}"));
}

static void
test_no_tensors (Scratch      *scratch,
                 gconstpointer user_data)
{
  g_autoptr (FmtSafetensors) file = fmt_safetensors_new ();
  g_autoptr (FmtSafetensors) again = NULL;
  g_autofree char           *path = scratch_path (scratch, "empty.safetensors");
  gsize                      n;

  g_assert_true (fmt_safetensors_write (file, path, NULL));
  again = fmt_safetensors_read (path, NULL);
  g_assert_nonnull (again);
  fmt_safetensors_list (again, &n);
  g_assert_cmpuint (n, ==, 0);
}

static void
assert_bytes_fail (const guint8 *data,
                   gsize         length,
                   int           code,
                   const char   *mentions)
{
  g_autoptr (GBytes)         bytes = g_bytes_new (data, length);
  g_autoptr (GError)         error = NULL;
  g_autoptr (FmtSafetensors) file = fmt_safetensors_parse (bytes, "/a/file", &error);

  g_assert_null (file);
  g_assert_nonnull (error);
  if (!strstr (error->message, mentions))
    g_error ("“%s” does not mention %s", error->message, mentions);
  scratch_assert_error (&error, FMT_ERROR, code, "/a/file");
}

static GByteArray *
join (const char *header,
      gsize       n_data)
{
  GByteArray        *all = g_byte_array_new ();
  guint64            length = GUINT64_TO_LE ((guint64) strlen (header));
  g_autofree guint8 *zeros = g_malloc0 (n_data + 1);

  g_byte_array_append (all, (const guint8 *) &length, sizeof length);
  g_byte_array_append (all, (const guint8 *) header, strlen (header));
  return g_byte_array_append (all, zeros, n_data);
}

static void
assert_header_fails (const char *header,
                     gsize       n_data,
                     int         code,
                     const char *mentions)
{
  g_autoptr (GByteArray) all = join (header, n_data);

  assert_bytes_fail (all->data, all->len, code, mentions);
}

static void
test_truncated (Scratch      *scratch,
                gconstpointer user_data)
{
  g_autoptr (FmtSafetensors) file = make_file ();
  g_autofree char           *path = scratch_path (scratch, "model.safetensors");
  g_autoptr (GBytes)         bytes = NULL;
  g_autoptr (GByteArray)     longer = g_byte_array_new ();

  g_assert_true (fmt_safetensors_write (file, path, NULL));
  bytes = fmt_byte_file_read (path, 0, NULL);
  for (gsize length = 0; length < g_bytes_get_size (bytes); length++)
    assert_bytes_fail (g_bytes_get_data (bytes, NULL), length, FMT_ERROR_TRUNCATED, "");
  g_byte_array_append (longer, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_byte_array_append (longer, (const guint8 *) "", 1);
  assert_bytes_fail (longer->data, longer->len, FMT_ERROR_TRAILING, "");
}

static void
test_lengths (void)
{
  const guint8 huge[] = { 255, 255, 255, 255, 255, 255, 255, 255, '{', '}' };
  const guint8 over[] = { 0x01, 0xe1, 0xf5, 0x05, 0, 0, 0, 0, '{', '}' }; /* 100,000,001 */
  const guint8 most[] = { 0x00, 0xe1, 0xf5, 0x05, 0, 0, 0, 0, '{', '}' };
  const guint8 none[] = { 0, 0, 0, 0, 0, 0, 0, 0 };
  const guint8 more[] = { 3, 0, 0, 0, 0, 0, 0, 0, '{', '}' };
  const guint8 list[] = { 2, 0, 0, 0, 0, 0, 0, 0, '[', ']' };
  const guint8 zip[] = { 'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0 };

  assert_bytes_fail (huge, sizeof huge, FMT_ERROR_NOT_THIS_FORMAT, "");
  assert_bytes_fail (over, sizeof over, FMT_ERROR_NOT_THIS_FORMAT, "100000000");
  assert_bytes_fail (most, sizeof most, FMT_ERROR_TRUNCATED, "100000008");
  assert_bytes_fail (none, sizeof none, FMT_ERROR_INVALID, "");
  assert_bytes_fail (more, sizeof more, FMT_ERROR_TRUNCATED, "10 bytes");
  assert_bytes_fail (list, sizeof list, FMT_ERROR_NOT_THIS_FORMAT, "");
  assert_bytes_fail (zip, sizeof zip, FMT_ERROR_NOT_THIS_FORMAT, "");
}

#define TENSOR(name, type, shape, offsets) \
  "\"" name "\":{\"dtype\":\"" type "\",\"shape\":" shape ",\"data_offsets\":" offsets "}"

static void
test_tensor_fields (void)
{
  static const struct
  {
    const char *header;
    int         code;
  } cases[] = {
    { "{" TENSOR ("w.1", "F16", "[2]", "[0,4]") "}", FMT_ERROR_UNSUPPORTED },
    { "{" TENSOR ("w.1", "f32", "[1]", "[0,4]") "}", FMT_ERROR_UNSUPPORTED },
    { "{" TENSOR ("w.1", "F32", "[1,1,1,1,1]", "[0,4]") "}", FMT_ERROR_UNSUPPORTED },
    { "{" TENSOR ("w.1", "F32", "[-1]", "[0,4]") "}", FMT_ERROR_INVALID },
    { "{" TENSOR ("w.1", "F32", "[1.0]", "[0,4]") "}", FMT_ERROR_INVALID },
    { "{" TENSOR ("w.1", "F32", "[\"1\"]", "[0,4]") "}", FMT_ERROR_INVALID },
    { "{" TENSOR ("w.1", "F32", "[null]", "[0,4]") "}", FMT_ERROR_INVALID },
    { "{" TENSOR ("w.1", "F32", "[[1]]", "[0,4]") "}", FMT_ERROR_INVALID },
    { "{" TENSOR ("w.1", "F32", "1", "[0,4]") "}", FMT_ERROR_INVALID },
    { "{" TENSOR ("w.1", "F32", "[4294967296,4294967296]", "[0,4]") "}", FMT_ERROR_TOO_LARGE },
    { "{" TENSOR ("w.1", "F32", "[65536,65536,65536,65536]", "[0,0]") "}", FMT_ERROR_TOO_LARGE },
    { "{" TENSOR ("w.1", "F32", "[2147483648,2147483648]", "[0,0]") "}", FMT_ERROR_TOO_LARGE },
    { "{" TENSOR ("w.1", "F32", "[2]", "[0,4]") "}", FMT_ERROR_INVALID },
    { "{" TENSOR ("w.1", "U64", "[1]", "[0,4]") "}", FMT_ERROR_INVALID },
    { "{" TENSOR ("w.1", "F32", "[1]", "[4,0]") "}", FMT_ERROR_INVALID },
    { "{" TENSOR ("w.1", "F32", "[1]", "[-4,0]") "}", FMT_ERROR_INVALID },
    { "{" TENSOR ("w.1", "F32", "[1]", "[0,4,8]") "}", FMT_ERROR_INVALID },
    { "{" TENSOR ("w.1", "F32", "[1]", "[0]") "}", FMT_ERROR_INVALID },
    { "{" TENSOR ("w.1", "F32", "[1]", "[0,4.0]") "}", FMT_ERROR_INVALID },
    { "{" TENSOR ("w.1", "F32", "[1]", "{}") "}", FMT_ERROR_INVALID },
    { "{" TENSOR ("w.1", "F32", "[2]", "[0,8]") "}", FMT_ERROR_TRUNCATED },
    { "{" TENSOR ("w.1", "F32", "[1]", "[999999999999999992,999999999999999996]") "}", FMT_ERROR_TRUNCATED },
    { "{\"w.1\":{\"dtype\":32,\"shape\":[1],\"data_offsets\":[0,4]}}", FMT_ERROR_INVALID },
    { "{\"w.1\":{\"dtype\":null,\"shape\":[1],\"data_offsets\":[0,4]}}", FMT_ERROR_INVALID },
    { "{\"w.1\":{\"shape\":[1],\"data_offsets\":[0,4]}}", FMT_ERROR_INVALID },
    { "{\"w.1\":{\"dtype\":\"F32\",\"form\":[1],\"data_offsets\":[0,4]}}", FMT_ERROR_INVALID },
    { "{\"w.1\":{\"dtype\":\"F32\",\"shape\":[1],\"offsets\":[0,4]}}", FMT_ERROR_INVALID },
    { "{\"w.1\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}}", FMT_ERROR_INVALID },
    { "{\"w.1\":[0,4]}", FMT_ERROR_INVALID },
    { "{\"w.1\":null}", FMT_ERROR_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_header_fails (cases[i].header, 4, cases[i].code, "w.1");
}

static void
test_coverage (void)
{
  assert_header_fails ("{" TENSOR ("w.1", "F32", "[1]", "[4,8]") "}", 8, FMT_ERROR_INVALID, "w.1");
  assert_header_fails ("{" TENSOR ("a", "F32", "[1]", "[0,4]") "," TENSOR ("w.1", "F32", "[1]", "[8,12]") "}", 12,
                       FMT_ERROR_INVALID, "w.1");
  assert_header_fails ("{" TENSOR ("a", "F32", "[2]", "[0,8]") "," TENSOR ("w.1", "F32", "[2]", "[4,12]") "}", 12,
                       FMT_ERROR_INVALID, "w.1");
  assert_header_fails ("{" TENSOR ("a", "F32", "[1]", "[0,4]") "," TENSOR ("w.1", "F32", "[1]", "[0,4]") "}", 4,
                       FMT_ERROR_INVALID, "w.1");
  assert_header_fails ("{" TENSOR ("a", "F32", "[1]", "[0,4]") "," TENSOR ("w.1", "F32", "[0]", "[8,8]") "}", 8,
                       FMT_ERROR_INVALID, "w.1");
  assert_header_fails ("{" TENSOR ("a", "F32", "[1]", "[0,4]") "}", 5, FMT_ERROR_TRAILING, "5 bytes");
  assert_header_fails ("{}", 1, FMT_ERROR_TRAILING, "");
}

static void
test_duplicates (void)
{
  assert_header_fails ("{" TENSOR ("w.1", "F32", "[1]", "[0,4]") "," TENSOR ("w.1", "F32", "[1]", "[4,8]") "}", 8,
                       FMT_ERROR_INVALID, "w.1");
  assert_header_fails ("{" TENSOR ("w.1", "F32", "[1]", "[0,4]") "," TENSOR ("w.1", "F32", "[1]", "[0,4]") "}", 4,
                       FMT_ERROR_INVALID, "w.1");
  assert_header_fails ("{\"__metadata__\":{\"key\":\"a\",\"key\":\"b\"}}", 0, FMT_ERROR_INVALID, "key");
  assert_header_fails ("{\"__metadata__\":{},\"__metadata__\":{}}", 0, FMT_ERROR_INVALID, "__metadata__");
}

static void
test_metadata (void)
{
  assert_header_fails ("{\"__metadata__\":{\"key\":1}}", 0, FMT_ERROR_INVALID, "key");
  assert_header_fails ("{\"__metadata__\":{\"key\":null}}", 0, FMT_ERROR_INVALID, "key");
  assert_header_fails ("{\"__metadata__\":{\"key\":{}}}", 0, FMT_ERROR_INVALID, "key");
  assert_header_fails ("{\"__metadata__\":[]}", 0, FMT_ERROR_INVALID, "__metadata__");
  assert_header_fails ("{\"__metadata__\":\"text\"}", 0, FMT_ERROR_INVALID, "__metadata__");
}

/* Tensors listed in another order than their data, as other writers do, and an empty one between. */
static void
test_order (void)
{
  g_autoptr (GByteArray)     all = join ("{" TENSOR ("b", "F32", "[1]", "[4,8]") ","
                                         TENSOR ("a", "F32", "[1]", "[0,4]") ","
                                         TENSOR ("e", "U64", "[0]", "[4,4]") "}  ", 8);
  g_autoptr (GBytes)         bytes = g_bytes_new (all->data, all->len);
  g_autoptr (GError)         error = NULL;
  g_autoptr (FmtSafetensors) file = fmt_safetensors_parse (bytes, "/a/file", &error);
  const FmtTensor           *tensors;
  gsize                      n;

  g_assert_no_error (error);
  tensors = fmt_safetensors_list (file, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpstr (tensors[0].name, ==, "a");
  g_assert_cmpstr (tensors[1].name, ==, "e");
  g_assert_cmpstr (tensors[2].name, ==, "b");
}

static void
test_bad_files (Scratch      *scratch,
                gconstpointer user_data)
{
  g_autoptr (FmtSafetensors) file = make_file ();
  g_autoptr (GError)         error = NULL;
  g_autofree char           *missing = scratch_path (scratch, "missing/model.safetensors");

  g_assert_null (fmt_safetensors_read (missing, &error));
  scratch_assert_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, missing);
  g_assert_null (fmt_safetensors_read (scratch->folder, &error));
  scratch_assert_error (&error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, scratch->folder);
  g_assert_false (fmt_safetensors_write (file, missing, &error));
  scratch_assert_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, missing);
  g_assert_cmpuint (scratch_count (scratch), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) \
  g_test_add ("/formats/safetensors/" path, Scratch, NULL, scratch_set_up, func, scratch_tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("bytes", test_bytes);
  ADD ("no-tensors", test_no_tensors);
  ADD ("truncated", test_truncated);
  ADD ("bad-files", test_bad_files);
#undef ADD
  g_test_add_func ("/formats/safetensors/lengths", test_lengths);
  g_test_add_func ("/formats/safetensors/tensor-fields", test_tensor_fields);
  g_test_add_func ("/formats/safetensors/coverage", test_coverage);
  g_test_add_func ("/formats/safetensors/duplicates", test_duplicates);
  g_test_add_func ("/formats/safetensors/metadata", test_metadata);
  g_test_add_func ("/formats/safetensors/order", test_order);
  return g_test_run ();
}
