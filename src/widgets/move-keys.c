/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/move-keys.h"

#include <gdk/gdk.h>

static const struct
{
  guint key, pad_key;
  int   across, down;
} moves[] = {
  { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
  { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
  { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
  { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
  { GDK_KEY_Home, GDK_KEY_KP_Home, -G_MAXUINT16, 0 },
  { GDK_KEY_End, GDK_KEY_KP_End, G_MAXUINT16, 0 },
};

gboolean
percept_move_key_find (guint key,
                       int  *across,
                       int  *down)
{
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    if (key == moves[i].key || key == moves[i].pad_key)
      {
        *across = moves[i].across;
        *down = moves[i].down;
        return TRUE;
      }
  return FALSE;
}
