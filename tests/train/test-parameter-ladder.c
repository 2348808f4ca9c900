/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/parameter-ladder.h"
#include "train/parameter-trail.h"

static const TrainRung *
get (const GPtrArray *rungs,
     guint            i)
{
  return g_ptr_array_index (rungs, i);
}

static void
climb_to (TrainLadder *ladder,
          guint64      last)
{
  for (guint64 step = 0; step <= last; step++)
    {
      const float parameters[] = { (float) step, -(float) step };

      train_ladder_add (ladder, train_rung_new_bare (step, parameters, 2));
    }
}

/* Copies, by step, none twice. */
static void
test_rungs (void)
{
  g_autoptr (TrainLadder) ladder = train_ladder_new (2, 100, TRAIN_LADDER_BYTES);
  g_autoptr (GPtrArray)   rungs = NULL, later = NULL;
  const float             other[] = { 100.0f, 100.0f };

  climb_to (ladder, 9);
  train_ladder_add (ladder, train_rung_new_bare (9, other, 2));
  train_ladder_add (ladder, train_rung_new_bare (4, other, 2));
  rungs = train_ladder_get_rungs (ladder);
  g_assert_cmpuint (rungs->len, ==, 10);
  for (guint i = 0; i < rungs->len; i++)
    {
      g_assert_cmpuint (get (rungs, i)->step, ==, i);
      g_assert_cmpfloat (get (rungs, i)->parameters[1], ==, -(float) i);
    }
  climb_to (ladder, 11);
  g_assert_cmpuint (rungs->len, ==, 10); /* what was handed over stays as it was */
  later = train_ladder_get_rungs (ladder);
  g_assert_cmpuint (later->len, ==, 12);
  g_assert_true (get (later, 3) == get (rungs, 3)); /* shared */
}

/* The ends stay, the beginning is dense, and what was handed over outlives the ladder. */
static void
test_thinning (void)
{
  TrainLadder          *ladder = train_ladder_new (2, 100, TRAIN_LADDER_BYTES);
  g_autoptr (GPtrArray) rungs = NULL;

  climb_to (ladder, 5000);
  rungs = train_ladder_get_rungs (ladder);
  train_ladder_free (ladder);
  g_assert_cmpuint (rungs->len, ==, TRAIN_LADDER_RUNGS);
  g_assert_cmpuint (get (rungs, 0)->step, ==, 0);
  g_assert_cmpuint (get (rungs, 1)->step, ==, 1);
  g_assert_cmpuint (get (rungs, rungs->len - 1)->step, ==, 5000);
  for (guint i = 1; i < rungs->len; i++)
    {
      g_assert_cmpuint (get (rungs, i)->step, >, get (rungs, i - 1)->step);
      g_assert_cmpuint (get (rungs, i)->step + 1, <=, 2 * (get (rungs, i - 1)->step + 1));
      g_assert_cmpfloat (get (rungs, i)->parameters[0], ==, (float) get (rungs, i)->step);
    }
}

/* Dense close to now too, for stepping back, all along the way. */
static void
test_dense_near_now (void)
{
  g_autoptr (TrainLadder) ladder = train_ladder_new (2, 100, TRAIN_LADDER_BYTES);
  g_autoptr (GPtrArray)   rungs = NULL;
  guint                   near = 0;

  climb_to (ladder, 20000);
  rungs = train_ladder_get_rungs (ladder);
  for (guint i = 1; i < rungs->len; i++)
    {
      guint64 step = get (rungs, i)->step, before = get (rungs, i - 1)->step;

      near += step > 20000 - 64 ? 1 : 0;
      g_assert_cmpuint (step - before, <=, MIN (step, 20000 - before) + 1);
    }
  g_assert_cmpuint (near, >=, 8);
}

static guint
count_after (gsize            n_parameters,
             gsize            state_bytes,
             TrainLadderKeeps keeps)
{
  g_autoptr (TrainLadder) ladder = train_ladder_new (n_parameters, state_bytes, 1 << 20);
  g_autofree float       *parameters = g_new0 (float, n_parameters);
  g_autoptr (GPtrArray)   rungs = NULL;

  g_assert_cmpint (train_ladder_get_keeps (ladder), ==, keeps);
  for (guint step = 0; step < 30; step++)
    train_ladder_add (ladder, train_rung_new_bare (step, parameters, n_parameters));
  rungs = train_ladder_get_rungs (ladder);
  g_assert_cmpuint (get (rungs, rungs->len - 1)->step, ==, 29);
  return rungs->len;
}

/* Large networks have fewer rungs, larger ones no states, and of the largest nothing is kept. */
static void
test_room (void)
{
  const gsize             whole = (1 << 20) / sizeof (float);
  g_autoptr (TrainLadder) largest = train_ladder_new (whole / 2, 4 << 20, 1 << 20);

  g_assert_cmpuint (count_after (whole / 10, 1 << 18, TRAIN_LADDER_STATES), ==, 10);
  g_assert_cmpuint (count_after (whole / 5, 1 << 19, TRAIN_LADDER_PARAMETERS), ==, 5);
  g_assert_cmpint (train_ladder_get_keeps (largest), ==, TRAIN_LADDER_NOTHING);
}

/* Less memory thins out at once, more makes room again. */
static void
test_memory_changes (void)
{
  g_autoptr (TrainLadder) ladder = train_ladder_new (2, 100, TRAIN_LADDER_BYTES);
  g_autoptr (GPtrArray)   few = NULL, many = NULL, none = NULL;

  climb_to (ladder, 100);
  train_ladder_set_bytes (ladder, 10 * 2 * sizeof (float));
  few = train_ladder_get_rungs (ladder);
  g_assert_cmpuint (few->len, ==, 10);
  g_assert_cmpuint (get (few, 0)->step, ==, 0);
  g_assert_cmpuint (get (few, 9)->step, ==, 100);
  train_ladder_set_bytes (ladder, TRAIN_LADDER_BYTES);
  climb_to (ladder, 120);
  many = train_ladder_get_rungs (ladder);
  g_assert_cmpuint (many->len, ==, TRAIN_LADDER_RUNGS);
  train_ladder_set_bytes (ladder, 4);
  none = train_ladder_get_rungs (ladder);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_trail (void)
{
  const gsize        places[] = { 2, 0 };
  g_autoptr (GArray) trail = train_trail_new ();

  for (guint step = 0; step < 10000; step++)
    {
      const float     parameters[] = { (float) step, -1.0f, 2.0f * step };
      TrainTrailPoint point = train_trail_point (step, parameters, places, 2);

      train_trail_extend (trail, &point, 1);
    }
  g_assert_cmpuint (trail->len, <=, TRAIN_TRAIL_POINTS);
  g_assert_cmpuint (trail->len, >=, TRAIN_TRAIL_POINTS / 2);
  g_assert_cmpuint (g_array_index (trail, TrainTrailPoint, 0).step, ==, 0);
  g_assert_cmpuint (g_array_index (trail, TrainTrailPoint, trail->len - 1).step, ==, 9999);
  for (guint i = 0; i < trail->len; i++)
    {
      const TrainTrailPoint *point = &g_array_index (trail, TrainTrailPoint, i);

      g_assert_cmpfloat (point->values[0], ==, 2.0f * point->step);
      g_assert_cmpfloat (point->values[1], ==, (float) point->step);
      g_assert_true (i == 0 || point->step > point[-1].step);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parameter-ladder/rungs", test_rungs);
  g_test_add_func ("/parameter-ladder/thinning", test_thinning);
  g_test_add_func ("/parameter-ladder/dense-near-now", test_dense_near_now);
  g_test_add_func ("/parameter-ladder/room", test_room);
  g_test_add_func ("/parameter-ladder/memory-changes", test_memory_changes);
  g_test_add_func ("/parameter-ladder/trail", test_trail);
  return g_test_run ();
}
