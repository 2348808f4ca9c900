/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/pair-sample.h"

#include "analysis/analysis-error.h"
#include "base/rng.h"
#include "nn/kernels.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A sample should take some tens of milliseconds and megabytes: multiplications of one way through the network, and
 * numbers in all layers. */
#define MAX_PRODUCTS 400000000
#define MAX_NUMBERS 16000000
#define MIN_EXAMPLES 64

/* Rows between two looks at the stop flag. */
#define BLOCK 64

/* The step of the differences of an output: small for a logit, large against float32. */
#define H 0.25

static gsize
choose_n (const AnSubject *subject,
          gsize            max_examples)
{
  const NnNetwork *network = subject->network;
  gsize            numbers = nn_shape_size (network->input), n;

  for (guint l = 0; l < network->n_layers; l++)
    numbers += 2 * network->layers[l].n_out;
  n = MIN (MAX_PRODUCTS / MAX (network->n_parameters, 1), MAX_NUMBERS / MAX (numbers, 1));
  return MIN (subject->n_examples, CLAMP (n, MIN_EXAMPLES, MAX (max_examples, MIN_EXAMPLES)));
}

static gboolean
allocate (AnPairSample *sample,
          GError      **error)
{
  const NnNetwork *network = sample->subject->network;
  gboolean         done;

  sample->values = g_new0 (float *, network->n_layers + 1);
  sample->deltas = g_new0 (float *, network->n_layers);
  sample->labels = g_new (guint16, sample->n);
  sample->parameters = g_try_new (float, MAX (network->n_parameters, 1));
  sample->values[0] = g_try_new (float, sample->n * nn_shape_size (network->input));
  done = sample->parameters && sample->values[0];
  for (guint l = 0; l < network->n_layers; l++)
    {
      sample->values[l + 1] = g_try_new (float, sample->n * network->layers[l].n_out);
      sample->deltas[l] = g_try_new (float, sample->n * network->layers[l].n_out);
      done = done && sample->values[l + 1] && sample->deltas[l];
    }
  if (!done)
    g_set_error (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for a sample of %" G_GSIZE_FORMAT " examples"),
                 sample->n);
  return done;
}

/* One example of each of n equal parts, at random within it: a plain step could keep time with the classes. */
static void
expand (AnPairSample *sample)
{
  const AnSubject *subject = sample->subject;
  gsize            n_in = nn_shape_size (subject->network->input);
  BaseRng          rng;

  base_rng_seed (&rng, 1, BASE_RNG_BATCH);
  for (gsize r = 0; r < sample->n; r++)
    {
      gsize   from = r * subject->n_examples / sample->n, to = (r + 1) * subject->n_examples / sample->n;
      guint32 index = subject->indices[from + base_rng_below (&rng, (guint32) (to - from))];

      nn_kernels ()->expand_bytes (ds_dataset_get_image (subject->dataset, index), sample->values[0] + r * n_in, n_in,
                                   subject->recipe.scale, subject->recipe.offset);
      sample->labels[r] = subject->dataset->labels[index];
    }
}

typedef struct
{
  AnPairSample      *sample;
  const atomic_bool *stop;
} Pass;

/* A layer that works in place is given the same place for dy and dx. */
static void
go_back (AnPairSample *sample,
         gsize         first,
         gsize         rows)
{
  const NnNetwork *network = sample->subject->network;

  for (guint l = network->n_layers; l-- > 1;)
    {
      const NnLayer *layer = &network->layers[l];
      float         *dy = sample->deltas[l] + first * layer->n_out;
      float         *dx = sample->deltas[l - 1] + first * layer->n_in;

      if (layer->type->in_place)
        {
          memcpy (dx, dy, rows * layer->n_out * sizeof *dx);
          dy = dx;
        }
      layer->type->backward (layer, sample->parameters + layer->offset, sample->values[l] + first * layer->n_in,
                             sample->values[l + 1] + first * layer->n_out, dy, dx, NULL, FALSE, rows);
    }
}

static void
pass_shard (guint    s,
            guint    n_shards,
            gpointer user_data)
{
  const Pass      *pass = user_data;
  AnPairSample    *sample = pass->sample;
  const NnNetwork *network = sample->subject->network;
  gsize            n_outputs = network->n_outputs, start, end;

  base_pool_part (sample->n, 1, s, n_shards, &start, &end);
  for (gsize first = start; first < end && !an_is_raised (pass->stop); first += BLOCK)
    {
      gsize rows = MIN (BLOCK, end - first);

      for (guint l = 0; l < network->n_layers; l++)
        {
          const NnLayer *layer = &network->layers[l];

          layer->type->forward (layer, sample->parameters + layer->offset, sample->values[l] + first * layer->n_in,
                                sample->values[l + 1] + first * layer->n_out, rows);
        }
      sample->subject->loss->forward_backward (sample->values[network->n_layers] + first * n_outputs,
                                               sample->labels + first, rows, n_outputs, 1.0f,
                                               sample->deltas[network->n_layers - 1] + first * n_outputs);
      go_back (sample, first, rows);
    }
}

static void
run (BasePool    *pool,
     BasePoolFunc func,
     gpointer     user_data)
{
  if (pool)
    base_pool_run (pool, func, user_data);
  else
    func (0, 1, user_data);
}

AnPairSample *
an_pair_sample_new (const AnSubject   *subject,
                    gsize              max_examples,
                    BasePool          *pool,
                    const atomic_bool *stop,
                    GError           **error)
{
  g_autoptr (AnPairSample) sample = g_new0 (AnPairSample, 1);
  Pass                     pass = { sample, stop };

  sample->subject = subject;
  sample->n = choose_n (subject, max_examples);
  if (!allocate (sample, error))
    return NULL;
  for (gsize i = 0; i < subject->network->n_parameters; i++)
    sample->parameters[i] = (float) subject->parameters[i];
  expand (sample);
  run (pool, pass_shard, &pass);
  if (!an_is_raised (stop))
    return g_steal_pointer (&sample);
  an_set_stopped (error);
  return NULL;
}

void
an_pair_sample_free (AnPairSample *sample)
{
  if (!sample)
    return;
  for (guint l = 0; sample->values && l <= sample->subject->network->n_layers; l++)
    g_free (sample->values[l]);
  for (guint l = 0; sample->deltas && l < sample->subject->network->n_layers; l++)
    g_free (sample->deltas[l]);
  g_free (sample->values);
  g_free (sample->deltas);
  g_free (sample->labels);
  g_free (sample->parameters);
  g_free (sample);
}

/* One call of the pool: each shard takes every n-th bend. */
typedef struct
{
  const AnPairSample *sample;
  AnPairBend         *bends;
  guint               n_bends;
  float            ***scratch;  /* of each shard: n_layers + 1 times BLOCK rows */
  const atomic_bool  *stop;
} Bending;

/* second[r] += factor * the loss of each row with a added to the one output and b to the other */
static void
add_moved (const Bending *bending,
           float        **scratch,
           AnPairBend    *bend,
           gsize          first,
           gsize          rows,
           float          a,
           float          b,
           double         factor)
{
  const AnPairSample *sample = bending->sample;
  const AnSubject    *subject = sample->subject;
  const NnNetwork    *network = subject->network;
  guint               l = bend->layer;
  gsize               n_out = network->layers[l].n_out, n_outputs = network->n_outputs;
  float              *outputs = scratch[network->n_layers];

  memcpy (scratch[l + 1], sample->values[l + 1] + first * n_out, rows * n_out * sizeof (float));
  for (gsize r = 0; r < rows; r++)
    {
      scratch[l + 1][r * n_out + bend->units[0]] += a;
      scratch[l + 1][r * n_out + bend->units[1]] += b;
    }
  for (guint k = l + 1; k < network->n_layers; k++)
    {
      const NnLayer *layer = &network->layers[k];

      layer->type->forward (layer, sample->parameters + layer->offset, scratch[k], scratch[k + 1], rows);
    }
  for (gsize r = 0; r < rows; r++)
    {
      float *o = outputs + r * n_outputs;

      bend->second[first + r] += factor * subject->loss->forward_backward (o, sample->labels + first + r, 1, n_outputs,
                                                                           1.0f, o);
    }
}

/* (L(+h) - 2 L + L(-h)) / h^2 for one unit, (L(+,+) - L(+,-) - L(-,+) + L(-,-)) / 4 h^2 for two */
static void
bend_rows (const Bending *bending,
           float        **scratch,
           AnPairBend    *bend,
           gsize          first,
           gsize          rows)
{
  const float h = (float) H;

  memset (bend->second + first, 0, rows * sizeof *bend->second);
  if (bend->units[0] == bend->units[1])
    {
      add_moved (bending, scratch, bend, first, rows, h, 0.0f, 1.0 / (H * H));
      add_moved (bending, scratch, bend, first, rows, 0.0f, 0.0f, -2.0 / (H * H));
      add_moved (bending, scratch, bend, first, rows, -h, 0.0f, 1.0 / (H * H));
      return;
    }
  add_moved (bending, scratch, bend, first, rows, h, h, 0.25 / (H * H));
  add_moved (bending, scratch, bend, first, rows, h, -h, -0.25 / (H * H));
  add_moved (bending, scratch, bend, first, rows, -h, h, -0.25 / (H * H));
  add_moved (bending, scratch, bend, first, rows, -h, -h, 0.25 / (H * H));
}

static void
bend_shard (guint    s,
            guint    n_shards,
            gpointer user_data)
{
  const Bending *bending = user_data;

  for (guint b = s; b < bending->n_bends; b += n_shards)
    for (gsize first = 0; first < bending->sample->n && !an_is_raised (bending->stop); first += BLOCK)
      bend_rows (bending, bending->scratch[s], &bending->bends[b], first, MIN (BLOCK, bending->sample->n - first));
}

static float **
scratch_new (const NnNetwork *network)
{
  float **scratch = g_new0 (float *, network->n_layers + 1);

  for (guint l = 0; l <= network->n_layers; l++)
    if (!(scratch[l] = g_try_new (float, BLOCK * network->widest)))
      {
        for (guint k = 0; k < l; k++)
          g_free (scratch[k]);
        g_free (scratch);
        return NULL;
      }
  return scratch;
}

static void
scratch_free (float          **scratch,
              const NnNetwork *network)
{
  for (guint l = 0; scratch && l <= network->n_layers; l++)
    g_free (scratch[l]);
  g_free (scratch);
}

gboolean
an_pair_sample_bend (const AnPairSample *sample,
                     AnPairBend         *bends,
                     guint               n_bends,
                     BasePool           *pool,
                     const atomic_bool  *stop,
                     GError            **error)
{
  const NnNetwork    *network = sample->subject->network;
  guint               n_shards = base_pool_get_n_threads (pool);
  g_autofree float ***scratch = g_new0 (float **, n_shards);
  Bending             bending = { sample, bends, n_bends, scratch, stop };
  gboolean            has_memory = TRUE;

  for (guint s = 0; s < n_shards; s++)
    has_memory = (scratch[s] = scratch_new (network)) && has_memory;
  if (has_memory)
    base_pool_run (pool, bend_shard, &bending);
  else
    g_set_error_literal (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for a block of examples"));
  for (guint s = 0; s < n_shards; s++)
    scratch_free (scratch[s], network);
  if (has_memory && an_is_raised (stop))
    return an_set_stopped (error);
  return has_memory;
}
