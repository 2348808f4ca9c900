/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Errors of analyses. One that was stopped fails with G_IO_ERROR_CANCELLED. */

#define AN_ERROR (an_error_quark ())
GQuark an_error_quark (void);

typedef enum
{
  AN_ERROR_SYNTAX,  /* a rule or list that cannot be read */
  AN_ERROR_RANGE,   /* a parameter that the network has not */
  AN_ERROR_MEMORY,
} AnError;

/* The one message of stopping. Always FALSE. */
gboolean an_set_stopped (GError **error);

/* @n numbers of 0. NULL with AN_ERROR_MEMORY. Returns: (transfer full), for g_free() */
double  *an_try_numbers (gsize    n,
                         GError **error);
