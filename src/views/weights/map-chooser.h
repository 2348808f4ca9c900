/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/weight-sheet.h"

#include <gtk/gtk.h>

/* How units that look at several maps are shown: as the sum over all maps, or as one map, or as some of them that
 * chance picks; three as one picture in color, or each by itself. It is there where there is such a choice.
 *
 * Signal "changed": percept_map_chooser_apply() does something else than before. */

#define PERCEPT_TYPE_MAP_CHOOSER (percept_map_chooser_get_type ())
G_DECLARE_FINAL_TYPE (PerceptMapChooser, percept_map_chooser, PERCEPT, MAP_CHOOSER, GtkWidget)

/* Of those that chance picks, and of them in a row. */
#define PERCEPT_N_RANDOM_MAPS 4

GtkWidget  *percept_map_chooser_new          (void);

/* What the units look at; the choice is kept where there is the same number of maps. */
void        percept_map_chooser_set_channels (PerceptMapChooser *chooser,
                                              guint              channels);

/* Shows what is chosen in @sheet. */
void        percept_map_chooser_apply        (PerceptMapChooser *chooser,
                                              PlotWeightSheet   *sheet);

/* "together", "apart", "random", or the number of a map; NULL where there is no choice. Returns: (transfer full) */
char       *percept_map_chooser_get          (PerceptMapChooser *chooser);

/* One of these, "random" picks anew. FALSE: there is no such choice, and @error says what there is. */
gboolean    percept_map_chooser_choose       (PerceptMapChooser *chooser,
                                              const char        *text,
                                              GError           **error);
