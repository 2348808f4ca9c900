/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/landscape.h"
#include "session/landscape.h"
#include "session/surface.h"

/* The landscape as a figure, for the window and for files: turns what analysis/ computed into what the painter
 * shows. */

/* What of a race is seen. */
typedef struct
{
  guint         step;      /* as many steps as were played */
  guint         hidden;    /* bit i: racer i is not shown */
  gboolean      arrows;
} PerceptRaceView;

/* All of it from the state of @landscape; call it after each signal, it is cheap when the surface is the same. */
void        percept_landscape_figure_update (PlotLandscape               *figure,
                                             PerceptLandscape            *landscape,
                                             const PerceptRaceView       *view);

/* The race before: from now on @race (NULL: none) is the ghost. */
void        percept_landscape_figure_set_ghost (PlotLandscape            *figure,
                                                AnRace                   *race);

/* "Momentum, rate 0.5, momentum 0.3" (translated). Returns: (transfer full) */
char       *percept_racer_title             (const AnRacer               *racer);

/* All of @result, every racer where it ended. Returns: (transfer full) */
PlotFigure *percept_surface_figure_new      (const PerceptSurfaceResult  *result);

/* Writes it as surface.png into @folder. */
gboolean    percept_surface_picture_save    (const PerceptSurfaceResult  *result,
                                             const char                  *folder,
                                             GError                     **error);
