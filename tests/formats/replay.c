/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "formats/fuzz.h"

/* Runs the entry of a fuzz target over the corpus folder that is given as argument: what was once found stays found,
 * and the target is used where there is no fuzzer. */

static const char *corpus;

static void
test_corpus (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir)   dir = g_dir_open (corpus, 0, &error);
  const char        *name;
  guint              n_files = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char    *path = g_build_filename (corpus, name, NULL);
      g_autofree char    *text = NULL;
      g_autofree guint8  *exact = NULL;
      gsize               length;

      g_assert_true (g_file_get_contents (path, &text, &length, &error));
      g_test_message ("%s", name);
      /* Without the NUL that GLib adds, so that the sanitizer sees a read past the end. */
      exact = g_memdup2 (text, length);
      g_assert_cmpint (LLVMFuzzerTestOneInput (exact, length), ==, 0);
      n_files++;
    }
  g_assert_cmpuint (n_files, >=, 8);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  corpus = argv[1];
  g_test_add_func ("/formats/corpus", test_corpus);
  return g_test_run ();
}
