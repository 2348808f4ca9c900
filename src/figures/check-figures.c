/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/check-figures.h"

#include "analysis/check-words.h"
#include "plot/row.h"
#include "plot/scatter.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TEXT_SIZE 14.67 /* 11 pt */
#define GUIDE_DISTANCE 4.0

static const PlotRole roles[AN_N_SCHEMES] = { PLOT_ROLE_TRAIN, PLOT_ROLE_VALIDATION, PLOT_ROLE_TEST };
static const char *const scheme_labels[AN_N_SCHEMES] = { N_("forward"), N_("backward"), N_("central") };

static int
compare_h (gconstpointer a,
           gconstpointer b,
           gpointer      user_data)
{
  const double *h = user_data;
  double        of_a = h[*(const guint *) a], of_b = h[*(const guint *) b];

  return (of_a > of_b) - (of_a < of_b);
}

/* Places in the list of h, ascending. Returns: (transfer full) */
static guint *
order_steps (const AnGradientCheck *check)
{
  guint *order = g_new (guint, check->n_h);

  for (guint k = 0; k < check->n_h; k++)
    order[k] = k;
  g_qsort_with_data (order, (gint) check->n_h, sizeof *order, compare_h, check->h);
  return order;
}

/* A line of @slope beside the error of @scheme at the h next to @at, away from it by @distance, from @from to @to. */
static void
add_slope (PlotScatter           *scatter,
           const AnGradientCheck *check,
           AnScheme               scheme,
           double                 at,
           double                 slope,
           double                 distance,
           double                 from,
           double                 to,
           const char            *label)
{
  guint  near = 0;
  double error;

  for (guint k = 1; k < check->n_h; k++)
    if (fabs (log (check->h[k] / at)) < fabs (log (check->h[near] / at)))
      near = k;
  error = distance * check->of_reference[scheme][near].sum;
  if (check->n_h > 2 && error > 0.0 && fabs (log10 (check->h[near] / at)) <= 1.0)
    plot_scatter_add_guide (scatter, from, error * pow (from / check->h[near], slope), to,
                            error * pow (to / check->h[near], slope), label);
}

static void
describe_steps (PlotScatter           *scatter,
                const AnGradientCheck *check)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char    *verdict = an_check_words (check);

  for (AnScheme s = 0; s < AN_N_SCHEMES; s++)
    {
      guint best = 0;

      for (guint k = 1; k < check->n_h; k++)
        if (check->of_reference[s][k].sum < check->of_reference[s][best].sum)
          best = k;
      g_string_append_printf (words, _("Error of %s differences: smallest %.3g at h = %g. "), _(scheme_labels[s]),
                              check->of_reference[s][best].sum, check->h[best]);
    }
  g_string_append (words, verdict);
  plot_scatter_set_description (scatter, words->str);
}

static gboolean
crosses_kinks (const AnGradientCheck *check)
{
  for (AnScheme s = 0; s < AN_N_SCHEMES; s++)
    for (guint k = 0; k < check->n_h; k++)
      if (check->of_reference[s][k].n_kinked > 0)
        return TRUE;
  return FALSE;
}

static PlotFigure *
new_steps (const PerceptCheckResult *result)
{
  const AnGradientCheck *check = result ? result->check : NULL;
  const char            *note = check && crosses_kinks (check) ? _("hollow: steps across kinks") : NULL;
  PlotScatter           *scatter = plot_scatter_new (_("Error of the differences"), note, _("step h"),
                                                     _("sum of |gradient − difference|"),
                                                     _("Nothing is checked yet"));
  g_autofree guint      *order = check ? order_steps (check) : NULL;

  plot_scatter_set_scales (scatter, PLOT_SCALE_LOG, PLOT_SCALE_LOG);
  for (AnScheme s = 0; check && s < AN_N_SCHEMES; s++)
    {
      guint series = plot_scatter_add_series (scatter, roles[s], _(scheme_labels[s]), TRUE);

      for (guint k = 0; k < check->n_h; k++)
        plot_scatter_append (scatter, series, NULL, check->h[order[k]], check->of_reference[s][order[k]].sum,
                             check->of_reference[s][order[k]].n_kinked > 0);
    }
  if (check)
    {
      /* A slope is noted where theory has it: not over a picture of a bug. */
      if (check->verdict == AN_VERDICT_AGREES)
        {
          add_slope (scatter, check, AN_SCHEME_FORWARD, 1e-3, 1, GUIDE_DISTANCE, 1e-5, 1e3, _("error ∝ h"));
          add_slope (scatter, check, AN_SCHEME_CENTRAL, 1e-2, 2, 1 / GUIDE_DISTANCE, 1e-4, 1e3, _("error ∝ h²"));
          add_slope (scatter, check, AN_SCHEME_CENTRAL, 1e-8, -1, 1 / GUIDE_DISTANCE, 1e-15, 1e-6, _("rounding ∝ 1/h"));
        }
      describe_steps (scatter, check);
    }
  return plot_scatter_figure (scatter);
}

static PlotFigure *
new_points (const PerceptCheckResult *result)
{
  const AnGradientCheck *check = result ? result->check : NULL;
  g_autofree char *note = check ? g_strdup_printf (_("h = %g, %s"), check->h[check->best],
                                                   _(scheme_labels[check->scheme]))
                                : NULL;
  PlotScatter  *scatter = plot_scatter_new (_("Gradient against difference"), note, _("finite difference"),
                                            _("gradient"), _("Nothing is checked yet"));
  guint         production, reference;
  const double *d;

  if (!check)
    return plot_scatter_figure (scatter);
  d = check->differences[check->scheme] + check->best * check->n;
  production = plot_scatter_add_series (scatter, PLOT_ROLE_VALIDATION, _("float32"), FALSE);
  reference = plot_scatter_add_series (scatter, PLOT_ROLE_TRAIN, _("double"), FALSE);
  for (gsize i = 0; i < check->n; i++)
    {
      gboolean kinked = check->kinks[check->scheme][check->best * check->n + i] > 0;

      plot_scatter_append (scatter, reference, check->names[i], d[i], check->reference[i], kinked);
      plot_scatter_append (scatter, production, check->names[i], d[i], check->production[i], kinked);
    }
  plot_scatter_add_guide (scatter, -1e9, -1e9, 1e9, 1e9, NULL);
  {
    g_autofree char *words = an_check_words (check);

    plot_scatter_set_description (scatter, words);
  }
  return plot_scatter_figure (scatter);
}

static PlotFigure *
new_angles (const PerceptCheckResult *result)
{
  PlotScatter     *scatter = plot_scatter_new (_("Angle against cost"), NULL, _("cost"),
                                               _("angle between gradient and difference, degrees"),
                                               _("check.along = 20 follows the angle along a run"));
  GArray          *along = result ? result->along : NULL;
  guint            series = along ? plot_scatter_add_series (scatter, PLOT_ROLE_TRAIN, "", TRUE) : 0;
  g_autofree char *words = NULL;

  for (guint i = 0; along && i < along->len; i++)
    {
      const AnAnglePoint *point = &g_array_index (along, AnAnglePoint, i);

      plot_scatter_append (scatter, series, NULL, point->cost, point->angle * 180.0 / G_PI, FALSE);
    }
  if (along && along->len > 0)
    {
      const AnAnglePoint *first = &g_array_index (along, AnAnglePoint, 0);
      const AnAnglePoint *last = &g_array_index (along, AnAnglePoint, along->len - 1);

      words = g_strdup_printf (_("The angle goes from %.3g° at cost %.3g to %.3g° at cost %.3g"),
                               first->angle * 180.0 / G_PI, first->cost, last->angle * 180.0 / G_PI, last->cost);
      plot_scatter_set_description (scatter, words);
    }
  return plot_scatter_figure (scatter);
}

PlotFigure *
percept_check_figure_new (PerceptCheckFigure        which,
                          const PerceptCheckResult *result)
{
  static PlotFigure *(*const makers[]) (const PerceptCheckResult *) = { new_steps, new_points, new_angles };

  return makers[which] (result);
}

gboolean
percept_check_pictures_save (const PerceptCheckResult *result,
                             const char               *path,
                             GError                  **error)
{
  g_autoptr (PlotFigure) left = percept_check_figure_new (PERCEPT_CHECK_FIGURE_STEPS, result);
  g_autoptr (PlotFigure) right =
    percept_check_figure_new (result->along ? PERCEPT_CHECK_FIGURE_ANGLES : PERCEPT_CHECK_FIGURE_POINTS, result);
  PlotFigure            *members[] = { left, right };
  g_autoptr (PlotFigure) row = plot_row_new (members, G_N_ELEMENTS (members));
  PlotTheme              theme;

  plot_theme_init (&theme, FALSE, FALSE, TEXT_SIZE);
  return plot_figure_save (row, path, 1200, 480, &theme, error);
}
