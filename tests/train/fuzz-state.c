/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/fuzz.h"

#include "formats/format-error.h"
#include "train/tiny-run.h"
#include "train/trainer-state.h"

/* A snapshot of a run, or the journal that leads from one to the next ("step,…"): an error of ours in UTF-8, or what a
 * trainer can go on with. */

static void
check_error (const GError *error)
{
  g_assert_true (error && (error->domain == TRAIN_ERROR || error->domain == FMT_ERROR) &&
                 g_utf8_validate (error->message, -1, NULL));
}

static void
try_journal (const char *text)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (TrainJournal) journal = train_journal_from_csv (text, "input", &error), begin = NULL;
  g_autofree char         *csv = NULL;

  if (!journal)
    {
      check_error (error);
      return;
    }
  csv = train_journal_to_csv (journal);
  train_journal_leads (journal, 0, G_MAXUINT64);
  begin = train_journal_begin_of (journal, G_MAXUINT, 100);
  g_assert_cmpuint (begin->entries->len, <=, journal->entries->len);
}

/* Numbers may be any: it goes on, or diverges. */
static void
go_on (TinyRun          *run,
       const TrainState *state)
{
  g_autoptr (TrainState) copy = train_state_copy (state), view = NULL;

  g_assert_nonnull (copy);
  train_state_restore (copy, run->trainer);
  g_assert_cmpuint (run->trainer->step, ==, train_state_get_step (state));
  view = train_state_view (run->trainer);
  g_assert_nonnull (train_state_get_parameters (view));
  for (int i = 0; i < 2; i++)
    train_trainer_advance (run->trainer, 0);
}

static void
try_state (GBytes *bytes)
{
  static const char *const ways[] = { NULL, "training.optimizer=adam training.keep=best-validation",
                                      "training.batch=2/class training.stop=cost_1e-3_over_2_epochs" };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GError)     error = NULL;
      g_autoptr (TinyRun)    run = tiny_run_new (ways[i], TINY_VALIDATION, 1);
      FmtSafetensors        *file = fmt_safetensors_parse (bytes, "input", &error);
      g_autoptr (TrainState) state = file ? train_state_from_file (file, run->trainer, TRUE, "input", &error) : NULL;

      if (state)
        go_on (run, state);
      else
        check_error (error);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char   *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  if (g_str_has_prefix (text, "step"))
    try_journal (text);
  else
    try_state (bytes);
  return 0;
}
