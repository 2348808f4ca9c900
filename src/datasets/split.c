/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/split.h"

#include "base/rng.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

gboolean
ds_amount_parse (const char *text,
                 DsAmount   *amount)
{
  char *end;

  *amount = (DsAmount) { DS_AMOUNT_ALL, 0.0 };
  if (g_str_equal (text, "all"))
    return TRUE;
  if (!g_ascii_isdigit (text[0]))
    return FALSE;
  amount->value = g_ascii_strtod (text, &end);
  while (g_ascii_isspace (*end))
    end++;
  if (g_str_equal (end, "%"))
    {
      amount->kind = DS_AMOUNT_PERCENT;
      return amount->value <= 100.0;
    }
  amount->kind = g_str_equal (end, "/class") ? DS_AMOUNT_PER_CLASS : DS_AMOUNT_COUNT;
  return (*end == '\0' || amount->kind == DS_AMOUNT_PER_CLASS) && amount->value <= 1e9 &&
         amount->value == floor (amount->value);
}

/* A shuffled deck of examples from which lists are dealt; dealt cards are marked. */
typedef struct
{
  const DsDataset *dataset;
  guint32         *order;
  guint8          *dealt;
  gsize            n;
  gsize            n_left;
} Deck;

static void
deck_init (Deck            *deck,
           const DsDataset *dataset,
           BaseRng         *rng)
{
  deck->dataset = dataset;
  deck->n = deck->n_left = dataset->n_examples;
  deck->order = g_new (guint32, MAX (deck->n, 1));
  deck->dealt = g_new0 (guint8, MAX (deck->n, 1));
  for (gsize i = 0; i < deck->n; i++)
    deck->order[i] = (guint32) i;
  base_rng_shuffle (rng, deck->order, deck->n);
}

static void
deck_clear (Deck *deck)
{
  g_free (deck->order);
  g_free (deck->dealt);
}

static int
compare_indices (const void *a,
                 const void *b)
{
  guint32 x = *(const guint32 *) a;
  guint32 y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

/* Deals up to @wanted cards, at most @per_class of each class. */
static guint32 *
deal (Deck  *deck,
      gsize  wanted,
      gsize  per_class,
      gsize *n)
{
  guint32         *list = g_new (guint32, MAX (MIN (wanted, deck->n_left), 1));
  g_autofree gsize *of_class = g_new0 (gsize, deck->dataset->n_classes);

  *n = 0;
  for (gsize i = 0; i < deck->n && *n < wanted; i++)
    {
      guint32 card = deck->order[i];
      guint16 label = deck->dataset->labels[card];

      if (deck->dealt[card] || of_class[label] >= per_class)
        continue;
      deck->dealt[card] = TRUE;
      of_class[label]++;
      list[(*n)++] = card;
    }
  deck->n_left -= *n;
  qsort (list, *n, sizeof *list, compare_indices);
  return list;
}

static gboolean
deal_amount (Deck            *deck,
             const DsAmount  *amount,
             const char      *part,
             guint32        **list,
             gsize           *n,
             GError         **error)
{
  gsize available = deck->n_left;
  gsize wanted = available;
  gsize per_class = G_MAXSIZE;

  if (amount->kind == DS_AMOUNT_COUNT)
    wanted = (gsize) amount->value;
  else if (amount->kind == DS_AMOUNT_PERCENT)
    wanted = (gsize) floor (amount->value / 100.0 * (double) deck->n + 0.5);
  else if (amount->kind == DS_AMOUNT_PER_CLASS)
    {
      per_class = (gsize) amount->value;
      wanted = per_class * deck->dataset->n_classes;
    }
  *list = deal (deck, wanted, per_class, n);
  if (*n == wanted)
    return TRUE;
  g_set_error (error, DS_ERROR, DS_ERROR_TOO_SMALL,
               _("%s: %" G_GSIZE_FORMAT " %s examples were asked for, but only %" G_GSIZE_FORMAT
                 " of the %" G_GSIZE_FORMAT " left can be had"),
               deck->dataset->origin, wanted, part, *n, available);
  return FALSE;
}

gboolean
ds_split_deal (const DsCollection *collection,
               const DsAmount     *train,
               const DsAmount     *validation,
               const DsAmount     *test,
               guint64             seed,
               DsSplit            *split,
               GError            **error)
{
  const DsAmount none = { DS_AMOUNT_COUNT, 0.0 };
  BaseRng        rng;
  Deck           pool;
  Deck           official;
  gboolean       dealt;

  memset (split, 0, sizeof *split);
  base_rng_seed (&rng, seed, BASE_RNG_SPLIT);
  deck_init (&pool, collection->pool, &rng);
  if (collection->test)
    deck_init (&official, collection->test, &rng);
  split->test_set = collection->test ? collection->test : collection->pool;
  if (!collection->test && test->kind == DS_AMOUNT_ALL)
    test = &none;
  dealt = deal_amount (collection->test ? &official : &pool, test, _("test"), &split->test, &split->n_test, error) &&
          deal_amount (&pool, validation, _("validation"), &split->validation, &split->n_validation, error) &&
          deal_amount (&pool, train, _("training"), &split->train, &split->n_train, error);
  if (dealt && split->n_train == 0)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_TOO_SMALL, _("%s: no examples are left for training"),
                   collection->pool->origin);
      dealt = FALSE;
    }
  deck_clear (&pool);
  if (collection->test)
    deck_clear (&official);
  if (!dealt)
    ds_split_clear (split);
  return dealt;
}

void
ds_split_clear (DsSplit *split)
{
  g_clear_pointer (&split->train, g_free);
  g_clear_pointer (&split->validation, g_free);
  g_clear_pointer (&split->test, g_free);
  split->n_train = split->n_validation = split->n_test = 0;
}
