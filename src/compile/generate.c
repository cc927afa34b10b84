/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "compile/marker.h"
#include "generate_private.h"

static bool emit_info_json(const struct generate_input *input, struct str *out,
			   struct diagnostics *diagnostics, struct err *err)
{
	struct generation g = { input, out, diagnostics, err, false };

	generate_info_json(input->info, false, out);
	return generation_end(&g);
}

#define C_MARKER    "// " MARKER "\n"
#define MAKE_MARKER "# " MARKER "\n"

/* Alphabetical; a test asserts it. */
static const struct generator generators[] = {
	{ "config-h", "info_config.h", C_MARKER, "settings of the keyboard's code", true, false,
	  generate_config_h },
	{ "info-json", "info.json", "", "all data, merged, as qmk info prints them", false, false,
	  emit_info_json },
	{ "keyboard-c", "default_keyboard.c", C_MARKER,
	  "tables: LEDs, used places of the matrix, joystick, hands", false, false, generate_keyboard_c },
	{ "keyboard-h", "default_keyboard.h", C_MARKER, "LAYOUT macros and the keyboard's own keycodes",
	  false, false, generate_keyboard_h },
	{ "keyboard-json", "keyboard.json", "", "a keyboard's data anew, of what is known of it", false, true,
	  generate_keyboard_json },
	{ "kle-json", "kle.json", "", "a drawing for keyboard-layout-editor.com", false, true,
	  generate_kle_json },
	{ "rules-mk", "info_rules.mk", MAKE_MARKER, "what make is told: processor, bootloader, features",
	  true, false, generate_rules_mk },
	{ "via-json", "via.json", "", "a definition for VIA's app", false, true, generate_via_json },
	{ "via-v2-json", "via_v2.json", "", "the same for its firmware before protocol 11", false, true,
	  generate_via_v2_json },
	{ "vial-json", "vial.json", "", "the same for Vial's app and firmware", false, true,
	  generate_vial_json },
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
