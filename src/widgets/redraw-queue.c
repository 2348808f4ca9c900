/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/redraw-queue.h"

#include <time.h>

#define SHORTEST_MS 100
#define LONGEST_MS  1000
#define SLOT_MS     20
/* What leads is painted this many times as often as what follows, once all at the shortest interval is too much. */
#define LEAD        4
/* Of one processor, for painting and frames together. */
#define BUDGET      0.02
#define ADAPT_US    (500 * 1000)

typedef struct
{
  GtkWidget    *widget;    /* weak */
  PerceptRedraw redraw;
  gint64        last;      /* when it was painted, us */
  gboolean      wanted;
  gboolean      leads;
} Client;

struct _PerceptRedrawQueue
{
  GObject parent_instance;
  GArray *clients;         /* Client */
  guint   timeout_id;
  double  interval;        /* ms */
  gint64  busy;            /* us of this thread's processor time spent painting since @since */
  gint64  since;
  guint   n_painted;
  gint64  frame_start;     /* in this thread's processor time */
};

G_DEFINE_FINAL_TYPE (PerceptRedrawQueue, percept_redraw_queue, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_INTERVAL,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
percept_redraw_queue_get_property (GObject    *object,
                                   guint       id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  if (id == PROP_INTERVAL)
    g_value_set_uint (value, percept_redraw_queue_get_interval (PERCEPT_REDRAW_QUEUE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
percept_redraw_queue_class_init (PerceptRedrawQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = percept_redraw_queue_get_property;
  props[PROP_INTERVAL] = g_param_spec_uint ("interval", NULL, NULL, SHORTEST_MS, LONGEST_MS, SHORTEST_MS,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
percept_redraw_queue_init (PerceptRedrawQueue *self)
{
  self->clients = g_array_new (FALSE, TRUE, sizeof (Client));
  self->interval = SHORTEST_MS;
}

PerceptRedrawQueue *
percept_redraw_queue_get_default (void)
{
  static PerceptRedrawQueue *queue;

  if (queue == NULL)
    queue = g_object_new (PERCEPT_TYPE_REDRAW_QUEUE, NULL);
  return queue;
}

guint
percept_redraw_queue_get_interval (PerceptRedrawQueue *self)
{
  return (guint) (self->interval + 0.5);
}

/* Not the time by the clock: while training keeps all processors busy, a frame lasts many times as long as it works. */
static gint64
get_worked (void)
{
  struct timespec worked;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &worked);
  return (gint64) worked.tv_sec * G_USEC_PER_SEC + worked.tv_nsec / 1000;
}

/* Keeps the share of the processor near the budget; halfway each time, so that it settles. */
static void
adapt (PerceptRedrawQueue *self,
       gint64              now)
{
  guint  before = percept_redraw_queue_get_interval (self);
  double share;

  if (now - self->since < ADAPT_US)
    return;
  if (self->n_painted > 0)
    {
      share = (double) self->busy / (double) (now - self->since);
      self->interval = CLAMP (self->interval * (1 + share / BUDGET) / 2, SHORTEST_MS, LONGEST_MS);
    }
  self->busy = 0;
  self->n_painted = 0;
  self->since = now;
  if (percept_redraw_queue_get_interval (self) != before)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_INTERVAL]);
}

static gboolean
is_led (PerceptRedrawQueue *self)
{
  for (guint i = 0; i < self->clients->len; i++)
    {
      Client *client = &g_array_index (self->clients, Client, i);

      if (client->leads && gtk_widget_get_mapped (client->widget))
        return TRUE;
    }
  return FALSE;
}

/* When its turn comes, us. */
static gint64
due_time (PerceptRedrawQueue *self,
          const Client       *client,
          gboolean            led)
{
  double interval = self->interval;

  if (led && !client->leads)
    interval = MIN (SHORTEST_MS + LEAD * (interval - SHORTEST_MS), LONGEST_MS);
  return client->last + (gint64) (interval * 1000);
}

/* The wanted client whose turn has come first, or comes next. NULL: none is wanted. */
static Client *
next_client (PerceptRedrawQueue *self,
             gint64             *due)
{
  gboolean led = is_led (self);
  Client  *next = NULL;

  for (guint i = 0; i < self->clients->len; i++)
    {
      Client *client = &g_array_index (self->clients, Client, i);
      gint64  time = due_time (self, client, led);

      if (!client->wanted || (next != NULL && time >= *due))
        continue;
      next = client;
      *due = time;
    }
  return next;
}

static gboolean
slot_cb (gpointer data)
{
  PerceptRedrawQueue *self = data;
  gint64              now = g_get_monotonic_time (), worked = get_worked (), due = 0;
  Client             *client = next_client (self, &due);

  if (client == NULL)
    {
      self->timeout_id = 0;
      return G_SOURCE_REMOVE;
    }
  if (now >= due)
    {
      client->wanted = FALSE;
      client->last = now;
      self->n_painted++;
      client->redraw (client->widget); /* may push: the array may move */
      self->busy += get_worked () - worked;
    }
  adapt (self, g_get_monotonic_time ());
  return G_SOURCE_CONTINUE;
}

static void
widget_gone_cb (gpointer data,
                GObject *where_it_was)
{
  PerceptRedrawQueue *self = data;

  for (guint i = 0; i < self->clients->len; i++)
    if ((GObject *) g_array_index (self->clients, Client, i).widget == where_it_was)
      {
        g_array_remove_index_fast (self->clients, i);
        return;
      }
}

static Client *
find_client (PerceptRedrawQueue *self,
             GtkWidget          *widget)
{
  Client added = { .widget = widget };

  for (guint i = 0; i < self->clients->len; i++)
    if (g_array_index (self->clients, Client, i).widget == widget)
      return &g_array_index (self->clients, Client, i);
  g_object_weak_ref (G_OBJECT (widget), widget_gone_cb, self);
  g_array_append_val (self->clients, added);
  return &g_array_index (self->clients, Client, self->clients->len - 1);
}

void
percept_redraw_queue_push (PerceptRedrawQueue *self,
                           GtkWidget          *widget,
                           PerceptRedraw       redraw)
{
  Client *client = find_client (self, widget);

  client->redraw = redraw;
  client->wanted = TRUE;
  if (self->timeout_id != 0)
    return;
  self->busy = 0;
  self->n_painted = 0;
  self->since = g_get_monotonic_time ();
  self->timeout_id = g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, SLOT_MS, slot_cb, self, NULL);
}

void
percept_redraw_queue_set_leads (PerceptRedrawQueue *self,
                                GtkWidget          *widget)
{
  find_client (self, widget)->leads = TRUE;
}

static void
before_paint_cb (PerceptRedrawQueue *self)
{
  self->frame_start = get_worked ();
}

static void
after_paint_cb (PerceptRedrawQueue *self)
{
  self->busy += get_worked () - self->frame_start;
}

static void
watch_clock_cb (PerceptRedrawQueue *self,
                GtkWidget          *root)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (root);

  g_signal_connect_object (clock, "before-paint", G_CALLBACK (before_paint_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (clock, "after-paint", G_CALLBACK (after_paint_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

void
percept_redraw_queue_watch_frames (PerceptRedrawQueue *self,
                                   GtkWidget          *root)
{
  if (gtk_widget_get_realized (root))
    watch_clock_cb (self, root);
  else
    g_signal_connect_object (root, "realize", G_CALLBACK (watch_clock_cb), self, G_CONNECT_SWAPPED);
}
