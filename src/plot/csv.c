/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/csv.h"

#include <string.h>

void
plot_csv_append_field (GString    *csv,
                       const char *field)
{
  if (!strpbrk (field, ",\"\r\n"))
    {
      g_string_append (csv, field);
      return;
    }
  g_string_append_c (csv, '"');
  for (const char *c = field; *c; c++)
    {
      if (*c == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *c);
    }
  g_string_append_c (csv, '"');
}
