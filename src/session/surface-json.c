/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/surface.h"

#include "formats/json-writer.h"

#include <math.h>

static void
add_number (JsonBuilder *json,
            double       number)
{
  if (isfinite (number))
    json_builder_add_double_value (json, number);
  else
    json_builder_add_null_value (json);
}

static void
add_numbers (JsonBuilder  *json,
             const double *numbers,
             gsize         n)
{
  json_builder_begin_array (json);
  for (gsize i = 0; i < n; i++)
    add_number (json, numbers[i]);
  json_builder_end_array (json);
}

static void
begin_array (JsonBuilder *json,
             const char  *name)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
}

static void
add_surface (JsonBuilder         *json,
             const AnLossSurface *surface)
{
  begin_array (json, "axes");
  for (int k = 0; k < 2; k++)
    add_numbers (json, surface->axes[k], surface->n[k]);
  json_builder_end_array (json);
  begin_array (json, "rows");
  for (gsize j = 0; j < surface->n[1]; j++)
    add_numbers (json, surface->loss + j * surface->n[0], surface->n[0]);
  json_builder_end_array (json);
}

static void
add_curvature (JsonBuilder       *json,
               const AnCurvature *curvature)
{
  const AnHessian *hessian = &curvature->hessian;

  json_builder_set_member_name (json, "curvature");
  json_builder_begin_object (json);
  json_builder_set_member_name (json, "hessian");
  add_numbers (json, (const double[]) { hessian->xx, hessian->xy, hessian->yy }, 3);
  json_builder_set_member_name (json, "eigenvalues");
  add_numbers (json, curvature->eigenvalues, 2);
  fmt_json_add_real (json, "condition", curvature->condition);
  json_builder_end_object (json);
}

static void
add_path (JsonBuilder       *json,
          const AnRacePath  *path,
          const AnCurvature *curvature)
{
  const AnRacer *racer = &path->racer;

  json_builder_begin_object (json);
  fmt_json_add_text (json, "optimizer", racer->optimizer->name);
  fmt_json_add_real (json, "rate", racer->rate);
  if (racer->optimizer->has_momentum)
    fmt_json_add_real (json, "momentum", racer->momentum);
  fmt_json_add_real (json, "stable_rate", an_curvature_limit (curvature, racer->optimizer, racer->momentum));
  json_builder_set_member_name (json, "diverged");
  json_builder_add_boolean_value (json, path->diverged);
  fmt_json_add_real (json, "length", path->length);
  begin_array (json, "places");
  for (guint s = 0; s < path->n; s++)
    add_numbers (json, path->steps[s].w, 2);
  json_builder_end_array (json);
  begin_array (json, "costs");
  for (guint s = 0; s < path->n; s++)
    add_number (json, path->steps[s].cost);
  json_builder_end_array (json);
  json_builder_end_object (json);
}

static void
add_race (JsonBuilder                *json,
          const PerceptSurfaceResult *result)
{
  json_builder_set_member_name (json, "start");
  add_numbers (json, result->race->start, 2);
  json_builder_set_member_name (json, "full_run");
  json_builder_add_boolean_value (json, result->race->full_run);
  begin_array (json, "racers");
  for (guint i = 0; i < result->race->n_paths; i++)
    add_path (json, &result->race->paths[i], &result->curvature);
  json_builder_end_array (json);
}

char *
percept_surface_to_json (const PerceptSurfaceResult *result)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  fmt_json_add_text (json, "experiment", result->name);
  fmt_json_add_count (json, "step", result->step);
  fmt_json_add_count (json, "examples", result->n_examples);
  fmt_json_add_text (json, "reduction", result->sum ? "sum" : "mean");
  begin_array (json, "weights");
  for (int k = 0; k < 2; k++)
    json_builder_add_string_value (json, result->surface->names[k]);
  json_builder_end_array (json);
  json_builder_set_member_name (json, "values");
  add_numbers (json, result->values, 2);
  add_surface (json, result->surface);
  add_curvature (json, &result->curvature);
  add_race (json, result);
  json_builder_end_object (json);
  return fmt_json_finish (json, FALSE);
}
