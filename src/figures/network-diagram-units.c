/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/network-diagram-private.h"

#include <math.h>

static double
score_of (const float *scores,
          guint        unit)
{
  return isfinite (scores[unit]) ? (double) scores[unit] : INFINITY;
}

static int
compare_scores (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  guint  i = *(const guint *) a, j = *(const guint *) b;
  double x = score_of (data, i), y = score_of (data, j);

  return x != y ? (x < y) - (x > y) : (i > j) - (i < j);
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  guint i = *(const guint *) a, j = *(const guint *) b;

  return (i > j) - (i < j);
}

/* Returns: (transfer full) all units, the one that matters most first */
static guint *
rank_units (const float *scores,
            guint        n)
{
  guint *ranking = g_new (guint, MAX (n, 1));

  for (guint unit = 0; unit < n; unit++)
    ranking[unit] = unit;
  g_qsort_with_data (ranking, (int) n, sizeof *ranking, compare_scores, (gpointer) scores);
  return ranking;
}

/* The place of the one that matters least, of those that may leave; G_MAXUINT: none may. */
static guint
find_weakest (const GArray *units,
              const guint  *ranks,
              guint         forced)
{
  guint weakest = G_MAXUINT;

  for (guint place = 0; place < units->len; place++)
    {
      guint unit = g_array_index (units, guint, place);

      if (unit != forced && (weakest == G_MAXUINT || ranks[unit] > ranks[g_array_index (units, guint, weakest)]))
        weakest = place;
    }
  return weakest;
}

static gboolean
contains (const GArray *units,
          guint         unit)
{
  for (guint place = 0; place < units->len; place++)
    if (g_array_index (units, guint, place) == unit)
      return TRUE;
  return FALSE;
}

/* Of @kept those that there are; if that is too many, without those that matter least. */
static GArray *
keep_units (const GArray *kept,
            const guint  *ranks,
            guint         n,
            guint         room,
            guint         forced)
{
  GArray *units = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint place = 0; kept && place < kept->len; place++)
    {
      guint unit = g_array_index (kept, guint, place);

      if (unit < n && !contains (units, unit))
        g_array_append_val (units, unit);
    }
  while (units->len > room)
    {
      guint weakest = find_weakest (units, ranks, forced);

      g_array_remove_index (units, weakest == G_MAXUINT ? units->len - 1 : weakest);
    }
  return units;
}

/* The best of those that stand outside, G_MAXUINT: none does. */
static guint
find_newcomer (const GArray *units,
               const guint  *ranking,
               guint         n)
{
  for (guint rank = 0; rank < n; rank++)
    if (!contains (units, ranking[rank]))
      return ranking[rank];
  return G_MAXUINT;
}

static void
swap_units (GArray      *units,
            const float *scores,
            const guint *ranking,
            const guint *ranks,
            guint        n,
            guint        forced)
{
  for (guint swaps = 0; swaps < units->len; swaps++)
    {
      guint  newcomer = find_newcomer (units, ranking, n);
      guint  weakest = find_weakest (units, ranks, forced);
      double least;

      if (newcomer == G_MAXUINT || weakest == G_MAXUINT)
        return;
      least = score_of (scores, g_array_index (units, guint, weakest));
      if (ranks[newcomer] > ranks[g_array_index (units, guint, weakest)]
          || !(score_of (scores, newcomer) > least * PERCEPT_DIAGRAM_MARGIN))
        return;
      g_array_index (units, guint, weakest) = newcomer;
    }
}

GArray *
percept_diagram_choose_units (const float  *scores,
                              guint         n,
                              guint         room,
                              const GArray *kept,
                              gboolean      swaps,
                              guint         forced)
{
  g_autofree guint *ranking = rank_units (scores, n);
  g_autofree guint *ranks = g_new (guint, MAX (n, 1));
  GArray           *units;

  room = MIN (MAX (room, 1), n);
  for (guint rank = 0; rank < n; rank++)
    ranks[ranking[rank]] = rank;
  units = keep_units (kept, ranks, n, room, forced);
  while (units->len < room)
    {
      guint newcomer = find_newcomer (units, ranking, n);

      g_array_append_val (units, newcomer);
    }
  if (swaps)
    swap_units (units, scores, ranking, ranks, n, forced);
  if (forced < n && room > 0 && !contains (units, forced))
    g_array_index (units, guint, find_weakest (units, ranks, forced)) = forced;
  return units;
}

/* Puts @unit, where there is one, among @units instead of the last that is none of the two. */
static void
force_class (GArray *units,
             guint   unit,
             guint   n,
             guint   other)
{
  guint place = units->len - 1;

  if (unit >= n || contains (units, unit))
    return;
  if (g_array_index (units, guint, place) == other)
    place--;
  g_array_index (units, guint, place) = unit;
}

GArray *
percept_diagram_choose_classes (const float *outputs,
                                guint        n,
                                guint        label,
                                guint        forced)
{
  GArray           *units = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint *ranking = NULL;

  if (outputs)
    ranking = rank_units (outputs, n);
  for (guint k = 0; k < MIN (n, PERCEPT_DIAGRAM_CLASSES); k++)
    g_array_append_val (units, *(ranking ? &ranking[k] : &k));
  if (n > PERCEPT_DIAGRAM_CLASSES)
    {
      force_class (units, label, n, forced);
      force_class (units, forced, n, label);
    }
  g_array_sort (units, compare_numbers);
  return units;
}
