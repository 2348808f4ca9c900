/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/bench-case.h"

/* Private to cli/: painting the units of a layer as the Weights page does while it is scrolled. A run takes new weights
 * and paints n_units frames on the way from the first unit to the last. */

typedef struct
{
  guint  n_units;
  guint  side;           /* pixels of a unit's picture, each one px */
  double width, height;  /* px of the view */
} CliBenchSheet;

gpointer cli_bench_sheet_prepare (const CliBenchCase *bench,
                                  BasePool           *pool,
                                  GError            **error);
gboolean cli_bench_sheet_run     (const CliBenchCase *bench,
                                  gpointer            state,
                                  GError            **error);
double   cli_bench_sheet_check   (gpointer            state);
void     cli_bench_sheet_free    (gpointer            state);

extern const CliBenchCase cli_bench_weight_sheet;
