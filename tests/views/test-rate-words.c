/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said about the rates of racers, and how the names of two weights are read. */

#include "views/landscape/rate-words.h"
#include "views/landscape/weight-place.h"

#include <math.h>
#include <string.h>

static AnCurvature
bend (double xx,
      double yy)
{
  AnCurvature curvature;

  an_curvature_init (&curvature, &(AnHessian) { .xx = xx, .yy = yy });
  return curvature;
}

/* Of gradient descent the limit is 2/λ: silence below half of it, a word on swinging, a word on running away. */
static void
test_gradient_descent (void)
{
  AnCurvature      curvature = bend (4, 1);
  AnRacer          slow = { &nn_gd_optimizer, 0.2, 0 }, swings = { &nn_gd_optimizer, 0.4, 0 };
  AnRacer          leaves = { &nn_gd_optimizer, 0.65, 0 };
  g_autofree char *swinging = percept_rate_words (&swings, &curvature);
  g_autofree char *leaving = percept_rate_words (&leaves, &curvature);

  g_assert_cmpfloat_with_epsilon (percept_rate_share (&slow, &curvature), 0.4, 1e-12);
  g_assert_null (percept_rate_words (&slow, &curvature));
  g_assert_nonnull (strstr (swinging, "0.8"));
  g_assert_nonnull (strstr (swinging, "across"));
  g_assert_nonnull (strstr (leaving, "1.3"));
  g_assert_nonnull (strstr (leaving, "overshoots"));
}

/* Momentum allows 2(1+γ)/λ, and is not told of swings that fade; Adam has no such limit. */
static void
test_others (void)
{
  AnCurvature      curvature = bend (4, 1);
  AnRacer          momentum = { &nn_momentum_optimizer, 0.65, 0.5 }, fast = { &nn_momentum_optimizer, 0.8, 0.5 };
  AnRacer          adam = { &nn_adam_optimizer, 100, 0 };
  g_autofree char *leaving = percept_rate_words (&fast, &curvature);

  g_assert_cmpfloat_with_epsilon (percept_rate_share (&momentum, &curvature), 0.65 / 0.75, 1e-12);
  g_assert_null (percept_rate_words (&momentum, &curvature));
  g_assert_nonnull (strstr (leaving, "overshoots"));
  g_assert_true (isnan (percept_rate_share (&adam, &curvature)));
  g_assert_null (percept_rate_words (&adam, &curvature));
}

static void
test_no_bowl (void)
{
  AnCurvature bowl = bend (2, 1), saddle = bend (2, -1), ridge = bend (-2, -1), flat = bend (2, 0);
  AnCurvature unknown = bend (NAN, 1);
  AnRacer     racer = { &nn_gd_optimizer, 1, 0 };

  g_assert_null (percept_curvature_words (&bowl));
  g_assert_nonnull (strstr (percept_curvature_words (&saddle), "saddle"));
  g_assert_nonnull (strstr (percept_curvature_words (&ridge), "Nothing bends upwards"));
  g_assert_nonnull (strstr (percept_curvature_words (&flat), "Flat"));
  g_assert_nonnull (strstr (percept_curvature_words (&unknown), "not finite"));
  g_assert_null (percept_rate_words (&racer, &ridge));
  g_assert_null (percept_rate_words (&racer, &unknown));
}

/* The first racer that is seen, at the step that is seen, with both costs. */
static void
test_full_run (void)
{
  AnRaceStep       first[] = { { .cost = 4, .slice_cost = 4 }, { .cost = 0.25, .slice_cost = 0.5 } };
  AnRaceStep       second[] = { { .cost = 4, .slice_cost = 4 }, { .cost = 0.75, .slice_cost = 0.875 } };
  AnRacePath       paths[] = { { .racer = { &nn_gd_optimizer, 1, 0 }, .n = 2, .steps = first },
                               { .racer = { &nn_adam_optimizer, 1, 0 }, .n = 2, .steps = second } };
  AnRace           race = { .full_run = TRUE, .n_steps = 1, .n_paths = 2, .paths = paths };
  g_autofree char *words = percept_full_run_words (&race, 0, 99);
  g_autofree char *other = percept_full_run_words (&race, 1, 1);

  g_assert_nonnull (strstr (words, "0.25"));
  g_assert_nonnull (strstr (words, "0.5"));
  g_assert_nonnull (strstr (other, "0.75"));
  g_assert_nonnull (strstr (other, "Adam"));
  g_assert_null (percept_full_run_words (&race, 3, 1));
  race.full_run = FALSE;
  g_assert_null (percept_full_run_words (&race, 0, 1));
  g_assert_null (percept_full_run_words (NULL, 0, 1));
}

static void
test_places (void)
{
  PerceptWeightPlace places[2];
  char              *names[2];
  g_autofree char   *again = NULL;

  percept_weight_places_read ("W1[199,2], b2[7]", places, names);
  g_assert_cmpstr (names[0], ==, "W1[199,2]");
  g_assert_cmpstr (names[1], ==, "b2[7]");
  g_assert_cmpuint (places[0].layer, ==, 1);
  g_assert_cmpuint (places[0].input, ==, 199);
  g_assert_cmpuint (places[0].unit, ==, 2);
  g_assert_false (places[0].is_bias);
  g_assert_true (places[1].is_bias);
  g_assert_cmpuint (places[1].layer, ==, 2);
  g_assert_cmpuint (places[1].unit, ==, 7);
  g_assert_false (percept_weight_place_equal (&places[0], &places[1]));
  again = percept_weight_place_name (&places[1]);
  g_assert_cmpstr (again, ==, names[1]);
  g_free (names[0]);
  g_free (names[1]);
  percept_weight_places_read (NULL, places, names);
  g_assert_cmpuint (places[0].layer, ==, 0);
  g_assert_null (names[0]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/views/rate-words/gradient-descent", test_gradient_descent);
  g_test_add_func ("/views/rate-words/others", test_others);
  g_test_add_func ("/views/rate-words/no-bowl", test_no_bowl);
  g_test_add_func ("/views/rate-words/full-run", test_full_run);
  g_test_add_func ("/views/weight-places", test_places);
  return g_test_run ();
}
