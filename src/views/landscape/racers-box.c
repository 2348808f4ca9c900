/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/racers-box.h"

struct _PerceptRacersBox
{
  GtkWidget          parent_instance;
  PerceptLandscape  *landscape;
  PerceptRacePlayer *player;
  GtkWidget         *list;
};

G_DEFINE_FINAL_TYPE (PerceptRacersBox, percept_racers_box, GTK_TYPE_WIDGET)

void
percept_racers_box_set_landscape (PerceptRacersBox *self,
                                  PerceptLandscape *landscape)
{
  g_set_object (&self->landscape, landscape);
}

void
percept_racers_box_set_player (PerceptRacersBox  *self,
                               PerceptRacePlayer *player)
{
  g_set_object (&self->player, player);
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

  g_clear_pointer (&self->list, gtk_widget_unparent);
  g_clear_object (&self->player);
  g_clear_object (&self->landscape);
  G_OBJECT_CLASS (percept_racers_box_parent_class)->dispose (object);
}

static void
percept_racers_box_class_init (PerceptRacersBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_racers_box_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
percept_racers_box_init (PerceptRacersBox *self)
{
  self->list = gtk_list_box_new ();
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
}
