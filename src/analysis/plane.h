/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/analytic-surface.h"

#include <glib.h>

/* A plane through the parameters of a network (or none at all), over which a cost is looked at: its two coordinates
 * are called x and y everywhere. */

typedef enum
{
  AN_PLANE_WEIGHTS,     /* x and y are the values of two parameters; all others stay as the subject has them */
  AN_PLANE_DIRECTIONS,  /* w = the subject's parameters + x directions[0] + y directions[1] */
  AN_PLANE_ANALYTIC,    /* no network: a function of x and y */
} AnPlaneKind;

typedef struct
{
  AnPlaneKind              kind;
  gsize                    parameters[2];  /* AN_PLANE_WEIGHTS: two places among the parameters */
  const double            *directions[2];  /* AN_PLANE_DIRECTIONS: n_parameters each, borrowed */
  const AnAnalyticSurface *analytic;       /* AN_PLANE_ANALYTIC */
} AnPlane;
