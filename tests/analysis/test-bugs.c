/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/tiny-subject.h"

#include <math.h>

/* Walks the registry: whoever plants a bug must be able to find it. */

#define H "0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7"

static void
test_is_found (gconstpointer data)
{
  const AnBug *bug = data;

  for (int sum = 0; sum < 2; sum++)
    for (AnScheme scheme = 0; scheme < AN_N_SCHEMES; scheme++)
      {
        g_autoptr (Tiny)            tiny = tiny_new ("dense 6 tanh; dense 4", &nn_nll_loss, 200);
        g_autoptr (AnGradientCheck) clean = NULL, spoiled = NULL;

        tiny->subject.sum = sum;
        g_assert_true (an_bug_applies (bug, &tiny->subject));
        clean = tiny_check (tiny, H, scheme, "largest 20", NULL);
        spoiled = tiny_check (tiny, H, scheme, "largest 20", bug);
        tiny_show (spoiled);
        g_assert_cmpint (clean->verdict, ==, AN_VERDICT_AGREES);
        g_assert_cmpint (spoiled->verdict, ==, AN_VERDICT_DISAGREES);
        for (gsize i = 0; i < clean->n; i++)
          {
            g_assert_cmpuint (spoiled->coordinates[i], ==, clean->coordinates[i]);
            g_assert_cmpfloat (spoiled->production[i], ==, clean->production[i]); /* training stays clean */
          }
      }
}

/* As it is written, and with a name and words of its own. */
static void
test_is_told (gconstpointer data)
{
  const AnBug *bug = data;

  g_assert_true (an_bug_find (bug->name) == bug);
  g_assert_cmpuint (g_utf8_strlen (bug->title, -1), >, 3);
  g_assert_true (g_str_has_suffix (bug->about, "."));
}

/* A bug that makes no difference is not offered: where one says so, the check agrees. */
static void
test_applies (gconstpointer data)
{
  static const struct
  {
    const char *layers;
    gsize       n;
  } subjects[] = { { "dense 4", 1 }, { "dense 4", 50 }, { "dense 5 identity; dense 4", 50 }, { "tanh; dense 4", 50 },
                 { "dense 5; dropout 0.5; dense 4", 50 } };
  const AnBug *bug = data;

  for (gsize i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      g_autoptr (Tiny)            tiny = tiny_new (subjects[i].layers, &nn_nll_loss, subjects[i].n);
      g_autoptr (AnGradientCheck) check = tiny_check (tiny, H, AN_SCHEME_CENTRAL, "all", bug);

      g_test_message ("%s, %" G_GSIZE_FORMAT " examples", subjects[i].layers, subjects[i].n);
      tiny_show (check);
      g_assert_true (an_bug_applies (bug, &tiny->subject) == (check->verdict == AN_VERDICT_DISAGREES));
    }
}

/* What an angle shows of a turned sign, and that it cannot see a wrong length. */
static void
test_angles (void)
{
  g_autoptr (Tiny)            tiny = tiny_new ("dense 6 tanh; dense 4", &nn_nll_loss, 50);
  g_autoptr (AnGradientCheck) sign = tiny_check (tiny, "1e-4", AN_SCHEME_CENTRAL, "all", an_bug_find ("wrong-sign"));
  g_autoptr (AnGradientCheck) factor =
    tiny_check (tiny, "1e-4", AN_SCHEME_CENTRAL, "all", an_bug_find ("missing-factor"));

  g_assert_cmpfloat_with_epsilon (sign->of_reference[AN_SCHEME_CENTRAL][0].angle, G_PI, 1e-6);
  g_assert_cmpfloat_with_epsilon (factor->of_reference[AN_SCHEME_CENTRAL][0].angle, 0, 1e-6);
  g_assert_cmpfloat (factor->of_reference[AN_SCHEME_CENTRAL][0].relative, >, 0.9);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char   *name;
    GTestDataFunc func;
  } tests[] = { { "is-found", test_is_found }, { "is-told", test_is_told }, { "applies", test_applies } };

  g_test_init (&argc, &argv, NULL);
  g_assert_null (an_bug_find ("no such bug"));
  for (gsize b = 0; an_bugs[b]; b++)
    for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
      {
        g_autofree char *path = g_strdup_printf ("/bugs/%s/%s", an_bugs[b]->name, tests[i].name);

        g_test_add_data_func (path, an_bugs[b], tests[i].func);
      }
  g_test_add_func ("/bugs/angles", test_angles);
  return g_test_run ();
}
