/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/settings.h"

GSettings *
percept_settings_get (void)
{
  static GSettings         *settings;
  static gboolean           looked;
  GSettingsSchemaSource    *source;
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
