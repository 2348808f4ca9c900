/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/corpus.h"

#include <string.h>

#include "formats/format-error.h"

GBytes *
corpus_load (const char *format,
             const char *name)
{
  g_autofree char   *file = g_strconcat (name, ".bin", NULL);
  g_autofree char   *path = g_build_filename (TEST_SOURCE_DIR, "formats", "corpus", format, file, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = NULL;
  gsize              length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new (text, length); /* without the NUL that GLib adds */
}

void
corpus_fail (const char        *format,
             const CorpusError *errors,
             gsize              n,
             CorpusParse        parse)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GBytes) bytes = corpus_load (format, errors[i].name);
      g_autoptr (GError) error = NULL;

      if (parse (bytes, &error))
        g_error ("%s/%s was read", format, errors[i].name);
      g_test_message ("%s: %s", errors[i].name, error->message);
      if (!g_error_matches (error, FMT_ERROR, errors[i].code) || !strstr (error->message, errors[i].mentions))
        g_error ("%s/%s: code %d, “%s”; %d and “%s” were expected", format, errors[i].name, error->code,
                 error->message, errors[i].code, errors[i].mentions);
    }
}

static void
check (const guint8 *data,
       gsize         length,
       gboolean      must_fail,
       CorpusParse   parse)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (GError) error = NULL;
  gboolean           done = parse (bytes, &error);

  g_assert_true (done == (error == NULL));
  g_assert_true (!error || error->domain == FMT_ERROR);
  g_assert_false (must_fail && done);
}

void
corpus_damage (const char *format,
               const char *name,
               gsize       step,
               CorpusParse parse)
{
  g_autoptr (GBytes) bytes = corpus_load (format, name);
  gsize              length;
  const guint8      *data = g_bytes_get_data (bytes, &length);

  for (gsize at = 0; at < length; at += step)
    {
      g_autofree guint8 *changed = g_memdup2 (data, length);

      check (data, at, TRUE, parse);
      for (guint bit = 0; bit < 8; bit += 3)
        {
          changed[at] = data[at] ^ (guint8) (1 << bit);
          check (changed, length, FALSE, parse);
        }
      changed[at] = 0xff;
      check (changed, length, FALSE, parse);
    }
}
