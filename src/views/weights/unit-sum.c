/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/unit-sum.h"

#include "plot/byte-image.h"
#include "plot/number.h"
#include "plot/weight-picture.h"
#include "plot/weight-sheet.h"
#include "views/figure-binding.h"
#include "views/weights/unit-answer.h"
#include "views/weights/unit-names.h"
#include "widgets/control-name.h"
#include "widgets/figure-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Lines of the sum, in order. */
enum
{
  LINE_WEIGHT,
  LINE_INPUT,
  LINE_PRODUCT,
  LINE_PRODUCTS,
  LINE_BIAS,
  LINE_Z,
  LINE_ACTIVATION,
  N_LINES,
};

struct _PerceptUnitSum
{
  GtkWidget            parent_instance;
  PerceptSession      *session;
  PerceptWeightSource *source;
  PerceptChosenImage  *image;
  PerceptUnitAnswer   *answer;      /* NULL: there is no image, or it is not known yet */
  PlotWeightSheet     *products;
  cairo_surface_t     *bytes;       /* the image, a pixel each */
  guint                layer;       /* from 1; 0: none */
  guint                unit;
  gsize                place;
  char                *words;
  GtkWidget           *content;
  GtkWidget           *thumbnail;
  GtkWidget           *image_title;
  GtkWidget           *previous_button;
  GtkWidget           *next_button;
  GtkWidget           *products_box;
  GtkWidget           *products_view;
  GtkWidget           *place_label;
  GtkWidget           *channel_chooser;
  GtkWidget           *lines;
  GtkWidget           *names[N_LINES];
  GtkWidget           *numbers[N_LINES];
};

G_DEFINE_FINAL_TYPE (PerceptUnitSum, percept_unit_sum, GTK_TYPE_WIDGET)

static guint input_signal;

/* Of the layer that is shown. */
static PerceptWeights *
get_weights (PerceptUnitSum *self)
{
  PerceptWeights *weights = self->layer > 0 ? percept_weight_source_get (self->source, self->layer) : NULL;

  return weights != NULL && self->unit < weights->n_units ? weights : NULL;
}

static gsize
area_of (const PerceptWeights *weights)
{
  return (gsize) weights->height * weights->width;
}

static gboolean
is_picture (const PerceptWeights *weights)
{
  return weights->height > 1 && weights->width > 1;
}

gsize
percept_unit_sum_get_input (PerceptUnitSum *self)
{
  const PerceptWeights *weights = get_weights (self);
  guint                 channel = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->channel_chooser));

  if (weights == NULL || channel >= weights->channels)
    return self->place;
  return channel * area_of (weights) + self->place;
}

const char *
percept_unit_sum_get_words (PerceptUnitSum *self)
{
  return self->words;
}

/* The sum */

/* @known: a dash stands for what is not. */
static void
set_line (PerceptUnitSum *self,
          guint           line,
          const char     *name,
          gboolean        known,
          double          value,
          int             decimals)
{
  g_autofree char *number = NULL;

  if (!known)
    number = g_strdup ("–");
  else
    number = plot_number_isolate (decimals < 0 || !isfinite (value) ? plot_number_value (value)
                                                                    : plot_number_signed (value, decimals));
  gtk_label_set_label (GTK_LABEL (self->names[line]), name);
  gtk_label_set_label (GTK_LABEL (self->numbers[line]), number);
}

/* What is at the place, by name: "Row 12, column 7", "Unit #17". Returns: (transfer full) */
static char *
name_place (PerceptUnitSum       *self,
            const PerceptWeights *weights)
{
  g_autofree char *below = NULL;

  if (is_picture (weights))
    return g_strdup_printf (_("Row %u, column %u"), (guint) (self->place / weights->width),
                            (guint) (self->place % weights->width));
  if (self->layer == 1)
    return g_strdup_printf (_("Input %" G_GSIZE_FORMAT), self->place);
  below = percept_unit_name (self->session, self->layer - 1, (guint) self->place);
  return g_strdup_printf (_("Unit %s of layer %u"), below, self->layer - 1);
}

/* Digits that all numbers of a sum have in common, so that it adds up to the eye, but for the last one. */
static int
common_decimals (double a,
                 double b,
                 double c)
{
  double largest = fmax (fmax (isfinite (a) ? fabs (a) : 0, isfinite (b) ? fabs (b) : 0), isfinite (c) ? fabs (c) : 0);
  int    decimals = plot_number_decimals (largest);

  return decimals < 0 ? -1 : MAX (decimals, 2) + 1;
}

static void
show_product (PerceptUnitSum       *self,
              const PerceptWeights *weights)
{
  gsize            input = percept_unit_sum_get_input (self);
  double           w = (double) weights->weights[self->unit * weights->channels * area_of (weights) + input];
  gboolean         known = self->answer != NULL && input < self->answer->n;
  double           x = known ? self->answer->inputs[input] : NAN;
  int              decimals = common_decimals (w, x, w * x);
  g_autofree char *place = name_place (self, weights);
  const char      *received = self->layer == 1 ? _("× pixel") : _("× its activation");

  gtk_label_set_label (GTK_LABEL (self->place_label), place);
  set_line (self, LINE_WEIGHT, _("Weight"), TRUE, w, decimals);
  set_line (self, LINE_INPUT, received, known, x, decimals);
  set_line (self, LINE_PRODUCT, _("= product"), known, w * x, decimals);
  g_free (self->words);
  self->words = g_strdup_printf (self->layer == 1 ? _("%s: weight %s, pixel %s, product %s")
                                                  : _("%s: weight %s, activation %s, product %s"),
                                 place,
                                 gtk_label_get_label (GTK_LABEL (self->numbers[LINE_WEIGHT])),
                                 gtk_label_get_label (GTK_LABEL (self->numbers[LINE_INPUT])),
                                 gtk_label_get_label (GTK_LABEL (self->numbers[LINE_PRODUCT])));
}

static void
show_sum (PerceptUnitSum       *self,
          const PerceptWeights *weights)
{
  const PerceptUnitAnswer *answer = self->answer;
  double                   bias = (double) weights->biases[self->unit];
  double                   products = answer != NULL ? answer->products : NAN;
  int                      decimals = common_decimals (products, bias, products + bias);
  g_autofree char         *count = plot_number_fixed ((double) (weights->channels * area_of (weights)), 0);
  g_autofree char         *all = g_strdup_printf (_("All %s products"), count);
  g_autofree char         *activation = NULL;

  if (answer != NULL && answer->function != NULL)
    activation = g_strdup_printf (_("%s(z)"), answer->function);
  set_line (self, LINE_PRODUCTS, all, answer != NULL, products, decimals);
  set_line (self, LINE_BIAS, _("+ bias"), TRUE, bias, decimals);
  set_line (self, LINE_Z, _("= z"), answer != NULL, products + bias, decimals);
  set_line (self, LINE_ACTIVATION, activation != NULL ? activation : _("z goes on as it is"), answer != NULL,
            answer != NULL ? answer->activation : NAN, decimals);
}

static void
show_products (PerceptUnitSum       *self,
               const PerceptWeights *weights)
{
  gsize             n = weights->channels * area_of (weights);
  const float      *w = weights->weights + self->unit * n;
  g_autofree float *products = NULL;
  gboolean          shown = is_picture (weights) && self->answer != NULL && self->answer->n == n;

  gtk_widget_set_visible (self->products_box, shown);
  if (!shown)
    return;
  products = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    products[i] = (float) ((double) w[i] * self->answer->inputs[i]);
  plot_weight_sheet_set_weights (self->products, products, 1, weights->channels, weights->height, weights->width, NULL);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->products_view), FALSE);
}

void
percept_unit_sum_update (PerceptUnitSum *self)
{
  PerceptWeights *weights = get_weights (self);

  if (weights == NULL)
    return;
  if (self->place >= area_of (weights)) /* of another network */
    self->place = 0;
  g_clear_pointer (&self->answer, percept_unit_answer_free);
  self->answer = percept_unit_answer_new (self->session, self->source, self->image, self->layer, self->unit);
  show_product (self, weights);
  show_sum (self, weights);
  show_products (self, weights);
}

/* The place */

static void
read_place (PerceptUnitSum *self)
{
  PerceptWeights *weights = get_weights (self);

  if (weights != NULL && self->place < area_of (weights))
    show_product (self, weights);
  g_signal_emit (self, input_signal, 0);
}

void
percept_unit_sum_set_place (PerceptUnitSum *self,
                            gsize           place)
{
  self->place = place;
  read_place (self);
}

static void
channel_cb (PerceptUnitSum *self)
{
  if (self->session != NULL)
    read_place (self);
}

/* Weights that look at several colors or maps are read one at a time. */
static void
offer_channels (PerceptUnitSum *self)
{
  static const char *const  colors[] = { N_("Red"), N_("Green"), N_("Blue") };
  GListModel               *before = gtk_drop_down_get_model (GTK_DROP_DOWN (self->channel_chooser));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint                     n;
  const PerceptLayerInfo   *layers = percept_session_get_layers (self->session, &n);
  guint                     channels = self->layer > 0 && self->layer <= n ? layers[self->layer - 1].channels : 1;

  if (before != NULL && g_list_model_get_n_items (before) == channels)
    return;
  for (guint channel = 0; channel < channels; channel++)
    {
      g_autofree char *map = g_strdup_printf (_("map %u"), channel);

      gtk_string_list_append (names, channels == G_N_ELEMENTS (colors) ? _(colors[channel]) : map);
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->channel_chooser), G_LIST_MODEL (names));
  gtk_widget_set_visible (self->channel_chooser, channels > 1);
}

void
percept_unit_sum_show (PerceptUnitSum *self,
                       guint           layer,
                       guint           unit)
{
  self->layer = layer;
  self->unit = unit;
  offer_channels (self);
  percept_unit_sum_update (self);
}

/* The image */

static void
draw_image (GtkDrawingArea *area,
            cairo_t        *cr,
            int             width,
            int             height,
            gpointer        data)
{
  PerceptUnitSum *self = data;
  int             columns = self->bytes != NULL ? cairo_image_surface_get_width (self->bytes) : 0;
  int             rows = self->bytes != NULL ? cairo_image_surface_get_height (self->bytes) : 0;
  double          zoom;

  if (columns <= 0 || rows <= 0)
    return;
  zoom = plot_weight_zoom_within ((guint) columns, (guint) rows, width, height);
  plot_weight_fill (cr, self->bytes, floor ((width - zoom * columns) / 2), floor ((height - zoom * rows) / 2),
                    zoom * columns, zoom * rows, CAIRO_FILTER_NEAREST);
}

static void
image_cb (PerceptUnitSum *self)
{
  guint            channels, height, width;
  const guint8    *bytes = percept_chosen_image_get_bytes (self->image, &channels, &height, &width);
  g_autofree char *title = bytes != NULL ? percept_chosen_image_get_title (self->image) : NULL;

  g_clear_pointer (&self->bytes, cairo_surface_destroy);
  if (bytes != NULL)
    self->bytes = plot_byte_image_new (bytes, channels, height, width);
  gtk_label_set_label (GTK_LABEL (self->image_title), title != NULL ? title : _("These data are no images"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->thumbnail), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title != NULL ? title : _("No image"), -1);
  gtk_widget_set_sensitive (self->previous_button, bytes != NULL);
  gtk_widget_set_sensitive (self->next_button, bytes != NULL);
  gtk_widget_queue_draw (self->thumbnail);
  percept_unit_sum_update (self);
}

static void
previous_cb (PerceptUnitSum *self)
{
  percept_chosen_image_move (self->image, -1);
}

static void
next_cb (PerceptUnitSum *self)
{
  percept_chosen_image_move (self->image, 1);
}

/* GObject */

void
percept_unit_sum_set_source (PerceptUnitSum      *self,
                             PerceptSession      *session,
                             PerceptWeightSource *source,
                             PerceptChosenImage  *image)
{
  g_autofree char *file_name = percept_figure_file_name (session, "products");

  self->session = g_object_ref (session);
  self->source = g_object_ref (source);
  self->image = g_object_ref (image);
  percept_figure_view_set_file_name (PERCEPT_FIGURE_VIEW (self->products_view), file_name);
  g_signal_connect_object (image, "changed", G_CALLBACK (image_cb), self, G_CONNECT_SWAPPED);
  image_cb (self);
}

static void
percept_unit_sum_dispose (GObject *object)
{
  PerceptUnitSum *self = PERCEPT_UNIT_SUM (object);

  if (self->products != NULL)
    plot_figure_unref (plot_weight_sheet_figure (self->products));
  self->products = NULL;
  g_clear_pointer (&self->answer, percept_unit_answer_free);
  g_clear_pointer (&self->bytes, cairo_surface_destroy);
  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->image);
  g_clear_object (&self->source);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_unit_sum_parent_class)->dispose (object);
}

static void
percept_unit_sum_class_init (PerceptUnitSumClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  input_signal = g_signal_new ("input", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                               0);
  G_OBJECT_CLASS (klass)->dispose = percept_unit_sum_dispose;
  g_type_ensure (PERCEPT_TYPE_FIGURE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/unit-sum.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitSum, content);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitSum, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitSum, image_title);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitSum, previous_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitSum, next_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitSum, products_box);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitSum, products_view);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitSum, place_label);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitSum, channel_chooser);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitSum, lines);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, channel_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

/* What the short names mean. */
static const char *const meanings[N_LINES] = {
  [LINE_WEIGHT] = N_("The unit’s weight at the place"),
  [LINE_INPUT] = N_("What the network receives there, after preprocessing, or what the unit below answers"),
  [LINE_PRODUCT] = N_("What this place adds to the unit’s sum"),
  [LINE_PRODUCTS] = N_("The sum over all places"),
  [LINE_BIAS] = N_("What the unit adds whatever it sees"),
  [LINE_Z] = N_("The unit’s sum, before its activation function"),
  [LINE_ACTIVATION] = N_("What the unit answers"),
};

static void
add_line (PerceptUnitSum *self,
          guint           line)
{
  GtkWidget *name = gtk_label_new (NULL), *number = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_xalign (GTK_LABEL (number), 1);
  gtk_widget_set_valign (number, GTK_ALIGN_END);
  gtk_widget_set_tooltip_text (name, _(meanings[line]));
  gtk_widget_add_css_class (number, "numeric");
  if (line == LINE_PRODUCT || line == LINE_Z || line == LINE_ACTIVATION)
    {
      gtk_widget_add_css_class (name, "sum-result");
      gtk_widget_add_css_class (number, "sum-result");
    }
  gtk_grid_attach (GTK_GRID (self->lines), name, 0, (int) line, 1, 1);
  gtk_grid_attach (GTK_GRID (self->lines), number, 1, (int) line, 1, 1);
  self->names[line] = name;
  self->numbers[line] = number;
}

static void
percept_unit_sum_init (PerceptUnitSum *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  percept_control_set_name (self->channel_chooser, _("Channel of the weight"));
  self->words = g_strdup ("");
  for (guint line = 0; line < N_LINES; line++)
    add_line (self, line);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->thumbnail), draw_image, self, NULL);
  self->products = plot_weight_sheet_new (_("Products"), _("unit"));
  plot_weight_sheet_set_bare (self->products, TRUE);
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->products_view), plot_weight_sheet_figure (self->products),
                                  _("Products of weights and pixels"));
}
