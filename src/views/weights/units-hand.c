/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pointer, keys and read-out of the units' view. */

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

/* " · pixel 0.8 · product 0.34" of the image that is chosen, where the unit looks at images like that. */
static char *
read_product (PerceptUnitsView     *self,
              const PerceptWeights *weights,
              guint                 unit,
              gsize                 place)
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
  return g_strdup_printf (_(" · pixel %s · product %s"), pixel, product);
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
  product = read_product (self, weights, unit, place);
  place %= (gsize) weights->height * weights->width;
  return g_strdup_printf (_("Unit %s · row %u, column %u · weight %s%s"), name, (guint) (place / weights->width),
                          (guint) (place % weights->width), number, product);
}

/* The pixel under the pointer, else the unit that is selected. */
void
percept_units_view_update_read_out (PerceptUnitsView *self)
{
  g_autofree char *text = read_weight (self);

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

void
percept_units_view_bind_hand (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "weights.check", NULL, check_weight_cb);
  gtk_widget_class_bind_template_callback (widget_class, motion_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
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
