/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analysis-error.h"
#include "analysis/race.h"
#include "base/rng.h"

#include <math.h>
#include <string.h>

static GArray *
parse (const char *text)
{
  GError *error = NULL;
  GArray *racers = an_racers_parse (text, &error);

  g_assert_no_error (error);
  return racers;
}

static void
check_racer (const GArray          *racers,
             guint                  i,
             const NnOptimizerType *optimizer,
             double                 rate,
             double                 momentum)
{
  const AnRacer *racer = &g_array_index (racers, AnRacer, i);

  g_assert_true (racer->optimizer == optimizer);
  g_assert_cmpfloat (racer->rate, ==, rate);
  g_assert_cmpfloat (racer->momentum, ==, momentum);
}

static void
test_reading (void)
{
  g_autoptr (GArray) racers = parse ("gd rate 0.5; momentum rate 0.5 momentum 0.3;adam rate 1e-3 ;\tnesterov "
                                     "momentum 0 rate 2; rmsprop  rate .25;\n");

  g_assert_cmpuint (racers->len, ==, 5);
  check_racer (racers, 0, &nn_gd_optimizer, 0.5, 0.0);
  check_racer (racers, 1, &nn_momentum_optimizer, 0.5, 0.3);
  check_racer (racers, 2, &nn_adam_optimizer, 1e-3, 0.0);
  check_racer (racers, 3, &nn_nesterov_optimizer, 2.0, 0.0);
  check_racer (racers, 4, &nn_rmsprop_optimizer, 0.25, 0.0);
}

static void
test_defaults (void)
{
  g_autoptr (GArray) racers = parse ("momentum rate 1; nesterov rate 1; gd rate 1");

  check_racer (racers, 0, &nn_momentum_optimizer, 1.0, 0.9);
  check_racer (racers, 1, &nn_nesterov_optimizer, 1.0, 0.9);
  check_racer (racers, 2, &nn_gd_optimizer, 1.0, 0.0);
}

/* What was written reads back as the same racers, whatever the numbers are. */
static void
test_writing (void)
{
  g_autoptr (GArray) racers = parse ("gd rate 0.5; momentum rate 0.55 momentum 0.3; adam rate 0.1");
  g_autofree char   *text = an_racers_format ((const AnRacer *) (void *) racers->data, racers->len);
  BaseRng            rng;

  g_assert_cmpstr (text, ==, "gd rate 0.5; momentum rate 0.55 momentum 0.3; adam rate 0.1");
  base_rng_seed (&rng, 4, BASE_RNG_NOISE);
  for (int round = 0; round < 500; round++)
    {
      AnRacer            drawn[AN_MAX_RACERS] = { 0 };
      guint              n = 1 + base_rng_below (&rng, AN_MAX_RACERS);
      g_autofree char   *written = NULL;
      g_autoptr (GArray) read = NULL;

      for (guint i = 0; i < n; i++)
        {
          drawn[i].optimizer = nn_optimizer_types[base_rng_below (&rng, 5)];
          drawn[i].rate = pow (10, base_rng_range (&rng, -300, 300));
          drawn[i].momentum = drawn[i].optimizer->has_momentum ? base_rng_uniform (&rng) : 0.0;
        }
      written = an_racers_format (drawn, n);
      read = parse (written);
      g_assert_cmpuint (read->len, ==, n);
      for (guint i = 0; i < n; i++)
        check_racer (read, i, drawn[i].optimizer, drawn[i].rate, drawn[i].momentum);
    }
}

typedef struct
{
  const char *text;
  int         code;
  const char *says[3];  /* all of it is in the message */
} Refusal;

static void
test_refusals (void)
{
  static const Refusal refusals[] = {
    { "", AN_ERROR_SYNTAX, { "there is no racer", "gd rate 0.5" } },
    { ";", AN_ERROR_SYNTAX, { "racer 1 is empty" } },
    { "gd rate 1;; adam rate 1", AN_ERROR_SYNTAX, { "racer 2 is empty" } },
    { "gd rate 1; ;", AN_ERROR_SYNTAX, { "racer 2 is empty" } },
    { "gd rate 1; sgd rate 1", AN_ERROR_SYNTAX, { "racer 2", "“sgd”", "gd, momentum, nesterov, rmsprop, adam" } },
    { "GD rate 1", AN_ERROR_SYNTAX, { "racer 1", "“GD”" } },
    { "gd", AN_ERROR_SYNTAX, { "racer 1", "rate is missing", "gd rate 0.5" } },
    { "momentum momentum 0.3", AN_ERROR_SYNTAX, { "rate is missing" } },
    { "gd rate", AN_ERROR_SYNTAX, { "number is missing after “rate”" } },
    { "momentum rate 1 momentum", AN_ERROR_SYNTAX, { "number is missing after “momentum”" } },
    { "gd rate fast", AN_ERROR_SYNTAX, { "“fast” is no number" } },
    { "gd rate 0,5", AN_ERROR_SYNTAX, { "“0,5” is no number" } },
    { "gd rate 1 speed 2", AN_ERROR_SYNTAX, { "“speed”", "“rate 0.5”" } },
    { "gd rate 1 2", AN_ERROR_SYNTAX, { "“2” is no setting" } },
    { "gd 0.5", AN_ERROR_SYNTAX, { "“0.5” is no setting" } },
    { "gd rate 1 adam rate 2", AN_ERROR_SYNTAX, { "“adam” is no setting", "“;” stands between racers" } },
    { "gd rate 1 rate 2", AN_ERROR_SYNTAX, { "“rate” is there twice" } },
    { "nesterov rate 1 momentum 0.1 momentum 0.1", AN_ERROR_SYNTAX, { "“momentum” is there twice" } },
    { "gd rate 1 momentum 0.3", AN_ERROR_SYNTAX, { "gd has no momentum", "momentum, nesterov" } },
    { "adam rate 1 momentum 0.3", AN_ERROR_SYNTAX, { "adam has no momentum" } },
    { "gd rate 0", AN_ERROR_RANGE, { "the rate is 0", "above 0" } },
    { "gd rate -0.1", AN_ERROR_RANGE, { "the rate is -0.1" } },
    { "gd rate inf", AN_ERROR_RANGE, { "the rate is inf", "finite" } },
    { "gd rate nan", AN_ERROR_RANGE, { "the rate is nan" } },
    { "gd rate 1e999", AN_ERROR_RANGE, { "the rate is 1e999" } },
    { "gd rate 1e-999", AN_ERROR_RANGE, { "the rate is 1e-999" } },
    { "momentum rate 1 momentum 1", AN_ERROR_RANGE, { "the momentum is 1", "0 to below 1" } },
    { "momentum rate 1 momentum -0.1", AN_ERROR_RANGE, { "the momentum is -0.1" } },
    { "momentum rate 1 momentum nan", AN_ERROR_RANGE, { "the momentum is nan" } },
    { "gd rate 1;gd rate 1;gd rate 1;gd rate 1;gd rate 1;gd rate 1;gd rate 1;gd rate 1;gd rate 1;gd rate 2",
      AN_ERROR_RANGE, { "racer 10, “gd rate 2”", "9 racers at most" } },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (refusals); k++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (an_racers_parse (refusals[k].text, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, AN_ERROR, refusals[k].code);
      for (int i = 0; i < 3 && refusals[k].says[i]; i++)
        g_assert_nonnull (strstr (error->message, refusals[k].says[i]));
    }
}

static void
test_most (void)
{
  g_autoptr (GArray) racers = parse ("gd rate 1;gd rate 2;gd rate 3;gd rate 4;gd rate 5;gd rate 6;gd rate 7;gd rate 8;"
                                     "gd rate 9;");

  g_assert_cmpuint (racers->len, ==, AN_MAX_RACERS);
}

/* Broken text of any kind is refused with readable words, or is a list that reads back. */
static void
check_any (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) racers = an_racers_parse (text, &error);

  g_assert_true ((racers != NULL) != (error != NULL));
  if (error)
    {
      g_assert_true (error->domain == AN_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  g_assert_cmpuint (racers->len, >, 0);
  g_assert_cmpuint (racers->len, <=, AN_MAX_RACERS);
  for (guint i = 0; i < racers->len; i++)
    {
      const AnRacer *racer = &g_array_index (racers, AnRacer, i);

      g_assert_true (isfinite (racer->rate) && racer->rate > 0.0);
      g_assert_true (racer->momentum >= 0.0 && racer->momentum < 1.0);
    }
}

static void
test_broken_text (void)
{
  static const char *const pieces[] = { "gd", "momentum", "adam", "rate", "momentum", "0.5", "-1", "1e400", "nan", ";",
                                        " ", "\t", "\n", "\xff", "\xe2\x88", "−0.5", "0x1p3", "%s%n", "ä", "rate rate",
                                        ";;", "", "0.5.5", "1e", "+", "gd rate 0.5; " };
  BaseRng rng;

  base_rng_seed (&rng, 12, BASE_RNG_NOISE);
  for (int round = 0; round < 20000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint               n = base_rng_below (&rng, 14);

      for (guint i = 0; i < n; i++)
        {
          g_string_append (text, pieces[base_rng_below (&rng, G_N_ELEMENTS (pieces))]);
          if (base_rng_below (&rng, 3))
            g_string_append_c (text, ' ');
        }
      check_any (text->str);
      /* and with one byte changed */
      if (text->len > 0)
        text->str[base_rng_below (&rng, (guint32) text->len)] = (char) (1 + base_rng_below (&rng, 255));
      check_any (text->str);
    }
}

static void
test_long_text (void)
{
  g_autofree char   *word = g_strnfill (1000000, 'x');
  g_autofree char   *semicolons = g_strnfill (1000000, ';');
  g_autoptr (GError) error = NULL;

  g_assert_null (an_racers_parse (word, &error));
  g_assert_cmpuint (strlen (error->message), <, 1000);
  check_any (semicolons);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/racers/reading", test_reading);
  g_test_add_func ("/racers/defaults", test_defaults);
  g_test_add_func ("/racers/writing", test_writing);
  g_test_add_func ("/racers/refusals", test_refusals);
  g_test_add_func ("/racers/most", test_most);
  g_test_add_func ("/racers/broken-text", test_broken_text);
  g_test_add_func ("/racers/long-text", test_long_text);
  return g_test_run ();
}
