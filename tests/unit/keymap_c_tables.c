/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/symbol.h"
#include "read_keymap_c.h"
#include "tap.h"

static void print_definition(const struct definition *d, struct str *out)
{
	static const char *const kinds[DEFINITION_KIND_COUNT] = {
		[DEFINITION_COMBO] = "combo",       [DEFINITION_TAP_DANCE] = "dance",
		[DEFINITION_OVERRIDE] = "override", [DEFINITION_KEYCODE] = "keycode",
		[DEFINITION_LEADER] = "leader",     [DEFINITION_UNICODE] = "unicode",
	};

	str_addf(out, "%s %s:", kinds[d->kind], symbol_text(d->name));
	if (d->mods)
		str_addf(out, " mods %02x", d->mods);
	if (d->layer_mask)
		str_addf(out, " layers %x", d->layer_mask);
	for (size_t i = 0; i < d->steps; i++) {
		str_add_char(out, ' ');
		action_print(d->step[i].action, out);
		if (d->step[i].value)
			str_addf(out, "*%d", d->step[i].value);
	}
	for (size_t i = 0; i < d->options; i++)
		str_addf(out, " %s=%lld", symbol_text(d->option[i].name), (long long)d->option[i].number);
	if (d->text)
		str_addf(out, " {%s}", symbol_text(d->text));
	str_add_char(out, '\n');
}

static void test_tables(void)
{
	static const char *const text =
		"enum dances { ESC, SPC, ODD };\n"
		"enum combos { AB, CD };\n"
		"enum keys { ONE = SAFE_RANGE, TWO, NEW_SAFE_RANGE };\n"
		"enum snow { FLAKE };\n" ARRAY
		"{ LAYOUT(TD(SPC), KC_A, ONE), LAYOUT(UM(FLAKE), 1, UC(0x20)) };\n"
		"const uint16_t PROGMEM ab[] = { KC_A, KC_B, COMBO_END };\n"
		"const uint16_t PROGMEM cd[] = { KC_C, LT(1, KC_D), COMBO_END, KC_X };\n"
		"combo_t key_combos[] = { [AB] = COMBO(ab, LCTL(KC_Z)), [CD] = COMBO_ACTION(cd),\n"
		"\t{ .keys = &ab[0], .keycode = KC_1 }, COMBO(gone, KC_2) };\n"
		"tap_dance_action_t tap_dance_actions[] = {\n"
		"\t[SPC] = ACTION_TAP_DANCE_LAYER_TOGGLE(KC_SPC, 1),\n"
		"\t[ESC] = ACTION_TAP_DANCE_DOUBLE(KC_ESC, KC_CAPS),\n"
		"\t[4] = ACTION_TAP_DANCE_FN_ADVANCED(NULL, f, g) };\n"
		"const key_override_t del = ko_make_basic(MOD_MASK_SHIFT, KC_BSPC, KC_DEL);\n"
		"const key_override_t neg = ko_make_with_layers_and_negmods(MOD_BIT(KC_LCTL), KC_A, KC_B, 1 "
		"<< 1 | "
		"(layer_state_t)1 << 3, MOD_MASK_ALT);\n"
		"const key_override_t own = { .trigger = KC_A };\n"
		"const key_override_t *key_overrides[] = { &del, &neg, &own, NULL };\n"
		"const uint32_t PROGMEM unicode_map[] = { [FLAKE] = 0x2744 };\n"
		"void leader_end_user(void) {\n\tif (leader_sequence_two_keys(KC_A, KC_B)) { tap_code(KC_C); "
		"}\n"
		"\telse if (leader_sequence_one_key(KC_X)) f();\n}\n";
	static const char *const want = "combo AB: LCTL(KC_Z) KC_A KC_B\n"
					"combo CD: KC_NO KC_C LT(1, KC_D) {COMBO_ACTION(cd)}\n"
					"combo ab: KC_1 KC_A KC_B\n"
					"combo gone: KC_2 {COMBO(gone, KC_2)}\n"
					"dance ESC: KC_ESC*1 KC_CAPS*2\n"
					"dance SPC: KC_SPC*1 TG(1)*2\n"
					"dance :\n"
					"dance :\n"
					"dance : {ACTION_TAP_DANCE_FN_ADVANCED(NULL, f, g)}\n"
					"override : mods 22 KC_BSPC KC_DEL\n"
					"override : mods 01 layers a KC_A KC_B negative-mods=68\n"
					"override : {{ .trigger = KC_A }}\n"
					"keycode ONE: value=32320\n"
					"keycode TWO: value=32321\n"
					"leader : KC_A KC_B {tap_code(KC_C);}\n"
					"leader : KC_X\n"
					"unicode FLAKE: {\xe2\x9d\x84}\n";
	static const uint16_t values[] = { 0x5701, 0x04, 0x7e40, 0x8000, 0x01, 0x8020 };
	struct keyboard *kb = small_keyboard();
	struct read_result r = read_text(text, strlen(text), kb, NULL);
	struct str got = STR_INIT;
	bool equal = r.ok;

	for (size_t kind = 0; r.ok && kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(r.document.map, kind); i++)
			print_definition(keymap_definition(r.document.map, kind, i), &got);
	is_text(r.ok ? str_text(&got) : r.err.text, want, "combos and all the others");
	for (size_t i = 0; r.ok && i < COUNT(values); i++) {
		uint16_t value;

		equal = keymap_value(r.document.map, keymap_get(r.document.map, i / 3, i % 3), &value) &&
			value == values[i] && equal;
	}
	ok(equal, "their numbers as keycodes");
	str_release(&got);
	read_release(&r);
	keyboard_free(kb);
}

int main(void)
{
	test_tables();
	return tap_done();
}
