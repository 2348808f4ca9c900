/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/header.h"

/* The first line of @note that fits, or the last one. Returns: (transfer full) */
static char *
choose_note (PlotText   *text,
             const char *note,
             double      room)
{
  g_auto (GStrv) forms = g_strsplit (note, "\n", -1);
  guint          i = 0;

  while (forms[i + 1] && plot_text_width (text, PLOT_TEXT_PLAIN, forms[i], G_MAXINT16) > room)
    i++;
  return g_strdup (forms[i]);
}

void
plot_header_draw (PlotText        *text,
                  const PlotTheme *theme,
                  const char      *title,
                  const char      *note,
                  double           edge,
                  double           width)
{
  double line = plot_text_line_height (text, PLOT_TEXT_PLAIN);
  double bottom = edge + plot_text_line_height (text, PLOT_TEXT_TITLE);
  double all = width - 2 * edge;
  double room = all - plot_text_width (text, PLOT_TEXT_TITLE, title, all) - 2 * line;

  plot_text_show (text, PLOT_TEXT_TITLE, title, edge, edge, 0, 0, all, &theme->text);
  if (note && note[0] && room > 4 * line)
    {
      g_autofree char *form = choose_note (text, note, room);

      plot_text_show (text, PLOT_TEXT_PLAIN, form, width - edge, bottom, 1, 1, room, &theme->faint_text);
    }
}
