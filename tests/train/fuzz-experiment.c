/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/fuzz.h"

#include "nn/nn-error.h"
#include "nn/network.h"
#include "train/experiment.h"
#include "train/stop-rule.h"

#include <string.h>

/* What a trainer asks of an experiment that was found right: each value has passed its key's check, and the parsers of
 * the values that have one agree with that check. */
static void
use (TrainExperiment *experiment)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (NnNetwork) network = NULL;
  TrainStopRule         rule;
  NnInitializer         initializer;
  gsize                 n;
  const TrainKey       *keys = train_keys (&n);

  for (gsize i = 0; i < n; i++)
    {
      const char *value = train_experiment_get (experiment, keys[i].group, keys[i].key);

      g_assert_true (value && g_utf8_validate (value, -1, NULL));
      if (keys[i].kind == TRAIN_KEY_REAL)
        g_assert_true (train_experiment_get_real (experiment, keys[i].group, keys[i].key) >= keys[i].low &&
                       train_experiment_get_real (experiment, keys[i].group, keys[i].key) <= keys[i].high);
      else if (keys[i].kind == TRAIN_KEY_COUNT)
        g_assert_true ((double) train_experiment_get_count (experiment, keys[i].group, keys[i].key) >= keys[i].low &&
                       (double) train_experiment_get_count (experiment, keys[i].group, keys[i].key) <= keys[i].high);
    }
  g_assert_true (train_stop_rule_parse (train_experiment_get (experiment, "training", "stop"), &rule));
  g_assert_true (nn_initializer_parse (train_experiment_get (experiment, "network", "init"), &initializer, NULL));
  network = nn_network_new ((NnShape) { 1, 2, 3 }, train_experiment_get (experiment, "network", "layers"), &error);
  g_assert_true (network || error->domain == NN_ERROR);
}

/* Written and read again it has the same values. */
static void
check_round_trip (TrainExperiment *experiment)
{
  g_autoptr (GError)          error = NULL;
  g_autofree char            *once = train_experiment_to_text (experiment);
  g_autoptr (TrainExperiment) back = train_experiment_parse (once, "input", NULL, &error);
  gsize                       n;
  const TrainKey             *keys = train_keys (&n);

  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpstr (train_experiment_get (experiment, keys[i].group, keys[i].key), ==,
                     train_experiment_get (back, keys[i].group, keys[i].key));
}

/* An error of ours in UTF-8, or an experiment that can be used and written; without a variant and with the one A. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);

  for (int variant = 0; variant < 2; variant++)
    {
      g_autoptr (GError)          error = NULL;
      g_autoptr (TrainExperiment) experiment = train_experiment_parse (text, "input", variant ? "A" : NULL, &error);

      if (!experiment)
        {
          g_assert_true (error && error->domain == TRAIN_ERROR && g_utf8_validate (error->message, -1, NULL));
          continue;
        }
      g_assert_no_error (error);
      use (experiment);
      check_round_trip (experiment);
    }
  return 0;
}
