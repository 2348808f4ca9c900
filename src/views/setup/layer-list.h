/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

#include <gtk/gtk.h>

/* The network as rows: its input, each layer with its units and activation to change or to remove, a layer to add,
 * and how many weights that makes. */

#define PERCEPT_TYPE_LAYER_LIST (percept_layer_list_get_type ())
G_DECLARE_FINAL_TYPE (PerceptLayerList, percept_layer_list, PERCEPT, LAYER_LIST, GtkWidget)

/* @session: kept. */
GtkWidget *percept_layer_list_new     (PerceptSession   *session);
void       percept_layer_list_refresh (PerceptLayerList *list);
