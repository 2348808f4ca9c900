/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/value-slider.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SETTLE_MS     400
#define SCALE_WIDTH   64   /* px at least */
#define SPACING       4
#define ENTRY_CHARS   6
/* In decades: what an arrow key and a page key move, how far 1 - momentum goes, and how near to the end of its slider a
 * value that comes from outside may stand. */
#define STEP          0.05
#define PAGE          0.5
#define ONE_DECADES   2.0
#define END           0.4
#define LEAST_RATE    1e-9
#define MOST_RATE     1e9
#define MOST_MOMENTUM 0.9999

struct _PerceptValueSlider
{
  GtkWidget     parent_instance;
  PerceptSteps  kind;
  double        value;
  GtkWidget    *symbol;
  GtkWidget    *entry;
  GtkWidget    *scale;
  gboolean      updating;
  gboolean      refused;
  guint         settle_id;   /* timeout */
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_SETTLED,
  SIGNAL_REFUSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PerceptValueSlider, percept_value_slider, GTK_TYPE_WIDGET)

/* Places on the slider, in decades */

static double
to_place (PerceptValueSlider *self,
          double              value)
{
  return self->kind == PERCEPT_STEPS_TO_ONE ? -log10 (1 - value) : log10 (value);
}

/* A number that people would write: three digits, or as many as its distance to one needs. */
static double
from_place (PerceptValueSlider *self,
            double              place)
{
  char   text[G_ASCII_DTOSTR_BUF_SIZE];
  double factor;

  if (self->kind == PERCEPT_STEPS_TO_ONE)
    {
      factor = pow (10, fmax (ceil (place), 1) + 1);
      return round ((1 - pow (10, -place)) * factor) / factor;
    }
  g_ascii_formatd (text, sizeof text, "%.2e", pow (10, place));
  return g_ascii_strtod (text, NULL);
}

static gboolean
is_allowed (PerceptValueSlider *self,
            double              value)
{
  if (self->kind == PERCEPT_STEPS_TO_ONE)
    return value >= 0 && value <= MOST_MOMENTUM;
  return value >= LEAST_RATE && value <= MOST_RATE;
}

/* The slider's ends; a value that the slider itself has leaves them alone. */
static void
fit_range (PerceptValueSlider *self)
{
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (self->scale));
  double         place = to_place (self, self->value);
  double         low = gtk_adjustment_get_lower (adjustment);
  double         high = gtk_adjustment_get_upper (adjustment);

  if (self->kind == PERCEPT_STEPS_TO_ONE)
    {
      low = 0;
      high = fmax (ONE_DECADES, place);
    }
  else if (place < low + END || place > high - END)
    {
      low = floor (place - 1);
      high = ceil (place + 1);
    }
  gtk_adjustment_configure (adjustment, place, low, high, STEP, PAGE, 0);
}

static void
show_refused (PerceptValueSlider *self,
              const char         *problem)
{
  gboolean refused = problem != NULL;

  if (refused == self->refused && !refused)
    return;
  self->refused = refused;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               refused ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (refused)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
  g_signal_emit (self, signals[SIGNAL_REFUSED], 0, problem);
}

static void
show_value (PerceptValueSlider *self)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.6g", self->value);
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->entry)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

double
percept_value_slider_get_value (PerceptValueSlider *self)
{
  return self->value;
}

void
percept_value_slider_set_value (PerceptValueSlider *self,
                                double              value)
{
  if (value == self->value)
    return;
  self->value = value;
  self->updating = TRUE;
  fit_range (self);
  self->updating = FALSE;
  show_value (self);
  show_refused (self, NULL);
}

/* The hand */

static gboolean
settle_cb (gpointer data)
{
  PerceptValueSlider *self = data;

  self->settle_id = 0;
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
  return G_SOURCE_REMOVE;
}

static void
tell (PerceptValueSlider *self)
{
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->settle_id = g_timeout_add (SETTLE_MS, settle_cb, self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
scaled_cb (PerceptValueSlider *self)
{
  double value = from_place (self, gtk_range_get_value (GTK_RANGE (self->scale)));

  if (self->updating || value == self->value)
    return;
  self->value = value;
  show_value (self);
  show_refused (self, NULL);
  tell (self);
}

static void
refuse (PerceptValueSlider *self,
        const char         *text)
{
  const char      *right = self->kind == PERCEPT_STEPS_TO_ONE ? _("a number from 0 to below 1")
                                                              : _("a number above 0");
  /* Translators: “0.1x” is not possible; a number above 0 is needed */
  g_autofree char *problem = g_strdup_printf (_("“%s” is not possible; %s is needed"), text, right);

  show_refused (self, problem);
}

/* A decimal comma is a point. */
static void
commit (PerceptValueSlider *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  char            *comma = strchr (text, ',');
  char            *end;
  double           value;

  if (comma != NULL && strchr (comma + 1, ',') == NULL)
    *comma = '.';
  value = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || !is_allowed (self, value))
    refuse (self, text);
  else if (value != self->value)
    {
      percept_value_slider_set_value (self, value);
      tell (self);
    }
  else
    {
      show_value (self);
      show_refused (self, NULL);
    }
}

/* Also on the way out, when there is nothing left to read. */
static void
left_cb (PerceptValueSlider *self)
{
  if (self->entry != NULL)
    commit (self);
}

/* Enter: the keys are the window's again. */
static void
entered_cb (PerceptValueSlider *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  /* The value may put other widgets in this one's place. */
  g_object_ref (self);
  commit (self);
  if (!self->refused && GTK_IS_WINDOW (root))
    gtk_window_set_focus (GTK_WINDOW (root), NULL);
  g_object_unref (self);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   data)
{
  PerceptValueSlider *self = PERCEPT_VALUE_SLIDER (gtk_widget_get_ancestor (widget, PERCEPT_TYPE_VALUE_SLIDER));

  show_value (self);
  show_refused (self, NULL);
  return TRUE;
}

static gboolean
arrow_cb (GtkWidget *widget,
          GVariant  *args,
          gpointer   data)
{
  PerceptValueSlider *self = PERCEPT_VALUE_SLIDER (gtk_widget_get_ancestor (widget, PERCEPT_TYPE_VALUE_SLIDER));
  gboolean            to_one = self->kind == PERCEPT_STEPS_TO_ONE;

  percept_value_slider_set_value (self, percept_steps_next (self->kind, self->value, GPOINTER_TO_INT (data),
                                                            to_one ? 0 : LEAST_RATE,
                                                            to_one ? MOST_MOMENTUM : MOST_RATE));
  tell (self);
  return TRUE;
}

void
percept_value_slider_set_name (PerceptValueSlider *self,
                               const char         *name)
{
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Making */

static void
add_key (GtkEventController *controller,
         guint               key,
         GtkShortcutFunc     func,
         int                 direction)
{
  GtkShortcutAction *action = gtk_callback_action_new (func, GINT_TO_POINTER (direction), NULL);

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (key, 0), action));
}

static void
make_entry (PerceptValueSlider *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), ENTRY_CHARS);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), ENTRY_CHARS);
  gtk_widget_add_css_class (self->entry, "numeric");
  gtk_widget_set_valign (self->entry, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (entered_cb), self);
  add_key (keys, GDK_KEY_Escape, escape_cb, 0);
  add_key (keys, GDK_KEY_Up, arrow_cb, 1);
  add_key (keys, GDK_KEY_Down, arrow_cb, -1);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (self->entry, focus);
}

/* A page that scrolls under the pointer must not change what it passes over. */
static void
leave_wheel_alone (GtkWidget *scale)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (scale);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

static void
make_scale (PerceptValueSlider *self)
{
  self->scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, gtk_adjustment_new (0, 0, 0, STEP, PAGE, 0));
  gtk_scale_set_draw_value (GTK_SCALE (self->scale), FALSE);
  gtk_widget_set_hexpand (self->scale, TRUE);
  gtk_widget_set_size_request (self->scale, SCALE_WIDTH, -1);
  /* After a drag the arrow keys are the race's; Tab comes here. */
  gtk_widget_set_focus_on_click (self->scale, FALSE);
  leave_wheel_alone (self->scale);
  g_signal_connect_swapped (self->scale, "value-changed", G_CALLBACK (scaled_cb), self);
}

static void
percept_value_slider_dispose (GObject *object)
{
  PerceptValueSlider *self = PERCEPT_VALUE_SLIDER (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_pointer (&self->symbol, gtk_widget_unparent);
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  g_clear_pointer (&self->scale, gtk_widget_unparent);
  G_OBJECT_CLASS (percept_value_slider_parent_class)->dispose (object);
}

static void
percept_value_slider_class_init (PerceptValueSliderClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SETTLED] = g_signal_new ("settled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                          G_TYPE_STRING);
  G_OBJECT_CLASS (klass)->dispose = percept_value_slider_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
percept_value_slider_init (PerceptValueSlider *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), SPACING);
  self->value = NAN;
  self->symbol = gtk_label_new (NULL);
  make_entry (self);
  make_scale (self);
  gtk_widget_set_parent (self->symbol, GTK_WIDGET (self));
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  gtk_widget_set_parent (self->scale, GTK_WIDGET (self));
}

GtkWidget *
percept_value_slider_new (const char   *symbol,
                          PerceptSteps  kind)
{
  PerceptValueSlider *self = g_object_new (PERCEPT_TYPE_VALUE_SLIDER, NULL);

  g_return_val_if_fail (kind == PERCEPT_STEPS_125 || kind == PERCEPT_STEPS_TO_ONE, NULL);
  self->kind = kind;
  gtk_label_set_label (GTK_LABEL (self->symbol), symbol);
  return GTK_WIDGET (self);
}
