/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/str.h"
#include "model/action_names.h"
#include "model/qmk_constant.h"
#include "tap.h"

static const struct {
	const char *name;
	int64_t value;
} constants[] = {
	{ "_BASE", 0 },      { "_LOWER", 1 },     { "_RAISE", 2 },       { "BIG", 1LL << 40 },
	{ "NEGATIVE", -1 },  { "TD_ESC", 3 },     { "MY_KEY", 0x7e42 },  { "MY_A", 4 },
	{ "MY_MODS", 0x12 }, { "DEBUG", 0x7e40 }, { "MY_CTL_C", 0x106 },
};

static bool number(const void *data, const char *name, size_t len, int64_t *value)
{
	(void)data;
	for (size_t i = 0; i < COUNT(constants); i++) {
		if (strlen(constants[i].name) != len || memcmp(constants[i].name, name, len))
			continue;
		*value = constants[i].value;
		return true;
	}
	return false;
}

static const char *layer_name(const void *data, uint32_t layer)
{
	const char *const *names = data;

	return layer < 2 ? names[layer] : NULL;
}

static void is_parsed(const struct action_names *names, const char *text, const char *want)
{
	struct str got = STR_INIT;
	struct action action;
	struct err err = { 0 };

	if (action_parse_with(text, names, &action, &err))
		action_print(action, &got);
	else
		str_addf(&got, "error: %s", err.text);
	is_text(str_text(&got), want, "%s is %s", text, want);
	str_release(&got);
}

static void test_names(void)
{
	static const char *const rows[][2] = {
		{ "KC_A", "KC_A" },
		{ "MO(_LOWER)", "MO(1)" },
		{ "LT(_RAISE, KC_SPC)", "LT(2, KC_SPC)" },
		{ "MO(_LOWER + 1)", "MO(2)" },
		{ "TG((_RAISE << 2) - 3 * _LOWER)", "TG(5)" },
		{ "TO(_RAISE == 2 ? 7 : 8)", "TO(7)" },
		{ "TO(!_BASE ? ~-8 / 2 : 1)", "TO(3)" },
		{ "TO(7 % 4 | 8 & 12 ^ 1)", "TO(11)" },
		{ "TO(1 < 2 && 2 <= 2 || 1 / 0)", "TO(1 < 2 && 2 <= 2 || 1 / 0)" },
		{ "TO(10 - 4 - 3)", "TO(3)" },
		{ "TO(1 + 2 * 3)", "TO(7)" },
		{ "TO((1 + 2) * 3)", "TO(9)" },
		{ "OSL(0b11)", "OSL(3)" },
		{ "LT(_RAISE, DE_Z)", "LT(2, KC_Y)" },
		{ "DE_Z", "KC_Y" },
		{ "S(DE_Z)", "S(KC_Y)" },
		{ "DE_EURO", "RALT(KC_E)" },
		{ "RESET", "QK_BOOT" },
		{ "KC_BTN1", "MS_BTN1" },
		{ "LCTL(KC_BSPACE)", "LCTL(KC_BSPC)" },
		{ "X(3)", "UM(3)" },
		{ "XP(1, 2)", "UP(1, 2)" },
		{ "BL_3", "BL_3" },
		{ "KC_FN3", "KC_FN3" },
		{ "TD(TD_ESC)", "TD(TD_ESC)" },
		{ "TD(TD_ESC + 1)", "TD(4)" },
		{ "UM(TD_ESC)", "UM(3)" },
		{ "MT(MY_MODS, KC_A)", "RSFT_T(KC_A)" },
		{ "OSM(MOD_LCTL | MY_MODS)", "OSM(MOD_RCTL | MOD_RSFT)" },
		{ "LM(_LOWER, MOD_LALT)", "LM(1, MOD_LALT)" },
		{ "LT(1, MY_A)", "LT(1, KC_A)" },
		{ "LT(1, MY_CTL_C)", "LT(1, LCTL(KC_C))" },
		{ "LT(1, MY_KEY)", "LT(1, MY_KEY)" },
		{ "KC_A + 1", "KC_B" },
		{ "QK_LCTL | KC_A", "LCTL(KC_A)" },
		{ "QK_USER + 2", "QK_USER_2" },
		{ "MC_0 + 31", "MC_31" },
		{ "MO(1) + 1", "MO(2)" },
		{ "QK_MACRO_0 + 100", "QK_MACRO_0 + 100" },
		/* A custom keycode keeps its name, a name of the document's own goes before a former one. */
		{ "MY_KEY", "MY_KEY" },
		{ "DEBUG", "DEBUG" },
		{ "_LOWER", "_LOWER" },
		{ "MO(BIG)", "MO(BIG)" },
		{ "MO(NEGATIVE)", "MO(NEGATIVE)" },
		{ "MO(_LOWER << 64)", "MO(_LOWER << 64)" },
		{ "MO(_LOWER / _BASE)", "MO(_LOWER / _BASE)" },
		{ "MO(_OTHER)", "MO(_OTHER)" },
		{ "LT(_OTHER, KC_A)", "LT(_OTHER, KC_A)" },
		{ "FR_A", "FR_A" },
		{ "MO(33)", "error: the layer is 33, but must be a number of 0 to 31 (0x1F)" },
	};
	const struct action_names names = {
		.language = host_language_find("german"),
		.dialect = DIALECT_NEWEST,
		.number = number,
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		is_parsed(&names, rows[i][0], rows[i][1]);
}

static void test_without(void)
{
	const struct action_names names = { .dialect = DIALECT_NEWEST };

	is_parsed(&names, "MO(_LOWER)", "MO(_LOWER)");
	is_parsed(&names, "MO(1 + 1)", "MO(2)");
	is_parsed(&names, "RESET", "QK_BOOT");
	is_parsed(NULL, "RESET", "RESET");
	is_parsed(NULL, "MO(1 + 1)", "MO(1 + 1)");
	is_parsed(NULL, "DE_Z", "DE_Z");
}

/* A text of 1,000 bytes with every level tried in more than one way is read at once. */
static void test_deep(void)
{
	static const char *const units[] = { "MT(1|", "LT(1+", "SH_T(", "S(", "1|", "-", "1?", "ANY(" };
	const struct action_names names = { .dialect = DIALECT_NEWEST, .number = number };

	for (size_t i = 0; i < COUNT(units); i++) {
		struct str text = STR_INIT;
		struct action action;
		struct err err;

		while (text.len + strlen(units[i]) < 900)
			str_add(&text, units[i]);
		str_add(&text, "1");
		ok(!action_parse_with(str_text(&text), &names, &action, &err) || action.kind == ACTION_RAW ||
			   action.kind == ACTION_RAW_NUMBER || action.kind == ACTION_TRANSPARENT,
		   "%s again and again has an end", units[i]);
		str_release(&text);
	}
}

static void test_print(void)
{
	static const char *const layers[] = { "_BASE", "_NAV" };
	static const char *const rows[][2] = {
		{ "LT(1, KC_A)", "LT(_NAV, KC_A)" },         { "MO(0)", "MO(_BASE)" }, { "TG(2)", "TG(2)" },
		{ "LM(1, MOD_LCTL)", "LM(_NAV, MOD_LCTL)" }, { "UM(1)", "UM(1)" },     { "KC_A", "KC_A" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str got = STR_INIT;
		struct action action;
		struct err err;

		if (action_parse(rows[i][0], &action, &err))
			action_print_with(action, layer_name, layers, &got);
		is_text(str_text(&got), rows[i][1], "%s with names of layers", rows[i][0]);
		str_release(&got);
	}
}

static void test_constants(void)
{
	static const struct {
		const char *name;
		uint32_t value;
	} rows[] = {
		{ "SAFE_RANGE", 0x7e40 }, { "QK_USER", 0x7e40 },      { "KC_A", 4 },
		{ "KC_EXLM", 0x21e },     { "MOD_RSFT", 0x12 },       { "MOD_BIT_RSHIFT", 0x20 },
		{ "MOD_HYPR", 0xf },      { "KC_HYPR", 0xf00 },       { "OS_LSFT", 0x52a2 },
		{ "QK_MACRO", 0x7700 },   { "MOD_MASK_SHIFT", 0x22 }, { "QK_UNICODEMAP_PAIR", 0xc000 },
	};
	uint32_t value = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(qmk_constant_find(rows[i].name, strlen(rows[i].name), &value) && value == rows[i].value,
		   "%s is 0x%X: 0x%X", rows[i].name, rows[i].value, value);
	ok(!qmk_constant_find("SAFE_RANG", 9, &value) && !qmk_constant_find("", 0, &value),
	   "others are none");
}

int main(void)
{
	test_names();
	test_without();
	test_deep();
	test_print();
	test_constants();
	return tap_done();
}
