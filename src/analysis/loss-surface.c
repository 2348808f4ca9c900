/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/loss-surface-private.h"

#include "analysis/analysis-error.h"
#include "analysis/coordinates.h"

#include <glib/gi18n-lib.h>
#include <math.h>

gboolean
an_surface_parse_weights (const char        *text,
                          const NnNetwork   *network,
                          AnSurfaceSettings *settings,
                          GError           **error)
{
  g_autofree char   *stripped = g_strstrip (g_strdup (text));
  g_autoptr (GArray) chosen = NULL;

  /* Rules in words need a gradient; names begin with one of these. */
  if (stripped[0] == 'W' || stripped[0] == 'b')
    {
      chosen = an_coordinates_choose (stripped, network, NULL, error);
      if (!chosen)
        return FALSE;
    }
  if (!chosen || chosen->len != 2 || g_array_index (chosen, gsize, 0) == g_array_index (chosen, gsize, 1))
    {
      g_set_error (error, AN_ERROR, AN_ERROR_SYNTAX,
                   _("“%s” names no two different weights; “W1[199,2], W1[200,2]” or “W1[0,1], b1[1]” would be right"),
                   text);
      return FALSE;
    }
  settings->plane = (AnPlane){ .kind = AN_PLANE_WEIGHTS };
  for (int k = 0; k < 2; k++)
    settings->plane.parameters[k] = g_array_index (chosen, gsize, k);
  return TRUE;
}

static gboolean
read_count (char    *text,
            guint64 *n)
{
  return g_ascii_string_to_unsigned (g_strstrip (text), 10, AN_SURFACE_MIN_POINTS, AN_SURFACE_MAX_POINTS, n, NULL);
}

gboolean
an_surface_parse_grid (const char        *text,
                       AnSurfaceSettings *settings,
                       GError           **error)
{
  g_auto (GStrv) words = g_regex_split_simple ("\\s*[x×]\\s*", text, 0, 0);
  guint64        n[2];

  if (g_strv_length (words) == 2 && read_count (words[0], &n[0]) && read_count (words[1], &n[1]))
    {
      settings->n[0] = (guint) n[0];
      settings->n[1] = (guint) n[1];
      return TRUE;
    }
  g_set_error (error, AN_ERROR, AN_ERROR_SYNTAX,
               _("“%s” is no grid; such as “60x60” is needed, %d to %d points along each weight"), text,
               AN_SURFACE_MIN_POINTS, AN_SURFACE_MAX_POINTS);
  return FALSE;
}

static gboolean
read_range (const char *text,
            double     *from,
            double     *to)
{
  g_auto (GStrv) words = g_strsplit (text, ":", -1);
  double         ends[2];

  if (g_strv_length (words) != 2)
    return FALSE;
  for (int k = 0; k < 2; k++)
    {
      char *end;

      g_strstrip (words[k]);
      ends[k] = g_ascii_strtod (words[k], &end);
      if (end == words[k] || *end != '\0' || !isfinite (ends[k]))
        return FALSE;
    }
  *from = ends[0];
  *to = ends[1];
  return *from < *to && isfinite (*to - *from);
}

gboolean
an_surface_parse_window (const char        *text,
                         AnSurfaceSettings *settings,
                         GError           **error)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  if (g_strv_length (words) == 2 && read_range (words[0], &settings->from[0], &settings->to[0]) &&
      read_range (words[1], &settings->from[1], &settings->to[1]))
    return TRUE;
  g_set_error (error, AN_ERROR, AN_ERROR_SYNTAX,
               _("“%s” is no range of two weights; such as “-7:2, 0:7” is needed, the smaller number first"), text);
  return FALSE;
}

static char *
name_coordinate (const AnSubject *subject,
                 const AnPlane   *plane,
                 int              which)
{
  if (plane->kind == AN_PLANE_WEIGHTS)
    return an_coordinate_name (subject->network, plane->parameters[which]);
  if (plane->kind == AN_PLANE_DIRECTIONS)
    return g_strdup_printf (_("direction %d"), which + 1);
  return g_strdup (which == 0 ? "x" : "y");
}

static AnLossSurface *
surface_new (const AnSubject         *subject,
             const AnSurfaceSettings *settings,
             GError                 **error)
{
  g_autoptr (AnLossSurface) surface = g_new0 (AnLossSurface, 1);

  g_atomic_ref_count_init (&surface->refs);
  for (int k = 0; k < 2; k++)
    {
      guint  n = settings->n[k];
      double from = settings->from[k], to = settings->to[k];

      surface->names[k] = name_coordinate (subject, &settings->plane, k);
      surface->n[k] = n;
      surface->axes[k] = g_new (double, n);
      for (guint i = 0; i < n; i++)
        surface->axes[k][i] = i + 1 == n ? to : from + (to - from) * i / (n - 1);
    }
  surface->loss = an_try_numbers ((gsize) surface->n[0] * surface->n[1], error);
  return surface->loss ? g_steal_pointer (&surface) : NULL;
}

/* Row by row, the points of each in one sweep. */
static gboolean
ask_for_points (AnLossSurface *surface,
                AnCostPlane   *cost,
                BaseProgress   progress,
                gpointer       user_data,
                GError       **error)
{
  guint    n = surface->n[0];
  AnSlope  slopes[AN_SURFACE_MAX_POINTS];
  double   points[AN_SURFACE_MAX_POINTS][2];
  gboolean goes_on = TRUE;

  for (guint j = 0; j < surface->n[1] && goes_on; j++)
    {
      for (guint i = 0; i < n; i++)
        {
          points[i][0] = surface->axes[0][i];
          points[i][1] = surface->axes[1][j];
        }
      goes_on = an_cost_plane_get_costs (cost, (const double (*)[2]) points, n, slopes);
      for (guint i = 0; i < n; i++)
        surface->loss[(gsize) j * n + i] = slopes[i].cost;
      if (goes_on && progress)
        goes_on = progress (NULL, (double) (j + 1) / surface->n[1], user_data);
    }
  return goes_on || an_set_stopped (error);
}

static gboolean
fill (AnLossSurface     *surface,
      const AnSubject   *subject,
      const AnPlane     *plane,
      BasePool          *pool,
      const atomic_bool *stop,
      BaseProgress       progress,
      gpointer           user_data,
      GError           **error)
{
  g_autoptr (AnCostPlane) cost = NULL;
  AnSurfaceJob            job = { { .subject = subject, .plane = plane, .stop = stop }, surface };
  gboolean                done = FALSE;

  if (plane->kind == AN_PLANE_WEIGHTS)
    {
      gboolean is_ready = an_cost_job_init (&job.cost, error);
      gboolean at_once = is_ready && an_softmax_surface.applies (&job.cost);

      if (at_once)
        done = an_surface_go_through (&job, &an_softmax_surface, pool, progress, user_data, error);
      an_cost_job_clear (&job.cost);
      if (at_once || !is_ready)
        return done;
    }
  cost = an_cost_plane_new (subject, plane, pool, stop, error);
  return cost && ask_for_points (surface, cost, progress, user_data, error);
}

AnLossSurface *
an_loss_surface_run (const AnSubject         *subject,
                     const AnSurfaceSettings *settings,
                     BasePool                *pool,
                     const atomic_bool       *stop,
                     BaseProgress             progress,
                     gpointer                 user_data,
                     GError                 **error)
{
  g_autoptr (AnLossSurface) surface = surface_new (subject, settings, error);

  if (surface && fill (surface, subject, &settings->plane, pool, stop, progress, user_data, error))
    return g_steal_pointer (&surface);
  return NULL;
}

AnLossSurface *
an_loss_surface_ref (AnLossSurface *surface)
{
  g_atomic_ref_count_inc (&surface->refs);
  return surface;
}

void
an_loss_surface_unref (AnLossSurface *surface)
{
  if (!surface || !g_atomic_ref_count_dec (&surface->refs))
    return;
  for (int k = 0; k < 2; k++)
    {
      g_free (surface->names[k]);
      g_free (surface->axes[k]);
    }
  g_free (surface->loss);
  g_free (surface);
}
