/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/unit-names.h"

#include "figures/run-figures.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

gboolean
percept_unit_is_output (PerceptSession *session,
                        guint           layer)
{
  guint n;

  percept_session_get_layers (session, &n);
  return layer == n;
}

char *
percept_unit_name (PerceptSession *session,
                   guint           layer,
                   guint           unit)
{
  char **names = percept_run_figures_unit_names (session, layer);

  if (names != NULL && unit < g_strv_length (names))
    return g_strdup (names[unit]);
  return g_strdup_printf ("#%u", unit);
}

char **
percept_unit_input_names (PerceptSession *session,
                          guint           layer,
                          gsize           n)
{
  char **names = g_new0 (char *, n + 1);

  for (gsize i = 0; i < n; i++)
    names[i] = layer > 1 ? percept_unit_name (session, layer - 1, (guint) i)
                         : g_strdup_printf (_("input %" G_GSIZE_FORMAT), i);
  return names;
}

char *
percept_unit_title (PerceptSession *session,
                    guint           layer,
                    guint           unit)
{
  g_autofree char *name = percept_unit_name (session, layer, unit);

  return percept_unit_is_output (session, layer) ? g_strdup_printf (_("Output unit “%s” · layer %u"), name, layer)
                                                 : g_strdup_printf (_("Hidden unit %s · layer %u"), name, layer);
}

gboolean
percept_unit_parse (const char *text,
                    guint      *layer,
                    guint      *unit,
                    GError    **error)
{
  g_auto (GStrv) words = g_strsplit (text, ":", -1);
  guint64        numbers[2];

  if (g_strv_length (words) == 2 && g_ascii_string_to_unsigned (words[0], 10, 1, G_MAXUINT, &numbers[0], NULL)
      && g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXUINT - 1, &numbers[1], NULL))
    {
      *layer = (guint) numbers[0];
      *unit = (guint) numbers[1];
      return TRUE;
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _("“%s” is no unit: it should be a layer and a unit like 1:17"), text);
  return FALSE;
}
