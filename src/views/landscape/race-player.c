/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/race-player.h"

#include "views/landscape/race-ground.h"

#define SECOND_MS 1000
/* As the session's pacer: from 3 a second, and equal times for equal factors. */
#define ACCELERATE_SHARE 0.6
#define ACCELERATE_LEAST 3.0
/* Between two pictures of PERCEPT_PACE_FULL; it makes several steps at a time when that is not often enough. */
#define FRAME_MS 20

struct _PerceptRacePlayer
{
  GObject           parent_instance;
  PerceptLandscape *landscape;
  AnRace           *race;      /* that was seen last, or NULL */
  char             *ground;    /* what it ran over */
  guint             step;
  guint             hidden;
  PerceptPace       pace;
  guint             timer_id;  /* while playing */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PerceptRacePlayer, percept_race_player, G_TYPE_OBJECT)

static void
tell (PerceptRacePlayer *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

PerceptLandscape *
percept_race_player_get_landscape (PerceptRacePlayer *self)
{
  return self->landscape;
}

guint
percept_race_player_get_n_steps (PerceptRacePlayer *self)
{
  if (self->race != NULL)
    return self->race->n_steps;
  return percept_landscape_get_settings (self->landscape)->n_steps;
}

guint
percept_race_player_get_step (PerceptRacePlayer *self)
{
  return self->step;
}

void
percept_race_player_set_step (PerceptRacePlayer *self,
                              guint              step)
{
  step = MIN (step, percept_race_player_get_n_steps (self));
  if (step == self->step)
    return;
  self->step = step;
  tell (self);
}

/* Playing */

gboolean
percept_race_player_is_playing (PerceptRacePlayer *self)
{
  return self->timer_id != 0;
}

static guint
interval_ms (PerceptRacePlayer *self)
{
  guint n = MAX (percept_race_player_get_n_steps (self), 1);

  switch (self->pace)
    {
    case PERCEPT_PACE_SLOW:
      return SECOND_MS / 2;
    case PERCEPT_PACE_WALK:
      return SECOND_MS / 20;
    case PERCEPT_PACE_ACCELERATE:
      return (guint) (SECOND_MS / MAX (ACCELERATE_LEAST, ACCELERATE_SHARE * self->step));
    case PERCEPT_PACE_FULL:
    default:
      return MAX (SECOND_MS / n, FRAME_MS);
    }
}

/* How many steps one beat of the timer makes. */
static guint
stride (PerceptRacePlayer *self)
{
  guint n = percept_race_player_get_n_steps (self);

  if (self->pace != PERCEPT_PACE_FULL)
    return 1;
  return MAX (n * FRAME_MS / SECOND_MS, 1);
}

static gboolean play_cb (gpointer data);

static void
start_timer (PerceptRacePlayer *self)
{
  self->timer_id = g_timeout_add (interval_ms (self), play_cb, self);
}

static gboolean
play_cb (gpointer data)
{
  PerceptRacePlayer *self = data;
  guint              n = percept_race_player_get_n_steps (self);

  self->timer_id = 0;
  self->step = MIN (self->step + stride (self), n);
  if (self->step < n)
    start_timer (self);
  tell (self);
  return G_SOURCE_REMOVE;
}

void
percept_race_player_play (PerceptRacePlayer *self)
{
  if (self->race == NULL || percept_race_player_is_playing (self))
    return;
  if (self->step >= percept_race_player_get_n_steps (self))
    self->step = 0;
  start_timer (self);
  tell (self);
}

void
percept_race_player_pause (PerceptRacePlayer *self)
{
  if (!percept_race_player_is_playing (self))
    return;
  g_clear_handle_id (&self->timer_id, g_source_remove);
  tell (self);
}

static void
stop_at (PerceptRacePlayer *self,
         guint              step)
{
  g_clear_handle_id (&self->timer_id, g_source_remove);
  self->step = MIN (step, percept_race_player_get_n_steps (self));
  tell (self);
}

void
percept_race_player_step (PerceptRacePlayer *self,
                          int                direction)
{
  if (direction > 0)
    stop_at (self, self->step + 1);
  else
    stop_at (self, self->step > 0 ? self->step - 1 : 0);
}

void
percept_race_player_rewind (PerceptRacePlayer *self)
{
  stop_at (self, 0);
}

void
percept_race_player_set_pace (PerceptRacePlayer *self,
                              PerceptPace        pace)
{
  if (pace == self->pace)
    return;
  self->pace = pace;
  if (percept_race_player_is_playing (self))
    {
      g_source_remove (self->timer_id);
      start_timer (self);
    }
  tell (self);
}

PerceptPace
percept_race_player_get_pace (PerceptRacePlayer *self)
{
  return self->pace;
}

/* Hiding */

guint
percept_race_player_get_hidden (PerceptRacePlayer *self)
{
  return self->hidden;
}

void
percept_race_player_toggle (PerceptRacePlayer *self,
                            guint              i)
{
  g_return_if_fail (i < AN_MAX_RACERS);
  self->hidden ^= 1u << i;
  tell (self);
}

void
percept_race_player_remove (PerceptRacePlayer *self,
                            guint              i)
{
  guint before = (1u << i) - 1;

  g_return_if_fail (i < AN_MAX_RACERS);
  self->hidden = (self->hidden & before) | ((self->hidden >> 1) & ~before);
  tell (self);
}

/* The landscape */

static void
race_cb (PerceptRacePlayer *self)
{
  AnRace          *race = percept_landscape_get_race (self->landscape);
  g_autofree char *ground = percept_race_name_ground (self->landscape);
  gboolean         elsewhere = g_strcmp0 (ground, self->ground) != 0;
  gboolean         untouched = self->step == 0 && !percept_race_player_is_playing (self);

  g_clear_pointer (&self->race, an_race_unref);
  if (race == NULL)
    {
      stop_at (self, self->step);
      return;
    }
  self->race = an_race_ref (race);
  g_free (self->ground);
  self->ground = g_steal_pointer (&ground);
  if (elsewhere)
    stop_at (self, 0);
  else
    {
      self->step = untouched ? race->n_steps : MIN (self->step, race->n_steps);
      tell (self);
    }
}

PerceptRacePlayer *
percept_race_player_new (PerceptLandscape *landscape)
{
  PerceptRacePlayer *self = g_object_new (PERCEPT_TYPE_RACE_PLAYER, NULL);

  self->landscape = g_object_ref (landscape);
  g_signal_connect_object (landscape, "race", G_CALLBACK (race_cb), self, G_CONNECT_SWAPPED);
  race_cb (self);
  return self;
}

static void
percept_race_player_dispose (GObject *object)
{
  PerceptRacePlayer *self = PERCEPT_RACE_PLAYER (object);

  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_clear_pointer (&self->race, an_race_unref);
  g_clear_object (&self->landscape);
  G_OBJECT_CLASS (percept_race_player_parent_class)->dispose (object);
}

static void
percept_race_player_finalize (GObject *object)
{
  g_free (PERCEPT_RACE_PLAYER (object)->ground);
  G_OBJECT_CLASS (percept_race_player_parent_class)->finalize (object);
}

static void
percept_race_player_class_init (PerceptRacePlayerClass *klass)
{
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  G_OBJECT_CLASS (klass)->dispose = percept_race_player_dispose;
  G_OBJECT_CLASS (klass)->finalize = percept_race_player_finalize;
}

static void
percept_race_player_init (PerceptRacePlayer *self)
{
}
