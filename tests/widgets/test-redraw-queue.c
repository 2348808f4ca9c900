/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is painted how often: what counts is work, not time by the clock, and what leads goes before the others. */

#include "widgets/redraw-queue.h"
#include "widgets/widget-driver.h"

#include <time.h>

#define PATIENCE_US (60 * G_USEC_PER_SEC)
#define WORK_US     4000
#define SHORTEST_MS 100
#define PAINTINGS   8

typedef struct
{
  GtkWidget *widget;
  gboolean   works;     /* rather than waits */
  guint      n_painted;
} Client;

static GtkWidget *window;
static Client     clients[2];

static gint64
get_worked (void)
{
  struct timespec worked;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &worked);
  return (gint64) worked.tv_sec * G_USEC_PER_SEC + worked.tv_nsec / 1000;
}

static void
spend (gboolean works)
{
  gint64 end = get_worked () + WORK_US;

  if (!works)
    g_usleep (WORK_US);
  while (works && get_worked () < end)
    ;
}

static void
redraw_cb (GtkWidget *widget)
{
  Client *client = &clients[widget == clients[1].widget];

  client->n_painted++;
  spend (client->works);
}

static void
open_window (gboolean works)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  window = gtk_window_new ();
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    {
      clients[i] = (Client) { gtk_label_new ("picture"), works, 0 };
      gtk_box_append (GTK_BOX (box), clients[i].widget);
    }
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (clients[0].widget))
    g_main_context_iteration (NULL, TRUE);
}

/* Both are wanted all the time, until the first has been painted so often. */
static void
paint (PerceptRedrawQueue *queue)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (clients[0].n_painted < PAINTINGS)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
        percept_redraw_queue_push (queue, clients[i].widget, redraw_cb);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
close_window (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A picture that waits for a processor costs training nothing. */
static void
test_waiting_is_no_work (void)
{
  PerceptRedrawQueue *queue = percept_redraw_queue_get_default ();

  open_window (FALSE);
  paint (queue);
  g_assert_cmpuint (percept_redraw_queue_get_interval (queue), ==, SHORTEST_MS);
  g_assert_cmpuint (clients[1].n_painted + 1, >=, PAINTINGS);
  close_window ();
}

static void
test_work (void)
{
  PerceptRedrawQueue *queue = percept_redraw_queue_get_default ();

  open_window (TRUE);
  paint (queue);
  g_assert_cmpuint (percept_redraw_queue_get_interval (queue), >, SHORTEST_MS);
  g_assert_cmpuint (clients[1].n_painted + 2, >=, PAINTINGS);
  close_window ();
}

static void
test_leads (void)
{
  PerceptRedrawQueue *queue = percept_redraw_queue_get_default ();

  open_window (TRUE);
  percept_redraw_queue_set_leads (queue, clients[0].widget);
  paint (queue);
  g_assert_cmpuint (clients[1].n_painted, >, 0);
  g_assert_cmpuint (clients[1].n_painted, <, PAINTINGS * 3 / 4);
  close_window ();
}

int
main (int    argc,
      char **argv)
{
  if (!driver_start (&argc, &argv))
    return 0;
  g_test_add_func ("/redraw-queue/waiting-is-no-work", test_waiting_is_no_work);
  g_test_add_func ("/redraw-queue/work", test_work);
  g_test_add_func ("/redraw-queue/leads", test_leads);
  return g_test_run ();
}
