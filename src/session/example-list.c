/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/example-list.h"

#include <glib/gi18n-lib.h>

gsize
percept_example_list (PerceptSession *session,
                      TrainPart      *part,
                      const guint32 **indices)
{
  TrainData    *data = percept_session_get_data (session);
  TrainExamples examples = { 0 };

  *part = data && data->split.n_validation > 0 ? TRAIN_PART_VALIDATION : TRAIN_PART_TRAIN;
  if (data)
    examples = train_data_get_part (data, *part);
  *indices = examples.indices;
  return examples.n;
}

char *
percept_example_name (TrainData *data,
                      TrainPart  part,
                      gsize      place,
                      guint32    index)
{
  const DsDataset *dataset = train_data_get_part (data, part).dataset;
  const char      *class = dataset->class_names[dataset->labels[index]];

  switch (part)
    {
    case TRAIN_PART_VALIDATION:
      return g_strdup_printf (_("validation example %" G_GSIZE_FORMAT ", a “%s”"), place, class);
    case TRAIN_PART_TEST:
      return g_strdup_printf (_("test example %" G_GSIZE_FORMAT ", a “%s”"), place, class);
    default:
      return g_strdup_printf (_("training example %" G_GSIZE_FORMAT ", a “%s”"), place, class);
    }
}
