/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/cost-plane.h"

/* Private to the cost over a plane: the ways to compute it, one file each. Every way keeps of each example a few
 * numbers from which its loss follows at any point. */

/* Examples that are loaded at once; block b of them belongs to the shard b mod the number of shards. */
#define AN_COST_ROWS 64

typedef struct
{
  const AnSubject   *subject;
  const AnPlane     *plane;
  const atomic_bool *stop;
  float             *parameters;     /* the subject's in float32; AN_PLANE_WEIGHTS: the two that move at 0 */
  float             *directions[2];  /* AN_PLANE_DIRECTIONS: the plane's in float32 */
  const NnLayer     *layers[2];      /* AN_PLANE_WEIGHTS: that the two parameters belong to */
  gsize              places[2];      /* of the two among the layer's own parameters */
  gboolean          *moves[2];       /* n_layers: a parameter of this layer depends on x, on y */
  guint              first;          /* the lowest layer that moves */
} AnCostJob;

/* What keep() says of some examples. */
typedef struct
{
  gsize     first;    /* of the subject's examples */
  gsize     rows;     /* at most AN_COST_ROWS */
  guint16  *labels;   /* room for them */
  float    *numbers;  /* rows x count() */
  double   *fixed;    /* a part of the loss that is the same everywhere; 0 beforehand */
  gboolean *varies;   /* there is another part, which follows from the numbers; TRUE beforehand */
} AnKeeping;

typedef struct
{
  gsize      block;    /* examples that add() takes at once, a multiple of AN_COST_ROWS */
  gboolean   columns;  /* add() gets number c of example r at [c * block + r], else at [r * count() + c] */

  gboolean (*applies) (const AnCostJob *job);
  gsize    (*count)   (const AnCostJob *job);
  /* What one thread needs; NULL when there is no memory for it. */
  gpointer (*begin)   (const AnCostJob *job);
  void     (*free)    (gpointer thread);
  void     (*keep)    (const AnCostJob *job, gpointer thread, AnKeeping *keeping);
  /* Adds the examples' losses at @point to sum->cost and, with @slopes, their derivatives to sum->gradient. */
  void     (*add)     (const AnCostJob *job, gpointer thread, const float *numbers, gsize rows, const double point[2],
                       gboolean slopes, AnSlope *sum);
  /* Adds the second derivatives; NULL: only differences can tell. */
  void     (*bend)    (const AnCostJob *job, const float *numbers, gsize rows, const double point[2], AnHessian *sum);
} AnCostWay;

extern const AnCostWay an_terms_cost;
extern const AnCostWay an_units_cost;
extern const AnCostWay an_restart_cost;

/* From subject and plane the rest. FALSE with @error; an_cost_job_clear() is right in any case. */
gboolean  an_cost_job_init   (AnCostJob       *job,
                              GError         **error);
void      an_cost_job_clear  (AnCostJob       *job);

/* Expands examples into @x (rows x input size) and @labels. */
void      an_cost_load       (const AnCostJob *job,
                              gsize            first,
                              gsize            rows,
                              float           *x,
                              guint16         *labels);

/* Outputs of the layers below, each an array of its own: [l] is the input of layer l, for l from @from to @to, else
 * NULL. NULL when there is no memory. Returns: (transfer full) */
float   **an_values_new      (const NnNetwork *network,
                              guint            from,
                              guint            to,
                              gsize            rows);
void      an_values_free     (const NnNetwork *network,
                              float          **values);

/* Runs layers @from to @to - 1 with the job's parameters. */
void      an_values_forward  (const AnCostJob *job,
                              float          **values,
                              guint            from,
                              guint            to,
                              gsize            rows);

/* Why there were no slopes: G_IO_ERROR_CANCELLED, or AN_ERROR_MEMORY. Returns: FALSE */
gboolean  an_cost_plane_explain (const AnCostPlane *cost,
                                 GError           **error);

/* The cost at @n points, slopes left out. FALSE when stopped. */
gboolean  an_cost_plane_get_costs (AnCostPlane  *cost,
                                   const double (*points)[2],
                                   guint         n,
                                   AnSlope      *slopes);
