/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/landscape-page.h"

#include "widgets/figure-view.h"

#include <glib/gi18n-lib.h>

struct _PerceptLandscapePage
{
  GtkWidget          parent_instance;
  PerceptSession    *session;
  PerceptLandscape  *landscape;
  PerceptRacePlayer *player;
  GtkWidget         *content;
  GtkWidget         *view;
};

G_DEFINE_FINAL_TYPE (PerceptLandscapePage, percept_landscape_page, GTK_TYPE_WIDGET)

PerceptLandscape *
percept_landscape_page_get_landscape (PerceptLandscapePage *self)
{
  return self->landscape;
}

PerceptRacePlayer *
percept_landscape_page_get_player (PerceptLandscapePage *self)
{
  return self->player;
}

GPtrArray *
percept_landscape_page_get_views (PerceptLandscapePage *self)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (views, g_object_ref (self->view));
  return views;
}

void
percept_landscape_page_set_session (PerceptLandscapePage *self,
                                    PerceptSession       *session)
{
  self->session = g_object_ref (session);
}

static void
percept_landscape_page_dispose (GObject *object)
{
  PerceptLandscapePage *self = PERCEPT_LANDSCAPE_PAGE (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->landscape);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_landscape_page_parent_class)->dispose (object);
}

static void
percept_landscape_page_class_init (PerceptLandscapePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PERCEPT_TYPE_FIGURE_VIEW);
  G_OBJECT_CLASS (klass)->dispose = percept_landscape_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, PERCEPT_RESOURCE_PATH "/ui/views/landscape-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PerceptLandscapePage, content);
  gtk_widget_class_bind_template_child (widget_class, PerceptLandscapePage, view);
}

static void
percept_landscape_page_init (PerceptLandscapePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->landscape = percept_landscape_new (0);
}
