/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/figure-binding.h"

static void
update_view (PerceptRunFigures *self,
             PerceptRunFigure   figure,
             PerceptFigureView *view,
             gboolean           by_hand)
{
  g_autofree char *file_name = percept_run_figures_get_file_name (self, figure);

  percept_figure_view_set_figure (view, percept_run_figures_get (self, figure),
                                  percept_run_figures_get_name (self, figure));
  percept_figure_view_set_file_name (view, file_name);
  percept_figure_view_queue_update (view, by_hand);
}

static void
bound_changed_cb (PerceptFigureView *view,
                  guint              figure,
                  gboolean           by_hand,
                  PerceptRunFigures *self)
{
  if (figure == GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (view), "percept-run-figure")))
    update_view (self, figure, view, by_hand);
}

void
percept_run_figures_bind (PerceptRunFigures *self,
                          PerceptRunFigure   figure,
                          PerceptFigureView *view)
{
  g_object_set_data (G_OBJECT (view), "percept-run-figure", GUINT_TO_POINTER ((guint) figure));
  g_signal_handlers_disconnect_by_func (self, bound_changed_cb, view);
  g_signal_connect_object (self, "changed", G_CALLBACK (bound_changed_cb), view, G_CONNECT_SWAPPED);
  update_view (self, figure, view, FALSE);
}

void
percept_run_figures_unbind (PerceptRunFigures *self,
                            PerceptFigureView *view)
{
  g_signal_handlers_disconnect_by_func (self, bound_changed_cb, view);
}
