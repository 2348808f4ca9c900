/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Errors of every reader in this folder. Messages say what was being done, on which file, at which place, what was
 * found and what would be right. Errors of the file system itself keep their G_IO_ERROR. */

#define FMT_ERROR (fmt_error_quark ())
GQuark fmt_error_quark (void);

typedef enum
{
  FMT_ERROR_NOT_THIS_FORMAT, /* wrong magic */
  FMT_ERROR_TRUNCATED,       /* ends before its own header says */
  FMT_ERROR_TRAILING,        /* goes on after its own header says */
  FMT_ERROR_INVALID,         /* a field contradicts another, or has a value it can't have */
  FMT_ERROR_UNSUPPORTED,     /* legal, but not read here */
  FMT_ERROR_TOO_LARGE,       /* more than the limit or than memory */
} FmtError;

/* Sets an error of the reader that reads the file at @name: “reading “NAME”: ” and then @format. */
void fmt_error_set (GError     **error,
                    FmtError     code,
                    const char  *name,
                    const char  *format,
                    ...) G_GNUC_PRINTF (4, 5);
