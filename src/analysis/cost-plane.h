/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/plane.h"
#include "analysis/subject.h"
#include "base/thread-pool.h"

/* The cost over a plane, C(x, y), prepared once and then asked again and again, with its gradient and Hessian: what
 * racers walk on while somebody drags their start. C is the subject's mean (or sum), penalty excluded.
 *
 * Of each example a few numbers are kept, from which its loss follows at any point: of the last, dense layer under nll
 * the terms of a sum of exponentials (terms-cost.c); of a dense layer below another one what the units touched add to
 * the next layer (units-cost.c); else the output of the lowest layer that moves (restart-cost.c). Examples that nothing
 * moves are a constant. For an analytic surface there are no examples. Against the whole network in double precision
 * the cost is right within 1e-6 and the gradient within 1e-4, relative, where float32 has room for the outputs. */

typedef struct _AnCostPlane AnCostPlane;

typedef struct
{
  double cost;         /* NaN or infinite where the forward pass is */
  double gradient[2];  /* dC/dx, dC/dy */
} AnSlope;

typedef struct
{
  double xx, xy, yy;   /* second derivatives of C */
} AnHessian;

/* Some of the subject's examples, places from 0 to n_examples - 1; one may come twice. */
typedef struct
{
  const guint32 *examples;
  gsize          n;        /* 1 or more */
} AnBatch;

/* Keeps no copy of @subject and @plane (nor of what they point to), which must outlive it; @subject is NULL for an
 * analytic surface. @pool runs its jobs and no other while one of the functions below works; @stop (may be NULL) is
 * read every few milliseconds by all of them. Blocks: call it on a thread of its own. Errors: AN_ERROR_MEMORY,
 * AN_ERROR_RANGE, G_IO_ERROR_CANCELLED. Returns: (transfer full) */
AnCostPlane *an_cost_plane_new         (const AnSubject    *subject,
                                        const AnPlane      *plane,
                                        BasePool           *pool,
                                        const atomic_bool  *stop,
                                        GError            **error);
void         an_cost_plane_free        (AnCostPlane        *cost);

/* Cost and gradient at @n points in one sweep over the examples (all at once is much cheaper than one by one).
 * @batch: the cost of these examples instead (their mean; or their sum times all/those), or NULL for all; analytic
 * surfaces ignore it. The bits depend on the number of threads, never on timing. FALSE when stopped, or when there is
 * no memory for the batch. */
gboolean     an_cost_plane_get_slopes  (AnCostPlane        *cost,
                                        const AnBatch      *batch,
                                        const double      (*points)[2],
                                        guint               n,
                                        AnSlope            *slopes);

/* In closed form where there is one, else by central differences of the gradient. FALSE when stopped. */
gboolean     an_cost_plane_get_hessian (AnCostPlane        *cost,
                                        const double        point[2],
                                        AnHessian          *hessian);

/* The smallest cost around @from (a few damped Newton steps, downhill only) into @lowest. FALSE when stopped. */
gboolean     an_cost_plane_descend     (AnCostPlane        *cost,
                                        const double        from[2],
                                        double              lowest[2]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnCostPlane, an_cost_plane_free)
