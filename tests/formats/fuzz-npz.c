/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/fuzz.h"

#include "formats/format-error.h"
#include "formats/npz.h"

static volatile double sink;

/* An error of ours, or arrays that are there to their last elements. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes)    bytes = g_bytes_new (data, size);
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) entries = fmt_npz_parse (bytes, "input", &error);

  if (!entries)
    {
      g_assert_true (error && error->domain == FMT_ERROR);
      return 0;
    }
  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    {
      FmtNpzEntry *entry = g_ptr_array_index (entries, i);

      g_assert_true (g_utf8_validate (entry->name, -1, NULL));
      if (entry->content.array)
        for (gsize k = 0; k < entry->content.array->n_elements; k++)
          sink += fmt_array_get (entry->content.array, k);
    }
  return 0;
}
