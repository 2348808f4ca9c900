/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/fuzz.h"

#include "formats/format-error.h"
#include "formats/npy.h"

static volatile double sink;

/* An error of ours, or an array that is there to its last element, or objects. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_auto (FmtNpy)    npy = { NULL };

  if (!fmt_npy_parse (bytes, "input", &npy, &error))
    {
      g_assert_true (error && error->domain == FMT_ERROR);
      return 0;
    }
  g_assert_no_error (error);
  g_assert_true ((npy.array == NULL) != (npy.objects == NULL));
  if (npy.array)
    {
      g_assert_cmpuint (npy.array->n_elements * npy.array->number.size, <, size);
      for (gsize i = 0; i < npy.array->n_elements; i++)
        sink += fmt_array_get (npy.array, i);
    }
  return 0;
}
