/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/contributions-private.h"
#include "plot/number.h"
#include "plot/weight-scale.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_IN_WORDS 20 /* output units that the description names */

static void
clear (PlotContributions *contributions)
{
  for (guint i = 0; i < contributions->n_pictures; i++)
    g_clear_pointer (&contributions->pictures[i], cairo_surface_destroy);
  g_clear_pointer (&contributions->pictures, g_free);
  g_clear_pointer (&contributions->values, g_free);
  g_clear_pointer (&contributions->pushes, g_free);
  g_clear_pointer (&contributions->names, g_strfreev);
  contributions->n_outputs = contributions->per_output = contributions->n_hidden = contributions->n_pictures = 0;
  contributions->scale = contributions->largest = 0;
}

static void
contributions_free (PlotFigure *figure)
{
  PlotContributions *contributions = (PlotContributions *) figure;

  clear (contributions);
  g_free (contributions->title);
  g_free (contributions->note);
  g_free (contributions);
}

char *
plot_contributions_value (const PlotContributions *contributions,
                          double                   weight)
{
  int decimals = plot_number_decimals (contributions->largest);

  /* The same number of them from the first step to the last: the room for a value changes the layout. */
  if (decimals >= 0 && contributions->largest < 10)
    decimals = contributions->largest >= 0.05 ? 2 : MAX (decimals, 2);
  return plot_number_signed (weight, decimals);
}

char *
plot_contributions_name (const PlotContributions *contributions,
                         guint                    output)
{
  return contributions->names ? g_strdup (contributions->names[output]) : g_strdup_printf ("%u", output);
}

static char *
contributions_describe (const PlotFigure *figure)
{
  const PlotContributions *contributions = (const PlotContributions *) figure;
  g_autoptr (GString) list = g_string_new (NULL);
  guint named = MIN (contributions->n_outputs, MOST_IN_WORDS);
  guint more = contributions->n_outputs - named;

  if (contributions->n_outputs == 0)
    return g_strdup_printf (_("%s, no weights yet"), contributions->title);
  for (guint output = 0; output < named; output++)
    {
      const PlotPush  *push = &contributions->pushes[output * contributions->per_output];
      g_autofree char *name = plot_contributions_name (contributions, output);
      g_autofree char *value = plot_contributions_value (contributions, push->weight);

      g_string_append (list, output > 0 ? ", " : "");
      /* Translators: output unit "3" is pushed most "by #17 (+0.67)", a hidden unit and its weight */
      g_string_append_printf (list, _("%s by #%u (%s)"), name, push->unit, value);
    }
  if (more > 0)
    g_string_append_printf (list, ngettext (", and %u more", ", and %u more", more), more);
  return g_strdup_printf (_("Output units and the hidden units that push them most: %s"), list->str);
}

static void
contributions_write_csv (const PlotFigure *figure,
                         GString          *csv)
{
  const PlotContributions *contributions = (const PlotContributions *) figure;
  const PlotPush          *push = contributions->pushes;

  g_string_append (csv, "output,rank,hidden unit,weight\r\n");
  for (guint output = 0; output < contributions->n_outputs; output++)
    for (guint rank = 0; rank < contributions->per_output; rank++, push++)
      {
        g_string_append_printf (csv, "%u,%u,%u,", output, rank + 1, push->unit);
        plot_number_append_csv_float (csv, push->weight);
        g_string_append (csv, "\r\n");
      }
}

static gsize
contributions_count (const PlotFigure *figure)
{
  const PlotContributions *contributions = (const PlotContributions *) figure;

  return (gsize) contributions->n_outputs * contributions->per_output;
}

static PlotFigure *
contributions_copy (const PlotFigure *figure)
{
  const PlotContributions *contributions = (const PlotContributions *) figure;
  PlotContributions       *copy = plot_contributions_new (contributions->title, contributions->note);
  gsize n_pushes = contributions_count (figure);
  gsize n_values = (gsize) contributions->n_pictures * contributions->planes * contributions->height *
                   contributions->width;

  if (contributions->n_outputs == 0)
    return plot_contributions_figure (copy);
  copy->names = g_strdupv (contributions->names);
  copy->short_names = contributions->short_names;
  copy->n_outputs = contributions->n_outputs;
  copy->per_output = contributions->per_output;
  copy->n_hidden = contributions->n_hidden;
  copy->planes = contributions->planes;
  copy->height = contributions->height;
  copy->width = contributions->width;
  copy->pushes = g_memdup2 (contributions->pushes, n_pushes * sizeof (PlotPush));
  copy->values = g_memdup2 (contributions->values, n_values * sizeof (float));
  copy->n_pictures = contributions->n_pictures;
  copy->pictures = g_new0 (cairo_surface_t *, copy->n_pictures);
  copy->scale = contributions->scale;
  copy->largest = contributions->largest;
  return plot_contributions_figure (copy);
}

static const PlotFigureClass contributions_class = {
  .name = "contributions",
  .draw = plot_contributions_draw,
  .describe = contributions_describe,
  .write_csv = contributions_write_csv,
  .count = contributions_count,
  .copy = contributions_copy,
  .free = contributions_free,
};

PlotContributions *
plot_contributions_new (const char *title,
                        const char *note)
{
  PlotContributions *contributions = g_new0 (PlotContributions, 1);

  plot_figure_init (&contributions->figure, &contributions_class);
  contributions->title = g_strdup (title ? title : "");
  contributions->note = g_strdup (note);
  return contributions;
}

/* Whether @a comes before @b, which has a lower number. */
static gboolean
is_stronger (float a,
             float b)
{
  return fabsf (a) > fabsf (b) || (isnan (b) && !isnan (a));
}

/* The @n strongest of @weights (@n_hidden), the strongest first, by insertion. */
static void
find_strongest (const float *weights,
                guint        n_hidden,
                PlotPush    *pushes,
                guint        n)
{
  for (guint unit = 0, filled = 0; unit < n_hidden; unit++)
    {
      guint rank = filled;

      while (rank > 0 && is_stronger (weights[unit], pushes[rank - 1].weight))
        rank--;
      if (rank == n)
        continue;
      filled = MIN (filled + 1, n);
      memmove (&pushes[rank + 1], &pushes[rank], (filled - 1 - rank) * sizeof (PlotPush));
      pushes[rank] = (PlotPush) { .unit = unit, .weight = weights[unit] };
    }
}

static void
find_pushes (PlotContributions *contributions,
             const float       *outgoing)
{
  guint n = contributions->per_output;

  for (guint output = 0; output < contributions->n_outputs; output++)
    {
      PlotPush *pushes = &contributions->pushes[output * n];

      find_strongest (outgoing + (gsize) output * contributions->n_hidden, contributions->n_hidden, pushes, n);
      for (guint rank = 0; rank < n; rank++)
        if (isfinite (pushes[rank].weight))
          contributions->largest = MAX (contributions->largest, fabs (pushes[rank].weight));
    }
}

/* Gives every chosen unit one picture, whichever outputs it pushes. Returns: the units in the order of their
 * pictures; (transfer full) */
static guint *
number_pictures (PlotContributions *contributions)
{
  g_autofree guint *numbers = g_new0 (guint, contributions->n_hidden); /* 1 + number; 0: not chosen */
  gsize  n_pushes = (gsize) contributions->n_outputs * contributions->per_output;
  guint *units = g_new (guint, MIN (contributions->n_hidden, n_pushes));

  for (gsize i = 0; i < n_pushes; i++)
    {
      PlotPush *push = &contributions->pushes[i];

      if (numbers[push->unit] == 0)
        {
          units[contributions->n_pictures] = push->unit;
          numbers[push->unit] = ++contributions->n_pictures;
        }
      push->picture = numbers[push->unit] - 1;
    }
  return units;
}

/* Copies the weights of the chosen units out of @shown, n_hidden x @size. FALSE: there is no such memory. */
static gboolean
keep_values (PlotContributions *contributions,
             const float       *shown,
             gsize              size)
{
  g_autofree guint *units = number_pictures (contributions);

  contributions->values = g_try_new (float, contributions->n_pictures * size);
  contributions->pictures = g_new0 (cairo_surface_t *, contributions->n_pictures);
  if (!contributions->values)
    return FALSE;
  for (guint i = 0; i < contributions->n_pictures; i++)
    memcpy (contributions->values + i * size, shown + units[i] * size, size * sizeof (float));
  return TRUE;
}

static void
keep_names (PlotContributions *contributions,
            char             **names)
{
  contributions->short_names = TRUE;
  if (names)
    contributions->names = g_new0 (char *, contributions->n_outputs + 1);
  for (guint i = 0; i < contributions->n_outputs; i++)
    {
      if (names)
        contributions->names[i] = g_strdup (names[i] ? names[i] : "");
      if (names ? g_utf8_strlen (names[i] ? names[i] : "", -1) > 2 : i > 99)
        contributions->short_names = FALSE;
    }
}

void
plot_contributions_set (PlotContributions *contributions,
                        const float       *hidden,
                        guint              n_hidden,
                        guint              channels,
                        guint              height,
                        guint              width,
                        const float       *outgoing,
                        guint              n_outputs,
                        char             **names)
{
  guint             planes = plot_weight_planes (channels);
  g_autofree float *sums = NULL;
  const float      *shown = hidden;
  gsize             size;
  gsize             all;

  clear (contributions);
  if (!g_size_checked_mul (&size, height, width) || !g_size_checked_mul (&size, size, planes) ||
      !g_size_checked_mul (&all, size, n_hidden) || all == 0 || channels == 0 || n_outputs == 0)
    return;
  if (channels != planes)
    {
      shown = sums = g_try_new (float, all);
      if (!sums)
        return;
      plot_weight_sum_channels (hidden, n_hidden, channels, size, sums);
    }
  contributions->n_hidden = n_hidden;
  contributions->n_outputs = n_outputs;
  contributions->per_output = MIN (n_hidden, PLOT_CONTRIBUTIONS_PER_OUTPUT);
  contributions->planes = planes;
  contributions->height = height;
  contributions->width = width;
  contributions->pushes = g_new0 (PlotPush, (gsize) n_outputs * contributions->per_output);
  find_pushes (contributions, outgoing);
  keep_names (contributions, names);
  contributions->scale = plot_weight_scale (shown, all);
  if (!keep_values (contributions, shown, size))
    clear (contributions);
}
