/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/gallery/gallery-card.h"

#include <glib/gi18n-lib.h>

struct _PerceptGalleryCard
{
  GtkButton  parent_instance;
  GtkWidget *picture;
};

G_DEFINE_FINAL_TYPE (PerceptGalleryCard, percept_gallery_card, GTK_TYPE_BUTTON)

static void
percept_gallery_card_class_init (PerceptGalleryCardClass *klass)
{
}

static void
percept_gallery_card_init (PerceptGalleryCard *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "activatable");
  gtk_widget_add_css_class (GTK_WIDGET (self), "gallery-card");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

PerceptCardPicture *
percept_gallery_card_get_picture (PerceptGalleryCard *self)
{
  return PERCEPT_CARD_PICTURE (self->picture);
}

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), 10);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 34);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

GtkWidget *
percept_gallery_card_new (PerceptPictureKind kind,
                          const char        *title,
                          const char        *about,
                          gboolean           first)
{
  PerceptGalleryCard *self = g_object_new (PERCEPT_TYPE_GALLERY_CARD, NULL);
  GtkWidget          *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget          *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  /* Translators: before the title of the experiment to begin with */
  g_autofree char    *full = first ? g_strdup_printf (_("▶ Start here: %s"), title) : g_strdup (title);
  g_autofree char    *name = g_strdup_printf ("%s. %s", title, about);

  self->picture = percept_card_picture_new (kind);
  gtk_widget_add_css_class (words, "card-words");
  gtk_box_append (GTK_BOX (words), make_label (full, "heading"));
  gtk_box_append (GTK_BOX (words), make_label (about, "card-about"));
  gtk_box_append (GTK_BOX (column), self->picture);
  gtk_box_append (GTK_BOX (column), words);
  gtk_button_set_child (GTK_BUTTON (self), column);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET (self);
}
