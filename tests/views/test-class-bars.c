/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a network says of an image: order, lengths and words. */

#include "views/weights/class-bars.h"
#include "widgets/widget-driver.h"

#include <math.h>

#define CLASSES 7

static GtkWidget *bars;

/* Outputs, or probabilities, of classes that are named from "a" on. */
static void
show (const float *values,
      gboolean     probabilities,
      guint        truth)
{
  PlotDiagramContent *content = plot_diagram_content_new ();
  PlotDiagramLayer   *classes;

  content->bytes = g_new0 (guint8, 4);
  content->channels = 1;
  content->height = content->width = 2;
  content->layers = g_new0 (PlotDiagramLayer, 1);
  content->n_layers = 1;
  classes = &content->layers[0];
  classes->n_units = classes->n_shown = CLASSES;
  classes->units = g_new (guint, CLASSES);
  classes->names = g_new0 (char *, CLASSES + 1);
  for (guint i = 0; i < CLASSES; i++)
    {
      classes->units[i] = i;
      classes->names[i] = g_strdup_printf ("%c", 'a' + (char) i);
    }
  classes->activations = g_memdup2 (values, CLASSES * sizeof *values);
  if (probabilities)
    content->probabilities = g_memdup2 (values, CLASSES * sizeof *values);
  content->truth = truth;
  percept_class_bars_set (PERCEPT_CLASS_BARS (bars), content);
  plot_diagram_content_free (content);
}

/* The @n-th of @type within @root, of those that are not hidden. */
static GtkWidget *
find (GtkWidget *root,
      GType      type,
      guint     *n)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && (*n)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = gtk_widget_get_visible (child) ? find (child, type, n) : NULL;

      if (found != NULL)
        return found;
    }
  return NULL;
}

static double
length (guint n)
{
  return gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (find (bars, GTK_TYPE_PROGRESS_BAR, &n)));
}

/* Whether a label that is not hidden says @words. */
static gboolean
says (const char *words)
{
  for (guint i = 0;; i++)
    {
      guint      n = i;
      GtkWidget *label = find (bars, GTK_TYPE_LABEL, &n);

      if (label == NULL)
        return FALSE;
      if (g_str_equal (gtk_label_get_label (GTK_LABEL (label)), words))
        return TRUE;
    }
}

/* The names from the largest value on. Returns: (transfer full) */
static char *
order (void)
{
  guint                  n;
  const PerceptClassBar *top = percept_class_bars_get (PERCEPT_CLASS_BARS (bars), &n);
  GString               *names = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (names, top[i].name);
  return g_string_free (names, FALSE);
}

static void
assert_order (const char *expected)
{
  g_autofree char *names = order ();

  g_assert_cmpstr (names, ==, expected);
}

static void
make_bars (void)
{
  bars = g_object_ref_sink (percept_class_bars_new ());
}

static void
drop_bars (void)
{
  g_clear_object (&bars);
}

/* Of equal ones the lower class; a full bar is a probability of 1. */
static void
test_probabilities (void)
{
  static const float values[CLASSES] = { 0.05f, 0.25f, 0.05f, 0.5f, 0.1f, 0.05f, 0 };

  make_bars ();
  show (values, TRUE, 3);
  assert_order ("dbeac");
  g_assert_cmpfloat_with_epsilon (length (0), 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (length (1), 0.25, 1e-6);
  g_assert_true (says ("Right: this is a “d”"));
  show (values, TRUE, 6);
  g_assert_true (says ("Wrong: this is a “g”"));
  drop_bars ();
}

/* The largest fills its bar where it is beyond 1; what takes away has none, and its number says so. */
static void
test_outputs (void)
{
  static const float large[CLASSES] = { -3, 8, 2, -9, -1, -2, -5 }, small[CLASSES] = { 0.5f, 0, -1, -2, -3, -4, -5 };

  make_bars ();
  show (large, FALSE, G_MAXUINT);
  assert_order ("bcefa");
  g_assert_cmpfloat_with_epsilon (length (0), 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (length (1), 0.25, 1e-6);
  g_assert_cmpfloat (length (2), ==, 0);
  show (small, FALSE, G_MAXUINT);
  g_assert_cmpfloat_with_epsilon (length (0), 0.5, 1e-6);
  drop_bars ();
}

/* Of an image that nobody has named it is told what it is taken for; the verdict before does not stay. */
static void
test_unnamed (void)
{
  static const float values[CLASSES] = { 1, 0, 0, 0, 0, 0, 0 };

  make_bars ();
  show (values, TRUE, 0);
  g_assert_true (says ("Right: this is a “a”"));
  show (values, TRUE, G_MAXUINT);
  g_assert_false (says ("Right: this is a “a”"));
  g_assert_true (says ("It is taken for a “a”"));
  g_assert_true (says ("a"));
  drop_bars ();
}

/* What is no number comes last, and where all are none the words say so; nothing at all is nothing. */
static void
test_not_finite (void)
{
  static const float some[CLASSES] = { NAN, 1, NAN, 3, 2, 0, -1 };
  static const float none[CLASSES] = { NAN, NAN, NAN, NAN, NAN, NAN, NAN };
  guint              n;

  make_bars ();
  show (some, FALSE, G_MAXUINT);
  assert_order ("debfg");
  show (none, FALSE, 2);
  assert_order ("abcde");
  g_assert_cmpfloat (length (0), ==, 0);
  g_assert_true (says ("—"));
  g_assert_true (says ("No answer: the outputs are no numbers any more"));
  percept_class_bars_set (PERCEPT_CLASS_BARS (bars), NULL);
  percept_class_bars_get (PERCEPT_CLASS_BARS (bars), &n);
  g_assert_cmpuint (n, ==, 0);
  g_assert_false (says ("a"));
  drop_bars ();
}

int
main (int   argc,
      char *argv[])
{
  if (!driver_start (&argc, &argv))
    return 0;
  g_test_add_func ("/class-bars/probabilities", test_probabilities);
  g_test_add_func ("/class-bars/outputs", test_outputs);
  g_test_add_func ("/class-bars/unnamed", test_unnamed);
  g_test_add_func ("/class-bars/not-finite", test_not_finite);
  return g_test_run ();
}
