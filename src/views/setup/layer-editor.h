/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* A button that opens the units and the activation of one dense layer.
 * Signal "edited" (const char *layer): "dense 300 tanh", or NULL when it was removed. Its rate stays. */

#define PERCEPT_TYPE_LAYER_EDITOR (percept_layer_editor_get_type ())
G_DECLARE_FINAL_TYPE (PerceptLayerEditor, percept_layer_editor, PERCEPT, LAYER_EDITOR, GtkWidget)

/* @index: which layer of the chain, from 0; @layer: as the experiment writes it; @title: for people. */
GtkWidget *percept_layer_editor_new       (guint               index,
                                           const char         *layer,
                                           const char         *title);
guint      percept_layer_editor_get_index (PerceptLayerEditor *editor);
