/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/memory.h"

#include <unistd.h>

/* More than this process has, no more than there is. */
static void
test_available (void)
{
  guint64 present = (guint64) sysconf (_SC_PHYS_PAGES) * (guint64) sysconf (_SC_PAGESIZE);
  guint64 available = base_memory_available ();

  g_assert_cmpuint (available, >, 1 << 20);
  g_assert_cmpuint (available, <=, present);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory/available", test_available);
  return g_test_run ();
}
