/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/gradient-check.h"

/* How the angle between gradient and finite difference develops while the cost falls: one gradient check at each of
 * several places of a run, with one h. */

typedef struct
{
  double cost;
  double angle;     /* radians; NaN where a gradient is 0 */
  double relative;  /* as in AnAgreement */
} AnAnglePoint;

/* Brings the subject's parameters to the next place (they are the caller's array). FALSE: that was the last place, or
 * with @error set, it failed. */
typedef gboolean (*AnNextPlace) (gpointer   user_data,
                                 GError   **error);

/* Checks the reference gradient at the subject's parameters and at each place that @next brings them to; @settings has
 * one h. @n_places is for the progress only; @next and @progress get @user_data. Blocks, stops and fails as
 * an_gradient_check_run() does. Returns: (transfer full) of AnAnglePoint, in the order of the run */
GArray *an_angle_curve (const AnSubject        *subject,
                        const AnCheckSettings  *settings,
                        BasePool               *pool,
                        const atomic_bool      *stop,
                        AnNextPlace             next,
                        guint                   n_places,
                        BaseProgress            progress,
                        gpointer                user_data,
                        GError                **error);
