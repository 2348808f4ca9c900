/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "datasets/tiny-idx.h"
#include "formats/scratch.h"

#include <json-glib/json-glib.h>

/* Calls of the command line as a process of its own, and what they print. */

typedef struct
{
  int   status;
  char *out;
  char *err;
} Call;

/* The words after "percept", up to NULL. Neither display nor terminal is there. Returns: (transfer full) */
Call        *call           (const char *word,
                             ...) G_GNUC_NULL_TERMINATED;

/* The same, interrupted after @milliseconds. Returns: (transfer full) */
Call        *call_interrupt (guint              milliseconds,
                             const char *const *words);
void         call_free      (Call              *done);

/* Asserts the status and, with @told, that standard error names it; prints what came else. */
void         call_check     (const Call        *done,
                             int                status,
                             const char        *told);

/* Standard output is one JSON object on one line and nothing else. Returns: (transfer none) until @parser goes */
JsonObject  *call_json      (const Call        *done,
                             JsonParser       **parser);

/* Writes the experiment "tiny.percept" and its data into @scratch. Returns: (transfer full) its path */
char        *call_tiny      (Scratch           *scratch,
                             gsize              n_train);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)
