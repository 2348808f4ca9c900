/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/memory.h"

#include <stdio.h>
#include <unistd.h>

/* What the kernel estimates, caches that it can give up included. */
static gboolean
read_estimate (guint64 *kilobytes)
{
  FILE    *file = fopen ("/proc/meminfo", "re");
  char     line[128];
  gboolean found = FALSE;

  while (file && !found && fgets (line, sizeof line, file))
    found = sscanf (line, "MemAvailable: %" G_GUINT64_FORMAT " kB", kilobytes) == 1;
  if (file)
    fclose (file);
  return found;
}

guint64
base_memory_available (void)
{
  guint64 kilobytes;
  long    pages = sysconf (_SC_AVPHYS_PAGES);

  if (read_estimate (&kilobytes))
    return kilobytes * 1024;
  return pages > 0 ? (guint64) pages * (guint64) sysconf (_SC_PAGESIZE) : G_MAXUINT64;
}
