/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/unit-examples.h"

#include "analysis/analysis-error.h"
#include "analysis/unit-pass.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What one shard has seen. */
typedef struct
{
  AnUnitExamples examples;
  double         sum;
  gsize          n_finite;
} Seen;

typedef struct
{
  const NnLayer *layer;
  guint          unit;
  guint          stage;    /* values[stage] has the layer's activations, */
  gsize          width;    /* so many in a row */
  const float   *weights;  /* the unit's, if it looks at the input itself; else NULL */
  double         length;   /* of these */
  Seen          *seen;     /* n_shards */
} Search;

/* Puts @image in the place that its value, times @sign, gives it: after those that are as good and came before. */
static void
insert (AnUnitExampleList *list,
        AnUnitExample      image,
        double             sign)
{
  guint place = list->n_images;

  while (place > 0 && sign * list->images[place - 1].value < sign * image.value)
    place--;
  if (place == AN_UNIT_EXAMPLES)
    return;
  list->n_images = MIN (list->n_images + 1, AN_UNIT_EXAMPLES);
  for (guint i = list->n_images - 1; i > place; i--)
    list->images[i] = list->images[i - 1];
  list->images[place] = image;
}

static void
take_activation (Seen         *seen,
                 AnUnitExample image)
{
  AnUnitExamples *examples = &seen->examples;

  examples->n_examples++;
  examples->n_zero += image.value == 0.0;
  examples->n_undefined += isnan (image.value);
  if (isnan (image.value))
    return;
  insert (&examples->most, image, 1.0);
  insert (&examples->least, image, -1.0);
  if (!isfinite (image.value))
    return;
  examples->lowest = seen->n_finite == 0 ? image.value : MIN (examples->lowest, image.value);
  examples->highest = seen->n_finite == 0 ? image.value : MAX (examples->highest, image.value);
  seen->sum += image.value;
  seen->n_finite++;
}

/* NaN for an example without length. */
static double
find_cosine (const Search *search,
             const float  *x)
{
  gsize  n = search->layer->n_in;
  double product = 0.0, squares = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      product += (double) search->weights[i] * (double) x[i];
      squares += (double) x[i] * (double) x[i];
    }
  return product / (search->length * sqrt (squares));
}

static void
look_at (AnUnitBlock *block,
         gpointer     user_data)
{
  Search      *search = user_data;
  Seen        *seen = &search->seen[block->shard];
  const float *x, *a;

  an_unit_block_forward (block);
  x = block->workspace->values[0];
  a = block->workspace->values[search->stage];
  for (gsize r = 0; r < block->rows; r++)
    {
      AnUnitExample image = { block->first + r, (double) a[r * search->width + search->unit], block->labels[r] };

      take_activation (seen, image);
      if (!search->weights)
        continue;
      image.value = find_cosine (search, x + r * search->layer->n_in);
      if (isfinite (image.value))
        insert (&seen->examples.nearest, image, 1.0);
    }
}

static void
merge_list (AnUnitExampleList       *into,
            const AnUnitExampleList *list,
            double                   sign)
{
  for (guint i = 0; i < list->n_images; i++)
    insert (into, list->images[i], sign);
}

/* Shards have the examples in order, so that the lower place still wins a tie. */
static AnUnitExamples *
merge (const Search *search,
       guint         n_shards)
{
  AnUnitExamples *examples = g_new0 (AnUnitExamples, 1);
  double          sum = 0.0;
  gsize           n_finite = 0;

  examples->lowest = examples->highest = NAN;
  for (guint s = 0; s < n_shards; s++)
    {
      const Seen           *seen = &search->seen[s];
      const AnUnitExamples *part = &seen->examples;

      examples->n_examples += part->n_examples;
      examples->n_zero += part->n_zero;
      examples->n_undefined += part->n_undefined;
      merge_list (&examples->most, &part->most, 1.0);
      merge_list (&examples->least, &part->least, -1.0);
      merge_list (&examples->nearest, &part->nearest, 1.0);
      if (seen->n_finite == 0)
        continue;
      examples->lowest = fmin (examples->lowest, part->lowest);
      examples->highest = fmax (examples->highest, part->highest);
      sum += seen->sum;
      n_finite += seen->n_finite;
    }
  examples->mean = sum / (double) n_finite;
  return examples;
}

/* The unit's incoming weights as the forward pass has them, if they lie beside the input itself. Returns: (transfer
 * full), NULL for units of deeper layers and those without length */
static float *
find_direction (const AnSubject *subject,
                Search          *search)
{
  const NnLayer *layer = search->layer;
  const double  *w = subject->parameters + layer->offset + search->unit * layer->n_in;
  float         *weights;
  double         squares = 0.0;

  if (layer->index > 0 || layer->n_weights != layer->n_in * layer->n_units)
    return NULL;
  weights = g_new (float, layer->n_in);
  for (gsize i = 0; i < layer->n_in; i++)
    {
      weights[i] = (float) w[i];
      squares += (double) weights[i] * (double) weights[i];
    }
  search->length = sqrt (squares);
  if (!isfinite (search->length) || search->length == 0.0)
    g_clear_pointer (&weights, g_free);
  return weights;
}

static gboolean
find_unit (const AnSubject *subject,
           guint            number,
           Search          *search,
           GError         **error)
{
  const NnNetwork *network = subject->network;
  const NnLayer   *layer = number > 0 ? nn_network_get_layer (network, number) : NULL;
  const NnLayer   *next = layer ? nn_network_get_layer (network, number + 1) : NULL;

  if (!layer || search->unit >= layer->n_units)
    {
      if (!layer)
        g_set_error (error, AN_ERROR, AN_ERROR_RANGE, _("there is no layer %u; those with weights are 1 to %u"), number,
                     network->n_with_weights);
      else
        g_set_error (error, AN_ERROR, AN_ERROR_RANGE, _("layer %u has no unit %u; its units are 0 to %u"), number,
                     search->unit, layer->n_units - 1);
      return FALSE;
    }
  search->layer = layer;
  search->stage = next ? next->index : network->n_layers;
  search->width = next ? next->n_in : network->n_outputs;
  return TRUE;
}

AnUnitExamples *
an_unit_examples_run (const AnSubject   *subject,
                      guint              layer,
                      guint              unit,
                      BasePool          *pool,
                      const atomic_bool *stop,
                      BaseProgress       progress,
                      gpointer           user_data,
                      GError           **error)
{
  const AnUnitWork  work = { pool, stop, progress, user_data };
  guint             n_shards = base_pool_get_n_threads (pool);
  g_autofree Seen  *seen = g_new0 (Seen, n_shards);
  Search            search = { .unit = unit, .seen = seen };
  g_autofree float *direction = NULL;

  if (!find_unit (subject, layer, &search, error))
    return NULL;
  direction = find_direction (subject, &search);
  search.weights = direction;
  if (!an_unit_pass_run (subject, &work, look_at, &search, error))
    return NULL;
  return merge (&search, n_shards);
}

void
an_unit_examples_free (AnUnitExamples *examples)
{
  g_free (examples);
}
