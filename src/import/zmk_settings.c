/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/symbol.h"
#include "model/waiver.h"
#include "zmk_keymap_private.h"

/* Macros that ZMK's headers ask for before they are included. */
static const struct {
	const char *macro, *setting;
} macros[] = {
	{ "ZMK_POINTING_DEFAULT_MOVE_VAL", "pointing.move_value" },
	{ "ZMK_POINTING_DEFAULT_SCRL_VAL", "pointing.scroll_value" },
};

static bool read_macro(const struct zmk_reader *reader, const char *name, int64_t *value)
{
	const struct cpp_macro *macro = cpp_find_macro(reader->cpp, name, strlen(name));

	return macro && zmk_number_parse(macro->body, strlen(macro->body), NULL, value);
}

void zmk_put_settings(struct zmk_reader *reader)
{
	keymap_add_setting(reader->map,
			   (struct setting){ symbol("firmware"), SETTING_TEXT, 0, symbol("zmk") });
	for (size_t i = 0; i < COUNT(macros); i++) {
		struct setting setting = { .name = symbol(macros[i].setting), .type = SETTING_NUMBER };

		if (read_macro(reader, macros[i].macro, &setting.number))
			keymap_add_setting(reader->map, setting);
	}
	waiver_put_all(reader->map, reader->in->text, reader->in->len);
}
