/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/weight-matrix.h"
#include "plot/weight-sheet.h"
#include "views/weights/map-chooser.h"
#include "views/weights/units-view.h"

/* Shared by units-view.c (what is shown), units-ranking.c (its order), units-sight.c (size and scrolling)
 * and units-hand.c (pointer, keys and read-out). */

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
  double               wheel;        /* steps of it that make no whole one yet */
  double               pinched_size; /* where a pinch began */
  guint                suit_id;      /* idle */
  GtkWidget           *content;
  GtkWidget           *toolbar;
  GtkWidget           *order_row;
  GtkWidget           *layer_chooser;
  PerceptUnitOrderBox *order_box;
  GtkWidget           *scale_chooser;
  GtkWidget           *parts_button;
  GtkWidget           *size_box;
  GtkWidget           *size_slider;
  GtkWidget           *maps;         /* PerceptMapChooser */
  GtkWidget           *search;
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

/* What is to be shown, or of the same kind as it. */
void            percept_units_view_take_weights    (PerceptUnitsView *self,
                                                    PerceptWeights   *weights);

/* units-ranking.c */
void            percept_units_view_queue_update    (PerceptUnitsView *self,
                                                    gboolean          now);
/* Asks for the ranking that is chosen, if there is one and it is looked at. */
void            percept_units_view_watch_ranking   (PerceptUnitsView *self);
void            percept_units_view_sort            (PerceptUnitsView *self);
/* Another order was chosen. */
void            percept_units_view_change_order    (PerceptUnitsView *self);
void            percept_units_view_take_ranking    (PerceptUnitsView *self);
void            percept_units_view_take_failure    (PerceptUnitsView *self,
                                                    const GError     *error);

/* units-sight.c */
GtkAdjustment  *percept_units_view_get_scrolling   (PerceptUnitsView *self);
/* Whether the selected unit is in sight, and brings it there. */
gboolean        percept_units_view_sees_selected   (PerceptUnitsView *self);
void            percept_units_view_see_selected    (PerceptUnitsView *self);
/* The slider was moved. */
void            percept_units_view_size_changed    (PerceptUnitsView *self);
/* Another size of the view, or of what a unit looks at: the largest picture is another. */
void            percept_units_view_suit_size       (PerceptUnitsView *self);
void            percept_units_view_use_usual_size  (PerceptUnitsView *self,
                                                    guint             n_units);
void            percept_units_view_watch_size      (PerceptUnitsView *self);

/* units-hand.c */
void            percept_units_view_bind_hand       (GtkWidgetClass   *widget_class);
void            percept_units_view_add_menu        (PerceptUnitsView *self);
void            percept_units_view_update_read_out (PerceptUnitsView *self);
