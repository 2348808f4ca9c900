/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pointer, keys and read-out of the units' view. */

#include "figures/run-figures.h"
#include "plot/number.h"
#include "views/weights/units-view-private.h"
#include "widgets/move-keys.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What of the figure is at @x, @y of the view: a weight of @unit, at @place among those of one unit. Of several maps
 * that are shown as one sum it is the first one's. */
static gboolean
pick (PerceptUnitsView *self,
      double            x,
      double            y,
      guint            *unit,
      gsize            *place)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->view);
  PerceptWeights    *weights = percept_units_view_get_weights (self);
  double             width = gtk_widget_get_width (self->view), height = percept_figure_view_get_full_height (view);
  PlotTheme          theme;
  guint              pane, column, row, input, channel;

  percept_figure_view_get_theme (view, &theme);
  y = percept_figure_view_to_figure_y (view, y);
  if (weights == NULL)
    return FALSE;
  if (self->matrix != NULL)
    {
      if (!plot_weight_matrix_pick (self->matrix, width, height, &theme, x, y, unit, &input))
        return FALSE;
      *place = input;
      return *unit < weights->n_units && input < weights->channels * weights->height * weights->width;
    }
  if (self->sheet == NULL
      || !plot_weight_sheet_pick_pane (self->sheet, width, height, &theme, x, y, unit, &pane, &column, &row)
      || *unit >= weights->n_units || column >= weights->width || row >= weights->height)
    return FALSE;
  channel = plot_weight_sheet_get_channel (self->sheet, pane);
  *place = (channel == PLOT_ALL_CHANNELS ? 0 : (gsize) channel * weights->height * weights->width)
           + (gsize) row * weights->width + column;
  return TRUE;
}

static float
get_weight (const PerceptWeights *weights,
            guint                 unit,
            gsize                 place)
{
  return weights->weights[(gsize) unit * weights->channels * weights->height * weights->width + place];
}

/* " · pixel 0.8 · product 0.34", or " × 0.8 = 0.34", of the image that is chosen, where the unit looks at images like
 * that. */
static char *
read_product (PerceptUnitsView     *self,
              const PerceptWeights *weights,
              guint                 unit,
              gsize                 place,
              gboolean              brief)
{
  guint             channels, height, width;
  const guint8     *bytes = percept_chosen_image_get_bytes (self->image, &channels, &height, &width);
  g_autofree float *values = NULL;
  g_autofree char  *pixel = NULL;
  g_autofree char  *product = NULL;

  if (bytes == NULL || self->layer != 1 || channels != weights->channels || height != weights->height
      || width != weights->width)
    return g_strdup ("");
  values = percept_chosen_image_expand (self->image);
  pixel = plot_number_isolate (plot_number_value (values[place]));
  product = plot_number_isolate (plot_number_value ((double) values[place] * get_weight (weights, unit, place)));
  return brief ? g_strdup_printf (" × %s = %s", pixel, product)
               : g_strdup_printf (_(" · pixel %s · product %s"), pixel, product);
}

/* What is under the pointer, as text; NULL when that is no pixel. Returns: (transfer full) */
static char *
read_weight (PerceptUnitsView *self)
{
  PerceptWeights  *weights = percept_units_view_get_weights (self);
  guint            unit;
  gsize            place;
  float            weight;
  g_autofree char *number = NULL;
  g_autofree char *name = NULL;
  g_autofree char *product = NULL;

  if (!self->pointed || weights == NULL || !pick (self, self->x, self->y, &unit, &place))
    return NULL;
  if (self->matrix != NULL)
    return plot_weight_matrix_describe_weight (self->matrix, unit, (guint) place);
  weight = get_weight (weights, unit, place);
  number = isfinite (weight) ? plot_number_isolate (plot_number_value (weight)) : g_strdup (_("not finite"));
  name = plot_weight_sheet_get_name (self->sheet, unit);
  product = read_product (self, weights, unit, place, FALSE);
  place %= (gsize) weights->height * weights->width;
  return g_strdup_printf (_("Unit %s · row %u, column %u · weight %s%s"), name, (guint) (place / weights->width),
                          (guint) (place % weights->width), number, product);
}

/* The same where there is no room for words: "#17 (13, 5): 0.42 × 0.8 = 0.34", row, column, weight, pixel and product.
 * Returns: (transfer full), NULL as above */
static char *
read_briefly (PerceptUnitsView *self)
{
  PerceptWeights  *weights = percept_units_view_get_weights (self);
  guint            unit;
  gsize            place;
  g_autofree char *name = NULL, *number = NULL, *product = NULL;

  if (!self->pointed || weights == NULL || self->sheet == NULL || !pick (self, self->x, self->y, &unit, &place))
    return NULL;
  name = plot_weight_sheet_get_name (self->sheet, unit);
  number = plot_number_isolate (plot_number_value (get_weight (weights, unit, place)));
  product = read_product (self, weights, unit, place, TRUE);
  place %= (gsize) weights->height * weights->width;
  /* Translators: unit, row, column, weight, and what a pixel makes of it */
  return g_strdup_printf (_("%s (%u, %u): %s%s"), name, (guint) (place / weights->width),
                          (guint) (place % weights->width), number, product);
}

static gboolean
has_room (GtkWidget  *label,
          const char *text)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (label, text);
  int                     width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width <= gtk_widget_get_width (label);
}

/* The pixel under the pointer, else the unit that is selected. */
void
percept_units_view_update_read_out (PerceptUnitsView *self)
{
  g_autofree char *text = read_weight (self);
  g_autofree char *brief = text != NULL && !has_room (self->read_out, text) ? read_briefly (self) : NULL;

  if (brief != NULL)
    {
      gtk_label_set_label (GTK_LABEL (self->read_out), brief);
      return;
    }
  if (text == NULL && self->sheet != NULL)
    text = plot_weight_sheet_describe_unit (self->sheet, self->selected);
  gtk_label_set_label (GTK_LABEL (self->read_out),
                       text != NULL ? text : _("Point at a weight to read it; click a unit to see it large"));
}

static void
leave_cb (PerceptUnitsView *self)
{
  self->pointed = FALSE;
  percept_units_view_update_read_out (self);
}

static void
motion_cb (PerceptUnitsView *self,
           double            x,
           double            y)
{
  self->pointed = self->by_pointer = TRUE;
  self->x = x;
  self->y = y;
  percept_units_view_update_read_out (self);
}

/* Selects what is clicked, and takes the focus: arrow keys go on from there. */
static void
pressed_cb (PerceptUnitsView *self,
            int               n_press,
            double            x,
            double            y)
{
  guint unit;
  gsize place;

  gtk_widget_grab_focus (self->view);
  if (!pick (self, x, y, &unit, &place))
    return;
  percept_units_view_select (self, unit);
  percept_units_view_tell_chosen (self);
}

/* The weights of the pixel last pointed at; after the keyboard, the largest weight of the unit that is selected. As
 * names, "W1[406,3]": all channels of a pixel. Returns: (transfer full), NULL when there is none */
static char *
name_weights (PerceptUnitsView *self)
{
  PerceptWeights      *weights = percept_units_view_get_weights (self);
  gsize                area = weights != NULL ? (gsize) weights->height * weights->width : 0;
  gsize                n = weights != NULL ? weights->channels * area : 0;
  gsize                place = 0;
  guint                unit;
  g_autoptr (GString)  names = g_string_new (NULL);

  if (weights == NULL)
    return NULL;
  if (self->by_pointer && pick (self, self->x, self->y, &unit, &place))
    {
      for (place %= area; place < n; place += area)
        g_string_append_printf (names, "%sW%u[%" G_GSIZE_FORMAT ",%u]", names->len > 0 ? " " : "", self->layer, place,
                                unit);
      return g_string_free (g_steal_pointer (&names), FALSE);
    }
  if (self->selected >= weights->n_units)
    return NULL;
  for (gsize i = 1; i < n; i++)
    if (fabsf (get_weight (weights, self->selected, i)) > fabsf (get_weight (weights, self->selected, place)))
      place = i;
  return g_strdup_printf ("W%u[%" G_GSIZE_FORMAT ",%u]", self->layer, place, self->selected);
}

static void
check_weight_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  g_autofree char *names = name_weights (PERCEPT_UNITS_VIEW (widget));

  if (names != NULL)
    gtk_widget_activate_action (widget, "win.check-weight", "s", names);
  else
    gtk_widget_activate_action (widget, "win.report", "s",
                                _("Point at the weight to check, or choose a unit with the arrow keys"));
}

/* In a matrix units stand below one another. */
static guint
find_neighbor (PerceptUnitsView *self,
               int               across,
               int               down)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->view);
  PerceptWeights    *weights = percept_units_view_get_weights (self);
  PlotTheme          theme;

  if (self->sheet != NULL)
    {
      percept_figure_view_get_theme (view, &theme);
      return plot_weight_sheet_get_neighbor (self->sheet, gtk_widget_get_width (self->view),
                                             percept_figure_view_get_full_height (view), &theme, self->selected,
                                             across, down);
    }
  return weights != NULL ? plot_weight_matrix_get_neighbor (self->matrix, self->selected, across + down)
                         : PLOT_NO_UNIT;
}

static gboolean
move (PerceptUnitsView *self,
      guint             key)
{
  int across, down;

  if (!percept_move_key_find (key, &across, &down))
    return FALSE;
  self->pointed = self->by_pointer = FALSE;
  percept_units_view_select (self, find_neighbor (self, across, down));
  return TRUE;
}

static gboolean
key_cb (PerceptUnitsView *self,
        guint             key,
        guint             code,
        GdkModifierType   state)
{
  if ((self->sheet == NULL && self->matrix == NULL) || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_g:
      gtk_widget_activate_action (GTK_WIDGET (self), "weights.check", NULL);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      percept_units_view_tell_chosen (self);
      return self->selected != PLOT_NO_UNIT;
    default:
      return move (self, key);
    }
}

/* Search */

/* The unit of the layer that @text names: its number, with or without #, or the name of a class. */
static guint
find_unit (PerceptUnitsView *self,
           const char       *text)
{
  PerceptWeights *weights = percept_units_view_get_weights (self);
  char          **names = percept_run_figures_unit_names (self->session, self->layer);
  guint64         unit;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (g_str_equal (names[i], text))
      return i;
  if (weights == NULL || weights->n_units == 0
      || !g_ascii_string_to_unsigned (text + (text[0] == '#'), 10, 0, weights->n_units - 1, &unit, NULL))
    return PLOT_NO_UNIT;
  return (guint) unit;
}

/* While a number is typed, the unit comes into sight. */
static void
search_cb (PerceptUnitsView *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));
  guint            unit = text[0] != '\0' ? find_unit (self, text) : PLOT_NO_UNIT;
  gboolean         wrong = text[0] != '\0' && unit == PLOT_NO_UNIT;

  gtk_accessible_update_state (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (wrong)
    gtk_widget_add_css_class (self->search, "error");
  else
    gtk_widget_remove_css_class (self->search, "error");
  self->pointed = self->by_pointer = FALSE;
  if (unit != PLOT_NO_UNIT)
    percept_units_view_select (self, unit);
}

static void
found_cb (PerceptUnitsView *self)
{
  PerceptWeights  *weights = percept_units_view_get_weights (self);
  const char      *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *problem = NULL;

  search_cb (self);
  if (!gtk_widget_has_css_class (self->search, "error"))
    {
      percept_units_view_tell_chosen (self);
      return;
    }
  problem = g_strdup_printf (_("There is no unit “%s” in this layer: its units are numbered from 0 to %u"), text,
                             weights != NULL && weights->n_units > 0 ? weights->n_units - 1 : 0);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.report", "s", problem);
}

void
percept_units_view_bind_hand (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "weights.check", NULL, check_weight_cb);
  gtk_widget_class_bind_template_callback (widget_class, motion_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, found_cb);
}

void
percept_units_view_add_menu (PerceptUnitsView *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) files = g_menu_new ();

  g_menu_append (menu, _("Check This Weight’s _Gradient"), "weights.check");
  g_menu_append (files, _("Save _Weights as NPY…"), "win.save-weights-dialog");
  g_menu_append (files, _("Save _Ranking as CSV…"), "win.save-ranking-dialog");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (files));
  percept_figure_view_set_extra_menu (PERCEPT_FIGURE_VIEW (self->view), G_MENU_MODEL (menu));
}
