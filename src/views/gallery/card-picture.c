/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/gallery/card-picture.h"

#include "plot/colormap.h"
#include "views/gallery/card-race.h"
#include "widgets/figure-style.h"

#include <math.h>

#define HEIGHT    128
#define N_DIGITS  10

struct _PerceptCardPicture
{
  GtkWidget          parent_instance;
  PerceptPictureKind kind;
  DsDataset         *digits;
};

G_DEFINE_FINAL_TYPE (PerceptCardPicture, percept_card_picture, GTK_TYPE_WIDGET)

/* Digits */

/* The mean image of the class @label, 0 to 1; all classes for N_DIGITS. @mean: size of an image. */
static void
class_mean (const DsDataset *digits,
            guint            label,
            float           *mean)
{
  gsize size = ds_shape_size (digits->shape);
  gsize n = 0;

  memset (mean, 0, size * sizeof *mean);
  for (gsize i = 0; i < digits->n_examples; i++)
    {
      const guint8 *image = ds_dataset_get_image (digits, i);

      if (label < N_DIGITS && digits->labels[i] != label)
        continue;
      for (gsize k = 0; k < size; k++)
        mean[k] += image[k];
      n++;
    }
  for (gsize k = 0; k < size; k++)
    mean[k] /= 255.0f * (float) MAX (n, 1);
}

/* Paints @values (28 x 28, zero in the middle of the diverging scale, @largest at its end) with its left upper
 * corner at @x, @y and whole pixels of @zoom px. */
static void
paint_weights (cairo_t         *cr,
               const float     *values,
               DsShape          shape,
               float            largest,
               double           x,
               double           y,
               double              zoom,
               const PlotColormap *map)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) shape.width, (int) shape.height);
  guint8          *data = cairo_image_surface_get_data (surface);
  int              stride = cairo_image_surface_get_stride (surface);

  for (guint row = 0; row < shape.height; row++)
    for (guint column = 0; column < shape.width; column++)
      ((guint32 *) (gpointer) (data + row * (guint) stride))[column]
        = plot_colormap_pixel (map, values[row * shape.width + column] / largest);
  cairo_surface_mark_dirty (surface);
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, zoom, zoom);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

/* A row of differences between class means: @plus[i] - @minus[i]. */
static void
paint_differences (const PerceptCardPicture *self,
                   cairo_t                  *cr,
                   double                    width,
                   const guint              *plus,
                   const guint              *minus,
                   guint                     n,
                   const PlotTheme          *theme)
{
  DsShape           shape = self->digits->shape;
  gsize             size = ds_shape_size (shape);
  g_autofree float *a = g_new (float, size);
  g_autofree float *b = g_new (float, size);
  double            zoom = floor (fmin (width / (n * (shape.width + 1.0)), (HEIGHT - 16.0) / shape.height));
  double            side, left;
  PlotColormap      map;

  plot_colormap_init (&map, theme);
  if (zoom < 1)
    zoom = 1;
  side = zoom * shape.width;
  left = floor ((width - n * side - (n - 1) * zoom) / 2);
  for (guint i = 0; i < n; i++)
    {
      class_mean (self->digits, plus[i], a);
      class_mean (self->digits, minus[i], b);
      for (gsize k = 0; k < size; k++)
        a[k] -= b[k];
      paint_weights (cr, a, shape, 0.6f, left + i * (side + zoom), floor ((HEIGHT - zoom * shape.height) / 2), zoom,
                     &map);
    }
}

static void
paint_templates (const PerceptCardPicture *self,
                 cairo_t                  *cr,
                 double                    width,
                 const PlotTheme          *theme)
{
  static const guint plus[] = { 0, 1, 2, 3, 4, 5 };
  static const guint minus[] = { N_DIGITS, N_DIGITS, N_DIGITS, N_DIGITS, N_DIGITS, N_DIGITS };

  paint_differences (self, cr, width, plus, minus, width > 340 ? 5 : 4, theme);
}

static void
paint_strokes (const PerceptCardPicture *self,
               cairo_t                  *cr,
               double                    width,
               const PlotTheme          *theme)
{
  static const guint plus[] = { 8, 4, 7, 6, 2 };
  static const guint minus[] = { 3, 9, 1, 5, 7 };

  paint_differences (self, cr, width, plus, minus, width > 340 ? 5 : 4, theme);
}

/* The digits in rows of ink. */
static void
paint_samples (const PerceptCardPicture *self,
               cairo_t                  *cr,
               double                    width,
               const PlotTheme          *theme)
{
  guint  side = self->digits->shape.width;
  guint  columns = MAX ((guint) width / (side + 2), 1);
  guint  rows = HEIGHT / (side + 2);
  double left = floor ((width - columns * (side + 2.0)) / 2);
  double top = floor ((HEIGHT - rows * (side + 2.0)) / 2);

  plot_set_color (cr, &theme->text);
  for (guint i = 0; i < rows * columns && i < self->digits->n_examples; i++)
    {
      cairo_surface_t *ink = cairo_image_surface_create (CAIRO_FORMAT_A8, (int) side, (int) side);
      int              stride = cairo_image_surface_get_stride (ink);

      for (guint row = 0; row < side; row++)
        memcpy (cairo_image_surface_get_data (ink) + row * (guint) stride,
                ds_dataset_get_image (self->digits, i) + row * side, side);
      cairo_surface_mark_dirty (ink);
      cairo_mask_surface (cr, ink, left + i % columns * (side + 2.0), top + i / columns * (side + 2.0));
      cairo_surface_destroy (ink);
    }
}

/* The valley 1/2 (x^2 + 12 y^2), turned by VALLEY_TURN, in units of half the picture's height. */

#define VALLEY_STEEP 12.0
#define VALLEY_TURN  0.35
#define N_STEPS      26

static void
paint_contours (cairo_t         *cr,
                const PlotTheme *theme)
{
  plot_set_color (cr, &theme->faint_text);
  for (int i = 1; i <= 9; i++)
    {
      double radius = 0.045 * i * i;

      cairo_save (cr);
      cairo_scale (cr, radius, radius / sqrt (VALLEY_STEEP));
      cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
      cairo_restore (cr);
      cairo_set_line_width (cr, 0.012);
      cairo_stroke (cr);
    }
}

/* Steps of gradient descent with momentum @keep (0: without) on the valley. */
static void
paint_racer (cairo_t         *cr,
             double           rate,
             double           keep,
             const PlotColor *color)
{
  double x = -2.6, y = 0.62, vx = 0, vy = 0;

  cairo_move_to (cr, x, y);
  for (int i = 0; i < N_STEPS; i++)
    {
      vx = keep * vx - rate * x;
      vy = keep * vy - rate * VALLEY_STEEP * y;
      x += vx;
      y += vy;
      cairo_line_to (cr, x, y);
    }
  plot_set_color (cr, color);
  cairo_set_line_width (cr, 0.05);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke_preserve (cr);
  cairo_new_path (cr);
  cairo_arc (cr, x, y, 0.075, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
paint_valley (cairo_t         *cr,
              double           width,
              const PlotTheme *theme)
{
  cairo_translate (cr, width * 0.62, HEIGHT * 0.5);
  cairo_scale (cr, HEIGHT / 2.0, HEIGHT / 2.0);
  cairo_rotate (cr, VALLEY_TURN);
  paint_contours (cr, theme);
  paint_racer (cr, 0.02, 0, &theme->roles[PLOT_ROLE_VALIDATION]);
  paint_racer (cr, 0.02, 0.8, &theme->roles[PLOT_ROLE_TRAIN]);
}

/* Differences of exp (sin x) at 0.7, with steps from 1 down to where rounding is all that is left. */

#define LEAST_H    -13.0 /* powers of ten */
#define LEAST_ERROR -13.0
#define N_POINTS   53

static double
difference_error (double   h,
                  gboolean central)
{
  double at = 0.7;
  double low = central ? at - h : at;
  double slope = (exp (sin (at + h)) - exp (sin (low))) / (central ? 2 * h : h);

  return fabs (slope - cos (at) * exp (sin (at)));
}

static void
paint_errors (cairo_t         *cr,
              double           width,
              gboolean         central,
              const PlotColor *color)
{
  for (int i = 0; i < N_POINTS; i++)
    {
      double exponent = LEAST_H * i / (N_POINTS - 1);
      double error = log10 (fmax (difference_error (pow (10, exponent), central), 1e-15));

      cairo_line_to (cr, width * (0.88 - 0.76 * exponent / LEAST_H), HEIGHT * (0.1 + 0.85 * error / LEAST_ERROR));
    }
  plot_set_color (cr, color);
  cairo_set_line_width (cr, 3);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

static void
paint_check (cairo_t         *cr,
             double           width,
             const PlotTheme *theme)
{
  paint_errors (cr, width, FALSE, &theme->roles[PLOT_ROLE_VALIDATION]);
  paint_errors (cr, width, TRUE, &theme->roles[PLOT_ROLE_TEST]);
}

/* Widget */

static gboolean
shows_digits (PerceptPictureKind kind)
{
  return kind == PERCEPT_PICTURE_TEMPLATES || kind == PERCEPT_PICTURE_STROKES || kind == PERCEPT_PICTURE_SAMPLES;
}

static void
percept_card_picture_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  PerceptCardPicture *self = PERCEPT_CARD_PICTURE (widget);
  double              width = gtk_widget_get_width (widget);
  cairo_t            *cr;
  PlotTheme           theme;

  if (self->digits == NULL && shows_digits (self->kind))
    return;
  percept_figure_style_get_theme (percept_figure_style_get_default (), &theme);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, HEIGHT));
  switch (self->kind)
    {
    case PERCEPT_PICTURE_TEMPLATES: paint_templates (self, cr, width, &theme); break;
    case PERCEPT_PICTURE_STROKES:   paint_strokes (self, cr, width, &theme); break;
    case PERCEPT_PICTURE_VALLEY:    paint_valley (cr, width, &theme); break;
    case PERCEPT_PICTURE_SAMPLES:   paint_samples (self, cr, width, &theme); break;
    case PERCEPT_PICTURE_CHECK:     paint_check (cr, width, &theme); break;
    case PERCEPT_PICTURE_RACE:      percept_card_race_draw (cr, width, HEIGHT, &theme); break;
    }
  cairo_destroy (cr);
}

static void
percept_card_picture_measure (GtkWidget     *widget,
                              GtkOrientation orientation,
                              int            for_size,
                              int           *minimum,
                              int           *natural,
                              int           *minimum_baseline,
                              int           *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 120 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 330 : HEIGHT;
}

void
percept_card_picture_set_digits (PerceptCardPicture *self,
                                 DsDataset          *digits)
{
  g_clear_pointer (&self->digits, ds_dataset_unref);
  self->digits = ds_dataset_ref (digits);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
percept_card_picture_finalize (GObject *object)
{
  g_clear_pointer (&PERCEPT_CARD_PICTURE (object)->digits, ds_dataset_unref);
  G_OBJECT_CLASS (percept_card_picture_parent_class)->finalize (object);
}

static void
percept_card_picture_class_init (PerceptCardPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = percept_card_picture_finalize;
  widget_class->snapshot = percept_card_picture_snapshot;
  widget_class->measure = percept_card_picture_measure;
  gtk_widget_class_set_css_name (widget_class, "picture");
  /* The card says it all in words. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
percept_card_picture_init (PerceptCardPicture *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (percept_figure_style_get_default (), "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
percept_card_picture_new (PerceptPictureKind kind)
{
  static const char *const tints[] = { "tint-blue", "tint-orange", "tint-green", "tint-gray", "tint-purple",
                                        "tint-orange" };
  PerceptCardPicture      *self = g_object_new (PERCEPT_TYPE_CARD_PICTURE, NULL);

  self->kind = kind;
  gtk_widget_add_css_class (GTK_WIDGET (self), tints[kind]);
  return GTK_WIDGET (self);
}
