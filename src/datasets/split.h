/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "datasets/source.h"

/* Who trains, who validates, who tests. */

typedef enum
{
  DS_AMOUNT_ALL,
  DS_AMOUNT_COUNT,
  DS_AMOUNT_PER_CLASS,
  DS_AMOUNT_PERCENT,
} DsAmountKind;

typedef struct
{
  DsAmountKind kind;
  double       value;
} DsAmount;

/* Reads "all", "N", "N/class" or "NN %". */
gboolean ds_amount_parse (const char *text,
                          DsAmount   *amount);

/* Index lists into two datasets: training and validation into the pool, test into the official test set or, where
 * there is none, into the pool as well. No image is in two lists. */
typedef struct
{
  guint32   *train;
  gsize      n_train;
  guint32   *validation;
  gsize      n_validation;
  guint32   *test;
  gsize      n_test;
  DsDataset *test_set; /* what @test points into; not owned */
} DsSplit;

/* Deals @collection: validation and then training examples from the shuffled pool (@seed), so that the same seed
 * gives the same lists. Test: "all" is the official set, or nothing where there is none. Lists are sorted, the order
 * of training is the batches' matter. DS_ERROR_TOO_SMALL when there are not enough. */
gboolean ds_split_deal   (const DsCollection *collection,
                          const DsAmount     *train,
                          const DsAmount     *validation,
                          const DsAmount     *test,
                          guint64             seed,
                          DsSplit            *split,
                          GError            **error);
void     ds_split_clear  (DsSplit            *split);
