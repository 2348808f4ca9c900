/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* A button that opens what there is to set of one layer: a dense one's units, activation and share of the learning
 * rate, the probability of dropout.
 * Signal "edited" (const char *layer): "dense 300 tanh", or NULL when it was removed. */

#define PERCEPT_TYPE_LAYER_EDITOR (percept_layer_editor_get_type ())
G_DECLARE_FINAL_TYPE (PerceptLayerEditor, percept_layer_editor, PERCEPT, LAYER_EDITOR, GtkWidget)

/* @index: which layer of the chain, from 0; @layer: as the experiment writes it; @title: for people. */
GtkWidget *percept_layer_editor_new       (guint               index,
                                           const char         *layer,
                                           const char         *title);
guint      percept_layer_editor_get_index (PerceptLayerEditor *editor);
void       percept_layer_editor_focus     (PerceptLayerEditor *editor);

/* Whether @layer is of a kind that can be edited so. */
gboolean   percept_layer_editor_knows     (const char         *layer);
