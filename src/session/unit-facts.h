/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/model-subject.h"
#include "session/unit-study.h"

/* Private to session/: all that is known of one unit. */

/* Of @unit of layer @layer of @model, the subject's over training examples. Blocks, as an_unit_examples_run() does,
 * with the same arguments and errors. Returns: (transfer full) */
PerceptUnitFacts *unit_facts_find (const ModelSubject  *model,
                                   guint                layer,
                                   guint                unit,
                                   BasePool            *pool,
                                   const atomic_bool   *stop,
                                   BaseProgress         progress,
                                   gpointer             user_data,
                                   GError             **error);
