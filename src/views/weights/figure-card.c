/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/figure-card.h"

GtkWidget *
percept_figure_card_new (GtkWidget *view)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "figure-card");
  gtk_widget_set_overflow (card, GTK_OVERFLOW_HIDDEN);
  gtk_box_append (GTK_BOX (card), view);
  return card;
}
