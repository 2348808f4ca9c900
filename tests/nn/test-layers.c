/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/network.h"
#include "nn/numbers.h"

#include <string.h>

/* Walks the registry: a new type is covered as soon as it has a row there. */

#define H 1e-5

static const gsize sizes[] = { 1, 3, 7, 17, 31, 130, 257 };

/* What is written after the name, by the number of arguments. */
static const char *const arguments[] = { "", " 5" };

/* @type alone on @width inputs; a layer with one argument gets @units. */
static NnNetwork *
new_layer (const NnLayerType *type,
           guint              width,
           guint              units)
{
  GError          *error = NULL;
  g_autofree char *text = NULL;
  NnNetwork       *network;

  g_assert_cmpuint (type->n_arguments, <, G_N_ELEMENTS (arguments)); /* else add a line to the table */
  if (type->draw)
    text = g_strconcat (type->name, " 0.25", NULL);
  else
    text = type->n_arguments == 1 && units > 0 ? g_strdup_printf ("%s %u", type->name, units)
                                             : g_strconcat (type->name, arguments[type->n_arguments], NULL);
  network = nn_network_new ((NnShape) { 1, 1, width }, text, &error);
  g_assert_no_error (error);
  return network;
}

/* sum over the outputs of weighting * y */
static double
weigh (const NnLayer *layer,
       const double  *p,
       const double  *x,
       const double  *weighting,
       gsize          rows)
{
  g_autofree double *y = g_new0 (double, rows * layer->n_out);
  double             sum = 0;

  layer->type->forward_reference (layer, p, x, y, rows);
  for (gsize i = 0; i < rows * layer->n_out; i++)
    sum += weighting[i] * y[i];
  return sum;
}

static gboolean
is_near_kink (const NnLayerType *type,
              double             x)
{
  for (guint k = 0; k < type->n_kinks; k++)
    if (fabs (x - type->kinks[k]) < H)
      return TRUE;
  return FALSE;
}

static void
check_derivatives (const NnLayer *layer,
                   double        *p,
                   double        *x,
                   double        *varied,
                   gsize          n,
                   const double  *gradient,
                   const double  *weighting,
                   gsize          rows)
{
  double square = 0, scale;

  for (gsize i = 0; i < n; i++)
    square += gradient[i] * gradient[i];
  scale = sqrt (square / (double) MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    {
      double kept = varied[i];
      double high, low;

      if (varied == x && is_near_kink (layer->type, kept))
        continue;
      varied[i] = kept + H;
      high = weigh (layer, p, x, weighting, rows);
      varied[i] = kept - H;
      low = weigh (layer, p, x, weighting, rows);
      varied[i] = kept;
      g_assert_cmpfloat (fabs ((high - low) / (2 * H) - gradient[i]), <=, 1e-6 * MAX (scale, fabs (gradient[i])));
    }
}

static void
test_reference_gradient (gconstpointer data)
{
  const NnLayerType *type = data;

  for (gsize rows = 1; rows <= 4; rows += 3)
    {
      g_autoptr (NnNetwork) network = new_layer (type, 6, 0);
      const NnLayer        *layer = &network->layers[0];
      gsize                 n_p = network->n_parameters;
      g_autofree double    *p = new_numbers (1, n_p, 1.0);
      g_autofree double    *x = new_numbers (2, rows * layer->n_in, 1.0);
      g_autofree double    *y = g_new0 (double, rows * layer->n_out);
      g_autofree double    *dy = new_numbers (3, rows * layer->n_out, 1.0);
      g_autofree double    *dx = g_new0 (double, rows * layer->n_in);
      g_autofree double    *dp = g_new0 (double, n_p + 1);

      layer->type->forward_reference (layer, p, x, y, rows);
      layer->type->backward_reference (layer, p, x, y, dy, dx, dp, rows);
      check_derivatives (layer, p, x, x, rows * layer->n_in, dx, dy, rows);
      check_derivatives (layer, p, x, p, n_p, dp, dy, rows);
    }
}

/* backward_reference() adds to dp. */
static void
test_reference_accumulates (gconstpointer data)
{
  const NnLayerType    *type = data;
  const gsize           rows = 3;
  g_autoptr (NnNetwork) network = new_layer (type, 6, 0);
  const NnLayer        *layer = &network->layers[0];
  gsize                 n_p = network->n_parameters;
  g_autofree double    *p = new_numbers (1, n_p, 1.0);
  g_autofree double    *x = new_numbers (2, rows * layer->n_in, 1.0);
  g_autofree double    *y = g_new0 (double, rows * layer->n_out);
  g_autofree double    *dy = new_numbers (3, rows * layer->n_out, 1.0);
  g_autofree double    *dx = g_new0 (double, rows * layer->n_in);
  g_autofree double    *once = g_new0 (double, n_p + 1);
  g_autofree double    *twice = g_new0 (double, n_p + 1);

  layer->type->forward_reference (layer, p, x, y, rows);
  layer->type->backward_reference (layer, p, x, y, dy, dx, once, rows);
  layer->type->backward_reference (layer, p, x, y, dy, dx, twice, rows);
  layer->type->backward_reference (layer, p, x, y, dy, dx, twice, rows);
  for (gsize i = 0; i < n_p; i++)
    g_assert_cmpfloat_with_epsilon (twice[i], 2 * once[i], 1e-12);
}

static void
check_fast (const NnLayer *layer,
            gsize          n_p,
            gsize          rows)
{
  gsize              n_x = rows * layer->n_in, n_y = rows * layer->n_out;
  g_autofree double *p = new_numbers (11, n_p, 1.0 / sqrt ((double) layer->n_in));
  g_autofree double *x = new_numbers (12, n_x, 1.0);
  g_autofree double *y = g_new0 (double, n_y);
  g_autofree double *dy = new_numbers (13, n_y, 1.0);
  g_autofree double *dx = g_new0 (double, n_x);
  g_autofree double *dp = g_new0 (double, n_p + 1);
  g_autofree float  *p_fast = to_floats (p, n_p);
  g_autofree float  *x_fast = to_floats (x, n_x);
  g_autofree float  *y_fast = g_new0 (float, n_y);
  g_autofree float  *dy_fast = to_floats (dy, n_y);
  g_autofree float  *dx_fast = g_new0 (float, n_x);
  g_autofree float  *dp_fast = g_new (float, n_p + 1);

  memset (dp_fast, 0xff, (n_p + 1) * sizeof *dp_fast); /* NaN: must be overwritten */
  layer->type->forward_reference (layer, p, x, y, rows);
  layer->type->backward_reference (layer, p, x, y, dy, dx, dp, rows);
  layer->type->forward (layer, p_fast, x_fast, y_fast, rows);
  g_assert_cmpfloat (distance (y_fast, y, n_y), <, 1e-4);
  layer->type->backward (layer, p_fast, x_fast, y_fast, dy_fast, dx_fast, dp_fast, FALSE, rows);
  g_assert_cmpfloat (distance (dx_fast, dx, n_x), <, 1e-4);
  g_assert_cmpfloat (distance (dp_fast, dp, n_p), <, 1e-4);
  layer->type->backward (layer, p_fast, x_fast, y_fast, dy_fast, dx_fast, dp_fast, TRUE, rows);
  for (gsize i = 0; i < n_p; i++)
    dp[i] *= 2;
  g_assert_cmpfloat (distance (dp_fast, dp, n_p), <, 1e-4);
  if (layer->type->in_place) /* both ways */
    {
      layer->type->forward (layer, p_fast, x_fast, x_fast, rows);
      layer->type->backward (layer, p_fast, x_fast, x_fast, dy_fast, dy_fast, dp_fast, TRUE, rows);
      g_assert_cmpfloat (distance (x_fast, y, n_y), <, 1e-4);
      g_assert_cmpfloat (distance (dy_fast, dx, n_x), <, 1e-4);
    }
  else /* nobody needs dx */
    layer->type->backward (layer, p_fast, x_fast, y_fast, dy_fast, NULL, dp_fast, FALSE, rows);
}

/* Three of the units at a time: to the last bit what all give, and nothing beyond. */
static void
check_units (const NnLayer *layer,
             gsize          n_p,
             gsize          rows)
{
  const gsize        n_in = layer->n_in, n_out = layer->n_out;
  g_autofree double *p = new_numbers (21, n_p, 1.0);
  g_autofree double *x = new_numbers (22, rows * n_in, 1.0);
  g_autofree double *d = new_numbers (23, rows * n_out, 1.0);
  g_autofree float  *p_fast = to_floats (p, n_p);
  g_autofree float  *x_fast = to_floats (x, rows * n_in);
  g_autofree float  *dy = to_floats (d, rows * n_out);
  g_autofree float  *y = g_new (float, rows * n_out);
  g_autofree float  *dp = g_new (float, n_p);
  g_autofree float  *some = g_new (float, 3 * (rows + n_in) + 1);

  layer->type->forward (layer, p_fast, x_fast, y, rows);
  layer->type->backward (layer, p_fast, x_fast, y, dy, NULL, dp, FALSE, rows);
  for (gsize first = 0; first < n_out; first += 3)
    {
      gsize n = MIN (3, n_out - first);

      some[n * rows] = some[n * n_in] = -7.0f;
      layer->type->forward_units (layer, p_fast, x_fast, some, first, n, rows);
      for (gsize i = 0; i < n * rows; i++)
        g_assert_cmpfloat (some[i], ==, y[i / n * n_out + first + i % n]);
      g_assert_cmpfloat (some[n * rows], ==, -7.0f);
      some[n * n_in] = -7.0f;
      layer->type->backward_units (layer, x_fast, dy + first, n_out, some, n, rows);
      g_assert_cmpmem (some, n * n_in * sizeof *some, dp + first * n_in, n * n_in * sizeof *dp);
      g_assert_cmpfloat (some[n * n_in], ==, -7.0f);
    }
}

static void
test_fast_is_the_reference (gconstpointer data)
{
  const NnLayerType *type = data;

  FOR_EACH_KERNEL_SET (set)
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      for (gsize j = 0; j < G_N_ELEMENTS (sizes); j++)
        {
          g_autoptr (NnNetwork) network = new_layer (type, (guint) sizes[i], (guint) sizes[j]);

          check_fast (&network->layers[0], network->n_parameters, sizes[(i + j) % G_N_ELEMENTS (sizes)]);
          check_fast (&network->layers[0], network->n_parameters, 1);
          if (type->forward_units)
            check_units (&network->layers[0], network->n_parameters, sizes[(i + j) % G_N_ELEMENTS (sizes)]);
        }
}

/* dy / dx of an activation at each place of @x. Returns: (transfer full) */
static double *
new_slopes (const NnLayer *layer,
            const double  *x)
{
  g_autofree double *y = g_new0 (double, layer->n_in);
  g_autofree double *dy = g_new0 (double, layer->n_in);
  double            *dx = g_new0 (double, layer->n_in);

  for (gsize i = 0; i < layer->n_in; i++)
    dy[i] = 1.0;
  layer->type->forward_reference (layer, NULL, x, y, 1);
  layer->type->backward_reference (layer, NULL, x, y, dy, dx, NULL, 1);
  return dx;
}

/* The derivative jumps at the kinks that the type tells, and nowhere else. */
static void
test_kinks (gconstpointer data)
{
  const NnLayerType    *type = data;
  const double          grid = 1.0 / 64;
  g_autoptr (NnNetwork) network = new_layer (type, 513, 0);
  g_autofree double    *x = g_new0 (double, 513);
  g_autofree double    *below = NULL, *above = NULL;

  if (!type->title)
    {
      g_assert_cmpuint (type->n_kinks, ==, 0);
      return;
    }
  for (int i = 0; i < 513; i++)
    x[i] = (i - 256) * grid - 1e-6;
  below = new_slopes (&network->layers[0], x);
  for (int i = 0; i < 513; i++)
    x[i] += 2e-6;
  above = new_slopes (&network->layers[0], x);
  for (int i = 0; i < 513; i++)
    g_assert_true ((fabs (above[i] - below[i]) > 1e-3) == is_near_kink (type, (i - 256) * grid));
}

/* Changing one parameter of the output that was made is the same as making it from the changed parameters. */
static void
test_touching_is_forward (gconstpointer data)
{
  const NnLayerType    *type = data;
  const gsize           rows = 3;
  g_autoptr (NnNetwork) network = new_layer (type, 7, 0);
  const NnLayer        *layer = &network->layers[0];
  g_autofree double    *p = new_numbers (1, network->n_parameters, 1.0);
  g_autofree double    *x = new_numbers (2, rows * layer->n_in, 1.0);

  for (gsize i = 0; type->touch_reference && i < network->n_parameters; i++)
    {
      g_autofree double *touched = g_new0 (double, rows * layer->n_out);
      g_autofree double *made = g_new0 (double, rows * layer->n_out);

      type->forward_reference (layer, p, x, touched, rows);
      type->touch_reference (layer, i, 0.25, x, touched, rows);
      p[i] += 0.25;
      type->forward_reference (layer, p, x, made, rows);
      p[i] -= 0.25;
      for (gsize k = 0; k < rows * layer->n_out; k++)
        g_assert_cmpfloat_with_epsilon (touched[k], made[k], 1e-12);
    }
}

/* With a fixed mask a layer that draws is like any other: its gradient is that of differences, and the fast way that of
 * the reference. */
static void
test_masked (gconstpointer data)
{
  const NnLayerType    *type = data;
  const gsize           rows = 4;
  g_autoptr (NnNetwork) network = new_layer (type, 7, 0);
  const NnLayer        *layer = &network->layers[0];
  gsize                 n = rows * layer->n_out;
  g_autofree double    *x = new_numbers (1, n, 1.0);
  g_autofree double    *dy = new_numbers (2, n, 1.0);
  g_autofree double    *y = g_new0 (double, n);
  g_autofree double    *dx = g_new0 (double, n);
  g_autofree double    *mask = g_new0 (double, n);
  g_autofree float     *mask_fast = g_new0 (float, n);
  g_autofree float     *x_fast = to_floats (x, n);

  layer->type->draw (layer, 5, 0, mask_fast, rows);
  for (gsize i = 0; i < n; i++)
    mask[i] = mask_fast[i];
  layer->type->mask_reference (layer, mask, dy, dx, rows);
  for (gsize i = 0; i < n; i++)
    {
      double kept = x[i], high = 0, low = 0;

      for (int side = 0; side < 2; side++)
        {
          x[i] = kept + (side == 0 ? H : -H);
          layer->type->mask_reference (layer, mask, x, y, rows);
          for (gsize k = 0; k < n; k++)
            *(side == 0 ? &high : &low) += dy[k] * y[k];
        }
      x[i] = kept;
      g_assert_cmpfloat_with_epsilon ((high - low) / (2 * H), dx[i], 1e-8);
    }
  layer->type->mask_reference (layer, mask, x, y, rows);
  layer->type->mask (layer, mask_fast, x_fast, x_fast, rows); /* in place */
  g_assert_cmpfloat (distance (x_fast, y, n), <, 1e-6);
}

static void
test_found_by_name (gconstpointer data)
{
  const NnLayerType *type = data;

  g_assert_true (nn_layer_type_find (type->name) == type);
}

/* The derivative of y_i by x_j at x, by the reference. */
static double
slope (const NnLayer *layer,
       const double  *p,
       const double  *x,
       gsize          i,
       gsize          j)
{
  g_autofree double *y = g_new0 (double, layer->n_out);
  g_autofree double *dy = g_new0 (double, layer->n_out);
  g_autofree double *dx = g_new0 (double, layer->n_in);
  double             dp[64] = { 0 };

  dy[i] = 1;
  layer->type->forward_reference (layer, p, x, y, 1);
  layer->type->backward_reference (layer, p, x, y, dy, dx, dp, 1);
  return dx[j];
}

#define GRID 4001

/* A type's NnFlat says what its derivative does; a type without one is nowhere flat, or mixes numbers. */
static void
test_flat (gconstpointer data)
{
  const NnLayerType     *type = data;
  g_autoptr (NnNetwork)  network = new_layer (type, 2, 2);
  const NnLayer         *layer = &network->layers[0];
  const double           p[64] = { 0 }, mixed[] = { 0.3, -0.2 };
  g_autofree double     *slopes = g_new (double, GRID);
  double                 largest = 0;

  if (!type->title || slope (layer, p, mixed, 0, 1) != 0)
    {
      g_assert_null (type->flat);
      return;
    }
  for (int k = 0; k < GRID; k++)
    {
      const double x[2] = { -20 + 40.0 * k / (GRID - 1), 0 };

      slopes[k] = fabs (slope (layer, p, x, 0, 0));
      largest = MAX (largest, slopes[k]);
    }
  for (int k = 0; k < GRID; k++)
    {
      const float x[2] = { (float) (-20 + 40.0 * k / (GRID - 1)), 0 };
      float       y[2];
      gboolean    flat;

      if (fabs (slopes[k] / largest - NN_FLAT_SLOPE) < 1e-3) /* where rounding decides */
        continue;
      type->forward (layer, NULL, x, y, 1);
      flat = type->flat && (type->flat->outside ? y[0] <= type->flat->from || y[0] >= type->flat->to
                                                : y[0] >= type->flat->from && y[0] <= type->flat->to);
      if (flat != (slopes[k] < NN_FLAT_SLOPE * largest))
        g_error ("%s at %g: y = %g, derivative %g of %g at most", type->name, (double) x[0], (double) y[0], slopes[k],
                 largest);
    }
}

/* An elementwise type is what it says, also when its numbers come in other rows; no other activation is. */
static void
test_elementwise (gconstpointer data)
{
  const NnLayerType     *type = data;
  g_autoptr (NnNetwork)  network = new_layer (type, 6, 6);
  NnLayer                wide = network->layers[0], narrow = wide;
  const double           p[64] = { 0 }, x[6] = { 0.3, -0.2, 1.5, -2.5, 0.0, 0.7 };
  double                 whole[6], single[6];
  float                  x_fast[6], whole_fast[6], single_fast[6];
  gboolean               is_alone = TRUE;

  for (gsize i = 0; i < 6; i++)
    for (gsize j = 0; j < 6 && type->title; j++)
      is_alone = is_alone && (i == j || slope (&wide, p, x, i, j) == 0.0);
  g_assert_true (type->elementwise == (type->title ? is_alone : type->draw != NULL));
  if (!type->elementwise)
    return;
  g_assert_cmpuint (wide.n_weights + wide.n_biases, ==, 0);
  narrow.n_in = narrow.n_out = 1;
  for (gsize i = 0; i < 6; i++)
    x_fast[i] = (float) x[i];
  type->forward_reference (&wide, NULL, x, whole, 1);
  type->forward (&wide, NULL, x_fast, whole_fast, 1);
  type->forward_reference (&narrow, NULL, x, single, 6);
  type->forward (&narrow, NULL, x_fast, single_fast, 6);
  g_assert_cmpmem (whole, sizeof whole, single, sizeof single);
  g_assert_cmpmem (whole_fast, sizeof whole_fast, single_fast, sizeof single_fast);
  for (gsize i = 0; i < 6; i++)
    {
      type->forward_reference (&narrow, NULL, &x[i], &single[0], 1);
      g_assert_cmpfloat (single[0], ==, whole[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char   *name;
    GTestDataFunc func;
  } tests[] = {
    { "found-by-name", test_found_by_name },
    { "reference-gradient", test_reference_gradient },
    { "reference-accumulates", test_reference_accumulates },
    { "fast-is-the-reference", test_fast_is_the_reference },
    { "kinks", test_kinks },
    { "touching-is-forward", test_touching_is_forward },
    { "flat", test_flat },
    { "elementwise", test_elementwise },
  };

  g_test_init (&argc, &argv, NULL);
  g_assert_null (nn_layer_type_find ("no such layer"));
  for (gsize t = 0; nn_layer_types[t]; t++)
    for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
      {
        g_autofree char *path = g_strdup_printf ("/layers/%s/%s", nn_layer_types[t]->name, tests[i].name);

        g_test_add_data_func (path, nn_layer_types[t], tests[i].func);
      }
  for (gsize t = 0; nn_layer_types[t]; t++)
    if (nn_layer_types[t]->draw)
      {
        g_autofree char *path = g_strdup_printf ("/layers/%s/masked", nn_layer_types[t]->name);

        g_test_add_data_func (path, nn_layer_types[t], test_masked);
      }
  return g_test_run ();
}
