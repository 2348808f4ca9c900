/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/lab/coordinate-table.h"

#include <glib/gi18n-lib.h>

#define MOST_ROWS 12

static void
put (GtkGrid    *grid,
     int         column,
     int         row,
     const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0.0f : 1.0f);
  if (row == 0)
    gtk_widget_add_css_class (label, "heading");
  else
    {
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      gtk_widget_set_can_focus (label, FALSE);
      gtk_widget_add_css_class (label, "numeric");
    }
  gtk_grid_attach (grid, label, column, row, 1, 1);
}

static void
put_number (GtkGrid    *grid,
            int         column,
            int         row,
            const char *format,
            double      value)
{
  char  text[G_ASCII_DTOSTR_BUF_SIZE];

  put (grid, column, row, g_ascii_formatd (text, sizeof text, format, value));
}

void
percept_coordinate_table_fill (GtkGrid               *grid,
                               const AnGradientCheck *check)
{
  const char *const heads[] = { _("Coordinate"), _("float32"), _("double"), _("Difference"),
                                _("|double − difference|") };
  const double     *d = check->differences[check->scheme] + check->best * check->n;
  const guint32    *kinks = check->kinks[check->scheme] + check->best * check->n;
  g_autofree gsize *order = an_gradient_check_order (check);
  GtkWidget        *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))))
    gtk_grid_remove (grid, child);
  for (int column = 0; column < (int) G_N_ELEMENTS (heads); column++)
    put (grid, column, 0, heads[column]);
  for (int row = 1; row <= (int) MIN (check->n, MOST_ROWS); row++)
    {
      gsize  i = order[row - 1];
      double apart = check->reference[i] - d[i];

      put (grid, 0, row, check->names[i]);
      put_number (grid, 1, row, "%.7g", check->production[i]);
      put_number (grid, 2, row, "%.10g", check->reference[i]);
      put_number (grid, 3, row, "%.10g", d[i]);
      put_number (grid, 4, row, "%.2g", ABS (apart));
      if (kinks[i] > 0)
        put (grid, 5, row, _("across a kink"));
    }
}
