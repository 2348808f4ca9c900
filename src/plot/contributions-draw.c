/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/contributions-private.h"
#include "plot/header.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  PlotContributions       *contributions; /* its pictures are made as they are painted */
  cairo_t                 *cr;
  const PlotTheme         *theme;
  PlotText                *text;
  PlotContributionsLayout  layout;
} Painting;

static void
update_colors (PlotContributions *contributions,
               const PlotTheme   *theme)
{
  if (!plot_weight_colors_update (&contributions->colors, theme))
    return;
  for (guint i = 0; i < contributions->n_pictures; i++)
    g_clear_pointer (&contributions->pictures[i], cairo_surface_destroy);
}

static cairo_surface_t *
picture_of (PlotContributions *contributions,
            const PlotPush    *push)
{
  gsize             size = (gsize) contributions->planes * contributions->height * contributions->width;
  cairo_surface_t **picture = &contributions->pictures[push->picture];

  if (!*picture)
    *picture = plot_weight_picture_new (contributions->values + push->picture * size, contributions->planes,
                                        contributions->height, contributions->width, contributions->scale,
                                        &contributions->colors);
  return *picture;
}

/* From the left, whatever its sign: the color and the number below say which way it pushes. */
static void
draw_bar (Painting *painting,
          float     weight,
          double    x,
          double    y)
{
  const PlotContributionsLayout *layout = &painting->layout;
  double                         part;

  if (weight == 0 || isnan (weight))
    return;
  part = MIN (fabs (weight) / painting->contributions->largest, 1);
  plot_set_color (painting->cr,
                  weight > 0 ? &painting->theme->weight_positive : &painting->theme->weight_negative);
  cairo_rectangle (painting->cr, x, y, MAX (1, round (part * layout->unit_width)), layout->bar_height);
  cairo_fill (painting->cr);
}

static void
draw_push (Painting       *painting,
           const PlotPush *push,
           double          x,
           double          y)
{
  const PlotContributionsLayout *layout = &painting->layout;

  plot_weight_picture_show (picture_of (painting->contributions, push), painting->cr, x, y, layout->picture_width,
                            layout->picture_height, layout->zoom, painting->theme);
  if (layout->numbers)
    {
      g_autofree char *number = g_strdup_printf ("#%u", push->unit);

      plot_text_show (painting->text, PLOT_TEXT_PLAIN, number, x, y + layout->picture_height + 1, 0, 0, 0,
                      &painting->theme->faint_text);
    }
  draw_bar (painting, push->weight, x, y + layout->bar_top);
  if (layout->values)
    {
      g_autofree char *value = plot_contributions_value (painting->contributions, push->weight);

      plot_text_show (painting->text, PLOT_TEXT_PLAIN, value, x, y + layout->bar_top + layout->bar_height + 1, 0, 0,
                      0, &painting->theme->text);
    }
}

static void
draw_output (Painting *painting,
             guint     output)
{
  const PlotContributionsLayout *layout = &painting->layout;
  const PlotContributions       *contributions = painting->contributions;
  g_autofree char               *name = plot_contributions_name (contributions, output);
  double                         x, y;

  for (guint rank = 0; rank < layout->per_output; rank++)
    {
      plot_contributions_place (layout, output, rank, &x, &y);
      draw_push (painting, &contributions->pushes[output * contributions->per_output + rank], x, y);
    }
  plot_contributions_place (layout, output, 0, &x, &y);
  if (layout->name_height > 0)
    plot_text_show (painting->text, PLOT_TEXT_BOLD, name, x, y - layout->name_height, 0, 0,
                    layout->column_step - layout->line, &painting->theme->text);
  else
    plot_text_show (painting->text, PLOT_TEXT_DIGIT, name, x - layout->name_width, y + layout->picture_height / 2, 0,
                    0.5, 0, &painting->theme->text);
}

static void
draw_header (Painting *painting)
{
  const PlotContributionsLayout *layout = &painting->layout;
  const PlotContributions       *contributions = painting->contributions;
  g_autofree char               *count = NULL;
  g_autofree char               *remark = NULL;
  gboolean                       has_note = contributions->note && contributions->note[0];

  if (!layout->header)
    return;
  if (layout->shown < layout->total)
    count = g_strdup_printf (_("%u of %u"), layout->shown, layout->total);
  if (count)
    remark = has_note ? g_strdup_printf ("%s · %s", count, contributions->note) : g_strdup (count);
  plot_header_draw (painting->text, painting->theme, contributions->title, remark ? remark : contributions->note,
                    layout->edge, layout->width);
}

void
plot_contributions_draw (const PlotFigure *figure,
                         cairo_t          *cr,
                         double            width,
                         double            height,
                         const PlotTheme  *theme)
{
  Painting painting = { .contributions = (PlotContributions *) figure, .cr = cr, .theme = theme };

  plot_contributions_lay_out (painting.contributions, &painting.layout, theme, width, height);
  painting.text = plot_text_begin (theme, cr);
  update_colors (painting.contributions, theme);
  draw_header (&painting);
  for (guint output = 0; output < painting.layout.shown; output++)
    draw_output (&painting, output);
  if (painting.layout.total == 0 && painting.layout.header)
    plot_text_show (painting.text, PLOT_TEXT_PLAIN, _("The pictures come with the first step"), width / 2,
                    (painting.layout.top + height) / 2, 0.5, 0.5, width - 2 * painting.layout.edge,
                    &theme->faint_text);
}
