/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

#include <stddef.h>

#include "model/diagnostic.h"
#include "model/keyboard.h"
#include "model/keymap.h"

/* What is looked at. Borrowed. */
struct check_input {
	const struct keymap *map;
	const struct layout *layout; /* NULL: not known, then its rules are left out */
	const struct keymap
		*words; /* it in the words of the firmware that is aimed at; NULL: those of its own */
};

/* One thing that may be wrong with a keymap whatever it is compiled to. */
struct check_rule {
	struct diagnostic_kind kind;
	const char *help; /* one line, no full stop */
	void (*run)(const struct check_input *in, const struct diagnostic_kind *kind,
		    struct diagnostics *out);
};

/* Alphabetical by code. */
size_t check_rule_count(void);
const struct check_rule *check_rule_at(size_t index);

/* Run every rule; findings come rule by rule, then in the order of layers and keys. */
void check_keymap(const struct check_input *in, struct diagnostics *out);

#endif
