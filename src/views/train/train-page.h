/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "views/figure-binding.h"
#include "views/train/example-pane.h"
#include "views/train/learning-pane.h"
#include "views/train/mistakes-pane.h"

#include <gtk/gtk.h>

/* The Train page: learning curves of cost and accuracy, a strip of weight pictures that sharpen, and, when a run
 * has ended, what to try next. While data is read or drawn it shows how far that is. */

#define PERCEPT_TYPE_TRAIN_PAGE (percept_train_page_get_type ())
G_DECLARE_FINAL_TYPE (PerceptTrainPage, percept_train_page, PERCEPT, TRAIN_PAGE, GtkWidget)

/* Both are kept; once, before the page is shown. */
void percept_train_page_set_run (PerceptTrainPage  *page,
                                 PerceptSession    *session,
                                 PerceptRunFigures *figures);

/* (transfer none) */
PerceptLearningPane *percept_train_page_get_learning_pane (PerceptTrainPage *page);
PerceptMistakesPane *percept_train_page_get_mistakes_pane (PerceptTrainPage *page);
PerceptExamplePane  *percept_train_page_get_example_pane  (PerceptTrainPage *page);
