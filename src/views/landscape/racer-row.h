/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/race.h"

#include <gtk/gtk.h>

/* One racer: marker and name (to hide and show it), rate, momentum where it has one, and how it stands. In one line, in
 * two where there is not room, and with the place and the way left out where there is hardly any. Signals:
 *
 *   "changed"   percept_racer_row_get_racer() is another: at once, while a slider is dragged
 *   "settled"   the hand rests
 *   "refused"   (const char *): what was typed is not possible; NULL: it is put right
 *   "toggled"   to be hidden or shown
 *   "removed"   to be taken out
 */

#define PERCEPT_TYPE_RACER_ROW (percept_racer_row_get_type ())
G_DECLARE_FINAL_TYPE (PerceptRacerRow, percept_racer_row, PERCEPT, RACER_ROW, GtkWidget)

/* How it stands, in words; NULL: not known. */
typedef struct
{
  const char *place;
  const char *cost;
  const char *above;
  const char *length;
} PerceptRacerWords;

/* Of racer @i, which @racer is. */
GtkWidget *percept_racer_row_new        (guint                    i,
                                         const AnRacer           *racer);
/* Columns that have the same width in all rows. */
void       percept_racer_row_set_groups (PerceptRacerRow         *row,
                                         GtkSizeGroup *const     *groups);
#define PERCEPT_RACER_ROW_N_GROUPS 5

/* The same optimizer with other numbers; emits nothing. */
void       percept_racer_row_set_racer  (PerceptRacerRow         *row,
                                         const AnRacer           *racer);
void       percept_racer_row_get_racer  (PerceptRacerRow         *row,
                                         AnRacer                 *racer);
void       percept_racer_row_set_words  (PerceptRacerRow         *row,
                                         const PerceptRacerWords *words);
void       percept_racer_row_set_hidden (PerceptRacerRow         *row,
                                         gboolean                 hidden);
