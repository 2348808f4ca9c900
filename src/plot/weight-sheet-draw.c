/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-legend.h"
#include "plot/weight-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  PlotWeightSheet *sheet; /* its pictures are made as they are painted */
  cairo_t         *cr;
  const PlotTheme *theme;
  PlotText        *text;
  PlotSheetLayout  layout;
} Painting;

static double
legend_middle (const PlotSheetLayout *layout)
{
  if (!layout->legend_row)
    return layout->edge + layout->title / 2;
  return layout->edge + layout->title + layout->edge / 2 + layout->line / 2;
}

static double
draw_colors (Painting *painting,
             double    middle)
{
  const PlotSheetLayout *layout = &painting->layout;
  PlotWeightSheet       *sheet = painting->sheet;
  g_autofree char *low = plot_sheet_bar_number (sheet, FALSE);
  g_autofree char *high = plot_sheet_bar_number (sheet, TRUE);
  PlotWeightLegend legend = { &sheet->colors, plot_sheet_planes (sheet), low, high, layout->bar, layout->edge };
  double           width = plot_weight_legend_extent (&legend, painting->text);

  /* Brings the colors up to date with the theme. */
  plot_sheet_picture (sheet, plot_sheet_unit_at (sheet, 0), painting->theme);
  plot_weight_legend_draw (&legend, painting->cr, painting->text,
                           layout->legend_row ? layout->edge + width : layout->width - layout->edge, middle,
                           painting->theme);
  return width;
}

/* What the colors mean: at the right of the title, or at the left below it. Returns the px that it takes. */
static double
draw_legend (Painting *painting)
{
  const PlotSheetLayout *layout = &painting->layout;
  double                 middle = legend_middle (layout);
  double                 right = layout->width - layout->edge;
  double                 width;
  const char            *nothing;

  if (layout->bar == 0)
    return 0;
  if (painting->sheet->range.scale > 0)
    return draw_colors (painting, middle);
  nothing = plot_sheet_describe_nothing (painting->sheet);
  width = plot_text_width (painting->text, PLOT_TEXT_PLAIN, nothing, right - layout->edge);
  plot_text_show (painting->text, PLOT_TEXT_PLAIN, nothing,
                  layout->legend_row ? layout->edge : right - width, middle, 0, 0.5, right - layout->edge,
                  &painting->theme->text);
  return width;
}

/* The title at the left, the legend at the right or below, the remark where there is room. */
static void
draw_header (Painting *painting)
{
  const PlotSheetLayout *layout = &painting->layout;
  g_autofree char *remark = plot_sheet_remark (painting->sheet, layout);
  double           row = layout->edge + layout->title / 2;
  double           right = layout->width - layout->edge;
  double           left = layout->edge;
  double           legend;

  if (layout->title == 0)
    return;
  legend = draw_legend (painting);
  if (!layout->legend_row && legend > 0)
    right -= legend + layout->line;
  plot_text_show (painting->text, PLOT_TEXT_TITLE, painting->sheet->title, left, row, 0, 0.5, right - left,
                  &painting->theme->text);
  left += plot_text_width (painting->text, PLOT_TEXT_TITLE, painting->sheet->title, right - left);
  if (layout->legend_row && remark &&
      right - left < layout->line + plot_text_width (painting->text, PLOT_TEXT_PLAIN, remark, 0))
    {
      row = legend_middle (layout);
      left = layout->edge + legend;
    }
  left += layout->line;
  if (remark && right - left > 2 * layout->line)
    plot_text_show (painting->text, PLOT_TEXT_PLAIN, remark, right, row, 1, 0.5, right - left,
                    &painting->theme->faint_text);
}

/* Around the unit that is selected, outside of its pixels. */
static void
draw_frame (Painting *painting,
            double    x,
            double    y)
{
  double width = painting->layout.picture_width;
  double height = painting->layout.picture_height;

  plot_set_color (painting->cr, &painting->theme->text);
  cairo_set_line_width (painting->cr, 3);
  cairo_rectangle (painting->cr, x - 1.5, y - 1.5, width + 3, height + 3);
  cairo_stroke (painting->cr);
}

/* Each has its own hairline: a sheet of zeros is as light as what is between them. */
static void
draw_panes (Painting                *painting,
            guint                    unit,
            const cairo_rectangle_t *picture)
{
  PlotWeightSheet *sheet = painting->sheet;

  plot_weight_picture_fill (plot_sheet_picture (sheet, unit, painting->theme), painting->cr, picture->x, picture->y,
                            picture->width, picture->height, painting->layout.zoom);
  for (guint pane = 0; pane < plot_sheet_panes (sheet); pane++)
    {
      cairo_rectangle_t place = plot_sheet_place_pane (sheet, picture, pane);

      plot_weight_frame (painting->cr, place.x, place.y, place.width, place.height, painting->theme);
    }
}

/* The numbers of the maps under their pictures. */
static void
draw_map_names (Painting                *painting,
                const cairo_rectangle_t *picture)
{
  PlotWeightSheet *sheet = painting->sheet;
  guint            maps = plot_sheet_maps (sheet);
  guint            parts = maps > 0 ? plot_sheet_panes (sheet) / maps : 0;

  for (guint map = 0; map < maps; map++)
    {
      cairo_rectangle_t first = plot_sheet_place_pane (sheet, picture, map * parts);
      cairo_rectangle_t last = plot_sheet_place_pane (sheet, picture, map * parts + parts - 1);
      g_autofree char  *name = plot_sheet_map_name (sheet, map * parts);
      double            width = last.x + last.width - first.x;

      if (plot_text_width (painting->text, PLOT_TEXT_PLAIN, name, 0) > width)
        {
          g_free (name);
          name = g_strdup_printf ("%u", plot_weight_sheet_get_channel (sheet, map * parts));
        }
      plot_text_show (painting->text, PLOT_TEXT_PLAIN, name, first.x + width / 2, picture->y + picture->height + 1, 0.5,
                      0, width, &painting->theme->faint_text);
    }
}

static void
draw_unit (Painting *painting,
           guint     unit,
           double    x,
           double    y)
{
  const PlotSheetLayout *layout = &painting->layout;
  PlotWeightSheet       *sheet = painting->sheet;
  g_autofree char       *name = plot_weight_sheet_get_name (sheet, unit);
  g_autofree char       *note = plot_sheet_note (sheet, unit);
  PlotTextStyle          style = sheet->short_names ? PLOT_TEXT_DIGIT : PLOT_TEXT_PLAIN;
  double                 middle = x + layout->picture_width / 2;
  cairo_rectangle_t      picture = { x, y, layout->picture_width, layout->picture_height };

  draw_panes (painting, unit, &picture);
  if (unit == sheet->selected)
    draw_frame (painting, x, y);
  plot_sheet_draw_marks (sheet, unit, &picture, painting->cr, painting->text, painting->theme);
  if (layout->name_height == 0)
    return;
  draw_map_names (painting, &picture);
  y += layout->picture_height + 1 + (plot_sheet_maps (sheet) > 0 ? layout->line : 0);
  plot_text_show (painting->text, style, name, middle, y, 0.5, 0, layout->column_step - layout->edge,
                  &painting->theme->text);
  if (note)
    plot_text_show (painting->text, PLOT_TEXT_PLAIN, note, middle,
                    y + plot_text_line_height (painting->text, style), 0.5, 0, layout->column_step - layout->edge,
                    &painting->theme->faint_text);
}

static void
draw_units (Painting *painting)
{
  const PlotSheetLayout *layout = &painting->layout;
  double                 x1, y1, x2, y2;

  /* In a scrolled view most pictures are out of sight. */
  cairo_clip_extents (painting->cr, &x1, &y1, &x2, &y2);
  for (guint place = 0; place < layout->shown; place++)
    {
      double x = layout->left + (place % layout->columns) * layout->column_step;
      double y = layout->top + (place / layout->columns) * layout->row_step;

      if (y > y2 || y + layout->row_step < y1)
        continue;
      draw_unit (painting, plot_sheet_unit_at (painting->sheet, place), x, y);
    }
}

void
plot_sheet_draw (const PlotFigure *figure,
                 cairo_t          *cr,
                 double            width,
                 double            height,
                 const PlotTheme  *theme)
{
  Painting painting = { .sheet = (PlotWeightSheet *) figure, .cr = cr, .theme = theme };

  plot_sheet_lay_out (painting.sheet, &painting.layout, theme, width, height);
  painting.text = plot_text_begin (theme, cr);
  draw_header (&painting);
  if (painting.layout.total > 0)
    draw_units (&painting);
  else if (painting.layout.title > 0)
    plot_text_show (painting.text, PLOT_TEXT_PLAIN,
                    painting.sheet->n_units > 0 ? _("No unit of this layer is like that")
                                                : _("The pictures come with the first step"), width / 2,
                    (painting.layout.top + height) / 2, 0.5, 0.5, width - 2 * painting.layout.edge,
                    &theme->faint_text);
}
