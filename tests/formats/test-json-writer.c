/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/json-writer.h"
#include "formats/strict-json.h"

#include <math.h>
#include <string.h>

static char *
write_one (double value)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  fmt_json_add_real (json, "value", value);
  json_builder_end_object (json);
  return fmt_json_finish (json, FALSE);
}

/* What is written is JSON, and reads back as the same number: also powers of ten, which json-glib gets wrong. */
static void
test_numbers (void)
{
  static const double values[] = { 0, 1, -1, 0.5, 1e-8, -1e-8, 2e22, 1e300, 5e-324, 1.25e-9, 123456789.0, G_PI };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GError)   error = NULL;
      g_autofree char     *text = write_one (values[i]);
      g_autoptr (JsonNode) root = fmt_json_parse (text, strlen (text), "text", &error);

      g_assert_no_error (error);
      g_assert_cmpfloat (json_object_get_double_member (json_node_get_object (root), "value"), ==, values[i]);
    }
}

static void
test_not_finite (void)
{
  static const double values[] = { INFINITY, -INFINITY, NAN };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *text = write_one (values[i]);

      g_assert_cmpstr (text, ==, "{\"value\":null}");
    }
}

/* Texts stay what they are, whatever numbers they hold. */
static void
test_texts (void)
{
  static const char *const texts[] = { "1e-08.0", "say \"1e5.0\"", "\\", "\\\"1e-08.0", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonBuilder) json = json_builder_new ();
      g_autoptr (JsonNode)    root = NULL;
      g_autofree char        *text = NULL;
      JsonObject             *object;

      json_builder_begin_object (json);
      fmt_json_add_text (json, "text", texts[i]);
      fmt_json_add_count (json, "count", 12);
      fmt_json_add_real (json, "real", 1e-8);
      json_builder_end_object (json);
      text = fmt_json_finish (json, i % 2 == 0);
      root = fmt_json_parse (text, strlen (text), "text", NULL);
      g_assert_nonnull (root);
      object = json_node_get_object (root);
      g_assert_cmpstr (json_object_get_string_member (object, "text"), ==, texts[i]);
      g_assert_cmpint (json_object_get_int_member (object, "count"), ==, 12);
      g_assert_cmpfloat (json_object_get_double_member (object, "real"), ==, 1e-8);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-writer/numbers", test_numbers);
  g_test_add_func ("/json-writer/not-finite", test_not_finite);
  g_test_add_func ("/json-writer/texts", test_texts);
  return g_test_run ();
}
