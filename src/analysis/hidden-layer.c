/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/hidden-layer.h"

#include "analysis/analysis-error.h"

#include <glib/gi18n-lib.h>

const NnLayer *
an_hidden_layer_find (const NnNetwork *network,
                      guint            number,
                      GError         **error)
{
  guint n_hidden = MAX (network->n_with_weights, 1) - 1;

  if (n_hidden == 0)
    {
      g_set_error_literal (error, AN_ERROR, AN_ERROR_RANGE,
                           _("this network has no hidden layer: its outputs look at the inputs themselves, and there "
                             "are no units between them to rank or to silence"));
      return NULL;
    }
  if (number <= n_hidden)
    return nn_network_get_layer (network, number > 0 ? number : n_hidden);
  if (number == n_hidden + 1)
    g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
                 _("layer %u is the output layer, whose units are the classes themselves; hidden layers are 1 to %u"),
                 number, n_hidden);
  else
    g_set_error (error, AN_ERROR, AN_ERROR_RANGE, _("there is no layer %u; hidden layers are 1 to %u"), number,
                 n_hidden);
  return NULL;
}

gboolean
an_hidden_layer_is_last (const NnNetwork *network,
                         const NnLayer   *layer)
{
  return layer->number + 1 == network->n_with_weights;
}

const NnLayer *
an_hidden_layer_next (const NnNetwork *network,
                      const NnLayer   *layer)
{
  return nn_network_get_layer (network, layer->number + 1);
}
