/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/train/mistakes-pane.h"

#include "plot/confusion.h"
#include "plot/image-sheet.h"
#include "plot/number.h"
#include "widgets/pair-layout.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Px */
#define LEAST_WIDTH 340
#define GAP         12
#define HEIGHT      430
#define IMAGE_SIDE  56
#define MOST_IMAGES 60

struct _PerceptMistakesPane
{
  GtkWidget       parent_instance;
  PerceptSession *session;
  PlotConfusion  *confusion;
  PlotImageSheet *images;
  GtkWidget      *expander;
  GtkWidget      *title;
  GtkWidget      *matrix_view;
  GtkWidget      *image_view;
  int             truth;         /* of the selected cell; -1: all mistakes */
  int             answer;
  gboolean        watching;
  guint32         shown[MOST_IMAGES]; /* into the dataset */
  guint           n_shown;
};

static guint example_chosen;

G_DEFINE_FINAL_TYPE (PerceptMistakesPane, percept_mistakes_pane, GTK_TYPE_WIDGET)

static void
watch (PerceptMistakesPane *self)
{
  gboolean wanted = self->session != NULL && gtk_widget_get_mapped (GTK_WIDGET (self))
                    && gtk_expander_get_expanded (GTK_EXPANDER (self->expander));

  if (wanted == self->watching)
    return;
  self->watching = wanted;
  if (wanted)
    percept_session_watch_answers (self->session);
  else
    percept_session_unwatch_answers (self->session);
}

/* Images */

static char *
sheet_title (PerceptMistakesPane *self,
             const TrainAnswers  *answers)
{
  char **names = answers->dataset->class_names;

  if (self->truth < 0)
    return g_strdup (_("Mistakes, the worst first"));
  if (self->truth == self->answer)
    return g_strdup_printf (_("%s, rightly named, the least sure first"), names[self->truth]);
  return g_strdup_printf (_("%s taken for %s, the worst first"), names[self->truth], names[self->answer]);
}

/* "4 → 9 · 3.2": shown, answered, loss. Returns: (transfer full) */
static char *
caption_of (const TrainAnswers *answers,
            gsize               place)
{
  guint16          label = answers->dataset->labels[answers->indices[place]];
  guint16          predicted = answers->predicted[place];
  const char      *answer = predicted < answers->n_classes ? answers->dataset->class_names[predicted] : "?";
  g_autofree char *loss = plot_number_fixed (answers->losses[place], 1);

  return g_strdup_printf ("%s → %s · %s", answers->dataset->class_names[label], answer, loss);
}

static void
show_images (PerceptMistakesPane *self,
             const TrainAnswers  *answers)
{
  gsize            picked[MOST_IMAGES];
  const guint8    *images[MOST_IMAGES];
  g_auto (GStrv)   captions = g_new0 (char *, MOST_IMAGES + 1);
  gsize            n = train_answers_pick (answers, self->truth, self->answer, MOST_IMAGES, picked);
  gsize            shown = MIN (n, MOST_IMAGES);
  DsShape          shape = answers->dataset->shape;
  g_autofree char *title = sheet_title (self, answers);
  g_autofree char *note = g_strdup_printf (_("%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT), shown, n);

  for (gsize i = 0; i < shown; i++)
    {
      self->shown[i] = answers->indices[picked[i]];
      images[i] = ds_dataset_get_image (answers->dataset, self->shown[i]);
      captions[i] = caption_of (answers, picked[i]);
    }
  self->n_shown = (guint) shown;
  plot_image_sheet_set (self->images, title, note, images, (guint) shown, shape.channels, shape.height, shape.width,
                        captions);
}

static void
show_title (PerceptMistakesPane *self,
            const TrainAnswers  *answers)
{
  g_autofree char *wrong = NULL;
  g_autofree char *all = NULL;
  g_autofree char *text = NULL;

  if (answers != NULL)
    {
      wrong = plot_number_fixed ((double) (answers->n - answers->correct), 0);
      all = plot_number_fixed ((double) answers->n, 0);
    }
  if (answers == NULL)
    text = g_strdup (_("What it gets wrong"));
  else
    text = g_strdup_printf (answers->part == TRAIN_PART_VALIDATION
                              ? _("What it gets wrong: %s of %s validation examples")
                              : _("What it gets wrong: %s of %s training examples"),
                            wrong, all);
  gtk_label_set_label (GTK_LABEL (self->title), text);
}

static void
show_answers (PerceptMistakesPane *self,
              gboolean             now)
{
  TrainAnswers *answers = percept_session_get_answers (self->session);

  show_title (self, answers);
  if (answers == NULL)
    return;
  plot_confusion_set (self->confusion, answers->confusion, answers->n_classes, answers->dataset->class_names);
  if (self->truth >= (int) answers->n_classes || self->answer >= (int) answers->n_classes)
    self->truth = -1;
  plot_confusion_select (self->confusion, self->truth, self->answer);
  show_images (self, answers);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->matrix_view), now);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->image_view), now);
}

static void
answers_cb (PerceptMistakesPane *self)
{
  if (self->watching)
    show_answers (self, FALSE);
}

/* Selecting a cell */

static void
select_cell (PerceptMistakesPane *self,
             int                  truth,
             int                  answer)
{
  self->truth = truth;
  self->answer = answer;
  show_answers (self, TRUE);
}

static void
pressed_cb (PerceptMistakesPane *self,
            int                  n_press,
            double               x,
            double               y)
{
  PlotTheme theme;
  guint     truth, answer;

  gtk_widget_grab_focus (self->matrix_view);
  percept_figure_view_get_theme (PERCEPT_FIGURE_VIEW (self->matrix_view), &theme);
  if (!plot_confusion_pick (self->confusion, gtk_widget_get_width (self->matrix_view),
                            gtk_widget_get_height (self->matrix_view), &theme, x, y, &truth, &answer)
      || ((int) truth == self->truth && (int) answer == self->answer))
    select_cell (self, -1, -1);
  else
    select_cell (self, (int) truth, (int) answer);
}

static void
image_pressed_cb (PerceptMistakesPane *self,
                  int                  n_press,
                  double               x,
                  double               y)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->image_view);
  PlotTheme          theme;
  guint              image;

  percept_figure_view_get_theme (view, &theme);
  if (plot_image_sheet_pick (self->images, gtk_widget_get_width (self->image_view), &theme, x,
                             percept_figure_view_to_figure_y (view, y), &image)
      && image < self->n_shown)
    g_signal_emit (self, example_chosen, 0, (guint) self->shown[image]);
}

/* Arrows go from cell to cell, Escape back to all mistakes. */
static gboolean
key_cb (PerceptMistakesPane *self,
        guint                key,
        guint                code,
        GdkModifierType      state)
{
  TrainAnswers *answers = self->session != NULL ? percept_session_get_answers (self->session) : NULL;
  int           n = answers != NULL ? (int) answers->n_classes : 0;
  int           truth = self->truth, answer = self->answer;

  if (key == GDK_KEY_Escape && truth >= 0)
    {
      select_cell (self, -1, -1);
      return TRUE;
    }
  if (n == 0 || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Up:    truth--; break;
    case GDK_KEY_Down:  truth++; break;
    case GDK_KEY_Left:  answer--; break;
    case GDK_KEY_Right: answer++; break;
    default:            return FALSE;
    }
  if (self->truth < 0)
    select_cell (self, 0, 0);
  else
    select_cell (self, CLAMP (truth, 0, n - 1), CLAMP (answer, 0, n - 1));
  return TRUE;
}

static double
image_height (PlotFigure      *figure,
              double           width,
              const PlotTheme *theme)
{
  return plot_image_sheet_get_height ((PlotImageSheet *) figure, width, theme);
}

PerceptFigureView *
percept_mistakes_pane_find_view (PerceptMistakesPane *self,
                                 const char          *figure)
{
  if (g_str_equal (figure, "confusion"))
    return PERCEPT_FIGURE_VIEW (self->matrix_view);
  return g_str_equal (figure, "mistakes") ? PERCEPT_FIGURE_VIEW (self->image_view) : NULL;
}

static void
opened_cb (PerceptMistakesPane *self)
{
  self->truth = self->answer = -1;
  self->n_shown = 0;
  show_title (self, NULL);
}

void
percept_mistakes_pane_set_session (PerceptMistakesPane *self,
                                   PerceptSession      *session)
{
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "answers", G_CALLBACK (answers_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  watch (self);
}

GAction *
percept_mistakes_pane_new_action (PerceptMistakesPane *self)
{
  return G_ACTION (g_property_action_new ("mistakes", self->expander, "expanded"));
}

static void
percept_mistakes_pane_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (percept_mistakes_pane_parent_class)->map (widget);
  watch (PERCEPT_MISTAKES_PANE (widget));
}

static void
percept_mistakes_pane_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (percept_mistakes_pane_parent_class)->unmap (widget);
  watch (PERCEPT_MISTAKES_PANE (widget));
}

static void
percept_mistakes_pane_dispose (GObject *object)
{
  PerceptMistakesPane *self = PERCEPT_MISTAKES_PANE (object);

  if (self->watching)
    percept_session_unwatch_answers (self->session);
  self->watching = FALSE;
  if (self->expander != NULL)
    {
      percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->matrix_view), NULL, NULL);
      percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->image_view), NULL, NULL);
    }
  g_clear_pointer (&self->expander, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_mistakes_pane_parent_class)->dispose (object);
}

static void
percept_mistakes_pane_finalize (GObject *object)
{
  PerceptMistakesPane *self = PERCEPT_MISTAKES_PANE (object);

  plot_figure_unref (plot_confusion_figure (self->confusion));
  plot_figure_unref (plot_image_sheet_figure (self->images));
  G_OBJECT_CLASS (percept_mistakes_pane_parent_class)->finalize (object);
}

static void
percept_mistakes_pane_class_init (PerceptMistakesPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = percept_mistakes_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = percept_mistakes_pane_finalize;
  widget_class->map = percept_mistakes_pane_map;
  widget_class->unmap = percept_mistakes_pane_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  example_chosen = g_signal_new ("example-chosen", PERCEPT_TYPE_MISTAKES_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
make_matrix (PerceptMistakesPane *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture         *click = gtk_gesture_click_new ();

  self->confusion = plot_confusion_new (_("What is taken for what"), PLOT_ROLE_VALIDATION);
  self->matrix_view = percept_figure_view_new ();
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->matrix_view), plot_confusion_figure (self->confusion),
                                  _("Confusion matrix"));
  gtk_widget_set_size_request (self->matrix_view, -1, HEIGHT);
  gtk_widget_set_tooltip_text (self->matrix_view, _("Click a cell to see the images behind it; under each: what it is "
                                                    "→ the answer · its loss"));
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (self->matrix_view, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->matrix_view, keys);
}

static GtkWidget *
make_images (PerceptMistakesPane *self)
{
  GtkWidget  *scroller = gtk_scrolled_window_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->images = plot_image_sheet_new (IMAGE_SIDE);
  self->image_view = percept_figure_view_new ();
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->image_view), plot_image_sheet_figure (self->images),
                                  _("Images behind the selected cell"));
  percept_figure_view_set_height_func (PERCEPT_FIGURE_VIEW (self->image_view), image_height);
  gtk_widget_set_tooltip_text (self->image_view, _("Click an image to follow it through the network, step by step"));
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (image_pressed_cb), self);
  gtk_widget_add_controller (self->image_view, GTK_EVENT_CONTROLLER (click));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->image_view);
  gtk_widget_set_size_request (scroller, -1, HEIGHT);
  return scroller;
}

static void
percept_mistakes_pane_init (PerceptMistakesPane *self)
{
  GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->truth = self->answer = -1;
  self->title = gtk_label_new (_("What it gets wrong"));
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->title, "heading");
  self->expander = gtk_expander_new (NULL);
  gtk_expander_set_label_widget (GTK_EXPANDER (self->expander), self->title);
  make_matrix (self);
  gtk_widget_set_layout_manager (pair, percept_pair_layout_new (LEAST_WIDTH, GAP));
  gtk_widget_set_parent (self->matrix_view, pair);
  gtk_widget_set_parent (make_images (self), pair);
  gtk_expander_set_child (GTK_EXPANDER (self->expander), pair);
  gtk_widget_set_parent (self->expander, GTK_WIDGET (self));
  g_signal_connect_swapped (self->expander, "notify::expanded", G_CALLBACK (watch), self);
}
