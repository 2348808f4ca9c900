/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/landscape.h"

/* A race in numbers, for the rows of the racers, the transport bar, Present and win.status: one reading for all. */

typedef struct
{
  guint             step;      /* that is shown; a racer that diverged stays at its last */
  const AnRaceStep *at;        /* borrowed: valid as long as the race is */
  double            above;     /* cost above the lowest known in the window */
  double            length;    /* of the path so far */
  gboolean          diverged;  /* by this step */
} PerceptRacerStanding;

/* How racer @i of the landscape's race stands after @step steps; FALSE: there is no race, or no such racer in it. */
gboolean percept_race_get_standing (PerceptLandscape           *landscape,
                                    guint                       i,
                                    guint                       step,
                                    PerceptRacerStanding       *standing);

/* "Momentum", or "Momentum, rate 0.5, momentum 0.3" where another racer has the same optimizer. Returns: (transfer
 * full) */
char    *percept_race_get_name     (PerceptLandscape           *landscape,
                                    guint                       i);

/* A place or a way along the window, with the digits that matter there: "−1.92". Returns: (transfer full) */
char    *percept_race_write_length (PerceptLandscape           *landscape,
                                    double                      length);

/* The cost with as many digits as tell racers of this race apart: "0.41273". Returns: (transfer full) */
char    *percept_race_write_cost   (PerceptLandscape           *landscape,
                                    double                      cost);
