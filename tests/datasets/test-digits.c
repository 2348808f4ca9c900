/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/digits.h"

#include <gio/gio.h>
#include <string.h>

#define SIDE   28
#define PIXELS (SIDE * SIDE)

static DsDataset *
draw (guint64 seed,
      gsize   first,
      gsize   n,
      guint   n_threads)
{
  GError    *error = NULL;
  DsDataset *digits = ds_digits_draw (seed, first, n, n_threads, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (digits);
  g_assert_cmpuint (digits->n_examples, ==, n);
  return digits;
}

static void
test_shape_and_labels (void)
{
  g_autoptr (DsDataset) digits = draw (1, 13, 25, 1);

  g_assert_cmpuint (digits->shape.channels, ==, 1);
  g_assert_cmpuint (digits->shape.height, ==, SIDE);
  g_assert_cmpuint (digits->shape.width, ==, SIDE);
  g_assert_cmpuint (digits->n_classes, ==, 10);
  g_assert_cmpstr (digits->class_names[7], ==, "7");
  for (gsize i = 0; i < 25; i++)
    g_assert_cmpuint (digits->labels[i], ==, (13 + i) % 10);
}

static void
test_none (void)
{
  g_autoptr (DsDataset) digits = draw (1, 0, 0, 2);

  g_assert_cmpuint (digits->n_examples, ==, 0);
}

static void
test_same_seed_same_bytes (void)
{
  g_autoptr (DsDataset) one = draw (5, 0, 300, 1);
  g_autoptr (DsDataset) again = draw (5, 0, 300, 1);
  g_autoptr (DsDataset) three_threads = draw (5, 0, 300, 3);
  g_autoptr (DsDataset) more_threads_than_images = draw (5, 0, 3, 8);

  g_assert_cmpmem (one->pixels, 300 * PIXELS, again->pixels, 300 * PIXELS);
  g_assert_cmpmem (one->pixels, 300 * PIXELS, three_threads->pixels, 300 * PIXELS);
  g_assert_cmpmem (one->pixels, 3 * PIXELS, more_threads_than_images->pixels, 3 * PIXELS);
}

/* The test digits start where the pool ends: the cut must not change any image. */
static void
test_parts_join (void)
{
  g_autoptr (DsDataset) whole = draw (5, 0, 300, 2);
  g_autoptr (DsDataset) head = draw (5, 0, 117, 2);
  g_autoptr (DsDataset) tail = draw (5, 117, 183, 2);

  g_assert_cmpmem (whole->pixels, 117 * PIXELS, head->pixels, 117 * PIXELS);
  g_assert_cmpmem (whole->pixels + 117 * PIXELS, 183 * PIXELS, tail->pixels, 183 * PIXELS);
  g_assert_cmpmem (whole->labels + 117, 183 * sizeof (guint16), tail->labels, 183 * sizeof (guint16));
}

/* Neither the next seed nor a shifted start may repeat images. */
static void
test_other_seed_other_digits (void)
{
  g_autoptr (DsDataset) one = draw (5, 0, 200, 1);
  g_autoptr (DsDataset) other = draw (6, 0, 200, 1);

  for (gsize i = 0; i < 200; i++)
    for (gsize j = 0; j < 200; j++)
      g_assert_true (memcmp (ds_dataset_get_image (one, i), ds_dataset_get_image (other, j), PIXELS) != 0);
}

/* Not two alike, and the mean distance within a class is that of different shapes, not of a wobble: real digits of
 * one class lie 7 to 10 apart (pixels from 0 to 1), ones about 5.5. */
static void
test_variety (void)
{
  g_autoptr (DsDataset) digits = draw (9, 0, 600, 2);
  double sum[10] = { 0 };
  guint  count[10] = { 0 };

  for (gsize i = 0; i < 600; i++)
    for (gsize j = i + 10; j < 600; j += 10)
      {
        const guint8 *a = ds_dataset_get_image (digits, i);
        const guint8 *b = ds_dataset_get_image (digits, j);
        double        square = 0;

        for (guint k = 0; k < PIXELS; k++)
          square += (a[k] - b[k]) * (a[k] - b[k]) / (255.0 * 255.0);
        g_assert_cmpfloat (square, >, 0.1);
        sum[i % 10] += square;
        count[i % 10]++;
      }
  for (guint digit = 0; digit < 10; digit++)
    g_assert_cmpfloat (sum[digit] / count[digit], >, digit == 1 ? 20.0 : 50.0);
}

static void
measure (const guint8 *image,
         guint         threshold,
         int          *width,
         int          *height,
         double       *center_x,
         double       *center_y,
         double       *mass)
{
  int left = SIDE, right = -1, top = SIDE, bottom = -1;

  *center_x = *center_y = *mass = 0;
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      {
        guint value = image[y * SIDE + x];

        *mass += value;
        *center_x += value * (x + 0.5);
        *center_y += value * (y + 0.5);
        if (value <= threshold)
          continue;
        left = MIN (left, x);
        right = MAX (right, x);
        top = MIN (top, y);
        bottom = MAX (bottom, y);
      }
  *width = right - left + 1;
  *height = bottom - top + 1;
  *center_x /= *mass;
  *center_y /= *mass;
}

/* As MNIST: the longer side 20 pixels, the soft edge aside; the center of mass in the middle, up to whole pixels. */
static void
test_layout (void)
{
  g_autoptr (DsDataset) digits = draw (2, 0, 2000, 2);
  double mean = 0;

  for (gsize i = 0; i < 2000; i++)
    {
      const guint8 *image = ds_dataset_get_image (digits, i);
      int           width, height;
      double        x, y, mass;

      measure (image, 40, &width, &height, &x, &y, &mass);
      g_assert_cmpint (MAX (width, height), <=, 20);
      g_assert_cmpint (MAX (width, height), >=, 19);
      g_assert_cmpfloat_with_epsilon (x, SIDE / 2.0, 1.0);
      g_assert_cmpfloat_with_epsilon (y, SIDE / 2.0, 1.0);
      mean += mass / (255.0 * PIXELS * 2000);
    }
  /* MNIST: 0.13 */
  g_assert_cmpfloat (mean, >, 0.10);
  g_assert_cmpfloat (mean, <, 0.16);
}

/* Strokes have a core of full ink on a background without any. */
static void
test_contrast (void)
{
  g_autoptr (DsDataset) digits = draw (3, 0, 500, 2);

  for (gsize i = 0; i < 500; i++)
    {
      const guint8 *image = ds_dataset_get_image (digits, i);
      guint         dark = 0, bright = 0;

      for (guint k = 0; k < PIXELS; k++)
        {
          dark += image[k] == 0;
          bright += image[k] > 200;
        }
      g_assert_cmpuint (bright, >=, 8);
      g_assert_cmpuint (dark, >=, PIXELS / 3);
    }
}

typedef struct
{
  GThread *thread;
  guint    n_calls;
  guint    stop_after;
  double   last;
  gboolean said_what;
} Report;

static gboolean
on_progress (const char *what,
             double      fraction,
             gpointer    user_data)
{
  Report *report = user_data;

  g_assert_true (g_thread_self () == report->thread);
  g_assert_cmpfloat (fraction, >=, report->last);
  g_assert_cmpfloat (fraction, <=, 1.0);
  report->said_what |= what != NULL;
  report->last = fraction;
  return ++report->n_calls != report->stop_after;
}

static void
test_progress (void)
{
  Report                report = { .thread = g_thread_self () };
  GError               *error = NULL;
  g_autoptr (DsDataset) digits = ds_digits_draw (1, 0, 1000, 2, on_progress, &report, &error);

  g_assert_no_error (error);
  g_assert_nonnull (digits);
  g_assert_true (report.said_what);
  g_assert_cmpuint (report.n_calls, >=, 5);
}

static void
test_cancel (void)
{
  for (guint n_threads = 1; n_threads <= 3; n_threads++)
    {
      Report                report = { .thread = g_thread_self (), .stop_after = 2 };
      g_autoptr (GError)    error = NULL;
      g_autoptr (DsDataset) digits = ds_digits_draw (1, 0, 20000, n_threads, on_progress, &report, &error);

      g_assert_null (digits);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (report.n_calls, ==, 2);
      g_assert_cmpfloat (report.last, <, 0.1);
    }
}

static void
test_too_many (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ds_digits_draw (1, 0, G_MAXSIZE / 4, 2, NULL, NULL, &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_MEMORY);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/datasets/digits/shape-and-labels", test_shape_and_labels);
  g_test_add_func ("/datasets/digits/none", test_none);
  g_test_add_func ("/datasets/digits/same-seed-same-bytes", test_same_seed_same_bytes);
  g_test_add_func ("/datasets/digits/parts-join", test_parts_join);
  g_test_add_func ("/datasets/digits/other-seed-other-digits", test_other_seed_other_digits);
  g_test_add_func ("/datasets/digits/variety", test_variety);
  g_test_add_func ("/datasets/digits/layout", test_layout);
  g_test_add_func ("/datasets/digits/contrast", test_contrast);
  g_test_add_func ("/datasets/digits/progress", test_progress);
  g_test_add_func ("/datasets/digits/cancel", test_cancel);
  g_test_add_func ("/datasets/digits/too-many", test_too_many);
  return g_test_run ();
}
