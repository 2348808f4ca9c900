/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

/* Private to session/: when the next step is due, and how fast steps go. Times are g_get_monotonic_time(). */

typedef struct
{
  PerceptPace pace;
  gint64      due;           /* of the next step */
  gint64      window_start;  /* of the measurement of the speed */
  guint64     window_step;
  double      steps_per_second;
} Pacer;

/* Running starts now, at @step. */
void   pacer_start (Pacer   *pacer,
                    guint64  step,
                    gint64   now);

/* How long to wait before the next step, us; 0: now. */
gint64 pacer_wait  (Pacer   *pacer,
                    gint64   now);

/* @step has been reached: sets when the next is due, and measures. */
void   pacer_count (Pacer   *pacer,
                    guint64  step,
                    gint64   now);
