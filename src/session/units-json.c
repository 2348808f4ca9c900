/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/units.h"

#include "formats/json-writer.h"

static void
add_unit (JsonBuilder         *json,
          const AnRankedUnit  *unit,
          const AnRankingType *type)
{
  json_builder_begin_object (json);
  fmt_json_add_count (json, "unit", unit->unit);
  fmt_json_add_real (json, "score", unit->score);
  if (type->votes)
    {
      fmt_json_add_count (json, "promotes", unit->promotes);
      fmt_json_add_count (json, "inhibits", unit->inhibits);
    }
  json_builder_end_object (json);
}

static void
add_chosen (JsonBuilder         *json,
            const char          *name,
            const AnUnitRanking *ranking,
            guint                c,
            guint                unit)
{
  json_builder_set_member_name (json, name);
  if (unit == AN_NO_UNIT)
    json_builder_add_null_value (json);
  else
    add_unit (json, an_unit_ranking_get (ranking, c, unit), ranking->type);
}

static void
add_answer (JsonBuilder              *json,
            const char               *name,
            const PerceptUnitsAnswer *answer)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_object (json);
  fmt_json_add_real (json, "accuracy", answer->accuracy);
  fmt_json_add_real (json, "loss", answer->loss);
  json_builder_end_object (json);
}

static void
add_silenced (JsonBuilder                *json,
              const PerceptUnitsSilenced *silenced)
{
  json_builder_set_member_name (json, "silenced");
  json_builder_begin_object (json);
  add_answer (json, "none", &silenced->whole);
  add_answer (json, "promoter", &silenced->promoter);
  add_answer (json, "others", &silenced->others);
  fmt_json_add_count (json, "n_others", silenced->n_others);
  json_builder_end_object (json);
}

/* The image that was looked at; it is of the class, and named right. */
static void
add_image (JsonBuilder              *json,
           const PerceptUnitsResult *result,
           guint                     k)
{
  json_builder_set_member_name (json, "image");
  if (result->images[k] == AN_NO_EXAMPLE)
    {
      json_builder_add_null_value (json);
      return;
    }
  json_builder_begin_object (json);
  fmt_json_add_count (json, "index", result->images[k]);
  fmt_json_add_text (json, "label", result->class_names[k]);
  json_builder_end_object (json);
}

static void
add_class (JsonBuilder              *json,
           const PerceptUnitsResult *result,
           guint                     k,
           guint                     limit)
{
  const AnUnitRanking  *ranking = result->ranking;
  guint                 c = result->classes[k];
  const AnClassRanking *of_class = &ranking->classes[c];

  json_builder_begin_object (json);
  fmt_json_add_text (json, "class", result->class_names[k]);
  fmt_json_add_count (json, "examples", of_class->n_examples);
  if (ranking->type->votes)
    fmt_json_add_count (json, "voters", of_class->n_voters);
  add_chosen (json, "promoter", ranking, c, of_class->promoter);
  add_chosen (json, "inhibitor", ranking, c, of_class->inhibitor);
  add_image (json, result, k);
  if (result->silenced)
    add_silenced (json, &result->silenced[k]);
  fmt_json_add_count (json, "undefined", of_class->n_undefined);
  json_builder_set_member_name (json, "units");
  json_builder_begin_array (json);
  for (guint u = 0; u < ranking->n_units && (limit == 0 || u < limit); u++)
    add_unit (json, &of_class->units[u], ranking->type);
  json_builder_end_array (json);
  json_builder_end_object (json);
}

char *
percept_units_to_json (const PerceptUnitsResult *result,
                       guint                     limit)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  fmt_json_add_text (json, "experiment", result->name);
  fmt_json_add_text (json, "ranking", result->ranking->type->name);
  fmt_json_add_text (json, "meaning", result->ranking->type->meaning);
  fmt_json_add_text (json, "ties", "lower unit");
  fmt_json_add_count (json, "layer", result->ranking->layer);
  fmt_json_add_count (json, "units", result->ranking->n_units);
  fmt_json_add_text (json, "part", percept_units_part_name (result));
  fmt_json_add_count (json, "examples", result->n_examples);
  json_builder_set_member_name (json, "classes");
  json_builder_begin_array (json);
  for (guint k = 0; k < result->n_classes; k++)
    add_class (json, result, k, limit);
  json_builder_end_array (json);
  json_builder_end_object (json);
  return fmt_json_finish (json, FALSE);
}
