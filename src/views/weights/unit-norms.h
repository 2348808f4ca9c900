/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/unit-study.h"
#include "session/weight-source.h"

#include <gtk/gtk.h>

/* How long one unit's weights were along the run, with a line at the moment that is shown. */

#define PERCEPT_TYPE_UNIT_NORMS (percept_unit_norms_get_type ())
G_DECLARE_FINAL_TYPE (PerceptUnitNorms, percept_unit_norms, PERCEPT, UNIT_NORMS, GtkWidget)

/* Once. */
void percept_unit_norms_set_source (PerceptUnitNorms    *norms,
                                    PerceptSession      *session,
                                    PerceptWeightSource *source);
/* NULL: nothing is known. */
void percept_unit_norms_show       (PerceptUnitNorms    *norms,
                                    PerceptUnitFacts    *facts);
