/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/race-ghost.h"

#include "views/landscape/race-ground.h"

#include <string.h>

/* Races that follow each other sooner belong to one movement of the hand. */
#define SETTLED_US (700 * 1000)

static gboolean
is_same_step (const AnRaceStep *a,
              const AnRaceStep *b)
{
  return memcmp (a->w, b->w, sizeof a->w) == 0;
}

/* Whether both look the same: computed again, by another thread's accident. */
static gboolean
is_same_race (const AnRace *a,
              const AnRace *b)
{
  if (a->n_paths != b->n_paths || a->n_steps != b->n_steps || a->full_run != b->full_run)
    return FALSE;
  for (guint i = 0; i < a->n_paths; i++)
    if (a->paths[i].n != b->paths[i].n || a->paths[i].n == 0
        || !is_same_step (&a->paths[i].steps[0], &b->paths[i].steps[0])
        || !is_same_step (&a->paths[i].steps[a->paths[i].n - 1], &b->paths[i].steps[b->paths[i].n - 1]))
      return FALSE;
  return TRUE;
}

void
percept_race_ghost_hold (PerceptRaceGhost *ghost,
                         PlotLandscape    *figure,
                         gboolean          held)
{
  if (held && !ghost->held)
    percept_landscape_figure_set_ghost (figure, ghost->race);
  ghost->held = held;
}

void
percept_race_ghost_take (PerceptRaceGhost *ghost,
                         PlotLandscape    *figure,
                         PerceptLandscape *landscape)
{
  AnRace          *race = percept_landscape_get_race (landscape);
  g_autofree char *ground = percept_race_name_ground (landscape);
  gint64           now = g_get_monotonic_time ();

  if (ghost->race != NULL && g_strcmp0 (ground, ghost->ground) != 0)
    percept_race_ghost_forget (ghost, figure);
  if (race == NULL || (ghost->race != NULL && is_same_race (race, ghost->race)))
    return;
  if (ghost->race != NULL && !ghost->held && now - ghost->changed > SETTLED_US)
    percept_landscape_figure_set_ghost (figure, ghost->race);
  g_clear_pointer (&ghost->race, an_race_unref);
  ghost->race = an_race_ref (race);
  ghost->changed = now;
  g_free (ghost->ground);
  ghost->ground = g_steal_pointer (&ground);
}

void
percept_race_ghost_forget (PerceptRaceGhost *ghost,
                           PlotLandscape    *figure)
{
  percept_landscape_figure_set_ghost (figure, NULL);
  g_clear_pointer (&ghost->race, an_race_unref);
}

void
percept_race_ghost_clear (PerceptRaceGhost *ghost)
{
  g_clear_pointer (&ghost->race, an_race_unref);
  g_clear_pointer (&ghost->ground, g_free);
}
