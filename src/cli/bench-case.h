/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/thread-pool.h"

/* Private to cli/: what `percept bench` can measure. A case makes its own random data and runs the code that
 * training or the window runs, nothing special. */

typedef struct _CliBenchCase CliBenchCase;

struct _CliBenchCase
{
  const char   *name;
  const char   *unit;     /* what is timed: "step" */
  guint         n_units;  /* in one run */
  guint         n_runs;   /* timed, after the warm-up */
  gconstpointer data;     /* of the functions below */

  /* Data and network. @pool outlives what is returned. Returns: (transfer full), for the other functions */
  gpointer (*prepare) (const CliBenchCase *bench, BasePool *pool, GError **error);
  /* One run, n_units of work. */
  gboolean (*run)     (const CliBenchCase *bench, gpointer state, GError **error);
  /* After the first run: a number that depends on all that was computed and on no clock. */
  double   (*check)   (gpointer state);
  void     (*free)    (gpointer state);
};

/* The registry, in the order in which all are run, NULL-terminated. */
extern const CliBenchCase *const cli_bench_cases[];
