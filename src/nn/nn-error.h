/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Errors of building networks. Messages name the layer and what would be right. */

#define NN_ERROR (nn_error_quark ())
GQuark nn_error_quark (void);

typedef enum
{
  NN_ERROR_SYNTAX,  /* not a layer, initializer, loss or optimizer as written */
  NN_ERROR_RANGE,   /* a number out of range */
  NN_ERROR_SHAPE,   /* layers that do not fit together */
  NN_ERROR_MEMORY,  /* more than this computer has; the message says how many bytes */
} NnError;
