/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "datasets/digit-shape.h"

/* One digit as a hand would write it: a style and a shape of its own, posture and pen, laid out in the frame. */

#define DS_FRAME     28
#define DS_INNER_BOX 20 /* the longer side of the ink, as in MNIST */

/* Writes @digit (0 .. 9) once, with all its chances taken from @rng: the box around the ink, pen included, is
 * centered in the DS_FRAME x DS_FRAME frame and its longer side is DS_INNER_BOX. Nodes in pixels.
 * @ink: (out caller-allocates) */
void ds_pen_write (DsInk   *ink,
                   guint    digit,
                   BaseRng *rng);
