/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/landscape.h"
#include "session/landscape.h"
#include "session/session.h"
#include "views/landscape/weight-place.h"

/* Where a run goes on the plane of two of its weights while it trains: the places that the network had since the
 * surface was taken, as often as pictures of its weights come. Filled with zeros it follows nothing. */

typedef struct
{
  PerceptSession    *session;
  PerceptWeightPlace weights[2];
  guint              watched[2]; /* layers; 0: none */
  char              *names;      /* of the two, as they were asked for */
  guint64            step;       /* of the last place */
  GArray            *places;     /* PlotPlace */
} PerceptRunTrail;

/* From now on of the weights @names, "W1[199,2], W1[200,2]"; NULL: of nothing. The same again changes nothing. */
void     percept_run_trail_follow (PerceptRunTrail  *trail,
                                   PerceptSession   *session,
                                   const char       *names);
/* Begins anew behind @step. */
void     percept_run_trail_begin  (PerceptRunTrail  *trail,
                                   guint64           step);
/* TRUE: there is another place. */
gboolean percept_run_trail_take   (PerceptRunTrail  *trail);
/* Behind what @landscape knows of the run up to the network it has. */
void     percept_run_trail_show   (PerceptRunTrail  *trail,
                                   PerceptLandscape *landscape,
                                   PlotLandscape    *figure);
/* Follows nothing any more, and frees what it has. */
void     percept_run_trail_clear  (PerceptRunTrail  *trail);
