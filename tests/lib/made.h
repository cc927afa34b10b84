/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_MADE_H
#define TESTS_MADE_H

#include <stdio.h>
#include <stdlib.h>

#include "model/keymap.h"
#include "model/symbol.h"
#include "model/zmk_action.h"

/* Definitions made by hand, for tests. */

/* A definition with room for what a test puts in. */
struct made {
	struct definition definition;
	struct step step[16];
	struct setting option[8];
	uint16_t position[4];
};

static inline struct made make_definition(enum definition_kind kind, const char *name)
{
	return (struct made){ .definition = { .kind = (uint16_t)kind, .name = symbol(name) } };
}

static inline void made_step(struct made *made, enum step_op op, int32_t value, struct action action)
{
	made->step[made->definition.steps++] =
		(struct step){ .op = (uint16_t)op, .value = value, .action = action };
}

static inline void made_text(struct made *made, const char *text)
{
	made->step[made->definition.steps++] = (struct step){ .op = STEP_TEXT, .text = symbol(text) };
}

static inline void made_option(struct made *made, const char *name, enum setting_type type, int64_t number,
			       const char *text)
{
	made->option[made->definition.options++] =
		(struct setting){ symbol(name), (uint16_t)type, number, symbol(text) };
}

static inline void made_positions(struct made *made, uint16_t first, uint16_t second)
{
	made->position[0] = first;
	made->position[1] = second;
	made->definition.positions = 2;
}

static inline void made_put(struct keymap *map, struct made *made)
{
	made->definition.step = made->step;
	made->definition.option = made->option;
	made->definition.position = made->position;
	keymap_add_definition(map, &made->definition);
}

static inline struct action zmk_text(const char *text)
{
	struct action action;
	struct err err;

	if (zmk_action_parse(text, NULL, &action, &err))
		return action;
	printf("Bail out! %s: %s\n", text, err.text);
	exit(1);
}

#endif
