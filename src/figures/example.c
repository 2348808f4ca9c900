/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/example.h"

#include "plot/number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static double
read_real (TrainExperiment *experiment,
           const char      *key)
{
  return g_ascii_strtod (train_experiment_get (experiment, "training", key), NULL);
}

static void
read_rule (PerceptSession  *session,
           PerceptStepRule *rule)
{
  /* Live keys are in force as soon as they are set. */
  TrainExperiment *experiment = percept_session_get_experiment (session);

  rule->optimizer =
    nn_optimizer_type_find (train_experiment_get (percept_session_get_applied (session), "training", "optimizer"));
  rule->rate = read_real (experiment, "rate");
  rule->l1 = read_real (experiment, "l1");
  rule->l2 = read_real (experiment, "l2");
}

/* All layers of one step into example->parameters. */
static gboolean
gather_parameters (PerceptExample *example,
                   PerceptSession *session)
{
  const NnNetwork *network = example->network;

  for (guint number = 1; number <= network->n_with_weights; number++)
    {
      const NnLayer  *layer = nn_network_get_layer (network, number);
      PerceptWeights *weights = percept_session_get_weights (session, number);
      float          *p = example->parameters + layer->offset;

      if (!weights || (number > 1 && weights->step != example->step) || weights->n_units != layer->n_units
          || (gsize) weights->channels * weights->height * weights->width * weights->n_units != layer->n_weights)
        return FALSE;
      example->step = weights->step;
      memcpy (p, weights->weights, layer->n_weights * sizeof *p);
      memcpy (p + layer->n_weights, weights->biases, layer->n_biases * sizeof *p);
    }
  return TRUE;
}

PerceptExample *
percept_example_new (PerceptSession *session,
                     gsize           place)
{
  TrainExperiment           *applied = percept_session_get_applied (session);
  g_autoptr (PerceptExample) example = g_new0 (PerceptExample, 1);
  const guint32             *indices;
  DsShape                    shape;

  if (!applied || place >= percept_example_list (session, &example->part, &indices))
    return NULL;
  example->data = train_data_ref (percept_session_get_data (session));
  example->place = place;
  example->index = indices[place];
  example->loss = nn_loss_type_find (train_experiment_get (applied, "training", "loss"));
  read_rule (session, &example->rule);
  shape = example->data->collection.pool->shape;
  example->network = nn_network_new ((NnShape) { shape.channels, shape.height, shape.width },
                                     train_experiment_get (applied, "network", "layers"), NULL);
  if (!example->network || !example->loss || !example->rule.optimizer)
    return NULL;
  example->parameters = g_try_new (float, MAX (example->network->n_parameters, 1));
  if (!example->parameters || !gather_parameters (example, session))
    return NULL;
  return g_steal_pointer (&example);
}

void
percept_example_free (PerceptExample *example)
{
  if (!example)
    return;
  g_clear_pointer (&example->data, train_data_unref);
  g_clear_pointer (&example->network, nn_network_free);
  g_free (example->parameters);
  g_free (example);
}

static const DsDataset *
dataset_of (const PerceptExample *example)
{
  return example->data->collection.pool;
}

AnExampleWalk *
percept_example_walk (const PerceptExample *example,
                      GError              **error)
{
  const DsDataset *dataset = dataset_of (example);

  return an_example_walk_new (example->network, example->loss, example->parameters,
                              ds_dataset_get_image (dataset, example->index), example->data->recipe,
                              dataset->labels[example->index], error);
}

char *
percept_example_title (const PerceptExample *example)
{
  return percept_example_name (example->data, example->part, example->place, example->index);
}

/* Returns: (transfer full) n floats */
static float *
to_floats (const double *numbers,
           gsize         n)
{
  float *floats = g_new (float, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    floats[i] = (float) numbers[i];
  return floats;
}

static void
fill_image (PlotWalkContent      *content,
            const PerceptExample *example,
            const AnExampleWalk  *walk,
            guint                 pixel)
{
  const DsDataset *dataset = dataset_of (example);
  gsize            n = ds_shape_size (dataset->shape);

  content->bytes = g_memdup2 (ds_dataset_get_image (dataset, example->index), n);
  content->pixel_gradients = to_floats (walk->gradients[0], n);
  content->channels = dataset->shape.channels;
  content->height = dataset->shape.height;
  content->width = dataset->shape.width;
  content->chosen_pixel = pixel;
}

static void
fill_layers (PlotWalkContent     *content,
             const AnExampleWalk *walk,
             const guint         *units)
{
  const NnNetwork *network = walk->network;

  content->n_layers = percept_stages_count (network) - 2;
  content->layers = g_new0 (PlotWalkLayer, content->n_layers);
  for (guint l = 0; l < content->n_layers; l++)
    {
      guint          values = percept_stages_get_values (network, l + 1);
      PlotWalkLayer *layer = &content->layers[l];

      layer->n = (guint) network->layers[values - 1].n_out;
      layer->name = percept_stages_name (network, values);
      layer->about = g_strdup (percept_stages_get_layer (network, l + 1)->text);
      layer->outputs = to_floats (walk->values[values], layer->n);
      layer->gradients = to_floats (walk->gradients[values], layer->n);
      layer->chosen = units[l + 1];
    }
}

static void
fill_classes (PlotWalkContent      *content,
              const PerceptExample *example,
              const AnExampleWalk  *walk,
              guint                 chosen)
{
  gsize         n = walk->network->n_outputs;
  const double *outputs = walk->values[walk->network->n_layers];
  const double *gradients = walk->gradients[walk->network->n_layers];

  content->n_classes = (guint) n;
  content->class_names = g_new0 (char *, n + 1);
  for (gsize k = 0; k < n; k++)
    content->class_names[k] = k < dataset_of (example)->n_classes ? g_strdup (dataset_of (example)->class_names[k])
                                                                  : g_strdup_printf ("#%" G_GSIZE_FORMAT, k);
  content->probable = walk->probabilities != NULL;
  content->shares = to_floats (walk->probabilities ? walk->probabilities : outputs, n);
  content->class_gradients = to_floats (gradients, n);
  content->truth = walk->label;
  content->chosen_class = chosen;
}

PlotWalkContent *
percept_example_content (const PerceptExample *example,
                         const AnExampleWalk  *walk,
                         guint                *units)
{
  PlotWalkContent *content = plot_walk_content_new ();
  g_autofree char *step = plot_number_fixed ((double) example->step, 0);
  g_autofree char *cost = plot_number_value (walk->cost);
  g_autofree char *title = percept_example_title (example);

  percept_stages_choose (walk, units);
  content->title = g_strdup_printf (_("One example: %s"), title);
  content->note = g_strdup_printf (_("step %s, cost %s"), step, cost);
  fill_image (content, example, walk, units[0]);
  fill_layers (content, walk, units);
  fill_classes (content, example, walk, units[content->n_layers + 1]);
  percept_example_steps_forward (walk, units, content->forward);
  percept_example_steps_backward (walk, units, &example->rule, content->backward);
  return content;
}
