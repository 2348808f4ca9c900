/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/sketch.h"

#include <string.h>

/* Strokes that can be undone. */
#define MOST_UNDONE 200

/* What was there before a stroke. */
typedef struct
{
  guint8  *bytes;
  gboolean own;
} Before;

struct _PlotSketch
{
  PlotBrushImage image;
  guint8        *first;    /* as it was set */
  gboolean       own;
  GPtrArray     *before;   /* Before, the last at the end */
  gboolean       open;     /* a stroke: its Before is the last, */
  gboolean       changed;  /* it has done something, */
  gboolean       eraser;
  PlotBrushPoint point;    /* and is here */
};

static void
before_free (gpointer data)
{
  Before *before = data;

  g_free (before->bytes);
  g_free (before);
}

PlotSketch *
plot_sketch_new (void)
{
  PlotSketch *sketch = g_new0 (PlotSketch, 1);

  sketch->before = g_ptr_array_new_with_free_func (before_free);
  return sketch;
}

void
plot_sketch_free (PlotSketch *sketch)
{
  if (sketch == NULL)
    return;
  g_ptr_array_unref (sketch->before);
  g_free (sketch->image.bytes);
  g_free (sketch->first);
  g_free (sketch);
}

static gsize
size_of (const PlotBrushImage *image)
{
  return (gsize) image->channels * image->height * image->width;
}

static gboolean
is_blank (const PlotBrushImage *image)
{
  for (gsize i = 0; i < size_of (image); i++)
    if (image->bytes[i] != 0)
      return FALSE;
  return TRUE;
}

void
plot_sketch_set (PlotSketch   *sketch,
                 const guint8 *bytes,
                 guint         channels,
                 guint         height,
                 guint         width)
{
  g_ptr_array_set_size (sketch->before, 0);
  g_clear_pointer (&sketch->image.bytes, g_free);
  g_clear_pointer (&sketch->first, g_free);
  sketch->image = (PlotBrushImage) { NULL, channels, height, width };
  if (bytes != NULL)
    {
      sketch->image.bytes = g_memdup2 (bytes, size_of (&sketch->image));
      sketch->first = g_memdup2 (bytes, size_of (&sketch->image));
    }
  sketch->open = FALSE;
  sketch->own = FALSE;
}

const PlotBrushImage *
plot_sketch_get (PlotSketch *sketch)
{
  return &sketch->image;
}

static void
remember (PlotSketch *sketch)
{
  Before *before = g_new (Before, 1);

  before->bytes = g_memdup2 (sketch->image.bytes, size_of (&sketch->image));
  before->own = sketch->own;
  if (sketch->before->len == MOST_UNDONE)
    g_ptr_array_remove_index (sketch->before, 0);
  g_ptr_array_add (sketch->before, before);
}

gboolean
plot_sketch_begin (PlotSketch    *sketch,
                   PlotBrushPoint point,
                   gboolean       eraser)
{
  plot_sketch_end (sketch);
  if (sketch->image.bytes == NULL)
    return FALSE;
  remember (sketch);
  sketch->own = sketch->own || is_blank (&sketch->image);
  sketch->open = TRUE;
  sketch->changed = FALSE;
  sketch->eraser = eraser;
  sketch->point = point;
  return plot_sketch_extend (sketch, point);
}

gboolean
plot_sketch_extend (PlotSketch    *sketch,
                    PlotBrushPoint point)
{
  gboolean changed;

  if (!sketch->open)
    return FALSE;
  changed = plot_brush_draw (&sketch->image, sketch->point, point, sketch->eraser);
  sketch->changed = sketch->changed || changed;
  sketch->point = point;
  return changed;
}

void
plot_sketch_end (PlotSketch *sketch)
{
  if (sketch->open && !sketch->changed)
    plot_sketch_undo (sketch);
  sketch->open = FALSE;
}

gboolean
plot_sketch_is_open (PlotSketch *sketch)
{
  return sketch->open;
}

gboolean
plot_sketch_clear (PlotSketch *sketch)
{
  plot_sketch_end (sketch);
  if (sketch->image.bytes == NULL || is_blank (&sketch->image))
    return FALSE;
  remember (sketch);
  memset (sketch->image.bytes, 0, size_of (&sketch->image));
  sketch->own = TRUE;
  return TRUE;
}

gboolean
plot_sketch_undo (PlotSketch *sketch)
{
  Before *last;

  if (sketch->before->len == 0)
    return FALSE;
  last = g_ptr_array_index (sketch->before, sketch->before->len - 1);
  memcpy (sketch->image.bytes, last->bytes, size_of (&sketch->image));
  sketch->own = last->own;
  sketch->open = FALSE;
  g_ptr_array_set_size (sketch->before, (int) sketch->before->len - 1);
  return TRUE;
}

gboolean
plot_sketch_can_undo (PlotSketch *sketch)
{
  return sketch->before->len > 0;
}

gboolean
plot_sketch_is_blank (PlotSketch *sketch)
{
  return sketch->image.bytes == NULL || is_blank (&sketch->image);
}

gboolean
plot_sketch_is_untouched (PlotSketch *sketch)
{
  return sketch->image.bytes == NULL || memcmp (sketch->image.bytes, sketch->first, size_of (&sketch->image)) == 0;
}

gboolean
plot_sketch_is_own (PlotSketch *sketch)
{
  return sketch->own;
}
