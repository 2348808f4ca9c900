/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network drawn up as a diagram against direct computation: which units stand there, in which order, what they
 * answer and what each edge adds; what stays while the network learns. */

#include "figures/network-diagram.h"
#include "plot/weight-scale.h"

#include <math.h>
#include <string.h>

#define SIDE   3
#define INPUTS (SIDE * SIDE)

/* Weights that repeat never, small whole parts of 64: float sums of few of them are exact. */
static float
weight_at (guint layer,
           gsize i)
{
  return (float) ((int) ((i * 37 + layer * 11) % 61) - 30) / 64;
}

static PerceptWeights *
make_weights (const NnLayer *layer)
{
  PerceptWeights *weights = g_new0 (PerceptWeights, 1);

  g_atomic_ref_count_init (&weights->refs);
  weights->layer = layer->number;
  weights->step = 1200;
  weights->n_units = layer->n_units;
  weights->channels = layer->in.channels;
  weights->height = layer->in.height;
  weights->width = layer->in.width;
  weights->weights = g_new (float, layer->n_weights);
  weights->biases = g_new (float, layer->n_biases);
  for (gsize i = 0; i < layer->n_weights; i++)
    weights->weights[i] = weight_at (layer->number, i);
  for (gsize i = 0; i < layer->n_biases; i++)
    weights->biases[i] = weight_at (layer->number + 7, i);
  return weights;
}

static PerceptDiagramNetwork *
make_network (const char       *layers,
              const NnLossType *loss)
{
  PerceptDiagramNetwork *network = g_new0 (PerceptDiagramNetwork, 1);

  g_atomic_ref_count_init (&network->refs);
  network->shown = g_new0 (PerceptShownNetwork, 1);
  g_atomic_ref_count_init (&network->shown->refs);
  network->shown->network = nn_network_new ((NnShape) { 1, SIDE, SIDE }, layers, NULL);
  g_assert_nonnull (network->shown->network);
  network->loss = loss;
  network->shown->step = 1200;
  network->class_names = g_new0 (char *, network->shown->network->n_outputs + 1);
  for (gsize k = 0; k < network->shown->network->n_outputs; k++)
    network->class_names[k] = g_strdup_printf ("class %" G_GSIZE_FORMAT, k);
  network->shown->n_shown = network->shown->network->n_with_weights;
  network->shown->weights = g_new0 (PerceptWeights *, network->shown->n_shown);
  for (guint number = 1; number <= network->shown->n_shown; number++)
    network->shown->weights[number - 1] = make_weights (nn_network_get_layer (network->shown->network, number));
  return network;
}

static PerceptDiagramWish *
make_wish (guint room)
{
  PerceptDiagramWish *wish = g_new0 (PerceptDiagramWish, 1);

  wish->bytes = g_new (guint8, INPUTS);
  wish->values = g_new (float, INPUTS);
  for (guint i = 0; i < INPUTS; i++)
    {
      wish->bytes[i] = (guint8) (i * 28);
      wish->values[i] = (float) i / 8;
    }
  wish->shape = (NnShape) { 1, SIDE, SIDE };
  wish->label = 1;
  wish->title = g_strdup ("validation example 17, a “1”");
  wish->room = wish->deep_room = room;
  return wish;
}

/* Returns: (transfer full) the layer's units before its activation, from @x */
static double *
sum_units (const PerceptDiagramNetwork *network,
           guint                        l,
           const double                *x)
{
  const NnLayer        *layer = nn_network_get_layer (network->shown->network, l + 1);
  const PerceptWeights *weights = network->shown->weights[l];
  double               *z = g_new (double, layer->n_units);

  for (guint unit = 0; unit < layer->n_units; unit++)
    {
      z[unit] = weights->biases[unit];
      for (gsize i = 0; i < layer->n_in; i++)
        z[unit] += (double) weights->weights[unit * layer->n_in + i] * x[i];
    }
  return z;
}

static void
widen (const float *from,
       double      *to,
       gsize        n)
{
  for (gsize i = 0; i < n; i++)
    to[i] = from[i];
}

/* Of two hidden units the one that goes first: by the sum of |w a|, then by number. */
static gboolean
goes_before (const PerceptDiagramNetwork *network,
             const double                *h,
             guint                        a,
             guint                        b)
{
  const NnLayer *next = nn_network_get_layer (network->shown->network, 2);
  double         of_a = 0, of_b = 0;

  for (guint k = 0; k < next->n_units; k++)
    {
      of_a += fabs ((double) network->shown->weights[1]->weights[k * next->n_in + a] * h[a]);
      of_b += fabs ((double) network->shown->weights[1]->weights[k * next->n_in + b] * h[b]);
    }
  return of_a != of_b ? of_a > of_b : a < b;
}

/* The place of each unit: how many go before it. */
static guint
count_before (const PerceptDiagramNetwork *network,
              const double                *h,
              guint                        unit,
              guint                        n)
{
  guint before = 0;

  for (guint other = 0; other < n; other++)
    before += other != unit && goes_before (network, h, other, unit);
  return before;
}

static void
assert_near (double actual,
             double expected)
{
  g_assert_cmpfloat_with_epsilon (actual, expected, 1e-5 * fmax (1, fabs (expected)));
}

static void
check_edges (const PerceptDiagramNetwork *network,
             const PlotDiagramContent    *content,
             const double                *z,
             const double                *h)
{
  const NnLayer *last = nn_network_get_layer (network->shown->network, 2);
  guint          n = content->layers[0].n_shown, seen = 0;

  g_assert_cmpuint (content->n_edges, ==, n + n * content->layers[1].n_shown);
  for (guint e = 0; e < content->n_edges; e++)
    {
      const PlotDiagramEdge *edge = &content->edges[e];

      if (edge->layer == 0)
        {
          guint unit = content->layers[0].units[edge->to];

          assert_near (edge->product, z[unit] - network->shown->weights[0]->biases[unit]);
          seen++;
        }
      else
        {
          guint  from = content->layers[0].units[edge->from], to = content->layers[1].units[edge->to];
          double weight = network->shown->weights[1]->weights[to * last->n_in + from];

          g_assert_cmpfloat (edge->weight, ==, weight);
          assert_near (edge->product, weight * h[from]);
        }
    }
  g_assert_cmpuint (seen, ==, n);
}

static void
check_outputs (const PlotDiagramContent *content,
               const double             *o,
               guint                     n)
{
  double sum = 0;

  for (guint k = 0; k < n; k++)
    sum += exp (o[k]);
  for (guint k = 0; k < n; k++)
    {
      g_assert_cmpuint (content->layers[1].units[k], ==, k);
      assert_near (content->layers[1].activations[k], o[k]);
      assert_near (content->probabilities[k], exp (o[k]) / sum);
    }
  g_assert_cmpuint (content->truth, ==, 1);
}

static double
relu (double z)
{
  return fmax (z, 0);
}

static double
sigmoid (double z)
{
  return 1 / (1 + exp (-z));
}

typedef struct
{
  const char *layers, *about;
  double    (*function) (double z);
} Activation;

static const Activation activations[] = {
  /* With a dropout that lets everything pass. */
  { "dense 12 tanh; dropout 0.5; dense 4", "dense 12 tanh", tanh },
  { "dense 12 relu; dense 4", "dense 12 relu", relu },
  { "dense 12 sigmoid; dense 4", "dense 12 sigmoid", sigmoid },
};

static void
test_against_direct (gconstpointer data)
{
  const Activation                 *activation = data;
  g_autoptr (PerceptDiagramNetwork) network = make_network (activation->layers, &nn_nll_loss);
  g_autoptr (PerceptDiagramWish)    wish = make_wish (5);
  g_autoptr (PlotDiagramContent)    content = percept_diagram_content (network, wish);
  double                            x[INPUTS], h[12];
  g_autofree double                *z = NULL;
  g_autofree double                *o = NULL;

  widen (wish->values, x, INPUTS);
  z = sum_units (network, 0, x);
  for (guint j = 0; j < 12; j++)
    h[j] = activation->function (z[j]);
  o = sum_units (network, 1, h);
  g_assert_cmpuint (content->n_layers, ==, 2);
  g_assert_cmpuint (content->layers[0].n_units, ==, 12);
  g_assert_cmpuint (content->layers[0].n_shown, ==, 5);
  for (guint place = 0; place < 5; place++)
    {
      guint unit = content->layers[0].units[place];

      g_assert_cmpuint (count_before (network, h, unit, 12), ==, place);
      assert_near (content->layers[0].activations[place], h[unit]);
      g_assert_cmpmem (content->layers[0].pictures + place * INPUTS, INPUTS * sizeof (float),
                       network->shown->weights[0]->weights + unit * INPUTS, INPUTS * sizeof (float));
    }
  g_assert_null (content->layers[1].pictures);
  /* Of all units, whichever are shown. */
  g_assert_cmpfloat (content->layers[0].scale, ==,
                     plot_weight_scale (network->shown->weights[0]->weights, 12 * INPUTS));
  check_edges (network, content, z, h);
  check_outputs (content, o, 4);
  g_assert_cmpmem (content->bytes, INPUTS, wish->bytes, INPUTS);
  g_assert_cmpstr (content->subject, ==, wish->title);
  g_assert_cmpstr (content->layers[1].names[2], ==, "class 2");
  g_assert_cmpstr (content->layers[0].about, ==, activation->about);
  g_assert_cmpstr (content->layers[1].about, ==, "dense 4");
}

/* All units alike: the lower numbers. */
static void
test_ties (void)
{
  g_autoptr (PerceptDiagramNetwork) network = make_network ("dense 9 relu; dense 2", &nn_nll_loss);
  g_autoptr (PerceptDiagramWish)    wish = make_wish (4);
  g_autoptr (PlotDiagramContent)    content = NULL;

  for (gsize i = 0; i < 9 * INPUTS; i++)
    network->shown->weights[0]->weights[i] = 0.25f;
  memset (network->shown->weights[0]->biases, 0, 9 * sizeof (float));
  for (guint i = 0; i < 18; i++)
    network->shown->weights[1]->weights[i] = i % 2 ? -0.5f : 0.5f;
  /* One of them counts more by a negative weight. */
  network->shown->weights[1]->weights[9 + 7] = -3;
  content = percept_diagram_content (network, wish);
  g_assert_cmpmem (content->layers[0].units, 4 * sizeof (guint), ((guint[]) { 7, 0, 1, 2 }), 4 * sizeof (guint));
}

static void
assert_units (PerceptDiagramNetwork    *network,
              const PerceptDiagramWish *wish,
              const guint              *units,
              guint                     n)
{
  g_autoptr (PlotDiagramContent) content = percept_diagram_content (network, wish);

  g_assert_cmpuint (content->layers[0].n_shown, ==, n);
  g_assert_cmpmem (content->layers[0].units, n * sizeof (guint), units, n * sizeof (guint));
}

/* Units whose sums of |w a| are these. */
static PerceptDiagramNetwork *
make_scored (const float *scores,
             guint        n)
{
  g_autofree char       *layers = g_strdup_printf ("dense %u relu; dense 1", n);
  PerceptDiagramNetwork *network = make_network (layers, &nn_squared_loss);

  memset (network->shown->weights[0]->weights, 0, n * INPUTS * sizeof (float));
  for (guint j = 0; j < n; j++)
    {
      network->shown->weights[0]->biases[j] = 1;
      network->shown->weights[1]->weights[j] = j % 2 ? -scores[j] : scores[j];
    }
  return network;
}

/* What stands there stays, each in its place, until another matters clearly more and may come in. */
static void
test_places_are_kept (void)
{
  const float                       scores[] = { 1, 2, 3, 4, 5, 6 };
  g_autoptr (PerceptDiagramNetwork) network = make_scored (scores, 6);
  g_autoptr (PerceptDiagramWish)    wish = make_wish (3);
  const guint                       kept[] = { 3, 5, 2 };
  GArray                           *units = g_array_new (FALSE, FALSE, sizeof (guint));

  assert_units (network, wish, (guint[]) { 5, 4, 3 }, 3);
  g_array_append_vals (units, kept, 3);
  wish->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_ptr_array_add (wish->kept, units);
  assert_units (network, wish, (guint[]) { 3, 5, 2 }, 3);
  /* 5 is more than 1.25 times 3. */
  wish->swaps = TRUE;
  assert_units (network, wish, (guint[]) { 3, 5, 4 }, 3);
  network->shown->weights[1]->weights[2] = 4.5f;
  network->shown->n_assembled = 0;
  /* but not than 4.5; nor than 4 would be exactly. */
  assert_units (network, wish, (guint[]) { 3, 5, 2 }, 3);
  /* With less room the least important leaves; with more the most important comes. */
  wish->room = 2;
  assert_units (network, wish, (guint[]) { 5, 2 }, 2);
  wish->room = 4;
  assert_units (network, wish, (guint[]) { 3, 5, 2, 4 }, 4);
  /* More than there are. */
  wish->room = 9;
  assert_units (network, wish, (guint[]) { 3, 5, 2, 4, 1, 0 }, 6);
}

/* The selected unit takes the place of the one that matters least. */
static void
test_selected_is_shown (void)
{
  const float                       scores[] = { 1, 2, 3, 4, 5, 6 };
  g_autoptr (PerceptDiagramNetwork) network = make_scored (scores, 6);
  g_autoptr (PerceptDiagramWish)    wish = make_wish (3);

  wish->selected_layer = 1;
  wish->selected_unit = 0;
  assert_units (network, wish, (guint[]) { 5, 4, 0 }, 3);
  wish->selected_unit = 4;
  assert_units (network, wish, (guint[]) { 5, 4, 3 }, 3);
  wish->selected_unit = 99;
  assert_units (network, wish, (guint[]) { 5, 4, 3 }, 3);
  wish->room = 1;
  wish->selected_unit = 2;
  assert_units (network, wish, (guint[]) { 2 }, 1);
}

/* Of many classes those with the largest outputs, the true and the selected one, in their order. */
static void
test_many_classes (void)
{
  g_autoptr (PerceptDiagramNetwork) network = make_network ("dense 30", &nn_nll_loss);
  g_autoptr (PerceptDiagramWish)    wish = make_wish (3);
  g_autoptr (PlotDiagramContent)    content = NULL;
  guint                             lowest = 0;

  memset (network->shown->weights[0]->weights, 0, 30 * INPUTS * sizeof (float));
  for (guint k = 0; k < 30; k++)
    network->shown->weights[0]->biases[k] = (float) k / 4;
  wish->label = 3;
  wish->selected_layer = 1;
  wish->selected_unit = 0;
  content = percept_diagram_content (network, wish);
  g_assert_cmpuint (content->layers[0].n_shown, ==, PERCEPT_DIAGRAM_CLASSES);
  g_assert_cmpuint (content->layers[0].units[0], ==, 0);
  g_assert_cmpuint (content->layers[0].units[1], ==, 3);
  g_assert_cmpuint (content->truth, ==, 1);
  for (guint place = 2; place < PERCEPT_DIAGRAM_CLASSES; place++)
    {
      lowest = place == 2 ? content->layers[0].units[place] : lowest;
      g_assert_cmpuint (content->layers[0].units[place], ==, lowest + place - 2);
    }
  g_assert_cmpuint (lowest, ==, 30 - (PERCEPT_DIAGRAM_CLASSES - 2));
}

/* What is not finite comes first, and breaks nothing. */
static void
test_not_finite (void)
{
  const float                       scores[] = { 1, 2, NAN, 4, INFINITY, 6 };
  g_autoptr (PerceptDiagramNetwork) network = make_scored (scores, 6);
  g_autoptr (PerceptDiagramWish)    wish = make_wish (3);

  assert_units (network, wish, (guint[]) { 2, 4, 5 }, 3);
}

static void
test_no_image (void)
{
  g_autoptr (PerceptDiagramNetwork) network = make_network ("dense 6 tanh; dense 3", &nn_nll_loss);
  g_autoptr (PerceptDiagramWish)    wish = make_wish (2);
  g_autoptr (PlotDiagramContent)    content = NULL;

  /* An image of another shape is none, either. */
  wish->shape = (NnShape) { 1, 1, SIDE };
  content = percept_diagram_content (network, wish);
  g_assert_null (content->bytes);
  g_assert_null (content->probabilities);
  g_assert_null (content->subject);
  g_assert_cmpuint (content->truth, ==, G_MAXUINT);
  g_assert_cmpuint (content->n_edges, ==, 2 * 3);
  for (guint e = 0; e < content->n_edges; e++)
    {
      g_assert_cmpuint (content->edges[e].layer, ==, 1);
      g_assert_cmpfloat (content->edges[e].product, ==, content->edges[e].weight);
    }
  g_assert_nonnull (content->layers[0].pictures);
}

/* A softmax layer as the last: its outputs are shown as they are. */
static void
test_softmax_layer (void)
{
  g_autoptr (PerceptDiagramNetwork) network = make_network ("dense 1 tanh; dense 5 softmax", &nn_squared_loss);
  g_autoptr (PerceptDiagramWish)    wish = make_wish (8);
  g_autoptr (PlotDiagramContent)    content = percept_diagram_content (network, wish);
  g_autoptr (GPtrArray)             shown = percept_diagram_shown (content);
  double                            sum = 0;

  g_assert_null (content->probabilities);
  for (guint k = 0; k < 5; k++)
    sum += content->layers[1].activations[k];
  assert_near (sum, 1);
  g_assert_cmpuint (content->layers[0].n_shown, ==, 1);
  g_assert_cmpuint (shown->len, ==, 1);
  g_assert_cmpuint (((GArray *) g_ptr_array_index (shown, 0))->len, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize k = 0; k < G_N_ELEMENTS (activations); k++)
    {
      g_autofree char *path = g_strdup_printf ("/figures/network-diagram/against-direct/%s", activations[k].about);

      g_test_add_data_func (path, &activations[k], test_against_direct);
    }
  g_test_add_func ("/figures/network-diagram/ties", test_ties);
  g_test_add_func ("/figures/network-diagram/places-are-kept", test_places_are_kept);
  g_test_add_func ("/figures/network-diagram/selected-is-shown", test_selected_is_shown);
  g_test_add_func ("/figures/network-diagram/many-classes", test_many_classes);
  g_test_add_func ("/figures/network-diagram/not-finite", test_not_finite);
  g_test_add_func ("/figures/network-diagram/no-image", test_no_image);
  g_test_add_func ("/figures/network-diagram/softmax-layer", test_softmax_layer);
  return g_test_run ();
}
