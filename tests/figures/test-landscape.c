/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/landscape.h"

#include <string.h>

/* The landscape's state as a figure: the ravine, which needs no network. */

static gboolean
is_complete (PerceptLandscape *landscape)
{
  return !percept_landscape_is_busy (landscape) && percept_landscape_get_surface (landscape) &&
         percept_landscape_get_race (landscape);
}

static void
test_titles (void)
{
  const AnRacer    gd = { &nn_gd_optimizer, 0.5, 0.9 }, momentum = { &nn_momentum_optimizer, 0.55, 0.3 };
  g_autofree char *plain = percept_racer_title (&gd), *heavy = percept_racer_title (&momentum);

  g_assert_nonnull (strstr (plain, "0.5"));
  g_assert_null (strstr (plain, "0.9"));
  g_assert_nonnull (strstr (heavy, "0.55"));
  g_assert_nonnull (strstr (heavy, "0.3"));
}

/* What is hidden is not told, and what was not played yet is not shown. */
static void
test_update (void)
{
  PerceptLandscape *landscape = percept_landscape_new (1);
  PlotLandscape    *figure = plot_landscape_new ();
  PerceptRaceView   view = { .step = 0 };
  const AnRacer     racers[] = { { &nn_gd_optimizer, 0.01, 0.0 }, { &nn_adam_optimizer, 0.25, 0.0 } };
  g_autofree char  *early = NULL, *late = NULL, *hidden = NULL, *start = NULL;

  g_assert_true (percept_landscape_set_analytic (landscape, "ravine", NULL));
  percept_landscape_set_racers (landscape, racers, 2);
  percept_landscape_figure_update (figure, landscape, &view); /* while nothing is there */
  while (!is_complete (landscape))
    g_main_context_iteration (NULL, TRUE);
  percept_landscape_figure_update (figure, landscape, &view);
  early = plot_figure_to_csv (plot_landscape_figure (figure));
  start = plot_figure_describe (plot_landscape_figure (figure));
  view.step = 5;
  view.arrows = TRUE;
  percept_landscape_figure_update (figure, landscape, &view);
  late = plot_figure_to_csv (plot_landscape_figure (figure));
  g_assert_cmpuint (strlen (late), >, strlen (early));
  g_assert_nonnull (strstr (start, "0.25"));
  view.hidden = 1u << 1;
  percept_landscape_figure_update (figure, landscape, &view);
  hidden = plot_figure_describe (plot_landscape_figure (figure));
  g_assert_null (strstr (hidden, "0.25"));
  percept_landscape_figure_set_ghost (figure, percept_landscape_get_race (landscape));
  percept_landscape_figure_set_ghost (figure, NULL);
  plot_figure_unref (plot_landscape_figure (figure));
  g_assert_finalize_object (landscape);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/landscape-figure/titles", test_titles);
  g_test_add_func ("/landscape-figure/update", test_update);
  return g_test_run ();
}
