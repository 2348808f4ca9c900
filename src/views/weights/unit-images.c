/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/unit-images.h"

#include "plot/image-sheet.h"
#include "plot/number.h"
#include "views/figure-binding.h"
#include "views/weights/figure-card.h"
#include "views/weights/unit-names.h"
#include "widgets/figure-view.h"

#include <glib/gi18n-lib.h>

#define SIDE 56 /* px */

/* From here on the weights look like the image to the eye, too. */
#define ALIKE 0.8

typedef enum
{
  KIND_MOST,
  KIND_LEAST,
  KIND_NEAREST,
  N_KINDS,
} Kind;

typedef struct
{
  PlotImageSheet *sheet;
  GtkWidget      *view;
  guint           n;
  guint32         shown[AN_UNIT_EXAMPLES]; /* into the dataset */
} Sheet;

struct _PerceptUnitImages
{
  GtkWidget           parent_instance;
  PerceptSession     *session;
  PerceptChosenImage *image;
  PerceptUnitFacts   *facts;
  Sheet               sheets[N_KINDS];
  GtkWidget          *content;
  GtkWidget          *numbers;
  GtkWidget          *verdict;
};

G_DEFINE_FINAL_TYPE (PerceptUnitImages, percept_unit_images, GTK_TYPE_WIDGET)

static const struct
{
  const char *title;
  const char *note;
  const char *file;
} kinds[N_KINDS] = {
  [KIND_MOST] = { N_("Excite it most"), N_("activation"), "most" },
  [KIND_LEAST] = { N_("Excite it least"), N_("activation"), "least" },
  [KIND_NEAREST] = { N_("Resemble its weights"), N_("cosine"), "nearest" },
};

static const AnUnitExampleList *
list_of (const PerceptUnitFacts *facts,
         Kind                    kind)
{
  const AnUnitExampleList *lists[] = {
    [KIND_MOST] = &facts->examples->most,
    [KIND_LEAST] = &facts->examples->least,
    [KIND_NEAREST] = &facts->examples->nearest,
  };

  return lists[kind];
}

/* Words */

static char *
number_of (double value)
{
  return plot_number_isolate (plot_number_value (value));
}

static char *
count_of (gsize n)
{
  return plot_number_fixed ((double) n, 0);
}

/* How often it is at exactly 0, which is where a ReLU unit learns nothing. Returns: (transfer full) */
static char *
write_zeros (const AnUnitExamples *examples)
{
  g_autofree char *all = count_of (examples->n_examples);
  g_autofree char *percent = NULL;

  if (examples->n_zero == examples->n_examples)
    return g_strdup_printf (_("dead: 0 on all %s"), all);
  if (examples->n_zero == 0)
    return g_strdup (_("never exactly 0"));
  percent = plot_number_percent ((double) examples->n_zero / (double) examples->n_examples);
  return g_strdup_printf (_("exactly 0 on %s of them"), percent);
}

static char *
write_numbers (const PerceptUnitFacts *facts)
{
  const AnUnitExamples *examples = facts->examples;
  g_autofree char      *count = count_of (examples->n_examples);
  g_autofree char      *mean = number_of (examples->mean);
  g_autofree char      *lowest = number_of (examples->lowest);
  g_autofree char      *highest = number_of (examples->highest);
  g_autofree char      *zeros = write_zeros (examples);
  g_autofree char      *undefined = NULL;

  if (examples->n_undefined > 0)
    {
      g_autofree char *n = count_of (examples->n_undefined);

      undefined = g_strdup_printf (_(" · no number on %s"), n);
    }
  return g_strdup_printf (facts->part == TRAIN_PART_TRAIN
                            ? _("On %s training examples its activation is %s on average, %s to %s; %s%s")
                            : _("On %s validation examples its activation is %s on average, %s to %s; %s%s"),
                          count, mean, lowest, highest, zeros, undefined != NULL ? undefined : "");
}

/* What the nearest image proves, and what it doesn't. Returns: (transfer full) */
static char *
write_verdict (const AnUnitExamples *examples)
{
  const AnUnitExampleList *nearest = &examples->nearest;
  g_autofree char         *first = NULL;
  g_autofree char         *last = NULL;

  if (nearest->n_images == 0)
    return g_strdup (_("Its weights look at other units, not at images: none can resemble them."));
  first = number_of (nearest->images[0].value);
  last = number_of (nearest->images[nearest->n_images - 1].value);
  if (nearest->images[0].value >= ALIKE)
    return g_strdup_printf (_("The nearest image has cosine %s, the last of these %s: one so near to 1 hints at a unit "
                              "that keeps a single training image. It is no proof: images of one class resemble each "
                              "other, too."),
                            first, last);
  return g_strdup_printf (_("The nearest image has cosine %s, the last of these %s. A unit that kept a single image "
                            "would have one near 1 that stands out from the rest."),
                          first, last);
}

/* Sheets */

/* What the numbers of a sheet are. */
static const char *
note_of (PerceptUnitImages *self,
         Kind               kind)
{
  if (kind != KIND_NEAREST && percept_unit_is_output (self->session, self->facts->layer))
    return _("output");
  return _(kinds[kind].note);
}

/* "4 · 3.21", and a dot before the one that is chosen. Returns: (transfer full) */
static char *
caption_of (PerceptUnitImages   *self,
            const DsDataset     *dataset,
            const AnUnitExample *example,
            guint32              index)
{
  g_autofree char *value = number_of (example->value);
  const char      *class = example->label < dataset->n_classes ? dataset->class_names[example->label] : "?";

  return g_strdup_printf ("%s%s · %s", percept_chosen_image_get_index (self->image) == index ? "● " : "", class, value);
}

static void
fill_sheet (PerceptUnitImages   *self,
            Kind                 kind,
            const TrainExamples *part)
{
  Sheet                   *sheet = &self->sheets[kind];
  const AnUnitExampleList *list = list_of (self->facts, kind);
  const guint8            *images[AN_UNIT_EXAMPLES];
  g_auto (GStrv)           captions = g_new0 (char *, AN_UNIT_EXAMPLES + 1);
  DsShape                  shape = part->dataset->shape;

  sheet->n = 0;
  for (guint i = 0; i < list->n_images; i++)
    {
      if (list->images[i].place >= part->n)
        continue;
      sheet->shown[sheet->n] = part->indices[list->images[i].place];
      images[sheet->n] = ds_dataset_get_image (part->dataset, sheet->shown[sheet->n]);
      captions[sheet->n] = caption_of (self, part->dataset, &list->images[i], sheet->shown[sheet->n]);
      sheet->n++;
    }
  plot_image_sheet_set (sheet->sheet, _(kinds[kind].title), note_of (self, kind), images, sheet->n, shape.channels,
                        shape.height, shape.width, captions);
  gtk_widget_set_visible (gtk_widget_get_parent (sheet->view), kind != KIND_NEAREST || sheet->n > 0);
  gtk_widget_queue_resize (sheet->view);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (sheet->view), FALSE);
}

static void
fill (PerceptUnitImages *self)
{
  TrainData       *data = percept_session_get_data (self->session);
  TrainExamples    part;
  g_autofree char *numbers = NULL;
  g_autofree char *verdict = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->content), self->facts != NULL);
  if (self->facts == NULL || data == NULL)
    return;
  part = train_data_get_part (data, self->facts->part);
  numbers = write_numbers (self->facts);
  verdict = write_verdict (self->facts->examples);
  gtk_label_set_label (GTK_LABEL (self->numbers), numbers);
  gtk_label_set_label (GTK_LABEL (self->verdict), verdict);
  for (guint kind = 0; kind < N_KINDS; kind++)
    fill_sheet (self, kind, &part);
}

void
percept_unit_images_show (PerceptUnitImages *self,
                          PerceptUnitFacts  *facts)
{
  if (facts != NULL)
    percept_unit_facts_ref (facts);
  g_clear_pointer (&self->facts, percept_unit_facts_unref);
  self->facts = facts;
  fill (self);
}

/* Choosing */

static Sheet *
sheet_of (PerceptUnitImages *self,
          GtkWidget         *view)
{
  for (guint kind = 0; kind < N_KINDS; kind++)
    if (self->sheets[kind].view == view)
      return &self->sheets[kind];
  return NULL;
}

static void
pressed_cb (PerceptUnitImages *self,
            int                n_press,
            double             x,
            double             y,
            GtkGesture        *gesture)
{
  GtkWidget         *view = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  Sheet             *sheet = sheet_of (self, view);
  PlotTheme          theme;
  guint              place;

  gtk_widget_grab_focus (view);
  percept_figure_view_get_theme (PERCEPT_FIGURE_VIEW (view), &theme);
  if (plot_image_sheet_pick (sheet->sheet, gtk_widget_get_width (view), &theme, x,
                             percept_figure_view_to_figure_y (PERCEPT_FIGURE_VIEW (view), y), &place)
      && place < sheet->n)
    percept_chosen_image_set_example (self->image, sheet->shown[place]);
}

/* The next one of a sheet in this direction; the first of it when the chosen image is none of them. */
static void
move (PerceptUnitImages *self,
      const Sheet       *sheet,
      int                by)
{
  guint32 chosen = percept_chosen_image_get_index (self->image);
  int     place = by > 0 ? -1 : (int) sheet->n;

  for (guint i = 0; i < sheet->n; i++)
    if (sheet->shown[i] == chosen)
      place = (int) i;
  place += by;
  if (place >= 0 && place < (int) sheet->n)
    percept_chosen_image_set_example (self->image, sheet->shown[place]);
}

static gboolean
key_cb (PerceptUnitImages  *self,
        guint               key,
        guint               code,
        GdkModifierType     state,
        GtkEventController *controller)
{
  const Sheet *sheet = sheet_of (self, gtk_event_controller_get_widget (controller));
  gboolean     forth = key == GDK_KEY_Right || key == GDK_KEY_KP_Right;

  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0
      || (!forth && key != GDK_KEY_Left && key != GDK_KEY_KP_Left))
    return FALSE;
  move (self, sheet, forth ? 1 : -1);
  return TRUE;
}

/* GObject */

void
percept_unit_images_set_image (PerceptUnitImages  *self,
                               PerceptSession     *session,
                               PerceptChosenImage *image)
{
  self->session = g_object_ref (session);
  self->image = g_object_ref (image);
  for (guint kind = 0; kind < N_KINDS; kind++)
    {
      g_autofree char *file_name = percept_figure_file_name (session, kinds[kind].file);

      percept_figure_view_set_file_name (PERCEPT_FIGURE_VIEW (self->sheets[kind].view), file_name);
    }
  g_signal_connect_object (image, "changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
}

static void
percept_unit_images_dispose (GObject *object)
{
  PerceptUnitImages *self = PERCEPT_UNIT_IMAGES (object);

  for (guint kind = 0; kind < N_KINDS; kind++)
    {
      if (self->sheets[kind].sheet != NULL)
        plot_figure_unref (plot_image_sheet_figure (self->sheets[kind].sheet));
      self->sheets[kind].sheet = NULL;
    }
  g_clear_pointer (&self->facts, percept_unit_facts_unref);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->image);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_unit_images_parent_class)->dispose (object);
}

static void
percept_unit_images_class_init (PerceptUnitImagesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_unit_images_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static double
sheet_height (PlotFigure      *figure,
              double           width,
              const PlotTheme *theme)
{
  return plot_image_sheet_get_height ((PlotImageSheet *) figure, width, theme);
}

static void
make_sheet (PerceptUnitImages *self,
            Kind               kind)
{
  Sheet              *sheet = &self->sheets[kind];
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  sheet->sheet = plot_image_sheet_new (SIDE);
  sheet->view = percept_figure_view_new ();
  percept_figure_view_set_height_func (PERCEPT_FIGURE_VIEW (sheet->view), sheet_height);
  percept_figure_view_set_whole (PERCEPT_FIGURE_VIEW (sheet->view), TRUE);
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (sheet->view), plot_image_sheet_figure (sheet->sheet),
                                  _(kinds[kind].title));
  gtk_widget_set_tooltip_text (sheet->view, _("Choose an image by a click or the arrow keys"));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (sheet->view, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (sheet->view, keys);
  gtk_box_append (GTK_BOX (self->content), percept_figure_card_new (sheet->view));
}

static GtkWidget *
add_label (PerceptUnitImages *self,
           const char        *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (self->content), label);
  return label;
}

static void
percept_unit_images_init (PerceptUnitImages *self)
{
  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_parent (self->content, GTK_WIDGET (self));
  self->numbers = add_label (self, "numeric");
  for (guint kind = 0; kind < N_KINDS; kind++)
    make_sheet (self, kind);
  self->verdict = add_label (self, "dim-label");
}
