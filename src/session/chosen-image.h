/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

/* The image that views of a page ask their network about: an example of the session's data, or one drawn by hand.
 * Home's thread.
 *
 * Signal "changed": the image is another one, or none. */

#define PERCEPT_TYPE_CHOSEN_IMAGE (percept_chosen_image_get_type ())
G_DECLARE_FINAL_TYPE (PerceptChosenImage, percept_chosen_image, PERCEPT, CHOSEN_IMAGE, GObject)

#define PERCEPT_NO_LABEL   G_MAXUINT   /* nobody says what it is */
#define PERCEPT_NO_EXAMPLE G_MAXUINT32

/* @session: kept. Once it has data the first validation example is chosen (training where there are none), and again
 * with each that is opened; an example stays chosen while the data stay. Returns: (transfer full) */
PerceptChosenImage *percept_chosen_image_new          (PerceptSession     *session);

/* As in the dataset: channels x height x width bytes, 0 is the background. (transfer none), until "changed"; NULL: the
 * session is empty, or its data are no images. */
const guint8       *percept_chosen_image_get_bytes    (PerceptChosenImage *image,
                                                       guint              *channels,
                                                       guint              *height,
                                                       guint              *width);
/* What the network receives: the recipe's floats, as many. Returns: (transfer full), NULL with no image */
float              *percept_chosen_image_expand       (PerceptChosenImage *image);

/* The true class, or PERCEPT_NO_LABEL for a drawn one. */
guint               percept_chosen_image_get_label    (PerceptChosenImage *image);
/* Into the session's dataset; PERCEPT_NO_EXAMPLE once it was painted on, and for test images of a set of their own. */
guint32             percept_chosen_image_get_index    (PerceptChosenImage *image);
/* In the part that it is of, from 0: where moving goes on from, also once the example was painted on. */
gsize               percept_chosen_image_get_place    (PerceptChosenImage *image);
/* "validation example 17, a “4”", "drawn by hand" (translated). Returns: (transfer full) */
char               *percept_chosen_image_get_title    (PerceptChosenImage *image);

/* The example at @index of the session's dataset. */
void                percept_chosen_image_set_example  (PerceptChosenImage *image,
                                                       guint32             index);
/* Which part percept_chosen_image_move() goes through: at first that of percept_example_list(). The test part stays
 * closed until percept_session_is_test_revealed(): FALSE, nothing has changed. Its first example is chosen. */
gboolean            percept_chosen_image_set_part     (PerceptChosenImage *image,
                                                       TrainPart           part);
TrainPart           percept_chosen_image_get_part     (PerceptChosenImage *image);
/* @by places on in the part, around its ends. */
void                percept_chosen_image_move         (PerceptChosenImage *image,
                                                       int                 by);
/* An image drawn by hand, as many bytes as percept_chosen_image_get_bytes() gives, copied. */
void                percept_chosen_image_set_drawn    (PerceptChosenImage *image,
                                                       const guint8       *bytes);
