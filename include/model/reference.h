/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_REFERENCE_H
#define MODEL_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/keymap.h"

/*
 * What becomes of the definitions of one kind: to[old] of @count is where each is, negative: nowhere. What says
 * one of them by its number follows; what says @name says @next afterwards, or its number @next_index when it has no
 * name any more. Borrowed; zero names: nothing is renamed.
 */
struct reference_change {
	enum definition_kind kind;
	const int *to;
	size_t count;
	uint32_t name, next; /* symbols */
	int next_index;      /* negative, with @next 0: what said @name is cut */
};

/* The same action afterwards; what there is no way to say any more is ACTION_NONE. */
struct action reference_follow(const struct reference_change *change, struct action action);

/* The same option: names in values of devicetree's, `<&kp>, <&mo>`; one that is gone is &none. */
struct setting reference_follow_option(const struct reference_change *change, struct setting option);

/* Whether one of QMK's 16-bit keycodes is a definition's number. */
bool reference_of_value(uint32_t value, enum definition_kind *kind, uint32_t *number);

/* Whether keys name definitions like this one: they share one space of names. */
bool reference_is_named(const struct definition *definition);

#endif
