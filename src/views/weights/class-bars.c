/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/class-bars.h"

#include "plot/number.h"
#include "views/lab/verdict-box.h"
#include "widgets/control-name.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define N_LARGE   2
#define NAME_MOST 14 /* characters */

struct _PerceptClassBars
{
  GtkWidget        parent_instance;
  PerceptClassBar  top[PERCEPT_N_CLASS_BARS];
  char            *names[PERCEPT_N_CLASS_BARS];   /* of top */
  guint            n;
  GtkWidget       *box;
  GtkWidget       *grid;
  GtkWidget       *verdict;
  struct
  {
    GtkWidget     *name;
    GtkWidget     *bar;
    GtkWidget     *number;
  } rows[PERCEPT_N_CLASS_BARS];
};

G_DEFINE_FINAL_TYPE (PerceptClassBars, percept_class_bars, GTK_TYPE_WIDGET)

static const PlotDiagramLayer *
classes_of (const PlotDiagramContent *content)
{
  return &content->layers[content->n_layers - 1];
}

static double
value_of (const PlotDiagramContent *content,
          guint                     place)
{
  return (double) (content->probabilities != NULL ? content->probabilities[place]
                                                  : classes_of (content)->activations[place]);
}

static char *
name_of (const PlotDiagramLayer *classes,
         guint                   place)
{
  return classes->names != NULL ? g_strdup (classes->names[place]) : g_strdup_printf ("#%u", classes->units[place]);
}

/* The larger value, of equal ones the lower class; what is no number comes last. */
static gboolean
comes_before (const PlotDiagramContent *content,
              guint                     a,
              guint                     b)
{
  double x = value_of (content, a), y = value_of (content, b);

  if (isnan (x) || isnan (y))
    return isnan (x) == isnan (y) ? a < b : isnan (y);
  return x != y ? x > y : a < b;
}

/* G_MAXUINT: there is none. @after: as it was found, G_MAXUINT: the first is looked for. */
static guint
find_next (const PlotDiagramContent *content,
           guint                     after)
{
  guint best = G_MAXUINT;

  for (guint place = 0; place < classes_of (content)->n_shown; place++)
    if ((after == G_MAXUINT || comes_before (content, after, place))
        && (best == G_MAXUINT || comes_before (content, place, best)))
      best = place;
  return best;
}

static void
forget (PerceptClassBars *self)
{
  for (guint i = 0; i < PERCEPT_N_CLASS_BARS; i++)
    g_clear_pointer (&self->names[i], g_free);
  self->n = 0;
}

static void
fill_row (PerceptClassBars *self,
          guint             i,
          gboolean          probability,
          double            full)
{
  g_autofree char *number = NULL;
  double           value = self->top[i].value;

  number = plot_number_isolate (probability ? plot_number_percent (value) : plot_number_value (value));
  gtk_label_set_label (GTK_LABEL (self->rows[i].name), self->top[i].name);
  gtk_label_set_label (GTK_LABEL (self->rows[i].number), isfinite (value) ? number : "—");
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->rows[i].bar),
                                 isfinite (value) && value > 0 ? MIN (value / full, 1.0) : 0);
}

/* What a full bar is: a probability of 1, or the largest output, where outputs are no probabilities. */
static double
full_of (PerceptClassBars *self,
         gboolean          probability)
{
  double largest = self->n > 0 ? self->top[0].value : 0;

  return !probability && isfinite (largest) && largest > 1 ? largest : 1;
}

/* Whether that is right; of an image that nobody has named, what it is taken for: the bars keep their place. */
static void
tell (PerceptClassBars         *self,
      const PlotDiagramContent *content,
      guint                     first)
{
  PerceptVerdictBox *box = PERCEPT_VERDICT_BOX (self->verdict);
  gboolean           finite = isfinite (value_of (content, first));
  gboolean           named = content->truth != G_MAXUINT;
  gboolean           right = first == content->truth;
  g_autofree char   *truth = named ? name_of (classes_of (content), content->truth) : NULL;
  g_autofree char   *words = NULL;

  if (!finite)
    {
      percept_verdict_box_tell (box, PERCEPT_VERDICT_WARNING, _("No answer: the outputs are no numbers any more"));
      return;
    }
  if (!named)
    {
      words = g_strdup_printf (_("It is taken for a “%s”"), self->top[0].name);
      percept_verdict_box_tell (box, PERCEPT_VERDICT_NONE, words);
      return;
    }
  words = g_strdup_printf (right ? _("Right: this is a “%s”") : _("Wrong: this is a “%s”"), truth);
  percept_verdict_box_tell (box, right ? PERCEPT_VERDICT_SUCCESS : PERCEPT_VERDICT_ERROR, words);
}

void
percept_class_bars_set (PerceptClassBars         *self,
                        const PlotDiagramContent *content)
{
  guint place = G_MAXUINT, first = G_MAXUINT;

  g_return_if_fail (PERCEPT_IS_CLASS_BARS (self));

  forget (self);
  if (content != NULL && content->bytes != NULL)
    for (; self->n < PERCEPT_N_CLASS_BARS && (place = find_next (content, place)) != G_MAXUINT; self->n++)
      {
        if (self->n == 0)
          first = place;
        self->names[self->n] = name_of (classes_of (content), place);
        self->top[self->n] = (PerceptClassBar) { self->names[self->n], value_of (content, place) };
      }
  for (guint i = 0; i < PERCEPT_N_CLASS_BARS; i++)
    {
      if (i < self->n)
        fill_row (self, i, content->probabilities != NULL, full_of (self, content->probabilities != NULL));
      gtk_widget_set_visible (self->rows[i].name, i < self->n);
      gtk_widget_set_visible (self->rows[i].bar, i < self->n);
      gtk_widget_set_visible (self->rows[i].number, i < self->n);
    }
  gtk_widget_set_visible (self->box, self->n > 0);
  if (self->n > 0)
    tell (self, content, first);
}

const PerceptClassBar *
percept_class_bars_get (PerceptClassBars *self,
                        guint            *n)
{
  g_return_val_if_fail (PERCEPT_IS_CLASS_BARS (self), NULL);

  *n = self->n;
  return self->top;
}

/* Widget */

static void
percept_class_bars_dispose (GObject *object)
{
  PerceptClassBars *self = PERCEPT_CLASS_BARS (object);

  forget (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (percept_class_bars_parent_class)->dispose (object);
}

static void
percept_class_bars_class_init (PerceptClassBarsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_class_bars_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "class-bars");
}

/* The number says what the bar shows: screen readers need not read both. */
static void
append_row (PerceptClassBars *self,
            guint             i)
{
  GtkWidget *name = gtk_label_new (NULL), *bar = gtk_progress_bar_new (), *number = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (name), NAME_MOST);
  gtk_label_set_xalign (GTK_LABEL (number), 1);
  gtk_label_set_width_chars (GTK_LABEL (number), 7);
  gtk_widget_add_css_class (number, "numeric");
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (bar, TRUE);
  percept_control_set_name (bar, _("Answer for the class"));
  gtk_accessible_update_state (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  if (i < N_LARGE)
    {
      gtk_widget_add_css_class (name, "title-2");
      gtk_widget_add_css_class (number, "title-2");
    }
  gtk_grid_attach (GTK_GRID (self->grid), name, 0, (int) i, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), bar, 1, (int) i, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), number, 2, (int) i, 1, 1);
  self->rows[i].name = name;
  self->rows[i].bar = bar;
  self->rows[i].number = number;
}

static void
percept_class_bars_init (PerceptClassBars *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 10);
  for (guint i = 0; i < PERCEPT_N_CLASS_BARS; i++)
    append_row (self, i);
  self->verdict = g_object_new (PERCEPT_TYPE_VERDICT_BOX, NULL);
  gtk_box_append (GTK_BOX (self->box), self->verdict);
  gtk_box_append (GTK_BOX (self->box), self->grid);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (self->box, FALSE);
}

GtkWidget *
percept_class_bars_new (void)
{
  return g_object_new (PERCEPT_TYPE_CLASS_BARS, NULL);
}
