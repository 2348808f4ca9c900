/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/csv.h"
#include "plot/landscape-private.h"
#include "plot/number.h"

#include <math.h>
#include <string.h>

static GArray *
new_places (void)
{
  return g_array_new (FALSE, FALSE, sizeof (PlotPlace));
}

static void
set_places (GArray          *array,
            const PlotPlace *places,
            guint            n)
{
  g_array_set_size (array, 0);
  g_array_append_vals (array, places, n);
}

static void
landscape_free (PlotFigure *figure)
{
  PlotLandscape *landscape = (PlotLandscape *) figure;

  plot_landscape_drop_levels (landscape);
  plot_landscape_drop_ground (landscape);
  g_clear_pointer (&landscape->surface, plot_surface_unref);
  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    {
      g_free (landscape->racers[i].label);
      g_array_unref (landscape->racers[i].places);
      g_array_unref (landscape->racers[i].ghost);
      g_array_unref (landscape->racers[i].costs);
    }
  g_array_unref (landscape->trail);
  g_free (landscape->title);
  g_free (landscape->note);
  g_free (landscape->x_title);
  g_free (landscape->y_title);
  g_free (landscape->empty);
  g_free (landscape->description);
  g_free (landscape);
}

static char *
landscape_describe (const PlotFigure *figure)
{
  const PlotLandscape *landscape = (const PlotLandscape *) figure;

  return g_strdup (landscape->description ? landscape->description : landscape->title ? landscape->title : "");
}

static void
append_number (GString *csv,
               double   value,
               char     before)
{
  g_string_append_c (csv, before);
  plot_number_append_csv (csv, value);
}

static void
append_titles (const PlotLandscape *landscape,
               GString             *csv)
{
  plot_csv_append_field (csv, landscape->x_title ? landscape->x_title : "x");
  g_string_append_c (csv, ',');
  plot_csv_append_field (csv, landscape->y_title ? landscape->y_title : "y");
  g_string_append (csv, ",cost\r\n");
}

static void
write_surface (const PlotLandscape *landscape,
               GString             *csv)
{
  const PlotSurface *surface = landscape->surface;

  append_titles (landscape, csv);
  for (guint row = 0; surface && row < surface->n[1]; row++)
    for (guint column = 0; column < surface->n[0]; column++)
      {
        plot_number_append_csv (csv, surface->axes[0][column]);
        append_number (csv, surface->axes[1][row], ',');
        append_number (csv, surface->values[(gsize) row * surface->n[0] + column], ',');
        g_string_append (csv, "\r\n");
      }
}

static void
write_path (const PlotLandscapeRacer *racer,
            GString                  *csv)
{
  for (guint k = 0; k < racer->places->len; k++)
    {
      const PlotPlace *place = &g_array_index (racer->places, PlotPlace, k);

      plot_csv_append_field (csv, racer->label ? racer->label : "");
      g_string_append_printf (csv, ",%u", k);
      append_number (csv, place->x, ',');
      append_number (csv, place->y, ',');
      if (k < racer->costs->len)
        append_number (csv, g_array_index (racer->costs, double, k), ',');
      else
        g_string_append_c (csv, ',');
      g_string_append (csv, "\r\n");
    }
}

/* Two tables with an empty line between: the surface, and the paths. */
static void
landscape_write_csv (const PlotFigure *figure,
                     GString          *csv)
{
  const PlotLandscape *landscape = (const PlotLandscape *) figure;

  write_surface (landscape, csv);
  g_string_append (csv, "\r\nracer,step,");
  append_titles (landscape, csv);
  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    write_path (&landscape->racers[i], csv);
}

static gsize
landscape_count (const PlotFigure *figure)
{
  const PlotLandscape *landscape = (const PlotLandscape *) figure;
  gsize                n = landscape->surface ? 3 * (gsize) landscape->surface->n[0] * landscape->surface->n[1] : 0;

  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    n += 3 * (gsize) landscape->racers[i].places->len + landscape->racers[i].costs->len;
  return n;
}

/* The surface is shared: it never changes, and its references are counted for any thread. */
static PlotFigure *
landscape_copy (const PlotFigure *figure)
{
  const PlotLandscape *landscape = (const PlotLandscape *) figure;
  PlotLandscape       *copy = plot_landscape_new ();

  plot_landscape_set_titles (copy, landscape->title, landscape->note, landscape->x_title, landscape->y_title,
                             landscape->empty);
  plot_landscape_set_description (copy, landscape->description);
  plot_landscape_set_surface (copy, landscape->surface);
  plot_landscape_set_style (copy, landscape->style, landscape->level_kind);
  if (landscape->has_window)
    plot_landscape_set_window (copy, landscape->from, landscape->to);
  plot_landscape_set_start (copy, landscape->has_start ? &landscape->start : NULL);
  plot_landscape_set_trail (copy, (const PlotPlace *) (gpointer) landscape->trail->data, landscape->trail->len);
  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    {
      const PlotLandscapeRacer *racer = &landscape->racers[i];

      plot_landscape_set_path (copy, i, racer->label, (const PlotPlace *) (gpointer) racer->places->data,
                               racer->places->len);
      plot_landscape_set_costs (copy, i, (const double *) (gpointer) racer->costs->data, racer->costs->len);
      plot_landscape_set_ghost (copy, i, (const PlotPlace *) (gpointer) racer->ghost->data, racer->ghost->len);
      plot_landscape_set_arrows (copy, i, racer->has_velocity ? &racer->velocity : NULL,
                                 racer->has_gradient ? &racer->gradient : NULL);
    }
  return plot_landscape_figure (copy);
}

static const PlotFigureClass landscape_class = {
  .name = "landscape",
  .draw = plot_landscape_draw,
  .describe = landscape_describe,
  .write_csv = landscape_write_csv,
  .count = landscape_count,
  .copy = landscape_copy,
  .draw_hover = plot_landscape_draw_hover,
  .free = landscape_free,
};

PlotLandscape *
plot_landscape_new (void)
{
  PlotLandscape *landscape = g_new0 (PlotLandscape, 1);

  plot_figure_init (&landscape->figure, &landscape_class);
  landscape->trail = new_places ();
  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    {
      landscape->racers[i].places = new_places ();
      landscape->racers[i].ghost = new_places ();
      landscape->racers[i].costs = g_array_new (FALSE, FALSE, sizeof (double));
    }
  return landscape;
}

static void
set_text (char      **field,
          const char *text)
{
  char *copy = g_strdup (text);

  g_free (*field);
  *field = copy;
}

void
plot_landscape_set_titles (PlotLandscape *landscape,
                           const char    *title,
                           const char    *note,
                           const char    *x_title,
                           const char    *y_title,
                           const char    *empty)
{
  set_text (&landscape->title, title);
  set_text (&landscape->note, note);
  set_text (&landscape->x_title, x_title);
  set_text (&landscape->y_title, y_title);
  set_text (&landscape->empty, empty);
}

void
plot_landscape_set_description (PlotLandscape *landscape,
                                const char    *description)
{
  set_text (&landscape->description, description);
}

void
plot_landscape_set_surface (PlotLandscape *landscape,
                            PlotSurface   *surface)
{
  PlotSurface *old = landscape->surface;

  if (surface == old)
    return;
  landscape->surface = surface ? plot_surface_ref (surface) : NULL;
  g_clear_pointer (&old, plot_surface_unref);
  plot_landscape_drop_levels (landscape);
  plot_landscape_drop_ground (landscape);
}

void
plot_landscape_set_style (PlotLandscape      *landscape,
                          PlotLandscapeStyle  style,
                          PlotLevelKind       levels)
{
  if (landscape->style == style && landscape->level_kind == levels)
    return;
  landscape->style = style;
  landscape->level_kind = levels;
  plot_landscape_drop_levels (landscape);
  plot_landscape_drop_ground (landscape);
}

void
plot_landscape_set_window (PlotLandscape *landscape,
                           const double   from[2],
                           const double   to[2])
{
  landscape->has_window = TRUE;
  memcpy (landscape->from, from, sizeof landscape->from);
  memcpy (landscape->to, to, sizeof landscape->to);
}

void
plot_landscape_set_start (PlotLandscape   *landscape,
                          const PlotPlace *start)
{
  landscape->has_start = start != NULL;
  if (start)
    landscape->start = *start;
}

void
plot_landscape_set_path (PlotLandscape   *landscape,
                         guint            i,
                         const char      *label,
                         const PlotPlace *places,
                         guint            n)
{
  set_text (&landscape->racers[i].label, label);
  set_places (landscape->racers[i].places, places, n);
  g_array_set_size (landscape->racers[i].costs, 0);
}

void
plot_landscape_set_costs (PlotLandscape *landscape,
                          guint          i,
                          const double  *costs,
                          guint          n)
{
  g_array_set_size (landscape->racers[i].costs, 0);
  g_array_append_vals (landscape->racers[i].costs, costs, MIN (n, landscape->racers[i].places->len));
}

void
plot_landscape_set_arrows (PlotLandscape   *landscape,
                           guint            i,
                           const PlotPlace *velocity,
                           const PlotPlace *gradient)
{
  PlotLandscapeRacer *racer = &landscape->racers[i];

  racer->has_velocity = velocity != NULL;
  racer->has_gradient = gradient != NULL;
  if (velocity)
    racer->velocity = *velocity;
  if (gradient)
    racer->gradient = *gradient;
}

void
plot_landscape_set_ghost (PlotLandscape   *landscape,
                          guint            i,
                          const PlotPlace *places,
                          guint            n)
{
  set_places (landscape->racers[i].ghost, places, n);
}

void
plot_landscape_set_trail (PlotLandscape   *landscape,
                          const PlotPlace *places,
                          guint            n)
{
  set_places (landscape->trail, places, n);
}
