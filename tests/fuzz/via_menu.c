/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>

#include "import/via_definition.h"
#include "import/via_menu.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a control has to say, and that a value which it takes is the value that it gives. */
static void check_control(const struct via_menus *menus, size_t index, struct dynamic_keymap *held)
{
	const struct via_control *control = &menus->control[index];
	struct str text = STR_INIT;
	uint32_t value = 0, back = 0;
	struct dynamic_value pressed;
	struct err err;

	assert(control->parent <= index);
	via_control_is_shown(menus, index, held);
	via_control_text(control, held, &text);
	via_control_press(control, &pressed);
	str_clear(&text);
	if (via_control_get(control, held, &value)) {
		via_control_print(control, DIALECT_VIA_12, value, &text);
		if (via_control_parse(control, DIALECT_VIA_12, str_text(&text), &back, &err) &&
		    via_control_put(control, held, back, &err)) {
			assert(via_control_get(control, held, &value));
			assert(value == back);
		}
	}
	str_release(&text);
}

static void check_menus(const struct via_definition *definition, int via)
{
	struct diagnostics told = { 0 };
	struct via_menus menus = { 0 };
	struct dynamic_keymap held = { 0 };

	via_menu_read(definition, via, via < 10, &menus, &told);
	assert(menus.controls <= VIA_MAX_CONTROLS + 64);
	via_menus_values(&menus, &held);
	assert(held.values <= DYNAMIC_MAX_VALUES);
	for (size_t i = 0; i < menus.controls; i++)
		check_control(&menus, i, &held);
	dynamic_keymap_release(&held);
	diagnostics_release(&told);
	via_menus_release(&menus);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	struct via_definition *definition = via_definition_read((const char *)data, size, &told, &err);

	if (definition) {
		check_menus(definition, 9);
		check_menus(definition, 12);
	}
	via_definition_free(definition);
	diagnostics_release(&told);
	return 0;
}
