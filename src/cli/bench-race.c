/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/bench-race.h"

void
cli_bench_race_free (gpointer user_data)
{
  CliBenchRaceState *state = user_data;

  an_cost_plane_free (state->cost);
  an_race_unref (state->paths);
  g_clear_pointer (&state->racers, g_array_unref);
  g_clear_pointer (&state->surface, cli_bench_surface_free);
  g_free (state);
}

gpointer
cli_bench_race_prepare (const CliBenchCase *bench,
                        BasePool           *pool,
                        GError            **error)
{
  const CliBenchRace *race = bench->data;
  CliBenchCase        surface = { .name = bench->name, .data = &race->surface };
  CliBenchRaceState  *state = g_new0 (CliBenchRaceState, 1);

  state->race = race;
  state->surface = cli_bench_surface_prepare (&surface, pool, error);
  state->racers = state->surface ? an_racers_parse (race->racers, error) : NULL;
  state->cost = state->racers ? an_cost_plane_new (&state->surface->subject, &state->surface->settings.plane, pool,
                                                   NULL, error)
                              : NULL;
  if (state->cost)
    return state;
  cli_bench_race_free (state);
  return NULL;
}

gboolean
cli_bench_race_run (const CliBenchCase *bench,
                    gpointer            user_data,
                    GError            **error)
{
  CliBenchRaceState   *state = user_data;
  const AnRaceSettings settings = { .n_steps = state->race->n_steps };

  an_race_unref (state->paths);
  state->paths = an_race_run (state->cost, state->surface->subject.n_examples, state->race->start,
                              (const AnRacer *) (void *) state->racers->data, state->racers->len, &settings, error);
  return state->paths != NULL;
}

double
cli_bench_race_check (gpointer user_data)
{
  const AnRace *paths = ((CliBenchRaceState *) user_data)->paths;
  double        sum = 0.0;

  for (guint r = 0; r < paths->n_paths; r++)
    sum += paths->paths[r].steps[paths->paths[r].n - 1].cost;
  return sum / paths->n_paths;
}

/* Two weights of different outputs: no example is spared. */
const CliBenchCase cli_bench_race_drag = {
  .name = "race-drag",
  .unit = "race",
  .n_units = 1,
  .n_runs = 21,
  .data = &(const CliBenchRace) {
    .surface = {
      .dense = {
        .shape = { 1, 28, 28 },
        .n_classes = 10,
        .n_images = 60000,
        .settings = "[network]\nlayers = dense 10\n[training]\nbatch = full\n"
                    "evaluate = 1000000000\nsteps = 1000000000\n",
      },
      .weights = "W1[199,2], W1[200,3]",
      .grid = "60x60",
      .window = "-7:2, 0:7",
    },
    .racers = "gd rate 5; momentum rate 2 momentum 0.9; nesterov rate 2 momentum 0.9; rmsprop rate 0.2; adam rate 0.3",
    .start = { -5.0, 6.0 },
    .n_steps = 50,
  },
  .prepare = cli_bench_race_prepare,
  .run = cli_bench_race_run,
  .check = cli_bench_race_check,
  .free = cli_bench_race_free,
};
