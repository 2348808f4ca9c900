/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/initial-weights.h"

#include "models/layer-weights.h"
#include "train/run-folder.h"

gboolean
train_initial_weights_read (TrainExperiment *experiment,
                            const NnNetwork *network,
                            float           *parameters,
                            GError         **error)
{
  const char              *path = train_experiment_get (experiment, "network", "weights");
  g_autofree char         *file = NULL;
  g_autoptr (ModelWeights) weights = NULL;

  if (path[0] == '\0')
    return TRUE;
  file = train_run_model_path (path);
  weights = model_weights_read (file, error);
  if (weights && model_layers_copy (weights, network, parameters, error))
    return TRUE;
  g_prefix_error (error, "network.weights: ");
  return FALSE;
}
