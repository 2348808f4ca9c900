/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The escapes of pickle's text opcodes. Private to the pickle reader. */

/* Python 2's repr of a str, between its quotes: \\ \' \" \n \r \t \a \b \f \v, \xHH and \OOO. An unknown escape stays
 * as it is, as in Python. @out has room for @n bytes. Returns: FALSE for an escape that ends early */
gboolean fmt_unescape_bytes   (const char *text,
                               gsize       n,
                               char       *out,
                               gsize      *n_out);

/* "Raw unicode escape": bytes are Latin-1, \uXXXX and \UXXXXXXXX are code points. The result is UTF-8; @out has room
 * for 2 * @n bytes. Returns: FALSE for an escape that is wrong */
gboolean fmt_unescape_unicode (const char *text,
                               gsize       n,
                               char       *out,
                               gsize      *n_out);

/* Whether it is UTF-8; NULs may be in it. */
gboolean fmt_is_utf8          (const char *text,
                               gsize       n);

/* UTF-8 to Latin-1. @out has room for @n bytes. Returns: FALSE for a character beyond U+00FF */
gboolean fmt_encode_latin1    (const char *text,
                               gsize       n,
                               char       *out,
                               gsize      *n_out);
