/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "formats/corpus.h"
#include "formats/format-error.h"
#include "formats/mat.h"

static FmtMat *
load (const char *name)
{
  g_autoptr (GBytes) bytes = corpus_load ("mat", name);
  g_autoptr (GError) error = NULL;
  FmtMat            *mat = fmt_mat_parse (bytes, name, &error);

  g_assert_no_error (error);
  return mat;
}

static FmtArray *
get (const FmtMat *mat,
     const char   *name)
{
  const FmtMatVariable *variable = fmt_mat_find (mat, name);
  g_autoptr (GError)    error = NULL;
  FmtArray             *array;

  g_assert_nonnull (variable);
  g_assert_true (variable->is_numeric);
  array = fmt_mat_get (mat, variable, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (array->n_dimensions, ==, variable->n_dimensions);
  g_assert_cmpmem (array->shape, array->n_dimensions * sizeof (gsize), variable->shape,
                   variable->n_dimensions * sizeof (gsize));
  return array;
}

static void
assert_values (const FmtMat *mat,
               const char   *name,
               const double *values,
               gsize         n)
{
  g_autoptr (FmtArray) array = get (mat, name);

  g_assert_cmpuint (array->n_elements, ==, n);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (fmt_array_get (array, i), ==, values[i]);
}

/* MATLAB stores columns, and doubles in fewer bytes where they fit. */
static void
test_reads (void)
{
  static const char *const names[] = { "plain", "compressed" };
  const double             images[] = { 1, 2, 3, 4, 5, 6 };
  const double             doubles[] = { 1.5, -2, 3, 1e300 };
  const double             narrow[] = { 7, 8, 9 };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (FmtMat)   mat = load (names[i]);
      g_autoptr (FmtArray) first = get (mat, "train0");
      gsize                n;

      fmt_mat_list (mat, &n);
      g_assert_cmpuint (n, ==, 3);
      g_assert_cmpint (first->number.kind, ==, 'u');
      g_assert_cmpuint (first->number.size, ==, 1);
      assert_values (mat, "train0", images, 6);
      assert_values (mat, "d", doubles, 4);
      assert_values (mat, "n", narrow, 3);
      g_assert_null (fmt_mat_find (mat, "train1"));
    }
}

static void
test_big_endian (void)
{
  const double       doubles[] = { 1.5, -2, 3, 1e300 };
  const double       shorts[] = { -3, 300 };
  g_autoptr (FmtMat) mat = load ("big-endian");

  assert_values (mat, "d", doubles, 4);
  assert_values (mat, "h", shorts, 2);
}

static void
test_shapes (void)
{
  g_autoptr (FmtMat)   solid = load ("three-dimensions");
  g_autoptr (FmtMat)   hollow = load ("empty-array");
  g_autoptr (FmtMat)   nothing = load ("no-variables");
  g_autoptr (FmtMat)   zeros = load ("zeros");
  g_autoptr (FmtArray) cube = get (solid, "cube");
  g_autoptr (FmtArray) empty = get (hollow, "e");
  g_autoptr (FmtArray) many = get (zeros, "train0");
  gsize                n;

  for (guint i = 0; i < 2; i++)
    for (guint k = 0; k < 3; k++)
      for (guint l = 0; l < 4; l++)
        g_assert_cmpfloat (fmt_array_get (cube, (i * 3 + k) * 4 + l), ==, i + 2 * k + 6 * l);
  g_assert_cmpuint (empty->n_elements, ==, 0);
  g_assert_cmpuint (many->n_elements, ==, 784000);
  fmt_mat_list (nothing, &n);
  g_assert_cmpuint (n, ==, 0);
}

/* Text, cells, complex numbers and what is not known are listed and not read. */
static void
test_others (void)
{
  g_autoptr (FmtMat)    mat = load ("others");
  const FmtMatVariable *variables;
  gsize                 n;

  variables = fmt_mat_list (mat, &n);
  g_assert_cmpuint (n, ==, 6);
  for (gsize i = 0; i < n; i++)
    g_assert_true (variables[i].is_numeric == (i == 5));
  g_assert_cmpstr (variables[0].class_name, ==, "char");
  g_assert_cmpstr (variables[1].class_name, ==, "cell");
  g_assert_cmpstr (variables[2].class_name, ==, "complex");
  g_assert_cmpstr (variables[3].class_name, ==, "sparse");
  g_assert_cmpstr (variables[4].name, ==, "");
  g_assert_cmpstr (variables[5].name, ==, "train0");
}

/* Everything in it that can be read is read. */
static gboolean
parse (GBytes  *bytes,
       GError **error)
{
  g_autoptr (FmtMat)    mat = fmt_mat_parse (bytes, "a/file", error);
  const FmtMatVariable *variables;
  gsize                 n;

  if (!mat)
    return FALSE;
  variables = fmt_mat_list (mat, &n);
  for (gsize i = 0; i < n; i++)
    if (variables[i].is_numeric)
      {
        g_autoptr (FmtArray) array = fmt_mat_get (mat, &variables[i], error);

        if (!array)
          return FALSE;
      }
  return TRUE;
}

static void
test_broken (void)
{
  static const CorpusError errors[] = {
    { "nothing", FMT_ERROR_TRUNCATED, "a/file" },
    { "header-cut", FMT_ERROR_TRUNCATED, "100 bytes" },
    { "version-7.3", FMT_ERROR_UNSUPPORTED, "-v7" },
    { "version-9", FMT_ERROR_UNSUPPORTED, "0x0900" },
    { "no-mat", FMT_ERROR_NOT_THIS_FORMAT, "IM" },
    { "data-cut", FMT_ERROR_TRUNCATED, "byte 128" },
    { "tag-cut", FMT_ERROR_INVALID, "no tag" },
    { "wrong-type", FMT_ERROR_INVALID, "neither" },
    { "short-form", FMT_ERROR_TRUNCATED, "byte 128" },
    { "size-beyond", FMT_ERROR_TRUNCATED, "4294967288" },
    { "shape-lies", FMT_ERROR_INVALID, "“train0” is 2 x 4, but has 6 bytes" },
    { "numbers-of-no-type", FMT_ERROR_INVALID, "no numbers" },
    { "numbers-beyond", FMT_ERROR_INVALID, "no numbers" },
    { "numbers-missing", FMT_ERROR_INVALID, "no numbers" },
    { "numbers-after", FMT_ERROR_INVALID, "“train0”" },
    { "shape-overflow", FMT_ERROR_INVALID, "2147483647 x 2147483647" },
    { "packed-junk", FMT_ERROR_INVALID, "damaged" },
    { "packed-nothing", FMT_ERROR_INVALID, "damaged" },
    { "packed-twice", FMT_ERROR_INVALID, "no variable" },
    { "packed-short", FMT_ERROR_INVALID, "damaged" },
    { "packed-long", FMT_ERROR_INVALID, "does not inflate" },
    { "packed-cut", FMT_ERROR_INVALID, "damaged" },
    { "packed-checksum", FMT_ERROR_INVALID, "damaged" },
    { "packed-claims", FMT_ERROR_INVALID, "more than it can" },
  };

  corpus_fail ("mat", errors, G_N_ELEMENTS (errors), parse);
}

/* A head that is none makes the variable one that is not read, whatever stands after it. */
static void
test_strange_heads (void)
{
  static const char *const names[] = { "shape-negative", "nine-dimensions" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (FmtMat) mat = load (names[i]);
      gsize              n;

      g_assert_false (fmt_mat_list (mat, &n)->is_numeric);
      g_assert_cmpuint (n, ==, 1);
    }
}

static gboolean
parse_and_require (GBytes  *bytes,
                   GError **error)
{
  g_autoptr (FmtMat) mat = NULL;
  gsize              n;

  if (!parse (bytes, error))
    return FALSE;
  mat = fmt_mat_parse (bytes, "a/file", NULL);
  fmt_mat_list (mat, &n);
  if (n == 3)
    return TRUE;
  /* Cut between two elements it is a file with fewer of them. */
  g_set_error (error, FMT_ERROR, FMT_ERROR_TRUNCATED, "%" G_GSIZE_FORMAT " variables", n);
  return FALSE;
}

static void
test_damaged (void)
{
  corpus_damage ("mat", "plain", 1, parse_and_require);
  corpus_damage ("mat", "compressed", 1, parse_and_require);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/mat/reads", test_reads);
  g_test_add_func ("/formats/mat/big-endian", test_big_endian);
  g_test_add_func ("/formats/mat/shapes", test_shapes);
  g_test_add_func ("/formats/mat/others", test_others);
  g_test_add_func ("/formats/mat/broken", test_broken);
  g_test_add_func ("/formats/mat/strange-heads", test_strange_heads);
  g_test_add_func ("/formats/mat/damaged", test_damaged);
  return g_test_run ();
}
