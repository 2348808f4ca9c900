/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/landscape.h"

#include "nn/loss.h"
#include "plot/number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PICTURE_WIDTH  1100
#define PICTURE_HEIGHT 820
#define TEXT_SIZE      14.67

G_STATIC_ASSERT (PLOT_MAX_RACERS >= AN_MAX_RACERS);

/* What a surface was turned into for the painter. */
typedef struct
{
  AnLossSurface *surface;
  PlotSurface   *painted;
} Converted;

static void
converted_free (gpointer data)
{
  Converted *converted = data;

  an_loss_surface_unref (converted->surface);
  plot_surface_unref (converted->painted);
  g_free (converted);
}

static PlotSurface *
convert (const AnLossSurface *surface)
{
  const double *const axes[2] = { surface->axes[0], surface->axes[1] };

  return plot_surface_new (surface->n, axes, surface->loss);
}

/* That of @landscape, turned into the painter's once for each. */
static PlotSurface *
get_painted (PerceptLandscape *landscape)
{
  AnLossSurface *surface = percept_landscape_get_surface (landscape);
  Converted     *converted = g_object_get_data (G_OBJECT (landscape), "percept-painted-surface");

  if (!surface)
    return NULL;
  if (converted && converted->surface == surface)
    return converted->painted;
  converted = g_new (Converted, 1);
  converted->surface = an_loss_surface_ref (surface);
  converted->painted = convert (surface);
  g_object_set_data_full (G_OBJECT (landscape), "percept-painted-surface", converted, converted_free);
  return converted->painted;
}

char *
percept_racer_title (const AnRacer *racer)
{
  g_autofree char *rate = plot_number_value (racer->rate);
  g_autofree char *momentum = plot_number_value (racer->momentum);
  const char      *title = _(racer->optimizer->title);

  return racer->optimizer->has_momentum ? g_strdup_printf (_("%s, rate %s, momentum %s"), title, rate, momentum)
                                        : g_strdup_printf (_("%s, rate %s"), title, rate);
}

/* Short at the end of a path, unless another racer has the same optimizer. */
static char *
make_label (const AnRace *race,
            guint         i)
{
  const AnRacer *racer = &race->paths[i].racer;

  for (guint k = 0; k < race->n_paths; k++)
    if (k != i && race->paths[k].racer.optimizer == racer->optimizer)
      return percept_racer_title (racer);
  return g_strdup (_(racer->optimizer->title));
}

/* The next step, and what plain descent would do: for racers that scale their steps themselves, of the same length. */
static void
set_arrows (PlotLandscape    *figure,
            guint             i,
            const AnRacePath *path,
            guint             step)
{
  const AnRaceStep *at = &path->steps[step], *next = at + 1;
  const PlotPlace   velocity = { next->w[0] - at->w[0], next->w[1] - at->w[1] };
  double            norm = hypot (at->gradient[0], at->gradient[1]);
  gboolean          own_scale = !path->racer.optimizer->has_momentum && path->racer.optimizer->n_slots > 0;
  double            factor = own_scale && norm > 0.0 ? hypot (velocity.x, velocity.y) / norm : path->racer.rate;
  const PlotPlace   downhill = { -factor * at->gradient[0], -factor * at->gradient[1] };

  plot_landscape_set_arrows (figure, i, &velocity, &downhill);
}

static void
set_path (PlotLandscape         *figure,
          const AnRace          *race,
          guint                  i,
          const PerceptRaceView *view)
{
  const AnRacePath    *path = &race->paths[i];
  guint                n = MIN (view->step + 1, path->n);
  g_autofree PlotPlace *places = g_new (PlotPlace, n);
  g_autofree double   *costs = g_new (double, n);
  g_autofree char     *label = make_label (race, i);

  for (guint s = 0; s < n; s++)
    {
      places[s] = (PlotPlace) { path->steps[s].w[0], path->steps[s].w[1] };
      costs[s] = path->steps[s].cost;
    }
  plot_landscape_set_path (figure, i, label, places, n);
  plot_landscape_set_costs (figure, i, costs, n);
  if (view->arrows && n < path->n)
    set_arrows (figure, i, path, n - 1);
  else
    plot_landscape_set_arrows (figure, i, NULL, NULL);
}

static void
set_race (PlotLandscape         *figure,
          const AnRace          *race,
          const PerceptRaceView *view)
{
  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    if (race && i < race->n_paths && race->paths[i].n > 0 && !(view->hidden >> i & 1))
      set_path (figure, race, i, view);
    else
      {
        plot_landscape_set_path (figure, i, NULL, NULL, 0);
        plot_landscape_set_arrows (figure, i, NULL, NULL);
      }
}

void
percept_landscape_figure_set_ghost (PlotLandscape *figure,
                                    AnRace        *race)
{
  for (guint i = 0; i < PLOT_MAX_RACERS; i++)
    {
      const AnRacePath     *path = race && i < race->n_paths ? &race->paths[i] : NULL;
      guint                 n = path ? path->n : 0;
      g_autofree PlotPlace *places = g_new (PlotPlace, MAX (n, 1));

      for (guint s = 0; s < n; s++)
        places[s] = (PlotPlace) { path->steps[s].w[0], path->steps[s].w[1] };
      plot_landscape_set_ghost (figure, i, places, n);
    }
}

/* What the cost is: "mean −log p" */
static const char *
name_cost (gboolean nll,
           gboolean sum)
{
  if (nll)
    return sum ? _("sum of −log p") : _("mean −log p");
  return sum ? _("sum") : _("mean");
}

static gboolean
is_nll (PerceptLandscape *landscape)
{
  PerceptModel *model = percept_landscape_get_model (landscape);

  return model && g_str_equal (train_experiment_get (model->experiment, "training", "loss"), nn_nll_loss.name);
}

/* What the surface and its paths leave out. */
static const char *
name_view (PerceptPlane plane,
           gboolean     full_run)
{
  if (full_run)
    return _("paths: every weight learns");
  return plane == PERCEPT_PLANE_PRINCIPAL ? _("all weights move together") : _("others frozen");
}

/* "others frozen · mean −log p over 20,000 examples", and lines that say it with less. */
static char *
make_note (const char *cost,
           gsize       n_examples,
           const char *what)
{
  g_autofree char *n = plot_number_fixed ((double) n_examples, 0);
  /* Translators: "mean −log p over 20,000 examples" */
  g_autofree char *over = g_strdup_printf (_("%s over %s examples"), cost, n);
  g_autofree char *whole = g_strdup_printf ("%s · %s", what, over);

  return n_examples > 0 ? g_strdup_printf ("%s\n%s\n%s", whole, over, cost) : NULL;
}

/* Where everybody is after the steps played, for who cannot see it. */
static char *
describe (const AnLossSurface   *surface,
          const AnRace          *race,
          const PerceptRaceView *view)
{
  GString *words = g_string_new (NULL);

  if (surface)
    g_string_append_printf (words, _("Cost over %s from %g to %g and %s from %g to %g."), surface->names[0],
                            surface->axes[0][0], surface->axes[0][surface->n[0] - 1], surface->names[1],
                            surface->axes[1][0], surface->axes[1][surface->n[1] - 1]);
  for (guint i = 0; race && i < race->n_paths; i++)
    {
      const AnRacePath *path = &race->paths[i];
      const AnRaceStep *at = &path->steps[MIN (view->step, path->n - 1)];
      g_autofree char  *title = percept_racer_title (&path->racer);
      g_autofree char  *cost = plot_number_value (at->cost);

      if (!(view->hidden >> i & 1))
        g_string_append_printf (words, _(" %s: at %.3g, %.3g, cost %s."), title, at->w[0], at->w[1], cost);
    }
  return g_string_free (words, FALSE);
}

static const char *
get_empty_words (PerceptLandscape *landscape)
{
  if (percept_landscape_is_busy (landscape))
    return _("Computing the cost …");
  if (percept_landscape_get_plane (landscape) != PERCEPT_PLANE_ANALYTIC && !percept_landscape_get_model (landscape))
    return _("The cost around a network’s weights: open an experiment, or let its training begin");
  return _("Nothing to see here yet");
}

static void
set_titles (PlotLandscape    *figure,
            PerceptLandscape *landscape)
{
  AnLossSurface           *surface = percept_landscape_get_surface (landscape);
  AnRace                  *race = percept_landscape_get_race (landscape);
  const AnAnalyticSurface *formula = an_analytic_surface_find (percept_landscape_get_analytic (landscape));
  PerceptPlane             plane = percept_landscape_get_plane (landscape);
  const char              *cost = name_cost (is_nll (landscape), percept_landscape_is_sum (landscape));
  g_autofree char         *note = plane == PERCEPT_PLANE_ANALYTIC
                                    ? g_strdup (formula->formula)
                                    : make_note (cost, percept_landscape_get_n_examples (landscape),
                                                 name_view (plane, race && race->full_run));
  const char              *title = plane == PERCEPT_PLANE_ANALYTIC    ? _(formula->title)
                                   : plane == PERCEPT_PLANE_PRINCIPAL ? _("Cost over two directions")
                                                                      : _("Cost over two weights");

  plot_landscape_set_titles (figure, title, note,
                             surface ? surface->names[0] : NULL, surface ? surface->names[1] : NULL,
                             surface ? NULL : get_empty_words (landscape));
}

static void
set_trail (PlotLandscape    *figure,
           PerceptLandscape *landscape)
{
  guint                        n;
  const PerceptLandscapePlace *trail = percept_landscape_get_trail (landscape, &n);
  g_autofree PlotPlace        *places = g_new (PlotPlace, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    places[i] = (PlotPlace) { trail[i].x, trail[i].y };
  plot_landscape_set_trail (figure, places, n);
}

void
percept_landscape_figure_update (PlotLandscape         *figure,
                                 PerceptLandscape      *landscape,
                                 const PerceptRaceView *view)
{
  AnLossSurface   *surface = percept_landscape_get_surface (landscape);
  AnRace          *race = percept_landscape_get_race (landscape);
  g_autofree char *words = describe (surface, race, view);
  double           from[2], to[2], start[2];

  percept_landscape_get_window (landscape, from, to);
  percept_landscape_get_start (landscape, start);
  set_titles (figure, landscape);
  plot_landscape_set_surface (figure, get_painted (landscape));
  plot_landscape_set_window (figure, from, to);
  plot_landscape_set_start (figure, surface || race ? &(PlotPlace) { start[0], start[1] } : NULL);
  set_trail (figure, landscape);
  set_race (figure, race, view);
  plot_landscape_set_description (figure, words);
}

PlotFigure *
percept_surface_figure_new (const PerceptSurfaceResult *result)
{
  const AnLossSurface    *surface = result->surface;
  const PerceptRaceView   view = { .step = result->race->n_steps };
  PlotLandscape          *figure = plot_landscape_new ();
  g_autoptr (PlotSurface) painted = convert (surface);
  g_autofree char        *note = make_note (name_cost (result->nll, result->sum), result->n_examples,
                                               name_view (PERCEPT_PLANE_WEIGHTS, result->race->full_run));
  g_autofree char        *words = describe (surface, result->race, &view);

  plot_landscape_set_titles (figure, result->title, note, surface->names[0], surface->names[1], NULL);
  plot_landscape_set_surface (figure, painted);
  plot_landscape_set_start (figure, &(PlotPlace) { result->race->start[0], result->race->start[1] });
  set_race (figure, result->race, &view);
  plot_landscape_set_description (figure, words);
  return plot_landscape_figure (figure);
}

gboolean
percept_surface_picture_save (const PerceptSurfaceResult *result,
                              const char                 *folder,
                              GError                    **error)
{
  g_autoptr (PlotFigure) figure = percept_surface_figure_new (result);
  g_autofree char       *path = g_build_filename (folder, "surface.png", NULL);
  PlotTheme              theme;

  plot_theme_init (&theme, FALSE, FALSE, TEXT_SIZE);
  return plot_figure_save (figure, path, PICTURE_WIDTH, PICTURE_HEIGHT, &theme, error);
}
