/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameters that are changed by hand, and the way back from there. */

#include "session/worker-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_EXAMPLES 10000 /* that an edit is measured on, a sample of them: the answer comes at once */

/* What one did: the values before and after it. */
typedef struct
{
  GArray   *before;  /* PerceptEdit */
  GArray   *after;
  char     *what;
  TrainMark mark;
} Step;

typedef struct
{
  gsize  n; /* examples; 0: not measured */
  double cost, accuracy;
} Measured;

struct _Edits
{
  GPtrArray *done;    /* Step, the last one last */
  GPtrArray *undone;
  guint64    step;    /* of the run, that they stand at */
  gboolean   had_point;
  TrainPoint point;   /* that the history has for it without any of them */
  Measured   before;
  Measured   now;
  gboolean   owes;    /* something urgent came between: @before, @now or the history's point are still to be measured */
};

static const Measured not_measured = { 0, NAN, NAN };

static void
step_free (gpointer data)
{
  Step *step = data;

  g_array_unref (step->before);
  g_array_unref (step->after);
  g_free (step->what);
  g_free (step);
}

Edits *
worker_edits_new (void)
{
  Edits *edits = g_new0 (Edits, 1);

  edits->before = edits->now = not_measured;
  edits->done = g_ptr_array_new_with_free_func (step_free);
  edits->undone = g_ptr_array_new_with_free_func (step_free);
  return edits;
}

void
worker_edits_free (Edits *edits)
{
  g_ptr_array_unref (edits->done);
  g_ptr_array_unref (edits->undone);
  g_free (edits);
}

static TrainPart
measured_part (const Worker *worker)
{
  return worker->trainer->data->split.n_validation > 0 ? TRAIN_PART_VALIDATION : TRAIN_PART_TRAIN;
}

/* A hand decides nothing: what did best on the validation examples is what training came to. */
static guint64
find_kept_step (const Worker *worker)
{
  guint64 step = G_MAXUINT64;

  if (worker->trainer && train_trainer_get_kept (worker->trainer, &step) == worker->trainer->parameters)
    return G_MAXUINT64;
  return step;
}

static void
tell (Worker *worker)
{
  const Edits *edits = worker->edits;
  Event       *event = event_new (EVENT_EDITED);
  guint        n = edits->done->len;

  event->edits = (PerceptEdits) {
    .n_done = n,
    .n_undone = edits->undone->len,
    .last = n > 0 ? g_strdup (((const Step *) g_ptr_array_index (edits->done, n - 1))->what) : NULL,
    .part = worker->trainer ? measured_part (worker) : TRAIN_PART_VALIDATION,
    .n_examples = edits->now.n,
    .cost_before = edits->before.cost,
    .accuracy_before = edits->before.accuracy,
    .cost = edits->now.cost,
    .accuracy = edits->now.accuracy,
    .kept_step = find_kept_step (worker),
  };
  exchange_put_event (worker->exchange, event);
}

void
worker_forget_edits (Worker *worker)
{
  Edits   *edits = worker->edits;
  gboolean any = edits->done->len + edits->undone->len > 0;

  g_ptr_array_set_size (edits->done, 0);
  g_ptr_array_set_size (edits->undone, 0);
  edits->before = edits->now = not_measured;
  edits->owes = FALSE;
  if (any)
    tell (worker);
}

/* The point of the curve has it already, if that is of all these examples. */
static gboolean
take_point (Worker   *worker,
            Measured *measured)
{
  TrainTrainer     *trainer = worker->trainer;
  const TrainPoint *point = train_history_find (trainer->history, trainer->step);
  gsize             n = trainer->data->split.n_validation;

  if (!point || n == 0 || n > MOST_EXAMPLES)
    return FALSE;
  *measured = (Measured) { n, point->cost[TRAIN_PART_VALIDATION], point->accuracy[TRAIN_PART_VALIDATION] };
  return TRUE;
}

/* Something urgent may stop it: FALSE. */
static gboolean
measure (Worker   *worker,
         Measured *measured)
{
  TrainTrainer       *trainer = worker->trainer;
  TrainExamples       examples = train_data_get_part (trainer->data, measured_part (worker));
  g_autofree guint32 *sample = NULL;
  TrainTally          tally = { 0 };

  if (examples.n > MOST_EXAMPLES)
    {
      sample = train_data_sample (examples.n, MOST_EXAMPLES);
      for (gsize i = 0; i < MOST_EXAMPLES; i++)
        sample[i] = examples.indices[sample[i]];
      examples = (TrainExamples) { examples.dataset, sample, MOST_EXAMPLES };
    }
  *measured = not_measured;
  if (!train_batch_pass_evaluate (trainer->pass, trainer->parameters, &examples, &trainer->data->recipe, &tally))
    return FALSE;
  *measured = (Measured) { tally.n, tally.loss / (double) tally.n, (double) tally.correct / (double) tally.n };
  return TRUE;
}

/* The first one since the run came here. */
static void
begin (Worker *worker)
{
  Edits            *edits = worker->edits;
  TrainTrainer     *trainer = worker->trainer;
  const TrainPoint *point = train_history_find (trainer->history, trainer->step);

  worker_forget_edits (worker);
  edits->step = trainer->step;
  edits->had_point = point != NULL;
  if (point)
    edits->point = *point;
  take_point (worker, &edits->before);
}

/* Whether there are such parameters, and all values are numbers. */
static gboolean
check (Worker       *worker,
       const GArray *changes,
       GError      **error)
{
  gsize n = worker->trainer->network->n_parameters;

  for (guint i = 0; i < changes->len; i++)
    {
      const PerceptEdit *change = &g_array_index (changes, PerceptEdit, i);

      if (change->place < n && isfinite (change->value))
        continue;
      if (change->place >= n)
        g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_NOT_FOUND,
                     _("This network has %" G_GSIZE_FORMAT " parameters: there is no parameter %" G_GSIZE_FORMAT
                       " to be set"), n, change->place);
      else
        g_set_error_literal (error, TRAIN_ERROR, TRAIN_ERROR_VALUE,
                             _("A weight can be set to finite numbers alone"));
      return FALSE;
    }
  return TRUE;
}

static GArray *
read_values (const Worker *worker,
             const GArray *changes)
{
  GArray *values = g_array_sized_new (FALSE, FALSE, sizeof (PerceptEdit), changes->len);

  for (guint i = 0; i < changes->len; i++)
    {
      PerceptEdit value = { g_array_index (changes, PerceptEdit, i).place, 0.0f };

      value.value = worker->trainer->parameters[value.place];
      g_array_append_val (values, value);
    }
  return values;
}

/* From the last to the first: of two changes of one parameter the first one's value is from before both. */
static void
write_values (Worker       *worker,
              const GArray *values,
              gboolean      backward)
{
  for (guint i = 0; i < values->len; i++)
    {
      const PerceptEdit *value = &g_array_index (values, PerceptEdit, backward ? values->len - 1 - i : i);

      worker->trainer->parameters[value->place] = value->value;
    }
}

/* The network as it was before any of them, or with all of them again. */
static void
write_all (Worker  *worker,
           gboolean edited)
{
  const GPtrArray *done = worker->edits->done;

  for (guint i = 0; i < done->len; i++)
    if (edited)
      write_values (worker, ((const Step *) g_ptr_array_index (done, i))->after, FALSE);
    else
      write_values (worker, ((const Step *) g_ptr_array_index (done, done->len - 1 - i))->before, TRUE);
}

/* What the network was before any of them, where that is not known yet. */
static gboolean
measure_before (Worker *worker)
{
  Edits   *edits = worker->edits;
  gboolean done;

  if (edits->before.n > 0)
    return TRUE;
  write_all (worker, FALSE);
  done = measure (worker, &edits->before);
  write_all (worker, TRUE);
  return done;
}

/* The curve has a point here that edits can move. */
static gboolean
measure_point (Worker *worker)
{
  Edits            *edits = worker->edits;
  TrainTrainer     *trainer = worker->trainer;
  const TrainPoint *point;

  if (edits->had_point)
    return TRUE;
  write_all (worker, FALSE);
  train_trainer_restore_point (trainer, NULL); /* one that was cut short may have left its own */
  train_trainer_measure (trainer);
  point = train_history_find (trainer->history, trainer->step);
  edits->had_point = point != NULL;
  if (point)
    edits->point = *point;
  take_point (worker, &edits->before);
  write_all (worker, TRUE);
  return edits->had_point;
}

/* A hand waits for cost and accuracy: the curve, which measures more, comes after them. */
static void
answer (Worker *worker)
{
  Edits        *edits = worker->edits;
  TrainTrainer *trainer = worker->trainer;
  gboolean      any = edits->done->len > 0;
  gboolean      done = measure_before (worker) && (!any || measure (worker, &edits->now));

  if (any && done)
    tell (worker);
  done = measure_point (worker) && done;
  if (any)
    done = train_trainer_measure_anew (trainer) && done;
  else
    train_trainer_restore_point (trainer, edits->had_point ? &edits->point : NULL);
  if (done && !take_point (worker, &edits->now) && !any)
    done = measure (worker, &edits->now);
  edits->owes = !done;
}

void
worker_settle_edits (Worker *worker)
{
  Edits *edits = worker->edits;

  if (!worker->trainer)
    return;
  if (worker->trainer->step != edits->step)
    {
      worker_forget_edits (worker);
      return;
    }
  if (!edits->owes)
    return;
  answer (worker);
  worker_report_again (worker);
  tell (worker);
}

/* The parameters are other ones: so are the point of the curve, what divergence goes back to, the rung of this step,
 * and what is kept. */
static void
settle (Worker *worker)
{
  TrainTrainer *trainer = worker->trainer;

  answer (worker);
  train_journal_note (trainer->journal, TRAIN_HAPPENED_BREAK, trainer->step, 0, NULL);
  train_ladder_climb (worker->ladder, trainer, TRUE);
  worker->kept_step = G_MAXUINT64;
  worker->answered_step = G_MAXUINT64;
  worker_report_again (worker);
  worker_report (worker, TRUE);
  tell (worker);
}

static void
add_mark (Worker     *worker,
          const Step *step)
{
  g_array_append_val (worker->trainer->history->marks, step->mark);
}

/* Others may have come after it: a setting that was changed. */
static void
drop_mark (Worker     *worker,
           const Step *step)
{
  GArray *marks = worker->trainer->history->marks;

  for (guint i = marks->len; i-- > 0;)
    if (memcmp (&g_array_index (marks, TrainMark, i), &step->mark, sizeof step->mark) == 0)
      {
        g_array_remove_index (marks, i);
        return;
      }
}

/* A hand that drags: what it did before and this are one. */
static gboolean
merge (Worker       *worker,
       const GArray *changes,
       const char   *what)
{
  Edits *edits = worker->edits;
  Step  *last = edits->done->len > 0 ? g_ptr_array_index (edits->done, edits->done->len - 1) : NULL;

  if (!last || last->after->len != changes->len)
    return FALSE;
  for (guint i = 0; i < changes->len; i++)
    if (g_array_index (last->after, PerceptEdit, i).place != g_array_index (changes, PerceptEdit, i).place)
      return FALSE;
  for (guint i = 0; i < changes->len; i++)
    g_array_index (last->after, PerceptEdit, i) = g_array_index (changes, PerceptEdit, i);
  g_free (last->what);
  last->what = g_strdup (what);
  return TRUE;
}

static void
take (Worker          *worker,
      const GArray    *changes,
      const char      *what,
      const TrainMark *mark)
{
  Step *step = g_new0 (Step, 1);

  step->before = read_values (worker, changes);
  step->after = g_array_copy ((GArray *) changes);
  step->what = g_strdup (what);
  step->mark = *mark;
  step->mark.step = worker->trainer->step;
  g_ptr_array_add (worker->edits->done, step);
  add_mark (worker, step);
}

void
worker_edit (Worker          *worker,
             const GArray    *changes,
             const char      *what,
             const TrainMark *mark,
             gboolean         merges)
{
  Edits  *edits = worker->edits;
  GError *error = NULL;

  worker->running = FALSE;
  if (!worker->trainer || changes->len == 0)
    return;
  if (!check (worker, changes, &error))
    {
      worker_report_error (worker, error);
      worker_report (worker, TRUE);
      return;
    }
  if (edits->step != worker->trainer->step || edits->done->len + edits->undone->len == 0)
    begin (worker);
  g_ptr_array_set_size (edits->undone, 0);
  if (!merges || !merge (worker, changes, what))
    take (worker, changes, what, mark);
  write_values (worker, changes, FALSE);
  settle (worker);
}

void
worker_undo_edit (Worker *worker)
{
  Edits *edits = worker->edits;
  Step  *step;

  worker_settle_edits (worker);
  if (!worker->trainer || edits->done->len == 0)
    return;
  worker->running = FALSE;
  step = g_ptr_array_steal_index (edits->done, edits->done->len - 1);
  write_values (worker, step->before, TRUE);
  g_ptr_array_add (edits->undone, step);
  drop_mark (worker, step);
  settle (worker);
}

void
worker_redo_edit (Worker *worker)
{
  Edits *edits = worker->edits;
  Step  *step;

  worker_settle_edits (worker);
  if (!worker->trainer || edits->undone->len == 0)
    return;
  worker->running = FALSE;
  step = g_ptr_array_steal_index (edits->undone, edits->undone->len - 1);
  write_values (worker, step->after, FALSE);
  g_ptr_array_add (edits->done, step);
  add_mark (worker, step);
  settle (worker);
}
