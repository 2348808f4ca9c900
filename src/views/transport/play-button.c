/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/transport/play-button.h"

#include "widgets/control-name.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

struct _PerceptPlayButton
{
  GtkButton   parent_instance;
  const char *verb;
  char       *reason;
  gboolean    playing;
  GtkWidget  *stack;
  GtkWidget  *content;   /* icon and word */
  GtkWidget  *icon;      /* alone */
};

G_DEFINE_FINAL_TYPE (PerceptPlayButton, percept_play_button, GTK_TYPE_BUTTON)

static void
update_tooltip (PerceptPlayButton *self)
{
  /* Translators: %s is "Run", "Race" or "Pause" */
  g_autofree char *tooltip = g_strdup_printf (_("%s (Space)"), self->playing ? _("Pause") : self->verb);
  const char      *wanted = self->reason != NULL ? self->reason : tooltip;

  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (self)), wanted) != 0)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self), wanted);
}

static void
update (PerceptPlayButton *self)
{
  const char *label = self->playing ? _("Pause") : self->verb;
  const char *icon = self->playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic";

  adw_button_content_set_label (ADW_BUTTON_CONTENT (self->content), label);
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (self->content), icon);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  update_tooltip (self);
}

void
percept_play_button_set_playing (PerceptPlayButton *self,
                                 gboolean           playing)
{
  if (playing == self->playing)
    return;
  self->playing = playing;
  update (self);
}

void
percept_play_button_explain (PerceptPlayButton *self,
                             const char        *reason)
{
  if (g_strcmp0 (reason, self->reason) == 0)
    return;
  g_free (self->reason);
  self->reason = g_strdup (reason);
  update_tooltip (self);
}

void
percept_play_button_set_compact (PerceptPlayButton *self,
                                 gboolean           compact)
{
  gtk_stack_set_visible_child (GTK_STACK (self->stack), compact ? self->icon : self->content);
}

static void
percept_play_button_finalize (GObject *object)
{
  g_free (PERCEPT_PLAY_BUTTON (object)->reason);
  G_OBJECT_CLASS (percept_play_button_parent_class)->finalize (object);
}

static void
percept_play_button_class_init (PerceptPlayButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = percept_play_button_finalize;
}

static void
percept_play_button_init (PerceptPlayButton *self)
{
  self->content = adw_button_content_new ();
  self->icon = gtk_image_new ();
  self->stack = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_add_child (GTK_STACK (self->stack), self->content);
  gtk_stack_add_child (GTK_STACK (self->stack), self->icon);
  gtk_button_set_child (GTK_BUTTON (self), self->stack);
  percept_control_hide_icons (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "pill");
  gtk_widget_add_css_class (GTK_WIDGET (self), "suggested-action");
  gtk_widget_add_css_class (GTK_WIDGET (self), "run-button");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.run");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
percept_play_button_new (const char *verb)
{
  PerceptPlayButton *self = g_object_new (PERCEPT_TYPE_PLAY_BUTTON, NULL);

  self->verb = verb;
  update (self);
  return GTK_WIDGET (self);
}
