/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "views/weights/unit-panel.h"
#include "widgets/widget-driver.h"

/* Opens the large view of a unit by itself for tests; its widgets as widget-driver.h has it. */

typedef struct
{
  GtkWidget           *window;
  GtkWidget           *panel;
  PerceptSession      *session;
  PerceptWeightSource *source;
  PerceptUnitStudy    *study;
  PerceptChosenImage  *image;
} PanelDriver;

/* What is open. */
extern PanelDriver driver;

/* The panel, seen, with @unit of @layer of a small network in a run of @steps. */
void             panel_open_run        (const char     *steps,
                                        guint           layer,
                                        guint           unit);
/* The same at the end of a short run. */
void             panel_open            (guint           layer,
                                        guint           unit);
void             panel_close           (void);
/* Returns: (transfer full) */
TrainExperiment *panel_make_experiment (const char     *layers,
                                        const char     *steps);

/* Conditions: the words are on the screen; facts about the unit are known, of the session's step. */
gboolean         panel_tells           (gconstpointer   words);
gboolean         panel_has_facts       (gconstpointer   unit);

/* The first one that is seen, the nth within another; a button of the hand by its words or icon. */
GtkWidget       *panel_find            (GType           type);
GtkWidget       *panel_find_within     (GType           type,
                                        GType           within,
                                        guint           n);
GtkWidget       *panel_find_button     (const char     *words);
