/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/digit-frame.h"
#include "datasets/digits.h"

#include <math.h>
#include <string.h>

/* What is drawn is framed as the data's digits are. */

#define SIDE   28
#define PIXELS (SIDE * SIDE)

static int
longer_side (const guint8 *image)
{
  int left = SIDE, right = -1, top = SIDE, bottom = -1;

  for (int i = 0; i < PIXELS; i++)
    if (image[i] >= DS_FRAME_INK)
      {
        left = MIN (left, i % SIDE);
        right = MAX (right, i % SIDE);
        top = MIN (top, i / SIDE);
        bottom = MAX (bottom, i / SIDE);
      }
  return MAX (right - left, bottom - top) + 1;
}

static void
find_center (const guint8 *image,
             double       *x,
             double       *y)
{
  double mass = 0;

  *x = *y = 0;
  for (int i = 0; i < PIXELS; i++)
    {
      mass += image[i];
      *x += image[i] * (i % SIDE + 0.5);
      *y += image[i] * (i / SIDE + 0.5);
    }
  *x /= mass;
  *y /= mass;
}

/* A slanted stroke with a bar at its foot, @size pixels high, its corner at @left, @top. */
static void
draw_sign (guint8 *image,
           int     left,
           int     top,
           int     size)
{
  memset (image, 0, PIXELS);
  for (int y = 0; y < size; y++)
    for (int x = 0; x < 2; x++)
      image[(top + y) * SIDE + left + x + (size - 1 - y) / 3] = 255;
  for (int x = 0; x < size / 2 + 1; x++)
    image[(top + size - 1) * SIDE + left + x] = 200;
}

static void
assert_framed (const guint8 *image)
{
  double x, y;

  find_center (image, &x, &y);
  g_assert_cmpint (longer_side (image), ==, 20);
  g_assert_cmpfloat_with_epsilon (x, SIDE / 2.0, 0.5);
  g_assert_cmpfloat_with_epsilon (y, SIDE / 2.0, 0.5);
}

/* Of every size that can be drawn, at any place. */
static void
test_size_and_center (void)
{
  static const struct { int left, top; } PLACES[] = { { 0, 0 }, { 3, 1 }, { 1, 4 }, { 9, 2 } };
  guint8 drawn[PIXELS], framed[PIXELS], again[PIXELS];
  guint  n = 0;

  for (int size = 3; size <= 28; size++)
    for (gsize p = 0; p < G_N_ELEMENTS (PLACES); p++)
      {
        int left = PLACES[p].left, top = PLACES[p].top;

        if (top + size > SIDE || left + 2 + size / 2 > SIDE)
          continue;
        draw_sign (drawn, left, top, size);
        ds_digit_frame (drawn, SIDE, SIDE, framed);
        assert_framed (framed);
        ds_digit_frame (framed, SIDE, SIDE, again);
        g_assert_cmpmem (framed, PIXELS, again, PIXELS);
        n++;
      }
  g_assert_cmpuint (n, >, 60);
}

/* Where it was drawn makes no difference, to the byte. */
static void
test_place_is_forgotten (void)
{
  guint8 drawn[PIXELS], one[PIXELS], other[PIXELS];

  draw_sign (drawn, 0, 0, 12);
  ds_digit_frame (drawn, SIDE, SIDE, one);
  draw_sign (drawn, 17, 14, 12);
  ds_digit_frame (drawn, SIDE, SIDE, other);
  g_assert_cmpmem (one, PIXELS, other, PIXELS);
}

/* Ink of the right size is moved and not resampled. */
static void
test_right_size_is_moved (void)
{
  guint8 drawn[PIXELS], framed[PIXELS], expected[PIXELS];
  double x, y;

  draw_sign (drawn, 1, 2, 20);
  ds_digit_frame (drawn, SIDE, SIDE, framed);
  find_center (drawn, &x, &y);
  draw_sign (expected, 1 + (int) floor (14.5 - x), 2 + (int) floor (14.5 - y), 20);
  g_assert_cmpmem (framed, PIXELS, expected, PIXELS);
}

/* A dot becomes a disk: nothing is divided by its size. */
static void
test_dot (void)
{
  guint8 drawn[PIXELS] = { 0 }, framed[PIXELS];

  drawn[5 * SIDE + 25] = 255;
  ds_digit_frame (drawn, SIDE, SIDE, framed);
  g_assert_cmpint (longer_side (framed), >=, 14);
  g_assert_cmpint (longer_side (framed), <=, 20);
}

/* A mass far from the middle of its box: as near as the ink stays inside, and there it rests. */
static void
test_stays_inside (void)
{
  guint8 drawn[PIXELS] = { 0 }, framed[PIXELS], again[PIXELS];
  guint  before = 0, after = 0;

  for (int y = 4; y < 24; y++)
    for (int x = 4; x < 24; x++)
      drawn[y * SIDE + x] = x < 8 || y == 12 ? 255 : 0;
  ds_digit_frame (drawn, SIDE, SIDE, framed);
  ds_digit_frame (framed, SIDE, SIDE, again);
  g_assert_cmpmem (framed, PIXELS, again, PIXELS);
  for (int i = 0; i < PIXELS; i++)
    {
      before += drawn[i];
      after += framed[i];
    }
  g_assert_cmpuint (before, ==, after);
}

static void
test_empty (void)
{
  guint8 drawn[PIXELS] = { 0 }, framed[PIXELS];

  memset (framed, 7, PIXELS);
  ds_digit_frame (drawn, SIDE, SIDE, framed);
  g_assert_cmpmem (framed, PIXELS, drawn, PIXELS);
  drawn[100] = DS_FRAME_INK - 1;
  ds_digit_frame (drawn, SIDE, SIDE, framed);
  g_assert_cmpmem (framed, PIXELS, drawn, PIXELS);
}

/* Framing leaves the built-in digits where they are, but for a rounding of the last half pixel. */
static void
test_data_are_framed (void)
{
  g_autoptr (DsDataset) digits = ds_digits_draw (4, 0, 300, 1, NULL, NULL, NULL);
  guint                 same = 0;

  g_assert_true (ds_digit_frame_fits (digits));
  for (gsize i = 0; i < 300; i++)
    {
      guint8 framed[PIXELS];

      ds_digit_frame (ds_dataset_get_image (digits, i), SIDE, SIDE, framed);
      same += memcmp (framed, ds_dataset_get_image (digits, i), PIXELS) == 0;
    }
  g_assert_cmpuint (same, >=, 290);
}

/* The same digits off their places, or in color, or data of which one in five is not framed. */
static void
test_other_data (void)
{
  g_autoptr (DsDataset) digits = ds_digits_draw (4, 0, 300, 1, NULL, NULL, NULL);
  g_autoptr (DsDataset) color = ds_dataset_new ((DsShape) { 3, SIDE, SIDE }, 10, 10, "color", NULL);

  g_assert_false (ds_digit_frame_fits (color));
  for (gsize i = 0; i < 300; i += 5)
    memset (digits->pixels + i * PIXELS, 0, PIXELS);
  g_assert_false (ds_digit_frame_fits (digits));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digit-frame/size-and-center", test_size_and_center);
  g_test_add_func ("/digit-frame/place-is-forgotten", test_place_is_forgotten);
  g_test_add_func ("/digit-frame/right-size-is-moved", test_right_size_is_moved);
  g_test_add_func ("/digit-frame/dot", test_dot);
  g_test_add_func ("/digit-frame/stays-inside", test_stays_inside);
  g_test_add_func ("/digit-frame/empty", test_empty);
  g_test_add_func ("/digit-frame/data-are-framed", test_data_are_framed);
  g_test_add_func ("/digit-frame/other-data", test_other_data);
  return g_test_run ();
}
