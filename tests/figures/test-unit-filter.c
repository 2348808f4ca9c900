/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/unit-filter.h"
#include "figures/unit-order.h"

#include <math.h>

#define UNITS  5
#define INPUTS 3

/* Unit 0 is zero, 1 has a NaN, 2 is plain, 3 is zero but for an infinity, 4 has a minus zero among zeros. */
static float numbers[UNITS * INPUTS] = {
  0, 0, 0, 0.5f, NAN, 1, -1, 0, 0.25f, 0, 0, -INFINITY, 0, -0.0f, 0,
};

static PerceptWeights weights = {
  .n_units = UNITS, .channels = 1, .height = 1, .width = INPUTS, .weights = numbers,
};

/* "4 0": what is left of the units in the order 4 3 2 1 0. Returns: (transfer full) */
static char *
keep (const char          *name,
      const AnUnitRanking *ranking,
      guint                c)
{
  const PerceptUnitFilter    *filter = percept_unit_filter_find (name);
  const PerceptUnitFilterData data = { &weights, ranking, c };
  guint                       order[UNITS] = { 4, 3, 2, 1, 0 };
  GString                    *kept = g_string_new (NULL);
  guint                       n;

  g_assert_nonnull (filter);
  n = filter->keep != NULL ? filter->keep (&data, order, UNITS) : UNITS;
  for (guint i = 0; i < n; i++)
    g_string_append_printf (kept, "%s%u", i > 0 ? " " : "", order[i]);
  return g_string_free (kept, FALSE);
}

static void
check (const char          *name,
       const AnUnitRanking *ranking,
       guint                c,
       const char          *expected)
{
  g_autofree char *kept = keep (name, ranking, c);

  g_assert_cmpstr (kept, ==, expected);
}

static void
test_weights (void)
{
  check ("all", NULL, 0, "4 3 2 1 0");
  check ("first", NULL, 0, "4 3 2 1 0");
  check ("zero", NULL, 0, "4 0");
  check ("not-finite", NULL, 0, "3 1");
}

/* Units stand in another order in the ranking than in the layer. */
static void
test_ranking (void)
{
  AnRankedUnit    first[UNITS] = { { 3, 1, 2, 0 }, { 0 }, { 1, 0, 0, 4 }, { 2 }, { 4 } };
  AnRankedUnit    second[UNITS] = { { 0, 1, 1, 1 }, { 1 }, { 2 }, { 3 }, { 4 } };
  AnClassRanking  classes[] = { { .units = first }, { .units = second } };
  guint8          active[UNITS] = { 1, 0, 1, 0, 1 };
  AnUnitRanking   ranking = { .n_units = UNITS, .n_classes = 2, .classes = classes, .active = active };

  check ("voted", &ranking, 0, "3 1");
  check ("voted", &ranking, 1, "0");
  check ("idle", &ranking, 0, "3 1");
  /* As long as it is not known. */
  check ("voted", NULL, 0, "4 3 2 1 0");
  check ("idle", NULL, 0, "4 3 2 1 0");
  ranking.active = NULL;
  check ("idle", &ranking, 0, "4 3 2 1 0");
}

static void
test_registry (void)
{
  const PerceptUnitFilter *first = percept_unit_filter_find ("first");
  g_autofree guint        *order = percept_units_by_number (50);

  g_assert_null (percept_unit_filter_find ("none"));
  g_assert_null (percept_unit_filter_find (NULL));
  g_assert_null (percept_unit_filters[0]->keep);
  g_assert_cmpuint (first->keep (NULL, order, 50), ==, PERCEPT_UNITS_N_FIRST);
  g_assert_cmpuint (order[PERCEPT_UNITS_N_FIRST - 1], ==, PERCEPT_UNITS_N_FIRST - 1);
  for (gsize i = 0; percept_unit_filters[i] != NULL; i++)
    g_assert_true (percept_unit_filter_find (percept_unit_filters[i]->name) == percept_unit_filters[i]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unit-filter/weights", test_weights);
  g_test_add_func ("/unit-filter/ranking", test_ranking);
  g_test_add_func ("/unit-filter/registry", test_registry);
  return g_test_run ();
}
