/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/chosen-image.h"
#include "session/session-probe.h"

#include <string.h>

/* The image that views ask the network about: examples, in order and around, and what is drawn on them. */

static void
count_cb (PerceptChosenImage *image,
          guint              *n)
{
  (*n)++;
}

static const guint8 *
get (PerceptChosenImage *image)
{
  guint channels, height, width;

  return percept_chosen_image_get_bytes (image, &channels, &height, &width);
}

static const guint8 *
image_of (Probe    *probe,
          TrainPart part,
          gsize     place)
{
  TrainExamples examples = train_data_get_part (percept_session_get_data (probe->session), part);

  return ds_dataset_get_image (examples.dataset, examples.indices[place]);
}

static gsize
size_of (Probe *probe)
{
  return ds_shape_size (percept_session_get_dataset (probe->session)->shape);
}

static void
open_tiny (Probe *probe)
{
  probe_open (probe, "", FALSE);
  PROBE_WAIT (probe, probe_has_opened);
}

static void
test_examples (Probe        *probe,
               gconstpointer data)
{
  g_autoptr (PerceptChosenImage) image = percept_chosen_image_new (probe->session);
  g_autofree char               *title = NULL;
  TrainExamples                  part;
  guint                          n = 0;

  g_signal_connect (image, "changed", G_CALLBACK (count_cb), &n);
  g_assert_null (get (image));
  g_assert_null (percept_chosen_image_expand (image));
  open_tiny (probe);
  g_assert_cmpuint (n, ==, 1);
  part = train_data_get_part (percept_session_get_data (probe->session), TRAIN_PART_VALIDATION);
  g_assert_cmpmem (get (image), size_of (probe), image_of (probe, TRAIN_PART_VALIDATION, 0), size_of (probe));
  g_assert_cmpuint (percept_chosen_image_get_index (image), ==, part.indices[0]);
  percept_chosen_image_move (image, -1);
  g_assert_cmpuint (percept_chosen_image_get_index (image), ==, part.indices[part.n - 1]);
  g_assert_cmpuint (percept_chosen_image_get_label (image), ==, part.dataset->labels[part.indices[part.n - 1]]);
  percept_chosen_image_move (image, 3);
  g_assert_cmpuint (percept_chosen_image_get_index (image), ==, part.indices[2]);
  title = percept_chosen_image_get_title (image);
  g_assert_nonnull (strstr (title, "validation example 2, "));
  part = train_data_get_part (percept_session_get_data (probe->session), TRAIN_PART_TRAIN);
  percept_chosen_image_set_example (image, part.indices[5]);
  g_assert_cmpint (percept_chosen_image_get_part (image), ==, TRAIN_PART_TRAIN);
  g_assert_cmpuint (percept_chosen_image_get_place (image), ==, 5);
  g_assert_cmpuint (n, ==, 4);
}

/* The dataset's own bytes stay as they are; the next example is that after the one that was painted on. */
static void
test_drawn (Probe        *probe,
            gconstpointer data)
{
  g_autoptr (PerceptChosenImage) image = percept_chosen_image_new (probe->session);
  g_autofree guint8             *bytes = NULL;
  g_autofree float              *values = NULL;
  DsRecipe                       recipe;

  open_tiny (probe);
  bytes = g_memdup2 (get (image), size_of (probe));
  bytes[3] = (guint8) ~bytes[3];
  percept_chosen_image_set_drawn (image, bytes);
  g_assert_cmpmem (get (image), size_of (probe), bytes, size_of (probe));
  g_assert_cmpint (image_of (probe, TRAIN_PART_VALIDATION, 0)[3], ==, (guint8) ~bytes[3]);
  g_assert_cmpuint (percept_chosen_image_get_label (image), ==, PERCEPT_NO_LABEL);
  g_assert_cmpuint (percept_chosen_image_get_index (image), ==, PERCEPT_NO_EXAMPLE);
  recipe = percept_session_get_data (probe->session)->recipe;
  values = percept_chosen_image_expand (image);
  g_assert_cmpfloat (values[3], ==, recipe.scale * (float) bytes[3] + recipe.offset);
  percept_session_restart (probe->session);
  probe_idle (50);
  g_assert_cmpmem (get (image), size_of (probe), bytes, size_of (probe));
  percept_chosen_image_move (image, 1);
  g_assert_cmpmem (get (image), size_of (probe), image_of (probe, TRAIN_PART_VALIDATION, 1), size_of (probe));
}

/* Closed until it is revealed. */
static void
test_sealed (Probe        *probe,
             gconstpointer data)
{
  g_autoptr (PerceptChosenImage) image = percept_chosen_image_new (probe->session);
  TrainExamples                  part;

  open_tiny (probe);
  part = train_data_get_part (percept_session_get_data (probe->session), TRAIN_PART_TEST);
  g_assert_false (percept_chosen_image_set_part (image, TRAIN_PART_TEST));
  percept_session_reveal_test (probe->session);
  g_assert_true (percept_chosen_image_set_part (image, TRAIN_PART_TEST));
  g_assert_cmpmem (get (image), size_of (probe), image_of (probe, TRAIN_PART_TEST, 0), size_of (probe));
  g_assert_cmpuint (percept_chosen_image_get_label (image), ==, part.dataset->labels[part.indices[0]]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/chosen-image/examples", Probe, NULL, probe_set_up, test_examples, probe_tear_down);
  g_test_add ("/chosen-image/drawn", Probe, NULL, probe_set_up, test_drawn, probe_tear_down);
  g_test_add ("/chosen-image/sealed", Probe, NULL, probe_set_up, test_sealed, probe_tear_down);
  return g_test_run ();
}
