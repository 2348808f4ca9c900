/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures into files and the clipboard, while the window goes on. */

#include "plot/curves.h"
#include "plot/weight-sheet.h"
#include "widgets/figure-export.h"
#include "widgets/widget-driver.h"

#include <glib/gstdio.h>
#include <string.h>

#define SIDE 28

static char *scratch;

typedef struct
{
  PerceptFigureView *view;
  GMainLoop         *loop;
  char              *done;
  GError            *error;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->view = g_object_ref_sink (PERCEPT_FIGURE_VIEW (percept_figure_view_new ()));
  fixture->loop = g_main_loop_new (NULL, FALSE);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->view);
  g_main_loop_unref (fixture->loop);
  g_clear_pointer (&fixture->done, g_free);
  g_clear_error (&fixture->error);
}

static void
show_sheet (Fixture *fixture,
            guint    n_units)
{
  PlotWeightSheet  *sheet = plot_weight_sheet_new ("Hidden units", "hidden unit");
  gsize             n = (gsize) n_units * SIDE * SIDE;
  g_autofree float *weights = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    weights[i] = (float) g_test_rand_double_range (-1, 1);
  plot_weight_sheet_set_weights (sheet, weights, n_units, 1, SIDE, SIDE, NULL);
  percept_figure_view_set_figure (fixture->view, plot_weight_sheet_figure (sheet), "Hidden units");
  /* The view keeps it. */
  plot_figure_unref (plot_weight_sheet_figure (sheet));
}

static void
done_cb (GObject      *view,
         GAsyncResult *result,
         gpointer      data)
{
  Fixture *fixture = data;

  fixture->done = percept_figure_export_finish (PERCEPT_FIGURE_VIEW (view), result, &fixture->error);
  g_main_loop_quit (fixture->loop);
}

static GdkClipboard *
clipboard_of (Fixture *fixture)
{
  return gtk_widget_get_clipboard (GTK_WIDGET (fixture->view));
}

static void
text_cb (GObject      *clipboard,
         GAsyncResult *result,
         gpointer      data)
{
  Fixture *fixture = data;

  g_free (fixture->done);
  fixture->done = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, &fixture->error);
  g_main_loop_quit (fixture->loop);
}

static void
test_numbers (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *csv = NULL;

  show_sheet (fixture, 10);
  csv = plot_figure_to_csv (percept_figure_view_get_figure (fixture->view));
  g_assert_true (percept_figure_has_few_numbers (percept_figure_view_get_figure (fixture->view)));
  percept_figure_copy_numbers_async (fixture->view, done_cb, fixture);
  g_main_loop_run (fixture->loop);
  g_assert_no_error (fixture->error);
  gdk_clipboard_read_text_async (clipboard_of (fixture), NULL, text_cb, fixture);
  g_main_loop_run (fixture->loop);
  g_assert_cmpstr (fixture->done, ==, csv);
}

/* Too many are refused with what to do instead, and what was in the clipboard stays there. */
static void
test_too_many_numbers (Fixture      *fixture,
                       gconstpointer data)
{
  gdk_clipboard_set_text (clipboard_of (fixture), "before");
  show_sheet (fixture, 300);
  g_assert_false (percept_figure_has_few_numbers (percept_figure_view_get_figure (fixture->view)));
  percept_figure_copy_numbers_async (fixture->view, done_cb, fixture);
  g_main_loop_run (fixture->loop);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_nonnull (strstr (fixture->error->message, "235"));
  g_assert_nonnull (strstr (fixture->error->message, "CSV"));
  g_clear_error (&fixture->error);
  gdk_clipboard_read_text_async (clipboard_of (fixture), NULL, text_cb, fixture);
  g_main_loop_run (fixture->loop);
  g_assert_cmpstr (fixture->done, ==, "before");
}

static void
test_picture (Fixture      *fixture,
              gconstpointer data)
{
  show_sheet (fixture, 10);
  percept_figure_copy_async (fixture->view, done_cb, fixture);
  g_main_loop_run (fixture->loop);
  g_assert_no_error (fixture->error);
  g_assert_nonnull (fixture->done);
  g_assert_true (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard_of (fixture)),
                                                        "image/png"));
}

/* The figure is replaced while the file is being written: it holds what was asked for. */
static void
test_replaced_meanwhile (Fixture      *fixture,
                         gconstpointer data)
{
  g_autofree char *path = g_build_filename (scratch, "sheet.csv", NULL);
  g_autofree char *csv = NULL;
  g_autofree char *written = NULL;

  show_sheet (fixture, 300);
  csv = plot_figure_to_csv (percept_figure_view_get_figure (fixture->view));
  percept_figure_save_async (fixture->view, path, done_cb, fixture);
  show_sheet (fixture, 2);
  percept_figure_view_set_figure (fixture->view, NULL, NULL);
  g_main_loop_run (fixture->loop);
  g_assert_no_error (fixture->error);
  g_assert_nonnull (strstr (fixture->done, "sheet.csv"));
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, csv);
  g_remove (path);
}

static void
test_nothing_to_save (Fixture      *fixture,
                      gconstpointer data)
{
  percept_figure_save_async (fixture->view, "nowhere.png", done_cb, fixture);
  g_main_loop_run (fixture->loop);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_null (fixture->done);
}

/* A bad place and a bad ending leave nothing behind. */
static void
test_cannot_be_written (Fixture      *fixture,
                        gconstpointer data)
{
  g_autofree char *path = g_build_filename (scratch, (const char *) data, NULL);

  show_sheet (fixture, 2);
  percept_figure_save_async (fixture->view, path, done_cb, fixture);
  g_main_loop_run (fixture->loop);
  g_assert_nonnull (fixture->error);
  g_assert_nonnull (strstr (fixture->error->message, path));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  int status;

  if (!driver_start (&argc, &argv))
    return 0;
  scratch = g_dir_make_tmp ("percept-export-XXXXXX", NULL);
#define ADD(name, data, test) g_test_add ("/figure-export/" name, Fixture, data, set_up, test, tear_down)
  ADD ("numbers", NULL, test_numbers);
  ADD ("too-many-numbers", NULL, test_too_many_numbers);
  ADD ("picture", NULL, test_picture);
  ADD ("replaced-meanwhile", NULL, test_replaced_meanwhile);
  ADD ("nothing-to-save", NULL, test_nothing_to_save);
  ADD ("bad-ending", "figure.bmp", test_cannot_be_written);
  ADD ("bad-place", "no-such-folder/figure.png", test_cannot_be_written);
  status = g_test_run ();
  g_rmdir (scratch);
  g_free (scratch);
  return status;
}
