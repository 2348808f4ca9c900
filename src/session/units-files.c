/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/units.h"

#include "formats/byte-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* Returns: (transfer full) */
static char *
quote (const char *name)
{
  g_auto (GStrv)   parts = g_strsplit (name, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  return g_strdup_printf ("\"%s\"", doubled);
}

static void
append_class (GString              *csv,
              const char           *name,
              const AnUnitRanking  *ranking,
              const AnClassRanking *of_class)
{
  g_autofree char *quoted = quote (name);

  for (guint u = 0; u < ranking->n_units; u++)
    {
      const AnRankedUnit *unit = &of_class->units[u];
      char                score[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (csv, "%s,%u,%u,%s", quoted, u + 1, unit->unit,
                              g_ascii_dtostr (score, sizeof score, unit->score));
      if (ranking->type->votes)
        g_string_append_printf (csv, ",%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT, unit->promotes, unit->inhibits);
      g_string_append_c (csv, '\n');
    }
}

char *
percept_ranking_to_csv (const AnUnitRanking *ranking,
                        const guint         *classes,
                        char               **class_names,
                        guint                n_classes)
{
  GString *csv = g_string_new ("class,rank,unit,score");

  g_string_append (csv, ranking->type->votes ? ",promotes,inhibits\n" : "\n");
  for (guint k = 0; k < n_classes; k++)
    append_class (csv, class_names[k], ranking, &ranking->classes[classes ? classes[k] : k]);
  return g_string_free (csv, FALSE);
}

gboolean
percept_units_save (const PerceptUnitsResult *result,
                    const char               *folder,
                    GError                  **error)
{
  g_autofree char *csv = percept_ranking_to_csv (result->ranking, result->classes, result->class_names,
                                                 result->n_classes);
  g_autofree char *path = g_build_filename (folder, "ranking.csv", NULL);

  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), _("cannot make the folder “%s”: %s"), folder,
                   g_strerror (code));
      return FALSE;
    }
  return fmt_byte_file_write (path, csv, strlen (csv), error);
}
