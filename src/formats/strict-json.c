/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/strict-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "formats/format-error.h"

#define MAX_DIGITS 18

/* Walks over the text without building anything; every function leaves @at behind what it has accepted, or sets
 * @problem and returns FALSE. */
typedef struct
{
  const char *text;
  gsize       length;
  gsize       at;
  guint       depth;
  gsize       n_values;
  const char *problem;
} Check;

static gboolean check_value (Check *check);

static gboolean
refuse (Check      *check,
        const char *problem)
{
  check->problem = problem;
  return FALSE;
}

/* The next character, 0 at the end (a NUL itself is never legal). */
static char
peek (const Check *check)
{
  return check->at < check->length ? check->text[check->at] : '\0';
}

static char
peek_past_space (Check *check)
{
  char next = peek (check);

  while (next == ' ' || next == '\t' || next == '\n' || next == '\r')
    {
      check->at++;
      next = peek (check);
    }
  return next;
}

static gboolean
accept (Check *check,
        char   wanted)
{
  if (peek (check) != wanted)
    return FALSE;
  check->at++;
  return TRUE;
}

/* The four digits after “\u”, or -1. */
static int
take_unit (Check *check)
{
  int unit = 0;

  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (peek (check));

      if (digit < 0)
        return -1;
      unit = unit << 4 | digit;
      check->at++;
    }
  return unit;
}

static gboolean
check_escape (Check *check)
{
  char next = peek (check);
  int  unit;

  if (next != '\0' && strchr ("\"\\/bfnrt", next))
    {
      check->at++;
      return TRUE;
    }
  if (!accept (check, 'u') || (unit = take_unit (check)) < 0)
    return refuse (check, _("an escape that JSON does not know"));
  if (unit == 0)
    return refuse (check, _("a NUL in a string"));
  if (unit < 0xd800 || unit > 0xdfff)
    return TRUE;
  /* Half a character: the other half must follow. */
  if (unit <= 0xdbff && accept (check, '\\') && accept (check, 'u'))
    {
      unit = take_unit (check);
      if (unit >= 0xdc00 && unit <= 0xdfff)
        return TRUE;
    }
  return refuse (check, _("half of a surrogate pair in a string"));
}

static gboolean
check_string (Check *check)
{
  if (!accept (check, '"'))
    return refuse (check, _("no string where one belongs"));
  while (!accept (check, '"'))
    {
      if ((guchar) peek (check) < 0x20)
        return refuse (check, check->at < check->length ? _("a control character in a string")
                                                        : _("a string without its end"));
      if (accept (check, '\\'))
        {
          if (!check_escape (check))
            return FALSE;
        }
      else
        check->at++;
    }
  return TRUE;
}

static gsize
skip_digits (Check *check)
{
  gsize start = check->at;

  while (g_ascii_isdigit (peek (check)))
    check->at++;
  return check->at - start;
}

static gboolean
check_number (Check *check)
{
  gsize n_digits;
  char  first;

  accept (check, '-');
  first = peek (check);
  n_digits = skip_digits (check);
  if (n_digits == 0 || (first == '0' && n_digits > 1))
    return refuse (check, _("something that is no JSON value"));
  if (n_digits > MAX_DIGITS)
    return refuse (check, _("a number with more than 18 digits"));
  if (accept (check, '.') && skip_digits (check) == 0)
    return refuse (check, _("a number without digits after its point"));
  if (accept (check, 'e') || accept (check, 'E'))
    {
      if (!accept (check, '+'))
        accept (check, '-');
      if (skip_digits (check) == 0)
        return refuse (check, _("a number without digits in its exponent"));
    }
  return TRUE;
}

static gboolean
check_word (Check *check)
{
  static const char *const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize n = strlen (words[i]);

      if (check->length - check->at >= n && memcmp (check->text + check->at, words[i], n) == 0)
        {
          check->at += n;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
check_member (Check *check)
{
  peek_past_space (check);
  if (!check_string (check))
    return FALSE;
  peek_past_space (check);
  if (!accept (check, ':'))
    return refuse (check, _("no colon after a name"));
  return check_value (check);
}

/* The inside of an object or array and its end. */
static gboolean
check_list (Check    *check,
            char      end,
            gboolean (*check_item) (Check *check))
{
  if (++check->depth > FMT_JSON_MAX_DEPTH)
    return refuse (check, _("objects and lists nested more than 16 deep"));
  check->at++;
  if (peek_past_space (check) != end)
    do
      {
        if (!check_item (check))
          return FALSE;
        peek_past_space (check);
      }
    while (accept (check, ','));
  if (!accept (check, end))
    return refuse (check, check->at < check->length ? _("no comma between two items")
                                                    : _("an object or list without its end"));
  check->depth--;
  return TRUE;
}

static gboolean
check_value (Check *check)
{
  if (++check->n_values > FMT_JSON_MAX_VALUES)
    return refuse (check, _("more than a million values"));
  switch (peek_past_space (check))
    {
    case '{':
      return check_list (check, '}', check_member);
    case '[':
      return check_list (check, ']', check_value);
    case '"':
      return check_string (check);
    default:
      return check_word (check) || check_number (check);
    }
}

static gboolean
check_text (Check *check)
{
  const char *end;

  if (!g_utf8_validate_len (check->text, check->length, &end))
    {
      check->at = (gsize) (end - check->text);
      return refuse (check, _("bytes that are not UTF-8"));
    }
  if (!check_value (check))
    return FALSE;
  peek_past_space (check);
  return check->at == check->length || refuse (check, _("something after the end"));
}

/* Emitted for every name that is parsed, also for one that replaces another. */
static void
on_member (JsonParser *parser,
           JsonObject *object,
           const char *member,
           gpointer    user_data)
{
  GHashTable      *seen = g_object_get_data (G_OBJECT (parser), "seen");
  char           **duplicate = user_data;
  g_autofree char *key = g_strdup_printf ("%p %s", (void *) object, member);

  if (!g_hash_table_add (seen, g_steal_pointer (&key)) && !*duplicate)
    *duplicate = g_strdup (member);
}

JsonNode *
fmt_json_parse (const char  *text,
                gsize        length,
                const char  *name,
                GError     **error)
{
  Check                   check = { .text = text, .length = length };
  g_autoptr (JsonParser)  parser = NULL;
  g_autoptr (GError)      cause = NULL;
  g_autofree char        *duplicate = NULL;

  if (!check_text (&check))
    {
      fmt_error_set (error, FMT_ERROR_INVALID, name, _("its JSON text has, at byte %zu, %s"), check.at,
                     check.problem);
      return NULL;
    }
  parser = json_parser_new ();
  g_object_set_data_full (G_OBJECT (parser), "seen", g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                          (GDestroyNotify) g_hash_table_unref);
  g_signal_connect (parser, "object-member", G_CALLBACK (on_member), &duplicate);
  if (!json_parser_load_from_data (parser, text, (gssize) length, &cause))
    {
      fmt_error_set (error, FMT_ERROR_INVALID, name, _("its JSON text is not right: %s"), cause->message);
      return NULL;
    }
  if (duplicate)
    {
      fmt_error_set (error, FMT_ERROR_INVALID, name, _("its JSON text has the name “%s” twice"), duplicate);
      return NULL;
    }
  return json_parser_steal_root (parser);
}
