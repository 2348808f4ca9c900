/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/readout.h"

#include "plot/number.h"

#include <math.h>

#define VALUE_SCALE   1.6
/* Of the number's size, when that is set in pixels. */
#define CAPTION_SHARE 0.45
/* How often the words for screen readers follow the number. */
#define NAME_US       (2 * G_USEC_PER_SEC)

struct _PerceptReadout
{
  GtkWidget parent_instance;
  char     *value;
  char     *caption;
  char     *sample_value;
  char     *sample_caption;
  double    px;
  gboolean  has_color;
  GdkRGBA   color;          /* of the number, if so */
  gint64    named;
  guint     name_id;        /* timeout */
};

G_DEFINE_FINAL_TYPE (PerceptReadout, percept_readout, GTK_TYPE_WIDGET)

static PangoLayout *
make_layout (PerceptReadout *self,
             const char     *text,
             gboolean        is_value)
{
  /* A number reads from left to right everywhere: isolated, or its groups would change places. */
  g_autofree char         *isolated = is_value ? plot_number_isolate (g_strdup (text)) : NULL;
  PangoLayout             *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), is_value ? isolated : text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  if (is_value)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (self->px > 0)
    pango_attr_list_insert (attributes, pango_attr_size_new_absolute (
                                          (int) (self->px * (is_value ? 1 : CAPTION_SHARE) * PANGO_SCALE)));
  else if (is_value)
    pango_attr_list_insert (attributes, pango_attr_scale_new (VALUE_SCALE));
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

static void
layout_size (PerceptReadout *self,
             const char     *text,
             gboolean        is_value,
             int            *width,
             int            *height)
{
  g_autoptr (PangoLayout) layout = make_layout (self, text != NULL ? text : "", is_value);

  pango_layout_get_pixel_size (layout, width, height);
}

static void
percept_readout_measure (GtkWidget     *widget,
                         GtkOrientation orientation,
                         int            for_size,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline,
                         int           *natural_baseline)
{
  PerceptReadout *self = PERCEPT_READOUT (widget);
  int             width, height, caption_width, caption_height;

  layout_size (self, self->sample_value, TRUE, &width, &height);
  layout_size (self, self->sample_caption, FALSE, &caption_width, &caption_height);
  /* Where there is little room the caption is cut, never the number. */
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? width : height + caption_height;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MAX (width, caption_width) : *minimum;
}

/* Appends a line at its reading edge; returns its height. */
static int
append_line (PerceptReadout *self,
             GtkSnapshot    *snapshot,
             const char     *text,
             gboolean        is_value,
             int             y)
{
  g_autoptr (PangoLayout) layout = make_layout (self, text != NULL ? text : "", is_value);
  gboolean                rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  PangoRectangle          extents;
  GdkRGBA                 color;
  int                     x;

  if (!is_value)
    {
      pango_layout_set_width (layout, gtk_widget_get_width (GTK_WIDGET (self)) * PANGO_SCALE);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  /* Right-to-left text stands at the end of its layout already. */
  pango_layout_get_pixel_extents (layout, NULL, &extents);
  x = (rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - extents.width : 0) - extents.x;
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  if (!is_value)
    color.alpha *= 0.8f;
  else if (self->has_color)
    color = self->color;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
  return extents.height;
}

static void
percept_readout_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  PerceptReadout *self = PERCEPT_READOUT (widget);
  int             height = append_line (self, snapshot, self->value, TRUE, 0);

  append_line (self, snapshot, self->caption, FALSE, height);
}

static gboolean
name_cb (gpointer data)
{
  PerceptReadout  *self = data;
  g_autofree char *name = g_strdup_printf ("%s, %s", self->value, self->caption);

  self->name_id = 0;
  self->named = g_get_monotonic_time ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return G_SOURCE_REMOVE;
}

/* At once after a pause; while it counts, not ten times a second. */
static void
queue_name (PerceptReadout *self)
{
  gint64 wait = self->named + NAME_US - g_get_monotonic_time ();

  if (self->name_id != 0)
    return;
  if (self->named == 0 || wait <= 0)
    name_cb (self);
  else
    self->name_id = g_timeout_add ((guint) (wait / 1000), name_cb, self);
}

void
percept_readout_set (PerceptReadout *self,
                     const char     *value,
                     const char     *caption)
{
  if (g_strcmp0 (self->value, value) == 0 && g_strcmp0 (self->caption, caption) == 0)
    return;
  g_free (self->value);
  g_free (self->caption);
  self->value = g_strdup (value);
  self->caption = g_strdup (caption);
  queue_name (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const char *
percept_readout_get_value (PerceptReadout *self)
{
  return self->value != NULL ? self->value : "";
}

void
percept_readout_set_sample (PerceptReadout *self,
                            const char     *value,
                            const char     *caption)
{
  if (g_strcmp0 (self->sample_value, value) == 0 && g_strcmp0 (self->sample_caption, caption) == 0)
    return;
  g_free (self->sample_value);
  g_free (self->sample_caption);
  self->sample_value = g_strdup (value);
  self->sample_caption = g_strdup (caption);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
percept_readout_grow_sample (PerceptReadout *self,
                             const char     *value,
                             const char     *caption)
{
  if (g_strcmp0 (self->sample_caption, caption) != 0
      || g_utf8_strlen (value, -1) > g_utf8_strlen (self->sample_value, -1))
    percept_readout_set_sample (self, value, caption);
}

void
percept_readout_set_color (PerceptReadout *self,
                           const GdkRGBA  *color)
{
  if (self->has_color == (color != NULL) && (color == NULL || gdk_rgba_equal (&self->color, color)))
    return;
  self->has_color = color != NULL;
  if (color != NULL)
    self->color = *color;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
percept_readout_set_size (PerceptReadout *self,
                          double          px)
{
  if (fabs (self->px - px) < 0.5)
    return;
  self->px = px;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
percept_readout_dispose (GObject *object)
{
  g_clear_handle_id (&PERCEPT_READOUT (object)->name_id, g_source_remove);
  G_OBJECT_CLASS (percept_readout_parent_class)->dispose (object);
}

static void
percept_readout_finalize (GObject *object)
{
  PerceptReadout *self = PERCEPT_READOUT (object);

  g_free (self->value);
  g_free (self->caption);
  g_free (self->sample_value);
  g_free (self->sample_caption);
  G_OBJECT_CLASS (percept_readout_parent_class)->finalize (object);
}

static void
percept_readout_class_init (PerceptReadoutClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = percept_readout_dispose;
  G_OBJECT_CLASS (klass)->finalize = percept_readout_finalize;
  widget_class->measure = percept_readout_measure;
  widget_class->snapshot = percept_readout_snapshot;
  gtk_widget_class_set_css_name (widget_class, "readout");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
percept_readout_init (PerceptReadout *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
percept_readout_new (void)
{
  return g_object_new (PERCEPT_TYPE_READOUT, NULL);
}
