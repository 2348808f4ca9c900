/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

/* The part that examples to look at come from: validation, or training where there is no validation.
 * @indices: (transfer none), into the dataset; NULL when the session is empty. Returns: how many there are */
gsize percept_example_list  (PerceptSession *session,
                             TrainPart      *part,
                             const guint32 **indices);

/* "Validation example 17, a “4”" (translated): the @place-th of @part, @index of the dataset.
 * Returns: (transfer full) */
char *percept_example_name  (TrainData      *data,
                             TrainPart       part,
                             gsize           place,
                             guint32         index);
