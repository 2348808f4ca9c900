/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/example-walk-private.h"

#include "plot/csv.h"
#include "plot/number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Content */

static void
line_clear (gpointer data)
{
  PlotWalkLine *line = data;

  g_free (line->formula);
  g_free (line->values);
}

static GArray *
new_lines (void)
{
  GArray *lines = g_array_new (FALSE, TRUE, sizeof (PlotWalkLine));

  g_array_set_clear_func (lines, line_clear);
  return lines;
}

PlotWalkContent *
plot_walk_content_new (void)
{
  PlotWalkContent *content = g_new0 (PlotWalkContent, 1);

  content->forward = new_lines ();
  content->backward = new_lines ();
  return content;
}

void
plot_walk_content_free (PlotWalkContent *content)
{
  if (!content)
    return;
  for (guint l = 0; l < content->n_layers; l++)
    {
      g_free (content->layers[l].name);
      g_free (content->layers[l].about);
      g_free (content->layers[l].outputs);
      g_free (content->layers[l].gradients);
    }
  g_free (content->title);
  g_free (content->note);
  g_free (content->bytes);
  g_free (content->pixel_gradients);
  g_free (content->layers);
  g_strfreev (content->class_names);
  g_free (content->shares);
  g_free (content->class_gradients);
  g_array_unref (content->forward);
  g_array_unref (content->backward);
  g_free (content);
}

void
plot_walk_content_append (GArray *lines,
                          char   *formula,
                          char   *values,
                          double  result)
{
  PlotWalkLine line = { formula, values, result };

  g_array_append_val (lines, line);
}

static void
copy_lines (GArray *from,
            GArray *to)
{
  for (guint i = 0; i < from->len; i++)
    {
      const PlotWalkLine *line = &g_array_index (from, PlotWalkLine, i);

      plot_walk_content_append (to, g_strdup (line->formula), g_strdup (line->values), line->result);
    }
}

static PlotWalkContent *
copy_content (const PlotWalkContent *content)
{
  PlotWalkContent *twin = plot_walk_content_new ();
  GArray          *forward = twin->forward, *backward = twin->backward;
  gsize            n = (gsize) content->channels * content->height * content->width;

  *twin = *content;
  twin->title = g_strdup (content->title);
  twin->note = g_strdup (content->note);
  twin->bytes = g_memdup2 (content->bytes, n);
  twin->pixel_gradients = g_memdup2 (content->pixel_gradients, n * sizeof (float));
  twin->layers = g_new0 (PlotWalkLayer, content->n_layers);
  for (guint l = 0; l < content->n_layers; l++)
    {
      const PlotWalkLayer *layer = &content->layers[l];

      twin->layers[l] = *layer;
      twin->layers[l].name = g_strdup (layer->name);
      twin->layers[l].about = g_strdup (layer->about);
      twin->layers[l].outputs = g_memdup2 (layer->outputs, layer->n * sizeof (float));
      twin->layers[l].gradients = g_memdup2 (layer->gradients, layer->n * sizeof (float));
    }
  twin->class_names = g_strdupv (content->class_names);
  twin->shares = g_memdup2 (content->shares, content->n_classes * sizeof (float));
  twin->class_gradients = g_memdup2 (content->class_gradients, content->n_classes * sizeof (float));
  twin->forward = forward;
  twin->backward = backward;
  copy_lines (content->forward, forward);
  copy_lines (content->backward, backward);
  return twin;
}

/* Words and numbers */

static guint
find_answer (const PlotWalkContent *content)
{
  guint answer = 0;

  for (guint k = 1; k < content->n_classes; k++)
    if (content->shares[k] > content->shares[answer])
      answer = k;
  return answer;
}

static void
describe_lines (GString *words,
                GArray  *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const PlotWalkLine *line = &g_array_index (lines, PlotWalkLine, i);
      g_autofree char    *result = plot_number_value (line->result);

      g_string_append_printf (words, "\n%s", line->formula);
      if (line->values)
        g_string_append_printf (words, " = %s", line->values);
      if (!isnan (line->result))
        g_string_append_printf (words, " = %s", result);
    }
}

static char *
describe (const PlotFigure *figure)
{
  const PlotWalkContent *content = ((const PlotExampleWalk *) figure)->content;
  guint                  answer;
  g_autofree char       *of_answer = NULL;
  g_autofree char       *of_truth = NULL;
  GString               *words;

  if (!content)
    return g_strdup (_("No example yet"));
  answer = find_answer (content);
  of_answer = content->probable ? plot_number_percent (content->shares[answer])
                                : plot_number_value (content->shares[answer]);
  of_truth = content->probable ? plot_number_percent (content->shares[content->truth])
                               : plot_number_value (content->shares[content->truth]);
  words = g_string_new (NULL);
  g_string_printf (words, _("%s. The answer is %s with %s; the true class %s has %s."), content->title,
                   content->class_names[answer], of_answer, content->class_names[content->truth], of_truth);
  describe_lines (words, content->forward);
  describe_lines (words, content->backward);
  return g_string_free (words, FALSE);
}

static void
write_lines (GString    *csv,
             const char *pass,
             GArray     *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const PlotWalkLine *line = &g_array_index (lines, PlotWalkLine, i);

      g_string_append_printf (csv, "%s,", pass);
      plot_csv_append_field (csv, line->formula);
      g_string_append_c (csv, ',');
      plot_csv_append_field (csv, line->values ? line->values : "");
      g_string_append_c (csv, ',');
      if (!isnan (line->result))
        plot_number_append_csv (csv, line->result);
      g_string_append (csv, "\r\n");
    }
}

static void
write_csv (const PlotFigure *figure,
           GString          *csv)
{
  const PlotWalkContent *content = ((const PlotExampleWalk *) figure)->content;

  g_string_append (csv, "pass,formula,values,result\r\n");
  if (!content)
    return;
  write_lines (csv, "forward", content->forward);
  write_lines (csv, "backward", content->backward);
}

static gsize
count (const PlotFigure *figure)
{
  const PlotWalkContent *content = ((const PlotExampleWalk *) figure)->content;

  return content ? content->forward->len + content->backward->len : 0;
}

static PlotFigure *
copy (const PlotFigure *figure)
{
  const PlotExampleWalk *walk = (const PlotExampleWalk *) figure;
  PlotExampleWalk       *twin = plot_example_walk_new ();

  plot_example_walk_set (twin, walk->content ? copy_content (walk->content) : NULL);
  twin->focused = walk->focused;
  return plot_example_walk_figure (twin);
}

static void
free_walk (PlotFigure *figure)
{
  plot_walk_content_free (((PlotExampleWalk *) figure)->content);
  g_free (figure);
}

static const PlotFigureClass example_walk_class = {
  .name = "example",
  .draw = plot_walk_draw,
  .describe = describe,
  .write_csv = write_csv,
  .count = count,
  .copy = copy,
  .free = free_walk,
};

PlotExampleWalk *
plot_example_walk_new (void)
{
  PlotExampleWalk *walk = g_new0 (PlotExampleWalk, 1);

  plot_figure_init (&walk->figure, &example_walk_class);
  return walk;
}

void
plot_example_walk_set (PlotExampleWalk *walk,
                       PlotWalkContent *content)
{
  plot_walk_content_free (walk->content);
  walk->content = content;
  walk->focused = content ? MIN (walk->focused, content->n_layers + 1) : 0;
}

const PlotWalkContent *
plot_example_walk_get (PlotExampleWalk *walk)
{
  return walk->content;
}

void
plot_example_walk_focus (PlotExampleWalk *walk,
                         guint            stage)
{
  walk->focused = walk->content ? MIN (stage, walk->content->n_layers + 1) : 0;
}

double
plot_example_walk_get_height (PlotExampleWalk *walk,
                              double           width,
                              const PlotTheme *theme)
{
  PlotText      *text = plot_text_begin (theme, NULL);
  PlotWalkLayout layout;
  double         height;

  if (!walk->content)
    return 6 * plot_text_line_height (text, PLOT_TEXT_PLAIN);
  plot_walk_lay_out (walk, text, width, &layout);
  height = layout.height;
  plot_walk_layout_clear (&layout);
  return height;
}
