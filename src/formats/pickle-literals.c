/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The opcodes of pickle's stack machine that make a number or a text, a row each in the table at the end; what they do
 * is described in CPython's Lib/pickletools.py. */

#include "formats/pickle-private.h"
#include "formats/pickle-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The little-endian number in the next @width bytes. */
gboolean
fmt_machine_take_number (FmtMachine *machine,
                         guint       width,
                         guint64    *number,
                         GError    **error)
{
  const guint8 *bytes;

  if (!fmt_machine_take (machine, width, &bytes, error))
    return FALSE;
  *number = 0;
  for (guint i = width; i-- > 0;)
    *number = *number << 8 | bytes[i];
  return TRUE;
}

/* The text up to the end of the line. */
gboolean
fmt_machine_take_line (FmtMachine  *machine,
                       const char **line,
                       gsize       *length,
                       GError     **error)
{
  const guint8 *start = machine->data + machine->at;
  const guint8 *end = memchr (start, '\n', machine->length - machine->at);

  if (!end)
    {
      fmt_error_set (error, FMT_ERROR_TRUNCATED, machine->name,
                     _("the pickle ends early: the line that starts at byte %zu has no end; copy or download the file "
                       "again"), machine->at);
      return FALSE;
    }
  *line = (const char *) start;
  *length = (gsize) (end - start);
  machine->at += *length + 1;
  return TRUE;
}

/* A number's line as a string; a longer one is none. */
gboolean
fmt_machine_take_number_line (FmtMachine *machine,
                              char        text[FMT_PICKLE_NUMBER_TEXT],
                              GError    **error)
{
  const char *line;
  gsize       length;

  if (!fmt_machine_take_line (machine, &line, &length, error))
    return FALSE;
  if (length == 0 || length >= FMT_PICKLE_NUMBER_TEXT || g_ascii_isspace (line[0]) ||
      memchr (line, '\0', length))
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("something that is no number"), error);
  memcpy (text, line, length);
  text[length] = '\0';
  return TRUE;
}

static gboolean
push_int (FmtMachine *machine,
          gint64      value)
{
  fmt_machine_push_new (machine, FMT_VALUE_INT)->integer = value;
  return TRUE;
}

static gboolean
push_bool (FmtMachine *machine,
           gboolean    value)
{
  fmt_machine_push_new (machine, FMT_VALUE_BOOL)->integer = value;
  return TRUE;
}

static gboolean
push_text (FmtMachine   *machine,
           FmtValueKind  kind,
           const char   *bytes,
           gsize         length)
{
  FmtValue *value = fmt_machine_push_new (machine, kind);

  value->text.bytes = bytes;
  value->text.length = length;
  return TRUE;
}

/* Text or bytes after its length in @width bytes. */
static gboolean
read_counted (FmtMachine  *machine,
              FmtValueKind kind,
              guint        width,
              GError     **error)
{
  guint64       length;
  const guint8 *bytes;

  if (!fmt_machine_take_number (machine, width, &length, error) || !fmt_machine_take (machine, length, &bytes, error))
    return FALSE;
  if (kind == FMT_VALUE_TEXT && !fmt_is_utf8 ((const char *) bytes, length))
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("text that is not UTF-8"), error);
  return push_text (machine, kind, (const char *) bytes, length);
}

#define COUNTED(function, kind, width)                                                                                 \
  static gboolean function (FmtMachine *machine, GError **error)                                                       \
  {                                                                                                                    \
    return read_counted (machine, kind, width, error);                                                                 \
  }
COUNTED (read_text_1, FMT_VALUE_TEXT, 1)
COUNTED (read_text_4, FMT_VALUE_TEXT, 4)
COUNTED (read_text_8, FMT_VALUE_TEXT, 8)
COUNTED (read_bytes_1, FMT_VALUE_BYTES, 1)
COUNTED (read_bytes_4, FMT_VALUE_BYTES, 4)
COUNTED (read_bytes_8, FMT_VALUE_BYTES, 8)
#undef COUNTED

static gboolean
read_quoted (FmtMachine *machine,
             GError    **error)
{
  const char *line;
  gsize       length;
  char       *text;

  if (!fmt_machine_take_line (machine, &line, &length, error))
    return FALSE;
  if (length < 2 || (line[0] != '\'' && line[0] != '"') || line[length - 1] != line[0])
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("a string without its quotes"), error);
  text = fmt_machine_new_text (machine, length - 2, error);
  if (!text)
    return FALSE;
  if (!fmt_unescape_bytes (line + 1, length - 2, text, &length))
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("a string with an escape that is wrong"), error);
  return push_text (machine, FMT_VALUE_BYTES, text, length);
}

static gboolean
read_unicode (FmtMachine *machine,
              GError    **error)
{
  const char *line;
  gsize       length;
  char       *text;

  if (!fmt_machine_take_line (machine, &line, &length, error))
    return FALSE;
  text = fmt_machine_new_text (machine, 2 * length, error);
  if (!text)
    return FALSE;
  if (!fmt_unescape_unicode (line, length, text, &length))
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("a string with an escape that is wrong"), error);
  return push_text (machine, FMT_VALUE_TEXT, text, length);
}

/* Python 2 writes a bool as the number "00" or "01". */
static gboolean
read_int_line (FmtMachine *machine,
               GError    **error)
{
  char   text[FMT_PICKLE_NUMBER_TEXT];
  gint64 value;

  if (!fmt_machine_take_number_line (machine, text, error))
    return FALSE;
  if (g_str_equal (text, "00") || g_str_equal (text, "01"))
    return push_bool (machine, text[1] == '1');
  if (text[strlen (text) - 1] == 'L')
    text[strlen (text) - 1] = '\0';
  if (!g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL))
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("something that is no whole number of 64 bits"), error);
  return push_int (machine, value);
}

static gboolean
read_float_line (FmtMachine *machine,
                 GError    **error)
{
  char   text[FMT_PICKLE_NUMBER_TEXT];
  char  *end;
  double value;

  if (!fmt_machine_take_number_line (machine, text, error))
    return FALSE;
  value = g_ascii_strtod (text, &end);
  if (*end != '\0')
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("something that is no number"), error);
  fmt_machine_push_new (machine, FMT_VALUE_REAL)->real = value;
  return TRUE;
}

static gboolean
read_float (FmtMachine *machine,
            GError    **error)
{
  const guint8 *bytes;
  guint64       bits;
  double        value;

  if (!fmt_machine_take (machine, sizeof bits, &bytes, error))
    return FALSE;
  memcpy (&bits, bytes, sizeof bits);
  bits = GUINT64_FROM_BE (bits);
  memcpy (&value, &bits, sizeof value);
  fmt_machine_push_new (machine, FMT_VALUE_REAL)->real = value;
  return TRUE;
}

static gboolean
read_int_1 (FmtMachine *machine,
            GError    **error)
{
  guint64 value;

  return fmt_machine_take_number (machine, 1, &value, error) && push_int (machine, (gint64) value);
}

static gboolean
read_int_2 (FmtMachine *machine,
            GError    **error)
{
  guint64 value;

  return fmt_machine_take_number (machine, 2, &value, error) && push_int (machine, (gint64) value);
}

static gboolean
read_int_4 (FmtMachine *machine,
            GError    **error)
{
  guint64 value;

  return fmt_machine_take_number (machine, 4, &value, error) && push_int (machine, (gint32) (guint32) value);
}

/* Two's complement in as many bytes as it says; a number here has at most eight. */
static gboolean
read_long (FmtMachine *machine,
           guint       width,
           GError    **error)
{
  guint64 n;
  guint64 value;

  if (!fmt_machine_take_number (machine, width, &n, error))
    return FALSE;
  if (n > sizeof value)
    return fmt_machine_refuse (machine, FMT_ERROR_UNSUPPORTED, _("a whole number of more than 64 bits"), error);
  if (!fmt_machine_take_number (machine, (guint) n, &value, error))
    return FALSE;
  if (n > 0 && n < sizeof value && value >> (8 * n - 1) != 0)
    value |= G_MAXUINT64 << (8 * n);
  return push_int (machine, (gint64) value);
}

static gboolean
read_long_1 (FmtMachine *machine,
             GError    **error)
{
  return read_long (machine, 1, error);
}

static gboolean
read_long_4 (FmtMachine *machine,
             GError    **error)
{
  return read_long (machine, 4, error);
}

static gboolean
push_none (FmtMachine *machine,
           GError    **error)
{
  fmt_machine_push_new (machine, FMT_VALUE_NONE);
  return TRUE;
}

static gboolean
push_true (FmtMachine *machine,
           GError    **error)
{
  return push_bool (machine, TRUE);
}

static gboolean
push_false (FmtMachine *machine,
            GError    **error)
{
  return push_bool (machine, FALSE);
}

const FmtOpcode fmt_pickle_literals[256] = {
  ['B'] = { "BINBYTES", read_bytes_4 },
  ['C'] = { "SHORT_BINBYTES", read_bytes_1 },
  ['F'] = { "FLOAT", read_float_line },
  ['G'] = { "BINFLOAT", read_float },
  ['I'] = { "INT", read_int_line },
  ['J'] = { "BININT", read_int_4 },
  ['K'] = { "BININT1", read_int_1 },
  ['L'] = { "LONG", read_int_line },
  ['M'] = { "BININT2", read_int_2 },
  ['N'] = { "NONE", push_none },
  ['S'] = { "STRING", read_quoted },
  ['T'] = { "BINSTRING", read_bytes_4 },
  ['U'] = { "SHORT_BINSTRING", read_bytes_1 },
  ['V'] = { "UNICODE", read_unicode },
  ['X'] = { "BINUNICODE", read_text_4 },
  [0x88] = { "NEWTRUE", push_true },
  [0x89] = { "NEWFALSE", push_false },
  [0x8a] = { "LONG1", read_long_1 },
  [0x8b] = { "LONG4", read_long_4 },
  [0x8c] = { "SHORT_BINUNICODE", read_text_1 },
  [0x8d] = { "BINUNICODE8", read_text_8 },
  [0x8e] = { "BINBYTES8", read_bytes_8 },
  [0x96] = { "BYTEARRAY8", read_bytes_8 },
};
