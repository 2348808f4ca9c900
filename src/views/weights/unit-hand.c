/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/unit-hand.h"

#include "plot/number.h"
#include "views/weights/unit-names.h"
#include "widgets/scroll-through.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Changes of one weight that follow one another as fast as this are one when undone. */
#define MERGE_US (G_USEC_PER_SEC)

/* While a hand drags, what comes back from the network is a little older than the hand. */
#define HOLD_US (G_USEC_PER_SEC / 2)

struct _PerceptUnitHand
{
  GtkWidget            parent_instance;
  PerceptSession      *session;
  PerceptWeightSource *source;
  guint                layer;       /* from 1; 0: none */
  guint                unit;
  gsize                input;
  double               limit;       /* of the slider, on both sides of zero */
  gboolean             filling;     /* what the controls say comes from the network */
  gint64               changed;     /* when the hand last set this weight; 0: not yet */
  GtkWidget           *content;
  GtkAdjustment       *slide;
  GtkAdjustment       *number;
  GtkWidget           *scale;
  GtkWidget           *spin;
  GtkWidget           *weight_box;
  GtkWidget           *zero_button;
  GtkWidget           *silence_button;
  GtkWidget           *undo_button;
  GtkWidget           *redo_button;
  GtkWidget           *last_label;
  GtkWidget           *answer_label;
  GtkWidget           *note_label;
};

G_DEFINE_FINAL_TYPE (PerceptUnitHand, percept_unit_hand, GTK_TYPE_WIDGET)

static guint weight_set;

static gsize
n_inputs (const PerceptWeights *weights)
{
  return (gsize) weights->channels * weights->height * weights->width;
}

/* Of the layer that is shown, if the weight is among them. */
static PerceptWeights *
get_weights (PerceptUnitHand *self)
{
  PerceptWeights *weights = self->layer > 0 ? percept_weight_source_get (self->source, self->layer) : NULL;

  return weights != NULL && self->unit < weights->n_units && self->input < n_inputs (weights) ? weights : NULL;
}

static gboolean
is_now (PerceptUnitHand *self)
{
  return percept_weight_source_get_rung (self->source) == NULL;
}

/* The weight */

/* Twice the unit's largest weight, rounded up to one digit: room to exaggerate. It stays while that is enough, or the
 * knob would run away from the hand. */
static void
suit_limit (PerceptUnitHand      *self,
            const PerceptWeights *weights)
{
  const float *w = weights->weights + self->unit * n_inputs (weights);
  double       largest = 0, digit;

  for (gsize i = 0; i < n_inputs (weights); i++)
    if (isfinite (w[i]))
      largest = fmax (largest, fabs ((double) w[i]));
  if (self->limit > 0 && largest <= self->limit)
    return;
  digit = largest > 0 ? pow (10, floor (log10 (2 * largest))) : 1;
  self->limit = largest > 0 ? digit * ceil (2 * largest / digit) : 1;
  gtk_adjustment_configure (self->slide, gtk_adjustment_get_value (self->slide), -self->limit, self->limit,
                            self->limit / 100, self->limit / 10, 0);
  gtk_scale_clear_marks (GTK_SCALE (self->scale));
  gtk_scale_add_mark (GTK_SCALE (self->scale), 0, GTK_POS_BOTTOM, NULL);
}

void
percept_unit_hand_update (PerceptUnitHand *self)
{
  PerceptWeights *weights = get_weights (self);
  double          value;

  gtk_widget_set_sensitive (self->weight_box, weights != NULL && is_now (self));
  gtk_widget_set_sensitive (self->zero_button, weights != NULL && is_now (self));
  if (weights == NULL || g_get_monotonic_time () - self->changed < HOLD_US)
    return;
  value = (double) weights->weights[self->unit * n_inputs (weights) + self->input];
  self->filling = TRUE;
  suit_limit (self, weights);
  gtk_adjustment_set_value (self->slide, isfinite (value) ? value : 0);
  gtk_adjustment_set_value (self->number, isfinite (value) ? value : 0);
  self->filling = FALSE;
}

/* Returns: (transfer full) what an edit does, in words */
static char *
say_edit (PerceptUnitHand *self,
          double           value)
{
  g_autofree char *number = plot_number_isolate (plot_number_value (value));

  return g_strdup_printf (_("Weight W%u[%" G_GSIZE_FORMAT ",%u] set to %s"), self->layer, self->input, self->unit,
                          number);
}

static void
set_weight (PerceptUnitHand *self,
            double           value,
            gboolean         drags)
{
  guint                   n;
  const PerceptLayerInfo *layers = percept_session_get_layers (self->session, &n);
  PerceptWeights         *weights = get_weights (self);
  gint64                  now = g_get_monotonic_time ();
  g_autofree char        *what = say_edit (self, value);
  PerceptEdit             edit = { .value = (float) value };

  if (weights == NULL || self->layer > n || !is_now (self))
    return;
  g_signal_emit (self, weight_set, 0);
  edit.place = layers[self->layer - 1].offset + self->unit * n_inputs (weights) + self->input;
  percept_session_edit (self->session, &edit, 1, what, drags && now - self->changed < MERGE_US);
  self->changed = drags ? now : 0;
}

static void
slid_cb (PerceptUnitHand *self)
{
  double value = gtk_adjustment_get_value (self->slide);

  if (self->filling)
    return;
  self->filling = TRUE;
  gtk_adjustment_set_value (self->number, value);
  self->filling = FALSE;
  set_weight (self, value, TRUE);
}

static void
typed_cb (PerceptUnitHand *self)
{
  double value = gtk_adjustment_get_value (self->number);

  if (self->filling)
    return;
  self->filling = TRUE;
  gtk_adjustment_set_value (self->slide, value);
  self->filling = FALSE;
  set_weight (self, value, TRUE);
}

static void
zero_cb (PerceptUnitHand *self)
{
  set_weight (self, 0, FALSE);
}

static void
silence_cb (PerceptUnitHand *self)
{
  self->changed = 0;
  percept_session_silence_unit (self->session, self->layer, self->unit);
}

static void
undo_cb (PerceptUnitHand *self)
{
  self->changed = 0;
  percept_session_undo_edit (self->session);
}

static void
redo_cb (PerceptUnitHand *self)
{
  self->changed = 0;
  percept_session_redo_edit (self->session);
}

void
percept_unit_hand_show (PerceptUnitHand *self,
                        guint            layer,
                        guint            unit,
                        gsize            input)
{
  gboolean other_unit = layer != self->layer || unit != self->unit;

  if (other_unit || input != self->input)
    self->changed = 0;
  if (other_unit)
    self->limit = 0;
  self->layer = layer;
  self->unit = unit;
  self->input = input;
  gtk_widget_set_sensitive (self->silence_button,
                            layer > 0 && is_now (self) && !percept_unit_is_output (self->session, layer));
  percept_unit_hand_update (self);
}

/* The answer */

/* "97.2 % → 96.8 %". Returns: (transfer full) */
static char *
say_change (char *(*format) (double),
            double  before,
            double  after)
{
  g_autofree char *from = plot_number_isolate (format (before));
  g_autofree char *to = plot_number_isolate (format (after));

  return g_strdup_printf ("%s → %s", from, to);
}

/* Always two lines, so that nothing below moves. Returns: (transfer full) */
static char *
write_answer (const PerceptEdits *edits)
{
  g_autofree char *accuracy = NULL;
  g_autofree char *cost = NULL;
  g_autofree char *count = plot_number_fixed ((double) edits->n_examples, 0);

  if (isnan (edits->accuracy_before) || isnan (edits->accuracy))
    return g_strdup_printf ("%s\n", _("Being measured…"));
  accuracy = say_change (plot_number_percent, edits->accuracy_before, edits->accuracy);
  cost = say_change (plot_number_value, edits->cost_before, edits->cost);
  return g_strdup_printf (edits->part == TRAIN_PART_VALIDATION ? _("Accuracy %s · cost %s\non %s validation examples")
                                                               : _("Accuracy %s · cost %s\non %s training examples"),
                          accuracy, cost, count);
}

/* What it leads to, or why there is nothing to change. */
static void
update_note (PerceptUnitHand *self)
{
  const PerceptEdits *edits = percept_session_get_edits (self->session);
  g_autofree char    *step = plot_number_fixed ((double) edits->kept_step, 0);
  g_autofree char    *kept = NULL;

  kept = g_strdup_printf (_("The run keeps its best weights, those of step %s: a model that is saved has those, "
                            "without what is set by hand. The weights that this page saves have it."), step);
  if (!is_now (self))
    gtk_label_set_label (GTK_LABEL (self->note_label),
                         _("What was cannot be changed: go back to now, or go on from this moment first."));
  else if (edits->n_done > 0 && edits->kept_step != G_MAXUINT64)
    gtk_label_set_label (GTK_LABEL (self->note_label), kept);
  else
    gtk_label_set_label (GTK_LABEL (self->note_label),
                         _("A click in the picture or the arrow keys there choose the weight. A change pauses "
                           "training. Training on may change the weight again, and ends what can be undone."));
}

static void
edited_cb (PerceptUnitHand *self)
{
  const PerceptEdits *edits = percept_session_get_edits (self->session);
  guint               done = edits != NULL ? edits->n_done : 0, undone = edits != NULL ? edits->n_undone : 0;
  g_autofree char    *answer = done > 0 ? write_answer (edits) : g_strdup ("\n");
  g_autofree char    *undo = done > 0 && edits->last != NULL ? g_strdup_printf (_("Undo: %s"), edits->last) : NULL;

  gtk_widget_set_sensitive (self->undo_button, done > 0 && is_now (self));
  gtk_widget_set_sensitive (self->redo_button, undone > 0 && is_now (self));
  gtk_widget_set_tooltip_text (self->undo_button, undo != NULL ? undo : _("Nothing to undo (Ctrl+Z)"));
  gtk_label_set_label (GTK_LABEL (self->last_label),
                       done > 0 && edits->last != NULL ? edits->last : _("Nothing is changed by hand"));
  gtk_label_set_label (GTK_LABEL (self->answer_label), answer);
  update_note (self);
}

static void
moment_cb (PerceptUnitHand *self)
{
  self->changed = 0;
  percept_unit_hand_show (self, self->layer, self->unit, self->input);
  edited_cb (self);
}

/* GObject */

void
percept_unit_hand_set_source (PerceptUnitHand     *self,
                              PerceptSession      *session,
                              PerceptWeightSource *source)
{
  self->session = g_object_ref (session);
  self->source = g_object_ref (source);
  g_signal_connect_object (session, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "moment", G_CALLBACK (moment_cb), self, G_CONNECT_SWAPPED);
  moment_cb (self);
}

static void
percept_unit_hand_dispose (GObject *object)
{
  PerceptUnitHand *self = PERCEPT_UNIT_HAND (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->source);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_unit_hand_parent_class)->dispose (object);
}

static void
percept_unit_hand_class_init (PerceptUnitHandClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  weight_set = g_signal_new ("weight-set", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                             G_TYPE_NONE, 0);
  G_OBJECT_CLASS (klass)->dispose = percept_unit_hand_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/unit-hand.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitHand, content);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitHand, slide);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitHand, number);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitHand, scale);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitHand, spin);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitHand, weight_box);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitHand, zero_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitHand, silence_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitHand, undo_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitHand, redo_button);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitHand, last_label);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitHand, answer_label);
  gtk_widget_class_bind_template_child (widget_class, PerceptUnitHand, note_label);
  gtk_widget_class_bind_template_callback (widget_class, slid_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, zero_cb);
  gtk_widget_class_bind_template_callback (widget_class, silence_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_cb);
  gtk_widget_class_bind_template_callback (widget_class, redo_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
percept_unit_hand_init (PerceptUnitHand *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The sign stands before a number in every language. */
  gtk_widget_set_direction (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->spin))), GTK_TEXT_DIR_LTR);
  percept_scroll_through_leave (self->scale);
  percept_scroll_through_leave (self->spin);
}
