/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/network-diagram-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The key: what the edges are, and what else needs words, as far as there is room */

/* Where the next entry of the key begins. */
typedef struct
{
  double x, middle, end;
} KeyPen;

/* Whether there is room for a sign of @sign px and its words; writes these if so. */
static gboolean
write_entry (const PlotDiagramBrush *brush,
             KeyPen                 *pen,
             double                  sign,
             const char             *words,
             double                 *x)
{
  double line = brush->layout->line;
  double width = sign + 0.4 * line + plot_text_width (brush->text, PLOT_TEXT_PLAIN, words, 0);

  if (pen->x + width > pen->end)
    return FALSE;
  *x = pen->x;
  plot_text_show (brush->text, PLOT_TEXT_PLAIN, words, pen->x + sign + 0.4 * line, pen->middle, 0, 0.5, 0,
                  &brush->theme->faint_text);
  pen->x += width + 1.2 * line;
  return TRUE;
}

static void
draw_edge_entry (const PlotDiagramBrush *brush,
                 KeyPen                 *pen,
                 float                   product,
                 const char             *words)
{
  double length = 2 * brush->layout->line, x;

  if (write_entry (brush, pen, length, words, &x))
    {
      PlotDiagramPath path = { x, pen->middle, x + length, pen->middle, 0, brush->theme->line_width };

      plot_diagram_stroke_path (&path, brush->cr, product, 1, 1, brush->theme);
    }
}

static void
draw_gauge_entry (const PlotDiagramBrush *brush,
                  KeyPen                 *pen)
{
  double side = round (0.7 * brush->layout->line), x;

  if (!write_entry (brush, pen, side, _("activation (hollow: negative)"), &x))
    return;
  plot_set_color (brush->cr, &brush->theme->text);
  cairo_rectangle (brush->cr, round (x + side / 2), round (pen->middle - side / 2), round (side / 3), side);
  cairo_fill (brush->cr);
}

void
plot_diagram_draw_key (const PlotDiagramBrush *brush)
{
  const PlotDiagramLayout *layout = brush->layout;
  gboolean                 image = brush->content->bytes != NULL;
  const char              *width = image ? _("width: |weight × activation|") : _("width: |weight|");
  KeyPen                   pen = { layout->edge, layout->height - layout->edge - layout->line / 2,
                                   layout->width - layout->edge };
  double                   x;

  if (!layout->key || brush->content->n_edges == 0)
    return;
  draw_edge_entry (brush, &pen, 1, image ? _("adds") : _("positive"));
  draw_edge_entry (brush, &pen, -1, image ? _("takes away") : _("negative"));
  if (brush->content->truth != PLOT_DIAGRAM_NONE && write_entry (brush, &pen, 0.4 * layout->line, _("true class"), &x))
    plot_diagram_draw_triangle (brush, x, pen.middle);
  if (image)
    draw_gauge_entry (brush, &pen);
  if (pen.x + plot_text_width (brush->text, PLOT_TEXT_PLAIN, width, 0) <= pen.end)
    plot_text_show (brush->text, PLOT_TEXT_PLAIN, width, pen.end, pen.middle, 1, 0.5, 0, &brush->theme->faint_text);
}
