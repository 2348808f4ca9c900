/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/surface-panel.h"

#include "plot/number.h"
#include "views/landscape/race-setting.h"
#include "views/landscape/setting-row.h"
#include "widgets/scroll-through.h"

#include <glib/gi18n-lib.h>

/* The surfaces to choose from: these two, then those with a formula. */
enum
{
  SURFACE_WEIGHTS,
  SURFACE_DIRECTIONS,
  SURFACE_ANALYTIC,
};

struct _PerceptSurfacePanel
{
  GtkWidget         parent_instance;
  PerceptLandscape *landscape;
  gboolean          filling;    /* the controls follow the landscape, not the other way round */
  GtkWidget        *list;
  GtkWidget        *surface_choice;
  GtkWidget        *path_choice;
  GtkWidget        *steps_spin;
  GtkWidget        *noise_choice;
  GtkWidget        *examples_choice;
  GtkWidget        *levels_choice;
  GtkWidget        *style_choice;
  GtkWidget        *arrows_switch;
};

G_DEFINE_FINAL_TYPE (PerceptSurfacePanel, percept_surface_panel, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_LOOK_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Examples of a mini-batch, and of the cost: 0 stands for no noise, and for all of them. */
static const gsize batches[] = { 0, 1, 10, 50, 200, 1000 };
static const gsize subsets[] = { 0, 100, 1000, 10000 };

static guint
selected_of (GtkWidget *choice)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (choice));

  return selected != GTK_INVALID_LIST_POSITION ? selected : 0;
}

PlotLandscapeStyle
percept_surface_panel_get_style (PerceptSurfacePanel *self)
{
  return selected_of (self->style_choice) == 0 ? PLOT_LANDSCAPE_BANDS : PLOT_LANDSCAPE_HEAT;
}

PlotLevelKind
percept_surface_panel_get_levels (PerceptSurfacePanel *self)
{
  static const PlotLevelKind kinds[] = { PLOT_LEVELS_AUTOMATIC, PLOT_LEVELS_EQUAL, PLOT_LEVELS_LOGARITHMIC };

  return kinds[MIN (selected_of (self->levels_choice), G_N_ELEMENTS (kinds) - 1)];
}

gboolean
percept_surface_panel_has_arrows (PerceptSurfacePanel *self)
{
  return gtk_switch_get_active (GTK_SWITCH (self->arrows_switch));
}

/* From the controls */

static void
look_cb (PerceptSurfacePanel *self)
{
  g_signal_emit (self, signals[SIGNAL_LOOK_CHANGED], 0);
}

static void
surface_cb (PerceptSurfacePanel *self)
{
  guint chosen = selected_of (self->surface_choice);

  if (self->filling || self->landscape == NULL)
    return;
  if (chosen >= SURFACE_ANALYTIC)
    percept_landscape_set_analytic (self->landscape, an_analytic_surfaces[chosen - SURFACE_ANALYTIC]->name, NULL);
  else
    percept_landscape_set_plane (self->landscape,
                                 chosen == SURFACE_WEIGHTS ? PERCEPT_PLANE_WEIGHTS : PERCEPT_PLANE_PRINCIPAL);
}

static void
path_cb (PerceptSurfacePanel *self)
{
  gboolean full_run = selected_of (self->path_choice) == 1;

  if (self->filling || self->landscape == NULL)
    return;
  percept_landscape_set_full_run (self->landscape, full_run);
  percept_race_setting_keep (GTK_WIDGET (self), self->landscape, "full-run", full_run ? "yes" : "no");
}

static void
steps_cb (PerceptSurfacePanel *self)
{
  AnRaceSettings settings;

  if (self->filling || self->landscape == NULL)
    return;
  settings = *percept_landscape_get_settings (self->landscape);
  settings.n_steps = (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->steps_spin));
  percept_landscape_set_settings (self->landscape, &settings);
  percept_race_setting_keep_count (GTK_WIDGET (self), self->landscape, "racer-steps", settings.n_steps);
}

static void
noise_cb (PerceptSurfacePanel *self)
{
  AnRaceSettings settings;
  guint          chosen = selected_of (self->noise_choice);

  /* Behind those is the experiment's own, which is in force. */
  if (self->filling || self->landscape == NULL || chosen >= G_N_ELEMENTS (batches))
    return;
  settings = *percept_landscape_get_settings (self->landscape);
  settings.batch = batches[chosen];
  percept_landscape_set_settings (self->landscape, &settings);
  percept_race_setting_keep_count (GTK_WIDGET (self), self->landscape, "batch", settings.batch);
}

static void
examples_cb (PerceptSurfacePanel *self)
{
  guint chosen = selected_of (self->examples_choice);

  if (self->filling || self->landscape == NULL || chosen >= G_N_ELEMENTS (subsets))
    return;
  percept_landscape_set_examples (self->landscape, subsets[chosen]);
  percept_race_setting_keep_count (GTK_WIDGET (self), self->landscape, "examples", subsets[chosen]);
}

static void
fit_cb (PerceptSurfacePanel *self)
{
  if (self->landscape == NULL)
    return;
  percept_landscape_set_window (self->landscape, NULL, NULL);
  percept_race_setting_keep (GTK_WIDGET (self), self->landscape, "window", "fit");
}

static void
row_activated_cb (PerceptSurfacePanel *self,
                  PerceptSettingRow   *row)
{
  percept_setting_row_toggle_about (row);
}

/* From the landscape */

static guint
find_surface (PerceptLandscape *landscape)
{
  const char *name = percept_landscape_get_analytic (landscape);

  if (percept_landscape_get_plane (landscape) == PERCEPT_PLANE_WEIGHTS)
    return SURFACE_WEIGHTS;
  for (guint i = 0; name != NULL && an_analytic_surfaces[i] != NULL; i++)
    if (percept_landscape_get_plane (landscape) == PERCEPT_PLANE_ANALYTIC
        && g_str_equal (an_analytic_surfaces[i]->name, name))
      return SURFACE_ANALYTIC + i;
  return SURFACE_DIRECTIONS;
}

static char *
batch_title (const char *n)
{
  /* Translators: so many examples in a mini-batch */
  return g_strdup_printf (_("Batches of %s"), n);
}

static char *
subset_title (const char *n)
{
  /* Translators: the first so many examples */
  return g_strdup_printf (_("First %s"), n);
}

/* A count of the experiment's that is none of @counts stands behind them while it is in force. */
static void
show_count (GtkWidget   *choice,
            const gsize *counts,
            guint        n,
            gsize        count,
            char      *(*title) (const char *n))
{
  GtkStringList   *titles = GTK_STRING_LIST (gtk_drop_down_get_model (GTK_DROP_DOWN (choice)));
  guint            n_titles = g_list_model_get_n_items (G_LIST_MODEL (titles));
  g_autofree char *number = plot_number_fixed ((double) count, 0);
  g_autofree char *own = title (number);
  guint            i = 0;

  while (i < n && counts[i] != count)
    i++;
  if (i < n && n_titles > n)
    gtk_string_list_remove (titles, n);
  else if (i == n && (n_titles == n || !g_str_equal (gtk_string_list_get_string (titles, n), own)))
    gtk_string_list_splice (titles, n, n_titles - n, (const char *const[]) { own, NULL });
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), i);
}

static void
show_settings (PerceptSurfacePanel *self)
{
  const AnRaceSettings *settings = percept_landscape_get_settings (self->landscape);
  guint                 surface = find_surface (self->landscape);

  self->filling = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->surface_choice), surface);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->path_choice), percept_landscape_get_full_run (self->landscape));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->steps_spin), settings->n_steps);
  show_count (self->noise_choice, batches, G_N_ELEMENTS (batches), settings->batch, batch_title);
  show_count (self->examples_choice, subsets, G_N_ELEMENTS (subsets),
              percept_landscape_get_examples (self->landscape), subset_title);
  self->filling = FALSE;
  /* A formula has neither other weights nor examples. */
  gtk_widget_set_sensitive (self->path_choice, surface < SURFACE_ANALYTIC);
  gtk_widget_set_sensitive (self->noise_choice, surface < SURFACE_ANALYTIC);
  gtk_widget_set_sensitive (self->examples_choice, surface < SURFACE_ANALYTIC);
}

void
percept_surface_panel_set_landscape (PerceptSurfacePanel *self,
                                     PerceptLandscape    *landscape)
{
  self->landscape = g_object_ref (landscape);
  g_signal_connect_object (landscape, "changed", G_CALLBACK (show_settings), self, G_CONNECT_SWAPPED);
  show_settings (self);
}

/* Rows */

static GtkWidget *
add_row (PerceptSurfacePanel *self,
         const char          *title,
         const char          *about,
         GtkWidget           *control)
{
  gtk_list_box_append (GTK_LIST_BOX (self->list), percept_setting_row_new (title, about, control));
  return control;
}

static GtkWidget *
add_choice (PerceptSurfacePanel *self,
            const char          *title,
            const char          *about,
            const char *const   *titles,
            GCallback            changed)
{
  GtkWidget *choice = add_row (self, title, about, percept_setting_choice_new (titles));

  g_signal_connect_swapped (choice, "notify::selected", changed, self);
  return choice;
}

/* @zero stands for the count 0, which is the first. Returns: (transfer full) */
static char **
count_titles (const gsize *counts,
              guint        n,
              const char  *zero,
              char      *(*title) (const char *n))
{
  char **titles = g_new0 (char *, n + 1);

  titles[0] = g_strdup (zero);
  for (guint i = 1; i < n; i++)
    {
      g_autofree char *number = plot_number_fixed ((double) counts[i], 0);

      titles[i] = title (number);
    }
  return titles;
}

static void
add_surface_rows (PerceptSurfacePanel *self)
{
  g_autoptr (GPtrArray) surfaces = g_ptr_array_new ();
  const char *const     paths[] = { _("Slice"), _("Full run"), NULL };

  g_ptr_array_add (surfaces, (gpointer) _("Two weights"));
  g_ptr_array_add (surfaces, (gpointer) _("Two directions"));
  for (guint i = 0; an_analytic_surfaces[i] != NULL; i++)
    g_ptr_array_add (surfaces, (gpointer) _(an_analytic_surfaces[i]->title));
  g_ptr_array_add (surfaces, NULL);
  self->surface_choice = add_choice (
    self, _("Surface"),
    _("The cost over two weights of the network; over the two directions along which the run’s weights moved most; or "
      "a surface with a formula, to warm up on."),
    (const char *const *) surfaces->pdata, G_CALLBACK (surface_cb));
  self->path_choice = add_choice (
    self, _("Path"),
    _("Slice: only the two weights learn, all others are frozen. Full run: every weight learns, and the path is its "
      "shadow on the plane; it may leave what the surface shows, because the surface is that of the frozen others."),
    paths, G_CALLBACK (path_cb));
}

static void
add_race_rows (PerceptSurfacePanel *self)
{
  g_auto (GStrv) noises = count_titles (batches, G_N_ELEMENTS (batches), _("Off"), batch_title);
  g_auto (GStrv) examples = count_titles (subsets, G_N_ELEMENTS (subsets), _("All"), subset_title);

  self->steps_spin = add_row (self, _("Steps"), _("How many steps each racer makes, from 1 to 1000."),
                              gtk_spin_button_new_with_range (1, AN_MAX_RACER_STEPS, 1));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->steps_spin), 4);
  percept_scroll_through_leave (self->steps_spin);
  g_signal_connect_swapped (self->steps_spin, "value-changed", G_CALLBACK (steps_cb), self);
  self->noise_choice = add_choice (
    self, _("Mini-batch noise"),
    _("Off: each step uses the gradient over all examples. Otherwise over a few drawn ones, the same for all racers, "
      "and the paths jitter as they do in training."),
    (const char *const *) noises, G_CALLBACK (noise_cb));
  self->examples_choice = add_choice (
    self, _("Examples"), _("The training examples that the cost is taken over. Fewer are faster, and a rougher guess."),
    (const char *const *) examples, G_CALLBACK (examples_cb));
}

static void
add_look_rows (PerceptSurfacePanel *self)
{
  const char *const levels[] = { _("Automatic"), _("Equal steps"), _("Logarithmic"), NULL };
  const char *const styles[] = { _("Contours"), _("Heat map"), NULL };
  GtkWidget        *fit = gtk_button_new_with_mnemonic (_("_Fit"));

  self->levels_choice = add_choice (
    self, _("Levels"),
    _("Equal steps: close lines mean a steep slope. Logarithmic: each line lies the same factor above the lowest cost, "
      "which shows the floor of the valley. Automatic: logarithmic where the floor is wide."),
    levels, G_CALLBACK (look_cb));
  self->style_choice = add_choice (self, _("Show as"), _("Lines of equal cost with bands between, or a shade for every "
                                                         "cost."), styles, G_CALLBACK (look_cb));
  self->arrows_switch = add_row (self, _("Arrows"), _("At each racer: where its next step leads, and which way is "
                                                      "downhill."), gtk_switch_new ());
  g_signal_connect_swapped (self->arrows_switch, "notify::active", G_CALLBACK (look_cb), self);
  add_row (self, _("Window"), _("The part of the plane that is shown. Fit shows the valley; on the figure, Ctrl and "
                                "the wheel zoom, and Shift and dragging move."), fit);
  gtk_widget_set_tooltip_text (fit, _("Show the valley (0)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (fit), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Fit the window"), -1);
  g_signal_connect_swapped (fit, "clicked", G_CALLBACK (fit_cb), self);
}

static void
percept_surface_panel_dispose (GObject *object)
{
  PerceptSurfacePanel *self = PERCEPT_SURFACE_PANEL (object);

  g_clear_pointer (&self->list, gtk_widget_unparent);
  g_clear_object (&self->landscape);
  G_OBJECT_CLASS (percept_surface_panel_parent_class)->dispose (object);
}

static void
percept_surface_panel_class_init (PerceptSurfacePanelClass *klass)
{
  signals[SIGNAL_LOOK_CHANGED] = g_signal_new ("look-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                               NULL, NULL, G_TYPE_NONE, 0);
  G_OBJECT_CLASS (klass)->dispose = percept_surface_panel_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
percept_surface_panel_init (PerceptSurfacePanel *self)
{
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Settings of the surface"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
  add_surface_rows (self);
  add_race_rows (self);
  add_look_rows (self);
}
