/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/loss-surface.h"
#include "analysis/race.h"
#include "analysis/tiny-subject.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

/* (4 x^2 + y^2) / 2 */
#define STEEP 4.0
#define GENTLE 1.0

static double
ravine_value (double x,
              double y)
{
  return (STEEP * x * x + GENTLE * y * y) / 2.0;
}

static void
ravine_gradient (double x,
                 double y,
                 double gradient[2])
{
  gradient[0] = STEEP * x;
  gradient[1] = GENTLE * y;
}

static const AnAnalyticSurface ravine = { .name = "test", .value = ravine_value, .gradient = ravine_gradient };
static const double            curvatures[2] = { STEEP, GENTLE };

static AnRace *
run_on (const AnAnalyticSurface *surface,
        const double             start[2],
        const char              *racers,
        const AnRaceSettings    *settings)
{
  AnPlane                 plane = { .kind = AN_PLANE_ANALYTIC, .analytic = surface };
  GError                 *error = NULL;
  g_autoptr (BasePool)    pool = base_pool_new (1);
  g_autoptr (AnCostPlane) cost = an_cost_plane_new (NULL, &plane, pool, NULL, &error);
  g_autoptr (GArray)      read = an_racers_parse (racers, &error);
  AnRace                 *race;

  g_assert_no_error (error);
  race = an_race_run (cost, 0, start, (const AnRacer *) (void *) read->data, read->len, settings, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (race->n_paths, ==, read->len);
  g_assert_cmpuint (race->n_steps, ==, settings->n_steps);
  g_assert_false (race->full_run);
  return race;
}

/* The t-th term of w'' = trace w' - determinant w, in closed form: powers of the two roots of
 * z^2 - trace z + determinant. */
static double
recur (double trace,
       double determinant,
       double w0,
       double w1,
       guint  t)
{
  double d = trace * trace / 4.0 - determinant;

  if (d >= 0.0)
    {
      double a = trace / 2.0 + sqrt (d), b = trace / 2.0 - sqrt (d);

      return ((w1 - b * w0) * pow (a, t) - (w1 - a * w0) * pow (b, t)) / (a - b);
    }
  else
    {
      double r = sqrt (determinant), angle = atan2 (sqrt (-d), trace / 2.0);

      return pow (r, t) * (w0 * cos (angle * t) + (w1 / r - w0 * cos (angle)) / sin (angle) * sin (angle * t));
    }
}

static double
expect_gd (double lambda,
           double rate,
           double momentum,
           double w0,
           double v0,
           guint  t)
{
  return pow (1.0 - rate * lambda, t) * w0;
}

static double
expect_momentum (double lambda,
                 double rate,
                 double momentum,
                 double w0,
                 double v0,
                 guint  t)
{
  double a = rate * lambda;

  return recur (1.0 + momentum - a, momentum, w0, w0 - (momentum * v0 + a * w0), t);
}

static double
expect_nesterov (double lambda,
                 double rate,
                 double momentum,
                 double w0,
                 double v0,
                 guint  t)
{
  double a = rate * lambda;

  return recur ((1.0 - a) * (1.0 + momentum), momentum * (1.0 - a), w0,
                w0 - (momentum * (momentum * v0 + a * w0) + a * w0), t);
}

typedef double (*Expect) (double lambda, double rate, double momentum, double w0, double v0, guint t);

static void
check_path (const AnRacePath *path,
            const double      start[2],
            double            initial_velocity,
            Expect            expect)
{
  g_assert_cmpuint (path->n, ==, 61);
  g_assert_false (path->diverged);
  for (guint t = 0; t < path->n; t++)
    {
      const AnRaceStep *step = &path->steps[t];

      for (int k = 0; k < 2; k++)
        {
          double right = expect (curvatures[k], path->racer.rate, path->racer.momentum, start[k], initial_velocity, t);

          g_assert_cmpfloat_with_epsilon (step->w[k], right, 1e-12 * fabs (start[k]));
          g_assert_cmpfloat (step->gradient[k], ==, curvatures[k] * step->w[k]);
        }
      g_assert_cmpfloat (step->cost, ==, ravine_value (step->w[0], step->w[1]));
      g_assert_cmpfloat (step->slice_cost, ==, step->cost);
    }
}

/* Along each axis of a quadratic the three linear optimizers are recurrences that have a solution. */
static void
test_closed_forms (void)
{
  static const double  start[2] = { -3.0, 5.0 };
  static const Expect  expects[] = { expect_gd, expect_gd, expect_momentum, expect_momentum, expect_momentum,
                                     expect_nesterov, expect_nesterov, expect_nesterov };
  static const double  velocities[] = { 0.0, 0.1 };

  for (int v = 0; v < 2; v++)
    {
      AnRaceSettings     settings = { .n_steps = 60, .initial_velocity = velocities[v] };
      g_autoptr (AnRace) race = run_on (&ravine, start,
                                        "gd rate 0.1; gd rate 0.49; momentum rate 0.1 momentum 0.9; momentum rate 0.05 "
                                        "momentum 0.1; momentum rate 0.6 momentum 0.3; nesterov rate 0.1 momentum 0.9; "
                                        "nesterov rate 0.03 momentum 0.1; nesterov rate 0.3 momentum 0.5", &settings);

      for (guint r = 0; r < race->n_paths; r++)
        check_path (&race->paths[r], start, velocities[v], expects[r]);
      g_assert_cmpfloat (race->paths[2].steps[0].slots[0][1], ==, velocities[v]);
      g_assert_cmpfloat (race->paths[0].steps[0].slots[0][1], ==, 0.0);
    }
}

/* Adam and RMSProp as their papers write them. */
static void
test_adaptive (void)
{
  static const double start[2] = { -3.0, 5.0 };
  AnRaceSettings      settings = { .n_steps = 60, .initial_velocity = 0.1 };
  g_autoptr (AnRace)  race = run_on (&ravine, start, "adam rate 0.1; rmsprop rate 0.05", &settings);

  for (int k = 0; k < 2; k++)
    {
      double w = start[k], m = 0.0, s = 0.0, u = start[k], q = 0.0;

      for (guint t = 1; t <= 60; t++)
        {
          double g = curvatures[k] * w, f = curvatures[k] * u;

          m = 0.9 * m + (1 - 0.9) * g;
          s = 0.999 * s + (1 - 0.999) * g * g;
          w -= 0.1 * (m / (1 - pow (0.9, t))) / (sqrt (s / (1 - pow (0.999, t))) + 1e-8);
          q = 0.99 * q + (1 - 0.99) * f * f;
          u -= 0.05 * f / (sqrt (q) + 1e-8);
          g_assert_cmpfloat_with_epsilon (race->paths[0].steps[t].w[k], w, 1e-12);
          g_assert_cmpfloat_with_epsilon (race->paths[0].steps[t].slots[0][k], m, 1e-12);
          g_assert_cmpfloat_with_epsilon (race->paths[0].steps[t].slots[1][k], s, 1e-12);
          g_assert_cmpfloat_with_epsilon (race->paths[1].steps[t].w[k], u, 1e-12);
          g_assert_cmpfloat_with_epsilon (race->paths[1].steps[t].slots[0][k], q, 1e-12);
        }
    }
}

static void
test_length (void)
{
  static const double straight[2] = { 0.0, 5.0 }, start[2] = { 2.0, 5.0 };
  AnRaceSettings      settings = { .n_steps = 20 };
  g_autoptr (AnRace)  line = run_on (&ravine, straight, "gd rate 0.2; gd rate 1.5", &settings);
  g_autoptr (AnRace)  both = run_on (&ravine, start, "gd rate 0.25", &settings);
  double              back_and_forth = 0.0;

  /* down a line: what is left of it is missing */
  g_assert_cmpfloat_with_epsilon (line->paths[0].length, 5.0 * (1.0 - pow (0.8, 20)), 1e-12);
  /* across the bottom again and again: w_t = 5 (-1/2)^t, so each step is 1.5 times where it starts */
  for (guint t = 0; t < 20; t++)
    back_and_forth += 7.5 * pow (0.5, t);
  g_assert_cmpfloat_with_epsilon (line->paths[1].length, back_and_forth, 1e-12);
  /* the first step, which brings x to 0, is aslant; the rest goes straight down y */
  g_assert_cmpfloat_with_epsilon (both->paths[0].length, hypot (2.0, 1.25) + 3.75 * (1.0 - pow (0.75, 19)), 1e-12);
}

static void
test_divergence (void)
{
  static const double start[2] = { 2.0, 5.0 };
  AnRaceSettings      settings = { .n_steps = 400 };
  g_autoptr (AnRace)  race = run_on (&ravine, start, "gd rate 0.1; gd rate 1e6; momentum rate 0.1 momentum 0.5; "
                                                     "gd rate 1e308; adam rate 1e308", &settings);
  g_autoptr (AnRace)  alone = run_on (&ravine, start, "gd rate 0.1; momentum rate 0.1 momentum 0.5", &settings);

  for (guint r = 0; r < race->n_paths; r++)
    {
      const AnRacePath *path = &race->paths[r];

      g_assert_cmpint (path->diverged, ==, r % 2 == 1 || r == 4);
      g_assert_cmpuint (path->n, >=, 1);
      g_assert_true (path->diverged ? path->n < 401 : path->n == 401);
      for (guint t = 0; t < path->n; t++)
        g_assert_true (isfinite (path->steps[t].cost) && isfinite (path->steps[t].w[0]) &&
                       isfinite (path->steps[t].gradient[1]));
    }
  /* (4e6)^t passes the largest number's root, which its square must stay below, after 23 steps */
  g_assert_cmpuint (race->paths[1].n, ==, 1 + 23);
  g_assert_cmpuint (race->paths[3].n, ==, 1);
  g_assert_cmpuint (race->paths[4].n, ==, 1);
  /* the rest did not notice */
  g_assert_cmpmem (race->paths[0].steps, 401 * sizeof (AnRaceStep), alone->paths[0].steps, 401 * sizeof (AnRaceStep));
  g_assert_cmpmem (race->paths[2].steps, 401 * sizeof (AnRaceStep), alone->paths[1].steps, 401 * sizeof (AnRaceStep));
}

static void
test_infinite_start (void)
{
  static const double start[2] = { 1e200, 5.0 };
  AnRaceSettings      settings = { .n_steps = 5 };
  g_autoptr (AnRace)  race = run_on (&ravine, start, "gd rate 0.1; adam rate 0.1", &settings);

  for (guint r = 0; r < 2; r++)
    {
      g_assert_true (race->paths[r].diverged);
      g_assert_cmpuint (race->paths[r].n, ==, 1);
      g_assert_cmpfloat (race->paths[r].steps[0].w[0], ==, 1e200);
      g_assert_cmpfloat (race->paths[r].length, ==, 0.0);
    }
}

/* A race on two weights of a network. */
typedef struct
{
  Tiny        *tiny;
  AnPlane      plane;
  AnCostPlane *cost;
  double       start[2];
} Track;

static void
track_init (Track                *track,
            const char           *layers,
            const atomic_bool    *stop)
{
  AnSurfaceSettings settings;
  GError           *error = NULL;

  track->tiny = tiny_new (layers, &nn_nll_loss, 203);
  g_assert_true (an_surface_parse_weights ("W1[1,2], W1[3,2]", track->tiny->network, &settings, NULL));
  track->plane = settings.plane;
  track->cost = an_cost_plane_new (&track->tiny->subject, &track->plane, track->tiny->pool, stop, &error);
  g_assert_no_error (error);
  for (int k = 0; k < 2; k++)
    track->start[k] = track->tiny->parameters[track->plane.parameters[k]] + 1.0;
}

static void
track_clear (Track *track)
{
  an_cost_plane_free (track->cost);
  tiny_free (track->tiny);
}

static AnRace *
run_track (const Track          *track,
           const char           *racers,
           const AnRaceSettings *settings)
{
  GError            *error = NULL;
  g_autoptr (GArray) read = an_racers_parse (racers, &error);
  AnRace            *race;

  g_assert_no_error (error);
  race = an_race_run (track->cost, track->tiny->subject.n_examples, track->start,
                      (const AnRacer *) (void *) read->data, read->len, settings, &error);
  g_assert_no_error (error);
  return race;
}

/* Each step of gradient descent is the plane's own gradient, of all examples. */
static void
test_network (void)
{
  Track              track;
  AnRaceSettings     settings = { .n_steps = 12 };
  g_autoptr (AnRace) race = NULL;

  track_init (&track, "dense 5 tanh; dense 4", NULL);
  race = run_track (&track, "gd rate 2; adam rate 0.1", &settings);
  for (guint r = 0; r < 2; r++)
    for (guint t = 0; t < race->paths[r].n; t++)
      {
        const AnRaceStep *step = &race->paths[r].steps[t];
        AnSlope           slope;

        g_assert_true (an_cost_plane_get_slopes (track.cost, NULL, &step->w, 1, &slope));
        g_assert_cmpfloat_with_epsilon (step->cost, slope.cost, 1e-9);
        for (int k = 0; k < 2; k++)
          {
            g_assert_cmpfloat_with_epsilon (step->gradient[k], slope.gradient[k], 1e-9);
            if (r == 0 && t + 1 < race->paths[r].n)
              g_assert_cmpfloat_with_epsilon (step[1].w[k], step->w[k] - 2.0 * step->gradient[k], 1e-15);
          }
      }
  g_assert_cmpfloat (race->paths[0].steps[12].cost, <, race->paths[0].steps[0].cost);
  track_clear (&track);
}

/* Racers that cannot move see one mini-batch after the other from the same place. In an epoch each example comes once,
 * so that weighted by their sizes the gradients have the mean of all; and the cost is that of all examples. */
static void
test_noise_averages_out (void)
{
  for (int sum = 0; sum < 2; sum++)
    {
      Track              track;
      AnRaceSettings     settings = { .n_steps = 32, .batch = 20, .seed = 3 }; /* 33 gradients: three epochs of 11 */
      g_autoptr (AnRace) race = NULL;
      AnSlope            slope;
      double             spread = 0.0;

      track_init (&track, "dense 5 tanh; dense 4", NULL);
      track.tiny->subject.sum = sum;
      race = run_track (&track, "gd rate 1e-300", &settings);
      g_assert_true (an_cost_plane_get_slopes (track.cost, NULL, (const double (*)[2]) &track.start, 1, &slope));
      for (int epoch = 0; epoch < 3; epoch++)
        for (int k = 0; k < 2; k++)
          {
            double mean = 0.0;

            for (guint b = 0; b < 11; b++)
              {
                double gradient = race->paths[0].steps[11 * epoch + b].gradient[k];

                mean += (b < 10 ? 20.0 : 3.0) / 203.0 * gradient;
                spread = fmax (spread, fabs (gradient / slope.gradient[k] - 1.0));
              }
            g_assert_cmpfloat_with_epsilon (mean, slope.gradient[k], 1e-9 * fabs (slope.gradient[k]));
          }
      g_assert_cmpfloat (spread, >, 0.1);
      for (guint t = 0; t < race->paths[0].n; t++)
        g_assert_cmpfloat_with_epsilon (race->paths[0].steps[t].cost, slope.cost, 1e-9 * slope.cost);
      track_clear (&track);
    }
}

static gboolean
is_same (const AnRacePath *a,
         const AnRacePath *b)
{
  return a->n == b->n && memcmp (a->steps, b->steps, a->n * sizeof *a->steps) == 0;
}

static void
test_same_batches (void)
{
  Track              track;
  AnRaceSettings     noisy = { .n_steps = 30, .batch = 20, .seed = 3 }, other = noisy, full = { .n_steps = 30 };
  AnRaceSettings     all = { .n_steps = 30, .batch = 203, .seed = 3 };
  g_autoptr (AnRace) first = NULL, again = NULL, seeded = NULL, plain = NULL, whole = NULL;
  const char        *racers = "gd rate 2; gd rate 2; adam rate 0.1";

  other.seed = 4;
  track_init (&track, "dense 4", NULL);
  first = run_track (&track, racers, &noisy);
  again = run_track (&track, racers, &noisy);
  seeded = run_track (&track, racers, &other);
  plain = run_track (&track, racers, &full);
  whole = run_track (&track, racers, &all);
  /* all racers of a race see the same examples */
  g_assert_true (is_same (&first->paths[0], &first->paths[1]));
  for (guint r = 0; r < 3; r++)
    {
      g_assert_true (is_same (&first->paths[r], &again->paths[r]));
      g_assert_true (is_same (&plain->paths[r], &whole->paths[r]));
      g_assert_false (is_same (&first->paths[r], &seeded->paths[r]));
      g_assert_false (is_same (&first->paths[r], &plain->paths[r]));
    }
  track_clear (&track);
}

static void
test_stopping (void)
{
  Track              track;
  AnRaceSettings     settings = { .n_steps = 30 };
  atomic_bool        stop = FALSE;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) read = an_racers_parse ("gd rate 1", NULL);

  track_init (&track, "dense 4", &stop);
  stop = TRUE;
  g_assert_null (an_race_run (track.cost, 203, track.start, (const AnRacer *) (void *) read->data, 1, &settings,
                              &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  track_clear (&track);
}

static void
test_references (void)
{
  static const double start[2] = { 2.0, 5.0 };
  AnRaceSettings      settings = { .n_steps = 1 };
  g_autoptr (AnRace)  race = run_on (&ravine, start, "gd rate 0.1", &settings);
  AnRace             *other = an_race_ref (race);

  g_assert_true (other == race);
  an_race_unref (other);
  g_assert_cmpfloat (race->paths[0].steps[0].w[1], ==, 5.0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/closed-forms", test_closed_forms);
  g_test_add_func ("/race/adaptive", test_adaptive);
  g_test_add_func ("/race/length", test_length);
  g_test_add_func ("/race/divergence", test_divergence);
  g_test_add_func ("/race/infinite-start", test_infinite_start);
  g_test_add_func ("/race/network", test_network);
  g_test_add_func ("/race/noise-averages-out", test_noise_averages_out);
  g_test_add_func ("/race/same-batches", test_same_batches);
  g_test_add_func ("/race/stopping", test_stopping);
  g_test_add_func ("/race/references", test_references);
  return g_test_run ();
}
