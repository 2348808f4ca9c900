/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/plane.h"
#include "analysis/subject.h"
#include "base/thread-pool.h"

/* The cost over a plane, C(x, y), prepared once and then asked again and again, with its gradient and Hessian: what
 * racers walk on while somebody drags their start. C is the subject's mean (or sum), penalty excluded.
 *
 * For two parameters of the last, dense layer under nll everything that does not change is kept: of each example the
 * sum over the logits that stay, the one or two that move, and their inputs; examples whose two inputs are 0 add a
 * constant. For others the network goes on from the layer touched. For an analytic surface there are no examples. */

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

/* Some of the subject's examples, places from 0 to n_examples - 1. */
typedef struct
{
  const guint32 *examples;
  gsize          n;
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
 * surfaces ignore it. The bits depend on the number of threads, never on timing. FALSE when stopped. */
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
