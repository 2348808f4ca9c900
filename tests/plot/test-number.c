/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/number.h"

#include <locale.h>
#include <math.h>

static void
assert_text (char       *text,
             const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_fixed (void)
{
  assert_text (plot_number_fixed (0, 1), "0.0");
  assert_text (plot_number_fixed (999, 0), "999");
  assert_text (plot_number_fixed (2314, 0), "2\u202f314");
  assert_text (plot_number_fixed (1234567.891, 2), "1\u202f234\u202f567.89");
  assert_text (plot_number_fixed (-0.42, 2), "\u22120.42");
  assert_text (plot_number_fixed (-100000, 0), "\u2212100\u202f000");
  assert_text (plot_number_fixed (-0.001, 1), "0.0");
  assert_text (plot_number_fixed (NAN, 1), "NaN");
  assert_text (plot_number_fixed (-INFINITY, 1), "\u2212\u221e");
}

static void
test_value (void)
{
  assert_text (plot_number_value (0), "0");
  assert_text (plot_number_value (0.0834), "0.083");
  assert_text (plot_number_value (2.3026), "2.303");
  assert_text (plot_number_value (14.2149), "14.21");
  assert_text (plot_number_value (0.00321), "0.0032");
  assert_text (plot_number_value (3214.4), "3\u202f214");
  assert_text (plot_number_value (-1.25e-5), "\u22121.2·10⁻⁵");
  assert_text (plot_number_value (9.99e9), "1.0·10¹⁰");
}

static void
test_percent (void)
{
  assert_text (plot_number_percent (0.986), "98.6\u202f%");
  assert_text (plot_number_percent (0), "0.0\u202f%");
  assert_text (plot_number_percent (1), "100.0\u202f%");
  /* One error in ten thousand is not perfection. */
  assert_text (plot_number_percent (0.9999), "99.9\u202f%");
}

static void
test_isolate (void)
{
  assert_text (plot_number_isolate (plot_number_fixed (-0.5, 1)), "\u2066\u22120.5\u2069");
}

static void
test_csv_reads_back (void)
{
  const double values[] = { 0, 0.1, 1.0 / 3, -2.5e-300, 1e300, 5e-324, 0.083, 123456789.123 };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GString) single = g_string_new (NULL);

      plot_number_append_csv (text, values[i]);
      g_assert_true (g_ascii_strtod (text->str, NULL) == values[i]);
      plot_number_append_csv_float (single, (float) values[i]);
      g_assert_true ((float) g_ascii_strtod (single->str, NULL) == (float) values[i]);
      g_assert_cmpuint (single->len, <, 16);
    }
}

static void
test_comma_locale (void)
{
  static const char *const names[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "es_ES.UTF-8", "ru_RU.UTF-8" };
  g_autoptr (GString) text = g_string_new (NULL);
  const char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names) && !found; i++)
    found = setlocale (LC_NUMERIC, names[i]);
  if (!found)
    {
      g_test_skip ("no locale with a decimal comma is installed");
      return;
    }
  plot_number_append_csv (text, 0.5);
  assert_text (plot_number_fixed (1234.5, 1), "1\u202f234,5");
  setlocale (LC_NUMERIC, "C");
  g_assert_cmpstr (text->str, ==, "0.5");
}

static void
assert_signed (double      value,
               double      largest,
               const char *expected)
{
  g_autofree char *text = plot_number_signed (value, plot_number_decimals (largest));

  g_assert_cmpstr (text, ==, expected);
}

static void
test_signed (void)
{
  assert_signed (0.674, 0.9, "+0.67");
  assert_signed (-0.466, 0.9, "−0.47");
  assert_signed (0.0041, 0.9, "0.00");
  assert_signed (-0.0041, 0.9, "0.00");
  assert_signed (0, 0.9, "0.00");
  assert_signed (0.0123, 0.1, "+0.01");
  assert_signed (0.0123, 0.0999, "+0.012");
  assert_signed (12.3, 99, "+12");
  assert_signed (-31234, 5e4, "−31\342\200\257234");
  assert_signed (2e-5, 4e-5, "+2.0·10⁻⁵");
  assert_signed (-2e7, 4e7, "−2.0·10⁷");
  assert_signed (NAN, 1, "NaN");
  assert_signed (INFINITY, 1, "+∞");
  assert_signed (-INFINITY, 1, "−∞");
  assert_signed (1, NAN, "+1.000");
}

/* Neighbors differ, and the digits are those of the step. */
static void
test_apart (void)
{
  assert_text (plot_number_apart (0.312, 0.002), "0.312");
  assert_text (plot_number_apart (0.3, 0.1), "0.3");
  assert_text (plot_number_apart (0.3125, 0.0025), "0.3125");
  assert_text (plot_number_apart (-12.5, 12.5), "\u221212.5");
  assert_text (plot_number_apart (0.125, 0.125), "0.125");
  assert_text (plot_number_apart (1, 1 / 3.0), "1.000");
  assert_text (plot_number_apart (-40, 20), "\u221240");
  assert_text (plot_number_apart (25000, 5000), "25\u202f000");
  assert_text (plot_number_apart (1.25e-7, 5e-9), "1.25·10⁻⁷");
  assert_text (plot_number_apart (0.38421107, 1e-8), "0.38421107");
  assert_text (plot_number_apart (3e8, 5e7), "3.0·10⁸");
  assert_text (plot_number_apart (1e-22, 1e-8), "0");
  assert_text (plot_number_apart (2.5, 0), "2.500");
  assert_text (plot_number_apart (INFINITY, 0.1), "\u221e");
  assert_text (plot_number_apart (0.5, NAN), "0.500");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/number/fixed", test_fixed);
  g_test_add_func ("/plot/number/value", test_value);
  g_test_add_func ("/plot/number/apart", test_apart);
  g_test_add_func ("/plot/number/percent", test_percent);
  g_test_add_func ("/plot/number/isolate", test_isolate);
  g_test_add_func ("/plot/number/csv-reads-back", test_csv_reads_back);
  g_test_add_func ("/plot/number/comma-locale", test_comma_locale);
  g_test_add_func ("/plot/number/signed", test_signed);
  return g_test_run ();
}
