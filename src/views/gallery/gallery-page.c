/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/gallery/gallery-page.h"

#include "datasets/digits.h"
#include "train/experiment.h"
#include "views/gallery/gallery-card.h"
#include "views/gallery/recent-runs.h"

#include <glib/gi18n-lib.h>

/* Enough for smooth means, drawn in a blink. */
#define N_DRAWN 600

struct _PerceptGalleryPage
{
  GtkWidget     parent_instance;
  GtkWidget    *content;
  GtkWidget    *cards;
  GtkWidget    *offer;        /* a run that was cut off */
  GtkWidget    *recent;
  GPtrArray    *pictures;     /* PerceptCardPicture */
};

G_DEFINE_FINAL_TYPE (PerceptGalleryPage, percept_gallery_page, GTK_TYPE_WIDGET)

/* Pictures */

static void
draw_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GError    *error = NULL;
  DsDataset *digits = ds_digits_draw (1, 0, N_DRAWN, 1, NULL, NULL, &error);

  if (digits == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, digits, (GDestroyNotify) ds_dataset_unref);
}

static void
drawn_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  PerceptGalleryPage   *self = PERCEPT_GALLERY_PAGE (source);
  g_autoptr (DsDataset) digits = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Without pictures the cards still say what they are. */
  if (digits == NULL || self->pictures == NULL)
    return;
  for (guint i = 0; i < self->pictures->len; i++)
    percept_card_picture_set_digits (g_ptr_array_index (self->pictures, i), digits);
}

/* Cards */

static void
add_card (PerceptGalleryPage *self,
          GtkWidget          *card)
{
  gtk_flow_box_append (GTK_FLOW_BOX (self->cards), card);
  /* The button takes the focus, not the box around it. */
  gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);
  g_ptr_array_add (self->pictures, percept_gallery_card_get_picture (PERCEPT_GALLERY_CARD (card)));
}

static PerceptPictureKind
picture_for (TrainExperiment *experiment)
{
  if (g_str_equal (train_experiment_get (experiment, "experiment", "kind"), "check"))
    return PERCEPT_PICTURE_CHECK;
  if (g_str_equal (train_experiment_get (experiment, "experiment", "kind"), "surface"))
    return PERCEPT_PICTURE_RACE;
  if (strchr (train_experiment_get (experiment, "network", "layers"), ';') != NULL)
    return PERCEPT_PICTURE_STROKES;
  if (!g_str_equal (train_experiment_get (experiment, "training", "optimizer"), "gd"))
    return PERCEPT_PICTURE_VALLEY;
  return PERCEPT_PICTURE_TEMPLATES;
}

static void
add_experiment (PerceptGalleryPage *self,
                const char         *name,
                gboolean            first)
{
  g_autoptr (TrainExperiment) experiment = train_experiment_load (name, NULL);
  GtkWidget                  *card;

  if (experiment == NULL)
    return;
  card = percept_gallery_card_new (picture_for (experiment), train_experiment_get_title (experiment),
                                   train_experiment_get (experiment, "experiment", "about"), first);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (card), "win.experiment");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (card), "s", name);
  add_card (self, card);
}

static void
add_cards (PerceptGalleryPage *self)
{
  g_auto (GStrv) names = train_experiment_list_bundled ();
  gboolean       first = TRUE;
  GtkWidget     *own;

  for (int i = 0; names[i] != NULL; i++)
    if (strchr (names[i], '@') == NULL)
      {
        add_experiment (self, names[i], first);
        first = FALSE;
      }
  own = percept_gallery_card_new (PERCEPT_PICTURE_SAMPLES, _("Your own digits…"),
                                  _("A folder of IDX files such as MNIST’s, or a MATLAB file"), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (own), "win.open-data");
  add_card (self, own);
}

static void
percept_gallery_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (percept_gallery_page_parent_class)->map (widget);
  percept_recent_runs_refresh (PERCEPT_RECENT_RUNS (PERCEPT_GALLERY_PAGE (widget)->offer));
  percept_recent_runs_refresh (PERCEPT_RECENT_RUNS (PERCEPT_GALLERY_PAGE (widget)->recent));
}

static void
percept_gallery_page_dispose (GObject *object)
{
  PerceptGalleryPage *self = PERCEPT_GALLERY_PAGE (object);

  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (percept_gallery_page_parent_class)->dispose (object);
}

static void
percept_gallery_page_class_init (PerceptGalleryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PERCEPT_TYPE_RECENT_RUNS);
  G_OBJECT_CLASS (klass)->dispose = percept_gallery_page_dispose;
  widget_class->map = percept_gallery_page_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/gallery-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptGalleryPage, content);
  gtk_widget_class_bind_template_child (widget_class, PerceptGalleryPage, cards);
  gtk_widget_class_bind_template_child (widget_class, PerceptGalleryPage, offer);
  gtk_widget_class_bind_template_child (widget_class, PerceptGalleryPage, recent);
}

static void
percept_gallery_page_init (PerceptGalleryPage *self)
{
  g_autoptr (GTask) task = NULL;

  self->pictures = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_cards (self);
  task = g_task_new (self, NULL, drawn_cb, NULL);
  g_task_run_in_thread (task, draw_thread);
}
