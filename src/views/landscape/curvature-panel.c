/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/curvature-panel.h"

#include "plot/number.h"
#include "views/landscape/rate-words.h"
#include "widgets/redraw-queue.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define COLUMN_GAP 12 /* px */
#define ROW_GAP 4

enum
{
  COLUMN_RACER,
  COLUMN_LIMIT,
  COLUMN_SHARE,
  COLUMN_MEAN,     /* of summed costs: the rate on the mean */
  N_COLUMNS,
};

struct _PerceptCurvaturePanel
{
  GtkWidget          parent_instance;
  PerceptRacePlayer *player;
  GtkWidget         *column;
  GtkWidget         *eigenvalues;
  GtkWidget         *condition;
  GtkWidget         *cost;
  GtkWidget         *table;
  GtkWidget         *cells[AN_MAX_RACERS + 1][N_COLUMNS];
  GtkWidget         *words;
  GtkWidget         *about;
};

G_DEFINE_FINAL_TYPE (PerceptCurvaturePanel, percept_curvature_panel, GTK_TYPE_WIDGET)

/* What is shown */

/* A label that has it already is not laid out again. */
static void
set_text (GtkWidget  *label,
          const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), text) != 0)
    gtk_label_set_label (GTK_LABEL (label), text);
}

static char *
bare_number (double value)
{
  if (isnan (value))
    return g_strdup ("–");
  if (isinf (value))
    return g_strdup (value > 0 ? "∞" : "−∞");
  return plot_number_value (value);
}

static char *
number (double value)
{
  return plot_number_isolate (bare_number (value));
}

static void
show_curvature (PerceptCurvaturePanel *self,
                const AnCurvature     *curvature)
{
  g_autofree char *first = bare_number (curvature->eigenvalues[0]);
  g_autofree char *second = bare_number (curvature->eigenvalues[1]);
  g_autofree char *both = plot_number_isolate (g_strdup_printf ("%s / %s", first, second));
  g_autofree char *condition = number (curvature->condition);

  set_text (self->eigenvalues, both);
  set_text (self->condition, condition);
}

/* "mean over 20,000 examples" */
static void
show_cost (PerceptCurvaturePanel *self,
           PerceptLandscape      *landscape)
{
  gsize            n = percept_landscape_get_n_examples (landscape);
  g_autofree char *count = plot_number_isolate (plot_number_fixed (n, 0));
  g_autofree char *text = NULL;

  if (percept_landscape_get_plane (landscape) == PERCEPT_PLANE_ANALYTIC)
    text = g_strdup (_("a formula"));
  else if (n == 0)
    text = g_strdup ("–");
  else if (percept_landscape_is_sum (landscape))
    text = g_strdup_printf (_("sum over %s examples"), count);
  else
    text = g_strdup_printf (_("mean over %s examples"), count);
  set_text (self->cost, text);
}

/* What a racer is called where there may be two of a kind. */
static char *
title_of (const AnRacer *racer)
{
  if (!racer->optimizer->has_momentum)
    return g_strdup (_(racer->optimizer->title));
  return g_strdup_printf ("%s, γ %.3g", _(racer->optimizer->title), racer->momentum);
}

static char *
share_text (const AnRacer     *racer,
            const AnCurvature *curvature)
{
  double           share = percept_rate_share (racer, curvature);
  g_autofree char *times = number (share);

  if (isnan (share))
    return g_strdup ("–");
  /* Translators: the rate is so many times the limit */
  return g_strdup_printf (_("%s ×"), times);
}

static void
show_racer (PerceptCurvaturePanel *self,
            guint                  i,
            const AnRacer         *racer,
            const AnCurvature     *curvature)
{
  PerceptLandscape *landscape = percept_race_player_get_landscape (self->player);
  GtkWidget       **cells = self->cells[i + 1];
  double            limit = an_curvature_limit (curvature, racer->optimizer, racer->momentum);
  g_autofree char  *title = title_of (racer);
  g_autofree char  *limit_text = isnan (limit) ? g_strdup (_("its own")) : number (limit);
  g_autofree char  *share = share_text (racer, curvature);
  g_autofree char  *mean = number (racer->rate * percept_landscape_get_n_examples (landscape));
  gboolean          over = percept_rate_share (racer, curvature) > 1;

  set_text (cells[COLUMN_RACER], title);
  set_text (cells[COLUMN_LIMIT], limit_text);
  set_text (cells[COLUMN_SHARE], share);
  set_text (cells[COLUMN_MEAN], mean);
  gtk_widget_set_tooltip_text (cells[COLUMN_LIMIT],
                               isnan (limit) ? _("It scales its steps by itself: no limit of this kind") : NULL);
  if (over)
    gtk_widget_add_css_class (cells[COLUMN_SHARE], "heading");
  else
    gtk_widget_remove_css_class (cells[COLUMN_SHARE], "heading");
}

static void
show_racers (PerceptCurvaturePanel *self,
             PerceptLandscape      *landscape,
             const AnCurvature     *curvature)
{
  guint          n;
  const AnRacer *racers = percept_landscape_get_racers (landscape, &n);
  gboolean       sum = percept_landscape_is_sum (landscape) &&
                 percept_landscape_get_plane (landscape) != PERCEPT_PLANE_ANALYTIC;

  for (guint i = 0; i < n && i < AN_MAX_RACERS; i++)
    show_racer (self, i, &racers[i], curvature);
  for (guint i = 0; i <= AN_MAX_RACERS; i++)
    for (guint column = 0; column < N_COLUMNS; column++)
      gtk_widget_set_visible (self->cells[i][column], n > 0 && i <= n && (column != COLUMN_MEAN || sum));
}

static void
append_sentence (GString    *words,
                 const char *sentence)
{
  if (sentence == NULL)
    return;
  if (words->len > 0)
    g_string_append (words, "\n");
  g_string_append (words, sentence);
}

static void
show_words (PerceptCurvaturePanel *self,
            PerceptLandscape      *landscape,
            const AnCurvature     *curvature,
            const AnCurvature     *steepest)
{
  g_autoptr (GString) words = g_string_new (NULL);
  guint               hidden = percept_race_player_get_hidden (self->player);
  g_autofree char    *full = percept_full_run_words (percept_landscape_get_race (landscape), hidden,
                                                     percept_race_player_get_step (self->player));
  guint               n;
  const AnRacer      *racers = percept_landscape_get_racers (landscape, &n);

  append_sentence (words, percept_curvature_words (curvature));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *sentence = (hidden & (1u << i)) == 0 ? percept_rate_words (&racers[i], steepest) : NULL;

      append_sentence (words, sentence);
    }
  append_sentence (words, full);
  set_text (self->words, words->str);
  gtk_widget_set_visible (self->words, words->len > 0);
}

static void
redraw_cb (GtkWidget *widget)
{
  PerceptCurvaturePanel *self = PERCEPT_CURVATURE_PANEL (widget);
  PerceptLandscape      *landscape = percept_race_player_get_landscape (self->player);
  AnCurvature            curvature = { .eigenvalues = { NAN, NAN }, .condition = NAN };
  AnCurvature            steepest;
  gboolean               known = percept_landscape_get_curvature (landscape, &curvature);

  gtk_widget_set_visible (self->table, known);
  gtk_widget_set_visible (self->about, known);
  show_curvature (self, &curvature);
  show_cost (self, landscape);
  if (!known)
    {
      gtk_widget_set_visible (self->words, FALSE);
      return;
    }
  percept_landscape_get_steepest (landscape, &steepest);
  show_racers (self, landscape, &steepest);
  show_words (self, landscape, &curvature, &steepest);
}

/* New numbers many times a second would lay out the panel as often. */
static void
queue_redraw (PerceptCurvaturePanel *self)
{
  percept_redraw_queue_push (percept_redraw_queue_get_default (), GTK_WIDGET (self), redraw_cb);
}

void
percept_curvature_panel_set_player (PerceptCurvaturePanel *self,
                                    PerceptRacePlayer     *player)
{
  PerceptLandscape *landscape = percept_race_player_get_landscape (player);

  self->player = g_object_ref (player);
  g_signal_connect_object (landscape, "curvature", G_CALLBACK (queue_redraw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (landscape, "changed", G_CALLBACK (queue_redraw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (landscape, "race", G_CALLBACK (queue_redraw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (landscape, "failed", G_CALLBACK (queue_redraw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "changed", G_CALLBACK (queue_redraw), self, G_CONNECT_SWAPPED);
  redraw_cb (GTK_WIDGET (self));
}

/* Made once */

static GtkWidget *
make_label (const char *text,
            gboolean    is_value)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), is_value ? 1 : 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_valign (label, GTK_ALIGN_BASELINE);
  gtk_widget_set_hexpand (label, !is_value);
  if (is_value)
    gtk_widget_add_css_class (label, "numeric");
  return label;
}

/* A line "Condition number … 26". Returns: its value */
static GtkWidget *
add_line (PerceptCurvaturePanel *self,
          const char            *title,
          const char            *tooltip)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, COLUMN_GAP);
  GtkWidget *value = make_label ("–", TRUE);

  gtk_widget_set_tooltip_text (line, tooltip);
  gtk_box_append (GTK_BOX (line), make_label (title, FALSE));
  gtk_box_append (GTK_BOX (line), value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, title, -1);
  gtk_box_append (GTK_BOX (self->column), line);
  return value;
}

static void
add_table (PerceptCurvaturePanel *self)
{
  const char *const titles[N_COLUMNS] = { _("Racer"), _("Stable for α <"), _("Rate is"), _("On the mean") };

  self->table = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->table), COLUMN_GAP);
  gtk_grid_set_row_spacing (GTK_GRID (self->table), ROW_GAP);
  for (guint i = 0; i <= AN_MAX_RACERS; i++)
    for (guint column = 0; column < N_COLUMNS; column++)
      {
        GtkWidget *cell = make_label (i == 0 ? titles[column] : NULL, column != COLUMN_RACER);

        if (i == 0)
          gtk_widget_add_css_class (cell, "dim-label");
        gtk_grid_attach (GTK_GRID (self->table), cell, (int) column, (int) i, 1, 1);
        self->cells[i][column] = cell;
      }
  gtk_widget_set_tooltip_text (self->cells[0][COLUMN_LIMIT],
                               _("The largest learning rate with which it does not run away on a bowl that bends like "
                                 "the steepest place on the way: 2/λ₁ for gradient descent, 2(1+γ)/λ₁ for momentum"));
  gtk_widget_set_tooltip_text (self->cells[0][COLUMN_MEAN],
                               _("The cost is a sum: the same steps on the mean would need this rate"));
  gtk_box_append (GTK_BOX (self->column), self->table);
}

static void
percept_curvature_panel_dispose (GObject *object)
{
  PerceptCurvaturePanel *self = PERCEPT_CURVATURE_PANEL (object);

  g_clear_pointer (&self->column, gtk_widget_unparent);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (percept_curvature_panel_parent_class)->dispose (object);
}

static void
percept_curvature_panel_class_init (PerceptCurvaturePanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_curvature_panel_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
percept_curvature_panel_init (PerceptCurvaturePanel *self)
{
  GtkWidget *heading = make_label (_("How the cost bends at the start"), FALSE);

  self->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, ROW_GAP);
  gtk_widget_set_parent (self->column, GTK_WIDGET (self));
  gtk_widget_add_css_class (heading, "heading");
  gtk_box_append (GTK_BOX (self->column), heading);
  self->eigenvalues = add_line (self, _("Hessian λ₁ / λ₂"),
                                _("The second derivative across the valley and along it: how fast the slope changes"));
  self->condition = add_line (self, _("Condition number"),
                              _("λ₁ / λ₂: 1 is a round bowl; the larger, the longer and narrower the valley, and the "
                                "slower gradient descent is along it"));
  self->cost = add_line (self, _("Cost"), _("What the racers go down on, and what their rates count against"));
  self->words = make_label (NULL, FALSE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->words), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (self->column), self->words);
  add_table (self);
  self->about = make_label (_("The limits are those of a bowl that bends as the cost does where it bends most: at the "
                              "start, where the network stands, or halfway."), FALSE);
  gtk_widget_add_css_class (self->about, "dim-label");
  gtk_box_append (GTK_BOX (self->column), self->about);
}
