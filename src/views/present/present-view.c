/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/present/present-view.h"

#include "views/landscape/race-readouts.h"
#include "views/run-numbers.h"
#include "widgets/redraw-queue.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define N_NUMBERS (PERCEPT_RUN_NUMBER_ACCURACY + 1)
/* Of the height, for a number; its caption is 0.45 of that, above 1/36. */
#define NUMBER_SHARE (1 / 13.0)

/* Until the way out by pointer goes away. */
#define REST_MS 2500

struct _PerceptPresentView
{
  GtkWidget          parent_instance;
  PerceptSession    *session;
  PerceptRunFigures *figures;
  GtkWidget         *column;
  GtkWidget         *view;
  GtkWidget         *numbers[N_NUMBERS];
  PerceptRacePlayer *race;       /* that the guests show, or NULL */
  GPtrArray         *guests;     /* of PerceptFigureView; NULL: none */
  guint              shown;      /* among the guests and then the pages */
  GtkWidget         *leave_button;
  guint              rest_id;    /* timeout: the pointer rests */
  guint              resize_id;
  gboolean           watching;
};

G_DEFINE_FINAL_TYPE (PerceptPresentView, percept_present_view, GTK_TYPE_WIDGET)

static const PerceptRunFigure pages[] = {
  PERCEPT_RUN_FIGURE_ACCURACY, PERCEPT_RUN_FIGURE_COST, PERCEPT_RUN_FIGURE_ALL_UNITS,
};

static guint
count_guests (PerceptPresentView *self)
{
  return self->guests != NULL ? self->guests->len : 0;
}

static void
watch (PerceptPresentView *self)
{
  guint    n_guests = count_guests (self);
  gboolean wanted = gtk_widget_get_mapped (GTK_WIDGET (self)) && self->shown >= n_guests
                    && pages[self->shown - n_guests] == PERCEPT_RUN_FIGURE_ALL_UNITS;

  if (self->watching == wanted || self->session == NULL)
    return;
  self->watching = wanted;
  if (wanted)
    percept_session_watch_weights (self->session, 1);
  else
    percept_session_unwatch_weights (self->session, 1);
}

static void
show_figure (PerceptPresentView *self)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->view);
  guint              n_guests = count_guests (self);

  if (self->shown < n_guests)
    {
      PerceptFigureView *guest = g_ptr_array_index (self->guests, self->shown);

      percept_run_figures_unbind (self->figures, view);
      percept_figure_view_set_figure (view, percept_figure_view_get_figure (guest),
                                      percept_figure_view_get_name (guest));
      percept_figure_view_set_file_name (view, percept_figure_view_get_file_name (guest));
    }
  else
    percept_run_figures_bind (self->figures, pages[self->shown - n_guests], view);
  percept_figure_view_queue_update (view, TRUE);
  watch (self);
}

void
percept_present_view_set_guests (PerceptPresentView *self,
                                 GPtrArray          *guests)
{
  guint n_before = count_guests (self);
  guint n = guests != NULL ? guests->len : 0;

  if (guests != NULL)
    g_ptr_array_ref (guests);
  g_clear_pointer (&self->guests, g_ptr_array_unref);
  self->guests = guests;
  if (self->shown >= n_before)
    self->shown = n_before == 0 && n > 0 ? 0 : self->shown - n_before + n;
  else if (self->shown >= n)
    self->shown = 0;
  show_figure (self);
}

PerceptFigureView *
percept_present_view_get_view (PerceptPresentView *self)
{
  return PERCEPT_FIGURE_VIEW (self->view);
}

void
percept_present_view_show_figure (PerceptPresentView *self,
                                  PerceptRunFigure    figure)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (pages[i] == figure)
      self->shown = count_guests (self) + i;
  show_figure (self);
}

static void
show_race_numbers (PerceptPresentView *self)
{
  guint order[N_NUMBERS - 1];
  guint n = percept_race_rank (self->race, order, N_NUMBERS - 1);

  percept_race_show_step (PERCEPT_READOUT (self->numbers[0]), self->race);
  for (guint i = 0; i < N_NUMBERS - 1; i++)
    {
      gtk_widget_set_visible (self->numbers[i + 1], i < n);
      if (i < n)
        percept_race_show_cost (PERCEPT_READOUT (self->numbers[i + 1]), self->race, order[i], FALSE);
    }
}

static void
show_run_numbers (PerceptPresentView *self)
{
  const PerceptStatus *status = percept_session_get_status (self->session);

  for (int i = 0; i < N_NUMBERS; i++)
    {
      percept_run_number_reserve (i, PERCEPT_READOUT (self->numbers[i]), status);
      percept_run_number_show (i, PERCEPT_READOUT (self->numbers[i]), status);
      percept_readout_set_color (PERCEPT_READOUT (self->numbers[i]), NULL);
      gtk_widget_set_visible (self->numbers[i], TRUE);
    }
}

static void
redraw_cb (GtkWidget *widget)
{
  PerceptPresentView *self = PERCEPT_PRESENT_VIEW (widget);

  if (self->race != NULL && self->shown < count_guests (self))
    show_race_numbers (self);
  else
    show_run_numbers (self);
}

static void
race_cb (PerceptPresentView *self)
{
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), TRUE);
  redraw_cb (GTK_WIDGET (self));
}

void
percept_present_view_set_race (PerceptPresentView *self,
                               PerceptRacePlayer  *race)
{
  if (race == self->race)
    return;
  if (self->race != NULL)
    g_signal_handlers_disconnect_by_data (self->race, self);
  g_set_object (&self->race, race);
  if (race != NULL)
    g_signal_connect_object (race, "changed", G_CALLBACK (race_cb), self, G_CONNECT_SWAPPED);
  redraw_cb (GTK_WIDGET (self));
}

void
percept_present_view_turn (PerceptPresentView *self,
                           int                 direction)
{
  int n = (int) (count_guests (self) + G_N_ELEMENTS (pages));

  self->shown = (guint) (((int) self->shown + direction + n) % n);
  show_figure (self);
  redraw_cb (GTK_WIDGET (self));
}

static void
status_cb (PerceptPresentView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    percept_redraw_queue_push (percept_redraw_queue_get_default (), GTK_WIDGET (self), redraw_cb);
}

void
percept_present_view_set_run (PerceptPresentView *self,
                              PerceptSession     *session,
                              PerceptRunFigures  *figures)
{
  self->session = g_object_ref (session);
  self->figures = g_object_ref (figures);
  show_figure (self);
  percept_figure_view_set_presenting (PERCEPT_FIGURE_VIEW (self->view), TRUE);
  redraw_cb (GTK_WIDGET (self));
  g_signal_connect_object (session, "status", G_CALLBACK (status_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "opened", G_CALLBACK (status_cb), self, G_CONNECT_SWAPPED);
}

static gboolean
resize_cb (gpointer data)
{
  PerceptPresentView *self = data;
  double              height = gtk_widget_get_height (GTK_WIDGET (self));
  /* Three numbers have to fit beside one another on a narrow screen too. */
  double              px = fmin (height * NUMBER_SHARE, gtk_widget_get_width (GTK_WIDGET (self)) / 22.0);

  self->resize_id = 0;
  for (int i = 0; i < N_NUMBERS; i++)
    percept_readout_set_size (PERCEPT_READOUT (self->numbers[i]), fmax (px, 15));
  return G_SOURCE_REMOVE;
}

static void
percept_present_view_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  PerceptPresentView *self = PERCEPT_PRESENT_VIEW (widget);

  gtk_widget_size_allocate (self->column, &(GtkAllocation) { 0, 0, width, height }, baseline);
  if (self->resize_id == 0)
    self->resize_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, resize_cb, self, NULL);
}

static void
percept_present_view_measure (GtkWidget     *widget,
                              GtkOrientation orientation,
                              int            for_size,
                              int           *minimum,
                              int           *natural,
                              int           *minimum_baseline,
                              int           *natural_baseline)
{
  gtk_widget_measure (PERCEPT_PRESENT_VIEW (widget)->column, orientation, for_size, minimum, natural, NULL, NULL);
}

static gboolean
rest_cb (gpointer data)
{
  PerceptPresentView *self = data;

  self->rest_id = 0;
  gtk_widget_set_visible (self->leave_button, FALSE);
  return G_SOURCE_REMOVE;
}

/* The way out by pointer is there while the pointer moves, and not in the picture else. */
static void
motion_cb (PerceptPresentView *self)
{
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->rest_id = g_timeout_add (REST_MS, rest_cb, self);
  gtk_widget_set_visible (self->leave_button, TRUE);
}

static void
percept_present_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (percept_present_view_parent_class)->map (widget);
  if (PERCEPT_PRESENT_VIEW (widget)->session != NULL)
    redraw_cb (widget);
  watch (PERCEPT_PRESENT_VIEW (widget));
  motion_cb (PERCEPT_PRESENT_VIEW (widget));
}

static void
percept_present_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (percept_present_view_parent_class)->unmap (widget);
  watch (PERCEPT_PRESENT_VIEW (widget));
}

static void
percept_present_view_dispose (GObject *object)
{
  PerceptPresentView *self = PERCEPT_PRESENT_VIEW (object);

  g_clear_handle_id (&self->resize_id, g_source_remove);
  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_clear_pointer (&self->column, gtk_widget_unparent);
  g_clear_pointer (&self->guests, g_ptr_array_unref);
  if (self->race != NULL)
    g_signal_handlers_disconnect_by_data (self->race, self);
  g_clear_object (&self->race);
  g_clear_object (&self->figures);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_present_view_parent_class)->dispose (object);
}

static void
percept_present_view_class_init (PerceptPresentViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = percept_present_view_dispose;
  widget_class->size_allocate = percept_present_view_size_allocate;
  widget_class->measure = percept_present_view_measure;
  widget_class->map = percept_present_view_map;
  widget_class->unmap = percept_present_view_unmap;
  gtk_widget_class_set_css_name (widget_class, "present");
}

/* For a pointer or a finger; it stands above the figure, where there is only its title's line. */
static GtkWidget *
new_leave_button (void)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("view-restore-symbolic");

  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_margin_top (button, 6);
  gtk_widget_set_margin_end (button, 6);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "dim-label");
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_tooltip_text (button, _("Leave the presentation (Escape)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Leave the presentation"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.present");
  return button;
}

static void
percept_present_view_init (PerceptPresentView *self)
{
  GtkWidget          *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget          *overlay = gtk_overlay_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_parent (self->column, GTK_WIDGET (self));
  self->view = percept_figure_view_new ();
  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->view);
  self->leave_button = new_leave_button ();
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->leave_button);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_set_vexpand (overlay, TRUE);
  gtk_box_append (GTK_BOX (self->column), overlay);
  gtk_widget_add_css_class (row, "present-numbers");
  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  for (int i = 0; i < N_NUMBERS; i++)
    {
      self->numbers[i] = percept_readout_new ();
      gtk_widget_set_halign (self->numbers[i], GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (row), self->numbers[i]);
    }
  gtk_box_append (GTK_BOX (self->column), row);
}
