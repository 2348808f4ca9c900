/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/check.h"

#include <json-glib/json-glib.h>
#include <math.h>

static void
add_number (JsonBuilder *json,
            const char  *name,
            double       value)
{
  json_builder_set_member_name (json, name);
  if (isfinite (value))
    json_builder_add_double_value (json, value);
  else
    json_builder_add_null_value (json); /* JSON knows neither infinity nor NaN */
}

static void
add_text (JsonBuilder *json,
          const char  *name,
          const char  *value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, value);
}

static void
add_count (JsonBuilder *json,
           const char  *name,
           gint64       value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, value);
}

static void
add_step (JsonBuilder           *json,
          const AnGradientCheck *check,
          guint                  k)
{
  json_builder_begin_object (json);
  add_number (json, "h", check->h[k]);
  for (AnScheme s = 0; s < AN_N_SCHEMES; s++)
    {
      json_builder_set_member_name (json, an_scheme_name (s));
      json_builder_begin_object (json);
      add_number (json, "sum", check->of_reference[s][k].sum);
      add_number (json, "relative", check->of_reference[s][k].relative);
      add_number (json, "relative_float32", check->of_production[s][k].relative);
      add_number (json, "angle", check->of_reference[s][k].angle);
      add_number (json, "allowance", check->of_reference[s][k].allowance);
      add_count (json, "kinked", check->of_reference[s][k].n_kinked);
      json_builder_end_object (json);
    }
  json_builder_end_object (json);
}

static void
add_coordinate (JsonBuilder           *json,
                const AnGradientCheck *check,
                gsize                  i)
{
  json_builder_begin_object (json);
  add_text (json, "name", check->names[i]);
  add_number (json, "value", check->values[i]);
  add_number (json, "float32", check->production[i]);
  add_number (json, "double", check->reference[i]);
  add_number (json, "difference", check->differences[check->scheme][check->best * check->n + i]);
  add_count (json, "kinks", check->kinks[check->scheme][check->best * check->n + i]);
  json_builder_end_object (json);
}

static void
add_along (JsonBuilder  *json,
           const GArray *along)
{
  json_builder_set_member_name (json, "along");
  json_builder_begin_array (json);
  for (guint i = 0; along && i < along->len; i++)
    {
      const AnAnglePoint *point = &g_array_index (along, AnAnglePoint, i);

      json_builder_begin_object (json);
      add_number (json, "cost", point->cost);
      add_number (json, "angle", point->angle);
      add_number (json, "relative", point->relative);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

/* json-glib 1.6 writes 1e-08 as "1e-08.0", which is no number. Returns: (transfer full) */
static char *
mend_numbers (const char *json)
{
  g_autoptr (GRegex) regex = g_regex_new ("(?<=[:,\\[])(-?\\d+e[-+]?\\d+)\\.0(?=[,}\\]])", 0, 0, NULL);

  return g_regex_replace (regex, json, -1, 0, "\\1", 0, NULL);
}

char *
percept_check_to_json (const PerceptCheckResult *result)
{
  const AnGradientCheck  *check = result->check;
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode)    root = NULL;
  g_autofree char        *line = NULL;

  json_builder_begin_object (json);
  add_text (json, "experiment", result->name);
  add_text (json, "verdict", an_verdict_name (check->verdict));
  add_text (json, "scheme", an_scheme_name (check->scheme));
  json_builder_set_member_name (json, "half_steps");
  json_builder_add_boolean_value (json, check->half_steps);
  add_text (json, "bug", check->bug ? check->bug->name : "none");
  add_count (json, "examples", (gint64) result->n_examples);
  add_text (json, "reduction", result->sum ? "sum" : "mean");
  add_number (json, "cost", check->cost);
  add_number (json, "best_h", check->h[check->best]);
  add_count (json, "zero", (gint64) check->n_zero);
  json_builder_set_member_name (json, "steps");
  json_builder_begin_array (json);
  for (guint k = 0; k < check->n_h; k++)
    add_step (json, check, k);
  json_builder_end_array (json);
  json_builder_set_member_name (json, "coordinates");
  json_builder_begin_array (json);
  for (gsize i = 0; i < check->n; i++)
    add_coordinate (json, check, i);
  json_builder_end_array (json);
  add_along (json, result->along);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  line = json_to_string (root, FALSE);
  return mend_numbers (line);
}
