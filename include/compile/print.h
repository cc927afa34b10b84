/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_PRINT_H
#define COMPILE_PRINT_H

#include "base/err.h"
#include "base/str.h"
#include "compile/input.h"
#include "model/diagnostic.h"

/*
 * Write @in's keymap in one format. What the format has no words for is told in @lost, a warning each with its place,
 * and is left out or becomes what does nothing. Same input, same bytes. False when nothing sensible can be
 * written: the format wants what is not known (a USB id, a matrix).
 */
typedef bool keymap_print(const struct compile_input *in, struct str *out, struct diagnostics *lost,
			  struct err *err);

keymap_print keymap_c_print;      /* QMK's keymap.c */
keymap_print keymap_json_print;   /* QMK's keymap.json */
keymap_print keymap_drawer_print; /* keymap-drawer's YAML */
keymap_print keyplane_json_print; /* our own, data/schemas/keyplane.schema.json */
keymap_print via_save_print;      /* what VIA's app saves and loads */
keymap_print vil_print;           /* what Vial's saves and loads */
keymap_print zmk_keymap_print;    /* ZMK's .keymap */

#endif
