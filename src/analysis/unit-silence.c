/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/unit-silence.h"

#include "analysis/analysis-error.h"
#include "analysis/hidden-layer.h"
#include "analysis/unit-pass.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What belongs to one shard. */
typedef struct
{
  AnTally *tallies;       /* as those of the result, but for the sums over all classes */
  float   *activations;   /* of a block, as they were */
} Part;

typedef struct
{
  const NnLayer   *layer;
  const NnLayer   *next;
  const AnUnitSet *sets;
  AnUnitSilence   *silence;
  guint            n_shards;
  Part            *parts;
} Job;

static gsize
place_of (const AnUnitSilence *silence,
          int                  set,
          int                  c)
{
  return (gsize) (set + 1) * (silence->n_classes + 1) + (gsize) (c + 1);
}

const AnTally *
an_unit_silence_get (const AnUnitSilence *silence,
                     int                  set,
                     int                  c)
{
  return &silence->tallies[place_of (silence, set, c)];
}

/* The outputs are clobbered. */
static void
add_block (const Job         *job,
           const AnUnitBlock *block,
           float             *outputs,
           int                set)
{
  const AnUnitSilence *silence = job->silence;

  for (gsize r = 0; r < block->rows; r++)
    {
      float   *row = outputs + r * silence->n_classes;
      AnTally *tally = &job->parts[block->shard].tallies[place_of (silence, set, block->labels[r])];

      tally->n++;
      tally->correct += an_unit_block_is_right (block, outputs, r);
      tally->loss += block->subject->loss->forward_backward (row, &block->labels[r], 1, silence->n_classes, 1.0f, row);
    }
}

static void
silence_units (const Job   *job,
               AnUnitBlock *block,
               int          set)
{
  float *a = block->workspace->values[job->next->index];
  gsize  n = job->layer->n_out;

  memcpy (a, job->parts[block->shard].activations, block->rows * n * sizeof *a);
  for (guint i = 0; i < job->sets[set].n; i++)
    for (gsize r = 0; r < block->rows; r++)
      a[r * n + job->sets[set].units[i]] = 0.0f;
}

static void
look_at (AnUnitBlock *block,
         gpointer     user_data)
{
  const Job       *job = user_data;
  const NnNetwork *network = block->subject->network;
  float           *outputs = an_unit_block_forward (block);

  memcpy (job->parts[block->shard].activations, block->workspace->values[job->next->index],
          block->rows * job->layer->n_out * sizeof (float));
  add_block (job, block, outputs, AN_WHOLE_NETWORK);
  for (guint s = 0; s < job->silence->n_sets; s++)
    {
      silence_units (job, block, (int) s);
      outputs = nn_network_forward_from (network, job->next->index, block->parameters, block->workspace, block->rows);
      add_block (job, block, outputs, (int) s);
    }
}

static void
add_tally (AnTally       *sum,
           const AnTally *tally)
{
  sum->n += tally->n;
  sum->correct += tally->correct;
  sum->loss += tally->loss;
}

static void
add_up (const Job *job)
{
  AnUnitSilence *silence = job->silence;

  for (int set = AN_WHOLE_NETWORK; set < (int) silence->n_sets; set++)
    for (int c = 0; c < (int) silence->n_classes; c++)
      {
        AnTally *tally = &silence->tallies[place_of (silence, set, c)];

        for (guint s = 0; s < job->n_shards; s++)
          add_tally (tally, &job->parts[s].tallies[place_of (silence, set, c)]);
        add_tally (&silence->tallies[place_of (silence, set, AN_ALL_CLASSES)], tally);
      }
}

static gboolean
check_sets (const NnLayer   *layer,
            const AnUnitSet *sets,
            guint            n_sets,
            GError         **error)
{
  for (guint s = 0; s < n_sets; s++)
    for (guint i = 0; i < sets[s].n; i++)
      if (sets[s].units[i] >= layer->n_out)
        {
          g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
                       _("layer %u has no unit %u to silence; its units are 0 to %" G_GSIZE_FORMAT), layer->number,
                       sets[s].units[i], layer->n_out - 1);
          return FALSE;
        }
  return TRUE;
}

static gboolean
allocate (Job             *job,
          const AnSubject *subject,
          GError         **error)
{
  AnUnitSilence *silence = job->silence;
  gsize          n = ((gsize) silence->n_sets + 1) * (silence->n_classes + 1);
  gboolean       done = (silence->tallies = g_try_new0 (AnTally, n)) != NULL;

  for (guint s = 0; s < job->n_shards && done; s++)
    {
      job->parts[s].tallies = g_try_new0 (AnTally, n);
      job->parts[s].activations = g_try_new (float, an_unit_pass_rows (subject) * job->layer->n_out);
      done = job->parts[s].tallies && job->parts[s].activations;
    }
  if (!done)
    g_set_error (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for the answers with %u sets of units silenced"),
                 silence->n_sets);
  return done;
}

AnUnitSilence *
an_unit_silence_run (const AnSubject   *subject,
                     guint              layer,
                     const AnUnitSet   *sets,
                     guint              n_sets,
                     BasePool          *pool,
                     const atomic_bool *stop,
                     BaseProgress       progress,
                     gpointer           user_data,
                     GError           **error)
{
  const AnUnitWork          work = { pool, stop, progress, user_data };
  const NnLayer            *hidden = an_hidden_layer_find (subject->network, layer, error);
  g_autoptr (AnUnitSilence) silence = NULL;
  Job                       job = { .layer = hidden, .sets = sets, .n_shards = base_pool_get_n_threads (pool) };
  gboolean                  done;

  if (!hidden || !check_sets (hidden, sets, n_sets, error))
    return NULL;
  job.silence = silence = g_new0 (AnUnitSilence, 1);
  silence->layer = hidden->number;
  silence->n_sets = n_sets;
  silence->n_classes = (guint) subject->network->n_outputs;
  job.next = an_hidden_layer_next (subject->network, hidden);
  job.parts = g_new0 (Part, job.n_shards);
  done = allocate (&job, subject, error) && an_unit_pass_run (subject, &work, look_at, &job, error);
  if (done)
    add_up (&job);
  for (guint s = 0; s < job.n_shards; s++)
    {
      g_free (job.parts[s].tallies);
      g_free (job.parts[s].activations);
    }
  g_free (job.parts);
  return done ? g_steal_pointer (&silence) : NULL;
}

void
an_unit_silence_free (AnUnitSilence *silence)
{
  if (!silence)
    return;
  g_free (silence->tallies);
  g_free (silence);
}
