/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_QMK_LAYER_CALL_H
#define MODEL_QMK_LAYER_CALL_H

#include <stddef.h>

/*
 * Which arguments of a function or macro of QMK's (quantum_keycodes.h, action_layer.h, process_tap_dance.h) are the
 * number of a layer: a bit for each, 1 for the first. 0: none, or it is not known.
 */
unsigned qmk_layer_arguments(const char *name, size_t len);

#endif
