/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/run-pictures.h"

#include "plot/row.h"

#define TEXT_SIZE 14.67 /* 11 pt */

static gboolean
save_curves (PerceptRunFigures *figures,
             const char        *folder,
             const PlotTheme   *theme,
             GError           **error)
{
  g_autofree char        *path = g_build_filename (folder, "curves.png", NULL);
  PlotFigure             *members[] = { percept_run_figures_get (figures, PERCEPT_RUN_FIGURE_COST),
                                        percept_run_figures_get (figures, PERCEPT_RUN_FIGURE_ACCURACY) };
  g_autoptr (PlotFigure)  row = plot_row_new (members, G_N_ELEMENTS (members));

  return plot_figure_save (row, path, 1100, 420, theme, error);
}

static gboolean
save_weights (PerceptRunFigures *figures,
              const char        *folder,
              const PlotTheme   *theme,
              GError           **error)
{
  g_autofree char *path = g_build_filename (folder, "weights.png", NULL);

  return plot_figure_save (percept_run_figures_get (figures, PERCEPT_RUN_FIGURE_ALL_UNITS), path, 1100, 620, theme,
                           error);
}

gboolean
percept_run_pictures_save (PerceptRunFigures *figures,
                           const char        *path,
                           GError           **error)
{
  PlotTheme theme;

  plot_theme_init (&theme, FALSE, FALSE, TEXT_SIZE);
  return save_curves (figures, path, &theme, error) && save_weights (figures, path, &theme, error);
}
