/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analysis-error.h"
#include "analysis/principal-plane.h"
#include "base/rng.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

/* Snapshots, one a row. */
typedef struct
{
  guint         n;
  gsize         n_parameters;
  float        *numbers;
  const float **rows;
} Run;

static Run *
run_new (guint n,
         gsize n_parameters)
{
  Run *run = g_new0 (Run, 1);

  run->n = n;
  run->n_parameters = n_parameters;
  run->numbers = g_new0 (float, n * n_parameters);
  run->rows = g_new (const float *, n);
  for (guint k = 0; k < n; k++)
    run->rows[k] = run->numbers + k * n_parameters;
  return run;
}

static void
run_free (Run *run)
{
  g_free (run->numbers);
  g_free (run->rows);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

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

/* Two directions at right angles in @n_parameters dimensions. */
static void
draw_directions (double *u,
                 double *v,
                 gsize   n_parameters)
{
  BaseRng rng;
  double  along;

  base_rng_seed (&rng, 7, BASE_RNG_NOISE);
  for (gsize i = 0; i < n_parameters; i++)
    {
      u[i] = base_rng_normal (&rng);
      v[i] = base_rng_normal (&rng);
    }
  along = dot (u, v, n_parameters) / dot (u, u, n_parameters);
  for (gsize i = 0; i < n_parameters; i++)
    v[i] -= along * u[i];
  for (int d = 0; d < 2; d++)
    {
      double *of = d ? v : u, length = sqrt (dot (of, of, n_parameters));

      for (gsize i = 0; i < n_parameters; i++)
        of[i] /= length;
    }
}

static AnPrincipalPlane *
find_plane (const Run *run)
{
  GError           *error = NULL;
  AnPrincipalPlane *plane = an_principal_plane_new (run->rows, run->n, run->n_parameters, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (plane->n, ==, run->n);
  g_assert_cmpuint (plane->n_parameters, ==, run->n_parameters);
  for (int d = 0; d < 2; d++)
    for (int e = 0; e < 2; e++)
      g_assert_cmpfloat_with_epsilon (dot (plane->directions[d], plane->directions[e], run->n_parameters), d == e,
                                      1e-12);
  g_assert_cmpfloat (plane->places[run->n - 1][0], ==, 0.0);
  g_assert_cmpfloat (plane->places[run->n - 1][1], ==, 0.0);
  g_assert_cmpfloat (plane->places[0][0], <=, 0.0);
  return plane;
}

/* The run's places are known: x = -5 (1 - t), y = 2 sin (pi t) in the plane of u and v around an offset. */
static void
test_known_plane (void)
{
  enum { N = 40, DIMENSIONS = 1000 };

  g_autoptr (Run)              run = run_new (N, DIMENSIONS);
  g_autofree double           *u = g_new (double, DIMENSIONS), *v = g_new (double, DIMENSIONS);
  g_autoptr (AnPrincipalPlane) plane = NULL;
  double                       sum_xx = 0.0, sum_xy = 0.0, sum_yy = 0.0, angle;

  draw_directions (u, v, DIMENSIONS);
  for (guint k = 0; k < N; k++)
    {
      double t = (double) k / (N - 1), x = -5 * (1 - t), y = 2 * sin (G_PI * t);

      for (gsize i = 0; i < DIMENSIONS; i++)
        run->numbers[k * DIMENSIONS + i] = (float) (0.1 * (double) (i % 7) + x * u[i] + y * v[i]);
      sum_xx += x * x;
      sum_xy += x * y;
      sum_yy += y * y;
    }
  plane = find_plane (run);
  angle = 0.5 * atan2 (2 * sum_xy, sum_xx - sum_yy);
  g_assert_cmpfloat_with_epsilon (plane->shares[0] + plane->shares[1], 1.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (plane->shares[0],
                                  0.5 + hypot (0.5 * (sum_xx - sum_yy), sum_xy) / (sum_xx + sum_yy), 1e-6);
  for (guint k = 0; k < N; k++)
    {
      double t = (double) k / (N - 1), x = -5 * (1 - t), y = 2 * sin (G_PI * t);
      double across = -sin (angle) * x + cos (angle) * y;

      g_assert_cmpfloat_with_epsilon (plane->places[k][0], cos (angle) * x + sin (angle) * y, 1e-4);
      /* The second direction points to where the run was farthest from the first. */
      g_assert_cmpfloat_with_epsilon (fabs (plane->places[k][1]), fabs (across), 1e-4);
    }
  for (gsize i = 0; i < DIMENSIONS; i++)
    g_assert_cmpfloat_with_epsilon (plane->directions[0][i], cos (angle) * u[i] + sin (angle) * v[i], 1e-6);
}

/* No plane through the last snapshot lies closer to a cloud than the principal one: turned a little into a third
 * direction, it explains less. */
static void
test_best_plane (void)
{
  enum { N = 12, DIMENSIONS = 30 };

  g_autoptr (Run)              run = run_new (N, DIMENSIONS);
  g_autoptr (AnPrincipalPlane) plane = NULL;
  double                       all = 0.0, explained = 0.0;
  BaseRng                      rng;

  base_rng_seed (&rng, 3, BASE_RNG_NOISE);
  for (gsize i = 0; i < N * DIMENSIONS; i++)
    run->numbers[i] = (float) base_rng_normal (&rng);
  plane = find_plane (run);
  for (guint k = 0; k < N; k++)
    for (gsize i = 0; i < DIMENSIONS; i++)
      {
        double difference = (double) run->rows[k][i] - (double) run->rows[N - 1][i];

        all += difference * difference;
      }
  for (guint k = 0; k < N; k++)
    explained += plane->places[k][0] * plane->places[k][0] + plane->places[k][1] * plane->places[k][1];
  g_assert_cmpfloat_with_epsilon (explained / all, plane->shares[0] + plane->shares[1], 1e-9);
  for (int round = 0; round < 200; round++)
    {
      double turned[DIMENSIONS], length, sum = 0.0, other = 0.0;
      int    d = round % 2;

      for (gsize i = 0; i < DIMENSIONS; i++)
        turned[i] = plane->directions[d][i] + 0.05 * base_rng_normal (&rng);
      length = dot (turned, plane->directions[1 - d], DIMENSIONS);
      for (gsize i = 0; i < DIMENSIONS; i++)
        turned[i] -= length * plane->directions[1 - d][i];
      length = sqrt (dot (turned, turned, DIMENSIONS));
      for (guint k = 0; k < N; k++)
        {
          double place = 0.0;

          for (gsize i = 0; i < DIMENSIONS; i++)
            place += turned[i] / length * ((double) run->rows[k][i] - (double) run->rows[N - 1][i]);
          sum += place * place;
          other += plane->places[k][1 - d] * plane->places[k][1 - d];
        }
      g_assert_cmpfloat (sum + other, <, explained);
    }
}

/* Blocks of parameters and of the whole give the same: far more parameters than a block holds. */
static void
test_large (void)
{
  enum { N = 200, DIMENSIONS = 20000 };

  g_autoptr (Run)              run = run_new (N, DIMENSIONS);
  g_autofree double           *u = g_new (double, DIMENSIONS), *v = g_new (double, DIMENSIONS);
  g_autoptr (AnPrincipalPlane) plane = NULL, again = NULL;
  double                       share;

  draw_directions (u, v, DIMENSIONS);
  for (guint k = 0; k < N; k++)
    {
      double t = (double) k / (N - 1), x = -3 * exp (-4 * t), y = exp (-t) - exp (-9 * t);

      for (gsize i = 0; i < DIMENSIONS; i++)
        run->numbers[k * DIMENSIONS + i] = (float) (x * u[i] + y * v[i]);
    }
  plane = find_plane (run);
  again = find_plane (run);
  g_assert_cmpmem (plane->places, N * sizeof *plane->places, again->places, N * sizeof *again->places);
  g_assert_cmpfloat_with_epsilon (plane->shares[0] + plane->shares[1], 1.0, 1e-9);
  for (guint k = 0; k < N; k++)
    {
      double t = (double) k / (N - 1), x = -3 * exp (-4 * t), y = exp (-t) - exp (-9 * t);

      y -= exp (-1) - exp (-9);
      x += 3 * exp (-4);
      g_assert_cmpfloat_with_epsilon (hypot (plane->places[k][0], plane->places[k][1]), hypot (x, y), 1e-5);
    }
  share = plane->shares[1];
  g_assert_cmpfloat (share, >, 0.001);
  g_assert_cmpfloat (share, <, plane->shares[0]);
}

static void
expect_refusal (const Run  *run,
                const char *word)
{
  g_autoptr (GError)           error = NULL;
  g_autoptr (AnPrincipalPlane) plane = an_principal_plane_new (run->rows, run->n, run->n_parameters, NULL, &error);

  g_assert_null (plane);
  g_assert_error (error, AN_ERROR, AN_ERROR_RANGE);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_no_plane (void)
{
  g_autoptr (Run) two = run_new (2, 10), same = run_new (9, 10), line = run_new (9, 10), broken = run_new (9, 10);
  g_autoptr (Run) corner = run_new (3, 10);

  for (guint k = 0; k < 9; k++)
    for (gsize i = 0; i < 10; i++)
      {
        same->numbers[k * 10 + i] = (float) i;
        line->numbers[k * 10 + i] = 0.3f * (float) i + sqrtf ((float) k) * 0.1f * (float) (i + 1);
        broken->numbers[k * 10 + i] = k == 4 && i == 4 ? NAN : (float) (k * i);
      }
  expect_refusal (two, "3");
  expect_refusal (same, "same");
  expect_refusal (line, "line");
  expect_refusal (broken, "finite");
  broken->numbers[44] = INFINITY;
  expect_refusal (broken, "finite");
  /* Three snapshots make a plane when they are no line. */
  corner->numbers[0] = corner->numbers[10] = corner->numbers[11] = 1.0f;
  g_autoptr (AnPrincipalPlane) plane = find_plane (corner);
  g_assert_cmpfloat_with_epsilon (plane->shares[0] + plane->shares[1], 1.0, 1e-12);
}

static void
test_stopping (void)
{
  g_autoptr (Run)              run = run_new (3, 10);
  g_autoptr (GError)           error = NULL;
  atomic_bool                  stop = TRUE;
  g_autoptr (AnPrincipalPlane) plane = an_principal_plane_new (run->rows, run->n, run->n_parameters, &stop, &error);

  g_assert_null (plane);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/principal-plane/known-plane", test_known_plane);
  g_test_add_func ("/principal-plane/best-plane", test_best_plane);
  g_test_add_func ("/principal-plane/large", test_large);
  g_test_add_func ("/principal-plane/no-plane", test_no_plane);
  g_test_add_func ("/principal-plane/stopping", test_stopping);
  return g_test_run ();
}
