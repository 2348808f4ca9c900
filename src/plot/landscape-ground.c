/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/colormap.h"
#include "plot/landscape-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define FARTHEST     1e6 /* px that Cairo's numbers can hold */
#define VECTOR_SCALE 2   /* pixels to a px of pictures within vectors */
#define HATCH        8   /* px between lines */

void
plot_landscape_drop_ground (PlotLandscape *landscape)
{
  g_clear_pointer (&landscape->ground.picture, cairo_surface_destroy);
  g_clear_pointer (&landscape->ground.labels, g_ptr_array_unref);
}

/* Px of the plane: x' = origin[0] + x factor[0], y' likewise. */
static void
find_map (const PlotLandscapePainting *painting,
          double                       origin[2],
          double                       factor[2])
{
  const PlotFrame *frame = &painting->frame;

  factor[0] = painting->x.factor * (frame->right - frame->left);
  factor[1] = -painting->y.factor * (frame->bottom - frame->top);
  origin[0] = frame->left - painting->x.low * factor[0];
  origin[1] = frame->bottom - painting->y.low * factor[1];
}

/* A surface of which the window shows a thousandth says nothing, and would not fit into Cairo's numbers. */
static gboolean
reaches_too_far (const PlotSurface *surface,
                 const double       origin[2],
                 const double       factor[2])
{
  for (int k = 0; k < 2; k++)
    for (int end = 0; end < 2; end++)
      if (!(fabs (origin[k] + factor[k] * surface->axes[k][end ? surface->n[k] - 1 : 0]) < FARTHEST))
        return TRUE;
  return FALSE;
}

PlotColor
plot_landscape_band_color (const PlotLandscapePainting *painting,
                           double                       i)
{
  guint n = plot_landscape_levels (painting->landscape)->len;

  return plot_color_mix (&painting->theme->ground_low, &painting->theme->ground_high, i / MAX (n, 1));
}

/* Each band is painted with all that is higher, and then painted over: no seam is left between. */
static void
fill_bands (PlotLandscapePainting *painting,
            const double           origin[2],
            const double           factor[2])
{
  const PlotSurface *surface = painting->landscape->surface;
  const GArray      *levels = plot_landscape_levels (painting->landscape);

  for (guint i = 0; i <= levels->len; i++)
    {
      double    low = i > 0 ? g_array_index (levels, double, i - 1) : -INFINITY;
      PlotColor color = plot_landscape_band_color (painting, i);

      cairo_new_path (painting->cr);
      plot_contour_add_band (surface, low, INFINITY, painting->cr, origin, factor);
      plot_set_color (painting->cr, &color);
      cairo_fill (painting->cr);
    }
}

/* Every run of cells without a value in a row. */
static void
add_holes (const PlotSurface *surface,
           cairo_t           *cr,
           const double       origin[2],
           const double       factor[2])
{
  cairo_new_path (cr);
  for (guint row = 0; row + 1 < surface->n[1]; row++)
    for (guint column = 0, first = 0; column < surface->n[0]; column++)
      {
        gboolean ends = column + 1 == surface->n[0] || plot_surface_has_cell (surface, column, row);

        if (ends && column > first)
          {
            double left = origin[0] + factor[0] * surface->axes[0][first];
            double bottom = origin[1] + factor[1] * surface->axes[1][row];

            cairo_rectangle (cr, left, bottom, origin[0] + factor[0] * surface->axes[0][column] - left,
                             origin[1] + factor[1] * surface->axes[1][row + 1] - bottom);
          }
        if (ends)
          first = column + 1;
      }
}

/* Whether all of @box lies where there are no values. */
static gboolean
is_in_hole (const PlotSurface *surface,
            const PlotFrame   *box,
            const double       origin[2],
            const double       factor[2])
{
  for (guint row = 0; row + 1 < surface->n[1]; row++)
    for (guint column = 0; column + 1 < surface->n[0]; column++)
      {
        const PlotFrame cell = { origin[0] + factor[0] * surface->axes[0][column],
                                 origin[1] + factor[1] * surface->axes[1][row + 1],
                                 origin[0] + factor[0] * surface->axes[0][column + 1],
                                 origin[1] + factor[1] * surface->axes[1][row] };

        if (plot_frames_meet (&cell, box) && plot_surface_has_cell (surface, column, row))
          return FALSE;
      }
  return TRUE;
}

/* The place for the words: of a few over the frame, the one with most room around them. */
static void
label_hole (PlotLandscapePainting *painting,
            const double           origin[2],
            const double           factor[2])
{
  const char        *words = _("not finite");
  const PlotSurface *surface = painting->landscape->surface;
  const PlotFrame   *frame = &painting->frame;
  const PlotFrame    all = { origin[0] + factor[0] * surface->axes[0][0],
                             origin[1] + factor[1] * surface->axes[1][surface->n[1] - 1],
                             origin[0] + factor[0] * surface->axes[0][surface->n[0] - 1],
                             origin[1] + factor[1] * surface->axes[1][0] };
  const PlotFrame    seen = { MAX (frame->left, all.left), MAX (frame->top, all.top), MIN (frame->right, all.right),
                              MIN (frame->bottom, all.bottom) };
  double             half = plot_text_width (painting->text, PLOT_TEXT_PLAIN, words, 0) / 2, line = painting->line;

  for (double room = 6 * line; room >= line / 3; room /= 1.5)
    for (double y = seen.top + line; y < seen.bottom; y += line)
      for (double x = seen.left + half; x < seen.right; x += line)
        {
          const PlotFrame box = { x - half - room / 2, y - line / 2 - room / 2, x + half + room / 2,
                                  y + line / 2 + room / 2 };

          if (box.left < seen.left || box.right > seen.right || box.top < seen.top || box.bottom > seen.bottom ||
              !is_in_hole (surface, &box, origin, factor))
            continue;
          plot_text_show_over (painting->text, PLOT_TEXT_PLAIN, words, x, y, 0.5, 0.5, &painting->theme->faint_text,
                               &painting->theme->background);
          return;
        }
}

static void
hatch_holes (PlotLandscapePainting *painting,
             const double           origin[2],
             const double           factor[2])
{
  const PlotFrame *frame = &painting->frame;
  double           height = frame->bottom - frame->top;
  cairo_t         *cr = painting->cr;

  cairo_save (cr);
  add_holes (painting->landscape->surface, cr, origin, factor);
  cairo_clip (cr);
  plot_set_color (cr, &painting->theme->background);
  cairo_paint (cr);
  for (double x = frame->left - height; x < frame->right; x += HATCH)
    {
      cairo_move_to (cr, x, frame->bottom);
      cairo_line_to (cr, x + height, frame->top);
    }
  plot_set_color (cr, &painting->theme->mark);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cairo_restore (cr);
  if (painting->numbers)
    label_hole (painting, origin, factor);
}

static void
paint_ground (PlotLandscapePainting *painting,
              double                 scale)
{
  PlotSurface *surface = painting->landscape->surface;
  double       origin[2], factor[2];

  find_map (painting, origin, factor);
  if (reaches_too_far (surface, origin, factor))
    return;
  cairo_rectangle (painting->cr, painting->frame.left, painting->frame.top,
                   painting->frame.right - painting->frame.left, painting->frame.bottom - painting->frame.top);
  cairo_clip (painting->cr);
  if (painting->landscape->style == PLOT_LANDSCAPE_HEAT)
    plot_landscape_draw_heat (painting, scale);
  else
    {
      fill_bands (painting, origin, factor);
      plot_landscape_stroke_lines (painting, origin, factor);
    }
  if (!surface->is_whole)
    hatch_holes (painting, origin, factor);
  if (painting->landscape->style == PLOT_LANDSCAPE_BANDS && painting->numbers)
    painting->labels = plot_landscape_place_contour_labels (painting);
}

static gboolean
is_current (const PlotLandscapePainting *painting,
            double                       scale)
{
  const PlotLandscapeGround *ground = &painting->landscape->ground;

  return ground->picture && ground->scale == scale && ground->from[0] == painting->from[0] &&
         ground->from[1] == painting->from[1] && ground->to[0] == painting->to[0] &&
         ground->to[1] == painting->to[1] && memcmp (&ground->frame, &painting->frame, sizeof ground->frame) == 0 &&
         memcmp (&ground->theme, painting->theme, sizeof ground->theme) == 0;
}

/* Keeps what the frame shows as pixels; FALSE: there is no memory for them. */
static gboolean
paint_picture (PlotLandscapePainting *painting,
               double                 scale)
{
  PlotLandscapeGround  *ground = &painting->landscape->ground;
  const PlotFrame      *frame = &painting->frame;
  PlotLandscapePainting beneath = *painting;

  plot_landscape_drop_ground (painting->landscape);
  ground->frame = *frame;
  ground->scale = scale;
  ground->theme = *painting->theme;
  memcpy (ground->from, painting->from, sizeof ground->from);
  memcpy (ground->to, painting->to, sizeof ground->to);
  ground->picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) ceil (scale * (frame->right - frame->left)),
                                                (int) ceil (scale * (frame->bottom - frame->top)));
  if (cairo_surface_status (ground->picture) != CAIRO_STATUS_SUCCESS)
    {
      plot_landscape_drop_ground (painting->landscape);
      return FALSE;
    }
  cairo_surface_set_device_scale (ground->picture, scale, scale);
  beneath.cr = cairo_create (ground->picture);
  beneath.text = plot_text_begin (painting->theme, beneath.cr);
  cairo_translate (beneath.cr, -frame->left, -frame->top);
  paint_ground (&beneath, scale);
  ground->labels = beneath.labels;
  cairo_destroy (beneath.cr);
  painting->text = plot_text_begin (painting->theme, painting->cr);
  return TRUE;
}

/* How many pixels a px has; 0: none, the target takes vectors. */
static double
pixels_to_px (cairo_t *cr)
{
  cairo_surface_t *target = cairo_get_target (cr);
  double           across = 1, down = 0, scale = 1, other;

  switch (cairo_surface_get_type (target))
    {
    case CAIRO_SURFACE_TYPE_SVG:
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_PS:
      return 0;
    default:
      cairo_user_to_device_distance (cr, &across, &down);
      cairo_surface_get_device_scale (target, &scale, &other);
      return scale * hypot (across, down);
    }
}

void
plot_landscape_draw_ground (PlotLandscapePainting *painting)
{
  const PlotFrame *frame = &painting->frame;
  double           scale = pixels_to_px (painting->cr);

  if (!painting->landscape->surface)
    return;
  cairo_save (painting->cr);
  if (scale > 0 && (is_current (painting, scale) || paint_picture (painting, scale)))
    {
      if (painting->landscape->ground.labels)
        painting->labels = g_ptr_array_ref (painting->landscape->ground.labels);
      cairo_set_source_surface (painting->cr, painting->landscape->ground.picture, frame->left, frame->top);
      cairo_pattern_set_filter (cairo_get_source (painting->cr), CAIRO_FILTER_NEAREST);
      cairo_rectangle (painting->cr, frame->left, frame->top, frame->right - frame->left, frame->bottom - frame->top);
      cairo_fill (painting->cr);
    }
  else
    paint_ground (painting, scale > 0 ? scale : VECTOR_SCALE);
  cairo_restore (painting->cr);
}
