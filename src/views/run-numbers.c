/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/run-numbers.h"

#include "plot/number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
show_step (PerceptReadout      *readout,
           const PerceptStatus *status)
{
  g_autofree char *value = plot_number_fixed ((double) status->step, 0);
  g_autofree char *epoch = plot_number_fixed (isfinite (status->epoch) ? status->epoch : 0, 2);
  /* Translators: under the number of steps done */
  g_autofree char *caption = g_strdup_printf (status->past ? _("step shown · epoch %s") : _("step · epoch %s"), epoch);

  percept_readout_set (readout, value, caption);
}

static void
show_cost (PerceptReadout      *readout,
           const PerceptStatus *status)
{
  double           cost = status->cost[TRAIN_PART_TRAIN];
  g_autofree char *value = isfinite (cost) ? plot_number_fixed (cost, cost < 100 ? 4 : 1) : g_strdup ("–");

  percept_readout_set (readout, value, status->past ? _("cost then, train") : _("cost, train"));
}

static void
show_accuracy (PerceptReadout      *readout,
               const PerceptStatus *status)
{
  gboolean         validated = isfinite (status->accuracy[TRAIN_PART_VALIDATION]);
  TrainPart        part = validated ? TRAIN_PART_VALIDATION : TRAIN_PART_TRAIN;
  double           p = status->accuracy[part];
  double           half = train_accuracy_half_width (p, status->n_examples[part]);
  g_autofree char *value = NULL;
  g_autofree char *caption = NULL;

  if (!isfinite (p))
    {
      percept_readout_set (readout, "–", status->past ? _("not measured then") : _("validation"));
      return;
    }
  /* A hundred only when all of them are right. */
  value = p < 1 ? g_strdup_printf ("%.2f %%", fmin (p * 100, 99.99)) : g_strdup ("100 %");
  if (part == TRAIN_PART_VALIDATION)
    caption = g_strdup_printf (status->past ? _("validation then ± %.2f") : _("validation ± %.2f"), half * 100);
  else
    caption = g_strdup (status->past ? _("accuracy then, train") : _("accuracy, train"));
  percept_readout_set (readout, value, caption);
}

static void
show_speed (PerceptReadout      *readout,
            const PerceptStatus *status)
{
  gboolean         running = status->phase == PERCEPT_PHASE_RUNNING && status->steps_per_second > 0;
  double           speed = status->steps_per_second;
  g_autofree char *value = running ? plot_number_fixed (speed, speed < 10 ? 1 : 0) : g_strdup ("–");

  percept_readout_set (readout, value, _("steps per second"));
}

void
percept_run_number_show (PerceptRunNumber     number,
                         PerceptReadout      *readout,
                         const PerceptStatus *status)
{
  switch (number)
    {
    case PERCEPT_RUN_NUMBER_STEP:     show_step (readout, status); break;
    case PERCEPT_RUN_NUMBER_COST:     show_cost (readout, status); break;
    case PERCEPT_RUN_NUMBER_ACCURACY: show_accuracy (readout, status); break;
    case PERCEPT_RUN_NUMBER_SPEED:    show_speed (readout, status); break;
    }
}

const char *
percept_run_number_explain (PerceptRunNumber number)
{
  switch (number)
    {
    case PERCEPT_RUN_NUMBER_STEP:
      return _("A step is one batch and one change of the weights; an epoch is once through all training examples");
    case PERCEPT_RUN_NUMBER_COST:
      return _("Mean cost of the training batches since the last point of the curve, each before it changed the "
               "weights; without penalty. After single steps: of the first 1,000 training examples, as of now");
    case PERCEPT_RUN_NUMBER_ACCURACY:
      return _("Share of the validation examples that are named rightly. With so many examples, 19 times out of 20 "
               "it is off by no more than what stands behind ±");
    case PERCEPT_RUN_NUMBER_SPEED:
    default:
      return _("Steps per second over the last second");
    }
}

void
percept_run_number_reserve (PerceptRunNumber     number,
                            PerceptReadout      *readout,
                            const PerceptStatus *status)
{
  g_autofree char *step = plot_number_fixed (fmax ((double) status->total_steps, 9999), 0);
  g_autofree char *epoch = NULL;
  double           epochs = (double) status->total_steps / (double) MAX (status->n_steps_per_epoch, 1);
  g_autofree char *widest_epoch = plot_number_fixed (fmax (epochs, 10), 2);

  switch (number)
    {
    case PERCEPT_RUN_NUMBER_STEP:
      epoch = g_strdup_printf (status->past ? _("step shown · epoch %s") : _("step · epoch %s"), widest_epoch);
      percept_readout_set_sample (readout, step, epoch);
      break;
    case PERCEPT_RUN_NUMBER_COST:
      percept_readout_set_sample (readout, "00.0000", status->past ? _("cost then, train") : _("cost, train"));
      break;
    case PERCEPT_RUN_NUMBER_ACCURACY:
      epoch = g_strdup_printf (status->past ? _("validation then ± %.2f") : _("validation ± %.2f"), 0.0);
      percept_readout_set_sample (readout, "00.00 %", epoch);
      break;
    case PERCEPT_RUN_NUMBER_SPEED:
      percept_readout_set_sample (readout, "00 000", _("steps per second"));
      break;
    }
}
