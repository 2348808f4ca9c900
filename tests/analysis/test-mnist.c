/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/gradient-check.h"
#include "datasets/source.h"

#include <math.h>

/* Table 1 of report A, with the real MNIST where PERCEPT_MNIST names the folder of its files: central differences
 * with half steps of the summed cost, output 0, the first 30 pixels as bytes, all weights alike. */
static void
test_report_a (void)
{
  static const double  h[] = { 1, 0.1, 1e-3, 1e-8 };
  static const double  table[] = { 315.369, 233.232, 0.1143 };
  const char          *folder = g_getenv ("PERCEPT_MNIST");
  const AnCheckSettings settings = { .h = h, .n_h = G_N_ELEMENTS (h), .scheme = AN_SCHEME_CENTRAL, .half_steps = TRUE,
                                     .coordinates = "output 0 first 30" };
  DsCollection                collection = { 0 };
  g_autoptr (GError)          error = NULL;
  g_autoptr (NnNetwork)       network = NULL;
  g_autoptr (BasePool)        pool = base_pool_new (base_pool_processors ());
  g_autoptr (AnGradientCheck) check = NULL;
  g_autofree guint32         *indices = NULL;
  g_autofree double          *parameters = NULL;
  AnSubject                   subject = { .loss = &nn_nll_loss, .recipe = { 1.0f, 0.0f }, .sum = TRUE };

  if (!folder)
    {
      g_test_skip ("PERCEPT_MNIST does not name a folder with MNIST’s files");
      return;
    }
  g_assert_true (ds_source_find ("mnist")->load (folder, 2, NULL, NULL, &collection, &error));
  g_assert_no_error (error);
  network = nn_network_new ((NnShape) { 1, 28, 28 }, "dense 10", &error);
  g_assert_no_error (error);
  subject.network = network;
  subject.dataset = collection.pool;
  subject.n_examples = collection.pool->n_examples;
  g_assert_cmpuint (subject.n_examples, ==, 60000);
  subject.indices = indices = g_new (guint32, subject.n_examples);
  for (guint i = 0; i < subject.n_examples; i++)
    indices[i] = i;
  subject.parameters = parameters = g_new0 (double, network->n_parameters);
  check = an_gradient_check_run (&subject, &settings, pool, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint k = 0; k < check->n_h; k++)
    g_test_message ("h = %g: %.6g (allowed %.3g)", h[k], check->of_reference[AN_SCHEME_CENTRAL][k].sum,
                    check->of_reference[AN_SCHEME_CENTRAL][k].allowance);
  for (guint k = 0; k < G_N_ELEMENTS (table); k++)
    g_assert_cmpfloat (fabs (check->of_reference[AN_SCHEME_CENTRAL][k].sum / table[k] - 1), <, k < 2 ? 2e-6 : 5e-4);
  g_test_message ("%" G_GSIZE_FORMAT " of 30 coordinates are blank in every image; %s", check->n_zero,
                  an_verdict_name (check->verdict));
  g_assert_cmpuint (check->n_zero, >, 15);
  g_assert_cmpint (check->verdict, ==, AN_VERDICT_AGREES);
  ds_collection_clear (&collection);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mnist/report-a", test_report_a);
  return g_test_run ();
}
