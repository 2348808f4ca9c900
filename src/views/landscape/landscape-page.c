/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/landscape-page.h"

#include "figures/landscape.h"
#include "plot/number.h"
#include "views/figure-binding.h"
#include "views/lab/verdict-box.h"
#include "views/landscape/curvature-panel.h"
#include "views/landscape/landscape-hand.h"
#include "views/landscape/race-ghost.h"
#include "views/landscape/race-setting.h"
#include "views/landscape/racers-box.h"
#include "views/landscape/run-trail.h"
#include "views/landscape/surface-panel.h"
#include "views/landscape/weight-picker.h"
#include "widgets/figure-view.h"
#include "widgets/scroll-through.h"
#include "widgets/side-layout.h"

#include <glib/gi18n-lib.h>

#define LEAST_WIDTH 520 /* px of the figure beside its controls */
#define SIDE_WIDTH 348
#define GAP 12
#define BUSY_MS 400     /* what is done sooner shows no progress */
#define PROGRESS_MS 100

struct _PerceptLandscapePage
{
  GtkWidget          parent_instance;
  PerceptSession    *session;
  PerceptLandscape  *landscape;
  PerceptRacePlayer *player;
  PerceptRaceGhost   ghost;
  PerceptRunTrail    trail;
  PlotLandscape     *figure;
  gboolean           asked;       /* for the network as it stands */
  char              *failure;     /* what was wished for last cannot be shown; or NULL */
  guint              busy_id;     /* until progress is shown, */
  guint              progress_id; /* and while it is */
  GtkWidget         *content;
  GtkWidget         *body;
  GtkWidget         *notice;
  GtkWidget         *notice_text;
  GtkWidget         *take_button;
  GtkWidget         *suggest_button;
  GtkWidget         *view;
  GtkWidget         *busy_box;
  GtkWidget         *progress_bar;
  GtkWidget         *racers_box;
  GtkWidget         *side;
  GtkWidget         *picker;
  GtkWidget         *curvature_panel;
  GtkWidget         *surface_panel;
};

G_DEFINE_FINAL_TYPE (PerceptLandscapePage, percept_landscape_page, GTK_TYPE_WIDGET)

/* The figure */

static gboolean
is_open (PerceptLandscapePage *self)
{
  return self->session != NULL && percept_session_get_experiment (self->session) != NULL;
}

static void
update_figure (PerceptLandscapePage *self)
{
  PerceptSurfacePanel  *panel = PERCEPT_SURFACE_PANEL (self->surface_panel);
  const PerceptRaceView view = {
    .step = percept_race_player_get_step (self->player),
    .hidden = percept_race_player_get_hidden (self->player),
    .arrows = percept_surface_panel_has_arrows (panel),
  };

  plot_landscape_set_style (self->figure, percept_surface_panel_get_style (panel),
                            percept_surface_panel_get_levels (panel));
  percept_landscape_figure_update (self->figure, self->landscape, &view);
  percept_run_trail_show (&self->trail, self->figure);
}

static void
show_figure (PerceptLandscapePage *self)
{
  update_figure (self);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), TRUE);
}

/* What moves by itself is painted in its turn. */
static void
parameters_cb (PerceptLandscapePage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  update_figure (self);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), FALSE);
}

/* Of the run on the plane of its two weights, while it is seen. */
static void
follow_run (PerceptLandscapePage *self)
{
  gboolean seen = is_open (self) && gtk_widget_get_mapped (GTK_WIDGET (self))
                  && percept_landscape_get_plane (self->landscape) == PERCEPT_PLANE_WEIGHTS;

  if (self->session == NULL)
    return;
  percept_run_trail_follow (&self->trail, self->session,
                            seen ? percept_landscape_get_weights (self->landscape) : NULL);
}

static void
keep_moved (PerceptLandscapePage *self,
            PerceptMoved          what)
{
  if (what == PERCEPT_MOVED_START)
    percept_race_setting_keep_start (GTK_WIDGET (self), self->landscape);
  else if (what == PERCEPT_MOVED_WINDOW)
    percept_race_setting_keep_window (GTK_WIDGET (self), self->landscape);
  else
    percept_race_setting_keep (GTK_WIDGET (self), self->landscape, "window", "fit");
}

static void
moved_cb (PerceptMoved what,
          gboolean     held,
          gpointer     data)
{
  PerceptLandscapePage *self = data;

  if (!held)
    keep_moved (self, what);
  percept_race_ghost_hold (&self->ghost, self->figure, held);
  percept_figure_view_set_dragged (PERCEPT_FIGURE_VIEW (self->view), held);
  show_figure (self);
}

static void
race_cb (PerceptLandscapePage *self)
{
  percept_race_ghost_take (&self->ghost, self->figure, self->landscape);
  show_figure (self);
}

/* Notices */

static const PerceptStatus *
status_of (PerceptLandscapePage *self)
{
  return percept_session_get_status (self->session);
}

/* An experiment that is about the landscape trains first, and is then looked at; another one may be looked at while it
 * trains. */
static gboolean
is_awaited (PerceptLandscapePage *self)
{
  const PerceptStatus *status = is_open (self) ? status_of (self) : NULL;

  /* What was opened to be run is paused for a moment. */
  return status != NULL && status->total_steps > 0
         && (status->phase == PERCEPT_PHASE_RUNNING || (status->phase == PERCEPT_PHASE_PAUSED && status->step == 0))
         && percept_landscape_get_model (self->landscape) == NULL
         && g_str_equal (train_experiment_get (percept_session_get_experiment (self->session), "experiment", "page"),
                         "landscape");
}

/* The surface is that of an earlier step. */
static gboolean
is_old (PerceptLandscapePage *self)
{
  const PerceptModel *model = percept_landscape_get_model (self->landscape);

  return is_open (self) && model != NULL && model->step != status_of (self)->step
         && percept_landscape_get_plane (self->landscape) != PERCEPT_PLANE_ANALYTIC;
}

static char *
count_text (guint64 n)
{
  return plot_number_isolate (plot_number_fixed ((double) n, 0));
}

/* What there is to say about the surface, or NULL. Returns: (transfer full) */
static char *
write_notice (PerceptLandscapePage *self)
{
  g_autofree char *now = is_open (self) ? count_text (status_of (self)->step) : NULL;
  g_autofree char *other = NULL;

  if (self->failure != NULL)
    return g_strdup (self->failure);
  if (is_awaited (self))
    {
      other = count_text (status_of (self)->total_steps);
      return g_strdup_printf (_("Training first: step %s of %s. The surface follows by itself."), now, other);
    }
  if (is_old (self))
    {
      other = count_text (percept_landscape_get_model (self->landscape)->step);
      return g_strdup_printf (_("Surface of step %s; training is at step %s"), other, now);
    }
  if (!is_open (self) && percept_landscape_get_plane (self->landscape) != PERCEPT_PLANE_ANALYTIC)
    return g_strdup (_("Open an experiment, or choose a surface with a formula"));
  return NULL;
}

static void
update_notice (PerceptLandscapePage *self)
{
  g_autofree char *text = write_notice (self);
  gboolean         weights = percept_landscape_get_plane (self->landscape) == PERCEPT_PLANE_WEIGHTS;

  gtk_widget_set_visible (self->notice, text != NULL);
  gtk_widget_set_visible (self->suggest_button, self->failure != NULL && weights && is_open (self));
  gtk_widget_set_visible (self->take_button, self->failure == NULL && (is_awaited (self) || is_old (self)));
  gtk_widget_set_sensitive (self->take_button, !self->asked);
  gtk_button_set_label (GTK_BUTTON (self->take_button), is_awaited (self) ? _("Take It _Now") : _("Take It _Anew"));
  if (text != NULL)
    percept_verdict_box_tell (PERCEPT_VERDICT_BOX (self->notice_text),
                              self->failure != NULL ? PERCEPT_VERDICT_ERROR : PERCEPT_VERDICT_NONE, text);
}

static void
set_failure (PerceptLandscapePage *self,
             const char           *text)
{
  g_free (self->failure);
  self->failure = g_strdup (text);
  update_notice (self);
}

static void
failed_cb (PerceptLandscapePage *self,
           const GError         *error)
{
  set_failure (self, error->message);
  show_figure (self);
}

static void
surface_cb (PerceptLandscapePage *self)
{
  if (percept_landscape_get_surface (self->landscape) != NULL)
    set_failure (self, NULL);
  show_figure (self);
}

/* Progress */

static gboolean
progress_cb (gpointer data)
{
  PerceptLandscapePage *self = data;

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress_bar),
                                 CLAMP (percept_landscape_get_progress (self->landscape), 0, 1));
  return G_SOURCE_CONTINUE;
}

static gboolean
busy_long_cb (gpointer data)
{
  PerceptLandscapePage *self = data;

  self->busy_id = 0;
  progress_cb (self);
  gtk_widget_set_visible (self->busy_box, TRUE);
  self->progress_id = g_timeout_add (PROGRESS_MS, progress_cb, self);
  return G_SOURCE_REMOVE;
}

static void
end_progress (PerceptLandscapePage *self)
{
  g_clear_handle_id (&self->busy_id, g_source_remove);
  g_clear_handle_id (&self->progress_id, g_source_remove);
}

static void
busy_cb (PerceptLandscapePage *self)
{
  gboolean busy = percept_landscape_is_busy (self->landscape);

  if (busy && self->busy_id == 0 && self->progress_id == 0)
    self->busy_id = g_timeout_add (BUSY_MS, busy_long_cb, self);
  if (busy)
    return;
  end_progress (self);
  gtk_widget_set_visible (self->busy_box, FALSE);
}

static void
stop_cb (PerceptLandscapePage *self)
{
  percept_landscape_stop (self->landscape);
}

/* The network */

static void
ask (PerceptLandscapePage *self)
{
  self->asked = TRUE;
  percept_session_request_model (self->session);
  update_notice (self);
}

/* When the page is seen, and has no network yet, or one of another step than that which training came to rest at. */
static void
ask_if_needed (PerceptLandscapePage *self)
{
  PerceptModel *model = percept_landscape_get_model (self->landscape);
  gboolean      loading = is_open (self) && status_of (self)->phase == PERCEPT_PHASE_LOADING;
  gboolean      running = is_open (self) && status_of (self)->phase == PERCEPT_PHASE_RUNNING;

  if (!is_open (self) || loading || self->asked || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (model == NULL ? !is_awaited (self) : !running && model->step != status_of (self)->step)
    ask (self);
}

static void
model_cb (PerceptLandscapePage *self,
          PerceptModel         *model)
{
  if (!self->asked)
    return;
  self->asked = FALSE;
  percept_landscape_set_model (self->landscape, model);
  follow_run (self);
  show_figure (self);
  update_notice (self);
}

static void
take_cb (PerceptLandscapePage *self)
{
  if (is_open (self))
    ask (self);
}

static void
suggest_cb (PerceptLandscapePage *self)
{
  percept_weight_picker_suggest (PERCEPT_WEIGHT_PICKER (self->picker));
}

/* Another network: nothing of the last one's surface is true of it. */
static void
opened_cb (PerceptLandscapePage *self)
{
  g_autofree char *file_name = percept_figure_file_name (self->session, "landscape");

  self->asked = FALSE;
  percept_race_ghost_forget (&self->ghost, self->figure);
  percept_run_trail_drop (&self->trail);
  percept_landscape_set_model (self->landscape, NULL);
  percept_figure_view_set_file_name (PERCEPT_FIGURE_VIEW (self->view), file_name);
  set_failure (self, NULL);
  show_figure (self);
  ask_if_needed (self);
}

static void
status_cb (PerceptLandscapePage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  ask_if_needed (self);
  update_notice (self);
}

static void
changed_cb (PerceptLandscapePage *self)
{
  follow_run (self);
  show_figure (self);
  update_notice (self);
}

/* Public */

gboolean
percept_landscape_page_choose_weights (PerceptLandscapePage *self,
                                       const char           *text,
                                       GError              **error)
{
  return percept_weight_picker_choose (PERCEPT_WEIGHT_PICKER (self->picker), text, error);
}

PerceptLandscape *
percept_landscape_page_get_landscape (PerceptLandscapePage *self)
{
  return self->landscape;
}

PerceptRacePlayer *
percept_landscape_page_get_player (PerceptLandscapePage *self)
{
  return self->player;
}

GPtrArray *
percept_landscape_page_get_views (PerceptLandscapePage *self)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (views, g_object_ref (self->view));
  return views;
}

void
percept_landscape_page_set_session (PerceptLandscapePage *self,
                                    PerceptSession       *session)
{
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "status", G_CALLBACK (status_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "model", G_CALLBACK (model_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "parameters", G_CALLBACK (parameters_cb), self, G_CONNECT_SWAPPED);
  percept_weight_picker_set_session (PERCEPT_WEIGHT_PICKER (self->picker), session, self->landscape);
  update_notice (self);
}

/* GObject */

static void
percept_landscape_page_map (GtkWidget *widget)
{
  PerceptLandscapePage *self = PERCEPT_LANDSCAPE_PAGE (widget);

  GTK_WIDGET_CLASS (percept_landscape_page_parent_class)->map (widget);
  follow_run (self);
  ask_if_needed (self);
  update_notice (self);
}

static void
percept_landscape_page_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (percept_landscape_page_parent_class)->unmap (widget);
  follow_run (PERCEPT_LANDSCAPE_PAGE (widget));
}

static void
percept_landscape_page_dispose (GObject *object)
{
  PerceptLandscapePage *self = PERCEPT_LANDSCAPE_PAGE (object);

  end_progress (self);
  if (self->landscape != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->landscape, self);
      percept_landscape_close (self->landscape);
    }
  g_clear_pointer (&self->content, gtk_widget_unparent);
  percept_race_ghost_clear (&self->ghost);
  percept_run_trail_clear (&self->trail);
  if (self->figure != NULL)
    plot_figure_unref (plot_landscape_figure (self->figure));
  self->figure = NULL;
  g_clear_object (&self->player);
  g_clear_object (&self->landscape);
  g_clear_object (&self->session);
  g_clear_pointer (&self->failure, g_free);
  G_OBJECT_CLASS (percept_landscape_page_parent_class)->dispose (object);
}

static void
percept_landscape_page_class_init (PerceptLandscapePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PERCEPT_TYPE_FIGURE_VIEW);
  g_type_ensure (PERCEPT_TYPE_VERDICT_BOX);
  g_type_ensure (PERCEPT_TYPE_RACERS_BOX);
  g_type_ensure (PERCEPT_TYPE_WEIGHT_PICKER);
  g_type_ensure (PERCEPT_TYPE_CURVATURE_PANEL);
  g_type_ensure (PERCEPT_TYPE_SURFACE_PANEL);
  G_OBJECT_CLASS (klass)->dispose = percept_landscape_page_dispose;
  widget_class->map = percept_landscape_page_map;
  widget_class->unmap = percept_landscape_page_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/landscape-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptLandscapePage, content);
  gtk_widget_class_bind_template_child (widget_class, PerceptLandscapePage, body);
  gtk_widget_class_bind_template_child (widget_class, PerceptLandscapePage, notice);
  gtk_widget_class_bind_template_child (widget_class, PerceptLandscapePage, notice_text);
  gtk_widget_class_bind_template_child (widget_class, PerceptLandscapePage, take_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptLandscapePage, suggest_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptLandscapePage, view);
  gtk_widget_class_bind_template_child (widget_class, PerceptLandscapePage, busy_box);
  gtk_widget_class_bind_template_child (widget_class, PerceptLandscapePage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, PerceptLandscapePage, racers_box);
  gtk_widget_class_bind_template_child (widget_class, PerceptLandscapePage, side);
  gtk_widget_class_bind_template_child (widget_class, PerceptLandscapePage, picker);
  gtk_widget_class_bind_template_child (widget_class, PerceptLandscapePage, curvature_panel);
  gtk_widget_class_bind_template_child (widget_class, PerceptLandscapePage, surface_panel);
  gtk_widget_class_bind_template_callback (widget_class, take_cb);
  gtk_widget_class_bind_template_callback (widget_class, suggest_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
listen (PerceptLandscapePage *self)
{
  g_signal_connect_swapped (self->landscape, "race", G_CALLBACK (race_cb), self);
  g_signal_connect_swapped (self->landscape, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->landscape, "surface", G_CALLBACK (surface_cb), self);
  g_signal_connect_swapped (self->landscape, "busy", G_CALLBACK (busy_cb), self);
  g_signal_connect_swapped (self->landscape, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect_object (self->player, "changed", G_CALLBACK (show_figure), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->surface_panel, "look-changed", G_CALLBACK (show_figure), self);
}

static void
percept_landscape_page_init (PerceptLandscapePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->body, percept_side_layout_new (LEAST_WIDTH, SIDE_WIDTH, GAP));
  percept_scroll_through_add (GTK_SCROLLED_WINDOW (self->side));
  self->landscape = percept_landscape_new (0);
  self->player = percept_race_player_new (self->landscape);
  self->figure = plot_landscape_new ();
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), plot_landscape_figure (self->figure),
                                  _("Cost over two weights"));
  percept_racers_box_set_landscape (PERCEPT_RACERS_BOX (self->racers_box), self->landscape);
  percept_racers_box_set_player (PERCEPT_RACERS_BOX (self->racers_box), self->player);
  percept_curvature_panel_set_player (PERCEPT_CURVATURE_PANEL (self->curvature_panel), self->player);
  percept_surface_panel_set_landscape (PERCEPT_SURFACE_PANEL (self->surface_panel), self->landscape);
  percept_landscape_hand_add (PERCEPT_FIGURE_VIEW (self->view), self->landscape, moved_cb, self);
  listen (self);
  show_figure (self);
}
