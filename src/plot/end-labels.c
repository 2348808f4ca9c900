/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/end-labels.h"

#include <stdlib.h>

static int
compare_centers (gconstpointer a,
                 gconstpointer b)
{
  const PlotEndLabel *const *first = a;
  const PlotEndLabel *const *second = b;

  /* Labels that want the same place keep their order of importance. */
  if ((*first)->center == (*second)->center)
    return *first < *second ? -1 : *first > *second;
  return (*first)->center < (*second)->center ? -1 : 1;
}

typedef struct
{
  double sum;
  guint  count;
} Pool;

/* Least squares under "no closer than @height": subtracting i * height turns it into isotonic regression, solved by
 * pooling adjacent violators (Barlow et al., 1972); clamping its result keeps it optimal. */
static void
separate (PlotEndLabel **column,
          guint          n,
          double         height,
          double         top,
          double         bottom)
{
  g_autofree Pool *pools = g_new (Pool, n);
  guint used = 0;
  guint next = 0;

  for (guint i = 0; i < n; i++)
    {
      pools[used++] = (Pool) { column[i]->center - i * height, 1 };
      while (used > 1 && pools[used - 2].sum / pools[used - 2].count > pools[used - 1].sum / pools[used - 1].count)
        {
          pools[used - 2].sum += pools[used - 1].sum;
          pools[used - 2].count += pools[used - 1].count;
          used--;
        }
    }
  for (guint p = 0; p < used; p++)
    for (guint k = 0; k < pools[p].count; k++, next++)
      {
        double place = pools[p].sum / pools[p].count;

        place = CLAMP (place, top + height / 2, bottom - height / 2 - (n - 1) * height);
        column[next]->center = place + next * height;
      }
}

static gboolean
share_columns (const PlotEndLabel *a,
               const PlotEndLabel *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width;
}

/* Gathers into @column every label that stands over or under the first of it, directly or through others. */
static guint
gather (PlotEndLabel  *labels,
        guint          n,
        gboolean      *done,
        PlotEndLabel **column)
{
  guint count = 1;

  for (guint seen = 0; seen < count; seen++)
    for (guint i = 0; i < n; i++)
      if (!done[i] && share_columns (column[seen], &labels[i]))
        {
          done[i] = TRUE;
          column[count++] = &labels[i];
        }
  return count;
}

static int
compare_importance (gconstpointer a,
                    gconstpointer b)
{
  const PlotEndLabel *const *first = a;
  const PlotEndLabel *const *second = b;

  return *first < *second ? -1 : *first > *second;
}

void
plot_end_labels_place (PlotEndLabel *labels,
                       guint         n,
                       double        height,
                       double        top,
                       double        bottom)
{
  g_autofree gboolean *done = g_new0 (gboolean, n);
  g_autofree PlotEndLabel **column = g_new (PlotEndLabel *, n);

  for (guint i = 0; i < n; i++)
    {
      guint count;
      guint room = bottom > top ? (guint) ((bottom - top) / height) : 0;

      if (done[i])
        continue;
      done[i] = TRUE;
      column[0] = &labels[i];
      count = gather (labels, n, done, column);
      qsort (column, count, sizeof column[0], compare_importance);
      for (guint k = 0; k < count; k++)
        column[k]->shown = k < room;
      count = MIN (count, room);
      qsort (column, count, sizeof column[0], compare_centers);
      if (count > 0)
        separate (column, count, height, top, bottom);
    }
}
