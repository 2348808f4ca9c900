/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/bench-case.h"
#include "datasets/dataset.h"
#include "train/trainer.h"

/* Private to cli/: training of dense networks on random bytes, a CliBenchCase whose data is a CliBenchDense. */

typedef struct
{
  DsShape     shape;
  guint       n_classes;
  gsize       n_images;
  gsize       n_drawn;   /* training examples, drawn with repetition; 0: each image once */
  const char *settings;  /* "[network]\n…[training]\n…" */
} CliBenchDense;

/* The functions of such a case; the state is a TrainTrainer. The check is the mean cost of all training examples. */
gpointer cli_bench_dense_prepare (const CliBenchCase *bench,
                                  BasePool           *pool,
                                  GError            **error);
gboolean cli_bench_dense_run     (const CliBenchCase *bench,
                                  gpointer            state,
                                  GError            **error);
double   cli_bench_dense_check   (gpointer            state);
void     cli_bench_dense_free    (gpointer            state);

extern const CliBenchCase cli_bench_softmax_fullbatch;
extern const CliBenchCase cli_bench_mlp_1024;
extern const CliBenchCase cli_bench_mlp_2352;
extern const CliBenchCase cli_bench_mlp_3600;
extern const CliBenchCase cli_bench_mnist_mlp_epoch;
