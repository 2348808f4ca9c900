/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the labels of contours stand: along their lines, where these are straight, level and apart from others. */

#include "plot/landscape-private.h"
#include "plot/number.h"

#include <math.h>

#define LEAST_STRAIGHT 0.96 /* the way along the line that the straight way must have at least */
#define STEEPEST       65   /* degrees */
#define LEAST_STRETCH  3    /* px: shorter parts of paths are looked at together */

/* A point of a line in px, and the way to it along the line. */
typedef struct
{
  double x, y, along;
} Waypoint;

static const Waypoint *
waypoint_at (const GArray *way,
             guint         i)
{
  return &g_array_index (way, Waypoint, i);
}

static void
append_waypoint (GArray *way,
                 double  x,
                 double  y)
{
  const Waypoint *last = way->len > 0 ? waypoint_at (way, way->len - 1) : NULL;
  Waypoint        next = { x, y, last ? last->along + hypot (x - last->x, y - last->y) : 0 };

  g_array_append_val (way, next);
}

static GArray *
new_way (const PlotLandscapePainting *painting,
         const PlotContourLine       *line)
{
  GArray *way = g_array_new (FALSE, FALSE, sizeof (Waypoint));

  for (guint i = 0; i < line->n + (line->closed ? 1 : 0); i++)
    {
      const PlotContourPoint *point = &line->points[i % line->n];

      append_waypoint (way, plot_landscape_x_px (painting, point->x), plot_landscape_y_px (painting, point->y));
    }
  return way;
}

static Waypoint
point_along (const GArray *way,
             double        along,
             guint        *hint)
{
  const Waypoint *a, *b;
  double          part;

  while (*hint + 2 < way->len && waypoint_at (way, *hint + 1)->along < along)
    ++*hint;
  a = waypoint_at (way, *hint);
  b = waypoint_at (way, *hint + 1);
  part = CLAMP ((along - a->along) / (b->along - a->along), 0, 1);
  return (Waypoint) { a->x + part * (b->x - a->x), a->y + part * (b->y - a->y), along };
}

PlotFrame
plot_contour_label_extent (const PlotContourLabel *label,
                           double                  height)
{
  double half_x = (fabs (cos (label->angle)) * label->width + fabs (sin (label->angle)) * height) / 2;
  double half_y = (fabs (sin (label->angle)) * label->width + fabs (cos (label->angle)) * height) / 2;

  return (PlotFrame) { label->x - half_x, label->y - half_y, label->x + half_x, label->y + half_y };
}

static double
value_at_px (const PlotLandscapePainting *painting,
             double                       x,
             double                       y)
{
  const PlotFrame *frame = &painting->frame;

  return plot_surface_value_at (painting->landscape->surface,
                                plot_scale_unmap (&painting->x, (x - frame->left) / (frame->right - frame->left)),
                                plot_scale_unmap (&painting->y, (frame->bottom - y) / (frame->bottom - frame->top)));
}

/* Neither over the edge of the surface nor in a hole of it. */
static gboolean
is_on_surface (const PlotLandscapePainting *painting,
               const PlotContourLabel      *label)
{
  double along_x = cos (label->angle) * (label->width / 2 + 4), along_y = sin (label->angle) * (label->width / 2 + 4);
  double across_x = -sin (label->angle) * painting->line / 2, across_y = cos (label->angle) * painting->line / 2;

  for (int end = -1; end <= 1; end += 2)
    for (int side = -1; side <= 1; side += 2)
      if (isnan (value_at_px (painting, label->x + end * along_x + side * across_x,
                              label->y + end * along_y + side * across_y)))
        return FALSE;
  return TRUE;
}

static gboolean
is_free (const PlotLandscapePainting *painting,
         const GPtrArray             *labels,
         const PlotContourLabel      *label)
{
  const PlotFrame *frame = &painting->frame;
  double           space = painting->line / 3;
  PlotFrame        box = plot_contour_label_extent (label, painting->line);
  double           x, y, cost;

  box = (PlotFrame) { box.left - space, box.top - space, box.right + space, box.bottom + space };
  if (box.left < frame->left || box.right > frame->right || box.top < frame->top || box.bottom > frame->bottom)
    return FALSE;
  for (guint i = 0; i < labels->len; i++)
    {
      PlotFrame other = plot_contour_label_extent (g_ptr_array_index (labels, i), painting->line);

      if (plot_frames_meet (&box, &other))
        return FALSE;
    }
  return !plot_landscape_find_lowest (painting, &x, &y, &cost) || x < box.left || x > box.right || y < box.top ||
         y > box.bottom;
}

/* How many levels lie between both long sides of the label. */
static double
levels_across (const PlotLandscapePainting *painting,
               const PlotContourLabel      *label)
{
  double across_x = -sin (label->angle) * painting->line / 2, across_y = cos (label->angle) * painting->line / 2;
  double one = value_at_px (painting, label->x - across_x, label->y - across_y);
  double other = value_at_px (painting, label->x + across_x, label->y + across_y);
  guint  n = plot_landscape_levels (painting->landscape)->len;

  return fabs (plot_landscape_share (painting->landscape, one) - plot_landscape_share (painting->landscape, other)) *
         (n + 1);
}

static double
distance_to_labels (const GPtrArray        *labels,
                    const PlotContourLabel *label)
{
  double nearest = INFINITY;

  for (guint i = 0; i < labels->len; i++)
    {
      const PlotContourLabel *other = g_ptr_array_index (labels, i);

      nearest = MIN (nearest, hypot (label->x - other->x, label->y - other->y));
    }
  return nearest;
}

/* How good the place in the middle of two ends is, smaller is better; infinite: impossible. */
static double
rate_place (const PlotLandscapePainting *painting,
            const GPtrArray             *labels,
            PlotContourLabel            *label,
            const Waypoint              *from,
            const Waypoint              *to)
{
  double straight = hypot (to->x - from->x, to->y - from->y) / (to->along - from->along), steep;

  if (!(straight >= LEAST_STRAIGHT))
    return INFINITY;
  label->angle = atan2 (to->y - from->y, to->x - from->x);
  if (label->angle > G_PI / 2)
    label->angle -= G_PI;
  else if (label->angle <= -G_PI / 2)
    label->angle += G_PI;
  steep = fabs (label->angle) * 180 / G_PI;
  if (steep > STEEPEST || !is_free (painting, labels, label) || !is_on_surface (painting, label))
    return INFINITY;
  return 20 * (1 - straight) + steep / 90 + 0.4 * levels_across (painting, label) -
         0.6 * MIN (1, distance_to_labels (labels, label) / (12 * painting->line));
}

/* Tries the places along one line for @best. */
static void
search_line (const PlotLandscapePainting *painting,
             const GPtrArray             *labels,
             const PlotContourLine       *line,
             PlotContourLabel            *best,
             double                      *rating)
{
  g_autoptr (GArray) way = new_way (painting, line);
  double             length = waypoint_at (way, way->len - 1)->along, needed = best->width + painting->line / 2;
  guint              start = 0, middle = 0, end = 0;

  for (double along = needed / 2; along + needed / 2 <= length; along += MAX (6, painting->line / 2))
    {
      Waypoint         from = point_along (way, along - needed / 2, &start);
      Waypoint         at = point_along (way, along, &middle);
      Waypoint         to = point_along (way, along + needed / 2, &end);
      PlotContourLabel label = *best;
      double           found;

      /* Between the curve and its chord. */
      label.x = at.x / 2 + (from.x + to.x) / 4;
      label.y = at.y / 2 + (from.y + to.y) / 4;
      found = rate_place (painting, labels, &label, &from, &to);
      if (found < *rating)
        {
          *rating = found;
          *best = label;
        }
    }
}

static void
label_free (gpointer data)
{
  g_free (((PlotContourLabel *) data)->text);
  g_free (data);
}

static void
place_label (PlotLandscapePainting *painting,
             GPtrArray             *labels,
             guint                  level,
             guint                  most)
{
  const GPtrArray *lines = plot_landscape_lines (painting->landscape);
  double           value = g_array_index (plot_landscape_levels (painting->landscape), double, level);
  PlotContourLabel best = { .level = level };
  double           rating = INFINITY;

  best.text = plot_number_apart (value, plot_landscape_number_step (painting->landscape, level, most));
  best.width = plot_text_width (painting->text, PLOT_TEXT_PLAIN, best.text, 0);
  for (guint i = 0; i < lines->len; i++)
    {
      const PlotContourLine *line = g_ptr_array_index (lines, i);

      if (line->level == value)
        search_line (painting, labels, line, &best, &rating);
    }
  if (rating < INFINITY)
    g_ptr_array_add (labels, g_memdup2 (&best, sizeof best));
  else
    g_free (best.text);
}

GPtrArray *
plot_landscape_place_contour_labels (PlotLandscapePainting *painting)
{
  GPtrArray       *labels = g_ptr_array_new_with_free_func (label_free);
  const PlotFrame *frame = &painting->frame;
  guint            n = plot_landscape_levels (painting->landscape)->len;
  double           room = MIN (frame->bottom - frame->top, frame->right - frame->left) / (2.4 * painting->line);
  guint            most = (guint) CLAMP (room, 2, 10);

  for (guint i = 0; i < n; i++)
    if (plot_landscape_labels_level (painting->landscape, i, most))
      place_label (painting, labels, i, most);
  return labels;
}

static gboolean
is_crossed_by (const PlotLandscapePainting *painting,
               const PlotFrame             *box,
               const GArray                *places)
{
  double ends[4];
  guint  at = 0;

  return plot_landscape_next_stretch (painting, box, places, LEAST_STRETCH, &at, ends);
}

static gboolean
is_crossed (const PlotLandscapePainting *painting,
            const PlotContourLabel      *label)
{
  PlotFrame box = plot_contour_label_extent (label, 0.7 * painting->line);
  double    rim = painting->theme->line_width;

  box = (PlotFrame) { box.left - rim, box.top - rim, box.right + rim, box.bottom + rim };
  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    if (is_crossed_by (painting, &box, painting->landscape->racers[i].places))
      return TRUE;
  return is_crossed_by (painting, &box, painting->landscape->trail);
}

/* Each on a box in the color of its place, which interrupts the line. */
void
plot_landscape_draw_contour_labels (PlotLandscapePainting *painting)
{
  cairo_t *cr = painting->cr;

  for (guint i = 0; painting->labels && i < painting->labels->len; i++)
    {
      const PlotContourLabel *label = g_ptr_array_index (painting->labels, i);
      PlotColor               under = plot_landscape_band_color (painting, label->level + 0.5);

      if (is_crossed (painting, label))
        continue;
      cairo_save (cr);
      cairo_translate (cr, label->x, label->y);
      cairo_rotate (cr, label->angle);
      cairo_rectangle (cr, -label->width / 2 - 4, -0.4 * painting->line, label->width + 8, 0.8 * painting->line);
      plot_set_color (cr, &under);
      cairo_fill (cr);
      plot_text_show (painting->text, PLOT_TEXT_PLAIN, label->text, 0, 0, 0.5, 0.5, 0, &painting->theme->text);
      cairo_restore (cr);
    }
}
