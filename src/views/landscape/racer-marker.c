/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/racer-marker.h"

#include "plot/landscape.h"
#include "widgets/figure-style.h"

/* Of the height of body text. */
#define SHARE 0.9

struct _PerceptRacerMarker
{
  GtkWidget parent_instance;
  guint     racer;
  double    scale;
};

G_DEFINE_FINAL_TYPE (PerceptRacerMarker, percept_racer_marker, GTK_TYPE_WIDGET)

static double
get_size (PerceptRacerMarker *self)
{
  return SHARE * self->scale * percept_figure_style_get_text_size (percept_figure_style_get_default ());
}

static void
percept_racer_marker_measure (GtkWidget     *widget,
                              GtkOrientation orientation,
                              int            for_size,
                              int           *minimum,
                              int           *natural,
                              int           *minimum_baseline,
                              int           *natural_baseline)
{
  *minimum = *natural = (int) get_size (PERCEPT_RACER_MARKER (widget)) + 4;
}

static void
percept_racer_marker_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  PerceptRacerMarker *self = PERCEPT_RACER_MARKER (widget);
  float               width = (float) gtk_widget_get_width (widget);
  float               height = (float) gtk_widget_get_height (widget);
  cairo_t            *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  PlotTheme           theme;

  percept_figure_style_get_theme (percept_figure_style_get_default (), &theme);
  plot_racer_marker_draw (cr, self->racer, width / 2.0, height / 2.0, get_size (self), &theme);
  cairo_destroy (cr);
}

static void
percept_racer_marker_class_init (PerceptRacerMarkerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = percept_racer_marker_measure;
  widget_class->snapshot = percept_racer_marker_snapshot;
  gtk_widget_class_set_css_name (widget_class, "marker");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
percept_racer_marker_init (PerceptRacerMarker *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  g_signal_connect_object (percept_figure_style_get_default (), "changed", G_CALLBACK (gtk_widget_queue_resize), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
percept_racer_marker_new (guint  i,
                          double scale)
{
  PerceptRacerMarker *self = g_object_new (PERCEPT_TYPE_RACER_MARKER, NULL);

  self->racer = i;
  self->scale = scale;
  return GTK_WIDGET (self);
}
