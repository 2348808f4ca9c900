/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/number.h"

#include <math.h>
#include <stdlib.h>

#define MINUS "\342\210\222"
/* Does not break at the end of a line, and keeps the groups of a number in order among right-to-left text. */
#define NARROW_SPACE "\342\200\257"

char *
plot_number_fixed (double value,
                   int    decimals)
{
  g_autofree char *digits = NULL;
  GString         *text;
  gsize            whole;

  if (!isfinite (value))
    return g_strdup (isnan (value) ? "NaN" : value > 0 ? "∞" : MINUS "∞");
  digits = g_strdup_printf ("%.*f", decimals, fabs (value));
  text = g_string_sized_new (32);
  /* A value that rounds to zero has no sign. */
  if (value < 0 && strpbrk (digits, "123456789"))
    g_string_append (text, MINUS);
  whole = strspn (digits, "0123456789");
  for (gsize i = 0; i < whole; i++)
    {
      if (i > 0 && (whole - i) % 3 == 0)
        g_string_append (text, NARROW_SPACE);
      g_string_append_c (text, digits[i]);
    }
  g_string_append (text, digits + whole);
  return g_string_free (text, FALSE);
}

char *
plot_number_power_of_10 (int exponent)
{
  static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *digits = g_strdup_printf ("%d", abs (exponent));
  GString         *text = g_string_new ("10");

  if (exponent < 0)
    g_string_append (text, "⁻");
  for (const char *c = digits; *c; c++)
    g_string_append (text, raised[*c - '0']);
  return g_string_free (text, FALSE);
}

static char *
scientific (double value)
{
  int    exponent = (int) floor (log10 (fabs (value)));
  double mantissa = value / pow (10, exponent);

  if (fabs (mantissa) >= 9.95)
    {
      exponent++;
      mantissa /= 10;
    }
  g_autofree char *left = plot_number_fixed (mantissa, 1);
  g_autofree char *right = plot_number_power_of_10 (exponent);

  return g_strconcat (left, "·", right, NULL);
}

char *
plot_number_value (double value)
{
  double size = fabs (value);

  if (!isfinite (value) || size == 0)
    return plot_number_fixed (value, 0);
  if (size >= 1e6 || size < 1e-4)
    return scientific (value);
  if (size >= 1000)
    return plot_number_fixed (value, 0);
  if (size >= 100)
    return plot_number_fixed (value, 1);
  if (size >= 10)
    return plot_number_fixed (value, 2);
  if (size >= 0.01)
    return plot_number_fixed (value, 3);
  return plot_number_fixed (value, size >= 0.001 ? 4 : 5);
}

/* The power of ten of the last digit that is needed: a step such as 2.5 needs two, 1.25 three and none more. */
static int
last_place (double step)
{
  int place = (int) floor (log10 (step) + 1e-9);

  for (int i = 0; i < 2; i++)
    {
      double digits = step / pow (10, place);

      if (fabs (digits - round (digits)) <= 1e-6 * digits)
        return place;
      place--;
    }
  return place;
}

char *
plot_number_apart (double value,
                   double step)
{
  int              place, exponent;
  g_autofree char *left = NULL, *right = NULL;

  if (!isfinite (value) || !isfinite (step) || !(step > 0))
    return plot_number_value (value);
  place = last_place (step);
  if (fabs (value) < 1e6 && (place >= -6 || (place >= -12 && fabs (value) >= 1e-3)))
    return plot_number_fixed (value, MAX (0, -place));
  if (fabs (value) < step / 2)
    return plot_number_fixed (0, 0);
  exponent = (int) floor (log10 (fabs (value)) + 1e-9);
  left = plot_number_fixed (value / pow (10, exponent), CLAMP (exponent - place, 0, 15));
  right = plot_number_power_of_10 (exponent);
  return g_strconcat (left, "·", right, NULL);
}

int
plot_number_decimals (double largest)
{
  if (!(largest >= 1e-3 && largest < 1e5))
    return -1;
  return (int) MAX (0, 1 - floor (log10 (largest) + 1e-9));
}

char *
plot_number_signed (double value,
                    int    decimals)
{
  g_autofree char *number = decimals < 0 ? plot_number_value (value) : plot_number_fixed (value, decimals);

  if (!(value > 0) || (isfinite (value) && !strpbrk (number, "123456789")))
    return g_steal_pointer (&number);
  return g_strconcat ("+", number, NULL);
}

char *
plot_number_percent (double fraction)
{
  g_autofree char *number = NULL;
  double           shown = 100 * fraction;

  if (fraction < 1 && shown >= 99.95)
    shown = 99.9;
  number = plot_number_fixed (shown, 1);
  return g_strconcat (number, NARROW_SPACE "%", NULL);
}

char *
plot_number_isolate (char *number)
{
  g_autofree char *taken = number;

  return g_strconcat ("\342\201\246", taken, "\342\201\251", NULL);
}

static void
append_digits (GString *text,
               double   value,
               int      digits)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char format[8];

  g_snprintf (format, sizeof format, "%%.%dg", digits);
  g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, format, value));
}

void
plot_number_append_csv (GString *text,
                        double   value)
{
  gsize start = text->len;

  /* 17 digits always read back; 15 do for numbers that were written by people. */
  append_digits (text, value, 15);
  if (!isfinite (value) || g_ascii_strtod (text->str + start, NULL) == value)
    return;
  g_string_truncate (text, start);
  append_digits (text, value, 17);
}

void
plot_number_append_csv_float (GString *text,
                              float    value)
{
  gsize start = text->len;

  append_digits (text, value, 7);
  if (!isfinite (value) || (float) g_ascii_strtod (text->str + start, NULL) == value)
    return;
  g_string_truncate (text, start);
  append_digits (text, value, 9);
}
