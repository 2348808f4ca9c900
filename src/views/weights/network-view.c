/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/network-view-private.h"

#include "views/weights/figure-card.h"
#include "widgets/lead-layout.h"
#include "widgets/redraw-queue.h"

#include <glib/gi18n-lib.h>

/* Networks of more parameters are drawn up in a thread: it takes longer than a frame. */
#define MOST_AT_ONCE 1000000

/* Units are exchanged at a pace that an eye can follow. */
#define MILLISECONDS_BETWEEN_SWAPS 1000

#define LEAST_HEIGHT 380
#define LEAST_BESIDE 520
#define SPACING      12

enum
{
  UNIT_CHOSEN,
  ANSWERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PerceptNetworkView, percept_network_view, GTK_TYPE_WIDGET)

static void update (PerceptNetworkView *self);

/* Where the diagram is looked at */

static PerceptFigureView *
get_shown_view (PerceptNetworkView *self)
{
  return PERCEPT_FIGURE_VIEW (self->presented ? self->presented : self->view);
}

static gboolean
is_seen (PerceptNetworkView *self)
{
  if (!self->presented)
    return gtk_widget_get_mapped (GTK_WIDGET (self));
  return gtk_widget_get_mapped (self->presented)
         && percept_figure_view_get_figure (get_shown_view (self)) == plot_network_diagram_figure (self->diagram);
}

/* Units that stay */

static gboolean
swap_cb (gpointer data)
{
  PerceptNetworkView *self = data;

  self->swap_source = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* Whether units may be exchanged now; if not, they will be looked at again when they may. */
static gboolean
take_swap (PerceptNetworkView *self)
{
  gint64 now = g_get_monotonic_time ();
  guint  since = (guint) MIN ((now - self->swapped) / 1000, MILLISECONDS_BETWEEN_SWAPS);

  if (since < MILLISECONDS_BETWEEN_SWAPS)
    {
      if (self->swap_source == 0)
        self->swap_source = g_timeout_add (MILLISECONDS_BETWEEN_SWAPS - since, swap_cb, self);
      return FALSE;
    }
  self->swapped = now;
  return TRUE;
}

/* Drawing up */

typedef struct
{
  PerceptDiagramNetwork *network;
  PerceptDiagramWish    *wish;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  percept_diagram_network_unref (job->network);
  percept_diagram_wish_free (job->wish);
  g_free (job);
}

static PerceptDiagramWish *
make_wish (PerceptNetworkView *self)
{
  PerceptDiagramWish *wish = percept_diagram_wish_new (self->image);

  wish->room = MAX (self->room, 1);
  wish->deep_room = MAX (self->deep_room, 1);
  wish->selected_layer = self->layer;
  wish->selected_unit = self->unit;
  if (self->shown)
    {
      wish->kept = g_ptr_array_ref (self->shown);
      wish->swaps = take_swap (self);
    }
  else
    {
      self->swapped = g_get_monotonic_time ();
    }
  return wish;
}

/* @content: (transfer full) */
static void
show_content (PerceptNetworkView *self,
              PlotDiagramContent *content)
{
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  self->shown = percept_diagram_shown (content);
  plot_network_diagram_set (self->diagram, content);
  percept_figure_view_queue_update (get_shown_view (self), TRUE);
  g_signal_emit (self, signals[ANSWERED], 0);
}

static void
draw_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Job *job = data;

  g_task_return_pointer (task, percept_diagram_content (job->network, job->wish),
                         (GDestroyNotify) plot_diagram_content_free);
}

static void
drawn_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  PerceptNetworkView *self = PERCEPT_NETWORK_VIEW (source);
  PlotDiagramContent *content = g_task_propagate_pointer (G_TASK (result), NULL);

  if (g_task_get_cancellable (G_TASK (result)) != self->drawing)
    {
      plot_diagram_content_free (content);
      return;
    }
  g_clear_object (&self->drawing);
  if (content)
    show_content (self, content);
  if (self->again)
    update (self);
}

static void
start_drawing (PerceptNetworkView *self)
{
  g_autoptr (GTask) task = NULL;
  Job              *job = g_new0 (Job, 1);

  job->network = percept_diagram_network_ref (self->network);
  job->wish = make_wish (self);
  self->again = FALSE;
  self->drawing = g_cancellable_new ();
  task = g_task_new (self, self->drawing, drawn_cb, NULL);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, draw_in_thread);
}

/* What the thread finds is no longer wanted. */
static void
drop_drawing (PerceptNetworkView *self)
{
  if (self->drawing)
    g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
}

/* The newest weights of all layers; until they are here what was before. */
static void
take_network (PerceptNetworkView *self)
{
  PerceptDiagramNetwork *network = self->stale ? percept_diagram_network_new (self->session, self->source) : NULL;

  if (!network)
    return;
  g_clear_pointer (&self->network, percept_diagram_network_unref);
  self->network = network;
  self->stale = FALSE;
}

/* FALSE: a figure of this size has room for as many units as before. */
static gboolean
find_room (PerceptNetworkView *self,
           double              width,
           double              height)
{
  guint                   n, room, deep_room;
  const PerceptLayerInfo *layers = percept_session_get_layers (self->session, &n);
  guint                   side = n > 0 && layers[0].width > 1 ? layers[0].height : 0;
  PlotTheme               theme;

  percept_figure_view_get_theme (get_shown_view (self), &theme);
  room = plot_network_diagram_room (width, height, side, &theme);
  deep_room = plot_network_diagram_room (width, height, 0, &theme);
  if (room == self->room && deep_room == self->deep_room)
    return FALSE;
  self->room = room;
  self->deep_room = deep_room;
  return TRUE;
}

static void
update (PerceptNetworkView *self)
{
  g_autoptr (PerceptDiagramWish) wish = NULL;
  PlotDiagramContent            *content;

  if (self->drawing)
    {
      self->again = TRUE;
      return;
    }
  if (!is_seen (self))
    return;
  if (self->presented)
    find_room (self, gtk_widget_get_width (self->presented), gtk_widget_get_height (self->presented));
  take_network (self);
  if (!self->network)
    return;
  if (self->network->shown->network->n_parameters > MOST_AT_ONCE)
    {
      start_drawing (self);
      return;
    }
  wish = make_wish (self);
  content = percept_diagram_content (self->network, wish);
  if (content)
    show_content (self, content);
}

void
percept_network_view_draw_unseen (PerceptNetworkView *self)
{
  g_autoptr (PerceptDiagramNetwork) network = NULL;
  g_autoptr (PerceptDiagramWish)    wish = NULL;
  PlotDiagramContent               *content;
  double                            width, height;

  g_return_if_fail (PERCEPT_IS_NETWORK_VIEW (self));

  network = percept_diagram_network_new (self->session, self->source);
  if (!network || gtk_widget_get_mapped (GTK_WIDGET (self)) || network->shown->network->n_parameters > MOST_AT_ONCE)
    return;
  if (self->room == 0)
    {
      percept_figure_view_get_saved_size (PERCEPT_FIGURE_VIEW (self->view), &width, &height);
      find_room (self, width, height);
    }
  wish = make_wish (self);
  content = percept_diagram_content (network, wish);
  if (content)
    show_content (self, content);
}

/* The session, the source and the image */

static void
redraw_cb (GtkWidget *widget)
{
  update (PERCEPT_NETWORK_VIEW (widget));
}

/* While the network learns they are answered when it is the diagram's turn, so that they are the newest then. */
static void
weights_cb (PerceptNetworkView *self)
{
  self->stale = TRUE;
  if (self->n_watched == 0)
    return;
  if (!self->network || self->moment)
    update (self);
  else
    percept_redraw_queue_push (percept_redraw_queue_get_default (), GTK_WIDGET (self), redraw_cb);
  self->moment = FALSE;
}

/* Pictures of all layers, while they are seen. */
static void
watch (PerceptNetworkView *self)
{
  guint n = 0;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) || self->presented)
    percept_session_get_layers (self->session, &n);
  for (; self->n_watched < n; self->n_watched++)
    percept_weight_source_watch (self->source, self->n_watched + 1);
  for (; self->n_watched > n; self->n_watched--)
    percept_weight_source_unwatch (self->source, self->n_watched);
}

/* An image that is drawn changes a little at a time: its units stay where they are. */
static void
image_cb (PerceptNetworkView *self)
{
  if (percept_chosen_image_get_label (self->image) != PERCEPT_NO_LABEL)
    g_clear_pointer (&self->shown, g_ptr_array_unref);
  update (self);
}

/* A moment that was chosen by hand may change which units matter. */
static void
moment_cb (PerceptNetworkView *self)
{
  self->swapped = 0;
  self->moment = TRUE;
}

/* Another network: nothing of it is there yet. */
static void
opened_cb (PerceptNetworkView *self)
{
  drop_drawing (self);
  self->again = FALSE;
  g_clear_pointer (&self->network, percept_diagram_network_unref);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  self->layer = 0;
  plot_network_diagram_select (self->diagram, G_MAXUINT, 0);
  plot_network_diagram_set (self->diagram, NULL);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), FALSE);
  g_signal_emit (self, signals[ANSWERED], 0);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    find_room (self, gtk_widget_get_width (self->view), gtk_widget_get_height (self->view));
  /* The source has ended all watching. */
  self->n_watched = 0;
  watch (self);
}

void
percept_network_view_select (PerceptNetworkView *self,
                             guint               layer,
                             guint               unit)
{
  g_return_if_fail (PERCEPT_IS_NETWORK_VIEW (self));

  if (layer == self->layer && (layer == 0 || unit == self->unit))
    return;
  self->layer = layer;
  self->unit = unit;
  plot_network_diagram_select (self->diagram, layer > 0 ? layer - 1 : G_MAXUINT, unit);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), TRUE);
  update (self);
}

void
percept_network_view_set_presented (PerceptNetworkView *self,
                                    PerceptFigureView  *view)
{
  g_return_if_fail (PERCEPT_IS_NETWORK_VIEW (self));

  if (self->presented == (GtkWidget *) view)
    return;
  g_set_weak_pointer (&self->presented, (GtkWidget *) view);
  watch (self);
  /* Who comes back finds the figure as large as it was. */
  if (!view)
    find_room (self, gtk_widget_get_width (self->view), gtk_widget_get_height (self->view));
  self->stale = TRUE;
  update (self);
}

void
percept_network_view_tell_chosen (PerceptNetworkView *self)
{
  g_signal_emit (self, signals[UNIT_CHOSEN], 0, self->layer, self->unit);
}

void
percept_network_view_set_lead (PerceptNetworkView *self,
                               GtkWidget          *lead)
{
  GtkWidget *first;

  g_return_if_fail (PERCEPT_IS_NETWORK_VIEW (self));
  g_return_if_fail (GTK_IS_WIDGET (lead));

  first = gtk_widget_get_first_child (self->places);
  if (gtk_widget_get_next_sibling (first))
    gtk_box_remove (GTK_BOX (self->places), first);
  gtk_box_prepend (GTK_BOX (self->places), lead);
}

const PlotDiagramContent *
percept_network_view_get_content (PerceptNetworkView *self)
{
  g_return_val_if_fail (PERCEPT_IS_NETWORK_VIEW (self), NULL);

  return plot_network_diagram_get (self->diagram);
}

PerceptFigureView *
percept_network_view_get_view (PerceptNetworkView *self)
{
  g_return_val_if_fail (PERCEPT_IS_NETWORK_VIEW (self), NULL);

  return PERCEPT_FIGURE_VIEW (self->view);
}

/* Widget */

static void
percept_network_view_map (GtkWidget *widget)
{
  PerceptNetworkView *self = PERCEPT_NETWORK_VIEW (widget);

  GTK_WIDGET_CLASS (percept_network_view_parent_class)->map (widget);
  watch (self);
  self->stale = TRUE;
  update (self);
}

static void
percept_network_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (percept_network_view_parent_class)->unmap (widget);
  watch (PERCEPT_NETWORK_VIEW (widget));
}

static gboolean
room_cb (gpointer data)
{
  PerceptNetworkView *self = data;

  self->room_source = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* Another size has room for more or fewer units. They come right after the layout: who hears of the answer may change
 * its own size. */
static void
percept_network_view_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  PerceptNetworkView *self = PERCEPT_NETWORK_VIEW (widget);

  gtk_widget_size_allocate (self->scrolled, &(GtkAllocation) { 0, 0, width, height }, baseline);
  if (find_room (self, gtk_widget_get_width (self->view), gtk_widget_get_height (self->view)) && self->room_source == 0)
    self->room_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, room_cb, self, NULL);
}

static void
percept_network_view_measure (GtkWidget     *widget,
                              GtkOrientation orientation,
                              int            for_size,
                              int           *minimum,
                              int           *natural,
                              int           *minimum_baseline,
                              int           *natural_baseline)
{
  gtk_widget_measure (PERCEPT_NETWORK_VIEW (widget)->scrolled, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
percept_network_view_dispose (GObject *object)
{
  PerceptNetworkView *self = PERCEPT_NETWORK_VIEW (object);

  for (; self->n_watched > 0; self->n_watched--)
    percept_weight_source_unwatch (self->source, self->n_watched);
  drop_drawing (self);
  g_clear_weak_pointer (&self->presented);
  g_clear_handle_id (&self->swap_source, g_source_remove);
  g_clear_handle_id (&self->room_source, g_source_remove);
  if (self->scrolled)
    percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), NULL, NULL);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_pointer (&self->network, percept_diagram_network_unref);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_object (&self->session);
  g_clear_object (&self->source);
  g_clear_object (&self->image);
  G_OBJECT_CLASS (percept_network_view_parent_class)->dispose (object);
}

static void
percept_network_view_finalize (GObject *object)
{
  PerceptNetworkView *self = PERCEPT_NETWORK_VIEW (object);

  plot_figure_unref (plot_network_diagram_figure (self->diagram));
  G_OBJECT_CLASS (percept_network_view_parent_class)->finalize (object);
}

static void
percept_network_view_class_init (PerceptNetworkViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = percept_network_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = percept_network_view_finalize;
  widget_class->map = percept_network_view_map;
  widget_class->unmap = percept_network_view_unmap;
  widget_class->size_allocate = percept_network_view_size_allocate;
  widget_class->measure = percept_network_view_measure;
  signals[UNIT_CHOSEN] = g_signal_new ("unit-chosen", PERCEPT_TYPE_NETWORK_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[ANSWERED] = g_signal_new ("answered", PERCEPT_TYPE_NETWORK_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
}

static GtkWidget *
make_view (PerceptNetworkView *self)
{
  GtkWidget *card;

  self->view = percept_figure_view_new ();
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), plot_network_diagram_figure (self->diagram),
                                  _("The network for the chosen image"));
  percept_network_view_add_input (self);
  card = percept_figure_card_new (self->view);
  gtk_widget_set_size_request (card, -1, LEAST_HEIGHT);
  gtk_widget_set_vexpand (card, TRUE);
  return card;
}

static GtkWidget *
make_caption (void)
{
  GtkWidget *caption = gtk_label_new (_("Each edge is weight × activation: what a unit adds to the next for this "
                                        "image, not why it was learned. The thinnest are left out."));

  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_widget_add_css_class (caption, "dim-label");
  return caption;
}

static void
percept_network_view_init (PerceptNetworkView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

  self->diagram = plot_network_diagram_new ();
  percept_redraw_queue_set_leads (percept_redraw_queue_get_default (), GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (box), make_view (self));
  gtk_box_append (GTK_BOX (box), make_caption ());
  self->places = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (self->places, percept_lead_layout_new (LEAST_BESIDE, SPACING));
  gtk_box_append (GTK_BOX (self->places), box);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->places);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
percept_network_view_new (PerceptSession      *session,
                          PerceptWeightSource *source,
                          PerceptChosenImage  *image)
{
  PerceptNetworkView *self = g_object_new (PERCEPT_TYPE_NETWORK_VIEW, NULL);

  self->session = g_object_ref (session);
  self->source = g_object_ref (source);
  self->image = g_object_ref (image);
  g_signal_connect_object (source, "moment", G_CALLBACK (moment_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "weights", G_CALLBACK (weights_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (image, "changed", G_CALLBACK (image_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
