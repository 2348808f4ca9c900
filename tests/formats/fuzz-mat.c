/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/fuzz.h"

#include "formats/format-error.h"
#include "formats/mat.h"

static volatile double sink;

static void
read_variable (const FmtMat         *mat,
               const FmtMatVariable *variable)
{
  g_autoptr (GError)   error = NULL;
  g_autoptr (FmtArray) array = fmt_mat_get (mat, variable, &error);

  if (!array)
    {
      g_assert_true (error && error->domain == FMT_ERROR);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (array->n_dimensions, ==, variable->n_dimensions);
  for (guint i = 0; i < array->n_dimensions; i++)
    g_assert_cmpuint (array->shape[i], ==, variable->shape[i]);
  for (gsize i = 0; i < array->n_elements; i++)
    sink += fmt_array_get (array, i);
}

/* An error of ours, or variables of which each is an error, or there to its last number. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes)    bytes = g_bytes_new (data, size);
  g_autoptr (GError)    error = NULL;
  g_autoptr (FmtMat)    mat = fmt_mat_parse (bytes, "input", &error);
  const FmtMatVariable *variables;
  gsize                 n;

  if (!mat)
    {
      g_assert_true (error && error->domain == FMT_ERROR);
      return 0;
    }
  g_assert_no_error (error);
  variables = fmt_mat_list (mat, &n);
  for (gsize i = 0; i < n; i++)
    if (variables[i].is_numeric)
      read_variable (mat, &variables[i]);
  return 0;
}
