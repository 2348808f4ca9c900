/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/pickle-text.h"

#include <string.h>

/* Up to @max digits of base 2^@bits. Returns: how many there were */
static gsize
read_digits (const char *text,
             gsize       n,
             gsize       max,
             guint       bits,
             guint32    *value)
{
  gsize i = 0;

  *value = 0;
  for (; i < MIN (n, max) && g_ascii_isxdigit (text[i]); i++)
    {
      guint32 digit = (guint32) g_ascii_xdigit_value (text[i]);

      if (digit >> bits != 0)
        break;
      *value = *value << bits | digit;
    }
  return i;
}

/* The escape after a backslash, which is not at the end. Returns: how long it is, 0 when it is wrong */
static gsize
read_escape (const char *text,
             gsize       n,
             char       *out,
             gsize      *n_out)
{
  static const char letters[] = "\\'\"nrtabfv";
  static const char meanings[] = "\\'\"\n\r\t\a\b\f\v";
  const char       *letter = text[0] != '\0' ? strchr (letters, text[0]) : NULL;
  guint32           value;
  gsize             length;

  if (letter)
    {
      out[(*n_out)++] = meanings[letter - letters];
      return 1;
    }
  if (text[0] == 'x')
    {
      length = read_digits (text + 1, n - 1, 2, 4, &value);
      out[(*n_out)++] = (char) value;
      return length == 2 ? 3 : 0;
    }
  length = read_digits (text, n, 3, 3, &value);
  if (length > 0)
    {
      out[(*n_out)++] = (char) (value & 0xff);
      return length;
    }
  out[(*n_out)++] = '\\';
  out[(*n_out)++] = text[0];
  return 1;
}

gboolean
fmt_unescape_bytes (const char *text,
                    gsize       n,
                    char       *out,
                    gsize      *n_out)
{
  *n_out = 0;
  for (gsize i = 0; i < n;)
    {
      gsize length;

      if (text[i] != '\\')
        {
          out[(*n_out)++] = text[i++];
          continue;
        }
      length = ++i < n ? read_escape (text + i, n - i, out, n_out) : 0;
      if (length == 0)
        return FALSE;
      i += length;
    }
  return TRUE;
}

gboolean
fmt_unescape_unicode (const char *text,
                      gsize       n,
                      char       *out,
                      gsize      *n_out)
{
  *n_out = 0;
  for (gsize i = 0; i < n;)
    {
      guint32 value = (guchar) text[i];
      gsize   digits = 0;

      if (text[i] == '\\' && i + 1 < n)
        digits = text[i + 1] == 'u' ? 4 : text[i + 1] == 'U' ? 8 : 0;
      if (digits > 0 && (read_digits (text + i + 2, n - i - 2, digits, 4, &value) < digits ||
                         !g_unichar_validate (value)))
        return FALSE;
      *n_out += (gsize) g_unichar_to_utf8 (value, out + *n_out);
      i += digits > 0 ? digits + 2 : 1;
    }
  return TRUE;
}

gboolean
fmt_is_utf8 (const char *text,
             gsize       n)
{
  const char *end = text + n;
  const char *stopped;

  /* GLib takes a NUL for an error. */
  while (!g_utf8_validate_len (text, (gsize) (end - text), &stopped) && *stopped == '\0')
    text = stopped + 1;
  return stopped == end;
}

gboolean
fmt_encode_latin1 (const char *text,
                   gsize       n,
                   char       *out,
                   gsize      *n_out)
{
  const char *end = text + n;

  *n_out = 0;
  for (; text < end; text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);

      if (character > 0xff)
        return FALSE;
      out[(*n_out)++] = (char) character;
    }
  return TRUE;
}
