/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/train/example-pane.h"

#include "figures/example.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Networks of more parameters are walked through in a thread: their walk takes longer than a frame. */
#define MOST_AT_ONCE 1000000

#define FRAMES_TO_SETTLE 15

struct _PerceptExamplePane
{
  GtkWidget        parent_instance;
  PerceptSession  *session;
  PlotExampleWalk *walk;
  GtkWidget       *expander;
  GtkWidget       *title;
  GtkWidget       *view;
  gsize            place;       /* among the examples that are looked at */
  guint           *units;       /* chosen, one for each stage; NULL: not known how many */
  gboolean        *by_hand;     /* and which of them were chosen by hand */
  guint            n_units;
  guint            stage;       /* that keys move in */
  guint            n_watched;   /* layers */
  GCancellable    *walking;     /* NULL: no thread is at work */
  gboolean         again;       /* something has changed since it began */
  gboolean         far;         /* to be scrolled into sight once there is something to see */
};

enum
{
  NEXT,
  PREVIOUS,
  RANDOM,
};

G_DEFINE_FINAL_TYPE (PerceptExamplePane, percept_example_pane, GTK_TYPE_WIDGET)

/* Pictures of all layers, while they are seen. */
static void
watch (PerceptExamplePane *self)
{
  gboolean wanted = self->session != NULL && gtk_widget_get_mapped (GTK_WIDGET (self))
                    && gtk_expander_get_expanded (GTK_EXPANDER (self->expander));
  guint    n = 0;

  if (wanted)
    percept_session_get_layers (self->session, &n);
  for (; self->n_watched < n; self->n_watched++)
    percept_session_watch_weights (self->session, self->n_watched + 1);
  for (; self->n_watched > n; self->n_watched--)
    percept_session_unwatch_weights (self->session, self->n_watched);
}

/* Walking */

static void
take_stages (PerceptExamplePane   *self,
             const PerceptExample *example)
{
  guint n = percept_stages_count (example->network);

  if (n == self->n_units)
    return;
  g_free (self->units);
  g_free (self->by_hand);
  self->units = g_new (guint, n);
  self->by_hand = g_new0 (gboolean, n);
  for (guint s = 0; s < n; s++)
    self->units[s] = PERCEPT_ANY_UNIT;
  self->n_units = n;
  self->stage = MIN (1, n - 1);
}

/* The layout settles over some frames, and the focus scrolls, too: the pane is brought to the top until it has stayed
 * there, or as far as the page goes, for a few of them. */
static gboolean
scroll_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       data)
{
  int           *frames = data;
  GtkWidget     *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  double         before, y;

  if (scrolled == NULL || !gtk_widget_translate_coordinates (widget, scrolled, 0, 0, NULL, &y))
    return G_SOURCE_REMOVE;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  before = gtk_adjustment_get_value (adjustment);
  gtk_adjustment_set_value (adjustment, before + y);
  if (fabs (gtk_adjustment_get_value (adjustment) - before) >= 1)
    *frames = FRAMES_TO_SETTLE;
  return --*frames > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
scroll_into_sight (PerceptExamplePane *self)
{
  int *frames = g_new (int, 1);

  *frames = FRAMES_TO_SETTLE;
  self->far = FALSE;
  gtk_widget_grab_focus (self->view);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_cb, frames, g_free);
}

static void
show_walk (PerceptExamplePane   *self,
           const PerceptExample *example,
           const AnExampleWalk  *walk,
           gboolean              now)
{
  g_autofree char *title = percept_example_title (example);
  g_autofree char *text = g_strdup_printf (_("One example, step by step: %s"), title);

  take_stages (self, example);
  plot_example_walk_set (self->walk, percept_example_content (example, walk, self->units));
  plot_example_walk_focus (self->walk, self->stage);
  gtk_label_set_label (GTK_LABEL (self->title), text);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), now || self->far);
  if (self->far)
    scroll_into_sight (self);
}

static void update (PerceptExamplePane *self,
                    gboolean            now);

static void
walk_in_thread (GTask        *task,
                gpointer      source,
                gpointer      example,
                GCancellable *cancellable)
{
  GError        *error = NULL;
  AnExampleWalk *walk = percept_example_walk (example, &error);

  if (walk != NULL)
    g_task_return_pointer (task, walk, (GDestroyNotify) an_example_walk_free);
  else
    g_task_return_error (task, error);
}

static void
walked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  PerceptExamplePane       *self = PERCEPT_EXAMPLE_PANE (source);
  PerceptExample           *example = g_task_get_task_data (G_TASK (result));
  g_autoptr (AnExampleWalk) walk = g_task_propagate_pointer (G_TASK (result), NULL);
  gboolean                  current = g_task_get_cancellable (G_TASK (result)) == self->walking;

  if (!current)
    return;
  g_clear_object (&self->walking);
  /* Of the same network still: opening another cancels. */
  if (walk != NULL && example->place == self->place)
    show_walk (self, example, walk, FALSE);
  if (self->again)
    update (self, FALSE);
}

static void
start_walking (PerceptExamplePane *self,
               PerceptExample     *example)
{
  g_autoptr (GTask) task = NULL;

  self->again = FALSE;
  self->walking = g_cancellable_new ();
  task = g_task_new (self, self->walking, walked_cb, NULL);
  g_task_set_task_data (task, example, (GDestroyNotify) percept_example_free);
  g_task_run_in_thread (task, walk_in_thread);
}

/* What the thread finds is no longer wanted. */
static void
drop_walking (PerceptExamplePane *self)
{
  if (self->walking != NULL)
    g_cancellable_cancel (self->walking);
  g_clear_object (&self->walking);
}

/* @now: an answer to the user's hand. */
static void
update (PerceptExamplePane *self,
        gboolean            now)
{
  g_autoptr (PerceptExample) example = NULL;
  g_autoptr (AnExampleWalk)  walk = NULL;

  if (self->walking != NULL)
    {
      self->again = TRUE;
      return;
    }
  example = self->n_watched > 0 ? percept_example_new (self->session, self->place) : NULL;
  if (example == NULL)
    return;
  if (example->network->n_parameters > MOST_AT_ONCE)
    {
      start_walking (self, g_steal_pointer (&example));
      return;
    }
  walk = percept_example_walk (example, NULL);
  if (walk != NULL)
    show_walk (self, example, walk, now);
}

static void
weights_cb (PerceptExamplePane *self)
{
  update (self, FALSE);
}

/* Choosing an example */

/* A hidden unit that was chosen by hand stays, so that its answers to several examples can be compared. */
static void
choose_again (PerceptExamplePane *self)
{
  for (guint s = 0; s < self->n_units; s++)
    if (!self->by_hand[s] || s == 0 || s + 1 == self->n_units)
      self->units[s] = PERCEPT_ANY_UNIT;
}

static void
show_place (PerceptExamplePane *self,
            gsize               place)
{
  self->place = place;
  choose_again (self);
  update (self, TRUE);
}

static void
turn (PerceptExamplePane *self,
      int                 where)
{
  TrainPart      part;
  const guint32 *indices;
  gsize          n = self->session != NULL ? percept_example_list (self->session, &part, &indices) : 0;

  if (n == 0)
    return;
  if (where == RANDOM)
    show_place (self, (gsize) (g_random_double () * (double) n));
  else
    show_place (self, (self->place + (where == NEXT ? 1 : n - 1)) % n);
}

static void
turn_clicked_cb (GtkButton *button,
                 gpointer   where)
{
  turn (PERCEPT_EXAMPLE_PANE (gtk_widget_get_ancestor (GTK_WIDGET (button), PERCEPT_TYPE_EXAMPLE_PANE)),
        GPOINTER_TO_INT (where));
}

void
percept_example_pane_show (PerceptExamplePane *self,
                           guint32             index)
{
  TrainPart      part;
  const guint32 *indices;
  gsize          n = percept_example_list (self->session, &part, &indices);

  for (gsize place = 0; place < n; place++)
    if (indices[place] == index)
      {
        self->far = TRUE;
        gtk_expander_set_expanded (GTK_EXPANDER (self->expander), TRUE);
        show_place (self, place);
        return;
      }
}

/* Choosing a unit */

static void
choose_unit (PerceptExamplePane *self,
             guint               stage,
             guint               unit)
{
  if (stage >= self->n_units)
    return;
  self->units[stage] = unit;
  self->by_hand[stage] = TRUE;
  self->stage = stage;
  update (self, TRUE);
}

static void
pressed_cb (PerceptExamplePane *self,
            int                 n_press,
            double              x,
            double              y)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->view);
  PlotTheme          theme;
  guint              stage, unit;

  gtk_widget_grab_focus (self->view);
  percept_figure_view_get_theme (view, &theme);
  if (plot_example_walk_pick (self->walk, gtk_widget_get_width (self->view), &theme, x,
                              percept_figure_view_to_figure_y (view, y), &stage, &unit))
    choose_unit (self, stage, unit);
}

static gboolean
move (PerceptExamplePane *self,
      int                 right,
      int                 down)
{
  guint     stage = self->stage, unit = stage < self->n_units ? self->units[stage] : PERCEPT_ANY_UNIT;
  PlotTheme theme;

  percept_figure_view_get_theme (PERCEPT_FIGURE_VIEW (self->view), &theme);
  if (unit != PERCEPT_ANY_UNIT
      && plot_example_walk_move (self->walk, gtk_widget_get_width (self->view), &theme, right, down, &stage, &unit))
    choose_unit (self, stage, unit);
  return TRUE;
}

static gboolean
key_cb (PerceptExamplePane *self,
        guint               key,
        guint               code,
        GdkModifierType     state)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Left:      return move (self, -1, 0);
    case GDK_KEY_Right:     return move (self, 1, 0);
    case GDK_KEY_Up:        return move (self, 0, -1);
    case GDK_KEY_Down:      return move (self, 0, 1);
    case GDK_KEY_Page_Down:
    case GDK_KEY_period:    turn (self, NEXT); return TRUE;
    case GDK_KEY_Page_Up:
    case GDK_KEY_comma:     turn (self, PREVIOUS); return TRUE;
    default:                return FALSE;
    }
}

/* The session */

static void
show_title (PerceptExamplePane *self)
{
  gtk_label_set_label (GTK_LABEL (self->title), _("One example, step by step"));
}

/* Another network, other examples: nothing that was chosen is there any more. A restart keeps the example. */
static void
opened_cb (PerceptExamplePane *self)
{
  TrainPart      part;
  const guint32 *indices;

  drop_walking (self);
  if (self->place >= percept_example_list (self->session, &part, &indices))
    self->place = 0;
  self->n_units = 0;
  g_clear_pointer (&self->units, g_free);
  g_clear_pointer (&self->by_hand, g_free);
  plot_example_walk_set (self->walk, NULL);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), FALSE);
  show_title (self);
  watch (self);
}

void
percept_example_pane_set_session (PerceptExamplePane *self,
                                  PerceptSession     *session)
{
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "weights", G_CALLBACK (weights_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "experiment", G_CALLBACK (weights_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  watch (self);
}

GAction *
percept_example_pane_new_action (PerceptExamplePane *self)
{
  return G_ACTION (g_property_action_new ("example-steps", self->expander, "expanded"));
}

PerceptFigureView *
percept_example_pane_find_view (PerceptExamplePane *self,
                                const char         *figure)
{
  if (!g_str_equal (figure, "example") || plot_example_walk_get (self->walk) == NULL)
    return NULL;
  return PERCEPT_FIGURE_VIEW (self->view);
}

/* GObject */

static void
percept_example_pane_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (percept_example_pane_parent_class)->map (widget);
  watch (PERCEPT_EXAMPLE_PANE (widget));
}

static void
percept_example_pane_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (percept_example_pane_parent_class)->unmap (widget);
  watch (PERCEPT_EXAMPLE_PANE (widget));
}

static void
percept_example_pane_dispose (GObject *object)
{
  PerceptExamplePane *self = PERCEPT_EXAMPLE_PANE (object);

  for (; self->n_watched > 0; self->n_watched--)
    percept_session_unwatch_weights (self->session, self->n_watched);
  drop_walking (self);
  if (self->expander != NULL)
    percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), NULL, NULL);
  g_clear_pointer (&self->expander, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_example_pane_parent_class)->dispose (object);
}

static void
percept_example_pane_finalize (GObject *object)
{
  PerceptExamplePane *self = PERCEPT_EXAMPLE_PANE (object);

  g_free (self->units);
  g_free (self->by_hand);
  plot_figure_unref (plot_example_walk_figure (self->walk));
  G_OBJECT_CLASS (percept_example_pane_parent_class)->finalize (object);
}

static void
percept_example_pane_class_init (PerceptExamplePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = percept_example_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = percept_example_pane_finalize;
  widget_class->map = percept_example_pane_map;
  widget_class->unmap = percept_example_pane_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static double
figure_height (PlotFigure      *figure,
               double           width,
               const PlotTheme *theme)
{
  return plot_example_walk_get_height ((PlotExampleWalk *) figure, width, theme);
}

static void
make_view (PerceptExamplePane *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture         *click = gtk_gesture_click_new ();

  self->walk = plot_example_walk_new ();
  self->view = percept_figure_view_new ();
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), plot_example_walk_figure (self->walk),
                                  _("One example through the network and back"));
  percept_figure_view_set_height_func (PERCEPT_FIGURE_VIEW (self->view), figure_height);
  percept_figure_view_set_whole (PERCEPT_FIGURE_VIEW (self->view), TRUE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->view, keys);
}

static void
add_button (GtkWidget  *box,
            const char *label,
            const char *tooltip,
            int         where)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_tooltip_text (button, tooltip);
  g_signal_connect (button, "clicked", G_CALLBACK (turn_clicked_cb), GINT_TO_POINTER (where));
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
make_controls (void)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *hint = gtk_label_new (_("Click a pixel, a unit or a class: the lines follow it. Hollow: negative"));

  gtk_widget_set_tooltip_text (hint, gtk_label_get_label (GTK_LABEL (hint)));
  gtk_widget_add_css_class (box, "linked");
  gtk_widget_add_css_class (row, "figure-controls");
  add_button (box, _("Previous"), _("The example before (Page Up or comma on the figure)"), PREVIOUS);
  add_button (box, _("Next"), _("The next example (Page Down or period on the figure)"), NEXT);
  add_button (box, _("Random"), _("Any example"), RANDOM);
  gtk_label_set_ellipsize (GTK_LABEL (hint), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (hint), 0);
  gtk_widget_add_css_class (hint, "dim-label");
  gtk_box_append (GTK_BOX (row), box);
  gtk_box_append (GTK_BOX (row), hint);
  return row;
}

static void
percept_example_pane_init (PerceptExamplePane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->title = gtk_label_new (_("One example, step by step"));
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->title, "heading");
  self->expander = gtk_expander_new (NULL);
  gtk_expander_set_label_widget (GTK_EXPANDER (self->expander), self->title);
  make_view (self);
  gtk_box_append (GTK_BOX (box), make_controls ());
  gtk_box_append (GTK_BOX (box), self->view);
  gtk_expander_set_child (GTK_EXPANDER (self->expander), box);
  gtk_widget_set_parent (self->expander, GTK_WIDGET (self));
  g_signal_connect_swapped (self->expander, "notify::expanded", G_CALLBACK (watch), self);
}
