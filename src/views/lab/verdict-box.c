/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/lab/verdict-box.h"

#include <glib/gi18n-lib.h>

#define GAP 10 /* px */

typedef struct
{
  const char *css_class;
  const char *icon_name;
  const char *name;      /* of the icon, for a screen reader */
} Look;

static const Look looks[] = {
  [PERCEPT_VERDICT_NONE] = { "none", "dialog-information-symbolic", N_("Note") },
  [PERCEPT_VERDICT_SUCCESS] = { "success", "emblem-ok-symbolic", N_("Agreement") },
  [PERCEPT_VERDICT_WARNING] = { "warning", "dialog-warning-symbolic", N_("Warning") },
  [PERCEPT_VERDICT_ERROR] = { "error", "dialog-error-symbolic", N_("Error") },
};

static const Look old_look = { "old", "document-open-recent-symbolic", N_("Of the settings before") };

struct _PerceptVerdictBox
{
  GtkWidget          parent_instance;
  PerceptVerdictKind kind;
  gboolean           old;
  GtkWidget         *icon;
  GtkWidget         *label;
};

G_DEFINE_FINAL_TYPE (PerceptVerdictBox, percept_verdict_box, GTK_TYPE_WIDGET)

static void
update (PerceptVerdictBox *self)
{
  const Look *look = self->old ? &old_look : &looks[self->kind];
  const char *classes[] = { look->css_class, NULL };

  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), look->icon_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL, _(look->name), -1);
}

void
percept_verdict_box_tell (PerceptVerdictBox  *self,
                          PerceptVerdictKind  kind,
                          const char         *text)
{
  self->kind = kind;
  self->old = FALSE;
  gtk_label_set_label (GTK_LABEL (self->label), text);
  update (self);
}

void
percept_verdict_box_set_old (PerceptVerdictBox *self,
                             gboolean           old)
{
  if (self->old == old)
    return;
  self->old = old;
  update (self);
}

static void
percept_verdict_box_dispose (GObject *object)
{
  PerceptVerdictBox *self = PERCEPT_VERDICT_BOX (object);

  g_clear_pointer (&self->icon, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  G_OBJECT_CLASS (percept_verdict_box_parent_class)->dispose (object);
}

static void
percept_verdict_box_class_init (PerceptVerdictBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = percept_verdict_box_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "verdict");
}

static void
percept_verdict_box_init (PerceptVerdictBox *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GAP);
  self->icon = gtk_image_new ();
  gtk_widget_set_valign (self->icon, GTK_ALIGN_START);
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0.0f);
  gtk_label_set_selectable (GTK_LABEL (self->label), TRUE);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_set_valign (self->label, GTK_ALIGN_START);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  percept_verdict_box_tell (self, PERCEPT_VERDICT_NONE, "");
}
