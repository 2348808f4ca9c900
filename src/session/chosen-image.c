/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/chosen-image.h"

#include "session/example-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _PerceptChosenImage
{
  GObject         parent;
  PerceptSession *session;
  TrainData      *data;      /* that the rest is of; NULL: none */
  TrainPart       part;
  gsize           place;     /* in the part, of the example chosen last */
  const DsDataset *dataset;  /* that the image is from, and its */
  guint32         index;
  gboolean        drawn;     /* it was changed by hand */
  guint8         *bytes;     /* NULL: no image */
  gsize           n;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PerceptChosenImage, percept_chosen_image, G_TYPE_OBJECT)

/* Drawing changes the bytes, never the dataset. */
static void
take_example (PerceptChosenImage *self,
              gsize               place)
{
  TrainExamples examples = train_data_get_part (self->data, self->part);

  self->place = place;
  self->dataset = examples.dataset;
  self->index = examples.indices[place];
  self->drawn = FALSE;
  memcpy (self->bytes, ds_dataset_get_image (examples.dataset, self->index), self->n);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
are_images (const TrainData *data)
{
  DsShape shape = data->collection.pool->shape;

  return shape.height > 1 && shape.width > 1;
}

/* A restart, or other settings on the same data, leave the image as it is. */
static void
opened_cb (PerceptChosenImage *self)
{
  TrainData     *data = percept_session_get_data (self->session);
  const guint32 *indices;

  if (data == self->data)
    return;
  g_clear_pointer (&self->data, train_data_unref);
  g_clear_pointer (&self->bytes, g_free);
  if (!data || !are_images (data) || percept_example_list (self->session, &self->part, &indices) == 0)
    {
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
  self->data = train_data_ref (data);
  self->n = ds_shape_size (data->collection.pool->shape);
  self->bytes = g_malloc (self->n);
  take_example (self, 0);
}

const guint8 *
percept_chosen_image_get_bytes (PerceptChosenImage *self,
                                guint              *channels,
                                guint              *height,
                                guint              *width)
{
  DsShape shape = self->data ? self->data->collection.pool->shape : (DsShape) { 0 };

  *channels = shape.channels;
  *height = shape.height;
  *width = shape.width;
  return self->bytes;
}

float *
percept_chosen_image_expand (PerceptChosenImage *self)
{
  float *values;

  if (!self->bytes)
    return NULL;
  values = g_new (float, self->n);
  for (gsize i = 0; i < self->n; i++)
    values[i] = self->data->recipe.scale * (float) self->bytes[i] + self->data->recipe.offset;
  return values;
}

guint
percept_chosen_image_get_label (PerceptChosenImage *self)
{
  return self->bytes && !self->drawn ? self->dataset->labels[self->index] : PERCEPT_NO_LABEL;
}

guint32
percept_chosen_image_get_index (PerceptChosenImage *self)
{
  gboolean of_pool = self->bytes && self->dataset == self->data->collection.pool;

  return of_pool && !self->drawn ? self->index : PERCEPT_NO_EXAMPLE;
}

gsize
percept_chosen_image_get_place (PerceptChosenImage *self)
{
  return self->place;
}

char *
percept_chosen_image_get_title (PerceptChosenImage *self)
{
  if (!self->bytes)
    return g_strdup (_("no image"));
  if (self->drawn)
    return g_strdup (_("drawn by hand"));
  return percept_example_name (self->data, self->part, self->place, self->index);
}

/* Of the parts that may be seen, the one that @index is in. */
static gboolean
find_place (PerceptChosenImage *self,
            guint32             index,
            TrainPart          *part,
            gsize              *place)
{
  const TrainPart parts[] = { self->part, TRAIN_PART_VALIDATION, TRAIN_PART_TRAIN, TRAIN_PART_TEST };

  for (gsize k = 0; k < G_N_ELEMENTS (parts); k++)
    {
      TrainExamples examples = train_data_get_part (self->data, parts[k]);

      if (parts[k] == TRAIN_PART_TEST && !percept_session_is_test_revealed (self->session))
        continue;
      if (examples.dataset != self->data->collection.pool)
        continue;
      for (gsize i = 0; i < examples.n; i++)
        if (examples.indices[i] == index)
          {
            *part = parts[k];
            *place = i;
            return TRUE;
          }
    }
  return FALSE;
}

void
percept_chosen_image_set_example (PerceptChosenImage *self,
                                  guint32             index)
{
  gsize place;

  g_return_if_fail (PERCEPT_IS_CHOSEN_IMAGE (self));

  if (self->bytes && find_place (self, index, &self->part, &place))
    take_example (self, place);
}

gboolean
percept_chosen_image_set_part (PerceptChosenImage *self,
                               TrainPart           part)
{
  TrainExamples examples = self->data ? train_data_get_part (self->data, part) : (TrainExamples) { 0 };

  if (!self->bytes || examples.n == 0 || ds_shape_size (examples.dataset->shape) != self->n ||
      (part == TRAIN_PART_TEST && !percept_session_is_test_revealed (self->session)))
    return FALSE;
  self->part = part;
  take_example (self, 0);
  return TRUE;
}

TrainPart
percept_chosen_image_get_part (PerceptChosenImage *self)
{
  return self->part;
}

void
percept_chosen_image_move (PerceptChosenImage *self,
                           int                 by)
{
  gint64 n;

  if (!self->bytes)
    return;
  n = (gint64) train_data_get_part (self->data, self->part).n;
  take_example (self, (gsize) ((((gint64) self->place + by) % n + n) % n));
}

void
percept_chosen_image_set_drawn (PerceptChosenImage *self,
                                const guint8       *bytes)
{
  if (!self->bytes)
    return;
  memcpy (self->bytes, bytes, self->n);
  self->drawn = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
percept_chosen_image_dispose (GObject *object)
{
  PerceptChosenImage *self = PERCEPT_CHOSEN_IMAGE (object);

  g_clear_pointer (&self->data, train_data_unref);
  g_clear_pointer (&self->bytes, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_chosen_image_parent_class)->dispose (object);
}

static void
percept_chosen_image_class_init (PerceptChosenImageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_chosen_image_dispose;
  signals[CHANGED] = g_signal_new ("changed", PERCEPT_TYPE_CHOSEN_IMAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
percept_chosen_image_init (PerceptChosenImage *self)
{
}

PerceptChosenImage *
percept_chosen_image_new (PerceptSession *session)
{
  PerceptChosenImage *self = g_object_new (PERCEPT_TYPE_CHOSEN_IMAGE, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  opened_cb (self);
  return self;
}
