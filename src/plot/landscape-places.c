/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the labels of racers, start and lowest point stand: beside what they name, on no other label or mark, and where
 * they cover as little as possible of the paths. */

#include "plot/landscape-private.h"
#include "plot/number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define RINGS         3 /* how many lines away at most */
#define LEAST_STRETCH 3 /* px: shorter parts of paths are looked at together */

typedef struct
{
  char            *text;
  const PlotColor *color;
  PlotFrame        box;
  double           leader[4]; /* from the mark to the label, px */
  gboolean         is_apart;  /* a leader is needed */
} Label;

typedef struct
{
  const PlotLandscapePainting *painting;
  GArray                      *taken;     /* of PlotFrame: labels and marks */
  GArray                      *stretches; /* of double[4]: of paths, px */
  GArray                      *labels;    /* of Label */
} Places;

static void
label_clear (gpointer data)
{
  g_free (((Label *) data)->text);
}

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
  guint  at = 0;
  double ends[4];

  while (plot_landscape_next_stretch (places->painting, &places->painting->frame, path, LEAST_STRETCH, &at, ends))
    g_array_append_val (places->stretches, ends);
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
  for (guint i = 0; places->painting->labels && i < places->painting->labels->len; i++)
    {
      PlotFrame number = plot_contour_label_extent (g_ptr_array_index (places->painting->labels, i),
                                                    places->painting->line);

      rating += plot_frames_meet (box, &number) ? 3 : 0;
    }
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

/* A label that stands apart needs a line to what it names: from the mark's middle to the nearest point of the box. */
static gboolean
find_leader (const Places    *places,
             const PlotFrame *box,
             double           x,
             double           y,
             double           size,
             double           leader[4])
{
  leader[0] = x;
  leader[1] = y;
  leader[2] = CLAMP (x, box->left, box->right);
  leader[3] = CLAMP (y, box->top, box->bottom);
  return hypot (leader[2] - x, leader[3] - y) >= size / 2 + places->painting->line / 2;
}

/* How many labels that stand already the leader would go under. */
static guint
count_crossed (const Places *places,
               const double  leader[4])
{
  guint n = 0;

  for (guint i = 0; i < places->labels->len; i++)
    {
      double cut[4] = { leader[0], leader[1], leader[2], leader[3] };

      n += plot_cut_line (&g_array_index (places->labels, Label, i).box, cut);
    }
  return n;
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
        double    rating = rate_box (places, &box) + 2.0 * ring + 0.1 * i, leader[4];

        if (rating < lowest && find_leader (places, &box, x, y, size, leader))
          rating += 3.0 * count_crossed (places, leader);
        if (rating < lowest)
          {
            lowest = rating;
            *best = box;
          }
      }
  return lowest < INFINITY;
}

static void
add_label (Places          *places,
           const char      *text,
           double           x,
           double           y,
           double           size,
           const PlotColor *color)
{
  double width = plot_text_width (places->painting->text, PLOT_TEXT_PLAIN, text, 0) + 6;
  Label  label = { .color = color };

  if (!find_box (places, x, y, size, width, &label.box))
    return;
  label.text = g_strdup (text);
  label.is_apart = find_leader (places, &label.box, x, y, size, label.leader);
  g_array_append_val (places->taken, label.box);
  g_array_append_val (places->labels, label);
}

/* First all leaders, then the labels over them. */
static void
draw_labels (const Places *places)
{
  const PlotLandscapePainting *painting = places->painting;

  cairo_set_line_width (painting->cr, MAX (1, painting->theme->line_width / 3));
  for (guint i = 0; i < places->labels->len; i++)
    {
      const Label *label = &g_array_index (places->labels, Label, i);

      if (!label->is_apart)
        continue;
      plot_set_color (painting->cr, label->color);
      cairo_move_to (painting->cr, label->leader[0], label->leader[1]);
      cairo_line_to (painting->cr, label->leader[2], label->leader[3]);
      cairo_stroke (painting->cr);
    }
  for (guint i = 0; i < places->labels->len; i++)
    {
      const Label *label = &g_array_index (places->labels, Label, i);

      plot_text_show_over (painting->text, PLOT_TEXT_PLAIN, label->text, (label->box.left + label->box.right) / 2,
                           label->box.top, 0.5, 0, label->color, &painting->theme->background);
    }
}

static void
add_racer_labels (Places *places,
                   double  size)
{
  const PlotLandscapePainting *painting = places->painting;

  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    {
      const PlotLandscapeRacer *racer = &painting->landscape->racers[i];
      double                    x, y;

      if (racer->label && racer->label[0] && plot_landscape_path_end (painting, racer->places, &x, &y))
        add_label (places, racer->label, x, y, 1.4 * size, plot_racer_color (painting->theme, i));
    }
}

static void
add_lowest_label (Places *places,
                   double  size)
{
  const PlotLandscapePainting *painting = places->painting;
  g_autofree char             *number = NULL, *text = NULL;
  double                       x, y, cost;

  if (!plot_landscape_find_lowest (painting, &x, &y, &cost))
    return;
  number = plot_landscape_cost_number (painting->landscape, cost);
  text = plot_text_join_number (_("lowest"), number);
  add_label (places, text, x, y, size, &painting->theme->faint_text);
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
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (Label));
  Places           places = { painting, taken, stretches, labels };
  const PlotFrame *frame = &painting->frame;
  double           size = plot_landscape_marker (painting), x = NAN, y = NAN;

  g_array_set_clear_func (labels, label_clear);
  take_marks (&places, size);
  if (painting->landscape->has_start)
    {
      x = plot_landscape_x_px (painting, painting->landscape->start.x);
      y = plot_landscape_y_px (painting, painting->landscape->start.y);
      take_mark (&places, x, y, size);
    }
  add_racer_labels (&places, size);
  if (x >= frame->left && x <= frame->right && y >= frame->top && y <= frame->bottom)
    add_label (&places, _("start"), x, y, 1.25 * size, &painting->theme->text);
  add_lowest_label (&places, size);
  cairo_save (painting->cr);
  cairo_rectangle (painting->cr, frame->left, frame->top, frame->right - frame->left, frame->bottom - frame->top);
  cairo_clip (painting->cr);
  draw_labels (&places);
  cairo_restore (painting->cr);
}
