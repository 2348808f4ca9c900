/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* What a path is to Percept. Looking reads folders, perhaps on a server that does not answer: it is done off the
 * main thread. */

typedef enum
{
  PERCEPT_FILE_NOTHING,      /* there is no such file or folder */
  PERCEPT_FILE_UNKNOWN,
  PERCEPT_FILE_EXPERIMENT,
  PERCEPT_FILE_DATA,         /* that one of the sources reads: a folder of IDX files, one of them, a MATLAB file */
  PERCEPT_FILE_RUN,
} PerceptFileKind;

/* @callback: (source object, result, data) in the caller's thread-default context, with @source_object kept until
 * then; also when cancelled. */
void     percept_file_kind_look     (GObject             *source_object,
                                     const char          *path,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             data);
/* FALSE when it was cancelled. @path: (transfer none) as long as @result. */
gboolean percept_file_kind_finish   (GAsyncResult        *result,
                                     PerceptFileKind     *kind,
                                     const char         **path);

/* In words what would be opened: "Open the run …". Returns: (transfer full) NULL when nothing would */
char    *percept_file_kind_describe (PerceptFileKind      kind,
                                     const char          *path);
