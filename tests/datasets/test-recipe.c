/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/dataset.h"
#include "datasets/recipe.h"

#include <string.h>

static void
check (const char *text,
       double      black,
       double      white)
{
  GError  *error = NULL;
  DsRecipe recipe;

  g_assert_true (ds_recipe_parse (text, &recipe, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (recipe.offset, black, 1e-6);
  g_assert_cmpfloat_with_epsilon (recipe.scale * 255 + recipe.offset, white, 1e-4);
}

static void
test_chains (void)
{
  check ("", 0, 255);
  check (" ; ;", 0, 255);
  check ("scale 1/255", 0, 1);
  check ("scale 0.5", 0, 127.5);
  check (" scale\t1/255 ;shift -0.5; ", -0.5, 0.5);
  check ("shift -127.5; scale 2/255", -1, 1); /* the shift is scaled as well */
  check ("scale 2; scale 3; shift 1; shift 1", 2, 1532);
  check ("scale -1/255; shift 1", 1, 0);
}

static void
test_errors (void)
{
  static const char *const wrong[] = {
    "scale", "scale x", "scale 1/0", "scale 1/", "scale /2", "scale 1 2", "scale nan", "scale inf", "scale 1e9",
    "scale 1/255x", "blur 3", "scale 1/255; blur", "1/255", "Scale 2", "scale 0/0", "scale 1/2/3",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      const char        *stage = strrchr (wrong[i], ';');
      DsRecipe           recipe;

      g_assert_false (ds_recipe_parse (wrong[i], &recipe, &error));
      g_assert_error (error, DS_ERROR, DS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, stage ? stage + 2 : wrong[i]));
      g_assert_nonnull (strstr (error->message, "scale F"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recipe/chains", test_chains);
  g_test_add_func ("/recipe/errors", test_errors);
  return g_test_run ();
}
