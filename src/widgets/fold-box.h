/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/overflow-button.h"

/* A row whose children leave it, least important first, when there is not room for all: never wider than it is
 * allowed to be, nothing cut off in the middle. */

#define PERCEPT_TYPE_FOLD_BOX (percept_fold_box_get_type ())
G_DECLARE_FINAL_TYPE (PerceptFoldBox, percept_fold_box, PERCEPT, FOLD_BOX, GtkWidget)

GtkWidget *percept_fold_box_new    (void);

/* @importance: 0 never leaves; among the others the larger leaves first. @expand: takes what is left over. */
void       percept_fold_box_append (PerceptFoldBox *box,
                                    GtkWidget      *child,
                                    int             importance,
                                    gboolean        expand);

/* Children that leave go into @button, where they can be used all the same: all but those that expand. @button is a
 * child of this row or of another; @row: which one this is of those that share it. */
void       percept_fold_box_set_overflow (PerceptFoldBox        *box,
                                          PerceptOverflowButton *button,
                                          guint                  row);
