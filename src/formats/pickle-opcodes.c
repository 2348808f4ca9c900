/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The opcodes of pickle's stack machine that move, join and name values, a row each in the table at the end; what they
 * do is described in CPython's Lib/pickletools.py. */

#include "formats/pickle-private.h"

#include <glib/gi18n-lib.h>

#define LAST_PROTOCOL 5

static gboolean
push_mark (FmtMachine *machine,
           GError    **error)
{
  g_ptr_array_add (machine->stack, NULL);
  return TRUE;
}

/* The place of the topmost mark. */
static gboolean
find_mark (FmtMachine *machine,
           guint      *mark,
           GError    **error)
{
  *mark = machine->stack->len;
  while (*mark > 0 && g_ptr_array_index (machine->stack, *mark - 1))
    (*mark)--;
  if (*mark == 0)
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("an instruction for a list that was not begun"), error);
  (*mark)--;
  return TRUE;
}

/* Moves what is above @mark into the items of @value, and takes the mark away. */
static gboolean
move_items (FmtMachine *machine,
            guint       mark,
            FmtValue   *value,
            GError    **error)
{
  guint n = machine->stack->len - mark - 1;

  if (value->kind == FMT_VALUE_DICT && n % 2 != 0)
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("a key without a value"), error);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (value->items, g_ptr_array_index (machine->stack, mark + 1 + i));
  g_ptr_array_set_size (machine->stack, (int) mark);
  return TRUE;
}

/* A new value out of what is above the mark. */
static gboolean
collect (FmtMachine  *machine,
         FmtValueKind kind,
         GError     **error)
{
  FmtValue *value;
  guint     mark;

  if (!find_mark (machine, &mark, error))
    return FALSE;
  value = fmt_machine_push_new (machine, kind);
  g_ptr_array_set_size (machine->stack, (int) machine->stack->len - 1);
  if (!move_items (machine, mark, value, error))
    return FALSE;
  g_ptr_array_add (machine->stack, value);
  return TRUE;
}

/* Items above the mark go into the value below it, which must be of @kind. */
static gboolean
extend (FmtMachine  *machine,
        FmtValueKind kind,
        GError     **error)
{
  FmtValue *value;
  guint     mark;

  if (!find_mark (machine, &mark, error))
    return FALSE;
  value = mark > 0 ? g_ptr_array_index (machine->stack, mark - 1) : NULL;
  if (!value || value->kind != kind)
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("items for something that is no list or dict"), error);
  return move_items (machine, mark, value, error);
}

/* The topmost @n values go into the value below them, which must be of @kind. */
static gboolean
add_items (FmtMachine  *machine,
           FmtValueKind kind,
           guint        n,
           GError     **error)
{
  FmtValue *items[3];
  FmtValue *value;

  for (guint i = n; i-- > 0;)
    if (!(items[i] = fmt_machine_pop (machine, error)))
      return FALSE;
  value = fmt_machine_peek (machine, error);
  if (!value)
    return FALSE;
  if (value->kind != kind)
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("items for something that is no list or dict"), error);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (value->items, items[i]);
  return TRUE;
}

static gboolean
make_tuple_of (FmtMachine *machine,
               guint       n,
               GError    **error)
{
  FmtValue *items[3];
  FmtValue *tuple;

  for (guint i = n; i-- > 0;)
    if (!(items[i] = fmt_machine_pop (machine, error)))
      return FALSE;
  tuple = fmt_machine_push_new (machine, FMT_VALUE_TUPLE);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (tuple->items, items[i]);
  return TRUE;
}

#define WITH(function, call)                                                                                           \
  static gboolean function (FmtMachine *machine, GError **error)                                                       \
  {                                                                                                                    \
    return call;                                                                                                       \
  }
WITH (make_list, collect (machine, FMT_VALUE_LIST, error))
WITH (make_tuple, collect (machine, FMT_VALUE_TUPLE, error))
WITH (make_dict, collect (machine, FMT_VALUE_DICT, error))
WITH (append_one, add_items (machine, FMT_VALUE_LIST, 1, error))
WITH (append_many, extend (machine, FMT_VALUE_LIST, error))
WITH (set_item, add_items (machine, FMT_VALUE_DICT, 2, error))
WITH (set_items, extend (machine, FMT_VALUE_DICT, error))
WITH (make_tuple_1, make_tuple_of (machine, 1, error))
WITH (make_tuple_2, make_tuple_of (machine, 2, error))
WITH (make_tuple_3, make_tuple_of (machine, 3, error))
WITH (push_empty_list, fmt_machine_push_new (machine, FMT_VALUE_LIST) != NULL)
WITH (push_empty_tuple, fmt_machine_push_new (machine, FMT_VALUE_TUPLE) != NULL)
WITH (push_empty_dict, fmt_machine_push_new (machine, FMT_VALUE_DICT) != NULL)
#undef WITH

static gboolean
drop_top (FmtMachine *machine,
          GError    **error)
{
  if (machine->stack->len == 0)
    return fmt_machine_pop (machine, error) != NULL;
  g_ptr_array_set_size (machine->stack, (int) machine->stack->len - 1);
  return TRUE;
}

static gboolean
drop_to_mark (FmtMachine *machine,
              GError    **error)
{
  guint mark;

  if (!find_mark (machine, &mark, error))
    return FALSE;
  g_ptr_array_set_size (machine->stack, (int) mark);
  return TRUE;
}

static gboolean
push_again (FmtMachine *machine,
            GError    **error)
{
  FmtValue *value = fmt_machine_peek (machine, error);

  if (value)
    g_ptr_array_add (machine->stack, value);
  return value != NULL;
}

/* A place of the memo, as a line of text (@width 0) or in bytes. */
static gboolean
take_place (FmtMachine *machine,
            guint       width,
            gpointer   *place,
            GError    **error)
{
  char    text[FMT_PICKLE_NUMBER_TEXT];
  guint64 number = 0;

  if (width > 0 ? !fmt_machine_take_number (machine, width, &number, error)
                : !fmt_machine_take_number_line (machine, text, error))
    return FALSE;
  if (width == 0 && !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &number, NULL))
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("a place in the memo that is none"), error);
  *place = GUINT_TO_POINTER ((guint) number);
  return TRUE;
}

static gboolean
store (FmtMachine *machine,
       guint       width,
       GError    **error)
{
  FmtValue *value = fmt_machine_peek (machine, error);
  gpointer  place = NULL;

  if (!value || !take_place (machine, width, &place, error))
    return FALSE;
  g_hash_table_insert (machine->memo, place, value);
  return TRUE;
}

static gboolean
fetch (FmtMachine *machine,
       guint       width,
       GError    **error)
{
  FmtValue *value;
  gpointer  place = NULL;

  if (!take_place (machine, width, &place, error))
    return FALSE;
  value = g_hash_table_lookup (machine->memo, place);
  if (!value)
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("a look at a place of the memo that is empty"), error);
  g_ptr_array_add (machine->stack, value);
  return TRUE;
}

#define WITH(function, call)                                                                                           \
  static gboolean function (FmtMachine *machine, GError **error)                                                       \
  {                                                                                                                    \
    return call;                                                                                                       \
  }
WITH (store_line, store (machine, 0, error))
WITH (store_1, store (machine, 1, error))
WITH (store_4, store (machine, 4, error))
WITH (fetch_line, fetch (machine, 0, error))
WITH (fetch_1, fetch (machine, 1, error))
WITH (fetch_4, fetch (machine, 4, error))
#undef WITH

static gboolean
store_next (FmtMachine *machine,
            GError    **error)
{
  FmtValue *value = fmt_machine_peek (machine, error);

  if (value)
    g_hash_table_insert (machine->memo, GUINT_TO_POINTER (g_hash_table_size (machine->memo)), value);
  return value != NULL;
}

static gboolean
read_protocol (FmtMachine *machine,
               GError    **error)
{
  const guint8 *protocol;

  if (!fmt_machine_take (machine, 1, &protocol, error))
    return FALSE;
  return *protocol <= LAST_PROTOCOL ||
         fmt_machine_refuse (machine, FMT_ERROR_UNSUPPORTED, _("a protocol that is newer than 5"), error);
}

static gboolean
read_frame (FmtMachine *machine,
            GError    **error)
{
  guint64 length;

  if (!fmt_machine_take_number (machine, 8, &length, error))
    return FALSE;
  return length <= machine->length - machine->at ||
         fmt_machine_refuse (machine, FMT_ERROR_TRUNCATED, _("a frame that goes beyond the end of the file"), error);
}

static gboolean
read_name (FmtMachine *machine,
           GError    **error)
{
  const char *module, *name;
  gsize       module_length, name_length;

  return fmt_machine_take_line (machine, &module, &module_length, error) &&
         fmt_machine_take_line (machine, &name, &name_length, error) &&
         fmt_numpy_push_name (machine, module, module_length, name, name_length, error);
}

static gboolean
take_name (FmtMachine *machine,
           GError    **error)
{
  FmtValue *name = fmt_machine_pop (machine, error);
  FmtValue *module = name ? fmt_machine_pop (machine, error) : NULL;

  if (!module)
    return FALSE;
  if (name->kind != FMT_VALUE_TEXT || module->kind != FMT_VALUE_TEXT)
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("a name that is no text"), error);
  return fmt_numpy_push_name (machine, module->text.bytes, module->text.length, name->text.bytes, name->text.length,
                              error);
}

static gboolean
stop (FmtMachine *machine,
      GError    **error)
{
  machine->stopped = TRUE;
  return TRUE;
}

const FmtOpcode fmt_pickle_opcodes[256] = {
  ['('] = { "MARK", push_mark },
  [')'] = { "EMPTY_TUPLE", push_empty_tuple },
  ['.'] = { "STOP", stop },
  ['0'] = { "POP", drop_top },
  ['1'] = { "POP_MARK", drop_to_mark },
  ['2'] = { "DUP", push_again },
  ['P'] = { "PERSID" },
  ['Q'] = { "BINPERSID" },
  ['R'] = { "REDUCE", fmt_numpy_reduce },
  [']'] = { "EMPTY_LIST", push_empty_list },
  ['a'] = { "APPEND", append_one },
  ['b'] = { "BUILD", fmt_numpy_build },
  ['c'] = { "GLOBAL", read_name },
  ['d'] = { "DICT", make_dict },
  ['e'] = { "APPENDS", append_many },
  ['g'] = { "GET", fetch_line },
  ['h'] = { "BINGET", fetch_1 },
  ['i'] = { "INST" },
  ['j'] = { "LONG_BINGET", fetch_4 },
  ['l'] = { "LIST", make_list },
  ['o'] = { "OBJ" },
  ['p'] = { "PUT", store_line },
  ['q'] = { "BINPUT", store_1 },
  ['r'] = { "LONG_BINPUT", store_4 },
  ['s'] = { "SETITEM", set_item },
  ['t'] = { "TUPLE", make_tuple },
  ['u'] = { "SETITEMS", set_items },
  ['}'] = { "EMPTY_DICT", push_empty_dict },
  [0x80] = { "PROTO", read_protocol },
  [0x81] = { "NEWOBJ" },
  [0x82] = { "EXT1" },
  [0x83] = { "EXT2" },
  [0x84] = { "EXT4" },
  [0x85] = { "TUPLE1", make_tuple_1 },
  [0x86] = { "TUPLE2", make_tuple_2 },
  [0x87] = { "TUPLE3", make_tuple_3 },
  [0x8f] = { "EMPTY_SET" },
  [0x90] = { "ADDITEMS" },
  [0x91] = { "FROZENSET" },
  [0x92] = { "NEWOBJ_EX" },
  [0x93] = { "STACK_GLOBAL", take_name },
  [0x94] = { "MEMOIZE", store_next },
  [0x95] = { "FRAME", read_frame },
  [0x97] = { "NEXT_BUFFER" },
  [0x98] = { "READONLY_BUFFER" },
};
