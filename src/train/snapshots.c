/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/snapshots.h"

#include "formats/byte-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define EXPERIMENT    "percept.experiment"
#define ENTRIES       "percept.journal_entries"
#define SUFFIX        ".safetensors"
#define ID_LENGTH     16
#define JOURNAL_LIMIT (16 << 20)
#define HEADER_LIMIT  (1 << 20)

static char *
get_path (const char *folder,
          const char *name)
{
  return g_build_filename (folder, TRAIN_SNAPSHOTS, name, NULL);
}

/* "1200-0123456789abcdef.safetensors" */
static gboolean
parse_name (const char *name,
            guint64    *step,
            guint64    *id)
{
  g_auto (GStrv) words = NULL;

  if (!g_str_has_suffix (name, SUFFIX))
    return FALSE;
  words = g_strsplit_set (name, "-.", -1);
  return g_strv_length (words) == 3 && strlen (words[1]) == ID_LENGTH &&
         g_ascii_string_to_unsigned (words[0], 10, 0, G_MAXINT64, step, NULL) &&
         g_ascii_string_to_unsigned (words[1], 16, 0, G_MAXUINT64, id, NULL);
}

static gboolean
write_state (const TrainRung *rung,
             const char      *path,
             GError         **error)
{
  g_autoptr (FmtSafetensors) file = fmt_safetensors_new ();
  g_autofree char           *experiment = train_experiment_to_text (rung->experiment);
  g_autofree char           *entries = g_strdup_printf ("%u", rung->n_entries);

  fmt_safetensors_set_metadata (file, EXPERIMENT, experiment);
  fmt_safetensors_set_metadata (file, ENTRIES, entries);
  train_state_fill (rung->state, file, TRUE);
  return fmt_safetensors_write (file, path, error);
}

/* A state never changes: one that the folder of before has is shared with it, where the file system can. */
static gboolean
write_rung (const TrainRung *rung,
            const char      *folder,
            const char      *old,
            GError         **error)
{
  g_autofree char *name = g_strdup_printf ("%" G_GUINT64_FORMAT "-%0*" G_GINT64_MODIFIER "x" SUFFIX, rung->step,
                                           ID_LENGTH, rung->id);
  g_autofree char *path = get_path (folder, name);
  g_autofree char *old_path = get_path (old, name);

  return link (old_path, path) == 0 || write_state (rung, path, error);
}

static gboolean
write_journal (const TrainTrainer *trainer,
               const char         *folder,
               GError            **error)
{
  g_autofree char *path = get_path (folder, TRAIN_SNAPSHOTS_JOURNAL);
  g_autofree char *csv = train_journal_to_csv (trainer->journal);

  return fmt_byte_file_write (path, csv, strlen (csv), error);
}

gboolean
train_snapshots_write (const TrainLadder  *ladder,
                       const TrainTrainer *trainer,
                       const char         *folder,
                       const char         *old,
                       GError            **error)
{
  g_autoptr (GPtrArray) rungs = train_ladder_choose (ladder, TRAIN_SNAPSHOTS_MOST, TRAIN_SNAPSHOTS_BYTES);
  g_autofree char      *path = g_build_filename (folder, TRAIN_SNAPSHOTS, NULL);

  if (rungs->len == 0)
    return TRUE;
  if (g_mkdir (path, 0755) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("making the folder “%s”: %s"), path,
                   g_strerror (errno));
      return FALSE;
    }
  for (guint i = 0; i < rungs->len; i++)
    {
      const TrainRung *rung = g_ptr_array_index (rungs, i);

      if (rung->step < trainer->step && !write_rung (rung, folder, old, error))
        return FALSE;
    }
  return write_journal (trainer, folder, error);
}

static TrainJournal *
read_journal (const char *folder,
              GError    **error)
{
  g_autofree char   *path = get_path (folder, TRAIN_SNAPSHOTS_JOURNAL);
  g_autoptr (GBytes) bytes = fmt_byte_file_read (path, JOURNAL_LIMIT, error);
  g_autofree char   *text = NULL;

  if (!bytes)
    return NULL;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return train_journal_from_csv (text, path, error);
}

/* How many entries of the journal lead to the state; G_MAXUINT with what the matter is in @error. */
static guint
find_n_entries (FmtSafetensors     *file,
                const TrainTrainer *trainer,
                const char         *path,
                GError            **error)
{
  const char *text = fmt_safetensors_get_metadata (file, ENTRIES);
  guint       n = trainer->journal->entries->len;
  guint64     number;

  if (text && g_ascii_string_to_unsigned (text, 10, 0, n, &number, NULL))
    return (guint) number;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH,
               _("%s: “%s” is not a number from 0 to %u, the entries of the journal"), path, ENTRIES, n);
  return G_MAXUINT;
}

/* The run's own experiment with the settings of then. Returns: (transfer full) */
static TrainExperiment *
find_experiment (FmtSafetensors     *file,
                 const TrainTrainer *trainer,
                 const char         *path,
                 GError            **error)
{
  const char                 *text = fmt_safetensors_get_metadata (file, EXPERIMENT);
  g_autoptr (TrainExperiment) then = text ? train_experiment_parse (text, path, NULL, error) : NULL;

  if (!text)
    g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH, _("%s: “%s” is missing"), path, EXPERIMENT);
  return then ? train_experiment_with_training_of (trainer->experiment, then) : NULL;
}

/* Returns: (transfer full) a copy: whoever changes the file on disk changes nothing here */
static TrainState *
read_state (FmtSafetensors     *file, /* (transfer full) */
            const TrainTrainer *trainer,
            guint64             step,
            const char         *path,
            GError            **error)
{
  g_autoptr (TrainState) read = train_state_from_file (file, trainer, TRUE, path, error);
  TrainState            *state;

  if (!read)
    return NULL;
  if (train_state_get_step (read) != step || step >= trainer->step)
    {
      g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH,
                   _("%s: it is of step %" G_GUINT64_FORMAT ", but should be of step %" G_GUINT64_FORMAT
                     ", and that before step %" G_GUINT64_FORMAT " of the run"),
                   path, train_state_get_step (read), step, trainer->step);
      return NULL;
    }
  state = train_state_copy (read);
  if (!state)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("%s: there is no memory for it"), path);
  return state;
}

static TrainRung *
read_rung (const TrainTrainer *trainer,
           const char         *path,
           guint64             step,
           guint64             id,
           GError            **error)
{
  g_autoptr (TrainState)      now = train_state_view (trainer);
  g_autoptr (GBytes)          bytes = fmt_byte_file_read (path, HEADER_LIMIT + 2 * train_state_get_bytes (now), error);
  FmtSafetensors             *file = bytes ? fmt_safetensors_parse (bytes, path, error) : NULL;
  guint                       n_entries = file ? find_n_entries (file, trainer, path, error) : G_MAXUINT;
  g_autoptr (TrainExperiment) experiment = NULL;
  TrainState                 *state;

  if (n_entries != G_MAXUINT)
    experiment = find_experiment (file, trainer, path, error);
  if (!experiment)
    {
      g_clear_pointer (&file, fmt_safetensors_free);
      return NULL;
    }
  state = read_state (file, trainer, step, path, error);
  return state ? train_rung_new_of (state, id, experiment, n_entries) : NULL;
}

static void
read_all (TrainLadder  *ladder,
          TrainTrainer *trainer,
          const char   *folder,
          GDir         *dir,
          GError      **error)
{
  const char *name;
  guint       n = 0;

  while (n < TRAIN_LADDER_RUNGS && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = get_path (folder, name);
      guint64          step, id;
      TrainRung       *rung;

      if (!parse_name (name, &step, &id))
        continue;
      n++;
      rung = read_rung (trainer, path, step, id, *error ? NULL : error);
      if (rung)
        train_ladder_add (ladder, rung);
    }
}

gboolean
train_snapshots_read (TrainLadder  *ladder,
                      TrainTrainer *trainer,
                      const char   *folder,
                      GError      **error)
{
  g_autofree char *path = g_build_filename (folder, TRAIN_SNAPSHOTS, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  TrainJournal    *journal = dir ? read_journal (folder, error) : NULL;
  GError          *first = NULL;

  if (!dir) /* a run of before there were any */
    return TRUE;
  if (!journal)
    return FALSE;
  train_journal_free (trainer->journal);
  trainer->journal = journal;
  if (train_ladder_get_keeps (ladder) == TRAIN_LADDER_STATES)
    read_all (ladder, trainer, folder, dir, &first);
  if (first)
    g_propagate_error (error, first);
  return first == NULL;
}

void
train_snapshots_discard (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, TRAIN_SNAPSHOTS, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char      *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *file = get_path (folder, name);
      guint64          step, id;

      if (parse_name (name, &step, &id) || g_str_equal (name, TRAIN_SNAPSHOTS_JOURNAL))
        g_unlink (file);
    }
  g_rmdir (path);
}
