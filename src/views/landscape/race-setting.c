/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/race-setting.h"

/* Those of the plane of two weights; the others are of every plane. */
static const char *const of_the_plane[] = { "weights", "window", "start", "racers", NULL };

void
percept_race_setting_keep (GtkWidget        *widget,
                           PerceptLandscape *landscape,
                           const char       *key,
                           const char       *value)
{
  g_autofree char *setting = g_strdup_printf ("landscape.%s=%s", key, value);

  if (percept_landscape_get_plane (landscape) == PERCEPT_PLANE_WEIGHTS || !g_strv_contains (of_the_plane, key))
    gtk_widget_activate_action (widget, "win.set", "s", setting);
}

void
percept_race_setting_keep_count (GtkWidget        *widget,
                                 PerceptLandscape *landscape,
                                 const char       *key,
                                 gsize             n)
{
  g_autofree char *value = g_strdup_printf ("%" G_GSIZE_FORMAT, n);

  percept_race_setting_keep (widget, landscape, key, value);
}

void
percept_race_setting_keep_start (GtkWidget        *widget,
                                 PerceptLandscape *landscape)
{
  g_autofree char *value = NULL;
  double           start[2];
  char             x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];

  percept_landscape_get_start (landscape, start);
  g_ascii_formatd (x, sizeof x, "%.6g", start[0]);
  g_ascii_formatd (y, sizeof y, "%.6g", start[1]);
  value = g_strdup_printf ("%s, %s", x, y);
  percept_race_setting_keep (widget, landscape, "start", value);
}

/* "-7:2, 0:7", with so many digits that the ends of the smallest window stay two. */
void
percept_race_setting_keep_window (GtkWidget        *widget,
                                  PerceptLandscape *landscape)
{
  g_autofree char *value = NULL;
  double           ends[2][2];
  char             texts[2][2][G_ASCII_DTOSTR_BUF_SIZE];

  percept_landscape_get_window (landscape, ends[0], ends[1]);
  for (int end = 0; end < 2; end++)
    for (int k = 0; k < 2; k++)
      g_ascii_formatd (texts[end][k], sizeof texts[end][k], "%.12g", ends[end][k]);
  value = g_strdup_printf ("%s:%s, %s:%s", texts[0][0], texts[1][0], texts[0][1], texts[1][1]);
  percept_race_setting_keep (widget, landscape, "window", value);
}

void
percept_race_setting_keep_racers (GtkWidget        *widget,
                                  PerceptLandscape *landscape)
{
  guint            n;
  const AnRacer   *racers = percept_landscape_get_racers (landscape, &n);
  g_autofree char *value = an_racers_format (racers, n);

  percept_race_setting_keep (widget, landscape, "racers", value);
}

void
percept_race_setting_keep_weights (GtkWidget        *widget,
                                   PerceptLandscape *landscape)
{
  const char      *weights = percept_landscape_get_weights (landscape);
  g_autofree char *value = g_strdup (weights != NULL ? weights : "suggest");

  percept_race_setting_keep (widget, landscape, "weights", value);
  percept_race_setting_keep (widget, landscape, "window", "fit");
  percept_race_setting_keep (widget, landscape, "start", "fit");
}
