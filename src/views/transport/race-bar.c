/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/transport/race-bar.h"

#include "views/landscape/race-readouts.h"
#include "views/landscape/racer-marker.h"
#include "views/transport/pace-button.h"
#include "views/transport/play-button.h"
#include "widgets/control-name.h"
#include "widgets/figure-style.h"
#include "widgets/fold-box.h"
#include "widgets/redraw-queue.h"

#include <glib/gi18n-lib.h>

#define MARKER_SCALE 1.2
#define MARKER_GAP   4  /* px */
/* Who leaves when there is not room for all: the last racer first, the first one at last. */
#define IMPORTANCE_OF_FIRST  1
#define IMPORTANCE_OF_PACE   2
#define IMPORTANCE_OF_REWIND 3
#define IMPORTANCE_OF_BACK   4
#define IMPORTANCE_OF_OTHERS 5

typedef struct
{
  GtkWidget *box;
  GtkWidget *readout;
} Racer;

struct _PerceptRaceBar
{
  GtkWidget          parent_instance;
  PerceptRacePlayer *player;
  GtkWidget         *box;
  GtkWidget         *play_button;
  GtkWidget         *counter;
  GtkWidget         *pace_button;
  gboolean           compact;
  Racer              racers[AN_MAX_RACERS];
};

G_DEFINE_FINAL_TYPE (PerceptRaceBar, percept_race_bar, GTK_TYPE_WIDGET)

static void
show_racer (PerceptRaceBar *self,
            guint           i)
{
  Racer   *racer = &self->racers[i];
  gboolean hidden = percept_race_player_get_hidden (self->player) & (1u << i);
  guint    n;

  percept_landscape_get_racers (percept_race_player_get_landscape (self->player), &n);
  gtk_widget_set_visible (racer->box, i < n && !hidden);
  if (i < n && !hidden)
    percept_race_show_cost (PERCEPT_READOUT (racer->readout), self->player, i, self->compact);
}

static void
redraw_cb (GtkWidget *widget)
{
  PerceptRaceBar *self = PERCEPT_RACE_BAR (widget);

  percept_race_show_step (PERCEPT_READOUT (self->counter), self->player);
  for (guint i = 0; i < AN_MAX_RACERS; i++)
    show_racer (self, i);
}

static void
changed_cb (PerceptRaceBar *self)
{
  gboolean playing = percept_race_player_is_playing (self->player);

  percept_play_button_set_playing (PERCEPT_PLAY_BUTTON (self->play_button), playing);
  percept_pace_button_show (self->pace_button, percept_race_player_get_pace (self->player));
  if (playing)
    percept_redraw_queue_push (percept_redraw_queue_get_default (), GTK_WIDGET (self), redraw_cb);
  else
    redraw_cb (GTK_WIDGET (self));
}

void
percept_race_bar_set_player (PerceptRaceBar    *self,
                             PerceptRacePlayer *player)
{
  g_return_if_fail (self->player == NULL);
  self->player = g_object_ref (player);
  g_signal_connect_object (player, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (percept_figure_style_get_default (), "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  changed_cb (self);
}

void
percept_race_bar_set_compact (PerceptRaceBar *self,
                              gboolean        compact)
{
  if (compact == self->compact)
    return;
  self->compact = compact;
  if (self->player != NULL)
    redraw_cb (GTK_WIDGET (self));
  percept_play_button_set_compact (PERCEPT_PLAY_BUTTON (self->play_button), compact);
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
}

/* Making */

static GtkWidget *
make_button (const char *icon,
             const char *action,
             const char *name,
             const char *tooltip)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "circular");
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  percept_control_set_name (button, name);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static GtkWidget *
make_racer (PerceptRaceBar *self,
            guint           i)
{
  Racer *racer = &self->racers[i];

  racer->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, MARKER_GAP);
  racer->readout = percept_readout_new ();
  gtk_box_append (GTK_BOX (racer->box), percept_racer_marker_new (i, MARKER_SCALE));
  gtk_box_append (GTK_BOX (racer->box), racer->readout);
  gtk_widget_set_visible (racer->box, FALSE);
  return racer->box;
}

/* What was chosen from a menu is done: the next Space races, the next arrow steps. */
static gboolean
focus_play_cb (gpointer data)
{
  gtk_widget_grab_focus (PERCEPT_RACE_BAR (data)->play_button);
  return G_SOURCE_REMOVE;
}

static void
menu_closed_cb (PerceptRaceBar *self)
{
  /* Not before the popover has given the focus back to its button. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, focus_play_cb, g_object_ref (self), g_object_unref);
}

static void
percept_race_bar_dispose (GObject *object)
{
  PerceptRaceBar *self = PERCEPT_RACE_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (percept_race_bar_parent_class)->dispose (object);
}

static void
percept_race_bar_class_init (PerceptRaceBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_race_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "transport");
}

static void
percept_race_bar_init (PerceptRaceBar *self)
{
  PerceptFoldBox *box = PERCEPT_FOLD_BOX (percept_fold_box_new ());

  self->box = GTK_WIDGET (box);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->play_button = percept_play_button_new (_("Race"));
  self->counter = percept_readout_new ();
  self->pace_button = percept_pace_button_new ();
  g_signal_connect_object (gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->pace_button)), "closed",
                           G_CALLBACK (menu_closed_cb), self, G_CONNECT_SWAPPED);
  percept_fold_box_append (box, make_button ("media-skip-backward-symbolic", "win.restart", _("Rewind"),
                                             _("Back to the start (Home)")),
                           IMPORTANCE_OF_REWIND, FALSE);
  percept_fold_box_append (box, make_button ("media-seek-backward-symbolic", "win.step-back", _("Step back"),
                                             _("One step back (left arrow)")), IMPORTANCE_OF_BACK, FALSE);
  percept_fold_box_append (box, self->play_button, 0, FALSE);
  percept_fold_box_append (box, make_button ("media-skip-forward-symbolic", "win.step::batch", _("Step"),
                                             _("One step (right arrow)")), 0, FALSE);
  percept_fold_box_append (box, self->counter, 0, FALSE);
  for (guint i = 0; i < AN_MAX_RACERS; i++)
    percept_fold_box_append (box, make_racer (self, i), i == 0 ? IMPORTANCE_OF_FIRST : IMPORTANCE_OF_OTHERS + (int) i,
                             FALSE);
  gtk_widget_set_halign (self->pace_button, GTK_ALIGN_END);
  percept_fold_box_append (box, self->pace_button, IMPORTANCE_OF_PACE, TRUE);
}
