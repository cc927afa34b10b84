/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_TARGETS_H
#define COMPILE_TARGETS_H

#include "compile/bundle.h"
#include "compile/target.h"

/* One firmware each; the rows of target.c. */
extern const struct target target_keychron, target_qmk, target_qmk_json, target_via, target_vial, target_zmk;

/* How repositories are made around their files; in bundle_*.c. */
extern const struct bundler bundler_qmk, bundler_via, bundler_vial, bundler_keychron, bundler_zmk;

#endif
