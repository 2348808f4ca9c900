/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window-private.h"

#include "app/settings.h"
#include "train/run-folder.h"
#include "views/gallery/gallery-page.h"
#include "views/present/present-view.h"
#include "views/setup/setup-sidebar.h"
#include "views/train/train-page.h"
#include "views/transport/race-bar.h"
#include "views/transport/transport-bar.h"
#include "widgets/control-name.h"
#include "widgets/popup-control.h"
#include "widgets/redraw-queue.h"

#include <glib/gi18n-lib.h>

/* Px: below, the header bar has no room for the pages; with many of them or a large font it needs more, and some to
 * spare, or the window could never become narrower. */
#define NARROW 760
#define SPARE  32
#define TOAST_SECONDS 8
#define TOAST_LINES   3
/* A toast younger than this takes on a new text, and has time left for it. */
#define TOAST_SETTLED_US (4 * G_USEC_PER_SEC)

G_DEFINE_FINAL_TYPE (PerceptWindow, percept_window, ADW_TYPE_APPLICATION_WINDOW)

/* Frame */

static gboolean
is_shown (PerceptWindow *self,
          const char    *name)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->main_stack)), name) == 0;
}

static void
update_title (PerceptWindow *self)
{
  TrainExperiment *experiment = percept_session_get_experiment (self->session);
  gboolean         named = experiment != NULL && !is_shown (self, "gallery");
  gboolean         changed = named && percept_session_get_changed (self->session);
  const char      *title = named ? train_experiment_get_title (experiment) : _("Percept");
  g_autofree char *text = changed ? g_strdup_printf ("%s •", title) : g_strdup (title);

  if (g_strcmp0 (gtk_window_get_title (GTK_WINDOW (self)), text) == 0)
    return;
  gtk_label_set_label (GTK_LABEL (self->title_label), text);
  gtk_label_set_label (GTK_LABEL (self->middle_title), text);
  gtk_widget_set_tooltip_text (self->title_label, changed ? _("Not saved under a name yet") : NULL);
  gtk_window_set_title (GTK_WINDOW (self), text);
}

/* In a narrow window the pages are chosen at the bottom and the title has the middle. */
static void
update_frame (PerceptWindow *self)
{
  gboolean in_gallery = is_shown (self, "gallery");
  gboolean presenting = is_shown (self, "present");
  gboolean narrow = self->narrow;

  gtk_stack_set_visible_child (GTK_STACK (self->middle), in_gallery || narrow ? self->middle_title : self->switcher);
  gtk_widget_set_visible (self->title_label, !in_gallery && !narrow);
  gtk_widget_set_visible (self->back_button, in_gallery && percept_session_get_experiment (self->session) != NULL);
  gtk_widget_set_visible (self->sidebar_button, !in_gallery);
  gtk_widget_set_visible (self->present_button, !in_gallery && !narrow);
  gtk_widget_set_visible (self->header, !presenting);
  if (narrow)
    gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->experiments_button), "view-grid-symbolic");
  else
    gtk_menu_button_set_label (GTK_MENU_BUTTON (self->experiments_button), _("_Experiments"));
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->transport_revealer), !in_gallery && !presenting);
  adw_view_switcher_bar_set_reveal (ADW_VIEW_SWITCHER_BAR (self->switcher_bar), !in_gallery && !presenting && narrow);
  percept_transport_bar_set_compact (PERCEPT_TRANSPORT_BAR (self->transport), narrow);
  percept_race_bar_set_compact (PERCEPT_RACE_BAR (self->race_bar), narrow);
  update_title (self);
}

static gboolean
frame_cb (gpointer data)
{
  PerceptWindow *self = data;

  self->frame_id = 0;
  self->narrow = gtk_widget_get_width (GTK_WIDGET (self)) < self->wide_least;
  update_frame (self);
  return G_SOURCE_REMOVE;
}

/* The least width of the wide frame can only be measured in it, and is kept in the narrow one. */
static int
measure_wide (PerceptWindow *self)
{
  int least = 0;

  if (self->narrow || !is_shown (self, "work"))
    return MAX (self->wide_least, NARROW);
  gtk_widget_measure (self->header, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return MAX (least + SPARE, NARROW);
}

/* What is laid out must not change in the middle of it: the frame follows right after. */
static void
percept_window_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  PerceptWindow *self = PERCEPT_WINDOW (widget);

  GTK_WIDGET_CLASS (percept_window_parent_class)->size_allocate (widget, width, height, baseline);
  self->wide_least = measure_wide (self);
  if ((width < self->wide_least) != self->narrow && self->frame_id == 0)
    self->frame_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, frame_cb, self, NULL);
}

void
percept_window_show_gallery (PerceptWindow *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->main_stack), "gallery");
  update_frame (self);
}

void
percept_window_show_work (PerceptWindow *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->main_stack), "work");
  update_frame (self);
}

void
percept_window_show_page (PerceptWindow *self,
                          const char    *name)
{
  AdwViewStack *pages = ADW_VIEW_STACK (self->pages);
  GtkWidget    *page = adw_view_stack_get_child_by_name (pages, name);

  g_return_if_fail (page != NULL);
  adw_view_stack_page_set_visible (adw_view_stack_get_page (pages, page), TRUE);
  adw_view_stack_set_visible_child (pages, page);
}

void
percept_window_show_present (PerceptWindow *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->main_stack), "present");
  update_frame (self);
}

/* Messages */

static void
details_cb (PerceptWindow *self)
{
  GtkWidget *dialog;

  if (self->message == NULL)
    return;
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("What went wrong"), NULL);

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), self->message);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* A toast that leaves already is not ours any more. */
static void
dismissed_cb (PerceptWindow *self,
              AdwToast      *toast)
{
  if (self->toast == toast)
    g_clear_weak_pointer (&self->toast);
}

/* Not while it still slides in: libadwaita 1.2 crashes. */
static gboolean
dismiss_toast (PerceptWindow *self)
{
  if (self->toast == NULL || g_get_monotonic_time () - self->toasted < TOAST_SETTLED_US)
    return FALSE;
  adw_toast_dismiss (self->toast);
  return TRUE;
}

/* Errors say in their second half what would be right: it is not cut off. */
static GtkWidget *
new_toast_title (void)
{
  GtkWidget *title = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (title), TOAST_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  return title;
}

/* The newest is what counts: toasts do not queue, a fresh one takes on the new text. */
static void
show_toast (PerceptWindow *self,
            const char    *message,
            gboolean       is_error)
{
  dismiss_toast (self);
  if (self->toast == NULL)
    {
      g_set_weak_pointer (&self->toast, adw_toast_new (""));
      adw_toast_set_custom_title (self->toast, new_toast_title ());
      adw_toast_set_timeout (self->toast, TOAST_SECONDS);
      g_signal_connect_object (self->toast, "dismissed", G_CALLBACK (dismissed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->toast, "button-clicked", G_CALLBACK (details_cb), self, G_CONNECT_SWAPPED);
      adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), self->toast);
      self->toasted = g_get_monotonic_time ();
    }
  gtk_label_set_label (GTK_LABEL (adw_toast_get_custom_title (self->toast)), message);
  adw_toast_set_button_label (self->toast, is_error ? _("Details") : NULL);
}

void
percept_window_report (PerceptWindow *self,
                       const char    *message)
{
  g_free (self->message);
  self->message = g_strdup (message);
  show_toast (self, message, TRUE);
  percept_window_queue_status (self);
}

void
percept_window_tell (PerceptWindow *self,
                     const char    *message)
{
  show_toast (self, message, FALSE);
}

/* Session */

/* The Train page tells how far the loading is. */
static void
start_opening (PerceptWindow *self,
               gboolean       resume)
{
  percept_window_stop_looking (self);
  self->opening = TRUE;
  self->resume = resume;
  percept_window_set_present (self, FALSE);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (self->pages), "train");
  percept_window_show_work (self);
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
}

void
percept_window_open (PerceptWindow   *self,
                     TrainExperiment *experiment,
                     gboolean         run)
{
  /* What is checked is not trained before; a surface is, if the experiment trains at all. */
  run = run && !g_str_equal (train_experiment_get (experiment, "experiment", "kind"), "check");
  start_opening (self, FALSE);
  percept_session_open (self->session, experiment, run);
}

void
percept_window_open_run (PerceptWindow *self,
                         const char    *path,
                         gboolean       resume)
{
  start_opening (self, resume);
  percept_session_open_run (self->session, path);
}

static PerceptPace
pace_of (TrainExperiment *experiment)
{
  const TrainKey *key = train_key_find ("experiment", "pace");
  const char     *name = train_experiment_get (experiment, "experiment", "pace");

  for (int i = 0; key != NULL && key->choices[i] != NULL; i++)
    if (g_str_equal (key->choices[i], name))
      return i;
  return PERCEPT_PACE_FULL;
}

/* Also after a restart that brought changes into force: that leaves page, pace and name as they are. */
static void
opened_cb (PerceptWindow *self)
{
  TrainExperiment *experiment = percept_session_get_experiment (self->session);

  if (!self->opening)
    return;
  self->opening = FALSE;
  g_clear_pointer (&self->save_path, g_free);
  g_clear_pointer (&self->saving_as, g_free);
  g_clear_pointer (&self->message, g_free);
  dismiss_toast (self);
  percept_session_set_pace (self->session, pace_of (experiment));
  percept_window_show_page (self, train_experiment_get (experiment, "experiment", "page"));
  if (self->resume)
    percept_session_run (self->session);
  self->resume = FALSE;
  percept_window_set_present (self, FALSE);
  percept_window_show_work (self);
  percept_window_update_actions (self);
}

static void
status_cb (PerceptWindow *self)
{
  percept_window_update_actions (self);
  percept_window_queue_status (self);
  update_title (self);
}

static void
experiment_cb (PerceptWindow *self)
{
  update_title (self);
}

static void
failed_cb (PerceptWindow *self,
           const GError  *error)
{
  /* Opening, or else saving while something is being opened. */
  if (percept_session_get_status (self->session)->phase != PERCEPT_PHASE_LOADING)
    self->opening = self->resume = FALSE;
  g_clear_pointer (&self->saving_as, g_free);
  percept_window_report (self, error->message);
  if (percept_session_get_experiment (self->session) == NULL)
    percept_window_show_gallery (self);
  percept_window_update_actions (self);
}

static void
finished_cb (PerceptWindow *self,
             const char    *because)
{
  percept_window_update_actions (self);
  update_title (self);
}

static void
saved_cb (PerceptWindow *self,
          const char    *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = g_strdup_printf (_("Saved as %s"), name);

  if (g_strcmp0 (path, self->saving_as) == 0)
    {
      g_free (self->save_path);
      self->save_path = g_steal_pointer (&self->saving_as);
    }
  percept_window_tell (self, text);
  update_title (self);
}

static void
interval_cb (PerceptWindow *self)
{
  percept_session_set_picture_interval (self->session,
                                        percept_redraw_queue_get_interval (percept_redraw_queue_get_default ()));
}

static void
make_session (PerceptWindow *self)
{
  g_autofree char    *store = train_run_store ();
  PerceptRedrawQueue *queue = percept_redraw_queue_get_default ();

  self->session = percept_session_new (0);
  percept_session_set_store (self->session, store);
  percept_settings_follow (self->session);
  self->figures = percept_run_figures_new (self->session);
  percept_train_page_set_run (PERCEPT_TRAIN_PAGE (self->train_page), self->session, self->figures);
  percept_window_add_weights (self);
  percept_window_add_edits (self);
  percept_lab_page_set_session (PERCEPT_LAB_PAGE (self->lab_page), self->session);
  percept_present_view_set_run (PERCEPT_PRESENT_VIEW (self->present_view), self->session, self->figures);
  g_signal_connect_object (self->lab_page, "checked", G_CALLBACK (percept_window_update_guests), self,
                           G_CONNECT_SWAPPED);
  percept_setup_sidebar_set_session (PERCEPT_SETUP_SIDEBAR (self->sidebar), self->session);
  percept_transport_bar_set_session (PERCEPT_TRANSPORT_BAR (self->transport), self->session);
  g_signal_connect_object (self->session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "status", G_CALLBACK (status_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "rungs", G_CALLBACK (percept_window_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "experiment", G_CALLBACK (experiment_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  percept_redraw_queue_watch_frames (queue, GTK_WIDGET (self));
  g_signal_connect_object (queue, "notify::interval", G_CALLBACK (interval_cb), self, G_CONNECT_SWAPPED);
}

PerceptSession *
percept_window_get_session (PerceptWindow *self)
{
  return self->session;
}

void
percept_window_open_file (PerceptWindow *self,
                          GFile         *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *text = g_strdup_printf (_("%s is not on this computer: copy it here first"), uri);

  if (path != NULL)
    percept_window_open_path (self, path);
  else
    percept_window_report (self, text);
}

/* Menus */

/* "Experiments": the gallery, then the bundled ones by title, variants apart. */
static void
fill_experiments_menu (PerceptWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) first = g_menu_new ();
  g_autoptr (GMenu) second = g_menu_new ();
  g_autoptr (GMenu) reports = g_menu_new ();
  g_autoptr (GMenu) lab = g_menu_new ();
  g_autoptr (GMenu) third = g_menu_new ();
  g_auto (GStrv)    names = train_experiment_list_bundled ();

  g_menu_append (first, _("_Gallery and Recent Runs"), "win.gallery");
  for (int i = 0; names[i] != NULL; i++)
    {
      g_autoptr (TrainExperiment) experiment = train_experiment_load (names[i], NULL);
      g_autofree char            *action = g_strdup_printf ("win.experiment::%s", names[i]);

      if (experiment != NULL)
        g_menu_append (strchr (names[i], '@') == NULL ? second : reports, train_experiment_get_title (experiment),
                       action);
    }
  g_menu_append_submenu (second, _("As in the _Reports"), G_MENU_MODEL (reports));
  g_menu_append (lab, _("_Lab: Gradient Check"), "win.page::lab");
  g_menu_append (third, _("_Open File…"), "win.open");
  g_menu_append (third, _("Open _Folder (Data or a Run)…"), "win.open-data");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (second));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (lab));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (third));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->experiments_button), G_MENU_MODEL (menu));
}

/* Life */

static void
restore (PerceptWindow *self)
{
  GSettings *settings = percept_settings_get ();

  if (settings == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  adw_flap_set_reveal_flap (ADW_FLAP (self->flap), g_settings_get_boolean (settings, "show-sidebar"));
}

static void
remember (PerceptWindow *self)
{
  GSettings *settings = percept_settings_get ();
  int        width, height;

  if (settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (settings, "window-width", MAX (width, 1));
  g_settings_set_int (settings, "window-height", MAX (height, 1));
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (!adw_flap_get_folded (ADW_FLAP (self->flap)))
    g_settings_set_boolean (settings, "show-sidebar",
                            self->sidebar_folded ? self->sidebar_before
                                                 : adw_flap_get_reveal_flap (ADW_FLAP (self->flap)));
}

static void
percept_window_unrealize (GtkWidget *widget)
{
  remember (PERCEPT_WINDOW (widget));
  GTK_WIDGET_CLASS (percept_window_parent_class)->unrealize (widget);
}

static void
percept_window_dispose (GObject *object)
{
  PerceptWindow *self = PERCEPT_WINDOW (object);

  g_clear_handle_id (&self->frame_id, g_source_remove);
  g_clear_handle_id (&self->status_id, g_source_remove);
  percept_window_stop_looking (self);
  g_cancellable_cancel (self->recognizing);
  g_clear_object (&self->recognizing);
  g_clear_object (&self->dialog);
  g_clear_weak_pointer (&self->toast);
  if (self->session != NULL)
    percept_session_close (self->session);
  G_OBJECT_CLASS (percept_window_parent_class)->dispose (object);
  g_clear_object (&self->figures);
  g_clear_object (&self->session);
  g_clear_pointer (&self->save_path, g_free);
  g_clear_pointer (&self->saving_as, g_free);
  g_clear_pointer (&self->message, g_free);
}

static void
ensure_types (void)
{
  g_type_ensure (PERCEPT_TYPE_GALLERY_PAGE);
  g_type_ensure (PERCEPT_TYPE_PRESENT_VIEW);
  g_type_ensure (PERCEPT_TYPE_SETUP_SIDEBAR);
  g_type_ensure (PERCEPT_TYPE_TRAIN_PAGE);
  g_type_ensure (PERCEPT_TYPE_TRANSPORT_BAR);
  g_type_ensure (PERCEPT_TYPE_WEIGHTS_PAGE);
  g_type_ensure (PERCEPT_TYPE_LANDSCAPE_PAGE);
  g_type_ensure (PERCEPT_TYPE_LAB_PAGE);
  g_type_ensure (PERCEPT_TYPE_RACE_BAR);
}

static void
percept_window_class_init (PerceptWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ensure_types ();
  G_OBJECT_CLASS (klass)->dispose = percept_window_dispose;
  widget_class->unrealize = percept_window_unrealize;
  widget_class->size_allocate = percept_window_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/app/window.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, drop_overlay);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, drop_label);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, header);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, experiments_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, present_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, title_label);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, middle);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, middle_title);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, main_stack);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, train_page);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, weights_page);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, landscape_page);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, lab_page);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, present_view);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, transport);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, race_bar);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, transport_stack);
  gtk_widget_class_bind_template_child (widget_class, PerceptWindow, transport_revealer);
}

static void
percept_window_init (PerceptWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The tabs have words beside their icons. */
  percept_control_hide_icons (self->switcher);
  percept_control_hide_icons (self->switcher_bar);
  percept_popup_control_hush_all (self->header);
  make_session (self);
  percept_window_add_file_actions (self);
  percept_window_add_curve_actions (self);
  percept_window_add_landscape (self);
  percept_window_add_actions (self);
  percept_window_add_status (self);
  percept_window_add_keys (self);
  percept_window_add_drop (self);
  fill_experiments_menu (self);
  restore (self);
  percept_window_show_gallery (self);
}

PerceptWindow *
percept_window_new (GtkApplication *application)
{
  return g_object_new (PERCEPT_TYPE_WINDOW, "application", application, NULL);
}
