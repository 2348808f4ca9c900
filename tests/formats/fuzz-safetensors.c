/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/fuzz.h"

#include "formats/format-error.h"
#include "formats/safetensors.h"

static volatile guint8 sink;

/* An error of ours, or tensors that are aligned, reachable by name and there to their last byte. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes)         bytes = g_bytes_new (data, size);
  g_autoptr (GError)         error = NULL;
  g_autoptr (FmtSafetensors) file = fmt_safetensors_parse (bytes, "input", &error);
  const FmtTensor           *tensors;
  gsize                      n = 0;
  gsize                      total = 0;

  if (!file)
    {
      g_assert_true (error && error->domain == FMT_ERROR);
      return 0;
    }
  g_assert_no_error (error);
  tensors = fmt_safetensors_list (file, &n);
  for (gsize i = 0; i < n; i++)
    {
      gsize         element = tensors[i].element == FMT_U64 ? 8 : 4;
      const guint8 *content = tensors[i].data;

      g_assert_true (fmt_safetensors_get (file, tensors[i].name) == &tensors[i]);
      g_assert_true (tensors[i].n_elements == 0 || (guintptr) content % element == 0);
      for (gsize k = 0; k < tensors[i].n_elements * element; k++)
        sink ^= content[k];
      total += tensors[i].n_elements * element;
    }
  g_assert_cmpuint (total, <, size);
  return 0;
}
