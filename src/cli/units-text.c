/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/units-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Columns by characters, not by bytes. */
static void
print_field (const char *text,
             int         width)
{
  int n = (int) g_utf8_strlen (text, -1);

  g_print ("%*s%s%*s", width > 0 ? MAX (width - n, 0) : 0, "", text, width < 0 ? MAX (-width - n, 0) : 0, "");
}

static void
print_count (gsize count,
             int   width)
{
  g_print ("%*" G_GSIZE_FORMAT, width, count);
}

static void
print_score (double score,
             int    width)
{
  if (isnan (score))
    print_field (_("none"), width);
  else
    g_print ("%*.4g", width, score);
}

/* A unit as promoter or inhibitor. */
static void
print_chosen (const AnUnitRanking *ranking,
              guint                c,
              guint                unit,
              gsize                votes)
{
  if (unit == AN_NO_UNIT)
    print_field (_("none"), 12);
  else
    g_print ("%12u", unit);
  if (ranking->type->votes && unit != AN_NO_UNIT)
    print_count (votes, 8);
  else if (ranking->type->votes)
    print_field ("", 8);
  if (unit != AN_NO_UNIT)
    print_score (an_unit_ranking_get (ranking, c, unit)->score, 14);
  else
    print_field ("", 14);
}

static gsize
count_votes (const AnUnitRanking *ranking,
             guint                c,
             guint                unit,
             gboolean             promotes)
{
  const AnRankedUnit *of_unit = unit == AN_NO_UNIT ? NULL : an_unit_ranking_get (ranking, c, unit);

  if (!of_unit)
    return 0;
  return promotes ? of_unit->promotes : of_unit->inhibits;
}

static void
print_class (const PerceptUnitsResult *result,
             guint                     k)
{
  const AnUnitRanking  *ranking = result->ranking;
  guint                 c = result->classes[k];
  const AnClassRanking *of_class = &ranking->classes[c];

  print_field (result->class_names[k], -12);
  print_count (of_class->n_examples, 10);
  print_chosen (ranking, c, of_class->promoter, count_votes (ranking, c, of_class->promoter, TRUE));
  if (ranking->type->to_class)
    print_chosen (ranking, c, of_class->inhibitor, count_votes (ranking, c, of_class->inhibitor, FALSE));
  else if (result->images[k] != AN_NO_EXAMPLE)
    print_count (result->images[k], 12);
  else
    print_field (_("none"), 12);
  g_print ("\n");
}

static void
print_classes (const PerceptUnitsResult *result)
{
  const AnRankingType *type = result->ranking->type;

  print_field (_("class"), -12);
  print_field (_("examples"), 10);
  print_field (_("promoter"), 12);
  if (type->votes)
    print_field (_("votes"), 8);
  print_field (_(type->score), 14);
  print_field (type->to_class ? _("inhibitor") : _("image"), 12);
  if (type->votes)
    print_field (_("votes"), 8);
  if (type->to_class)
    print_field (_(type->score), 14);
  g_print ("\n");
  for (guint k = 0; k < result->n_classes; k++)
    print_class (result, k);
}

static void
print_percent (double fraction)
{
  if (isnan (fraction))
    print_field (_("none"), 16);
  else
    g_print ("%14.2f %%", 100.0 * fraction);
}

static void
print_silenced (const PerceptUnitsResult *result)
{
  g_print (_("\nAccuracy of each class with nothing silenced, with its promoter silenced (activation 0), and the mean\n"
             "with each of some other units silenced in turn:\n"));
  print_field (_("class"), -12);
  print_field (_("nothing"), 16);
  print_field (_("promoter"), 16);
  print_field (_("others"), 16);
  print_field (_("of them"), 10);
  g_print ("\n");
  for (guint k = 0; k < result->n_classes; k++)
    {
      const PerceptUnitsSilenced *silenced = &result->silenced[k];

      print_field (result->class_names[k], -12);
      print_percent (silenced->whole.accuracy);
      print_percent (silenced->promoter.accuracy);
      print_percent (silenced->others.accuracy);
      print_count (silenced->n_others, 10);
      g_print ("\n");
    }
}

static void
print_units (const PerceptUnitsResult *result,
             guint                     k,
             guint                     limit)
{
  const AnUnitRanking *ranking = result->ranking;
  const AnRankedUnit  *units = ranking->classes[result->classes[k]].units;
  gboolean             votes = ranking->type->votes;

  g_print (_("\nClass %s, the best first\n"), result->class_names[k]);
  print_field (_("unit"), 12);
  print_field (_(ranking->type->score), 14);
  if (votes)
    {
      print_field (_("promotes"), 12);
      print_field (_("inhibits"), 12);
    }
  g_print ("\n");
  for (guint u = 0; u < MIN (limit, ranking->n_units); u++)
    {
      g_print ("%12u", units[u].unit);
      print_score (units[u].score, 14);
      if (votes)
        print_count (units[u].promotes, 12);
      if (votes)
        print_count (units[u].inhibits, 12);
      g_print ("\n");
    }
  if (limit < ranking->n_units)
    g_print (_("… and %u more\n"), ranking->n_units - limit);
}

/* What is missing, and why. */
static void
print_remarks (const PerceptUnitsResult *result)
{
  const AnUnitRanking *ranking = result->ranking;

  for (guint k = 0; k < result->n_classes; k++)
    {
      const AnClassRanking *of_class = &ranking->classes[result->classes[k]];

      if (ranking->type != an_ranking_type_find ("weight") && of_class->n_examples == 0)
        g_print (_("Class %s has no examples here: nothing can be said of it.\n"), result->class_names[k]);
      else if (!ranking->type->to_class && result->images[k] == AN_NO_EXAMPLE)
        g_print (_("No image of class %s is named right: there is none to look at.\n"), result->class_names[k]);
      else if (of_class->n_undefined > 0)
        g_print (_("Class %s: %u of %u units have a score that is no number; they come last.\n"),
                 result->class_names[k], (guint) of_class->n_undefined, ranking->n_units);
    }
}

void
cli_units_print (const PerceptUnitsResult *result,
                 guint                     limit)
{
  const AnUnitRanking *ranking = result->ranking;
  gboolean             validation = result->part == TRAIN_PART_VALIDATION;

  g_print ("%s. %s\n", _(ranking->type->title), _(ranking->type->meaning));
  g_print (_("Of equal ones the unit with the lower number is taken.\n"));
  g_print (validation ? _("%s: %u units of layer %u, %" G_GSIZE_FORMAT " validation examples\n\n")
                      : _("%s: %u units of layer %u, %" G_GSIZE_FORMAT " training examples\n\n"),
           result->name, ranking->n_units, ranking->layer, result->n_examples);
  print_classes (result);
  print_remarks (result);
  if (result->silenced)
    print_silenced (result);
  for (guint k = 0; k < result->n_classes && limit > 0; k++)
    print_units (result, k, limit);
}
