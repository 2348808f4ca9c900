/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/race.h"

#include <math.h>
#include <string.h>

/* A path of two steps whose first is @step. */
static void
check_words (const NnOptimizerType *optimizer,
             double                 rate,
             double                 momentum,
             const AnRaceStep      *step,
             guint                  number,
             const char            *expected)
{
  AnRaceStep       steps[3] = { 0 };
  AnRacePath       path = { .racer = { optimizer, rate, momentum }, .n = number + 1, .steps = steps,
                            .rates = { rate, rate } };
  g_autofree char *words = NULL;

  steps[number] = *step;
  words = an_race_write_step (&path, number);
  g_assert_cmpstr (words, ==, expected);
}

static void
test_linear (void)
{
  const AnRaceStep step = { .w = { -5.6, 2.0 }, .gradient = { 0.3, -0.004 }, .slots = { { 0.012, -1.5 } } };

  check_words (&nn_gd_optimizer, 0.5, 0.0, &step, 0,
               "x = −5.600 − 0.5 · 0.300 = −5.750\n"
               "y = 2.000 − 0.5 · (−0.00400) = 2.002");
  check_words (&nn_momentum_optimizer, 0.5, 0.9, &step, 0,
               "v = 0.9 · 0.0120 + 0.5 · 0.300 = 0.161;  x = −5.600 − 0.161 = −5.761\n"
               "v = 0.9 · (−1.50) + 0.5 · (−0.00400) = −1.35;  y = 2.000 − (−1.35) = 3.352");
  check_words (&nn_nesterov_optimizer, 0.5, 0.9, &step, 0,
               "v = 0.9 · 0.0120 + 0.5 · 0.300 = 0.161;  x = −5.600 − (0.9 · 0.161 + 0.5 · 0.300) = −5.895\n"
               "v = 0.9 · (−1.50) + 0.5 · (−0.00400) = −1.35;  y = 2.000 − (0.9 · (−1.35) + 0.5 · (−0.00400)) = "
               "3.219");
}

static void
test_adaptive (void)
{
  const AnRaceStep first = { .w = { -5.6, 2.0 }, .gradient = { 0.3, -0.004 } };
  const AnRaceStep second = { .w = { -5.6, 2.0 }, .gradient = { 0.3, -0.004 },
                              .slots = { { 0.012, -1.5 }, { 0.5, 0.25 } } };
  const AnRaceStep squares = { .w = { -5.6, 2.0 }, .gradient = { 0.3, -0.004 }, .slots = { { 0.012, 1.5 } } };

  check_words (&nn_adam_optimizer, 0.1, 0.0, &first, 0,
               "m = 0.9 · 0 + 0.1 · 0.300 = 0.0300;  s = 0.999 · 0 + 0.001 · 0.300² = 9.00·10⁻⁵;  m̂ = 0.300;  "
               "ŝ = 0.0900;  x = −5.600 − 0.1 · 0.300 / (√0.0900 + ε) = −5.700\n"
               "m = 0.9 · 0 + 0.1 · (−0.00400) = −4.00·10⁻⁴;  s = 0.999 · 0 + 0.001 · (−0.00400)² = 1.60·10⁻⁸;  "
               "m̂ = −0.00400;  ŝ = 1.60·10⁻⁵;  y = 2.000 − 0.1 · (−0.00400) / (√1.60·10⁻⁵ + ε) = 2.100");
  /* the second step: m / (1 - 0.9^2), s / (1 - 0.999^2) */
  check_words (&nn_adam_optimizer, 0.1, 0.0, &second, 1,
               "m = 0.9 · 0.0120 + 0.1 · 0.300 = 0.0408;  s = 0.999 · 0.500 + 0.001 · 0.300² = 0.500;  m̂ = 0.215;  "
               "ŝ = 250;  x = −5.600 − 0.1 · 0.215 / (√250 + ε) = −5.601\n"
               "m = 0.9 · (−1.50) + 0.1 · (−0.00400) = −1.35;  s = 0.999 · 0.250 + 0.001 · (−0.00400)² = 0.250;  "
               "m̂ = −7.11;  ŝ = 125;  y = 2.000 − 0.1 · (−7.11) / (√125 + ε) = 2.064");
  check_words (&nn_rmsprop_optimizer, 0.1, 0.0, &squares, 1,
               "s = 0.99 · 0.0120 + 0.01 · 0.300² = 0.0128;  x = −5.600 − 0.1 · 0.300 / (√0.0128 + ε) = −5.865\n"
               "s = 0.99 · 1.50 + 0.01 · (−0.00400)² = 1.49;  y = 2.000 − 0.1 · (−0.00400) / (√1.49 + ε) = 2.000");
}

/* Rounding may add a digit, settings keep theirs, and what is far too large is said. */
static void
test_sizes (void)
{
  check_words (&nn_gd_optimizer, 0.00125, 0.0, &(AnRaceStep) { .w = { 9.99996, 0 }, .gradient = { 99950, 0 } }, 0,
               "x = 10.00 − 0.00125 · 99950 = −114.9\n"
               "y = 0 − 0.00125 · 0 = 0");
  check_words (&nn_gd_optimizer, 1e-5, 0.0, &(AnRaceStep) { .w = { 123456, -1e300 }, .gradient = { 1e-9, 2e7 } }, 0,
               "x = 123456 − 10⁻⁵ · 1.00·10⁻⁹ = 123456\n"
               "y = −1.000·10³⁰⁰ − 10⁻⁵ · 2.00·10⁷ = −1.000·10³⁰⁰");
  check_words (&nn_gd_optimizer, 5000, 0.0, &(AnRaceStep) { .w = { 1, 1 }, .gradient = { -1e308, 1e308 } }, 0,
               "x = 1.000 − 5000 · (−1.00·10³⁰⁸) = ∞\n"
               "y = 1.000 − 5000 · 1.00·10³⁰⁸ = −∞");
}

/* What the projection of a step in more dimensions leaves is where it was and where it is. */
static void
test_shadow (void)
{
  AnRaceStep       steps[2] = { { .w = { -5.6, 2.0 } }, { .w = { -5.761, 1.0 } } };
  AnRacePath       path = { .racer = { &nn_adam_optimizer, 0.1, 0.0 }, .n = 2, .steps = steps,
                            .rates = { NAN, NAN } };
  g_autofree char *first = an_race_write_step (&path, 0), *last = an_race_write_step (&path, 1);

  g_assert_cmpstr (first, ==, "x = −5.600 − 0.161 = −5.761\ny = 2.000 − 1.00 = 1.000");
  g_assert_cmpstr (last, ==, "x = −5.761\ny = 1.000");
}

static void
step_something (const NnHyper *hyper,
                double        *w,
                const double  *g,
                double *const *slots,
                gsize          n)
{
  for (gsize i = 0; i < n; i++)
    w[i] -= 1.0;
}

/* An optimizer that is new has words, too. */
static void
test_unknown_optimizer (void)
{
  static const NnOptimizerType unknown = { .name = "unknown", .step_reference = step_something };

  check_words (&unknown, 0.1, 0.0, &(AnRaceStep) { .w = { 3, -3 } }, 0,
               "x = 3.000 − 1.00 = 2.000\ny = −3.000 − 1.00 = −4.000");
}

/* The words end where the path goes on, for all optimizers. */
static void
test_registry (void)
{
  for (gsize o = 0; nn_optimizer_types[o]; o++)
    {
      g_autoptr (BasePool)    pool = base_pool_new (1);
      AnPlane                 plane = { .kind = AN_PLANE_ANALYTIC, .analytic = an_analytic_surface_find ("ravine") };
      g_autoptr (AnCostPlane) cost = an_cost_plane_new (NULL, &plane, pool, NULL, NULL);
      AnRacer                 racer = { nn_optimizer_types[o], 0.01, 0.5 };
      g_autoptr (AnRace)      race = an_race_run (cost, 0, (const double[]) { 2, 1 }, &racer, 1,
                                                  &(AnRaceSettings) { .n_steps = 5 }, NULL);

      for (guint t = 0; t < 5; t++)
        {
          g_autofree char *words = an_race_write_step (&race->paths[0], t);
          g_auto (GStrv)   lines = g_strsplit (words, "\n", -1);

          g_assert_cmpuint (g_strv_length (lines), ==, 2);
          for (int k = 0; k < 2; k++)
            {
              g_auto (GStrv)   ascii = g_strsplit (strrchr (lines[k], '=') + 2, "−", -1);
              g_autofree char *number = g_strjoinv ("-", ascii);
              double           right = race->paths[0].steps[t + 1].w[k];

              g_assert_cmpfloat_with_epsilon (g_ascii_strtod (number, NULL), right, 1e-3 * fabs (right));
            }
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race-words/linear", test_linear);
  g_test_add_func ("/race-words/adaptive", test_adaptive);
  g_test_add_func ("/race-words/sizes", test_sizes);
  g_test_add_func ("/race-words/shadow", test_shadow);
  g_test_add_func ("/race-words/unknown-optimizer", test_unknown_optimizer);
  g_test_add_func ("/race-words/registry", test_registry);
  return g_test_run ();
}
