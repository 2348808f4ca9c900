/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/check.h"

#include "formats/json-writer.h"

static void
add_step (JsonBuilder           *json,
          const AnGradientCheck *check,
          guint                  k)
{
  json_builder_begin_object (json);
  fmt_json_add_real (json, "h", check->h[k]);
  for (AnScheme s = 0; s < AN_N_SCHEMES; s++)
    {
      json_builder_set_member_name (json, an_scheme_name (s));
      json_builder_begin_object (json);
      fmt_json_add_real (json, "sum", check->of_reference[s][k].sum);
      fmt_json_add_real (json, "relative", check->of_reference[s][k].relative);
      fmt_json_add_real (json, "relative_float32", check->of_production[s][k].relative);
      fmt_json_add_real (json, "angle", check->of_reference[s][k].angle);
      fmt_json_add_real (json, "allowance", check->of_reference[s][k].allowance);
      fmt_json_add_count (json, "kinked", check->of_reference[s][k].n_kinked);
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
  fmt_json_add_text (json, "name", check->names[i]);
  fmt_json_add_real (json, "value", check->values[i]);
  fmt_json_add_real (json, "float32", check->production[i]);
  fmt_json_add_real (json, "double", check->reference[i]);
  fmt_json_add_real (json, "difference", check->differences[check->scheme][check->best * check->n + i]);
  fmt_json_add_count (json, "kinks", check->kinks[check->scheme][check->best * check->n + i]);
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
      fmt_json_add_real (json, "cost", point->cost);
      fmt_json_add_real (json, "angle", point->angle);
      fmt_json_add_real (json, "relative", point->relative);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

char *
percept_check_to_json (const PerceptCheckResult *result)
{
  const AnGradientCheck  *check = result->check;
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  fmt_json_add_text (json, "experiment", result->name);
  fmt_json_add_text (json, "verdict", an_verdict_name (check->verdict));
  fmt_json_add_text (json, "scheme", an_scheme_name (check->scheme));
  json_builder_set_member_name (json, "half_steps");
  json_builder_add_boolean_value (json, check->half_steps);
  fmt_json_add_text (json, "bug", check->bug ? check->bug->name : "none");
  fmt_json_add_count (json, "examples", result->n_examples);
  fmt_json_add_text (json, "reduction", result->sum ? "sum" : "mean");
  fmt_json_add_real (json, "cost", check->cost);
  fmt_json_add_real (json, "best_h", check->h[check->best]);
  fmt_json_add_count (json, "zero", check->n_zero);
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
  return fmt_json_finish (json, FALSE);
}
