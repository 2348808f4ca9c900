/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/fuzz.h"

#include "formats/format-error.h"
#include "formats/idx.h"

/* Every number of dimensions: an error of ours, or an array that is there to its last byte. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  for (guint n_dimensions = 1; n_dimensions <= FMT_IDX_MAX_DIMENSIONS; n_dimensions++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (data, size);
      g_autoptr (GError) error = NULL;
      FmtIdx             idx = { 0 };
      gsize              n_elements = 1;

      if (!fmt_idx_parse (bytes, "input", n_dimensions, &idx, &error))
        {
          g_assert_true (error && error->domain == FMT_ERROR);
          continue;
        }
      g_assert_no_error (error);
      for (guint i = 0; i < idx.n_dimensions; i++)
        n_elements *= idx.dimensions[i];
      g_assert_cmpuint (n_elements + 4 + 4 * n_dimensions, ==, size);
      g_assert_cmpmem (idx.elements, n_elements, data + 4 + 4 * n_dimensions, n_elements);
      fmt_idx_clear (&idx);
    }
  return 0;
}
