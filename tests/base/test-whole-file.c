/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/whole-file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("percept-whole-file-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->path = g_build_filename (fixture->folder, "out", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0); /* nothing else is left in it */
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
check_content (const char *path,
               const char *content)
{
  g_autofree char *read = NULL;

  g_assert_true (g_file_get_contents (path, &read, NULL, NULL));
  g_assert_cmpstr (read, ==, content);
}

/* The mode that a new file gets, and no other. */
static void
test_written (Fixture      *fixture,
              gconstpointer data)
{
  mode_t   mask = umask (022);
  GStatBuf info;

  g_assert_cmpint (base_whole_file_write (fixture->path, "first", 5), ==, 0);
  check_content (fixture->path, "first");
  g_assert_cmpint (base_whole_file_write (fixture->path, "2", 1), ==, 0);
  check_content (fixture->path, "2");
  g_assert_cmpint (base_whole_file_write (fixture->path, NULL, 0), ==, 0);
  check_content (fixture->path, "");
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0644);
  umask (mask);
}

/* A disk that is full in the middle of it: the old file stays, and nothing beside it. */
static void
test_no_room (Fixture      *fixture,
              gconstpointer data)
{
  static const char long_text[100000] = { 'x' };
  struct rlimit     before, small;

  g_assert_cmpint (base_whole_file_write (fixture->path, "old", 3), ==, 0);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = (struct rlimit) { 4096, before.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_cmpint (base_whole_file_write (fixture->path, long_text, sizeof long_text), ==, EFBIG);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  check_content (fixture->path, "old");
}

/* As long a name as the file system takes. */
static void
test_long_name (Fixture      *fixture,
                gconstpointer data)
{
  char             name[256];
  g_autofree char *path = NULL;

  memset (name, 'n', 255);
  name[255] = '\0';
  path = g_build_filename (fixture->folder, name, NULL);
  g_assert_cmpint (base_whole_file_write (path, "x", 1), ==, 0);
  check_content (path, "x");
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (fixture->folder, "missing", "out", NULL);

  g_assert_cmpint (base_whole_file_write (nowhere, "x", 1), ==, ENOENT);
  g_assert_cmpint (base_whole_file_write (fixture->folder, "x", 1), ==, EISDIR);
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  g_assert_cmpint (base_whole_file_write (fixture->path, "x", 1), ==, EEXIST);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/whole-file/written", Fixture, NULL, set_up, test_written, tear_down);
  g_test_add ("/whole-file/no-room", Fixture, NULL, set_up, test_no_room, tear_down);
  g_test_add ("/whole-file/long-name", Fixture, NULL, set_up, test_long_name, tear_down);
  g_test_add ("/whole-file/refused", Fixture, NULL, set_up, test_refused, tear_down);
  return g_test_run ();
}
