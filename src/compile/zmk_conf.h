/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_ZMK_CONF_H
#define COMPILE_ZMK_CONF_H

#include "base/str.h"
#include "zmk_shield.h"

enum { ZMK_NAME_MAX = 16 }; /* bytes of CONFIG_ZMK_KEYBOARD_NAME */

/* Whether its name can be one of Kconfig's. */
bool zmk_conf_is_option(const struct setting *setting);

/* The name that hosts see, uncut, "" where ZMK's tree has it; ms that a switch settles, -1 when nothing is said, or nothing that ZMK can have. */
const char *zmk_conf_name(const struct zmk_shield *s);
int zmk_conf_debounce(const struct zmk_shield *s);

/* The options of all the keyboard, and those of the left half alone: nothing when there are none. */
void zmk_conf_emit(const struct zmk_shield *s, struct str *out);
void zmk_conf_central_emit(const struct zmk_shield *s, struct str *out);

#endif
