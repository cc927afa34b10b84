/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "generate_private.h"

static bool emit_info_json(const struct generate_input *input, struct str *out,
			   struct diagnostics *diagnostics, struct err *err)
{
	struct generation g = { input, out, diagnostics, err, false };

	generate_info_json(input->info, false, out);
	return generation_end(&g);
}

/* Alphabetical; a test asserts it. */
static const struct generator generators[] = {
	{ "config-h", "info_config.h", "What the code is told about the keyboard", true, generate_config_h },
	{ "info-json", "info.json", "All data, merged and in QMK's order", false, emit_info_json },
	{ "keyboard-c", "default_keyboard.c", "Tables: LEDs, mask of the matrix, joystick, hands", false,
	  generate_keyboard_c },
	{ "keyboard-h", "default_keyboard.h", "LAYOUT macros and keycodes of the keyboard", false,
	  generate_keyboard_h },
	{ "rules-mk", "info_rules.mk", "What make is told: processor, bootloader, features", true,
	  generate_rules_mk },
};

size_t generator_count(void)
{
	return COUNT(generators);
}

const struct generator *generator_at(size_t index)
{
	assert(index < COUNT(generators));
	return &generators[index];
}

const struct generator *generator_find(const char *name)
{
	for (size_t i = 0; i < COUNT(generators); i++)
		if (!strcmp(generators[i].name, name))
			return &generators[i];
	return NULL;
}
