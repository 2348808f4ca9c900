/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/unit-names.h"

#include "figures/run-figures.h"

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

char *
percept_unit_title (PerceptSession *session,
                    guint           layer,
                    guint           unit)
{
  g_autofree char *name = percept_unit_name (session, layer, unit);

  return percept_unit_is_output (session, layer) ? g_strdup_printf (_("Output unit “%s” · layer %u"), name, layer)
                                                 : g_strdup_printf (_("Hidden unit %s · layer %u"), name, layer);
}
