/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LINE 2        /* px of the frame's line, which has a rim on both sides */
#define RIM  1
#define SMALLEST 8    /* px of a frame's side, however small the pixel */
#define DASH 3

void
plot_weight_sheet_set_marks (PlotWeightSheet      *sheet,
                             const PlotWeightMark *marks,
                             guint                 n)
{
  sheet->n_marks = MIN (n, PLOT_MAX_WEIGHT_MARKS);
  for (guint i = 0; i < sheet->n_marks; i++)
    sheet->marks[i] = marks[i];
}

static gboolean
exists (const PlotWeightSheet *sheet,
        const PlotWeightMark  *mark)
{
  return mark->unit < sheet->n_units && mark->column < sheet->width && mark->row < sheet->height;
}

/* Around the pixel, which stays to be seen whole. */
static cairo_rectangle_t
frame_of (const PlotWeightMark    *mark,
          const cairo_rectangle_t *picture,
          double                   zoom)
{
  double side = fmax (zoom, SMALLEST) + LINE;

  return (cairo_rectangle_t) { picture->x + (mark->column + 0.5) * zoom - side / 2,
                               picture->y + (mark->row + 0.5) * zoom - side / 2, side, side };
}

/* Dark on light or light on dark, with a rim of the other: seen on every color of the scale. */
static void
draw_frame (const cairo_rectangle_t *frame,
            gboolean                 dashed,
            cairo_t                 *cr,
            const PlotTheme         *theme)
{
  const double dashes[] = { DASH, DASH };

  cairo_save (cr);
  cairo_rectangle (cr, frame->x, frame->y, frame->width, frame->height);
  plot_set_color (cr, &theme->background);
  cairo_set_line_width (cr, LINE + 2 * RIM);
  cairo_stroke_preserve (cr);
  if (dashed)
    cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  plot_set_color (cr, &theme->text);
  cairo_set_line_width (cr, LINE);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* Away from the others that have a number, as neighbors are picked most; else the first at the left. */
static gboolean
stands_left (const PlotWeightSheet *sheet,
             const PlotWeightMark  *mark)
{
  for (guint i = 0; i < sheet->n_marks; i++)
    {
      const PlotWeightMark *other = &sheet->marks[i];

      if (other->number > 0 && other->number != mark->number && other->unit == mark->unit
          && other->column != mark->column)
        return mark->column < other->column;
    }
  return mark->number % 2 == 1;
}

/* Beside its frame, inside of the picture. */
static void
draw_number (const PlotWeightMark    *mark,
             const cairo_rectangle_t *frame,
             const cairo_rectangle_t *picture,
             gboolean                 left,
             PlotText                *text,
             const PlotTheme         *theme)
{
  g_autofree char *number = g_strdup_printf ("%u", mark->number);
  double           width = plot_text_width (text, PLOT_TEXT_BOLD, number, 0) + LINE + 2 * RIM;
  double           half = plot_text_line_height (text, PLOT_TEXT_BOLD) / 2;
  double           low = picture->y + half, high = picture->y + picture->height - half;
  double           y = frame->y + frame->height / 2;

  if (left && frame->x - width < picture->x)
    left = FALSE;
  else if (!left && frame->x + frame->width + width > picture->x + picture->width)
    left = TRUE;
  plot_text_show_over (text, PLOT_TEXT_BOLD, number,
                       left ? frame->x - LINE - RIM : frame->x + frame->width + LINE + RIM,
                       low < high ? CLAMP (y, low, high) : y, left ? 1 : 0, 0.5, &theme->text, &theme->background);
}

static void
draw_mark (const PlotWeightSheet   *sheet,
           const PlotWeightMark    *mark,
           const cairo_rectangle_t *picture,
           cairo_t                 *cr,
           PlotText                *text,
           const PlotTheme         *theme)
{
  double zoom = picture->width / plot_sheet_columns (sheet);

  for (guint pane = 0; pane < plot_sheet_panes (sheet); pane++)
    {
      cairo_rectangle_t place = plot_sheet_place_pane (sheet, picture, pane);
      cairo_rectangle_t frame = frame_of (mark, &place, zoom);

      if (mark->number > 0 && pane == 0)
        draw_number (mark, &frame, &place, stands_left (sheet, mark), text, theme);
      draw_frame (&frame, mark->number == 0, cr, theme);
    }
}

void
plot_sheet_draw_marks (const PlotWeightSheet   *sheet,
                       guint                    unit,
                       const cairo_rectangle_t *picture,
                       cairo_t                 *cr,
                       PlotText                *text,
                       const PlotTheme         *theme)
{
  for (guint i = 0; i < sheet->n_marks; i++)
    if (sheet->marks[i].unit == unit && exists (sheet, &sheet->marks[i]))
      draw_mark (sheet, &sheet->marks[i], picture, cr, text, theme);
}

char *
plot_sheet_describe_marks (const PlotWeightSheet *sheet)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < sheet->n_marks; i++)
    {
      const PlotWeightMark *mark = &sheet->marks[i];
      g_autofree char      *name = NULL;

      if (!exists (sheet, mark))
        continue;
      name = plot_weight_sheet_get_name (sheet, mark->unit);
      if (words->len > 0)
        g_string_append (words, "; ");
      if (mark->number > 0)
        /* Translators: which of the marked weights, and where it is */
        g_string_append_printf (words, _("%u at row %u, column %u of unit %s"), mark->number, mark->row, mark->column,
                                name);
      else
        g_string_append_printf (words, _("pointer at row %u, column %u of unit %s"), mark->row, mark->column, name);
    }
  return words->len > 0 ? g_string_free (g_steal_pointer (&words), FALSE) : NULL;
}
