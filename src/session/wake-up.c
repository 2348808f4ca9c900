/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/wake-up.h"

#define INTERVAL 16667 /* us between an answer and the next */

static gboolean
dispatch (GSource    *source,
          GSourceFunc callback,
          gpointer    user_data)
{
  g_source_set_ready_time (source, -1);
  return callback (user_data);
}

void
wake_up_init (WakeUp     *wake_up,
              const char *name,
              GSourceFunc answer,
              gpointer    user_data)
{
  static GSourceFuncs functions = { .dispatch = dispatch };

  *wake_up = (WakeUp) { .source = g_source_new (&functions, sizeof (GSource)) };
  g_source_set_static_name (wake_up->source, name);
  g_source_set_callback (wake_up->source, answer, user_data, NULL);
  g_source_attach (wake_up->source, g_main_context_get_thread_default ());
}

void
wake_up_clear (WakeUp *wake_up)
{
  g_source_destroy (wake_up->source);
  g_clear_pointer (&wake_up->source, g_source_unref);
}

void
wake_up_call (WakeUp *wake_up)
{
  if (wake_up->called)
    return;
  wake_up->called = TRUE;
  g_source_set_ready_time (wake_up->source, MAX (g_get_monotonic_time (), wake_up->answered + INTERVAL));
}

void
wake_up_answered (WakeUp *wake_up)
{
  wake_up->called = FALSE;
  wake_up->answered = g_get_monotonic_time ();
}
