/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/unit-order-box.h"

#include "widgets/control-name.h"
#include "widgets/popup-control.h"

#include <glib/gi18n-lib.h>

/* Before the rankings. */
enum
{
  ORDER_NUMBER,
  ORDER_NORM,
  N_PLAIN,
};

struct _PerceptUnitOrderBox
{
  GObject        parent_instance;
  GPtrArray     *rankings;      /* const AnRankingType: after the plain orders */
  GPtrArray     *filters;       /* const PerceptUnitFilter: those offered */
  char         **class_names;   /* NULL: none */
  gboolean       votes;         /* filters that need them are among these */
  gboolean       setting;       /* not by hand */
  GtkWidget     *order_chooser;
  GtkWidget     *class_chooser;
  GtkWidget     *shown_chooser;
};

G_DEFINE_FINAL_TYPE (PerceptUnitOrderBox, percept_unit_order_box, G_TYPE_OBJECT)

static guint changed;

static guint
get_order (PerceptUnitOrderBox *self)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (self->order_chooser));
}

const AnRankingType *
percept_unit_order_box_get_type_of_ranking (PerceptUnitOrderBox *self)
{
  guint order = get_order (self);

  return order >= N_PLAIN && order - N_PLAIN < self->rankings->len ? g_ptr_array_index (self->rankings, order - N_PLAIN)
                                                                   : NULL;
}

gboolean
percept_unit_order_box_is_by_norm (PerceptUnitOrderBox *self)
{
  return get_order (self) == ORDER_NORM;
}

guint
percept_unit_order_box_get_class (PerceptUnitOrderBox *self)
{
  guint class = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->class_chooser));

  return class != GTK_INVALID_LIST_POSITION ? class : 0;
}

const PerceptUnitFilter *
percept_unit_order_box_get_filter (PerceptUnitOrderBox *self)
{
  guint shown = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->shown_chooser));

  return shown < self->filters->len ? g_ptr_array_index (self->filters, shown) : percept_unit_filters[0];
}

const char *
percept_unit_order_box_get_name (PerceptUnitOrderBox *self)
{
  const AnRankingType *type = percept_unit_order_box_get_type_of_ranking (self);

  if (type != NULL)
    return type->name;
  return percept_unit_order_box_is_by_norm (self) ? "norm" : "number";
}

static void
set_choices (GtkWidget         *chooser,
             const char *const *titles,
             guint              selected)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (titles);

  gtk_drop_down_set_model (GTK_DROP_DOWN (chooser), G_LIST_MODEL (list));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (chooser), selected);
}

/* Not while one of them is being chosen, unless it has to be: a drop-down that is filled anew chooses again. */
static void
offer_filters (PerceptUnitOrderBox *self,
               gboolean             votes)
{
  const PerceptUnitFilter *chosen = percept_unit_order_box_get_filter (self);
  g_autoptr (GPtrArray)    titles = g_ptr_array_new ();
  guint                    selected = 0;

  if (self->filters->len > 0 && self->votes == votes)
    return;
  self->votes = votes;
  g_ptr_array_set_size (self->filters, 0);
  for (gsize i = 0; percept_unit_filters[i] != NULL; i++)
    {
      const PerceptUnitFilter *filter = percept_unit_filters[i];

      if (filter->needs_votes && !votes)
        continue;
      if (filter == chosen)
        selected = self->filters->len;
      g_ptr_array_add (self->filters, (gpointer) filter);
      g_ptr_array_add (titles, (gpointer) g_dgettext (GETTEXT_PACKAGE, filter->title));
    }
  g_ptr_array_add (titles, NULL);
  set_choices (self->shown_chooser, (const char *const *) titles->pdata, selected);
}

/* What makes sense with the order that is chosen. */
static void
suit_choices (PerceptUnitOrderBox *self)
{
  const AnRankingType *type = percept_unit_order_box_get_type_of_ranking (self);

  gtk_widget_set_visible (self->class_chooser, type != NULL && self->class_names != NULL);
  offer_filters (self, type != NULL && type->votes);
}

static void
chosen_cb (PerceptUnitOrderBox *self)
{
  if (self->setting)
    return;
  self->setting = TRUE;
  suit_choices (self);
  self->setting = FALSE;
  g_signal_emit (self, changed, 0);
}

static void
collect_rankings (PerceptUnitOrderBox *self,
                  guint                layer,
                  guint                n_layers)
{
  g_ptr_array_set_size (self->rankings, 0);
  if (layer == 0 || layer >= n_layers)
    return;
  for (gsize i = 0; an_ranking_types[i] != NULL; i++)
    if (!an_ranking_types[i]->to_class || layer + 1 == n_layers)
      g_ptr_array_add (self->rankings, (gpointer) an_ranking_types[i]);
}

static void
offer_orders (PerceptUnitOrderBox *self,
              const char          *chosen)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();
  guint                 selected = g_str_equal (chosen, "norm") ? ORDER_NORM : ORDER_NUMBER;

  g_ptr_array_add (titles, _("In order of number"));
  g_ptr_array_add (titles, _("Largest weights first"));
  for (guint i = 0; i < self->rankings->len; i++)
    {
      const AnRankingType *type = g_ptr_array_index (self->rankings, i);

      g_ptr_array_add (titles, (gpointer) g_dgettext (GETTEXT_PACKAGE, type->title));
      if (g_str_equal (type->name, chosen))
        selected = N_PLAIN + i;
    }
  g_ptr_array_add (titles, NULL);
  set_choices (self->order_chooser, (const char *const *) titles->pdata, selected);
}

static void
offer_classes (PerceptUnitOrderBox *self,
               PerceptSession      *session)
{
  DsDataset            *dataset = percept_session_get_dataset (session);
  guint                 class = percept_unit_order_box_get_class (self);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  g_clear_pointer (&self->class_names, g_strfreev);
  self->class_names = dataset != NULL ? g_strdupv (dataset->class_names) : NULL;
  for (guint i = 0; self->class_names != NULL && self->class_names[i] != NULL; i++)
    /* Translators: the ranking is for this class: "for a “7”" */
    g_ptr_array_add (titles, g_strdup_printf (_("for “%s”"), self->class_names[i]));
  if (class >= titles->len)
    class = 0;
  g_ptr_array_add (titles, NULL);
  set_choices (self->class_chooser, (const char *const *) titles->pdata, class);
}

void
percept_unit_order_box_set_layer (PerceptUnitOrderBox *self,
                                  PerceptSession      *session,
                                  guint                layer)
{
  g_autofree char *chosen = g_strdup (percept_unit_order_box_get_name (self));
  guint            n;

  percept_session_get_layers (session, &n);
  self->setting = TRUE;
  collect_rankings (self, layer, n);
  offer_orders (self, chosen);
  offer_classes (self, session);
  suit_choices (self);
  self->setting = FALSE;
}

static char *
list_names (PerceptUnitOrderBox *self)
{
  GString *names = g_string_new ("number, norm");

  for (guint i = 0; i < self->rankings->len; i++)
    g_string_append_printf (names, ", %s", ((const AnRankingType *) g_ptr_array_index (self->rankings, i))->name);
  return g_string_free (names, FALSE);
}

static gboolean
find_order (PerceptUnitOrderBox *self,
            const char          *name,
            guint               *order,
            GError             **error)
{
  g_autofree char *names = list_names (self);

  for (guint i = 0; i < self->rankings->len; i++)
    if (g_strcmp0 (name, ((const AnRankingType *) g_ptr_array_index (self->rankings, i))->name) == 0)
      {
        *order = N_PLAIN + i;
        return TRUE;
      }
  *order = g_strcmp0 (name, "norm") == 0 ? ORDER_NORM : ORDER_NUMBER;
  if (*order == ORDER_NORM || g_strcmp0 (name, "number") == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _("There is no order “%s” of these units: one of %s is needed"), name, names);
  return FALSE;
}

static gboolean
find_class (PerceptUnitOrderBox *self,
            const char          *class_name,
            guint               *class,
            GError             **error)
{
  g_autofree char *names = self->class_names != NULL ? g_strjoinv (", ", self->class_names) : g_strdup ("");

  *class = percept_unit_order_box_get_class (self);
  if (class_name == NULL)
    return TRUE;
  for (guint i = 0; self->class_names != NULL && self->class_names[i] != NULL; i++)
    if (g_str_equal (self->class_names[i], class_name))
      {
        *class = i;
        return TRUE;
      }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _("There is no class “%s”; the classes are %s"),
               class_name, names);
  return FALSE;
}

gboolean
percept_unit_order_box_choose (PerceptUnitOrderBox *self,
                               const char          *name,
                               const char          *class_name,
                               GError             **error)
{
  guint order, class;

  if (!find_order (self, name, &order, error) || !find_class (self, class_name, &class, error))
    return FALSE;
  self->setting = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->order_chooser), order);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->class_chooser), class);
  suit_choices (self);
  self->setting = FALSE;
  g_signal_emit (self, changed, 0);
  return TRUE;
}

gboolean
percept_unit_order_box_filter (PerceptUnitOrderBox *self,
                               const char          *name,
                               GError             **error)
{
  const PerceptUnitFilter *filter = percept_unit_filter_find (name);
  g_autoptr (GString)      names = g_string_new (NULL);
  guint                    place;

  if (filter != NULL && g_ptr_array_find (self->filters, filter, &place))
    {
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->shown_chooser), place);
      return TRUE;
    }
  for (guint i = 0; i < self->filters->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            ((const PerceptUnitFilter *) g_ptr_array_index (self->filters, i))->name);
  if (filter != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _("Which units are “%s” is known when they stand by weight × activation; in this order one of %s is "
                   "needed"), name, names->str);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _("There is no filter “%s” of these units: one of %s is needed"), name, names->str);
  return FALSE;
}

static GtkWidget *
add_chooser (PerceptUnitOrderBox *self,
             PerceptFoldBox      *row,
             int                  importance,
             const char          *name,
             const char          *about)
{
  GtkWidget *chooser = g_object_ref_sink (gtk_drop_down_new (NULL, NULL));

  gtk_widget_set_tooltip_text (chooser, about);
  percept_popup_control_hush (chooser);
  percept_control_set_name (chooser, name);
  percept_fold_box_append (row, chooser, importance, FALSE);
  g_signal_connect_object (chooser, "notify::selected", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  return chooser;
}

static void
percept_unit_order_box_dispose (GObject *object)
{
  PerceptUnitOrderBox *self = PERCEPT_UNIT_ORDER_BOX (object);

  self->setting = TRUE;
  g_clear_object (&self->order_chooser);
  g_clear_object (&self->class_chooser);
  g_clear_object (&self->shown_chooser);
  g_clear_pointer (&self->rankings, g_ptr_array_unref);
  g_clear_pointer (&self->filters, g_ptr_array_unref);
  g_clear_pointer (&self->class_names, g_strfreev);
  G_OBJECT_CLASS (percept_unit_order_box_parent_class)->dispose (object);
}

static void
percept_unit_order_box_class_init (PerceptUnitOrderBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_unit_order_box_dispose;
  changed = g_signal_new ("changed", PERCEPT_TYPE_UNIT_ORDER_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                          0);
}

static void
percept_unit_order_box_init (PerceptUnitOrderBox *self)
{
  self->rankings = g_ptr_array_new ();
  self->filters = g_ptr_array_new ();
}

PerceptUnitOrderBox *
percept_unit_order_box_new (PerceptFoldBox *row)
{
  PerceptUnitOrderBox *self = g_object_new (PERCEPT_TYPE_UNIT_ORDER_BOX, NULL);

  self->setting = TRUE;
  self->order_chooser = add_chooser (self, row, 0, _("Order"), _("The order of the units"));
  self->class_chooser = add_chooser (self, row, 1, _("Class"), _("The class that the units are ranked for"));
  self->shown_chooser = add_chooser (self, row, 2, _("Units shown"),
                                     _("All units, the first ones of the order, or those that are alike: by weight × "
                                       "activation also those that no validation image makes active"));
  offer_orders (self, "number");
  suit_choices (self);
  self->setting = FALSE;
  return self;
}
