/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/landscape-private.h"

#include <math.h>

#define GHOST_WIDTH   0.45 /* of a path's */
#define GHOST_OPACITY 0.55
#define TRAIL_WIDTH   0.6
#define LEAST_GAP     1.15 /* between the middles of markers, in their sizes */
#define LEAST_STRETCH 0.7  /* px: a long run may take thousands of steps within a few */
#define LEAST_ARROW   5    /* px */
#define END_SIZE      1.4  /* of a step's marker */

static void
place_to_px (const PlotLandscapePainting *painting,
             const PlotPlace             *place,
             double                      *x,
             double                      *y)
{
  *x = plot_landscape_x_px (painting, place->x);
  *y = plot_landscape_y_px (painting, place->y);
}

static gboolean
is_within (const PlotFrame *frame,
           double           x,
           double           y)
{
  return x >= frame->left && x <= frame->right && y >= frame->top && y <= frame->bottom;
}

/* Both ends of the stretch between two places, cut off at @frame. */
static gboolean
cut_stretch (const PlotLandscapePainting *painting,
             const PlotFrame             *frame,
             const GArray                *places,
             guint                        from,
             guint                        to,
             double                       ends[4])
{
  place_to_px (painting, &g_array_index (places, PlotPlace, from), &ends[0], &ends[1]);
  place_to_px (painting, &g_array_index (places, PlotPlace, to), &ends[2], &ends[3]);
  return plot_cut_line (frame, ends);
}

gboolean
plot_landscape_next_stretch (const PlotLandscapePainting *painting,
                             const PlotFrame             *frame,
                             const GArray                *places,
                             double                       least,
                             guint                       *at,
                             double                       ends[4])
{
  for (guint i = *at + 1; i < places->len; i++)
    {
      double x, y, next_x, next_y;

      place_to_px (painting, &g_array_index (places, PlotPlace, *at), &x, &y);
      place_to_px (painting, &g_array_index (places, PlotPlace, i), &next_x, &next_y);
      if (i + 1 < places->len && hypot (next_x - x, next_y - y) < least)
        continue;
      if (cut_stretch (painting, frame, places, *at, i, ends))
        {
          *at = i;
          return TRUE;
        }
      *at = i;
    }
  return FALSE;
}

/* What is seen of a path, however far it strays: Cairo's numbers do not reach everywhere. */
static void
trace_path (const PlotLandscapePainting *painting,
            const GArray                *places)
{
  double    beyond = 8 * painting->theme->line_width, x = NAN, y = NAN, ends[4];
  PlotFrame frame = { painting->frame.left - beyond, painting->frame.top - beyond, painting->frame.right + beyond,
                      painting->frame.bottom + beyond };
  guint     at = 0;

  cairo_new_path (painting->cr);
  while (plot_landscape_next_stretch (painting, &frame, places, LEAST_STRETCH, &at, ends))
    {
      if (ends[0] != x || ends[1] != y)
        cairo_move_to (painting->cr, ends[0], ends[1]);
      cairo_line_to (painting->cr, ends[2], ends[3]);
      x = ends[2];
      y = ends[3];
    }
}

gboolean
plot_landscape_path_end (const PlotLandscapePainting *painting,
                         const GArray                *places,
                         double                      *x,
                         double                      *y)
{
  if (places->len == 0)
    return FALSE;
  place_to_px (painting, &g_array_index (places, PlotPlace, places->len - 1), x, y);
  if (is_within (&painting->frame, *x, *y))
    return TRUE;
  for (guint i = places->len - 1; i > 0; i--)
    {
      double ends[4];

      if (cut_stretch (painting, &painting->frame, places, i - 1, i, ends))
        {
          *x = ends[2];
          *y = ends[3];
          return TRUE;
        }
      /* A jump to nowhere starts from the last place that there is. */
      place_to_px (painting, &g_array_index (places, PlotPlace, i - 1), x, y);
      if (is_within (&painting->frame, *x, *y))
        return TRUE;
    }
  return FALSE;
}

static void
draw_ghosts (PlotLandscapePainting *painting)
{
  cairo_set_line_width (painting->cr, MAX (1, GHOST_WIDTH * painting->theme->line_width));
  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    {
      PlotColor color = *plot_racer_color (painting->theme, i);

      trace_path (painting, painting->landscape->racers[i].ghost);
      color.alpha = GHOST_OPACITY;
      plot_set_color (painting->cr, &color);
      cairo_stroke (painting->cr);
    }
}

/* On a rim of the background, so that it stands out from bands and from other paths. */
static void
stroke_with_rim (PlotLandscapePainting *painting,
                 const PlotColor       *color,
                 double                 width)
{
  PlotColor rim = painting->theme->background;

  rim.alpha = 0.85;
  plot_set_color (painting->cr, &rim);
  cairo_set_line_width (painting->cr, width + MAX (2, 0.8 * painting->theme->line_width));
  cairo_stroke_preserve (painting->cr);
  plot_set_color (painting->cr, color);
  cairo_set_line_width (painting->cr, width);
  cairo_stroke (painting->cr);
}

static void
draw_disc (PlotLandscapePainting *painting,
           double                 x,
           double                 y,
           double                 size,
           const PlotColor       *color)
{
  cairo_new_path (painting->cr);
  cairo_arc (painting->cr, x, y, size / 2, 0, 2 * G_PI);
  plot_set_color (painting->cr, color);
  cairo_fill (painting->cr);
}

/* The head of a training run is a ring: the start is a full disc. */
static void
draw_trail (PlotLandscapePainting *painting)
{
  const PlotTheme *theme = painting->theme;
  const GArray    *trail = painting->landscape->trail;
  double           size = 1.25 * plot_landscape_marker (painting), x, y;

  trace_path (painting, trail);
  stroke_with_rim (painting, &theme->text, TRAIL_WIDTH * theme->line_width);
  if (trail->len == 0)
    return;
  place_to_px (painting, &g_array_index (trail, PlotPlace, trail->len - 1), &x, &y);
  if (!is_within (&painting->frame, x, y))
    return;
  draw_disc (painting, x, y, size + theme->line_width, &theme->background);
  draw_disc (painting, x, y, size, &theme->text);
  draw_disc (painting, x, y, 0.5 * size, &theme->background);
}

/* At every step before the last, as far as they don't cover one another. */
static void
draw_steps (PlotLandscapePainting *painting,
              guint                  racer)
{
  const GArray *places = painting->landscape->racers[racer].places;
  double        size = plot_landscape_marker (painting), gap = LEAST_GAP * size;
  double        end_x, end_y, last_x = NAN, last_y = NAN, x, y;

  if (places->len == 0)
    return;
  place_to_px (painting, &g_array_index (places, PlotPlace, places->len - 1), &end_x, &end_y);
  for (guint i = 0; i + 1 < places->len; i++)
    {
      place_to_px (painting, &g_array_index (places, PlotPlace, i), &x, &y);
      if (!is_within (&painting->frame, x, y) || hypot (x - last_x, y - last_y) < gap ||
          hypot (x - end_x, y - end_y) < gap)
        continue;
      plot_racer_marker_draw (painting->cr, racer, x, y, size, painting->theme);
      last_x = x;
      last_y = y;
    }
}

/* Larger, and over the steps of all others. */
static void
draw_end (PlotLandscapePainting *painting,
          guint                  racer)
{
  const GArray *places = painting->landscape->racers[racer].places;
  double        size = END_SIZE * plot_landscape_marker (painting), x, y;

  if (places->len == 0)
    return;
  place_to_px (painting, &g_array_index (places, PlotPlace, places->len - 1), &x, &y);
  if (is_within (&painting->frame, x, y))
    plot_racer_marker_draw (painting->cr, racer, x, y, size, painting->theme);
}

static void
trace_head (cairo_t      *cr,
            const double  ends[4],
            double        size,
            gboolean      closed)
{
  double angle = atan2 (ends[3] - ends[1], ends[2] - ends[0]);

  cairo_new_path (cr);
  cairo_move_to (cr, ends[2] - size * cos (angle - 0.45), ends[3] - size * sin (angle - 0.45));
  cairo_line_to (cr, ends[2], ends[3]);
  cairo_line_to (cr, ends[2] - size * cos (angle + 0.45), ends[3] - size * sin (angle + 0.45));
  if (closed)
    cairo_close_path (cr);
}

static void
draw_shaft (PlotLandscapePainting *painting,
            const PlotColor       *color,
            const double           ends[4],
            double                 width,
            gboolean               dashed)
{
  const double dashes[] = { 2 * width, 1.6 * width };

  cairo_new_path (painting->cr);
  cairo_move_to (painting->cr, ends[0], ends[1]);
  cairo_line_to (painting->cr, ends[2], ends[3]);
  cairo_set_dash (painting->cr, dashes, dashed ? 2 : 0, 0);
  cairo_set_line_cap (painting->cr, CAIRO_LINE_CAP_BUTT);
  stroke_with_rim (painting, color, width);
  cairo_set_dash (painting->cr, NULL, 0, 0);
  cairo_set_line_cap (painting->cr, CAIRO_LINE_CAP_ROUND);
}

/* From the last place of a racer: the velocity whole with a full head, the gradient dashed with an open one. */
static void
draw_arrow (PlotLandscapePainting *painting,
            guint                  i,
            const PlotPlace       *way,
            gboolean               dashed)
{
  const GArray    *places = painting->landscape->racers[i].places;
  const PlotPlace *from = &g_array_index (places, PlotPlace, places->len - 1);
  const PlotPlace  to = { from->x + way->x, from->y + way->y };
  const PlotColor *color = plot_racer_color (painting->theme, i);
  double           width = 0.75 * painting->theme->line_width, head = 4.5 * width, ends[4], length;
  double           shaft[4], tip_x, tip_y;

  place_to_px (painting, from, &ends[0], &ends[1]);
  place_to_px (painting, &to, &ends[2], &ends[3]);
  tip_x = ends[2];
  tip_y = ends[3];
  if (!plot_cut_line (&painting->frame, ends))
    return;
  length = hypot (ends[2] - ends[0], ends[3] - ends[1]);
  if (length < LEAST_ARROW)
    return;
  head = MIN (head, length);
  for (int k = 0; k < 4; k++)
    shaft[k] = ends[k];
  if (!dashed)
    for (int k = 2; k < 4; k++)
      shaft[k] -= 0.7 * head / length * (ends[k] - ends[k - 2]);
  draw_shaft (painting, color, shaft, width, dashed);
  if (ends[2] != tip_x || ends[3] != tip_y)
    return;
  trace_head (painting->cr, ends, head, !dashed);
  if (dashed)
    {
      stroke_with_rim (painting, color, width);
      return;
    }
  plot_set_color (painting->cr, color);
  cairo_fill (painting->cr);
}

static void
draw_arrows (PlotLandscapePainting *painting)
{
  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    {
      const PlotLandscapeRacer *racer = &painting->landscape->racers[i];

      if (racer->places->len == 0)
        continue;
      if (racer->has_gradient)
        draw_arrow (painting, i, &racer->gradient, TRUE);
      if (racer->has_velocity)
        draw_arrow (painting, i, &racer->velocity, FALSE);
    }
}

static void
draw_start (PlotLandscapePainting *painting)
{
  const PlotTheme *theme = painting->theme;
  double           size = 1.25 * plot_landscape_marker (painting), x, y;

  if (!painting->landscape->has_start)
    return;
  place_to_px (painting, &painting->landscape->start, &x, &y);
  if (!is_within (&painting->frame, x, y))
    return;
  draw_disc (painting, x, y, size + theme->line_width, &theme->background);
  draw_disc (painting, x, y, size, &theme->text);
}

/* A small cross. */
static void
draw_lowest (PlotLandscapePainting *painting)
{
  double half = 1.6 * painting->theme->line_width, x, y, cost;

  if (!plot_landscape_find_lowest (painting, &x, &y, &cost))
    return;
  cairo_new_path (painting->cr);
  cairo_move_to (painting->cr, x - half, y - half);
  cairo_line_to (painting->cr, x + half, y + half);
  cairo_move_to (painting->cr, x - half, y + half);
  cairo_line_to (painting->cr, x + half, y - half);
  stroke_with_rim (painting, &painting->theme->text, 0.6 * painting->theme->line_width);
}

void
plot_landscape_draw_paths (PlotLandscapePainting *painting)
{
  const PlotFrame *frame = &painting->frame;
  cairo_t         *cr = painting->cr;

  cairo_save (cr);
  cairo_rectangle (cr, frame->left, frame->top, frame->right - frame->left, frame->bottom - frame->top);
  cairo_clip (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  draw_ghosts (painting);
  draw_trail (painting);
  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    {
      trace_path (painting, painting->landscape->racers[i].places);
      stroke_with_rim (painting, plot_racer_color (painting->theme, i), painting->theme->line_width);
    }
  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    draw_steps (painting, i);
  draw_lowest (painting);
  draw_arrows (painting);
  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    draw_end (painting, i);
  draw_start (painting);
  cairo_restore (cr);
}
