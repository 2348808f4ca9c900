/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/format-error.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (percept-format-error-quark, fmt_error)

void
fmt_error_set (GError     **error,
               FmtError     code,
               const char  *name,
               const char  *format,
               ...)
{
  g_autofree char *display = g_filename_display_name (name);
  g_autofree char *found = NULL;
  va_list          arguments;

  va_start (arguments, format);
  found = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, FMT_ERROR, code, _("reading “%s”: %s"), display, found);
}
