/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names by which NumPy saves arrays in a pickle. They are words of a small language, not functions: what they
 * stand for is done here, by hand. */

#include "formats/pickle-private.h"
#include "formats/pickle-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef enum
{
  NAME_RECONSTRUCT, /* an array without its numbers, which BUILD gives it */
  NAME_NDARRAY,     /* only an argument of the above */
  NAME_DTYPE,
  NAME_SCALAR,
  NAME_FROMBUFFER,  /* an array, in protocol 5 */
  NAME_ENCODE,      /* how Python 3 writes bytes in the protocols 0 to 2: as text that is to be encoded in Latin-1 */
} Name;

/* NumPy 2 moved numpy.core to numpy._core. */
static const struct
{
  const char *module;
  const char *name;
  Name        meaning;
} names[] = {
  { "numpy.core.multiarray", "_reconstruct", NAME_RECONSTRUCT },
  { "numpy._core.multiarray", "_reconstruct", NAME_RECONSTRUCT },
  { "numpy", "ndarray", NAME_NDARRAY },
  { "numpy", "dtype", NAME_DTYPE },
  { "numpy.core.multiarray", "scalar", NAME_SCALAR },
  { "numpy._core.multiarray", "scalar", NAME_SCALAR },
  { "numpy.core.numeric", "_frombuffer", NAME_FROMBUFFER },
  { "numpy._core.numeric", "_frombuffer", NAME_FROMBUFFER },
  { "_codecs", "encode", NAME_ENCODE },
};

#define MAX_SHOWN 60

static gboolean
equals (const char *text,
        gsize       length,
        const char *wanted)
{
  return length == strlen (wanted) && memcmp (text, wanted, length) == 0;
}

gboolean
fmt_numpy_push_name (FmtMachine *machine,
                     const char *module,
                     gsize       module_length,
                     const char *name,
                     gsize       name_length,
                     GError    **error)
{
  g_autofree char *shown_module = NULL;
  g_autofree char *shown_name = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (equals (module, module_length, names[i].module) && equals (name, name_length, names[i].name))
      {
        fmt_machine_push_new (machine, FMT_VALUE_NAME)->integer = names[i].meaning;
        return TRUE;
      }
  shown_module = g_utf8_make_valid (module, (gssize) MIN (module_length, MAX_SHOWN));
  shown_name = g_utf8_make_valid (name, (gssize) MIN (name_length, MAX_SHOWN));
  fmt_error_set (error, FMT_ERROR_UNSUPPORTED, machine->name,
                 _("the pickle asks, at byte %zu, for “%s.%s”; numbers, text, lists, dicts and NumPy arrays are read "
                   "here, and nothing is executed"), machine->opcode, shown_module, shown_name);
  return FALSE;
}

static FmtValue *
item (const FmtValue *value,
      guint           index)
{
  return g_ptr_array_index (value->items, index);
}

static gboolean
is_text (const FmtValue *value)
{
  return value->kind == FMT_VALUE_TEXT || value->kind == FMT_VALUE_BYTES;
}

static gboolean
is_whole (const FmtValue *value)
{
  return value->kind == FMT_VALUE_INT || value->kind == FMT_VALUE_BOOL;
}

static gboolean
refuse_call (FmtMachine *machine,
             GError    **error)
{
  return fmt_machine_refuse (machine, FMT_ERROR_INVALID,
                             _("a call that NumPy does not write; only its arrays of plain numbers are read here"),
                             error);
}

/* The shape in a tuple of whole numbers. */
static gboolean
read_shape (FmtMachine     *machine,
            const FmtValue *tuple,
            gsize          *shape,
            guint          *n_dimensions,
            GError        **error)
{
  if (tuple->kind != FMT_VALUE_TUPLE || tuple->items->len > FMT_ARRAY_MAX_DIMENSIONS)
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("an array whose shape is no tuple of at most 8 numbers"),
                               error);
  *n_dimensions = tuple->items->len;
  for (guint i = 0; i < *n_dimensions; i++)
    {
      if (item (tuple, i)->kind != FMT_VALUE_INT || item (tuple, i)->integer < 0)
        return fmt_machine_refuse (machine, FMT_ERROR_INVALID,
                                   _("an array whose shape is not made of whole numbers from 0 up"), error);
      shape[i] = (gsize) item (tuple, i)->integer;
    }
  return TRUE;
}

/* The array of @type and @shape in @bytes, which must be as many as it needs. */
static FmtArray *
make_array (FmtMachine      *machine,
            const FmtNumber *number,
            const gsize     *shape,
            guint            n_dimensions,
            const FmtValue  *bytes,
            gboolean         fortran,
            GError         **error)
{
  g_autofree char *described = fmt_shape_describe (shape, n_dimensions);
  gsize            n;

  if (number->kind == 'O' || bytes->kind != FMT_VALUE_BYTES)
    {
      refuse_call (machine, error);
      return NULL;
    }
  if (!fmt_shape_count (shape, n_dimensions, &n) || !g_size_checked_mul (&n, n, number->size) ||
      n != bytes->text.length)
    {
      fmt_error_set (error, FMT_ERROR_INVALID, machine->name,
                     _("the pickle has, at byte %zu, an array of %s with %u bytes each, but %zu bytes for it"),
                     machine->opcode, described, number->size, bytes->text.length);
      return NULL;
    }
  if (!fmt_machine_spend (machine, n, error))
    return NULL;
  return fmt_array_new (number, n_dimensions, shape, (const guint8 *) bytes->text.bytes, fortran, machine->name, error);
}

/* _reconstruct (ndarray, (0,), b'b') */
static gboolean
call_reconstruct (FmtMachine     *machine,
                  const FmtValue *arguments,
                  GError        **error)
{
  if (arguments->items->len != 3 || item (arguments, 0)->kind != FMT_VALUE_NAME ||
      item (arguments, 0)->integer != NAME_NDARRAY)
    return refuse_call (machine, error);
  fmt_machine_push_new (machine, FMT_VALUE_ARRAY);
  return TRUE;
}

/* dtype ('f4', False, True), of which the last two say nothing about the type */
static gboolean
call_dtype (FmtMachine     *machine,
            const FmtValue *arguments,
            GError        **error)
{
  const FmtValue *text = arguments->items->len > 0 ? item (arguments, 0) : NULL;
  FmtNumber       number;

  if (!text || !is_text (text))
    return refuse_call (machine, error);
  if (!fmt_number_parse (text->text.bytes, text->text.length, &number))
    return fmt_machine_refuse (machine, FMT_ERROR_UNSUPPORTED,
                               _("an array of a type that is not read here; f2, f4, f8, i1 to i8, u1 to u8 and b1 are"),
                               error);
  fmt_machine_push_new (machine, FMT_VALUE_TYPE)->number = number;
  return TRUE;
}

/* scalar (dtype, bytes) */
static gboolean
call_scalar (FmtMachine     *machine,
             const FmtValue *arguments,
             GError        **error)
{
  FmtArray *array;

  if (arguments->items->len != 2 || item (arguments, 0)->kind != FMT_VALUE_TYPE)
    return refuse_call (machine, error);
  array = make_array (machine, &item (arguments, 0)->number, NULL, 0, item (arguments, 1), FALSE, error);
  if (array)
    fmt_machine_push_new (machine, FMT_VALUE_ARRAY)->array = array;
  return array != NULL;
}

/* _frombuffer (bytes, dtype, shape, 'C' or 'F') */
static gboolean
call_frombuffer (FmtMachine     *machine,
                 const FmtValue *arguments,
                 GError        **error)
{
  gsize           shape[FMT_ARRAY_MAX_DIMENSIONS];
  guint           n_dimensions;
  const FmtValue *order;
  FmtArray       *array;

  if (arguments->items->len != 4 || item (arguments, 1)->kind != FMT_VALUE_TYPE || !is_text (item (arguments, 3)))
    return refuse_call (machine, error);
  order = item (arguments, 3);
  if (!equals (order->text.bytes, order->text.length, "C") && !equals (order->text.bytes, order->text.length, "F"))
    return refuse_call (machine, error);
  if (!read_shape (machine, item (arguments, 2), shape, &n_dimensions, error))
    return FALSE;
  array = make_array (machine, &item (arguments, 1)->number, shape, n_dimensions, item (arguments, 0),
                      order->text.bytes[0] == 'F', error);
  if (array)
    fmt_machine_push_new (machine, FMT_VALUE_ARRAY)->array = array;
  return array != NULL;
}

/* encode (text, 'latin1') */
static gboolean
call_encode (FmtMachine     *machine,
             const FmtValue *arguments,
             GError        **error)
{
  const FmtValue *text, *codec;
  FmtValue       *value;
  char           *bytes;
  gsize           length;

  if (arguments->items->len != 2)
    return refuse_call (machine, error);
  text = item (arguments, 0);
  codec = item (arguments, 1);
  if (text->kind != FMT_VALUE_TEXT || !is_text (codec) || (!equals (codec->text.bytes, codec->text.length, "latin1") &&
                                                          !equals (codec->text.bytes, codec->text.length, "latin-1")))
    return refuse_call (machine, error);
  bytes = fmt_machine_new_text (machine, text->text.length, error);
  if (!bytes)
    return FALSE;
  if (!fmt_encode_latin1 (text->text.bytes, text->text.length, bytes, &length))
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("bytes that are none"), error);
  value = fmt_machine_push_new (machine, FMT_VALUE_BYTES);
  value->text.bytes = bytes;
  value->text.length = length;
  return TRUE;
}

gboolean
fmt_numpy_reduce (FmtMachine *machine,
                  GError    **error)
{
  static gboolean (*const calls[]) (FmtMachine *machine, const FmtValue *arguments, GError **error) = {
    [NAME_RECONSTRUCT] = call_reconstruct, [NAME_NDARRAY] = NULL,
    [NAME_DTYPE] = call_dtype,             [NAME_SCALAR] = call_scalar,
    [NAME_FROMBUFFER] = call_frombuffer,   [NAME_ENCODE] = call_encode,
  };
  FmtValue *arguments = fmt_machine_pop (machine, error);
  FmtValue *name = arguments ? fmt_machine_pop (machine, error) : NULL;

  if (!name)
    return FALSE;
  if (name->kind != FMT_VALUE_NAME || arguments->kind != FMT_VALUE_TUPLE || !calls[name->integer])
    return refuse_call (machine, error);
  return calls[name->integer](machine, arguments, error);
}

/* A dtype's state: (version, byte order, subarray, field names, fields, size, alignment, flags ...). */
static gboolean
build_type (FmtMachine     *machine,
            FmtValue       *type,
            const FmtValue *state,
            GError        **error)
{
  const FmtValue *order;

  if (state->kind != FMT_VALUE_TUPLE || state->items->len < 5 || !is_text (item (state, 1)))
    return refuse_call (machine, error);
  order = item (state, 1);
  if (item (state, 2)->kind != FMT_VALUE_NONE || item (state, 3)->kind != FMT_VALUE_NONE)
    return fmt_machine_refuse (machine, FMT_ERROR_UNSUPPORTED,
                               _("an array whose elements have several fields; only plain numbers are read here"),
                               error);
  if (equals (order->text.bytes, order->text.length, "<"))
    type->number.big_endian = FALSE;
  else if (equals (order->text.bytes, order->text.length, ">"))
    type->number.big_endian = TRUE;
  else if (!equals (order->text.bytes, order->text.length, "|") &&
           !equals (order->text.bytes, order->text.length, "="))
    return refuse_call (machine, error);
  return TRUE;
}

/* An array of objects becomes the list of them. */
static gboolean
build_objects (FmtMachine     *machine,
               FmtValue       *array,
               const gsize    *shape,
               guint           n_dimensions,
               const FmtValue *list,
               GError        **error)
{
  gsize n;

  if (list->kind != FMT_VALUE_LIST || !fmt_shape_count (shape, n_dimensions, &n) || n != list->items->len)
    return fmt_machine_refuse (machine, FMT_ERROR_INVALID, _("an array of objects without a list of them"), error);
  array->kind = FMT_VALUE_LIST;
  array->items = g_ptr_array_ref (list->items);
  return TRUE;
}

/* An array's state: (version, shape, dtype, whether the first index runs fastest, bytes or list of objects). */
static gboolean
build_array (FmtMachine     *machine,
             FmtValue       *array,
             const FmtValue *state,
             GError        **error)
{
  gsize           shape[FMT_ARRAY_MAX_DIMENSIONS];
  guint           n_dimensions;
  const FmtValue *type;

  if (array->array || state->kind != FMT_VALUE_TUPLE || state->items->len != 5)
    return refuse_call (machine, error);
  type = item (state, 2);
  if (type->kind != FMT_VALUE_TYPE || !is_whole (item (state, 3)))
    return refuse_call (machine, error);
  if (!read_shape (machine, item (state, 1), shape, &n_dimensions, error))
    return FALSE;
  if (type->number.kind == 'O')
    return build_objects (machine, array, shape, n_dimensions, item (state, 4), error);
  array->array = make_array (machine, &type->number, shape, n_dimensions, item (state, 4),
                             item (state, 3)->integer != 0, error);
  return array->array != NULL;
}

gboolean
fmt_numpy_build (FmtMachine *machine,
                 GError    **error)
{
  FmtValue *state = fmt_machine_pop (machine, error);
  FmtValue *value = state ? fmt_machine_peek (machine, error) : NULL;

  if (!value)
    return FALSE;
  if (value->kind == FMT_VALUE_TYPE)
    return build_type (machine, value, state, error);
  if (value->kind == FMT_VALUE_ARRAY)
    return build_array (machine, value, state, error);
  return refuse_call (machine, error);
}
