/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/landscape.h"
#include "session/session.h"

/* The way of a run on the plane of two of its weights, up to where it is while it trains. Filled with zeros it follows
 * nothing. */

typedef struct
{
  PerceptSession *session;
  char           *names;   /* of the two weights, as they were asked for */
} PerceptRunTrail;

/* From now on of the weights @names, "W1[199,2], b1[2]"; NULL: of nothing. The same again changes nothing. */
void percept_run_trail_follow (PerceptRunTrail *trail,
                               PerceptSession  *session,
                               const char      *names);
/* Forgets what is followed, so that following it begins anew: another network was opened. */
void percept_run_trail_drop   (PerceptRunTrail *trail);
/* As far as it is known; else @figure stays as it is. */
void percept_run_trail_show   (PerceptRunTrail *trail,
                               PlotLandscape   *figure);
/* Follows nothing any more, and frees what it has. */
void percept_run_trail_clear  (PerceptRunTrail *trail);
