/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/example-walk-private.h"

#include "plot/number.h"
#include "plot/weight-picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Px of a cell, at most. */
#define LARGEST_CELL 22
/* Of the room for pictures. */
#define LEAST_SIDE   84
#define MOST_SIDE    172
#define SIDE_SHARE   0.18
/* Heights of a line of text. */
#define ARROW        2.2
#define LEAST_LAYER  5.0
#define LEAST_BAR    2.5
#define MOST_BAR     12.0
#define LONGEST_NAME 8.0
#define VALUE_STEP   4.0
#define LEAST_COLUMN 16.0
#define LEAST_ROW    1.15
#define MOST_ROW     1.9

static void
lay_out_cells (PlotWalkPlace *place,
               guint          n,
               double         width,
               double         height)
{
  double zoom = LARGEST_CELL;
  double rows, columns;

  while (floor (width / zoom) * floor (height / zoom) < n && zoom > 1.0 / 1024)
    zoom = plot_weight_zoom_below (zoom);
  rows = fmax (1, floor (height / zoom));
  columns = fmax (1, floor (width / zoom));
  columns = CLAMP (ceil (sqrt (n * width / height)), ceil (n / rows), columns);
  place->n = n;
  place->zoom = zoom;
  place->columns = (guint) columns;
  place->rows = (n + place->columns - 1) / MAX (place->columns, 1);
  place->width = place->columns * zoom;
  place->height = place->rows * zoom;
}

static void
lay_out_image (const PlotWalkContent *content,
               PlotWalkLayout        *layout,
               PlotWalkPlace         *place)
{
  double side = MAX (MAX (content->width, content->height), 1);

  place->zoom = layout->picture >= side ? round (layout->picture / side)
                                        : plot_weight_zoom_within (MAX (content->width, 1), MAX (content->height, 1),
                                                                   layout->picture, layout->picture);
  place->columns = content->width;
  place->rows = content->height;
  place->n = content->width * content->height;
  place->width = place->zoom * content->width;
  place->height = place->zoom * content->height;
  place->room = fmax (place->width, LEAST_LAYER * layout->line);
  layout->picture = fmax (place->height, LEAST_LAYER * layout->line);
}

/* Px for their rows, beside two pictures one above the other. */
static double
classes_room (const PlotWalkLayout *layout)
{
  return 2 * layout->picture + 1.6 * layout->line;
}

/* The room of the classes but for the bar's. */
static double
measure_classes (const PlotWalkContent *content,
                 PlotText              *text,
                 PlotWalkLayout        *layout)
{
  double line = layout->line;

  layout->classes.name = plot_text_width (text, PLOT_TEXT_PLAIN, _("true class"), 0);
  for (guint r = 0; r < layout->classes.n_rows; r++)
    {
      const char *name = content->class_names[layout->classes.classes[r]];

      layout->classes.name = fmax (layout->classes.name, plot_text_width (text, PLOT_TEXT_BOLD, name,
                                                                          LONGEST_NAME * line));
    }
  layout->classes.name = ceil (layout->classes.name + 1.3 * line);
  layout->classes.value = ceil (plot_text_width (text, PLOT_TEXT_PLAIN, "100.0 %", 0) + line * 0.5);
  return layout->classes.name + layout->classes.value
         + ceil (plot_text_width (text, PLOT_TEXT_PLAIN, "−1.0·10⁻¹⁰", 0) + 1.7 * line);
}


static int
compare_shares (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  const float *shares = user_data;
  guint        left = *(const guint *) a, right = *(const guint *) b;

  if (shares[left] != shares[right])
    return shares[left] < shares[right] ? 1 : -1;
  return (left > right) - (left < right);
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  return *(const guint *) a < *(const guint *) b ? -1 : 1;
}

/* All classes, or those that matter: the true, the chosen, and the most probable ones. */
static void
pick_classes (const PlotWalkContent *content,
              PlotWalkLayout        *layout,
              guint                  room)
{
  guint *order = g_new (guint, content->n_classes);

  for (guint k = 0; k < content->n_classes; k++)
    order[k] = k;
  layout->classes.classes = order;
  layout->classes.n_rows = MIN (MAX (room, 3), content->n_classes);
  if (layout->classes.n_rows == content->n_classes)
    return;
  g_qsort_with_data (order, (int) content->n_classes, sizeof *order, compare_shares, content->shares);
  for (guint must = 0; must < 2; must++)
    {
      guint wanted = must == 0 ? content->chosen_class : content->truth;
      guint at = 0;

      while (order[at] != wanted)
        at++;
      memmove (order + 1, order, at * sizeof *order);
      order[0] = wanted;
    }
  qsort (order, layout->classes.n_rows, sizeof *order, compare_places);
}

static void
lay_out_classes (const PlotWalkContent *content,
                 PlotWalkLayout        *layout,
                 double                 fixed)
{
  layout->classes.row_height = floor (CLAMP (classes_room (layout) / layout->classes.n_rows, LEAST_ROW * layout->line,
                                             MOST_ROW * layout->line));
  layout->classes.bar = fmin (layout->width - layout->edge - layout->classes.x - fixed, MOST_BAR * layout->line);
  layout->classes.bar = fmax (layout->classes.bar, 0);
  layout->classes.width = fixed + layout->classes.bar;
}

/* Puts something @needed px wide behind what stands in the row, or into a new row. */
static gboolean
advance (PlotWalkLayout *layout,
         double          needed,
         double         *x,
         double         *y)
{
  double arrow = ceil (ARROW * layout->line);

  if (*x + arrow + needed <= layout->width - layout->edge)
    {
      *x += arrow;
      return FALSE;
    }
  *x = layout->edge;
  *y += ceil (2 * (layout->picture + layout->line) + 1.6 * layout->line);
  return TRUE;
}

static void
put_place (PlotWalkLayout *layout,
           PlotWalkPlace  *place,
           double          x,
           double          y)
{
  place->x = x;
  place->y = y + layout->line;
  place->gradient_y = place->y + ceil (layout->picture + 1.6 * layout->line);
}

/* Px for a hidden layer. Where the classes would leave too little, they go into a row of their own. */
static double
layer_room (const PlotWalkContent *content,
            const PlotWalkLayout  *layout,
            double                 classes)
{
  double arrow = ceil (ARROW * layout->line), least = LEAST_LAYER * layout->line;
  double all = layout->width - 2 * layout->edge - layout->places[0].room - content->n_layers * arrow;
  double room = (all - arrow - classes) / MAX (content->n_layers, 1);

  if (room < least)
    room = all / MAX (content->n_layers, 1);
  return CLAMP (room, least, 2 * layout->picture);
}

static void
lay_out_pictures (const PlotWalkContent *content,
                  PlotText              *text,
                  PlotWalkLayout        *layout)
{
  double fixed, x = layout->edge, y = layout->top, room;

  layout->places = g_new0 (PlotWalkPlace, content->n_layers + 1);
  lay_out_image (content, layout, &layout->places[0]);
  pick_classes (content, layout, (guint) floor (classes_room (layout) / (LEAST_ROW * layout->line)));
  fixed = measure_classes (content, text, layout);
  put_place (layout, &layout->places[0], x, y);
  layout->places[0].first = TRUE;
  room = layer_room (content, layout, fixed + LEAST_BAR * layout->line);
  x += layout->places[0].room;
  for (guint l = 0; l < content->n_layers; l++)
    {
      PlotWalkPlace *place = &layout->places[l + 1];

      lay_out_cells (place, content->layers[l].n, room, layout->picture);
      place->room = fmax (place->width, LEAST_LAYER * layout->line);
      place->first = advance (layout, place->room, &x, &y);
      put_place (layout, place, x, y);
      x += place->room;
    }
  layout->classes.first = advance (layout, fixed + LEAST_BAR * layout->line, &x, &y);
  layout->classes.x = x;
  layout->classes.y = y;
  lay_out_classes (content, layout, fixed);
  y += 2 * (layout->picture + layout->line) + layout->line;
  layout->lines_top = ceil (fmax (y, layout->classes.y + layout->line
                                       + layout->classes.n_rows * layout->classes.row_height + 0.6 * layout->line));
}

/* Lines */

char *
plot_walk_next_row (PlotText    *text,
                    const char **string,
                    double       width)
{
  const char      *start = *string, *end = NULL;
  g_autofree char *row = NULL;

  if (!*start)
    return NULL;
  for (const char *c = start; end == NULL || *c; c++)
    {
      c += strcspn (c, " ");
      g_free (row);
      row = g_strndup (start, c - start);
      if (end && plot_text_width (text, PLOT_TEXT_PLAIN, row, 0) > width)
        break;
      end = c;
      if (!*c)
        break;
    }
  *string = end + strspn (end, " ");
  return g_strndup (start, end - start);
}

static double
row_height (const PlotWalkLayout *layout)
{
  return ceil (layout->line * 1.1);
}

double
plot_walk_column_height (const PlotWalkLayout *layout,
                         PlotText             *text,
                         GArray               *lines)
{
  double rows = 1.3;

  for (guint i = 0; i < lines->len; i++)
    {
      const PlotWalkLine *line = &g_array_index (lines, PlotWalkLine, i);
      const char         *rest = line->formula;
      char               *row;

      if (!isnan (line->result))
        rows += layout->formula > 0 ? 1 : 2 + PLOT_WALK_GAP;
      else
        for (rows += PLOT_WALK_GAP; (row = plot_walk_next_row (text, &rest, layout->column)); g_free (row))
          rows++;
    }
  return ceil (rows * row_height (layout));
}

static double
widest_formula (PlotText *text,
                GArray   *lines)
{
  double widest = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const PlotWalkLine *line = &g_array_index (lines, PlotWalkLine, i);

      if (!isnan (line->result))
        widest = fmax (widest, plot_text_width (text, PLOT_TEXT_PLAIN, line->formula, 0));
    }
  return widest;
}

/* Of what stands right of the formulas, in steps: the layout must not tremble with the numbers. */
static double
widest_values (PlotText *text,
               GArray   *lines,
               double    step)
{
  double widest = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const PlotWalkLine *line = &g_array_index (lines, PlotWalkLine, i);
      g_autofree char    *result = plot_number_value (line->result);
      g_autofree char    *values = g_strdup_printf ("= %s = %s", line->values ? line->values : "", result);

      plot_text_level_digits (values);
      if (!isnan (line->result))
        widest = fmax (widest, plot_text_width (text, PLOT_TEXT_BOLD, values, 0));
    }
  return ceil (widest / step) * step;
}

static void
lay_out_lines (const PlotWalkContent *content,
               PlotText              *text,
               PlotWalkLayout        *layout)
{
  double line = layout->line, gap = 1.5 * line;
  double all = layout->width - 2 * layout->edge;
  double widest = fmax (widest_formula (text, content->forward), widest_formula (text, content->backward));
  double values = fmax (widest_values (text, content->forward, VALUE_STEP * line),
                        widest_values (text, content->backward, VALUE_STEP * line));
  double forward, backward;

  layout->column = floor ((all - gap) / 2);
  layout->two_columns = layout->column >= fmax (widest, LEAST_COLUMN * line);
  if (!layout->two_columns)
    layout->column = all;
  layout->formula = ceil (widest + 0.6 * line);
  if (layout->column - layout->formula < values)
    layout->formula = 0;
  forward = plot_walk_column_height (layout, text, content->forward);
  backward = plot_walk_column_height (layout, text, content->backward);
  layout->height = ceil (layout->lines_top + layout->edge
                         + (layout->two_columns ? fmax (forward, backward) : forward + backward + line * 0.6));
}

void
plot_walk_lay_out (const PlotExampleWalk *walk,
                   PlotText              *text,
                   double                 width,
                   PlotWalkLayout        *layout)
{
  memset (layout, 0, sizeof *layout);
  layout->width = width;
  layout->line = plot_text_line_height (text, PLOT_TEXT_PLAIN);
  layout->edge = ceil (layout->line * 0.4);
  layout->top = ceil (layout->edge + plot_text_line_height (text, PLOT_TEXT_TITLE) + layout->line * 0.4);
  layout->picture = CLAMP (width * SIDE_SHARE, LEAST_SIDE, MOST_SIDE);
  lay_out_pictures (walk->content, text, layout);
  lay_out_lines (walk->content, text, layout);
}

void
plot_walk_layout_clear (PlotWalkLayout *layout)
{
  g_free (layout->places);
  g_free (layout->classes.classes);
}

/* Picking */

static gboolean
pick_cell (const PlotWalkPlace *place,
           double               x,
           double               y,
           guint               *cell)
{
  double top = y >= place->gradient_y ? place->gradient_y : place->y;
  double column = floor ((x - place->x) / place->zoom), row = floor ((y - top) / place->zoom);

  if (column < 0 || row < 0 || column >= place->columns || row >= place->rows
      || row * place->columns + column >= place->n)
    return FALSE;
  *cell = (guint) (row * place->columns + column);
  return TRUE;
}

/* Cells of the image are places in a plane; the channel stays. */
static guint
pixel_of (const PlotWalkContent *content,
          guint                  cell)
{
  guint plane = content->height * content->width;

  return content->chosen_pixel - content->chosen_pixel % plane + cell;
}

gboolean
plot_example_walk_pick (PlotExampleWalk *walk,
                        double           width,
                        const PlotTheme *theme,
                        double           x,
                        double           y,
                        guint           *stage,
                        guint           *unit)
{
  PlotText      *text = plot_text_begin (theme, NULL);
  PlotWalkLayout layout;
  gboolean       found = FALSE;
  double         row;

  if (!walk->content)
    return FALSE;
  plot_walk_lay_out (walk, text, width, &layout);
  for (guint s = 0; s <= walk->content->n_layers && !found; s++)
    if ((found = pick_cell (&layout.places[s], x, y, unit)))
      {
        *stage = s;
        *unit = s == 0 ? pixel_of (walk->content, *unit) : *unit;
      }
  row = floor ((y - layout.classes.y - layout.line) / layout.classes.row_height);
  if (!found && x >= layout.classes.x && x < layout.classes.x + layout.classes.width && row >= 0
      && row < layout.classes.n_rows)
    {
      found = TRUE;
      *stage = walk->content->n_layers + 1;
      *unit = layout.classes.classes[(guint) row];
    }
  plot_walk_layout_clear (&layout);
  return found;
}

static guint
chosen_of (const PlotWalkContent *content,
           guint                  stage)
{
  if (stage == 0)
    return content->chosen_pixel;
  return stage > content->n_layers ? content->chosen_class : content->layers[stage - 1].chosen;
}

static gboolean
move_cell (const PlotWalkPlace *place,
           int                  right,
           int                  down,
           guint               *cell)
{
  int column = (int) (*cell % place->columns) + right, row = (int) (*cell / place->columns) + down;
  int next = row * (int) place->columns + column;

  if (column < 0 || column >= (int) place->columns || row < 0 || next >= (int) place->n)
    return FALSE;
  *cell = (guint) next;
  return TRUE;
}

gboolean
plot_example_walk_move (PlotExampleWalk *walk,
                        double           width,
                        const PlotTheme *theme,
                        int              right,
                        int              down,
                        guint           *stage,
                        guint           *unit)
{
  const PlotWalkContent *content = walk->content;
  PlotWalkLayout         layout;
  guint                  cell, outputs;
  gboolean               moved = FALSE;

  if (!content)
    return FALSE;
  outputs = content->n_layers + 1;
  if (*stage == outputs)
    {
      moved = right == 0 && (int) *unit + down >= 0 && *unit + down < content->n_classes;
      *unit = moved ? *unit + down : *unit;
    }
  else
    {
      plot_walk_lay_out (walk, plot_text_begin (theme, NULL), width, &layout);
      cell = *stage == 0 ? *unit % (content->height * content->width) : *unit;
      moved = move_cell (&layout.places[*stage], right, down, &cell);
      if (moved)
        *unit = *stage == 0 ? pixel_of (content, cell) : cell;
      plot_walk_layout_clear (&layout);
    }
  if (moved || right == 0 || (right < 0 && *stage == 0) || (right > 0 && *stage == outputs))
    return moved;
  *stage = right < 0 ? *stage - 1 : *stage + 1;
  *unit = chosen_of (content, *stage);
  return TRUE;
}
