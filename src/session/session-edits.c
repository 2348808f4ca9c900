/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session-private.h"

#include <glib/gi18n-lib.h>

static void
post (PerceptSession    *self,
      const PerceptEdit *edits,
      guint              n,
      const char        *what,
      const TrainMark   *mark,
      gboolean           merge)
{
  g_return_if_fail (PERCEPT_IS_SESSION (self));

  self->n_in_force++; /* what lies in a folder is no longer what is open */
  if (self->worker)
    worker_post_edit (self->worker, edits, n, what, mark, merge);
}

void
percept_session_edit (PerceptSession    *self,
                      const PerceptEdit *edits,
                      guint              n,
                      const char        *what,
                      gboolean           merge)
{
  const TrainMark mark = { .key = TRAIN_MARK_EDIT, .from = n, .to = n };

  post (self, edits, n, what, &mark, merge);
}

static const PerceptLayerInfo *
find_layer (PerceptSession *self,
            guint           layer)
{
  for (guint i = 0; i < self->layers->len; i++)
    if (g_array_index (self->layers, PerceptLayerInfo, i).layer == layer)
      return &g_array_index (self->layers, PerceptLayerInfo, i);
  return NULL;
}

void
percept_session_silence_unit (PerceptSession *self,
                              guint           layer,
                              guint           unit)
{
  const TrainMark         mark = { .key = TRAIN_MARK_SILENCE, .from = layer, .to = unit };
  const PerceptLayerInfo *of = find_layer (self, layer);
  const PerceptLayerInfo *above = find_layer (self, layer + 1);
  gsize                   n_inputs = above ? (gsize) above->channels * above->height * above->width : 0;
  g_autofree PerceptEdit *edits = NULL;
  g_autofree char        *what = NULL;

  if (!of || !above || unit >= of->n_units || n_inputs != of->n_units)
    {
      g_autoptr (GError) error = g_error_new (TRAIN_ERROR, TRAIN_ERROR_NOT_FOUND,
                                              _("Layer %u has no unit %u to silence: only hidden units of dense "
                                                "layers can be"), layer, unit);

      g_signal_emit_by_name (self, "failed", error);
      return;
    }
  edits = g_new (PerceptEdit, above->n_units);
  for (guint i = 0; i < above->n_units; i++)
    edits[i] = (PerceptEdit) { above->offset + i * n_inputs + unit, 0.0f };
  what = g_strdup_printf (_("Unit #%u of layer %u silenced"), unit, layer);
  post (self, edits, above->n_units, what, &mark, FALSE);
}

static void
post_kind (PerceptSession *self,
           CommandKind     kind)
{
  g_return_if_fail (PERCEPT_IS_SESSION (self));

  self->n_in_force++;
  if (self->worker)
    worker_post (self->worker, kind, NULL, NULL, 0, FALSE);
}

void
percept_session_undo_edit (PerceptSession *self)
{
  if (self->edits.n_done > 0)
    post_kind (self, COMMAND_UNDO_EDIT);
}

void
percept_session_redo_edit (PerceptSession *self)
{
  if (self->edits.n_undone > 0)
    post_kind (self, COMMAND_REDO_EDIT);
}
