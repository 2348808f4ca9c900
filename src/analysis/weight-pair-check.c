/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a weight can move the cost at all, and if not, why. */

#include "analysis/weight-pairs.h"

#include "analysis/analysis-error.h"
#include "analysis/coordinates.h"
#include "analysis/pair-sample.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Most weights show with the first few examples that they matter; the others get a second chance. */
#define FEW_EXAMPLES 128
#define MANY_EXAMPLES 2000

/* A parameter and where it belongs. */
typedef struct
{
  const NnLayer *layer;
  char          *name;
  gboolean       has_input;  /* no bias, and its layer is dense */
  gsize          input;
  gsize          unit;
} Place;

static void
place_clear (Place *place)
{
  g_clear_pointer (&place->name, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void
place_init (Place           *place,
            const NnNetwork *network,
            gsize            parameter)
{
  gsize within, n_inputs;

  place->layer = an_coordinate_layer (network, parameter);
  place->name = an_coordinate_name (network, parameter);
  within = parameter - place->layer->offset;
  n_inputs = place->layer->n_weights / place->layer->n_units;
  place->has_input = place->layer->type == &nn_dense_layer && within < place->layer->n_weights;
  place->input = within % n_inputs;
  place->unit = within < place->layer->n_weights ? within / n_inputs : within - place->layer->n_weights;
}

/* Whether the pixel is 0 for the network in all examples. */
static gboolean
is_blank (const AnSubject *subject,
          gsize            pixel)
{
  for (gsize r = 0; r < subject->n_examples; r++)
    {
      guint8 byte = ds_dataset_get_image (subject->dataset, subject->indices[r])[pixel];

      if ((float) byte * subject->recipe.scale + subject->recipe.offset != 0.0f)
        return FALSE;
    }
  return TRUE;
}

static gboolean
refuse_pixel (const AnSubject *subject,
              const Place     *place,
              GError         **error)
{
  NnShape shape = subject->network->input;
  gsize   row = place->input / shape.width % shape.height, column = place->input % shape.width;
  gsize   channel = place->input / ((gsize) shape.width * shape.height);

  if (shape.channels > 1)
    g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
                 ngettext ("%s looks at the pixel in row %zu, column %zu of channel %zu, which is blank in %zu "
                           "image: the cost does not depend on it",
                           "%s looks at the pixel in row %zu, column %zu of channel %zu, which is blank in all %zu "
                           "images: the cost does not depend on it", subject->n_examples),
                 place->name, row, column, channel, subject->n_examples);
  else
    g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
                 ngettext ("%s looks at the pixel in row %zu, column %zu, which is blank in %zu image: the cost "
                           "does not depend on it",
                           "%s looks at the pixel in row %zu, column %zu, which is blank in all %zu images: the cost "
                           "does not depend on it", subject->n_examples),
                 place->name, row, column, subject->n_examples);
  return FALSE;
}

/* What one sample says about a weight. */
typedef struct
{
  gboolean is_lit;       /* its input is not 0 in all examples */
  gboolean is_heard;     /* its unit's output moves some loss */
  gboolean is_moving;    /* both in one example */
  gboolean layer_heard;  /* some unit's output does */
} Finding;

static Finding
find (const AnPairSample *sample,
      const Place        *place)
{
  const NnLayer *layer = place->layer;
  Finding        finding = { 0 };

  for (gsize r = 0; r < sample->n; r++)
    {
      const float *deltas = sample->deltas[layer->index] + r * layer->n_out;
      const float *x = sample->values[layer->index] + r * layer->n_in;
      /* of pixels all examples were asked before */
      gboolean     is_lit = !place->has_input || layer->index == 0 || x[place->input] != 0.0f, is_heard;

      /* of a layer that is not dense no single output belongs to the weight */
      for (gsize o = 0; o < layer->n_out; o++)
        finding.layer_heard = finding.layer_heard || deltas[o] != 0.0f;
      is_heard = layer->type == &nn_dense_layer ? deltas[place->unit] != 0.0f : finding.layer_heard;
      finding.is_lit = finding.is_lit || is_lit;
      finding.is_heard = finding.is_heard || is_heard;
      finding.is_moving = finding.is_moving || (is_lit && is_heard);
    }
  return finding;
}

static gboolean
refuse (const Place         *place,
        const Finding       *finding,
        gsize                n,
        GError             **error)
{
  if (!finding->is_lit)
    g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
                 _("%s looks at unit %zu of the layer before, which is 0 in all %zu images that were tried: the cost "
                   "does not depend on it"), place->name, place->input, n);
  else if (!finding->layer_heard)
    g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
                 _("%s lies in layer “%s”, from which nothing reaches the cost in all %zu images that were tried: the "
                   "layers above it pass nothing on"), place->name, place->layer->text, n);
  else if (!finding->is_heard)
    g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
                 _("%s belongs to unit %zu, which is dead: in all %zu images that were tried its output does not move "
                   "the cost"), place->name, place->unit, n);
  else
    g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
                 _("%s never moves the cost: in none of the %zu images that were tried is its input lit while its unit "
                   "is heard"), place->name, n);
  return FALSE;
}

/* Tries @max_examples. Returns: whether both move the cost; if not, @error says why. */
static gboolean
try_sample (const AnSubject *subject,
            const Place      places[2],
            gsize            max_examples,
            GError         **error)
{
  g_autoptr (AnPairSample) sample = an_pair_sample_new (subject, max_examples, NULL, NULL, error);

  if (!sample)
    return FALSE;
  for (int k = 0; k < 2; k++)
    {
      Finding finding = find (sample, &places[k]);

      if (!finding.is_moving)
        return refuse (&places[k], &finding, sample->n, error);
    }
  return TRUE;
}

gboolean
an_weight_pair_check (const AnSubject *subject,
                      const gsize      parameters[2],
                      GError         **error)
{
  g_auto (Place) first = { 0 }, second = { 0 };
  const Place   *both[2] = { &first, &second };

  place_init (&first, subject->network, parameters[0]);
  place_init (&second, subject->network, parameters[1]);
  for (int k = 0; k < 2; k++)
    if (both[k]->layer->index == 0 && both[k]->has_input && is_blank (subject, both[k]->input))
      return refuse_pixel (subject, both[k], error);
  return try_sample (subject, (const Place[]) { first, second }, FEW_EXAMPLES, NULL) ||
         try_sample (subject, (const Place[]) { first, second }, MANY_EXAMPLES, error);
}
