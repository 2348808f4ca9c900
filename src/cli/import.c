/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"
#include "models/layer-weights.h"
#include "models/model-file.h"
#include "train/experiment.h"
#include "train/run-folder.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>

#define DEFAULT_ACTIVATION "tanh"

/* The side of square images of @n pixels, 0 when they are not square. */
static guint
side_of (gsize n)
{
  guint side = (guint) floor (sqrt ((double) n) + 0.5);

  return (gsize) side * side == n ? side : 0;
}

/* Sets one key of *@experiment, which is NULL after an error. */
static gboolean
set (TrainExperiment **experiment,
     const char       *group,
     const char       *key,
     const char       *value,
     GError          **error)
{
  TrainExperiment *changed = train_experiment_set (*experiment, group, key, value, error);

  train_experiment_unref (*experiment);
  *experiment = changed;
  return changed != NULL;
}

/* The experiment of weights that come without one: all of it the default, except for what the weights tell. */
static TrainExperiment *
make_experiment (const char   *file,
                 const GArray *layers,
                 const char   *activation,
                 GError      **error)
{
  TrainExperiment *experiment = train_experiment_parse ("", file, NULL, error);
  g_autofree char *text = model_layers_describe (layers, activation);
  g_autofree char *name = g_filename_display_basename (file);
  guint            side = side_of (g_array_index (layers, ModelLayer, 0).n_inputs);
  g_autofree char *size = g_strdup_printf ("%ux%u", side, side);

  if (experiment && set (&experiment, "experiment", "title", name, error) &&
      set (&experiment, "network", "layers", text, error) && side > 0)
    set (&experiment, "data", "size", size, error);
  return experiment;
}

/* The parameters of the network of @experiment out of @weights, whose first layer has @n_inputs. */
static float *
take_parameters (TrainExperiment    *experiment,
                 const ModelWeights *weights,
                 gsize               n_inputs,
                 NnNetwork         **network,
                 GError            **error)
{
  guint             side = side_of (n_inputs);
  NnShape           input = side > 0 ? (NnShape) { 1, side, side } : (NnShape) { 1, 1, (guint) n_inputs };
  g_autofree float *parameters = NULL;

  *network = nn_network_new (input, train_experiment_get (experiment, "network", "layers"), error);
  if (!*network)
    return NULL;
  parameters = g_try_new0 (float, (*network)->n_parameters);
  if (!parameters)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("no memory for %" G_GSIZE_FORMAT " parameters"),
                   (*network)->n_parameters);
      return NULL;
    }
  return model_layers_copy (weights, *network, parameters, error) ? g_steal_pointer (&parameters) : NULL;
}

/* Where the model goes: into a folder that is there, or is meant by a separator at the end; else it is a file.
 * Returns: (transfer full) */
static char *
place_of (const char *out,
          GError    **error)
{
  if (!g_str_has_suffix (out, G_DIR_SEPARATOR_S) && !g_file_test (out, G_FILE_TEST_IS_DIR))
    return g_strdup (out);
  if (g_mkdir_with_parents (out, 0777) == 0)
    return g_build_filename (out, TRAIN_RUN_MODEL, NULL);
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("making the folder “%s”: %s"), out,
               g_strerror (errno));
  return NULL;
}

static gboolean
import (const char *file,
        const char *activation,
        const char *out,
        GError    **error)
{
  g_autofree char             *source = train_run_model_path (file);
  g_autoptr (ModelWeights)     weights = model_weights_read (source, error);
  g_autoptr (GArray)           layers = weights ? model_layers_find (weights, error) : NULL;
  g_autoptr (TrainExperiment)  experiment = NULL;
  g_autoptr (NnNetwork)        network = NULL;
  g_autofree float            *parameters = NULL;
  g_autofree char             *text = NULL;
  g_autofree char             *place = NULL;
  const char                  *own;

  if (!layers)
    return FALSE;
  own = model_weights_get_experiment (weights);
  experiment = own ? train_experiment_parse (own, source, NULL, error)
                   : make_experiment (source, layers, activation ? activation : DEFAULT_ACTIVATION, error);
  parameters = experiment ? take_parameters (experiment, weights, g_array_index (layers, ModelLayer, 0).n_inputs,
                                             &network, error)
                          : NULL;
  place = parameters ? place_of (out, error) : NULL;
  if (!place)
    return FALSE;
  text = train_experiment_to_text (experiment);
  if (!model_file_write (place, network, parameters, text, 0, error))
    return FALSE;
  g_print (_("%s: %s, %" G_GSIZE_FORMAT " inputs, %" G_GSIZE_FORMAT " parameters\n"), place,
           train_experiment_get (experiment, "network", "layers"), nn_shape_size (network->input),
           network->n_parameters);
  return TRUE;
}

static int
check_activation (const char *activation)
{
  const NnLayerType *type = activation ? nn_layer_type_find (activation) : NULL;
  g_autofree char   *message = NULL;

  if (!activation || (type && type->title))
    return CLI_DONE;
  message = g_strdup_printf (_("“%s” is no activation; tanh, relu or sigmoid would be"), activation);
  return cli_fail (CLI_WRONG_CALL, message);
}

static int
run (int    argc,
     char **argv)
{
  g_autofree char    *activation = NULL;
  g_autofree char    *out = NULL;
  int                 status = CLI_DONE;
  g_autoptr (GError)  error = NULL;
  const GOptionEntry  entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("The model to write: a file, or a folder for model.safetensors"),
      N_("MODEL") },
    { "activation", 0, 0, G_OPTION_ARG_STRING, &activation,
      N_("What comes after every layer but the last, in a file that does not say so itself; tanh if not given"),
      N_("NAME") },
    G_OPTION_ENTRY_NULL,
  };

  if (!cli_parse (&cli_import_command, entries, &argc, &argv, &status))
    return status;
  if (argc != 2 || !out)
    return cli_fail (CLI_WRONG_CALL,
                     _("“percept import” takes one file of weights (safetensors, npz, npy or a pickle) and --out"));
  status = check_activation (activation);
  if (status != CLI_DONE)
    return status;
  if (!import (argv[1], activation, out, &error))
    return cli_fail (CLI_FAILED, error->message);
  return CLI_DONE;
}

const CliCommand cli_import_command = {
  .name = "import",
  .arguments = "FILE --out MODEL [--activation NAME]",
  .summary = N_("Make a model of weights that another program wrote"),
  .run = run,
};
