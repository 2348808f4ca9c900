/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "views/gallery/card-picture.h"

/* A card of the gallery: a button with a picture, a title and a sentence. */

#define PERCEPT_TYPE_GALLERY_CARD (percept_gallery_card_get_type ())
G_DECLARE_FINAL_TYPE (PerceptGalleryCard, percept_gallery_card, PERCEPT, GALLERY_CARD, GtkButton)

/* @first: this is where one starts. */
GtkWidget          *percept_gallery_card_new         (PerceptPictureKind  kind,
                                                      const char         *title,
                                                      const char         *about,
                                                      gboolean            first);
PerceptCardPicture *percept_gallery_card_get_picture (PerceptGalleryCard *card);
