/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/gradient-check.h"

#include "analysis/analysis-error.h"
#include "analysis/coordinates.h"
#include "analysis/differences.h"
#include "analysis/gradients.h"

#include <float.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define REFERENCE_TOLERANCE 1e-6
#define PRODUCTION_TOLERANCE 1e-3
#define MIN_H 1e-15
#define MAX_H 1000.0
/* Differences whose own error is larger than this part of the gradient decide nothing. */
#define MAX_DOUBT 0.1

/* The offsets at which the cost is evaluated for each h, in this order. */
enum
{
  PLUS,
  MINUS,
  PLUS_HALF,
  MINUS_HALF,
  N_OFFSETS,
};

static const char *const scheme_names[] = { "forward", "backward", "central" };
static const char *const verdict_names[] = { "agrees", "disagrees", "vacuous", "inconclusive" };

const char *
an_scheme_name (AnScheme scheme)
{
  return scheme_names[scheme];
}

gboolean
an_scheme_parse (const char *text,
                 AnScheme   *scheme)
{
  for (AnScheme s = 0; s < AN_N_SCHEMES; s++)
    if (g_str_equal (text, scheme_names[s]))
      {
        *scheme = s;
        return TRUE;
      }
  return FALSE;
}

const char *
an_verdict_name (AnVerdict verdict)
{
  return verdict_names[verdict];
}

GArray *
an_steps_parse (const char *text,
                GError    **error)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char   *stripped = g_strstrip (g_strdup (text));
  g_auto (GStrv)     words = g_regex_split_simple ("\\s*[,;\\s]\\s*", stripped, 0, 0);

  for (guint i = 0; words[i]; i++)
    {
      char  *end;
      double h = g_ascii_strtod (words[i], &end);

      if (end == words[i] || *end != '\0' || !(h >= MIN_H && h <= MAX_H) || steps->len == AN_MAX_STEPS)
        {
          g_set_error (error, AN_ERROR, AN_ERROR_SYNTAX,
                       _("“%s” is no list of steps h; 1 to %d numbers from %g to %g are needed, such as “0.1, 1e-3”"),
                       text, AN_MAX_STEPS, MIN_H, MAX_H);
          return NULL;
        }
      g_array_append_val (steps, h);
    }
  if (steps->len > 0)
    return g_steal_pointer (&steps);
  g_set_error_literal (error, AN_ERROR, AN_ERROR_SYNTAX,
                       _("there is no step h; numbers such as “0.1, 1e-3” are needed"));
  return NULL;
}

static double
norm (const double *a,
      gsize         n)
{
  double square = 0.0;

  for (gsize i = 0; i < n; i++)
    square += a[i] * a[i];
  return sqrt (square);
}

double
an_angle (const double *a,
          const double *b,
          gsize         n)
{
  double of_a = norm (a, n), of_b = norm (b, n);
  double apart = 0.0, together = 0.0;

  if (!(of_a > 0.0 && of_b > 0.0))
    return NAN;
  for (gsize i = 0; i < n; i++)
    {
      double u = a[i] / of_a, v = b[i] / of_b;

      apart += (u - v) * (u - v);
      together += (u + v) * (u + v);
    }
  return 2.0 * atan2 (sqrt (apart), sqrt (together));
}

/* The difference quotient of @scheme with steps of @h, from the costs at w + high and w - low. */
static double
quotient (AnScheme scheme,
          double   cost,
          double   high,
          double   low,
          double   h)
{
  switch (scheme)
    {
    case AN_SCHEME_FORWARD:
      return (high - cost) / h;
    case AN_SCHEME_BACKWARD:
      return (cost - low) / h;
    case AN_SCHEME_CENTRAL:
    default:
      return (high - low) / (2.0 * h);
    }
}

static void
fill_differences (AnGradientCheck     *check,
                  AnScheme             scheme,
                  guint                k,
                  const AnDifferences *costs,
                  double              *halved)
{
  gboolean half = check->half_steps && scheme == AN_SCHEME_CENTRAL;

  for (gsize i = 0; i < check->n; i++)
    {
      gsize         at = (gsize) k * N_OFFSETS + i * costs->n_offsets;
      const double *c = costs->costs + at;
      const guint32 *kinks = costs->kinks + at;
      double         whole = quotient (scheme, check->cost, c[PLUS], c[MINUS], check->h[k]);
      double         smaller = quotient (scheme, check->cost, c[PLUS_HALF], c[MINUS_HALF], check->h[k] / 2.0);

      check->differences[scheme][k * check->n + i] = half ? smaller : whole;
      halved[i] = half ? whole : smaller;
      if (scheme != AN_SCHEME_BACKWARD)
        check->kinks[scheme][k * check->n + i] += kinks[half ? PLUS_HALF : PLUS];
      if (scheme != AN_SCHEME_FORWARD)
        check->kinks[scheme][k * check->n + i] += kinks[half ? MINUS_HALF : MINUS];
    }
}

/* The largest h of the list below h[k], or -1. */
static int
next_smaller (const AnGradientCheck *check,
              guint                  k)
{
  int found = -1;

  for (guint i = 0; i < check->n_h; i++)
    if (check->h[i] < check->h[k] && (found < 0 || check->h[i] > check->h[found]))
      found = (int) i;
  return found;
}

/* What the differences at h[k] may be off by: as far as halving h or the next smaller h moves them, and rounding. */
static double
allow (const AnGradientCheck *check,
       AnScheme               scheme,
       guint                  k,
       const double          *halved,
       gsize                  n_examples)
{
  const double *d = check->differences[scheme] + k * check->n;
  int           next = next_smaller (check, k);
  double        rounding = 2.0 * DBL_EPSILON * fabs (check->cost) * sqrt ((double) n_examples) / check->h[k];
  double        square = 0.0;

  for (gsize i = 0; i < check->n; i++)
    {
      double off = 2.0 * fabs (d[i] - halved[i]) + rounding;

      if (check->kinks[scheme][k * check->n + i] > 0)
        continue;
      if (next >= 0 && check->kinks[scheme][next * check->n + i] == 0)
        off = MAX (off, fabs (d[i] - check->differences[scheme][next * check->n + i]));
      square += off * off;
    }
  return sqrt (square);
}

static AnAgreement
compare (const AnGradientCheck *check,
         const double          *gradient,
         AnScheme               scheme,
         guint                  k)
{
  const double      *d = check->differences[scheme] + k * check->n;
  g_autofree double *off = g_new (double, check->n);
  double             size = MAX (norm (gradient, check->n), norm (d, check->n));
  AnAgreement        agreement = { .angle = an_angle (gradient, d, check->n) };

  for (gsize i = 0; i < check->n; i++)
    {
      off[i] = gradient[i] - d[i];
      agreement.sum += fabs (off[i]);
      agreement.n_kinked += check->kinks[scheme][k * check->n + i] > 0;
    }
  agreement.relative = size > 0.0 ? norm (off, check->n) / size : 0.0;
  return agreement;
}

static void
fill_agreements (AnGradientCheck     *check,
                 const AnDifferences *costs,
                 gsize                n_examples)
{
  g_autofree double *halved = g_new (double, check->n_h * check->n);

  for (AnScheme s = 0; s < AN_N_SCHEMES; s++)
    {
      for (guint k = 0; k < check->n_h; k++)
        fill_differences (check, s, k, costs, halved + k * check->n);
      for (guint k = 0; k < check->n_h; k++)
        {
          check->of_reference[s][k] = compare (check, check->reference, s, k);
          check->of_production[s][k] = compare (check, check->production, s, k);
          check->of_reference[s][k].allowance = allow (check, s, k, halved + k * check->n, n_examples);
          check->of_production[s][k].allowance = check->of_reference[s][k].allowance;
        }
    }
}

/* ||g - d|| over the coordinates without kinks at the best h is within what is allowed. */
static gboolean
is_within (const AnGradientCheck *check,
           const double          *gradient,
           double                 tolerance)
{
  const double  *d = check->differences[check->scheme] + check->best * check->n;
  const guint32 *kinks = check->kinks[check->scheme] + check->best * check->n;
  double         off = 0.0, size = 0.0, of_d = 0.0;

  for (gsize i = 0; i < check->n; i++)
    if (kinks[i] == 0)
      {
        off += (gradient[i] - d[i]) * (gradient[i] - d[i]);
        size += gradient[i] * gradient[i];
        of_d += d[i] * d[i];
      }
  return sqrt (off) <= tolerance * sqrt (MAX (size, of_d)) + check->of_reference[check->scheme][check->best].allowance;
}

/* The h at which most can be trusted: fewest kinks among the halves of the coordinates, then the smallest allowance.
 * FALSE: at every h all differences cross kinks. */
static gboolean
find_best (AnGradientCheck *check)
{
  const AnAgreement *all = check->of_reference[check->scheme];
  gboolean           found = FALSE;

  for (guint k = 0; k < check->n_h; k++)
    {
      gboolean most = 2 * all[k].n_kinked <= check->n;
      gboolean best_most = found && 2 * all[check->best].n_kinked <= check->n;

      if (all[k].n_kinked == check->n)
        continue;
      if (!found || (most && !best_most) || (most == best_most && all[k].allowance < all[check->best].allowance))
        check->best = k;
      found = TRUE;
    }
  return found;
}

static AnVerdict
judge (AnGradientCheck *check)
{
  gboolean           trusted = find_best (check);
  const AnAgreement *best = &check->of_reference[check->scheme][check->best];
  const double      *d = check->differences[check->scheme] + check->best * check->n;
  double             size = MAX (MAX (norm (check->reference, check->n), norm (check->production, check->n)),
                                 norm (d, check->n));
  gboolean           agree;

  for (gsize i = 0; i < check->n; i++)
    check->n_zero += check->reference[i] == 0.0 && check->production[i] == 0.0;
  if (!isfinite (size) || !isfinite (best->allowance) || !trusted)
    return AN_VERDICT_INCONCLUSIVE;
  agree = is_within (check, check->reference, REFERENCE_TOLERANCE) &&
          is_within (check, check->production, PRODUCTION_TOLERANCE);
  if (check->n_zero == check->n)
    return agree ? AN_VERDICT_VACUOUS : AN_VERDICT_DISAGREES;
  if (!agree)
    return AN_VERDICT_DISAGREES;
  return best->allowance > MAX_DOUBT * size ? AN_VERDICT_INCONCLUSIVE : AN_VERDICT_AGREES;
}

static gboolean
allocate (AnGradientCheck *check,
          GError         **error)
{
  gsize n = check->n_h * check->n;

  for (AnScheme s = 0; s < AN_N_SCHEMES; s++)
    {
      check->differences[s] = an_try_numbers (n, error);
      if (!check->differences[s])
        return FALSE;
      check->kinks[s] = g_try_new0 (guint32, MAX (n, 1));
      if (!check->kinks[s])
        {
          g_set_error_literal (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for the finite differences"));
          return FALSE;
        }
      check->of_reference[s] = g_new0 (AnAgreement, check->n_h);
      check->of_production[s] = g_new0 (AnAgreement, check->n_h);
    }
  return TRUE;
}

static void
take_coordinates (AnGradientCheck   *check,
                  const AnSubject   *subject,
                  const GArray      *chosen,
                  const AnGradients *gradients)
{
  check->n = chosen->len;
  check->coordinates = g_memdup2 (chosen->data, chosen->len * sizeof (gsize));
  check->names = g_new0 (char *, check->n + 1);
  check->values = g_new (double, check->n);
  check->production = g_new (double, check->n);
  check->reference = g_new (double, check->n);
  for (gsize i = 0; i < check->n; i++)
    {
      gsize place = check->coordinates[i];

      check->names[i] = an_coordinate_name (subject->network, place);
      check->values[i] = subject->parameters[place];
      check->production[i] = gradients->production[place];
      check->reference[i] = gradients->reference[place];
    }
}

static AnDifferences *
compute_costs (const AnGradientCheck *check,
               const AnSubject       *subject,
               BasePool              *pool,
               const atomic_bool     *stop,
               BaseProgress           progress,
               gpointer               user_data,
               GError               **error)
{
  g_autofree double *offsets = g_new (double, check->n_h * N_OFFSETS);

  for (guint k = 0; k < check->n_h; k++)
    {
      offsets[k * N_OFFSETS + PLUS] = check->h[k];
      offsets[k * N_OFFSETS + MINUS] = -check->h[k];
      offsets[k * N_OFFSETS + PLUS_HALF] = check->h[k] / 2.0;
      offsets[k * N_OFFSETS + MINUS_HALF] = -check->h[k] / 2.0;
    }
  return an_differences_compute (subject, check->coordinates, check->n, offsets, check->n_h * N_OFFSETS, pool, stop,
                                 progress, user_data, error);
}

AnGradientCheck *
an_gradient_check_run (const AnSubject       *subject,
                       const AnCheckSettings *settings,
                       BasePool              *pool,
                       const atomic_bool     *stop,
                       BaseProgress           progress,
                       gpointer               user_data,
                       GError               **error)
{
  g_autoptr (AnGradientCheck) check = g_new0 (AnGradientCheck, 1);
  g_autoptr (AnGradients)     gradients = NULL;
  g_autoptr (AnDifferences)   costs = NULL;
  g_autoptr (GArray)          chosen = NULL;

  check->scheme = settings->scheme;
  check->half_steps = settings->half_steps;
  check->bug = settings->bug;
  check->n_h = settings->n_h;
  check->h = g_memdup2 (settings->h, settings->n_h * sizeof (double));
  if (progress && !progress (_("Checking the gradient"), 0.0, user_data))
    {
      an_set_stopped (error);
      return NULL;
    }
  gradients = an_gradients_compute (subject, settings->bug, pool, stop, error);
  chosen = gradients ? an_coordinates_choose (settings->coordinates, subject->network, gradients->production, error)
                     : NULL;
  if (!chosen)
    return NULL;
  check->cost = gradients->cost;
  take_coordinates (check, subject, chosen, gradients);
  if (!allocate (check, error))
    return NULL;
  costs = compute_costs (check, subject, pool, stop, progress, user_data, error);
  if (!costs)
    return NULL;
  fill_agreements (check, costs, subject->n_examples);
  check->verdict = judge (check);
  return g_steal_pointer (&check);
}

static double
size_of (const AnGradientCheck *check,
         gsize                  i)
{
  double difference = fabs (check->differences[check->scheme][check->best * check->n + i]);

  return MAX (difference, MAX (fabs (check->reference[i]), fabs (check->production[i])));
}

static int
compare_sizes (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  gsize  i = *(const gsize *) a, k = *(const gsize *) b;
  double of_i = size_of (user_data, i), of_k = size_of (user_data, k);

  return of_i != of_k ? (of_i > of_k ? -1 : 1) : (i > k) - (i < k);
}

gsize *
an_gradient_check_order (const AnGradientCheck *check)
{
  g_autoptr (GArray) order = g_array_sized_new (FALSE, FALSE, sizeof (gsize), (guint) check->n);

  for (gsize i = 0; i < check->n; i++)
    g_array_append_val (order, i);
  g_array_sort_with_data (order, compare_sizes, (gpointer) check);
  return (gsize *) (void *) g_array_free (g_steal_pointer (&order), FALSE);
}

void
an_gradient_check_free (AnGradientCheck *check)
{
  if (!check)
    return;
  for (AnScheme s = 0; s < AN_N_SCHEMES; s++)
    {
      g_free (check->differences[s]);
      g_free (check->kinks[s]);
      g_free (check->of_reference[s]);
      g_free (check->of_production[s]);
    }
  g_free (check->h);
  g_free (check->coordinates);
  g_strfreev (check->names);
  g_free (check->values);
  g_free (check->production);
  g_free (check->reference);
  g_free (check);
}
