/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full run: all parameters learn, float32 as in training, and the plane only watches. One racer after the other,
 * each with an order of the examples that begins anew, so that all see the same mini-batches. */

#include "analysis/race-private.h"

#include "analysis/analysis-error.h"
#include "analysis/coordinates.h"
#include "analysis/cost-plane-private.h"
#include "nn/kernels.h"
#include "nn/subnormals.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* One block forward and back should take a few milliseconds, six operations a row and parameter. */
#define BLOCK_ROW_PARAMETERS 50000000
#define MIN_ROWS 4
#define MAX_ROWS 128

#define MAX_PARTS 64
#define SWEEP 2048 /* floats: the gathered gradient stays in the first-level cache */
#define SLICE_POINTS 16 /* of the path that the slice is asked for at once */

/* What one thread computes. */
typedef struct
{
  NnWorkspace *workspace;
  guint16     *labels;
  float       *gradient;  /* n_parameters: of the shard's sum of losses */
  double       loss;      /* the shard's sum */
} Shard;

typedef struct
{
  const AnSubject   *subject;
  const AnPlane     *plane;
  BasePool          *pool;
  const atomic_bool *stop;
  gsize              max_rows;
  guint              n_shards;
  Shard             *shards;
  double             inverse[2][2];  /* AN_PLANE_DIRECTIONS: of the directions' dot products with each other */

  /* of the racer that runs */
  const AnRacer *racer;
  float         *parameters;
  float         *slots[NN_OPTIMIZER_MAX_SLOTS];
  float         *gathered;  /* the gradient of the cost */

  /* of the pass or step under way */
  const AnBatch *batch;     /* NULL: all examples */
  gboolean       is_learning;
  float          scale;
  guint          number;
} Run;

static void
run_clear (Run *run)
{
  for (guint s = 0; run->shards && s < run->n_shards; s++)
    {
      nn_workspace_free (run->shards[s].workspace);
      g_free (run->shards[s].labels);
      g_free (run->shards[s].gradient);
    }
  g_free (run->shards);
  g_free (run->parameters);
  g_free (run->gathered);
  for (guint s = 0; s < NN_OPTIMIZER_MAX_SLOTS; s++)
    g_free (run->slots[s]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static gboolean
allocate (Run     *run,
          GError **error)
{
  const NnNetwork *network = run->subject->network;
  gsize            n = MAX (network->n_parameters, 1);
  gboolean         done;

  run->max_rows = CLAMP (BLOCK_ROW_PARAMETERS / n, MIN_ROWS, MAX_ROWS);
  run->n_shards = base_pool_get_n_threads (run->pool);
  run->shards = g_new0 (Shard, run->n_shards);
  run->parameters = g_try_new (float, n);
  run->gathered = g_try_new0 (float, n);
  done = run->parameters && run->gathered;
  for (guint s = 0; s < NN_OPTIMIZER_MAX_SLOTS; s++)
    done = (run->slots[s] = g_try_new (float, n)) && done;
  for (guint s = 0; s < run->n_shards; s++)
    {
      run->shards[s].workspace = nn_workspace_new (network, run->max_rows);
      run->shards[s].labels = g_new (guint16, run->max_rows);
      run->shards[s].gradient = g_try_new0 (float, n);
      done = done && run->shards[s].workspace && run->shards[s].gradient;
    }
  if (!done)
    g_set_error (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for a run of %" G_GSIZE_FORMAT " parameters"), n);
  return done;
}

static double
dot (const double *a,
     const double *b,
     gsize         n)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* What makes coordinates of dot products with the directions, which need neither length 1 nor right angles. */
static void
invert_products (Run *run)
{
  const double *const *u = run->plane->directions;
  gsize                n = run->subject->network->n_parameters;
  double               a, b, d, determinant;

  if (run->plane->kind != AN_PLANE_DIRECTIONS)
    return;
  a = dot (u[0], u[0], n);
  b = dot (u[0], u[1], n);
  d = dot (u[1], u[1], n);
  determinant = a * d - b * b;
  run->inverse[0][0] = d / determinant;
  run->inverse[0][1] = run->inverse[1][0] = -b / determinant;
  run->inverse[1][1] = a / determinant;
}

/* The coordinates in the plane of an array like the parameters: @origin (NULL: 0) is subtracted from it first. */
static void
project (const Run    *run,
         const float  *array,
         const double *origin,
         double        place[2])
{
  const AnPlane *plane = run->plane;
  double         along[2] = { 0.0, 0.0 };

  if (plane->kind == AN_PLANE_WEIGHTS)
    {
      for (int k = 0; k < 2; k++)
        place[k] = (double) array[plane->parameters[k]];
      return;
    }
  for (gsize i = 0; i < run->subject->network->n_parameters; i++)
    {
      double value = (double) array[i] - (origin ? origin[i] : 0.0);

      along[0] += plane->directions[0][i] * value;
      along[1] += plane->directions[1][i] * value;
    }
  for (int k = 0; k < 2; k++)
    place[k] = run->inverse[k][0] * along[0] + run->inverse[k][1] * along[1];
}

/* Parameters and memory as @racer begins with. */
static void
line_up (Run                  *run,
         const AnRacer        *racer,
         const AnRaceSettings *settings,
         const double          start[2])
{
  const AnPlane *plane = run->plane;
  gsize          n = run->subject->network->n_parameters;
  double         velocity = racer->optimizer->has_momentum ? settings->initial_velocity : 0.0;

  run->racer = racer;
  for (gsize i = 0; i < n; i++)
    {
      double w = run->subject->parameters[i];

      if (plane->kind == AN_PLANE_DIRECTIONS)
        w += start[0] * plane->directions[0][i] + start[1] * plane->directions[1][i];
      run->parameters[i] = (float) w;
      for (guint s = 0; s < NN_OPTIMIZER_MAX_SLOTS; s++)
        run->slots[s][i] = s == 0 ? (float) velocity : 0.0f;
    }
  for (int k = 0; plane->kind == AN_PLANE_WEIGHTS && k < 2; k++)
    run->parameters[plane->parameters[k]] = (float) start[k];
}

static void
expand (const Run *run,
        Shard     *shard,
        gsize      first,
        gsize      rows)
{
  const AnSubject *subject = run->subject;
  gsize            n_in = nn_shape_size (subject->network->input);

  for (gsize r = 0; r < rows; r++)
    {
      guint32 index = subject->indices[run->batch ? run->batch->examples[first + r] : first + r];

      nn_kernels ()->expand_bytes (ds_dataset_get_image (subject->dataset, index),
                                   shard->workspace->values[0] + r * n_in, n_in, subject->recipe.scale,
                                   subject->recipe.offset);
      shard->labels[r] = subject->dataset->labels[index];
    }
}

static gsize
count_examples (const Run *run)
{
  return run->batch ? run->batch->n : run->subject->n_examples;
}

static void
pass_shard (guint    s,
            guint    n_shards,
            gpointer user_data)
{
  const Run       *run = user_data;
  const NnNetwork *network = run->subject->network;
  Shard           *shard = &run->shards[s];
  float           *d = shard->workspace->deltas[0];
  guint            subnormals = nn_subnormals_flush ();
  gsize            start, end;

  shard->loss = 0.0;
  base_pool_part (count_examples (run), 1, s, n_shards, &start, &end);
  if (run->is_learning && start == end)
    memset (shard->gradient, 0, network->n_parameters * sizeof (float));
  for (gsize first = start; first < end && !an_is_raised (run->stop); first += run->max_rows)
    {
      gsize  rows = MIN (run->max_rows, end - first);
      float *outputs;

      expand (run, shard, first, rows);
      outputs = nn_network_forward (network, run->parameters, shard->workspace, rows);
      shard->loss += run->subject->loss->forward_backward (outputs, shard->labels, rows, network->n_outputs, 1.0f, d);
      if (run->is_learning)
        nn_network_backward_learning (network, run->parameters, shard->workspace, d, shard->gradient, first != start,
                                      rows);
    }
  nn_subnormals_restore (subnormals);
}

/* The examples once through the network, and back if @is_learning. Returns: the cost, in the subject's terms. */
static double
pass (Run           *run,
      const AnBatch *batch,
      gboolean       is_learning)
{
  double loss = 0.0, scale;

  run->batch = batch;
  run->is_learning = is_learning;
  base_pool_run (run->pool, pass_shard, run);
  for (guint s = 0; s < run->n_shards; s++)
    loss += run->shards[s].loss;
  scale = an_subject_scale (run->subject) * (double) run->subject->n_examples / (double) count_examples (run);
  run->scale = (float) scale;
  return scale * loss;
}

/* Adds up the shards' gradients of some parameters, in the order of the shards. */
static void
gather (const Run *run,
        gsize      from,
        gsize      n)
{
  const float *parts[MAX_PARTS];

  for (guint s = 0; s < run->n_shards; s++)
    parts[s] = run->shards[s].gradient + from;
  nn_kernels ()->gather_gradient (parts, run->n_shards, run->parameters + from, run->gathered + from, n, run->scale,
                                  0.0f, 0.0f);
}

static void
gather_shard (guint    s,
              guint    n_shards,
              gpointer user_data)
{
  const Run *run = user_data;
  gsize      start, end;

  base_pool_part (run->subject->network->n_parameters, 16, s, n_shards, &start, &end);
  for (gsize i = start; i < end; i += SWEEP)
    gather (run, i, MIN (SWEEP, end - i));
}

/* A thread's part of every layer that is not frozen, at the layer's rate. */
static void
step_shard (guint    shard,
            guint    n_shards,
            gpointer user_data)
{
  Run             *run = user_data;
  const NnNetwork *network = run->subject->network;
  guint            subnormals = nn_subnormals_flush ();

  for (guint l = 0; l < network->n_layers; l++)
    {
      const NnLayer *layer = &network->layers[l];
      NnHyper        hyper = { .rate = run->racer->rate * layer->rate, .momentum = run->racer->momentum,
                               .step = run->number + 1 };
      float         *slots[NN_OPTIMIZER_MAX_SLOTS];
      gsize          start, end;

      base_pool_part (layer->n_weights + layer->n_biases, 16, shard, n_shards, &start, &end);
      start += layer->offset;
      end += layer->offset;
      for (guint s = 0; s < NN_OPTIMIZER_MAX_SLOTS; s++)
        slots[s] = run->slots[s] + start;
      if (!layer->frozen && start < end)
        run->racer->optimizer->step (&hyper, run->parameters + start, run->gathered + start, slots, end - start);
    }
  nn_subnormals_restore (subnormals);
}

/* Where the run is, in the plane's coordinates, with its cost and the gradient of its next step. FALSE when stopped. */
static gboolean
look_around (Run           *run,
             AnRaceBatches *batches,
             AnRaceStep    *step)
{
  AnBatch        drawn;
  const AnBatch *batch = an_race_batches_draw (batches, &drawn);

  project (run, run->parameters, run->subject->parameters, step->w);
  if (batch)
    step->cost = pass (run, NULL, FALSE);
  if (!batch)
    step->cost = pass (run, NULL, TRUE);
  else
    pass (run, batch, TRUE);
  if (an_is_raised (run->stop))
    return FALSE;
  base_pool_run (run->pool, gather_shard, run);
  project (run, run->gathered, NULL, step->gradient);
  for (guint s = 0; s < NN_OPTIMIZER_MAX_SLOTS; s++)
    project (run, run->slots[s], NULL, step->slots[s]);
  return TRUE;
}

static gboolean
is_finite_step (const AnRaceStep *step)
{
  return isfinite (step->cost) && isfinite (step->w[0]) && isfinite (step->w[1]) && isfinite (step->gradient[0]) &&
         isfinite (step->gradient[1]);
}

/* Racer @which stands at step @number. FALSE: give up. */
static gboolean
tell (const AnRace *race,
      guint         which,
      guint         number,
      BaseProgress  progress,
      gpointer      user_data)
{
  guint n = race->n_steps + 1;

  return !progress || progress (_("Running with all parameters"),
                                (double) (which * n + number) / ((double) race->n_paths * n), user_data);
}

static gboolean
run_racer (Run           *run,
           AnRaceBatches *batches,
           AnRace        *race,
           guint          which,
           BaseProgress   progress,
           gpointer       user_data,
           GError       **error)
{
  AnRacePath *path = &race->paths[which];
  guint       n = race->n_steps + 1;

  path->n = 1;
  for (run->number = 0; run->number < n && !path->diverged; run->number++)
    {
      if (!tell (race, which, run->number, progress, user_data) ||
          !look_around (run, batches, &path->steps[run->number]))
        return an_set_stopped (error);
      path->diverged = !is_finite_step (&path->steps[run->number]);
      if (path->diverged)
        break;
      path->n = run->number + 1;
      if (run->number < race->n_steps)
        base_pool_run (run->pool, step_shard, run);
    }
  an_race_path_measure (path);
  return TRUE;
}

/* What the slice says about the places of the path. */
static gboolean
add_slice_costs (const Run    *run,
                 AnCostPlane  *cost,
                 AnRace       *race,
                 guint         which,
                 BaseProgress  progress,
                 gpointer      user_data,
                 GError      **error)
{
  AnRacePath *path = &race->paths[which];
  double      points[SLICE_POINTS][2];
  AnSlope     slopes[SLICE_POINTS];

  for (guint first = 0; first < path->n; first += SLICE_POINTS)
    {
      AnRaceStep *steps = path->steps + first;
      guint       n = MIN (SLICE_POINTS, path->n - first);

      for (guint i = 0; i < n; i++)
        for (int k = 0; k < 2; k++)
          points[i][k] = steps[i].w[k];
      if (an_is_raised (run->stop) || !an_cost_plane_get_costs (cost, (const double (*)[2]) points, n, slopes))
        return an_set_stopped (error);
      for (guint i = 0; i < n; i++)
        steps[i].slice_cost = slopes[i].cost;
      if (!tell (race, which, race->n_steps, progress, user_data))
        return an_set_stopped (error);
    }
  return TRUE;
}

/* A step casts the shadow that the formula in x and y tells when it is the same for all parameters. */
static gboolean
is_linear (const Run     *run,
           const AnRacer *racer)
{
  const NnNetwork *network = run->subject->network;

  for (guint l = 0; l < network->n_layers; l++)
    if (network->layers[l].number > 0 && (network->layers[l].frozen || network->layers[l].rate != 1.0))
      return FALSE;
  return racer->optimizer == &nn_gd_optimizer || racer->optimizer->has_momentum;
}

static void
set_rates (const Run  *run,
           AnRacePath *path)
{
  for (int k = 0; k < 2; k++)
    if (run->plane->kind == AN_PLANE_WEIGHTS)
      {
        const NnLayer *layer = an_coordinate_layer (run->subject->network, run->plane->parameters[k]);

        path->rates[k] = layer->frozen ? 0.0 : path->racer.rate * layer->rate;
      }
    else if (!is_linear (run, &path->racer))
      path->rates[k] = NAN;
}

AnRace *
an_race_run_full (const AnSubject      *subject,
                  const AnPlane        *plane,
                  AnCostPlane          *cost,
                  const double          start[2],
                  const AnRacer        *racers,
                  guint                 n_racers,
                  const AnRaceSettings *settings,
                  BasePool             *pool,
                  const atomic_bool    *stop,
                  BaseProgress          progress,
                  gpointer              user_data,
                  GError              **error)
{
  g_autoptr (AnRace) race = an_race_new (start, racers, n_racers, settings, TRUE);
  g_auto (Run)       run = { .subject = subject, .plane = plane, .pool = pool, .stop = stop };

  g_return_val_if_fail (plane->kind != AN_PLANE_ANALYTIC && n_racers <= AN_MAX_RACERS &&
                        settings->n_steps <= AN_MAX_RACER_STEPS, NULL);
  if (!allocate (&run, error))
    return NULL;
  invert_products (&run);
  for (guint r = 0; r < n_racers; r++)
    {
      g_auto (AnRaceBatches) batches = { 0 };

      if (!an_race_batches_init (&batches, settings, subject->n_examples, error))
        return NULL;
      line_up (&run, &racers[r], settings, start);
      set_rates (&run, &race->paths[r]);
      if (!run_racer (&run, &batches, race, r, progress, user_data, error) ||
          !add_slice_costs (&run, cost, race, r, progress, user_data, error))
        return NULL;
    }
  return g_steal_pointer (&race);
}
