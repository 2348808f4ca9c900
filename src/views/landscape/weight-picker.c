/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/weight-picker.h"

#include "figures/run-figures.h"
#include "plot/number.h"
#include "plot/weight-sheet.h"
#include "views/figure-binding.h"
#include "views/landscape/weight-place.h"
#include "widgets/control-name.h"
#include "widgets/figure-view.h"
#include "widgets/popup-control.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SIDE 160         /* px of the picture, at least; its place in the .ui file is a little wider */
#define MANY_UNITS 12    /* from here on the list of units can be searched */

struct _PerceptWeightPicker
{
  GtkWidget           parent_instance;
  PerceptSession     *session;
  PerceptLandscape   *landscape;
  PlotWeightSheet    *sheet;
  GArray             *layers;       /* guint: those that look at images, in the order of the chooser */
  guint               layer;        /* that is shown; 0: none */
  guint               unit;
  gboolean            watching;
  gboolean            filling;      /* the choosers are being filled */
  PerceptWeightPlace  pair[2];      /* in force */
  PerceptWeightPlace  first;        /* clicked, the second is awaited */
  gboolean            has_cursor;   /* of the keyboard */
  guint               column, row;
  GtkWidget          *content;
  GtkWidget          *layer_chooser;
  GtkWidget          *unit_chooser;
  GtkWidget          *picture_box;
  GtkWidget          *chooser_box;
  GtkWidget          *view;
  GtkWidget          *hint;
  GtkWidget          *chips[2];
  GtkWidget          *entry;
  GtkWidget          *error;
};

G_DEFINE_FINAL_TYPE (PerceptWeightPicker, percept_weight_picker, GTK_TYPE_WIDGET)

/* What is shown */

static PerceptWeights *
weights_of (PerceptWeightPicker *self,
            guint                layer)
{
  return self->session != NULL && layer > 0 ? percept_session_get_weights (self->session, layer) : NULL;
}

/* FALSE: @pick is no weight of the layer that is shown. */
static gboolean
mark_of (PerceptWeightPicker      *self,
         const PerceptWeightPlace *pick,
         guint                     number,
         PlotWeightMark           *mark)
{
  PerceptWeights *weights = weights_of (self, self->layer);
  gsize           area = weights != NULL ? (gsize) weights->height * weights->width : 0;

  if (pick->layer == 0 || pick->layer != self->layer || area == 0)
    return FALSE;
  *mark = (PlotWeightMark) { pick->unit, (guint) (pick->input % area % weights->width),
                             (guint) (pick->input % area / weights->width), number };
  return TRUE;
}

static void
show_marks (PerceptWeightPicker *self)
{
  PlotWeightMark marks[PLOT_MAX_WEIGHT_MARKS];
  guint          n = 0;

  if (self->sheet == NULL)
    return;
  if (self->first.layer != 0)
    n += mark_of (self, &self->first, 1, &marks[n]);
  else
    for (guint i = 0; i < 2; i++)
      n += mark_of (self, &self->pair[i], i + 1, &marks[n]);
  if (self->has_cursor)
    marks[n++] = (PlotWeightMark) { self->unit, self->column, self->row, 0 };
  plot_weight_sheet_set_marks (self->sheet, marks, n);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), TRUE);
}

static void
show_error (PerceptWeightPicker *self,
            const char          *text)
{
  gtk_widget_set_visible (self->error, text != NULL);
  gtk_label_set_label (GTK_LABEL (self->error), text != NULL ? text : "");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               text != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (text != NULL)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
}

static void
show_hint (PerceptWeightPicker *self)
{
  gtk_label_set_label (GTK_LABEL (self->hint), self->first.layer != 0
                                                 ? _("Now click the second weight")
                                                 : _("Click two pixels, one after the other"));
}

/* "w₁  W1[199,2]"; @i: 0 or 1. */
static void
show_chip (PerceptWeightPicker *self,
           guint                i,
           const char          *name)
{
  static const char *const letters[] = { "w₁", "w₂" };
  g_autofree char         *isolated = name != NULL ? plot_number_isolate (g_strdup (name)) : NULL;
  g_autofree char         *text = g_strdup_printf ("%s  %s", letters[i], isolated != NULL ? isolated : "–");

  gtk_label_set_label (GTK_LABEL (self->chips[i]), text);
}

static void
show_pair (PerceptWeightPicker *self)
{
  const char *text = percept_landscape_get_weights (self->landscape);
  char       *names[2];

  percept_weight_places_read (text, self->pair, names);
  for (guint i = 0; i < 2; i++)
    {
      show_chip (self, i, names[i]);
      g_free (names[i]);
    }
  if (text != NULL && !gtk_widget_has_focus (gtk_widget_get_first_child (self->entry)))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

static void
show_unit (PerceptWeightPicker *self,
           guint                unit)
{
  self->unit = unit;
  if (self->sheet == NULL)
    return;
  plot_weight_sheet_set_order (self->sheet, &self->unit, 1);
  show_marks (self);
}

static void
take_weights (PerceptWeightPicker *self)
{
  PerceptWeights *weights = weights_of (self, self->layer);

  if (weights == NULL || self->sheet == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  plot_weight_sheet_set_weights (self->sheet, weights->weights, weights->n_units, weights->channels, weights->height,
                                 weights->width, percept_run_figures_unit_names (self->session, self->layer));
  show_marks (self);
}

/* Layers and units */

static void
watch (PerceptWeightPicker *self,
       gboolean             watching)
{
  if (self->watching == watching || self->session == NULL || self->layer == 0)
    return;
  self->watching = watching;
  if (watching)
    percept_session_watch_weights (self->session, self->layer);
  else
    percept_session_unwatch_weights (self->session, self->layer);
}

static void
drop_sheet (PerceptWeightPicker *self)
{
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), NULL, NULL);
  if (self->sheet != NULL)
    plot_figure_unref (plot_weight_sheet_figure (self->sheet));
  self->sheet = NULL;
}

static void
fill_units (PerceptWeightPicker    *self,
            const PerceptLayerInfo *layer)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  char                    **names = percept_run_figures_unit_names (self->session, layer->layer);

  for (guint i = 0; i < layer->n_units; i++)
    {
      g_autofree char *title = names != NULL ? g_strdup_printf (_("Unit %s"), names[i])
                                             : g_strdup_printf (_("Unit #%u"), i);

      gtk_string_list_append (titles, title);
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->unit_chooser), G_LIST_MODEL (titles));
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (self->unit_chooser), layer->n_units >= MANY_UNITS);
}

static void
show_layer (PerceptWeightPicker *self,
            guint                layer)
{
  guint                   n;
  const PerceptLayerInfo *layers = percept_session_get_layers (self->session, &n);
  g_autofree char        *file_name = percept_figure_file_name (self->session, "weights");

  watch (self, FALSE);
  drop_sheet (self);
  self->layer = layer;
  self->unit = 0;
  self->has_cursor = FALSE;
  self->sheet = plot_weight_sheet_new (_("Pick two weights"), _("unit"));
  plot_weight_sheet_set_side (self->sheet, SIDE);
  plot_weight_sheet_set_bare (self->sheet, TRUE);
  self->filling = TRUE;
  fill_units (self, &layers[layer - 1]);
  self->filling = FALSE;
  show_unit (self, 0);
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), plot_weight_sheet_figure (self->sheet),
                                  _("Pick two weights"));
  percept_figure_view_set_file_name (PERCEPT_FIGURE_VIEW (self->view), file_name);
  watch (self, gtk_widget_get_mapped (GTK_WIDGET (self)));
  take_weights (self);
}

/* Where the first of the pair is. */
static void
show_place_of_pair (PerceptWeightPicker *self)
{
  const PerceptWeightPlace *pick = &self->pair[0];

  for (guint i = 0; pick->layer != 0 && i < self->layers->len; i++)
    if (g_array_index (self->layers, guint, i) == pick->layer)
      {
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->layer_chooser), i);
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->unit_chooser), pick->unit);
      }
}

static void
landscape_changed_cb (PerceptWeightPicker *self)
{
  PerceptWeightPlace before[2] = { self->pair[0], self->pair[1] };

  show_pair (self);
  if (!percept_weight_place_equal (&before[0], &self->pair[0])
      || !percept_weight_place_equal (&before[1], &self->pair[1]))
    {
      self->first = (PerceptWeightPlace) { 0 };
      show_error (self, NULL);
      show_place_of_pair (self);
    }
  show_hint (self);
  show_marks (self);
}

/* Networks that look at no images have none. */
static void
show_picture (PerceptWeightPicker *self,
              gboolean             shown)
{
  gtk_widget_set_visible (self->picture_box, shown);
  gtk_widget_set_visible (self->chooser_box, shown);
}

static gboolean
looks_at_images (const PerceptLayerInfo *layer)
{
  return layer->height > 1 && layer->width > 1;
}

static void
opened_cb (PerceptWeightPicker *self)
{
  guint                     n;
  const PerceptLayerInfo   *layers = percept_session_get_layers (self->session, &n);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  g_array_set_size (self->layers, 0);
  self->first = (PerceptWeightPlace) { 0 };
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = g_strdup_printf (_("Layer %u: %s"), layers[i].layer, layers[i].text);

      if (!looks_at_images (&layers[i]))
        continue;
      g_array_append_val (self->layers, layers[i].layer);
      gtk_string_list_append (titles, title);
    }
  watch (self, FALSE);
  drop_sheet (self);
  self->layer = 0;
  self->filling = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->layer_chooser), G_LIST_MODEL (titles));
  self->filling = FALSE;
  gtk_widget_set_visible (self->layer_chooser, self->layers->len > 1);
  show_picture (self, self->layers->len > 0);
  if (self->layers->len > 0)
    show_layer (self, g_array_index (self->layers, guint, 0));
  landscape_changed_cb (self);
}

static void
layer_chosen_cb (PerceptWeightPicker *self)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->layer_chooser));

  if (!self->filling && chosen < self->layers->len && g_array_index (self->layers, guint, chosen) != self->layer)
    show_layer (self, g_array_index (self->layers, guint, chosen));
}

static void
unit_chosen_cb (PerceptWeightPicker *self)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->unit_chooser));

  if (!self->filling && chosen != GTK_INVALID_LIST_POSITION && chosen != self->unit)
    show_unit (self, chosen);
}

/* Picking */

/* By name, from wherever it comes. */
static void
choose (PerceptWeightPicker *self,
        const char          *text)
{
  g_autoptr (GError) error = NULL;

  if (percept_landscape_set_weights (self->landscape, text, &error))
    {
      show_error (self, NULL);
      percept_landscape_set_plane (self->landscape, PERCEPT_PLANE_WEIGHTS);
      landscape_changed_cb (self);
    }
  else
    show_error (self, error->message);
}

void
percept_weight_picker_suggest (PerceptWeightPicker *self)
{
  self->first = (PerceptWeightPlace) { 0 };
  choose (self, "suggest");
}

static void
choose_places (PerceptWeightPicker      *self,
               const PerceptWeightPlace *first,
               const PerceptWeightPlace *second)
{
  g_autofree char *first_name = percept_weight_place_name (first);
  g_autofree char *second_name = percept_weight_place_name (second);
  g_autofree char *text = g_strdup_printf ("%s, %s", first_name, second_name);

  self->first = (PerceptWeightPlace) { 0 };
  choose (self, text);
}

static void
suggest_cb (PerceptWeightPicker *self)
{
  percept_weight_picker_suggest (self);
}

static void
entered_cb (PerceptWeightPicker *self)
{
  self->first = (PerceptWeightPlace) { 0 };
  choose (self, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

/* Of the colors that look at a pixel, the one with the largest weight. */
static gsize
strongest_input (PerceptWeightPicker *self,
                 guint                unit,
                 guint                column,
                 guint                row)
{
  const PerceptWeights *weights = weights_of (self, self->layer);
  gsize                 area = (gsize) weights->height * weights->width;
  const float          *of_unit = weights->weights + unit * weights->channels * area;
  gsize                 best = (gsize) row * weights->width + column;

  for (gsize input = best; input < weights->channels * area; input += area)
    if (fabsf (of_unit[input]) > fabsf (of_unit[best]))
      best = input;
  return best;
}

static void
pick (PerceptWeightPicker *self,
      guint                unit,
      guint                column,
      guint                row)
{
  PerceptWeights    *weights = weights_of (self, self->layer);
  PerceptWeightPlace clicked = { self->layer, unit, 0 };

  if (weights == NULL || unit >= weights->n_units || column >= weights->width || row >= weights->height)
    return;
  clicked.input = strongest_input (self, unit, column, row);
  show_error (self, NULL);
  if (self->first.layer == 0)
    self->first = clicked;
  else if (percept_weight_place_equal (&self->first, &clicked))
    show_error (self, _("That is the first weight already: click another pixel, or another unit’s"));
  else
    choose_places (self, &self->first, &clicked);
  show_hint (self);
  show_marks (self);
}

static void
pressed_cb (PerceptWeightPicker *self,
            int                  n_press,
            double               x,
            double               y)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->view);
  guint              unit, column, row;
  PlotTheme          theme;

  gtk_widget_grab_focus (self->view);
  percept_figure_view_get_theme (view, &theme);
  self->has_cursor = FALSE;
  if (self->sheet != NULL && plot_weight_sheet_pick (self->sheet, gtk_widget_get_width (self->view),
                                                     percept_figure_view_get_full_height (view), &theme, x,
                                                     percept_figure_view_to_figure_y (view, y), &unit, &column, &row))
    {
      self->column = column;
      self->row = row;
      pick (self, unit, column, row);
    }
}

/* Where each key goes: columns to the right, rows down. */
static const struct
{
  guint key, pad_key;
  int   across, down;
} moves[] = {
  { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
  { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
  { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
  { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
};

static gboolean
move_cursor (PerceptWeightPicker *self,
             guint                key)
{
  const PerceptWeights *weights = weights_of (self, self->layer);

  for (gsize i = 0; weights != NULL && i < G_N_ELEMENTS (moves); i++)
    if (key == moves[i].key || key == moves[i].pad_key)
      {
        /* The first press shows where it is. */
        if (self->has_cursor)
          {
            self->column = (guint) CLAMP ((gint64) self->column + moves[i].across, 0, (gint64) weights->width - 1);
            self->row = (guint) CLAMP ((gint64) self->row + moves[i].down, 0, (gint64) weights->height - 1);
          }
        self->has_cursor = TRUE;
        self->column = MIN (self->column, weights->width - 1);
        self->row = MIN (self->row, weights->height - 1);
        show_marks (self);
        return TRUE;
      }
  return FALSE;
}

static gboolean
key_cb (PerceptWeightPicker *self,
        guint                key,
        guint                code,
        GdkModifierType      state)
{
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) && self->has_cursor)
    {
      pick (self, self->unit, self->column, self->row);
      return TRUE;
    }
  if (key == GDK_KEY_Escape && self->first.layer != 0)
    {
      self->first = (PerceptWeightPlace) { 0 };
      show_hint (self);
      show_marks (self);
      return TRUE;
    }
  return move_cursor (self, key);
}

/* GObject */

GtkWidget *
percept_weight_picker_get_view (PerceptWeightPicker *self)
{
  return self->view;
}

void
percept_weight_picker_set_session (PerceptWeightPicker *self,
                                   PerceptSession      *session,
                                   PerceptLandscape    *landscape)
{
  self->session = g_object_ref (session);
  self->landscape = g_object_ref (landscape);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "weights", G_CALLBACK (take_weights), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (landscape, "changed", G_CALLBACK (landscape_changed_cb), self, G_CONNECT_SWAPPED);
  show_picture (self, FALSE);
  landscape_changed_cb (self);
}

static void
percept_weight_picker_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (percept_weight_picker_parent_class)->map (widget);
  watch (PERCEPT_WEIGHT_PICKER (widget), TRUE);
  take_weights (PERCEPT_WEIGHT_PICKER (widget));
}

static void
percept_weight_picker_unmap (GtkWidget *widget)
{
  watch (PERCEPT_WEIGHT_PICKER (widget), FALSE);
  GTK_WIDGET_CLASS (percept_weight_picker_parent_class)->unmap (widget);
}

static void
percept_weight_picker_dispose (GObject *object)
{
  PerceptWeightPicker *self = PERCEPT_WEIGHT_PICKER (object);

  watch (self, FALSE);
  if (self->content != NULL)
    drop_sheet (self);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->layers, g_array_unref);
  g_clear_object (&self->landscape);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_weight_picker_parent_class)->dispose (object);
}

static void
percept_weight_picker_class_init (PerceptWeightPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PERCEPT_TYPE_FIGURE_VIEW);
  G_OBJECT_CLASS (klass)->dispose = percept_weight_picker_dispose;
  widget_class->map = percept_weight_picker_map;
  widget_class->unmap = percept_weight_picker_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/weight-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, content);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, layer_chooser);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, unit_chooser);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, picture_box);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, chooser_box);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, view);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, hint);
  gtk_widget_class_bind_template_child_full (widget_class, "chip_1", FALSE,
                                             G_STRUCT_OFFSET (PerceptWeightPicker, chips[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "chip_2", FALSE,
                                             G_STRUCT_OFFSET (PerceptWeightPicker, chips[1]));
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, entry);
  gtk_widget_class_bind_template_child (widget_class, PerceptWeightPicker, error);
  gtk_widget_class_bind_template_callback (widget_class, layer_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, unit_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, suggest_cb);
}

static double
sheet_height (PlotFigure      *figure,
              double           width,
              const PlotTheme *theme)
{
  return plot_weight_sheet_get_height ((PlotWeightSheet *) figure, width, theme);
}

static void
percept_weight_picker_init (PerceptWeightPicker *self)
{
  self->layers = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_widget_init_template (GTK_WIDGET (self));
  percept_figure_view_set_height_func (PERCEPT_FIGURE_VIEW (self->view), sheet_height);
  percept_figure_view_set_whole (PERCEPT_FIGURE_VIEW (self->view), TRUE);
  gtk_widget_set_vexpand (self->view, FALSE);
  percept_popup_control_hush (self->layer_chooser);
  percept_popup_control_hush (self->unit_chooser);
  percept_control_set_name (self->layer_chooser, _("Layer"));
  percept_control_set_name (self->unit_chooser, _("Unit"));
}
