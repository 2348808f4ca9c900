/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Members of the object that is being built, by name. JSON knows neither infinity nor NaN: they become null. */
void  fmt_json_add_real  (JsonBuilder *json,
                          const char  *name,
                          double       value);
void  fmt_json_add_count (JsonBuilder *json,
                          const char  *name,
                          guint64      value);
void  fmt_json_add_text  (JsonBuilder *json,
                          const char  *name,
                          const char  *value);

/* What was built as text, on one line unless @pretty. Returns: (transfer full) */
char *fmt_json_finish    (JsonBuilder *json,
                          gboolean     pretty);
