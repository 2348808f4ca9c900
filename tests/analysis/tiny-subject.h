/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/gradient-check.h"

/* A network on random bytes with random parameters, and the pool that checks it. */

typedef struct
{
  AnSubject  subject;
  NnNetwork *network;
  DsDataset *dataset;
  guint32   *indices;
  double    *parameters;
  BasePool  *pool;
} Tiny;

#define TINY_CLASSES 4

/* @n examples of 7 numbers from 0 to 1. Returns: (transfer full) */
Tiny            *tiny_new   (const char         *layers,
                             const NnLossType   *loss,
                             gsize               n);
void             tiny_free  (Tiny               *tiny);

/* Checks with the steps @h ("1e-3, 1e-4"); asserts that it works. Returns: (transfer full) */
AnGradientCheck *tiny_check (const Tiny         *tiny,
                             const char         *h,
                             AnScheme            scheme,
                             const char         *coordinates,
                             const AnBug        *bug);

/* What is printed when an assertion about it fails. */
void             tiny_show  (const AnGradientCheck *check);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Tiny, tiny_free)
