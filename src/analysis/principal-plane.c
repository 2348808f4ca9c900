/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/principal-plane.h"

#include "analysis/analysis-error.h"
#include "analysis/subject.h"
#include "nn/blas.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Numbers of a block of differences, all snapshots' together: some megabytes, some milliseconds. */
#define BLOCK 400000

/* What the second direction explains of what the first does, at least: float32 parameters cannot tell less from a run
 * that keeps to a line. */
#define MIN_SECOND 1e-10

/* An element off the diagonal that is smaller than this part of the trace moves neither direction by more than 1e-8. */
#define SMALLEST_TURN 1e-18
#define MAX_SWEEPS 50

/* What the steps below hand on. */
typedef struct
{
  const float *const *snapshots;
  const atomic_bool  *stop;
  guint               n;
  gsize               n_parameters;
  double             *gram;     /* n x n */
  double             *vectors;  /* n x n: eigenvectors of the Gram matrix, one a row */
  double             *block;    /* n x rows of a block of differences */
} Work;

static void
work_clear (Work *work)
{
  g_free (work->gram);
  g_free (work->vectors);
  g_free (work->block);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static gsize
block_size (const Work *work)
{
  return MAX (BLOCK / work->n, 1);
}

/* Differences of parameters @first .. @first + @size - 1, n x size. FALSE when one of them is not finite. */
static gboolean
fill_block (const Work *work,
            gsize       first,
            gsize       size)
{
  const float *last = work->snapshots[work->n - 1];
  double       sum = 0.0;

  for (guint k = 0; k < work->n; k++)
    for (gsize i = 0; i < size; i++)
      {
        double difference = (double) work->snapshots[k][first + i] - (double) last[first + i];

        work->block[k * size + i] = difference;
        sum += fabs (difference);
      }
  return isfinite (sum);
}

/* The dot products of all differences with each other. */
static gboolean
compute_gram (Work    *work,
              GError **error)
{
  gsize n = work->n;

  for (gsize first = 0; first < work->n_parameters; first += block_size (work))
    {
      gsize size = MIN (block_size (work), work->n_parameters - first);

      if (an_is_raised (work->stop))
        return an_set_stopped (error);
      if (!fill_block (work, first, size))
        {
          g_set_error_literal (error, AN_ERROR, AN_ERROR_RANGE,
                               _("a snapshot of the run holds parameters that are not finite numbers: no plane goes "
                                 "through them. A smaller learning rate keeps a run finite"));
          return FALSE;
        }
      nn_blas_add_gram (work->block, work->gram, n, size);
    }
  for (gsize i = 0; i < n; i++)
    for (gsize k = i + 1; k < n; k++)
      work->gram[i * n + k] = work->gram[k * n + i];
  return TRUE;
}

/* Turns rows i and k of @matrix: (row i, row k) = (c row i - s row k, s row i + c row k). */
static void
turn_rows (double *matrix,
           gsize   n,
           gsize   i,
           gsize   k,
           double  c,
           double  s)
{
  double *a = matrix + i * n, *b = matrix + k * n;

  for (gsize l = 0; l < n; l++)
    {
      double of_a = a[l], of_b = b[l];

      a[l] = c * of_a - s * of_b;
      b[l] = s * of_a + c * of_b;
    }
}

static void
turn_columns (double *matrix,
              gsize   n,
              gsize   i,
              gsize   k,
              double  c,
              double  s)
{
  for (gsize l = 0; l < n; l++)
    {
      double of_i = matrix[l * n + i], of_k = matrix[l * n + k];

      matrix[l * n + i] = c * of_i - s * of_k;
      matrix[l * n + k] = s * of_i + c * of_k;
    }
}

/* Makes the element (i, k) zero; FALSE when it is, or next to it. */
static gboolean
rotate (Work  *work,
        gsize  i,
        gsize  k,
        double trace)
{
  gsize  n = work->n;
  double a = work->gram[i * n + i], b = work->gram[k * n + k], off = work->gram[i * n + k];
  double theta, t, c;

  if (fabs (off) <= SMALLEST_TURN * trace)
    return FALSE;
  theta = (b - a) / (2.0 * off);
  t = copysign (1.0, theta) / (fabs (theta) + hypot (1.0, theta));
  c = 1.0 / hypot (1.0, t);
  turn_rows (work->gram, n, i, k, c, t * c);
  turn_columns (work->gram, n, i, k, c, t * c);
  turn_rows (work->vectors, n, i, k, c, t * c);
  work->gram[i * n + k] = work->gram[k * n + i] = 0.0;
  return TRUE;
}

/* Eigenvalues on the diagonal of the Gram matrix, by cyclic Jacobi rotations (Golub and Van Loan, "Matrix
 * Computations", section 8.5). */
static gboolean
diagonalize (Work    *work,
             GError **error)
{
  gboolean turned = TRUE;
  double   trace = 0.0;

  for (gsize i = 0; i < work->n; i++)
    {
      work->vectors[i * work->n + i] = 1.0;
      trace += work->gram[i * work->n + i];
    }
  for (int sweep = 0; turned && sweep < MAX_SWEEPS; sweep++)
    {
      turned = FALSE;
      for (gsize i = 0; i < work->n; i++)
        {
          if (an_is_raised (work->stop))
            return an_set_stopped (error);
          for (gsize k = i + 1; k < work->n; k++)
            turned |= rotate (work, i, k, trace);
        }
    }
  return TRUE;
}

/* The places of the two largest eigenvalues. FALSE when they make no plane. */
static gboolean
find_largest (const Work *work,
              guint       largest[2],
              double      shares[2],
              GError    **error)
{
  double values[2] = { -INFINITY, -INFINITY }, sum = 0.0;

  for (guint k = 0; k < work->n; k++)
    {
      double value = fmax (work->gram[(gsize) k * work->n + k], 0.0);
      int    place = value > values[0] ? 0 : 1;

      sum += value;
      if (!(value > values[place]))
        continue;
      if (place == 0)
        {
          values[1] = values[0];
          largest[1] = largest[0];
        }
      values[place] = value;
      largest[place] = k;
    }
  if (sum <= 0.0)
    g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
                 _("the parameters are the same in all %u snapshots of the run: it went nowhere, so there is no plane "
                   "to show. Some steps with a larger learning rate would be right"), work->n);
  else if (values[1] < MIN_SECOND * values[0])
    g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
                 _("all %u snapshots of the run lie on one line: it has no second direction to make a plane with. More "
                   "snapshots, or some from a longer run, would be right"), work->n);
  else
    {
      shares[0] = values[0] / sum;
      shares[1] = values[1] / sum;
      return TRUE;
    }
  return FALSE;
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

static void
scale (double *a,
       gsize   n,
       double  factor)
{
  for (gsize i = 0; i < n; i++)
    a[i] *= factor;
}

/* A direction is the sum of the differences, each times its number in the eigenvector. The second one loses its right
 * angle to the first by rounding, and gets it back. */
static gboolean
sum_directions (const Work       *work,
                const guint       largest[2],
                AnPrincipalPlane *plane,
                GError          **error)
{
  gsize n = work->n_parameters;

  for (gsize first = 0; first < n; first += block_size (work))
    {
      gsize size = MIN (block_size (work), n - first);

      if (an_is_raised (work->stop))
        return an_set_stopped (error);
      fill_block (work, first, size);
      for (int d = 0; d < 2; d++)
        for (guint k = 0; k < work->n; k++)
          for (gsize i = 0; i < size; i++)
            plane->directions[d][first + i] += work->vectors[(gsize) largest[d] * work->n + k] *
                                               work->block[k * size + i];
    }
  for (int d = 0; d < 2; d++)
    {
      double along = d == 1 ? dot (plane->directions[0], plane->directions[1], n) : 0.0;

      for (gsize i = 0; d == 1 && i < n; i++)
        plane->directions[1][i] -= along * plane->directions[0][i];
      scale (plane->directions[d], n, 1.0 / sqrt (dot (plane->directions[d], plane->directions[d], n)));
    }
  return TRUE;
}

static gboolean
project (const Work       *work,
         AnPrincipalPlane *plane,
         GError          **error)
{
  for (gsize first = 0; first < work->n_parameters; first += block_size (work))
    {
      gsize size = MIN (block_size (work), work->n_parameters - first);

      if (an_is_raised (work->stop))
        return an_set_stopped (error);
      fill_block (work, first, size);
      for (guint k = 0; k < work->n; k++)
        for (int d = 0; d < 2; d++)
          plane->places[k][d] += dot (work->block + k * size, plane->directions[d] + first, size);
    }
  return TRUE;
}

/* An eigenvector may point either way: the same run must look the same on every machine. */
static void
choose_signs (AnPrincipalPlane *plane)
{
  guint farthest = 0;

  for (guint k = 0; k < plane->n; k++)
    if (fabs (plane->places[k][1]) > fabs (plane->places[farthest][1]))
      farthest = k;
  for (int d = 0; d < 2; d++)
    if (d == 0 ? plane->places[0][0] > 0.0 : plane->places[farthest][1] < 0.0)
      {
        scale (plane->directions[d], plane->n_parameters, -1.0);
        for (guint k = 0; k < plane->n; k++)
          plane->places[k][d] = 0.0 - plane->places[k][d]; /* no -0 */
      }
}

static gboolean
check_count (guint    n,
             GError **error)
{
  if (n >= AN_PRINCIPAL_MIN_SNAPSHOTS && n <= AN_PRINCIPAL_MAX_SNAPSHOTS)
    return TRUE;
  g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
               ngettext ("the plane of a run’s principal directions needs %d to %d snapshots of it; there is %u",
                         "the plane of a run’s principal directions needs %d to %d snapshots of it; there are %u", n),
               AN_PRINCIPAL_MIN_SNAPSHOTS, AN_PRINCIPAL_MAX_SNAPSHOTS, n);
  return FALSE;
}

static gboolean
allocate (Work             *work,
          AnPrincipalPlane *plane,
          GError          **error)
{
  gsize n = work->n;

  plane->n = work->n;
  plane->n_parameters = work->n_parameters;
  plane->places = g_malloc0_n (n, sizeof *plane->places);
  return (work->gram = an_try_numbers (n * n, error)) && (work->vectors = an_try_numbers (n * n, error)) &&
         (work->block = an_try_numbers (n * block_size (work), error)) &&
         (plane->directions[0] = an_try_numbers (work->n_parameters, error)) &&
         (plane->directions[1] = an_try_numbers (work->n_parameters, error));
}

AnPrincipalPlane *
an_principal_plane_new (const float *const *snapshots,
                        guint               n,
                        gsize               n_parameters,
                        const atomic_bool  *stop,
                        GError            **error)
{
  g_autoptr (AnPrincipalPlane) plane = g_new0 (AnPrincipalPlane, 1);
  g_auto (Work)                work = { .snapshots = snapshots, .stop = stop, .n = n, .n_parameters = n_parameters };
  guint                        largest[2] = { 0, 0 };

  if (!check_count (n, error) || !allocate (&work, plane, error) || !compute_gram (&work, error) ||
      !diagonalize (&work, error) || !find_largest (&work, largest, plane->shares, error) ||
      !sum_directions (&work, largest, plane, error) || !project (&work, plane, error))
    return NULL;
  choose_signs (plane);
  return g_steal_pointer (&plane);
}

void
an_principal_plane_free (AnPrincipalPlane *plane)
{
  if (!plane)
    return;
  g_free (plane->directions[0]);
  g_free (plane->directions[1]);
  g_free (plane->places);
  g_free (plane);
}
