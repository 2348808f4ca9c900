/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/split.h"
#include "datasets/tiny-idx.h"

#include <string.h>

#define POOL 60
#define TEST 30

static void
test_amounts (void)
{
  static const struct
  {
    const char  *text;
    DsAmountKind kind;
    double       value;
  } right[] = {
    { "all", DS_AMOUNT_ALL, 0 },
    { "10", DS_AMOUNT_COUNT, 10 },
    { "0", DS_AMOUNT_COUNT, 0 },
    { "5/class", DS_AMOUNT_PER_CLASS, 5 },
    { "20 %", DS_AMOUNT_PERCENT, 20 },
    { "20%", DS_AMOUNT_PERCENT, 20 },
    { "0.5 %", DS_AMOUNT_PERCENT, 0.5 },
    { "100 %", DS_AMOUNT_PERCENT, 100 },
  };
  static const char *const wrong[] = { "", " ", "-1", "10 per class", "101 %", "5.5", "5.5/class", "1e10", "nan",
                                       "inf", "all 3", "ALL", "%", "/class", "10 %x", "10/classes", "+3", "1e999" };

  for (gsize i = 0; i < G_N_ELEMENTS (right); i++)
    {
      DsAmount amount;

      g_assert_true (ds_amount_parse (right[i].text, &amount));
      g_assert_cmpint (amount.kind, ==, right[i].kind);
      g_assert_cmpfloat (amount.value, ==, right[i].value);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      DsAmount amount;

      if (ds_amount_parse (wrong[i], &amount))
        g_error ("“%s” was taken", wrong[i]);
    }
}

typedef struct
{
  DsCollection collection;
  DsSplit      split;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  memset (fixture, 0, sizeof *fixture);
  fixture->collection.pool = tiny_bars (POOL, 1);
  if (!data)
    fixture->collection.test = tiny_bars (TEST, 2);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  ds_split_clear (&fixture->split);
  ds_collection_clear (&fixture->collection);
}

static gboolean
deal (Fixture    *fixture,
      const char *train,
      const char *validation,
      const char *test,
      guint64     seed,
      GError    **error)
{
  DsAmount amounts[3];

  g_assert_true (ds_amount_parse (train, &amounts[0]));
  g_assert_true (ds_amount_parse (validation, &amounts[1]));
  g_assert_true (ds_amount_parse (test, &amounts[2]));
  ds_split_clear (&fixture->split);
  return ds_split_deal (&fixture->collection, &amounts[0], &amounts[1], &amounts[2], seed, &fixture->split, error);
}

static void
deal_well (Fixture    *fixture,
           const char *train,
           const char *validation,
           const char *test,
           guint64     seed)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (deal (fixture, train, validation, test, seed, &error));
  g_assert_no_error (error);
}

/* In order, in range, and none of them twice. */
static void
check_list (const guint32 *list,
            gsize          n,
            gsize          limit,
            guint8        *seen)
{
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpuint (list[i], <, limit);
      g_assert_true (i == 0 || list[i - 1] < list[i]);
      g_assert_cmpuint (seen[list[i]]++, ==, 0);
    }
}

static void
check_sizes (Fixture *fixture,
             gsize    train,
             gsize    validation,
             gsize    test)
{
  DsSplit *split = &fixture->split;
  guint8   in_pool[POOL] = { 0 }, in_test[TEST] = { 0 };

  g_assert_cmpuint (split->n_train, ==, train);
  g_assert_cmpuint (split->n_validation, ==, validation);
  g_assert_cmpuint (split->n_test, ==, test);
  check_list (split->train, train, POOL, in_pool);
  check_list (split->validation, validation, POOL, in_pool);
  if (fixture->collection.test)
    check_list (split->test, test, TEST, in_test);
  else
    check_list (split->test, test, POOL, in_pool);
  g_assert_true (split->test_set == (fixture->collection.test ? fixture->collection.test : fixture->collection.pool));
}

static void
test_official (Fixture      *fixture,
               gconstpointer data)
{
  deal_well (fixture, "all", "20", "all", 1);
  check_sizes (fixture, 40, 20, 30);
  deal_well (fixture, "all", "0", "all", 1);
  check_sizes (fixture, 60, 0, 30);
  deal_well (fixture, "7", "20 %", "10", 1);
  check_sizes (fixture, 7, 12, 10);
  deal_well (fixture, "50 %", "50 %", "0", 1);
  check_sizes (fixture, 30, 30, 0);
}

static void
test_no_official (Fixture      *fixture,
                  gconstpointer data)
{
  deal_well (fixture, "all", "20", "all", 1); /* all of an official test set that is not there */
  check_sizes (fixture, 40, 20, 0);
  deal_well (fixture, "all", "20", "10", 1);
  check_sizes (fixture, 30, 20, 10);
  deal_well (fixture, "5/class", "4/class", "3/class", 1);
  check_sizes (fixture, 15, 12, 9);
}

static void
check_balanced (const DsDataset *dataset,
                const guint32   *list,
                gsize            n,
                gsize            each)
{
  g_autofree gsize *counts = ds_dataset_count_classes (dataset, list, n);

  for (guint k = 0; k < dataset->n_classes; k++)
    g_assert_cmpuint (counts[k], ==, each);
}

static void
test_per_class (Fixture      *fixture,
                gconstpointer data)
{
  DsSplit *split = &fixture->split;

  for (guint64 seed = 0; seed < 20; seed++)
    {
      deal_well (fixture, "8/class", "12/class", "7/class", seed);
      check_sizes (fixture, 24, 36, 21);
      check_balanced (fixture->collection.pool, split->train, split->n_train, 8);
      check_balanced (fixture->collection.pool, split->validation, split->n_validation, 12);
      check_balanced (fixture->collection.test, split->test, split->n_test, 7);
    }
}

static void
test_seed (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree guint32 *train = NULL, *validation = NULL, *test = NULL;
  gsize               train_bytes, validation_bytes, test_bytes;
  DsSplit            *split = &fixture->split;

  deal_well (fixture, "20", "20", "10", 7);
  train = g_memdup2 (split->train, train_bytes = split->n_train * sizeof *train);
  validation = g_memdup2 (split->validation, validation_bytes = split->n_validation * sizeof *validation);
  test = g_memdup2 (split->test, test_bytes = split->n_test * sizeof *test);
  deal_well (fixture, "20", "20", "10", 7);
  g_assert_cmpmem (split->train, train_bytes, train, train_bytes);
  g_assert_cmpmem (split->validation, validation_bytes, validation, validation_bytes);
  g_assert_cmpmem (split->test, test_bytes, test, test_bytes);
  /* How many train does not change who validates. */
  deal_well (fixture, "5", "20", "10", 7);
  g_assert_cmpmem (split->validation, validation_bytes, validation, validation_bytes);
  deal_well (fixture, "20", "20", "10", 8);
  g_assert_true (memcmp (split->train, train, train_bytes) != 0);
  g_assert_true (memcmp (split->validation, validation, validation_bytes) != 0);
  g_assert_true (memcmp (split->test, test, test_bytes) != 0);
}

static void
test_too_small (Fixture      *fixture,
                gconstpointer data)
{
  static const char *const wrong[][4] = {
    /* training, validation, test, and what the message must name */
    { "61", "0", "all", "61 training" },
    { "41", "20", "all", "41 training" },
    { "all", "61", "all", "61 validation" },
    { "all", "0", "31", "31 test" },
    { "21/class", "0", "all", "63 training" },
    { "all", "all", "all", "no examples are left for training" },
    { "all", "60", "all", "no examples are left for training" },
    { "0", "10", "all", "no examples are left for training" },
    { "60 %", "60 %", "all", "36 training" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (deal (fixture, wrong[i][0], wrong[i][1], wrong[i][2], 1, &error));
      g_assert_error (error, DS_ERROR, DS_ERROR_TOO_SMALL);
      g_assert_nonnull (strstr (error->message, "noisy bars"));
      if (!strstr (error->message, wrong[i][3]))
        g_error ("“%s” does not say “%s”", error->message, wrong[i][3]);
      g_assert_null (fixture->split.train);
      g_assert_null (fixture->split.validation);
      g_assert_null (fixture->split.test);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/split/amounts", test_amounts);
  g_test_add ("/split/official", Fixture, NULL, set_up, test_official, tear_down);
  g_test_add ("/split/no-official", Fixture, "no test set", set_up, test_no_official, tear_down);
  g_test_add ("/split/per-class", Fixture, NULL, set_up, test_per_class, tear_down);
  g_test_add ("/split/seed", Fixture, NULL, set_up, test_seed, tear_down);
  g_test_add ("/split/too-small", Fixture, NULL, set_up, test_too_small, tear_down);
  return g_test_run ();
}
