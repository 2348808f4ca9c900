/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/model.h"

#include <string.h>

PerceptModel *
percept_model_new (TrainExperiment *experiment,
                   TrainData       *data,
                   const float     *parameters,
                   gsize            n,
                   guint64          step,
                   GPtrArray       *rungs)
{
  PerceptModel *model = g_new0 (PerceptModel, 1);

  g_atomic_ref_count_init (&model->refs);
  model->parameters = g_try_new (float, MAX (n, 1));
  model->rungs = rungs ? rungs : g_ptr_array_new ();
  if (!model->parameters)
    {
      g_ptr_array_unref (model->rungs);
      g_free (model);
      return NULL;
    }
  memcpy (model->parameters, parameters, n * sizeof (float));
  model->experiment = train_experiment_ref (experiment);
  model->data = train_data_ref (data);
  model->step = step;
  return model;
}

PerceptModel *
percept_model_ref (PerceptModel *model)
{
  g_atomic_ref_count_inc (&model->refs);
  return model;
}

void
percept_model_unref (PerceptModel *model)
{
  if (!model || !g_atomic_ref_count_dec (&model->refs))
    return;
  train_experiment_unref (model->experiment);
  train_data_unref (model->data);
  g_ptr_array_unref (model->rungs);
  g_free (model->parameters);
  g_free (model);
}
