/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/race-readouts.h"

#include "plot/landscape.h"
#include "views/landscape/race-numbers.h"
#include "widgets/figure-style.h"

#include <glib/gi18n-lib.h>
#include <math.h>

void
percept_race_show_step (PerceptReadout    *readout,
                        PerceptRacePlayer *player)
{
  guint            n = percept_race_player_get_n_steps (player);
  g_autofree char *text = g_strdup_printf ("%u / %u", percept_race_player_get_step (player), n);
  g_autofree char *sample = g_strdup_printf ("%u / %u", n, n);

  percept_readout_set_sample (readout, sample, _("race step"));
  percept_readout_set (readout, text, _("race step"));
  percept_readout_set_color (readout, NULL);
}

static void
set_racer_color (PerceptReadout *readout,
                 guint           i)
{
  PlotTheme        theme;
  const PlotColor *color;

  percept_figure_style_get_theme (percept_figure_style_get_default (), &theme);
  color = plot_racer_color (&theme, i);
  percept_readout_set_color (readout,
                             &(GdkRGBA) { (float) color->red, (float) color->green, (float) color->blue, 1 });
}

void
percept_race_show_cost (PerceptReadout    *readout,
                        PerceptRacePlayer *player,
                        guint              i,
                        gboolean           tight)
{
  PerceptLandscape    *landscape = percept_race_player_get_landscape (player);
  g_autofree char     *name = percept_race_get_name (landscape, i);
  g_autofree char     *cost = NULL;
  PerceptRacerStanding standing;

  if (!percept_race_get_standing (landscape, i, percept_race_player_get_step (player), &standing))
    cost = g_strdup ("–");
  else if (standing.diverged)
    cost = g_strdup (_("diverged"));
  else
    cost = percept_race_write_cost (landscape, standing.at->cost);
  percept_readout_grow_sample (readout, cost, tight ? "" : name);
  percept_readout_set (readout, cost, name);
  set_racer_color (readout, i);
}

/* Of racer @i as it stands; infinite when it is not known or gone. */
static double
get_cost (PerceptRacePlayer *player,
          guint              i)
{
  PerceptRacerStanding standing;

  if (!percept_race_get_standing (percept_race_player_get_landscape (player), i,
                                  percept_race_player_get_step (player), &standing)
      || standing.diverged)
    return INFINITY;
  return standing.at->cost;
}

guint
percept_race_rank (PerceptRacePlayer *player,
                   guint             *order,
                   guint              n)
{
  guint n_racers, n_found = 0;

  percept_landscape_get_racers (percept_race_player_get_landscape (player), &n_racers);
  for (guint i = 0; i < n_racers; i++)
    {
      guint place = n_found;

      if (percept_race_player_get_hidden (player) & (1u << i))
        continue;
      while (place > 0 && get_cost (player, i) < get_cost (player, order[place - 1]))
        place--;
      if (place >= n)
        continue;
      n_found = MIN (n_found + 1, n);
      for (guint k = n_found - 1; k > place; k--)
        order[k] = order[k - 1];
      order[place] = i;
    }
  return n_found;
}
