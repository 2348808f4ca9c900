/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/theme.h"

/* Paints a race for a card of the gallery: the first steps of some optimizers over a surface with a formula, from the
 * left upper corner at 0, 0. */
void percept_card_race_draw (cairo_t         *cr,
                             double           width,
                             double           height,
                             const PlotTheme *theme);
