/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Private to session/: how a thread calls its home. One call stands for all that comes until home answers, and home is
 * called 60 times a second at most. It has no lock: that of its owner guards it. */

typedef struct
{
  GSource *source;
  gboolean called;    /* and not answered yet */
  gint64   answered;  /* when */
} WakeUp;

/* @answer runs in the thread-default main context of the caller, home, after a call. @name is static, for those who
 * look at the sources of a main loop. */
void wake_up_init     (WakeUp     *wake_up,
                       const char *name,
                       GSourceFunc answer,
                       gpointer    user_data);
/* Home's; no thread may call any more. @answer may do it. */
void wake_up_clear    (WakeUp     *wake_up);

/* From any thread. */
void wake_up_call     (WakeUp     *wake_up);
/* Home has taken what there was. */
void wake_up_answered (WakeUp     *wake_up);
