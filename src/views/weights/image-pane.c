/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/image-pane.h"

#include "datasets/digit-frame.h"
#include "plot/byte-image.h"
#include "plot/weight-picture.h"
#include "session/example-list.h"
#include "widgets/control-name.h"
#include "widgets/figure-style.h"
#include "widgets/scroll-through.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* Px: the pad is as large as leaves room for this much below and above it, within limits; the pane is wider with it. */
#define BESIDE_PAD 300
#define LEAST_PAD  224
#define MOST_PAD   364
#define WIDTH      280

struct _PerceptImagePane
{
  GtkWidget           parent_instance;
  PerceptSession     *session;
  PerceptChosenImage *image;
  TrainData          *data;          /* that frames and parts are of; kept, so that others never look like it */
  gboolean            frames;        /* its digits are framed */
  gboolean            framed;        /* what is drawn is to be */
  gboolean            handing_on;    /* the image comes from the pad */
  gboolean            setting;       /* the chooser is not set by hand */
  TrainPart           parts[TRAIN_N_PARTS];  /* that can be chosen */
  guint               n_parts;
  int                 side;          /* of the pad, px */
  guint               side_source;   /* idle, once another would fit better */
  GtkWidget          *content;
  GtkWidget          *clamp;
  GtkWidget          *title;
  GtkWidget          *part_chooser;
  GtkWidget          *pad;
  GtkWidget          *bars;
  GtkWidget          *thumbnail;
  GtkWidget          *received_label;
  GtkWidget          *framed_row;
};

G_DEFINE_FINAL_TYPE (PerceptImagePane, percept_image_pane, GTK_TYPE_WIDGET)

/* From the pad to the image */

static gboolean
is_framed (PerceptImagePane *self)
{
  return self->frames && self->framed && percept_drawing_pad_is_own (PERCEPT_DRAWING_PAD (self->pad));
}

static void
hand_on (PerceptImagePane *self)
{
  PerceptDrawingPad    *pad = PERCEPT_DRAWING_PAD (self->pad);
  const PlotBrushImage *drawing = percept_drawing_pad_get (pad);
  g_autofree guint8    *framed = NULL;

  if (drawing->bytes == NULL)
    return;
  self->handing_on = TRUE;
  if (percept_drawing_pad_is_untouched (pad))
    {
      percept_chosen_image_move (self->image, 0);
    }
  else if (is_framed (self))
    {
      framed = g_new (guint8, (gsize) drawing->height * drawing->width);
      ds_digit_frame (drawing->bytes, drawing->height, drawing->width, framed);
      percept_chosen_image_set_drawn (self->image, framed);
    }
  else
    {
      percept_chosen_image_set_drawn (self->image, drawing->bytes);
    }
  self->handing_on = FALSE;
}

void
percept_image_pane_set_eraser (PerceptImagePane *self,
                               gboolean          eraser)
{
  g_return_if_fail (PERCEPT_IS_IMAGE_PANE (self));

  percept_drawing_pad_set_eraser (PERCEPT_DRAWING_PAD (self->pad), eraser);
}

void
percept_image_pane_set_framed (PerceptImagePane *self,
                               gboolean          framed)
{
  g_return_if_fail (PERCEPT_IS_IMAGE_PANE (self));

  self->framed = framed;
  if (!percept_drawing_pad_is_untouched (PERCEPT_DRAWING_PAD (self->pad)))
    hand_on (self);
}

void
percept_image_pane_restore (PerceptImagePane *self)
{
  g_return_if_fail (PERCEPT_IS_IMAGE_PANE (self));

  percept_chosen_image_move (self->image, 0);
}

/* From the image to what is shown */

static void
tell_received (PerceptImagePane *self)
{
  const char *words;

  if (percept_drawing_pad_is_untouched (PERCEPT_DRAWING_PAD (self->pad)))
    words = _("What the network receives: the example as it is");
  else if (is_framed (self))
    words = _("What the network receives: your drawing, centered and sized");
  else
    words = _("What the network receives: the pad as it is");
  gtk_label_set_label (GTK_LABEL (self->received_label), words);
}

static void
sync_part (PerceptImagePane *self)
{
  TrainPart part = percept_chosen_image_get_part (self->image);

  self->setting = TRUE;
  for (guint i = 0; i < self->n_parts; i++)
    if (self->parts[i] == part)
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->part_chooser), i);
  self->setting = FALSE;
}

/* "Validation example 17, a “4”, painted over": what an example was is told as long as anything of it may be there. */
static char *
make_title (PerceptImagePane *self)
{
  PerceptDrawingPad *pad = PERCEPT_DRAWING_PAD (self->pad);
  TrainPart          part = percept_chosen_image_get_part (self->image);
  gsize              place = percept_chosen_image_get_place (self->image);
  g_autofree char   *name = NULL, *title = NULL;
  char               first[7] = { 0 };

  if (self->data == NULL || percept_drawing_pad_is_untouched (pad) || percept_drawing_pad_is_own (pad))
    {
      title = percept_chosen_image_get_title (self->image);
    }
  else
    {
      name = percept_example_name (self->data, part, place, train_data_get_part (self->data, part).indices[place]);
      title = g_strdup_printf (_("%s, painted over"), name);
    }
  g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (title)), first);
  return g_strconcat (first, g_utf8_next_char (title), NULL);
}

static void
image_cb (PerceptImagePane *self)
{
  guint            channels, height, width;
  const guint8    *bytes = percept_chosen_image_get_bytes (self->image, &channels, &height, &width);
  g_autofree char *title = NULL;

  if (!self->handing_on)
    percept_drawing_pad_set (PERCEPT_DRAWING_PAD (self->pad), bytes, channels, height, width);
  gtk_widget_set_visible (GTK_WIDGET (self), bytes != NULL);
  if (bytes == NULL)
    percept_image_pane_set_answer (self, NULL);
  title = make_title (self);
  /* One line: the pad must not move under the pen. */
  gtk_label_set_label (GTK_LABEL (self->title), title);
  gtk_widget_set_tooltip_text (self->title, title);
  tell_received (self);
  sync_part (self);
  gtk_widget_queue_draw (self->thumbnail);
}

void
percept_image_pane_set_answer (PerceptImagePane         *self,
                               const PlotDiagramContent *content)
{
  g_return_if_fail (PERCEPT_IS_IMAGE_PANE (self));

  percept_class_bars_set (PERCEPT_CLASS_BARS (self->bars), content);
}

PerceptChosenImage *
percept_image_pane_get_image (PerceptImagePane *self)
{
  g_return_val_if_fail (PERCEPT_IS_IMAGE_PANE (self), NULL);

  return self->image;
}

PerceptDrawingPad *
percept_image_pane_get_pad (PerceptImagePane *self)
{
  g_return_val_if_fail (PERCEPT_IS_IMAGE_PANE (self), NULL);

  return PERCEPT_DRAWING_PAD (self->pad);
}

const PerceptClassBar *
percept_image_pane_get_top (PerceptImagePane *self,
                            guint            *n)
{
  const PerceptClassBar *top;

  g_return_val_if_fail (PERCEPT_IS_IMAGE_PANE (self), NULL);

  top = percept_class_bars_get (PERCEPT_CLASS_BARS (self->bars), n);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    *n = 0;
  return top;
}

static void
draw_received (GtkDrawingArea *area,
               cairo_t        *cr,
               int             width,
               int             height,
               gpointer        data)
{
  PerceptImagePane *self = data;
  guint             channels, rows, columns;
  const guint8     *bytes = percept_chosen_image_get_bytes (self->image, &channels, &rows, &columns);
  cairo_surface_t  *picture;
  double            zoom;
  PlotTheme         theme;

  if (bytes == NULL)
    return;
  percept_figure_style_get_theme (percept_figure_style_get_default (), &theme);
  picture = plot_byte_image_new (bytes, channels, rows, columns);
  zoom = plot_weight_zoom_within (columns, rows, width - 2, height - 2); /* a hairline goes around it */
  plot_weight_picture_show (picture, cr, (int) ((width - zoom * columns) / 2), (int) ((height - zoom * rows) / 2),
                            zoom * columns, zoom * rows, zoom, &theme);
  cairo_surface_destroy (picture);
}

/* Which examples */

static const char *
name_part (TrainPart part)
{
  switch (part)
    {
    case TRAIN_PART_VALIDATION: return _("Validation");
    case TRAIN_PART_TEST:       return _("Test");
    default:                    return _("Training");
    }
}

/* The test set is sealed until its result is revealed: only then can its images be looked at. */
static gboolean
is_open (PerceptImagePane *self,
         TrainPart         part)
{
  TrainData    *data = percept_session_get_data (self->session);
  TrainExamples examples = data != NULL ? train_data_get_part (data, part) : (TrainExamples) { 0 };

  return examples.n > 0 && ds_shape_size (examples.dataset->shape) == ds_shape_size (data->collection.pool->shape)
         && (part != TRAIN_PART_TEST || percept_session_is_test_revealed (self->session));
}

void
percept_image_pane_update_parts (PerceptImagePane *self)
{
  static const TrainPart     all[] = { TRAIN_PART_VALIDATION, TRAIN_PART_TRAIN, TRAIN_PART_TEST };
  g_autoptr (GtkStringList)  names = gtk_string_list_new (NULL);
  guint                      n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (is_open (self, all[i]))
      {
        gtk_string_list_append (names, name_part (all[i]));
        self->parts[n++] = all[i];
      }
  if (n == self->n_parts && self->data == percept_session_get_data (self->session))
    return;
  self->n_parts = n;
  self->setting = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->part_chooser), G_LIST_MODEL (names));
  self->setting = FALSE;
  sync_part (self);
}

static void
part_cb (PerceptImagePane *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->part_chooser));

  if (!self->setting && selected < self->n_parts)
    percept_chosen_image_set_part (self->image, self->parts[selected]);
}

static void
opened_cb (PerceptImagePane *self)
{
  TrainData *data = percept_session_get_data (self->session);

  percept_image_pane_set_answer (self, NULL);
  percept_image_pane_update_parts (self);
  if (data == self->data)
    return;
  g_clear_pointer (&self->data, train_data_unref);
  self->data = data != NULL ? train_data_ref (data) : NULL;
  self->frames = data != NULL && ds_digit_frame_fits (data->collection.pool);
  gtk_widget_set_visible (self->framed_row, self->frames);
  tell_received (self);
}

/* Beside the pad as well: its buttons take the focus from it. */
static gboolean
key_cb (PerceptImagePane *self,
        guint             key,
        guint             code,
        GdkModifierType   state)
{
  if ((state & GDK_CONTROL_MASK) != 0 && (state & (GDK_SHIFT_MASK | GDK_ALT_MASK)) == 0 && key == GDK_KEY_z)
    {
      percept_drawing_pad_undo (PERCEPT_DRAWING_PAD (self->pad));
      return TRUE;
    }
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Page_Down:
    case GDK_KEY_period:    percept_chosen_image_move (self->image, 1); return TRUE;
    case GDK_KEY_Page_Up:
    case GDK_KEY_comma:     percept_chosen_image_move (self->image, -1); return TRUE;
    default:                return FALSE;
    }
}

/* Widget */

static gboolean
side_cb (gpointer data)
{
  PerceptImagePane *self = data;

  self->side_source = 0;
  percept_drawing_pad_set_side (PERCEPT_DRAWING_PAD (self->pad), self->side);
  adw_clamp_set_maximum_size (ADW_CLAMP (self->clamp), MAX (WIDTH, self->side + 2));
  adw_clamp_set_tightening_threshold (ADW_CLAMP (self->clamp), MAX (WIDTH, self->side + 2));
  return G_SOURCE_REMOVE;
}

/* The pane itself may be as high as it likes, in what scrolls it: what that has is what can be seen. */
static void
percept_image_pane_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  PerceptImagePane *self = PERCEPT_IMAGE_PANE (widget);
  GtkWidget        *around = gtk_widget_get_ancestor (gtk_widget_get_parent (widget), GTK_TYPE_SCROLLED_WINDOW);
  int               seen = gtk_widget_get_height (around != NULL ? around : widget);
  int               side = CLAMP (seen - BESIDE_PAD, LEAST_PAD, MOST_PAD);

  gtk_widget_size_allocate (self->content, &(GtkAllocation) { 0, 0, width, height }, baseline);
  if (side == self->side)
    return;
  self->side = side;
  if (self->side_source == 0)
    self->side_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, side_cb, self, NULL);
}

static void
percept_image_pane_measure (GtkWidget     *widget,
                            GtkOrientation orientation,
                            int            for_size,
                            int           *minimum,
                            int           *natural,
                            int           *minimum_baseline,
                            int           *natural_baseline)
{
  gtk_widget_measure (PERCEPT_IMAGE_PANE (widget)->content, orientation, for_size, minimum, natural, NULL, NULL);
}

static GtkSizeRequestMode
percept_image_pane_get_request_mode (GtkWidget *widget)
{
  return gtk_widget_get_request_mode (PERCEPT_IMAGE_PANE (widget)->content);
}

static void
percept_image_pane_dispose (GObject *object)
{
  PerceptImagePane *self = PERCEPT_IMAGE_PANE (object);

  g_clear_handle_id (&self->side_source, g_source_remove);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->data, train_data_unref);
  g_clear_object (&self->image);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_image_pane_parent_class)->dispose (object);
}

static void
percept_image_pane_class_init (PerceptImagePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = percept_image_pane_dispose;
  widget_class->measure = percept_image_pane_measure;
  widget_class->size_allocate = percept_image_pane_size_allocate;
  widget_class->get_request_mode = percept_image_pane_get_request_mode;
  g_type_ensure (PERCEPT_TYPE_DRAWING_PAD);
  g_type_ensure (PERCEPT_TYPE_CLASS_BARS);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/image-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptImagePane, content);
  gtk_widget_class_bind_template_child (widget_class, PerceptImagePane, clamp);
  gtk_widget_class_bind_template_child (widget_class, PerceptImagePane, title);
  gtk_widget_class_bind_template_child (widget_class, PerceptImagePane, part_chooser);
  gtk_widget_class_bind_template_child (widget_class, PerceptImagePane, pad);
  gtk_widget_class_bind_template_child (widget_class, PerceptImagePane, bars);
  gtk_widget_class_bind_template_child (widget_class, PerceptImagePane, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, PerceptImagePane, received_label);
  gtk_widget_class_bind_template_child (widget_class, PerceptImagePane, framed_row);
  gtk_widget_class_bind_template_callback (widget_class, hand_on);
  gtk_widget_class_bind_template_callback (widget_class, part_cb);
  gtk_widget_class_set_css_name (widget_class, "image-pane");
}

static void
percept_image_pane_init (PerceptImagePane *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->framed = TRUE;
  self->side = LEAST_PAD;
  gtk_widget_init_template (GTK_WIDGET (self));
  percept_scroll_through_add (GTK_SCROLLED_WINDOW (self->content));
  percept_control_set_name (self->part_chooser, _("Part of the data that examples come from"));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->thumbnail), draw_received, self, NULL);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
percept_image_pane_new (PerceptSession     *session,
                        PerceptChosenImage *image)
{
  PerceptImagePane *self = g_object_new (PERCEPT_TYPE_IMAGE_PANE, NULL);

  self->session = g_object_ref (session);
  self->image = g_object_ref (image);
  g_signal_connect_object (image, "changed", G_CALLBACK (image_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "experiment", G_CALLBACK (percept_image_pane_update_parts), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (percept_figure_style_get_default (), "changed", G_CALLBACK (gtk_widget_queue_draw),
                           self->thumbnail, G_CONNECT_SWAPPED);
  opened_cb (self);
  image_cb (self);
  return GTK_WIDGET (self);
}
