/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/readout.h"

#include <math.h>

#define VALUE_SCALE   1.6
/* Of the number's size, when that is set in pixels. */
#define CAPTION_SHARE 0.45

struct _PerceptReadout
{
  GtkWidget parent_instance;
  char     *value;
  char     *caption;
  char     *sample_value;
  char     *sample_caption;
  double    px;
};

G_DEFINE_FINAL_TYPE (PerceptReadout, percept_readout, GTK_TYPE_WIDGET)

static PangoLayout *
make_layout (PerceptReadout *self,
             const char     *text,
             gboolean        is_value)
{
  /* A number reads from left to right everywhere: isolated, or its groups would change places. */
  g_autofree char         *isolated = is_value ? g_strdup_printf ("\u2066%s\u2069", text) : NULL;
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
  GdkRGBA                 color;
  int                     width, height;

  if (!is_value)
    {
      pango_layout_set_width (layout, gtk_widget_get_width (GTK_WIDGET (self)) * PANGO_SCALE);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  if (!is_value)
    color.alpha *= 0.8f;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - width : 0, y));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
  return height;
}

static void
percept_readout_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  PerceptReadout *self = PERCEPT_READOUT (widget);
  int             height = append_line (self, snapshot, self->value, TRUE, 0);

  append_line (self, snapshot, self->caption, FALSE, height);
}

void
percept_readout_set (PerceptReadout *self,
                     const char     *value,
                     const char     *caption)
{
  g_autofree char *name = NULL;

  if (g_strcmp0 (self->value, value) == 0 && g_strcmp0 (self->caption, caption) == 0)
    return;
  g_free (self->value);
  g_free (self->caption);
  self->value = g_strdup (value);
  self->caption = g_strdup (caption);
  name = g_strdup_printf ("%s, %s", value, caption);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
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
percept_readout_set_size (PerceptReadout *self,
                          double          px)
{
  if (fabs (self->px - px) < 0.5)
    return;
  self->px = px;
  gtk_widget_queue_resize (GTK_WIDGET (self));
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
