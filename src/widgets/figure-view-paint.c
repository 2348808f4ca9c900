/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/figure-view-private.h"

static GdkTexture *
texture_from_surface (cairo_surface_t *surface)
{
  int     width = cairo_image_surface_get_width (surface);
  int     height = cairo_image_surface_get_height (surface);
  int     stride = cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) stride * height,
                                      (GDestroyNotify) cairo_surface_destroy, cairo_surface_reference (surface));
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

/* Rows @top .. @bottom of the view, the figure being scrolled by @scroll. */
static void
paint_part (PerceptFigureView *self,
            cairo_t           *cr,
            double             top,
            double             bottom,
            double             scroll,
            const PlotTheme   *theme)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  if (top >= bottom)
    return;
  cairo_save (cr);
  cairo_rectangle (cr, 0, top, width, bottom - top);
  cairo_clip (cr);
  cairo_translate (cr, 0, -scroll);
  plot_figure_draw (self->figure, cr, width, percept_figure_view_get_full_height (self), theme);
  cairo_restore (cr);
}

static void
paint (PerceptFigureView *self)
{
  int              width = gtk_widget_get_width (GTK_WIDGET (self));
  int              height = gtk_widget_get_height (GTK_WIDGET (self));
  int              scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double           scroll = percept_figure_view_get_scroll (self);
  double           head = percept_figure_view_get_head (self);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  cairo_t         *cr = cairo_create (surface);
  PlotTheme        theme;

  percept_figure_view_get_theme (self, &theme);
  cairo_scale (cr, scale, scale);
  paint_part (self, cr, head, height, scroll, &theme);
  paint_part (self, cr, 0, head, 0, &theme);
  cairo_destroy (cr);
  g_clear_object (&self->texture);
  self->texture = texture_from_surface (surface);
  cairo_surface_destroy (surface);
  self->painted_scroll = scroll;
  self->painted_scale = scale;
  self->stale = FALSE;
}

static gboolean
picture_fits (PerceptFigureView *self)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  return self->texture != NULL && !self->stale && self->painted_scale == scale
         && self->painted_scroll == percept_figure_view_get_scroll (self)
         && gdk_texture_get_width (self->texture) == gtk_widget_get_width (GTK_WIDGET (self)) * scale
         && gdk_texture_get_height (self->texture) == gtk_widget_get_height (GTK_WIDGET (self)) * scale;
}

static void
append_hover (PerceptFigureView *self,
              GtkSnapshot       *snapshot)
{
  int       width = gtk_widget_get_width (GTK_WIDGET (self));
  int       height = gtk_widget_get_height (GTK_WIDGET (self));
  cairo_t  *cr;
  PlotTheme theme;

  if (!self->hovered || self->dragged || self->figure->klass->draw_hover == NULL)
    return;
  percept_figure_view_get_theme (self, &theme);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  plot_figure_draw_hover (self->figure, cr, width, height, &theme, self->hover_x, self->hover_y);
  cairo_destroy (cr);
}

void
percept_figure_view_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  PerceptFigureView *self = PERCEPT_FIGURE_VIEW (widget);
  int                width = gtk_widget_get_width (widget);
  int                height = gtk_widget_get_height (widget);

  if (self->figure == NULL || width <= 0 || height <= 0)
    return;
  if (!picture_fits (self))
    paint (self);
  gtk_snapshot_append_texture (snapshot, self->texture, &GRAPHENE_RECT_INIT (0, 0, width, height));
  append_hover (self, snapshot);
}
