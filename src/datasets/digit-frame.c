/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/digit-frame.h"

#include <math.h>
#include <string.h>

/* Of the data that are looked at. */
#define EXAMPLES    300
#define NINE_IN_TEN 0.9

/* Smaller images have no room for a frame; larger ones would take longer than one on the screen. */
#define LEAST_SIDE  14
#define MOST_SIDE   64

/* Halvings of the interval that the scale is looked for in: a part in ten thousand. */
#define HALVINGS    14

/* Ink of a few pixels is not made larger than this. */
#define LARGEST     16.0

typedef struct
{
  guint height, width;
} Size;

typedef struct
{
  int left, right, top, bottom; /* the first and the last */
} Box;

static int
inner_side (Size size)
{
  return (int) lround (MIN (size.height, size.width) * 20 / 28.0);
}

/* FALSE: there is no ink. */
static gboolean
find_box (const guint8 *image,
          Size          size,
          Box          *box)
{
  *box = (Box) { (int) size.width, -1, (int) size.height, -1 };
  for (int y = 0; y < (int) size.height; y++)
    for (int x = 0; x < (int) size.width; x++)
      if (image[(guint) y * size.width + (guint) x] >= DS_FRAME_INK)
        {
          box->left = MIN (box->left, x);
          box->right = MAX (box->right, x);
          box->top = MIN (box->top, y);
          box->bottom = MAX (box->bottom, y);
        }
  return box->right >= 0;
}

static int
longer_side (const Box *box)
{
  return MAX (box->right - box->left, box->bottom - box->top) + 1;
}

/* How far the center of mass is from the middle, in pixels. */
static void
find_offset (const guint8 *image,
             Size          size,
             double       *right,
             double       *down)
{
  guint64 mass = 0, moment_x = 0, moment_y = 0;

  for (guint y = 0; y < size.height; y++)
    for (guint x = 0; x < size.width; x++)
      {
        guint8 value = image[y * size.width + x];

        mass += value;
        moment_x += (guint64) value * (2 * x + 1);
        moment_y += (guint64) value * (2 * y + 1);
      }
  *right = 0.5 * (double) moment_x / (double) mass - size.width / 2.0;
  *down = 0.5 * (double) moment_y / (double) mass - size.height / 2.0;
}

/* Scaling, along one side: pixel i of the result takes from some of the source, by a triangle as wide as the coarser
 * of both grids. At scale 1 it is the pixel itself. @origin of the source comes to @target. */
typedef struct
{
  guint  n;
  float *shares; /* n x n: of the result, of the source */
} Filter;

static void
filter_clear (Filter *filter)
{
  g_clear_pointer (&filter->shares, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filter, filter_clear)

static double
triangle (double at,
          double reach)
{
  return fmax (0, 1 - fabs (at) / reach);
}

static void
fill_filter (Filter *filter,
             double  scale,
             double  origin,
             double  target)
{
  double reach = fmax (1, 1 / scale);

  for (guint i = 0; i < filter->n; i++)
    {
      double middle = (i + 0.5 - target) / scale + origin - 0.5, sum = 0;
      float *row = filter->shares + i * filter->n;

      /* What lies outside of the image counts as well: as background. */
      for (double k = floor (middle - reach); k <= middle + reach; k++)
        sum += triangle (k - middle, reach);
      for (guint k = 0; k < filter->n; k++)
        row[k] = (float) (triangle (k - middle, reach) / sum);
    }
}

/* Room for scaling an image over and over. */
typedef struct
{
  Size    size;
  Filter  across, down;
  float  *rows;   /* height x width: scaled across */
  guint8 *scaled; /* height x width */
} Scaling;

static void
scaling_init (Scaling *scaling,
              Size     size)
{
  gsize n = (gsize) size.height * size.width;

  *scaling = (Scaling) { .size = size,
                         .across = { size.width, g_new (float, (gsize) size.width * size.width) },
                         .down = { size.height, g_new (float, (gsize) size.height * size.height) },
                         .rows = g_new (float, n),
                         .scaled = g_new (guint8, n) };
}

static void
scaling_clear (Scaling *scaling)
{
  filter_clear (&scaling->across);
  filter_clear (&scaling->down);
  g_clear_pointer (&scaling->rows, g_free);
  g_clear_pointer (&scaling->scaled, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scaling, scaling_clear)

static void
scale_across (Scaling      *scaling,
              const guint8 *image)
{
  guint n = scaling->size.width;

  for (guint y = 0; y < scaling->size.height; y++)
    for (guint x = 0; x < n; x++)
      {
        const float *shares = scaling->across.shares + x * n;
        float        sum = 0;

        for (guint k = 0; k < n; k++)
          sum += shares[k] * image[y * n + k];
        scaling->rows[y * n + x] = sum;
      }
}

static void
scale_down (Scaling *scaling)
{
  guint n = scaling->size.height, width = scaling->size.width;

  for (guint y = 0; y < n; y++)
    for (guint x = 0; x < width; x++)
      {
        const float *shares = scaling->down.shares + y * n;
        float        sum = 0;

        for (guint k = 0; k < n; k++)
          sum += shares[k] * scaling->rows[k * width + x];
        scaling->scaled[y * width + x] = (guint8) (CLAMP (sum, 0.0f, 255.0f) + 0.5f);
      }
}

/* The ink in @box at @scale: its corner comes to a corner between pixels, such that it has room in the middle, and the
 * longer side grows with the scale pixel by pixel. Returns: that side, 0 where nothing is dark enough any more */
static int
scale_ink (Scaling      *scaling,
           const guint8 *image,
           const Box    *box,
           double        scale)
{
  double width = scale * (box->right - box->left + 1), height = scale * (box->bottom - box->top + 1);
  Box    scaled;

  fill_filter (&scaling->across, scale, box->left, floor (fmax (0, (scaling->size.width - width) / 2)));
  fill_filter (&scaling->down, scale, box->top, floor (fmax (0, (scaling->size.height - height) / 2)));
  scale_across (scaling, image);
  scale_down (scaling);
  return find_box (scaling->scaled, scaling->size, &scaled) ? longer_side (&scaled) : 0;
}

/* Leaves the ink in scaling->scaled, its longer side @side: edges are softer or harder at another scale, so the scale
 * is looked for. */
static void
find_scale (Scaling      *scaling,
            const guint8 *image,
            const Box    *box,
            int           side)
{
  double guess = (double) side / longer_side (box);
  double low = guess / 2, high = MIN (guess * 2, LARGEST);

  for (guint k = 0; k < HALVINGS; k++)
    {
      double middle = k == 0 ? MIN (guess, LARGEST) : (low + high) / 2;
      int    found = scale_ink (scaling, image, box, middle);

      if (found == side)
        return;
      if (found < side)
        low = middle;
      else
        high = middle;
    }
}

/* By how many whole pixels @offset is undone, while the ink from @first to @last stays within @n. */
static int
choose_move (double offset,
             int    first,
             int    last,
             int    n)
{
  int move = (int) floor (0.5 - offset);

  return CLAMP (move, -first, n - 1 - last);
}

static void
center (const guint8 *image,
        Size          size,
        guint8       *framed)
{
  double right, down;
  Box    box;
  int    move_x, move_y;
  int    height = (int) size.height, width = (int) size.width;

  find_box (image, size, &box);
  find_offset (image, size, &right, &down);
  move_x = choose_move (right, box.left, box.right, width);
  move_y = choose_move (down, box.top, box.bottom, height);
  memset (framed, 0, (gsize) size.height * size.width);
  for (int y = MAX (0, move_y); y < MIN (height, height + move_y); y++)
    memcpy (framed + y * width + MAX (0, move_x), image + (y - move_y) * width + MAX (0, -move_x),
            (gsize) (width - ABS (move_x)));
}

void
ds_digit_frame (const guint8 *drawn,
                guint         height,
                guint         width,
                guint8       *framed)
{
  Size            size = { height, width };
  int             side = inner_side (size);
  g_auto (Scaling) scaling = { { 0 } };
  Box             box, scaled;

  if (!find_box (drawn, size, &box))
    {
      memcpy (framed, drawn, (gsize) height * width);
      return;
    }
  if (longer_side (&box) == side)
    {
      center (drawn, size, framed);
      return;
    }
  scaling_init (&scaling, size);
  find_scale (&scaling, drawn, &box, side);
  if (find_box (scaling.scaled, size, &scaled))
    center (scaling.scaled, size, framed);
  else
    memcpy (framed, drawn, (gsize) height * width);
}

static gboolean
is_framed (const guint8 *image,
           Size          size)
{
  double right, down;
  Box    box;

  if (!find_box (image, size, &box))
    return FALSE;
  find_offset (image, size, &right, &down);
  return ABS (longer_side (&box) - inner_side (size)) <= 1 && fabs (right) <= 1 && fabs (down) <= 1;
}

gboolean
ds_digit_frame_fits (const DsDataset *dataset)
{
  Size  size = { dataset->shape.height, dataset->shape.width };
  gsize n = MIN (dataset->n_examples, EXAMPLES), framed = 0;

  if (dataset->shape.channels != 1 || MIN (size.height, size.width) < LEAST_SIDE
      || MAX (size.height, size.width) > MOST_SIDE || n == 0)
    return FALSE;
  /* Spread over all of them: they may lie in the order of their classes. */
  for (gsize k = 0; k < n; k++)
    if (is_framed (ds_dataset_get_image (dataset, k * dataset->n_examples / n), size))
      framed++;
  return (double) framed >= NINE_IN_TEN * (double) n;
}
