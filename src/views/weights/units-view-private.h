/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/weight-matrix.h"
#include "plot/weight-sheet.h"
#include "views/weights/units-view.h"

/* Shared by units-view.c (what is shown), units-ranking.c (its order) and units-hand.c (pointer, keys and read-out). */

struct _PerceptUnitsView
{
  GtkWidget            parent_instance;
  PerceptSession      *session;
  PerceptWeightSource *source;
  PerceptUnitStudy    *study;
  PerceptChosenImage  *image;
  PlotWeightSheet     *sheet;        /* one of both is NULL */
  PlotWeightMatrix    *matrix;
  guint                layer;        /* from 1; 0: none */
  guint                selected;     /* PLOT_NO_UNIT: none */
  gboolean             watching;
  gboolean             ranking;      /* one is wanted of the study */
  gboolean             running;
  char                *failure;      /* why there is no ranking, or NULL */
  gint64               sorted;
  gboolean             pointed;      /* the pointer is over the figure, at @x, @y of the view */
  double               x, y;
  gboolean             by_pointer;   /* the last that was chosen: a menu takes the pointer away */
  GtkWidget           *content;
  GtkWidget           *toolbar;
  GtkWidget           *order_row;
  GtkWidget           *layer_chooser;
  GtkWidget           *order_box;
  GtkWidget           *scale_chooser;
  GtkWidget           *parts_button;
  GtkWidget           *size_box;
  GtkWidget           *size_slider;
  GtkWidget           *meaning_box;
  GtkWidget           *meaning;
  GtkWidget           *spinner;
  GtkWidget           *read_out;
  GtkWidget           *view;
};

/* units-view.c */
/* Of the layer and moment shown; NULL: none yet. */
PerceptWeights *percept_units_view_get_weights     (PerceptUnitsView *self);
void            percept_units_view_select          (PerceptUnitsView *self,
                                                    guint             unit);
/* Says which unit was chosen, if there is one. */
void            percept_units_view_tell_chosen     (PerceptUnitsView *self);

void            percept_units_view_queue_update    (PerceptUnitsView *self,
                                                    gboolean          now);

/* units-ranking.c */
/* Asks for the ranking that is chosen, if there is one and it is looked at. */
void            percept_units_view_watch_ranking   (PerceptUnitsView *self);
void            percept_units_view_sort            (PerceptUnitsView *self);
/* Another order was chosen. */
void            percept_units_view_change_order    (PerceptUnitsView *self);
void            percept_units_view_take_ranking    (PerceptUnitsView *self);
void            percept_units_view_take_failure    (PerceptUnitsView *self,
                                                    const GError     *error);

/* units-hand.c */
void            percept_units_view_bind_hand       (GtkWidgetClass   *widget_class);
void            percept_units_view_add_menu        (PerceptUnitsView *self);
void            percept_units_view_update_read_out (PerceptUnitsView *self);
