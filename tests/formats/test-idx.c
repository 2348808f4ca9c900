/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "formats/format-error.h"
#include "formats/idx.h"
#include "formats/scratch.h"

/* Three images of 2 x 4. */
static const guint8 images[] = {
  0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 4,
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
};

static void
assert_parse_fails (const guint8 *data,
                    gsize         length,
                    guint         n_dimensions,
                    int           code)
{
  /* A copy of exactly this length, so that a read past its end is seen by the sanitizer. */
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (GError) error = NULL;
  FmtIdx             idx = { 0 };

  g_assert_false (fmt_idx_parse (bytes, "/a/file", n_dimensions, &idx, &error));
  g_assert_null (idx.bytes);
  scratch_assert_error (&error, FMT_ERROR, code, "/a/file");
}

static void
assert_is_images (const char *path)
{
  g_autoptr (GError) error = NULL;
  FmtIdx             idx = { 0 };

  g_assert_true (fmt_idx_read (path, 3, &idx, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (idx.n_dimensions, ==, 3);
  g_assert_cmpuint (idx.dimensions[0], ==, 3);
  g_assert_cmpuint (idx.dimensions[1], ==, 2);
  g_assert_cmpuint (idx.dimensions[2], ==, 4);
  g_assert_cmpmem (idx.elements, 24, images + 16, 24);
  fmt_idx_clear (&idx);
  g_assert_null (idx.bytes);
}

static void
test_reads (Scratch      *scratch,
            gconstpointer user_data)
{
  g_autoptr (GBytes) packed = scratch_gzip (images, sizeof images);
  g_autofree char   *plain = scratch_write (scratch, "images", images, sizeof images);
  g_autofree char   *misnamed = scratch_write (scratch, "images.gz", images, sizeof images);
  g_autofree char   *gzip = scratch_write (scratch, "packed.gz", g_bytes_get_data (packed, NULL),
                                           g_bytes_get_size (packed));

  assert_is_images (plain);
  assert_is_images (misnamed);
  assert_is_images (gzip);
}

static void
test_bad_files (Scratch      *scratch,
                gconstpointer user_data)
{
  g_autofree char   *missing = scratch_path (scratch, "missing");
  g_autofree char   *empty = scratch_write (scratch, "empty", "", 0);
  g_autoptr (GError) error = NULL;
  FmtIdx             idx = { 0 };

  g_assert_false (fmt_idx_read (missing, 3, &idx, &error));
  scratch_assert_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, missing);
  g_assert_false (fmt_idx_read (scratch->folder, 3, &idx, &error));
  scratch_assert_error (&error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, scratch->folder);
  g_assert_false (fmt_idx_read (empty, 3, &idx, &error));
  scratch_assert_error (&error, FMT_ERROR, FMT_ERROR_TRUNCATED, empty);
}

static void
test_truncated (void)
{
  for (gsize length = 0; length < sizeof images; length++)
    assert_parse_fails (images, length, 3, FMT_ERROR_TRUNCATED);
}

static void
test_truncated_says_how_much (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new (images, 16 + 17);
  g_autoptr (GError) error = NULL;
  FmtIdx             idx = { 0 };

  g_assert_false (fmt_idx_parse (bytes, "/a/file", 3, &idx, &error));
  g_assert_nonnull (strstr (error->message, "17 bytes"));
  g_assert_nonnull (strstr (error->message, "24"));
  g_assert_nonnull (strstr (error->message, "2 of its 3"));
}

static void
test_oversized (void)
{
  guint8 longer[sizeof images + 1] = { 0 };

  memcpy (longer, images, sizeof images);
  assert_parse_fails (longer, sizeof longer, 3, FMT_ERROR_TRAILING);
}

/* Every change of one field of the header that makes it wrong. */
static void
test_header (void)
{
  static const struct
  {
    guint  place;
    guint8 value;
    int    code;
  } cases[] = {
    { 0, 1, FMT_ERROR_NOT_THIS_FORMAT },  { 1, 0x8b, FMT_ERROR_NOT_THIS_FORMAT }, { 2, 0, FMT_ERROR_NOT_THIS_FORMAT },
    { 2, 7, FMT_ERROR_NOT_THIS_FORMAT },  { 2, 0x0a, FMT_ERROR_NOT_THIS_FORMAT }, { 2, 0x09, FMT_ERROR_UNSUPPORTED },
    { 2, 0x0b, FMT_ERROR_UNSUPPORTED },   { 2, 0x0c, FMT_ERROR_UNSUPPORTED },     { 2, 0x0d, FMT_ERROR_UNSUPPORTED },
    { 2, 0x0e, FMT_ERROR_UNSUPPORTED },   { 3, 0, FMT_ERROR_INVALID },            { 3, 1, FMT_ERROR_INVALID },
    { 3, 4, FMT_ERROR_INVALID },          { 3, 255, FMT_ERROR_INVALID },          { 7, 0, FMT_ERROR_INVALID },
    { 11, 0, FMT_ERROR_INVALID },         { 15, 0, FMT_ERROR_INVALID },           { 7, 4, FMT_ERROR_TRUNCATED },
    { 7, 2, FMT_ERROR_TRAILING },         { 4, 255, FMT_ERROR_TRUNCATED },        { 8, 255, FMT_ERROR_TRUNCATED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8 changed[sizeof images];

      memcpy (changed, images, sizeof images);
      changed[cases[i].place] = cases[i].value;
      assert_parse_fails (changed, sizeof changed, 3, cases[i].code);
    }
}

/* 65536 to the fourth is 0 in 64 bits: an overflow that would pass for a short file. */
static void
test_overflow (void)
{
  const guint8 wraps[] = { 0, 0, 8, 4, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0 };
  const guint8 huge[] = { 0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1 };

  assert_parse_fails (wraps, sizeof wraps, 4, FMT_ERROR_TOO_LARGE);
  assert_parse_fails (huge, sizeof huge, 3, FMT_ERROR_TOO_LARGE);
}

static void
test_images_for_labels (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new (images, sizeof images);
  g_autoptr (GError) error = NULL;
  FmtIdx             idx = { 0 };

  g_assert_false (fmt_idx_parse (bytes, "/a/file", 1, &idx, &error));
  g_assert_error (error, FMT_ERROR, FMT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "images"));
  g_assert_nonnull (strstr (error->message, "labels"));
  g_assert_nonnull (strstr (error->message, "0x00000801"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/formats/idx/reads", Scratch, NULL, scratch_set_up, test_reads, scratch_tear_down);
  g_test_add ("/formats/idx/bad-files", Scratch, NULL, scratch_set_up, test_bad_files, scratch_tear_down);
  g_test_add_func ("/formats/idx/truncated", test_truncated);
  g_test_add_func ("/formats/idx/truncated-says-how-much", test_truncated_says_how_much);
  g_test_add_func ("/formats/idx/oversized", test_oversized);
  g_test_add_func ("/formats/idx/header", test_header);
  g_test_add_func ("/formats/idx/overflow", test_overflow);
  g_test_add_func ("/formats/idx/images-for-labels", test_images_for_labels);
  return g_test_run ();
}
