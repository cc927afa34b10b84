/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BUILD_TOOLCHAIN_H
#define BUILD_TOOLCHAIN_H

#include <stdbool.h>

#include "base/err.h"
#include "model/diagnostic.h"

/* What a family of processors needs before QMK can be built for it. */
struct toolchain {
	const char *name;         /* "AVR" */
	const char *compiler[3];  /* any one of them will do; NULL-ended */
	const char *install;      /* the command that brings it on Debian and its kin */
	const char *submodule[6]; /* of the QMK tree; NULL-ended */
};

/* By QMK's name of the processor: "atmega32u4", "STM32F303", "RP2040". NULL: no such family known. */
const struct toolchain *toolchain_find(const char *processor);

/* Programs that were found: absolute paths, owned; NULL: not on the search path. */
struct toolchain_programs {
	char *qmk, *make, *compiler;
};
void toolchain_programs_release(struct toolchain_programs *programs);

/*
 * Look at the QMK tree in folder @tree and for the programs on @path, a list
 * of folders as in $PATH. Everything that is missing becomes a diagnostic that
 * says how to get it. False when a build cannot work: @out then has an error.
 * @chain NULL: the processor is not known, its compiler is not looked for.
 */
bool toolchain_check(const char *tree, const struct toolchain *chain, const char *path,
		     struct toolchain_programs *programs, struct diagnostics *out);

/* The first executable file @name in the absolute folders of @path; the caller frees. NULL: none. */
char *toolchain_find_program(const char *path, const char *name);

#endif
