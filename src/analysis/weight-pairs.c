/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule. Of each dense layer the units are taken whose outputs move the loss most, and of each unit the inputs that
 * are lit often enough and, moved as far as shifts the unit by REACH, change the cost most: |g| R + h R^2 / 2. Of every
 * two of them, of one unit or of two of one layer, the 2 x 2 Hessian tells the same along its steep direction, and how
 * elongated the valley is. The score is the change times how well the elongation can be seen: a condition number of 5
 * to 100, best near 20; below it the valley looks round, above it like a trench. */

#include "analysis/weight-pairs.h"

#include "analysis/curvature.h"
#include "analysis/pair-sample.h"

#include <math.h>

#define MAX_EXAMPLES 2000
#define MIN_LIT 0.03       /* of the examples */
#define REACH 4.0

#define BEST_CONDITION 20.0
#define SPREAD 0.9         /* of its logarithm: at 5 and at 80 a third is left */
#define NO_VALLEY 0.01     /* where the cost falls off to a side: only when there is nothing else */
#define SAME_UNIT_AGAIN 0.5

#define MAX_OUTPUT_UNITS 10
#define MAX_HIDDEN_UNITS 4
#define MAX_INPUTS 24      /* of a unit, with each other */
#define MAX_CROSS_INPUTS 8 /* of a unit, with those of another */

/* A weight, as its unit's input. */
typedef struct
{
  guint  input;
  double gradient;
  double bend;      /* second derivative */
  double size;      /* root of the mean square of what it is multiplied by, where that is not 0 */
  double influence; /* on the cost, within reach */
} Input;

typedef struct
{
  guint   layer;    /* place in the network */
  guint   unit;
  double  strength; /* mean square of the loss's gradient along its output */
  Input   inputs[MAX_INPUTS];
  guint   n_inputs;
  double *sums;     /* 4 x n_in, while inputs are looked for */
  float  *columns;  /* n_inputs x n: what the weights are multiplied by, example after example */
} Unit;

typedef struct
{
  const AnPairSample *sample;
  const AnPairBend   *bends;  /* one for each unit */
  Unit               *units;
  guint               n_units;
  const atomic_bool  *stop;
} Search;

/* Two weights that could be shown. */
typedef struct
{
  AnWeightPair pair;
  guint        units[2];  /* places in the search's units */
} Candidate;

static int
compare_units (gconstpointer a,
               gconstpointer b)
{
  const Unit *left = a, *right = b;

  if (left->strength != right->strength)
    return left->strength > right->strength ? -1 : 1;
  return (left->unit > right->unit) - (left->unit < right->unit);
}

/* Those of one layer that move the loss most. */
static void
add_units (const AnPairSample *sample,
           guint               l,
           GArray             *units)
{
  const NnNetwork  *network = sample->subject->network;
  const NnLayer    *layer = &network->layers[l];
  g_autofree Unit  *all = g_new0 (Unit, layer->n_units);
  guint             n = MIN (layer->n_units, l + 1 == network->n_layers ? MAX_OUTPUT_UNITS : MAX_HIDDEN_UNITS);

  for (guint u = 0; u < layer->n_units; u++)
    all[u] = (Unit) { .layer = l, .unit = u };
  for (gsize r = 0; r < sample->n; r++)
    for (guint u = 0; u < layer->n_units; u++)
      {
        double d = (double) sample->deltas[l][r * layer->n_units + u];

        all[u].strength += d * d / (double) sample->n;
      }
  qsort (all, layer->n_units, sizeof *all, compare_units);
  for (guint u = 0; u < n; u++)
    if (all[u].strength > 0.0 && isfinite (all[u].strength))
      g_array_append_val (units, all[u]);
}

static GArray *
find_units (const AnPairSample *sample)
{
  const NnNetwork *network = sample->subject->network;
  GArray          *units = g_array_new (FALSE, TRUE, sizeof (Unit));

  for (guint l = 0; l < network->n_layers; l++)
    if (network->layers[l].type == &nn_dense_layer)
      add_units (sample, l, units);
  return units;
}

/* Of every input of the unit: how often it is lit, its square, the gradient and the second derivative. */
static void
sum_inputs (const Search *search,
            const Unit   *unit,
            const double *second)
{
  const AnPairSample *sample = search->sample;
  const NnLayer      *layer = &sample->subject->network->layers[unit->layer];
  gsize               n_in = layer->n_in;

  for (gsize r = 0; r < sample->n && !an_is_raised (search->stop); r++)
    {
      const float *x = sample->values[unit->layer] + r * n_in;
      double       d = (double) sample->deltas[unit->layer][r * layer->n_out + unit->unit];

      for (gsize i = 0; i < n_in; i++)
        {
          double value = (double) x[i], square = value * value;

          unit->sums[i] += value != 0.0 ? 1.0 : 0.0;
          unit->sums[n_in + i] += square;
          unit->sums[2 * n_in + i] += d * value;
          unit->sums[3 * n_in + i] += second[r] * square;
        }
    }
}

/* Puts @input among the unit's best, the best first. */
static void
insert (Unit        *unit,
        const Input *input)
{
  guint place = unit->n_inputs;

  while (place > 0 && unit->inputs[place - 1].influence < input->influence)
    place--;
  if (place == MAX_INPUTS)
    return;
  unit->n_inputs = MIN (unit->n_inputs + 1, MAX_INPUTS);
  for (guint i = unit->n_inputs - 1; i > place; i--)
    unit->inputs[i] = unit->inputs[i - 1];
  unit->inputs[place] = *input;
}

static void
choose_inputs (const Search *search,
               Unit         *unit)
{
  gsize  n_in = search->sample->subject->network->layers[unit->layer].n_in;
  double n = (double) search->sample->n;

  for (gsize i = 0; i < n_in; i++)
    {
      double lit = unit->sums[i], reach;
      Input  input = { .input = (guint) i, .gradient = unit->sums[2 * n_in + i] / n,
                       .bend = unit->sums[3 * n_in + i] / n };

      if (lit < MIN_LIT * n)
        continue;
      input.size = sqrt (unit->sums[n_in + i] / lit);
      reach = REACH / input.size;
      input.influence = fabs (input.gradient) * reach + 0.5 * input.bend * reach * reach;
      if (input.bend > 0.0 && isfinite (input.influence))
        insert (unit, &input);
    }
}

/* The inputs' own values side by side: pairs read them again and again. */
static void
copy_columns (const Search *search,
              Unit         *unit)
{
  const AnPairSample *sample = search->sample;
  gsize               n_in = sample->subject->network->layers[unit->layer].n_in;

  unit->columns = g_new (float, MAX (unit->n_inputs, 1) * sample->n);
  for (gsize r = 0; r < sample->n; r++)
    for (guint i = 0; i < unit->n_inputs; i++)
      unit->columns[i * sample->n + r] = sample->values[unit->layer][r * n_in + unit->inputs[i].input];
}

static void
look_shard (guint    s,
            guint    n_shards,
            gpointer user_data)
{
  Search *search = user_data;

  for (guint u = s; u < search->n_units; u += n_shards)
    {
      gsize n_in = search->sample->subject->network->layers[search->units[u].layer].n_in;

      search->units[u].sums = g_new0 (double, 4 * n_in);
      sum_inputs (search, &search->units[u], search->bends[u].second);
      choose_inputs (search, &search->units[u]);
      copy_columns (search, &search->units[u]);
      g_clear_pointer (&search->units[u].sums, g_free);
    }
}

static double
get_visibility (const AnCurvature *curvature)
{
  double off;

  if (!(curvature->eigenvalues[1] > 0.0))
    return NO_VALLEY;
  off = log (curvature->condition / BEST_CONDITION) / SPREAD;
  return MAX (exp (-0.5 * off * off), NO_VALLEY);
}

static gsize
get_parameter (const Search *search,
               const Unit   *unit,
               const Input  *input)
{
  const NnLayer *layer = &search->sample->subject->network->layers[unit->layer];

  return layer->offset + unit->unit * layer->n_in + input->input;
}

/* The mean of x_i x_j times what each example says about the two units. */
static double
get_cross (const Search *search,
           const float  *a,
           const float  *b,
           const double *second)
{
  gsize  n = search->sample->n;
  double sum = 0.0;

  for (gsize r = 0; r < n; r++)
    sum += second[r] * ((double) a[r] * (double) b[r]);
  return sum / (double) n;
}

/* Input @i of unit @u and input @j of unit @v, places in their lists. */
static void
add_candidate (const Search *search,
               guint         u,
               guint         i,
               guint         v,
               guint         j,
               const double *second,
               GArray       *candidates)
{
  const Unit  *units[2] = { &search->units[u], &search->units[v] };
  const Input *a = &units[0]->inputs[i], *b = &units[1]->inputs[j];
  gsize        n = search->sample->n;
  AnHessian    hessian = { a->bend, get_cross (search, units[0]->columns + i * n, units[1]->columns + j * n, second),
                           b->bend };
  AnCurvature  curvature;
  double       reach = REACH / MAX (a->size, b->size);
  Candidate    candidate = { .units = { u, v } };

  an_curvature_init (&curvature, &hessian);
  candidate.pair.parameters[0] = get_parameter (search, units[0], a);
  candidate.pair.parameters[1] = get_parameter (search, units[1], b);
  candidate.pair.condition = curvature.condition;
  candidate.pair.score = (hypot (a->gradient, b->gradient) * reach +
                          0.5 * curvature.eigenvalues[0] * reach * reach) * get_visibility (&curvature);
  if (isfinite (candidate.pair.score) && candidate.pair.score > 0.0)
    g_array_append_val (candidates, candidate);
}

/* Two inputs of one unit. */
static void
add_of_units (const Search *search,
              GArray       *candidates)
{
  for (guint u = 0; u < search->n_units && !an_is_raised (search->stop); u++)
    for (guint i = 0; i < search->units[u].n_inputs; i++)
      for (guint j = i + 1; j < search->units[u].n_inputs; j++)
        add_candidate (search, u, i, u, j, search->bends[u].second, candidates);
}

/* An input of each of two units of a layer; maybe the same one. @crossed: what the two say together. */
static void
add_across (const Search     *search,
            guint             u,
            guint             v,
            const AnPairBend *crossed,
            GArray           *candidates)
{
  for (guint i = 0; i < MIN (search->units[u].n_inputs, MAX_CROSS_INPUTS); i++)
    for (guint j = 0; j < MIN (search->units[v].n_inputs, MAX_CROSS_INPUTS); j++)
      add_candidate (search, u, i, v, j, crossed->second, candidates);
}

/* Of every two units of a layer how the loss bends along both. Each element's @second is (transfer full). */
static GArray *
list_crossed (const Search *search)
{
  GArray *crossed = g_array_new (FALSE, FALSE, sizeof (AnPairBend));

  for (guint u = 0; u < search->n_units; u++)
    for (guint v = u + 1; v < search->n_units; v++)
      if (search->units[u].layer == search->units[v].layer)
        {
          AnPairBend bend = { search->units[u].layer, { search->units[u].unit, search->units[v].unit },
                              g_new0 (double, search->sample->n) };

          g_array_append_val (crossed, bend);
        }
  return crossed;
}

static void
free_bends (GArray *bends)
{
  for (guint b = 0; b < bends->len; b++)
    g_free (g_array_index (bends, AnPairBend, b).second);
  g_array_unref (bends);
}

static gboolean
add_of_layers (const Search *search,
               BasePool     *pool,
               GArray       *candidates,
               GError      **error)
{
  GArray  *crossed = list_crossed (search);
  guint    next = 0;
  gboolean done = an_pair_sample_bend (search->sample, (AnPairBend *) (void *) crossed->data, crossed->len, pool,
                                       search->stop, error);

  for (guint u = 0; done && u < search->n_units; u++)
    for (guint v = u + 1; v < search->n_units; v++)
      if (search->units[u].layer == search->units[v].layer)
        add_across (search, u, v, &g_array_index (crossed, AnPairBend, next++), candidates);
  free_bends (crossed);
  return done;
}

/* The best first; no parameter twice, and units that have been shown stand back. */
static GArray *
choose_pairs (GArray *candidates,
              guint   n_units,
              guint   n)
{
  GArray                *pairs = g_array_new (FALSE, FALSE, sizeof (AnWeightPair));
  g_autofree double     *again = g_new (double, MAX (n_units, 1));
  g_autoptr (GHashTable) taken = g_hash_table_new (g_direct_hash, g_direct_equal);

  for (guint u = 0; u < n_units; u++)
    again[u] = 1.0;
  while (pairs->len < n)
    {
      const Candidate *best = NULL;
      double           largest = 0.0;

      for (guint c = 0; c < candidates->len; c++)
        {
          const Candidate *candidate = &g_array_index (candidates, Candidate, c);
          const gsize     *p = candidate->pair.parameters;
          double           score = candidate->pair.score * again[candidate->units[0]] * again[candidate->units[1]];

          if (score > largest && !g_hash_table_contains (taken, GSIZE_TO_POINTER (p[0])) &&
              !g_hash_table_contains (taken, GSIZE_TO_POINTER (p[1])))
            {
              best = candidate;
              largest = score;
            }
        }
      if (!best)
        break;
      g_array_append_val (pairs, best->pair);
      for (int k = 0; k < 2; k++)
        {
          g_hash_table_add (taken, GSIZE_TO_POINTER (best->pair.parameters[k]));
          if (k == 0 || best->units[1] != best->units[0])
            again[best->units[k]] *= SAME_UNIT_AGAIN;
        }
    }
  return pairs;
}

/* One for each unit, with what it says alone. */
static GArray *
list_bends (const AnPairSample *sample,
            const GArray       *units)
{
  GArray *bends = g_array_new (FALSE, FALSE, sizeof (AnPairBend));

  for (guint u = 0; u < units->len; u++)
    {
      const Unit *unit = &g_array_index (units, Unit, u);
      AnPairBend  bend = { unit->layer, { unit->unit, unit->unit }, g_new0 (double, sample->n) };

      g_array_append_val (bends, bend);
    }
  return bends;
}

GArray *
an_weight_pairs_suggest (const AnSubject   *subject,
                         guint              n,
                         BasePool          *pool,
                         const atomic_bool *stop,
                         GError           **error)
{
  g_autoptr (AnPairSample) sample = an_pair_sample_new (subject, MAX_EXAMPLES, pool, stop, error);
  g_autoptr (GArray)       units = sample ? find_units (sample) : NULL;
  g_autoptr (GArray)       candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  GArray                  *bends, *pairs = NULL;
  Search                   search;

  if (!sample)
    return NULL;
  bends = list_bends (sample, units);
  search = (Search) { sample, (const AnPairBend *) (void *) bends->data, (Unit *) (void *) units->data, units->len,
                      stop };
  if (an_pair_sample_bend (sample, (AnPairBend *) (void *) bends->data, bends->len, pool, stop, error))
    {
      base_pool_run (pool, look_shard, &search);
      add_of_units (&search, candidates);
      if (add_of_layers (&search, pool, candidates, error))
        pairs = choose_pairs (candidates, units->len, n);
    }
  free_bends (bends);
  for (guint u = 0; u < units->len; u++)
    g_free (search.units[u].columns);
  return pairs;
}
