/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/cut-line.h"
#include "plot/landscape.h"
#include "plot/scale.h"
#include "plot/text.h"

/* The model of a landscape, its layout in px and the steps of its painting; shared by the files landscape*.c alone. */


typedef struct
{
  char     *label;
  GArray   *places; /* of PlotPlace */
  GArray   *ghost;  /* of PlotPlace */
  GArray   *costs;  /* of double, at the first places */
  gboolean  has_velocity, has_gradient;
  PlotPlace velocity, gradient;
} PlotLandscapeRacer;

/* A label that stands along a contour. */
typedef struct
{
  char  *text;
  guint  level;
  double x, y;  /* its middle, px */
  double angle; /* in radians, clockwise */
  double width; /* of the text, px */
} PlotContourLabel;

/* What the surface looked like last, and for what. */
typedef struct
{
  cairo_surface_t   *picture; /* of the plot's frame; NULL: none yet */
  GPtrArray         *labels;  /* of PlotContourLabel, that stand on it */
  PlotFrame          frame;
  double             from[2], to[2];
  double             scale;   /* pixels to a px */
  PlotTheme          theme;
} PlotLandscapeGround;

struct _PlotLandscape
{
  PlotFigure          figure;
  char               *title;
  char               *note;
  char               *x_title;
  char               *y_title;
  char               *empty;
  char               *description;
  PlotSurface        *surface; /* or NULL */
  PlotLandscapeStyle  style;
  PlotLevelKind       level_kind;
  PlotLevelKind       drawn_levels; /* of @levels: equal or logarithmic */
  gboolean            has_window;
  double              from[2], to[2];
  gboolean            has_start;
  PlotPlace           start;
  PlotLandscapeRacer  racers[PLOT_MAX_RACERS];
  GArray             *trail;   /* of PlotPlace */
  /* Made when they are needed, dropped when what they were made of changes. */
  GArray             *levels;  /* of double */
  GPtrArray          *lines;   /* of PlotContourLine */
  PlotLandscapeGround ground;
};

/* One painting, handed through its steps. */
typedef struct
{
  PlotLandscape   *landscape;
  cairo_t         *cr;
  const PlotTheme *theme;
  PlotText        *text;
  double           width, height;
  PlotFrame        frame;      /* of the plot, whole px */
  double           line, edge;
  gboolean         numbers;    /* there is room for text */
  gboolean         has_window; /* a place has px */
  double           from[2], to[2];
  PlotScale        x, y;
  PlotTicks        x_ticks, y_ticks;
  double           strip;      /* width of the scale of a heat map; 0: none */
  GPtrArray       *labels;     /* of PlotContourLabel, or NULL */
} PlotLandscapePainting;

static inline double
plot_landscape_x_px (const PlotLandscapePainting *painting,
                     double                       x)
{
  return painting->frame.left + plot_scale_map (&painting->x, x) * (painting->frame.right - painting->frame.left);
}

static inline double
plot_landscape_y_px (const PlotLandscapePainting *painting,
                     double                       y)
{
  return painting->frame.bottom - plot_scale_map (&painting->y, y) * (painting->frame.bottom - painting->frame.top);
}

static inline gboolean
plot_frames_meet (const PlotFrame *a,
                  const PlotFrame *b)
{
  return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

/* The same, and also where one has no extent. */
static inline gboolean
plot_frames_touch (const PlotFrame *a,
                   const PlotFrame *b)
{
  return a->left <= b->right && b->left <= a->right && a->top <= b->bottom && b->top <= a->bottom;
}

/* A line of one px stands on a row or column of pixels. */
static inline double
plot_landscape_crisp (double px)
{
  return (double) (long) px + 0.5;
}

/* Px of a marker: 3.2 widths of a line, less where the plot is small. */
static inline double
plot_landscape_marker (const PlotLandscapePainting *painting)
{
  double side = MIN (painting->frame.right - painting->frame.left, painting->frame.bottom - painting->frame.top);

  return 3.2 * painting->theme->line_width * CLAMP (side / (105 * painting->theme->line_width), 0.55, 1);
}

/* landscape-layout.c: fills in what comes after the size. */
void          plot_landscape_lay_out       (PlotLandscapePainting       *painting);
/* Returns: (transfer full) the number of the @i-th tick */
char         *plot_landscape_tick_number   (const PlotTicks             *ticks,
                                            guint                        i);

/* landscape-levels.c: levels, lines and the share of the scale that a value has. */
const GArray *plot_landscape_levels        (PlotLandscape               *landscape);
GPtrArray    *plot_landscape_lines         (PlotLandscape               *landscape);
void          plot_landscape_drop_levels   (PlotLandscape               *landscape);
/* 0 at the lowest value, 1 at the highest, and from level to level equal parts. */
double        plot_landscape_share         (PlotLandscape               *landscape,
                                            double                       value);
/* Whether the level is one of the @most or fewer that have a label. */
gboolean      plot_landscape_labels_level  (PlotLandscape               *landscape,
                                            guint                        level,
                                            guint                        most);
/* The step that numbers must tell apart, of levels as @most of them are labeled. */
double        plot_landscape_number_step   (PlotLandscape               *landscape,
                                            guint                        level,
                                            guint                        most);
/* A cost, with two digits more than levels have. Returns: (transfer full) */
char         *plot_landscape_cost_number   (PlotLandscape               *landscape,
                                            double                       cost);

/* landscape-ground.c: the surface with all that does not move; also finds the labels of its contours. */
void          plot_landscape_draw_ground   (PlotLandscapePainting       *painting);
void          plot_landscape_drop_ground   (PlotLandscape               *landscape);
/* Of the @i-th band from below, or between two of them. */
PlotColor     plot_landscape_band_color    (const PlotLandscapePainting *painting,
                                            double                       i);

/* landscape-lines.c: the contours, in px x' = origin[0] + x factor[0], y' likewise. */
void          plot_landscape_stroke_lines  (PlotLandscapePainting       *painting,
                                            const double                 origin[2],
                                            const double                 factor[2]);

/* landscape-heat.c */
void          plot_landscape_draw_heat     (PlotLandscapePainting       *painting,
                                            double                       scale);
void          plot_landscape_draw_strip    (PlotLandscapePainting       *painting);
double        plot_landscape_strip_width   (const PlotLandscapePainting *painting);

/* landscape-labels.c: (element-type PlotContourLabel) (transfer full) */
GPtrArray    *plot_landscape_place_contour_labels (PlotLandscapePainting *painting);
/* What a label covers when it is @height px high, as an upright box. */
PlotFrame     plot_contour_label_extent    (const PlotContourLabel      *label,
                                            double                       height);
/* Those that no path runs over: half a number would be a wrong one. */
void          plot_landscape_draw_contour_labels (PlotLandscapePainting *painting);

/* landscape-paths.c: ghosts, trail, paths, arrows, markers. */
void          plot_landscape_draw_paths    (PlotLandscapePainting       *painting);
/* The next part of a path that is seen in @frame, @least px long or the last one, cut off there; @at: the place where
 * it ends, and 0 before the first. FALSE: there is none. */
gboolean      plot_landscape_next_stretch  (const PlotLandscapePainting *painting,
                                            const PlotFrame             *frame,
                                            const GArray                *places,
                                            double                       least,
                                            guint                       *at,
                                            double                       ends[4]);
/* The last place of @places that is inside the frame, or where the path left it, in px; FALSE: it never was inside. */
gboolean      plot_landscape_path_end      (const PlotLandscapePainting *painting,
                                            const GArray                *places,
                                            double                      *x,
                                            double                      *y);

/* landscape-places.c: the labels of racers, start and lowest point. */
void          plot_landscape_draw_labels   (PlotLandscapePainting       *painting);
/* The lowest point, when the window shows it. */
gboolean      plot_landscape_find_lowest   (const PlotLandscapePainting *painting,
                                            double                      *x,
                                            double                      *y,
                                            double                      *cost);

/* landscape-draw.c and landscape-hover.c */
void          plot_landscape_draw          (const PlotFigure            *figure,
                                            cairo_t                     *cr,
                                            double                       width,
                                            double                       height,
                                            const PlotTheme             *theme);
void          plot_landscape_draw_hover    (const PlotFigure            *figure,
                                            cairo_t                     *cr,
                                            double                       width,
                                            double                       height,
                                            const PlotTheme             *theme,
                                            double                       x,
                                            double                       y);
