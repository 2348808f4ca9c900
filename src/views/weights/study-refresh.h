/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/unit-study.h"
#include "session/weight-source.h"

/* Gives a study of units the network that is looked at: as it is now, anew when the run rests or a weight was changed
 * by hand, and every two seconds at most while it runs; or as it was at the source's moment. One refresh for each
 * study, however many widgets look. Home's thread. */

/* Somebody looks at what @study finds, or no longer; counted. The first call ties @study to @session and @source for
 * its life. */
void percept_study_refresh_watch   (PerceptUnitStudy    *study,
                                    PerceptSession      *session,
                                    PerceptWeightSource *source);
void percept_study_refresh_unwatch (PerceptUnitStudy    *study);
