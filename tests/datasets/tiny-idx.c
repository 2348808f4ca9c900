/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/tiny-idx.h"

#include "base/rng.h"

DsDataset *
tiny_bars (gsize   n,
           guint64 seed)
{
  GError    *error = NULL;
  DsShape    shape = { 1, TINY_HEIGHT, TINY_WIDTH };
  DsDataset *bars = ds_dataset_new (shape, n, TINY_CLASSES, "noisy bars", &error);
  BaseRng    rng;

  g_assert_no_error (error);
  base_rng_seed (&rng, seed, BASE_RNG_DRAWING);
  for (gsize i = 0; i < n; i++)
    {
      bars->labels[i] = (guint16) (i % TINY_CLASSES);
      for (gsize k = 0; k < ds_shape_size (shape); k++)
        {
          gboolean ink = k % TINY_WIDTH / 2 == bars->labels[i];

          bars->pixels[i * ds_shape_size (shape) + k] = (guint8) (base_rng_below (&rng, 150) + (ink ? 100 : 0));
        }
    }
  return bars;
}

static void
write_file (const char   *folder,
            const char   *name,
            const guint32 *dimensions,
            guint8        n_dimensions,
            const guint8 *elements,
            gsize         n)
{
  g_autofree char       *path = g_build_filename (folder, name, NULL);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError)     error = NULL;

  g_byte_array_append (bytes, (const guint8[]) { 0, 0, 8, n_dimensions }, 4);
  for (guint8 i = 0; i < n_dimensions; i++)
    {
      guint32 big = GUINT32_TO_BE (dimensions[i]);

      g_byte_array_append (bytes, (const guint8 *) &big, 4);
    }
  g_byte_array_append (bytes, elements, (guint) n);
  g_file_set_contents (path, (const char *) bytes->data, bytes->len, &error);
  g_assert_no_error (error);
}

static void
write_part (const char *folder,
            const char *part,
            gsize       n,
            guint64     seed)
{
  g_autoptr (DsDataset) bars = tiny_bars (n, seed);
  g_autofree char      *images = g_strdup_printf ("%s-images-idx3-ubyte", part);
  g_autofree char      *labels = g_strdup_printf ("%s-labels-idx1-ubyte", part);
  g_autofree guint8    *bytes = g_new (guint8, n + 1);
  const guint32         dimensions[] = { (guint32) n, TINY_HEIGHT, TINY_WIDTH };

  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8) bars->labels[i];
  write_file (folder, images, dimensions, 3, bars->pixels, n * ds_shape_size (bars->shape));
  write_file (folder, labels, dimensions, 1, bytes, n);
}

void
tiny_idx_write (const char *folder,
                gsize       n_train,
                gsize       n_test)
{
  write_part (folder, "train", n_train, 1);
  write_part (folder, "t10k", n_test, 2);
}
