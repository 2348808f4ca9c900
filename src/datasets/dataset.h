/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Labeled images in memory, immutable once made, reference-counted (atomically: any thread may hold one).
 * Pixels stay bytes; the preprocessing recipe expands them to float32 block by block. */

#define DS_ERROR (ds_error_quark ())
GQuark ds_error_quark (void);

typedef enum
{
  DS_ERROR_NOT_FOUND,   /* nothing usable where the user pointed */
  DS_ERROR_INVALID,     /* the content contradicts itself */
  DS_ERROR_TOO_SMALL,   /* fewer examples than asked for */
  DS_ERROR_MEMORY,
} DsError;

/* Extent of one image: channels x height x width, stored in this order (planar). */
typedef struct
{
  guint channels;
  guint height;
  guint width;
} DsShape;

static inline gsize
ds_shape_size (DsShape shape)
{
  return (gsize) shape.channels * shape.height * shape.width;
}

typedef struct
{
  gatomicrefcount refs;
  DsShape         shape;
  gsize           n_examples;
  guint           n_classes;     /* labels are 0 .. n_classes - 1 */
  guint8         *pixels;        /* n_examples x channels x height x width, 0 = background */
  guint16        *labels;        /* n_examples */
  char          **class_names;   /* n_classes, NULL-terminated, UTF-8 */
  char           *origin;        /* where it came from, for people: a path, or what drew it */
} DsDataset;

/* Room for @n_examples images of @shape, pixels and labels 0, class names "0", "1" ...; the maker fills it before
 * anyone else sees it. Memory is tried, not assumed: DS_ERROR_MEMORY says how many bytes were needed.
 * Returns: (transfer full) */
DsDataset    *ds_dataset_new          (DsShape      shape,
                                       gsize        n_examples,
                                       guint        n_classes,
                                       const char  *origin,
                                       GError     **error);
DsDataset    *ds_dataset_ref          (DsDataset   *dataset);
void          ds_dataset_unref        (DsDataset   *dataset);

/* The bytes of image @index: channels x height x width. */
const guint8 *ds_dataset_get_image    (const DsDataset *dataset,
                                       gsize            index);

/* How many examples each class has: n_classes numbers, @indices NULL for all. Returns: (transfer full) */
gsize        *ds_dataset_count_classes (const DsDataset *dataset,
                                        const guint32   *indices,
                                        gsize            n_indices);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DsDataset, ds_dataset_unref)
