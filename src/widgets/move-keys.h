/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Where keys take a cursor among things in rows. */

/* Arrows: by one; Home and End: by G_MAXUINT16, to the end of the row. FALSE: @key is none of them. */
gboolean percept_move_key_find (guint key,
                                int  *across,
                                int  *down);
