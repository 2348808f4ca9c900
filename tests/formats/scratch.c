/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/scratch.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define NOBODY 65534

void
scratch_set_up (Scratch       *scratch,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  scratch->folder = g_dir_make_tmp ("percept-test-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
remove_recursively (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_autoptr (GDir) dir = NULL;
      const char      *name;

      g_chmod (path, 0700);
      dir = g_dir_open (path, 0, NULL);
      while (dir && (name = g_dir_read_name (dir)))
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          remove_recursively (child);
        }
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

void
scratch_tear_down (Scratch       *scratch,
                   gconstpointer  data)
{
  remove_recursively (scratch->folder);
  g_free (scratch->folder);
}

char *
scratch_path (Scratch    *scratch,
              const char *name)
{
  return g_build_filename (scratch->folder, name, NULL);
}

char *
scratch_write (Scratch       *scratch,
               const char    *name,
               gconstpointer  data,
               gsize          length)
{
  g_autoptr (GError) error = NULL;
  char              *path = scratch_path (scratch, name);

  /* Without the flags GLib 2.74 writes over an old file in place and leaves what goes beyond. */
  g_unlink (path);
  g_file_set_contents_full (path, length ? data : "", (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  return path;
}

GBytes *
scratch_gzip (gconstpointer data,
              gsize         length)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
  g_autoptr (GInputStream)    plain = g_memory_input_stream_new_from_data (data, (gssize) length, NULL);
  g_autoptr (GInputStream)    packed = g_converter_input_stream_new (plain, G_CONVERTER (compressor));
  g_autoptr (GOutputStream)   memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GError)          error = NULL;

  g_output_stream_splice (memory, packed, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

guint
scratch_count (Scratch *scratch)
{
  g_autoptr (GDir) dir = g_dir_open (scratch->folder, 0, NULL);
  guint            n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

gboolean
scratch_leave_root (Scratch *scratch)
{
  if (geteuid () != 0)
    return TRUE;
  g_assert_cmpint (g_chmod (scratch->folder, 0755), ==, 0);
  if (seteuid (NOBODY) == 0)
    return TRUE;
  g_test_skip ("root reads everything, and here it can't be anyone else");
  return FALSE;
}

void
scratch_return_to_root (void)
{
  if (getuid () == 0)
    g_assert_cmpint (seteuid (0), ==, 0);
}
