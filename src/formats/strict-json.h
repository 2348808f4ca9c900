/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* JSON from files that nobody vouches for. json-glib alone merges duplicate names, recurses as deep as the text says,
 * cuts strings at an escaped NUL and reads more than JSON (comments, hexadecimal). Here all of that is an error. */

#define FMT_JSON_MAX_DEPTH  16
/* Each becomes a node of about a hundred bytes. */
#define FMT_JSON_MAX_VALUES 1000000

/* Parses @length bytes of @text (RFC 8259, UTF-8). @name is the file, for messages, which give the place as a byte
 * of the text. Whole numbers have at most 18 digits, so that they fit 64 bits. Returns: (transfer full) */
JsonNode *fmt_json_parse (const char  *text,
                          gsize        length,
                          const char  *name,
                          GError     **error);
