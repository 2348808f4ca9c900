/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/cost-plane-private.h"

#include "analysis/analysis-error.h"
#include "analysis/loss-surface.h"
#include "analysis/tiny-subject.h"
#include "base/rng.h"
#include "nn/reference.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#define COST_EPSILON 1e-6
#define GRADIENT_EPSILON 1e-4

static AnPlane
plane_of (const Tiny *tiny,
          const char *weights)
{
  AnSurfaceSettings settings;
  GError           *error = NULL;

  an_surface_parse_weights (weights, tiny->network, &settings, &error);
  g_assert_no_error (error);
  return settings.plane;
}

/* Directions that reach all parameters from the layer with weights numbered @lowest on. */
static AnPlane
directions_from (const Tiny *tiny,
                 guint       lowest)
{
  AnPlane plane = { .kind = AN_PLANE_DIRECTIONS };
  gsize   n = tiny->network->n_parameters;
  BaseRng rng;

  base_rng_seed (&rng, 8, BASE_RNG_NOISE);
  for (int k = 0; k < 2; k++)
    {
      double *direction = g_new0 (double, n);

      for (gsize i = nn_network_get_layer (tiny->network, lowest)->offset; i < n; i++)
        direction[i] = 0.3 * base_rng_normal (&rng);
      plane.directions[k] = direction;
    }
  return plane;
}

static void
directions_clear (AnPlane *plane)
{
  g_free ((double *) plane->directions[0]);
  g_free ((double *) plane->directions[1]);
}

/* The whole network in double precision at one point of the plane. */
static AnSlope
expect (const Tiny    *tiny,
        const AnPlane *plane,
        const AnBatch *batch,
        const double   point[2])
{
  const AnSubject    *subject = &tiny->subject;
  gsize               n_in = nn_shape_size (tiny->network->input), n = batch ? batch->n : subject->n_examples;
  gsize               n_parameters = tiny->network->n_parameters;
  g_autofree double  *p = g_memdup2 (tiny->parameters, n_parameters * sizeof *p);
  g_autofree double  *gradient = g_new0 (double, n_parameters);
  g_autofree double  *x = g_new (double, n * n_in);
  g_autofree guint16 *labels = g_new (guint16, n);
  double              scale = subject->sum ? (double) subject->n_examples : 1.0;
  AnSlope             slope = { 0 };

  for (gsize r = 0; r < n; r++)
    {
      guint32 index = subject->indices[batch ? batch->examples[r] : r];

      labels[r] = tiny->dataset->labels[index];
      for (gsize k = 0; k < n_in; k++)
        x[r * n_in + k] = (double) (subject->recipe.scale * (float) ds_dataset_get_image (tiny->dataset, index)[k] +
                                    subject->recipe.offset);
    }
  for (int k = 0; k < 2; k++)
    if (plane->kind == AN_PLANE_WEIGHTS)
      p[plane->parameters[k]] = point[k];
    else
      for (gsize i = 0; i < n_parameters; i++)
        p[i] += point[k] * plane->directions[k][i];
  slope.cost = scale * nn_reference_loss (tiny->network, subject->loss, p, x, labels, n, gradient);
  for (int k = 0; k < 2; k++)
    if (plane->kind == AN_PLANE_WEIGHTS)
      slope.gradient[k] = scale * gradient[plane->parameters[k]];
    else
      for (gsize i = 0; i < n_parameters; i++)
        slope.gradient[k] += scale * gradient[i] * plane->directions[k][i];
  return slope;
}

static void
compare (const char    *what,
         const double   point[2],
         const AnSlope *found,
         const AnSlope *right,
         double         largest)
{
  if (!(fabs (found->cost - right->cost) <= COST_EPSILON * fabs (right->cost)))
    g_error ("%s at %g, %g: cost %.9g instead of %.9g", what, point[0], point[1], found->cost, right->cost);
  for (int k = 0; k < 2; k++)
    if (!(fabs (found->gradient[k] - right->gradient[k]) <= MAX (GRADIENT_EPSILON * fabs (right->gradient[k]),
                                                                 1e-6 * largest)))
      g_error ("%s at %g, %g: gradient %d is %.9g instead of %.9g", what, point[0], point[1], k, found->gradient[k],
               right->gradient[k]);
}

static const double places[][2] = { { 0.0, 0.0 },   { 0.5, -0.25 }, { -1.5, 2.0 }, { 3.0, 1.0 },
                                    { -4.0, -5.0 }, { 0.01, 0.02 }, { 1.0, 6.0 } };

/* All points at once, all examples and some of them. */
static void
check_plane (const Tiny    *tiny,
             const AnPlane *plane,
             const char    *what)
{
  g_autoptr (AnCostPlane) cost = NULL;
  guint32                 examples[] = { 7, 0, 3, 3, 11 };
  const AnBatch           some = { examples, tiny->subject.n_examples > 11 ? 5 : 1 };
  GError                 *error = NULL;

  examples[0] = (guint32) MIN (7, tiny->subject.n_examples - 1);
  cost = an_cost_plane_new (&tiny->subject, plane, tiny->pool, NULL, &error);
  g_assert_no_error (error);
  for (int round = 0; round < 2; round++)
    {
      const AnBatch *batch = round == 1 ? &some : NULL;
      AnSlope        found[G_N_ELEMENTS (places)], right[G_N_ELEMENTS (places)];
      double         largest = 0.0;

      g_assert_true (an_cost_plane_get_slopes (cost, batch, places, G_N_ELEMENTS (places), found));
      for (gsize k = 0; k < G_N_ELEMENTS (places); k++)
        {
          right[k] = expect (tiny, plane, batch, places[k]);
          largest = MAX (largest, MAX (fabs (right[k].gradient[0]), fabs (right[k].gradient[1])));
        }
      for (gsize k = 0; k < G_N_ELEMENTS (places); k++)
        compare (what, places[k], &found[k], &right[k], largest);
    }
}

static const char *const of_one_layer[] = { "W1[1,2] W1[2,2]", "W1[2,2] W1[1,2]", "W1[1,2] W1[2,3]", "W1[4,3] b1[0]",
                                            "b1[1] b1[3]", "b1[1] W1[0,1]", NULL };
static const char *const of_two_layers[] = { "W1[1,2] W1[2,2]", "W1[1,2] W1[2,3]", "b1[1] W1[0,1]", "W1[3,2] W2[2,1]",
                                             "W2[2,1] W1[3,2]", "W1[3,2] W2[1,1]", "b2[0] b1[4]", "W2[0,1] W2[3,2]",
                                             "W2[0,1] W2[3,1]", "b2[0] W2[1,3]", NULL };
static const char *const of_three_layers[] = { "W1[1,2] W3[2,2]", "W3[1,2] W2[2,3]", "b3[1] b1[1]", NULL };

static void
check_weights (const char        *layers,
               const NnLossType  *loss,
               gsize              n,
               const char *const *weights)
{
  g_autoptr (Tiny) tiny = tiny_new (layers, loss, n);

  for (gsize k = 0; weights[k]; k++)
    {
      AnPlane          plane = plane_of (tiny, weights[k]);
      g_autofree char *what = g_strdup_printf ("%s of %s", weights[k], layers);

      tiny->subject.sum = k % 2 == 1;
      tiny->subject.recipe.offset = k % 3 == 1 ? -0.25f : 0.0f;
      check_plane (tiny, &plane, what);
    }
}

static void
check_directions (const char       *layers,
                  const NnLossType *loss,
                  guint             lowest)
{
  g_autoptr (Tiny) tiny = tiny_new (layers, loss, 203);
  AnPlane          plane = directions_from (tiny, lowest);

  check_plane (tiny, &plane, layers);
  tiny->subject.sum = TRUE;
  check_plane (tiny, &plane, layers);
  directions_clear (&plane);
}

static void
test_one_layer (void)
{
  for (gsize l = 0; nn_loss_types[l]; l++)
    {
      check_weights ("dense 4", nn_loss_types[l], 203, of_one_layer);
      check_weights ("dropout 0.5; dense 4 frozen", nn_loss_types[l], 203, of_one_layer);
      check_directions ("dense 4", nn_loss_types[l], 1);
    }
}

/* Every activation of the registry between two layers, and after the last. */
static void
test_activations (void)
{
  for (gsize i = 0; nn_layer_types[i]; i++)
    if (nn_layer_types[i]->title)
      for (gsize l = 0; nn_loss_types[l]; l++)
        {
          g_autofree char *between = g_strdup_printf ("dense 5 %s; dense 4", nn_layer_types[i]->name);
          g_autofree char *last = g_strdup_printf ("dense 5; dropout 0.3; dense 4 %s", nn_layer_types[i]->name);

          check_weights (between, nn_loss_types[l], 203, of_two_layers);
          check_weights (last, nn_loss_types[l], 203, of_two_layers);
          check_directions (between, nn_loss_types[l], 1);
          check_directions (between, nn_loss_types[l], 2);
          check_directions (last, nn_loss_types[l], 1);
        }
}

static void
test_deep (void)
{
  for (gsize l = 0; nn_loss_types[l]; l++)
    {
      check_weights ("dense 5 tanh; dense 6 sigmoid; dense 4", nn_loss_types[l], 203, of_two_layers);
      check_weights ("dense 5 tanh; dense 6 softmax; dense 4", nn_loss_types[l], 203, of_three_layers);
      check_directions ("dense 5 softplus; dense 6 tanh; dense 4", nn_loss_types[l], 1);
      check_directions ("dense 5 softplus; dense 6 tanh; dense 4", nn_loss_types[l], 2);
    }
}

/* One example, and fewer than there are threads. */
static void
test_few_examples (void)
{
  for (gsize n = 1; n < 4; n++)
    {
      check_weights ("dense 4", &nn_nll_loss, n, of_one_layer);
      check_weights ("dense 5 tanh; dense 4", &nn_nll_loss, n, of_two_layers);
    }
}

/* A single class is certain: nothing costs anything anywhere. */
static void
test_one_class (void)
{
  g_autoptr (Tiny) tiny = tiny_new ("dense 1", &nn_nll_loss, 50);
  AnPlane          planes[2] = { plane_of (tiny, "W1[1,0] b1[0]"), directions_from (tiny, 1) };

  for (gsize i = 0; i < 50; i++)
    tiny->dataset->labels[i] = 0;
  for (int k = 0; k < 2; k++)
    {
      g_autoptr (AnCostPlane) cost = an_cost_plane_new (&tiny->subject, &planes[k], tiny->pool, NULL, NULL);
      AnSlope                 slopes[G_N_ELEMENTS (places)];

      g_assert_true (an_cost_plane_get_slopes (cost, NULL, places, G_N_ELEMENTS (places), slopes));
      for (gsize p = 0; p < G_N_ELEMENTS (places); p++)
        {
          g_assert_cmpfloat (fabs (slopes[p].cost), <, 1e-30);
          g_assert_cmpfloat (hypot (slopes[p].gradient[0], slopes[p].gradient[1]), <, 1e-30);
        }
    }
  directions_clear (&planes[1]);
}

/* Planes that there are not. */
static void
test_refusals (void)
{
  g_autoptr (Tiny) tiny = tiny_new ("dense 4", &nn_nll_loss, 5);
  const gsize      pairs[][2] = { { 3, 3 }, { 0, tiny->network->n_parameters }, { G_MAXSIZE, 1 } };

  for (gsize k = 0; k < G_N_ELEMENTS (pairs); k++)
    {
      AnPlane            plane = { .kind = AN_PLANE_WEIGHTS, .parameters = { pairs[k][0], pairs[k][1] } };
      g_autoptr (GError) error = NULL;

      g_assert_null (an_cost_plane_new (&tiny->subject, &plane, tiny->pool, NULL, &error));
      g_assert_error (error, AN_ERROR, AN_ERROR_RANGE);
    }
}

/* Two inputs of a layer are 0 in some examples, or in all. */
static void
check_blank_inputs (const char       *layers,
                    const NnLossType *loss)
{
  static const char *const pairs[] = { "W1[0,1] W1[1,2]", "W1[0,1] W1[1,1]", "W1[0,1] W1[0,2]", NULL };
  g_autoptr (Tiny)         tiny = tiny_new (layers, loss, 90);

  for (gsize i = 0; i < 90; i++)
    {
      tiny->dataset->pixels[i * 7] = 0;
      tiny->dataset->pixels[i * 7 + 1] = i % 3 ? 0 : 200;
    }
  for (gsize k = 0; pairs[k]; k++)
    {
      AnPlane plane = plane_of (tiny, pairs[k]);

      check_plane (tiny, &plane, pairs[k]);
    }
}

static void
test_blank_inputs (void)
{
  for (gsize l = 0; nn_loss_types[l]; l++)
    {
      check_blank_inputs ("dense 4", nn_loss_types[l]);
      check_blank_inputs ("dense 5 tanh; dense 4", nn_loss_types[l]);
      check_blank_inputs ("dense 5 tanh; dense 3 relu; dense 4", nn_loss_types[l]);
    }
}

static void
check_hessian (const char *layers,
               const char *weights)
{
  g_autoptr (Tiny)        tiny = tiny_new (layers, &nn_nll_loss, 203);
  AnPlane                 plane = weights ? plane_of (tiny, weights) : directions_from (tiny, 1);
  g_autoptr (AnCostPlane) cost = an_cost_plane_new (&tiny->subject, &plane, tiny->pool, NULL, NULL);

  for (gsize k = 0; k < G_N_ELEMENTS (places); k++)
    {
      const double h = 1e-4;
      AnHessian    found;
      double       second[2][2], unit;

      g_assert_true (an_cost_plane_get_hessian (cost, places[k], &found));
      for (int along = 0; along < 2; along++)
        {
          double  ahead[2] = { places[k][0], places[k][1] }, behind[2] = { places[k][0], places[k][1] };
          AnSlope high, low;

          ahead[along] += h;
          behind[along] -= h;
          high = expect (tiny, &plane, NULL, ahead);
          low = expect (tiny, &plane, NULL, behind);
          for (int i = 0; i < 2; i++)
            second[along][i] = (high.gradient[i] - low.gradient[i]) / (2 * h);
        }
      unit = fabs (second[0][0]) + fabs (second[1][1]);
      g_assert_cmpfloat_with_epsilon (found.xx, second[0][0], 1e-3 * unit);
      g_assert_cmpfloat_with_epsilon (found.xy, second[0][1], 1e-3 * unit);
      g_assert_cmpfloat_with_epsilon (found.yy, second[1][1], 1e-3 * unit);
    }
  if (!weights)
    directions_clear (&plane);
}

static void
test_hessian (void)
{
  for (gsize k = 0; of_one_layer[k]; k++)
    check_hessian ("dense 4", of_one_layer[k]);
  for (gsize k = 0; of_two_layers[k]; k++)
    check_hessian ("dense 5 tanh; dense 4", of_two_layers[k]);
  check_hessian ("dense 4", NULL);
  check_hessian ("dense 5 tanh; dense 4", NULL);
}

static void
test_analytic (void)
{
  g_autoptr (BasePool) pool = base_pool_new (2);

  for (gsize i = 0; an_analytic_surfaces[i]; i++)
    {
      const AnAnalyticSurface *s = an_analytic_surfaces[i];
      AnPlane                  plane = { .kind = AN_PLANE_ANALYTIC, .analytic = s };
      g_autoptr (AnCostPlane)  cost = an_cost_plane_new (NULL, &plane, pool, NULL, NULL);
      AnSlope                  slopes[G_N_ELEMENTS (places)];

      g_assert_true (an_cost_plane_get_slopes (cost, NULL, places, G_N_ELEMENTS (places), slopes));
      for (gsize k = 0; k < G_N_ELEMENTS (places); k++)
        {
          double    gradient[2], second[3];
          AnHessian hessian;

          s->gradient (places[k][0], places[k][1], gradient);
          s->hessian (places[k][0], places[k][1], second);
          g_assert_true (an_cost_plane_get_hessian (cost, places[k], &hessian));
          g_assert_cmpfloat (slopes[k].cost, ==, s->value (places[k][0], places[k][1]));
          g_assert_cmpmem (slopes[k].gradient, sizeof gradient, gradient, sizeof gradient);
          g_assert_cmpmem (&hessian, sizeof hessian, second, sizeof second);
        }
    }
}

/* Down to where the gradient vanishes; never up. */
static void
test_descending (void)
{
  static const char *const names[] = { "bowl", "ravine", "rosenbrock" };
  g_autoptr (Tiny)         tiny = tiny_new ("dense 5 tanh; dense 4", &nn_nll_loss, 203);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      AnPlane                 plane = { .kind = AN_PLANE_ANALYTIC, .analytic = an_analytic_surface_find (names[i]) };
      g_autoptr (AnCostPlane) cost = an_cost_plane_new (NULL, &plane, tiny->pool, NULL, NULL);
      double                  lowest[2];

      g_assert_true (an_cost_plane_descend (cost, plane.analytic->start, lowest));
      g_assert_cmpfloat (plane.analytic->value (lowest[0], lowest[1]), <, 1e-8);
    }
  for (gsize k = 0; of_two_layers[k]; k++)
    {
      AnPlane                 plane = plane_of (tiny, of_two_layers[k]);
      g_autoptr (AnCostPlane) cost = an_cost_plane_new (&tiny->subject, &plane, tiny->pool, NULL, NULL);
      double                  lowest[2];
      AnSlope                 before = expect (tiny, &plane, NULL, places[1]), after;

      g_assert_true (an_cost_plane_descend (cost, places[1], lowest));
      after = expect (tiny, &plane, NULL, lowest);
      g_assert_cmpfloat (after.cost, <, before.cost);
      g_assert_cmpfloat (hypot (after.gradient[0], after.gradient[1]), <,
                         0.05 * hypot (before.gradient[0], before.gradient[1]));
    }
}

/* The same bits again; nearly the same with another number of threads. */
static void
test_threads (void)
{
  static const char *const networks[] = { "dense 4", "dense 5 tanh; dense 4", "dense 5 softmax; dense 4", NULL };

  for (gsize i = 0; networks[i]; i++)
    {
      g_autoptr (Tiny) tiny = tiny_new (networks[i], &nn_nll_loss, 500);
      AnPlane          plane = plane_of (tiny, "W1[1,2] W1[2,3]");
      AnSlope          first[G_N_ELEMENTS (places)], again[G_N_ELEMENTS (places)];

      for (guint n_threads = 1; n_threads <= 5; n_threads += 2)
        {
          g_autoptr (BasePool)    pool = base_pool_new (n_threads);
          g_autoptr (AnCostPlane) cost = an_cost_plane_new (&tiny->subject, &plane, pool, NULL, NULL);
          AnSlope                 right;

          g_assert_true (an_cost_plane_get_slopes (cost, NULL, places, G_N_ELEMENTS (places), first));
          g_assert_true (an_cost_plane_get_slopes (cost, NULL, places, G_N_ELEMENTS (places), again));
          g_assert_cmpmem (first, sizeof first, again, sizeof again);
          right = expect (tiny, &plane, NULL, places[2]);
          g_assert_cmpfloat_with_epsilon (first[2].cost, right.cost, 1e-6 * right.cost);
        }
    }
}

static void
test_stopping (void)
{
  g_autoptr (Tiny)        tiny = tiny_new ("dense 5 tanh; dense 4", &nn_nll_loss, 500);
  AnPlane                 plane = plane_of (tiny, "W1[1,2] W1[2,3]");
  atomic_bool             stop = FALSE;
  g_autoptr (AnCostPlane) cost = an_cost_plane_new (&tiny->subject, &plane, tiny->pool, &stop, NULL);
  AnSlope                 slope;
  AnHessian               hessian;
  double                  lowest[2];

  atomic_store (&stop, TRUE);
  g_assert_false (an_cost_plane_get_slopes (cost, NULL, places, 1, &slope));
  g_assert_false (an_cost_plane_get_hessian (cost, places[0], &hessian));
  g_assert_false (an_cost_plane_descend (cost, places[0], lowest));
  atomic_store (&stop, FALSE);
  g_assert_true (an_cost_plane_get_slopes (cost, NULL, places, 1, &slope));
}

/* A batch that no memory holds is not taken for one that was stopped. */
static void
test_batch_without_memory (void)
{
  g_autoptr (Tiny)        tiny = tiny_new ("dense 4", &nn_nll_loss, 100);
  const AnPlane           plane = { .kind = AN_PLANE_WEIGHTS, .parameters = { 3, 8 } };
  const AnBatch           batch = { tiny->indices, G_MAXSIZE / 8 };
  const double            points[1][2] = { { 0.5, 0.5 } };
  atomic_bool             stop = FALSE;
  g_autoptr (GError)      memory = NULL, stopped = NULL;
  g_autoptr (AnCostPlane) cost = an_cost_plane_new (&tiny->subject, &plane, tiny->pool, &stop, NULL);
  AnSlope                 slope;

  g_assert_false (an_cost_plane_get_slopes (cost, &batch, points, 1, &slope));
  g_assert_false (an_cost_plane_explain (cost, &memory));
  g_assert_error (memory, AN_ERROR, AN_ERROR_MEMORY);
  g_assert_true (an_cost_plane_get_slopes (cost, NULL, points, 1, &slope));
  stop = TRUE;
  g_assert_false (an_cost_plane_get_slopes (cost, NULL, points, 1, &slope));
  g_assert_false (an_cost_plane_explain (cost, &stopped));
  g_assert_error (stopped, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cost-plane/one-layer", test_one_layer);
  g_test_add_func ("/cost-plane/activations", test_activations);
  g_test_add_func ("/cost-plane/deep", test_deep);
  g_test_add_func ("/cost-plane/few-examples", test_few_examples);
  g_test_add_func ("/cost-plane/blank-inputs", test_blank_inputs);
  g_test_add_func ("/cost-plane/one-class", test_one_class);
  g_test_add_func ("/cost-plane/refusals", test_refusals);
  g_test_add_func ("/cost-plane/hessian", test_hessian);
  g_test_add_func ("/cost-plane/analytic", test_analytic);
  g_test_add_func ("/cost-plane/descending", test_descending);
  g_test_add_func ("/cost-plane/threads", test_threads);
  g_test_add_func ("/cost-plane/stopping", test_stopping);
  g_test_add_func ("/cost-plane/batch-without-memory", test_batch_without_memory);
  return g_test_run ();
}
