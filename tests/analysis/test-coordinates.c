/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analysis-error.h"
#include "analysis/coordinates.h"
#include "analysis/tiny-subject.h"

#include <math.h>

/* dense 3 on 7 numbers (21 weights, 3 biases) and dense 4 (12 weights, 4 biases): 40 parameters. */
#define N 40

static NnNetwork *
new_network (void)
{
  g_autoptr (GError) error = NULL;
  NnNetwork         *network = nn_network_new ((NnShape) { 1, 1, 7 }, "dense 3 tanh; dense 4", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (network->n_parameters, ==, N);
  return network;
}

/* The names that @rule chooses, joined; parameter i has the gradient (-1)^i i. */
static char *
choose (const char *rule)
{
  g_autoptr (NnNetwork) network = new_network ();
  g_autoptr (GError)    error = NULL;
  g_autoptr (GString)   names = g_string_new (NULL);
  g_autoptr (GArray)    chosen = NULL;
  double                gradient[N];

  for (int i = 0; i < N; i++)
    gradient[i] = i % 2 ? -i : i;
  g_assert_true (an_coordinates_check (rule, &error));
  g_assert_no_error (error);
  chosen = an_coordinates_choose (rule, network, gradient, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < chosen->len; i++)
    {
      g_autofree char *name = an_coordinate_name (network, g_array_index (chosen, gsize, i));

      g_string_append_printf (names, "%s%s", i > 0 ? " " : "", name);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
test_rules (void)
{
  static const struct
  {
    const char *rule;
    const char *chosen;
  } rules[] = {
    { "W1[0,0]", "W1[0,0]" },
    { "W1[6,2], b1[1] W2[2,3],b2[0]", "W1[6,2] b1[1] W2[2,3] b2[0]" },
    { "W1[6, 2]", "W1[6,2]" },
    { "output 1 first 2", "W2[0,1] W2[1,1]" },
    { " output 3 first 30 ", "W2[0,3] W2[1,3] W2[2,3]" },
    /* at least one of each layer's weights and biases, the largest first */
    { "largest 5", "b2[3] b2[2] W2[2,3] b1[2] W1[6,2]" },
    { "largest 4", "b2[3] W2[2,3] b1[2] W1[6,2]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *chosen = choose (rules[i].rule);

      g_assert_cmpstr (chosen, ==, rules[i].chosen);
    }
}

static guint
count (const char *names)
{
  g_auto (GStrv)         words = g_strsplit (names, " ", -1);
  g_autoptr (GHashTable) different = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; words[i]; i++)
    g_assert_true (g_hash_table_add (different, words[i]));
  return g_strv_length (words);
}

static void
test_many (void)
{
  static const struct
  {
    const char *rule;
    guint       n;
  } rules[] = {
    { "all", 40 }, { "all weights", 33 }, { "largest 1000", 40 }, { "random 1000", 40 }, { "random 7", 7 },
    { "random 39 seed 2", 39 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *chosen = choose (rules[i].rule);

      g_assert_cmpuint (count (chosen), ==, rules[i].n);
    }
}

static void
test_seeds (void)
{
  g_autofree char *plain = choose ("random 5"), *one = choose ("random 5 seed 1"), *two = choose ("random 5 seed 2");

  g_assert_cmpstr (plain, ==, one);
  g_assert_cmpstr (one, !=, two);
}

static void
test_wrong (void)
{
  static const char *const wrong[] = { "", "largest", "largest 0", "largest x", "random 5 seed", "random 5 speed 1",
                                       "output 1", "output 1 first 0", "W1", "W1[0]", "W0[0,0]", "b1[0,0]", "V1[0,0]",
                                       "W1[0,0] largest 3", "all biases", "W1[-1,0]" };
  static const char *const beyond[] = { "W1[7,0]", "W1[0,3]", "b1[3]", "W3[0,0]", "b2[4]", "output 4 first 1" };
  g_autoptr (NnNetwork)    network = new_network ();
  g_autoptr (NnNetwork)    bare = nn_network_new ((NnShape) { 1, 1, 7 }, "tanh", NULL);
  const double             gradient[N] = { 0 };
  g_autoptr (GError)       error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_message ("%s", wrong[i]);
      g_assert_false (an_coordinates_check (wrong[i], &error));
      g_assert_error (error, AN_ERROR, AN_ERROR_SYNTAX);
      g_clear_error (&error);
      g_assert_null (an_coordinates_choose (wrong[i], network, gradient, NULL));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (beyond); i++)
    {
      g_assert_true (an_coordinates_check (beyond[i], &error));
      g_assert_null (an_coordinates_choose (beyond[i], network, gradient, &error));
      g_assert_error (error, AN_ERROR, AN_ERROR_RANGE);
      g_clear_error (&error);
    }
  g_assert_null (an_coordinates_choose ("all", bare, gradient, &error));
  g_assert_error (error, AN_ERROR, AN_ERROR_RANGE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/coordinates/rules", test_rules);
  g_test_add_func ("/coordinates/many", test_many);
  g_test_add_func ("/coordinates/seeds", test_seeds);
  g_test_add_func ("/coordinates/wrong", test_wrong);
  return g_test_run ();
}
