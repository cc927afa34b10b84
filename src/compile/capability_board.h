/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_CAPABILITY_BOARD_H
#define COMPILE_CAPABILITY_BOARD_H

#include "model/hardware.h"
#include "model/keyboard.h"

/* The keyboard that samples are compiled for: two halves of two rows by four, with hands, an encoder each, and all
 * pins known. */
enum { CAPABILITY_KEYS = 16, CAPABILITY_ENCODERS = 2 };

struct keyboard *capability_keyboard(void);
struct hardware *capability_hardware(void);

#endif
