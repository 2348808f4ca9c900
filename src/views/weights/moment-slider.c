/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/moment-slider.h"

#include "plot/number.h"
#include "views/figure-binding.h"
#include "widgets/figure-view.h"
#include "widgets/fold-box.h"
#include "widgets/redraw-queue.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define LEAST_MOMENTS 2
#define PLAY_MS       120 /* from one moment to the next */
/* The same for who wants no motion: some pictures to look at one by one. */
#define STILL_MS      1000
#define STILL_MOMENTS 12

#define NOT_ASKED     G_MAXUINT64

struct _PerceptMomentSlider
{
  GtkWidget            parent_instance;
  PerceptSession      *session;
  PerceptWeightSource *source;
  PerceptRunFigures   *figures;
  GPtrArray           *rungs;      /* TrainRung: one for each place of the slider but the last, which is now */
  guint64              asked;      /* the step that was asked for, where another is shown; NOT_ASKED */
  gboolean             setting;    /* not by hand */
  gboolean             low;        /* there is little height */
  guint                play_id;    /* timeout */
  GtkWidget           *content;
  GtkWidget           *row;
  GtkWidget           *play_button;
  GtkWidget           *scale;
  GtkWidget           *step_label;
  GtkWidget           *now_button;
  GtkWidget           *go_on_button;
  GtkWidget           *curve;
};

G_DEFINE_FINAL_TYPE (PerceptMomentSlider, percept_moment_slider, GTK_TYPE_WIDGET)

static guint
get_place (PerceptMomentSlider *self)
{
  return (guint) lround (gtk_range_get_value (GTK_RANGE (self->scale)));
}

static TrainRung *
rung_at (PerceptMomentSlider *self,
         guint                place)
{
  return place < self->rungs->len ? g_ptr_array_index (self->rungs, place) : NULL;
}

/* "Step 1 200 of 8 000 so far", "Step 1 200, nearest kept to 1 234" */
static char *
write_moment (PerceptMomentSlider *self)
{
  const PerceptStatus *status = percept_session_get_status (self->session);
  TrainRung           *rung = percept_weight_source_get_rung (self->source);
  g_autofree char     *step = plot_number_fixed ((double) (rung != NULL ? rung->step : status->step), 0);
  g_autofree char     *other = plot_number_fixed ((double) (self->asked != NOT_ASKED ? self->asked : status->step), 0);

  if (rung == NULL)
    return g_strdup_printf (_("Now: step %s"), step);
  if (self->asked != NOT_ASKED)
    return g_strdup_printf (_("Step %s, nearest kept to %s"), step, other);
  return g_strdup_printf (_("Step %s of %s so far"), step, other);
}

/* Where there is little height, it comes when it has something to say: where the moment is. */
static void
update_curve (PerceptMomentSlider *self)
{
  gtk_widget_set_visible (gtk_widget_get_parent (self->curve),
                          !self->low || percept_weight_source_get_rung (self->source) != NULL);
}

static void
update_words (PerceptMomentSlider *self)
{
  TrainRung       *rung = percept_weight_source_get_rung (self->source);
  g_autofree char *moment = write_moment (self);

  gtk_label_set_label (GTK_LABEL (self->step_label), moment);
  gtk_widget_set_tooltip_text (self->step_label, moment); /* where there is no room for all of it */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, moment, -1);
  gtk_widget_set_sensitive (self->now_button, rung != NULL);
  gtk_widget_set_sensitive (self->go_on_button,
                            rung != NULL && percept_session_can_go_back (self->session, rung->step));
}

static void
show_place (PerceptMomentSlider *self,
            guint                place)
{
  TrainRung *rung = rung_at (self, place);

  percept_weight_source_set_rung (self->source, rung);
  percept_run_figures_set_moment (self->figures, rung != NULL ? (double) rung->step : NAN);
  update_curve (self);
  update_words (self);
}

static void
value_changed_cb (PerceptMomentSlider *self)
{
  if (self->setting)
    return;
  self->asked = NOT_ASKED;
  show_place (self, get_place (self));
}

/* While the run goes on, moments come and go: the one that is shown stays, as long as it is kept. */
static void
set_places (PerceptMomentSlider *self)
{
  TrainRung *rung = percept_weight_source_get_rung (self->source);
  guint      place = self->rungs->len;

  for (guint i = 0; rung != NULL && i < self->rungs->len; i++)
    if (rung_at (self, i)->step <= rung->step)
      place = i;
  self->setting = TRUE;
  gtk_range_set_range (GTK_RANGE (self->scale), 0, self->rungs->len);
  gtk_range_set_value (GTK_RANGE (self->scale), rung != NULL ? place : self->rungs->len);
  self->setting = FALSE;
}

static void
rungs_cb (PerceptMomentSlider *self)
{
  GPtrArray *rungs = percept_session_get_rungs (self->session);
  guint64    now = percept_session_get_status (self->session)->step;

  g_ptr_array_set_size (self->rungs, 0);
  /* Of now there is the last place. */
  for (guint i = 0; i < rungs->len; i++)
    if (((TrainRung *) g_ptr_array_index (rungs, i))->step < now)
      g_ptr_array_add (self->rungs, train_rung_ref (g_ptr_array_index (rungs, i)));
  /* Who looks at one that is no longer kept has to find the way back to now. */
  gtk_widget_set_visible (self->content, self->rungs->len >= LEAST_MOMENTS
                                           || percept_weight_source_get_rung (self->source) != NULL);
  set_places (self);
  update_words (self);
}

static void
moment_cb (PerceptMomentSlider *self)
{
  TrainRung *rung = percept_weight_source_get_rung (self->source);

  if (rung == NULL)
    percept_run_figures_set_moment (self->figures, NAN);
  if (rung == NULL || rung->step == self->asked)
    self->asked = NOT_ASKED;
  set_places (self);
  update_curve (self);
  update_words (self);
}

/* Playing */

static void
update_play_button (PerceptMomentSlider *self)
{
  gboolean plays = self->play_id != 0;

  gtk_button_set_icon_name (GTK_BUTTON (self->play_button),
                            plays ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (self->play_button, plays ? _("Stop here") : _("Watch the run again from its start"));
}

static void
stop_playing (PerceptMomentSlider *self)
{
  g_clear_handle_id (&self->play_id, g_source_remove);
  update_play_button (self);
}

static gboolean play_cb (gpointer data);

static gboolean
is_still (PerceptMomentSlider *self)
{
  return !adw_get_enable_animations (GTK_WIDGET (self));
}

/* The moment's own beat: who turns motion off while it plays is heard at the next. */
static void
start_playing (PerceptMomentSlider *self)
{
  self->play_id = g_timeout_add (is_still (self) ? STILL_MS : PLAY_MS, play_cb, self);
}

static gboolean
play_cb (gpointer data)
{
  PerceptMomentSlider *self = data;
  guint                stride = is_still (self) ? MAX (self->rungs->len / STILL_MOMENTS, 1) : 1;
  guint                place = MIN (get_place (self) + stride, self->rungs->len);

  self->play_id = 0;
  gtk_range_set_value (GTK_RANGE (self->scale), place);
  if (place < self->rungs->len)
    start_playing (self);
  else
    update_play_button (self);
  return G_SOURCE_REMOVE;
}

static void
play_clicked_cb (PerceptMomentSlider *self)
{
  if (self->play_id != 0)
    {
      stop_playing (self);
      return;
    }
  if (get_place (self) >= self->rungs->len)
    gtk_range_set_value (GTK_RANGE (self->scale), 0);
  start_playing (self);
  update_play_button (self);
}

/* Commands */

/* Also where the knob is there already: it may stand for a moment that is no longer kept. */
static void
go_to (PerceptMomentSlider *self,
       guint                place)
{
  stop_playing (self);
  gtk_range_set_value (GTK_RANGE (self->scale), place);
  self->asked = NOT_ASKED;
  show_place (self, place);
}

static guint64
distance (guint64 a,
          guint64 b)
{
  return a > b ? a - b : b - a;
}

/* The earlier of two that are as near. */
static guint
nearest_place (PerceptMomentSlider *self,
               guint64              step)
{
  guint place = 0;

  for (guint i = 1; i < self->rungs->len; i++)
    if (distance (rung_at (self, i)->step, step) < distance (rung_at (self, place)->step, step))
      place = i;
  return place;
}

void
percept_moment_slider_show_now (PerceptMomentSlider *self)
{
  go_to (self, self->rungs->len);
}

gboolean
percept_moment_slider_show (PerceptMomentSlider *self,
                            guint64              step,
                            GError             **error)
{
  guint64 now = percept_session_get_status (self->session)->step;

  rungs_cb (self); /* nobody may have looked for a while */
  if (step > now)
    g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_NOT_FOUND,
                 _("Step %" G_GUINT64_FORMAT " is still to come: the run stands at step %" G_GUINT64_FORMAT), step,
                 now);
  else if (step < now && self->rungs->len == 0)
    g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_NOT_FOUND,
                 _("No moment of this run is kept but now, step %" G_GUINT64_FORMAT
                   ". How much memory moments may take is set in the preferences."), now);
  else if (step == now)
    percept_moment_slider_show_now (self);
  else
    {
      guint place = nearest_place (self, step);

      go_to (self, place);
      self->asked = rung_at (self, place)->step == step ? NOT_ASKED : step;
      update_words (self);
    }
  return step <= now && (step == now || self->rungs->len > 0);
}

gboolean
percept_moment_slider_get_asked (PerceptMomentSlider *self,
                                 guint64             *step)
{
  *step = self->asked;
  return self->asked != NOT_ASKED;
}

char *
percept_moment_slider_describe (PerceptMomentSlider *self)
{
  return write_moment (self);
}

void
percept_moment_slider_set_low (PerceptMomentSlider *self,
                               gboolean             low)
{
  self->low = low;
  update_curve (self);
}

static void
now_clicked_cb (PerceptMomentSlider *self)
{
  percept_moment_slider_show_now (self);
}

gboolean
percept_moment_slider_go_on (PerceptMomentSlider *self)
{
  TrainRung *rung = percept_weight_source_get_rung (self->source);

  if (rung == NULL)
    return FALSE;
  stop_playing (self);
  percept_session_go_back (self->session, rung->step, TRUE);
  percept_moment_slider_show_now (self);
  return TRUE;
}

static void
go_on_clicked_cb (PerceptMomentSlider *self)
{
  percept_moment_slider_go_on (self);
}

/* GObject */

static void
percept_moment_slider_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (percept_moment_slider_parent_class)->map (widget);
  rungs_cb (PERCEPT_MOMENT_SLIDER (widget));
}

static void
rungs_changed_cb (PerceptMomentSlider *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    rungs_cb (self);
}

static void
redraw_cb (GtkWidget *widget)
{
  update_words (PERCEPT_MOMENT_SLIDER (widget));
}

/* While it runs, the step changes all the time. */
static void
status_cb (PerceptMomentSlider *self)
{
  if (percept_session_get_status (self->session)->phase != PERCEPT_PHASE_RUNNING)
    rungs_changed_cb (self);
  else if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    percept_redraw_queue_push (percept_redraw_queue_get_default (), GTK_WIDGET (self), redraw_cb);
}

static void
percept_moment_slider_unmap (GtkWidget *widget)
{
  stop_playing (PERCEPT_MOMENT_SLIDER (widget));
  GTK_WIDGET_CLASS (percept_moment_slider_parent_class)->unmap (widget);
}

static void
percept_moment_slider_dispose (GObject *object)
{
  PerceptMomentSlider *self = PERCEPT_MOMENT_SLIDER (object);

  g_clear_handle_id (&self->play_id, g_source_remove);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->rungs, g_ptr_array_unref);
  g_clear_object (&self->figures);
  g_clear_object (&self->source);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_moment_slider_parent_class)->dispose (object);
}

static void
percept_moment_slider_class_init (PerceptMomentSliderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PERCEPT_TYPE_FIGURE_VIEW);
  g_type_ensure (PERCEPT_TYPE_FOLD_BOX);
  G_OBJECT_CLASS (klass)->dispose = percept_moment_slider_dispose;
  widget_class->map = percept_moment_slider_map;
  widget_class->unmap = percept_moment_slider_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/moment-slider.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptMomentSlider, content);
  gtk_widget_class_bind_template_child (widget_class, PerceptMomentSlider, row);
  gtk_widget_class_bind_template_child (widget_class, PerceptMomentSlider, play_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptMomentSlider, scale);
  gtk_widget_class_bind_template_child (widget_class, PerceptMomentSlider, step_label);
  gtk_widget_class_bind_template_child (widget_class, PerceptMomentSlider, now_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptMomentSlider, go_on_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptMomentSlider, curve);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, play_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, now_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_on_clicked_cb);
}

static void
percept_moment_slider_init (PerceptMomentSlider *self)
{
  self->asked = NOT_ASKED;
  self->rungs = g_ptr_array_new_with_free_func ((GDestroyNotify) train_rung_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  percept_fold_box_append (PERCEPT_FOLD_BOX (self->row), self->play_button, 3, FALSE);
  percept_fold_box_append (PERCEPT_FOLD_BOX (self->row), self->scale, 0, TRUE);
  percept_fold_box_append (PERCEPT_FOLD_BOX (self->row), self->step_label, 2, FALSE);
  percept_fold_box_append (PERCEPT_FOLD_BOX (self->row), self->now_button, 1, FALSE);
  percept_fold_box_append (PERCEPT_FOLD_BOX (self->row), self->go_on_button, 0, FALSE);
  gtk_range_set_increments (GTK_RANGE (self->scale), 1, 8);
  update_play_button (self);
}

GtkWidget *
percept_moment_slider_new (PerceptSession      *session,
                           PerceptWeightSource *source,
                           PerceptRunFigures   *figures)
{
  PerceptMomentSlider *self = g_object_new (PERCEPT_TYPE_MOMENT_SLIDER, NULL);

  self->session = g_object_ref (session);
  self->source = g_object_ref (source);
  self->figures = g_object_ref (figures);
  percept_run_figures_bind (figures, PERCEPT_RUN_FIGURE_COST, PERCEPT_FIGURE_VIEW (self->curve));
  g_signal_connect_object (session, "rungs", G_CALLBACK (rungs_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "status", G_CALLBACK (status_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "moment", G_CALLBACK (moment_cb), self, G_CONNECT_SWAPPED);
  rungs_cb (self);
  return GTK_WIDGET (self);
}
