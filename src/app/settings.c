/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/settings.h"

static GSettings *settings;

GSettings *
percept_settings_get (void)
{
  static gboolean             looked;
  GSettingsSchemaSource      *source;
  g_autoptr (GSettingsSchema) schema = NULL;

  if (looked)
    return settings;
  looked = TRUE;
  source = g_settings_schema_source_get_default ();
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, PERCEPT_APP_ID, TRUE);
  if (schema != NULL)
    settings = g_settings_new_full (schema, NULL, NULL);
  return settings;
}

static void
state_memory_cb (PerceptSession *session)
{
  percept_session_set_state_memory (session, (gsize) g_settings_get_int (settings, PERCEPT_STATE_MEMORY) << 20);
}

void
percept_settings_follow (PerceptSession *session)
{
  if (percept_settings_get () == NULL)
    return;
  state_memory_cb (session);
  g_signal_connect_object (settings, "changed::" PERCEPT_STATE_MEMORY, G_CALLBACK (state_memory_cb), session,
                           G_CONNECT_SWAPPED);
}
