/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/bench-sheet.h"

#include "base/rng.h"
#include "plot/weight-sheet.h"

#define TEXT_SIZE 14.67 /* px: 11 pt at 96 dpi */

typedef struct
{
  const CliBenchSheet *settings;
  float               *weights;
  PlotWeightSheet     *sheet;
  PlotTheme            theme;
  cairo_surface_t     *surface;
} State;

static void
fill_weights (State *state)
{
  const CliBenchSheet *settings = state->settings;
  gsize                n = (gsize) settings->n_units * settings->side * settings->side;
  BaseRng              rng;

  base_rng_seed (&rng, 1, BASE_RNG_INIT);
  state->weights = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    state->weights[i] = (float) base_rng_normal (&rng);
}

gpointer
cli_bench_sheet_prepare (const CliBenchCase *bench,
                         BasePool           *pool,
                         GError            **error)
{
  State *state = g_new0 (State, 1);

  state->settings = bench->data;
  fill_weights (state);
  state->sheet = plot_weight_sheet_new ("", NULL);
  plot_weight_sheet_set_side (state->sheet, state->settings->side);
  plot_theme_init (&state->theme, FALSE, FALSE, TEXT_SIZE);
  state->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) state->settings->width,
                                               (int) state->settings->height);
  return state;
}

/* One frame of a view that is scrolled by @scroll px. */
static void
paint_frame (State *state,
             double full_height,
             double scroll)
{
  const CliBenchSheet *settings = state->settings;
  cairo_t             *cr = cairo_create (state->surface);

  plot_set_color (cr, &state->theme.background);
  cairo_paint (cr);
  cairo_rectangle (cr, 0, 0, settings->width, settings->height);
  cairo_clip (cr);
  cairo_translate (cr, 0, -scroll);
  plot_figure_draw (plot_weight_sheet_figure (state->sheet), cr, settings->width, full_height, &state->theme);
  cairo_destroy (cr);
}

/* New weights, and from top to bottom. */
gboolean
cli_bench_sheet_run (const CliBenchCase *bench,
                     gpointer            user_data,
                     GError            **error)
{
  State               *state = user_data;
  const CliBenchSheet *settings = state->settings;
  double               height;

  plot_weight_sheet_set_weights (state->sheet, state->weights, settings->n_units, 1, settings->side, settings->side,
                                 NULL);
  height = MAX (plot_weight_sheet_get_height (state->sheet, settings->width, &state->theme), settings->height);
  for (guint i = 0; i < bench->n_units; i++)
    paint_frame (state, height, (double) (guint64) ((height - settings->height) * i / MAX (bench->n_units - 1, 1)));
  return TRUE;
}

/* The mean brightness of the last frame, 0 to 255. */
double
cli_bench_sheet_check (gpointer user_data)
{
  const State  *state = user_data;
  const guint8 *row = cairo_image_surface_get_data (state->surface);
  int           width = cairo_image_surface_get_width (state->surface);
  int           height = cairo_image_surface_get_height (state->surface);
  int           stride = cairo_image_surface_get_stride (state->surface);
  double        sum = 0;

  cairo_surface_flush (state->surface);
  for (int y = 0; y < height; y++, row += stride)
    for (int x = 0; x < 4 * width; x++)
      sum += x % 4 < 3 || G_BYTE_ORDER == G_BIG_ENDIAN ? row[x] : 0;
  return sum / (3.0 * width * height);
}

void
cli_bench_sheet_free (gpointer user_data)
{
  State *state = user_data;

  cairo_surface_destroy (state->surface);
  plot_figure_unref (plot_weight_sheet_figure (state->sheet));
  g_free (state->weights);
  g_free (state);
}

/* Pictures at their smallest: most of them are in sight. */
const CliBenchCase cli_bench_weight_sheet = {
  .name = "weight-sheet",
  .unit = "frame",
  .n_units = 60,
  .n_runs = 11,
  .data = &(const CliBenchSheet) { .n_units = 800, .side = 28, .width = 1240, .height = 640 },
  .prepare = cli_bench_sheet_prepare,
  .run = cli_bench_sheet_run,
  .check = cli_bench_sheet_check,
  .free = cli_bench_sheet_free,
};
