/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/unit-study.h"

#include "session/unit-study-worker.h"

struct _PerceptUnitStudy
{
  GObject           parent;
  UnitStudyWorker  *worker;
  UnitWish          wish;
  AnUnitRanking    *ranking;
  guint64           ranking_step;
  PerceptUnitFacts *facts;
  gboolean          busy;
  double            progress;
};

enum
{
  RANKING,
  UNIT,
  BUSY,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PerceptUnitStudy, percept_unit_study, G_TYPE_OBJECT)

/* What is of a wish that is no longer comes too late. */
static gboolean
fetch (gpointer user_data)
{
  g_autoptr (PerceptUnitStudy) self = g_object_ref (user_data);
  g_auto (UnitNews)            news = { NULL };
  gboolean                     ranking, facts, busy;

  unit_study_worker_fetch (self->worker, &news);
  ranking = news.ranking && news.ranking_version == self->wish.ranking_version;
  facts = news.facts && news.unit_version == self->wish.unit_version;
  busy = news.work.busy != self->busy || news.work.progress != self->progress;
  self->busy = news.work.busy;
  self->progress = news.work.progress;
  if (ranking)
    {
      g_clear_pointer (&self->ranking, an_unit_ranking_unref);
      self->ranking = g_steal_pointer (&news.ranking);
      self->ranking_step = news.ranking_step;
    }
  if (facts)
    {
      g_clear_pointer (&self->facts, percept_unit_facts_unref);
      self->facts = g_steal_pointer (&news.facts);
    }
  if (ranking)
    g_signal_emit (self, signals[RANKING], 0);
  if (facts)
    g_signal_emit (self, signals[UNIT], 0);
  if (busy)
    g_signal_emit (self, signals[BUSY], 0);
  if (news.work.error)
    g_signal_emit (self, signals[FAILED], 0, news.work.error);
  return G_SOURCE_CONTINUE;
}

static void
drop_ranking (PerceptUnitStudy *self)
{
  if (!self->ranking)
    return;
  g_clear_pointer (&self->ranking, an_unit_ranking_unref);
  g_signal_emit (self, signals[RANKING], 0);
}

static void
drop_facts (PerceptUnitStudy *self)
{
  if (!self->facts)
    return;
  g_clear_pointer (&self->facts, percept_unit_facts_unref);
  g_signal_emit (self, signals[UNIT], 0);
}

/* Live settings make another experiment of the same network. */
static gboolean
is_of_another_network (const PerceptModel *a,
                       const PerceptModel *b)
{
  return !a || !b || a->data != b->data ||
         !g_str_equal (train_experiment_get (a->experiment, "network", "layers"),
                       train_experiment_get (b->experiment, "network", "layers"));
}

void
percept_unit_study_set_model (PerceptUnitStudy *self,
                              PerceptModel     *model)
{
  PerceptModel *old = self->wish.model;
  gboolean      another = is_of_another_network (old, model);

  g_return_if_fail (PERCEPT_IS_UNIT_STUDY (self));

  if (old == model)
    return;
  self->wish.model = model ? percept_model_ref (model) : NULL;
  self->wish.model_version++;
  if (another)
    {
      self->wish.ranking_version++;
      self->wish.unit_version++;
    }
  unit_study_worker_post (self->worker, &self->wish);
  g_clear_pointer (&old, percept_model_unref);
  if (!another)
    return;
  drop_ranking (self);
  drop_facts (self);
}

void
percept_unit_study_set_ranking (PerceptUnitStudy    *self,
                                const AnRankingType *type,
                                guint                layer)
{
  g_return_if_fail (PERCEPT_IS_UNIT_STUDY (self));

  if (self->wish.type == type && self->wish.ranking_layer == layer)
    return;
  self->wish.type = type;
  self->wish.ranking_layer = layer;
  self->wish.ranking_version++;
  unit_study_worker_post (self->worker, &self->wish);
  drop_ranking (self);
}

void
percept_unit_study_set_unit (PerceptUnitStudy *self,
                             guint             layer,
                             guint             unit)
{
  g_return_if_fail (PERCEPT_IS_UNIT_STUDY (self));

  if (self->wish.layer == layer && self->wish.unit == unit)
    return;
  self->wish.layer = layer;
  self->wish.unit = unit;
  self->wish.unit_version++;
  unit_study_worker_post (self->worker, &self->wish);
  drop_facts (self);
}

AnUnitRanking *
percept_unit_study_get_ranking (PerceptUnitStudy *self)
{
  return self->ranking;
}

guint64
percept_unit_study_get_ranking_step (PerceptUnitStudy *self)
{
  return self->ranking_step;
}

PerceptUnitFacts *
percept_unit_study_get_unit (PerceptUnitStudy *self)
{
  return self->facts;
}

gboolean
percept_unit_study_is_busy (PerceptUnitStudy *self)
{
  return self->busy;
}

double
percept_unit_study_get_progress (PerceptUnitStudy *self)
{
  return self->progress;
}

static void
percept_unit_study_dispose (GObject *object)
{
  PerceptUnitStudy *self = PERCEPT_UNIT_STUDY (object);

  g_clear_pointer (&self->worker, unit_study_worker_free);
  g_clear_pointer (&self->wish.model, percept_model_unref);
  g_clear_pointer (&self->ranking, an_unit_ranking_unref);
  g_clear_pointer (&self->facts, percept_unit_facts_unref);
  G_OBJECT_CLASS (percept_unit_study_parent_class)->dispose (object);
}

static guint
new_signal (const char *name,
            GType       argument)
{
  return g_signal_new (name, PERCEPT_TYPE_UNIT_STUDY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       argument == G_TYPE_NONE ? 0 : 1, argument);
}

static void
percept_unit_study_class_init (PerceptUnitStudyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_unit_study_dispose;
  signals[RANKING] = new_signal ("ranking", G_TYPE_NONE);
  signals[UNIT] = new_signal ("unit", G_TYPE_NONE);
  signals[BUSY] = new_signal ("busy", G_TYPE_NONE);
  signals[FAILED] = new_signal ("failed", G_TYPE_ERROR);
}

static void
percept_unit_study_init (PerceptUnitStudy *self)
{
}

PerceptUnitStudy *
percept_unit_study_new (guint n_threads)
{
  PerceptUnitStudy *self = g_object_new (PERCEPT_TYPE_UNIT_STUDY, NULL);

  self->worker = unit_study_worker_new (n_threads, fetch, self);
  return self;
}
