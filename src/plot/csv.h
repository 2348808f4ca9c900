/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Appends a field of RFC 4180: quoted where it must be. */
void plot_csv_append_field (GString    *csv,
                            const char *field);
