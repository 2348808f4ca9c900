/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/unit-order.h"

#include "plot/number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Of the same order as the norm: its square. */
static double
sum_of_squares (const PerceptWeights *weights,
                guint                 unit)
{
  gsize        size = (gsize) weights->channels * weights->height * weights->width;
  const float *w = weights->weights + unit * size;
  double       sum = 0;

  for (gsize i = 0; i < size; i++)
    sum += (double) w[i] * w[i];
  return sum;
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      norms)
{
  double norm_a = ((const double *) norms)[*(const guint *) a];
  double norm_b = ((const double *) norms)[*(const guint *) b];

  return (norm_a < norm_b) - (norm_a > norm_b);
}

guint *
percept_units_by_norm (const PerceptWeights *weights)
{
  guint              *order = g_new (guint, weights->n_units);
  g_autofree double  *norms = g_new (double, weights->n_units);

  for (guint i = 0; i < weights->n_units; i++)
    {
      order[i] = i;
      norms[i] = sum_of_squares (weights, i);
    }
  g_qsort_with_data (order, (int) weights->n_units, sizeof *order, compare, norms);
  return order;
}

guint *
percept_units_by_number (guint n_units)
{
  guint *order = g_new (guint, MAX (n_units, 1));

  for (guint i = 0; i < n_units; i++)
    order[i] = i;
  return order;
}

guint *
percept_units_by_ranking (const AnUnitRanking *ranking,
                          guint                c)
{
  guint *order = g_new (guint, MAX (ranking->n_units, 1));

  for (guint i = 0; i < ranking->n_units; i++)
    order[i] = ranking->classes[c].units[i].unit;
  return order;
}

static char *
write_votes (const AnRankedUnit *unit)
{
  GString *votes = g_string_new (NULL);

  if (unit->promotes > 0)
    g_string_append_printf (votes, "%" G_GSIZE_FORMAT " \342\206\221", unit->promotes);
  if (unit->inhibits > 0)
    g_string_append_printf (votes, "%s%" G_GSIZE_FORMAT " \342\206\223", votes->len > 0 ? "  " : "", unit->inhibits);
  return g_string_free (votes, FALSE);
}

static double
find_largest_score (const AnClassRanking *of_class,
                    guint                 n_units)
{
  double largest = 0;

  for (guint i = 0; i < n_units; i++)
    if (isfinite (of_class->units[i].score))
      largest = fmax (largest, fabs (of_class->units[i].score));
  return largest;
}

char **
percept_units_ranking_notes (const AnUnitRanking *ranking,
                             guint                c)
{
  const AnClassRanking *of_class = &ranking->classes[c];
  char                **notes = g_new0 (char *, ranking->n_units + 1);
  int                   decimals = plot_number_decimals (find_largest_score (of_class, ranking->n_units));

  for (guint i = 0; i < ranking->n_units; i++)
    {
      const AnRankedUnit *unit = &of_class->units[i];
      char              **note = &notes[unit->unit];

      if (ranking->type->votes)
        *note = write_votes (unit);
      else if (isfinite (unit->score))
        *note = plot_number_isolate (plot_number_signed (unit->score, decimals));
      else
        *note = g_strdup (_("not a number"));
    }
  return notes;
}
