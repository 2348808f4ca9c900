/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/racers-box.h"

#include "analysis/curvature.h"
#include "plot/number.h"
#include "views/landscape/race-numbers.h"
#include "views/landscape/race-setting.h"
#include "views/landscape/racer-row.h"
#include "widgets/control-name.h"
#include "widgets/fold-box.h"
#include "widgets/pair-layout.h"
#include "widgets/popup-control.h"
#include "widgets/redraw-queue.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP              6    /* px */
#define LEAST_UPDATE     360  /* px of a half of the row with a step in numbers */
#define DEFAULT_MOMENTUM 0.9
/* Of the largest stable rate, for a racer that is added; where there is none, of the window for all of its steps. */
#define RATE_SHARE       0.25

struct _PerceptRacersBox
{
  GtkWidget          parent_instance;
  PerceptLandscape  *landscape;
  PerceptRacePlayer *player;
  GtkWidget         *column;
  GtkWidget         *add_button;
  GtkWidget         *list;
  GtkWidget         *problem;      /* what was typed and is not possible */
  GtkWidget         *update;       /* a step in numbers: its title, and them */
  GtkWidget         *update_title;
  GtkWidget         *update_formula;
  GtkWidget         *update_label;
  GPtrArray         *rows;         /* of PerceptRacerRow */
  GtkSizeGroup      *groups[PERCEPT_RACER_ROW_N_GROUPS];
};

G_DEFINE_FINAL_TYPE (PerceptRacersBox, percept_racers_box, GTK_TYPE_WIDGET)

static PerceptRacerRow *
get_row (PerceptRacersBox *self,
         guint             i)
{
  return g_ptr_array_index (self->rows, i);
}

/* How they stand */

static void
show_standing (PerceptRacersBox *self,
               guint             i)
{
  guint                step = percept_race_player_get_step (self->player);
  PerceptRacerStanding standing;
  g_autofree char     *x = NULL, *y = NULL, *place = NULL, *cost = NULL, *value = NULL, *above = NULL;
  g_autofree char     *length = NULL, *length_value = NULL;

  if (percept_race_get_standing (self->landscape, i, step, &standing))
    {
      x = percept_race_write_length (self->landscape, standing.at->w[0]);
      y = percept_race_write_length (self->landscape, standing.at->w[1]);
      place = plot_number_isolate (g_strdup_printf ("w (%s, %s)", x, y));
      value = percept_race_write_cost (self->landscape, standing.at->cost);
      cost = g_strdup_printf (_("cost %s"), value);
      g_free (value);
      value = plot_number_value (standing.above);
      above = standing.diverged ? g_strdup_printf (_("diverged at %u"), standing.step + 1)
                                : plot_number_isolate (g_strdup_printf ("+%s", value));
      length_value = percept_race_write_length (self->landscape, standing.length);
      length = g_strdup_printf (_("path %s"), length_value);
    }
  percept_racer_row_set_words (get_row (self, i), &(PerceptRacerWords) { place, cost, above, length });
}

static guint
get_selected (PerceptRacersBox *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  return row != NULL ? (guint) gtk_list_box_row_get_index (row) : G_MAXUINT;
}

/* The step that the selected racer is about to make; at its end, the last that it made. */
static void
show_update (PerceptRacersBox *self)
{
  AnRace           *race = percept_landscape_get_race (self->landscape);
  guint             i = get_selected (self);
  guint             step = percept_race_player_get_step (self->player);
  const AnRacePath *path = race != NULL && i < race->n_paths ? &race->paths[i] : NULL;
  g_autofree char  *title = NULL;
  g_autofree char  *name = NULL;
  g_autofree char  *text = NULL;
  gboolean          known = path != NULL && path->n >= 2 && i < self->rows->len;

  gtk_widget_set_visible (self->update, known);
  if (!known)
    return;
  step = MIN (step, path->n - 2);
  name = percept_race_get_name (self->landscape, i);
  title = g_strdup_printf (_("Step %u of %s"), step + 1, name);
  text = plot_number_isolate (an_race_write_step (path, step));
  gtk_label_set_label (GTK_LABEL (self->update_title), title);
  gtk_label_set_label (GTK_LABEL (self->update_formula), path->racer.optimizer->formula);
  gtk_label_set_label (GTK_LABEL (self->update_label), text);
}

static void
redraw_cb (GtkWidget *widget)
{
  PerceptRacersBox *self = PERCEPT_RACERS_BOX (widget);
  guint             hidden = percept_race_player_get_hidden (self->player);

  for (guint i = 0; i < self->rows->len; i++)
    {
      percept_racer_row_set_hidden (get_row (self, i), hidden & (1u << i));
      show_standing (self, i);
    }
  show_update (self);
}

/* While it plays, like other pictures that move by themselves; what the hand does is answered at once. */
static void
player_cb (PerceptRacersBox *self)
{
  if (percept_race_player_is_playing (self->player))
    percept_redraw_queue_push (percept_redraw_queue_get_default (), GTK_WIDGET (self), redraw_cb);
  else
    redraw_cb (GTK_WIDGET (self));
}

/* Who races */

static void
show_problem (PerceptRacersBox *self,
              const char       *problem)
{
  gtk_widget_set_visible (self->problem, problem != NULL);
  gtk_label_set_label (GTK_LABEL (self->problem), problem != NULL ? problem : "");
}

static void
settle (PerceptRacersBox *self)
{
  percept_race_setting_keep_racers (GTK_WIDGET (self), self->landscape);
}

/* Returns: (transfer full) */
static GArray *
copy_racers (PerceptRacersBox *self)
{
  guint          n;
  const AnRacer *racers = percept_landscape_get_racers (self->landscape, &n);
  GArray        *copy = g_array_new (FALSE, FALSE, sizeof (AnRacer));

  g_array_append_vals (copy, racers, n);
  return copy;
}

static gboolean
has_rows_for (PerceptRacersBox *self,
              const AnRacer    *racers,
              guint             n)
{
  if (self->rows->len != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      AnRacer racer;

      percept_racer_row_get_racer (get_row (self, i), &racer);
      if (racer.optimizer != racers[i].optimizer)
        return FALSE;
    }
  return TRUE;
}

static void refresh (PerceptRacersBox *self);

static void
put_racers (PerceptRacersBox *self,
            const GArray     *racers)
{
  percept_landscape_set_racers (self->landscape, (const AnRacer *) (gconstpointer) racers->data, racers->len);
  refresh (self);
}

static guint
index_of (PerceptRacersBox *self,
          PerceptRacerRow  *row)
{
  guint i = 0;

  g_ptr_array_find (self->rows, row, &i);
  return i;
}

static void
row_changed_cb (PerceptRacersBox *self,
                PerceptRacerRow  *row)
{
  g_autoptr (GArray) racers = copy_racers (self);

  /* Others race by now, whose rows are not there yet. */
  if (!has_rows_for (self, (const AnRacer *) (gconstpointer) racers->data, racers->len))
    return;
  percept_racer_row_get_racer (row, &g_array_index (racers, AnRacer, index_of (self, row)));
  put_racers (self, racers);
}

static void
row_refused_cb (PerceptRacersBox *self,
                const char       *problem)
{
  show_problem (self, problem);
}

static void
row_toggled_cb (PerceptRacersBox *self,
                PerceptRacerRow  *row)
{
  percept_race_player_toggle (self->player, index_of (self, row));
}

static void
row_removed_cb (PerceptRacersBox *self,
                PerceptRacerRow  *row)
{
  g_autoptr (GArray) racers = copy_racers (self);
  guint              i = index_of (self, row);

  if (!has_rows_for (self, (const AnRacer *) (gconstpointer) racers->data, racers->len))
    return;
  g_array_remove_index (racers, i);
  percept_race_player_remove (self->player, i);
  put_racers (self, racers);
  settle (self);
}

static double
round_to_digit (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.0e", value);
  return g_ascii_strtod (text, NULL);
}

/* A rate with which a new racer gets somewhere: some of the largest stable one; optimizers that scale their steps
 * themselves go about their rate with each. */
static double
choose_rate (PerceptRacersBox      *self,
             const NnOptimizerType *optimizer)
{
  AnCurvature curvature;
  double      from[2], to[2];
  double      limit = NAN;
  double      extent;

  if (percept_landscape_get_steepest (self->landscape, &curvature))
    limit = an_curvature_limit (&curvature, optimizer, DEFAULT_MOMENTUM);
  if (isfinite (limit) && limit > 0)
    return round_to_digit (RATE_SHARE * limit);
  percept_landscape_get_window (self->landscape, from, to);
  extent = fmax (to[0] - from[0], to[1] - from[1]);
  if (!isnan (limit) || !isfinite (extent) || extent <= 0)
    return 0.1;
  return round_to_digit (extent / percept_race_player_get_n_steps (self->player));
}

static void
add_racer (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  PerceptRacersBox      *self = PERCEPT_RACERS_BOX (widget);
  const NnOptimizerType *optimizer = nn_optimizer_type_find (g_variant_get_string (parameter, NULL));
  g_autoptr (GArray)     racers = copy_racers (self);
  AnRacer                racer = { .optimizer = optimizer };

  if (optimizer == NULL || racers->len >= AN_MAX_RACERS)
    return;
  racer.rate = choose_rate (self, optimizer);
  racer.momentum = optimizer->has_momentum ? DEFAULT_MOMENTUM : 0;
  g_array_append_val (racers, racer);
  put_racers (self, racers);
  settle (self);
}

/* Rows */

static void
add_row (PerceptRacersBox *self,
         guint             i,
         const AnRacer    *racer)
{
  GtkWidget *row = percept_racer_row_new (i, racer);

  percept_racer_row_set_groups (PERCEPT_RACER_ROW (row), self->groups);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (row_changed_cb), self);
  g_signal_connect_swapped (row, "settled", G_CALLBACK (settle), self);
  g_signal_connect_swapped (row, "refused", G_CALLBACK (row_refused_cb), self);
  g_signal_connect_swapped (row, "toggled", G_CALLBACK (row_toggled_cb), self);
  g_signal_connect_swapped (row, "removed", G_CALLBACK (row_removed_cb), self);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
  g_ptr_array_add (self->rows, row);
}

static void
remake_rows (PerceptRacersBox *self,
             const AnRacer    *racers,
             guint             n)
{
  guint selected = get_selected (self);

  for (guint i = self->rows->len; i-- > 0;)
    gtk_list_box_remove (GTK_LIST_BOX (self->list),
                         GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) i)));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < n; i++)
    add_row (self, i, &racers[i]);
  if (n > 0)
    gtk_list_box_select_row (GTK_LIST_BOX (self->list),
                             gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list),
                                                            selected < n ? (int) selected : 0));
}

static void
refresh (PerceptRacersBox *self)
{
  guint          n;
  const AnRacer *racers = percept_landscape_get_racers (self->landscape, &n);

  if (has_rows_for (self, racers, n))
    for (guint i = 0; i < n; i++)
      percept_racer_row_set_racer (get_row (self, i), &racers[i]);
  else
    {
      show_problem (self, NULL);
      remake_rows (self, racers, n);
    }
  gtk_widget_set_sensitive (self->add_button, n < AN_MAX_RACERS);
  if (self->player != NULL)
    redraw_cb (GTK_WIDGET (self));
}

void
percept_racers_box_set_landscape (PerceptRacersBox *self,
                                  PerceptLandscape *landscape)
{
  g_return_if_fail (self->landscape == NULL);
  self->landscape = g_object_ref (landscape);
  g_signal_connect_object (landscape, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (landscape, "surface", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (landscape, "race", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
}

void
percept_racers_box_set_player (PerceptRacersBox  *self,
                               PerceptRacePlayer *player)
{
  g_return_if_fail (self->player == NULL && self->landscape != NULL);
  self->player = g_object_ref (player);
  g_signal_connect_object (player, "changed", G_CALLBACK (player_cb), self, G_CONNECT_SWAPPED);
  refresh (self);
}

/* Making */

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_add_button (PerceptRacersBox *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; nn_optimizer_types[i] != NULL; i++)
    {
      g_autofree char *action = g_strdup_printf ("racers.add::%s", nn_optimizer_types[i]->name);

      g_menu_append (menu, _(nn_optimizer_types[i]->title), action);
    }
  self->add_button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->add_button), _("_Add a Racer"));
  gtk_menu_button_set_use_underline (GTK_MENU_BUTTON (self->add_button), TRUE);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->add_button), G_MENU_MODEL (menu));
  gtk_widget_add_css_class (self->add_button, "flat");
  percept_control_set_name (self->add_button, _("Add a racer"));
  gtk_widget_set_tooltip_text (self->add_button, _("One more optimizer in the race, nine at most"));
  percept_popup_control_hush (self->add_button);
  return self->add_button;
}

static GtkWidget *
make_header (PerceptRacersBox *self)
{
  PerceptFoldBox *box = PERCEPT_FOLD_BOX (percept_fold_box_new ());
  GtkWidget      *hint = make_label (_("drag the start · Space races, → steps · 1–5 hide and show"), "dim-label");

  percept_fold_box_append (box, make_label (_("Racers"), "heading"), 0, FALSE);
  percept_fold_box_append (box, gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), 0, TRUE);
  percept_fold_box_append (box, hint, 1, FALSE);
  percept_fold_box_append (box, make_add_button (self), 0, FALSE);
  return GTK_WIDGET (box);
}

static void
make_list (PerceptRacersBox *self)
{
  self->list = gtk_list_box_new ();
  gtk_list_box_set_show_separators (GTK_LIST_BOX (self->list), TRUE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_list_box_set_placeholder (GTK_LIST_BOX (self->list), make_label (_("Nobody races: add a racer"), "dim-label"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Racers"), -1);
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (show_update), self);
}

/* Title and formula, and beside or below them the numbers. */
static GtkWidget *
make_update (PerceptRacersBox *self)
{
  GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_label_set_ellipsize (GTK_LABEL (self->update_formula), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (left), self->update_title);
  gtk_box_append (GTK_BOX (left), self->update_formula);
  gtk_box_append (GTK_BOX (pair), left);
  gtk_box_append (GTK_BOX (pair), self->update_label);
  gtk_widget_set_layout_manager (pair, percept_pair_layout_new (LEAST_UPDATE, GAP));
  return pair;
}

static void
make_column (PerceptRacersBox *self)
{
  GtkBox *column = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, GAP));

  self->column = GTK_WIDGET (column);
  self->problem = make_label (NULL, "error");
  self->update_title = make_label (NULL, "heading");
  self->update_label = make_label (NULL, "numeric");
  self->update_formula = make_label (NULL, "dim-label");
  self->update = make_update (self);
  gtk_label_set_ellipsize (GTK_LABEL (self->update_title), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (self->problem), TRUE);
  gtk_label_set_wrap (GTK_LABEL (self->update_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->update_label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (self->update_label), TRUE);
  gtk_widget_set_visible (self->problem, FALSE);
  gtk_widget_set_visible (self->update, FALSE);
  gtk_box_append (column, make_header (self));
  gtk_box_append (column, self->list);
  gtk_box_append (column, self->problem);
  gtk_box_append (column, self->update);
}

GtkWidget *
percept_racers_box_new (void)
{
  return g_object_new (PERCEPT_TYPE_RACERS_BOX, NULL);
}

static void
percept_racers_box_dispose (GObject *object)
{
  PerceptRacersBox *self = PERCEPT_RACERS_BOX (object);

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  self->list = NULL;
  g_clear_pointer (&self->column, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  for (guint i = 0; i < PERCEPT_RACER_ROW_N_GROUPS; i++)
    g_clear_object (&self->groups[i]);
  g_clear_object (&self->player);
  g_clear_object (&self->landscape);
  G_OBJECT_CLASS (percept_racers_box_parent_class)->dispose (object);
}

static void
percept_racers_box_class_init (PerceptRacersBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = percept_racers_box_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "racers");
  gtk_widget_class_install_action (widget_class, "racers.add", "s", add_racer);
}

static void
percept_racers_box_init (PerceptRacersBox *self)
{
  self->rows = g_ptr_array_new ();
  for (guint i = 0; i < PERCEPT_RACER_ROW_N_GROUPS; i++)
    self->groups[i] = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  make_list (self);
  make_column (self);
  gtk_widget_set_parent (self->column, GTK_WIDGET (self));
}
