/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/fuzz.h"

#include "formats/format-error.h"
#include "formats/pickle.h"

/* Enough to see every value of a small file, and an end where values are shared over and over. */
#define MAX_VISITS 10000

static volatile double sink;

static void
visit (const FmtValue *value,
       guint           depth,
       guint          *n_visits)
{
  g_assert_cmpuint (depth, <, FMT_PICKLE_MAX_DEPTH);
  if (++*n_visits > MAX_VISITS)
    return;
  for (gsize i = 0; i < fmt_value_get_n_items (value); i++)
    {
      visit (fmt_value_get_item (value, i), depth + 1, n_visits);
      if (value->kind == FMT_VALUE_DICT)
        visit (fmt_value_get_key (value, i), depth + 1, n_visits);
    }
  if (value->kind == FMT_VALUE_ARRAY)
    for (gsize i = 0; i < value->array->n_elements; i++)
      sink += fmt_array_get (value->array, i);
  g_free (fmt_value_to_string (value));
}

/* An error of ours, or a tree of bounded depth. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes)    bytes = g_bytes_new (data, size);
  g_autoptr (GError)    error = NULL;
  g_autoptr (FmtPickle) pickle = fmt_pickle_parse (bytes, "input", &error);
  guint                 n_visits = 0;

  if (!pickle)
    {
      g_assert_true (error && error->domain == FMT_ERROR);
      return 0;
    }
  g_assert_no_error (error);
  visit (fmt_pickle_get_root (pickle), 0, &n_visits);
  return 0;
}
