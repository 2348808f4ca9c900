/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/figure-view.h"

/* Shared by the files figure-view*.c alone. */

struct _PerceptFigureView
{
  GtkWidget            parent_instance;
  PlotFigure          *figure;
  char                *name;
  char                *file_name;
  GskRenderNode       *picture;      /* kept: as the renderer draws it fastest */
  int                  painted_width, painted_height;
  double               painted_scroll;
  int                  painted_scale;
  gboolean             stale;        /* the picture has to be painted at the next snapshot */
  gboolean             presenting;
  gboolean             whole;
  int                  asked_height; /* at the present width, with @whole */
  gboolean             hovered;
  double               hover_x, hover_y; /* of the view */
  gboolean             dragged;
  gint64               described;
  guint                describe_id;
  PerceptFigureHeight  height_func;
  PerceptFigureHeight  head_func;
  GtkAdjustment       *hadjustment;
  GtkAdjustment       *vadjustment;
  GtkScrollablePolicy  hscroll_policy;
  GtkScrollablePolicy  vscroll_policy;
  GMenuModel          *extra_menu;
  GtkWidget           *popover;
};

/* Px that the figure is scrolled by, and px at its top that do not scroll. */
double percept_figure_view_get_scroll (PerceptFigureView *view);
double percept_figure_view_get_head   (PerceptFigureView *view);

/* The kept picture, made anew if it has to be, and what stands under the pointer. */
void   percept_figure_view_snapshot   (GtkWidget         *widget,
                                       GtkSnapshot       *snapshot);
