/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* The application: one window, opened with the files given. */

#define PERCEPT_TYPE_APPLICATION (percept_application_get_type ())
G_DECLARE_FINAL_TYPE (PerceptApplication, percept_application, PERCEPT, APPLICATION, AdwApplication)

/* @flags: beside G_APPLICATION_HANDLES_OPEN; tests say NON_UNIQUE. Returns: (transfer full) */
PerceptApplication *percept_application_new (GApplicationFlags flags);
