/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "datasets/dataset.h"

/* Digits as MNIST frames them (Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits"), and the
 * built-in ones as well: the longer side of the ink is 20 of 28 pixels, and its center of mass lies in the middle. A
 * network that has only seen such digits is at a loss with one that is written small in a corner.
 *
 * Ink is what has at least DS_FRAME_INK of 255: softer edges don't count for the size, in MNIST and in the built-in
 * digits alike. Any thread. */

#define DS_FRAME_INK 64

/* Copies @drawn into @framed, scaled so that the longer side of its ink is 20/28 of the shorter side of the image, and
 * moved by whole pixels so that the center of mass comes to the middle, up to half a pixel, or as near as the ink stays
 * inside. Ink that has this size already is moved alone, so that framing again changes nothing; without ink the image
 * stays as it is. @drawn, @framed: @height x @width bytes, 0 is the background; not overlapping. */
void     ds_digit_frame      (const guint8    *drawn,
                              guint            height,
                              guint            width,
                              guint8          *framed);

/* Whether the examples of @dataset are framed like that: gray, and of a few hundred of them nine in ten, up to one
 * pixel. Costs less than a millisecond. */
gboolean ds_digit_frame_fits (const DsDataset *dataset);
