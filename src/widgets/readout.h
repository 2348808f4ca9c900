/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* A large number with a few words under it. Its size comes from a sample, not from the number, so that nothing
 * moves while it counts, and a new number costs a redraw of itself and no layout. */

#define PERCEPT_TYPE_READOUT (percept_readout_get_type ())
G_DECLARE_FINAL_TYPE (PerceptReadout, percept_readout, PERCEPT, READOUT, GtkWidget)

GtkWidget  *percept_readout_new         (void);

/* The widest value and caption to leave room for. */
void        percept_readout_set_sample  (PerceptReadout *readout,
                                         const char     *value,
                                         const char     *caption);
/* The same for numbers whose length nobody knows: room for the longest so far with this caption. */
void        percept_readout_grow_sample (PerceptReadout *readout,
                                         const char     *value,
                                         const char     *caption);
void        percept_readout_set         (PerceptReadout *readout,
                                         const char     *value,
                                         const char     *caption);
const char *percept_readout_get_value   (PerceptReadout *readout);

/* The number's color; NULL: that of text. */
void        percept_readout_set_color   (PerceptReadout *readout,
                                         const GdkRGBA  *color);

/* Px of the number's font; 0: 1.6 times the widget's own. */
void        percept_readout_set_size    (PerceptReadout *readout,
                                         double          px);
