/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "formats/format-error.h"
#include "formats/pickle.h"

/* The stack machine, shared by its opcodes (pickle-literals.c, pickle-opcodes.c), what NumPy's names mean
 * (pickle-numpy.c), and the rest (pickle.c). Every function that can fail has set the error when it returns FALSE or
 * NULL. */

struct _FmtPickle
{
  GPtrArray *values;  /* all that were made; they refer to one another as they like */
  GPtrArray *copies;  /* text that does not lie in the file as it is meant */
  GBytes    *bytes;   /* the file, kept for the rest of the text */
  FmtValue  *root;
};

typedef struct
{
  FmtPickle    *pickle;
  const char   *name;           /* the file, for messages */
  const guint8 *data;
  gsize         length;
  gsize         at;
  gsize         opcode;         /* where the present instruction began */
  gsize         n_instructions;
  gsize         budget;         /* bytes that may still be made */
  GPtrArray    *stack;          /* of FmtValue; NULL is a mark */
  GHashTable   *memo;           /* number -> FmtValue */
  gboolean      stopped;
} FmtMachine;

typedef struct
{
  const char *name;
  gboolean  (*run) (FmtMachine *machine, GError **error); /* NULL: refused, it would call or build something */
} FmtOpcode;

/* 256 each, by code: those that make a number or text, and the others. Without a name it is none. */
extern const FmtOpcode fmt_pickle_literals[];
extern const FmtOpcode fmt_pickle_opcodes[];

/* A number as text; Python itself writes at most 25 characters. */
#define FMT_PICKLE_NUMBER_TEXT 64

/* Sets the error "the pickle has, at byte N, WHAT". Returns: FALSE */
gboolean  fmt_machine_refuse           (FmtMachine *machine,
                                        FmtError    code,
                                        const char *what,
                                        GError    **error);

/* The next @n bytes of the file. */
gboolean  fmt_machine_take             (FmtMachine    *machine,
                                        gsize          n,
                                        const guint8 **bytes,
                                        GError       **error);

/* The little-endian number in the next @width bytes. */
gboolean  fmt_machine_take_number      (FmtMachine *machine,
                                        guint       width,
                                        guint64    *number,
                                        GError    **error);

/* The text up to the end of the line; of a number, as a string. */
gboolean  fmt_machine_take_line        (FmtMachine  *machine,
                                        const char **line,
                                        gsize       *length,
                                        GError     **error);
gboolean  fmt_machine_take_number_line (FmtMachine *machine,
                                        char        text[FMT_PICKLE_NUMBER_TEXT],
                                        GError    **error);

/* Pays for @n bytes of memory; those of an honest file are never more than it has itself. */
gboolean  fmt_machine_spend            (FmtMachine *machine,
                                        gsize       n,
                                        GError    **error);

/* Memory for text that belongs to the pickle, paid for. */
char *    fmt_machine_new_text         (FmtMachine *machine,
                                        gsize       n,
                                        GError    **error);

/* A new value on the stack; with items if its kind has them. */
FmtValue *fmt_machine_push_new         (FmtMachine  *machine,
                                        FmtValueKind kind);

/* The topmost value, taken off or not; not a mark. */
FmtValue *fmt_machine_pop              (FmtMachine *machine,
                                        GError    **error);
FmtValue *fmt_machine_peek             (FmtMachine *machine,
                                        GError    **error);

/* Pushes what the name means; one that is not in the list of pickle-numpy.c is an error. */
gboolean  fmt_numpy_push_name          (FmtMachine *machine,
                                        const char *module,
                                        gsize       module_length,
                                        const char *name,
                                        gsize       name_length,
                                        GError    **error);

/* What REDUCE and BUILD do with these names. */
gboolean  fmt_numpy_reduce             (FmtMachine *machine,
                                        GError    **error);
gboolean  fmt_numpy_build              (FmtMachine *machine,
                                        GError    **error);
