/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/model-file.h"

#include "formats/scratch.h"

#include <math.h>
#include <string.h>

static NnNetwork *
new_network (const char *layers)
{
  GError    *error = NULL;
  NnNetwork *network = nn_network_new ((NnShape) { 1, 2, 3 }, layers, &error);

  g_assert_no_error (error);
  return network;
}

static char *
write_model (Scratch         *scratch,
             const NnNetwork *network,
             const float     *parameters)
{
  g_autoptr (GError) error = NULL;
  char              *path = scratch_path (scratch, "model.safetensors");

  g_assert_true (model_file_write (path, network, parameters, "# text\n[data]\n", 42, &error));
  g_assert_no_error (error);
  return path;
}

static float *
new_parameters (const NnNetwork *network)
{
  float *parameters = g_new (float, network->n_parameters);

  for (gsize i = 0; i < network->n_parameters; i++)
    parameters[i] = 0.5f + (float) i;
  return parameters;
}

/* Names and shapes are what other programs look for. */
static void
test_tensors (Scratch      *scratch,
              gconstpointer data)
{
  g_autoptr (NnNetwork)      network = new_network ("dense 4 tanh; dense 5");
  g_autofree float          *parameters = new_parameters (network);
  g_autofree char           *path = write_model (scratch, network, parameters);
  g_autoptr (GError)         error = NULL;
  g_autoptr (FmtSafetensors) file = fmt_safetensors_read (path, &error);
  const FmtTensor           *weight, *bias;
  gsize                      n;

  g_assert_no_error (error);
  fmt_safetensors_list (file, &n);
  g_assert_cmpuint (n, ==, 4);
  weight = fmt_safetensors_get (file, "layer2.weight");
  bias = fmt_safetensors_get (file, "layer1.bias");
  g_assert_cmpuint (weight->n_dimensions, ==, 2);
  g_assert_cmpuint (weight->shape[0], ==, 5); /* outputs x inputs */
  g_assert_cmpuint (weight->shape[1], ==, 4);
  g_assert_cmpuint (bias->n_dimensions, ==, 1);
  g_assert_cmpuint (bias->shape[0], ==, 4);
  g_assert_cmpfloat (((const float *) bias->data)[0], ==, parameters[6 * 4]);
  g_assert_cmpfloat (((const float *) weight->data)[0], ==, parameters[6 * 4 + 4]);
  g_assert_cmpstr (fmt_safetensors_get_metadata (file, MODEL_FILE_EXPERIMENT), ==, "# text\n[data]\n");
  g_assert_cmpstr (fmt_safetensors_get_metadata (file, MODEL_FILE_STEP), ==, "42");
}

static void
test_round_trip (Scratch      *scratch,
                 gconstpointer data)
{
  g_autoptr (NnNetwork)      network = new_network ("relu; dense 4 tanh; dense 5 sigmoid");
  g_autofree float          *parameters = new_parameters (network);
  g_autofree char           *path = write_model (scratch, network, parameters);
  g_autoptr (GError)         error = NULL;
  g_autoptr (FmtSafetensors) file = fmt_safetensors_read (path, &error);
  g_autofree float          *back = g_new0 (float, network->n_parameters);

  g_assert_true (model_file_copy_parameters (file, path, network, back, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (back, network->n_parameters * sizeof *back, parameters, network->n_parameters * sizeof *back);
}

/* The error names the file, the layer and the tensor, and nothing is half copied. */
static void
test_mismatch (Scratch      *scratch,
               gconstpointer data)
{
  static const char *const others[][2] = {
    { "dense 4; dense 6", "layer2.weight" }, /* the first layer would fit */
    { "dense 7; dense 5", "layer1.weight" },
    { "dense 4; dense 5; dense 3", "layer3.weight" },
  };
  g_autoptr (NnNetwork)      network = new_network ("dense 4; dense 5");
  g_autofree float          *parameters = new_parameters (network);
  g_autofree char           *path = write_model (scratch, network, parameters);
  g_autoptr (FmtSafetensors) file = fmt_safetensors_read (path, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (NnNetwork) other = new_network (others[i][0]);
      g_autofree float     *kept = g_new0 (float, other->n_parameters);
      g_autoptr (GError)    error = NULL;

      g_assert_false (model_file_copy_parameters (file, path, other, kept, &error));
      g_assert_nonnull (strstr (error->message, others[i][1]));
      scratch_assert_error (&error, MODEL_ERROR, MODEL_ERROR_MISMATCH, path);
      for (gsize k = 0; k < other->n_parameters; k++)
        g_assert_true (kept[k] == 0.0f);
    }
}

/* The right number of numbers in another arrangement is another network. */
static void
test_wrong_tensors (Scratch      *scratch,
                    gconstpointer data)
{
  const float           numbers[24] = { 0 };
  const gsize           flat[] = { 24 }, turned[] = { 6, 4 }, right[] = { 4, 6 }, bias[] = { 4 };
  g_autoptr (NnNetwork) network = new_network ("dense 4");
  g_autofree float     *kept = g_new0 (float, network->n_parameters);
  const struct
  {
    guint        n;
    const gsize *shape;
    const char  *found; /* NULL: that is right */
  } shapes[] = { { 1, flat, "of 4 x 6, which is 24" }, { 2, turned, "of 4 x 6, which is 6 x 4" }, { 2, right, NULL } };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (FmtSafetensors) file = fmt_safetensors_new ();
      g_autoptr (GError)         error = NULL;

      fmt_safetensors_add (file, "layer1.weight", FMT_F32, shapes[i].n, shapes[i].shape, numbers);
      fmt_safetensors_add (file, "layer1.bias", FMT_F32, 1, bias, numbers);
      g_assert_true (model_file_copy_parameters (file, "x", network, kept, &error) == (shapes[i].found == NULL));
      g_assert_true (!shapes[i].found || strstr (error->message, shapes[i].found));
    }
}

static void
test_not_finite (Scratch      *scratch,
                 gconstpointer data)
{
  float                      numbers[24] = { [7] = NAN };
  const gsize                weight[] = { 4, 6 }, bias[] = { 4 };
  g_autoptr (NnNetwork)      network = new_network ("dense 4");
  g_autofree float          *kept = g_new0 (float, network->n_parameters);
  g_autoptr (FmtSafetensors) file = fmt_safetensors_new ();
  g_autoptr (GError)         error = NULL;

  fmt_safetensors_add (file, "layer1.weight", FMT_F32, 2, weight, numbers);
  fmt_safetensors_add (file, "layer1.bias", FMT_F32, 1, bias, numbers);
  g_assert_false (model_file_copy_parameters (file, "x", network, kept, &error));
  g_assert_error (error, MODEL_ERROR, MODEL_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "number 8 of the tensor “layer1.weight”"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/model-file/tensors", Scratch, NULL, scratch_set_up, test_tensors, scratch_tear_down);
  g_test_add ("/model-file/round-trip", Scratch, NULL, scratch_set_up, test_round_trip, scratch_tear_down);
  g_test_add ("/model-file/mismatch", Scratch, NULL, scratch_set_up, test_mismatch, scratch_tear_down);
  g_test_add ("/model-file/wrong-tensors", Scratch, NULL, scratch_set_up, test_wrong_tensors, scratch_tear_down);
  g_test_add ("/model-file/not-finite", Scratch, NULL, scratch_set_up, test_not_finite, scratch_tear_down);
  return g_test_run ();
}
