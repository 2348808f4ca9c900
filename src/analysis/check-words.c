/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/check-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Which of the two gradients is off, by the relative errors at the best h. */
static char *
tell_disagreement (const AnGradientCheck *check)
{
  const AnAgreement *reference = &check->of_reference[check->scheme][check->best];
  const AnAgreement *production = &check->of_production[check->scheme][check->best];

  if (check->bug)
    return g_strdup_printf (_("The gradient and the differences disagree: %.3g of its length at h = %g. There is a bug "
                              "planted in the double-precision gradient."),
                            reference->relative, check->h[check->best]);
  return g_strdup_printf (_("The gradient and the differences disagree: at h = %g they are %.3g (double precision) and "
                            "%.3g (float32) of its length apart, more than the differences’ own error explains."),
                          check->h[check->best], reference->relative, production->relative);
}

static char *
tell_agreement (const AnGradientCheck *check)
{
  const AnAgreement *reference = &check->of_reference[check->scheme][check->best];
  const AnAgreement *production = &check->of_production[check->scheme][check->best];
  g_autofree char   *zeros = NULL;

  if (check->n_zero > 0)
    zeros = g_strdup_printf (ngettext (" %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " coordinates says nothing: its "
                                       "gradient is 0.",
                                       " %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " coordinates say nothing: their "
                                       "gradient is 0.",
                                       check->n_zero),
                             check->n_zero, check->n);
  return g_strdup_printf (_("The gradient agrees with the differences: at h = %g they are %.2g (double precision) and "
                            "%.2g (float32) of its length apart.%s"),
                          check->h[check->best], reference->relative, production->relative, zeros ? zeros : "");
}

char *
an_check_words (const AnGradientCheck *check)
{
  switch (check->verdict)
    {
    case AN_VERDICT_AGREES:
      return tell_agreement (check);
    case AN_VERDICT_DISAGREES:
      return tell_disagreement (check);
    case AN_VERDICT_VACUOUS:
      return g_strdup (_("Nothing was checked: every gradient looked at is 0, and 0 = 0 holds with any bug. Choose "
                         "coordinates that have a gradient, such as “largest 30”."));
    case AN_VERDICT_INCONCLUSIVE:
    default:
      if (check->of_reference[check->scheme][check->best].n_kinked == check->n)
        return g_strdup (_("Nothing can be said: every difference steps across a kink. A smaller h crosses fewer."));
      return g_strdup (_("Nothing can be said: at no h are the differences exact enough. Try an h between 0.001 and "
                         "0.00001."));
    }
}
