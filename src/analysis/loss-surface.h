/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/plane.h"
#include "analysis/subject.h"
#include "base/progress.h"
#include "base/thread-pool.h"

/* The loss over a grid of a plane. It stands in for the full forward pass within 1e-5 relative: for two weights of the
 * last, dense layer under nll the whole grid follows from a few exponentials an example (softmax-surface.c); otherwise
 * its points are those of the cost over the plane (cost-plane.h). A coarse picture first is another call. */

#define AN_SURFACE_MIN_POINTS 2
#define AN_SURFACE_MAX_POINTS 200

typedef struct
{
  AnPlane plane;
  guint   n[2];          /* points along each, AN_SURFACE_MIN_POINTS to AN_SURFACE_MAX_POINTS */
  double  from[2];       /* values of the parameters themselves, */
  double  to[2];         /* from < to */
} AnSurfaceSettings;

/* Immutable once computed, reference-counted, any thread. */
typedef struct
{
  gatomicrefcount refs;
  char   *names[2];      /* "W1[199,2]"; "direction 1"; "x" */
  guint   n[2];
  double *axes[2];       /* n[k] values of parameter k in equal steps, both ends included */
  double *loss;          /* n[1] rows of n[0]: mean or sum as the subject says, penalty excluded; infinite or NaN where
                          * the forward pass is */
} AnLossSurface;

/* Reads "W1[199,2], W1[200,2]": two different parameters of the network. AN_ERROR_SYNTAX, AN_ERROR_RANGE. */
gboolean       an_surface_parse_weights (const char              *text,
                                         const NnNetwork         *network,
                                         AnSurfaceSettings       *settings,
                                         GError                 **error);
/* Reads "60x60", first parameter first. AN_ERROR_SYNTAX. */
gboolean       an_surface_parse_grid    (const char              *text,
                                         AnSurfaceSettings       *settings,
                                         GError                 **error);
/* Reads "-7:2, 0:7". AN_ERROR_SYNTAX. */
gboolean       an_surface_parse_window  (const char              *text,
                                         AnSurfaceSettings       *settings,
                                         GError                 **error);

/* Computes the surface. Blocks: call it on a thread of its own; @pool runs its jobs and no other. @stop (may be NULL)
 * is read every few milliseconds; @progress (may be NULL) is called from the calling thread. The bits depend on the
 * number of threads, never on timing. Errors: AN_ERROR_MEMORY, or G_IO_ERROR_CANCELLED. Returns: (transfer full) */
AnLossSurface *an_loss_surface_run      (const AnSubject         *subject,
                                         const AnSurfaceSettings *settings,
                                         BasePool                *pool,
                                         const atomic_bool       *stop,
                                         BaseProgress             progress,
                                         gpointer                 user_data,
                                         GError                 **error);
AnLossSurface *an_loss_surface_ref      (AnLossSurface           *surface);
void           an_loss_surface_unref    (AnLossSurface           *surface);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnLossSurface, an_loss_surface_unref)
