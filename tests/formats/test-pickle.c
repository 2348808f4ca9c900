/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "formats/corpus.h"
#include "formats/format-error.h"
#include "formats/pickle.h"

static FmtPickle *
load (const char *name)
{
  g_autoptr (GBytes) bytes = corpus_load ("pickle", name);
  g_autoptr (GError) error = NULL;
  FmtPickle         *pickle = fmt_pickle_parse (bytes, name, &error);

  g_assert_no_error (error);
  return pickle;
}

static const FmtValue *
get (const FmtValue *dict,
     const char     *wanted)
{
  g_assert_cmpint (dict->kind, ==, FMT_VALUE_DICT);
  for (gsize i = 0; i < fmt_value_get_n_items (dict); i++)
    {
      g_autofree char *key = fmt_value_to_string (fmt_value_get_key (dict, i));

      if (g_strcmp0 (key, wanted) == 0)
        return fmt_value_get_item (dict, i);
    }
  g_error ("no “%s”", wanted);
}

static void
assert_whole (const FmtValue *value,
              gint64          expected)
{
  g_assert_cmpint (value->kind, ==, FMT_VALUE_INT);
  g_assert_cmpint (value->integer, ==, expected);
}

static void
assert_list (const FmtValue *list)
{
  g_assert_cmpint (list->kind, ==, FMT_VALUE_LIST);
  g_assert_cmpuint (fmt_value_get_n_items (list), ==, 10);
  assert_whole (fmt_value_get_item (list, 0), 1);
  assert_whole (fmt_value_get_item (list, 1), -2);
  g_assert_cmpfloat (fmt_value_get_item (list, 2)->real, ==, 2.5);
  g_assert_cmpint (fmt_value_get_item (list, 3)->kind, ==, FMT_VALUE_NONE);
  g_assert_cmpint (fmt_value_get_item (list, 4)->kind, ==, FMT_VALUE_BOOL);
  g_assert_cmpint (fmt_value_get_item (list, 4)->integer, ==, TRUE);
  g_assert_cmpint (fmt_value_get_item (list, 5)->integer, ==, FALSE);
  assert_whole (fmt_value_get_item (list, 6), G_GINT64_CONSTANT (1) << 40);
  assert_whole (fmt_value_get_item (list, 7), G_MININT64);
  assert_whole (fmt_value_get_item (list, 8), 300);
  assert_whole (fmt_value_get_item (list, 9), 70000);
}

/* The same values as Python wrote them in each protocol. */
static void
test_protocol (gconstpointer data)
{
  g_autofree char     *name = g_strdup_printf ("protocol-%d", GPOINTER_TO_INT (data));
  g_autoptr (FmtPickle) pickle = load (name);
  const FmtValue       *root = fmt_pickle_get_root (pickle);
  const FmtValue       *tuple = get (root, "tuple");
  const FmtArray       *weight = get (root, "W0")->array;
  const FmtArray       *bias = get (root, "b0")->array;
  const FmtValue       *raw = get (root, "raw");
  g_autofree char      *text = fmt_value_to_string (get (root, "name"));

  g_assert_cmpuint (fmt_value_get_n_items (root), ==, 8);
  g_assert_cmpuint (weight->n_dimensions, ==, 2);
  g_assert_cmpuint (weight->shape[0], ==, 2);
  g_assert_cmpuint (weight->shape[1], ==, 3);
  g_assert_cmpuint (bias->shape[0], ==, 3);
  for (gsize i = 0; i < 6; i++)
    {
      g_assert_cmpfloat (fmt_array_get (weight, i), ==, (double) i - 2.5);
      g_assert_cmpfloat (fmt_array_get (bias, i), ==, (double) i); /* big-endian, the first index fastest */
    }
  g_assert_cmpuint (get (root, "rate")->array->n_dimensions, ==, 0);
  g_assert_cmpfloat (fmt_array_get (get (root, "rate")->array, 0), ==, 0.25);
  g_assert_cmpstr (text, ==, "größe");
  g_assert_cmpint (raw->kind, ==, FMT_VALUE_BYTES);
  g_assert_cmpuint (raw->text.length, ==, 16);
  for (guint i = 0; i < 16; i++)
    g_assert_cmpuint ((guchar) raw->text.bytes[i], ==, i * 17);
  assert_list (get (root, "list"));
  g_assert_true (get (root, "again") == get (root, "list"));
  g_assert_cmpint (tuple->kind, ==, FMT_VALUE_TUPLE);
  g_assert_cmpuint (fmt_value_get_n_items (tuple), ==, 5);
  assert_whole (fmt_value_get_item (fmt_value_get_item (tuple, 1), 1), 3);
}

static void
test_python_2 (void)
{
  g_autoptr (FmtPickle) pickle = load ("python-2-protocol-0");
  const FmtValue       *root = fmt_pickle_get_root (pickle);
  const FmtArray       *weight = get (root, "W0")->array;
  const double          values[] = { 1, -2, 3.5, 4 };

  g_assert_cmpuint (weight->shape[0], ==, 2);
  for (gsize i = 0; i < 4; i++)
    g_assert_cmpfloat (fmt_array_get (weight, i), ==, values[i]);
  g_assert_cmpint (get (root, "n")->kind, ==, FMT_VALUE_BOOL);
  assert_whole (get (root, "big"), 12);
  g_assert_cmpfloat (get (root, "x")->real, ==, -1.5);
  g_assert_cmpint (get (root, "uéA")->integer, ==, FALSE);
}

static void
test_objects (void)
{
  g_autoptr (FmtPickle) pickle = load ("objects");
  const FmtValue       *root = fmt_pickle_get_root (pickle);

  g_assert_cmpint (root->kind, ==, FMT_VALUE_LIST);
  g_assert_cmpuint (fmt_value_get_n_items (root), ==, 2);
  g_assert_cmpint (fmt_value_get_item (fmt_value_get_item (root, 0), 0)->kind, ==, FMT_VALUE_ARRAY);
  g_assert_cmpint (fmt_value_get_item (root, 1)->kind, ==, FMT_VALUE_DICT);
}

/* Sharing is fine: what looks like 2^30 lists is 30. */
static void
test_allowed (void)
{
  static const char *const names[] = { "shared-doubling", "deep-as-allowed", "memo-large", "array", "buffer" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (FmtPickle) pickle = load (names[i]);

      g_assert_nonnull (fmt_pickle_get_root (pickle));
    }
}

static gboolean
parse (GBytes  *bytes,
       GError **error)
{
  g_autoptr (FmtPickle) pickle = fmt_pickle_parse (bytes, "a/file", error);

  return pickle != NULL;
}

static void
test_hostile (void)
{
  static const CorpusError errors[] = {
    { "nothing", FMT_ERROR_TRUNCATED, "a/file" },
    { "only-stop", FMT_ERROR_INVALID, "value" },
    { "no-pickle", FMT_ERROR_INVALID, "where there is none" },
    { "text", FMT_ERROR_INVALID, "" },
    { "trailing", FMT_ERROR_TRAILING, "ends after" },
    { "os-system", FMT_ERROR_UNSUPPORTED, "“os.system”; " },
    { "os-system-4", FMT_ERROR_UNSUPPORTED, "posix.system" },
    { "getattr", FMT_ERROR_UNSUPPORTED, "__builtin__.getattr" },
    { "numpy-load", FMT_ERROR_UNSUPPORTED, "numpy.load" },
    { "numpy-attribute", FMT_ERROR_UNSUPPORTED, "numpy.ndarray.__new__" },
    { "name-no-text", FMT_ERROR_INVALID, "no text" },
    { "reduce-text", FMT_ERROR_INVALID, "call" },
    { "reduce-ndarray", FMT_ERROR_INVALID, "call" },
    { "reduce-no-tuple", FMT_ERROR_INVALID, "call" },
    { "inst", FMT_ERROR_UNSUPPORTED, "INST" },
    { "obj", FMT_ERROR_UNSUPPORTED, "OBJ" },
    { "newobj", FMT_ERROR_UNSUPPORTED, "NEWOBJ" },
    { "persistent", FMT_ERROR_NOT_THIS_FORMAT, "0x50" },
    { "extension", FMT_ERROR_UNSUPPORTED, "EXT1" },
    { "out-of-band", FMT_ERROR_UNSUPPORTED, "NEXT_BUFFER" },
    { "set", FMT_ERROR_UNSUPPORTED, "EMPTY_SET" },
    { "build-dict", FMT_ERROR_INVALID, "call" },
    { "holds-itself", FMT_ERROR_UNSUPPORTED, "hold themselves" },
    { "dict-holds-itself", FMT_ERROR_UNSUPPORTED, "hold themselves" },
    { "deep", FMT_ERROR_UNSUPPORTED, "32 deep" },
    { "shared-doubling-deep", FMT_ERROR_UNSUPPORTED, "32 deep" },
    { "array-bomb", FMT_ERROR_TOO_LARGE, "far more data" },
    { "text-bomb", FMT_ERROR_TOO_LARGE, "far more data" },
    { "huge-long", FMT_ERROR_UNSUPPORTED, "64 bits" },
    { "nine-bytes", FMT_ERROR_UNSUPPORTED, "64 bits" },
    { "long-text", FMT_ERROR_INVALID, "64 bits" },
    { "longer-text", FMT_ERROR_INVALID, "no number" },
    { "number-with-space", FMT_ERROR_INVALID, "no number" },
    { "number-with-nul", FMT_ERROR_INVALID, "no number" },
    { "float-text", FMT_ERROR_INVALID, "no number" },
    { "memo-empty", FMT_ERROR_INVALID, "empty" },
    { "memo-text", FMT_ERROR_INVALID, "memo" },
    { "memo-before-value", FMT_ERROR_INVALID, "where there is none" },
    { "memo-of-mark", FMT_ERROR_INVALID, "where there is none" },
    { "no-mark", FMT_ERROR_INVALID, "not begun" },
    { "underflow", FMT_ERROR_INVALID, "where there is none" },
    { "pop-nothing", FMT_ERROR_INVALID, "where there is none" },
    { "stop-at-mark", FMT_ERROR_INVALID, "where there is none" },
    { "append-to-number", FMT_ERROR_INVALID, "no list or dict" },
    { "items-for-number", FMT_ERROR_INVALID, "no list or dict" },
    { "odd-dict", FMT_ERROR_INVALID, "key without a value" },
    { "protocol-9", FMT_ERROR_UNSUPPORTED, "newer than 5" },
    { "unknown-opcode", FMT_ERROR_INVALID, "0xff" },
    { "frame-beyond", FMT_ERROR_TRUNCATED, "frame" },
    { "length-beyond", FMT_ERROR_TRUNCATED, "18446744073709551615 bytes" },
    { "not-utf-8", FMT_ERROR_INVALID, "UTF-8" },
    { "surrogate", FMT_ERROR_INVALID, "escape" },
    { "half-escape", FMT_ERROR_INVALID, "escape" },
    { "no-quotes", FMT_ERROR_INVALID, "quotes" },
    { "one-quote", FMT_ERROR_INVALID, "quotes" },
    { "encode-other", FMT_ERROR_INVALID, "call" },
    { "encode-beyond", FMT_ERROR_INVALID, "bytes that are none" },
    { "never-built", FMT_ERROR_INVALID, "never got its numbers" },
    { "array-twice", FMT_ERROR_INVALID, "call" },
    { "array-short", FMT_ERROR_INVALID, "an array of 1 with 4 bytes each, but 3 bytes" },
    { "array-long", FMT_ERROR_INVALID, "but 5 bytes" },
    { "array-negative", FMT_ERROR_INVALID, "whole numbers from 0" },
    { "array-overflow", FMT_ERROR_INVALID, "4611686018427387904" },
    { "array-of-text", FMT_ERROR_UNSUPPORTED, "f2, f4, f8" },
    { "array-of-objects", FMT_ERROR_INVALID, "list" },
    { "array-without-type", FMT_ERROR_INVALID, "call" },
    { "array-nine", FMT_ERROR_INVALID, "at most 8" },
    { "type-with-fields", FMT_ERROR_UNSUPPORTED, "several fields" },
    { "type-order", FMT_ERROR_INVALID, "call" },
    { "scalar-short", FMT_ERROR_INVALID, "a single number with 4 bytes each, but 1 bytes" },
    { "buffer-order", FMT_ERROR_INVALID, "call" },
    { "buffer-short", FMT_ERROR_INVALID, "but 4 bytes" },
  };

  corpus_fail ("pickle", errors, G_N_ELEMENTS (errors), parse);
}

/* More instructions than are run for anybody. */
static void
test_endless (void)
{
  gsize              n = 2 * FMT_PICKLE_MAX_INSTRUCTIONS + 3;
  g_autofree char   *text = g_malloc (n);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < n; i++)
    text[i] = i % 2 ? '0' : '(';
  bytes = g_bytes_new (text, n);
  g_assert_false (parse (bytes, &error));
  g_assert_error (error, FMT_ERROR, FMT_ERROR_TOO_LARGE);
}

static void
test_damaged (void)
{
  for (int protocol = 0; protocol < 6; protocol++)
    {
      g_autofree char *name = g_strdup_printf ("protocol-%d", protocol);

      corpus_damage ("pickle", name, 5, parse);
    }
  corpus_damage ("pickle", "python-2-protocol-0", 1, parse);
  corpus_damage ("pickle", "objects", 3, parse);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int protocol = 0; protocol < 6; protocol++)
    {
      g_autofree char *path = g_strdup_printf ("/formats/pickle/protocol-%d", protocol);

      g_test_add_data_func (path, GINT_TO_POINTER (protocol), test_protocol);
    }
  g_test_add_func ("/formats/pickle/python-2", test_python_2);
  g_test_add_func ("/formats/pickle/objects", test_objects);
  g_test_add_func ("/formats/pickle/allowed", test_allowed);
  g_test_add_func ("/formats/pickle/hostile", test_hostile);
  g_test_add_func ("/formats/pickle/endless", test_endless);
  g_test_add_func ("/formats/pickle/damaged", test_damaged);
  return g_test_run ();
}
