/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands side by side in a unit's place: one picture of all its weights, their positive and negative parts, some
 * of many maps, or both parts of each of these. */

#include "plot/number.h"
#include "plot/weight-scale.h"
#include "plot/weight-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define GAP_SHARE 14 /* of a picture's width lies between two */

/* Three are the colors of one picture. */
static gboolean
is_sum (const PlotWeightSheet *sheet)
{
  return sheet->channels > 1 && sheet->channels != 3 && plot_sheet_maps (sheet) == 0;
}

guint
plot_sheet_maps (const PlotWeightSheet *sheet)
{
  guint n = 0;

  for (guint i = 0; sheet->channels > 1 && i < sheet->n_slices; i++)
    n += sheet->slices[i] < sheet->channels;
  return n;
}

/* The @k-th of those that are shown. */
static guint
map_at (const PlotWeightSheet *sheet,
        guint                  k)
{
  guint i = 0;

  while (sheet->slices[i] >= sheet->channels || k-- > 0)
    i++;
  return sheet->slices[i];
}

guint
plot_sheet_planes (const PlotWeightSheet *sheet)
{
  return plot_sheet_maps (sheet) > 0 ? 1 : plot_weight_planes (sheet->channels);
}

static guint
pictures_of (const PlotWeightSheet *sheet)
{
  return MAX (plot_sheet_maps (sheet), 1);
}

static guint
parts_of (const PlotWeightSheet *sheet)
{
  return sheet->parts == PLOT_PARTS_APART ? 2 : 1;
}

guint
plot_sheet_panes (const PlotWeightSheet *sheet)
{
  return pictures_of (sheet) * parts_of (sheet);
}

guint
plot_sheet_gap (const PlotWeightSheet *sheet)
{
  return MAX (1, sheet->width / GAP_SHARE);
}

guint
plot_sheet_columns (const PlotWeightSheet *sheet)
{
  guint panes = plot_sheet_panes (sheet);

  return panes * sheet->width + (panes - 1) * plot_sheet_gap (sheet);
}

gsize
plot_sheet_shown (const PlotWeightSheet *sheet)
{
  return (gsize) pictures_of (sheet) * plot_sheet_planes (sheet) * sheet->height * sheet->width;
}

static void
copy_maps (PlotWeightSheet *sheet)
{
  gsize  pixels = (gsize) sheet->height * sheet->width;
  guint  maps = plot_sheet_maps (sheet);
  float *out = sheet->shown;

  for (guint unit = 0; unit < sheet->n_units; unit++)
    for (guint k = 0; k < maps; k++, out += pixels)
      memcpy (out, sheet->weights + ((gsize) unit * sheet->channels + map_at (sheet, k)) * pixels,
              pixels * sizeof (float));
}

gboolean
plot_sheet_show_weights (PlotWeightSheet *sheet)
{
  if (sheet->shown != sheet->weights)
    g_free (sheet->shown);
  sheet->shown = sheet->weights;
  if (sheet->n_units == 0 || (!is_sum (sheet) && plot_sheet_maps (sheet) == 0))
    return TRUE;
  sheet->shown = g_try_new (float, sheet->n_units * plot_sheet_shown (sheet));
  if (!sheet->shown)
    return FALSE;
  if (plot_sheet_maps (sheet) > 0)
    copy_maps (sheet);
  else
    plot_weight_sum_channels (sheet->weights, sheet->n_units, sheet->channels, (gsize) sheet->height * sheet->width,
                              sheet->shown);
  return TRUE;
}

/* One sign of @values, n of them. What is no number is none of a sign, and stands in both parts. */
static float *
take_part (const float *values,
           gsize        n,
           gboolean     positive)
{
  float *part = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    part[i] = isnan (values[i]) || (values[i] > 0) == positive ? values[i] : 0;
  return part;
}

static cairo_surface_t *
paint_pane (const PlotWeightSheet *sheet,
            guint                  unit,
            guint                  pane,
            double                 scale)
{
  guint             planes = plot_sheet_planes (sheet);
  guint             parts = parts_of (sheet);
  gsize             n = (gsize) planes * sheet->height * sheet->width;
  const float      *values = sheet->shown + unit * plot_sheet_shown (sheet) + pane / parts * n;
  g_autofree float *part = parts == 2 ? take_part (values, n, pane % 2 == 0) : NULL;

  return plot_weight_picture_new (part ? part : values, planes, sheet->height, sheet->width, scale, &sheet->colors);
}

/* Panes beside one another, each pixel as @cells x @cells; what is between them is the figure's background. */
static cairo_surface_t *
join_panes (const PlotWeightSheet *sheet,
            cairo_surface_t      **panes,
            guint                  n,
            guint                  cells,
            const PlotTheme       *theme)
{
  cairo_surface_t *whole = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (plot_sheet_columns (sheet) * cells),
                                                       (int) (sheet->height * cells));
  cairo_t         *cr = cairo_create (whole);

  plot_set_color (cr, &theme->background);
  cairo_paint (cr);
  for (guint i = 0; i < n; i++)
    plot_weight_fill (cr, panes[i], i * (sheet->width + plot_sheet_gap (sheet)) * cells, 0, sheet->width * cells,
                      sheet->height * cells, CAIRO_FILTER_NEAREST);
  cairo_destroy (cr);
  return whole;
}

cairo_surface_t *
plot_sheet_paint_unit (PlotWeightSheet *sheet,
                       guint            unit,
                       const PlotTheme *theme)
{
  double                       scale = sheet->own_scale ? plot_sheet_own_scale (sheet, unit) : sheet->range.scale;
  guint                        n = plot_sheet_panes (sheet), cells = 1;
  g_autofree cairo_surface_t **panes = g_new (cairo_surface_t *, n);
  cairo_surface_t             *whole;

  for (guint i = 0; i < n; i++)
    {
      panes[i] = paint_pane (sheet, unit, i, scale);
      if ((guint) cairo_image_surface_get_width (panes[i]) > sheet->width)
        cells = 2; /* it has a pattern for what is not finite */
    }
  if (n == 1)
    return panes[0];
  whole = join_panes (sheet, panes, n, cells, theme);
  for (guint i = 0; i < n; i++)
    cairo_surface_destroy (panes[i]);
  return whole;
}

double
plot_sheet_own_scale (PlotWeightSheet *sheet,
                      guint            unit)
{
  gsize n = plot_sheet_shown (sheet);

  if (!sheet->own_scales)
    {
      sheet->own_scales = g_new (double, sheet->n_units);
      for (guint i = 0; i < sheet->n_units; i++)
        sheet->own_scales[i] = NAN;
    }
  if (isnan (sheet->own_scales[unit]))
    sheet->own_scales[unit] = (double) plot_weight_largest (sheet->shown + unit * n, n);
  return sheet->own_scales[unit];
}

/* Returns: (transfer full) */
static char *
name_own_scale (PlotWeightSheet *sheet,
                guint            unit)
{
  double           scale = plot_sheet_own_scale (sheet, unit);
  gsize            n = plot_sheet_shown (sheet);
  gsize            not_finite;
  float            low, high;
  g_autofree char *number = NULL;

  if (scale == 0)
    return g_strdup (plot_weight_range (sheet->shown + unit * n, n, &low, &high, &not_finite) ? _("all zero")
                                                                                              : _("not finite"));
  number = plot_number_isolate (plot_number_value (scale));
  return g_strdup_printf ("\302\261%s", number);
}

char *
plot_sheet_note (PlotWeightSheet *sheet,
                 guint            unit)
{
  const char      *note = sheet->notes ? sheet->notes[unit] : NULL;
  g_autofree char *own = NULL;

  if (!sheet->own_scale)
    return g_strdup (note);
  own = name_own_scale (sheet, unit);
  if (note && note[0] != '\0')
    return g_strdup_printf ("%s · %s", own, note);
  return g_steal_pointer (&own);
}

const char *
plot_sheet_describe_nothing (const PlotWeightSheet *sheet)
{
  const PlotWeightRange *range = &sheet->range;

  if (!range->any_finite)
    return _("No weight is finite");
  /* Sums of weights that are not zero can be, or not be finite where most of the weights are. */
  if (!range->any_shown)
    return _("No picture has a finite number");
  if (range->low != 0 || range->high != 0)
    return _("All pictures are zero");
  return range->not_finite > 0 ? _("All finite weights are zero") : _("All weights are zero");
}

char *
plot_sheet_describe_zero_units (const PlotWeightSheet *sheet)
{
  guint n = sheet->range.zero_units;

  if (n == 0 || n == sheet->n_units)
    return NULL;
  return g_strdup_printf (ngettext ("%u unit is all zero", "%u units are all zero", n), n);
}

static const char *
name_color (guint channel)
{
  const char *const names[] = { _("red"), _("green"), _("blue") };

  return names[channel];
}

char *
plot_sheet_map_name (const PlotWeightSheet *sheet,
                     guint                  pane)
{
  guint map;

  if (plot_sheet_maps (sheet) == 0)
    return NULL;
  map = map_at (sheet, pane / parts_of (sheet));
  if (sheet->channels == 3)
    return g_strdup (name_color (map));
  /* Translators: a feature map, by its number; stands under a small picture */
  return g_strdup_printf (_("map %u"), map);
}

cairo_rectangle_t
plot_sheet_place_pane (const PlotWeightSheet   *sheet,
                       const cairo_rectangle_t *picture,
                       guint                    pane)
{
  double zoom = picture->width / plot_sheet_columns (sheet);

  return (cairo_rectangle_t) { picture->x + pane * (sheet->width + plot_sheet_gap (sheet)) * zoom, picture->y,
                               sheet->width * zoom, picture->height };
}

static char *
name_maps (const PlotWeightSheet *sheet)
{
  guint              maps = plot_sheet_maps (sheet);
  g_autoptr (GString) names = g_string_new (NULL);

  if (maps == 0)
    /* Translators: each pixel is the sum of a unit's weights to all 384 feature maps */
    return g_strdup_printf (_("sum over %u maps"), sheet->channels);
  for (guint k = 0; k < maps; k++)
    if (sheet->channels == 3)
      g_string_append_printf (names, "%s%s", k > 0 ? ", " : "", name_color (map_at (sheet, k)));
    else
      g_string_append_printf (names, "%s%u", k > 0 ? ", " : "", map_at (sheet, k));
  if (sheet->channels == 3)
    return g_string_free (g_steal_pointer (&names), FALSE);
  /* Translators: some of the feature maps that a unit looks at, by number: "maps 3, 17, 200 of 384" */
  return g_strdup_printf (ngettext ("map %s of %u", "maps %s of %u", maps), names->str, sheet->channels);
}

char *
plot_sheet_describe_panes (const PlotWeightSheet *sheet)
{
  g_autofree char *maps = plot_sheet_maps (sheet) > 0 || is_sum (sheet) ? name_maps (sheet) : NULL;
  const char      *parts = sheet->parts == PLOT_PARTS_APART ? _("positive left, negative right") : NULL;

  if (maps && parts)
    return g_strdup_printf ("%s · %s", maps, parts);
  return maps ? g_steal_pointer (&maps) : g_strdup (parts);
}

guint
plot_weight_sheet_get_channel (PlotWeightSheet *sheet,
                               guint            pane)
{
  return plot_sheet_maps (sheet) > 0 ? map_at (sheet, pane / parts_of (sheet)) : PLOT_ALL_CHANNELS;
}

void
plot_weight_sheet_set_parts (PlotWeightSheet *sheet,
                             PlotWeightParts  parts)
{
  if (sheet->parts == parts)
    return;
  sheet->parts = parts;
  plot_sheet_drop_pictures (sheet);
}

void
plot_weight_sheet_set_slices (PlotWeightSheet *sheet,
                              const guint     *channels,
                              guint            n)
{
  n = MIN (n, PLOT_MAX_WEIGHT_SLICES);
  if (n == sheet->n_slices && (n == 0 || memcmp (channels, sheet->slices, n * sizeof *channels) == 0))
    return;
  sheet->n_slices = n;
  for (guint i = 0; i < n; i++)
    sheet->slices[i] = channels[i];
  /* Elsewhere they change nothing. */
  if (sheet->channels <= 1)
    return;
  if (!plot_sheet_show_weights (sheet))
    sheet->n_units = sheet->n_places = 0;
  plot_sheet_find_range (sheet);
  plot_sheet_drop_pictures (sheet);
}
