/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/setting-row.h"

#include "widgets/control-name.h"
#include "widgets/popup-control.h"

#include <glib/gi18n-lib.h>

#define LINE_GAP 8 /* px */

struct _PerceptSettingRow
{
  GtkListBoxRow parent_instance;
  GtkWidget    *title;
  GtkWidget    *about; /* revealer */
};

G_DEFINE_FINAL_TYPE (PerceptSettingRow, percept_setting_row, GTK_TYPE_LIST_BOX_ROW)

void
percept_setting_row_toggle_about (PerceptSettingRow *self)
{
  gboolean shown = !gtk_revealer_get_reveal_child (GTK_REVEALER (self->about));

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->about), shown);
  /* It would cover what was asked for. */
  gtk_widget_set_has_tooltip (self->title, !shown);
}

static void
percept_setting_row_class_init (PerceptSettingRowClass *klass)
{
}

static void
percept_setting_row_init (PerceptSettingRow *self)
{
}

static GtkWidget *
make_line (PerceptSettingRow *self,
           const char        *title,
           GtkWidget         *control)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, LINE_GAP);

  self->title = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_widget_set_tooltip_text (self->title, _("Click for what it does"));
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  percept_control_set_name (control, title);
  gtk_box_append (GTK_BOX (line), self->title);
  gtk_box_append (GTK_BOX (line), control);
  gtk_widget_add_css_class (line, "setup-line");
  return line;
}

static GtkWidget *
make_about (PerceptSettingRow *self,
            const char        *about)
{
  GtkWidget *label = gtk_label_new (about);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "setup-about");
  self->about = gtk_revealer_new ();
  gtk_revealer_set_child (GTK_REVEALER (self->about), label);
  return self->about;
}

GtkWidget *
percept_setting_row_new (const char *title,
                         const char *about,
                         GtkWidget  *control)
{
  PerceptSettingRow *self = g_object_new (PERCEPT_TYPE_SETTING_ROW, NULL);
  GtkWidget         *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (column), make_line (self, title, control));
  gtk_box_append (GTK_BOX (column), make_about (self, about));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), column);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, about, -1);
  return GTK_WIDGET (self);
}

GtkWidget *
percept_setting_choice_new (const char *const *titles)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings (titles);

  gtk_widget_add_css_class (choice, "quiet");
  percept_popup_control_hush (choice);
  return choice;
}
