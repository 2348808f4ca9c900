/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* The entry that libFuzzer calls, and replay.c for every file of a corpus. Each fuzz-FORMAT.c has one. */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);
