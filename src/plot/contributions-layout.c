/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/contributions-private.h"

#include <math.h>

#define SMALLEST_SIDE 40    /* px: pictures are as large as integer multiples let them be within this, or larger */
#define COMFORTABLE_SIDE 64 /* px: and within this where the figure's height does not say */

static double
widest_name (const PlotContributions *contributions,
             PlotText                *text)
{
  double widest = 0;

  for (guint output = 0; output < contributions->n_outputs; output++)
    {
      g_autofree char *name = plot_contributions_name (contributions, output);

      plot_text_level_digits (name);
      widest = MAX (widest, plot_text_width (text, PLOT_TEXT_DIGIT, name, 0));
    }
  return widest;
}

/* A hidden unit is as wide as the text that it may need, so that nothing moves while numbers change. */
static double
widest_text (const PlotContributions       *contributions,
             const PlotContributionsLayout *layout,
             PlotText                      *text)
{
  g_autofree char *value = plot_contributions_value (contributions, contributions->largest);
  g_autofree char *negative = plot_contributions_value (contributions, -contributions->largest);
  g_autofree char *number = g_strdup_printf ("#%u", contributions->n_hidden - 1);
  double           widest = 0;

  plot_text_level_digits (value);
  plot_text_level_digits (negative);
  plot_text_level_digits (number);
  if (layout->values)
    widest = MAX (plot_text_width (text, PLOT_TEXT_PLAIN, value, 0),
                  plot_text_width (text, PLOT_TEXT_PLAIN, negative, 0));
  if (layout->numbers)
    widest = MAX (widest, plot_text_width (text, PLOT_TEXT_PLAIN, number, 0));
  return ceil (widest);
}

static guint
rows_needed (const PlotContributionsLayout *layout)
{
  return (layout->total + layout->columns - 1) / layout->columns;
}

/* Sizes at @zoom, and how many output units stand in the figure. FALSE: not even one stands whole in the width. */
static gboolean
fit (const PlotContributions *contributions,
     PlotContributionsLayout *layout,
     double                   text_width,
     double                   zoom)
{
  double gap = layout->values ? floor (0.45 * layout->line) : floor (0.7 * layout->edge);
  double between = 0.9 * layout->line; /* output units */
  double room = layout->width - 2 * layout->edge;
  double rest;
  double group;
  double rows;

  layout->zoom = zoom;
  layout->picture_width = ceil (contributions->width * zoom);
  layout->picture_height = ceil (contributions->height * zoom);
  layout->unit_width = MAX (layout->picture_width, text_width);
  layout->unit_step = layout->unit_width + gap;
  layout->bar_top = layout->picture_height + (layout->numbers ? layout->line : 0) + 3;
  layout->row_height = layout->name_height + layout->bar_top + layout->bar_height;
  layout->row_height += layout->values ? layout->line + 1 : 0;
  layout->row_step = layout->row_height + floor (0.5 * layout->line);
  layout->per_output = contributions->per_output;
  rest = room - layout->name_width + gap;
  group = layout->name_width + layout->per_output * layout->unit_step - gap;
  layout->column_step = ceil (group + between);
  layout->columns = (guint) CLAMP (floor ((room + between) / layout->column_step), 1, G_MAXUINT16);
  rows = floor ((layout->height - layout->edge - layout->top - layout->row_height) / layout->row_step) + 1;
  layout->shown = (guint) MIN (CLAMP (rows, 0, G_MAXUINT16) * layout->columns, layout->total);
  if (group <= room)
    return TRUE;
  layout->per_output = (guint) CLAMP (floor (rest / layout->unit_step), 1, layout->per_output);
  return FALSE;
}

/* Leaves text away until one row has room, the least needed first. */
static double
choose_text (const PlotContributions *contributions,
             PlotContributionsLayout *layout,
             PlotText                *text,
             double                   least)
{
  double header = plot_text_line_height (text, PLOT_TEXT_TITLE) + layout->edge;

  for (int level = 3;; level--)
    {
      double text_width;

      layout->numbers = level >= 3;
      layout->header = level >= 2;
      layout->values = level >= 1;
      layout->top = layout->edge + (layout->header ? header : 0);
      text_width = widest_text (contributions, layout, text);
      fit (contributions, layout, text_width, least);
      if (layout->shown > 0 || level == 0)
        return text_width;
    }
}

/* The largest pictures with which all output units are shown; where the height is free, in as few rows as the
 * smallest pictures need. */
static void
choose_zoom (const PlotContributions *contributions,
             PlotContributionsLayout *layout,
             double                   text_width,
             double                   least,
             gboolean                 tall)
{
  guint  rows = rows_needed (layout);
  double room = tall ? COMFORTABLE_SIDE : MAX (layout->width, layout->height);
  double zoom = plot_weight_zoom_within (contributions->width, contributions->height, room, room);

  for (; zoom > least; zoom = plot_weight_zoom_below (zoom))
    if (fit (contributions, layout, text_width, zoom) && layout->shown == layout->total &&
        (!tall || rows_needed (layout) <= rows))
      return;
  fit (contributions, layout, text_width, least);
}

/* Rows of equal length over the whole width, and what is left of the height between them. */
static void
spread (PlotContributionsLayout *layout,
        gboolean                 tall)
{
  double room = layout->width - 2 * layout->edge;
  double between = layout->column_step - (layout->name_width + layout->per_output * layout->unit_step - layout->edge);
  guint  rows = layout->shown == layout->total ? rows_needed (layout)
                                               : MAX (1, layout->shown / layout->columns);
  double rest = layout->height - layout->edge - layout->top - (rows - 1) * layout->row_step - layout->row_height;
  double gap = floor (MIN (rest / (rows + 1), layout->row_step / 4));

  if (layout->shown == layout->total)
    layout->columns = (layout->total + rows - 1) / rows;
  layout->column_step = CLAMP (floor ((room + between) / layout->columns), layout->column_step,
                               floor (1.5 * layout->column_step));
  if (tall || gap <= 0)
    return;
  layout->top += gap;
  layout->row_step += gap;
}

static void
lay_out (const PlotContributions *contributions,
         PlotContributionsLayout *layout,
         const PlotTheme         *theme,
         double                   width,
         double                   height,
         gboolean                 tall)
{
  PlotText *text = plot_text_begin (theme, NULL);
  double    least;
  double    text_width;

  *layout = (PlotContributionsLayout) { .width = width, .height = tall ? G_MAXUINT16 : height };
  layout->line = plot_text_line_height (text, PLOT_TEXT_PLAIN);
  layout->edge = layout->left = MAX (6, round (layout->line / 3));
  layout->bar_height = MAX (6, round (0.45 * layout->line));
  layout->total = contributions->n_outputs;
  layout->top = layout->edge + plot_text_line_height (text, PLOT_TEXT_TITLE) + layout->edge;
  layout->header = height >= layout->top + layout->line;
  if (layout->total == 0)
    return;
  if (contributions->short_names)
    layout->name_width = ceil (widest_name (contributions, text)) + layout->edge;
  else
    layout->name_height = plot_text_line_height (text, PLOT_TEXT_BOLD);
  least = plot_weight_zoom_within (contributions->width, contributions->height, SMALLEST_SIDE, SMALLEST_SIDE);
  text_width = choose_text (contributions, layout, text, least);
  choose_zoom (contributions, layout, text_width, least, tall);
  spread (layout, tall);
}

void
plot_contributions_lay_out (const PlotContributions *contributions,
                            PlotContributionsLayout *layout,
                            const PlotTheme         *theme,
                            double                   width,
                            double                   height)
{
  lay_out (contributions, layout, theme, width, height, FALSE);
}

double
plot_contributions_get_height (PlotContributions *contributions,
                               double             width,
                               const PlotTheme   *theme)
{
  PlotContributionsLayout layout;

  lay_out (contributions, &layout, theme, width, 0, TRUE);
  if (layout.total == 0)
    return layout.top + 3 * layout.line;
  return layout.top + (rows_needed (&layout) - 1) * layout.row_step + layout.row_height + layout.edge;
}

void
plot_contributions_place (const PlotContributionsLayout *layout,
                          guint                          place,
                          guint                          rank,
                          double                        *x,
                          double                        *y)
{
  *x = layout->left + (place % layout->columns) * layout->column_step + layout->name_width + rank * layout->unit_step;
  *y = layout->top + (place / layout->columns) * layout->row_step + layout->name_height;
}

gboolean
plot_contributions_get_picture (PlotContributions *contributions,
                                double             width,
                                double             height,
                                const PlotTheme   *theme,
                                guint              output,
                                guint              rank,
                                guint             *unit,
                                cairo_rectangle_t *picture)
{
  PlotContributionsLayout layout;

  plot_contributions_lay_out (contributions, &layout, theme, width, height);
  if (output >= layout.shown || rank >= layout.per_output)
    return FALSE;
  plot_contributions_place (&layout, output, rank, &picture->x, &picture->y);
  picture->width = layout.picture_width;
  picture->height = layout.picture_height;
  *unit = contributions->pushes[output * contributions->per_output + rank].unit;
  return TRUE;
}
