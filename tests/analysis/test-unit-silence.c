/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analysis-error.h"
#include "analysis/tiny-subject.h"
#include "analysis/unit-silence.h"
#include "nn/reference.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

static AnUnitSilence *
run (const Tiny      *tiny,
     guint            layer,
     const AnUnitSet *sets,
     guint            n_sets)
{
  GError        *error = NULL;
  AnUnitSilence *silence = an_unit_silence_run (&tiny->subject, layer, sets, n_sets, tiny->pool, NULL, NULL, NULL,
                                                &error);

  g_assert_no_error (error);
  return silence;
}

/* A unit whose weights to the next layer are all 0 is silent. Returns: (transfer full) */
static double *
cut (const Tiny      *tiny,
     guint            layer,
     const AnUnitSet *set)
{
  const NnLayer *next = nn_network_get_layer (tiny->network, layer + 1);
  double        *p = g_memdup2 (tiny->parameters, tiny->network->n_parameters * sizeof *p);

  for (guint i = 0; set && i < set->n; i++)
    for (gsize o = 0; o < next->n_out; o++)
      p[next->offset + o * next->n_in + set->units[i]] = 0.0;
  return p;
}

/* One example after the other in double precision: [0] all classes, [1 + c] class c. */
static void
compute (const Tiny   *tiny,
         const double *parameters,
         AnTally       tallies[1 + TINY_CLASSES])
{
  AnSubject            subject = tiny->subject;
  g_autoptr (AnBlock)  block = NULL;

  subject.parameters = parameters;
  block = an_block_new (&subject, 1, NULL);
  memset (tallies, 0, (1 + TINY_CLASSES) * sizeof *tallies);
  for (gsize i = 0; i < subject.n_examples; i++)
    {
      const double *outputs = block->values[tiny->network->n_layers];
      gsize         best = 0;

      an_block_load (block, i, 1);
      an_block_forward (block, 0);
      for (gsize k = 1; k < TINY_CLASSES; k++)
        if (outputs[k] > outputs[best])
          best = k;
      for (int t = 0; t <= 1; t++)
        {
          AnTally *tally = &tallies[t == 0 ? 0 : 1 + block->labels[0]];

          tally->n++;
          tally->correct += best == block->labels[0];
          tally->loss += an_block_loss (block, NULL);
        }
    }
}

static void
check (const Tiny          *tiny,
       const AnUnitSilence *silence,
       int                  set,
       const double        *parameters)
{
  AnTally right[1 + TINY_CLASSES];

  compute (tiny, parameters, right);
  for (int c = AN_ALL_CLASSES; c < TINY_CLASSES; c++)
    {
      const AnTally *found = an_unit_silence_get (silence, set, c);

      g_assert_cmpuint (found->n, ==, right[1 + c].n);
      g_assert_cmpuint (found->correct, ==, right[1 + c].correct);
      g_assert_cmpfloat (fabs (found->loss - right[1 + c].loss), <=, 2e-6 * right[1 + c].loss);
    }
}

static void
compare (const char       *layers,
         const NnLossType *loss,
         guint             layer)
{
  g_autoptr (Tiny)          tiny = tiny_new (layers, loss, 603);
  const guint               units[] = { 3, 0, 4, 3 };
  const AnUnitSet           sets[] = { { units, 1 }, { units, 0 }, { units, 4 }, { units + 1, 2 } };
  g_autoptr (AnUnitSilence) silence = run (tiny, layer, sets, G_N_ELEMENTS (sets));
  g_autofree double        *whole = cut (tiny, layer, NULL);

  g_assert_cmpuint (silence->layer, ==, layer);
  g_assert_cmpuint (silence->n_sets, ==, G_N_ELEMENTS (sets));
  check (tiny, silence, AN_WHOLE_NETWORK, whole);
  for (int s = 0; s < (int) G_N_ELEMENTS (sets); s++)
    {
      g_autofree double *parameters = cut (tiny, layer, &sets[s]);

      check (tiny, silence, s, parameters);
    }
  g_assert_cmpfloat (an_unit_silence_get (silence, 1, AN_ALL_CLASSES)->loss, ==,
                     an_unit_silence_get (silence, AN_WHOLE_NETWORK, AN_ALL_CLASSES)->loss);
  g_assert_cmpfloat (an_unit_silence_get (silence, 2, AN_ALL_CLASSES)->loss, !=,
                     an_unit_silence_get (silence, AN_WHOLE_NETWORK, AN_ALL_CLASSES)->loss);
}

static void
test_direct (void)
{
  for (gsize i = 0; nn_layer_types[i]; i++)
    {
      const char      *name = nn_layer_types[i]->name;
      g_autofree char *one = g_strdup_printf ("dense 6 %s; dropout 0.4; dense 4", name);
      g_autofree char *deep = g_strdup_printf ("dense 5 %s; dense 6 tanh; dense 4", name);

      if (!nn_layer_types[i]->title)
        continue;
      compare (one, &nn_nll_loss, 1);
      compare (deep, &nn_nll_loss, 1);
      compare (deep, &nn_squared_loss, 2);
    }
  compare ("dense 6; dense 4 tanh", &nn_squared_loss, 1);
}

/* What is silenced is not looked at: a unit that is no number no longer spoils the rest. */
static void
test_nan_unit (void)
{
  g_autoptr (Tiny)          tiny = tiny_new ("dense 6 tanh; dense 4", &nn_nll_loss, 150);
  const guint               unit = 2;
  const AnUnitSet           set = { &unit, 1 };
  g_autoptr (AnUnitSilence) silence = NULL;
  g_autofree double        *without = cut (tiny, 1, &set);

  tiny->parameters[unit * 7 + 3] = NAN;
  silence = run (tiny, 0, &set, 1);
  g_assert_cmpuint (an_unit_silence_get (silence, AN_WHOLE_NETWORK, AN_ALL_CLASSES)->correct, ==, 0);
  g_assert_true (isnan (an_tally_loss (an_unit_silence_get (silence, AN_WHOLE_NETWORK, AN_ALL_CLASSES))));
  check (tiny, silence, 0, without);
}

static void
test_blank_class (void)
{
  g_autoptr (Tiny)          tiny = tiny_new ("dense 1 relu; dense 4", &nn_nll_loss, 50);
  g_autoptr (AnUnitSilence) silence = NULL;
  const guint               unit = 0;
  const AnUnitSet           set = { &unit, 1 };

  for (gsize i = 0; i < 50; i++)
    tiny->dataset->labels[i] %= 3;
  silence = run (tiny, 1, &set, 1);
  g_assert_cmpuint (an_unit_silence_get (silence, 0, 3)->n, ==, 0);
  g_assert_true (isnan (an_tally_accuracy (an_unit_silence_get (silence, 0, 3))));
  g_assert_true (isnan (an_tally_loss (an_unit_silence_get (silence, 0, 3))));
  g_assert_cmpuint (an_unit_silence_get (silence, 0, AN_ALL_CLASSES)->n, ==, 50);
}

static void
check_error (const char *layers,
             guint       layer,
             guint       unit,
             const char *told)
{
  g_autoptr (Tiny)   tiny = tiny_new (layers, &nn_nll_loss, 10);
  g_autoptr (GError) error = NULL;
  const AnUnitSet    set = { &unit, 1 };

  g_assert_null (an_unit_silence_run (&tiny->subject, layer, &set, 1, tiny->pool, NULL, NULL, NULL, &error));
  g_assert_error (error, AN_ERROR, AN_ERROR_RANGE);
  if (!strstr (error->message, told))
    g_error ("no “%s” in: %s", told, error->message);
}

static void
test_errors (void)
{
  check_error ("dense 4", 0, 0, "no hidden layer");
  check_error ("dense 5; dense 4", 2, 0, "layer 2 is the output layer");
  check_error ("dense 5; dense 4", 1, 5, "no unit 5");
  check_error ("dense 5; dense 4", 1, G_MAXUINT, "0 to 4");
}

static void
test_stop (void)
{
  g_autoptr (Tiny)   tiny = tiny_new ("dense 6 relu; dense 4", &nn_nll_loss, 500);
  g_autoptr (GError) error = NULL;
  atomic_bool        raised = TRUE;

  g_assert_null (an_unit_silence_run (&tiny->subject, 0, NULL, 0, tiny->pool, &raised, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unit-silence/direct", test_direct);
  g_test_add_func ("/unit-silence/nan-unit", test_nan_unit);
  g_test_add_func ("/unit-silence/blank-class", test_blank_class);
  g_test_add_func ("/unit-silence/errors", test_errors);
  g_test_add_func ("/unit-silence/stop", test_stop);
  return g_test_run ();
}
