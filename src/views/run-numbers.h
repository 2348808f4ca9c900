/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"
#include "widgets/readout.h"

/* The numbers that matter, for the transport bar and for Present: one wording for both. */

typedef enum
{
  PERCEPT_RUN_NUMBER_STEP,      /* "2 314", "of 6 000 steps · epoch 2.31" */
  PERCEPT_RUN_NUMBER_COST,      /* "0.0834", "cost, train" */
  PERCEPT_RUN_NUMBER_ACCURACY,  /* "97.41 %", "validation ± 0.31 %" */
  PERCEPT_RUN_NUMBER_SPEED,     /* "1 234", "steps per second" */
} PerceptRunNumber;

/* What it counts, and how: a sentence, translated. */
const char *percept_run_number_explain (PerceptRunNumber number);

/* Makes room for the largest that this run can show. */
void   percept_run_number_reserve    (PerceptRunNumber     number,
                                      PerceptReadout      *readout,
                                      const PerceptStatus *status);
void   percept_run_number_show       (PerceptRunNumber     number,
                                      PerceptReadout      *readout,
                                      const PerceptStatus *status);
