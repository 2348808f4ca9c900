/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Numbers as figures show them: a true minus sign (U+2212), a narrow no-break space (U+202F) between thousands, the
 * decimal point of the locale. Each function returns a new string. */

/* @decimals digits after the point: "12 000", "−0.5". */
char *plot_number_fixed       (double value,
                               int    decimals);

/* About three significant digits: "0.083", "2.302", "14.21", "3 214", "1.2·10⁻⁵". */
char *plot_number_value       (double value);

/* With the digits that tell it from the numbers a @step away: "0.312" and "0.314", "1.25·10⁻⁷". */
char *plot_number_apart       (double value,
                               double step);

/* Digits after the point that show a number of the size of @largest to two digits or more; -1: outside of 0.001 ..
 * 100,000, where plot_number_value() is better. */
int   plot_number_decimals    (double largest);

/* Always with its sign: "+0.67", "−0.47"; what rounds to zero has none. @decimals as plot_number_decimals() has
 * them. */
char *plot_number_signed      (double value,
                               int    decimals);

/* @fraction 0..1 in percent: "98.6 %"; never rounded up to "100.0 %". */
char *plot_number_percent     (double fraction);

/* 10 to the power of @exponent: "10⁻⁵". */
char *plot_number_power_of_10 (int    exponent);

/* @number (transfer full) set apart by U+2066 and U+2069: sign and unit stay where they are among right-to-left
 * text. */
char *plot_number_isolate     (char  *number);

/* For CSV: the shortest text that reads back as the same number, "." in every locale; appended to @text. */
void  plot_number_append_csv  (GString *text,
                               double   value);
void  plot_number_append_csv_float (GString *text,
                                    float    value);
