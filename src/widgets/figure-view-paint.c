/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/figure-view-private.h"

static GskRenderNode *
node_from_texture (cairo_surface_t       *surface,
                   const graphene_rect_t *bounds)
{
  int     width = cairo_image_surface_get_width (surface);
  int     height = cairo_image_surface_get_height (surface);
  int     stride = cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes)     bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) stride * height,
                                      (GDestroyNotify) cairo_surface_destroy, cairo_surface_reference (surface));
  texture = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
  return gsk_texture_node_new (texture, bounds);
}

static GskRenderNode *
node_from_drawing (cairo_surface_t       *surface,
                   const graphene_rect_t *bounds,
                   int                    scale)
{
  GskRenderNode *node = gsk_cairo_node_new (bounds);
  cairo_t       *cr = gsk_cairo_node_get_draw_context (node);

  cairo_surface_set_device_scale (surface, scale, scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  return node;
}

/* A texture is sent to the graphics processor once. GTK's Cairo renderer would instead convert all of its pixels, each
 * through floating-point numbers, whenever a part of it is redrawn (4.8). */
static GskRenderNode *
node_from_surface (PerceptFigureView *self,
                   cairo_surface_t   *surface,
                   int                scale)
{
  GskRenderer    *renderer = gtk_native_get_renderer (gtk_widget_get_native (GTK_WIDGET (self)));
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, self->painted_width, self->painted_height);

  cairo_surface_flush (surface);
  return GSK_IS_CAIRO_RENDERER (renderer) ? node_from_drawing (surface, &bounds, scale)
                                          : node_from_texture (surface, &bounds);
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
  self->painted_width = width;
  self->painted_height = height;
  self->painted_scroll = scroll;
  self->painted_scale = scale;
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  self->picture = node_from_surface (self, surface, scale);
  cairo_surface_destroy (surface);
  self->stale = FALSE;
}

static gboolean
picture_fits (PerceptFigureView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  return self->picture != NULL && !self->stale && self->painted_scale == gtk_widget_get_scale_factor (widget)
         && self->painted_scroll == percept_figure_view_get_scroll (self)
         && self->painted_width == gtk_widget_get_width (widget)
         && self->painted_height == gtk_widget_get_height (widget);
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
  gtk_snapshot_append_node (snapshot, self->picture);
  append_hover (self, snapshot);
}
