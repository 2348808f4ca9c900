/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/mat-library.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <matio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "formats/format-error.h"
#include "formats/mat-element.h"

/* A header of 116 bytes of text, 8 of nothing, the version and the byte order. */
#define HEADER 128
#define TEXT   "MATLAB 5.0 MAT-file"

static gboolean
write_all (int           fd,
           gconstpointer bytes,
           gsize         n)
{
  const guint8 *at = bytes;

  while (n > 0)
    {
      gssize written = write (fd, at, n);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;
      at += written;
      n -= (gsize) written;
    }
  return TRUE;
}

/* A file in memory with this one variable, not compressed: what was checked is what the library sees, whatever happens
 * to the file on disk meanwhile. */
static int
make_file (GBytes   *matrix,
           gboolean  big_endian)
{
  guint8        header[HEADER] = TEXT;
  gsize         n;
  gconstpointer bytes = g_bytes_get_data (matrix, &n);
  guint32       tag[2] = { FMT_MAT_MATRIX, (guint32) n };
  int           fd = memfd_create ("matrix", MFD_CLOEXEC);

  memcpy (header + HEADER - 4, big_endian ? "\1\0MI" : "\0\1IM", 4);
  for (int i = 0; i < 2; i++)
    tag[i] = big_endian ? GUINT32_TO_BE (tag[i]) : GUINT32_TO_LE (tag[i]);
  if (fd >= 0 && write_all (fd, header, HEADER) && write_all (fd, tag, sizeof tag) && write_all (fd, bytes, n))
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

static FmtArray *
convert (const matvar_t *variable,
         const char     *name,
         GError        **error)
{
  FmtNumber number;
  gsize     shape[FMT_ARRAY_MAX_DIMENSIONS];
  gsize     n = 0;

  fmt_mat_class_name ((guint) variable->class_type, &number);
  if (variable->rank < 0 || variable->rank > FMT_ARRAY_MAX_DIMENSIONS)
    number.kind = '\0';
  for (int i = 0; number.kind != '\0' && i < variable->rank; i++)
    shape[i] = variable->dims[i];
  if (number.kind == '\0' || variable->isComplex || (guint) variable->data_size != number.size ||
      !fmt_shape_count (shape, (guint) variable->rank, &n) || variable->nbytes != n * number.size ||
      (n > 0 && !variable->data))
    {
      fmt_error_set (error, FMT_ERROR_INVALID, name, _("its variable “%s” is not the array of numbers that its tags "
                     "promise"), variable->name ? variable->name : "");
      return NULL;
    }
  return fmt_array_new (&number, (guint) variable->rank, shape, variable->data, TRUE, name, error);
}

FmtArray *
fmt_mat_library_read (GBytes     *matrix,
                      gboolean    big_endian,
                      const char *name,
                      GError    **error)
{
  int              fd = make_file (matrix, big_endian);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  mat_t           *mat = fd >= 0 ? Mat_Open (path, MAT_ACC_RDONLY) : NULL;
  matvar_t        *variable = mat ? Mat_VarReadNext (mat) : NULL;
  FmtArray        *array = NULL;

  if (variable)
    array = convert (variable, name, error);
  else
    fmt_error_set (error, FMT_ERROR_INVALID, name, _("a variable of %zu bytes could not be read"),
                   g_bytes_get_size (matrix));
  Mat_VarFree (variable);
  if (mat)
    Mat_Close (mat);
  if (fd >= 0)
    close (fd);
  return array;
}
