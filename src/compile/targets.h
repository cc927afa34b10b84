/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_TARGETS_H
#define COMPILE_TARGETS_H

#include "compile/target.h"

/* One firmware each; the rows of target.c. */
extern const struct target target_keychron, target_qmk, target_qmk_json, target_via, target_vial, target_zmk;

#endif
