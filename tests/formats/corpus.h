/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* The files of corpus/, which make-corpus.py writes, and what every reader must hold for them. */

/* What becomes of bytes: an error, or something that is read through and freed. */
typedef gboolean (*CorpusParse) (GBytes  *bytes,
                                 GError **error);

/* A row for each broken file of a format. */
typedef struct
{
  const char *name;
  int         code;      /* of FMT_ERROR */
  const char *mentions;  /* what its message must hold */
} CorpusError;

/* The file corpus/@format/@name.bin in memory of exactly its size. Returns: (transfer full) */
GBytes *corpus_load   (const char        *format,
                       const char        *name);

/* Asserts the error of each file. */
void    corpus_fail   (const char        *format,
                       const CorpusError *errors,
                       gsize              n,
                       CorpusParse        parse);

/* Cuts the file at every byte, which must give an error of ours, never a crash, and changes every byte in turn, which
 * must give one or the other. @step: only every so many bytes */
void    corpus_damage (const char        *format,
                       const char        *name,
                       gsize              step,
                       CorpusParse        parse);
