/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/loss-surface-private.h"

#include "analysis/analysis-error.h"
#include "analysis/coordinates.h"
#include "nn/kernels.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* In the order in which they are asked; the last one can do all. */
static const AnSurfaceWay *const ways[] = { &an_softmax_surface, &an_restart_surface };

/* One call of the pool: the shards' next blocks. */
typedef struct
{
  const AnSurfaceJob *job;
  const AnSurfaceWay *way;
  guint               n_shards;
  gpointer           *shards;
  gsize               done;  /* rounds before this one */
} Round;

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

void
an_surface_load (const AnSurfaceJob *job,
                 gsize               first,
                 gsize               rows,
                 float              *x,
                 guint16            *labels)
{
  const AnSubject *subject = job->subject;
  gsize            n_in = nn_shape_size (subject->network->input);

  for (gsize r = 0; r < rows; r++)
    {
      guint32 index = subject->indices[first + r];

      nn_kernels ()->expand_bytes (ds_dataset_get_image (subject->dataset, index), x + r * n_in, n_in,
                                   subject->recipe.scale, subject->recipe.offset);
      labels[r] = subject->dataset->labels[index];
    }
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

      g_assert (settings->plane.kind == AN_PLANE_WEIGHTS);
      surface->names[k] = an_coordinate_name (subject->network, settings->plane.parameters[k]);
      surface->n[k] = n;
      surface->axes[k] = g_new (double, n);
      for (guint i = 0; i < n; i++)
        surface->axes[k][i] = i + 1 == n ? to : from + (to - from) * i / (n - 1);
    }
  surface->loss = an_try_numbers ((gsize) surface->n[0] * surface->n[1], error);
  return surface->loss ? g_steal_pointer (&surface) : NULL;
}

static gboolean
prepare (AnSurfaceJob *job,
         GError      **error)
{
  const NnNetwork *network = job->subject->network;

  job->parameters = g_try_new (float, network->n_parameters);
  if (!job->parameters)
    {
      g_set_error (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for a copy of %" G_GSIZE_FORMAT " parameters"),
                   network->n_parameters);
      return FALSE;
    }
  for (gsize i = 0; i < network->n_parameters; i++)
    job->parameters[i] = (float) job->subject->parameters[i];
  for (int k = 0; k < 2; k++)
    {
      gsize parameter = job->parameters_touched[k];

      job->parameters[parameter] = 0.0f;
      for (guint l = 0; l < network->n_layers; l++)
        if (network->layers[l].number > 0 && parameter >= network->layers[l].offset)
          job->layers[k] = &network->layers[l];
      job->places[k] = parameter - job->layers[k]->offset;
    }
  return TRUE;
}

static void
run_shard (guint    s,
           guint    n_shards,
           gpointer user_data)
{
  Round *round = user_data;
  gsize  start, end, per_round = (gsize) round->way->n_blocks * AN_SURFACE_ROWS;

  base_pool_part (round->job->subject->n_examples, AN_SURFACE_ROWS, s, n_shards, &start, &end);
  start += round->done * per_round;
  end = MIN (end, start + per_round);
  for (gsize first = start; first < end && !an_is_raised (round->job->stop); first += AN_SURFACE_ROWS)
    round->way->add (round->job, round->shards[s], first, MIN (AN_SURFACE_ROWS, end - first));
}

/* The longest part decides; base_pool_part() deals whole blocks. */
static gsize
count_rounds (const Round *round)
{
  gsize most = 0, per_round = (gsize) round->way->n_blocks * AN_SURFACE_ROWS;

  for (guint s = 0; s < round->n_shards; s++)
    {
      gsize start, end;

      base_pool_part (round->job->subject->n_examples, AN_SURFACE_ROWS, s, round->n_shards, &start, &end);
      most = MAX (most, (end - start + per_round - 1) / per_round);
    }
  return most;
}

static gboolean
go_through_examples (Round       *round,
                     BasePool    *pool,
                     BaseProgress progress,
                     gpointer     user_data,
                     GError     **error)
{
  gsize n_rounds = count_rounds (round);

  for (guint s = 0; s < round->n_shards; s++)
    if (!(round->shards[s] = round->way->begin (round->job, error)))
      return FALSE;
  for (round->done = 0; round->done < n_rounds; round->done++)
    {
      base_pool_run (pool, run_shard, round);
      if (an_is_raised (round->job->stop) ||
          (progress && !progress (NULL, (double) (round->done + 1) / (double) n_rounds, user_data)))
        return an_set_stopped (error);
    }
  return TRUE;
}

static void
add_shards (const Round *round)
{
  AnLossSurface *surface = round->job->surface;
  double         scale = an_subject_scale (round->job->subject);

  for (guint s = 0; s < round->n_shards; s++)
    round->way->finish (round->job, round->shards[s], surface->loss);
  for (gsize p = 0; p < (gsize) surface->n[0] * surface->n[1]; p++)
    surface->loss[p] *= scale;
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
  AnSurfaceJob              job = { .subject = subject, .stop = stop, .surface = surface,
                                    .parameters_touched = { settings->plane.parameters[0],
                                                            settings->plane.parameters[1] } };
  Round                     round = { .job = &job, .n_shards = base_pool_get_n_threads (pool) };
  gboolean                  done = FALSE;

  round.shards = g_new0 (gpointer, round.n_shards);
  if (surface && prepare (&job, error))
    {
      for (gsize w = G_N_ELEMENTS (ways); w-- > 0;)
        if (!ways[w]->applies || ways[w]->applies (&job))
          round.way = ways[w];
      done = go_through_examples (&round, pool, progress, user_data, error);
      if (done)
        add_shards (&round);
    }
  for (guint s = 0; s < round.n_shards; s++)
    if (round.shards[s])
      round.way->free (round.shards[s]);
  g_free (round.shards);
  g_free (job.parameters);
  return done ? g_steal_pointer (&surface) : NULL;
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
