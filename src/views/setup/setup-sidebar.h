/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

#include <gtk/gtk.h>

/* The experiment's settings beside the page: data, network, optimizer. */

#define PERCEPT_TYPE_SETUP_SIDEBAR (percept_setup_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (PerceptSetupSidebar, percept_setup_sidebar, PERCEPT, SETUP_SIDEBAR, GtkWidget)

/* @session: kept; once, before it is shown. */
void percept_setup_sidebar_set_session (PerceptSetupSidebar *sidebar,
                                        PerceptSession      *session);
