/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/bench-surface.h"

#include "analysis/analysis-error.h"

void
cli_bench_surface_free (gpointer user_data)
{
  CliBenchSurfaceState *state = user_data;

  train_trainer_free (state->trainer);
  an_loss_surface_unref (state->surface);
  g_free (state->parameters);
  g_free (state);
}

static gboolean
set_subject (CliBenchSurfaceState *state,
             GError              **error)
{
  TrainTrainer *trainer = state->trainer;
  TrainExamples train = train_data_get_part (trainer->data, TRAIN_PART_TRAIN);
  gsize         n = trainer->network->n_parameters;

  state->parameters = an_try_numbers (n, error);
  if (!state->parameters)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    state->parameters[i] = (double) trainer->parameters[i];
  state->subject = (AnSubject) {
    .network = trainer->network,
    .loss = trainer->loss,
    .parameters = state->parameters,
    .dataset = train.dataset,
    .indices = train.indices,
    .n_examples = train.n,
    .recipe = trainer->data->recipe,
    .sum = trainer->sum,
  };
  return TRUE;
}

gpointer
cli_bench_surface_prepare (const CliBenchCase *bench,
                           BasePool           *pool,
                           GError            **error)
{
  const CliBenchSurface *surface = bench->data;
  CliBenchCase           dense = { .name = bench->name, .data = &surface->dense };
  CliBenchSurfaceState  *state = g_new0 (CliBenchSurfaceState, 1);

  state->pool = pool;
  state->trainer = cli_bench_dense_prepare (&dense, pool, error);
  if (state->trainer && set_subject (state, error) &&
      an_surface_parse_weights (surface->weights, state->trainer->network, &state->settings, error) &&
      an_surface_parse_grid (surface->grid, &state->settings, error) &&
      an_surface_parse_window (surface->window, &state->settings, error))
    return state;
  cli_bench_surface_free (state);
  return NULL;
}

gboolean
cli_bench_surface_run (const CliBenchCase *bench,
                       gpointer            user_data,
                       GError            **error)
{
  CliBenchSurfaceState *state = user_data;

  an_loss_surface_unref (state->surface);
  state->surface = an_loss_surface_run (&state->subject, &state->settings, state->pool, NULL, NULL, NULL, error);
  return state->surface != NULL;
}

double
cli_bench_surface_check (gpointer user_data)
{
  const AnLossSurface *surface = ((CliBenchSurfaceState *) user_data)->surface;
  gsize                n = (gsize) surface->n[0] * surface->n[1];
  double               sum = 0.0;

  for (gsize p = 0; p < n; p++)
    sum += surface->loss[p];
  return sum / (double) n;
}

/* What is done once for the whole surface is shared among its points. */
const CliBenchCase cli_bench_contour_point = {
  .name = "contour-point",
  .unit = "point",
  .n_units = 60 * 60,
  .n_runs = 11,
  .data = &(const CliBenchSurface) {
    .dense = {
      .shape = { 1, 28, 28 },
      .n_classes = 10,
      .n_images = 60000,
      .settings = "[network]\nlayers = dense 10\n[training]\nbatch = full\n"
                  "evaluate = 1000000000\nsteps = 1000000000\n",
    },
    .weights = "W1[199,2], W1[200,2]",
    .grid = "60x60",
    .window = "-7:2, 0:7",
  },
  .prepare = cli_bench_surface_prepare,
  .run = cli_bench_surface_run,
  .check = cli_bench_surface_check,
  .free = cli_bench_surface_free,
};
