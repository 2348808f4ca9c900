/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weights set by hand, and the way back. */

#include "app/window-private.h"

#include "analysis/coordinates.h"
#include "views/weights/unit-names.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The place of "W1[406,3]" or "b1[3]" among the network's parameters. */
static gboolean
find_parameter (PerceptWindow *self,
                const char    *name,
                gsize         *place,
                GError       **error)
{
  TrainExperiment      *applied = percept_session_get_applied (self->session);
  DsShape               shape = percept_session_get_dataset (self->session)->shape;
  g_autoptr (NnNetwork) network = NULL;
  g_autoptr (GArray)    places = NULL;

  network = nn_network_new ((NnShape) { shape.channels, shape.height, shape.width },
                            train_experiment_get (applied, "network", "layers"), error);
  places = network != NULL ? an_coordinates_choose (name, network, NULL, error) : NULL;
  if (places == NULL)
    return FALSE;
  *place = g_array_index (places, gsize, 0);
  return TRUE;
}

/* "W1[406,3]=0.5" */
static void
edit_weight_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  PerceptWindow     *self = data;
  const char        *text = g_variant_get_string (parameter, NULL);
  const char        *equals = strchr (text, '=');
  g_autofree char   *name = equals != NULL ? g_strstrip (g_strndup (text, (gsize) (equals - text))) : NULL;
  char              *end = NULL;
  double             value = equals != NULL ? g_ascii_strtod (equals + 1, &end) : NAN;
  PerceptEdit        edit;
  g_autoptr (GError) error = NULL;
  g_autofree char   *what = NULL;

  if (equals == NULL || end == equals + 1 || *end != '\0' || (name[0] != 'W' && name[0] != 'b')
      || strpbrk (name, " ;") != NULL || strchr (name, '[') != strrchr (name, '['))
    {
      what = g_strdup_printf (_("“%s” sets no weight: it should look like W1[406,3]=0.5 or b1[3]=0"), text);
      percept_window_report (self, what);
      return;
    }
  if (!find_parameter (self, name, &edit.place, &error))
    {
      percept_window_report (self, error->message);
      return;
    }
  edit.value = (float) value;
  what = g_strdup_printf (_("%s set to %g"), name, value);
  percept_session_edit (self->session, &edit, 1, what, FALSE);
}

/* "1:17": layer and unit */
static void
silence_unit_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  PerceptWindow     *self = data;
  g_autoptr (GError) error = NULL;
  guint              layer, unit;

  if (percept_unit_parse (g_variant_get_string (parameter, NULL), &layer, &unit, &error))
    percept_session_silence_unit (self->session, layer, unit);
  else
    percept_window_report (self, error->message);
}

static void
undo_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  percept_session_undo_edit (((PerceptWindow *) data)->session);
}

static void
redo_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  percept_session_redo_edit (((PerceptWindow *) data)->session);
}

static const GActionEntry entries[] = {
  { .name = "edit-weight", .parameter_type = "s", .activate = edit_weight_cb },
  { .name = "silence-unit", .parameter_type = "s", .activate = silence_unit_cb },
  { .name = "undo-edit", .activate = undo_cb },
  { .name = "redo-edit", .activate = redo_cb },
};

static void
set_enabled (PerceptWindow *self,
             const char    *name,
             gboolean       enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

void
percept_window_update_edit_actions (PerceptWindow *self)
{
  const PerceptEdits *edits = percept_session_get_edits (self->session);
  gboolean            open = percept_session_get_experiment (self->session) != NULL;

  set_enabled (self, "edit-weight", open);
  set_enabled (self, "silence-unit", open);
  set_enabled (self, "undo-edit", open && edits->n_done > 0);
  set_enabled (self, "redo-edit", open && edits->n_undone > 0);
}

static void
edited_cb (PerceptWindow *self)
{
  percept_window_update_actions (self);
  percept_window_queue_status (self);
}

void
percept_window_add_edits (PerceptWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->session, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
}
