/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/train/learning-pane.h"

#include "views/figure-binding.h"
#include "widgets/curve-zoom.h"
#include "widgets/pair-layout.h"

#include <glib/gi18n-lib.h>

/* Px */
#define LEAST_WIDTH 340
#define GAP         12
#define HEIGHT      220
#define MARGIN      6

struct _PerceptLearningPane
{
  GtkWidget          parent_instance;
  PerceptRunFigures *figures;
  GtkWidget         *expander;
  GtkWidget         *gradient_view;
  GtkWidget         *flat_view;
  GtkWidget         *flat_words;
};

G_DEFINE_FINAL_TYPE (PerceptLearningPane, percept_learning_pane, GTK_TYPE_WIDGET)

static void
zoomed_cb (PlotCurves *curves,
           gpointer    data)
{
  percept_run_figures_follow_view (PERCEPT_LEARNING_PANE (data)->figures, curves);
}

static void
changed_cb (PerceptLearningPane *self,
            guint                figure,
            gboolean             by_hand)
{
  gboolean    told;
  const char *words;

  if (figure != PERCEPT_RUN_FIGURE_FLAT_UNITS)
    return;
  told = percept_run_figures_has_flat_units (self->figures);
  words = told ? _("The hidden units that are flat on nearly every validation example: ReLU units that are dead, tanh "
                   "and sigmoid units that are saturated. No gradient gets through, so their weights learn no more; "
                   "a smaller learning rate or smaller initial weights keep units alive.")
               : _("Units that learn no more: there is nothing to tell, because no hidden layer has an activation "
                   "that can go flat, or there are no validation examples to see it on.");
  gtk_widget_set_visible (self->flat_view, told);
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (self->flat_words)), words) != 0)
    gtk_label_set_label (GTK_LABEL (self->flat_words), words);
}

void
percept_learning_pane_set_figures (PerceptLearningPane *self,
                                   PerceptRunFigures   *figures)
{
  self->figures = g_object_ref (figures);
  percept_run_figures_bind (figures, PERCEPT_RUN_FIGURE_GRADIENT, PERCEPT_FIGURE_VIEW (self->gradient_view));
  percept_run_figures_bind (figures, PERCEPT_RUN_FIGURE_FLAT_UNITS, PERCEPT_FIGURE_VIEW (self->flat_view));
  percept_curve_zoom_add (PERCEPT_FIGURE_VIEW (self->gradient_view), zoomed_cb, self);
  percept_curve_zoom_add (PERCEPT_FIGURE_VIEW (self->flat_view), zoomed_cb, self);
  g_signal_connect_object (figures, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self, PERCEPT_RUN_FIGURE_FLAT_UNITS, FALSE);
}

GAction *
percept_learning_pane_new_action (PerceptLearningPane *self)
{
  return G_ACTION (g_property_action_new ("learning", self->expander, "expanded"));
}

static void
percept_learning_pane_dispose (GObject *object)
{
  PerceptLearningPane *self = PERCEPT_LEARNING_PANE (object);

  g_clear_pointer (&self->expander, gtk_widget_unparent);
  g_clear_object (&self->figures);
  G_OBJECT_CLASS (percept_learning_pane_parent_class)->dispose (object);
}

static void
percept_learning_pane_class_init (PerceptLearningPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = percept_learning_pane_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

/* A figure and what to read from it. Returns: (transfer none) */
static GtkWidget *
new_column (GtkWidget **view,
            GtkWidget **words)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  *view = percept_figure_view_new ();
  gtk_widget_set_size_request (*view, -1, HEIGHT);
  gtk_widget_set_vexpand (*view, FALSE);
  *words = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (*words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (*words), 0);
  gtk_widget_set_margin_start (*words, MARGIN);
  gtk_widget_set_margin_end (*words, MARGIN);
  gtk_widget_set_margin_bottom (*words, MARGIN);
  gtk_widget_add_css_class (*words, "dim-label");
  gtk_box_append (GTK_BOX (column), *view);
  gtk_box_append (GTK_BOX (column), *words);
  return column;
}

static void
percept_learning_pane_init (PerceptLearningPane *self)
{
  GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *title = gtk_label_new (_("How it learns: the gradient, and units that learn no more"));
  GtkWidget *words;

  gtk_widget_add_css_class (title, "heading");
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  self->expander = gtk_expander_new (NULL);
  gtk_expander_set_label_widget (GTK_EXPANDER (self->expander), title);
  gtk_widget_set_layout_manager (pair, percept_pair_layout_new (LEAST_WIDTH, GAP));
  gtk_widget_set_parent (new_column (&self->gradient_view, &words), pair);
  gtk_label_set_label (GTK_LABEL (words),
                       _("How long the gradient of the last batch is, without the penalty: how much there is left to "
                         "gain from a small step. It shrinks as the cost comes to rest; where it grows or jumps about, "
                         "the learning rate is too large."));
  gtk_widget_set_parent (new_column (&self->flat_view, &self->flat_words), pair);
  gtk_expander_set_child (GTK_EXPANDER (self->expander), pair);
  gtk_widget_set_parent (self->expander, GTK_WIDGET (self));
}
