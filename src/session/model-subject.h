/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/subject.h"
#include "session/model.h"

/* Private to session/: a model as analyses want it. */

typedef struct
{
  PerceptModel *model;       /* not referenced: must be there as long as this is */
  NnNetwork    *network;
  double       *parameters;
  AnSubject     subject;     /* of examples of a part */
  guint32      *places;      /* of these in the part; NULL: they are all of it */
  guint32      *indices;     /* then: the subject's */
} ModelSubject;

/* Over @part, or, where it has more than @most examples, over so many of them, see train_data_sample(); 0: over all.
 * Returns: (transfer full), NULL with @error */
ModelSubject *model_subject_new  (PerceptModel  *model,
                                  TrainPart      part,
                                  gsize          most,
                                  GError       **error);
void          model_subject_free (ModelSubject  *subject);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelSubject, model_subject_free)
