/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-sheet-private.h"

#include <math.h>

#define COMFORTABLE_SIDE 84 /* px of a picture where the figure's height does not say */
#define SMALLEST_SIDE 48    /* px: text gives way before pictures become smaller */
#define STRIP_SIDE 56       /* px: rather fewer pictures in a strip than smaller ones */
#define LEAST_IN_ROW 6      /* pictures of a strip: with fewer it would be none */
#define FEW 20              /* pictures of a strip that asks for the height of all of them */
#define OWN_NUMBER "\302\2610.00088" /* the widest usual one */
#define FRAME_ROOM 3        /* px above a picture */
#define AS_LARGE 0.9        /* of the largest area of pictures is as good, if it shows more of them */

static PlotTextStyle
name_style (const PlotWeightSheet *sheet)
{
  return sheet->short_names ? PLOT_TEXT_DIGIT : PLOT_TEXT_PLAIN;
}

/* Title, color bar and remark: beside each other, or in two rows. */
static void
lay_out_header (const PlotWeightSheet *sheet,
                PlotSheetLayout       *layout,
                PlotText              *text)
{
  g_autofree char *low = plot_sheet_bar_number (sheet, FALSE);
  g_autofree char *high = plot_sheet_bar_number (sheet, TRUE);
  double title = plot_text_line_height (text, PLOT_TEXT_TITLE);
  double room = layout->width - 2 * layout->edge;
  double numbers = plot_text_width (text, PLOT_TEXT_PLAIN, low, 0) + plot_text_width (text, PLOT_TEXT_PLAIN, high, 0);
  double beside = room - numbers - 4 * layout->edge - plot_text_width (text, PLOT_TEXT_TITLE, sheet->title, 0);

  if (sheet->bare || layout->height < 2 * title + layout->line || room < 4 * layout->line)
    return;
  layout->title = title;
  layout->top = layout->edge + title + layout->edge;
  if (layout->total == 0 || room < numbers + 2 * layout->edge + 3 * layout->line)
    return;
  /* Half of the rest is left for the remark. */
  layout->bar = CLAMP (floor (beside / 2), 4 * layout->line, 8 * layout->line);
  layout->legend_row = beside < 10 * layout->line;
  if (!layout->legend_row)
    return;
  layout->bar = MIN (8 * layout->line, room - numbers - 2 * layout->edge);
  if (layout->height < layout->top + 2 * layout->line + SMALLEST_SIDE)
    layout->bar = 0;
  else
    layout->top += layout->line + layout->edge;
}

/* Width of a column and how many there are, for pictures at @zoom. */
static guint
fit_columns (const PlotWeightSheet *sheet,
             PlotSheetLayout       *layout,
             double                 name_width,
             double                 zoom)
{
  double gap = MAX (8, floor (0.45 * layout->line));
  double cell = MAX (ceil (plot_sheet_columns (sheet) * zoom), ceil (name_width));
  double columns = floor ((layout->width - 2 * layout->edge + gap) / (cell + gap));

  layout->zoom = zoom;
  layout->picture_width = ceil (plot_sheet_columns (sheet) * zoom);
  layout->picture_height = ceil (sheet->height * zoom);
  layout->column_step = cell + gap;
  layout->left = layout->edge + floor ((cell - layout->picture_width) / 2);
  /* A strip has little height to give away, and names between its rows. */
  layout->row_step = layout->picture_height + layout->name_height + (sheet->strip ? floor (gap / 2) : gap);
  layout->columns = (guint) CLAMP (columns, 1, G_MAXUINT16);
  return layout->columns;
}

/* Below names, whose line is higher than their letters, less room will do. */
static double
bottom_edge (const PlotSheetLayout *layout)
{
  return layout->name_height > 0 ? floor (layout->edge / 3) : layout->edge;
}

/* Rows that stand whole in the figure, at least one. */
static guint
whole_rows (const PlotSheetLayout *layout)
{
  double rest = layout->height - bottom_edge (layout) - layout->top - layout->picture_height - layout->name_height;
  double rows = floor (rest / layout->row_step);

  return (guint) CLAMP (rows, 0, G_MAXUINT16) + 1;
}

/* How many pictures at @zoom stand in the figure. */
static guint
fit_pictures (const PlotWeightSheet *sheet,
              PlotSheetLayout       *layout,
              double                 name_width,
              double                 zoom)
{
  guint64 places = fit_columns (sheet, layout, name_width, zoom);

  places *= whole_rows (layout);
  return (guint) MIN (places, layout->total);
}

/* All pictures, as large as they can be; else as many rows as fill the figure best. */
static void
fit_strip (const PlotWeightSheet *sheet,
           PlotSheetLayout       *layout,
           double                 name_width,
           double                 most)
{
  double least = MIN (most, plot_weight_zoom_for_side (sheet->width, sheet->height, STRIP_SIDE));
  double best = least;
  double largest = 0;

  for (double zoom = most; zoom >= least; zoom = plot_weight_zoom_below (zoom))
    {
      guint  shown = fit_pictures (sheet, layout, name_width, zoom);
      double area = shown * zoom * zoom;

      if (shown == layout->total)
        {
          best = zoom;
          break;
        }
      if (layout->columns < LEAST_IN_ROW || area < AS_LARGE * largest)
        continue;
      best = zoom;
      largest = MAX (largest, area);
    }
  layout->shown = fit_pictures (sheet, layout, name_width, best);
}

/* The largest zoom at which a picture is no wider than the figure. */
static double
widest_zoom (const PlotWeightSheet *sheet,
             const PlotSheetLayout *layout)
{
  return plot_weight_zoom_within (plot_sheet_columns (sheet), sheet->height, layout->width - 2 * layout->edge,
                                  G_MAXUINT16);
}

static void
fit_sheet (const PlotWeightSheet *sheet,
           PlotSheetLayout       *layout,
           double                 name_width,
           double                 most)
{
  double wide = widest_zoom (sheet, layout);
  double zoom = sheet->side > 0 ? plot_weight_zoom_for_side (sheet->width, sheet->height, sheet->side) : most;

  zoom = MIN (zoom, wide);
  layout->shown = fit_pictures (sheet, layout, name_width, zoom);
  while (sheet->side == 0 && zoom > 1 && layout->shown < layout->total)
    {
      zoom = plot_weight_zoom_below (zoom);
      layout->shown = fit_pictures (sheet, layout, name_width, zoom);
    }
}

/* Where the height may be what it must: all pictures, or one row of a strip of many. */
static void
fit_scrolled (const PlotWeightSheet *sheet,
              PlotSheetLayout       *layout,
              double                 name_width)
{
  double wide = widest_zoom (sheet, layout);
  double side = sheet->side > 0 ? sheet->side : COMFORTABLE_SIDE;
  double zoom = plot_weight_zoom_for_side (sheet->width, sheet->height, side);

  fit_columns (sheet, layout, name_width, MIN (zoom, wide));
  layout->shown = sheet->strip && layout->total > FEW ? MIN (layout->total, layout->columns) : layout->total;
}

/* Ten units in columns of seven stand better in two rows of five. In a scrolled sheet of many rows the last one may
 * be short. */
static void
balance_rows (PlotSheetLayout *layout,
              gboolean         scrolled)
{
  guint rows = (layout->shown + layout->columns - 1) / layout->columns;

  if (layout->shown == layout->total && rows > 1 && (rows <= 3 || !scrolled))
    layout->columns = (layout->total + rows - 1) / rows;
}

/* A full row is spread over the whole width. */
static void
spread_columns (PlotSheetLayout *layout)
{
  double used = layout->left + (layout->columns - 1) * layout->column_step + layout->picture_width;
  double rest = layout->width - layout->edge - used;

  if (layout->columns > 1 && layout->shown >= layout->columns && rest > 0)
    layout->column_step += floor (MIN (rest / (layout->columns - 1), layout->column_step / 4));
}

/* Height that integer zooms leave over goes between the rows, up to a quarter of each. */
static void
spread_rows (PlotSheetLayout *layout)
{
  guint  rows = (layout->shown + layout->columns - 1) / layout->columns;
  double used = layout->top + (rows - 1) * layout->row_step + layout->picture_height + layout->name_height;
  double rest = layout->height - bottom_edge (layout) - used;
  double gap = floor (MIN (rest / (rows + 1), layout->row_step / 4));

  if (gap <= 0)
    return;
  layout->top += gap;
  layout->row_step += gap;
}

static void
lay_out (const PlotWeightSheet *sheet,
         PlotSheetLayout       *layout,
         const PlotTheme       *theme,
         double                 width,
         double                 height,
         gboolean               tall)
{
  PlotText *text = plot_text_begin (theme, NULL);
  double    names;
  double    name_width = 0;
  double    most;

  *layout = (PlotSheetLayout) { .width = width, .height = tall ? G_MAXUINT16 : height, };
  layout->line = plot_text_line_height (text, PLOT_TEXT_PLAIN);
  layout->edge = layout->top = MAX (6, round (layout->line / 3));
  layout->total = plot_sheet_count (sheet);
  lay_out_header (sheet, layout, text);
  if (layout->total == 0)
    return;
  names = plot_text_line_height (text, name_style (sheet)) + (sheet->notes || sheet->own_scale ? layout->line : 0) +
          (plot_sheet_maps (sheet) > 0 ? layout->line : 0);
  if (!sheet->bare &&
      layout->height - layout->top - layout->edge - names >= MIN (SMALLEST_SIDE, names + sheet->height))
    {
      g_autofree char *name = plot_weight_sheet_get_name (sheet, sheet->longest_name);

      plot_text_level_digits (name);
      layout->name_height = names;
      /* Long names are cut rather than let them push the pictures far apart. */
      name_width = MIN (plot_text_width (text, name_style (sheet), name, 0), 5 * layout->line);
      if (sheet->own_scale)
        name_width = MAX (name_width, plot_text_width (text, PLOT_TEXT_PLAIN, OWN_NUMBER, 0));
    }
  most = plot_weight_zoom_within (plot_sheet_columns (sheet), sheet->height, width - 2 * layout->edge,
                                  layout->height - layout->top - bottom_edge (layout) - layout->name_height);
  if (tall)
    fit_scrolled (sheet, layout, name_width);
  else if (sheet->strip)
    fit_strip (sheet, layout, name_width, most);
  else
    fit_sheet (sheet, layout, name_width, most);
  balance_rows (layout, tall || (sheet->side > 0 && !sheet->strip));
  spread_columns (layout);
  if (!tall && (sheet->side == 0 || sheet->strip))
    spread_rows (layout);
}

void
plot_sheet_lay_out (const PlotWeightSheet *sheet,
                    PlotSheetLayout       *layout,
                    const PlotTheme       *theme,
                    double                 width,
                    double                 height)
{
  lay_out (sheet, layout, theme, width, height, FALSE);
}

double
plot_weight_sheet_get_height (PlotWeightSheet *sheet,
                              double           width,
                              const PlotTheme *theme)
{
  PlotSheetLayout layout;
  guint           rows;

  lay_out (sheet, &layout, theme, width, 0, TRUE);
  if (layout.total == 0)
    return layout.top + 3 * layout.line;
  rows = (layout.shown + layout.columns - 1) / layout.columns;
  return layout.top + (rows - 1) * layout.row_step + layout.picture_height + layout.name_height + layout.edge;
}

double
plot_weight_sheet_get_head (PlotWeightSheet *sheet,
                            double           width,
                            const PlotTheme *theme)
{
  PlotSheetLayout layout;

  lay_out (sheet, &layout, theme, width, 0, TRUE);
  /* Pictures have a hairline around them, and the one selected a frame. */
  return layout.title > 0 && layout.total > 0 ? layout.top - FRAME_ROOM : 0;
}

guint
plot_weight_sheet_get_neighbor (PlotWeightSheet *sheet,
                                double           width,
                                double           height,
                                const PlotTheme *theme,
                                guint            unit,
                                int              across,
                                int              down)
{
  PlotSheetLayout layout;
  gint64          place = -1;
  gint64          columns;

  plot_sheet_lay_out (sheet, &layout, theme, width, height);
  for (guint i = 0; i < layout.shown && place < 0; i++)
    if (plot_sheet_unit_at (sheet, i) == unit)
      place = i;
  if (layout.shown == 0)
    return PLOT_NO_UNIT;
  if (place < 0)
    return plot_sheet_unit_at (sheet, 0);
  columns = layout.columns;
  /* Upwards and downwards in the same column, as far as there are rows. */
  if (down != 0 && place + down * columns >= 0 && place + down * columns < layout.shown)
    place += down * columns;
  place = CLAMP (place + across, 0, (gint64) layout.shown - 1);
  return plot_sheet_unit_at (sheet, (guint) place);
}

static gboolean
picture_at (const PlotSheetLayout *layout,
            guint                  place,
            cairo_rectangle_t     *picture)
{
  *picture = (cairo_rectangle_t) { layout->left + (place % layout->columns) * layout->column_step,
                                   layout->top + (place / layout->columns) * layout->row_step,
                                   layout->picture_width, layout->picture_height };
  return TRUE;
}

gboolean
plot_weight_sheet_get_picture (PlotWeightSheet   *sheet,
                               double             width,
                               double             height,
                               const PlotTheme   *theme,
                               guint              unit,
                               cairo_rectangle_t *picture)
{
  PlotSheetLayout layout;

  plot_sheet_lay_out (sheet, &layout, theme, width, height);
  for (guint place = 0; place < layout.shown; place++)
    if (plot_sheet_unit_at (sheet, place) == unit)
      return picture_at (&layout, place, picture);
  return FALSE;
}

guint
plot_weight_sheet_get_nearest (PlotWeightSheet *sheet,
                               double           width,
                               double           height,
                               const PlotTheme *theme,
                               double           x,
                               double           y)
{
  PlotSheetLayout layout;
  double          column, row;

  plot_sheet_lay_out (sheet, &layout, theme, width, height);
  if (layout.shown == 0)
    return PLOT_NO_UNIT;
  column = CLAMP (floor ((x - layout.left) / layout.column_step), 0, layout.columns - 1.0);
  row = MAX (floor ((y - layout.top) / layout.row_step), 0);
  return plot_sheet_unit_at (sheet, (guint) MIN (row * layout.columns + column, layout.shown - 1.0));
}

double
plot_weight_sheet_get_page_side (PlotWeightSheet *sheet,
                                 double           width,
                                 double           height,
                                 const PlotTheme *theme)
{
  PlotSheetLayout layout;
  double          room;

  lay_out (sheet, &layout, theme, width, 0, TRUE);
  if (layout.total == 0)
    return 0;
  room = height - layout.top - layout.name_height - bottom_edge (&layout);
  return MAX (sheet->width, sheet->height) * MAX (1, plot_weight_zoom_within (plot_sheet_columns (sheet), sheet->height,
                                                                              width - 2 * layout.edge, room));
}

gboolean
plot_weight_sheet_pick_pane (PlotWeightSheet *sheet,
                             double           width,
                             double           height,
                             const PlotTheme *theme,
                             double           x,
                             double           y,
                             guint           *unit,
                             guint           *pane,
                             guint           *column,
                             guint           *row)
{
  PlotSheetLayout layout;
  double          across;
  double          down;
  double          place;
  guint           step = sheet->width + plot_sheet_gap (sheet);

  plot_sheet_lay_out (sheet, &layout, theme, width, height);
  if (layout.shown == 0 || !(x >= layout.left && y >= layout.top && x < width && y < height))
    return FALSE;
  across = floor ((x - layout.left) / layout.column_step);
  down = floor ((y - layout.top) / layout.row_step);
  x -= layout.left + across * layout.column_step;
  y -= layout.top + down * layout.row_step;
  place = down * layout.columns + across;
  if (across >= layout.columns || place >= layout.shown || x >= layout.picture_width || y >= layout.picture_height)
    return FALSE;
  *column = MIN ((guint) (x / layout.zoom), plot_sheet_columns (sheet) - 1);
  *pane = *column / step;
  *column %= step;
  *row = MIN ((guint) (y / layout.zoom), sheet->height - 1);
  *unit = plot_sheet_unit_at (sheet, (guint) place);
  return *column < sheet->width;
}

gboolean
plot_weight_sheet_pick (PlotWeightSheet *sheet,
                        double           width,
                        double           height,
                        const PlotTheme *theme,
                        double           x,
                        double           y,
                        guint           *unit,
                        guint           *column,
                        guint           *row)
{
  guint pane;

  return plot_weight_sheet_pick_pane (sheet, width, height, theme, x, y, unit, &pane, column, row);
}
