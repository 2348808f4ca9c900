/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "formats/array.h"

/* Python's pickle, protocols 0 to 5 (Lib/pickletools.py of CPython describes every opcode), restricted: a pickle is a
 * program for a small stack machine, and only those of its opcodes are known here that make numbers, text, lists,
 * tuples and dicts. Of the names that it may call there are those by which NumPy saves arrays; they are no functions
 * here but words that pickle-numpy.c understands. Nothing in a file is ever executed.
 *
 * The number of instructions, the depth, and the bytes that are made out of those of the file are limited, and a value
 * that holds itself is an error: what was read can be walked through without fear. */

#define FMT_PICKLE_MAX_INSTRUCTIONS 2000000
#define FMT_PICKLE_MAX_DEPTH        32

typedef enum
{
  FMT_VALUE_NONE,
  FMT_VALUE_BOOL,
  FMT_VALUE_INT,
  FMT_VALUE_REAL,
  FMT_VALUE_TEXT,   /* UTF-8 */
  FMT_VALUE_BYTES,  /* also Python 2's str */
  FMT_VALUE_LIST,   /* also an array of objects, flat */
  FMT_VALUE_TUPLE,
  FMT_VALUE_DICT,
  FMT_VALUE_ARRAY,
  FMT_VALUE_TYPE,   /* a NumPy dtype */
  FMT_VALUE_NAME,   /* a function or class that was named and not called */
} FmtValueKind;

typedef struct
{
  FmtValueKind kind;
  guint        height;      /* private */
  union
  {
    gint64     integer;     /* INT, BOOL and, privately, NAME */
    double     real;
    struct
    {
      const char *bytes;    /* not ended by a NUL */
      gsize       length;
    } text;                 /* TEXT, BYTES */
    GPtrArray *items;       /* of FmtValue: LIST, TUPLE; DICT: key, value, key, value ... */
    FmtArray  *array;
    FmtNumber  number;      /* TYPE */
  };
} FmtValue;

typedef struct _FmtPickle FmtPickle;

/* The file must end where the pickle ends. Returns: (transfer full) */
FmtPickle      *fmt_pickle_read          (const char      *path,
                                          GError         **error);
FmtPickle      *fmt_pickle_parse         (GBytes          *bytes,
                                          const char      *name,
                                          GError         **error);
void            fmt_pickle_free          (FmtPickle       *pickle);

/* What it holds. (transfer none), as everything in it. */
const FmtValue *fmt_pickle_get_root      (const FmtPickle *pickle);

/* How many items a list, tuple or dict (its keys) has, and one of them. */
gsize           fmt_value_get_n_items    (const FmtValue  *value);
const FmtValue *fmt_value_get_item       (const FmtValue  *value,
                                          gsize            index);
const FmtValue *fmt_value_get_key        (const FmtValue  *dict,
                                          gsize            index);

/* Text or bytes as a string for people and for comparison. Returns: (transfer full), NULL for another kind or what is
 * no UTF-8 */
char           *fmt_value_to_string      (const FmtValue  *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FmtPickle, fmt_pickle_free)
