/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/figure-menu.h"

#include "plot/number.h"
#include "widgets/figure-export.h"

#include <glib/gi18n-lib.h>

/* What came of it is told by the window: it owns the toasts. */
static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (source);
  g_autoptr (GError) error = NULL;
  g_autofree char   *done = percept_figure_export_finish (view, result, &error);

  if (done != NULL)
    gtk_widget_activate_action (GTK_WIDGET (view), "win.confirm", "s", done);
  else
    gtk_widget_activate_action (GTK_WIDGET (view), "win.report", "s", error->message);
}

static void
chosen_cb (GtkNativeDialog   *dialog,
           int                response,
           PerceptFigureView *view)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char  *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    path = g_file_get_path (file);
  if (path != NULL)
    percept_figure_save_async (view, path, done_cb, NULL);
  else if (file != NULL)
    gtk_widget_activate_action (GTK_WIDGET (view), "win.report", "s",
                                _("This place is not on this computer: choose one that is"));
  g_object_set_data (G_OBJECT (view), "percept-dialog", NULL);
}

static void
choose_file (PerceptFigureView *view,
             const char        *title,
             const char        *proposal)
{
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (view))),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), proposal);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), view, 0);
  /* The view keeps it until it is answered. */
  g_object_set_data_full (G_OBJECT (view), "percept-dialog", dialog, g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
copy_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  percept_figure_copy_async (PERCEPT_FIGURE_VIEW (widget), done_cb, NULL);
}

static void
copy_numbers_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  percept_figure_copy_numbers_async (PERCEPT_FIGURE_VIEW (widget), done_cb, NULL);
}

static void
save_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (widget);
  const char        *ending = g_variant_get_string (parameter, NULL);
  g_autofree char   *title = g_strdup_printf (_("Save as %s"), ending);
  g_autofree char   *lower = g_ascii_strdown (ending, -1);
  g_autofree char   *proposal = g_strdup_printf ("%s.%s", percept_figure_view_get_file_name (view), lower);

  choose_file (view, title, proposal);
}

void
percept_figure_menu_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "figure.copy", NULL, copy_cb);
  gtk_widget_class_install_action (widget_class, "figure.copy-numbers", NULL, copy_numbers_cb);
  gtk_widget_class_install_action (widget_class, "figure.save", "s", save_cb);
}

static void
append_numbers (GMenu            *menu,
                const PlotFigure *figure)
{
  g_autofree char *count = plot_number_fixed ((double) plot_figure_count (figure), 0);
  g_autofree char *label = g_strdup_printf (_("Copy Numbers: %s are too many, save them"), count);

  if (percept_figure_has_few_numbers (figure))
    g_menu_append (menu, _("Copy _Numbers"), "figure.copy-numbers");
  else
    g_menu_append (menu, label, "figure.copy-numbers");
  g_menu_append (menu, _("Save Numbers as CS_V…"), "figure.save::CSV");
}

void
percept_figure_menu_update (GtkPopoverMenu    *popover,
                            PerceptFigureView *view)
{
  PlotFigure       *figure = percept_figure_view_get_figure (view);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) picture = g_menu_new ();
  g_autoptr (GMenu) numbers = g_menu_new ();

  g_menu_append (picture, _("_Copy"), "figure.copy");
  g_menu_append (picture, _("Save as _PNG…"), "figure.save::PNG");
  g_menu_append (picture, _("Save as _SVG…"), "figure.save::SVG");
  g_menu_append (picture, _("Save as P_DF…"), "figure.save::PDF");
  append_numbers (numbers, figure);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (picture));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (numbers));
  if (percept_figure_view_get_extra_menu (view) != NULL)
    g_menu_prepend_section (menu, NULL, percept_figure_view_get_extra_menu (view));
  gtk_widget_action_set_enabled (GTK_WIDGET (view), "figure.copy-numbers", percept_figure_has_few_numbers (figure));
  gtk_popover_menu_set_menu_model (popover, G_MENU_MODEL (menu));
}

GtkWidget *
percept_figure_menu_new (PerceptFigureView *view)
{
  GtkWidget *popover = gtk_popover_menu_new_from_model (NULL);

  gtk_widget_set_parent (popover, GTK_WIDGET (view));
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  return popover;
}
