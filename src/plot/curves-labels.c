/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/curves-private.h"
#include "plot/end-labels.h"

#include <math.h>

typedef struct
{
  PlotEndLabel *places;
  GPtrArray    *texts;
  PlotRole     *roles;
} EndLabels;

static void
add_label (EndLabels          *labels,
           PlotCurvesPainting *painting,
           const PlotCurve    *curve)
{
  const PlotCurvesLayout *layout = &painting->layout;
  guint                   i = labels->texts->len;
  char                   *text;
  PlotEnd                 end;

  if (!plot_curves_end (curve, &layout->x, &layout->y, &end))
    return;
  text = plot_curves_end_label (painting->curves, curve, &end, layout->labels);
  if (!text)
    return;
  labels->places[i].x = plot_curves_x_px (layout, end.at.x) + layout->label_gap;
  labels->places[i].width = plot_text_width (painting->text, PLOT_TEXT_PLAIN, text, 0);
  labels->places[i].center = plot_curves_y_px (layout, end.at.y);
  labels->roles[i] = curve->role;
  g_ptr_array_add (labels->texts, text);
}

static void
align_labels (PlotEndLabel *places,
              guint         n,
              double        within)
{
  double right = -INFINITY;

  for (guint i = 0; i < n; i++)
    right = MAX (right, places[i].x);
  for (guint i = 0; i < n; i++)
    if (right - places[i].x < within)
      places[i].x = right;
}

/* Whether the line from @a to @b comes into @box. */
static gboolean
crosses (const PlotBox   *box,
         const PlotPoint *a,
         const PlotPoint *b)
{
  double from = MAX (a->x, box->left);
  double to = MIN (b->x, box->right);
  double slope = b->x > a->x ? (b->y - a->y) / (b->x - a->x) : 0;
  double start = a->y + slope * (from - a->x);
  double end = b->x > a->x ? a->y + slope * (to - a->x) : b->y;

  return from <= to && MIN (start, end) <= box->bottom && MAX (start, end) >= box->top;
}

static gboolean
meets_curve (const PlotCurvesPainting *painting,
             const PlotBox            *box)
{
  const PlotCurvesLayout *layout = &painting->layout;
  double                  half = painting->theme->line_width;
  const PlotBox           inside = { box->left - layout->left - half, box->top - layout->top - half,
                                     box->right - layout->left + half, box->bottom - layout->top + half };

  for (guint k = 0; k < painting->curves->curves->len; k++)
    {
      const PlotCurve *curve = plot_curves_at (painting->curves, k);

      for (guint i = 0; curve->visible && i < curve->thin->len; i++)
        {
          const PlotPoint *at = &g_array_index (curve->thin, PlotPoint, i);
          const PlotPoint *before = i > 0 && !isnan (at[-1].y) ? at - 1 : at;

          if (!isnan (at->y) && crosses (&inside, before, at))
            return TRUE;
        }
    }
  return FALSE;
}

static void
show_labels (EndLabels          *labels,
             PlotCurvesPainting *painting)
{
  for (guint i = 0; i < labels->texts->len; i++)
    {
      const PlotEndLabel *place = &labels->places[i];
      double              half = painting->layout.line / 2;
      PlotBox             box = { place->x, place->center - half, place->x + place->width, place->center + half };

      /* An earlier run must not hide what there is to see of this one. */
      if (!place->shown || (labels->roles[i] == PLOT_ROLE_EARLIER && meets_curve (painting, &box)))
        continue;
      plot_text_show_over (painting->text, PLOT_TEXT_PLAIN, g_ptr_array_index (labels->texts, i), place->x,
                           place->center, 0, 0.5, &painting->theme->roles[labels->roles[i]],
                           &painting->theme->background);
      g_array_append_val (painting->taken, box);
    }
}

void
plot_curves_draw_end_labels (PlotCurvesPainting *painting)
{
  const PlotCurvesLayout *layout = &painting->layout;
  guint                   n = painting->curves->curves->len;
  g_autofree PlotEndLabel *places = g_new0 (PlotEndLabel, MAX (n, 1));
  g_autofree PlotRole *roles = g_new0 (PlotRole, MAX (n, 1));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  EndLabels labels = { places, texts, roles };

  /* Earlier runs come last: they are the first to go where there is no room. */
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n; i++)
      {
        const PlotCurve *curve = plot_curves_at (painting->curves, i);

        if (curve->visible && (curve->role == PLOT_ROLE_EARLIER) == (pass == 1))
          add_label (&labels, painting, curve);
      }
  align_labels (places, texts->len, plot_curves_align_within (layout));
  plot_end_labels_place (places, texts->len, layout->line, layout->top - layout->line / 2, layout->bottom);
  show_labels (&labels, painting);
}

static gboolean
meets_text (const PlotCurvesPainting *painting,
            const PlotBox            *box)
{
  for (guint i = 0; i < painting->taken->len; i++)
    {
      const PlotBox *other = &g_array_index (painting->taken, PlotBox, i);

      if (box->left < other->right && other->left < box->right && box->top < other->bottom &&
          other->top < box->bottom)
        return TRUE;
    }
  return FALSE;
}

/* The free place of a mark's text beside its line, from the top down: best one that no curve crosses, then any. */
static gboolean
find_mark_place (const PlotCurvesPainting *painting,
                 double                    x,
                 double                    width,
                 PlotBox                  *place)
{
  const PlotCurvesLayout *layout = &painting->layout;
  int                     rows = (int) ((layout->bottom - layout->top) / layout->line);

  for (int crossed = 0; crossed < 2; crossed++)
    for (int row = 0; row < rows; row++)
      for (int side = 0; side < 2; side++)
        {
          double left = side == 0 ? x + layout->edge : x - layout->edge - width;
          double top = layout->top + row * layout->line;

          *place = (PlotBox) { left, top, left + width, top + layout->line };
          if (left >= layout->left && left + width <= layout->width - layout->edge &&
              !meets_text (painting, place) && (crossed || !meets_curve (painting, place)))
            return TRUE;
        }
  return FALSE;
}

void
plot_curves_draw_mark_texts (PlotCurvesPainting *painting)
{
  const PlotCurvesLayout *layout = &painting->layout;

  for (guint i = 0; layout->numbers && i < painting->curves->marks->len; i++)
    {
      const PlotMark *mark = &g_array_index (painting->curves->marks, PlotMark, i);
      double          x = plot_curves_x_px (layout, mark->x);
      double          width = plot_text_width (painting->text, PLOT_TEXT_PLAIN, mark->text, 0);
      PlotBox         place;

      if (!(x >= layout->left && x <= layout->right) || !mark->text[0] ||
          !find_mark_place (painting, x, width, &place))
        continue;
      plot_text_show_over (painting->text, PLOT_TEXT_PLAIN, mark->text, place.left, place.top, 0, 0,
                           &painting->theme->faint_text, &painting->theme->background);
      g_array_append_val (painting->taken, place);
    }
}
