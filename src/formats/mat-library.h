/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "formats/array.h"

/* Private to the MAT reader: reads one variable by matio. @header: the 128 bytes that the file begins with; @matrix:
 * a checked matrix of real numbers without its tag. Returns: (transfer full) row-major */
FmtArray *fmt_mat_library_read (const guint8  *header,
                                GBytes        *matrix,
                                gboolean       big_endian,
                                const char    *name,
                                GError       **error);
