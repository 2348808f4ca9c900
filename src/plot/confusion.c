/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/confusion.h"

#include "plot/csv.h"
#include "plot/header.h"
#include "plot/number.h"
#include "plot/text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Of the color, at most: numbers have to be read on it. */
#define DARKEST 0.85
/* A cell narrower than this many heights of text shows no number. */
#define NUMBER_ROOM 1.3

struct _PlotConfusion
{
  PlotFigure figure;
  char      *title;
  PlotRole   role;
  gsize     *counts;     /* n x n */
  guint      n;
  char     **names;
  int        truth;      /* selected, or -1 */
  int        answer;
};

typedef struct
{
  double left, top;      /* of the cells */
  double cell;
} Layout;

static Layout
lay_out (const PlotConfusion *confusion,
         PlotText            *text,
         double               width,
         double               height)
{
  double line = plot_text_line_height (text, PLOT_TEXT_PLAIN);
  double names = plot_text_width (text, PLOT_TEXT_PLAIN, _("shown"), 8 * line);
  Layout layout;

  for (guint i = 0; i < confusion->n; i++)
    names = fmax (names, plot_text_width (text, PLOT_TEXT_BOLD, confusion->names[i], 8 * line));
  layout.left = ceil (names + line);
  layout.top = ceil (line * 0.4 + plot_text_line_height (text, PLOT_TEXT_TITLE) + 2 * line);
  layout.cell = floor (fmin ((width - layout.left - line * 0.5) / MAX (confusion->n, 1),
                             (height - layout.top - line * 0.4) / MAX (confusion->n, 1)));
  layout.cell = fmax (layout.cell, 1);
  return layout;
}

static gsize
count_at (const PlotConfusion *confusion,
          guint                truth,
          guint                answer)
{
  return confusion->counts[(gsize) truth * confusion->n + answer];
}

static gsize
row_sum (const PlotConfusion *confusion,
         guint                truth)
{
  gsize sum = 0;

  for (guint answer = 0; answer < confusion->n; answer++)
    sum += count_at (confusion, truth, answer);
  return sum;
}

/* The largest share of a row that stands beside the diagonal. */
static double
worst_share (const PlotConfusion *confusion)
{
  double worst = 0;

  for (guint truth = 0; truth < confusion->n; truth++)
    for (guint answer = 0; answer < confusion->n; answer++)
      if (truth != answer && count_at (confusion, truth, answer) > 0)
        worst = fmax (worst, (double) count_at (confusion, truth, answer) / (double) row_sum (confusion, truth));
  return worst;
}

/* Square roots: a single mistake is seen, too. */
static PlotColor
cell_color (const PlotConfusion *confusion,
            const PlotTheme     *theme,
            guint                truth,
            guint                answer,
            double               worst)
{
  PlotColor color = truth == answer ? theme->faint_text : theme->roles[confusion->role];
  gsize     sum = row_sum (confusion, truth);
  double    share = sum > 0 ? (double) count_at (confusion, truth, answer) / (double) sum : 0;

  if (truth == answer)
    color.alpha = 0.25 * share;
  else
    color.alpha = worst > 0 ? DARKEST * sqrt (share / worst) : 0;
  return color;
}

/* The text's color or the background's, whichever is read better on @fill over the background. */
static const PlotColor *
ink_on (const PlotColor *fill,
        const PlotTheme *theme)
{
  const PlotColor *ground = &theme->background;
  double           a = fill->alpha;
  PlotColor        mixed = { a * fill->red + (1 - a) * ground->red, a * fill->green + (1 - a) * ground->green,
                             a * fill->blue + (1 - a) * ground->blue, 1 };

  return plot_color_contrast (&theme->text, &mixed) >= plot_color_contrast (ground, &mixed) ? &theme->text : ground;
}

static void
draw_number (PlotText            *text,
             const PlotTheme     *theme,
             gsize                count,
             const PlotColor     *fill,
             double               x,
             double               y,
             double               cell)
{
  g_autofree char *number = plot_number_fixed ((double) count, 0);

  if (count == 0 || cell < NUMBER_ROOM * plot_text_line_height (text, PLOT_TEXT_PLAIN)
      || plot_text_width (text, PLOT_TEXT_PLAIN, number, 0) > cell - 2)
    return;
  plot_text_show (text, PLOT_TEXT_PLAIN, number, x + cell / 2, y + cell / 2, 0.5, 0.5, 0, ink_on (fill, theme));
}

static void
draw_cells (const PlotConfusion *confusion,
            cairo_t             *cr,
            PlotText            *text,
            const PlotTheme     *theme,
            const Layout        *layout)
{
  double worst = worst_share (confusion);

  for (guint truth = 0; truth < confusion->n; truth++)
    for (guint answer = 0; answer < confusion->n; answer++)
      {
        double    x = layout->left + answer * layout->cell;
        double    y = layout->top + truth * layout->cell;
        PlotColor fill = cell_color (confusion, theme, truth, answer, worst);

        plot_set_color (cr, &theme->grid);
        cairo_rectangle (cr, x + 0.5, y + 0.5, layout->cell - 1, layout->cell - 1);
        cairo_set_line_width (cr, 1);
        cairo_stroke (cr);
        plot_set_color (cr, &fill);
        cairo_rectangle (cr, x + 1, y + 1, layout->cell - 2, layout->cell - 2);
        cairo_fill (cr);
        draw_number (text, theme, count_at (confusion, truth, answer), &fill, x, y, layout->cell);
      }
}

static void
draw_names (const PlotConfusion *confusion,
            PlotText            *text,
            const PlotTheme     *theme,
            const Layout        *layout)
{
  double line = plot_text_line_height (text, PLOT_TEXT_PLAIN);
  double side = confusion->n * layout->cell;

  plot_text_show (text, PLOT_TEXT_PLAIN, _("answer"), layout->left + side / 2, layout->top - line, 0.5, 1, side,
                  &theme->faint_text);
  plot_text_show (text, PLOT_TEXT_PLAIN, _("shown"), layout->left - line * 0.5, layout->top, 1, 1, 0,
                  &theme->faint_text);
  for (guint i = 0; i < confusion->n; i++)
    {
      double middle = (i + 0.5) * layout->cell;

      plot_text_show (text, PLOT_TEXT_BOLD, confusion->names[i], layout->left - line * 0.5, layout->top + middle, 1,
                      0.5, layout->left - line * 0.5, &theme->text);
      plot_text_show (text, PLOT_TEXT_BOLD, confusion->names[i], layout->left + middle, layout->top, 0.5, 1,
                      layout->cell, &theme->text);
    }
}

static void
draw_selection (const PlotConfusion *confusion,
                cairo_t             *cr,
                const PlotTheme     *theme,
                const Layout        *layout)
{
  if (confusion->truth < 0)
    return;
  plot_set_color (cr, &theme->text);
  cairo_set_line_width (cr, 3);
  cairo_rectangle (cr, layout->left + confusion->answer * layout->cell + 0.5,
                   layout->top + confusion->truth * layout->cell + 0.5, layout->cell - 1, layout->cell - 1);
  cairo_stroke (cr);
}

static void
draw (const PlotFigure *figure,
      cairo_t          *cr,
      double            width,
      double            height,
      const PlotTheme  *theme)
{
  const PlotConfusion *confusion = (const PlotConfusion *) figure;
  PlotText            *text = plot_text_begin (theme, cr);
  Layout               layout = lay_out (confusion, text, width, height);

  plot_header_draw (text, theme, confusion->title, NULL, plot_text_line_height (text, PLOT_TEXT_PLAIN) * 0.4, width);
  if (confusion->n == 0)
    return;
  draw_cells (confusion, cr, text, theme, &layout);
  draw_names (confusion, text, theme, &layout);
  draw_selection (confusion, cr, theme, &layout);
}

gboolean
plot_confusion_pick (const PlotConfusion *confusion,
                     double               width,
                     double               height,
                     const PlotTheme     *theme,
                     double               x,
                     double               y,
                     guint               *truth,
                     guint               *answer)
{
  PlotText *text = plot_text_begin (theme, NULL);
  Layout    layout = lay_out (confusion, text, width, height);
  double    column = floor ((x - layout.left) / layout.cell);
  double    row = floor ((y - layout.top) / layout.cell);

  if (column < 0 || row < 0 || column >= confusion->n || row >= confusion->n)
    return FALSE;
  *truth = (guint) row;
  *answer = (guint) column;
  return TRUE;
}

/* The most frequent mistake is what one looks for. */
static char *
describe (const PlotFigure *figure)
{
  const PlotConfusion *confusion = (const PlotConfusion *) figure;
  gsize                right = 0, all = 0, most = 0;
  guint                truth = 0, answer = 0;

  for (guint t = 0; t < confusion->n; t++)
    for (guint a = 0; a < confusion->n; a++)
      {
        gsize count = count_at (confusion, t, a);

        all += count;
        right += t == a ? count : 0;
        if (t != a && count > most)
          {
            most = count;
            truth = t;
            answer = a;
          }
      }
  if (all == 0)
    return g_strdup_printf (_("%s: nothing counted yet"), confusion->title);
  if (most == 0)
    return g_strdup_printf (_("%s: all %" G_GSIZE_FORMAT " right"), confusion->title, all);
  return g_strdup_printf (_("%s: %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " right; most often %s is taken for %s, %"
                            G_GSIZE_FORMAT " times"),
                          confusion->title, right, all, confusion->names[truth], confusion->names[answer], most);
}

static void
write_csv (const PlotFigure *figure,
           GString          *csv)
{
  const PlotConfusion *confusion = (const PlotConfusion *) figure;

  g_string_append (csv, "shown,answer,count\r\n");
  for (guint truth = 0; truth < confusion->n; truth++)
    for (guint answer = 0; answer < confusion->n; answer++)
      {
        plot_csv_append_field (csv, confusion->names[truth]);
        g_string_append_c (csv, ',');
        plot_csv_append_field (csv, confusion->names[answer]);
        g_string_append_printf (csv, ",%" G_GSIZE_FORMAT "\r\n", count_at (confusion, truth, answer));
      }
}

static gsize
count (const PlotFigure *figure)
{
  const PlotConfusion *confusion = (const PlotConfusion *) figure;

  return (gsize) confusion->n * confusion->n;
}

static PlotFigure *
copy (const PlotFigure *figure)
{
  const PlotConfusion *confusion = (const PlotConfusion *) figure;
  PlotConfusion       *twin = plot_confusion_new (confusion->title, confusion->role);

  if (confusion->n > 0)
    plot_confusion_set (twin, confusion->counts, confusion->n, confusion->names);
  plot_confusion_select (twin, confusion->truth, confusion->answer);
  return plot_confusion_figure (twin);
}

static void
free_confusion (PlotFigure *figure)
{
  PlotConfusion *confusion = (PlotConfusion *) figure;

  g_free (confusion->title);
  g_free (confusion->counts);
  g_strfreev (confusion->names);
  g_free (confusion);
}

static const PlotFigureClass confusion_class = {
  .name = "confusion",
  .draw = draw,
  .describe = describe,
  .write_csv = write_csv,
  .count = count,
  .copy = copy,
  .free = free_confusion,
};

PlotConfusion *
plot_confusion_new (const char *title,
                    PlotRole    role)
{
  PlotConfusion *confusion = g_new0 (PlotConfusion, 1);

  plot_figure_init (&confusion->figure, &confusion_class);
  confusion->title = g_strdup (title);
  confusion->role = role;
  confusion->truth = -1;
  return confusion;
}

void
plot_confusion_set (PlotConfusion *confusion,
                    const gsize   *counts,
                    guint          n,
                    char         **names)
{
  g_free (confusion->counts);
  g_strfreev (confusion->names);
  confusion->counts = g_memdup2 (counts, (gsize) n * n * sizeof *counts);
  confusion->names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    confusion->names[i] = g_strdup (names[i]);
  confusion->n = n;
  if (confusion->truth >= (int) n || confusion->answer >= (int) n)
    confusion->truth = -1;
}

void
plot_confusion_select (PlotConfusion *confusion,
                       int            truth,
                       int            answer)
{
  gboolean exists = truth >= 0 && answer >= 0 && truth < (int) confusion->n && answer < (int) confusion->n;

  confusion->truth = exists ? truth : -1;
  confusion->answer = answer;
}
