/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all ways to the cost over a plane have in common. */

#include "analysis/cost-plane-private.h"

#include "analysis/analysis-error.h"
#include "analysis/coordinates.h"
#include "nn/kernels.h"

#include <glib/gi18n-lib.h>

/* Float32 copies of n_parameters. */
static float *
copy_numbers (const AnCostJob *job,
              const double    *numbers,
              GError         **error)
{
  gsize  n = job->subject->network->n_parameters;
  float *copy = g_try_new (float, MAX (n, 1));

  for (gsize i = 0; copy && i < n; i++)
    copy[i] = (float) numbers[i];
  if (!copy)
    g_set_error (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for a copy of %" G_GSIZE_FORMAT " parameters"), n);
  return copy;
}

static gboolean
find_weights (AnCostJob *job,
              GError   **error)
{
  const NnNetwork *network = job->subject->network;
  const gsize     *parameters = job->plane->parameters;

  if (parameters[0] == parameters[1] || MAX (parameters[0], parameters[1]) >= network->n_parameters)
    {
      g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
                   _("a plane over the parameters %" G_GSIZE_FORMAT " and %" G_GSIZE_FORMAT
                     "; two different ones of %" G_GSIZE_FORMAT " are needed"),
                   parameters[0], parameters[1], network->n_parameters);
      return FALSE;
    }
  for (int k = 0; k < 2; k++)
    {
      job->parameters[parameters[k]] = 0.0f;
      job->layers[k] = an_coordinate_layer (network, parameters[k]);
      job->places[k] = parameters[k] - job->layers[k]->offset;
      job->moves[k][job->layers[k]->index] = TRUE;
    }
  return TRUE;
}

static gboolean
copy_directions (AnCostJob *job,
                 GError   **error)
{
  const NnNetwork *network = job->subject->network;

  for (int k = 0; k < 2; k++)
    {
      job->directions[k] = copy_numbers (job, job->plane->directions[k], error);
      if (!job->directions[k])
        return FALSE;
      for (guint l = 0; l < network->n_layers; l++)
        {
          const NnLayer *layer = &network->layers[l];

          for (gsize i = 0; i < layer->n_weights + layer->n_biases && !job->moves[k][l]; i++)
            job->moves[k][l] = job->directions[k][layer->offset + i] != 0.0f;
        }
    }
  return TRUE;
}

gboolean
an_cost_job_init (AnCostJob *job,
                  GError   **error)
{
  const NnNetwork *network = job->subject->network;

  for (int k = 0; k < 2; k++)
    job->moves[k] = g_new0 (gboolean, network->n_layers);
  job->parameters = copy_numbers (job, job->subject->parameters, error);
  if (!job->parameters)
    return FALSE;
  if (job->plane->kind == AN_PLANE_WEIGHTS ? !find_weights (job, error) : !copy_directions (job, error))
    return FALSE;
  while (job->first + 1 < network->n_layers && !job->moves[0][job->first] && !job->moves[1][job->first])
    job->first++;
  return TRUE;
}

void
an_cost_job_clear (AnCostJob *job)
{
  g_free (job->parameters);
  for (int k = 0; k < 2; k++)
    {
      g_free (job->directions[k]);
      g_free (job->moves[k]);
    }
}

void
an_cost_load (const AnCostJob *job,
              gsize            first,
              gsize            rows,
              float           *x,
              guint16         *labels)
{
  const AnSubject *subject = job->subject;
  gsize            n_in = nn_shape_size (subject->network->input);

  for (gsize r = 0; r < rows; r++)
    {
      guint32 index = subject->indices[first + r];

      nn_kernels ()->expand_bytes (ds_dataset_get_image (subject->dataset, index), x + r * n_in, n_in,
                                   subject->recipe.scale, subject->recipe.offset);
      labels[r] = subject->dataset->labels[index];
    }
}

float **
an_values_new (const NnNetwork *network,
               guint            from,
               guint            to,
               gsize            rows)
{
  float  **values = g_new0 (float *, network->n_layers + 1);
  gboolean done = TRUE;

  for (guint l = from; l <= to; l++)
    {
      gsize n = l < network->n_layers ? network->layers[l].n_in : network->n_outputs;

      values[l] = g_try_new (float, rows * n);
      done = done && values[l];
    }
  if (done)
    return values;
  an_values_free (network, values);
  return NULL;
}

void
an_values_free (const NnNetwork *network,
                float          **values)
{
  for (guint l = 0; values && l <= network->n_layers; l++)
    g_free (values[l]);
  g_free (values);
}

void
an_values_forward (const AnCostJob *job,
                   float          **values,
                   guint            from,
                   guint            to,
                   gsize            rows)
{
  for (guint l = from; l < to; l++)
    {
      const NnLayer *layer = &job->subject->network->layers[l];

      layer->type->forward (layer, job->parameters + layer->offset, values[l], values[l + 1], rows);
    }
}
