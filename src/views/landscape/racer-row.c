/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/racer-row.h"

#include "views/landscape/racer-marker.h"
#include "widgets/value-slider.h"

#include <glib/gi18n-lib.h>

#define GAP       10  /* px between columns, */
#define LINE_GAP  2   /* and lines */
#define CONTROL   160 /* px of a slider with its number, to be dragged well */
#define NAME_CHARS 6  /* of a name that is cut */

/* The columns in reading order. */
typedef enum
{
  COLUMN_NAME,
  COLUMN_RATE,
  COLUMN_MOMENTUM,
  COLUMN_PLACE,
  COLUMN_LENGTH,
  COLUMN_COST,
  COLUMN_ABOVE,
  COLUMN_REMOVE,
  N_COLUMNS,
} Column;

/* One line; two lines; two lines, and what else there is room for left out; the sliders one under the other. */
typedef enum
{
  SHAPE_WIDE,
  SHAPE_FOLDED,
  SHAPE_NARROW,
  SHAPE_NARROWEST,
} Shape;

struct _PerceptRacerRow
{
  GtkWidget  parent_instance;
  guint      i;
  AnRacer    racer;
  GtkWidget *columns[N_COLUMNS];  /* COLUMN_MOMENTUM: NULL where there is none */
  GtkWidget *name;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_SETTLED,
  SIGNAL_REFUSED,
  SIGNAL_TOGGLED,
  SIGNAL_REMOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PerceptRacerRow, percept_racer_row, GTK_TYPE_WIDGET)

/* Shape */

static int
column_width (PerceptRacerRow *self,
              Column           column,
              gboolean         least)
{
  int minimum = 0, natural = 0;

  if (self->columns[column] != NULL)
    gtk_widget_measure (self->columns[column], GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return least ? minimum : natural;
}

static int
control_width (PerceptRacerRow *self)
{
  return MAX (column_width (self, COLUMN_RATE, TRUE), CONTROL);
}

static gboolean
is_control (Column column)
{
  return column == COLUMN_RATE || column == COLUMN_MOMENTUM;
}

/* Whether @column is in the first of two lines. */
static gboolean
is_head (Column column,
         Shape  shape)
{
  if (shape == SHAPE_FOLDED)
    return !is_control (column);
  return column == COLUMN_NAME || column == COLUMN_COST || column == COLUMN_REMOVE;
}

/* Px of the first line, where its name is not cut. */
static int
head_width (PerceptRacerRow *self,
            Shape            shape)
{
  int width = -GAP;

  for (Column column = 0; column < N_COLUMNS; column++)
    if (is_head (column, shape))
      width += column_width (self, column, FALSE) + GAP;
  return width;
}

/* The sliders of a racer without momentum are as wide as the others' in one line: all rows change shape together. */
static Shape
choose_shape (PerceptRacerRow *self,
              int              width)
{
  if (width >= head_width (self, SHAPE_FOLDED) + 2 * (control_width (self) + GAP))
    return SHAPE_WIDE;
  if (width >= head_width (self, SHAPE_FOLDED))
    return SHAPE_FOLDED;
  if (width >= 2 * column_width (self, COLUMN_RATE, TRUE) + GAP)
    return SHAPE_NARROW;
  return SHAPE_NARROWEST;
}

static int
line_height (PerceptRacerRow *self,
             gboolean         controls,
             gboolean         others)
{
  int most = 0;

  for (Column column = 0; column < N_COLUMNS; column++)
    {
      int height;

      if (self->columns[column] == NULL || !(is_control (column) ? controls : others))
        continue;
      gtk_widget_measure (self->columns[column], GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
      most = MAX (most, height);
    }
  return most;
}

static int
height_of (PerceptRacerRow *self,
           Shape            shape)
{
  int controls = line_height (self, TRUE, FALSE);

  if (shape == SHAPE_WIDE)
    return line_height (self, TRUE, TRUE);
  if (shape == SHAPE_NARROWEST && self->columns[COLUMN_MOMENTUM] != NULL)
    controls += controls + LINE_GAP;
  return line_height (self, FALSE, TRUE) + LINE_GAP + controls;
}

static GtkSizeRequestMode
percept_racer_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
percept_racer_row_measure (GtkWidget     *widget,
                           GtkOrientation orientation,
                           int            for_size,
                           int           *minimum,
                           int           *natural,
                           int           *minimum_baseline,
                           int           *natural_baseline)
{
  PerceptRacerRow *self = PERCEPT_RACER_ROW (widget);
  int              least = column_width (self, COLUMN_NAME, TRUE) + column_width (self, COLUMN_COST, FALSE)
                           + column_width (self, COLUMN_REMOVE, FALSE) + 2 * GAP;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (least, column_width (self, COLUMN_RATE, TRUE));
      *natural = head_width (self, SHAPE_FOLDED) + 2 * (CONTROL + GAP);
    }
  else
    *minimum = *natural = height_of (self, for_size < 0 ? SHAPE_WIDE : choose_shape (self, for_size));
}

/* Allocation */

static void
place_column (PerceptRacerRow *self,
              Column           column,
              int              x,
              int              y,
              int              width,
              int              height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int      whole = gtk_widget_get_width (GTK_WIDGET (self));

  if (self->columns[column] != NULL)
    gtk_widget_size_allocate (self->columns[column],
                              &(GtkAllocation) { rtl ? whole - x - width : x, y, width, height }, -1);
}

/* The line of all that is no slider; in @shape SHAPE_WIDE there is a gap of @middle px for those behind the name. */
static void
place_head (PerceptRacerRow *self,
            Shape            shape,
            int              width,
            int              height,
            int              middle)
{
  Shape line = shape == SHAPE_WIDE ? SHAPE_FOLDED : shape;
  int   spare = width - middle - head_width (self, line);
  int   x = 0;

  for (Column column = 0; column < N_COLUMNS; column++)
    {
      int taken = column_width (self, column, FALSE);

      if (!is_head (column, line))
        continue;
      if (column == COLUMN_NAME)
        taken += spare;
      place_column (self, column, x, 0, taken, height);
      x += taken + GAP + (column == COLUMN_NAME ? middle : 0);
    }
}

static void
place_folded_controls (PerceptRacerRow *self,
                       Shape            shape,
                       int              width,
                       int              y)
{
  int height = line_height (self, TRUE, FALSE);
  int half = (width - GAP) / 2;

  if (self->columns[COLUMN_MOMENTUM] == NULL || shape == SHAPE_NARROWEST)
    {
      place_column (self, COLUMN_RATE, 0, y, self->columns[COLUMN_MOMENTUM] == NULL && shape == SHAPE_FOLDED ? half
                                                                                                             : width,
                    height);
      place_column (self, COLUMN_MOMENTUM, 0, y + height + LINE_GAP, width, height);
      return;
    }
  place_column (self, COLUMN_RATE, 0, y, half, height);
  place_column (self, COLUMN_MOMENTUM, half + GAP, y, half, height);
}

static void
percept_racer_row_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  PerceptRacerRow *self = PERCEPT_RACER_ROW (widget);
  Shape            shape = choose_shape (self, width);
  int              name = column_width (self, COLUMN_NAME, FALSE);
  int              head = line_height (self, FALSE, TRUE);
  int              control = (width - head_width (self, SHAPE_FOLDED)) / 2 - GAP;

  for (Column column = 0; column < N_COLUMNS; column++)
    if (self->columns[column] != NULL)
      gtk_widget_set_child_visible (self->columns[column],
                                    shape <= SHAPE_FOLDED || is_head (column, shape) || is_control (column));
  if (shape != SHAPE_WIDE)
    {
      place_head (self, shape, width, head, 0);
      place_folded_controls (self, shape, width, head + LINE_GAP);
      return;
    }
  place_head (self, shape, width, height, width - head_width (self, SHAPE_FOLDED));
  place_column (self, COLUMN_RATE, name + GAP, 0, control, height);
  place_column (self, COLUMN_MOMENTUM, name + GAP + control + GAP, 0, control, height);
}

/* Numbers */

void
percept_racer_row_set_racer (PerceptRacerRow *self,
                             const AnRacer   *racer)
{
  g_return_if_fail (racer->optimizer == self->racer.optimizer);
  self->racer = *racer;
  percept_value_slider_set_value (PERCEPT_VALUE_SLIDER (self->columns[COLUMN_RATE]), racer->rate);
  if (self->columns[COLUMN_MOMENTUM] != NULL)
    percept_value_slider_set_value (PERCEPT_VALUE_SLIDER (self->columns[COLUMN_MOMENTUM]), racer->momentum);
}

void
percept_racer_row_get_racer (PerceptRacerRow *self,
                             AnRacer         *racer)
{
  *racer = self->racer;
}

static void
set_words (PerceptRacerRow *self,
           Column           column,
           const char      *words)
{
  gtk_label_set_label (GTK_LABEL (self->columns[column]), words != NULL ? words : "–");
}

void
percept_racer_row_set_words (PerceptRacerRow         *self,
                             const PerceptRacerWords *words)
{
  set_words (self, COLUMN_PLACE, words->place);
  set_words (self, COLUMN_LENGTH, words->length);
  set_words (self, COLUMN_COST, words->cost);
  set_words (self, COLUMN_ABOVE, words->above);
}

void
percept_racer_row_set_hidden (PerceptRacerRow *self,
                              gboolean         hidden)
{
  const char      *title = _(self->racer.optimizer->title);
  GtkWidget       *toggle = self->columns[COLUMN_NAME];
  /* Translators: %s is an optimizer, %u the key that does it */
  g_autofree char *tooltip = g_strdup_printf (hidden ? _("Show %s (%u)") : _("Hide %s (%u)"), title, self->i + 1);
  g_autofree char *crossed = g_markup_printf_escaped (hidden ? "<s>%s</s>" : "%s", title);

  gtk_label_set_markup (GTK_LABEL (self->name), crossed);
  gtk_widget_set_tooltip_text (toggle, tooltip);
  gtk_accessible_update_state (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_STATE_PRESSED,
                               hidden ? GTK_ACCESSIBLE_TRISTATE_FALSE : GTK_ACCESSIBLE_TRISTATE_TRUE, -1);
  if (hidden)
    gtk_widget_add_css_class (GTK_WIDGET (self), "racer-hidden");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "racer-hidden");
}

void
percept_racer_row_set_groups (PerceptRacerRow     *self,
                              GtkSizeGroup *const *groups)
{
  static const Column grouped[PERCEPT_RACER_ROW_N_GROUPS] = { COLUMN_NAME, COLUMN_PLACE, COLUMN_LENGTH, COLUMN_COST,
                                                              COLUMN_ABOVE };

  for (guint i = 0; i < PERCEPT_RACER_ROW_N_GROUPS; i++)
    gtk_size_group_add_widget (groups[i], self->columns[grouped[i]]);
}

/* The hand */

static void
changed_cb (PerceptRacerRow *self)
{
  self->racer.rate = percept_value_slider_get_value (PERCEPT_VALUE_SLIDER (self->columns[COLUMN_RATE]));
  if (self->columns[COLUMN_MOMENTUM] != NULL)
    self->racer.momentum = percept_value_slider_get_value (PERCEPT_VALUE_SLIDER (self->columns[COLUMN_MOMENTUM]));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
settled_cb (PerceptRacerRow *self)
{
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
}

static void
refused_cb (PerceptRacerRow *self,
            const char      *problem)
{
  g_signal_emit (self, signals[SIGNAL_REFUSED], 0, problem);
}

static void
toggled_cb (PerceptRacerRow *self)
{
  g_signal_emit (self, signals[SIGNAL_TOGGLED], 0);
}

static void
removed_cb (PerceptRacerRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
}

/* Making */

static GtkWidget *
make_name (PerceptRacerRow *self)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  const char *title = _(self->racer.optimizer->title);

  self->name = gtk_label_new (title);
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (self->name), MIN (NAME_CHARS, (int) g_utf8_strlen (title, -1)));
  gtk_label_set_xalign (GTK_LABEL (self->name), 0);
  gtk_widget_set_hexpand (self->name, TRUE);
  gtk_box_append (GTK_BOX (box), percept_racer_marker_new (self->i, 1));
  gtk_box_append (GTK_BOX (box), self->name);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "racer-name");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (toggled_cb), self);
  return button;
}

static GtkWidget *
make_control (PerceptRacerRow *self,
              const char      *symbol,
              PerceptSteps     kind,
              const char      *what)
{
  GtkWidget       *control = percept_value_slider_new (symbol, kind);
  /* Translators: "Learning rate of Adam" */
  g_autofree char *name = g_strdup_printf (_("%s of %s"), what, _(self->racer.optimizer->title));

  percept_value_slider_set_name (PERCEPT_VALUE_SLIDER (control), name);
  g_signal_connect_swapped (control, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (control, "settled", G_CALLBACK (settled_cb), self);
  g_signal_connect_swapped (control, "refused", G_CALLBACK (refused_cb), self);
  return control;
}

static GtkWidget *
make_words (const char *tooltip)
{
  GtkWidget *label = gtk_label_new ("–");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_tooltip_text (label, tooltip);
  return label;
}

static GtkWidget *
make_remove (PerceptRacerRow *self)
{
  GtkWidget       *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  g_autofree char *name = g_strdup_printf (_("Take %s out of the race"), _(self->racer.optimizer->title));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (removed_cb), self);
  return button;
}

static void
make_columns (PerceptRacerRow *self)
{
  self->columns[COLUMN_NAME] = make_name (self);
  self->columns[COLUMN_RATE] = make_control (self, "α", PERCEPT_STEPS_125, _("Learning rate"));
  if (self->racer.optimizer->has_momentum)
    self->columns[COLUMN_MOMENTUM] = make_control (self, "γ", PERCEPT_STEPS_TO_ONE, _("Momentum"));
  self->columns[COLUMN_PLACE] = make_words (NULL);
  self->columns[COLUMN_LENGTH] = make_words (_("Length of the way so far"));
  self->columns[COLUMN_COST] = make_words (NULL);
  self->columns[COLUMN_ABOVE] = make_words (_("Above the lowest cost that is known in the window"));
  self->columns[COLUMN_REMOVE] = make_remove (self);
  for (Column column = 0; column < N_COLUMNS; column++)
    if (self->columns[column] != NULL)
      gtk_widget_set_parent (self->columns[column], GTK_WIDGET (self));
}

static void
percept_racer_row_dispose (GObject *object)
{
  PerceptRacerRow *self = PERCEPT_RACER_ROW (object);

  for (Column column = 0; column < N_COLUMNS; column++)
    g_clear_pointer (&self->columns[column], gtk_widget_unparent);
  G_OBJECT_CLASS (percept_racer_row_parent_class)->dispose (object);
}

static void
percept_racer_row_class_init (PerceptRacerRowClass *klass)
{
  GType           type = G_TYPE_FROM_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SETTLED] = g_signal_new ("settled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                          G_TYPE_STRING);
  signals[SIGNAL_TOGGLED] = g_signal_new ("toggled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REMOVED] = g_signal_new ("removed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  G_OBJECT_CLASS (klass)->dispose = percept_racer_row_dispose;
  widget_class->get_request_mode = percept_racer_row_get_request_mode;
  widget_class->measure = percept_racer_row_measure;
  widget_class->size_allocate = percept_racer_row_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "racer");
}

static void
percept_racer_row_init (PerceptRacerRow *self)
{
}

GtkWidget *
percept_racer_row_new (guint          i,
                       const AnRacer *racer)
{
  PerceptRacerRow *self = g_object_new (PERCEPT_TYPE_RACER_ROW, NULL);

  self->i = i;
  self->racer = *racer;
  make_columns (self);
  percept_racer_row_set_racer (self, racer);
  percept_racer_row_set_hidden (self, FALSE);
  return GTK_WIDGET (self);
}
