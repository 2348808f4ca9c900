/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/transport/transport-bar.h"

#include "views/run-numbers.h"
#include "views/transport/pace-button.h"
#include "views/transport/play-button.h"
#include "widgets/control-name.h"
#include "widgets/fold-box.h"
#include "widgets/popup-control.h"
#include "widgets/redraw-queue.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define N_NUMBERS (PERCEPT_RUN_NUMBER_SPEED + 1)

struct _PerceptTransportBar
{
  GtkWidget       parent_instance;
  PerceptSession *session;
  guint64         moment;        /* the step whose numbers are shown; G_MAXUINT64: now */
  GtkWidget      *box;
  GtkWidget      *run_button;
  GtkWidget      *numbers[N_NUMBERS];
  GtkWidget      *progress;
  GtkWidget      *pace_button;
};

G_DEFINE_FINAL_TYPE (PerceptTransportBar, percept_transport_bar, GTK_TYPE_WIDGET)

void
percept_transport_bar_update_pace (PerceptTransportBar *self)
{
  percept_pace_button_show (self->pace_button, percept_session_get_pace (self->session));
}

static void
update_run_button (PerceptTransportBar *self)
{
  PerceptPhase phase = percept_session_get_status (self->session)->phase;
  gboolean     going_back = percept_session_get_status (self->session)->going_back;

  percept_play_button_set_playing (PERCEPT_PLAY_BUTTON (self->run_button),
                                   phase == PERCEPT_PHASE_RUNNING || going_back);
  percept_play_button_explain (PERCEPT_PLAY_BUTTON (self->run_button),
                               phase == PERCEPT_PHASE_FINISHED
                                 ? _("The run is over: raise Steps to train on, or restart")
                                 : NULL);
}

void
percept_transport_bar_set_compact (PerceptTransportBar *self,
                                   gboolean             compact)
{
  percept_play_button_set_compact (PERCEPT_PLAY_BUTTON (self->run_button), compact);
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
}

static void
update_progress (PerceptTransportBar *self,
                 double               progress)
{
  double now = gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (self->progress));
  double wanted = isfinite (progress) ? CLAMP (progress, 0, 1) : 0;

  /* A new fraction lays the bar out again: not for less than a pixel. */
  if (fabs (now - wanted) > 1.0 / MAX (gtk_widget_get_width (self->progress), 100) || (wanted == 1 && now != 1))
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), wanted);
}

static void
redraw_cb (GtkWidget *widget)
{
  PerceptTransportBar *self = PERCEPT_TRANSPORT_BAR (widget);
  PerceptStatus        status;

  percept_session_get_status_at (self->session, self->moment, &status);
  for (int i = 0; i < N_NUMBERS; i++)
    percept_run_number_reserve (i, PERCEPT_READOUT (self->numbers[i]), &status);
  for (int i = 0; i < N_NUMBERS; i++)
    percept_run_number_show (i, PERCEPT_READOUT (self->numbers[i]), &status);
  update_progress (self, status.progress);
}

void
percept_transport_bar_set_moment (PerceptTransportBar *self,
                                  guint64              step)
{
  if (step == self->moment)
    return;
  self->moment = step;
  redraw_cb (GTK_WIDGET (self));
}

static void
status_cb (PerceptTransportBar *self)
{
  const PerceptStatus *status = percept_session_get_status (self->session);

  update_run_button (self);
  if (status->phase == PERCEPT_PHASE_RUNNING)
    percept_redraw_queue_push (percept_redraw_queue_get_default (), GTK_WIDGET (self), redraw_cb);
  else
    redraw_cb (GTK_WIDGET (self));
}

static void
opened_cb (PerceptTransportBar *self)
{
  percept_transport_bar_update_pace (self);
  status_cb (self);
}

void
percept_transport_bar_set_session (PerceptTransportBar *self,
                                   PerceptSession      *session)
{
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "status", G_CALLBACK (status_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "experiment", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  opened_cb (self);
}

static void
name_control (GtkWidget  *widget,
              const char *name,
              const char *tooltip)
{
  percept_control_set_name (widget, name);
  gtk_widget_set_tooltip_text (widget, tooltip);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
}

static GtkWidget *
make_button (const char *icon,
             const char *action,
             const char *name,
             const char *tooltip)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "circular");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  name_control (button, name, tooltip);
  return button;
}

/* What was chosen from a menu is done: the next Space runs or pauses, the next arrow steps. */
static gboolean
focus_run_cb (gpointer data)
{
  gtk_widget_grab_focus (PERCEPT_TRANSPORT_BAR (data)->run_button);
  return G_SOURCE_REMOVE;
}

static void
menu_closed_cb (PerceptTransportBar *self)
{
  /* Not before the popover has given the focus back to its button. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, focus_run_cb, g_object_ref (self), g_object_unref);
}

static GtkWidget *
make_step (PerceptTransportBar *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget        *button = adw_split_button_new ();

  g_menu_append (menu, _("One _Example"), "win.step::example");
  g_menu_append (menu, _("One _Batch"), "win.step::batch");
  g_menu_append (menu, _("One E_poch"), "win.step::epoch");
  adw_split_button_set_icon_name (ADW_SPLIT_BUTTON (button), "media-skip-forward-symbolic");
  adw_split_button_set_menu_model (ADW_SPLIT_BUTTON (button), G_MENU_MODEL (menu));
  adw_split_button_set_direction (ADW_SPLIT_BUTTON (button), GTK_ARROW_UP);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), "win.step::batch");
  g_signal_connect_object (adw_split_button_get_popover (ADW_SPLIT_BUTTON (button)), "closed",
                           G_CALLBACK (menu_closed_cb), self, G_CONNECT_SWAPPED);
  percept_popup_control_hush (button);
  name_control (button, _("Step"), _("One step: one batch (right arrow)"));
  return button;
}

static GtkWidget *
make_pace (PerceptTransportBar *self)
{
  self->pace_button = percept_pace_button_new ();
  g_signal_connect_object (gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->pace_button)), "closed",
                           G_CALLBACK (menu_closed_cb), self, G_CONNECT_SWAPPED);
  return self->pace_button;
}

static GtkWidget *
make_number (PerceptTransportBar *self,
             PerceptRunNumber     number)
{
  PerceptStatus nothing = { .epoch = NAN, .cost = { NAN, NAN, NAN }, .accuracy = { NAN, NAN, NAN } };

  self->numbers[number] = percept_readout_new ();
  gtk_widget_set_tooltip_text (self->numbers[number], percept_run_number_explain (number));
  percept_run_number_reserve (number, PERCEPT_READOUT (self->numbers[number]), &nothing);
  percept_run_number_show (number, PERCEPT_READOUT (self->numbers[number]), &nothing);
  return self->numbers[number];
}

static GtkWidget *
make_progress (PerceptTransportBar *self)
{
  self->progress = gtk_progress_bar_new ();
  gtk_widget_set_size_request (self->progress, 90, -1);
  gtk_widget_set_valign (self->progress, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Progress of the run"), -1);
  return self->progress;
}

static void
percept_transport_bar_dispose (GObject *object)
{
  PerceptTransportBar *self = PERCEPT_TRANSPORT_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_transport_bar_parent_class)->dispose (object);
}

static void
percept_transport_bar_class_init (PerceptTransportBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_transport_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "transport");
}

static void
percept_transport_bar_init (PerceptTransportBar *self)
{
  PerceptFoldBox *box = PERCEPT_FOLD_BOX (percept_fold_box_new ());

  self->moment = G_MAXUINT64;
  self->box = GTK_WIDGET (box);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  percept_fold_box_append (box, make_button ("media-skip-backward-symbolic", "win.restart", _("Restart"),
                                             _("Restart with the same initial weights (Ctrl+Shift+R)")), 1, FALSE);
  percept_fold_box_append (box, make_button ("media-seek-backward-symbolic", "win.step-back", _("Step back"),
                                             _("The state before the last step (left arrow)")), 2, FALSE);
  self->run_button = percept_play_button_new (_("Run"));
  percept_fold_box_append (box, self->run_button, 0, FALSE);
  percept_fold_box_append (box, make_step (self), 0, FALSE);
  percept_fold_box_append (box, make_number (self, PERCEPT_RUN_NUMBER_STEP), 0, FALSE);
  percept_fold_box_append (box, make_progress (self), 4, TRUE);
  percept_fold_box_append (box, make_number (self, PERCEPT_RUN_NUMBER_COST), 3, FALSE);
  percept_fold_box_append (box, make_number (self, PERCEPT_RUN_NUMBER_ACCURACY), 0, FALSE);
  percept_fold_box_append (box, make_number (self, PERCEPT_RUN_NUMBER_SPEED), 5, FALSE);
  percept_fold_box_append (box, make_pace (self), 2, FALSE);
}
