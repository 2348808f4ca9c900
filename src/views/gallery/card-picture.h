/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "datasets/dataset.h"

#include <gtk/gtk.h>

/* The picture on a card of the gallery: computed, never invented. Digits come from the built-in generator. */

typedef enum
{
  PERCEPT_PICTURE_TEMPLATES, /* what the mean of each digit has that the mean of all has not */
  PERCEPT_PICTURE_STROKES,   /* the strokes that tell two digits apart */
  PERCEPT_PICTURE_VALLEY,    /* gradient descent and momentum on one narrow valley */
  PERCEPT_PICTURE_SAMPLES,   /* digits as they are */
  PERCEPT_PICTURE_CHECK,     /* the error of forward and central differences against their step, both logarithmic */
  PERCEPT_PICTURE_RACE,      /* optimizers on a surface with a formula */
} PerceptPictureKind;

#define PERCEPT_TYPE_CARD_PICTURE (percept_card_picture_get_type ())
G_DECLARE_FINAL_TYPE (PerceptCardPicture, percept_card_picture, PERCEPT, CARD_PICTURE, GtkWidget)

GtkWidget *percept_card_picture_new        (PerceptPictureKind  kind);

/* @digits: kept; the picture stays a plain tint until it has them. */
void       percept_card_picture_set_digits (PerceptCardPicture *picture,
                                            DsDataset          *digits);
