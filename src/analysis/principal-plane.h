/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdatomic.h>

/* The plane through the end of a run that its parameters stayed closest to (Li, Xu, Taylor, Studer and Goldstein 2018,
 * "Visualizing the Loss Landscape of Neural Nets", section 7): of all planes through the last snapshot the one with the
 * smallest sum of squared distances from the others. Its directions are the two principal ones of the differences
 * w_k - w_last, found through their Gram matrix, which is only as large as there are snapshots. */

#define AN_PRINCIPAL_MIN_SNAPSHOTS 3
#define AN_PRINCIPAL_MAX_SNAPSHOTS 1000

typedef struct
{
  gsize     n_parameters;
  double   *directions[2];  /* n_parameters each, of length 1 and at right angles: the first explains more. The first
                             * snapshot lies at x <= 0, and the snapshot farthest from the x axis above it */
  guint     n;
  double  (*places)[2];     /* n: the coordinates of each snapshot's nearest point in the plane; the last at 0, 0 */
  double    shares[2];      /* of the sum of squared distances from the last snapshot, 0 to 1 */
} AnPrincipalPlane;

/* @snapshots: @n of @n_parameters numbers each, in the order of the run, not kept. AN_PLANE_DIRECTIONS with the last
 * one as the subject's parameters is the plane's cost. @stop (may be NULL) is read every few milliseconds. Blocks.
 * Errors: AN_ERROR_RANGE with the reason when no plane comes out (too few snapshots, none that differs, all on one
 * line, one that is not finite), AN_ERROR_MEMORY, G_IO_ERROR_CANCELLED. Returns: (transfer full) */
AnPrincipalPlane *an_principal_plane_new  (const float *const  *snapshots,
                                           guint                n,
                                           gsize                n_parameters,
                                           const atomic_bool   *stop,
                                           GError             **error);
void              an_principal_plane_free (AnPrincipalPlane    *plane);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnPrincipalPlane, an_principal_plane_free)
