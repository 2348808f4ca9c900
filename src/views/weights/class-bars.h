/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/network-diagram.h"

#include <gtk/gtk.h>

/* What a network says of an image: the classes with the largest probabilities, the first two large, and whether that
 * is right, in words, where somebody knows. Where it has no probabilities these are outputs, and the largest fills its
 * bar, or 1 where all are smaller. */

#define PERCEPT_TYPE_CLASS_BARS (percept_class_bars_get_type ())
G_DECLARE_FINAL_TYPE (PerceptClassBars, percept_class_bars, PERCEPT, CLASS_BARS, GtkWidget)

#define PERCEPT_N_CLASS_BARS 5

typedef struct
{
  const char *name;
  double      value;
} PerceptClassBar;

GtkWidget             *percept_class_bars_new (void);
/* NULL, or one without an image: there is nothing to say. */
void                   percept_class_bars_set (PerceptClassBars         *bars,
                                               const PlotDiagramContent *content);
/* Those that are shown, the largest first. (transfer none), until the next percept_class_bars_set() */
const PerceptClassBar *percept_class_bars_get (PerceptClassBars         *bars,
                                               guint                    *n);
