/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "model/check.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

enum { KEYS = 4, LAYERS = 4 };

/* A keymap of KEYS keys a layer; a missing layer ends it. */
static struct keymap *map_of(const char *layer[LAYERS][KEYS])
{
	struct keymap *map;
	size_t layers = 0;

	while (layers < LAYERS && layer[layers][0])
		layers++;
	map = keymap_new(layers, KEYS, 0);
	for (size_t l = 0; l < layers; l++)
		for (size_t k = 0; k < KEYS; k++)
			keymap_put(map, l, k, tiny_action(layer[l][k]));
	return map;
}

static const struct diagnostic *find(const struct diagnostics *all, const char *code)
{
	for (size_t i = 0; i < all->count; i++)
		if (!strcmp(all->item[i].kind->code, code))
			return &all->item[i];
	return NULL;
}

static size_t count(const struct diagnostics *all, const char *code)
{
	size_t n = 0;

	for (size_t i = 0; i < all->count; i++)
		n += !strcmp(all->item[i].kind->code, code);
	return n;
}

/* One fixture a rule, and beside it what must not be taken for it. `part` NULL: the rule has nothing to say. */
static const struct row {
	const char *code;
	const char *layer[LAYERS][KEYS];
	int at_layer, at_key;
	const char *part;
} rows[] = {
	{ "hold-covered",
	  { { "MO(1)", "A", "B", "C" }, { "KC_A", "_______", "_______", "_______" } },
	  1,
	  0,
	  "KC_TRNS" },
	{ "hold-covered",
	  { { "LT(1, KC_A)", "A", "B", "C" }, { "KC_A", "_______", "_______", "_______" } },
	  1,
	  0,
	  "layer 1" },
	{ "hold-covered",
	  { { "MO(1)", "A", "B", "C" }, { "_______", "KC_A", "_______", "_______" } },
	  0,
	  0,
	  NULL },
	{ "hold-covered",
	  { { "MO(1)", "A", "B", "C" }, { "XXXXXXX", "KC_A", "_______", "_______" } },
	  0,
	  0,
	  NULL },
	{ "hold-covered",
	  { { "MO(1)", "MO(1)", "B", "C" }, { "KC_A", "KC_A", "_______", "_______" } },
	  0,
	  0,
	  NULL },
	{ "hold-covered",
	  { { "TT(1)", "A", "B", "C" }, { "KC_A", "TO(0)", "_______", "_______" } },
	  0,
	  0,
	  NULL },
	{ "hold-covered",
	  { { "OSL(1)", "A", "B", "C" }, { "KC_A", "_______", "_______", "_______" } },
	  0,
	  0,
	  NULL },
	{ "hold-covered",
	  { { "MO(1)", "MY_OWN", "B", "C" }, { "KC_A", "_______", "_______", "_______" } },
	  0,
	  0,
	  NULL },

	{ "keycode-misspelt", { { "KC_ENTR", "A", "B", "C" } }, 0, 0, "KC_ENTER" },
	{ "keycode-misspelt",
	  { { "A", "MO(1)", "B", "C" }, { "_______", "_______", "F(KC_SAPCE)", "_______" } },
	  1,
	  2,
	  "KC_SPACE" },
	{ "keycode-misspelt", { { "MY_OWN_THING", "A", "B", "C" } }, 0, 0, NULL },
	{ "keycode-misspelt", { { "KC_ENTER", "A", "B", "C" } }, 0, 0, NULL },

	{ "keycode-unknown", { { "A", "MY_OWN_THING", "B", "C" } }, 0, 1, "MY_OWN_THING" },
	{ "keycode-unknown", { { "KC_ENTR", "KC_A", "KC_B", "KC_C" } }, 0, 0, NULL },
	{ "keycode-unknown", { { "F(1)", "KC_A", "KC_B", "KC_C" } }, 0, 0, NULL },

	{ "layer-missing", { { "A", "B", "MO(1)", "C" } }, 0, 2, "MO goes to layer 1" },
	{ "layer-missing",
	  { { "A", "B", "MO(1)", "C" }, { "_______", "_______", "_______", "_______" } },
	  0,
	  0,
	  NULL },
	{ "layer-missing", { { "A", "B", "C", "LM(7, MOD_LSFT)" } }, 0, 3, "layer 7" },

	{ "layer-over-15", { { "A", "LT(17, KC_A)", "B", "C" } }, 0, 1, "17 would become 1" },
	{ "layer-over-15", { { "A", "LM(16, MOD_LCTL)", "B", "C" } }, 0, 1, "16 would become 0" },
	{ "layer-over-15", { { "A", "MO(17)", "LT(15, KC_A)", "C" } }, 0, 0, NULL },

	{ "layer-trap", { { "TO(1)", "A", "B", "C" }, { "KC_A", "KC_B", "KC_C", "KC_D" } }, 0, 0, "TO(0)" },
	{ "layer-trap",
	  { { "DF(1)", "A", "B", "C" }, { "_______", "TO(0)", "KC_C", "KC_D" } },
	  0,
	  0,
	  "DF(0)" },
	{ "layer-trap", { { "TG(1)", "A", "B", "C" }, { "KC_A", "KC_B", "KC_C", "KC_D" } }, 0, 0, "TG(1)" },
	{ "layer-trap", { { "TG(1)", "A", "B", "C" }, { "_______", "KC_B", "KC_C", "KC_D" } }, 0, 0, NULL },
	{ "layer-trap", { { "TO(1)", "A", "B", "C" }, { "KC_A", "TO(0)", "KC_C", "KC_D" } }, 0, 0, NULL },
	{ "layer-trap",
	  { { "TO(1)", "A", "B", "C" }, { "KC_A", "MO(2)", "B", "C" }, { "A", "B", "TO(0)", "C" } },
	  0,
	  0,
	  NULL },
	{ "layer-trap",
	  { { "TO(1)", "A", "B", "C" }, { "KC_A", "MO(2)", "B", "C" }, { "A", "B", "KC_C", "C" } },
	  0,
	  0,
	  "TO(1)" },
	{ "layer-trap", { { "DF(1)", "A", "B", "C" }, { "DF(0)", "B", "KC_C", "KC_D" } }, 0, 0, NULL },
	{ "layer-trap", { { "TO(1)", "A", "B", "C" }, { "MY_OWN", "KC_B", "KC_C", "KC_D" } }, 0, 0, NULL },
	{ "layer-trap", { { "MO(1)", "A", "B", "C" }, { "_______", "KC_B", "KC_C", "KC_D" } }, 0, 0, NULL },

	{ "layer-unreachable",
	  { { "A", "KC_A", "B", "C" }, { "KC_A", "KC_B", "KC_C", "KC_D" } },
	  1,
	  -1,
	  "MO(1)" },
	{ "layer-unreachable",
	  { { "MO(2)", "A", "B", "C" }, { "MO(2)", "B", "C", "D" }, { "_______", "B", "C", "D" } },
	  1,
	  -1,
	  "layer 1" },
	{ "layer-unreachable",
	  { { "MO(2)", "A", "B", "C" }, { "A", "B", "C", "D" }, { "_______", "OSL(1)", "C", "D" } },
	  0,
	  0,
	  NULL },
	{ "layer-unreachable", { { "MY_LAYER", "A", "B", "C" }, { "A", "B", "C", "D" } }, 0, 0, NULL },
	{ "layer-unreachable",
	  { { "TL_LOWR", "TL_UPPR", "B", "C" },
	    { "_______", "B", "C", "D" },
	    { "A", "B", "C", "D" },
	    { "A", "B", "C", "D" } },
	  0,
	  0,
	  NULL },

	{ "macro-missing", { { "A", "QK_MACRO_0", "B", "C" } }, 0, 1, "macro 0 does nothing" },
	{ "no-boot-key", { { "A", "B", "C", "D" } }, -1, -1, "QK_BOOT" },
	{ "no-boot-key", { { "A", "B", "C", "QK_BOOT" } }, 0, 0, NULL },
	{ "raw-number", { { "A", "B", "0x5F12", "C" } }, 0, 2, "0x5F12" },
	{ "raw-number", { { "A", "B", "KC_NO", "C" } }, 0, 0, NULL },
	{ "tap-dance-missing", { { "A", "TD(0)", "B", "C" } }, 0, 1, "tap dance 0" },
	{ "tap-dance-missing", { { "A", "TD(ESC_CAPS)", "B", "C" } }, 0, 1, "ESC_CAPS" },

	{ "tap-truncated", { { "A", "LT(0, LSFT(KC_1))", "B", "C" } }, 0, 1, "KC_1" },
	{ "tap-truncated", { { "MT(MOD_LCTL, QK_BOOT)", "A", "B", "C" } }, 0, 0, "QK_BOOT" },
	{ "tap-truncated", { { "SH_T(LCTL(KC_C))", "A", "B", "C" } }, 0, 0, "SH_T" },
	{ "tap-truncated", { { "LT(0, KC_A)", "MT(MOD_LSFT, KC_B)", "LCTL(KC_C)", "KC_EXLM" } }, 0, 0, NULL },
};

/* "A" to "D" in the rows are keys that no rule looks at. */
static void test_rows(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *row = &rows[i];
		struct keymap *map;
		struct diagnostics all = { 0 };
		const struct diagnostic *d;
		const char *layer[LAYERS][KEYS] = { 0 };

		for (size_t at = 0; at < LAYERS * KEYS; at++) {
			const char *text = row->layer[at / KEYS][at % KEYS];

			layer[at / KEYS][at % KEYS] = text && strlen(text) == 1 ? "KC_Z" : text;
		}
		map = map_of(layer);
		check_keymap(&(struct check_input){ .map = map }, &all);
		d = find(&all, row->code);
		if (!row->part)
			ok(!d, "row %zu: %s has nothing to say%s%s", i, row->code, d ? ", but: " : "",
			   d ? d->text : "");
		else
			ok(d && count(&all, row->code) == 1 && d->place.layer == row->at_layer &&
				   d->place.key == row->at_key && strstr(d->text, row->part),
			   "row %zu: %s, once and in its place: %s", i, row->code, d ? d->text : "nothing");
		diagnostics_release(&all);
		keymap_unref(map);
	}
}

/* key-count needs a layout, test_key_count(); those of definitions have fixtures in check_definitions.c. */
static bool is_elsewhere(const char *code)
{
	static const char *const codes[] = { "alt-repeat-idle",  "combo-keys",        "combo-twice",
					     "condition-layers", "definition-empty",  "definition-recursion",
					     "definition-twice", "definition-unused", "key-count",
					     "key-missing",      "override-idle" };

	for (size_t i = 0; i < COUNT(codes); i++)
		if (!strcmp(code, codes[i]))
			return true;
	return false;
}

static void test_table(void)
{
	bool sorted = true, covered = true;

	for (size_t i = 0; i < check_rule_count(); i++) {
		const struct check_rule *rule = check_rule_at(i);
		bool has = is_elsewhere(rule->kind.code);

		for (size_t r = 0; r < COUNT(rows); r++)
			has |= rows[r].part && !strcmp(rows[r].code, rule->kind.code);
		covered &= has;
		sorted &= !i || strcmp(check_rule_at(i - 1)->kind.code, rule->kind.code) < 0;
	}
	ok(sorted, "rules are in alphabetical order");
	ok(covered, "every rule has a fixture");
}

static void test_key_count(void)
{
	const char *layer[LAYERS][KEYS] = { { "KC_A", "KC_B", "KC_C", "KC_D" } };
	struct keymap *map = map_of(layer);
	struct layout layout = { .name = (char *)"LAYOUT", .keys = 3 };
	struct diagnostics all = { 0 };

	check_keymap(&(struct check_input){ .map = map, .layout = &layout }, &all);
	ok(find(&all, "key-count") && strstr(find(&all, "key-count")->text, "4 keys, but LAYOUT has 3"),
	   "a layout of another size is an error");
	diagnostics_release(&all);
	layout.keys = 4;
	check_keymap(&(struct check_input){ .map = map, .layout = &layout }, &all);
	ok(!find(&all, "key-count"), "one of the same size is none");
	diagnostics_release(&all);
	keymap_unref(map);
}

/* What ZMK has more room for than QMK, and what is told in its own words. */
static void test_zmk(void)
{
	const char *layer[LAYERS][KEYS] = { { "LT(17, KC_A)", "LT(0, LSFT(KC_1))", "KC_A", "KC_B" },
					    { "KC_A", "KC_B", "KC_C", "KC_D" },
					    { "KC_A", "KC_B", "KC_C", "KC_D" } };
	struct keymap *map = map_of(layer);
	struct diagnostics all = { 0 };

	keymap_add_setting(
		map,
		(struct setting){ .name = symbol("firmware"), .type = SETTING_TEXT, .text = symbol("zmk") });
	keymap_put(map, 0, 2,
		   (struct action){ .kind = ACTION_BEHAVIOR,
				    .flags = ACTION_CELLS(ARG_LAYER, ARG_KEY),
				    .arg = { symbol("smart"), 1, 0 } });
	check_keymap(&(struct check_input){ .map = map }, &all);
	ok(!find(&all, "layer-over-15") && !find(&all, "tap-truncated"), "&lt takes any layer and any key");
	ok(count(&all, "layer-unreachable") == 1 && strstr(find(&all, "layer-unreachable")->text, "&mo 2"),
	   "a layer in the cell of a behaviour is reached: %s", find(&all, "layer-unreachable")->text);
	ok(find(&all, "no-boot-key") && strstr(find(&all, "no-boot-key")->text, "&bootloader"),
	   "no key is &bootloader");
	diagnostics_release(&all);
	keymap_put(map, 0, 3, (struct action){ .kind = ACTION_BEHAVIOR, .arg = { symbol("bootloader") } });
	check_keymap(&(struct check_input){ .map = map }, &all);
	ok(!find(&all, "no-boot-key"), "one is");
	diagnostics_release(&all);
	keymap_unref(map);
}

/* Definitions make names, macros and dances known, and their steps are looked at like keys. */
static void test_definitions(void)
{
	const char *layer[LAYERS][KEYS] = { { "QK_MACRO_0", "TD(0)", "TD(ESC_CAPS)", "MY_OWN_THING" },
					    { "KC_A", "KC_B", "KC_C", "KC_D" } };
	struct keymap *map = map_of(layer);
	struct step result = { .op = STEP_RESULT, .action = tiny_action("MO(1)") };
	struct diagnostics all = { 0 };

	keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_MACRO });
	keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_TAP_DANCE,
							 .name = symbol("ESC_CAPS"),
							 .step = &result,
							 .steps = 1 });
	keymap_add_definition(
		map, &(struct definition){ .kind = DEFINITION_KEYCODE, .name = symbol("MY_OWN_THING") });
	check_keymap(&(struct check_input){ .map = map }, &all);
	ok(!find(&all, "macro-missing") && !find(&all, "tap-dance-missing") && !find(&all, "keycode-unknown"),
	   "what is defined is not missing");
	diagnostics_release(&all);
	result.action = tiny_action("MO(9)");
	keymap_add_definition(map,
			      &(struct definition){ .kind = DEFINITION_COMBO, .step = &result, .steps = 1 });
	check_keymap(&(struct check_input){ .map = map }, &all);
	ok(find(&all, "layer-missing") && find(&all, "layer-missing")->place.layer == -1,
	   "the result of a combo is looked at too");
	diagnostics_release(&all);
	keymap_unref(map);
}

static void test_encoders(void)
{
	struct keymap *map = keymap_new(2, 0, 1);
	struct diagnostics all = { 0 };

	keymap_put_turn(map, 0, 0, TURN_CW, tiny_action("TO(1)"));
	keymap_put_turn(map, 1, 0, TURN_CCW, tiny_action("KC_A"));
	keymap_put_turn(map, 1, 0, TURN_CW, tiny_action("KC_B"));
	check_keymap(&(struct check_input){ .map = map }, &all);
	ok(find(&all, "layer-trap") && find(&all, "layer-trap")->place.encoder == 0 &&
		   find(&all, "layer-trap")->place.key == -1,
	   "an encoder can be a trap");
	diagnostics_release(&all);
	keymap_unref(map);
}

/* Wide open input: every kind of action at every place, as no reader would make it. */
static void test_anything(void)
{
	struct keymap *map = keymap_new(KEYMAP_MAX_LAYERS, 8, 2);
	uint32_t seed = 1;
	struct diagnostics all = { 0 };

	for (size_t i = 0; i < KEYMAP_MAX_LAYERS * 8; i++) {
		struct action action = { 0 };

		seed = seed * 1664525 + 1013904223;
		action.kind = (uint16_t)((seed >> 24) % ACTION_KIND_COUNT);
		if (action.kind == ACTION_RAW)
			action.arg[0] = symbol("QK_MACR(");
		else if (action.kind != ACTION_KEY && action.kind != ACTION_SWAP_HANDS_TAP)
			action.arg[0] = seed >> 8;
		if (i % 3 == 0 && action_has_layer(action, NULL))
			action.arg[0] %= KEYMAP_MAX_LAYERS;
		keymap_put(map, i / 8, i % 8, action);
	}
	check_keymap(&(struct check_input){ .map = map }, &all);
	ok(all.count > 0, "a keymap of random actions is checked to the end");
	diagnostics_release(&all);
	keymap_unref(map);
}

int main(void)
{
	test_rows();
	test_table();
	test_key_count();
	test_definitions();
	test_zmk();
	test_encoders();
	test_anything();
	return tap_done();
}
