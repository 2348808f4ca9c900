/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "datasets/digit-pen.h"

/* Turns a chain of pen strokes into pixels: the distance of each pixel's middle from the nearest edge of the ink,
 * through a soft ramp. Exact distances need no oversampling, know pens of changing width, and give the same bytes
 * everywhere, which a graphics library does not promise from version to version. */

/* Draws @ink, moved by whole pixels so that its center of mass comes to the middle (MNIST's rule), into @pixels,
 * DS_FRAME x DS_FRAME bytes, row-major, 0 background, 255 ink. */
void ds_raster_draw (const DsInk *ink,
                     guint8      *pixels);
