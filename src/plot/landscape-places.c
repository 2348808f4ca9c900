/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the labels of racers, start and lowest point stand: beside what they name, on no other label or mark, and where
 * they cover as little as possible of the paths. */

#include "plot/landscape-private.h"
#include "plot/number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define RINGS 3 /* how many lines away at most */

typedef struct
{
  const PlotLandscapePainting *painting;
  GArray                      *taken;     /* of PlotFrame: labels and marks */
  GArray                      *stretches; /* of double[4]: of paths, px */
} Places;

gboolean
plot_landscape_find_lowest (const PlotLandscapePainting *painting,
                            double                      *x,
                            double                      *y,
                            double                      *cost)
{
  const PlotSurface *surface = painting->landscape->surface;
  const PlotFrame   *frame = &painting->frame;
  gsize              place = 0;

  if (!surface || plot_landscape_levels (painting->landscape)->len == 0 || !plot_surface_find_lowest (surface, &place))
    return FALSE;
  *x = plot_landscape_x_px (painting, surface->axes[0][place % surface->n[0]]);
  *y = plot_landscape_y_px (painting, surface->axes[1][place / surface->n[0]]);
  *cost = surface->values[place];
  return *x >= frame->left && *x <= frame->right && *y >= frame->top && *y <= frame->bottom;
}

static void
take_mark (Places *places,
           double  x,
           double  y,
           double  size)
{
  PlotFrame box = { x - size / 2, y - size / 2, x + size / 2, y + size / 2 };

  g_array_append_val (places->taken, box);
}

static void
collect_stretches (Places       *places,
                   const GArray *path)
{
  const PlotLandscapePainting *painting = places->painting;

  for (guint i = 1; i < path->len; i++)
    {
      const PlotPlace *from = &g_array_index (path, PlotPlace, i - 1), *to = &g_array_index (path, PlotPlace, i);
      double           ends[4] = { plot_landscape_x_px (painting, from->x), plot_landscape_y_px (painting, from->y),
                                   plot_landscape_x_px (painting, to->x), plot_landscape_y_px (painting, to->y) };

      if (plot_cut_line (&painting->frame, ends))
        g_array_append_val (places->stretches, ends);
    }
}

/* How much a label costs at this place; infinite: it cannot stand there. */
static double
rate_box (const Places    *places,
          const PlotFrame *box)
{
  const PlotFrame *frame = &places->painting->frame;
  double           rating = 0, half = places->painting->theme->line_width;
  const PlotFrame  around = { box->left - half, box->top - half, box->right + half, box->bottom + half };

  if (box->left < frame->left + 2 || box->right > frame->right - 2 || box->top < frame->top + 2 ||
      box->bottom > frame->bottom - 2)
    return INFINITY;
  for (guint i = 0; i < places->taken->len; i++)
    if (plot_frames_meet (box, &g_array_index (places->taken, PlotFrame, i)))
      return INFINITY;
  for (guint i = 0; i < places->stretches->len; i++)
    {
      const double *ends = (const double *) (gpointer) places->stretches->data + 4 * i;
      double        cut[4] = { ends[0], ends[1], ends[2], ends[3] };
      PlotFrame     extent = { MIN (ends[0], ends[2]), MIN (ends[1], ends[3]), MAX (ends[0], ends[2]),
                               MAX (ends[1], ends[3]) };

      if (plot_frames_touch (&around, &extent) && plot_cut_line (&around, cut))
        rating += 1 + hypot (cut[2] - cut[0], cut[3] - cut[1]) / places->painting->line;
    }
  return rating;
}

/* The best place for a label of this width around the mark at @x, @y that is @size px wide. */
static gboolean
find_box (const Places *places,
          double        x,
          double        y,
          double        size,
          double        width,
          PlotFrame    *best)
{
  static const double sides[][2] = { { 1, 0 }, { 1, -1 }, { 1, 1 }, { -1, 0 }, { -1, -1 }, { -1, 1 },
                                     { 0, -1 }, { 0, 1 }, { 1, -0.5 }, { 1, 0.5 }, { -1, -0.5 }, { -1, 0.5 } };
  double line = places->painting->line, lowest = INFINITY;

  for (int ring = 0; ring <= RINGS; ring++)
    for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
      {
        double    reach = size / 2 + 4 + ring * 0.9 * line;
        double    aside = fabs (sides[i][1]) < 1 ? reach : size / 3;
        double    middle_x = x + sides[i][0] * (aside + width / 2);
        double    middle_y = y + sides[i][1] * (reach + line / 2);
        PlotFrame box = { middle_x - width / 2, middle_y - line / 2, middle_x + width / 2, middle_y + line / 2 };
        double    rating = rate_box (places, &box) + 2.0 * ring + 0.1 * i;

        if (rating < lowest)
          {
            lowest = rating;
            *best = box;
          }
      }
  return lowest < INFINITY;
}

/* From a label that stands apart a thin line leads to what it names. */
static void
draw_leader (const PlotLandscapePainting *painting,
             const PlotFrame             *box,
             double                       x,
             double                       y,
             double                       size,
             const PlotColor             *color)
{
  double to_x = CLAMP (x, box->left, box->right), to_y = CLAMP (y, box->top, box->bottom);

  if (hypot (to_x - x, to_y - y) < size / 2 + painting->line / 2)
    return;
  plot_set_color (painting->cr, color);
  cairo_set_line_width (painting->cr, MAX (1, painting->theme->line_width / 3));
  cairo_move_to (painting->cr, x, y);
  cairo_line_to (painting->cr, to_x, to_y);
  cairo_stroke (painting->cr);
}

static void
draw_label (Places          *places,
            const char      *text,
            double           x,
            double           y,
            double           size,
            const PlotColor *color)
{
  const PlotLandscapePainting *painting = places->painting;
  double                       width = plot_text_width (painting->text, PLOT_TEXT_PLAIN, text, 0) + 6;
  PlotFrame                    box;

  if (!find_box (places, x, y, size, width, &box))
    return;
  draw_leader (painting, &box, x, y, size, color);
  plot_text_show_over (painting->text, PLOT_TEXT_PLAIN, text, (box.left + box.right) / 2, box.top, 0.5, 0, color,
                       &painting->theme->background);
  g_array_append_val (places->taken, box);
}

static void
draw_racer_labels (Places *places,
                   double  size)
{
  const PlotLandscapePainting *painting = places->painting;

  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    {
      const PlotLandscapeRacer *racer = &painting->landscape->racers[i];
      double                    x, y;

      if (racer->label && racer->label[0] && plot_landscape_path_end (painting, racer->places, &x, &y))
        draw_label (places, racer->label, x, y, 1.4 * size, plot_racer_color (painting->theme, i));
    }
}

static void
draw_lowest_label (Places *places,
                   double  size)
{
  const PlotLandscapePainting *painting = places->painting;
  g_autofree char             *number = NULL, *text = NULL;
  double                       x, y, cost;

  if (!plot_landscape_find_lowest (painting, &x, &y, &cost))
    return;
  number = plot_landscape_cost_number (painting->landscape, cost);
  text = plot_text_join_number (_("lowest"), number);
  draw_label (places, text, x, y, size, &painting->theme->faint_text);
}

static void
take_marks (Places *places,
            double  size)
{
  const PlotLandscapePainting *painting = places->painting;
  double                       x, y, cost;

  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    {
      collect_stretches (places, painting->landscape->racers[i].places);
      if (plot_landscape_path_end (painting, painting->landscape->racers[i].places, &x, &y))
        take_mark (places, x, y, size);
    }
  collect_stretches (places, painting->landscape->trail);
  if (plot_landscape_path_end (painting, painting->landscape->trail, &x, &y))
    take_mark (places, x, y, size);
  if (plot_landscape_find_lowest (painting, &x, &y, &cost))
    take_mark (places, x, y, size);
}

void
plot_landscape_draw_labels (PlotLandscapePainting *painting)
{
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (PlotFrame));
  g_autoptr (GArray) stretches = g_array_new (FALSE, FALSE, sizeof (double[4]));
  Places           places = { painting, taken, stretches };
  const PlotFrame *frame = &painting->frame;
  double           size = PLOT_LANDSCAPE_MARKER * painting->theme->line_width, x = NAN, y = NAN;

  take_marks (&places, size);
  if (painting->landscape->has_start)
    {
      x = plot_landscape_x_px (painting, painting->landscape->start.x);
      y = plot_landscape_y_px (painting, painting->landscape->start.y);
      take_mark (&places, x, y, size);
    }
  cairo_save (painting->cr);
  cairo_rectangle (painting->cr, frame->left, frame->top, frame->right - frame->left, frame->bottom - frame->top);
  cairo_clip (painting->cr);
  draw_racer_labels (&places, size);
  if (x >= frame->left && x <= frame->right && y >= frame->top && y <= frame->bottom)
    draw_label (&places, _("start"), x, y, 1.25 * size, &painting->theme->text);
  draw_lowest_label (&places, size);
  cairo_restore (painting->cr);
}
