/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/bug.h"
#include "base/progress.h"
#include "base/thread-pool.h"

/* The gradient check: backpropagation against finite differences of the cost, for some coordinates and several steps
 * h. Three numbers stand side by side for each coordinate: the gradient of the functions that train (float32), that of
 * the reference functions (double precision, where a bug may be planted), and the finite difference (double).
 *
 *   forward   (C(w + h) - C(w)) / h          error  h C'' / 2 + ...
 *   backward  (C(w) - C(w - h)) / h          the same
 *   central   (C(w + h) - C(w - h)) / 2h     error  h^2 C''' / 6 + ...
 *
 * and each has a rounding error of about eps |C| / h. Penalties are no part of C. */

typedef enum
{
  AN_SCHEME_FORWARD,
  AN_SCHEME_BACKWARD,
  AN_SCHEME_CENTRAL,
  AN_N_SCHEMES,
} AnScheme;

/* "forward"; not translated. */
const char *an_scheme_name  (AnScheme     scheme);
gboolean    an_scheme_parse (const char  *text,
                             AnScheme    *scheme);

#define AN_MAX_STEPS 30

/* Reads "1, 0.1, 1e-3": 1 to AN_MAX_STEPS numbers from 1e-15 to 1000. Returns: (transfer full) of double */
GArray     *an_steps_parse  (const char  *text,
                             GError     **error);

typedef struct
{
  const double *h;
  guint         n_h;           /* 1 to AN_MAX_STEPS */
  AnScheme      scheme;        /* that decides; all three are computed */
  gboolean      half_steps;    /* central: (C(w + h/2) - C(w - h/2)) / h, as some write it */
  const char   *coordinates;   /* rule: coordinates.h */
  const AnBug  *bug;           /* NULL: none */
} AnCheckSettings;

typedef enum
{
  AN_VERDICT_AGREES,
  AN_VERDICT_DISAGREES,
  AN_VERDICT_VACUOUS,       /* every gradient looked at is 0, and so is every difference: nothing was checked */
  AN_VERDICT_INCONCLUSIVE,  /* at no h are the differences exact enough, or all of them cross kinks */
} AnVerdict;

/* "agrees", "disagrees" ...; not translated. */
const char *an_verdict_name (AnVerdict    verdict);

/* How far a gradient g is from the differences d over the coordinates. */
typedef struct
{
  double sum;         /* sum of |g - d| */
  double relative;    /* ||g - d|| / max (||g||, ||d||), Euclidean norms; 0 when both are 0 */
  double angle;       /* between g and d, radians 0 to pi; NaN when one of them is 0. Blind to a wrong length. */
  double allowance;   /* what ||g - d|| may be with the right gradient: see an_gradient_check_run() */
  guint  n_kinked;    /* coordinates whose difference steps across a kink */
} AnAgreement;

typedef struct
{
  AnScheme     scheme;
  gboolean     half_steps;
  const AnBug *bug;
  double       cost;                            /* C(w) */
  guint        n_h;
  double      *h;                               /* n_h, as given */
  gsize        n;                               /* coordinates */
  gsize       *coordinates;                     /* n, places in the network's parameters */
  char       **names;                           /* n, "W1[3,4]", NULL-terminated */
  double      *values;                          /* n, the parameters */
  double      *production;                      /* n, float32 */
  double      *reference;                       /* n, double precision, with the bug */
  double      *differences[AN_N_SCHEMES];       /* n_h x n */
  guint32     *kinks[AN_N_SCHEMES];             /* n_h x n: pre-activations that change sides */
  AnAgreement *of_reference[AN_N_SCHEMES];      /* n_h */
  AnAgreement *of_production[AN_N_SCHEMES];     /* n_h */
  gsize        n_zero;                          /* coordinates where both gradients are 0 */
  guint        best;                            /* the h with the smallest allowance, by which the verdict is made */
  AnVerdict    verdict;
} AnGradientCheck;

/* Runs the check. Blocks: call it on a thread of its own; @pool runs its jobs and no other. @stop (may be NULL) is read
 * every few milliseconds; @progress is called from the calling thread.
 *
 * The verdict does not depend on a well-chosen h: for each h the error that the differences must have is estimated
 * from what halving h, or taking the next smaller h of the list, changes in them, plus rounding; at the h where this
 * allowance is smallest the reference may be off by it and 1e-6 of the gradient, the production by it and 1e-3.
 * Differences across kinks do not count.
 *
 * Errors: AN_ERROR, or G_IO_ERROR_CANCELLED. Returns: (transfer full) */
AnGradientCheck *an_gradient_check_run  (const AnSubject        *subject,
                                         const AnCheckSettings  *settings,
                                         BasePool               *pool,
                                         const atomic_bool      *stop,
                                         BaseProgress            progress,
                                         gpointer                user_data,
                                         GError                **error);
void             an_gradient_check_free (AnGradientCheck        *check);

/* The numbers of the coordinates, those with the largest difference at the best h, or gradient, first.
 * Returns: (transfer full), n of them */
gsize           *an_gradient_check_order (const AnGradientCheck *check);

/* The angle between two vectors of @n numbers in radians, exact for small ones too (Kahan 2006, "How futile are
 * mindless assessments of roundoff", section 12); NaN when one is 0. */
double           an_angle               (const double           *a,
                                         const double           *b,
                                         gsize                   n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnGradientCheck, an_gradient_check_free)
