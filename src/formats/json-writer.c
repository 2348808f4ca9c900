/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/json-writer.h"

#include <math.h>
#include <string.h>

void
fmt_json_add_real (JsonBuilder *json,
                   const char  *name,
                   double       value)
{
  json_builder_set_member_name (json, name);
  if (isfinite (value))
    json_builder_add_double_value (json, value);
  else
    json_builder_add_null_value (json);
}

void
fmt_json_add_count (JsonBuilder *json,
                    const char  *name,
                    guint64      value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, (gint64) value);
}

void
fmt_json_add_text (JsonBuilder *json,
                   const char  *name,
                   const char  *value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, value);
}

/* json-glib 1.6 writes 1e-08 as "1e-08.0", which is no number: what follows an exponent goes, outside of strings. */
static void
mend_numbers (char *text)
{
  gboolean in_string = FALSE, in_exponent = FALSE;
  char    *to = text;

  for (const char *from = text; *from != '\0'; from++)
    {
      if (in_string && *from == '\\')
        *to++ = *from++;
      else if (*from == '"')
        in_string = !in_string;
      else if (!in_string && *from == 'e' && from > text && g_ascii_isdigit (from[-1]))
        in_exponent = TRUE;
      else if (!strchr ("0123456789+-.", *from))
        in_exponent = FALSE;
      if (in_exponent && g_str_has_prefix (from, ".0"))
        from++;
      else
        *to++ = *from;
    }
  *to = '\0';
}

char *
fmt_json_finish (JsonBuilder *json,
                 gboolean     pretty)
{
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  char                *text = json_to_string (root, pretty);

  mend_numbers (text);
  return text;
}
