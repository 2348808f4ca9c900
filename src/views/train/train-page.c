/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/train/train-page.h"

#include "views/train/example-pane.h"
#include "views/train/mistakes-pane.h"
#include "views/train/next-bar.h"
#include "widgets/control-name.h"
#include "widgets/curve-zoom.h"
#include "widgets/pair-layout.h"
#include "widgets/popup-control.h"

#include <glib/gi18n-lib.h>

/* Px of a figure beside the other. */
#define LEAST_WIDTH  380
#define GAP          12
/* The strip shows layer 1, the output units layer 2 as well. */
#define WATCHED_LAYERS 2

struct _PerceptTrainPage
{
  GtkWidget          parent_instance;
  PerceptSession    *session;
  PerceptRunFigures *figures;
  GtkWidget         *stack;
  GtkWidget         *figure_pair;
  GtkWidget         *cost_view;
  GtkWidget         *accuracy_view;
  GtkWidget         *units_view;
  GtkWidget         *outputs_view;
  GtkWidget         *cost_overlay;
  GtkWidget         *cost_controls;
  GtkWidget         *accuracy_overlay;
  GtkWidget         *accuracy_controls;
  GtkWidget         *axis_button;
  GtkWidget         *reset_button;
  GtkWidget         *reveal_button;
  GtkWidget         *next_bar;
  GtkWidget         *learning_pane;
  GtkWidget         *mistakes_pane;
  GtkWidget         *example_pane;
  GtkWidget         *loading_label;
  GtkWidget         *loading_bar;
  gboolean           watching;
};

G_DEFINE_FINAL_TYPE (PerceptTrainPage, percept_train_page, GTK_TYPE_WIDGET)

static void
update_loading (PerceptTrainPage *self)
{
  const PerceptStatus *status = percept_session_get_status (self->session);
  gboolean             loading = status->phase == PERCEPT_PHASE_LOADING || status->phase == PERCEPT_PHASE_EMPTY;

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), loading ? "loading" : "run");
  if (!loading)
    return;
  gtk_label_set_label (GTK_LABEL (self->loading_label),
                       status->message[0] != '\0' ? status->message : _("Loading…"));
  if (status->progress >= 0 && status->progress <= 1)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->loading_bar), status->progress);
  else
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->loading_bar));
}

/* Pictures cost the worker a copy: only asked for while they are seen. */
static void
watch (PerceptTrainPage *self,
       gboolean          watching)
{
  if (self->watching == watching || self->session == NULL)
    return;
  self->watching = watching;
  for (guint layer = 1; layer <= WATCHED_LAYERS; layer++)
    if (watching)
      percept_session_watch_weights (self->session, layer);
    else
      percept_session_unwatch_weights (self->session, layer);
}

static const char *
name_of_x (PerceptRunX x)
{
  switch (x)
    {
    case PERCEPT_RUN_X_EPOCHS:   return _("epochs");
    case PERCEPT_RUN_X_EXAMPLES: return _("examples");
    case PERCEPT_RUN_X_SECONDS:  return _("seconds");
    default:                     return _("steps");
    }
}

/* What the hand does on the curves, and the pointer over them. */
static void
update_zoom (PerceptTrainPage *self)
{
  double      low, high;
  gboolean    zoomed = percept_run_figures_get_view (self->figures, &low, &high);
  const char *x = name_of_x (percept_run_figures_get_x (self->figures));

  if (zoomed != gtk_widget_get_visible (self->reset_button))
    {
      gtk_widget_set_visible (self->reset_button, zoomed);
      gtk_widget_set_cursor_from_name (self->cost_view, zoomed ? "grab" : NULL);
      gtk_widget_set_cursor_from_name (self->accuracy_view, zoomed ? "grab" : NULL);
    }
  if (g_strcmp0 (gtk_menu_button_get_label (GTK_MENU_BUTTON (self->axis_button)), x) != 0)
    gtk_menu_button_set_label (GTK_MENU_BUTTON (self->axis_button), x);
}

static void
update_shown (PerceptTrainPage *self)
{
  update_zoom (self);
  gtk_widget_set_visible (self->reveal_button, !percept_session_is_test_revealed (self->session));
  gtk_widget_set_visible (self->outputs_view, percept_run_figures_has_outputs (self->figures));
}

static void
zoomed_cb (PlotCurves *curves,
           gpointer    data)
{
  percept_run_figures_follow_view (PERCEPT_TRAIN_PAGE (data)->figures, curves);
}

void
percept_train_page_set_run (PerceptTrainPage  *self,
                            PerceptSession    *session,
                            PerceptRunFigures *figures)
{
  self->session = g_object_ref (session);
  self->figures = g_object_ref (figures);
  percept_run_figures_bind (figures, PERCEPT_RUN_FIGURE_COST, PERCEPT_FIGURE_VIEW (self->cost_view));
  percept_run_figures_bind (figures, PERCEPT_RUN_FIGURE_ACCURACY, PERCEPT_FIGURE_VIEW (self->accuracy_view));
  percept_run_figures_bind (figures, PERCEPT_RUN_FIGURE_UNITS, PERCEPT_FIGURE_VIEW (self->units_view));
  percept_run_figures_bind (figures, PERCEPT_RUN_FIGURE_OUTPUTS, PERCEPT_FIGURE_VIEW (self->outputs_view));
  percept_curve_zoom_add (PERCEPT_FIGURE_VIEW (self->cost_view), zoomed_cb, self);
  percept_curve_zoom_add (PERCEPT_FIGURE_VIEW (self->accuracy_view), zoomed_cb, self);
  percept_learning_pane_set_figures (PERCEPT_LEARNING_PANE (self->learning_pane), figures);
  percept_mistakes_pane_set_session (PERCEPT_MISTAKES_PANE (self->mistakes_pane), session);
  percept_example_pane_set_session (PERCEPT_EXAMPLE_PANE (self->example_pane), session);
  g_signal_connect_object (self->mistakes_pane, "example-chosen", G_CALLBACK (percept_example_pane_show),
                           self->example_pane, G_CONNECT_SWAPPED);
  percept_next_bar_set_session (PERCEPT_NEXT_BAR (self->next_bar), session);
  g_signal_connect_object (session, "status", G_CALLBACK (update_loading), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (figures, "changed", G_CALLBACK (update_shown), self, G_CONNECT_SWAPPED);
  update_loading (self);
  update_shown (self);
}

PerceptLearningPane *
percept_train_page_get_learning_pane (PerceptTrainPage *self)
{
  return PERCEPT_LEARNING_PANE (self->learning_pane);
}

PerceptMistakesPane *
percept_train_page_get_mistakes_pane (PerceptTrainPage *self)
{
  return PERCEPT_MISTAKES_PANE (self->mistakes_pane);
}

PerceptExamplePane *
percept_train_page_get_example_pane (PerceptTrainPage *self)
{
  return PERCEPT_EXAMPLE_PANE (self->example_pane);
}

static void
percept_train_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (percept_train_page_parent_class)->map (widget);
  watch (PERCEPT_TRAIN_PAGE (widget), TRUE);
}

static void
percept_train_page_unmap (GtkWidget *widget)
{
  watch (PERCEPT_TRAIN_PAGE (widget), FALSE);
  GTK_WIDGET_CLASS (percept_train_page_parent_class)->unmap (widget);
}

static void
percept_train_page_dispose (GObject *object)
{
  PerceptTrainPage *self = PERCEPT_TRAIN_PAGE (object);

  watch (self, FALSE);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_object (&self->figures);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_train_page_parent_class)->dispose (object);
}

static void
percept_train_page_class_init (PerceptTrainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PERCEPT_TYPE_EXAMPLE_PANE);
  g_type_ensure (PERCEPT_TYPE_FIGURE_VIEW);
  g_type_ensure (PERCEPT_TYPE_LEARNING_PANE);
  g_type_ensure (PERCEPT_TYPE_MISTAKES_PANE);
  g_type_ensure (PERCEPT_TYPE_NEXT_BAR);
  G_OBJECT_CLASS (klass)->dispose = percept_train_page_dispose;
  widget_class->map = percept_train_page_map;
  widget_class->unmap = percept_train_page_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/train-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, figure_pair);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, cost_view);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, accuracy_view);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, units_view);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, outputs_view);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, cost_overlay);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, cost_controls);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, accuracy_overlay);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, accuracy_controls);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, axis_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, reset_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, reveal_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, next_bar);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, learning_pane);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, mistakes_pane);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, example_pane);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, loading_label);
  gtk_widget_class_bind_template_child (widget_class, PerceptTrainPage, loading_bar);
}

static double
units_height (PlotFigure      *figure,
              double           width,
              const PlotTheme *theme)
{
  return plot_weight_sheet_get_height ((PlotWeightSheet *) figure, width, theme);
}

static double
outputs_height (PlotFigure      *figure,
                double           width,
                const PlotTheme *theme)
{
  return plot_contributions_get_height ((PlotContributions *) figure, width, theme);
}

/* As high as shows all output units, whatever else comes and goes. */
static void
show_whole (GtkWidget           *view,
            PerceptFigureHeight  height)
{
  percept_figure_view_set_height_func (PERCEPT_FIGURE_VIEW (view), height);
  percept_figure_view_set_whole (PERCEPT_FIGURE_VIEW (view), TRUE);
}

static void
percept_train_page_init (PerceptTrainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A figure's title stands at its left in every language: the controls stand at its right. */
  gtk_widget_set_direction (self->cost_overlay, GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (self->cost_controls, GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (self->accuracy_overlay, GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (self->accuracy_controls, GTK_TEXT_DIR_LTR);
  percept_popup_control_hush (self->axis_button);
  percept_control_set_name (self->axis_button, _("What is counted along the curves"));
  show_whole (self->units_view, units_height);
  show_whole (self->outputs_view, outputs_height);
  gtk_widget_set_layout_manager (self->figure_pair, percept_pair_layout_new (LEAST_WIDTH, GAP));
}
