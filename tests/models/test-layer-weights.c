/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/layer-weights.h"

#include "formats/corpus.h"
#include "formats/format-error.h"
#include "formats/npz.h"
#include "formats/scratch.h"
#include "models/model-file.h"

#include <math.h>
#include <string.h>

/* Layers of 2 inputs, 3 units and 2 outputs: the weights of corpus/pickle/network as outputs x inputs, and biases. */
static const float expected[] = { 0, 3, 1, 4, 2, 5, 10, 20, 30, 1, 3, 5, 2, 4, 6, 0.5f, -0.5f };

static const float numbers[32] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };

/* Arrays of @numbers: rows x columns, columns 0 for a vector, in a file of the scratch folder. */
typedef struct
{
  const char *name;
  gsize       rows;
  gsize       columns;
} Shape;

static char *
put_npz (Scratch     *scratch,
         const Shape *shapes,
         gsize        n)
{
  g_autofree const char **names = g_new0 (const char *, n);
  g_autofree FmtArray    *arrays = g_new0 (FmtArray, n);
  g_autoptr (GError)      error = NULL;
  char                   *path = scratch_path (scratch, "weights.npz");

  for (gsize i = 0; i < n; i++)
    {
      names[i] = shapes[i].name;
      arrays[i] = (FmtArray) { { 'f', 4, G_BYTE_ORDER == G_BIG_ENDIAN }, shapes[i].columns > 0 ? 2 : 1,
                               { shapes[i].rows, shapes[i].columns }, shapes[i].rows * MAX (shapes[i].columns, 1),
                               numbers, NULL };
    }
  fmt_npz_write (names, arrays, n, path, &error);
  g_assert_no_error (error);
  return path;
}

static NnNetwork *
new_network (const char *layers,
             guint       n_inputs)
{
  GError    *error = NULL;
  NnNetwork *network = nn_network_new ((NnShape) { 1, 1, n_inputs }, layers, &error);

  g_assert_no_error (error);
  return network;
}

static char *
put_corpus (Scratch    *scratch,
            const char *format,
            const char *name)
{
  g_autoptr (GBytes) bytes = corpus_load (format, name);

  return scratch_write (scratch, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* W0 and b0 are inputs x outputs and are turned; a row of biases, doubles and halves will do. */
static void
test_pickle (Scratch      *scratch,
             gconstpointer data)
{
  g_autofree char         *path = put_corpus (scratch, "pickle", "network");
  g_autoptr (GError)       error = NULL;
  g_autoptr (ModelWeights) weights = model_weights_read (path, &error);
  g_autoptr (NnNetwork)    network = new_network ("dense 3 tanh; dense 2", 2);
  g_autoptr (GArray)       layers = NULL;
  g_autofree float        *parameters = g_new0 (float, network->n_parameters);
  g_autofree char         *described = NULL;
  gsize                    n;

  g_assert_no_error (error);
  g_assert_cmpstr (model_weights_get_path (weights), ==, path);
  g_assert_null (model_weights_get_experiment (weights));
  model_weights_list (weights, &n);
  g_assert_cmpuint (n, ==, 4); /* the rate is no tensor */
  layers = model_layers_find (weights, &error);
  g_assert_no_error (error);
  described = model_layers_describe (layers, "tanh");
  g_assert_cmpstr (described, ==, "dense 3 tanh; dense 2");
  g_assert_true (model_layers_copy (weights, network, parameters, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (parameters, network->n_parameters * sizeof *parameters, expected, sizeof expected);
}

/* An array of objects with a dict of pairs: names are joined. */
static void
test_pairs (Scratch      *scratch,
            gconstpointer data)
{
  g_autofree char         *path = put_corpus (scratch, "npy", "objects");
  g_autoptr (GError)       error = NULL;
  g_autoptr (ModelWeights) weights = model_weights_read (path, &error);
  const ModelTensor       *bias;

  g_assert_no_error (error);
  bias = model_weights_find (weights, "conv1.bias");
  g_assert_nonnull (model_weights_find (weights, "conv1.weight"));
  g_assert_cmpuint (bias->n_elements, ==, 2);
  g_assert_cmpfloat (bias->values[1], ==, 2.0f);
  g_assert_null (model_layers_find (weights, &error));
  g_assert_nonnull (strstr (error->message, "conv1.weight (2 x 3), conv1.bias (2)"));
  scratch_assert_error (&error, MODEL_ERROR, MODEL_ERROR_MISMATCH, path);
}

/* What Percept writes is read back, with its experiment; W1 and b1 may be the first. */
static void
test_names (Scratch      *scratch,
            gconstpointer data)
{
  const Shape              from_one[] = { { "b1", 3, 0 }, { "W1", 2, 3 }, { "W2", 3, 1 }, { "b2", 1, 0 } };
  g_autoptr (NnNetwork)    network = new_network ("dense 3 tanh; dense 2", 2);
  g_autofree char         *model = scratch_path (scratch, "model.safetensors");
  g_autofree char         *other = put_npz (scratch, from_one, G_N_ELEMENTS (from_one));
  g_autofree float        *parameters = g_new0 (float, network->n_parameters);
  g_autoptr (ModelWeights) weights = NULL, second = NULL;
  g_autoptr (GArray)       layers = NULL;
  g_autoptr (GError)       error = NULL;

  g_assert_true (model_file_write (model, network, expected, "[data]\n", 7, &error));
  weights = model_weights_read (model, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (model_weights_get_experiment (weights), ==, "[data]\n");
  g_assert_true (model_layers_copy (weights, network, parameters, &error));
  g_assert_cmpmem (parameters, sizeof expected, expected, sizeof expected);

  second = model_weights_read (other, &error);
  layers = model_layers_find (second, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (layers->len, ==, 2);
  g_assert_cmpuint (g_array_index (layers, ModelLayer, 1).n_inputs, ==, 3);
}

/* Each message names the tensor, the shapes and what would be right; nothing is half copied. */
static void
test_mismatch (Scratch      *scratch,
               gconstpointer data)
{
  static const struct
  {
    Shape       shapes[6];
    gsize       n;
    const char *mentions;
  } cases[] = {
    { { { "W0", 2, 3 }, { "b0", 3, 0 }, { "W1", 4, 2 }, { "b1", 2, 0 } }, 4,
      "“W1” is 4 x 2 (inputs x outputs), so it has 4 inputs, but “W0” before it, 2 x 3, has 3 outputs" },
    { { { "W0", 2, 3 }, { "b0", 2, 0 } }, 2, "“b0” is 2, but “W0” has 3 outputs: 3 would be right" },
    { { { "W0", 2, 3 }, { "b0", 1, 3 }, { "W1", 3, 2 } }, 3, "no “b1” with its 2 biases" },
    { { { "W0", 2, 3 }, { "b0", 3, 0 }, { "W2", 3, 2 }, { "b2", 2, 0 } }, 4, "“W2”, but no “W1”" },
    { { { "W0", 6, 0 }, { "b0", 3, 0 } }, 2, "“W0” is 6; two dimensions, inputs x outputs" },
    { { { "weight", 2, 3 } }, 1, "it holds weight (2 x 3)" },
    { { { "W0", 2, 4 }, { "b0", 4, 0 }, { "W1", 4, 2 }, { "b1", 2, 0 } }, 4,
      "“W0” is 2 x 4, but the layer “dense 3 tanh” needs 2 x 3 (inputs x outputs)" },
    { { { "W0", 5, 3 }, { "b0", 3, 0 }, { "W1", 3, 2 }, { "b1", 2, 0 } }, 4, "needs 2 x 3" },
    { { { "layer1.weight", 2, 3 }, { "layer1.bias", 2, 0 }, { "layer2.weight", 2, 2 }, { "layer2.bias", 2, 0 } }, 4,
      "“layer1.weight” is 2 x 3, but the layer “dense 3 tanh” needs 3 x 2 (outputs x inputs)" },
    { { { "W0", 2, 2 }, { "b0", 2, 0 } }, 2, "it holds 1 layers with weights, but the network has 2" },
  };
  g_autoptr (NnNetwork) network = new_network ("dense 3 tanh; dense 2", 2);
  g_autofree float     *parameters = g_new0 (float, network->n_parameters);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char         *path = put_npz (scratch, cases[i].shapes, cases[i].n);
      g_autoptr (GError)       error = NULL;
      g_autoptr (ModelWeights) weights = model_weights_read (path, &error);

      g_assert_no_error (error);
      g_assert_false (model_layers_copy (weights, network, parameters, &error));
      if (!strstr (error->message, cases[i].mentions))
        g_error ("“%s” does not mention “%s”", error->message, cases[i].mentions);
      scratch_assert_error (&error, MODEL_ERROR, MODEL_ERROR_MISMATCH, path);
      for (gsize k = 0; k < network->n_parameters; k++)
        g_assert_true (parameters[k] == 0.0f);
    }
}

static void
test_not_finite (Scratch      *scratch,
                 gconstpointer data)
{
  const double values[] = { 1, NAN, 1, 1e39, 1, -INFINITY };

  for (gsize i = 1; i < G_N_ELEMENTS (values); i += 2)
    {
      const double       pair[] = { 1, values[i] };
      const FmtArray     array = { { 'f', 8, G_BYTE_ORDER == G_BIG_ENDIAN }, 1, { 2 }, 2, pair, NULL };
      const char *const  name = "b0";
      g_autofree char   *path = scratch_path (scratch, "weights.npz");
      g_autoptr (GError) error = NULL;

      g_assert_true (fmt_npz_write (&name, &array, 1, path, NULL));
      g_assert_null (model_weights_read (path, &error));
      g_assert_nonnull (strstr (error->message, "number 2 of the tensor “b0”"));
      scratch_assert_error (&error, MODEL_ERROR, MODEL_ERROR_MISMATCH, path);
    }
}

/* Readable, and yet no weights; and what the formats themselves refuse. */
static void
test_no_weights (Scratch      *scratch,
                 gconstpointer data)
{
  static const struct
  {
    const char *format, *name;
    gboolean    is_readable;
  } files[] = {
    { "npy", "single", TRUE },         { "npz", "no-entries", FALSE }, { "pickle", "shared-doubling", TRUE },
    { "pickle", "os-system", FALSE },  { "pickle", "nothing", FALSE }, { "npz", "checksum", FALSE },
    { "npy", "data-cut", FALSE },      { "safetensors", "data-cut", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char         *path = put_corpus (scratch, files[i].format, files[i].name);
      g_autoptr (GError)       error = NULL;
      g_autoptr (ModelWeights) weights = model_weights_read (path, &error);

      g_assert_null (weights);
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, path));
      g_assert_true (error->domain == (files[i].is_readable ? MODEL_ERROR : FMT_ERROR));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) \
  g_test_add ("/models/layer-weights/" path, Scratch, NULL, scratch_set_up, func, scratch_tear_down)
  ADD ("pickle", test_pickle);
  ADD ("pairs", test_pairs);
  ADD ("names", test_names);
  ADD ("mismatch", test_mismatch);
  ADD ("not-finite", test_not_finite);
  ADD ("no-weights", test_no_weights);
#undef ADD
  return g_test_run ();
}
