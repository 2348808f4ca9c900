/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How long work tells where it is and learns that it should stop.
 *
 * @what: a translated word or two, or NULL for "as before"; @fraction: 0 to 1, or below 0 when unknown.
 * May be called from any thread of the work, often (it must be cheap), but never from two at a time.
 * Returns FALSE when the work should stop: it then fails with G_IO_ERROR_CANCELLED. */
typedef gboolean (*BaseProgress) (const char *what,
                                  double      fraction,
                                  gpointer    user_data);
