/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/digits.h"

#include "base/rng.h"
#include "base/thread-pool.h"
#include "datasets/digit-pen.h"
#include "datasets/digit-raster.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <stdatomic.h>

/* Images between two looks at the clock and at the wish to stop: about half a millisecond. */
#define BLOCK 32

typedef struct
{
  DsDataset    *dataset;
  guint64       seed;
  gsize         first;
  BaseProgress  progress;
  gpointer      user_data;
  atomic_size_t n_drawn;
  atomic_bool   stopped;
} Drawing;

static void
draw_one (Drawing *drawing,
          gsize    i)
{
  DsDataset *dataset = drawing->dataset;
  guint64    index = (guint64) drawing->first + i;
  guint      digit = (guint) (index % 10);
  DsInk      ink;
  BaseRng    rng;

  base_rng_seed (&rng, drawing->seed + index * G_GUINT64_CONSTANT (0xda942042e4dd58b5), BASE_RNG_DRAWING);
  ds_pen_write (&ink, digit, &rng);
  ds_raster_draw (&ink, dataset->pixels + i * DS_FRAME * DS_FRAME);
  dataset->labels[i] = (guint16) digit;
}

/* One thread reports: the caller's. */
static void
draw_part (guint    shard,
           guint    n_shards,
           gpointer user_data)
{
  Drawing *drawing = user_data;
  gsize    n = drawing->dataset->n_examples;
  gsize    start, end;

  base_pool_part (n, 1, shard, n_shards, &start, &end);
  for (gsize block = start; block < end && !atomic_load (&drawing->stopped); block += BLOCK)
    {
      gsize stop = MIN (end, block + BLOCK);
      gsize n_drawn;

      for (gsize i = block; i < stop; i++)
        draw_one (drawing, i);
      n_drawn = atomic_fetch_add (&drawing->n_drawn, stop - block) + stop - block;
      if (shard == 0 && drawing->progress
          && !drawing->progress (_("Drawing digits"), (double) n_drawn / (double) n, drawing->user_data))
        atomic_store (&drawing->stopped, TRUE);
    }
}

DsDataset *
ds_digits_draw (guint64       seed,
                gsize         first,
                gsize         n,
                guint         n_threads,
                BaseProgress  progress,
                gpointer      user_data,
                GError      **error)
{
  DsShape              shape = { .channels = 1, .height = DS_FRAME, .width = DS_FRAME };
  g_autoptr (DsDataset) dataset = ds_dataset_new (shape, n, 10, _("built-in digits"), error);
  g_autoptr (BasePool) pool = NULL;
  Drawing              drawing = { .dataset = dataset, .seed = seed, .first = first,
                                   .progress = progress, .user_data = user_data };

  if (!dataset)
    return NULL;
  pool = base_pool_new (MAX (1, n_threads));
  base_pool_run (pool, draw_part, &drawing);
  if (atomic_load (&drawing.stopped))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                   _("Drawing the built-in digits was stopped after %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT),
                   atomic_load (&drawing.n_drawn), n);
      return NULL;
    }
  return g_steal_pointer (&dataset);
}
