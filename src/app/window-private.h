/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window.h"
#include "figures/run-figures.h"
#include "views/lab/lab-page.h"
#include "views/landscape/landscape-page.h"
#include "views/landscape/race-player.h"
#include "views/weights/weights-page.h"

#include <json-glib/json-glib.h>

/* The parts of the window that its files share. */

struct _PerceptWindow
{
  AdwApplicationWindow parent_instance;
  PerceptSession      *session;
  PerceptRunFigures   *figures;
  char                *save_path;       /* the run folder that "save" writes to, or NULL */
  char                *saving_as;       /* what becomes that once it is written, or NULL */
  char                *message;         /* the last error that was told, for win.status */
  guint                status_id;       /* timeout */
  guint                frame_id;        /* idle */
  GCancellable        *looking;         /* at the path that is to be opened */
  GCancellable        *recognizing;     /* what hovers over the window */
  AdwToast            *toast;           /* the one that is shown, or NULL; weak */
  gint64               toasted;         /* us, when it came */
  GtkNativeDialog     *dialog;          /* the file dialog that is open, or NULL */
  gboolean             opening;         /* something else than the experiment that is open */
  gboolean             resume;          /* run what is being opened */
  gboolean             sidebar_folded;  /* while the Landscape is in view, */
  gboolean             sidebar_before;  /* which it comes back to afterwards */
  gboolean             seeking_mistake; /* the next image that the network gets wrong is to be shown */
  gboolean             narrow;
  int                  wide_least;      /* px: below, the frame is the narrow one */

  GtkWidget           *toasts;
  GtkWidget           *drop_overlay;
  GtkWidget           *drop_label;
  GtkWidget           *header;
  GtkWidget           *back_button;
  GtkWidget           *sidebar_button;
  GtkWidget           *experiments_button;
  GtkWidget           *present_button;
  GtkWidget           *title_label;
  GtkWidget           *middle;          /* of the header bar: switcher or title */
  GtkWidget           *switcher;
  GtkWidget           *middle_title;
  GtkWidget           *switcher_bar;
  GtkWidget           *main_stack;      /* gallery, work, present */
  GtkWidget           *flap;
  GtkWidget           *sidebar;
  GtkWidget           *pages;           /* AdwViewStack: train, weights, landscape, lab */
  GtkWidget           *train_page;
  GtkWidget           *weights_page;
  GtkWidget           *landscape_page;
  GtkWidget           *lab_page;
  GtkWidget           *present_view;
  GtkWidget           *transport;
  GtkWidget           *race_bar;        /* in the place of transport while the race is in view */
  GtkWidget           *transport_stack;
  GtkWidget           *transport_revealer;
};

/* window.c */
void percept_window_show_gallery   (PerceptWindow *self);
void percept_window_show_work      (PerceptWindow *self);
/* Shows the page @name ("train", "weights", "landscape", "lab") of the work; the Lab joins the others once it was asked
 * for. */
void percept_window_show_page      (PerceptWindow *self,
                                    const char    *name);
void percept_window_show_present   (PerceptWindow *self);
/* A toast; @message also goes to win.status. */
void percept_window_report         (PerceptWindow *self,
                                    const char    *message);
/* A toast about something that went well. */
void percept_window_tell           (PerceptWindow *self,
                                    const char    *message);
void percept_window_open           (PerceptWindow   *self,
                                    TrainExperiment *experiment,
                                    gboolean         run);
/* @path: a run folder; goes on with it if @resume. */
void percept_window_open_run       (PerceptWindow   *self,
                                    const char      *path,
                                    gboolean         resume);

/* window-actions.c */
void percept_window_add_actions    (PerceptWindow *self);
/* Puts the states of the actions to what the session and the widgets say. */
void percept_window_update_actions (PerceptWindow *self);

/* window-curves.c */
void percept_window_add_curve_actions (PerceptWindow *self);

/* window-files.c */
void percept_window_add_file_actions (PerceptWindow *self);
void percept_window_open_path      (PerceptWindow *self,
                                    const char    *path);
/* Something else is opened: what was asked for before is not. */
void percept_window_stop_looking   (PerceptWindow *self);

/* A dialog for a path, which goes to @done. Returns: (transfer none), to be told what to propose */
GtkFileChooserNative *
     percept_window_choose         (PerceptWindow        *self,
                                    const char           *title,
                                    GtkFileChooserAction  action,
                                    void                (*done) (PerceptWindow *self, const char *path));

/* window-weights.c */
void percept_window_add_weights    (PerceptWindow *self);
void percept_window_update_weights_actions (PerceptWindow *self);

/* window-units.c */
void percept_window_add_units      (PerceptWindow *self);
void percept_window_update_units_actions (PerceptWindow *self);
void percept_window_add_units_status (PerceptWindow *self,
                                      JsonBuilder   *builder);

/* window-weight-files.c; @open: there is an experiment. */
void percept_window_add_weight_files (PerceptWindow *self);
void percept_window_update_weight_file_actions (PerceptWindow *self,
                                                gboolean       open);

/* window-image.c */
void percept_window_add_image      (PerceptWindow *self);
void percept_window_update_image_actions (PerceptWindow *self);
/* Member "image" of win.status. */
void percept_window_add_image_status (PerceptWindow *self,
                                      JsonBuilder   *builder);

/* window-edits.c */
void percept_window_add_edits      (PerceptWindow *self);
void percept_window_update_edit_actions (PerceptWindow *self);

/* window-landscape.c */
void percept_window_add_landscape  (PerceptWindow *self);
void percept_window_update_race_actions (PerceptWindow *self);
/* The view of the landscape. Returns: (transfer full) */
PerceptFigureView *percept_window_find_landscape (PerceptWindow *self);
/* What run, step, restart and pace are about when the Landscape is in view, presented or not; NULL: the training. */
PerceptRacePlayer *percept_window_get_race (PerceptWindow *self);

/* window-present.c */
void percept_window_set_present    (PerceptWindow *self,
                                    gboolean       present);
/* The figures of the page in view are presented first, as they are now. */
void percept_window_update_guests  (PerceptWindow *self);
void percept_window_add_keys       (PerceptWindow *self);

/* window-status.c */
void percept_window_add_status     (PerceptWindow *self);
void percept_window_queue_status   (PerceptWindow *self);

/* window-drop.c */
void percept_window_add_drop       (PerceptWindow *self);
