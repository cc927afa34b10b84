/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "ui/program.h"

static struct effect *add(struct effects *effects, enum effect_type type, long number)
{
	struct effect *effect;

	assert(effects->count < EFFECTS_MAX);
	effect = &effects->item[effects->count++];
	*effect = (struct effect){ .type = type, .number = number };
	return effect;
}

void effects_add(struct effects *effects, enum effect_type type, long number)
{
	add(effects, type, number);
}

void effects_add_argv(struct effects *effects, enum effect_type type, long number, const char *const *argv)
{
	struct effect *effect = add(effects, type, number);

	for (size_t i = 0; argv[i]; i++) {
		assert(i < EFFECT_ARGS_MAX);
		effect->argv[i] = mem_copy_text(argv[i]);
	}
}

void effects_add_call(struct effects *effects, void (*call)(void *state, struct effects *effects))
{
	add(effects, EFFECT_CALL, 0)->call = call;
}

void effects_release(struct effects *effects)
{
	for (size_t i = 0; i < effects->count; i++)
		for (size_t j = 0; effects->item[i].argv[j]; j++)
			free(effects->item[i].argv[j]);
	effects->count = 0;
}
