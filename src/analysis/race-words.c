/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step of a racer as the formula of its optimizer with the numbers in it. Signs and letters alone, nothing to
 * translate. */

#include "analysis/race.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MINUS "\342\210\222"

/* Significant digits: of places, whose difference is the step, of all other results, of settings as they were typed. */
#define PLACE_DIGITS 4
#define DIGITS 3
#define SETTING_DIGITS 6

/* One coordinate before and after the step. */
typedef struct
{
  const char   *name;  /* "x" */
  NnHyper       hyper;
  double        w;
  double        g;
  double        slots[NN_OPTIMIZER_MAX_SLOTS];
  double        next_w;
  double        next_slots[NN_OPTIMIZER_MAX_SLOTS];
} Move;

typedef struct
{
  const NnOptimizerType *optimizer;
  void                 (*write) (GString *text, const Move *move);
} Writer;

static void
append_raised (GString *text,
               int      exponent)
{
  static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *digits = g_strdup_printf ("%d", abs (exponent));

  if (exponent < 0)
    g_string_append (text, "⁻");
  for (const char *c = digits; *c; c++)
    g_string_append (text, raised[*c - '0']);
}

/* "1.500" is 1.5 */
static void
drop_zeros (char *number)
{
  char *end = number + strlen (number);

  if (strspn (number, "0123456789") == strlen (number))
    return;
  while (end[-1] == '0')
    *--end = '\0';
  if (strchr ("123456789", end[-1]) == NULL)
    end[-1] = '\0';
}

/* @value >= 0 with @digits significant digits, or at most so many if @short. The decimal point is the locale's. */
static void
append_size (GString *text,
             double   value,
             int      digits,
             gboolean is_short)
{
  g_autofree char *rounded = g_strdup_printf ("%.*e", digits - 1, value);
  char            *mark = strchr (rounded, 'e');
  int              exponent = atoi (mark + 1);
  gboolean         is_plain = exponent >= -3 && exponent <= 5;
  g_autofree char *number = NULL;

  *mark = '\0';
  number = is_plain ? g_strdup_printf ("%.*f", MAX (digits - 1 - exponent, 0), value) : g_strdup (rounded);
  if (is_short)
    drop_zeros (number);
  if (is_plain || !g_str_equal (number, "1"))
    g_string_append (text, number);
  if (is_plain)
    return;
  g_string_append (text, g_str_equal (number, "1") ? "10" : "·10");
  append_raised (text, exponent);
}

/* The five below return (transfer full). */
static char *
write_number (double   value,
              int      digits,
              gboolean is_short)
{
  GString *text = g_string_new (value < 0 ? MINUS : NULL);

  if (isnan (value))
    g_string_append (text, "NaN");
  else if (isinf (value))
    g_string_append (text, "∞");
  else if (value == 0)
    g_string_append_c (text, '0');
  else
    append_size (text, fabs (value), digits, is_short);
  return g_string_free (text, FALSE);
}

static char *
write_setting (double value)
{
  return write_number (value, SETTING_DIGITS, TRUE);
}

static char *
write_place (double value)
{
  return write_number (value, PLACE_DIGITS, FALSE);
}

static char *
write_result (double value)
{
  return write_number (value, DIGITS, FALSE);
}

/* After an operator, where a sign needs brackets. */
static char *
write_operand (double value)
{
  g_autofree char *number = write_result (value);

  return value < 0 ? g_strdup_printf ("(%s)", number) : g_steal_pointer (&number);
}

static void
write_gd (GString    *text,
          const Move *move)
{
  g_autofree char *w = write_place (move->w), *next = write_place (move->next_w);
  g_autofree char *rate = write_setting (move->hyper.rate), *g = write_operand (move->g);

  g_string_append_printf (text, "%s = %s " MINUS " %s · %s = %s", move->name, w, rate, g, next);
}

/* "v = 0.9 · 0.0120 + 0.5 · 0.300 = 0.161;  " */
static void
append_velocity (GString    *text,
                 const Move *move)
{
  g_autofree char *momentum = write_setting (move->hyper.momentum), *rate = write_setting (move->hyper.rate);
  g_autofree char *v = write_operand (move->slots[0]), *next = write_result (move->next_slots[0]);
  g_autofree char *g = write_operand (move->g);

  g_string_append_printf (text, "v = %s · %s + %s · %s = %s;  ", momentum, v, rate, g, next);
}

static void
write_momentum (GString    *text,
                const Move *move)
{
  g_autofree char *w = write_place (move->w), *next = write_place (move->next_w);
  g_autofree char *v = write_operand (move->next_slots[0]);

  append_velocity (text, move);
  g_string_append_printf (text, "%s = %s " MINUS " %s = %s", move->name, w, v, next);
}

static void
write_nesterov (GString    *text,
                const Move *move)
{
  g_autofree char *momentum = write_setting (move->hyper.momentum), *rate = write_setting (move->hyper.rate);
  g_autofree char *w = write_place (move->w), *next = write_place (move->next_w);
  g_autofree char *v = write_operand (move->next_slots[0]), *g = write_operand (move->g);

  append_velocity (text, move);
  g_string_append_printf (text, "%s = %s " MINUS " (%s · %s + %s · %s) = %s", move->name, w, momentum, v, rate, g,
                          next);
}

/* "m = 0.9 · 0.0120 + 0.1 · 0.300 = 0.0408;  ", or of the square of the gradient */
static void
append_average (GString    *text,
                const char *letter,
                double      keep,
                double      before,
                double      g,
                gboolean    squared,
                double      after)
{
  g_autofree char *kept = write_setting (keep), *rest = write_setting (1.0 - keep), *old = write_operand (before);
  g_autofree char *gradient = write_operand (g), *new = write_result (after);

  g_string_append_printf (text, "%s = %s · %s + %s · %s%s = %s;  ", letter, kept, old, rest, gradient,
                          squared ? "²" : "", new);
}

static void
write_rmsprop (GString    *text,
               const Move *move)
{
  g_autofree char *w = write_place (move->w), *next = write_place (move->next_w);
  g_autofree char *rate = write_setting (move->hyper.rate), *g = write_operand (move->g);
  g_autofree char *s = write_operand (move->next_slots[0]);

  append_average (text, "s", NN_RMSPROP_KEEP, move->slots[0], move->g, TRUE, move->next_slots[0]);
  g_string_append_printf (text, "%s = %s " MINUS " %s · %s / (√%s + ε) = %s", move->name, w, rate, g, s, next);
}

static void
write_adam (GString    *text,
            const Move *move)
{
  double           t = (double) move->hyper.step;
  double           mean = move->next_slots[0] / (1.0 - pow (NN_ADAM_B1, t));
  double           square = move->next_slots[1] / (1.0 - pow (NN_ADAM_B2, t));
  g_autofree char *w = write_place (move->w), *next = write_place (move->next_w);
  g_autofree char *rate = write_setting (move->hyper.rate);
  g_autofree char *m = write_result (mean), *operand = write_operand (mean), *s = write_result (square);

  append_average (text, "m", NN_ADAM_B1, move->slots[0], move->g, FALSE, move->next_slots[0]);
  append_average (text, "s", NN_ADAM_B2, move->slots[1], move->g, TRUE, move->next_slots[1]);
  g_string_append_printf (text, "m̂ = %s;  ŝ = %s;  %s = %s " MINUS " %s · %s / (√%s + ε) = %s", m, s, move->name, w,
                          rate, operand, s, next);
}

static const Writer writers[] = {
  { &nn_gd_optimizer, write_gd },
  { &nn_momentum_optimizer, write_momentum },
  { &nn_nesterov_optimizer, write_nesterov },
  { &nn_rmsprop_optimizer, write_rmsprop },
  { &nn_adam_optimizer, write_adam },
};

/* Of an optimizer without a writer, and of a shadow: where it was, what was taken away, and where it is. */
static void
write_change (GString    *text,
              const Move *move)
{
  g_autofree char *w = write_place (move->w), *next = write_place (move->next_w);
  g_autofree char *change = write_operand (move->w - move->next_w);

  g_string_append_printf (text, "%s = %s " MINUS " %s = %s", move->name, w, change, next);
}

static void
write_move (GString               *text,
            const NnOptimizerType *optimizer,
            Move                  *move)
{
  double *slots[NN_OPTIMIZER_MAX_SLOTS];

  move->next_w = move->w;
  for (guint s = 0; s < NN_OPTIMIZER_MAX_SLOTS; s++)
    {
      move->next_slots[s] = move->slots[s];
      slots[s] = &move->next_slots[s];
    }
  optimizer->step_reference (&move->hyper, &move->next_w, &move->g, slots, 1);
  for (gsize k = 0; k < G_N_ELEMENTS (writers); k++)
    if (writers[k].optimizer == optimizer)
      {
        writers[k].write (text, move);
        return;
      }
  write_change (text, move);
}

/* One that no formula tells: all there is to say are its places. */
static void
write_shadow (GString          *text,
              const AnRacePath *path,
              guint             step,
              Move             *move,
              int               coordinate)
{
  g_autofree char *w = write_place (move->w);

  if (step + 1 < path->n)
    {
      move->next_w = path->steps[step + 1].w[coordinate];
      write_change (text, move);
    }
  else
    g_string_append_printf (text, "%s = %s", move->name, w);
}

char *
an_race_write_step (const AnRacePath *path,
                    guint             step)
{
  static const char *const names[] = { "x", "y" };
  const AnRaceStep        *from = &path->steps[step];
  GString                 *text = g_string_new (NULL);

  for (int k = 0; k < 2; k++)
    {
      Move move = { .name = names[k], .w = from->w[k], .g = from->gradient[k],
                    .slots = { from->slots[0][k], from->slots[1][k] },
                    .hyper = { .rate = path->rates[k], .momentum = path->racer.momentum, .step = step + 1 } };

      if (k > 0)
        g_string_append_c (text, '\n');
      if (isnan (path->rates[k]))
        write_shadow (text, path, step, &move, k);
      else
        write_move (text, path->racer.optimizer, &move);
    }
  return g_string_free (text, FALSE);
}
