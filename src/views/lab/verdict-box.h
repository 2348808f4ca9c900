/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* What came out of a check, in words, with an icon and a color for its kind; what belongs to other settings than
 * those that stand there is faint, with an icon of its own. */

#define PERCEPT_TYPE_VERDICT_BOX (percept_verdict_box_get_type ())
G_DECLARE_FINAL_TYPE (PerceptVerdictBox, percept_verdict_box, PERCEPT, VERDICT_BOX, GtkWidget)

typedef enum
{
  PERCEPT_VERDICT_NONE,     /* nothing came out */
  PERCEPT_VERDICT_SUCCESS,
  PERCEPT_VERDICT_WARNING,  /* it says nothing */
  PERCEPT_VERDICT_ERROR,
} PerceptVerdictKind;

/* Shows @text, which is of the present settings. */
void percept_verdict_box_tell    (PerceptVerdictBox  *box,
                                  PerceptVerdictKind  kind,
                                  const char         *text);
void percept_verdict_box_set_old (PerceptVerdictBox  *box,
                                  gboolean            old);
