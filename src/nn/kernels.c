/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/kernels.h"

#include <stdatomic.h>

static _Atomic (const NnKernels *) selected;

static gboolean
runs_here (const NnKernels *kernels)
{
#if defined(__x86_64__)
  __builtin_cpu_init ();
  if (kernels == &nn_kernels_avx512)
    return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512bw") &&
           __builtin_cpu_supports ("avx512vl") && __builtin_cpu_supports ("avx512dq");
  if (kernels == &nn_kernels_avx2)
    return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
#endif
  return kernels == &nn_kernels_plain;
}

/* Best first. */
static const NnKernels *const all[] = {
#if defined(__x86_64__)
  &nn_kernels_avx512,
  &nn_kernels_avx2,
#endif
  &nn_kernels_plain,
};

gboolean
nn_kernels_select (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if ((!name || g_str_equal (all[i]->name, name)) && runs_here (all[i]))
      {
        atomic_store (&selected, all[i]);
        return TRUE;
      }
  return FALSE;
}

const NnKernels *
nn_kernels (void)
{
  const NnKernels *kernels = atomic_load_explicit (&selected, memory_order_relaxed);

  if (G_UNLIKELY (!kernels))
    {
      if (!nn_kernels_select (g_getenv ("PERCEPT_KERNELS")))
        nn_kernels_select (NULL);
      kernels = atomic_load (&selected);
    }
  return kernels;
}
