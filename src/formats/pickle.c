/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/pickle.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "formats/byte-file.h"
#include "formats/pickle-private.h"

/* A string may be made from text in the file, and an array from that string. */
#define BUDGET_PER_BYTE 2
/* Of a value whose items are being looked at: meeting it again there means that it holds itself. */
#define BEING_WALKED    G_MAXUINT

static gboolean
has_items (const FmtValue *value)
{
  return value->kind == FMT_VALUE_LIST || value->kind == FMT_VALUE_TUPLE || value->kind == FMT_VALUE_DICT;
}

static void
free_value (gpointer data)
{
  FmtValue *value = data;

  if (has_items (value))
    g_ptr_array_unref (value->items);
  else if (value->kind == FMT_VALUE_ARRAY)
    fmt_array_free (value->array);
  g_free (value);
}

gboolean
fmt_machine_refuse (FmtMachine *machine,
                    FmtError    code,
                    const char *what,
                    GError    **error)
{
  fmt_error_set (error, code, machine->name, _("the pickle has, at byte %zu, %s"), machine->opcode, what);
  return FALSE;
}

gboolean
fmt_machine_take (FmtMachine    *machine,
                  gsize          n,
                  const guint8 **bytes,
                  GError       **error)
{
  if (machine->length - machine->at < n)
    {
      fmt_error_set (error, FMT_ERROR_TRUNCATED, machine->name,
                     _("the pickle ends early: an instruction at byte %zu needs %zu bytes, and %zu are left; copy or "
                       "download the file again"), machine->opcode, n, machine->length - machine->at);
      return FALSE;
    }
  *bytes = machine->data + machine->at;
  machine->at += n;
  return TRUE;
}

gboolean
fmt_machine_spend (FmtMachine *machine,
                   gsize       n,
                   GError    **error)
{
  if (n > machine->budget)
    return fmt_machine_refuse (machine, FMT_ERROR_TOO_LARGE,
                               _("something that makes far more data than the file holds"), error);
  machine->budget -= n;
  return TRUE;
}

char *
fmt_machine_new_text (FmtMachine *machine,
                      gsize       n,
                      GError    **error)
{
  char *text;

  if (!fmt_machine_spend (machine, n, error))
    return NULL;
  text = g_try_malloc (MAX (n, 1));
  if (text)
    g_ptr_array_add (machine->pickle->copies, text);
  else
    fmt_machine_refuse (machine, FMT_ERROR_TOO_LARGE, _("more text than there is memory for"), error);
  return text;
}

FmtValue *
fmt_machine_push_new (FmtMachine  *machine,
                      FmtValueKind kind)
{
  FmtValue *value = g_new0 (FmtValue, 1);

  value->kind = kind;
  if (has_items (value))
    value->items = g_ptr_array_new ();
  g_ptr_array_add (machine->pickle->values, value);
  g_ptr_array_add (machine->stack, value);
  return value;
}

FmtValue *
fmt_machine_peek (FmtMachine *machine,
                  GError    **error)
{
  FmtValue *value = machine->stack->len > 0 ? g_ptr_array_index (machine->stack, machine->stack->len - 1) : NULL;

  if (!value)
    fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("an instruction for a value where there is none"), error);
  return value;
}

FmtValue *
fmt_machine_pop (FmtMachine *machine,
                 GError    **error)
{
  FmtValue *value = fmt_machine_peek (machine, error);

  if (value)
    g_ptr_array_set_size (machine->stack, (int) machine->stack->len - 1);
  return value;
}

static const FmtOpcode *
find_opcode (guint8 code)
{
  return fmt_pickle_literals[code].name ? &fmt_pickle_literals[code] : &fmt_pickle_opcodes[code];
}

static gboolean
set_opcode_error (FmtMachine *machine,
                  guint8      code,
                  const char *name,
                  GError    **error)
{
  if (machine->opcode == 0)
    fmt_error_set (error, FMT_ERROR_NOT_THIS_FORMAT, machine->name,
                   _("this is not a pickle: it starts with the byte 0x%02x"), code);
  else if (name)
    fmt_error_set (error, FMT_ERROR_UNSUPPORTED, machine->name,
                   _("the pickle has, at byte %zu, the instruction %s, which makes objects of its own; numbers, text, "
                     "lists, dicts and NumPy arrays are read here, and nothing is executed"), machine->opcode, name);
  else
    fmt_error_set (error, FMT_ERROR_INVALID, machine->name,
                   _("the pickle has, at byte %zu, 0x%02x, which is no instruction of the protocols 0 to 5"),
                   machine->opcode, code);
  return FALSE;
}

static gboolean
run (FmtMachine *machine,
     GError    **error)
{
  while (!machine->stopped)
    {
      const FmtOpcode *opcode;
      const guint8    *code;

      machine->opcode = machine->at;
      if (!fmt_machine_take (machine, 1, &code, error))
        return FALSE;
      opcode = find_opcode (*code);
      if (!opcode->run)
        return set_opcode_error (machine, *code, opcode->name, error);
      if (++machine->n_instructions > FMT_PICKLE_MAX_INSTRUCTIONS)
        return fmt_machine_refuse (machine, FMT_ERROR_TOO_LARGE, _("more than two million instructions before it"),
                                   error);
      if (!opcode->run (machine, error))
        return FALSE;
    }
  machine->pickle->root = fmt_machine_pop (machine, error);
  return machine->pickle->root != NULL;
}

/* Every value that can be reached is complete, none holds itself, and none is too deep. Each is walked once. */
static gboolean
check_tree (FmtMachine *machine,
            FmtValue   *value,
            guint       depth,
            GError    **error)
{
  guint height = 1;

  if (value->height == BEING_WALKED || depth + MAX (value->height, 1) > FMT_PICKLE_MAX_DEPTH)
    return fmt_machine_refuse (machine, FMT_ERROR_UNSUPPORTED,
                               _("its end, after values that hold themselves or are nested more than 32 deep"), error);
  if (value->kind == FMT_VALUE_ARRAY && !value->array)
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("its end, but an array never got its numbers"), error);
  if (value->height > 0 || !has_items (value))
    return TRUE;
  value->height = BEING_WALKED;
  for (guint i = 0; i < value->items->len; i++)
    {
      FmtValue *item = g_ptr_array_index (value->items, i);

      if (!check_tree (machine, item, depth + 1, error))
        return FALSE;
      height = MAX (height, item->height + 1);
    }
  value->height = height;
  return TRUE;
}

FmtPickle *
fmt_pickle_parse (GBytes     *bytes,
                  const char *name,
                  GError    **error)
{
  g_autoptr (FmtPickle) pickle = g_new0 (FmtPickle, 1);
  FmtMachine            machine = { .pickle = pickle, .name = name };
  gboolean              done;

  pickle->values = g_ptr_array_new_with_free_func (free_value);
  pickle->copies = g_ptr_array_new_with_free_func (g_free);
  pickle->bytes = g_bytes_ref (bytes);
  machine.data = g_bytes_get_data (bytes, &machine.length);
  machine.budget = machine.length * BUDGET_PER_BYTE;
  machine.stack = g_ptr_array_new ();
  machine.memo = g_hash_table_new (NULL, NULL);
  done = run (&machine, error) && check_tree (&machine, pickle->root, 0, error);
  g_ptr_array_unref (machine.stack);
  g_hash_table_unref (machine.memo);
  if (done && machine.at < machine.length)
    {
      fmt_error_set (error, FMT_ERROR_TRAILING, name, _("the pickle ends after %zu bytes, but the file has %zu"),
                     machine.at, machine.length);
      done = FALSE;
    }
  return done ? g_steal_pointer (&pickle) : NULL;
}

FmtPickle *
fmt_pickle_read (const char *path,
                 GError    **error)
{
  g_autoptr (GBytes) bytes = fmt_byte_file_read (path, 0, error);

  return bytes ? fmt_pickle_parse (bytes, path, error) : NULL;
}

void
fmt_pickle_free (FmtPickle *pickle)
{
  if (!pickle)
    return;
  g_ptr_array_unref (pickle->values);
  g_ptr_array_unref (pickle->copies);
  g_bytes_unref (pickle->bytes);
  g_free (pickle);
}

const FmtValue *
fmt_pickle_get_root (const FmtPickle *pickle)
{
  return pickle->root;
}

gsize
fmt_value_get_n_items (const FmtValue *value)
{
  if (!has_items (value))
    return 0;
  return value->kind == FMT_VALUE_DICT ? value->items->len / 2 : value->items->len;
}

const FmtValue *
fmt_value_get_item (const FmtValue *value,
                    gsize           index)
{
  g_return_val_if_fail (index < fmt_value_get_n_items (value), NULL);

  return g_ptr_array_index (value->items, value->kind == FMT_VALUE_DICT ? 2 * index + 1 : index);
}

const FmtValue *
fmt_value_get_key (const FmtValue *dict,
                   gsize           index)
{
  g_return_val_if_fail (dict->kind == FMT_VALUE_DICT && index < fmt_value_get_n_items (dict), NULL);

  return g_ptr_array_index (dict->items, 2 * index);
}

char *
fmt_value_to_string (const FmtValue *value)
{
  if ((value->kind != FMT_VALUE_TEXT && value->kind != FMT_VALUE_BYTES) ||
      !g_utf8_validate_len (value->text.bytes, value->text.length, NULL) ||
      memchr (value->text.bytes, '\0', value->text.length))
    return NULL;
  return g_strndup (value->text.bytes, value->text.length);
}
