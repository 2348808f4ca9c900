/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

#include <gtk/gtk.h>

/* The Lab: the gradient check of the network as it stands, beside the training. */

#define PERCEPT_TYPE_LAB_PAGE (percept_lab_page_get_type ())
G_DECLARE_FINAL_TYPE (PerceptLabPage, percept_lab_page, PERCEPT, LAB_PAGE, GtkWidget)

void     percept_lab_page_set_session (PerceptLabPage *page,
                                       PerceptSession *session);

/* Starts a check with the settings that the page shows, as its button does. */
void     percept_lab_page_check       (PerceptLabPage *page);
void     percept_lab_page_stop        (PerceptLabPage *page);
gboolean percept_lab_page_is_checking (PerceptLabPage *page);
