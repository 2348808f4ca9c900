/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/cost-plane.h"
#include "analysis/principal-plane.h"
#include "session/landscape.h"
#include "session/model-subject.h"

/* Private to session/: what a landscape stands on: a network's cost (or a formula) and a plane through its parameters.
 * For one thread. Made in this order: ground_new(), one of the ground_choose functions, ground_survey(). */

typedef struct
{
  PerceptModel     *model;         /* borrowed; NULL: a formula */
  ModelSubject     *of_model;      /* NULL: a formula */
  const NnNetwork  *network;       /* its own, as are the parameters */
  const double     *parameters;
  AnSubject         subject;
  gboolean          all_examples;  /* were asked for */
  AnPlane           plane;
  AnPrincipalPlane *principal;     /* of AN_PLANE_DIRECTIONS */
  double            place[2];      /* where the network stands in the plane; NaN: nowhere */
  AnCostPlane      *cost;          /* NULL: not surveyed */
} Ground;

/* @model must outlive it; NULL for formulas. @examples: so many of the training examples, 0: all.
 * Errors: AN_ERROR_MEMORY, and those of building the network. Returns: (transfer full) */
Ground  *ground_new              (PerceptModel            *model,
                                  gsize                    examples,
                                  GError                 **error);
void     ground_free             (Ground                  *ground);

/* "W1[199,2], W1[200,2]". AN_ERROR_SYNTAX, AN_ERROR_RANGE; one that never moves the cost is AN_ERROR_RANGE, too. */
gboolean ground_choose_weights   (Ground                  *ground,
                                  const char              *text,
                                  GError                 **error);
/* The @which-th best pair by rule, from 0, again from the first after the last. AN_ERROR_RANGE when there is none. */
gboolean ground_choose_by_rule   (Ground                  *ground,
                                  guint                    which,
                                  BasePool                *pool,
                                  const atomic_bool       *stop,
                                  GError                 **error);
/* The two directions along which the run's parameters varied most. AN_ERROR_RANGE when it has no trail. There all the
 * network is asked anew for each point: when all examples were asked for, it gets as many as that leaves time for. */
gboolean ground_choose_principal (Ground                  *ground,
                                  const atomic_bool       *stop,
                                  GError                 **error);
void     ground_choose_formula   (Ground                  *ground,
                                  const AnAnalyticSurface *formula);

/* Makes the cost over the plane; @pool and @stop must outlive the ground. */
gboolean ground_survey           (Ground                  *ground,
                                  BasePool                *pool,
                                  const atomic_bool       *stop,
                                  GError                 **error);

/* "W1[199,2], W1[200,2]", NULL for planes that are no two weights. Returns: (transfer full) */
char    *ground_name_weights     (const Ground            *ground);

/* The run's way through the plane up to where the network stands; empty on a formula.
 * Returns: (transfer full) (element-type PerceptLandscapePlace) */
GArray  *ground_get_trail        (const Ground            *ground);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ground, ground_free)
