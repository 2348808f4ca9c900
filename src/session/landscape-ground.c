/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/landscape-ground.h"

#include "analysis/analysis-error.h"
#include "analysis/coordinates.h"
#include "analysis/loss-surface.h"
#include "analysis/weight-pairs.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define N_SUGGESTIONS 12
/* In a plane through all parameters each point takes the whole network: so many products of a parameter and an example
 * at most, some hundredths of a second. */
#define WHOLE_NETWORK  1.5e8
#define LEAST_EXAMPLES 200

static gboolean
read_model (Ground  *ground,
            gsize    examples,
            GError **error)
{
  ground->of_model = model_subject_new (ground->model, TRAIN_PART_TRAIN, examples, error);
  if (!ground->of_model)
    return FALSE;
  ground->network = ground->of_model->network;
  ground->parameters = ground->of_model->parameters;
  ground->subject = ground->of_model->subject;
  return TRUE;
}

Ground *
ground_new (PerceptModel *model,
            gsize         examples,
            GError      **error)
{
  g_autoptr (Ground) ground = g_new0 (Ground, 1);

  ground->model = model;
  ground->all_examples = examples == 0;
  ground->place[0] = ground->place[1] = NAN;
  if (model && !read_model (ground, examples, error))
    return NULL;
  return g_steal_pointer (&ground);
}

void
ground_free (Ground *ground)
{
  if (!ground)
    return;
  g_clear_pointer (&ground->cost, an_cost_plane_free);
  g_clear_pointer (&ground->principal, an_principal_plane_free);
  g_clear_pointer (&ground->of_model, model_subject_free);
  g_free (ground);
}

static void
stand_on_weights (Ground *ground)
{
  for (int k = 0; k < 2; k++)
    ground->place[k] = ground->parameters[ground->plane.parameters[k]];
}

gboolean
ground_choose_weights (Ground     *ground,
                       const char *text,
                       GError    **error)
{
  AnSurfaceSettings settings;

  if (!an_surface_parse_weights (text, ground->network, &settings, error) ||
      !an_weight_pair_check (&ground->subject, settings.plane.parameters, error))
    return FALSE;
  ground->plane = settings.plane;
  stand_on_weights (ground);
  return TRUE;
}

gboolean
ground_choose_by_rule (Ground            *ground,
                       guint              which,
                       BasePool          *pool,
                       const atomic_bool *stop,
                       GError           **error)
{
  g_autoptr (GArray)  pairs = an_weight_pairs_suggest (&ground->subject, N_SUGGESTIONS, pool, stop, error);
  const AnWeightPair *pair;

  if (!pairs)
    return FALSE;
  if (pairs->len == 0)
    {
      g_set_error_literal (error, AN_ERROR, AN_ERROR_RANGE,
                           _("No two weights of this network move the cost: train it for some steps, or begin with "
                             "other initial weights"));
      return FALSE;
    }
  pair = &g_array_index (pairs, AnWeightPair, which % pairs->len);
  ground->plane = (AnPlane) { .kind = AN_PLANE_WEIGHTS, .parameters = { pair->parameters[0], pair->parameters[1] } };
  stand_on_weights (ground);
  return TRUE;
}

static void
limit_examples (Ground *ground)
{
  double most = MAX (WHOLE_NETWORK / (double) ground->network->n_parameters, LEAST_EXAMPLES);

  ground->subject.n_examples = (gsize) MIN ((double) ground->subject.n_examples, most);
}

gboolean
ground_choose_principal (Ground            *ground,
                         const atomic_bool *stop,
                         GError           **error)
{
  g_autoptr (GPtrArray) snapshots = g_ptr_array_new ();
  GPtrArray            *rungs = ground->model->rungs;

  /* The last is the network itself. */
  for (guint i = 0; i < rungs->len; i++)
    {
      const TrainRung *rung = g_ptr_array_index (rungs, i);

      if (rung->step < ground->model->step)
        g_ptr_array_add (snapshots, rung->parameters);
    }
  g_ptr_array_add (snapshots, ground->model->parameters);
  ground->principal = an_principal_plane_new ((const float *const *) (void *) snapshots->pdata, snapshots->len,
                                              ground->network->n_parameters, stop, error);
  if (!ground->principal)
    return FALSE;
  ground->plane = (AnPlane) { .kind = AN_PLANE_DIRECTIONS,
                              .directions = { ground->principal->directions[0], ground->principal->directions[1] } };
  ground->place[0] = ground->place[1] = 0.0;
  if (ground->all_examples)
    limit_examples (ground);
  return TRUE;
}

void
ground_choose_formula (Ground                  *ground,
                       const AnAnalyticSurface *formula)
{
  ground->plane = (AnPlane) { .kind = AN_PLANE_ANALYTIC, .analytic = formula };
}

gboolean
ground_survey (Ground            *ground,
               BasePool          *pool,
               const atomic_bool *stop,
               GError           **error)
{
  ground->cost = an_cost_plane_new (ground->model ? &ground->subject : NULL, &ground->plane, pool, stop, error);
  return ground->cost != NULL;
}

char *
ground_name_weights (const Ground *ground)
{
  g_autofree char *first = NULL, *second = NULL;

  if (ground->plane.kind != AN_PLANE_WEIGHTS)
    return NULL;
  first = an_coordinate_name (ground->network, ground->plane.parameters[0]);
  second = an_coordinate_name (ground->network, ground->plane.parameters[1]);
  return g_strdup_printf ("%s, %s", first, second);
}

static void
append_place (GArray *trail,
              double  x,
              double  y)
{
  const PerceptLandscapePlace place = { x, y };

  g_array_append_val (trail, place);
}

GArray *
ground_get_trail (const Ground *ground)
{
  GArray *trail = g_array_new (FALSE, FALSE, sizeof (PerceptLandscapePlace));

  for (guint i = 0; ground->principal && i < ground->principal->n; i++)
    append_place (trail, ground->principal->places[i][0], ground->principal->places[i][1]);
  if (ground->plane.kind != AN_PLANE_WEIGHTS)
    return trail;
  for (guint i = 0; i < ground->model->rungs->len; i++)
    {
      const TrainRung *rung = g_ptr_array_index (ground->model->rungs, i);

      append_place (trail, (double) rung->parameters[ground->plane.parameters[0]],
                    (double) rung->parameters[ground->plane.parameters[1]]);
    }
  append_place (trail, ground->place[0], ground->place[1]);
  return trail;
}
