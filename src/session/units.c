/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/units.h"

#include "analysis/analysis-error.h"
#include "analysis/unit-silence.h"
#include "base/rng.h"
#include "session/model-subject.h"
#include "train/checkpoint.h"
#include "train/trainer.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* One ranking from the request to the result. */
typedef struct
{
  TrainExperiment           *experiment;
  const PerceptUnitsRequest *request;
  BasePool                  *pool;
  const atomic_bool         *stop;
  BaseProgress               progress;
  gpointer                   user_data;
  TrainTrainer              *trainer;
  double                    *parameters;
  guint32                   *of_class;     /* indices of the class that is asked for; NULL: all */
  AnSubject                  subject;      /* all examples of the part */
  PerceptUnitsResult        *result;
} Job;

static gboolean
prepare (Job        *job,
         const char *path,
         GError    **error)
{
  g_autoptr (TrainData) data = train_data_load (job->experiment, NULL, base_pool_get_n_threads (job->pool),
                                                job->progress, job->user_data, error);
  TrainTrainer         *trainer = data ? train_trainer_new_watched (job->experiment, data, job->pool, job->stop,
                                                                    job->progress, job->user_data, error)
                                       : NULL;

  job->trainer = trainer;
  if (!trainer || (path && !train_checkpoint_read_parameters (trainer, path, error)))
    return FALSE;
  job->parameters = an_try_numbers (trainer->network->n_parameters, error);
  for (gsize i = 0; job->parameters && i < trainer->network->n_parameters; i++)
    job->parameters[i] = (double) trainer->parameters[i];
  return job->parameters != NULL;
}

static void
set_subject (Job *job)
{
  const TrainData *data = job->trainer->data;
  TrainExamples    examples = train_data_get_part (data, TRAIN_PART_VALIDATION);

  job->result->part = TRAIN_PART_VALIDATION;
  if (examples.n == 0)
    {
      job->result->part = TRAIN_PART_TRAIN;
      examples = train_data_get_part (data, TRAIN_PART_TRAIN);
    }
  job->result->n_examples = examples.n;
  job->subject = (AnSubject) {
    .network = job->trainer->network,
    .loss = job->trainer->loss,
    .parameters = job->parameters,
    .dataset = examples.dataset,
    .indices = examples.indices,
    .n_examples = examples.n,
    .recipe = data->recipe,
    .sum = job->trainer->sum,
  };
}

static gboolean
find_classes (Job     *job,
              GError **error)
{
  const DsDataset    *dataset = job->subject.dataset;
  PerceptUnitsResult *result = job->result;
  const char         *wanted = job->request->for_class;

  result->classes = g_new0 (guint, dataset->n_classes);
  result->class_names = g_new0 (char *, dataset->n_classes + 1);
  for (guint c = 0; c < dataset->n_classes; c++)
    if (!wanted || g_str_equal (dataset->class_names[c], wanted))
      {
        result->classes[result->n_classes] = c;
        result->class_names[result->n_classes++] = g_strdup (dataset->class_names[c]);
      }
  if (result->n_classes == 0)
    {
      g_autofree char *names = g_strjoinv (", ", dataset->class_names);

      g_set_error (error, AN_ERROR, AN_ERROR_RANGE, _("there is no class “%s”; the classes are %s"), wanted, names);
      return FALSE;
    }
  result->images = g_new (gsize, result->n_classes);
  return TRUE;
}

/* The examples of the only class that is asked for, if there are such; all otherwise. */
static AnSubject
choose_examples (Job *job)
{
  AnSubject subject = job->subject;
  gsize     n = 0;

  if (!job->request->for_class)
    return subject;
  job->of_class = g_new (guint32, subject.n_examples);
  for (gsize i = 0; i < subject.n_examples; i++)
    if (subject.dataset->labels[subject.indices[i]] == job->result->classes[0])
      job->of_class[n++] = subject.indices[i];
  if (n == 0)
    return subject;
  subject.indices = job->of_class;
  subject.n_examples = n;
  return subject;
}

static gboolean
rank (Job     *job,
      GError **error)
{
  AnSubject           subject = choose_examples (job);
  PerceptUnitsResult *result = job->result;

  result->ranking = an_unit_ranking_run (&subject, job->request->type, job->request->layer, job->pool, job->stop,
                                         job->progress, job->user_data, error);
  for (guint k = 0; result->ranking && k < result->n_classes; k++)
    {
      gsize example = result->ranking->classes[result->classes[k]].example;

      result->images[k] = example == AN_NO_EXAMPLE ? AN_NO_EXAMPLE : subject.indices[example];
    }
  return result->ranking != NULL;
}

static guint
get_promoter (const PerceptUnitsResult *result,
              guint                     k)
{
  return result->ranking->classes[result->classes[k]].promoter;
}

/* One more than are needed, since one may be the promoter; all where there are not more. Returns: (transfer full) */
static GArray *
draw_others (guint n_units)
{
  GArray             *others = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint32 *order = g_new (guint32, n_units);
  BaseRng             rng;

  for (guint u = 0; u < n_units; u++)
    order[u] = u;
  base_rng_seed (&rng, 1, BASE_RNG_DRAWING);
  base_rng_shuffle (&rng, order, n_units);
  for (guint i = 0; i < MIN (n_units, PERCEPT_UNITS_OTHERS + 1); i++)
    {
      guint unit = order[i];

      g_array_append_val (others, unit);
    }
  return others;
}

static PerceptUnitsAnswer
answer_of (const AnUnitSilence *silence,
           int                  set,
           guint                c)
{
  const AnTally *tally = an_unit_silence_get (silence, set, (int) c);

  return (PerceptUnitsAnswer) { an_tally_accuracy (tally), an_tally_loss (tally) };
}

/* @units: those silenced, first a promoter for each class, then the others. */
static void
compare (PerceptUnitsResult  *result,
         const AnUnitSilence *silence,
         const GArray        *units)
{
  for (guint k = 0; k < result->n_classes; k++)
    {
      PerceptUnitsSilenced *silenced = &result->silenced[k];
      guint                 c = result->classes[k], promoter = get_promoter (result, k);
      PerceptUnitsAnswer    sum = { 0.0, 0.0 };

      silenced->whole = answer_of (silence, AN_WHOLE_NETWORK, c);
      silenced->promoter = promoter == AN_NO_UNIT ? (PerceptUnitsAnswer) { NAN, NAN } : answer_of (silence, (int) k, c);
      for (guint i = result->n_classes; i < units->len && silenced->n_others < PERCEPT_UNITS_OTHERS; i++)
        {
          PerceptUnitsAnswer answer = answer_of (silence, (int) i, c);

          if (g_array_index (units, guint, i) == promoter)
            continue;
          sum.accuracy += answer.accuracy;
          sum.loss += answer.loss;
          silenced->n_others++;
        }
      silenced->others.accuracy = sum.accuracy / silenced->n_others;
      silenced->others.loss = sum.loss / silenced->n_others;
    }
}

/* A class without a promoter has nothing silenced. */
static gboolean
silence (Job     *job,
         GError **error)
{
  PerceptUnitsResult       *result = job->result;
  g_autoptr (GArray)        units = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray)        others = draw_others (result->ranking->n_units);
  g_autofree AnUnitSet     *sets = NULL;
  g_autoptr (AnUnitSilence) answers = NULL;

  for (guint k = 0; k < result->n_classes; k++)
    {
      guint promoter = get_promoter (result, k);

      g_array_append_val (units, promoter);
    }
  g_array_append_vals (units, others->data, others->len);
  sets = g_new0 (AnUnitSet, units->len);
  for (guint i = 0; i < units->len; i++)
    sets[i] = (AnUnitSet) { &g_array_index (units, guint, i), g_array_index (units, guint, i) != AN_NO_UNIT };
  answers = an_unit_silence_run (&job->subject, result->ranking->layer, sets, units->len, job->pool, job->stop,
                                 job->progress, job->user_data, error);
  if (!answers)
    return FALSE;
  result->silenced = g_new0 (PerceptUnitsSilenced, result->n_classes);
  compare (result, answers, units);
  return TRUE;
}

static gboolean
run (Job        *job,
     const char *path,
     GError    **error)
{
  PerceptUnitsResult *result = job->result;

  if (!prepare (job, path, error))
    return FALSE;
  set_subject (job);
  result->fresh = !path && train_experiment_get (job->experiment, "network", "weights")[0] == '\0';
  result->name = g_strdup (train_experiment_get_name (job->experiment));
  result->title = g_strdup (train_experiment_get_title (job->experiment));
  return find_classes (job, error) && rank (job, error) && (!job->request->type->votes || silence (job, error));
}

PerceptUnitsResult *
percept_units_run (TrainExperiment           *experiment,
                   const char                *path,
                   const PerceptUnitsRequest *request,
                   const atomic_bool         *stop,
                   BaseProgress               progress,
                   gpointer                   user_data,
                   GError                   **error)
{
  g_autoptr (BasePool)           pool = base_pool_new (base_pool_processors ());
  g_autoptr (PerceptUnitsResult) result = g_new0 (PerceptUnitsResult, 1);
  Job                            job = { experiment, request, pool, stop, progress, user_data, .result = result };
  gboolean                       done = run (&job, path, error);

  train_trainer_free (job.trainer);
  g_free (job.parameters);
  g_free (job.of_class);
  return done ? g_steal_pointer (&result) : NULL;
}

void
percept_units_result_free (PerceptUnitsResult *result)
{
  if (!result)
    return;
  an_unit_ranking_unref (result->ranking);
  g_free (result->classes);
  g_strfreev (result->class_names);
  g_free (result->images);
  g_free (result->silenced);
  g_free (result->name);
  g_free (result->title);
  g_free (result);
}

const char *
percept_units_part_name (const PerceptUnitsResult *result)
{
  return result->part == TRAIN_PART_VALIDATION ? "validation" : "training";
}

AnUnitRanking *
percept_units_rank_model (PerceptModel         *model,
                          const AnRankingType  *type,
                          guint                 layer,
                          BasePool             *pool,
                          GError              **error)
{
  TrainPart                part = model->data->split.n_validation > 0 ? TRAIN_PART_VALIDATION : TRAIN_PART_TRAIN;
  g_autoptr (ModelSubject) subject = model_subject_new (model, part, 0, error);

  return subject ? an_unit_ranking_run (&subject->subject, type, layer, pool, NULL, NULL, NULL, error) : NULL;
}
