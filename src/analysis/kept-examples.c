/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/kept-examples.h"

gboolean
an_kept_reserve (AnKept *kept,
                 gsize   n)
{
  gsize room = (n + kept->block - 1) / kept->block * kept->block;

  kept->n = 0;
  if (room <= kept->room)
    return TRUE;
  g_free (kept->numbers);
  kept->numbers = g_try_malloc_n (room, kept->n_numbers * sizeof (float));
  kept->room = kept->numbers ? room : 0;
  return kept->numbers != NULL;
}

void
an_kept_shrink (AnKept *kept)
{
  gsize  room = (kept->n + kept->block - 1) / kept->block * kept->block;
  float *numbers = g_try_realloc_n (kept->numbers, room, kept->n_numbers * sizeof (float));

  if (!numbers && room > 0)
    return;
  kept->numbers = numbers;
  kept->room = room;
}

void
an_kept_clear (AnKept *kept)
{
  g_free (kept->numbers);
}

/* Where the numbers of an example begin, and how far they are apart. */
static float *
find_example (const AnKept *kept,
              gsize         place,
              gsize        *step)
{
  gsize  row = place % kept->block;
  float *block = kept->numbers + (place - row) * kept->n_numbers;

  *step = kept->columns ? kept->block : 1;
  return block + (kept->columns ? row : row * kept->n_numbers);
}

void
an_kept_append (AnKept      *kept,
                const float *numbers)
{
  gsize  step;
  float *to = find_example (kept, kept->n++, &step);

  for (gsize c = 0; c < kept->n_numbers; c++)
    to[c * step] = numbers[c];
}

void
an_kept_copy (AnKept       *kept,
              const AnKept *from,
              gsize         place)
{
  gsize        step;
  float       *to = find_example (kept, kept->n++, &step);
  const float *example = find_example (from, place, &step);

  for (gsize c = 0; c < kept->n_numbers; c++)
    to[c * step] = example[c * step];
}

const float *
an_kept_get_block (const AnKept *kept,
                   gsize         first,
                   gsize        *rows)
{
  *rows = MIN (kept->block, kept->n - first);
  return kept->numbers + first * kept->n_numbers;
}
