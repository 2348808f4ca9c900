/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/latest-worker.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdatomic.h>

/* A worker whose wish is a number, and whose work waits for the test before it answers with that number. */
typedef struct
{
  LatestWorker base;
  guint        wish;
  guint        answer;     /* 0: none new */
  guint        current;
  guint        n_forgotten;
  atomic_uint  n_taken;
  atomic_uint  n_answered;
  atomic_uint  allowed;    /* the work on this number may end */
  atomic_bool  stop;
  atomic_bool  stopped;    /* work ended for it */
  GMainLoop   *loop;
  guint        n_fetched;
  guint        last;       /* that was fetched */
  double       progress;
} Counter;

static void
stop (LatestWorker *base)
{
  atomic_store (&((Counter *) base)->stop, TRUE);
}

static void
take (LatestWorker *base)
{
  Counter *counter = (Counter *) base;

  counter->current = counter->wish;
  atomic_fetch_add (&counter->n_taken, 1);
}

static gboolean
work (LatestWorker *base)
{
  Counter *counter = (Counter *) base;

  while (atomic_load (&counter->allowed) < counter->current)
    {
      if (atomic_load (&counter->stop))
        {
          atomic_store (&counter->stopped, TRUE);
          return FALSE;
        }
      g_thread_yield ();
    }
  latest_worker_tell_busy (base, FALSE, counter->current / 10.0);
  latest_worker_begin_news (base);
  counter->answer = counter->current;
  latest_worker_end_news (base);
  atomic_fetch_add (&counter->n_answered, 1);
  return FALSE;
}

static void
forget (LatestWorker *base)
{
  ((Counter *) base)->n_forgotten++;
}

static gboolean
fetch (gpointer user_data)
{
  Counter          *counter = user_data;
  g_auto (WorkNews) news = { NULL };

  latest_worker_begin_fetch (&counter->base, &news);
  counter->last = counter->answer;
  latest_worker_end_fetch (&counter->base);
  counter->progress = news.progress;
  counter->n_fetched++;
  g_main_loop_quit (counter->loop);
  return G_SOURCE_CONTINUE;
}

static const LatestWorkerKind kind = {
  .source_name = "[test] counter",
  .no_thread = N_("No thread"),
  .stop = stop,
  .take = take,
  .work = work,
  .forget = forget,
};

static Counter *
start (void)
{
  Counter *counter = g_new0 (Counter, 1);

  counter->loop = g_main_loop_new (NULL, FALSE);
  latest_worker_init (&counter->base, &kind, 1, fetch, counter);
  return counter;
}

static void
post (Counter *counter,
      guint    wish)
{
  latest_worker_begin_post (&counter->base);
  counter->wish = wish;
  latest_worker_end_post (&counter->base);
}

static void
end (Counter *counter)
{
  latest_worker_clear (&counter->base);
  g_main_loop_unref (counter->loop);
}

static void
test_newest_wins (void)
{
  Counter *counter = start ();

  post (counter, 1);
  while (atomic_load (&counter->n_taken) == 0)
    g_thread_yield ();
  /* The work on 1 waits: of what is posted meanwhile only the last is ever seen. */
  for (guint wish = 2; wish <= 9; wish++)
    post (counter, wish);
  atomic_store (&counter->allowed, 9);
  while (counter->last != 9)
    g_main_loop_run (counter->loop);
  g_assert_cmpuint (atomic_load (&counter->n_taken), ==, 2);
  g_assert_cmpfloat (counter->progress, ==, 0.9);
  end (counter);
  g_assert_cmpuint (counter->n_forgotten, ==, 1);
  g_free (counter);
}

static void
test_one_call_for_all_news (void)
{
  Counter *counter = start ();

  atomic_store (&counter->allowed, 9);
  for (guint wish = 1; wish <= 9; wish++)
    {
      post (counter, wish);
      while (atomic_load (&counter->n_answered) < wish)
        g_thread_yield ();
    }
  g_main_loop_run (counter->loop);
  g_assert_cmpuint (counter->last, ==, 9);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpuint (counter->n_fetched, ==, 1);
  end (counter);
  g_free (counter);
}

static void
test_closing_stops_work (void)
{
  Counter *counter = start ();

  post (counter, 1);
  while (atomic_load (&counter->n_taken) == 0)
    g_thread_yield ();
  end (counter);
  g_assert_true (atomic_load (&counter->stopped));
  g_free (counter);
}

static void
test_no_wish_no_thread (void)
{
  Counter *counter = start ();

  g_assert_false (counter->base.started);
  end (counter);
  g_assert_cmpuint (counter->n_forgotten, ==, 0);
  g_free (counter);
}

/* Of errors the last is told, and none that says that work was stopped. */
static void
test_errors (void)
{
  Counter          *counter = start ();
  g_auto (WorkNews) news = { NULL };

  g_assert_true (latest_worker_tell_error (&counter->base, g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "first")));
  g_assert_true (latest_worker_tell_error (&counter->base, g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "second")));
  g_assert_false (latest_worker_tell_error (&counter->base, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "third")));
  latest_worker_begin_fetch (&counter->base, &news);
  latest_worker_end_fetch (&counter->base);
  g_assert_cmpstr (news.error->message, ==, "second");
  end (counter);
  g_free (counter);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/latest-worker/newest-wins", test_newest_wins);
  g_test_add_func ("/session/latest-worker/one-call-for-all-news", test_one_call_for_all_news);
  g_test_add_func ("/session/latest-worker/closing-stops-work", test_closing_stops_work);
  g_test_add_func ("/session/latest-worker/no-wish-no-thread", test_no_wish_no_thread);
  g_test_add_func ("/session/latest-worker/errors", test_errors);
  return g_test_run ();
}
