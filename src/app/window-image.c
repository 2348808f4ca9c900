/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands of the image that the Weights page asks its network about: examples, and what is drawn. */

#include "app/window-private.h"
#include "formats/json-writer.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static PerceptImagePane *
get_pane (PerceptWindow *self)
{
  return percept_weights_page_get_image_pane (PERCEPT_WEIGHTS_PAGE (self->weights_page));
}

static PerceptChosenImage *
get_image (PerceptWindow *self)
{
  return percept_weights_page_get_image (PERCEPT_WEIGHTS_PAGE (self->weights_page));
}

/* Of the part that examples come from. */
static gsize
count_examples (PerceptWindow *self)
{
  TrainData *data = percept_session_get_data (self->session);

  return data != NULL ? train_data_get_part (data, percept_chosen_image_get_part (get_image (self))).n : 0;
}

/* Examples that the network gets wrong */

/* Of those whose answers are known, the first mistake after the chosen example, around the end.
 * Returns: its place in @answers, or their number: there is none */
static gsize
find_mistake (PerceptWindow      *self,
              const TrainAnswers *answers)
{
  PerceptChosenImage *image = get_image (self);
  gsize               first = 0;

  if (percept_chosen_image_get_part (image) == answers->part)
    first = percept_chosen_image_get_place (image) + 1;
  for (gsize i = 0; i < answers->n; i++)
    {
      gsize place = (first + i) % answers->n;

      if (answers->predicted[place] != answers->dataset->labels[answers->indices[place]])
        return place;
    }
  return answers->n;
}

/* The answers that were asked for are here. */
static void
answers_cb (PerceptWindow *self)
{
  const TrainAnswers *answers = percept_session_get_answers (self->session);
  gsize               place;

  if (!self->seeking_mistake || answers == NULL)
    return;
  self->seeking_mistake = FALSE;
  percept_session_unwatch_answers (self->session);
  place = find_mistake (self, answers);
  if (place < answers->n)
    percept_chosen_image_set_example (get_image (self), answers->indices[place]);
  else
    percept_window_report (self, _("There are no mistakes: the network gets every one of these images right"));
}

/* What was asked for is of another network. */
static void
opened_cb (PerceptWindow *self)
{
  if (!self->seeking_mistake)
    return;
  self->seeking_mistake = FALSE;
  percept_session_unwatch_answers (self->session);
}

static void
seek_mistake (PerceptWindow *self)
{
  if (self->seeking_mistake)
    return;
  self->seeking_mistake = TRUE;
  percept_session_watch_answers (self->session);
}

/* Which example */

/* A place in the part, "next", "previous", "random" or "wrong" */
static void
image_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  PerceptWindow      *self = data;
  PerceptChosenImage *image = get_image (self);
  const char         *text = g_variant_get_string (parameter, NULL);
  gsize               n = count_examples (self);
  guint64             place = 0;
  g_autofree char    *problem = NULL;

  if (g_str_equal (text, "next"))
    percept_chosen_image_move (image, 1);
  else if (g_str_equal (text, "previous"))
    percept_chosen_image_move (image, -1);
  else if (g_str_equal (text, "random"))
    percept_chosen_image_move (image, (int) (g_random_double () * (double) n));
  else if (g_str_equal (text, "wrong"))
    seek_mistake (self);
  else if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &place, NULL) && place < n)
    percept_chosen_image_move (image, (int) place - (int) percept_chosen_image_get_place (image));
  else if (place >= n && place > 0)
    problem = g_strdup_printf (_("There is no example %s: they are counted from 0 to %" G_GSIZE_FORMAT), text,
                               MAX (n, 1) - 1);
  else
    problem = g_strdup_printf (_("“%s” is no image: it should be the number of an example, next, previous, random or "
                                 "wrong"), text);
  if (problem != NULL)
    percept_window_report (self, problem);
}

/* "train", "validation" or "test" */
static void
part_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  static const struct { const char *name; TrainPart part; } parts[] = {
    { "train", TRAIN_PART_TRAIN },
    { "validation", TRAIN_PART_VALIDATION },
    { "test", TRAIN_PART_TEST },
  };
  PerceptWindow   *self = data;
  const char      *text = g_variant_get_string (parameter, NULL);
  g_autofree char *problem = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (g_str_equal (text, parts[i].name))
      {
        if (percept_chosen_image_set_part (get_image (self), parts[i].part))
          return;
        if (parts[i].part == TRAIN_PART_TEST && !percept_session_is_test_revealed (self->session))
          percept_window_report (self, _("The test set is sealed: reveal its result first"));
        else
          percept_window_report (self, _("There are no images in this part of the data"));
        return;
      }
  problem = g_strdup_printf (_("“%s” is no part of the data: one of train, validation, test is needed"), text);
  percept_window_report (self, problem);
}

/* Drawing by command */

/* "4,5 6.5,7": points of a stroke, in pixels. Returns: (transfer full), NULL: they are none */
static GArray *
read_stroke (const char *text)
{
  g_auto (GStrv)     words = g_strsplit_set (text, " \t\n", -1);
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (PlotBrushPoint));

  for (guint i = 0; words[i] != NULL; i++)
    {
      PlotBrushPoint point;
      char          *rest;

      if (words[i][0] == '\0')
        continue;
      point.x = (float) g_ascii_strtod (words[i], &rest);
      if (rest == words[i] || *rest != ',')
        return NULL;
      text = rest + 1;
      point.y = (float) g_ascii_strtod (text, &rest);
      if (rest == text || *rest != '\0' || !isfinite (point.x) || !isfinite (point.y))
        return NULL;
      g_array_append_val (points, point);
    }
  return points->len > 0 ? g_steal_pointer (&points) : NULL;
}

/* Strokes with ";" between them; all of them are read before any is drawn. */
static void
draw_strokes (PerceptWindow *self,
              const char    *text,
              gboolean       eraser)
{
  g_auto (GStrv)         strokes = g_strsplit (text, ";", -1);
  g_autoptr (GPtrArray)  all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autofree char       *problem = NULL;

  for (guint i = 0; strokes[i] != NULL; i++)
    {
      GArray *points = read_stroke (strokes[i]);

      if (points == NULL)
        {
          problem = g_strdup_printf (_("“%s” is no stroke: it should be points in pixels like 9,5 18.5,5 12,22"),
                                     strokes[i]);
          percept_window_report (self, problem);
          return;
        }
      g_ptr_array_add (all, points);
    }
  for (guint i = 0; i < all->len; i++)
    {
      GArray *points = g_ptr_array_index (all, i);

      percept_drawing_pad_stroke (percept_image_pane_get_pad (get_pane (self)),
                                  (PlotBrushPoint *) (gpointer) points->data, points->len, eraser);
    }
}

static void
draw_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  draw_strokes (data, g_variant_get_string (parameter, NULL), FALSE);
}

static void
erase_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  draw_strokes (data, g_variant_get_string (parameter, NULL), TRUE);
}

static void
clear_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  percept_drawing_pad_clear (percept_image_pane_get_pad (get_pane (data)));
}

static void
undo_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  percept_drawing_pad_undo (percept_image_pane_get_pad (get_pane (data)));
}

static void
back_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  percept_image_pane_restore (get_pane (data));
}

static void
eraser_cb (GSimpleAction *action,
           GVariant      *state,
           gpointer       data)
{
  percept_image_pane_set_eraser (get_pane (data), g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static void
framed_cb (GSimpleAction *action,
           GVariant      *state,
           gpointer       data)
{
  percept_image_pane_set_framed (get_pane (data), g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static const GActionEntry entries[] = {
  { .name = "image", .parameter_type = "s", .activate = image_cb },
  { .name = "image-part", .parameter_type = "s", .activate = part_cb },
  { .name = "draw", .parameter_type = "s", .activate = draw_cb },
  { .name = "erase", .parameter_type = "s", .activate = erase_cb },
  { .name = "draw-clear", .activate = clear_cb },
  { .name = "draw-undo", .activate = undo_cb },
  { .name = "draw-back", .activate = back_cb },
  { .name = "draw-eraser", .state = "false", .change_state = eraser_cb },
  { .name = "draw-framed", .state = "true", .change_state = framed_cb },
};

static void
set_enabled (PerceptWindow *self,
             const char    *name,
             gboolean       enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

void
percept_window_update_image_actions (PerceptWindow *self)
{
  PerceptDrawingPad *pad = percept_image_pane_get_pad (get_pane (self));
  gboolean           open = percept_session_get_experiment (self->session) != NULL
                            && percept_drawing_pad_get (pad)->bytes != NULL;

  /* Each once: what is switched off and on again fades, and a fade lays the window out sixty times a second. */
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    if (g_str_equal (entries[i].name, "draw-undo"))
      set_enabled (self, entries[i].name, open && percept_drawing_pad_can_undo (pad));
    else if (g_str_equal (entries[i].name, "draw-back"))
      set_enabled (self, entries[i].name, open && !percept_drawing_pad_is_untouched (pad));
    else
      set_enabled (self, entries[i].name, open);
}

/* On the Weights page: which image, and what the network says of it. */
void
percept_window_add_image_status (PerceptWindow *self,
                                 JsonBuilder   *builder)
{
  PerceptChosenImage    *image = get_image (self);
  guint                  n, channels, height, width;
  const PerceptClassBar *top = percept_image_pane_get_top (get_pane (self), &n);
  guint                  label = percept_chosen_image_get_label (image);

  if (percept_chosen_image_get_bytes (image, &channels, &height, &width) == NULL)
    return;
  json_builder_set_member_name (builder, "image");
  json_builder_begin_object (builder);
  fmt_json_add_count (builder, "index", percept_chosen_image_get_place (image));
  json_builder_set_member_name (builder, "drawn");
  json_builder_add_boolean_value (builder, label == PERCEPT_NO_LABEL);
  if (label != PERCEPT_NO_LABEL)
    fmt_json_add_text (builder, "label", percept_session_get_dataset (self->session)->class_names[label]);
  json_builder_set_member_name (builder, "top");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_object (builder);
      fmt_json_add_text (builder, "class", top[i].name);
      fmt_json_add_real (builder, "value", top[i].value);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
changed_cb (PerceptWindow *self)
{
  percept_window_update_image_actions (self);
  percept_window_queue_status (self);
}

void
percept_window_add_image (PerceptWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  /* Connected after the pane, which has by then taken the image over. */
  g_signal_connect_object (get_image (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "answers", G_CALLBACK (answers_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
}
