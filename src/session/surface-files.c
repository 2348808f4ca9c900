/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/surface.h"

#include "formats/byte-file.h"
#include "formats/npy.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

static void
append_real (GString *csv,
             double   value,
             char     after)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (csv, g_ascii_dtostr (text, sizeof text, value));
  g_string_append_c (csv, after);
}

static gboolean
save_csv (const AnLossSurface *surface,
          const char          *folder,
          GError             **error)
{
  g_autoptr (GString) csv = g_string_new (NULL);
  g_autofree char    *path = g_build_filename (folder, "surface.csv", NULL);

  g_string_append_printf (csv, "\"%s\",\"%s\",loss\n", surface->names[0], surface->names[1]);
  for (gsize j = 0; j < surface->n[1]; j++)
    for (gsize i = 0; i < surface->n[0]; i++)
      {
        append_real (csv, surface->axes[0][i], ',');
        append_real (csv, surface->axes[1][j], ',');
        append_real (csv, surface->loss[j * surface->n[0] + i], '\n');
      }
  return fmt_byte_file_write (path, csv->str, csv->len, error);
}

/* A line for each step of each racer, the start first. */
static gboolean
save_race (const AnRace        *race,
           const AnLossSurface *surface,
           const char          *folder,
           GError             **error)
{
  g_autoptr (GString) csv = g_string_new (NULL);
  g_autofree char    *path = g_build_filename (folder, "race.csv", NULL);

  g_string_append_printf (csv, "racer,step,\"%s\",\"%s\",cost\n", surface->names[0], surface->names[1]);
  for (guint i = 0; i < race->n_paths; i++)
    {
      const AnRacePath *walk = &race->paths[i];
      g_autofree char  *name = an_racers_format (&walk->racer, 1);

      for (guint s = 0; s < walk->n; s++)
        {
          g_string_append_printf (csv, "\"%s\",%u,", name, s);
          append_real (csv, walk->steps[s].w[0], ',');
          append_real (csv, walk->steps[s].w[1], ',');
          append_real (csv, walk->steps[s].cost, '\n');
        }
    }
  return fmt_byte_file_write (path, csv->str, csv->len, error);
}

gboolean
percept_surface_save (const PerceptSurfaceResult *result,
                      const char                 *folder,
                      GError                    **error)
{
  const AnLossSurface *surface = result->surface;
  g_autofree char     *path = g_build_filename (folder, "surface.npy", NULL);
  const FmtArray       array = {
    .number = { .kind = 'f', .size = sizeof (double) },
    .n_dimensions = 2,
    .shape = { surface->n[1], surface->n[0] },
    .n_elements = (gsize) surface->n[0] * surface->n[1],
    .data = surface->loss,
  };

  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), _("cannot make the folder “%s”: %s"), folder,
                   g_strerror (code));
      return FALSE;
    }
  return save_csv (surface, folder, error) && fmt_npy_write (&array, path, error) &&
         save_race (result->race, surface, folder, error);
}
