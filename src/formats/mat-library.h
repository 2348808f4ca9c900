/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "formats/array.h"

/* Private to the MAT reader: reads one variable by matio. @matrix: a checked matrix of real numbers without its tag.
 * Returns: (transfer full) row-major */
FmtArray *fmt_mat_library_read (GBytes        *matrix,
                                gboolean       big_endian,
                                const char    *name,
                                GError       **error);
