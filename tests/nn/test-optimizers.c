/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/numbers.h"
#include "nn/optimizer.h"

#include <string.h>

#define STEPS 50

static const gsize sizes[] = { 1, 3, 17, 130 };

static void
check_against_reference (const NnOptimizerType *type,
                         gsize                  n)
{
  g_autofree double *w = new_numbers (1, n, 1.0);
  g_autofree float  *w_fast = to_floats (w, n);
  g_autofree double *memory = g_new0 (double, NN_OPTIMIZER_MAX_SLOTS * n);
  g_autofree float  *memory_fast = g_new0 (float, NN_OPTIMIZER_MAX_SLOTS * n);
  double            *slots[] = { memory, memory + n };
  float             *slots_fast[] = { memory_fast, memory_fast + n };

  for (guint step = 1; step <= STEPS; step++)
    {
      const NnHyper      hyper = { .rate = 0.01, .momentum = 0.9, .step = step };
      g_autofree double *g = new_numbers (100 + step, n, 1.0);
      g_autofree float  *g_fast = to_floats (g, n);

      type->step_reference (&hyper, w, g, slots, n);
      type->step (&hyper, w_fast, g_fast, slots_fast, n);
      g_assert_cmpfloat (distance (w_fast, w, n), <, 1e-4);
      for (guint s = 0; s < type->n_slots; s++)
        g_assert_cmpfloat (distance (slots_fast[s], slots[s], n), <, 1e-4);
    }
}

static void
test_fast_is_the_reference (gconstpointer data)
{
  FOR_EACH_KERNEL_SET (set)
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      check_against_reference (data, sizes[i]);
}

/* All on C(w) = w^2 / 2, whose gradient is w. */
static float
descend (const NnOptimizerType *type,
         NnHyper                hyper,
         float                  w,
         guint                  n_steps)
{
  float  memory[NN_OPTIMIZER_MAX_SLOTS] = { 0 };
  float *slots[] = { memory, memory + 1 };

  for (hyper.step = 1; hyper.step <= n_steps; hyper.step++)
    {
      float g = w;

      type->step (&hyper, &w, &g, slots, 1);
    }
  return w;
}

static void
test_makes_smaller (gconstpointer data)
{
  const NnHyper hyper = { .rate = 0.05, .momentum = 0.9 };

  g_assert_cmpfloat (fabsf (descend (data, hyper, 1.0f, 500)), <, 0.05);
}

/* w_k = (1 - rate)^k w_0 */
static void
test_gd_known (void)
{
  const NnHyper hyper = { .rate = 0.25 };

  for (guint k = 0; k < 20; k++)
    g_assert_cmpfloat_with_epsilon (descend (&nn_gd_optimizer, hyper, 8.0f, k), 8.0 * pow (0.75, k), 1e-6);
}

/* v = 0.5 v + 0.25 w; w = w - v, from w = 8, v = 0:
 * v 2, w 6; v 2.5, w 3.5; v 2.125, w 1.375; v 1.40625, w -0.03125 */
static void
test_momentum_known (void)
{
  const NnHyper hyper = { .rate = 0.25, .momentum = 0.5 };
  const float   expected[] = { 8.0f, 6.0f, 3.5f, 1.375f, -0.03125f };

  for (guint k = 0; k < G_N_ELEMENTS (expected); k++)
    g_assert_cmpfloat (descend (&nn_momentum_optimizer, hyper, 8.0f, k), ==, expected[k]);
}

static void
test_momentum_zero_is_gd (void)
{
  const NnHyper hyper = { .rate = 0.1 };

  g_assert_cmpfloat_with_epsilon (descend (&nn_momentum_optimizer, hyper, 3.0f, 10),
                                  descend (&nn_gd_optimizer, hyper, 3.0f, 10), 1e-6);
}

/* v = 0.5 v + 0.25 w; w = w - (0.5 v + 0.25 w), from w = 8, v = 0:
 * v 2, w 5; v 2.25, w 2.625; v 1.78125, w 1.078125; v 1.16015625, w 0.228515625 */
static void
test_nesterov_known (void)
{
  const NnHyper hyper = { .rate = 0.25, .momentum = 0.5 };
  const float   expected[] = { 8.0f, 5.0f, 2.625f, 1.078125f, 0.228515625f };

  FOR_EACH_KERNEL_SET (set)
    for (guint k = 0; k < G_N_ELEMENTS (expected); k++)
      g_assert_cmpfloat (descend (&nn_nesterov_optimizer, hyper, 8.0f, k), ==, expected[k]);
}

/* On the quadratic a step is a linear map of v and w with the characteristic polynomial
 * z^2 - (1 + m) (1 - r) z + m (1 - r); for m = 0.25, r = 0.36 both roots are 0.4, so w_k = (1 + 0.375 k) 0.4^k w_0. */
static void
test_nesterov_closed_form (void)
{
  const NnHyper hyper = { .rate = 0.36, .momentum = 0.25 };

  for (guint k = 0; k < 10; k++)
    g_assert_cmpfloat_with_epsilon (descend (&nn_nesterov_optimizer, hyper, 8.0f, k),
                                    8.0 * (1 + 0.375 * k) * pow (0.4, k), 2e-6);
}

/* With a constant gradient the square is g^2 (1 - 0.99^k), so a step is rate / sqrt (1 - 0.99^k) whatever g. */
static void
test_rmsprop_constant_gradient (void)
{
  const float gradients[] = { 1e-3f, -0.5f, 40.0f };

  FOR_EACH_KERNEL_SET (set)
    for (gsize i = 0; i < G_N_ELEMENTS (gradients); i++)
      {
        float  w = 0.0f, s = 0.0f;
        float *slots[] = { &s };
        double expected = 0;

        for (guint k = 1; k <= 100; k++)
          {
            nn_rmsprop_optimizer.step (&(NnHyper) { .rate = 0.01, .step = k }, &w, &gradients[i], slots, 1);
            expected += 0.01 / sqrt (1.0 - pow (0.99, k));
          }
        g_assert_cmpfloat_with_epsilon (fabsf (w), expected, 1e-4 * expected);
        g_assert_true ((w < 0) == (gradients[i] > 0));
      }
}

/* Two steps on the quadratic by hand, rate 0.01, from w = 1: s = 0.01, w = 1 - 0.01 / 0.1 = 0.9; then
 * s = 0.0099 + 0.0081 = 0.018, w = 0.9 - 0.009 / 0.1341641 = 0.8329180. */
static void
test_rmsprop_two_steps (void)
{
  const NnHyper hyper = { .rate = 0.01 };

  g_assert_cmpfloat_with_epsilon (descend (&nn_rmsprop_optimizer, hyper, 1.0f, 1), 0.9, 1e-6);
  g_assert_cmpfloat_with_epsilon (descend (&nn_rmsprop_optimizer, hyper, 1.0f, 2), 0.8329180, 1e-6);
}

/* The epsilon stands outside the root: a gradient as large as epsilon moves w by rate * 1e-8 / (1e-9 + 1e-8). */
static void
test_rmsprop_epsilon (void)
{
  float  w = 0.0f, s = 0.0f, g = 1e-8f;
  float *slots[] = { &s };

  nn_rmsprop_optimizer.step (&(NnHyper) { .rate = 0.11, .step = 1 }, &w, &g, slots, 1);
  g_assert_cmpfloat_with_epsilon (w, -0.1, 1e-6);
}

/* The first step is rate * sign (g), however large the gradient. */
static void
test_adam_first_step (void)
{
  const float gradients[] = { 1e-4f, -1e-3f, 0.5f, -7.0f, 1e6f };

  FOR_EACH_KERNEL_SET (set)
    for (gsize i = 0; i < G_N_ELEMENTS (gradients); i++)
      {
        const NnHyper hyper = { .rate = 0.01, .step = 1 };
        float         w = 0.0f, m = 0.0f, s = 0.0f;
        float        *slots[] = { &m, &s };

        nn_adam_optimizer.step (&hyper, &w, &gradients[i], slots, 1);
        g_assert_cmpfloat_with_epsilon (w, gradients[i] > 0 ? -0.01 : 0.01, 3e-6);
      }
}

/* Two steps with the gradients 1 and -1, by hand: m = 0.1, s = 0.001, w = -0.1; then m = -0.01, m^ = -0.01 / 0.19,
 * s^ = 0.001999 / 0.001999 = 1, so w = -0.1 + 0.1 * 0.0526316 = -0.0947368. */
static void
test_adam_two_steps (void)
{
  const float gradients[] = { 1.0f, -1.0f };
  float       w = 0.0f, m = 0.0f, s = 0.0f;
  float      *slots[] = { &m, &s };

  for (guint k = 0; k < 2; k++)
    nn_adam_optimizer.step (&(NnHyper) { .rate = 0.1, .step = k + 1 }, &w, &gradients[k], slots, 1);
  g_assert_cmpfloat_with_epsilon (w, -0.0947368, 1e-5);
}

/* On the quadratic by hand, rate 0.1, from w = 1: the first step is the rate, w = 0.9; then m = 0.09 + 0.09 = 0.18,
 * m^ = 0.18 / 0.19 = 0.9473684, s = 0.000999 + 0.00081, s^ = 0.001809 / 0.001999 = 0.9049525, so
 * w = 0.9 - 0.1 * 0.9473684 / 0.9512899 = 0.8004122; then, in the same way, 0.7015863 and 0.6039391. */
static void
test_adam_known (void)
{
  const NnHyper hyper = { .rate = 0.1 };
  const double  expected[] = { 1.0, 0.9, 0.8004122, 0.7015863, 0.6039391 };

  FOR_EACH_KERNEL_SET (set)
    for (guint k = 0; k < G_N_ELEMENTS (expected); k++)
      g_assert_cmpfloat_with_epsilon (descend (&nn_adam_optimizer, hyper, 1.0f, k), expected[k], 1e-5);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_null (nn_optimizer_type_find ("no such optimizer"));
  for (gsize t = 0; nn_optimizer_types[t]; t++)
    {
      const NnOptimizerType *type = nn_optimizer_types[t];
      g_autofree char       *reference = g_strdup_printf ("/optimizers/%s/fast-is-the-reference", type->name);
      g_autofree char       *smaller = g_strdup_printf ("/optimizers/%s/makes-smaller", type->name);

      g_assert_true (nn_optimizer_type_find (type->name) == type);
      g_assert_cmpuint (type->n_slots, <=, NN_OPTIMIZER_MAX_SLOTS);
      for (guint s = 0; s < type->n_slots; s++)
        g_assert_nonnull (type->slot_names[s]);
      g_test_add_data_func (reference, type, test_fast_is_the_reference);
      g_test_add_data_func (smaller, type, test_makes_smaller);
    }
  g_test_add_func ("/optimizers/gd/known", test_gd_known);
  g_test_add_func ("/optimizers/momentum/known", test_momentum_known);
  g_test_add_func ("/optimizers/momentum/zero-is-gd", test_momentum_zero_is_gd);
  g_test_add_func ("/optimizers/nesterov/known", test_nesterov_known);
  g_test_add_func ("/optimizers/nesterov/closed-form", test_nesterov_closed_form);
  g_test_add_func ("/optimizers/rmsprop/constant-gradient", test_rmsprop_constant_gradient);
  g_test_add_func ("/optimizers/rmsprop/two-steps", test_rmsprop_two_steps);
  g_test_add_func ("/optimizers/rmsprop/epsilon", test_rmsprop_epsilon);
  g_test_add_func ("/optimizers/adam/first-step", test_adam_first_step);
  g_test_add_func ("/optimizers/adam/two-steps", test_adam_two_steps);
  g_test_add_func ("/optimizers/adam/known", test_adam_known);
  return g_test_run ();
}
