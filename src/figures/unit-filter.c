/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/unit-filter.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static guint
keep_first (const PerceptUnitFilterData *data,
            guint                       *order,
            guint                        n)
{
  return MIN (n, PERCEPT_UNITS_N_FIRST);
}

/* Moves the units that are @wanted (one for each unit of the layer) to the front. */
static guint
keep_wanted (const guint8 *wanted,
             guint        *order,
             guint         n)
{
  guint n_kept = 0;

  for (guint i = 0; i < n; i++)
    if (wanted[order[i]])
      order[n_kept++] = order[i];
  return n_kept;
}

static guint
keep_voted (const PerceptUnitFilterData *data,
            guint                       *order,
            guint                        n)
{
  g_autofree guint8  *wanted = NULL;
  const AnRankedUnit *units;

  if (data->ranking == NULL)
    return n;
  wanted = g_new0 (guint8, data->ranking->n_units);
  units = data->ranking->classes[data->c].units;
  for (guint i = 0; i < data->ranking->n_units; i++)
    wanted[units[i].unit] = units[i].promotes + units[i].inhibits > 0;
  return keep_wanted (wanted, order, n);
}

static guint
keep_idle (const PerceptUnitFilterData *data,
           guint                       *order,
           guint                        n)
{
  g_autofree guint8 *wanted = NULL;

  if (data->ranking == NULL || data->ranking->active == NULL)
    return n;
  wanted = g_new0 (guint8, data->ranking->n_units);
  for (guint i = 0; i < data->ranking->n_units; i++)
    wanted[i] = !data->ranking->active[i];
  return keep_wanted (wanted, order, n);
}

/* Those with a weight that @is_odd, or those without one. */
static guint
keep_by_weights (const PerceptUnitFilterData *data,
                 gboolean                   (*is_odd) (float weight),
                 gboolean                     odd,
                 guint                       *order,
                 guint                        n)
{
  const PerceptWeights *weights = data->weights;
  gsize                 size = (gsize) weights->channels * weights->height * weights->width;
  guint                 n_kept = 0;

  for (guint i = 0; i < n; i++)
    {
      const float *w = weights->weights + order[i] * size;
      gsize        k = 0;

      while (k < size && !is_odd (w[k]))
        k++;
      if ((k < size) == odd)
        order[n_kept++] = order[i];
    }
  return n_kept;
}

static gboolean
is_not_zero (float weight)
{
  return weight != 0;
}

static gboolean
is_not_finite (float weight)
{
  return !isfinite (weight);
}

static guint
keep_zero (const PerceptUnitFilterData *data,
           guint                       *order,
           guint                        n)
{
  return keep_by_weights (data, is_not_zero, FALSE, order, n);
}

static guint
keep_not_finite (const PerceptUnitFilterData *data,
                 guint                       *order,
                 guint                        n)
{
  return keep_by_weights (data, is_not_finite, TRUE, order, n);
}

static const PerceptUnitFilter all = { .name = "all", .title = N_("All units") };
static const PerceptUnitFilter first = { .name = "first", .title = N_("First 20"), .keep = keep_first };
static const PerceptUnitFilter zero = { .name = "zero", .title = N_("All weights zero"), .keep = keep_zero };
static const PerceptUnitFilter not_finite = {
  .name = "not-finite",
  .title = N_("Not finite"),
  .keep = keep_not_finite,
};
static const PerceptUnitFilter voted = {
  .name = "voted",
  .title = N_("With votes"),
  .needs_votes = TRUE,
  .keep = keep_voted,
};
static const PerceptUnitFilter idle = {
  .name = "idle",
  .title = N_("Never active"),
  .needs_votes = TRUE,
  .keep = keep_idle,
};

const PerceptUnitFilter *const percept_unit_filters[] = {
  &all,
  &first,
  &zero,
  &not_finite,
  &voted,
  &idle,
  NULL,
};

const PerceptUnitFilter *
percept_unit_filter_find (const char *name)
{
  for (gsize i = 0; percept_unit_filters[i] != NULL; i++)
    if (g_strcmp0 (percept_unit_filters[i]->name, name) == 0)
      return percept_unit_filters[i];
  return NULL;
}
