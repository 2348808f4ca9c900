/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/scratch.h"
#include "train/experiment.h"
#include "train/trainer.h"

#include <glib/gstdio.h>
#include <string.h>

static TrainExperiment *
parse_well (const char *text,
            const char *variant)
{
  g_autoptr (GError) error = NULL;
  TrainExperiment   *experiment = train_experiment_parse (text, "x.percept", variant, &error);

  g_assert_no_error (error);
  g_assert_nonnull (experiment);
  return experiment;
}

static void
test_defaults (void)
{
  gsize                       n;
  const TrainKey             *keys = train_keys (&n);
  g_autoptr (TrainExperiment) experiment = parse_well ("", NULL);
  g_autofree char            *text = train_experiment_to_text (experiment);

  for (gsize i = 0; i < n; i++)
    g_assert_cmpstr (train_experiment_get (experiment, keys[i].group, keys[i].key), ==, keys[i].fallback);
  g_assert_cmpstr (train_experiment_get_name (experiment), ==, "x.percept");
  g_assert_cmpstr (train_experiment_get_title (experiment), ==, "x.percept");
  g_assert_null (train_experiment_get_path (experiment));
  g_assert_cmpfloat (train_experiment_get_real (experiment, "training", "rate"), ==, 0.1);
  g_assert_cmpuint (train_experiment_get_count (experiment, "training", "steps"), ==, 5000);
  g_assert_cmpstr (text, ==, "");
}

/* Every default is a value that its own key takes, and every key says what it takes. */
static void
test_fallbacks_are_right (void)
{
  gsize                       n;
  const TrainKey             *keys = train_keys (&n);
  g_autoptr (TrainExperiment) experiment = parse_well ("", NULL);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GError)          error = NULL;
      g_autofree char            *range = train_key_describe_range (&keys[i]);
      g_autoptr (TrainExperiment) set = train_experiment_set (experiment, keys[i].group, keys[i].key,
                                                              keys[i].fallback, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (strlen (range), >, 0);
      g_assert_true (train_key_find (keys[i].group, keys[i].key) == &keys[i]);
      g_assert_true (!keys[i].title || keys[i].about);
    }
  g_assert_null (train_key_find ("training", "title"));
}

static void
check_wrong (const char *text,
             const char *variant,
             TrainError  code,
             const char *told)
{
  g_autoptr (GError)          error = NULL;
  g_autoptr (TrainExperiment) experiment = train_experiment_parse (text, "x.percept", variant, &error);
  g_auto (GStrv)              parts = g_strsplit (told, "|", -1);

  if (experiment)
    g_error ("taken: %s", text);
  g_assert_error (error, TRAIN_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, "x.percept: "));
  for (guint i = 0; parts[i]; i++)
    if (!strstr (error->message, parts[i]))
      g_error ("“%s” does not say “%s”", error->message, parts[i]);
}

static void
test_unknown (void)
{
  check_wrong ("[training]\nraet = 1\n", NULL, TRAIN_ERROR_UNKNOWN_KEY, "raet|[training]");
  check_wrong ("[trainign]\nrate = 1\n", NULL, TRAIN_ERROR_UNKNOWN_KEY, "rate|[trainign]");
  check_wrong ("[data]\nrate = 1\n", NULL, TRAIN_ERROR_UNKNOWN_KEY, "rate|[data]");
  check_wrong ("[training]\nRate = 1\n", NULL, TRAIN_ERROR_UNKNOWN_KEY, "Rate");
  check_wrong ("[experiment]\ntitle[de] = x\n", NULL, TRAIN_ERROR_UNKNOWN_KEY, "title[de]");
}

static void
test_syntax (void)
{
  check_wrong ("rate = 1\n", NULL, TRAIN_ERROR_SYNTAX, "not an experiment file");
  check_wrong ("[training\nrate = 1\n", NULL, TRAIN_ERROR_SYNTAX, "not an experiment file");
  check_wrong ("[training]\nrate\n", NULL, TRAIN_ERROR_SYNTAX, "not an experiment file");
  check_wrong ("<html>", NULL, TRAIN_ERROR_SYNTAX, "[group]");
}

static void
test_values (void)
{
  static const struct
  {
    const char *group, *key, *values; /* separated by | */
  } wrong[] = {
    { "training", "rate", "-1|-0.001|nan|inf|1e999|1e7|x||0.1 0.2|0,1|1/3" },
    { "training", "momentum", "-0.1|1.1|nan" },
    { "training", "batch", "0|-1|1.5|all|5/klass|20 %|1e3|full 3||99999999999" },
    { "training", "batch", "/class|0/class|1.5/class|-1/class|5/class/class" },
    { "training", "stop", "weights|weights -1|cost 1|cost 1 over 5|soon" },
    { "training", "keep", "best|first" },
    { "training", "steps", "0|-5|1.5|1e3|10000000000|x" },
    { "training", "epochs", "-1|x|1e9" },
    { "training", "evaluate", "0|-1" },
    { "training", "l1", "-1e-9|nan|1e7" },
    { "training", "l2", "-1e-9|nan" },
    { "training", "loss", "mse||NLL" },
    { "training", "optimizer", "sgd|adam2" },
    { "training", "reduction", "max" },
    { "network", "layers", "|;;|dense -3|dense 1000000000|dense 10 foo|foo 3|dense|dense 10 tanh relu" },
    { "network", "init", "|normal|normal x|uniform 1 0|foo" },
    { "network", "bias-init", "nan|1e4" },
    { "data", "train", "0|-1|0/class|5 per class|101 %" },
    { "data", "validation", "-1|x|1.5" },
    { "data", "size", "0x0|28|28x|x28|28x28x1|-1x5|5000x5|28 x 28" },
    { "data", "preprocess", "scale|blur 3|scale x" },
    { "data", "source", "MNIST|cifar" },
    { "data", "channels", "bgr" },
    { "seed", "init", "-1|1.5|x|99999999999999999999" },
    { "experiment", "kind", "race" },
    { "experiment", "page", "surfaces" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_auto (GStrv) values = g_strsplit (wrong[i].values, "|", -1);

      for (guint k = 0; values[k]; k++)
        {
          g_autofree char *text = g_strdup_printf ("[%s]\n%s = %s\n", wrong[i].group, wrong[i].key, values[k]);
          g_autofree char *told = g_strdup_printf ("%s.%s", wrong[i].group, wrong[i].key);

          check_wrong (text, NULL, TRAIN_ERROR_VALUE, told);
        }
    }
  check_wrong ("[experiment]\ntitle = \xff\xfe\n", NULL, TRAIN_ERROR_SYNTAX, "UTF-8");
  check_wrong ("[training]\nrate = -1\n", NULL, TRAIN_ERROR_VALUE, "rate = -1|a number from 0 to 1000000");
  check_wrong ("[network]\nlayers = dense -3\n", NULL, TRAIN_ERROR_VALUE, "dense -3|from 1 to 1000000");
  check_wrong ("[training]\noptimizer = sgd\n", NULL, TRAIN_ERROR_VALUE, "gd, momentum, nesterov, rmsprop, adam");
}

static void
test_right_values (void)
{
  static const struct
  {
    const char *group, *key, *values;
  } right[] = {
    { "training", "rate", "0|0.5|1e-3|1000000" },
    { "training", "batch", "full|1|600" },
    { "training", "batch", "1|50|full|5/class|1/class" },
    { "training", "stop", "none|weights 1e-4|cost 1e-5 over 5 epochs" },
    { "training", "keep", "last|best-validation" },
    { "data", "train", "all|10|5/class|20 %|20%" },
    { "data", "validation", "0|2000|10 %" },
    { "data", "size", "1x1|28x28|4096x4096|92x112" },
    { "network", "layers", "dense 10|dense 300 tanh; dense 10|relu; dense 2;" },
    { "network", "init", "fan-in|normal 0.1|truncated-normal 0.1|uniform -1 1|zero" },
    { "seed", "init", "0|9007199254740992" },
    { "experiment", "title", "|Ziffern, größer = besser|a ; b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (right); i++)
    {
      g_auto (GStrv) values = g_strsplit (right[i].values, "|", -1);

      for (guint k = 0; values[k]; k++)
        {
          g_autofree char *text = g_strdup_printf ("[%s]\n%s = %s\n", right[i].group, right[i].key, values[k]);
          g_autoptr (TrainExperiment) experiment = parse_well (text, NULL);

          g_assert_cmpstr (train_experiment_get (experiment, right[i].group, right[i].key), ==, values[k]);
        }
    }
}

static const char with_variants[] = "# first\n[training]\n# how fast\nrate = 0.5\nsteps = 7\n"
                                    "[variant A]\ntraining.rate = 0.25\nseed.init = 9\n"
                                    "[variant B]\ntraining.steps = 8\n";

static void
test_variants (void)
{
  g_autoptr (TrainExperiment) plain = parse_well (with_variants, NULL);
  g_autoptr (TrainExperiment) a = parse_well (with_variants, "A");
  g_autoptr (TrainExperiment) b = parse_well (with_variants, "B");
  g_autofree char            *text = train_experiment_to_text (a);

  g_assert_cmpstr (train_experiment_get (plain, "training", "rate"), ==, "0.5");
  g_assert_cmpstr (train_experiment_get (a, "training", "rate"), ==, "0.25");
  g_assert_cmpstr (train_experiment_get (a, "training", "steps"), ==, "7");
  g_assert_cmpstr (train_experiment_get (a, "seed", "init"), ==, "9");
  g_assert_cmpstr (train_experiment_get (b, "training", "steps"), ==, "8");
  g_assert_cmpstr (train_experiment_get_name (a), ==, "x.percept@A");
  g_assert_null (strstr (text, "variant"));
  g_assert_nonnull (strstr (text, "# how fast"));
}

static void
test_wrong_variants (void)
{
  check_wrong (with_variants, "C", TRAIN_ERROR_NOT_FOUND, "“C”");
  check_wrong (with_variants, "", TRAIN_ERROR_NOT_FOUND, "variant");
  /* Also when the variant is not asked for. */
  check_wrong ("[variant A]\ntraining.raet = 1\n", NULL, TRAIN_ERROR_UNKNOWN_KEY, "raet");
  check_wrong ("[variant A]\nrate = 1\n", NULL, TRAIN_ERROR_UNKNOWN_KEY, "[variant A]|rate|group.key");
  check_wrong ("[variant A]\ntraining.rate = -1\n", "A", TRAIN_ERROR_VALUE, "training.rate = -1");
  check_wrong ("[variant A]\nvariant B.rate = 1\n", "A", TRAIN_ERROR_UNKNOWN_KEY, "rate");
}

static void
test_comments_and_round_trip (void)
{
  static const char           text[] = "# at the top\n\n[training]\n# why\nrate=0.5\n\n[data]\nvalidation=0\n";
  g_autoptr (TrainExperiment) experiment = parse_well (text, NULL);
  g_autofree char            *once = train_experiment_to_text (experiment);
  g_autoptr (TrainExperiment) back = parse_well (once, NULL);
  g_autofree char            *twice = train_experiment_to_text (back);
  g_autoptr (TrainExperiment) set = train_experiment_set (back, "training", "rate", "0.7", NULL);
  g_autofree char            *changed = train_experiment_to_text (set);

  g_assert_nonnull (strstr (once, "# at the top"));
  g_assert_nonnull (strstr (once, "# why"));
  g_assert_cmpstr (once, ==, twice);
  g_assert_nonnull (strstr (changed, "# at the top"));
  g_assert_nonnull (strstr (changed, "# why\nrate=0.7"));
}

static void
test_set (void)
{
  g_autoptr (TrainExperiment) experiment = parse_well (with_variants, "A");
  g_autoptr (TrainExperiment) set = train_experiment_set (experiment, "training", "rate", "  0.125 ", NULL);
  g_autoptr (TrainExperiment) other = train_experiment_set (set, "data", "validation", "0", NULL);

  g_assert_cmpstr (train_experiment_get (experiment, "training", "rate"), ==, "0.25"); /* immutable */
  g_assert_cmpstr (train_experiment_get (set, "training", "rate"), ==, "0.125");
  g_assert_cmpstr (train_experiment_get (other, "training", "rate"), ==, "0.125");
  g_assert_cmpstr (train_experiment_get (other, "data", "validation"), ==, "0");
  g_assert_cmpstr (train_experiment_get_name (other), ==, "x.percept@A");
}

static void
test_assign (void)
{
  static const struct
  {
    const char *assignment;
    TrainError  code;
  } wrong[] = {
    { "", TRAIN_ERROR_SYNTAX },
    { "rate=1", TRAIN_ERROR_SYNTAX },
    { "training.rate", TRAIN_ERROR_SYNTAX },
    { "training.raet=1", TRAIN_ERROR_UNKNOWN_KEY },
    { ".=1", TRAIN_ERROR_UNKNOWN_KEY },
    { "training.rate=-1", TRAIN_ERROR_VALUE },
    { "training.rate=", TRAIN_ERROR_VALUE },
    { "experiment.title=a\nb", TRAIN_ERROR_VALUE },
    { "experiment.title=a\n[training]\nrate=5", TRAIN_ERROR_VALUE },
  };
  g_autoptr (TrainExperiment) experiment = parse_well ("", NULL);
  g_autoptr (TrainExperiment) title = train_experiment_assign (experiment, "experiment.title = a=b ", NULL);

  g_assert_cmpstr (train_experiment_get_title (title), ==, "a=b");
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (train_experiment_assign (experiment, wrong[i].assignment, &error));
      g_assert_error (error, TRAIN_ERROR, (int) wrong[i].code);
    }
  g_assert_null (train_experiment_assign (experiment, "rate=1", NULL)); /* nobody listens: no crash */
}

/* What was set reads back from the text as it was, whatever is in it. */
static void
test_any_text (void)
{
  static const char *const texts[] = { "a\\nb", "tab\there", "[x]", "# no comment", "x;y;", "\\", "ü = é", "a\rb" };
  g_autoptr (TrainExperiment) experiment = parse_well ("", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError)          error = NULL;
      g_autoptr (TrainExperiment) set = train_experiment_set (experiment, "experiment", "title", texts[i], &error);
      g_autofree char            *text = set ? train_experiment_to_text (set) : NULL;
      g_autoptr (TrainExperiment) back = set ? parse_well (text, NULL) : NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (train_experiment_get (back, "experiment", "title"), ==, texts[i]);
    }
}

static void
test_file (Scratch      *scratch,
           gconstpointer data)
{
  g_autoptr (GError)          error = NULL;
  g_autofree char            *path = scratch_write (scratch, "fast.percept", with_variants, strlen (with_variants));
  g_autofree char            *at_a = g_strconcat (path, "@A", NULL);
  g_autofree char            *at_c = g_strconcat (path, "@C", NULL);
  g_autofree char            *saved = scratch_path (scratch, "saved.percept");
  g_autoptr (TrainExperiment) plain = train_experiment_load (path, &error);
  g_autoptr (TrainExperiment) a = train_experiment_load (at_a, &error);
  g_autoptr (TrainExperiment) again = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (train_experiment_get_name (plain), ==, "fast");
  g_assert_cmpstr (train_experiment_get_name (a), ==, "fast@A");
  g_assert_cmpstr (train_experiment_get_path (a), ==, path);
  g_assert_cmpstr (train_experiment_get (a, "training", "rate"), ==, "0.25");
  g_assert_null (train_experiment_load (at_c, &error));
  scratch_assert_error (&error, TRAIN_ERROR, TRAIN_ERROR_NOT_FOUND, path);
  g_assert_true (train_experiment_save (a, saved, &error));
  again = train_experiment_load (saved, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (train_experiment_get (again, "seed", "init"), ==, "9");
}

/* An "@" in a folder's or a file's name is no variant. */
static void
test_at_in_names (Scratch      *scratch,
                  gconstpointer data)
{
  g_autoptr (GError)          error = NULL;
  g_autofree char            *folder = scratch_path (scratch, "me@home");
  g_autofree char            *in_folder = g_build_filename (folder, "x.percept", NULL);
  g_autofree char            *file = scratch_write (scratch, "x@A.percept", with_variants, strlen (with_variants));
  g_autofree char            *file_b = g_strconcat (file, "@B", NULL);
  g_autoptr (TrainExperiment) one = NULL, two = NULL, three = NULL;

  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  g_assert_true (g_file_set_contents (in_folder, with_variants, -1, NULL));
  one = train_experiment_load (in_folder, &error);
  g_assert_no_error (error);
  two = train_experiment_load (file, &error);
  g_assert_no_error (error);
  three = train_experiment_load (file_b, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (train_experiment_get (two, "training", "rate"), ==, "0.5");
  g_assert_cmpstr (train_experiment_get (three, "training", "steps"), ==, "8");
}

static void
test_bad_files (Scratch      *scratch,
                gconstpointer data)
{
  static const struct
  {
    const char *name, *bytes;
    gsize       n;
  } files[] = {
    { "latin.percept", "[experiment]\ntitle = gr\xfc\xdf\n", 27 },
    { "nul.percept", "[training]\n\0rate = -1\n", 22 },
    { "picture.percept", "\x89PNG\r\n\x1a\n", 8 },
    { "wrong.percept", "[training]\nrate = -1\n", 21 },
  };
  g_autofree char *huge = g_strnfill (3 << 20, '#');
  g_autofree char *huge_path = scratch_write (scratch, "huge.percept", huge, 3 << 20);
  g_autofree char *absent = scratch_path (scratch, "absent.percept");
  g_autofree char *folder = scratch_path (scratch, "folder.percept");
  const char      *others[] = { huge_path, absent, folder };

  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (files) + G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char   *path = i < G_N_ELEMENTS (files)
                                  ? scratch_write (scratch, files[i].name, files[i].bytes, files[i].n)
                                  : g_strdup (others[i - G_N_ELEMENTS (files)]);

      g_assert_null (train_experiment_load (path, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, path));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_not_bundled (void)
{
  static const char *const names[] = { "", "no-such", "digits-softmax@no-such", "@", "@A", "../digits-softmax" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (train_experiment_load (names[i], &error));
      g_assert_nonnull (error);
    }
}

static gboolean
check_expect (const char *expect)
{
  return expect[0] == '\0' || g_regex_match_simple ("^(accuracy|loss)\\.(train|validation|test) (>=|<=) [0-9.]+$",
                                                    expect, 0, 0);
}

/* All load, say what they are, lead to others that exist, and say in order what must come out. */
static void
test_bundled (void)
{
  g_auto (GStrv) names = train_experiment_list_bundled ();

  g_assert_true (g_strv_contains ((const char *const *) names, "digits-softmax"));
  g_assert_true (g_strv_contains ((const char *const *) names, "digits-hidden"));
  g_assert_true (g_strv_contains ((const char *const *) names, "digits-momentum"));
  for (guint i = 0; names[i]; i++)
    {
      g_autoptr (GError)          error = NULL;
      g_autoptr (TrainExperiment) experiment = train_experiment_load (names[i], &error);
      g_auto (GStrv)              next = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (train_experiment_get_name (experiment), ==, names[i]);
      g_assert_cmpstr (train_experiment_get (experiment, "experiment", "title"), !=, "");
      g_assert_cmpstr (train_experiment_get (experiment, "experiment", "about"), !=, "");
      g_assert_true (check_expect (train_experiment_get (experiment, "experiment", "expect")));
      next = g_strsplit (train_experiment_get (experiment, "experiment", "next"), ";", -1);
      for (guint k = 0; next[k]; k++)
        if (!g_strv_contains ((const char *const *) names, g_strstrip (next[k])))
          g_error ("%s leads to “%s”, which does not exist", names[i], next[k]);
    }
}

/* The choices of the keys are those of the registries. */
static void
test_choices_are_the_registries (void)
{
  const TrainKey *loss = train_key_find ("training", "loss");
  const TrainKey *optimizer = train_key_find ("training", "optimizer");
  const TrainKey *source = train_key_find ("data", "source");

  for (guint i = 0; loss->choices[i] || nn_loss_types[i]; i++)
    g_assert_true (loss->choices[i] && nn_loss_type_find (loss->choices[i]));
  for (guint i = 0; optimizer->choices[i] || nn_optimizer_types[i]; i++)
    g_assert_true (optimizer->choices[i] && nn_optimizer_type_find (optimizer->choices[i]));
  for (guint i = 0; source->choices[i] || ds_sources[i]; i++)
    g_assert_true (source->choices[i] && ds_source_find (source->choices[i]));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/defaults", test_defaults);
  g_test_add_func ("/experiment/fallbacks-are-right", test_fallbacks_are_right);
  g_test_add_func ("/experiment/unknown", test_unknown);
  g_test_add_func ("/experiment/syntax", test_syntax);
  g_test_add_func ("/experiment/values", test_values);
  g_test_add_func ("/experiment/right-values", test_right_values);
  g_test_add_func ("/experiment/variants", test_variants);
  g_test_add_func ("/experiment/wrong-variants", test_wrong_variants);
  g_test_add_func ("/experiment/comments-and-round-trip", test_comments_and_round_trip);
  g_test_add_func ("/experiment/set", test_set);
  g_test_add_func ("/experiment/assign", test_assign);
  g_test_add_func ("/experiment/any-text", test_any_text);
  g_test_add ("/experiment/file", Scratch, NULL, scratch_set_up, test_file, scratch_tear_down);
  g_test_add ("/experiment/at-in-names", Scratch, NULL, scratch_set_up, test_at_in_names, scratch_tear_down);
  g_test_add ("/experiment/bad-files", Scratch, NULL, scratch_set_up, test_bad_files, scratch_tear_down);
  g_test_add_func ("/experiment/not-bundled", test_not_bundled);
  g_test_add_func ("/experiment/bundled", test_bundled);
  g_test_add_func ("/experiment/choices-are-the-registries", test_choices_are_the_registries);
  return g_test_run ();
}
