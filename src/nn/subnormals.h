/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The memory of an optimizer whose gradient has become zero (of a unit that is off on all examples, say) shrinks by a
 * factor in each step, until it is subnormal (below 1.2e-38), where rounding keeps it for good; and processors take
 * several times as long over each such number. In training they are zero: nothing is lost that 1e-8, the least that
 * any optimizer divides by, would not drown. */

#define NN_SUBNORMALS_FLUSHED 0x8040u /* MXCSR: results, and operands */

/* From now on, in this thread. Returns: for nn_subnormals_restore(). Where the processor is not known, nothing. */
static inline guint
nn_subnormals_flush (void)
{
#if defined(__SSE2__)
  guint before = __builtin_ia32_stmxcsr ();

  __builtin_ia32_ldmxcsr (before | NN_SUBNORMALS_FLUSHED);
  return before;
#else
  return 0;
#endif
}

static inline void
nn_subnormals_restore (guint before)
{
#if defined(__SSE2__)
  guint others = __builtin_ia32_stmxcsr () & ~NN_SUBNORMALS_FLUSHED;

  __builtin_ia32_ldmxcsr (others | (before & NN_SUBNORMALS_FLUSHED));
#endif
}
