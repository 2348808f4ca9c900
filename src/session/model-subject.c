/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/model-subject.h"

#include "analysis/analysis-error.h"

static gboolean
build (ModelSubject *self,
       GError      **error)
{
  DsShape shape = self->model->data->collection.pool->shape;
  NnShape input = { shape.channels, shape.height, shape.width };

  self->network = nn_network_new (input, train_experiment_get (self->model->experiment, "network", "layers"), error);
  if (!self->network || !(self->parameters = an_try_numbers (self->network->n_parameters, error)))
    return FALSE;
  for (gsize i = 0; i < self->network->n_parameters; i++)
    self->parameters[i] = (double) self->model->parameters[i];
  return TRUE;
}

/* @most of them instead of all. */
static void
draw_sample (ModelSubject        *self,
             const TrainExamples *examples,
             gsize                most)
{
  self->places = train_data_sample (examples->n, most);
  self->indices = g_new (guint32, most);
  for (gsize i = 0; i < most; i++)
    self->indices[i] = examples->indices[self->places[i]];
  self->subject.indices = self->indices;
  self->subject.n_examples = most;
}

ModelSubject *
model_subject_new (PerceptModel *model,
                   TrainPart     part,
                   gsize         most,
                   GError      **error)
{
  g_autoptr (ModelSubject) self = g_new0 (ModelSubject, 1);
  TrainExamples            examples = train_data_get_part (model->data, part);
  TrainExperiment         *experiment = model->experiment;

  self->model = model;
  if (!build (self, error))
    return NULL;
  self->subject = (AnSubject) {
    .network = self->network,
    .loss = nn_loss_type_find (train_experiment_get (experiment, "training", "loss")),
    .parameters = self->parameters,
    .dataset = examples.dataset,
    .indices = examples.indices,
    .n_examples = examples.n,
    .recipe = model->data->recipe,
    .sum = g_str_equal (train_experiment_get (experiment, "training", "reduction"), "sum"),
  };
  if (most > 0 && most < examples.n)
    draw_sample (self, &examples, most);
  return g_steal_pointer (&self);
}

void
model_subject_free (ModelSubject *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->network, nn_network_free);
  g_free (self->parameters);
  g_free (self->places);
  g_free (self->indices);
  g_free (self);
}
