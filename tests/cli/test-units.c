/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"

#include <math.h>
#include <string.h>

/* Trains the tiny experiment. Returns: (transfer full) its run folder */
static char *
train (Scratch    *scratch,
       const char *layers)
{
  g_autofree char *tiny = call_tiny (scratch, 60);
  g_autofree char *setting = g_strdup_printf ("network.layers=%s", layers);
  char            *folder = scratch_path (scratch, "run");
  g_autoptr (Call) done = call ("run", tiny, "--set", setting, "--out", folder, "--quiet", NULL);

  call_check (done, 0, NULL);
  return folder;
}

static JsonObject *
get_class (JsonObject *object,
           guint       k)
{
  return json_array_get_object_element (json_object_get_array_member (object, "classes"), k);
}

static gint64
get_int (JsonObject *object,
         const char *name)
{
  return json_object_get_int_member (object, name);
}

static double
get_real (JsonObject *object,
          const char *name)
{
  return json_object_get_double_member (object, name);
}

/* Votes add up, promoter and inhibitor are those with most, and silencing names accuracies. */
static void
check_votes (JsonObject *of_class)
{
  JsonArray  *units = json_object_get_array_member (of_class, "units");
  JsonObject *promoter = json_object_get_object_member (of_class, "promoter");
  JsonObject *silenced = json_object_get_object_member (of_class, "silenced");
  gint64      promotes = 0, inhibits = 0, most = 0, n = get_int (of_class, "examples");

  g_assert_cmpuint (json_array_get_length (units), ==, 8);
  for (guint u = 0; u < 8; u++)
    {
      JsonObject *unit = json_array_get_object_element (units, u);

      promotes += get_int (unit, "promotes");
      inhibits += get_int (unit, "inhibits");
      most = MAX (most, get_int (unit, "promotes"));
    }
  g_assert_cmpint (promotes, ==, n);
  g_assert_cmpint (inhibits, ==, n);
  g_assert_cmpint (get_int (of_class, "voters"), ==, n);
  g_assert_cmpint (get_int (promoter, "promotes"), ==, most);
  g_assert_cmpint (get_int (promoter, "unit"), ==, get_int (json_array_get_object_element (units, 0), "unit"));
  g_assert_cmpint (get_int (silenced, "n_others"), ==, 7);
  g_assert_cmpfloat (get_real (json_object_get_object_member (silenced, "none"), "accuracy"), <=, 1.0);
  g_assert_cmpfloat (get_real (json_object_get_object_member (silenced, "others"), "loss"), >, 0.0);
  g_assert_true (json_object_get_null_member (of_class, "image"));
}

static void
test_contribution (Scratch      *scratch,
                   gconstpointer data)
{
  g_autofree char       *folder = train (scratch, "dense 8 tanh; dense 3");
  g_autofree char       *model = g_build_filename (folder, "model.safetensors", NULL);
  g_autoptr (Call)       of_folder = call ("units", folder, "--json", NULL);
  g_autoptr (Call)       of_model = call ("units", model, "--by", "contribution", "--json", NULL);
  g_autoptr (JsonParser) parser = NULL;
  JsonObject            *object = call_json (of_folder, &parser);
  gint64                 n = 0;

  call_check (of_folder, 0, NULL);
  g_assert_cmpstr (of_folder->err, ==, "");
  g_assert_cmpstr (of_folder->out, ==, of_model->out);
  g_assert_cmpstr (json_object_get_string_member (object, "ranking"), ==, "contribution");
  g_assert_cmpstr (json_object_get_string_member (object, "ties"), ==, "lower unit");
  g_assert_cmpstr (json_object_get_string_member (object, "part"), ==, "validation");
  g_assert_nonnull (strstr (json_object_get_string_member (object, "meaning"), "votes"));
  g_assert_cmpint (get_int (object, "layer"), ==, 1);
  g_assert_cmpint (get_int (object, "units"), ==, 8);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "classes")), ==, 3);
  for (guint c = 0; c < 3; c++)
    {
      check_votes (get_class (object, c));
      n += get_int (get_class (object, c), "examples");
    }
  g_assert_cmpint (n, ==, 12);
  g_assert_cmpint (get_int (object, "examples"), ==, 12);
}

/* One class is what it is among all. */
static void
test_for (Scratch      *scratch,
          gconstpointer data)
{
  static const char *const rankings[] = { "weight", "activation", "contribution" };
  g_autofree char         *folder = train (scratch, "dense 8 tanh; dense 3");

  for (gsize i = 0; i < G_N_ELEMENTS (rankings); i++)
    {
      g_autoptr (Call)       all = call ("units", folder, "--by", rankings[i], "--json", NULL);
      g_autoptr (Call)       one = call ("units", folder, "--by", rankings[i], "--for", "2", "--json", NULL);
      g_autoptr (JsonParser) first = NULL, second = NULL;
      JsonObject            *among = get_class (call_json (all, &first), 2);
      JsonObject            *alone = get_class (call_json (one, &second), 0);

      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json_node_get_object (
                          json_parser_get_root (second)), "classes")), ==, 1);
      g_assert_cmpstr (json_object_get_string_member (alone, "class"), ==, "2");
      for (guint u = 0; u < 8; u++)
        {
          JsonObject *a = json_array_get_object_element (json_object_get_array_member (among, "units"), u);
          JsonObject *b = json_array_get_object_element (json_object_get_array_member (alone, "units"), u);

          g_assert_cmpint (get_int (a, "unit"), ==, get_int (b, "unit"));
          g_assert_cmpfloat (fabs (get_real (a, "score") - get_real (b, "score")), <, 1e-6);
        }
      if (g_str_equal (rankings[i], "activation"))
        {
          JsonObject *image = json_object_get_object_member (alone, "image");

          g_assert_cmpstr (json_object_get_string_member (image, "label"), ==, "2");
          g_assert_cmpint (get_int (image, "index"), ==, get_int (json_object_get_object_member (among, "image"),
                                                                  "index"));
          g_assert_cmpint (get_int (image, "index") % 3, ==, 2); /* as tiny_bars() deals its classes */
          g_assert_true (json_object_get_null_member (alone, "inhibitor"));
        }
      g_assert_cmpint (json_object_has_member (alone, "silenced"), ==, i == 2);
    }
}

static gsize
count_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strv_length (lines) - 1;
}

static void
test_limit (Scratch      *scratch,
            gconstpointer data)
{
  g_autofree char       *folder = train (scratch, "dense 8 tanh; dense 3");
  g_autoptr (Call)       json = call ("units", folder, "--limit", "2", "--json", NULL);
  g_autoptr (Call)       summary = call ("units", folder, "--by", "weight", NULL);
  g_autoptr (Call)       some = call ("units", folder, "--by", "weight", "--limit", "2", NULL);
  g_autoptr (Call)       all = call ("units", folder, "--by", "weight", "--limit", "0", "--for", "1", NULL);
  g_autoptr (JsonParser) parser = NULL;
  JsonObject            *object = call_json (json, &parser);

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (get_class (object, 1), "units")), ==, 2);
  g_assert_cmpint (get_int (object, "units"), ==, 8);
  /* Meaning, ties, what it is of, an empty line, the head and the classes; then for each class an empty line, its name,
   * the head, two units and the rest. */
  g_assert_cmpuint (count_lines (summary->out), ==, 5 + 3);
  g_assert_cmpuint (count_lines (some->out), ==, 5 + 3 + 3 * 6);
  g_assert_nonnull (strstr (some->out, "… and 6 more"));
  g_assert_cmpuint (count_lines (all->out), ==, 5 + 1 + 3 + 8);
  g_assert_null (strstr (all->out, " more\n"));
}

static void
test_text (Scratch      *scratch,
           gconstpointer data)
{
  g_autofree char *folder = train (scratch, "dense 8 tanh; dense 3");
  g_autoptr (Call) votes = call ("units", folder, NULL);
  g_autoptr (Call) image = call ("units", folder, "--by", "activation", "--for", "1", NULL);

  call_check (votes, 0, NULL);
  g_assert_true (g_str_has_prefix (votes->out, "Weight × activation. Each image of the class votes"));
  g_assert_nonnull (strstr (votes->out, "the unit with the lower number is taken"));
  g_assert_nonnull (strstr (votes->out, "8 units of layer 1, 12 validation examples"));
  g_assert_nonnull (strstr (votes->out, "silenced"));
  g_assert_nonnull (strstr (votes->out, " %"));
  call_check (image, 0, NULL);
  g_assert_true (g_str_has_prefix (image->out, "Largest activation. The promoter is"));
  g_assert_null (strstr (image->out, "silenced"));
  g_assert_nonnull (strstr (image->out, "Class 1"));
}

/* A line for each class and unit, in the order of the ranking. */
static void
test_out (Scratch      *scratch,
          gconstpointer data)
{
  g_autofree char *folder = train (scratch, "dense 8 tanh; dense 3");
  g_autofree char *out = scratch_path (scratch, "tables");
  g_autofree char *csv = g_build_filename (out, "ranking.csv", NULL), *text = NULL, *weights = NULL;
  g_autofree char *file = scratch_write (scratch, "file", "x", 1);
  g_autoptr (Call) votes = call ("units", folder, "--limit", "1", "--out", out, NULL);
  g_autoptr (Call) refused = call ("units", folder, "--out", file, NULL);
  g_autoptr (Call) again = NULL;
  g_auto (GStrv)   lines = NULL;

  call_check (votes, 0, NULL);
  call_check (refused, 1, "cannot make the folder");
  g_assert_true (g_file_get_contents (csv, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "class,rank,unit,score,promotes,inhibits");
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 3 * 8 + 1);
  g_assert_true (g_str_has_prefix (lines[1], "\"0\",1,"));
  g_assert_true (g_str_has_prefix (lines[24], "\"2\",8,"));
  again = call ("units", folder, "--by", "weight", "--for", "1", "--out", out, NULL);
  call_check (again, 0, NULL);
  g_assert_true (g_file_get_contents (csv, &weights, NULL, NULL));
  g_assert_true (g_str_has_prefix (weights, "class,rank,unit,score\n\"1\",1,"));
  g_assert_cmpuint (count_lines (weights), ==, 1 + 8);
}

/* Fresh weights are said to be such; without validation examples those of training serve. */
static void
test_experiment (Scratch      *scratch,
                 gconstpointer data)
{
  g_autofree char       *tiny = call_tiny (scratch, 60);
  g_autoptr (Call)       done = call ("units", tiny, "--set", "data.validation=0", "--json", NULL);
  g_autoptr (JsonParser) parser = NULL;
  JsonObject            *object = call_json (done, &parser);

  call_check (done, 0, "initial weights");
  g_assert_cmpstr (json_object_get_string_member (object, "part"), ==, "training");
  g_assert_cmpint (get_int (object, "examples"), ==, 60);
}

/* A class that is not among the validation examples has nothing to say, and one unit leaves no others. */
static void
test_little (Scratch      *scratch,
             gconstpointer data)
{
  g_autofree char       *folder = train (scratch, "dense 1 tanh; dense 4");
  g_autoptr (Call)       few = call ("units", folder, "--set", "data.validation=1", NULL);
  g_autoptr (Call)       json = call ("units", folder, "--set", "data.validation=1", "--json", NULL);
  g_autoptr (JsonParser) parser = NULL;
  JsonObject            *object = call_json (json, &parser);
  guint                  n_blank = 0;

  call_check (few, 0, NULL);
  g_assert_nonnull (strstr (few->out, "has no examples here"));
  g_assert_nonnull (strstr (few->out, "none"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "classes")), ==, 3);
  for (guint c = 0; c < 3; c++)
    {
      JsonObject *of_class = get_class (object, c), *silenced = json_object_get_object_member (of_class, "silenced");
      gboolean    blank = get_int (of_class, "examples") == 0;

      n_blank += blank;
      g_assert_cmpint (json_object_get_null_member (of_class, "promoter"), ==, blank);
      g_assert_cmpint (get_int (silenced, "n_others"), ==, blank ? 1 : 0);
      g_assert_true (json_object_get_null_member (json_object_get_object_member (silenced, "others"), "accuracy"));
      g_assert_cmpint (json_object_get_null_member (json_object_get_object_member (silenced, "promoter"), "accuracy"),
                       ==, blank);
    }
  g_assert_cmpuint (n_blank, ==, 2);
}

static void
test_layers (Scratch      *scratch,
             gconstpointer data)
{
  g_autofree char       *folder = train (scratch, "dense 5 relu; dense 8 tanh; dense 3");
  g_autoptr (Call)       last = call ("units", folder, "--json", NULL);
  g_autoptr (Call)       first = call ("units", folder, "--by", "activation", "--layer", "1", "--json", NULL);
  g_autoptr (Call)       weight = call ("units", folder, "--by", "weight", "--layer", "1", NULL);
  g_autoptr (Call)       output = call ("units", folder, "--layer", "3", NULL);
  g_autoptr (Call)       beyond = call ("units", folder, "--layer", "4", NULL);
  g_autoptr (JsonParser) one = NULL, two = NULL;

  g_assert_cmpint (get_int (call_json (last, &one), "layer"), ==, 2);
  g_assert_cmpint (get_int (call_json (first, &two), "units"), ==, 5);
  call_check (weight, 2, "units of layer 1 have none");
  call_check (output, 2, "layer 3 is the output layer");
  call_check (beyond, 2, "no layer 4");
  g_assert_cmpstr (weight->out, ==, "");
}

static void
test_wrong_calls (Scratch      *scratch,
                  gconstpointer data)
{
  g_autofree char *tiny = call_tiny (scratch, 60);
  const struct
  {
    const char *words[5];
    const char *told;
  } calls[] = {
    { { "units" }, "one experiment or model" },
    { { "units", "a", "b" }, "one experiment or model" },
    { { "units", "no-such-experiment" }, "no-such-experiment" },
    { { "units", "no-such.safetensors" }, "no-such.safetensors" },
    { { "units", tiny, "--by", "norm" }, "there are weight, activation, contribution" },
    { { "units", tiny, "--for", "seven" }, "the classes are 0, 1, 2" },
    { { "units", tiny, "--for", "" }, "there is no class “”" },
    { { "units", tiny, "--layer", "-1" }, "--layer -1" },
    { { "units", tiny, "--layer", "two" }, "two" },
    { { "units", tiny, "--limit", "-1" }, "--limit -1" },
    { { "units", tiny, "--set", "network.layers=dense 3" }, "no hidden layer" },
    { { "units", tiny, "--nonsense" }, "nonsense" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      const char *const *w = calls[i].words;
      g_autoptr (Call)   done = call (w[0], w[1], w[2], w[3], NULL);

      call_check (done, 2, calls[i].told);
      g_assert_cmpstr (done->out, ==, "");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/units/contribution", Scratch, NULL, scratch_set_up, test_contribution, scratch_tear_down);
  g_test_add ("/units/for", Scratch, NULL, scratch_set_up, test_for, scratch_tear_down);
  g_test_add ("/units/limit", Scratch, NULL, scratch_set_up, test_limit, scratch_tear_down);
  g_test_add ("/units/text", Scratch, NULL, scratch_set_up, test_text, scratch_tear_down);
  g_test_add ("/units/out", Scratch, NULL, scratch_set_up, test_out, scratch_tear_down);
  g_test_add ("/units/experiment", Scratch, NULL, scratch_set_up, test_experiment, scratch_tear_down);
  g_test_add ("/units/little", Scratch, NULL, scratch_set_up, test_little, scratch_tear_down);
  g_test_add ("/units/layers", Scratch, NULL, scratch_set_up, test_layers, scratch_tear_down);
  g_test_add ("/units/wrong-calls", Scratch, NULL, scratch_set_up, test_wrong_calls, scratch_tear_down);
  return g_test_run ();
}
