/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The slider through the moments of a run by itself: what it shows of a step that isn't kept, and how it plays. */

#include "train/bundled-run.h"
#include "views/weights/moment-slider.h"
#include "widgets/widget-driver.h"

#include <adwaita.h>
#include <string.h>

#define STEPS       200
#define STILL_MS    600 /* at least, between two moments, for who wants no motion */

static GtkWidget           *window, *slider;
static PerceptSession      *session;
static PerceptWeightSource *source;
static PerceptRunFigures   *figures;

/* The first of @type with @words on it, if a label is looked for. */
static GtkWidget *
find (GtkWidget  *widget,
      GType       type,
      const char *words)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget)
      && (words == NULL || (GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), words) != NULL)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, words);
  return found;
}

static gboolean
has_ended (gconstpointer data)
{
  return percept_session_get_status (session)->phase == PERCEPT_PHASE_FINISHED
         && percept_session_get_rungs (session)->len > 3 && find (slider, GTK_TYPE_SCALE, NULL) != NULL;
}

static void
open_slider (void)
{
  g_autoptr (TrainExperiment) experiment = bundled_run ("digits-hidden", "data.train=100", "data.validation=50",
                                                        "training.steps=200", "network.layers=dense 4 tanh; dense 10",
                                                        NULL);

  session = percept_session_new (2);
  source = percept_weight_source_new (session);
  figures = percept_run_figures_new (session);
  slider = percept_moment_slider_new (session, source, figures);
  window = driver_show (slider, 800, 200);
  percept_session_open (session, experiment, TRUE);
  driver_wait_for (has_ended, NULL, "the end of the run");
}

static void
close_slider (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  percept_session_close (session);
  g_clear_object (&figures);
  g_clear_object (&source);
  g_clear_object (&session);
}

static guint64
step_at (guint i)
{
  return ((TrainRung *) g_ptr_array_index (percept_session_get_rungs (session), i))->step;
}

/* A step that isn't kept, one after a rung and nearest to that. */
static guint64
find_gap (guint *rung)
{
  GPtrArray *rungs = percept_session_get_rungs (session);

  for (guint i = 0; i + 1 < rungs->len; i++)
    if (step_at (i + 1) > step_at (i) + 2)
      {
        *rung = i;
        return step_at (i) + 1;
      }
  g_assert_not_reached ();
}

static void
test_nearest (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *told = NULL;
  guint64            step, asked;
  guint              rung;

  open_slider ();
  step = find_gap (&rung);
  g_assert_true (percept_moment_slider_show (PERCEPT_MOMENT_SLIDER (slider), step, &error));
  g_assert_cmpuint (percept_weight_source_get_step (source), ==, step_at (rung));
  g_assert_true (percept_moment_slider_get_asked (PERCEPT_MOMENT_SLIDER (slider), &asked));
  g_assert_cmpuint (asked, ==, step);
  told = g_strdup_printf ("Step %" G_GUINT64_FORMAT ", nearest kept to %" G_GUINT64_FORMAT, step_at (rung), step);
  g_assert_nonnull (find (slider, GTK_TYPE_LABEL, told));
  /* The next one is nearer to the step before it. */
  g_assert_true (percept_moment_slider_show (PERCEPT_MOMENT_SLIDER (slider), step_at (rung + 1) - 1, &error));
  g_assert_cmpuint (percept_weight_source_get_step (source), ==, step_at (rung + 1));
  /* What is kept is shown without a word, and a hand on the slider asks for nothing else. */
  g_assert_true (percept_moment_slider_show (PERCEPT_MOMENT_SLIDER (slider), step_at (rung), &error));
  g_assert_false (percept_moment_slider_get_asked (PERCEPT_MOMENT_SLIDER (slider), &asked));
  g_assert_true (percept_moment_slider_show (PERCEPT_MOMENT_SLIDER (slider), step, &error));
  gtk_range_set_value (GTK_RANGE (find (slider, GTK_TYPE_SCALE, NULL)), 0);
  g_assert_false (percept_moment_slider_get_asked (PERCEPT_MOMENT_SLIDER (slider), &asked));
  g_assert_true (percept_moment_slider_show (PERCEPT_MOMENT_SLIDER (slider), STEPS, &error));
  g_assert_null (percept_weight_source_get_rung (source));
  g_assert_no_error (error);
  g_assert_false (percept_moment_slider_show (PERCEPT_MOMENT_SLIDER (slider), STEPS + 1, &error));
  g_assert_error (error, TRAIN_ERROR, TRAIN_ERROR_NOT_FOUND);
  close_slider ();
}

static gboolean
keeps_nothing (gconstpointer data)
{
  return percept_session_get_rungs (session)->len == 0;
}

/* With no memory for any, it is said, and now is shown. */
static void
test_nothing_kept (void)
{
  g_autoptr (GError) error = NULL;

  open_slider ();
  percept_session_set_state_memory (session, 16);
  driver_wait_for (keeps_nothing, NULL, "no moments");
  g_assert_false (percept_moment_slider_show (PERCEPT_MOMENT_SLIDER (slider), 50, &error));
  g_assert_error (error, TRAIN_ERROR, TRAIN_ERROR_NOT_FOUND);
  g_assert_null (percept_weight_source_get_rung (source));
  close_slider ();
}

/* Who looks at a moment when the memory for it is taken away finds the way back to now. */
static void
test_dropped (void)
{
  g_autoptr (GError) error = NULL;

  open_slider ();
  g_assert_true (percept_moment_slider_show (PERCEPT_MOMENT_SLIDER (slider), step_at (1), &error));
  g_assert_nonnull (percept_weight_source_get_rung (source));
  percept_session_set_state_memory (session, 16);
  driver_wait_for (keeps_nothing, NULL, "no moments");
  g_assert_nonnull (percept_weight_source_get_rung (source));
  g_assert_nonnull (find (slider, GTK_TYPE_SCALE, NULL));
  percept_moment_slider_show_now (PERCEPT_MOMENT_SLIDER (slider));
  g_assert_null (percept_weight_source_get_rung (source));
  close_slider ();
}

static gint64 moved;

static void
moment_cb (void)
{
  moved = g_get_monotonic_time ();
}

static gboolean
has_moved (gconstpointer data)
{
  return moved != 0;
}

static void
set_animations (gboolean on)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", on, NULL);
}

static gint64
wait_for_move (void)
{
  moved = 0;
  driver_wait_for (has_moved, NULL, "another moment");
  return moved;
}

/* Who wants no motion gets pictures to look at one by one, and all the way in a few of them. */
static void
test_still (void)
{
  GtkWidget *play;
  gint64     first, second;
  guint      n;

  open_slider ();
  g_signal_connect (source, "moment", G_CALLBACK (moment_cb), NULL);
  play = find (slider, GTK_TYPE_BUTTON, NULL);
  n = (guint) gtk_adjustment_get_upper (gtk_range_get_adjustment (GTK_RANGE (find (slider, GTK_TYPE_SCALE, NULL))));
  set_animations (FALSE);
  g_signal_emit_by_name (play, "clicked");
  g_assert_cmpuint (percept_weight_source_get_step (source), ==, 0);
  first = wait_for_move ();
  g_assert_cmpuint (percept_weight_source_get_step (source), ==, step_at (MAX (n / 12, 1)));
  second = wait_for_move ();
  g_assert_cmpint (second - first, >=, STILL_MS * 1000);
  set_animations (TRUE); /* heard at the next beat, from then on every one comes */
  wait_for_move ();
  n = (guint) gtk_range_get_value (GTK_RANGE (find (slider, GTK_TYPE_SCALE, NULL)));
  wait_for_move ();
  g_assert_cmpuint ((guint) gtk_range_get_value (GTK_RANGE (find (slider, GTK_TYPE_SCALE, NULL))), ==, n + 1);
  g_signal_emit_by_name (play, "clicked");
  close_slider ();
}

int
main (int   argc,
      char *argv[])
{
  if (!driver_start (&argc, &argv))
    return 0;
  adw_init ();
  g_test_add_func ("/moment-slider/nearest", test_nearest);
  g_test_add_func ("/moment-slider/nothing-kept", test_nothing_kept);
  g_test_add_func ("/moment-slider/dropped", test_dropped);
  g_test_add_func ("/moment-slider/still", test_still);
  return g_test_run ();
}
