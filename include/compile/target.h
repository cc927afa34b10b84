/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_TARGET_H
#define COMPILE_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "compile/fileset.h"
#include "model/diagnostic.h"
#include "model/keyboard.h"
#include "model/keymap.h"
#include "model/source.h"

/* What is compiled. All borrowed. */
struct compile_input {
	const struct keyboard *keyboard;
	const struct layout *layout;
	const struct keymap *map;
	const struct source *source; /* the keymap.json that the keymap came from; NULL: none */
	const char *keymap_name;     /* "default": [a-z0-9_]+, checked */
};

/* One firmware. Pure: the same input gives the same bytes. */
struct target {
	const char *name; /* "qmk": --target */
	const char *help;
	/* What this firmware cannot express, and what was done instead; lints of any keymap are model/check.h's.
	 * Errors mean that emit() would refuse. */
	void (*check)(const struct compile_input *in, struct diagnostics *out);
	bool (*emit)(const struct compile_input *in, struct fileset *out, struct err *err);
	/* Every path that emit() may make, the one that a person reads first at the front; NULL at the end. */
	const char *const *paths;
	/* Files that the firmware's own build would take as sources too, if they stood beside them; likewise. */
	const char *const *excludes;
};

const struct target *target_find(const char *name); /* NULL: none */
size_t target_count(void);
const struct target *target_at(size_t index);

/* check_keymap() and check(), then emit() unless they found errors: then false, ERR_REFUSED and the count in @err. */
bool target_compile(const struct target *target, const struct compile_input *in, struct fileset *files,
		    struct diagnostics *diagnostics, struct err *err);

#endif
