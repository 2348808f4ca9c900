/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/npz.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <zip.h>

#include "formats/byte-file.h"
#include "formats/format-error.h"

#define ENDING    ".npy"
/* What an archive without entries begins with. */
#define EMPTY     "PK\x05\x06"
/* What deflate can reach at best; a size that promises more is a lie. */
#define MAX_RATIO 1032
/* ZIP cannot say "no time"; the first it knows is the start of 1980. */
#define NO_DATE   0x21

static void
free_entry (gpointer data)
{
  FmtNpzEntry *entry = data;

  g_free (entry->name);
  fmt_npy_clear (&entry->content);
  g_free (entry);
}

static gboolean
set_zip_error (GError     **error,
               const char  *name,
               zip_error_t *cause)
{
  int      code = zip_error_code_zip (cause);
  FmtError kind = code == ZIP_ER_NOZIP ? FMT_ERROR_NOT_THIS_FORMAT : FMT_ERROR_INVALID;

  fmt_error_set (error, kind, name, _("the ZIP archive that an NPZ file is cannot be read: %s; copy or download the "
                 "file again"), zip_error_strerror (cause));
  return FALSE;
}

/* The archive in @bytes, which must outlive it. */
static zip_t *
open_archive (GBytes     *bytes,
              const char *name,
              GError    **error)
{
  zip_error_t   cause;
  gsize         length;
  gconstpointer data = g_bytes_get_data (bytes, &length);
  zip_source_t *source;
  zip_t        *archive = NULL;

  if (length < 4 || (memcmp (data, FMT_NPZ_MAGIC, 4) != 0 && memcmp (data, EMPTY, 4) != 0))
    {
      fmt_error_set (error, FMT_ERROR_NOT_THIS_FORMAT, name,
                     _("this is not an NPZ file, which is a ZIP archive and starts with “PK”"));
      return NULL;
    }
  zip_error_init (&cause);
  source = zip_source_buffer_create (data, length, 0, &cause);
  if (source)
    archive = zip_open_from_source (source, ZIP_RDONLY | ZIP_CHECKCONS, &cause);
  if (!archive)
    {
      set_zip_error (error, name, &cause);
      zip_source_free (source);
    }
  zip_error_fini (&cause);
  return archive;
}

/* Size, method and name of an entry, before anything of it is read. */
static gboolean
check_entry (const zip_stat_t *info,
             guint64          *total,
             const char       *name,
             GError          **error)
{
  const zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
  guint64            most;

  if ((info->valid & needed) != needed || !g_utf8_validate (info->name, -1, NULL))
    {
      fmt_error_set (error, FMT_ERROR_INVALID, name, _("an entry of its ZIP archive has no size or no name in UTF-8"));
      return FALSE;
    }
  most = info->comp_method == ZIP_CM_STORE ? info->comp_size : info->comp_size * MAX_RATIO;
  if ((info->comp_method != ZIP_CM_STORE && info->comp_method != ZIP_CM_DEFLATE) ||
      (info->valid & ZIP_STAT_ENCRYPTION_METHOD && info->encryption_method != ZIP_EM_NONE))
    fmt_error_set (error, FMT_ERROR_UNSUPPORTED, name,
                   _("its entry “%s” is encrypted or packed by method %u; only stored and deflated entries are read "
                     "here"), info->name, info->comp_method);
  else if (info->comp_size > G_MAXUINT32 * (guint64) MAX_RATIO || info->size > most)
    fmt_error_set (error, FMT_ERROR_INVALID, name,
                   _("its entry “%s” says that %" G_GUINT64_FORMAT " bytes in the file are %" G_GUINT64_FORMAT
                     " bytes of content, which cannot be"), info->name, (guint64) info->comp_size,
                   (guint64) info->size);
  else if (info->size > FMT_BYTE_FILE_LIMIT - *total)
    fmt_error_set (error, FMT_ERROR_TOO_LARGE, name,
                   _("its entries have more than %" G_GUINT64_FORMAT " bytes of content, the most that is read here"),
                   FMT_BYTE_FILE_LIMIT);
  else
    {
      *total += info->size;
      return TRUE;
    }
  return FALSE;
}

/* The content of entry @index, which has exactly the size that it says. */
static GBytes *
inflate_entry (zip_t            *archive,
               zip_uint64_t      index,
               const zip_stat_t *info,
               const char       *name,
               GError          **error)
{
  guint8     *data = g_try_malloc (info->size + 1);
  zip_file_t *file = data ? zip_fopen_index (archive, index, 0) : NULL;
  zip_int64_t n = file ? zip_fread (file, data, info->size + 1) : -1;
  gboolean    right = n >= 0 && (guint64) n == info->size;

  /* The checksum is compared when the end is met. */
  right = right && zip_fread (file, data + info->size, 1) == 0;
  if (!data)
    fmt_error_set (error, FMT_ERROR_TOO_LARGE, name,
                   _("its entry “%s” needs %" G_GUINT64_FORMAT " bytes of memory, which are not to be had"),
                   info->name, (guint64) info->size);
  else if (!right)
    fmt_error_set (error, FMT_ERROR_INVALID, name,
                   _("its entry “%s” is damaged: it is not the %" G_GUINT64_FORMAT " bytes that it should be, or its "
                     "checksum is wrong; copy or download the file again"), info->name, (guint64) info->size);
  if (file)
    zip_fclose (file);
  if (right)
    return g_bytes_new_take (data, info->size);
  g_free (data);
  return NULL;
}

static gboolean
read_entry (zip_t            *archive,
            zip_uint64_t      index,
            const zip_stat_t *info,
            const char       *name,
            GPtrArray        *entries,
            GError          **error)
{
  g_autofree char   *inside = g_strdup_printf ("%s/%s", name, info->name);
  g_autoptr (GBytes) bytes = NULL;
  FmtNpzEntry       *entry;

  if (!g_str_has_suffix (info->name, ENDING))
    {
      fmt_error_set (error, FMT_ERROR_INVALID, name,
                     _("its entry “%s” is no array; every entry of an NPZ file is called NAME.npy"), info->name);
      return FALSE;
    }
  bytes = inflate_entry (archive, index, info, name, error);
  if (!bytes)
    return FALSE;
  entry = g_new0 (FmtNpzEntry, 1);
  entry->name = g_strndup (info->name, strlen (info->name) - strlen (ENDING));
  g_ptr_array_add (entries, entry);
  return fmt_npy_parse (bytes, inside, &entry->content, error);
}

static gboolean
read_entries (zip_t      *archive,
              const char *name,
              GPtrArray  *entries,
              GError    **error)
{
  zip_int64_t n = zip_get_num_entries (archive, 0);
  guint64     total = 0;

  if (n > FMT_NPZ_MAX_ENTRIES)
    {
      fmt_error_set (error, FMT_ERROR_TOO_LARGE, name,
                     _("it has %" G_GINT64_FORMAT " entries; at most %d are read here"), (gint64) n,
                     FMT_NPZ_MAX_ENTRIES);
      return FALSE;
    }
  /* All sizes first. */
  for (int pass = 0; pass < 2; pass++)
    for (zip_int64_t i = 0; i < n; i++)
      {
        zip_stat_t info;

        if (zip_stat_index (archive, (zip_uint64_t) i, 0, &info) != 0)
          return set_zip_error (error, name, zip_get_error (archive));
        if (pass == 0 ? !check_entry (&info, &total, name, error)
                      : !read_entry (archive, (zip_uint64_t) i, &info, name, entries, error))
          return FALSE;
      }
  return TRUE;
}

GPtrArray *
fmt_npz_parse (GBytes     *bytes,
               const char *name,
               GError    **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (free_entry);
  zip_t                *archive = open_archive (bytes, name, error);
  gboolean              done = archive && read_entries (archive, name, entries, error);

  if (archive)
    zip_discard (archive);
  return done ? g_steal_pointer (&entries) : NULL;
}

GPtrArray *
fmt_npz_read (const char *path,
              GError    **error)
{
  g_autoptr (GBytes) bytes = fmt_byte_file_read (path, 0, error);

  return bytes ? fmt_npz_parse (bytes, path, error) : NULL;
}

static gboolean
add_array (zip_t          *archive,
           const char     *name,
           const FmtArray *array)
{
  g_autofree char       *entry = g_strconcat (name, ENDING, NULL);
  g_autoptr (GByteArray) file = fmt_npy_format (array);
  zip_source_t          *source;
  gsize                  length;
  guint8                *data;
  zip_int64_t            index;

  if (!file)
    return FALSE;
  data = g_byte_array_steal (file, &length);
  /* The archive frees it with free(), which is what g_free() is. */
  source = zip_source_buffer (archive, data, length, 1);
  if (!source)
    {
      g_free (data);
      return FALSE;
    }
  index = zip_file_add (archive, entry, source, ZIP_FL_ENC_UTF_8);
  if (index < 0)
    {
      zip_source_free (source);
      return FALSE;
    }
  return zip_set_file_compression (archive, (zip_uint64_t) index, ZIP_CM_STORE, 0) == 0 &&
         zip_file_set_dostime (archive, (zip_uint64_t) index, 0, NO_DATE, 0) == 0;
}

/* What @source has become by closing its archive. Returns: (transfer full) */
static guint8 *
take_content (zip_source_t *source,
              gsize        *length)
{
  zip_stat_t info;
  guint8    *data = NULL;

  if (zip_source_stat (source, &info) == 0 && info.valid & ZIP_STAT_SIZE && zip_source_open (source) == 0)
    {
      *length = info.size;
      data = g_try_malloc (MAX (info.size, 1));
      if (data && zip_source_read (source, data, info.size) != (zip_int64_t) info.size)
        g_clear_pointer (&data, g_free);
      zip_source_close (source);
    }
  return data;
}

static guint8 *
build_archive (const char *const *names,
               const FmtArray    *arrays,
               gsize              n,
               gsize             *length)
{
  zip_source_t *source = zip_source_buffer_create (NULL, 0, 0, NULL);
  zip_t        *archive = source ? zip_open_from_source (source, ZIP_TRUNCATE, NULL) : NULL;
  guint8       *data = NULL;
  gboolean      added = archive != NULL;

  if (!archive)
    {
      zip_source_free (source);
      return NULL;
    }
  zip_source_keep (source);
  for (gsize i = 0; added && i < n; i++)
    added = add_array (archive, names[i], &arrays[i]);
  if (!added || zip_close (archive) != 0)
    zip_discard (archive);
  else
    data = take_content (source, length);
  zip_source_free (source);
  return data;
}

gboolean
fmt_npz_write (const char *const *names,
               const FmtArray    *arrays,
               gsize              n,
               const char        *path,
               GError           **error)
{
  gsize              length = 0;
  g_autofree guint8 *data = build_archive (names, arrays, n, &length);

  if (!data)
    {
      g_autofree char *display = g_filename_display_name (path);

      g_set_error (error, FMT_ERROR, FMT_ERROR_TOO_LARGE,
                   _("writing “%s”: the archive could not be built in the memory that is to be had"), display);
      return FALSE;
    }
  return fmt_byte_file_write (path, data, length, error);
}
