/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analysis-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (percept-analysis-error-quark, an_error)

gboolean
an_set_stopped (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The analysis was stopped"));
  return FALSE;
}

double *
an_try_numbers (gsize    n,
                GError **error)
{
  double *numbers = g_try_new0 (double, MAX (n, 1));

  if (!numbers)
    g_set_error (error, AN_ERROR, AN_ERROR_MEMORY,
                 _("no memory for %" G_GSIZE_FORMAT " numbers of the analysis; fewer coordinates or examples need "
                   "less"),
                 n);
  return numbers;
}
