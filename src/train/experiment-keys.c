/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every key of an experiment file: one row, from which come the check of files, the rows of the window's sidebar
 * and the text of messages. */

#include "train/experiment-keys.h"

#include "datasets/recipe.h"
#include "datasets/split.h"
#include "nn/initializer.h"
#include "nn/network.h"
#include "train/stop-rule.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_STEPS 1e9
#define MAX_EXAMPLES 1e9
#define MAX_SEED 9007199254740992.0 /* 2^53: what a double holds exactly */

#define CHOICES(...) ((const char *const[]) { __VA_ARGS__, NULL })

static const TrainKey keys[] = {
  { "experiment", "kind", TRAIN_KEY_CHOICE, "train", .choices = CHOICES ("train", "check", "surface") },
  { "experiment", "title", TRAIN_KEY_TEXT, "" },
  { "experiment", "about", TRAIN_KEY_TEXT, "" },
  { "experiment", "reference", TRAIN_KEY_TEXT, "" },
  { "experiment", "expect", TRAIN_KEY_TEXT, "" },
  { "experiment", "page", TRAIN_KEY_CHOICE, "train", .choices = CHOICES ("train", "weights", "landscape", "lab") },
  { "experiment", "next", TRAIN_KEY_TEXT, "" },
  { "experiment", "test", TRAIN_KEY_CHOICE, "sealed", .choices = CHOICES ("sealed", "shown"), .live = TRUE },
  { "experiment", "pace", TRAIN_KEY_CHOICE, "full", .choices = CHOICES ("slow", "walk", "accelerate", "full") },

  { "data", "source", TRAIN_KEY_CHOICE, "digits", .choices = CHOICES ("digits", "mnist", "mat", "toy"),
    .title = N_("Source"),
    .about = N_("Where the examples come from: digits that Percept draws itself, MNIST’s files in a folder, a MATLAB "
                "file with arrays train0, test0 and so on, or four examples to follow with pencil and paper.") },
  { "data", "path", TRAIN_KEY_TEXT, "" },
  { "data", "size", TRAIN_KEY_SIZE, "28x28" },
  { "data", "channels", TRAIN_KEY_CHOICE, "gray", .choices = CHOICES ("gray") },
  { "data", "train", TRAIN_KEY_AMOUNT, "all", 1, MAX_EXAMPLES, .title = N_("Training examples"),
    .about = N_("How many examples the network learns from: all, a number, N/class or a percentage. With few it "
                "learns them by heart.") },
  { "data", "validation", TRAIN_KEY_AMOUNT, "2000", 0, MAX_EXAMPLES, .title = N_("Validation examples"),
    .about = N_("Kept apart from training to see how well the network does on digits it was not shown. Too few make "
                "a shaky estimate.") },
  { "data", "test", TRAIN_KEY_AMOUNT, "all", 0, MAX_EXAMPLES, .title = N_("Test examples"),
    .about = N_("Used once, at the end: looking earlier and choosing by it makes the result too good to be true.") },
  { "data", "preprocess", TRAIN_KEY_CHAIN, "scale 1/255" },

  { "network", "layers", TRAIN_KEY_LAYERS, "dense 300 tanh; dense 10", .title = N_("Layers"),
    .about = N_("From the pixels to the classes. More units can learn more, and take longer.") },
  { "network", "init", TRAIN_KEY_INIT, "fan-in", .title = N_("Initial weights"),
    .about = N_("How the weights start. All zero, hidden units stay alike for ever; too large, they saturate.") },
  { "network", "bias-init", TRAIN_KEY_REAL, "0", -1000, 1000 },
  { "network", "weights", TRAIN_KEY_TEXT, "" },

  { "training", "loss", TRAIN_KEY_CHOICE, "nll", .choices = CHOICES ("nll", "squared"), .title = N_("Loss"),
    .about = N_("What training makes small: minus the log-probability of the right class (nll), or the squared "
                "error.") },
  { "training", "reduction", TRAIN_KEY_CHOICE, "mean", .choices = CHOICES ("mean", "sum") },
  { "training", "optimizer", TRAIN_KEY_CHOICE, "momentum",
    .choices = CHOICES ("gd", "momentum", "nesterov", "rmsprop", "adam"), .title = N_("Method"),
    .about = N_("How a gradient becomes a step: straight down (gd), with momentum (momentum, nesterov), or with a "
                "rate for each weight (rmsprop, adam).") },
  { "training", "rate", TRAIN_KEY_REAL, "0.1", 0, 1e6, .title = N_("Learning rate α"),
    .about = N_("How far a step goes. Too small and nothing moves; too big and the cost jumps about or explodes."),
    .live = TRUE },
  { "training", "momentum", TRAIN_KEY_REAL, "0.9", 0, 1, .title = N_("Momentum γ"),
    .about = N_("How much of the last step is kept. At 0 it is gradient descent; near 1 it overshoots."),
    .live = TRUE },
  { "training", "initial-velocity", TRAIN_KEY_REAL, "0", -1000, 1000 },
  { "training", "batch", TRAIN_KEY_AMOUNT, "50", 1, MAX_EXAMPLES, .title = N_("Batch"),
    .about = N_("Examples averaged in one step: a number, “full”, or “5/class” for five of each class. Small batches "
                "are quick and noisy, big ones slow and smooth.") },
  { "training", "steps", TRAIN_KEY_COUNT, "5000", 1, MAX_STEPS, .title = N_("Steps"),
    .about = N_("The run ends here. Too few and it has not finished learning."), .live = TRUE },
  { "training", "epochs", TRAIN_KEY_COUNT, "0", 0, 1e6, .live = TRUE },
  { "training", "l1", TRAIN_KEY_REAL, "0", 0, 1e6, .title = N_("L1 λ₁"),
    .about = N_("Adds λ₁ times the sum of the weights’ magnitudes to the cost: turns weights that do little to zero. "
                "Too big and the network cannot learn."),
    .live = TRUE },
  { "training", "l2", TRAIN_KEY_REAL, "0", 0, 1e6, .title = N_("L2 λ"),
    .about = N_("Adds λ times the sum of squared weights to the cost: keeps weights small and pictures smooth. Too "
                "big and the network cannot learn."),
    .live = TRUE },
  { "training", "stop", TRAIN_KEY_STOP, "none", .title = N_("Stop early"),
    .about = N_("“weights 1e-4”: when a step changes the weights by less; “cost 1e-5 over 5 epochs”: when the cost "
                "hardly moves any more. Too large and it stops before it has learned."),
    .live = TRUE },
  { "training", "keep", TRAIN_KEY_CHOICE, "last", .choices = CHOICES ("last", "best-validation"), .title = N_("Keep"),
    .about = N_("The last weights, or those that did best on the validation examples, in case the network learns the "
                "training examples by heart later.") },
  { "training", "evaluate", TRAIN_KEY_COUNT, "50", 1, MAX_STEPS },

  { "check", "h", TRAIN_KEY_TEXT, "0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9" },
  { "check", "scheme", TRAIN_KEY_CHOICE, "central", .choices = CHOICES ("forward", "backward", "central") },
  { "check", "half-steps", TRAIN_KEY_CHOICE, "no", .choices = CHOICES ("no", "yes") },
  { "check", "coordinates", TRAIN_KEY_TEXT, "largest 30" },
  { "check", "examples", TRAIN_KEY_COUNT, "200", 0, MAX_EXAMPLES },
  { "check", "weights", TRAIN_KEY_TEXT, "" },
  { "check", "along", TRAIN_KEY_COUNT, "0", 0, 1000 },
  { "check", "bug", TRAIN_KEY_CHOICE, "none",
    .choices = CHOICES ("none", "wrong-sign", "missing-factor", "missing-derivative", "transposed-product",
                        "stale-bias", "lost-example") },

  { "landscape", "weights", TRAIN_KEY_TEXT, "suggest", .live = TRUE },
  { "landscape", "window", TRAIN_KEY_TEXT, "fit", .live = TRUE },
  { "landscape", "start", TRAIN_KEY_TEXT, "fit", .live = TRUE },
  { "landscape", "racers", TRAIN_KEY_TEXT, "suggest", .live = TRUE },
  { "landscape", "racer-steps", TRAIN_KEY_COUNT, "20", 1, 1000, .live = TRUE },
  { "landscape", "initial-velocity", TRAIN_KEY_REAL, "0", -1000, 1000, .live = TRUE },
  { "landscape", "batch", TRAIN_KEY_COUNT, "0", 0, MAX_EXAMPLES, .live = TRUE },
  { "landscape", "examples", TRAIN_KEY_COUNT, "0", 0, MAX_EXAMPLES, .live = TRUE },
  { "landscape", "full-run", TRAIN_KEY_CHOICE, "no", .choices = CHOICES ("no", "yes"), .live = TRUE },

  { "seed", "split", TRAIN_KEY_COUNT, "1", 0, MAX_SEED },
  { "seed", "init", TRAIN_KEY_COUNT, "3", 0, MAX_SEED, .title = N_("Seed of the initial weights"),
    .about = N_("Another number, another start. The same number, the same run to the last bit.") },
  { "seed", "batch", TRAIN_KEY_COUNT, "1", 0, MAX_SEED, .title = N_("Seed of the batches"),
    .about = N_("Decides the order in which the examples come.") },
  { "seed", "dropout", TRAIN_KEY_COUNT, "1", 0, MAX_SEED, .title = N_("Seed of the dropout"),
    .about = N_("Decides which units a dropout layer leaves out in each step.") },
  { "seed", "noise", TRAIN_KEY_COUNT, "1", 0, MAX_SEED },
};

const TrainKey *
train_keys (gsize *n)
{
  *n = G_N_ELEMENTS (keys);
  return keys;
}

const TrainKey *
train_key_find (const char *group,
                const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].group, group) && g_str_equal (keys[i].key, key))
      return &keys[i];
  return NULL;
}

/* 1000000, not 1e+06. */
static char *
format_bound (double bound)
{
  return bound == floor (bound) && fabs (bound) < 1e15 ? g_strdup_printf ("%.0f", bound)
                                                       : g_strdup_printf ("%g", bound);
}

char *
train_key_describe_range (const TrainKey *key)
{
  g_autofree char *choices = NULL;
  g_autofree char *low = format_bound (key->low);
  g_autofree char *high = format_bound (key->high);

  switch (key->kind)
    {
    case TRAIN_KEY_CHOICE:
      choices = g_strjoinv (", ", (char **) key->choices);
      return key->choices[1] ? g_strdup_printf (_("one of %s"), choices)
                             : g_strdup_printf (_("only “%s”"), choices);
    case TRAIN_KEY_REAL:
      return g_strdup_printf (_("a number from %s to %s"), low, high);
    case TRAIN_KEY_COUNT:
      return g_strdup_printf (_("a whole number from %s to %s"), low, high);
    case TRAIN_KEY_AMOUNT:
      if (g_str_equal (key->key, "batch"))
        return g_strdup_printf (_("“full”, a whole number from 1 to %s, or “N/class”"), high);
      return g_strdup_printf (_("“all”, a whole number from %s to %s, “N/class” or “NN %%”"), low, high);
    case TRAIN_KEY_SIZE:
      return g_strdup (_("a width and a height such as 28x28, each from 1 to 4096"));
    case TRAIN_KEY_LAYERS:
      return g_strdup (_("layers such as “dense 300 tanh; dense 10”"));
    case TRAIN_KEY_INIT:
      return g_strdup (_("“fan-in”, “normal S”, “truncated-normal S”, “uniform A B” or “zero”"));
    case TRAIN_KEY_STOP:
      return g_strdup_printf (_("“none”, “weights EPS” or “cost EPS over K epochs” (EPS 0 or more, K from 1 to %d)"),
                              TRAIN_STOP_MAX_EPOCHS);
    case TRAIN_KEY_CHAIN:
      return g_strdup (_("stages such as “scale 1/255”"));
    case TRAIN_KEY_TEXT:
    default:
      return g_strdup (_("any text"));
    }
}

static gboolean
is_real (const char *value,
         double      low,
         double      high)
{
  char  *end;
  double number = g_ascii_strtod (value, &end);

  return end != value && *end == '\0' && isfinite (number) && number >= low && number <= high;
}

static gboolean
is_count (const char *value,
          double      low,
          double      high)
{
  guint64 number;

  return g_ascii_string_to_unsigned (value, 10, (guint64) low, (guint64) high, &number, NULL);
}

static gboolean
is_size (const char *value)
{
  g_auto (GStrv) sides = g_strsplit (value, "x", -1);

  return g_strv_length (sides) == 2 && is_count (sides[0], 1, 4096) && is_count (sides[1], 1, 4096);
}

/* "5/class" */
static gboolean
is_per_class (const char     *value,
              const TrainKey *key)
{
  g_autofree char *number = g_str_has_suffix (value, "/class") ? g_strndup (value, strlen (value) - strlen ("/class"))
                                                              : NULL;

  return number && is_count (number, key->low, key->high);
}

static gboolean
is_amount (const TrainKey *key,
           const char     *value)
{
  DsAmount amount;

  if (g_str_equal (key->key, "batch"))
    return g_str_equal (value, "full") || is_count (value, key->low, key->high) || is_per_class (value, key);
  return ds_amount_parse (value, &amount) && (amount.kind == DS_AMOUNT_ALL || amount.value >= key->low);
}

/* Whether the value is right; kinds with a parser of their own leave its better message in @error. */
static gboolean
is_right (const TrainKey *key,
          const char     *value,
          GError        **error)
{
  DsRecipe      recipe;
  NnInitializer initializer;
  TrainStopRule stop;

  switch (key->kind)
    {
    case TRAIN_KEY_CHOICE:
      return g_strv_contains (key->choices, value);
    case TRAIN_KEY_REAL:
      return is_real (value, key->low, key->high);
    case TRAIN_KEY_COUNT:
      return is_count (value, key->low, key->high);
    case TRAIN_KEY_AMOUNT:
      return is_amount (key, value);
    case TRAIN_KEY_SIZE:
      return is_size (value);
    case TRAIN_KEY_LAYERS:
      return nn_network_check_text (value, error);
    case TRAIN_KEY_INIT:
      return nn_initializer_parse (value, &initializer, error);
    case TRAIN_KEY_STOP:
      return train_stop_rule_parse (value, &stop);
    case TRAIN_KEY_CHAIN:
      return ds_recipe_parse (value, &recipe, error);
    case TRAIN_KEY_TEXT:
    default:
      return g_utf8_validate (value, -1, NULL);
    }
}

gboolean
train_key_check (const TrainKey *key,
                 const char     *value,
                 GError        **error)
{
  g_autoptr (GError) detail = NULL;
  g_autofree char   *range = NULL;

  if (is_right (key, value, &detail))
    return TRUE;
  range = train_key_describe_range (key);
  if (detail)
    g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_VALUE, _("%s.%s = %s: %s"), key->group, key->key, value,
                 detail->message);
  else
    g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_VALUE, _("%s.%s = %s is not allowed; %s is needed"), key->group,
                 key->key, value, range);
  return FALSE;
}
