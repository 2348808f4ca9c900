/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "formats/format-error.h"
#include "formats/scratch.h"
#include "formats/strict-json.h"

static void
assert_refused (const char *text,
                gsize       length)
{
  /* No NUL behind it, so that a read past its end is seen by the sanitizer. */
  g_autofree char     *copy = g_memdup2 (text, length);
  g_autoptr (GError)   error = NULL;
  g_autoptr (JsonNode) node = fmt_json_parse (copy, length, "/a/file", &error);

  if (node)
    g_error ("this passed: %.*s", (int) length, text);
  scratch_assert_error (&error, FMT_ERROR, FMT_ERROR_INVALID, "/a/file");
}

static void
test_accepts (void)
{
  static const char *const texts[] = {
    "0", "-0", "10", "-1.5e-3", "1E+2", "999999999999999999", "\"\"", "true", "false", "null", "[]", "{}",
    " { \"a\" : [ 1 , 2.5 , \"x\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\ud83d\\ude00\" , null , { } ] }\n", "\"äöü€\"",
    "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError)   error = NULL;
      g_autofree char     *copy = g_memdup2 (texts[i], strlen (texts[i]));
      g_autoptr (JsonNode) node = fmt_json_parse (copy, strlen (texts[i]), "/a/file", &error);

      g_assert_no_error (error);
      g_assert_nonnull (node);
    }
}

static void
test_values (void)
{
  const char           text[] = "{\"n\": -12, \"s\": \"a\\ud83d\\ude00\\u00e9\\n\", \"l\": [1.5]}";
  g_autoptr (JsonNode) node = fmt_json_parse (text, strlen (text), "/a/file", NULL);
  JsonObject          *object = json_node_get_object (node);

  g_assert_cmpint (json_object_get_int_member (object, "n"), ==, -12);
  g_assert_cmpstr (json_object_get_string_member (object, "s"), ==, "a😀é\n");
  g_assert_cmpfloat (json_array_get_double_element (json_object_get_array_member (object, "l"), 0), ==, 1.5);
}

static void
test_refuses (void)
{
  static const char *const texts[] = {
    "", " ", "{", "[", "\"", "\"abc", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "[1,]", "[1 2]",
    "[,]", "{,}", "{1:2}", "{a:2}", "'a'", "{\"a\" 1}", "1 2", "{}{}", "tru", "True", "nul", "NaN", "Infinity",
    "01", "-", "-01", "1.", ".5", "1e", "1e+", "+1", "0x10", "1_000", "1000000000000000000", "--1",
    "// x\n{}", "/* x */ {}", "# x\n{}", "var x = {}", "{\"a\":1 /* x */}",
    "\"\t\"", "\"\n\"", "\"\\x41\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\u0000\"", "\"\\", "\"\\u",
    "\"\\ud800\"", "\"\\ud800x\"", "\"\\ud800\\n\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\udc00\\ud800\"",
    "\"\\ud800\\ud800\"", "\xef\xbb\xbf{}", "\"\xff\"", "\"\xc3\"", "\"\xed\xa0\x80\"",
    "[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], strlen (texts[i]));
  assert_refused ("{\"a\0b\":1}", 9);
  assert_refused ("{}\0", 3);
}

static void
test_duplicates (void)
{
  static const char *const texts[] = {
    "{\"a\":1,\"a\":1}",
    "{\"a\":1,\"b\":2,\"\\u0061\":3}",
    "{\"x\":{\"a\":{},\"a\":{}}}",
    "[{\"a\":{\"b\":1},\"a\":{\"b\":1}}]",
  };
  const char           apart[] = "[{\"a\":1},{\"a\":1},{\"b\":{\"a\":{\"a\":1}}}]";
  g_autoptr (JsonNode) node = fmt_json_parse (apart, strlen (apart), "/a/file", NULL);

  g_assert_nonnull (node);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], strlen (texts[i]));
}

static void
test_depth_and_size (void)
{
  g_autofree char     *deep = g_malloc (1000000);
  g_autoptr (GString)  wide = g_string_new ("[0");

  memset (deep, '[', 1000000);
  assert_refused (deep, 1000000);
  for (guint i = 0; i < FMT_JSON_MAX_VALUES; i++)
    g_string_append (wide, ",0");
  g_string_append (wide, "]");
  assert_refused (wide->str, wide->len);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/strict-json/accepts", test_accepts);
  g_test_add_func ("/formats/strict-json/values", test_values);
  g_test_add_func ("/formats/strict-json/refuses", test_refuses);
  g_test_add_func ("/formats/strict-json/duplicates", test_duplicates);
  g_test_add_func ("/formats/strict-json/depth-and-size", test_depth_and_size);
  return g_test_run ();
}
