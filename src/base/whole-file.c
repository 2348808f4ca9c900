/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/whole-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define AT_ONCE (1 << 30) /* bytes: Linux takes no more than 2 GB in one call */

static int
write_all (int           fd,
           const guint8 *data,
           gsize         length)
{
  while (length > 0)
    {
      gssize n = write (fd, data, MIN (length, AT_ONCE));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return errno;
      data += n;
      length -= (gsize) n;
    }
  return 0;
}

/* Some file systems tell only here that there was no room. */
static int
sync_and_close (int fd)
{
  int code = fsync (fd) != 0 ? errno : 0;

  /* A pipe or a special file system need not know how to sync. */
  if (code == EINVAL || code == ENOSYS)
    code = 0;
  if (close (fd) != 0 && code == 0 && errno != EINTR)
    code = errno;
  return code;
}

/* So that the new name outlives a power cut, too; where that cannot be had, the file is there all the same. */
static void
sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  (void) fsync (fd);
  close (fd);
}

/* Under a temporary name in the folder of @target, which is no link. */
static int
write_beside (const char    *target,
              gconstpointer  data,
              gsize          length)
{
  g_autofree char *folder = g_path_get_dirname (target);
  /* Short: where a long name fits, this one does. */
  g_autofree char *temporary = g_build_filename (folder, ".percept-XXXXXX", NULL);
  int              fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0666);
  int              code, code_of_close;

  if (fd < 0)
    return errno;
  code = write_all (fd, data, length);
  code_of_close = sync_and_close (fd);
  if (code == 0)
    code = code_of_close;
  if (code == 0 && rename (temporary, target) != 0)
    code = errno;
  if (code != 0)
    g_unlink (temporary);
  else
    sync_folder (folder);
  return code;
}

int
base_whole_file_write (const char    *path,
                       gconstpointer  data,
                       gsize          length)
{
  char       *target = realpath (path, NULL);
  struct stat info;
  int         code;

  /* Renaming over a device would replace it. */
  if (target && stat (target, &info) == 0 && !S_ISREG (info.st_mode))
    code = S_ISDIR (info.st_mode) ? EISDIR : EEXIST;
  else
    code = write_beside (target ? target : path, data, length);
  free (target);
  return code;
}
