/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analysis-error.h"
#include "analysis/loss-surface.h"
#include "analysis/tiny-subject.h"
#include "nn/reference.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

static AnLossSurface *
run (const Tiny  *tiny,
     const char  *weights,
     const char  *grid,
     const char  *window,
     BasePool    *pool)
{
  AnSurfaceSettings settings;
  GError           *error = NULL;
  AnLossSurface    *surface;

  an_surface_parse_weights (weights, tiny->network, &settings, &error);
  g_assert_no_error (error);
  an_surface_parse_grid (grid, &settings, &error);
  g_assert_no_error (error);
  an_surface_parse_window (window, &settings, &error);
  g_assert_no_error (error);
  surface = an_loss_surface_run (&tiny->subject, &settings, pool, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return surface;
}

/* The whole network in double precision. */
static double
loss_of (const Tiny   *tiny,
         const double *parameters)
{
  const AnSubject    *subject = &tiny->subject;
  gsize               n_in = nn_shape_size (tiny->network->input), n = subject->n_examples;
  g_autofree double  *x = g_new (double, n * n_in);
  g_autofree guint16 *labels = g_new (guint16, n);
  double              mean;

  for (gsize r = 0; r < n; r++)
    {
      labels[r] = tiny->dataset->labels[tiny->indices[r]];
      for (gsize k = 0; k < n_in; k++)
        x[r * n_in + k] = (double) subject->recipe.scale *
                          (double) ds_dataset_get_image (tiny->dataset, tiny->indices[r])[k];
    }
  mean = nn_reference_loss (tiny->network, subject->loss, parameters, x, labels, n, NULL);
  return subject->sum ? mean * (double) n : mean;
}

/* One point of the grid. */
static double
expected (const Tiny          *tiny,
          const AnLossSurface *surface,
          guint                i,
          guint                j)
{
  g_autofree double *p = g_memdup2 (tiny->parameters, tiny->network->n_parameters * sizeof *p);
  g_autofree char   *names = g_strdup_printf ("%s, %s", surface->names[0], surface->names[1]);
  AnSurfaceSettings  settings;

  g_assert_true (an_surface_parse_weights (names, tiny->network, &settings, NULL));
  p[settings.plane.parameters[0]] = surface->axes[0][i];
  p[settings.plane.parameters[1]] = surface->axes[1][j];
  return loss_of (tiny, p);
}

static void
compare (const Tiny *tiny,
         const char *weights,
         const char *window)
{
  g_autoptr (AnLossSurface) surface = run (tiny, weights, "7x5", window, tiny->pool);

  g_assert_cmpuint (surface->n[0], ==, 7);
  g_assert_cmpuint (surface->n[1], ==, 5);
  for (guint j = 0; j < 5; j++)
    for (guint i = 0; i < 7; i++)
      {
        double right = expected (tiny, surface, i, j), found = surface->loss[j * 7 + i];

        if (!(fabs (found - right) <= 1e-5 * right))
          g_error ("%s at %g, %g: %.9g instead of %.9g", weights, surface->axes[0][i], surface->axes[1][j], found,
                   right);
      }
}

static void
compare_all (const char              *layers,
             const NnLossType        *loss,
             const char *const       *weights)
{
  g_autoptr (Tiny) tiny = tiny_new (layers, loss, 203);

  for (gsize k = 0; weights[k]; k++)
    {
      tiny->subject.sum = k % 2 == 1;
      compare (tiny, weights[k], "-7:2, 0:7");
      compare (tiny, weights[k], "-0.5:0.25, -3:-1");
    }
}

static const char *const of_one_layer[] = { "W1[1,2] W1[2,2]", "W1[2,2] W1[1,2]", "W1[1,2] W1[2,3]", "W1[4,3] b1[0]",
                                            "b1[1] b1[3]", "b1[1] W1[0,1]", NULL };
static const char *const of_two_layers[] = { "W1[1,2] W1[2,2]", "W1[1,2] W1[2,3]", "b1[1] W1[0,1]", "W1[3,2] W2[2,1]",
                                             "W2[2,1] W1[3,2]", "W1[3,2] W2[1,1]", "b2[0] b1[4]", "W2[0,1] W2[3,2]",
                                             "W2[0,1] W2[3,1]", "b2[0] W2[1,3]", NULL };

static void
test_softmax (void)
{
  compare_all ("dense 4", &nn_nll_loss, of_one_layer);
}

static void
test_two_units (void)
{
  g_autoptr (Tiny) tiny = tiny_new ("dense 2", &nn_nll_loss, 50);

  for (gsize i = 0; i < 50; i++)
    tiny->dataset->labels[i] %= 2;
  compare (tiny, "W1[1,0] W1[2,1]", "-7:2, 0:7");
  compare (tiny, "W1[1,0] W1[2,0]", "-7:2, 0:7");
  compare (tiny, "W1[1,0] W1[2,1]", "-7000:2000, 0:7000");
}

/* Exponentials of such logits have no place in a double. */
static void
test_far_away (void)
{
  g_autoptr (Tiny) tiny = tiny_new ("dense 4", &nn_nll_loss, 50);

  for (gsize k = 0; of_one_layer[k]; k++)
    {
      compare (tiny, of_one_layer[k], "-7000:2000, 0:7000");
      compare (tiny, of_one_layer[k], "-60:20, 30:70");
    }
}

static void
test_hidden (void)
{
  compare_all ("dense 5 tanh; dense 4", &nn_nll_loss, of_two_layers);
  compare_all ("dense 5 relu; dense 4", &nn_nll_loss, of_two_layers);
  compare_all ("dense 5 sigmoid; dense 6 softplus; dense 4", &nn_nll_loss, of_two_layers);
}

static void
test_squared (void)
{
  compare_all ("dense 4", &nn_squared_loss, of_one_layer);
  compare_all ("dense 5 relu; dense 4 tanh", &nn_squared_loss, of_two_layers);
}

static void
test_blank_pixel (void)
{
  g_autoptr (Tiny) tiny = tiny_new ("dense 4", &nn_nll_loss, 90);

  for (gsize i = 0; i < 90; i++)
    {
      tiny->dataset->pixels[i * 7] = 0;
      tiny->dataset->pixels[i * 7 + 1] = i % 3 ? 0 : 200;
    }
  compare (tiny, "W1[0,1] W1[0,2]", "-7:2, 0:7");
  compare (tiny, "W1[0,1] W1[1,2]", "-7:2, 0:7");
  compare (tiny, "W1[1,1] W1[0,1]", "-7:2, 0:7");
}

/* Along directions, each point the whole network in double precision. */
static void
compare_directions (const char       *layers,
                    const NnLossType *loss,
                    double            reach)
{
  g_autoptr (Tiny)          tiny = tiny_new (layers, loss, 203);
  gsize                     n = tiny->network->n_parameters;
  g_autofree double        *directions = g_new (double, 2 * n);
  g_autofree double        *parameters = g_new (double, n);
  AnSurfaceSettings         settings = { .plane = { .kind = AN_PLANE_DIRECTIONS }, .n = { 4, 3 },
                                         .from = { -reach, -0.5 }, .to = { reach, 2.0 } };
  g_autoptr (AnLossSurface) surface = NULL;
  GError                   *error = NULL;

  for (gsize i = 0; i < 2 * n; i++)
    directions[i] = sin (1.0 + (double) (i * i)) / 3.0;
  settings.plane.directions[0] = directions;
  settings.plane.directions[1] = directions + n;
  surface = an_loss_surface_run (&tiny->subject, &settings, tiny->pool, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (surface->names[1], ==, "direction 2");
  for (guint j = 0; j < 3; j++)
    for (guint i = 0; i < 4; i++)
      {
        double right;

        for (gsize p = 0; p < n; p++)
          parameters[p] = tiny->parameters[p] + surface->axes[0][i] * directions[p] +
                          surface->axes[1][j] * directions[n + p];
        right = loss_of (tiny, parameters);
        g_assert_cmpfloat (fabs (surface->loss[j * 4 + i] - right), <=, 1e-5 * right);
      }
}

static void
test_directions (void)
{
  for (gsize l = 0; nn_loss_types[l]; l++)
    {
      compare_directions ("dense 4", nn_loss_types[l], 3.0);
      compare_directions ("dropout 0.2; dense 5 relu; dense 4", nn_loss_types[l], 3.0);
      compare_directions ("dense 5 softmin; dense 6 tanh; dense 4 frozen", nn_loss_types[l], 3.0);
    }
  compare_directions ("dense 4", &nn_nll_loss, 3000.0);
}

/* Every surface with a formula, to the last bit, without examples. */
static void
test_analytic (void)
{
  g_autoptr (BasePool) pool = base_pool_new (2);

  for (gsize s = 0; an_analytic_surfaces[s]; s++)
    {
      const AnAnalyticSurface  *analytic = an_analytic_surfaces[s];
      AnSurfaceSettings         settings = { .plane = { .kind = AN_PLANE_ANALYTIC, .analytic = analytic },
                                             .n = { 9, 200 },
                                             .from = { analytic->from[0], analytic->from[1] },
                                             .to = { analytic->to[0], analytic->to[1] } };
      g_autoptr (AnLossSurface) surface = an_loss_surface_run (NULL, &settings, pool, NULL, NULL, NULL, NULL);

      g_assert_cmpstr (surface->names[0], ==, "x");
      g_assert_cmpstr (surface->names[1], ==, "y");
      for (guint j = 0; j < 200; j++)
        for (guint i = 0; i < 9; i++)
          g_assert_cmpfloat (surface->loss[j * 9 + i], ==,
                             analytic->value (surface->axes[0][i], surface->axes[1][j]));
    }
}

/* The loss that training would see, in float32. */
static double
loss_in_training (const Tiny   *tiny,
                  const double *parameters)
{
  const AnSubject        *subject = &tiny->subject;
  gsize                   n_in = nn_shape_size (tiny->network->input), n = subject->n_examples;
  g_autofree float       *p = g_new (float, tiny->network->n_parameters);
  g_autofree guint16     *labels = g_new (guint16, n);
  g_autoptr (NnWorkspace) workspace = nn_workspace_new (tiny->network, n);
  float                  *outputs;

  for (gsize i = 0; i < tiny->network->n_parameters; i++)
    p[i] = (float) parameters[i];
  for (gsize r = 0; r < n; r++)
    {
      labels[r] = tiny->dataset->labels[tiny->indices[r]];
      for (gsize k = 0; k < n_in; k++)
        workspace->values[0][r * n_in + k] = subject->recipe.scale *
                                             ds_dataset_get_image (tiny->dataset, tiny->indices[r])[k];
    }
  outputs = nn_network_forward (tiny->network, p, workspace, n);
  return subject->loss->forward_backward (outputs, labels, n, tiny->network->n_outputs, 1.0f, outputs) / (double) n;
}

/* Some of a window is too large for float32: that is said where training says it, and the rest is right. */
static void
check_corners (const char       *layers,
               const NnLossType *loss,
               const char       *weights,
               const char       *window,
               gboolean          is_whole)
{
  g_autoptr (Tiny)          tiny = tiny_new (layers, loss, 30);
  g_autoptr (AnLossSurface) surface = NULL;
  AnSurfaceSettings         settings;
  guint                     found = 0;

  for (gsize i = 0; i < 30; i++)
    for (gsize k = 0; k < 7; k++)
      tiny->dataset->pixels[i * 7 + k] = 255;
  if (nn_network_get_layer (tiny->network, 2))
    tiny->parameters[nn_network_get_layer (tiny->network, 2)->offset + 2] = 4.0;
  surface = run (tiny, weights, "5x4", window, tiny->pool);
  g_assert_true (an_surface_parse_weights (weights, tiny->network, &settings, NULL));
  for (guint j = 0; j < 4; j++)
    for (guint i = 0; i < 5; i++)
      {
        g_autofree double *p = g_memdup2 (tiny->parameters, tiny->network->n_parameters * sizeof *p);
        double             point = surface->loss[5 * j + i], right;

        p[settings.plane.parameters[0]] = surface->axes[0][i];
        p[settings.plane.parameters[1]] = surface->axes[1][j];
        right = loss_in_training (tiny, p);
        g_assert_true (isfinite (right) == isfinite (point));
        if (isfinite (right))
          g_assert_cmpfloat (fabs (point - right), <=, 1e-5 * right);
        found += isfinite (point) ? 1 : 0;
      }
  g_assert_cmpuint (found, >, 0);
  g_assert_true ((found == 20) == is_whole);
}

static void
test_infinite_corner (void)
{
  check_corners ("dense 5 relu; dense 4", &nn_squared_loss, "W1[1,2] b2[1]", "-3e38:3e38, 0:1", FALSE);
  check_corners ("dense 5 relu; dense 4", &nn_nll_loss, "W1[1,2] b2[1]", "-3e38:3e38, 0:1", FALSE);
  check_corners ("dense 5 relu; dense 4", &nn_nll_loss, "W1[1,2] W1[0,2]", "-3e38:3e38, -3e38:0", FALSE);
  check_corners ("dense 5 relu; dense 4", &nn_nll_loss, "W1[1,2] W1[0,3]", "-3e38:3e38, -1:1", FALSE);
  check_corners ("dense 5 relu; dense 4", &nn_nll_loss, "W2[2,1] W1[1,2]", "0:3e38, -9:9", FALSE);
  check_corners ("dense 5 relu; dense 4 tanh", &nn_squared_loss, "W1[1,2] b2[1]", "-3e38:3e38, 0:1", TRUE);
  check_corners ("dense 5 softplus; dense 5 relu; dense 4", &nn_nll_loss, "W1[1,2] b3[1]", "-3e38:3e38, 0:1", FALSE);
}

static void
test_threads (void)
{
  for (int hidden = 0; hidden < 2; hidden++)
    {
      g_autoptr (Tiny)          tiny = tiny_new (hidden ? "dense 5 tanh; dense 4" : "dense 4", &nn_nll_loss, 500);
      g_autoptr (AnLossSurface) two = run (tiny, "W1[1,2] W1[2,3]", "9x8", "-7:2, 0:7", tiny->pool);

      for (guint n_threads = 1; n_threads <= 3; n_threads++)
        {
          g_autoptr (BasePool)      pool = base_pool_new (n_threads);
          g_autoptr (AnLossSurface) first = run (tiny, "W1[1,2] W1[2,3]", "9x8", "-7:2, 0:7", pool);
          g_autoptr (AnLossSurface) again = run (tiny, "W1[1,2] W1[2,3]", "9x8", "-7:2, 0:7", pool);

          g_assert_cmpmem (first->loss, 72 * sizeof (double), again->loss, 72 * sizeof (double));
          for (guint p = 0; p < 72; p++)
            g_assert_cmpfloat_with_epsilon (first->loss[p], two->loss[p], 1e-6 * two->loss[p]);
        }
    }
}

typedef struct
{
  guint    n_calls;
  guint    stop_at;
  double   last;
} Watch;

static gboolean
watch (const char *what,
       double      fraction,
       gpointer    user_data)
{
  Watch *w = user_data;

  g_assert_cmpfloat (fraction, >, w->last);
  g_assert_cmpfloat (fraction, <=, 1.0);
  w->last = fraction;
  return ++w->n_calls != w->stop_at;
}

static void
test_stopping (void)
{
  g_autoptr (Tiny)  tiny = tiny_new ("dense 5 tanh; dense 4", &nn_nll_loss, 1000);
  AnSurfaceSettings settings = { .n = { 5, 5 }, .to = { 1, 1 } };

  g_assert_true (an_surface_parse_weights ("W1[1,2] W1[2,3]", tiny->network, &settings, NULL));
  for (int round = 0; round < 3; round++)
    {
      atomic_bool               stop = round == 0;
      Watch                     w = { .stop_at = round == 1 ? 2 : 0 };
      g_autoptr (GError)        error = NULL;
      g_autoptr (AnLossSurface) surface = an_loss_surface_run (&tiny->subject, &settings, tiny->pool, &stop, watch, &w,
                                                               &error);

      if (round == 2)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (w.n_calls, >, 2);
          g_assert_cmpfloat (w.last, ==, 1.0);
          continue;
        }
      g_assert_null (surface);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (w.n_calls, ==, round == 0 ? 0 : 2);
    }
}

static void
test_wrong_words (void)
{
  static const char *const weights[] = { "", "W1[0,1]", "W1[0,1] W1[0,1]", "W1[0,1] W1[0,2] b1[0]", "largest 2", "all",
                                         "random 2", "W1[7,0] W1[0,0]", "W2[0,0] W1[0,0]", "W1[0,4] b1[0]",
                                         "b1[4] b1[0]", "W1[0] b1[0]", NULL };
  static const char *const grids[] = { "", "60", "1x60", "60x1", "201x60", "60x60x60", "-3x4", "axb", NULL };
  static const char *const windows[] = { "", "0:1", "0:1,1:0", "0:1,0:0", "0:1,0:nan", "0:inf,0:1", "a:b,0:1",
                                         "0:1,0:1,0:1", "-1e308:1e308,0:1", "0:1:2,0:1", NULL };
  g_autoptr (Tiny)  tiny = tiny_new ("dense 4", &nn_nll_loss, 3);
  AnSurfaceSettings settings;

  for (gsize k = 0; weights[k]; k++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (an_surface_parse_weights (weights[k], tiny->network, &settings, &error));
      g_assert_cmpint (error->domain, ==, AN_ERROR);
    }
  for (gsize k = 0; grids[k]; k++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (an_surface_parse_grid (grids[k], &settings, &error));
      g_assert_error (error, AN_ERROR, AN_ERROR_SYNTAX);
    }
  for (gsize k = 0; windows[k]; k++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (an_surface_parse_window (windows[k], &settings, &error));
      g_assert_error (error, AN_ERROR, AN_ERROR_SYNTAX);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loss-surface/softmax", test_softmax);
  g_test_add_func ("/loss-surface/two-units", test_two_units);
  g_test_add_func ("/loss-surface/far-away", test_far_away);
  g_test_add_func ("/loss-surface/hidden", test_hidden);
  g_test_add_func ("/loss-surface/squared", test_squared);
  g_test_add_func ("/loss-surface/blank-pixel", test_blank_pixel);
  g_test_add_func ("/loss-surface/directions", test_directions);
  g_test_add_func ("/loss-surface/analytic", test_analytic);
  g_test_add_func ("/loss-surface/infinite-corner", test_infinite_corner);
  g_test_add_func ("/loss-surface/threads", test_threads);
  g_test_add_func ("/loss-surface/stopping", test_stopping);
  g_test_add_func ("/loss-surface/wrong-words", test_wrong_words);
  return g_test_run ();
}
