/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

/* What units are called where there is room for words. Each returns a new string. */

/* "#17", or the class's name: "4". */
char    *percept_unit_name      (PerceptSession *session,
                                 guint           layer,
                                 guint           unit);
/* All that @layer, from 1, looks at, @n of them: the units of the layer below, or "input 3". */
char   **percept_unit_input_names (PerceptSession *session,
                                 guint           layer,
                                 gsize           n);
/* "Hidden unit #17 · layer 1", "Output unit “4” · layer 2". */
char    *percept_unit_title     (PerceptSession *session,
                                 guint           layer,
                                 guint           unit);
/* What people and scripts write for a unit, "1:17": layer from 1 and unit from 0, digits alone. Whether there is such a
 * unit is another question. FALSE: @error says what it should be. */
gboolean percept_unit_parse     (const char     *text,
                                 guint          *layer,
                                 guint          *unit,
                                 GError        **error);
/* Whether @layer, from 1, is the one whose units are the classes. */
gboolean percept_unit_is_output (PerceptSession *session,
                                 guint           layer);
