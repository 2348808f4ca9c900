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
  AnSubject     subject;     /* of the first examples of a part */
} ModelSubject;

/* Over at most @most examples of @part, 0: all of them. Returns: (transfer full), NULL with @error */
ModelSubject *model_subject_new  (PerceptModel  *model,
                                  TrainPart      part,
                                  gsize          most,
                                  GError       **error);
void          model_subject_free (ModelSubject  *subject);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelSubject, model_subject_free)
