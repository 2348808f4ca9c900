/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/network-diagram-private.h"

#include "plot/weight-picture.h"

#include <math.h>

/* Fewer than these would tell nothing, more would be a tangle. */
#define LEAST_ROOM   4
#define LARGEST_ROOM 12
#define PER_UNIT     15   /* px of a picture that each unit which has room is worth */
#define LEAST_GAP    4    /* px between units, */
#define GAP          16   /* or this part of the px from one to the next */

#define LARGEST_PICTURE 0.22 /* of the figure's width or the units' room */
#define LONGEST_GAP     20   /* lines of text from column to column */
#define NAMES_SHARE     0.2  /* of the width is for names of classes at most */

/* What is left out, step by step, until the gaps between columns are as wide as they should be. */
typedef struct
{
  gboolean names;    /* of hidden units */
  gboolean gauges;
  double   bar;      /* lines of text that a probability's bar is long */
  double   picture;  /* factor on the largest picture */
  double   gap;      /* lines of text that are enough between columns */
} Detail;

static const Detail details[] = {
  { TRUE, TRUE, 7, 1, 5 },
  { TRUE, TRUE, 4, 0.7, 4 },
  { FALSE, TRUE, 4, 0.7, 3.5 },
  { FALSE, TRUE, 2.5, 0.5, 2.5 },
  { FALSE, FALSE, 0, 0.5, 1.5 },
  { FALSE, FALSE, 0, 0.25, 0 },
};

/* What has its place above and below the units. */
static void
place_rows (PlotDiagramLayout *layout,
            PlotText          *text,
            double             width,
            double             height)
{
  double line = plot_text_line_height (text, PLOT_TEXT_PLAIN);

  *layout = (PlotDiagramLayout) { .width = width, .height = height, .line = line };
  layout->edge = MAX (6, round (line / 3));
  layout->heading = layout->edge + plot_text_line_height (text, PLOT_TEXT_TITLE) + round (0.4 * line);
  layout->below = height > 14 * line;
  layout->key = height > 11 * line;
  layout->top = layout->heading + 2.2 * line;
  layout->bottom = fmax (height - layout->edge - (layout->below ? 1.3 * line : 0) - (layout->key ? 1.4 * line : 0),
                         layout->top + line);
}

static double
largest_picture (const PlotDiagramLayout *layout)
{
  return fmax (LARGEST_PICTURE * fmin (layout->width, 1.6 * (layout->bottom - layout->top)), 8);
}

/* Px from one unit to the next that leave @side of them to its picture. */
static double
pitch_for (double side)
{
  return fmax (side + LEAST_GAP, side * GAP / (GAP - 1));
}

guint
plot_network_diagram_room (double           width,
                           double           height,
                           guint            picture_height,
                           const PlotTheme *theme)
{
  PlotDiagramLayout layout;
  double            all, zoom, room, tangle;

  place_rows (&layout, plot_text_begin (theme, NULL), width, height);
  all = layout.bottom - layout.top;
  tangle = width / (2.6 * layout.line);
  room = all / (1.9 * layout.line);
  if (picture_height > 1)
    {
      zoom = plot_weight_zoom_within (picture_height, picture_height, largest_picture (&layout), all);
      /* The larger the pictures, the more of them there have to be. */
      while (zoom * picture_height > 1.5 * layout.line
             && all / pitch_for (zoom * picture_height) < fmax (LEAST_ROOM, zoom * picture_height / PER_UNIT))
        zoom = plot_weight_zoom_below (zoom);
      room = all / fmax (pitch_for (zoom * picture_height), 1.4 * layout.line);
    }
  return (guint) CLAMP (fmin (room, tangle), LEAST_ROOM, LARGEST_ROOM);
}

static const PlotDiagramLayer *
last_layer (const PlotDiagramContent *content)
{
  return &content->layers[content->n_layers - 1];
}

static double
widest_name (const PlotDiagramLayer *layer,
             PlotText               *text,
             PlotTextStyle           style)
{
  double widest = 0;

  for (guint place = 0; place < layer->n_shown; place++)
    {
      g_autofree char *name = plot_diagram_unit_name (layer, place);

      /* Another unit in the same place must not move the column. */
      if (!layer->names)
        plot_text_level_digits (name);
      widest = fmax (widest, plot_text_width (text, style, name, 0));
    }
  return ceil (widest);
}

/* Sizes of the pictures or disks, and where the units stand above one another. */
static void
size_column (PlotDiagramLayout      *layout,
             const PlotDiagramLayer *layer,
             PlotDiagramColumn      *column,
             PlotText               *text,
             const Detail           *detail,
             gboolean                last)
{
  double all = layout->bottom - layout->top;
  double largest = fmax (detail->picture * largest_picture (layout), 8);
  double room;

  column->pitch = fmin (all / MAX (layer->n_shown, 1), fmax (6 * layout->line, all / 4));
  column->top = layout->top + (all - column->pitch * (layer->n_shown - 1.0)) / 2;
  room = fmax (column->pitch - fmax (LEAST_GAP, column->pitch / GAP), 2);
  if (layer->pictures)
    {
      column->zoom = plot_weight_zoom_within (layer->width, layer->height, largest, room);
      column->width = layer->width * column->zoom;
      column->height = layer->height * column->zoom;
    }
  else
    {
      column->zoom = 0;
      column->width = column->height = round (fmin (room, 1.5 * layout->line * fmin (1, 0.4 + detail->picture)));
    }
  column->gauge = detail->gauges && layer->pictures ? fmax (5, round (column->width / 7)) : 0;
  column->name = detail->names && !last ? widest_name (layer, text, PLOT_TEXT_PLAIN) + round (layout->line / 3) : 0;
}

static void
size_image (PlotDiagramLayout        *layout,
            const PlotDiagramContent *content,
            const Detail             *detail)
{
  double all = layout->bottom - layout->top;
  double room = fmax (detail->picture * LARGEST_PICTURE * layout->width, 8);
  double side = fmax (4, round (fmin (fmin (4 * layout->line, room), all)));

  layout->image.zoom = 0;
  layout->image.width = layout->image.height = side;
  if (content->height > 1 && content->width > 1)
    {
      double zoom = plot_weight_zoom_within (content->width, content->height, room, all / 2);

      layout->image.zoom = content->bytes ? zoom : 0;
      layout->image.width = content->width * zoom;
      layout->image.height = content->height * zoom;
    }
  layout->image.y = round (layout->top + (all - layout->image.height) / 2);
}

/* Px of what stands beside the classes: mark, name, bar, value. */
static double
size_table (PlotDiagramLayout        *layout,
            const PlotDiagramContent *content,
            PlotText                 *text,
            const Detail             *detail)
{
  double gap = round (layout->line / 3), mark = round (0.6 * layout->line);

  layout->table.name_width = fmin (widest_name (last_layer (content), text, PLOT_TEXT_BOLD),
                                   NAMES_SHARE * layout->width);
  layout->table.bar_width = round (detail->bar * layout->line);
  layout->table.mark = gap;
  layout->table.name = layout->table.mark + mark + gap / 2;
  layout->table.bar = layout->table.name + layout->table.name_width + gap;
  layout->table.value = layout->table.bar + layout->table.bar_width
                        + plot_text_width (text, PLOT_TEXT_BOLD, content->probabilities ? "100.0 %" : "−0.000", 0);
  if (layout->table.bar_width > 0)
    layout->table.value += gap;
  return layout->table.value;
}

/* Px from column to column that @detail leaves. */
static double
try_detail (PlotDiagramLayout        *layout,
            const PlotDiagramContent *content,
            PlotText                 *text,
            const Detail             *detail)
{
  double taken = size_table (layout, content, text, detail);

  size_image (layout, content, detail);
  taken += layout->image.width;
  for (guint l = 0; l < content->n_layers; l++)
    {
      PlotDiagramColumn *column = &layout->columns[l];

      size_column (layout, &content->layers[l], column, text, detail, l + 1 == content->n_layers);
      taken += column->name + column->width + column->gauge;
    }
  return (layout->width - 2 * layout->edge - taken) / content->n_layers;
}

/* Where columns and table stand, with @gap px before each column; what is left over goes to both sides. */
static void
place_columns (PlotDiagramLayout        *layout,
               const PlotDiagramContent *content,
               double                    gap)
{
  PlotDiagramColumn *last = &layout->columns[content->n_layers - 1];
  double             longest = LONGEST_GAP * layout->line;
  double             x = layout->edge + (gap > longest ? (gap - longest) * content->n_layers / 2 : 0);

  gap = CLAMP (gap, 4, longest);
  layout->image.x = round (x);
  x += layout->image.width;
  for (guint l = 0; l < content->n_layers; l++)
    {
      PlotDiagramColumn *column = &layout->columns[l];

      x += gap + column->name;
      column->x = round (x);
      x += column->width + column->gauge;
      column->room = gap + column->name + column->width + column->gauge - layout->line / 2;
    }
  /* The last one's name stands over the table, too. */
  last->room = fmin (2 * (layout->width - last->x) - 8, last->room);
  x = round (x);
  layout->table.mark += x;
  layout->table.name += x;
  layout->table.bar += x;
  layout->table.value += x;
}

void
plot_diagram_lay_out (const PlotNetworkDiagram *diagram,
                      PlotText                 *text,
                      double                    width,
                      double                    height,
                      PlotDiagramLayout        *layout)
{
  const PlotDiagramContent *content = diagram->content;
  double                    gap = 0;

  place_rows (layout, text, width, height);
  layout->columns = g_new0 (PlotDiagramColumn, content->n_layers);
  for (gsize k = 0; k < G_N_ELEMENTS (details); k++)
    {
      gap = try_detail (layout, content, text, &details[k]);
      if (gap >= details[k].gap * layout->line)
        break;
    }
  place_columns (layout, content, gap);
  for (guint l = 0; l < content->n_layers; l++)
    if (plot_text_width (text, PLOT_TEXT_BOLD, content->layers[l].name, 0) > layout->columns[l].room)
      layout->symbols = TRUE;
}

void
plot_diagram_layout_clear (PlotDiagramLayout *layout)
{
  g_clear_pointer (&layout->columns, g_free);
}

gboolean
plot_diagram_find_place (const PlotNetworkDiagram *diagram,
                         const PlotDiagramLayout  *layout,
                         double                    x,
                         double                    y,
                         guint                    *layer,
                         guint                    *place)
{
  const PlotDiagramContent *content = diagram->content;

  for (guint l = 0; l < content->n_layers; l++)
    {
      const PlotDiagramColumn *column = &layout->columns[l];
      gboolean                 last = l + 1 == content->n_layers;
      double                   right = last ? layout->table.value : column->x + column->width + column->gauge;
      double                   half = last ? column->pitch / 2 : column->height / 2 + 2;
      double                   k = floor ((y - column->top) / column->pitch + 0.5);

      if (!(x >= column->x - column->name - 2 && x <= right + 2 && k >= 0 && k < content->layers[l].n_shown))
        continue;
      if (fabs (y - column->top - k * column->pitch) > half)
        continue;
      *layer = l;
      *place = (guint) k;
      return TRUE;
    }
  return FALSE;
}

static gboolean
has_units (const PlotNetworkDiagram *diagram)
{
  return diagram->content && diagram->content->n_layers > 0;
}

gboolean
plot_network_diagram_pick (PlotNetworkDiagram *diagram,
                           double              width,
                           double              height,
                           const PlotTheme    *theme,
                           double              x,
                           double              y,
                           guint              *layer,
                           guint              *unit)
{
  PlotDiagramLayout layout;
  guint             l, place;
  gboolean          found;

  if (!has_units (diagram))
    return FALSE;
  plot_diagram_lay_out (diagram, plot_text_begin (theme, NULL), width, height, &layout);
  found = plot_diagram_find_place (diagram, &layout, x, y, &l, &place);
  plot_diagram_layout_clear (&layout);
  if (!found)
    return FALSE;
  *layer = l;
  *unit = diagram->content->layers[l].units[place];
  return TRUE;
}

gboolean
plot_network_diagram_locate (PlotNetworkDiagram *diagram,
                             double              width,
                             double              height,
                             const PlotTheme    *theme,
                             guint               layer,
                             guint               unit,
                             double             *x,
                             double             *y)
{
  guint             place = plot_diagram_place_of (diagram->content, layer, unit);
  PlotDiagramLayout layout;

  if (place == PLOT_DIAGRAM_NONE)
    return FALSE;
  plot_diagram_lay_out (diagram, plot_text_begin (theme, NULL), width, height, &layout);
  *x = layout.columns[layer].x + layout.columns[layer].width / 2;
  *y = plot_diagram_unit_y (&layout, layer, place);
  plot_diagram_layout_clear (&layout);
  return TRUE;
}

/* The place in column @to that stands nearest to @y. */
static guint
nearest_place (const PlotNetworkDiagram *diagram,
               const PlotDiagramLayout  *layout,
               guint                     to,
               double                    y)
{
  const PlotDiagramColumn *column = &layout->columns[to];
  double                   k = ceil ((y - column->top) / column->pitch - 0.5);

  return (guint) CLAMP (k, 0, diagram->content->layers[to].n_shown - 1.0);
}

gboolean
plot_network_diagram_move (PlotNetworkDiagram *diagram,
                           double              width,
                           double              height,
                           const PlotTheme    *theme,
                           int                 right,
                           int                 down,
                           guint              *layer,
                           guint              *unit)
{
  guint             place = plot_diagram_place_of (diagram->content, *layer, *unit);
  gint64            to = (gint64) *layer + right, row;
  PlotDiagramLayout layout;

  if (!has_units (diagram) || diagram->content->layers[0].n_shown == 0)
    return FALSE;
  if (place == PLOT_DIAGRAM_NONE)
    {
      *layer = 0;
      *unit = diagram->content->layers[0].units[0];
      return TRUE;
    }
  if (to < 0 || to >= diagram->content->n_layers || diagram->content->layers[to].n_shown == 0)
    return FALSE;
  plot_diagram_lay_out (diagram, plot_text_begin (theme, NULL), width, height, &layout);
  if (right != 0)
    place = nearest_place (diagram, &layout, (guint) to, plot_diagram_unit_y (&layout, *layer, place));
  plot_diagram_layout_clear (&layout);
  row = (gint64) place + down;
  if (row < 0 || row >= diagram->content->layers[to].n_shown)
    return FALSE;
  *layer = (guint) to;
  *unit = diagram->content->layers[to].units[row];
  return TRUE;
}
