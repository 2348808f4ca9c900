/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/cut-line.h"

#include <math.h>

gboolean
plot_cut_line (const PlotFrame *frame,
               double           ends[4])
{
  double       from = 0.0, to = 1.0, dx = ends[2] - ends[0], dy = ends[3] - ends[1];
  const double p[] = { -dx, dx, -dy, dy };
  const double q[] = { ends[0] - frame->left, frame->right - ends[0], ends[1] - frame->top, frame->bottom - ends[1] };

  for (int i = 0; i < 4; i++)
    {
      if (p[i] == 0.0 && q[i] < 0.0)
        return FALSE;
      if (p[i] < 0.0)
        from = MAX (from, q[i] / p[i]);
      else if (p[i] > 0.0)
        to = MIN (to, q[i] / p[i]);
    }
  ends[2] = ends[0] + to * dx;
  ends[3] = ends[1] + to * dy;
  ends[0] += from * dx;
  ends[1] += from * dy;
  return isfinite (ends[0] + ends[1] + ends[2] + ends[3]) && from < to;
}
