/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-bars.h"

#include "plot/csv.h"
#include "plot/header.h"
#include "plot/number.h"
#include "plot/text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define NO_PLACE   G_MAXUINT
#define NAME_SHARE 0.4 /* of the width, at most, is for names */

struct _PlotWeightBars
{
  PlotFigure figure;
  char      *title;
  float     *values;     /* n */
  char     **names;
  guint      n;
  guint     *places;     /* n_shown, in the order of the values */
  guint      n_shown;
  double     largest;    /* finite size; 0: none */
  guint      not_finite;
  guint      marked;
};

typedef struct
{
  double edge, line;
  double top;            /* of the first bar, */
  double step;           /* and from one to the next */
  double names;          /* px for these, and for the numbers at either end */
  double numbers;
  double zero;           /* x of the zero line, and px on its sides */
  double below, above;
} Layout;

/* Those of largest size, in the order of the values; the first of equal ones. What is not finite counts as the
 * largest: it must be seen. */
static int
compare_sizes (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  guint        i = *(const guint *) a, j = *(const guint *) b;
  const float *values = data;
  float        x = isfinite (values[i]) ? fabsf (values[i]) : INFINITY;
  float        y = isfinite (values[j]) ? fabsf (values[j]) : INFINITY;

  return x != y ? (x < y) - (x > y) : (i > j) - (i < j);
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  guint i = *(const guint *) a, j = *(const guint *) b;

  return (i > j) - (i < j);
}

static void
choose_places (PlotWeightBars *bars,
               guint           most)
{
  bars->places = g_new (guint, MAX (bars->n, 1));
  for (guint i = 0; i < bars->n; i++)
    bars->places[i] = i;
  bars->n_shown = most > 0 ? MIN (most, bars->n) : bars->n;
  if (bars->n_shown == bars->n)
    return;
  g_qsort_with_data (bars->places, (int) bars->n, sizeof (guint), compare_sizes, bars->values);
  qsort (bars->places, bars->n_shown, sizeof (guint), compare_places);
}

static void
find_range (PlotWeightBars *bars)
{
  bars->largest = 0;
  bars->not_finite = 0;
  for (guint i = 0; i < bars->n; i++)
    if (!isfinite (bars->values[i]))
      bars->not_finite++;
    else
      bars->largest = fmax (bars->largest, fabs ((double) bars->values[i]));
}

/* The numbers in one number of digits, so that they can be compared. Returns: (transfer full) */
static char *
write_value (const PlotWeightBars *bars,
             float                 value)
{
  if (isnan (value))
    return g_strdup (_("not a number"));
  if (isinf (value))
    return g_strdup (value > 0 ? "+\342\210\236" : "\342\210\222\342\210\236");
  return plot_number_signed (value, plot_number_decimals (bars->largest));
}

/* Bars grow from the zero line, which leaves room for the numbers at their ends. */
static void
lay_out (const PlotWeightBars *bars,
         Layout               *layout,
         PlotText             *text,
         double                width)
{
  float lowest = 0, highest = 0;

  *layout = (Layout) { .line = plot_text_line_height (text, PLOT_TEXT_PLAIN) };
  layout->edge = MAX (6, round (layout->line / 3));
  layout->top = layout->edge + plot_text_line_height (text, PLOT_TEXT_TITLE) + layout->edge;
  layout->step = ceil (1.25 * layout->line);
  for (guint k = 0; k < bars->n_shown; k++)
    {
      float            value = bars->values[bars->places[k]];
      g_autofree char *number = write_value (bars, value);

      layout->names = MAX (layout->names, plot_text_width (text, PLOT_TEXT_BOLD, bars->names[bars->places[k]], 0));
      layout->numbers = MAX (layout->numbers, plot_text_width (text, PLOT_TEXT_PLAIN, number, 0));
      if (isnan (value))
        continue;
      lowest = MIN (lowest, CLAMP (value, -(float) bars->largest, (float) bars->largest));
      highest = MAX (highest, CLAMP (value, -(float) bars->largest, (float) bars->largest));
    }
  layout->names = ceil (MIN (layout->names, NAME_SHARE * width));
  layout->numbers = ceil (layout->numbers) + layout->edge;
  width = MAX (width - 3 * layout->edge - layout->names - layout->numbers - (lowest < 0 ? layout->numbers : 0), 0);
  layout->below = lowest < 0 ? width * (double) (-lowest / (highest - lowest)) : 0;
  layout->above = width - layout->below;
  layout->zero = round (2 * layout->edge + layout->names + (lowest < 0 ? layout->numbers : 0) + layout->below);
}

static double
bar_length (const PlotWeightBars *bars,
            const Layout         *layout,
            float                 value)
{
  double part = bars->largest > 0 ? MIN (fabs ((double) value) / bars->largest, 1) : 0;
  double longest = MAX (layout->below, layout->above);

  if (isnan (value))
    return 0;
  if (isinf (value))
    return value > 0 ? layout->above : layout->below;
  return value == 0 ? 0 : MIN (MAX (1, round (part * longest)), value > 0 ? layout->above : layout->below);
}

static void
draw_bar (const PlotWeightBars *bars,
          const Layout         *layout,
          cairo_t              *cr,
          PlotText             *text,
          const PlotTheme      *theme,
          double                width,
          guint                 k)
{
  guint            place = bars->places[k];
  float            value = bars->values[place];
  double           y = layout->top + k * layout->step, middle = y + layout->step / 2;
  double           length = bar_length (bars, layout, value);
  g_autofree char *number = write_value (bars, value);

  if (place == bars->marked)
    {
      plot_set_color (cr, &theme->text);
      cairo_set_line_width (cr, 2);
      cairo_rectangle (cr, layout->edge / 2, y + 1, width - layout->edge, layout->step - 2);
      cairo_stroke (cr);
    }
  plot_text_show (text, place == bars->marked ? PLOT_TEXT_BOLD : PLOT_TEXT_PLAIN, bars->names[place],
                  layout->edge + layout->names, middle, 1, 0.5, layout->names, &theme->text);
  plot_set_color (cr, value < 0 ? &theme->weight_negative : &theme->weight_positive);
  cairo_rectangle (cr, value < 0 ? layout->zero - length : layout->zero, round (y + 0.15 * layout->step), length,
                   round (0.7 * layout->step));
  cairo_fill (cr);
  if (value < 0)
    plot_text_show (text, PLOT_TEXT_PLAIN, number, layout->zero - length - layout->edge / 2, middle, 1, 0.5, 0,
                    &theme->text);
  else
    plot_text_show (text, PLOT_TEXT_PLAIN, number, layout->zero + length + layout->edge / 2, middle, 0, 0.5, 0,
                    &theme->text);
}

/* "12 of 300"; NULL: all are there. Returns: (transfer full) */
static char *
write_note (const PlotWeightBars *bars)
{
  return bars->n_shown < bars->n ? g_strdup_printf (_("%u of %u"), bars->n_shown, bars->n) : NULL;
}

static void
draw (const PlotFigure *figure,
      cairo_t          *cr,
      double            width,
      double            height,
      const PlotTheme  *theme)
{
  const PlotWeightBars *bars = (const PlotWeightBars *) figure;
  g_autofree char      *note = write_note (bars);
  PlotText             *text = plot_text_begin (theme, cr);
  Layout                layout;

  plot_set_color (cr, &theme->background);
  cairo_paint (cr);
  lay_out (bars, &layout, text, width);
  plot_header_draw (text, theme, bars->title, note, layout.edge, width);
  for (guint k = 0; k < bars->n_shown; k++)
    draw_bar (bars, &layout, cr, text, theme, width, k);
  if (bars->n_shown == 0)
    return;
  plot_set_color (cr, &theme->axis);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, layout.zero - 0.5, layout.top);
  cairo_line_to (cr, layout.zero - 0.5, layout.top + bars->n_shown * layout.step);
  cairo_stroke (cr);
}

static void
add_words (const PlotWeightBars *bars,
           GString              *words,
           guint                 place)
{
  g_autofree char *number = plot_number_isolate (write_value (bars, bars->values[place]));

  g_string_append_printf (words, "%s %s", bars->names[place], number);
}

static char *
describe (const PlotFigure *figure)
{
  const PlotWeightBars *bars = (const PlotWeightBars *) figure;
  g_autoptr (GString)   words = g_string_new (bars->title);
  g_autofree char      *note = write_note (bars);

  if (bars->n == 0)
    return g_strdup_printf (_("%s: none"), bars->title);
  if (note)
    g_string_append_printf (words, " (%s)", note);
  for (guint k = 0; k < bars->n_shown; k++)
    {
      g_string_append (words, k == 0 ? ": " : ", ");
      add_words (bars, words, bars->places[k]);
    }
  if (bars->largest == 0 && bars->not_finite == 0)
    g_string_append_printf (words, ", %s", _("all zero"));
  if (bars->marked < bars->n)
    {
      g_string_append (words, ". ");
      /* Translators: before the bar that is selected: "Selected: 7 −0.31" */
      g_string_append (words, _("Selected: "));
      add_words (bars, words, bars->marked);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
write_csv (const PlotFigure *figure,
           GString          *csv)
{
  const PlotWeightBars *bars = (const PlotWeightBars *) figure;

  g_string_append (csv, "name,value\r\n");
  for (guint i = 0; i < bars->n; i++)
    {
      plot_csv_append_field (csv, bars->names[i]);
      g_string_append_c (csv, ',');
      plot_number_append_csv_float (csv, bars->values[i]);
      g_string_append (csv, "\r\n");
    }
}

static gsize
count (const PlotFigure *figure)
{
  return ((const PlotWeightBars *) figure)->n;
}

static PlotFigure *
copy (const PlotFigure *figure)
{
  const PlotWeightBars *bars = (const PlotWeightBars *) figure;
  PlotWeightBars       *twin = plot_weight_bars_new (bars->title);

  plot_weight_bars_set (twin, bars->values, bars->names, bars->n, bars->n_shown);
  twin->marked = bars->marked;
  return plot_weight_bars_figure (twin);
}

static void
drop_values (PlotWeightBars *bars)
{
  g_clear_pointer (&bars->values, g_free);
  g_clear_pointer (&bars->places, g_free);
  g_clear_pointer (&bars->names, g_strfreev);
  bars->n = bars->n_shown = 0;
}

static void
free_bars (PlotFigure *figure)
{
  PlotWeightBars *bars = (PlotWeightBars *) figure;

  drop_values (bars);
  g_free (bars->title);
  g_free (bars);
}

static const PlotFigureClass bars_class = {
  .name = "weight-bars",
  .draw = draw,
  .describe = describe,
  .write_csv = write_csv,
  .count = count,
  .copy = copy,
  .free = free_bars,
};

PlotWeightBars *
plot_weight_bars_new (const char *title)
{
  PlotWeightBars *bars = g_new0 (PlotWeightBars, 1);

  plot_figure_init (&bars->figure, &bars_class);
  bars->title = g_strdup (title);
  bars->marked = NO_PLACE;
  return bars;
}

void
plot_weight_bars_set (PlotWeightBars *bars,
                      const float    *values,
                      char          **names,
                      guint           n,
                      guint           most)
{
  float *copied = g_memdup2 (values, n * sizeof *values);
  char **copies = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    copies[i] = g_strdup (names[i]);
  drop_values (bars);
  bars->values = copied;
  bars->names = copies;
  bars->n = n;
  choose_places (bars, most);
  find_range (bars);
}

void
plot_weight_bars_set_marked (PlotWeightBars *bars,
                             guint           place)
{
  bars->marked = place;
}

double
plot_weight_bars_get_height (PlotWeightBars  *bars,
                             double           width,
                             const PlotTheme *theme)
{
  Layout layout;

  lay_out (bars, &layout, plot_text_begin (theme, NULL), width);
  return layout.top + bars->n_shown * layout.step + layout.edge;
}

gboolean
plot_weight_bars_pick (PlotWeightBars  *bars,
                       double           width,
                       const PlotTheme *theme,
                       double           x,
                       double           y,
                       guint           *place)
{
  Layout layout;
  double k;

  lay_out (bars, &layout, plot_text_begin (theme, NULL), width);
  k = floor ((y - layout.top) / layout.step);
  if (!(x >= 0 && x < width && k >= 0 && k < bars->n_shown))
    return FALSE;
  *place = bars->places[(guint) k];
  return TRUE;
}
