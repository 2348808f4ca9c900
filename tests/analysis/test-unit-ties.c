/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/tiny-subject.h"
#include "analysis/unit-ranking.h"

#include <string.h>

/* Networks whose weights are set so that units are equal in one thing or the other. */

static AnUnitRanking *
run (const Tiny *tiny,
     const char *name,
     guint       layer)
{
  GError        *error = NULL;
  AnUnitRanking *ranking = an_unit_ranking_run (&tiny->subject, an_ranking_type_find (name), layer, tiny->pool, NULL,
                                                NULL, NULL, &error);

  g_assert_no_error (error);
  return ranking;
}

static const AnClassRanking *
of_class_0 (const Tiny     *tiny,
            const char     *name,
            AnUnitRanking **ranking)
{
  g_clear_pointer (ranking, an_unit_ranking_unref);
  *ranking = run (tiny, name, 0);
  return &(*ranking)->classes[0];
}

/* Three units that show the first three pixels, and weights to class 0. Two examples, both of class 0. */
static Tiny *
window_new (double w0,
            double w1,
            double w2)
{
  Tiny          *tiny = tiny_new ("dense 3; dense 4", &nn_nll_loss, 2);
  const NnLayer *next = nn_network_get_layer (tiny->network, 2);

  memset (tiny->parameters, 0, tiny->network->n_parameters * sizeof *tiny->parameters);
  for (int u = 0; u < 3; u++)
    tiny->parameters[u * 7 + u] = 1.0;
  tiny->parameters[next->offset + 0] = w0;
  tiny->parameters[next->offset + 1] = w1;
  tiny->parameters[next->offset + 2] = w2;
  memset (tiny->dataset->labels, 0, 2 * sizeof (guint16));
  memset (tiny->dataset->pixels, 0, 2 * 7);
  return tiny;
}

static void
set_pixels (Tiny   *tiny,
            gsize   i,
            guint8  p0,
            guint8  p1,
            guint8  p2)
{
  guint8 *pixels = tiny->dataset->pixels + tiny->indices[i] * 7;

  pixels[0] = p0;
  pixels[1] = p1;
  pixels[2] = p2;
}

/* Equal weights, activations, products and numbers of votes: the lower unit. */
static void
test_ties (void)
{
  g_autoptr (Tiny)          tiny = window_new (-1.0, 1.0, 1.0);
  g_autoptr (AnUnitRanking) ranking = NULL;
  const AnClassRanking     *of_class = of_class_0 (tiny, "weight", &ranking);
  const guint               by_weight[] = { 1, 2, 0 };

  for (guint k = 0; k < 3; k++)
    g_assert_cmpuint (of_class->units[k].unit, ==, by_weight[k]);
  g_assert_cmpuint (of_class->promoter, ==, 1);
  g_assert_cmpuint (of_class->inhibitor, ==, 0);

  set_pixels (tiny, 0, 0, 50, 99); /* a vote for each, and more from unit 2 */
  set_pixels (tiny, 1, 0, 51, 50);
  of_class = of_class_0 (tiny, "contribution", &ranking);
  g_assert_cmpuint (of_class->promoter, ==, 1);
  g_assert_cmpuint (of_class->inhibitor, ==, 0);
  for (guint u = 1; u < 3; u++)
    g_assert_cmpuint (an_unit_ranking_get (ranking, 0, u)->promotes, ==, 1);
  g_assert_cmpuint (of_class->units[0].unit, ==, 1);
  g_assert_cmpuint (of_class->units[1].unit, ==, 2);

  set_pixels (tiny, 0, 7, 50, 50);
  set_pixels (tiny, 1, 7, 50, 50);
  of_class = of_class_0 (tiny, "contribution", &ranking);
  g_assert_cmpuint (of_class->units[0].promotes, ==, 2);
  g_assert_cmpuint (of_class->units[0].unit, ==, 1);
  g_assert_cmpuint (of_class->inhibitor, ==, 0);
  of_class = of_class_0 (tiny, "activation", &ranking);
  g_assert_cmpuint (of_class->example, ==, 0);
  g_assert_cmpuint (of_class->promoter, ==, 1);
}

/* Two inhibitors with as many votes: the lower one, though it stands first in neither list. */
static void
test_tied_inhibitors (void)
{
  g_autoptr (Tiny)          tiny = window_new (1.0, -1.0, -1.0);
  g_autoptr (AnUnitRanking) ranking = NULL;
  const AnClassRanking     *of_class;

  set_pixels (tiny, 0, 200, 9, 30);
  set_pixels (tiny, 1, 200, 30, 8);
  of_class = of_class_0 (tiny, "contribution", &ranking);
  g_assert_cmpuint (of_class->promoter, ==, 0);
  g_assert_cmpuint (of_class->inhibitor, ==, 1);
  g_assert_cmpuint (an_unit_ranking_get (ranking, 0, 2)->inhibits, ==, 1);
  of_class = of_class_0 (tiny, "weight", &ranking);
  g_assert_cmpuint (of_class->inhibitor, ==, 1);
}

/* Everything is equal: unit 0 gets it all, and classes that nobody is named get no image. */
static void
test_all_zero (void)
{
  g_autoptr (Tiny)          tiny = tiny_new ("dense 6 tanh; dense 4", &nn_nll_loss, 200);
  g_autoptr (AnUnitRanking) votes = NULL, images = NULL, weights = NULL;

  memset (tiny->parameters, 0, tiny->network->n_parameters * sizeof *tiny->parameters);
  votes = run (tiny, "contribution", 0);
  images = run (tiny, "activation", 0);
  weights = run (tiny, "weight", 0);
  for (guint c = 0; c < TINY_CLASSES; c++)
    {
      g_assert_cmpuint (votes->classes[c].promoter, ==, 0);
      g_assert_cmpuint (votes->classes[c].inhibitor, ==, 0);
      g_assert_cmpuint (votes->classes[c].units[0].promotes, ==, votes->classes[c].n_examples);
      g_assert_cmpuint (votes->classes[c].units[5].unit, ==, 5);
      g_assert_cmpuint (weights->classes[c].promoter, ==, 0);
      g_assert_cmpuint (weights->classes[c].inhibitor, ==, 0);
      g_assert_cmpuint (images->classes[c].promoter, ==, c == 0 ? 0 : AN_NO_UNIT);
      g_assert_cmpint (images->classes[c].example == AN_NO_EXAMPLE, ==, c != 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unit-ties/ties", test_ties);
  g_test_add_func ("/unit-ties/tied-inhibitors", test_tied_inhibitors);
  g_test_add_func ("/unit-ties/all-zero", test_all_zero);
  return g_test_run ();
}
