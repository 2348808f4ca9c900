/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/gradient-check.h"

/* What came out of a gradient check as one or two sentences, translated. Returns: (transfer full) */
char *an_check_words (const AnGradientCheck *check);
