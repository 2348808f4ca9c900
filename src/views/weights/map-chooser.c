/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/map-chooser.h"

#include "widgets/control-name.h"
#include "widgets/popup-control.h"

#include <glib/gi18n-lib.h>

#define SPACING 6 /* px */

typedef struct _Way Way;

/* A way to show several maps. */
struct _Way
{
  const char *name;
  const char *title;      /* N_() */
  gboolean    for_colors; /* for three maps, which are the colors of a picture; else for any other number */
  guint     (*pick) (PerceptMapChooser *self, guint *maps);  /* Returns: how many */
};

struct _PerceptMapChooser
{
  GtkWidget      parent_instance;
  guint          channels;
  guint          random[PERCEPT_N_RANDOM_MAPS];
  guint          n_random;
  GPtrArray     *ways;     /* const Way: those offered */
  gboolean       setting;  /* not by hand */
  GtkWidget     *chooser;
  GtkWidget     *number;   /* of one map */
  GtkWidget     *again;
};

G_DEFINE_FINAL_TYPE (PerceptMapChooser, percept_map_chooser, GTK_TYPE_WIDGET)

static guint changed;

static guint
pick_none (PerceptMapChooser *self,
           guint             *maps)
{
  return 0;
}

static guint
pick_one (PerceptMapChooser *self,
          guint             *maps)
{
  maps[0] = (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->number));
  return 1;
}

static guint
pick_random (PerceptMapChooser *self,
             guint             *maps)
{
  for (guint i = 0; i < self->n_random; i++)
    maps[i] = self->random[i];
  return self->n_random;
}

static guint
pick_colors (PerceptMapChooser *self,
             guint             *maps)
{
  for (guint i = 0; i < 3; i++)
    maps[i] = i;
  return 3;
}

static const Way ways[] = {
  { "together", N_("Sum over maps"), FALSE, pick_none },
  { "one", N_("One map"), FALSE, pick_one },
  { "random", N_("Random maps"), FALSE, pick_random },
  { "together", N_("Colors together"), TRUE, pick_none },
  { "apart", N_("Colors apart"), TRUE, pick_colors },
};

static const Way *
get_way (PerceptMapChooser *self)
{
  guint place = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->chooser));

  return place < self->ways->len ? g_ptr_array_index (self->ways, place) : NULL;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return (x > y) - (x < y);
}

/* Some of them, none twice. */
static void
draw_maps (PerceptMapChooser *self)
{
  self->n_random = 0;
  while (self->n_random < MIN (PERCEPT_N_RANDOM_MAPS, self->channels))
    {
      guint map = (guint) g_random_int_range (0, (gint32) self->channels);
      guint i = 0;

      while (i < self->n_random && self->random[i] != map)
        i++;
      if (i == self->n_random)
        self->random[self->n_random++] = map;
    }
  qsort (self->random, self->n_random, sizeof *self->random, compare);
}

static void
suit (PerceptMapChooser *self)
{
  const Way *way = get_way (self);

  gtk_widget_set_visible (self->number, way != NULL && way->pick == pick_one);
  gtk_widget_set_visible (self->again, way != NULL && way->pick == pick_random);
}

static void
chosen_cb (PerceptMapChooser *self)
{
  if (self->setting)
    return;
  suit (self);
  g_signal_emit (self, changed, 0);
}

static void
again_cb (PerceptMapChooser *self)
{
  draw_maps (self);
  g_signal_emit (self, changed, 0);
}

void
percept_map_chooser_set_channels (PerceptMapChooser *self,
                                  guint              channels)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  if (channels == self->channels)
    return;
  self->channels = channels;
  self->setting = TRUE;
  g_ptr_array_set_size (self->ways, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    if (channels > 1 && ways[i].for_colors == (channels == 3))
      {
        g_ptr_array_add (self->ways, (gpointer) &ways[i]);
        gtk_string_list_append (titles, g_dgettext (GETTEXT_PACKAGE, ways[i].title));
      }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->chooser), G_LIST_MODEL (titles));
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->number), 0, MAX (channels, 1) - 1.0);
  draw_maps (self);
  suit (self);
  self->setting = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self), channels > 1);
}

void
percept_map_chooser_apply (PerceptMapChooser *self,
                           PlotWeightSheet   *sheet)
{
  const Way *way = get_way (self);
  guint      maps[PLOT_MAX_WEIGHT_SLICES];

  plot_weight_sheet_set_slices (sheet, maps, way != NULL ? way->pick (self, maps) : 0);
}

char *
percept_map_chooser_get (PerceptMapChooser *self)
{
  const Way *way = get_way (self);

  if (way != NULL && way->pick == pick_one)
    return g_strdup_printf ("%d", gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->number)));
  return way != NULL ? g_strdup (way->name) : NULL;
}

/* Of the way that is called so, or of the one for single maps when @text is a number of one. */
static gboolean
find_way (PerceptMapChooser *self,
          const char        *text,
          guint             *place,
          guint64           *map)
{
  gboolean is_map = g_ascii_string_to_unsigned (text, 10, 0, self->channels - 1, map, NULL);

  for (*place = 0; *place < self->ways->len; (*place)++)
    {
      const Way *way = g_ptr_array_index (self->ways, *place);

      if (way->pick == pick_one ? is_map : g_str_equal (way->name, text))
        return TRUE;
    }
  return FALSE;
}

gboolean
percept_map_chooser_choose (PerceptMapChooser *self,
                            const char        *text,
                            GError           **error)
{
  guint   place;
  guint64 map = 0;

  if (self->channels <= 1)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The units of this layer look at one map alone"));
      return FALSE;
    }
  if (!find_way (self, text, &place, &map))
    {
      if (self->channels == 3)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                     _("“%s” is no way to show three colors: it should be together or apart"), text);
      else
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                     _("“%s” is no way to show %u maps: it should be together, random, or a map from 0 to %u"), text,
                     self->channels, self->channels - 1);
      return FALSE;
    }
  self->setting = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->chooser), place);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->number), (double) map);
  self->setting = FALSE;
  if (get_way (self)->pick == pick_random)
    draw_maps (self);
  chosen_cb (self);
  return TRUE;
}

static void
percept_map_chooser_dispose (GObject *object)
{
  PerceptMapChooser *self = PERCEPT_MAP_CHOOSER (object);
  GtkWidget         *child;

  self->setting = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->ways, g_ptr_array_unref);
  G_OBJECT_CLASS (percept_map_chooser_parent_class)->dispose (object);
}

static void
percept_map_chooser_class_init (PerceptMapChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_map_chooser_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  changed = g_signal_new ("changed", PERCEPT_TYPE_MAP_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
percept_map_chooser_init (PerceptMapChooser *self)
{
  self->ways = g_ptr_array_new ();
  self->chooser = gtk_drop_down_new (NULL, NULL);
  self->number = gtk_spin_button_new_with_range (0, 0, 1);
  self->again = gtk_button_new_from_icon_name ("view-refresh-symbolic");
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), SPACING);
  gtk_widget_set_tooltip_text (self->chooser, _("A unit has one picture for each map that it looks at: all of them "
                                                "added up, or single ones"));
  gtk_widget_set_tooltip_text (self->number, _("The map that is shown, from 0"));
  gtk_widget_set_tooltip_text (self->again, _("Pick other maps by chance"));
  percept_popup_control_hush (self->chooser);
  percept_control_set_name (self->chooser, _("Maps"));
  percept_control_set_name (self->number, _("Number of the map"));
  percept_control_set_name (self->again, _("Other maps"));
  gtk_widget_set_parent (self->chooser, GTK_WIDGET (self));
  gtk_widget_set_parent (self->number, GTK_WIDGET (self));
  gtk_widget_set_parent (self->again, GTK_WIDGET (self));
  g_signal_connect_object (self->chooser, "notify::selected", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->number, "value-changed", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->again, "clicked", G_CALLBACK (again_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (self->number, FALSE);
  gtk_widget_set_visible (self->again, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
percept_map_chooser_new (void)
{
  return g_object_new (PERCEPT_TYPE_MAP_CHOOSER, NULL);
}
