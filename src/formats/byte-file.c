/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/byte-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/whole-file.h"
#include "formats/format-error.h"

#define INPUT_SIZE   (256 * 1024)
/* Read or inflated in one go; a few milliseconds, so that progress is told (and stopping noticed) often enough. */
#define OUTPUT_STEP  (4 * 1024 * 1024)
#define MIN_CAPACITY (64 * 1024)
/* What deflate can reach at best; a length that promises more is a lie. */
#define MAX_RATIO    1032

typedef struct
{
  const char   *path;
  int           fd;
  guint64       file_size; /* bytes on disk when the file was opened; it may change while we read */
  guint64       taken;     /* bytes read from it so far */
  gboolean      at_end;
  BaseProgress  progress;
  gpointer      user_data;

  guint8       *input;     /* INPUT_SIZE, of which [start, end) is not used yet */
  gsize         start;
  gsize         end;

  guint8       *data;      /* the content so far */
  gsize         length;
  gsize         capacity;
  gsize         limit;
} Reader;

G_GNUC_PRINTF (4, 5)
static void
set_io_error (GError     **error,
              int          code,
              const char  *path,
              const char  *format,
              ...)
{
  g_autofree char *display = g_filename_display_name (path);
  g_autofree char *found = NULL;
  va_list          arguments;

  va_start (arguments, format);
  found = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, G_IO_ERROR, code, _("reading “%s”: %s"), display, found);
}

static gboolean
check_regular (const char         *path,
               const struct stat  *info,
               GError            **error)
{
  if (S_ISREG (info->st_mode))
    return TRUE;
  if (S_ISDIR (info->st_mode))
    set_io_error (error, G_IO_ERROR_IS_DIRECTORY, path, _("this is a folder; a file belongs here"));
  else
    set_io_error (error, G_IO_ERROR_NOT_REGULAR_FILE, path,
                  _("this is a device, a pipe or a socket; a regular file belongs here"));
  return FALSE;
}

static gboolean
reader_open (Reader  *reader,
             GError **error)
{
  struct stat info;

  /* Looked at before it is opened, as opening a device may do something; and again after, as it may have changed. */
  if (stat (reader->path, &info) == 0 && !check_regular (reader->path, &info, error))
    return FALSE;
  reader->fd = open (reader->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (reader->fd < 0 || fstat (reader->fd, &info) != 0)
    {
      int code = errno;

      set_io_error (error, g_io_error_from_errno (code), reader->path, "%s", g_strerror (code));
      return FALSE;
    }
  reader->file_size = (guint64) info.st_size;
  return check_regular (reader->path, &info, error);
}

static gboolean
tell_progress (Reader  *reader,
               GError **error)
{
  double fraction = reader->file_size > 0 ? (double) reader->taken / (double) reader->file_size : -1.0;

  if (!reader->progress || reader->progress (NULL, MIN (fraction, 1.0), reader->user_data))
    return TRUE;
  set_io_error (error, G_IO_ERROR_CANCELLED, reader->path, _("stopped on request"));
  return FALSE;
}

/* Returns the number of bytes read, 0 at the end of the file, -1 with @error set. */
static gssize
read_some (Reader  *reader,
           guint8  *buffer,
           gsize    size,
           GError **error)
{
  gssize n;

  if (!tell_progress (reader, error))
    return -1;
  do
    n = read (reader->fd, buffer, size);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    {
      int code = errno;

      set_io_error (error, g_io_error_from_errno (code), reader->path, "%s", g_strerror (code));
      return -1;
    }
  reader->at_end = n == 0;
  reader->taken += (gsize) n;
  return n;
}

static gboolean
fill_input (Reader  *reader,
            GError **error)
{
  gssize n = read_some (reader, reader->input, INPUT_SIZE, error);

  reader->start = 0;
  reader->end = (gsize) MAX (n, 0);
  return n >= 0;
}

static gboolean
set_capacity (Reader  *reader,
              gsize    capacity,
              GError **error)
{
  /* One byte beyond the limit is enough to learn that the content is longer. */
  gsize   bounded = CLAMP (capacity, 1, reader->limit + 1);
  guint8 *data = g_try_realloc (reader->data, bounded);

  if (!data)
    {
      fmt_error_set (error, FMT_ERROR_TOO_LARGE, reader->path,
                     _("its content needs %zu bytes of memory, which are not to be had"), bounded);
      return FALSE;
    }
  reader->data = data;
  reader->capacity = bounded;
  return TRUE;
}

static gboolean
make_room (Reader  *reader,
           GError **error)
{
  if (reader->length > reader->limit)
    {
      fmt_error_set (error, FMT_ERROR_TOO_LARGE, reader->path,
                     _("its content is longer than %zu bytes, the most that is read here"), reader->limit);
      return FALSE;
    }
  if (reader->length < reader->capacity)
    return TRUE;
  return set_capacity (reader, MAX (reader->capacity, MIN_CAPACITY / 2) * 2, error);
}

static gboolean
read_plain (Reader  *reader,
            GError **error)
{
  gssize n;

  if (reader->file_size > reader->limit)
    {
      fmt_error_set (error, FMT_ERROR_TOO_LARGE, reader->path, _("it has %zu bytes; at most %zu are read here"),
                     (gsize) reader->file_size, reader->limit);
      return FALSE;
    }
  /* With a byte to spare the end of the file is noticed without growing. */
  if (!set_capacity (reader, MAX ((gsize) reader->file_size, reader->end) + 1, error))
    return FALSE;
  reader->length = MIN (reader->end, reader->capacity);
  memcpy (reader->data, reader->input, reader->length);
  while (!reader->at_end)
    {
      if (!make_room (reader, error))
        return FALSE;
      n = read_some (reader, reader->data + reader->length, MIN (reader->capacity - reader->length, OUTPUT_STEP),
                     error);
      if (n < 0)
        return FALSE;
      reader->length += (gsize) n;
    }
  return TRUE;
}

/* The last four bytes of a gzip file are the length of its content modulo 2^32 (RFC 1952), if it has one member;
 * it is only a guess at how much memory to ask for. */
static gsize
guess_length (const Reader *reader)
{
  guint8  bytes[4];
  guint64 promised;

  if (reader->file_size < sizeof bytes ||
      pread (reader->fd, bytes, sizeof bytes, (off_t) (reader->file_size - sizeof bytes)) != sizeof bytes)
    return MIN_CAPACITY;
  promised = (guint64) bytes[0] | (guint64) bytes[1] << 8 | (guint64) bytes[2] << 16 | (guint64) bytes[3] << 24;
  return (gsize) CLAMP (promised, MIN_CAPACITY, MAX (reader->file_size * MAX_RATIO, MIN_CAPACITY));
}

static gboolean
set_gzip_error (Reader       *reader,
                const GError *cause,
                GError      **error)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    fmt_error_set (error, FMT_ERROR_TRUNCATED, reader->path,
                   _("the compressed data ends early, after %zu bytes of content; copy or download the file again"),
                   reader->length);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    fmt_error_set (error, FMT_ERROR_INVALID, reader->path,
                   _("the compressed data is damaged (a checksum or code is wrong) after %zu bytes of content; "
                     "copy or download the file again"), reader->length);
  else
    fmt_error_set (error, FMT_ERROR_INVALID, reader->path, "%s", cause->message);
  return FALSE;
}

/* One call of inflate. @member_ended is set where a gzip member ends. */
static gboolean
inflate_some (Reader     *reader,
              GConverter *inflater,
              gboolean   *member_ended,
              GError    **error)
{
  g_autoptr (GError) cause = NULL;
  gsize              n_read = 0;
  gsize              n_written = 0;
  GConverterResult   result;

  result = g_converter_convert (inflater, reader->input + reader->start, reader->end - reader->start,
                                reader->data + reader->length, MIN (reader->capacity - reader->length, OUTPUT_STEP),
                                reader->at_end ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS,
                                &n_read, &n_written, &cause);
  if (result == G_CONVERTER_ERROR)
    {
      /* Not at the end: it has taken what there was and only needs more. */
      if (!reader->at_end && g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
        return TRUE;
      return set_gzip_error (reader, cause, error);
    }
  reader->start += n_read;
  reader->length += n_written;
  *member_ended = result == G_CONVERTER_FINISHED;
  return TRUE;
}

/* A gzip file is one or more members, one after another (RFC 1952, 2.2), and nothing else. */
static gboolean
read_gzip (Reader  *reader,
           GError **error)
{
  g_autoptr (GZlibDecompressor) inflater = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  gboolean                      member_ended = FALSE;

  if (!set_capacity (reader, guess_length (reader) + 1, error))
    return FALSE;
  for (;;)
    {
      if (reader->start == reader->end && !reader->at_end && !fill_input (reader, error))
        return FALSE;
      if (member_ended)
        {
          if (reader->start == reader->end)
            break;
          if (reader->input[reader->start] != 0x1f)
            {
              fmt_error_set (error, FMT_ERROR_TRAILING, reader->path,
                             _("the compressed data has ended after %zu bytes of content, but the file goes on with "
                               "something else; copy or download it again"), reader->length);
              return FALSE;
            }
          g_converter_reset (G_CONVERTER (inflater));
          member_ended = FALSE;
        }
      if (!make_room (reader, error) || !tell_progress (reader, error) ||
          !inflate_some (reader, G_CONVERTER (inflater), &member_ended, error))
        return FALSE;
    }
  if (reader->length > reader->limit)
    return make_room (reader, error);
  return TRUE;
}

static gboolean
reader_run (Reader  *reader,
            GError **error)
{
  if (!reader_open (reader, error))
    return FALSE;
  /* Two bytes tell gzip from the rest; a file gives fewer only when it has no more. */
  if (!fill_input (reader, error))
    return FALSE;
  if (reader->end >= 2 && reader->input[0] == 0x1f && reader->input[1] == 0x8b)
    return read_gzip (reader, error);
  return read_plain (reader, error);
}

GBytes *
fmt_byte_file_load (const char    *path,
                    guint64        limit,
                    BaseProgress   progress,
                    gpointer       user_data,
                    GError       **error)
{
  Reader  reader = { .path = path, .fd = -1, .progress = progress, .user_data = user_data };
  GBytes *bytes = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  reader.limit = (gsize) MIN (limit ? limit : FMT_BYTE_FILE_LIMIT, G_MAXSSIZE - 1);
  reader.input = g_malloc (INPUT_SIZE);
  if (reader_run (&reader, error))
    {
      /* Shrinking does not fail; where it did, the larger block would serve. */
      guint8 *data = g_try_realloc (reader.data, MAX (reader.length, 1));

      bytes = g_bytes_new_take (data ? data : reader.data, reader.length);
      reader.data = NULL;
    }
  g_free (reader.data);
  g_free (reader.input);
  if (reader.fd >= 0)
    close (reader.fd);
  return bytes;
}

GBytes *
fmt_byte_file_read (const char  *path,
                    guint64      limit,
                    GError     **error)
{
  return fmt_byte_file_load (path, limit, NULL, NULL, error);
}

gboolean
fmt_byte_file_write (const char   *path,
                     gconstpointer data,
                     gsize         length,
                     GError      **error)
{
  g_autofree char *display = g_filename_display_name (path);
  int              code = base_whole_file_write (path, data, length);

  if (code == 0)
    return TRUE;
  if (code == EISDIR || code == EEXIST)
    g_set_error (error, G_IO_ERROR, code == EISDIR ? G_IO_ERROR_IS_DIRECTORY : G_IO_ERROR_NOT_REGULAR_FILE,
                 _("writing “%s”: something that is not a file has this name; choose another"), display);
  else
    g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), _("writing “%s”: %s"), display,
                 g_strerror (code));
  return FALSE;
}
