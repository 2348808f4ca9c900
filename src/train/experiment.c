/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/experiment.h"

#include "formats/byte-file.h"
#include "train/experiment-keys.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define FILE_LIMIT (1 << 20)
#define RESOURCE_FOLDER PERCEPT_RESOURCE_PATH "/experiments/"
#define VARIANT_PREFIX "variant "

G_DEFINE_QUARK (percept-train-error-quark, train_error)

struct _TrainExperiment
{
  gatomicrefcount refs;
  GKeyFile       *file;    /* the variant laid over, variant groups gone; comments kept */
  GHashTable     *values;  /* "group.key" -> value, only those written */
  char           *name;
  char           *path;
};

/* Where a value stands, for messages. */
static void
prefix_origin (GError    **error,
               const char *origin)
{
  if (error && *error)
    g_prefix_error (error, "%s: ", origin);
}

/* Those of @group, for messages. */
static char *
list_keys (const char *group)
{
  GString        *list = g_string_new (NULL);
  gsize           n;
  const TrainKey *keys = train_keys (&n);

  for (gsize i = 0; i < n; i++)
    if (g_str_equal (keys[i].group, group))
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", keys[i].key);
  return g_string_free (list, FALSE);
}

static gboolean
check_value (const char *group,
             const char *key,
             const char *value,
             GError    **error)
{
  const TrainKey  *known = train_key_find (group, key);
  g_autofree char *keys = NULL;

  if (known)
    return train_key_check (known, value, error);
  keys = list_keys (group);
  if (keys[0] != '\0')
    g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_UNKNOWN_KEY,
                 _("there is no key “%s” in group [%s]; the keys there are %s"), key, group, keys);
  else
    g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_UNKNOWN_KEY,
                 _("there is no group [%s] (it holds “%s”); the groups are experiment, data, network, training, "
                   "check, landscape and seed"),
                 group, key);
  return FALSE;
}

static gboolean
check_group (GKeyFile   *file,
             const char *group,
             GError    **error)
{
  g_auto (GStrv) names = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; names && names[i]; i++)
    {
      g_autofree char *value = g_strchomp (g_key_file_get_value (file, group, names[i], NULL));
      g_auto (GStrv)   parts = g_strsplit (names[i], ".", 2);
      gboolean         in_variant = g_str_has_prefix (group, VARIANT_PREFIX);

      if (in_variant && g_strv_length (parts) != 2)
        {
          g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_UNKNOWN_KEY,
                       _("[%s] holds “%s”; keys there are written group.key, such as training.rate"), group, names[i]);
          return FALSE;
        }
      if (!check_value (in_variant ? parts[0] : group, in_variant ? parts[1] : names[i], value, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_file (GKeyFile *file,
            GError  **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (guint i = 0; groups[i]; i++)
    {
      g_autofree char *known = list_keys (groups[i]);
      g_auto (GStrv)   written = g_key_file_get_keys (file, groups[i], NULL, NULL);

      /* With a key in it, the message of that key tells more. */
      if (known[0] == '\0' && !written[0] && !g_str_has_prefix (groups[i], VARIANT_PREFIX))
        {
          g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_UNKNOWN_KEY,
                       _("there is no group [%s]; the groups are experiment, data, network, training, check, "
                         "landscape and seed"),
                       groups[i]);
          return FALSE;
        }
      if (!check_group (file, groups[i], error))
        return FALSE;
    }
  return TRUE;
}

/* Lays [variant @variant] over the file and drops all variant groups. */
static gboolean
resolve_variant (GKeyFile   *file,
                 const char *variant,
                 GError    **error)
{
  g_autofree char *group = g_strconcat (VARIANT_PREFIX, variant, NULL);
  g_auto (GStrv)   names = NULL;
  g_auto (GStrv)   groups = NULL;

  if (variant && !g_key_file_has_group (file, group))
    {
      g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_NOT_FOUND, _("there is no variant “%s”"), variant);
      return FALSE;
    }
  names = variant ? g_key_file_get_keys (file, group, NULL, NULL) : NULL;
  for (guint i = 0; names && names[i]; i++)
    {
      g_autofree char *value = g_key_file_get_value (file, group, names[i], NULL);
      g_auto (GStrv)   parts = g_strsplit (names[i], ".", 2);

      g_key_file_set_value (file, parts[0], parts[1], value);
    }
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i]; i++)
    if (g_str_has_prefix (groups[i], VARIANT_PREFIX))
      g_key_file_remove_group (file, groups[i], NULL);
  return TRUE;
}

static TrainExperiment *
experiment_new (GKeyFile   *file,
                const char *name,
                const char *path)
{
  TrainExperiment *experiment = g_new0 (TrainExperiment, 1);
  g_auto (GStrv)   groups = g_key_file_get_groups (file, NULL);

  g_atomic_ref_count_init (&experiment->refs);
  experiment->file = g_key_file_ref (file);
  experiment->name = g_strdup (name);
  experiment->path = g_strdup (path);
  experiment->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; groups[i]; i++)
    {
      g_auto (GStrv) names = g_key_file_get_keys (file, groups[i], NULL, NULL);

      for (guint k = 0; names && names[k]; k++)
        /* One carriage return at the end of a line is dropped in reading; if there are more, so are they. */
        g_hash_table_insert (experiment->values, g_strconcat (groups[i], ".", names[k], NULL),
                             g_strchomp (g_key_file_get_value (file, groups[i], names[k], NULL)));
    }
  return experiment;
}

static TrainExperiment *
parse (const char *text,
       const char *origin,
       const char *name,
       const char *path,
       const char *variant,
       GError    **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError)   detail = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_SYNTAX, _("%s: not an experiment file: it is not UTF-8 text"),
                   origin);
      return NULL;
    }
  /* Translations are kept so that "title[de]" is an unknown key everywhere, and not in German alone. */
  if (!g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS,
                                  &detail))
    {
      g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_SYNTAX,
                   _("%s: not an experiment file (%s); lines are “[group]”, “key = value” or “# comment”"), origin,
                   detail->message);
      return NULL;
    }
  if (!check_file (file, error) || !resolve_variant (file, variant, error))
    {
      prefix_origin (error, origin);
      return NULL;
    }
  return experiment_new (file, name, path);
}

TrainExperiment *
train_experiment_parse (const char *text,
                        const char *origin,
                        const char *variant,
                        GError    **error)
{
  g_autofree char *name = variant ? g_strconcat (origin, "@", variant, NULL) : g_strdup (origin);

  return parse (text, origin, name, NULL, variant, error);
}

/* A path has a separator or the ending; anything else is a bundled name. */
static gboolean
is_path (const char *name)
{
  return strchr (name, G_DIR_SEPARATOR) || g_str_has_suffix (name, ".percept") || strstr (name, ".percept@");
}

static TrainExperiment *
load_file (const char *path,
           const char *variant,
           GError    **error)
{
  g_autoptr (GBytes) bytes = fmt_byte_file_read (path, FILE_LIMIT, error);
  g_autofree char   *text = NULL;
  g_autofree char   *name = g_path_get_basename (path);
  g_autofree char   *full = NULL;

  if (!bytes)
    return NULL;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (strlen (text) != g_bytes_get_size (bytes))
    {
      g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_SYNTAX, _("%s: not an experiment file: it holds a zero byte"), path);
      return NULL;
    }
  if (g_str_has_suffix (name, ".percept"))
    name[strlen (name) - strlen (".percept")] = '\0';
  full = variant ? g_strconcat (name, "@", variant, NULL) : g_strdup (name);
  return parse (text, path, full, path, variant, error);
}

static TrainExperiment *
load_bundled (const char *name,
              const char *base,
              const char *variant,
              GError    **error)
{
  g_autofree char   *resource = g_strconcat (RESOURCE_FOLDER, base, ".percept", NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char   *text = NULL;

  if (!bytes)
    {
      g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_NOT_FOUND,
                   _("there is no bundled experiment “%s”; “percept list” names them, and a file needs the ending "
                     ".percept"),
                   base);
      return NULL;
    }
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return parse (text, base, name, NULL, variant, error);
}

TrainExperiment *
train_experiment_load (const char *name_or_path,
                       GError    **error)
{
  gboolean         path = is_path (name_or_path);
  const char      *at = strrchr (name_or_path, '@');
  g_autofree char *base = NULL;

  /* An "@" within the folders of a path, or in a file that exists under the whole name, is no variant. */
  if (at && path && (strchr (at, G_DIR_SEPARATOR) || g_file_test (name_or_path, G_FILE_TEST_EXISTS)))
    at = NULL;
  base = at ? g_strndup (name_or_path, at - name_or_path) : g_strdup (name_or_path);
  return path ? load_file (base, at ? at + 1 : NULL, error)
              : load_bundled (name_or_path, base, at ? at + 1 : NULL, error);
}

TrainExperiment *
train_experiment_ref (TrainExperiment *experiment)
{
  g_atomic_ref_count_inc (&experiment->refs);
  return experiment;
}

void
train_experiment_unref (TrainExperiment *experiment)
{
  if (!experiment || !g_atomic_ref_count_dec (&experiment->refs))
    return;
  g_key_file_unref (experiment->file);
  g_hash_table_unref (experiment->values);
  g_free (experiment->name);
  g_free (experiment->path);
  g_free (experiment);
}

TrainExperiment *
train_experiment_set (TrainExperiment *experiment,
                      const char      *group,
                      const char      *key,
                      const char      *value,
                      GError         **error)
{
  g_autofree char     *stripped = g_strstrip (g_strdup (value));
  g_autofree char     *text = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (strchr (stripped, '\n') || !check_value (group, key, stripped, error))
    {
      if (error && !*error)
        g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_VALUE, _("%s.%s: a value has one line"), group, key);
      return NULL;
    }
  text = train_experiment_to_text (experiment);
  g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_KEEP_COMMENTS, NULL);
  g_key_file_set_value (file, group, key, stripped);
  return experiment_new (file, experiment->name, experiment->path);
}

TrainExperiment *
train_experiment_assign (TrainExperiment *experiment,
                         const char      *assignment,
                         GError         **error)
{
  g_auto (GStrv) sides = g_strsplit (assignment, "=", 2);
  g_auto (GStrv) place = g_strsplit (sides[0] ? sides[0] : "", ".", 2);

  if (g_strv_length (sides) != 2 || g_strv_length (place) != 2)
    {
      g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_SYNTAX,
                   _("“%s” is no setting; GROUP.KEY=VALUE is needed, such as training.rate=0.2"), assignment);
      return NULL;
    }
  return train_experiment_set (experiment, g_strstrip (place[0]), g_strstrip (place[1]), sides[1], error);
}

TrainExperiment *
train_experiment_with_training_of (TrainExperiment *experiment,
                                   TrainExperiment *then)
{
  TrainExperiment *result = train_experiment_ref (experiment);
  gsize            n;
  const TrainKey  *keys = train_keys (&n);

  for (gsize i = 0; i < n; i++)
    {
      const char      *value = train_experiment_get (then, keys[i].group, keys[i].key);
      TrainExperiment *changed;

      if (!keys[i].live || !g_str_equal (keys[i].group, "training") ||
          g_str_equal (value, train_experiment_get (result, keys[i].group, keys[i].key)))
        continue;
      changed = train_experiment_set (result, keys[i].group, keys[i].key, value, NULL);
      if (!changed) /* it came from an experiment, where it was right */
        continue;
      train_experiment_unref (result);
      result = changed;
    }
  return result;
}

const char *
train_experiment_get (TrainExperiment *experiment,
                      const char      *group,
                      const char      *key)
{
  g_autofree char *name = g_strconcat (group, ".", key, NULL);
  const char      *value = g_hash_table_lookup (experiment->values, name);
  const TrainKey  *known = train_key_find (group, key);

  g_return_val_if_fail (known != NULL, "");
  return value ? value : known->fallback;
}

double
train_experiment_get_real (TrainExperiment *experiment,
                           const char      *group,
                           const char      *key)
{
  return g_ascii_strtod (train_experiment_get (experiment, group, key), NULL);
}

guint64
train_experiment_get_count (TrainExperiment *experiment,
                            const char      *group,
                            const char      *key)
{
  return g_ascii_strtoull (train_experiment_get (experiment, group, key), NULL, 10);
}

const char *
train_experiment_get_name (TrainExperiment *experiment)
{
  return experiment->name;
}

const char *
train_experiment_get_path (TrainExperiment *experiment)
{
  return experiment->path;
}

const char *
train_experiment_get_title (TrainExperiment *experiment)
{
  const char *title = train_experiment_get (experiment, "experiment", "title");

  return title[0] != '\0' ? title : experiment->name;
}

char *
train_experiment_to_text (TrainExperiment *experiment)
{
  return g_key_file_to_data (experiment->file, NULL, NULL);
}

gboolean
train_experiment_save (TrainExperiment *experiment,
                       const char      *path,
                       GError         **error)
{
  g_autofree char *text = train_experiment_to_text (experiment);

  return fmt_byte_file_write (path, text, strlen (text), error);
}

static void
append_variants (GPtrArray  *names,
                 const char *base,
                 GBytes     *bytes)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv)       groups = NULL;

  if (!g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL))
    return;
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i]; i++)
    if (g_str_has_prefix (groups[i], VARIANT_PREFIX))
      g_ptr_array_add (names, g_strconcat (base, "@", groups[i] + strlen (VARIANT_PREFIX), NULL));
}

/* The gallery's order is a resource of its own, one name a line. */
char **
train_experiment_list_bundled (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GBytes)    order = g_resources_lookup_data (RESOURCE_FOLDER "order", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_auto (GStrv)        lines = NULL;

  if (order)
    {
      g_autofree char *text = g_strndup (g_bytes_get_data (order, NULL), g_bytes_get_size (order));

      lines = g_strsplit (text, "\n", -1);
    }
  for (guint i = 0; lines && lines[i] && lines[i][0] != '\0'; i++)
    {
      g_autofree char   *resource = g_strconcat (RESOURCE_FOLDER, lines[i], ".percept", NULL);
      g_autoptr (GBytes) bytes = g_resources_lookup_data (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      if (!bytes)
        continue;
      g_ptr_array_add (names, g_strdup (lines[i]));
      append_variants (names, lines[i], bytes);
    }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}
