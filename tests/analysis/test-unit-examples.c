/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analysis-error.h"
#include "analysis/tiny-subject.h"
#include "analysis/unit-examples.h"
#include "analysis/unit-twins.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

static AnUnitExamples *
run (const Tiny *tiny,
     guint       layer,
     guint       unit)
{
  GError         *error = NULL;
  AnUnitExamples *examples = an_unit_examples_run (&tiny->subject, layer, unit, tiny->pool, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return examples;
}

/* The unit's answer to each example by the layers' reference functions, in double precision. */
static double *
find_activations (const Tiny *tiny,
                  guint       layer,
                  guint       unit)
{
  gsize               n = tiny->subject.n_examples;
  double             *activations = g_new (double, n);
  g_autoptr (AnBlock) block = an_block_new (&tiny->subject, n, NULL);
  const NnLayer      *next = nn_network_get_layer (tiny->network, layer + 1);
  guint               stage = next ? next->index : tiny->network->n_layers;
  gsize               width = next ? next->n_in : tiny->network->n_outputs;

  an_block_load (block, 0, n);
  an_block_forward (block, 0);
  for (gsize i = 0; i < n; i++)
    activations[i] = block->values[stage][i * width + unit];
  return activations;
}

static double *
find_cosines (const Tiny *tiny,
              guint       unit)
{
  gsize               n = tiny->subject.n_examples;
  double             *cosines = g_new (double, n);
  const double       *w = tiny->parameters + unit * 7;
  g_autoptr (AnBlock) block = an_block_new (&tiny->subject, n, NULL);

  an_block_load (block, 0, n);
  for (gsize i = 0; i < n; i++)
    {
      double product = 0, ww = 0, xx = 0;

      for (int k = 0; k < 7; k++)
        {
          double x = (double) block->pixels[i * 7 + k];

          product += w[k] * x;
          ww += w[k] * w[k];
          xx += x * x;
        }
      cosines[i] = product / sqrt (ww * xx);
    }
  return cosines;
}

/* Each of the list has as large a value as its rank among @values says. */
static void
check_list (const AnUnitExampleList *list,
            const Tiny              *tiny,
            const double            *values,
            double                   sign)
{
  gsize n = tiny->subject.n_examples;

  g_assert_cmpuint (list->n_images, ==, MIN (n, AN_UNIT_EXAMPLES));
  for (guint i = 0; i < list->n_images; i++)
    {
      const AnUnitExample *image = &list->images[i];
      gsize                better = 0;

      g_assert_cmpfloat_with_epsilon (image->value, values[image->place], 1e-5);
      g_assert_cmpuint (image->label, ==, tiny->dataset->labels[tiny->indices[image->place]]);
      for (gsize k = 0; k < n; k++)
        better += sign * values[k] > sign * values[image->place] + 1e-5;
      g_assert_cmpuint (better, <=, i);
      if (i > 0)
        g_assert_cmpfloat (sign * image->value, <=, sign * list->images[i - 1].value);
    }
}

static void
check (const Tiny *tiny,
       guint       layer,
       guint       unit)
{
  g_autofree double        *activations = find_activations (tiny, layer, unit);
  g_autoptr (AnUnitExamples) examples = run (tiny, layer, unit);
  gsize                      n = tiny->subject.n_examples, zero = 0;
  double                     mean = 0, lowest = INFINITY, highest = -INFINITY;

  for (gsize i = 0; i < n; i++)
    {
      mean += activations[i] / (double) n;
      lowest = fmin (lowest, activations[i]);
      highest = fmax (highest, activations[i]);
      zero += activations[i] == 0.0;
    }
  g_assert_cmpuint (examples->n_examples, ==, n);
  g_assert_cmpuint (examples->n_zero, ==, zero);
  g_assert_cmpfloat_with_epsilon (examples->mean, mean, 1e-5);
  g_assert_cmpfloat_with_epsilon (examples->lowest, lowest, 1e-5);
  g_assert_cmpfloat_with_epsilon (examples->highest, highest, 1e-5);
  check_list (&examples->most, tiny, activations, 1);
  check_list (&examples->least, tiny, activations, -1);
  if (layer == 1)
    {
      g_autofree double *cosines = find_cosines (tiny, unit);

      check_list (&examples->nearest, tiny, cosines, 1);
    }
  else
    g_assert_cmpuint (examples->nearest.n_images, ==, 0);
}

static void
test_direct (void)
{
  static const char *const layers[] = { "dense 5 tanh; dense 4", "dense 5 relu; dense 3 sigmoid; dense 4",
                                        "dense 4 softmax" };
  static const gsize       sizes[] = { 1, 5, 300 };

  for (guint l = 0; l < G_N_ELEMENTS (layers); l++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        g_autoptr (Tiny) tiny = tiny_new (layers[l], &nn_nll_loss, sizes[s]);

        for (guint layer = 1; layer <= tiny->network->n_with_weights; layer++)
          check (tiny, layer, 2);
      }
}

/* A unit without weights answers to nothing, and looks like nothing. */
static void
test_dead (void)
{
  g_autoptr (Tiny)           tiny = tiny_new ("dense 3 relu; dense 4", &nn_nll_loss, 40);
  g_autoptr (AnUnitExamples) examples = NULL;

  memset (tiny->parameters, 0, tiny->network->n_parameters * sizeof (double));
  examples = run (tiny, 1, 1);
  g_assert_cmpuint (examples->n_zero, ==, 40);
  g_assert_cmpuint (examples->nearest.n_images, ==, 0);
  for (guint i = 0; i < AN_UNIT_EXAMPLES; i++) /* all are equal: in their order */
    {
      g_assert_cmpuint (examples->most.images[i].place, ==, i);
      g_assert_cmpuint (examples->least.images[i].place, ==, i);
    }
}

static void
test_undefined (void)
{
  g_autoptr (Tiny)           tiny = tiny_new ("dense 3 tanh; dense 4", &nn_nll_loss, 12);
  g_autoptr (AnUnitExamples) examples = NULL;

  tiny->parameters[7 + 2] = NAN;
  examples = run (tiny, 1, 1);
  g_assert_cmpuint (examples->n_undefined, ==, 12);
  g_assert_cmpuint (examples->most.n_images, ==, 0);
  g_assert_true (isnan (examples->mean));
}

static void
check_same_images (const AnUnitExampleList *a,
                   const AnUnitExampleList *b,
                   double                   epsilon)
{
  g_assert_cmpuint (a->n_images, ==, b->n_images);
  for (guint i = 0; i < a->n_images; i++)
    {
      g_assert_cmpuint (a->images[i].place, ==, b->images[i].place);
      g_assert_cmpfloat (fabs (a->images[i].value - b->images[i].value), <=, epsilon);
    }
}

static void
check_same (const AnUnitExamples *a,
            const AnUnitExamples *b,
            double                epsilon)
{
  check_same_images (&a->most, &b->most, epsilon);
  check_same_images (&a->least, &b->least, epsilon);
  check_same_images (&a->nearest, &b->nearest, epsilon);
  g_assert_cmpfloat (fabs (a->mean - b->mean), <=, epsilon);
}

/* To the last bit the same for as many threads, the same images for any number of them. */
static void
test_threads (void)
{
  g_autoptr (Tiny)           tiny = tiny_new ("dense 5 relu; dense 4", &nn_nll_loss, 300);
  g_autoptr (BasePool)       one = base_pool_new (1);
  g_autoptr (BasePool)       five = base_pool_new (5);
  g_autoptr (AnUnitExamples) alone = an_unit_examples_run (&tiny->subject, 1, 2, one, NULL, NULL, NULL, NULL);
  g_autoptr (AnUnitExamples) first = an_unit_examples_run (&tiny->subject, 1, 2, five, NULL, NULL, NULL, NULL);

  check_same (alone, first, 1e-5);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (AnUnitExamples) again = an_unit_examples_run (&tiny->subject, 1, 2, five, NULL, NULL, NULL, NULL);

      check_same (first, again, 0.0);
    }
}

static void
test_errors (void)
{
  g_autoptr (Tiny) tiny = tiny_new ("dense 3; dense 4", &nn_nll_loss, 4);
  atomic_bool      stop;
  GError          *error = NULL;

  g_assert_null (an_unit_examples_run (&tiny->subject, 3, 0, tiny->pool, NULL, NULL, NULL, &error));
  g_assert_error (error, AN_ERROR, AN_ERROR_RANGE);
  g_assert_nonnull (strstr (error->message, "1 to 2"));
  g_clear_error (&error);
  g_assert_null (an_unit_examples_run (&tiny->subject, 1, 3, tiny->pool, NULL, NULL, NULL, &error));
  g_assert_error (error, AN_ERROR, AN_ERROR_RANGE);
  g_assert_nonnull (strstr (error->message, "0 to 2"));
  g_clear_error (&error);
  atomic_init (&stop, TRUE);
  g_assert_null (an_unit_examples_run (&tiny->subject, 1, 0, tiny->pool, &stop, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
}

/* Twins: the same, the opposite, somewhat alike; of equal ones the lower unit; without direction none. */
static void
test_twins (void)
{
  g_autoptr (NnNetwork)   network = nn_network_new ((NnShape) { 1, 1, 2 }, "dense 7", NULL);
  const float             parameters[] = { 1, 0, 3, 0, -2, 0, 1, 1, 0, 5, 0, 0, NAN, 1, 9, 9, 9, 9, 9, 9, 9 };
  g_autofree AnUnitTwins *twins = an_unit_twins_find (&network->layers[0], parameters, 0);
  g_autofree AnUnitTwins *none = an_unit_twins_find (&network->layers[0], parameters, 5);

  g_assert_cmpuint (twins->n, ==, 4);
  g_assert_cmpuint (twins->twins[0].unit, ==, 1);
  g_assert_cmpfloat (twins->twins[0].cosine, ==, 1);
  g_assert_cmpuint (twins->twins[1].unit, ==, 2);
  g_assert_cmpfloat (twins->twins[1].cosine, ==, -1);
  g_assert_cmpuint (twins->twins[2].unit, ==, 3);
  g_assert_cmpfloat_with_epsilon (twins->twins[2].cosine, M_SQRT1_2, 1e-12);
  g_assert_cmpuint (twins->twins[3].unit, ==, 4);
  g_assert_cmpfloat (twins->twins[3].cosine, ==, 0);
  g_assert_cmpuint (none->n, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unit-examples/direct", test_direct);
  g_test_add_func ("/unit-examples/dead", test_dead);
  g_test_add_func ("/unit-examples/undefined", test_undefined);
  g_test_add_func ("/unit-examples/threads", test_threads);
  g_test_add_func ("/unit-examples/errors", test_errors);
  g_test_add_func ("/unit-examples/twins", test_twins);
  return g_test_run ();
}
