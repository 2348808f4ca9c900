/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Surfaces with a formula, to warm up on before a network's: one row each in the registry. */

typedef struct
{
  const char *name;      /* untranslated: "bowl" */
  const char *title;     /* N_() */
  const char *formula;   /* for people: "x² + y²" */
  const char *about;     /* N_(): one sentence, what it teaches */
  double      from[2];   /* the window that shows it well */
  double      to[2];
  double      start[2];  /* where racers start at first */
  const char *racers;    /* that race well on it: "gd rate 0.1; momentum rate 0.02 momentum 0.9" */
  double    (*value)    (double x, double y);
  void      (*gradient) (double x, double y, double gradient[2]);
  void      (*hessian)  (double x, double y, double hessian[3]);  /* xx, xy, yy */
} AnAnalyticSurface;

/* NULL-terminated: bowl, ravine (x² + 25 y² turned by 30°), saddle, rosenbrock. */
extern const AnAnalyticSurface *const an_analytic_surfaces[];

/* NULL when there is none of that name. */
const AnAnalyticSurface *an_analytic_surface_find (const char *name);
