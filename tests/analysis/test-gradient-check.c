/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/tiny-subject.h"

#include "datasets/source.h"
#include "nn/reference.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

/* Report C's test case: no biases, the cost summed over four examples of five numbers. */
static Tiny *
new_report_c (void)
{
  static const double w[4][5] = { { 1, 1, 1, 1, 1 }, { 0, 2, 8, -2, 0 }, { 1.2, 0.2, 1, 3, 3 }, { 3, 1.2, 4, 1, 1 } };
  DsCollection        collection = { 0 };
  GError             *error = NULL;
  Tiny               *tiny = tiny_new ("dense 4", &nn_nll_loss, 4);

  nn_network_free (tiny->network);
  tiny->network = nn_network_new ((NnShape) { 1, 1, 5 }, "dense 4", &error);
  g_assert_no_error (error);
  ds_dataset_unref (tiny->dataset);
  g_assert_true (ds_source_find ("toy")->load ("", 1, NULL, NULL, &collection, &error));
  tiny->dataset = collection.pool;
  g_assert_null (collection.test);
  memset (tiny->parameters, 0, tiny->network->n_parameters * sizeof *tiny->parameters);
  memcpy (tiny->parameters, w, sizeof w);
  tiny->subject.network = tiny->network;
  tiny->subject.dataset = tiny->dataset;
  tiny->subject.recipe = (DsRecipe) { 1.0f, 0.0f };
  tiny->subject.sum = TRUE;
  return tiny;
}

/* Table 2 of report C, forward differences over all weights. */
static void
test_report_c (void)
{
  static const double table[] = { 2.698202291518717,      0.200166359876926,      0.019912135073950066,
                                  0.0019906216532900034,  0.00019905646908402463, 1.990372311189148e-05,
                                  1.9841905873896337e-06, 3.2450363651737035e-07 };
  g_autoptr (Tiny)            tiny = new_report_c ();
  g_autoptr (AnGradientCheck) check = tiny_check (tiny, "1, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9",
                                                  AN_SCHEME_FORWARD, "all weights", NULL);

  tiny_show (check);
  g_assert_cmpuint (check->n, ==, 20);
  /* half a unit of the fourth digit */
  for (guint k = 0; k < 6; k++)
    g_assert_cmpfloat (fabs (check->of_reference[AN_SCHEME_FORWARD][k].sum / table[k] - 1), <, 2.5e-4);
  g_assert_cmpfloat (fabs (check->of_reference[AN_SCHEME_FORWARD][6].sum / table[6] - 1), <, 0.05);
  /* Then rounding takes over. */
  g_assert_cmpfloat (check->of_reference[AN_SCHEME_FORWARD][9].sum, >,
                     check->of_reference[AN_SCHEME_FORWARD][7].sum);
  g_assert_cmpint (check->verdict, ==, AN_VERDICT_AGREES);
}

/* Where forward differences have 1.99e-4, central ones have 1.0e-8, and 2.6e-9 with half steps. */
static void
test_central_is_better (void)
{
  g_autoptr (Tiny)            tiny = new_report_c ();
  const double                h = 1e-4;
  AnCheckSettings             settings = { .h = &h, .n_h = 1, .scheme = AN_SCHEME_CENTRAL,
                                           .coordinates = "all weights" };
  g_autoptr (GError)          error = NULL;
  g_autoptr (AnGradientCheck) whole = NULL, half = NULL;

  whole = an_gradient_check_run (&tiny->subject, &settings, tiny->pool, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  settings.half_steps = TRUE;
  half = an_gradient_check_run (&tiny->subject, &settings, tiny->pool, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  tiny_show (whole);
  tiny_show (half);
  g_assert_cmpfloat_with_epsilon (whole->of_reference[AN_SCHEME_FORWARD][0].sum, 1.99e-4, 1e-6);
  g_assert_cmpfloat_with_epsilon (half->of_reference[AN_SCHEME_FORWARD][0].sum, 1.99e-4, 1e-6);
  g_assert_cmpfloat_with_epsilon (whole->of_reference[AN_SCHEME_CENTRAL][0].sum, 1.0e-8, 0.1e-8);
  g_assert_cmpfloat_with_epsilon (half->of_reference[AN_SCHEME_CENTRAL][0].sum, 2.6e-9, 1e-9); /* rounding */
}

/* A type between layers with weights, as an experiment would write it. */
static Tiny *
new_with_layer (const NnLayerType *type,
                const NnLossType  *loss)
{
  g_autofree char *layers = NULL;

  if (type->title)
    layers = g_strdup_printf ("dense 6 %s; dense %d", type->name, TINY_CLASSES);
  else if (type->has_weights)
    layers = g_strdup_printf ("%s%s; dense %d", type->name, type->n_arguments == 1 ? " 6" : "", TINY_CLASSES);
  else
    layers = g_strdup_printf ("dense 6; %s%s; dense %d", type->name, type->n_arguments == 1 ? " 0.5" : "",
                              TINY_CLASSES);
  return tiny_new (layers, loss, 33);
}

static void
test_every_layer_and_loss (void)
{
  for (gsize t = 0; nn_layer_types[t]; t++)
    for (gsize k = 0; nn_loss_types[k]; k++)
      for (AnScheme scheme = 0; scheme < AN_N_SCHEMES; scheme++)
        {
          g_autoptr (Tiny)            tiny = new_with_layer (nn_layer_types[t], nn_loss_types[k]);
          g_autoptr (AnGradientCheck) check = tiny_check (tiny, "1e-3, 1e-4, 1e-5, 1e-6", scheme, "all", NULL);

          g_test_message ("%s, %s", nn_layer_types[t]->name, nn_loss_types[k]->name);
          tiny_show (check);
          g_assert_cmpint (check->verdict, ==, AN_VERDICT_AGREES);
          g_assert_cmpfloat (check->of_reference[AN_SCHEME_CENTRAL][2].relative, <, 1e-6);
          g_assert_cmpfloat (check->of_production[AN_SCHEME_CENTRAL][2].relative, <, 1e-4);
        }
}

/* A function that is wrong by as little as a part in a thousand is told apart; checked without a bug by spoiling the
 * loss instead. */
static double
spoiled_loss (const double  *o,
              const guint16 *labels,
              gsize          rows,
              gsize          classes,
              double         scale,
              double        *d)
{
  double loss = nn_nll_loss.reference (o, labels, rows, classes, scale, d);

  for (gsize i = 0; d && i < rows * classes; i++)
    d[i] *= 1.001;
  return loss;
}

static void
test_small_mistakes (void)
{
  const NnLossType spoiled = { .name = "spoiled", .forward_backward = nn_nll_loss.forward_backward,
                               .reference = spoiled_loss };
  g_autoptr (Tiny) tiny = tiny_new ("dense 6 tanh; dense 4", &spoiled, 33);

  for (AnScheme scheme = 0; scheme < AN_N_SCHEMES; scheme++)
    {
      g_autoptr (AnGradientCheck) check = tiny_check (tiny, "0.1, 1e-3, 1e-5, 1e-7", scheme, "largest 10", NULL);

      tiny_show (check);
      g_assert_cmpint (check->verdict, ==, AN_VERDICT_DISAGREES);
    }
}

static void
test_vacuous (void)
{
  g_autoptr (Tiny) tiny = tiny_new ("dense 4", &nn_nll_loss, 20);

  for (gsize i = 0; i < 20; i++)
    memset (tiny->dataset->pixels + 7 * i, 0, 3);
  {
    g_autoptr (AnGradientCheck) blank = tiny_check (tiny, "1e-2, 1e-5", AN_SCHEME_CENTRAL, "output 0 first 3", NULL);
    g_autoptr (AnGradientCheck) some = tiny_check (tiny, "1e-2, 1e-5", AN_SCHEME_CENTRAL, "output 0 first 5", NULL);

    g_assert_cmpint (blank->verdict, ==, AN_VERDICT_VACUOUS);
    g_assert_cmpuint (blank->n_zero, ==, 3);
    g_assert_cmpfloat (blank->of_reference[AN_SCHEME_CENTRAL][0].relative, ==, 0.0);
    g_assert_true (isnan (blank->of_reference[AN_SCHEME_CENTRAL][0].angle));
    g_assert_cmpint (some->verdict, ==, AN_VERDICT_AGREES);
    g_assert_cmpuint (some->n_zero, ==, 3);
  }
}

/* A gradient that is 0 where the cost does change is a mistake, and nothing vacuous. */
static double
flat_loss (const double  *o,
           const guint16 *labels,
           gsize          rows,
           gsize          classes,
           double         scale,
           double        *d)
{
  double loss = nn_nll_loss.reference (o, labels, rows, classes, scale, NULL);

  if (d)
    memset (d, 0, rows * classes * sizeof *d);
  return loss;
}

static double
flat_loss_fast (const float   *o,
                const guint16 *labels,
                gsize          rows,
                gsize          classes,
                float          scale,
                float         *d)
{
  memset (d, 0, rows * classes * sizeof *d);
  return 0.0;
}

static void
test_zero_is_not_always_vacuous (void)
{
  const NnLossType            flat = { .name = "flat", .forward_backward = flat_loss_fast, .reference = flat_loss };
  g_autoptr (Tiny)            tiny = tiny_new ("dense 4", &flat, 20);
  g_autoptr (AnGradientCheck) check = tiny_check (tiny, "1e-2, 1e-5", AN_SCHEME_CENTRAL, "all", NULL);

  g_assert_cmpuint (check->n_zero, ==, check->n);
  g_assert_cmpint (check->verdict, ==, AN_VERDICT_DISAGREES);
}

/* One hidden ReLU unit at w x = 0.01 for the one example: steps of 0.1 cross its kink, steps of 1e-4 don't. */
static void
test_kinks (void)
{
  g_autoptr (Tiny) tiny = tiny_new ("dense 1 relu; dense 4", &nn_nll_loss, 1);

  memset (tiny->dataset->pixels, 255, 7);
  memset (tiny->parameters, 0, 8 * sizeof *tiny->parameters);
  tiny->parameters[0] = 0.01;
  {
    g_autoptr (AnGradientCheck) check = tiny_check (tiny, "0.1, 1e-4", AN_SCHEME_CENTRAL, "W1[0,0] b1[0] W2[0,1]",
                                                    NULL);
    g_autoptr (AnGradientCheck) only = tiny_check (tiny, "0.1", AN_SCHEME_CENTRAL, "W1[0,0] b1[0]", NULL);

    tiny_show (check);
    g_assert_cmpuint (check->of_reference[AN_SCHEME_CENTRAL][0].n_kinked, ==, 2);
    g_assert_cmpuint (check->of_reference[AN_SCHEME_BACKWARD][0].n_kinked, ==, 2);
    g_assert_cmpuint (check->of_reference[AN_SCHEME_FORWARD][0].n_kinked, ==, 0);
    g_assert_cmpuint (check->of_reference[AN_SCHEME_CENTRAL][1].n_kinked, ==, 0);
    g_assert_cmpuint (check->kinks[AN_SCHEME_CENTRAL][0], ==, 1);
    g_assert_cmpuint (check->kinks[AN_SCHEME_CENTRAL][2], ==, 0);
    g_assert_cmpfloat (check->of_reference[AN_SCHEME_CENTRAL][0].relative, >, 0.1);
    g_assert_cmpuint (check->best, ==, 1);
    g_assert_cmpint (check->verdict, ==, AN_VERDICT_AGREES);
    g_assert_cmpint (only->verdict, ==, AN_VERDICT_INCONCLUSIVE);
  }
}

/* What training leaves as it is has a gradient all the same, and nothing is dropped. */
static void
test_frozen_and_dropout (void)
{
  g_autoptr (Tiny)            tiny = tiny_new ("dense 6 tanh frozen; dropout 0.5; dense 4", &nn_nll_loss, 33);
  g_autoptr (AnGradientCheck) check = tiny_check (tiny, "1e-3, 1e-5", AN_SCHEME_CENTRAL, "all", NULL);

  g_assert_cmpint (check->verdict, ==, AN_VERDICT_AGREES);
  g_assert_cmpuint (check->n_zero, ==, 0);
}

/* One example, and more threads than examples. */
static void
test_few_examples (void)
{
  for (gsize n = 1; n <= 3; n++)
    {
      g_autoptr (Tiny)            tiny = tiny_new ("dense 6 tanh; dense 4", &nn_nll_loss, n);
      g_autoptr (AnGradientCheck) check = NULL;

      base_pool_free (tiny->pool);
      tiny->pool = base_pool_new (5);
      check = tiny_check (tiny, "1e-3, 1e-5", AN_SCHEME_CENTRAL, "all", NULL);
      g_assert_cmpint (check->verdict, ==, AN_VERDICT_AGREES);
    }
}

/* The examples go through in blocks; the sum and the mean differ by their number alone. */
static void
test_sum_and_mean (void)
{
  g_autoptr (Tiny)            tiny = tiny_new ("dense 6 tanh; dense 4", &nn_nll_loss, 1001);
  g_autoptr (AnGradientCheck) mean = tiny_check (tiny, "1e-4", AN_SCHEME_CENTRAL, "all", NULL);
  g_autoptr (AnGradientCheck) sum = NULL;
  g_autofree double          *gradient = g_new (double, tiny->network->n_parameters);
  g_autofree double          *x = g_new (double, 7 * 1001);
  g_autofree guint16         *labels = g_new (guint16, 1001);
  double                      cost;

  tiny->subject.sum = TRUE;
  sum = tiny_check (tiny, "1e-4", AN_SCHEME_CENTRAL, "all", NULL);
  for (gsize i = 0; i < 7 * 1001; i++)
    x[i] = (double) ((1.0f / 255) * tiny->dataset->pixels[(1000 - i / 7) * 7 + i % 7]);
  for (gsize i = 0; i < 1001; i++)
    labels[i] = tiny->dataset->labels[1000 - i];
  cost = nn_reference_loss (tiny->network, &nn_nll_loss, tiny->parameters, x, labels, 1001, gradient);
  g_assert_cmpfloat_with_epsilon (mean->cost, cost, 1e-12);
  g_assert_cmpfloat_with_epsilon (sum->cost, 1001 * cost, 1e-9);
  for (gsize i = 0; i < tiny->network->n_parameters; i++)
    {
      g_assert_cmpfloat_with_epsilon (mean->reference[i], gradient[i], 1e-12);
      g_assert_cmpfloat_with_epsilon (sum->reference[i], 1001 * gradient[i], 1e-9);
    }
  g_assert_cmpint (mean->verdict, ==, AN_VERDICT_AGREES);
  g_assert_cmpint (sum->verdict, ==, AN_VERDICT_AGREES);
}

typedef struct
{
  guint    calls;
  guint    allowed;
  double   last;
  gboolean disorder;
} Listener;

static gboolean
listen (const char *what,
        double      fraction,
        gpointer    user_data)
{
  Listener *listener = user_data;

  listener->disorder = listener->disorder || fraction < listener->last || fraction > 1.0;
  listener->last = fraction;
  return listener->calls++ < listener->allowed;
}

static void
test_progress_and_stop (void)
{
  g_autoptr (Tiny)            tiny = tiny_new ("dense 6 tanh; dense 4", &nn_nll_loss, 3000);
  const double                h = 1e-4;
  const AnCheckSettings       settings = { .h = &h, .n_h = 1, .coordinates = "all" };
  Listener                    listener = { .allowed = G_MAXUINT };
  atomic_bool                 stop = FALSE;
  g_autoptr (GError)          error = NULL;
  g_autoptr (AnGradientCheck) check = an_gradient_check_run (&tiny->subject, &settings, tiny->pool, &stop, listen,
                                                             &listener, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (listener.calls, >, 50);
  g_assert_false (listener.disorder);
  g_assert_cmpfloat (listener.last, >, 0.9);
  for (guint allowed = 0; allowed < 20; allowed += 10)
    {
      listener = (Listener) { .allowed = allowed };
      g_assert_null (an_gradient_check_run (&tiny->subject, &settings, tiny->pool, &stop, listen, &listener, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
      g_assert_cmpuint (listener.calls, ==, allowed + 1);
    }
  stop = TRUE;
  g_assert_null (an_gradient_check_run (&tiny->subject, &settings, tiny->pool, &stop, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_angle (void)
{
  static const double a[] = { 3, 4 }, same[] = { 6, 8 }, across[] = { -4, 3 }, against[] = { -3, -4 };
  static const double slightly[] = { 3 - 4e-9, 4 + 3e-9 }, none[] = { 0, 0 };

  g_assert_cmpfloat (an_angle (a, same, 2), <, 1e-15);
  g_assert_cmpfloat_with_epsilon (an_angle (a, across, 2), G_PI / 2, 1e-15);
  g_assert_cmpfloat_with_epsilon (an_angle (a, against, 2), G_PI, 1e-15);
  g_assert_cmpfloat_with_epsilon (an_angle (a, slightly, 2), 1e-9, 1e-15); /* the arc cosine would say 0 */
  g_assert_true (isnan (an_angle (a, none, 2)));
}

static void
test_steps (void)
{
  static const char *const wrong[] = { "", "x", "0", "-1", "1,,x", "1e-16", "1001", "nan", "1 2 3x" };
  g_autoptr (GError)       error = NULL;
  g_autoptr (GArray)       steps = an_steps_parse (" 1, 0.1 1e-3;1e-8 ", &error);
  AnScheme                 scheme = AN_SCHEME_FORWARD;

  g_assert_no_error (error);
  g_assert_cmpuint (steps->len, ==, 4);
  g_assert_cmpfloat (g_array_index (steps, double, 3), ==, 1e-8);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_null (an_steps_parse (wrong[i], &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
    }
  g_assert_true (an_scheme_parse ("central", &scheme));
  g_assert_cmpint (scheme, ==, AN_SCHEME_CENTRAL);
  g_assert_false (an_scheme_parse ("sideways", &scheme));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gradient-check/report-c", test_report_c);
  g_test_add_func ("/gradient-check/central-is-better", test_central_is_better);
  g_test_add_func ("/gradient-check/every-layer-and-loss", test_every_layer_and_loss);
  g_test_add_func ("/gradient-check/small-mistakes", test_small_mistakes);
  g_test_add_func ("/gradient-check/vacuous", test_vacuous);
  g_test_add_func ("/gradient-check/zero-is-not-always-vacuous", test_zero_is_not_always_vacuous);
  g_test_add_func ("/gradient-check/kinks", test_kinks);
  g_test_add_func ("/gradient-check/frozen-and-dropout", test_frozen_and_dropout);
  g_test_add_func ("/gradient-check/few-examples", test_few_examples);
  g_test_add_func ("/gradient-check/sum-and-mean", test_sum_and_mean);
  g_test_add_func ("/gradient-check/progress-and-stop", test_progress_and_stop);
  g_test_add_func ("/gradient-check/angle", test_angle);
  g_test_add_func ("/gradient-check/steps", test_steps);
  return g_test_run ();
}
