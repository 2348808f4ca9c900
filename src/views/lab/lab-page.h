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

/* Adds weights such as "W1[406,3]", or several, to those that are listed; a rule such as "largest 30" gives way to
 * them. Errors: AN_ERROR_SYNTAX, and nothing is changed. */
gboolean percept_lab_page_add_coordinates (PerceptLabPage *page,
                                           const char     *names,
                                           GError        **error);

/* The views that show a figure, the errors first; the signal "checked" tells when they show others.
 * Returns: (transfer full) (element-type PerceptFigureView) */
GPtrArray *percept_lab_page_get_views (PerceptLabPage *page);
