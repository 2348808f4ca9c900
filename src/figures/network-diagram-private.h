/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/network-diagram.h"

/* Shared by the files network-diagram*.c alone. */

/* Which units of a layer of @n stand in the diagram, from the top, @room of them at most. @scores: n; @kept (nullable),
 * @swaps: as in PerceptDiagramWish; @forced: always among them, or G_MAXUINT. Returns: (transfer full) guint */
GArray *percept_diagram_choose_units   (const float  *scores,
                                        guint         n,
                                        guint         room,
                                        const GArray *kept,
                                        gboolean      swaps,
                                        guint         forced);

/* Of @n classes with these outputs (NULL: not known), in their order. Returns: (transfer full) guint */
GArray *percept_diagram_choose_classes (const float  *outputs,
                                        guint         n,
                                        guint         label,
                                        guint         forced);
