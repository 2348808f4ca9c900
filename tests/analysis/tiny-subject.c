/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/tiny-subject.h"

#include "base/rng.h"

#define N_NUMBERS 7

Tiny *
tiny_new (const char       *layers,
          const NnLossType *loss,
          gsize             n)
{
  Tiny   *tiny = g_new0 (Tiny, 1);
  GError *error = NULL;
  BaseRng rng;

  base_rng_seed (&rng, 5, BASE_RNG_NOISE);
  tiny->network = nn_network_new ((NnShape) { 1, 1, N_NUMBERS }, layers, &error);
  g_assert_no_error (error);
  tiny->dataset = ds_dataset_new ((DsShape) { 1, 1, N_NUMBERS }, n, TINY_CLASSES, "tiny", &error);
  g_assert_no_error (error);
  tiny->indices = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    {
      tiny->indices[i] = (guint32) (n - 1 - i);
      tiny->dataset->labels[i] = (guint16) base_rng_below (&rng, TINY_CLASSES);
    }
  for (gsize i = 0; i < n * N_NUMBERS; i++)
    tiny->dataset->pixels[i] = (guint8) base_rng_below (&rng, 256);
  tiny->parameters = g_new (double, MAX (tiny->network->n_parameters, 1));
  for (gsize i = 0; i < tiny->network->n_parameters; i++)
    tiny->parameters[i] = (double) (float) (0.5 * base_rng_normal (&rng)); /* the same in both precisions */
  tiny->pool = base_pool_new (2);
  tiny->subject = (AnSubject) {
    .network = tiny->network,
    .loss = loss,
    .parameters = tiny->parameters,
    .dataset = tiny->dataset,
    .indices = tiny->indices,
    .n_examples = n,
    .recipe = { 1.0f / 255, 0.0f },
  };
  return tiny;
}

void
tiny_free (Tiny *tiny)
{
  nn_network_free (tiny->network);
  ds_dataset_unref (tiny->dataset);
  g_free (tiny->indices);
  g_free (tiny->parameters);
  base_pool_free (tiny->pool);
  g_free (tiny);
}

AnGradientCheck *
tiny_check (const Tiny  *tiny,
            const char  *h,
            AnScheme     scheme,
            const char  *coordinates,
            const AnBug *bug)
{
  GError            *error = NULL;
  g_autoptr (GArray) steps = an_steps_parse (h, &error);
  AnGradientCheck   *check;
  AnCheckSettings    settings = { .scheme = scheme, .coordinates = coordinates, .bug = bug };

  g_assert_no_error (error);
  settings.h = (const double *) (void *) steps->data;
  settings.n_h = steps->len;
  check = an_gradient_check_run (&tiny->subject, &settings, tiny->pool, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return check;
}

void
tiny_show (const AnGradientCheck *check)
{
  g_test_message ("%s, best h %g", an_verdict_name (check->verdict), check->h[check->best]);
  for (AnScheme s = 0; s < AN_N_SCHEMES; s++)
    for (guint k = 0; k < check->n_h; k++)
      g_test_message ("%s h %g: sum %.6g, relative %.3g (float32 %.3g), angle %.3g, allowance %.3g, kinked %u",
                      an_scheme_name (s), check->h[k], check->of_reference[s][k].sum,
                      check->of_reference[s][k].relative, check->of_production[s][k].relative,
                      check->of_reference[s][k].angle, check->of_reference[s][k].allowance,
                      check->of_reference[s][k].n_kinked);
}
