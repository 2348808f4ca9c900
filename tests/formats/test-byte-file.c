/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "formats/byte-file.h"
#include "formats/format-error.h"
#include "formats/scratch.h"

static void
assert_content (const char   *path,
                gconstpointer data,
                gsize         length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = fmt_byte_file_read (path, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), data, length);
}

static void
assert_fails (const char *path,
              guint64     limit,
              GQuark      domain,
              int         code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = fmt_byte_file_read (path, limit, &error);

  g_assert_null (bytes);
  scratch_assert_error (&error, domain, code, path);
}

/* Neither all alike (which compresses too well to see chunks) nor random. */
static guint8 *
make_content (gsize length)
{
  guint8 *data = g_malloc (length);
  guint32 state = 1;

  for (gsize i = 0; i < length; i++)
    {
      state = state * 1664525u + 1013904223u;
      data[i] = (guint8) (state >> 28);
    }
  return data;
}

static void
test_plain (Scratch      *scratch,
            gconstpointer user_data)
{
  const gsize lengths[] = { 0, 1, 2, 3, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 5000000 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree guint8 *data = make_content (lengths[i]);
      g_autofree char   *path = scratch_write (scratch, "plain", data, lengths[i]);
      g_autofree char   *misnamed = scratch_write (scratch, "plain.gz", data, lengths[i]);

      assert_content (path, data, lengths[i]);
      assert_content (misnamed, data, lengths[i]);
    }
}

static void
test_gzip (Scratch      *scratch,
           gconstpointer user_data)
{
  const gsize lengths[] = { 0, 1, 100, 64 * 1024, 1000000, 9000000 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree guint8 *data = make_content (lengths[i]);
      g_autoptr (GBytes) packed = scratch_gzip (data, lengths[i]);
      g_autofree char   *path = scratch_write (scratch, "named-plainly", g_bytes_get_data (packed, NULL),
                                               g_bytes_get_size (packed));

      assert_content (path, data, lengths[i]);
    }
}

static void
test_gzip_members (Scratch      *scratch,
                   gconstpointer user_data)
{
  g_autoptr (GBytes)     first = scratch_gzip ("one, ", 5);
  g_autoptr (GBytes)     empty = scratch_gzip ("", 0);
  g_autoptr (GBytes)     last = scratch_gzip ("two", 3);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  GBytes                *members[] = { first, empty, last };
  g_autofree char       *path = NULL;
  g_autofree char       *longer = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_byte_array_append (all, g_bytes_get_data (members[i], NULL), g_bytes_get_size (members[i]));
  path = scratch_write (scratch, "members.gz", all->data, all->len);
  assert_content (path, "one, two", 8);

  g_byte_array_append (all, (const guint8 *) "rubbish", 7);
  longer = scratch_write (scratch, "garbage.gz", all->data, all->len);
  assert_fails (longer, 0, FMT_ERROR, FMT_ERROR_TRAILING);
}

static void
test_gzip_cut (Scratch      *scratch,
               gconstpointer user_data)
{
  g_autofree guint8 *data = make_content (600);
  g_autoptr (GBytes) packed = scratch_gzip (data, 600);
  const guint8      *bytes = g_bytes_get_data (packed, NULL);

  /* With fewer than two bytes it is not known to be gzip. */
  for (gsize length = 2; length < g_bytes_get_size (packed); length++)
    {
      g_autofree char *path = scratch_write (scratch, "cut.gz", bytes, length);

      assert_fails (path, 0, FMT_ERROR, FMT_ERROR_TRUNCATED);
    }
}

static void
test_gzip_damaged (Scratch      *scratch,
                   gconstpointer user_data)
{
  g_autofree guint8 *data = make_content (5000);
  g_autoptr (GBytes) packed = scratch_gzip (data, 5000);
  gsize              length = g_bytes_get_size (packed);
  const gsize        places[] = { 2, length / 2, length - 8, length - 1 };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree guint8 *damaged = g_memdup2 (g_bytes_get_data (packed, NULL), length);
      g_autofree char   *path = NULL;

      damaged[places[i]] ^= 0x55;
      path = scratch_write (scratch, "damaged.gz", damaged, length);
      assert_fails (path, 0, FMT_ERROR, FMT_ERROR_INVALID);
    }
}

static void
test_limit (Scratch      *scratch,
            gconstpointer user_data)
{
  g_autofree guint8 *zeros = g_malloc0 (50000000);
  g_autoptr (GBytes) bomb = scratch_gzip (zeros, 50000000);
  g_autofree char   *packed = scratch_write (scratch, "bomb.gz", g_bytes_get_data (bomb, NULL),
                                             g_bytes_get_size (bomb));
  g_autofree char   *plain = scratch_write (scratch, "plain", zeros, 1000);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_cmpuint (g_bytes_get_size (bomb), <, 100000);
  assert_fails (packed, 1000000, FMT_ERROR, FMT_ERROR_TOO_LARGE);
  assert_fails (packed, 49999999, FMT_ERROR, FMT_ERROR_TOO_LARGE);
  bytes = fmt_byte_file_read (packed, 50000000, NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 50000000);
  g_clear_pointer (&bytes, g_bytes_unref);

  assert_fails (plain, 999, FMT_ERROR, FMT_ERROR_TOO_LARGE);
  bytes = fmt_byte_file_read (plain, 1000, NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 1000);
}

static void
test_not_a_file (Scratch      *scratch,
                 gconstpointer user_data)
{
  g_autofree char *missing = scratch_path (scratch, "missing");
  g_autofree char *fifo = scratch_path (scratch, "fifo");
  g_autofree char *below = scratch_path (scratch, "plain/below");
  g_autofree char *loop = scratch_path (scratch, "loop");

  g_free (scratch_write (scratch, "plain", "x", 1));
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink ("loop", loop), ==, 0);
  assert_fails (missing, 0, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  assert_fails (below, 0, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  assert_fails (scratch->folder, 0, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  assert_fails (fifo, 0, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  assert_fails ("/dev/zero", 0, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  assert_fails (loop, 0, G_IO_ERROR, G_IO_ERROR_TOO_MANY_LINKS);
}

static void
test_unreadable (Scratch      *scratch,
                 gconstpointer user_data)
{
  g_autofree char *path = scratch_write (scratch, "secret", "x", 1);

  g_assert_cmpint (g_chmod (path, 0), ==, 0);
  if (!scratch_leave_root (scratch))
    return;
  assert_fails (path, 0, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  scratch_return_to_root ();
}

typedef struct
{
  guint    n_calls;
  guint    stop_at; /* 0: never */
  double   last;
  gboolean backward;
} Progress;

static gboolean
on_progress (const char *what,
             double      fraction,
             gpointer    user_data)
{
  Progress *progress = user_data;

  progress->backward = progress->backward || fraction < progress->last || fraction > 1.0;
  progress->last = fraction;
  return ++progress->n_calls != progress->stop_at;
}

static void
test_progress (Scratch      *scratch,
               gconstpointer user_data)
{
  g_autofree guint8 *data = make_content (3000000);
  g_autoptr (GBytes) packed = scratch_gzip (data, 3000000);
  g_autofree char   *path = scratch_write (scratch, "long.gz", g_bytes_get_data (packed, NULL),
                                           g_bytes_get_size (packed));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  Progress           whole = { 0 };

  bytes = fmt_byte_file_load (path, 0, on_progress, &whole, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (whole.n_calls, >, 5);
  g_assert_cmpfloat (whole.last, ==, 1.0);
  g_assert_false (whole.backward);

  for (guint stop = 1; stop <= whole.n_calls; stop++)
    {
      Progress stopped = { .stop_at = stop };

      g_assert_null (fmt_byte_file_load (path, 0, on_progress, &stopped, &error));
      g_assert_cmpuint (stopped.n_calls, ==, stop);
      scratch_assert_error (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, path);
    }
}

static void
test_write (Scratch      *scratch,
            gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *path = scratch_path (scratch, "out");
  g_autofree char   *link = scratch_path (scratch, "link");

  g_assert_true (fmt_byte_file_write (path, "first", 5, &error));
  assert_content (path, "first", 5);
  g_assert_true (fmt_byte_file_write (path, NULL, 0, &error));
  assert_content (path, "", 0);

  g_assert_cmpint (symlink ("out", link), ==, 0);
  g_assert_true (fmt_byte_file_write (link, "through", 7, &error));
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  assert_content (path, "through", 7);
  g_assert_cmpuint (scratch_count (scratch), ==, 2);
}

static void
test_write_fails (Scratch      *scratch,
                  gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *nowhere = scratch_path (scratch, "missing/out");
  g_autofree char   *fifo = scratch_path (scratch, "fifo");
  g_autofree char   *told = NULL;

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_false (fmt_byte_file_write (nowhere, "x", 1, &error));
  told = g_strdup_printf ("writing “%s”: %s", nowhere, g_strerror (ENOENT));
  g_assert_cmpstr (error->message, ==, told);
  scratch_assert_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, nowhere);
  g_assert_false (fmt_byte_file_write (scratch->folder, "x", 1, &error));
  scratch_assert_error (&error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, scratch->folder);
  g_assert_false (fmt_byte_file_write (fifo, "x", 1, &error));
  scratch_assert_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, fifo);
  g_assert_cmpuint (scratch_count (scratch), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) \
  g_test_add ("/formats/byte-file/" path, Scratch, NULL, scratch_set_up, func, scratch_tear_down)
  ADD ("plain", test_plain);
  ADD ("gzip", test_gzip);
  ADD ("gzip-members", test_gzip_members);
  ADD ("gzip-cut", test_gzip_cut);
  ADD ("gzip-damaged", test_gzip_damaged);
  ADD ("limit", test_limit);
  ADD ("not-a-file", test_not_a_file);
  ADD ("unreadable", test_unreadable);
  ADD ("progress", test_progress);
  ADD ("write", test_write);
  ADD ("write-fails", test_write_fails);
#undef ADD
  return g_test_run ();
}
