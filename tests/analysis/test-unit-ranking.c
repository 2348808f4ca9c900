/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analysis-error.h"
#include "analysis/tiny-subject.h"
#include "analysis/unit-ranking.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

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

static void
check_error (const Tiny *tiny,
             const char *name,
             guint       layer,
             const char *told)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (an_unit_ranking_run (&tiny->subject, an_ranking_type_find (name), layer, tiny->pool, NULL, NULL, NULL,
                                      &error));
  g_assert_error (error, AN_ERROR, AN_ERROR_RANGE);
  if (!strstr (error->message, told))
    g_error ("no “%s” in: %s", told, error->message);
}

/* What the ranking should be, one example after the other in double precision, and without any sorting. */
typedef struct
{
  guint    n_units;
  gsize    n_examples[TINY_CLASSES];
  gsize    example[TINY_CLASSES];
  double  *scores[TINY_CLASSES];
  gsize   *promotes[TINY_CLASSES];
  gsize   *inhibits[TINY_CLASSES];
  gsize    n_voters[TINY_CLASSES];
} Direct;

static Direct *
direct_new (guint n_units)
{
  Direct *direct = g_new0 (Direct, 1);

  direct->n_units = n_units;
  for (int c = 0; c < TINY_CLASSES; c++)
    {
      direct->example[c] = AN_NO_EXAMPLE;
      direct->scores[c] = g_new (double, n_units);
      direct->promotes[c] = g_new0 (gsize, n_units);
      direct->inhibits[c] = g_new0 (gsize, n_units);
      for (guint u = 0; u < n_units; u++)
        direct->scores[c][u] = NAN;
    }
  return direct;
}

static void
direct_free (Direct *direct)
{
  for (int c = 0; c < TINY_CLASSES; c++)
    {
      g_free (direct->scores[c]);
      g_free (direct->promotes[c]);
      g_free (direct->inhibits[c]);
    }
  g_free (direct);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Direct, direct_free)

/* The place of the largest of sign * numbers that are numbers, the first of equal ones; n where there are none. */
static guint
first_largest (const double *numbers,
               guint         n,
               double        sign)
{
  double most = -INFINITY;
  guint  place = n;

  for (guint i = 0; i < n; i++)
    if (!isnan (numbers[i]) && (place == n || sign * numbers[i] > most))
      {
        most = sign * numbers[i];
        place = i;
      }
  return place;
}

static double
weight_to (const Tiny *tiny,
           guint       layer,
           guint       c,
           guint       unit)
{
  const NnLayer *next = nn_network_get_layer (tiny->network, layer + 1);

  return tiny->parameters[next->offset + c * next->n_in + unit];
}

static void
add_example (const Tiny   *tiny,
             Direct       *direct,
             const char   *name,
             guint         layer,
             gsize         i,
             const double *a,
             const double *outputs)
{
  guint16            c = tiny->dataset->labels[tiny->indices[i]];
  g_autofree double *products = g_new (double, direct->n_units);

  direct->n_examples[c]++;
  if (g_str_equal (name, "activation"))
    {
      if (direct->example[c] != AN_NO_EXAMPLE || first_largest (outputs, TINY_CLASSES, 1.0) != c)
        return;
      direct->example[c] = i;
      memcpy (direct->scores[c], a, direct->n_units * sizeof *a);
      return;
    }
  for (guint u = 0; u < direct->n_units; u++)
    {
      products[u] = weight_to (tiny, layer, c, u) * a[u];
      direct->scores[c][u] = products[u] + (direct->n_examples[c] == 1 ? 0.0 : direct->scores[c][u]);
    }
  direct->n_voters[c]++;
  direct->promotes[c][first_largest (products, direct->n_units, 1.0)]++;
  direct->inhibits[c][first_largest (products, direct->n_units, -1.0)]++;
}

static Direct *
compute (const Tiny *tiny,
         const char *name,
         guint       layer)
{
  const NnNetwork     *network = tiny->network;
  guint                above = nn_network_get_layer (network, layer + 1)->index;
  Direct              *direct = direct_new ((guint) nn_network_get_layer (network, layer)->n_out);
  g_autoptr (AnBlock)  block = an_block_new (&tiny->subject, 1, NULL);

  for (gsize i = 0; i < tiny->subject.n_examples && !g_str_equal (name, "weight"); i++)
    {
      an_block_load (block, i, 1);
      an_block_forward (block, 0);
      add_example (tiny, direct, name, layer, i, block->values[above], block->values[network->n_layers]);
    }
  for (guint c = 0; c < TINY_CLASSES; c++)
    for (guint u = 0; u < direct->n_units; u++)
      if (g_str_equal (name, "weight"))
        direct->scores[c][u] = weight_to (tiny, layer, c, u);
      else if (g_str_equal (name, "contribution"))
        direct->scores[c][u] /= (double) direct->n_examples[c];
  return direct;
}

/* Whether @a comes before @b, as unit-ranking.h says. */
static gboolean
is_before (const AnRankedUnit *a,
           const AnRankedUnit *b)
{
  if (a->promotes != b->promotes)
    return a->promotes > b->promotes;
  if (a->promotes > 0 || a->score == b->score || (isnan (a->score) && isnan (b->score)))
    return a->unit < b->unit;
  return isnan (b->score) || a->score > b->score;
}

static void
check_units (const AnClassRanking *of_class,
             const Direct         *direct,
             guint                 c)
{
  g_autofree gboolean *seen = g_new0 (gboolean, direct->n_units);

  for (guint k = 0; k < direct->n_units; k++)
    {
      const AnRankedUnit *unit = &of_class->units[k];
      double              right = direct->scores[c][unit->unit];

      g_assert_false (seen[unit->unit]);
      seen[unit->unit] = TRUE;
      g_assert_cmpint (isnan (unit->score), ==, isnan (right));
      if (isfinite (right))
        g_assert_cmpfloat (fabs (unit->score - right), <=, 2e-6 * (1.0 + fabs (right)));
      g_assert_cmpuint (unit->promotes, ==, direct->promotes[c][unit->unit]);
      g_assert_cmpuint (unit->inhibits, ==, direct->inhibits[c][unit->unit]);
      if (k > 0)
        g_assert_true (is_before (&of_class->units[k - 1], unit));
    }
}

static guint
most_votes (const gsize *votes,
            guint        n)
{
  guint most = 0;

  for (guint u = 1; u < n; u++)
    if (votes[u] > votes[most])
      most = u;
  return votes[most] > 0 ? most : AN_NO_UNIT;
}

static guint
or_none (guint place,
         guint n)
{
  return place == n ? AN_NO_UNIT : place;
}

static void
check_chosen (const AnUnitRanking *ranking,
              const Direct        *direct,
              guint                c)
{
  const AnClassRanking *of_class = &ranking->classes[c];
  guint                 n = direct->n_units;
  gboolean              votes = ranking->type->votes;
  guint                 promoter = votes ? most_votes (direct->promotes[c], n)
                                         : or_none (first_largest (direct->scores[c], n, 1.0), n);
  guint                 inhibitor = votes ? most_votes (direct->inhibits[c], n)
                                          : or_none (first_largest (direct->scores[c], n, -1.0), n);

  g_assert_cmpuint (of_class->promoter, ==, promoter);
  g_assert_cmpuint (of_class->inhibitor, ==, ranking->type->to_class ? inhibitor : AN_NO_UNIT);
  if (promoter != AN_NO_UNIT)
    g_assert_cmpuint (of_class->units[0].unit, ==, promoter);
}

static void
compare (const Tiny *tiny,
         const char *name,
         guint       layer)
{
  g_autoptr (AnUnitRanking) ranking = run (tiny, name, layer);
  g_autoptr (Direct)        direct = compute (tiny, name, layer);

  g_assert_cmpuint (ranking->n_units, ==, direct->n_units);
  g_assert_cmpuint (ranking->n_classes, ==, TINY_CLASSES);
  g_assert_cmpuint (ranking->layer, ==, layer);
  for (guint c = 0; c < TINY_CLASSES; c++)
    {
      const AnClassRanking *of_class = &ranking->classes[c];

      if (!g_str_equal (name, "weight"))
        g_assert_cmpuint (of_class->n_examples, ==, direct->n_examples[c]);
      g_assert_cmpuint (of_class->n_voters, ==, direct->n_voters[c]);
      g_assert_cmpuint (of_class->example, ==, direct->example[c]);
      check_units (of_class, direct, c);
      check_chosen (ranking, direct, c);
    }
}

static void
compare_all (const char *layers)
{
  g_autoptr (Tiny) tiny = tiny_new (layers, &nn_nll_loss, 1203);
  guint            last = tiny->network->n_with_weights - 1;

  compare (tiny, "weight", last);
  compare (tiny, "contribution", last);
  for (guint layer = 1; layer <= last; layer++)
    compare (tiny, "activation", layer);
}

/* Below and above every activation, with layers that drop, deeper ones, and more examples than a block has. */
static void
test_direct (void)
{
  compare_all ("dense 6; dense 4");
  for (gsize i = 0; nn_layer_types[i]; i++)
    {
      const char      *name = nn_layer_types[i]->name;
      g_autofree char *one = g_strdup_printf ("dense 6 %s; dense 4", name);
      g_autofree char *deep = g_strdup_printf ("dense 5 tanh; dense 6 %s; dropout 0.5; dense 4 %s", name, name);

      if (!nn_layer_types[i]->title)
        continue;
      compare_all (one);
      compare_all (deep);
    }
}

static void
test_registry (void)
{
  gsize n = 0;

  for (; an_ranking_types[n]; n++)
    {
      const AnRankingType *type = an_ranking_types[n];

      g_assert_true (an_ranking_type_find (type->name) == type);
      g_assert_true (g_str_has_suffix (type->meaning, "."));
      g_assert_null (strstr (type->meaning, ". "));
      g_assert_true (type->title && type->score && type->rank);
    }
  g_assert_cmpuint (n, ==, 3);
  g_assert_null (an_ranking_type_find ("norm"));
  g_assert_null (an_ranking_type_find (NULL));
}

/* A class without examples has weights and nothing else. */
static void
test_blank_class (void)
{
  g_autoptr (Tiny) tiny = tiny_new ("dense 6 relu; dense 4", &nn_nll_loss, 90);

  for (gsize i = 0; i < 90; i++)
    tiny->dataset->labels[i] %= 3;
  for (gsize t = 0; an_ranking_types[t]; t++)
    {
      g_autoptr (AnUnitRanking) ranking = run (tiny, an_ranking_types[t]->name, 0);
      const AnClassRanking     *blank = &ranking->classes[3];
      gboolean                  known = g_str_equal (an_ranking_types[t]->name, "weight");

      compare (tiny, an_ranking_types[t]->name, 1);
      g_assert_cmpuint (blank->n_examples, ==, 0);
      g_assert_cmpuint (blank->n_voters, ==, 0);
      g_assert_cmpuint (blank->n_undefined, ==, known ? 0 : 6);
      g_assert_cmpint (blank->promoter == AN_NO_UNIT, ==, !known);
      g_assert_cmpuint (blank->units[5].unit <= 5, ==, TRUE);
    }
}

static void
test_one_unit (void)
{
  g_autoptr (Tiny)          tiny = tiny_new ("dense 1 sigmoid; dense 4", &nn_nll_loss, 70);
  g_autoptr (AnUnitRanking) ranking = run (tiny, "contribution", 0);

  for (gsize t = 0; an_ranking_types[t]; t++)
    compare (tiny, an_ranking_types[t]->name, 1);
  for (guint c = 0; c < TINY_CLASSES; c++)
    {
      g_assert_cmpuint (ranking->classes[c].promoter, ==, 0);
      g_assert_cmpuint (ranking->classes[c].inhibitor, ==, 0);
      g_assert_cmpuint (ranking->classes[c].units[0].promotes, ==, ranking->classes[c].n_examples);
    }
}

/* A unit that is no number wins nothing, gets no vote and comes last; the others are ranked as ever. */
static void
test_nan_unit (void)
{
  g_autoptr (Tiny)          tiny = tiny_new ("dense 6 tanh; dense 4", &nn_nll_loss, 150);
  g_autoptr (AnUnitRanking) votes = NULL, images = NULL, weights = NULL;
  const NnLayer            *next = nn_network_get_layer (tiny->network, 2);

  tiny->parameters[2 * 7 + 3] = NAN; /* into unit 2 */
  tiny->parameters[next->offset + 1 * 6 + 4] = NAN; /* from unit 4 to class 1 */
  votes = run (tiny, "contribution", 0);
  images = run (tiny, "activation", 0);
  weights = run (tiny, "weight", 0);
  compare (tiny, "weight", 1);
  compare (tiny, "contribution", 1);
  for (guint c = 0; c < TINY_CLASSES; c++)
    {
      g_assert_cmpuint (votes->classes[c].n_voters, ==, votes->classes[c].n_examples);
      g_assert_cmpuint (votes->classes[c].n_undefined, ==, c == 1 ? 2 : 1);
      g_assert_cmpuint (votes->classes[c].units[5].unit, ==, c == 1 ? 4 : 2);
      g_assert_cmpuint (weights->classes[c].n_undefined, ==, c == 1 ? 1 : 0);
      g_assert_cmpuint (images->classes[c].example, ==, AN_NO_EXAMPLE);
      g_assert_cmpuint (images->classes[c].promoter, ==, AN_NO_UNIT);
    }
}

/* A unit that no example makes active is told from one whose weights to the classes alone are zero, and from one that
 * is no number; who looks at one image of a class knows nothing of it. */
static void
test_never_active (void)
{
  g_autoptr (Tiny)          tiny = tiny_new ("dense 6 relu; dense 4", &nn_nll_loss, 150);
  g_autoptr (AnUnitRanking) votes = NULL, weights = NULL;
  const NnLayer            *next = nn_network_get_layer (tiny->network, 2);

  tiny->parameters[6 * 7 + 2] = -1000.0; /* the bias of unit 2 */
  for (int u = 3; u < 6; u++)
    tiny->parameters[6 * 7 + u] = 1000.0;
  for (guint c = 0; c < TINY_CLASSES; c++)
    tiny->parameters[next->offset + c * 6 + 4] = 0.0;
  tiny->parameters[5 * 7] = NAN;
  votes = run (tiny, "contribution", 0);
  weights = run (tiny, "weight", 0);
  g_assert_cmpuint (votes->active[2], ==, 0);
  for (int u = 3; u < 6; u++)
    g_assert_cmpuint (votes->active[u], ==, 1);
  g_assert_null (weights->active);
}

/* With nothing but NaN nobody votes; infinity is a number. */
static void
test_no_numbers (void)
{
  g_autoptr (Tiny)          tiny = tiny_new ("dense 3 sigmoid; dense 4", &nn_nll_loss, 40);
  g_autoptr (AnUnitRanking) ranking = NULL;
  const NnLayer            *next = nn_network_get_layer (tiny->network, 2);

  tiny->parameters[next->offset + 1] = INFINITY;
  tiny->parameters[next->offset + 2] = -INFINITY;
  ranking = run (tiny, "contribution", 0);
  g_assert_cmpuint (ranking->classes[0].promoter, ==, 1);
  g_assert_cmpuint (ranking->classes[0].inhibitor, ==, 2);
  g_assert_cmpuint (ranking->classes[0].units[0].promotes, ==, ranking->classes[0].n_examples);
  g_clear_pointer (&ranking, an_unit_ranking_unref);

  for (gsize i = 0; i < tiny->network->n_parameters; i++)
    tiny->parameters[i] = NAN;
  for (gsize t = 0; an_ranking_types[t]; t++)
    {
      ranking = run (tiny, an_ranking_types[t]->name, 0);
      for (guint c = 0; c < TINY_CLASSES; c++)
        {
          g_assert_cmpuint (ranking->classes[c].n_voters, ==, 0);
          g_assert_cmpuint (ranking->classes[c].n_undefined, ==, 3);
          g_assert_cmpuint (ranking->classes[c].promoter, ==, AN_NO_UNIT);
          g_assert_cmpuint (ranking->classes[c].inhibitor, ==, AN_NO_UNIT);
          g_assert_cmpuint (ranking->classes[c].units[2].unit, ==, 2);
        }
      g_clear_pointer (&ranking, an_unit_ranking_unref);
    }
}

static void
test_errors (void)
{
  g_autoptr (Tiny) flat = tiny_new ("dense 4", &nn_nll_loss, 10);
  g_autoptr (Tiny) deep = tiny_new ("dense 5 tanh; dense 6; dense 4", &nn_nll_loss, 10);

  for (gsize t = 0; an_ranking_types[t]; t++)
    {
      check_error (flat, an_ranking_types[t]->name, 0, "no hidden layer");
      check_error (flat, an_ranking_types[t]->name, 1, "no hidden layer");
      check_error (deep, an_ranking_types[t]->name, 3, "layer 3 is the output layer");
      check_error (deep, an_ranking_types[t]->name, 4, "no layer 4; hidden layers are 1 to 2");
    }
  check_error (deep, "weight", 1, "units of layer 1 have none");
  check_error (deep, "contribution", 1, "layer 2 is the one below the outputs");
  compare (deep, "activation", 1);
}

static gboolean
refuse (const char *what,
        double      fraction,
        gpointer    user_data)
{
  *(double *) user_data = fraction;
  return FALSE;
}

static void
test_stop (void)
{
  g_autoptr (Tiny)    tiny = tiny_new ("dense 6 relu; dense 4", &nn_nll_loss, 5000);
  atomic_bool         raised = TRUE;
  double              told = 0.0;
  const char *const   names[] = { "activation", "contribution" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const AnRankingType *type = an_ranking_type_find (names[i]);
      g_autoptr (GError)   stopped = NULL, refused = NULL;

      g_assert_null (an_unit_ranking_run (&tiny->subject, type, 0, tiny->pool, &raised, NULL, NULL, &stopped));
      g_assert_error (stopped, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_null (an_unit_ranking_run (&tiny->subject, type, 0, tiny->pool, NULL, refuse, &told, &refused));
      g_assert_error (refused, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpfloat (told, >, 0.0);
      g_assert_cmpfloat (told, <, 1.0);
    }
}

/* Votes and places do not know how many threads there were. */
static void
test_threads (void)
{
  g_autoptr (Tiny)     tiny = tiny_new ("dense 6 relu; dense 4", &nn_nll_loss, 1203);
  g_autoptr (BasePool) one = base_pool_new (1), three = base_pool_new (3);
  BasePool            *own = tiny->pool;

  for (gsize t = 0; an_ranking_types[t]; t++)
    {
      tiny->pool = one;
      compare (tiny, an_ranking_types[t]->name, 1);
      tiny->pool = three;
      compare (tiny, an_ranking_types[t]->name, 1);
    }
  tiny->pool = own;
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unit-ranking/registry", test_registry);
  g_test_add_func ("/unit-ranking/direct", test_direct);
  g_test_add_func ("/unit-ranking/blank-class", test_blank_class);
  g_test_add_func ("/unit-ranking/one-unit", test_one_unit);
  g_test_add_func ("/unit-ranking/nan-unit", test_nan_unit);
  g_test_add_func ("/unit-ranking/never-active", test_never_active);
  g_test_add_func ("/unit-ranking/no-numbers", test_no_numbers);
  g_test_add_func ("/unit-ranking/errors", test_errors);
  g_test_add_func ("/unit-ranking/stop", test_stop);
  g_test_add_func ("/unit-ranking/threads", test_threads);
  return g_test_run ();
}
