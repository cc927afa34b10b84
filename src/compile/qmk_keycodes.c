/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "qmk_private.h"
#include <string.h>

/* Keycodes that QMK has no name for: the user's own, which other code gives a meaning, and ours. */

enum {
	VALUE_KEYBOARD = 0x7e00, /* QK_KB_0: what a keyboard's own files declare */
	VALUE_USER = 0x7e40,     /* QK_USER, SAFE_RANGE */
	VALUE_USER_LAST = 0x7fff,
};

static const struct diagnostic_kind keycode_unused = { "qmk-keycode-code", SEVERITY_NOTE };
static const struct diagnostic_kind too_many = { "qmk-keycode-count", SEVERITY_ERROR };

static bool is_played(const struct qmk *q, size_t index)
{
	const struct definition *keycode = keymap_definition(q->map, DEFINITION_KEYCODE, index);
	size_t macro;

	return qmk_find_definition(q, DEFINITION_MACRO, keycode->name, &macro);
}

static int64_t value_of(const struct qmk *q, size_t index)
{
	const struct setting *value =
		definition_option(keymap_definition(q->map, DEFINITION_KEYCODE, index), "value");

	return value && value->type == SETTING_NUMBER ? value->number : 0;
}

/* Firmwares that number them otherwise have them in the keymap's order. */
static bool is_plain(const struct qmk *q)
{
	return !strcmp(q->flavour->first_keycode, "SAFE_RANGE");
}

/* The keyboard's header may declare it as well: as a macro of the same number it may stand in both. */
static bool is_keyboards(const struct qmk *q, size_t index)
{
	return value_of(q, index) >= VALUE_KEYBOARD && value_of(q, index) < VALUE_USER;
}

static void write_keyboards(struct qmk *q)
{
	bool any = false;

	for (size_t i = 0; i < keymap_definitions(q->map, DEFINITION_KEYCODE); i++) {
		if (!is_keyboards(q, i))
			continue;
		str_addf(&q->tables, "#define %s (QK_KB_0 + %d)\n", q->name[DEFINITION_KEYCODE][i],
			 (int)(value_of(q, i) - VALUE_KEYBOARD));
		any = true;
	}
	if (any)
		str_add_char(&q->tables, '\n');
}

static void tell(struct qmk *q)
{
	size_t count = 0;

	for (size_t i = 0; i < keymap_definitions(q->map, DEFINITION_KEYCODE); i++)
		count += !is_played(q, i);
	if (count)
		diagnostics_add(q->out, &keycode_unused, PLACE_NONE,
				"%zu keycode%s of your own: what %s is up to code of yours", count,
				count == 1 ? "" : "s", count == 1 ? "it does" : "they do");
}

void qmk_write_keycodes(struct qmk *q)
{
	size_t count = keymap_definitions(q->map, DEFINITION_KEYCODE);
	int64_t next = VALUE_USER;
	bool begun = false;

	tell(q);
	write_keyboards(q);
	for (size_t i = 0; i < count + q->owns; i++) {
		int64_t value = i < count ? value_of(q, i) : 0;

		if (i < count && is_keyboards(q, i))
			continue;
		if (!begun)
			str_add(&q->tables, "enum custom_keycodes {\n");
		str_addf(&q->tables, "    %s",
			 i < count ? q->name[DEFINITION_KEYCODE][i] : q->own[i - count].name);
		if (is_plain(q) && value > next && value <= VALUE_USER_LAST) {
			str_addf(&q->tables, " = SAFE_RANGE + %d", (int)(value - VALUE_USER));
			next = value;
		} else if (!begun) {
			str_addf(&q->tables, " = %s", q->flavour->first_keycode);
		}
		str_add(&q->tables, ",\n");
		begun = true;
		next++;
	}
	if (begun)
		str_add(&q->tables, "};\n\n");
	if (next > VALUE_USER_LAST + 1)
		diagnostics_add(q->out, &too_many, PLACE_NONE,
				"QMK has %d keycodes for a keymap's own, not %d",
				VALUE_USER_LAST + 1 - VALUE_USER, (int)(next - VALUE_USER));
}
