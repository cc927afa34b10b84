/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/json.h"
#include "import/via_definition.h"
#include "import/via_save.h"
#include "model/via_definition.h"
#include "via_targets.h"

static void test_small(void)
{
	struct keyboard *kb = via_keyboard();
	struct keymap *map = via_keymap(2);
	struct via_result r = via_compile("via", kb, map);

	ok(r.ok && via_golden("via/small", &r), "a small keymap: %s", r.err.text);
	ok(!via_find(&r, "via-near", NULL) && !via_find(&r, "via-none", NULL), "of which nothing is lost");
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static struct keymap *rich(void)
{
	struct step hello[] = { via_type("Hi {you}\\"),
				via_tap("KC_ENT"),
				{ .op = STEP_DELAY, .value = 250 },
				{ .op = STEP_DOWN, .action = tiny_action("LCTL(KC_LSFT)") },
				{ .op = STEP_UP, .action = tiny_action("LCTL(KC_LSFT)") },
				via_tap("RSFT(KC_INS)") };
	struct step wide[] = { via_tap("KC_A"), { .op = STEP_BEEP } };
	struct keymap *map = via_keymap(6);

	via_define(map, DEFINITION_MACRO, NULL, hello, COUNT(hello));
	via_define(map, DEFINITION_MACRO, NULL, wide, COUNT(wide));
	for (int i = 0; i < 16; i++)
		via_define(map, DEFINITION_MACRO, NULL, hello, 2);
	via_define(map, DEFINITION_KEYCODE, "HELLO", NULL, 0);
	keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_KEYCODE,
							 .name = symbol("BYE"),
							 .text = symbol("says \"bye\"") });
	keymap_put(map, 2, 0, tiny_action("HELLO"));
	keymap_put(map, 2, 1, tiny_action("BYE"));
	keymap_put(map, 2, 2, tiny_action("ANY(MY_OWN(3))"));
	keymap_put_turn(map, 3, 0, TURN_CW, tiny_action("BYE"));
	via_set_number(map, "tapping.term", 180);
	return map;
}

/* What the app would load, as the reader takes it. */
static bool read_save(const struct via_result *r, const struct keyboard *kb, struct document *out)
{
	const char *text = via_text(r, "keymap.layout.json");
	struct import_input in = { .path = "x.json", .text = text, .len = strlen(text), .keyboard = kb };
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	bool ok = via_save_read(&in, out, &told, &err) && !told.count;

	diagnostics_release(&told);
	return ok;
}

static size_t count_different(const struct keymap *a, const struct keymap *b)
{
	size_t different = 0;

	for (size_t layer = 0; layer < keymap_layers(a); layer++)
		for (size_t i = 0; i < keymap_slots(a); i++)
			different +=
				!action_equal(keymap_get_slot(a, layer, i), keymap_get_slot(b, layer, i));
	return different;
}

static void is_macro(const struct keymap *map, size_t index, const char *want)
{
	const struct definition *macro = keymap_definition(map, DEFINITION_MACRO, index);
	struct str s = STR_INIT;

	for (size_t i = 0; i < macro->steps; i++) {
		static const char *const sign[] = { [STEP_TAP] = "", [STEP_DOWN] = "+", [STEP_UP] = "-" };
		const struct step *step = &macro->step[i];

		str_add(&s, i ? " " : "");
		if (step->op == STEP_TEXT)
			str_addf(&s, "'%s'", symbol_text(step->text));
		else if (step->op == STEP_DELAY)
			str_addf(&s, "%d", step->value);
		else
			str_add(&s, sign[step->op]), action_print(step->action, &s);
	}
	is_text(str_text(&s), want, "macro %zu", index);
	str_release(&s);
}

static void test_rich(void)
{
	struct keyboard *kb = via_keyboard();
	struct keymap *map = rich();
	struct via_result r;
	struct document back = { 0 };

	via_add_feature(kb, "backlight");
	via_add_feature(kb, "rgblight");
	r = via_compile("via", kb, map);
	ok(r.ok && via_golden("via/rich", &r), "a keymap with all that an app can hold, and more: %s",
	   r.err.text);
	ok(read_save(&r, kb, &back), "what was saved reads back");
	ok(count_different(map, back.map) == 4, "all keys and turns but the user's own");
	ok(keymap_get(back.map, 2, 0).kind == ACTION_KEY && keymap_get(back.map, 2, 2).kind == ACTION_NONE,
	   "which are keycodes of the keyboard's, or none");
	is_macro(
		back.map, 0,
		"'Hi {you}' KC_BSLS KC_ENT 250 +KC_LCTL +KC_LSFT -KC_LSFT -KC_LCTL +KC_RSFT KC_INS -KC_RSFT");
	is_macro(back.map, 1, "");
	ok(keymap_definitions(back.map, DEFINITION_MACRO) == 18, "all macros");
	ok(via_find(&r, "via-near", "macro 1") && via_find(&r, "via-near", "macro 1")->place.definition == 1,
	   "one that it cannot hold is told");
	ok(via_find(&r, "via-near", "MY_OWN(3)") && via_find(&r, "via-near", "MY_OWN(3)")->place.key == 2,
	   "and a key that has no number");
	document_release(&back);
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_definition(void)
{
	static const char *const path[] = { "via.json", "via_v2.json" };
	struct keyboard *kb = via_keyboard();
	struct keymap *map = rich();
	struct via_result r = via_compile("via", kb, map);

	for (size_t i = 0; i < COUNT(path); i++) {
		const char *text = via_text(&r, path[i]);
		struct diagnostics told = { 0 };
		struct err err = { 0 };
		struct via_definition *d = via_definition_read(text, strlen(text), &told, &err);
		struct layout layout = { 0 };

		ok(d && !told.count && d->usb_vid == 0xfeed && d->usb_pid == 0x12 && d->rows == 3 &&
			   d->cols == 4,
		   "%s reads back %s", path[i], err.text);
		ok(d->keycodes == 2 && !strcmp(d->keycode[1].name, "BYE") &&
			   !strcmp(d->keycode[1].title, "says \"bye\""),
		   "with the keycodes of the user's own");
		via_definition_layout(d, NULL, "LAYOUT", &layout);
		ok(layout.keys == 12 && layout.key[11].encoder == 0 && layout.key[6].row == 1 &&
			   layout.key[6].col == 2,
		   "and the drawing");
		free(layout.name);
		free(layout.key);
		via_definition_free(d);
		diagnostics_release(&told);
	}
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_unknown_id(void)
{
	struct keyboard *kb = via_keyboard();
	struct keymap *map = rich();
	struct via_result r;

	kb->usb_vid = kb->usb_pid = 0;
	r = via_compile("via", kb, map);
	ok(r.ok && via_find(&r, "via-none", "via.json") && !fileset_find(&r.files, "via.json") &&
		   !fileset_find(&r.files, "keymap.layout.json"),
	   "without a USB id there is nothing for the app, which is told");
	ok(strstr(via_text(&r, "keymap.c"), "case QK_MACRO_0:") &&
		   strstr(via_text(&r, "rules.mk"), "VIA_ENABLE = yes"),
	   "then the firmware plays macros");
	via_release(&r);
	keymap_unref(map);
	map = via_keymap(1);
	keymap_add_setting(map, (struct setting){ .name = symbol("waive.via-none:via.json"),
						  .type = SETTING_BOOL,
						  .number = 1 });
	r = via_compile("via", kb, map);
	ok(via_find(&r, "via-none", "via.json") && via_find(&r, "via-none", "via.json")->waived,
	   "unless the user accepts it");
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static const char *long_text(size_t len)
{
	static char text[1000];

	memset(text, 'a', len);
	return text;
}

static void test_room(void)
{
	struct keyboard *kb = via_keyboard();
	struct keymap *map = via_keymap(32);
	struct via_result r = via_compile("via", kb, map);

	ok(r.ok && !via_find(&r, "via-eeprom", NULL) &&
		   strstr(via_text(&r, "config.h"), "#define DYNAMIC_KEYMAP_LAYER_COUNT 32\n"),
	   "32 layers, where EEPROM is what the board says");
	via_release(&r);
	mem_set_text(&kb->processor, "atmega32u4");
	r = via_compile("via", kb, map);
	/* 41 bytes of settings, 28 a layer, 100 for macros: 1,037 of 1,024. */
	ok(r.ok && via_find(&r, "via-eeprom", NULL) &&
		   strstr(via_find(&r, "via-eeprom", NULL)->text, "32 layers with macros take 1037 bytes") &&
		   strstr(via_find(&r, "via-eeprom", NULL)->text, "room for 31"),
	   "are too many for a processor's own: %s",
	   via_find(&r, "via-eeprom", NULL) ? via_find(&r, "via-eeprom", NULL)->text : "not told");
	via_release(&r);
	keymap_unref(map);
	map = via_keymap(1);
	via_define(map, DEFINITION_MACRO, NULL, (struct step[]){ via_type(long_text(960)) }, 1);
	r = via_compile("via", kb, map);
	ok(!!via_find(&r, "via-eeprom", NULL), "as are long macros");
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_many_keycodes(void)
{
	struct keyboard *kb = via_keyboard();
	struct keymap *map = via_keymap(1);
	struct via_result r;
	char name[20];

	for (int i = 0; i < 257; i++) {
		snprintf(name, sizeof(name), "OWN_%d", i);
		via_define(map, DEFINITION_KEYCODE, name, NULL, 0);
	}
	keymap_put(map, 0, 0, tiny_action("OWN_255"));
	keymap_put(map, 0, 1, tiny_action("OWN_256"));
	r = via_compile("via", kb, map);
	ok(r.ok && via_find(&r, "via-near", "keycode OWN_256") &&
		   !via_find(&r, "via-near", "keycode OWN_255"),
	   "256 keycodes of the user's own have numbers");
	ok(strstr(via_text(&r, "keymap.layout.json"), "\"CUSTOM(255)\", \"KC_NO\""),
	   "and the last one has none");
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

/* What has no 16 bits, what has a number of its own, and what is called by its name. */
static void test_numbers(void)
{
	struct step hello[] = { via_type("hello") };
	struct step escape[] = { via_do(0, "KC_ESC"), via_do(0, "KC_A"), via_do(0, "KC_Z") };
	struct step twice[] = { via_do(1, "KC_A"), via_do(2, "KC_B") };
	struct step delete[] = { via_do(0, "KC_BSPC"), via_do(0, "KC_DEL") };
	struct setting five = { .name = symbol("value"), .type = SETTING_NUMBER, .number = 0x7e05 };
	struct keyboard *kb = via_keyboard();
	struct keymap *map = via_keymap(2);
	struct document back = { 0 };
	struct via_result r;

	keymap_put(map, 1, 0, tiny_action("&kt A"));
	keymap_put(map, 1, 1, tiny_action("FIVE"));
	keymap_put(map, 1, 2, tiny_action("NEXT"));
	keymap_put(map, 1, 3, (struct action){ .kind = ACTION_BEHAVIOR, .arg = { symbol("hello") } });
	keymap_put(map, 1, 4, tiny_action("TD(TWICE)"));
	keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_KEYCODE,
							 .name = symbol("FIVE"),
							 .option = &five,
							 .options = 1 });
	via_define(map, DEFINITION_KEYCODE, "NEXT", NULL, 0);
	via_define(map, DEFINITION_MACRO, "hello", hello, COUNT(hello));
	via_define(map, DEFINITION_COMBO, "escape", escape, COUNT(escape));
	via_define(map, DEFINITION_TAP_DANCE, "TWICE", twice, COUNT(twice));
	keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_OVERRIDE,
							 .mods = MOD_LSFT,
							 .step = delete,
							 .steps = COUNT(delete) });
	r = via_compile("via", kb, map);
	ok(r.ok && via_golden("via/numbers", &r), "keys with numbers of all sorts: %s", r.err.text);
	ok(read_save(&r, kb, &back), "what was saved reads back");
	ok(action_equal(keymap_get(back.map, 1, 0), tiny_action("QK_KB_7")) &&
		   action_equal(keymap_get(back.map, 1, 1), tiny_action("QK_KB_5")) &&
		   action_equal(keymap_get(back.map, 1, 2), tiny_action("QK_KB_6")),
	   "those of the keymap's stay, the others come behind, and ours behind them");
	ok(action_equal(keymap_get(back.map, 1, 3), tiny_action("QK_MACRO_0")) &&
		   action_equal(keymap_get(back.map, 1, 4), tiny_action("TD(0)")),
	   "names of macros and dances are their numbers");
	ok(via_find(&r, "via-near", "combo escape") && via_find(&r, "via-near", "tap dance TWICE") &&
		   via_find(&r, "via-near", "key override S(KC_BSPC)"),
	   "what the app cannot change is told");
	document_release(&back);
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

/* A row of keys of two units; layout @i has two of one unit in place of the i-th. */
static struct keyboard *split_keyboard(int keys)
{
	struct keyboard *kb = tiny_keyboard(2, keys, 0);

	kb->usb_vid = 0xfeed;
	kb->layouts = (size_t)keys + 1;
	kb->layout = mem_resize(kb->layout, kb->layouts, sizeof(*kb->layout));
	kb->layout[0].keys = (size_t)keys;
	for (int i = 0; i < keys; i++) {
		kb->layout[0].key[i].x_cu = (int16_t)(i * 200);
		kb->layout[0].key[i].w_cu = 200;
	}
	for (int i = 0; i < keys; i++) {
		struct layout *layout = &kb->layout[i + 1];
		char name[40];

		snprintf(name, sizeof(name), "LAYOUT_split_key_%d", i);
		*layout = (struct layout){ mem_copy_text(name), mem_new((size_t)keys + 1, sizeof(struct key)),
					   (size_t)keys + 1 };
		memcpy(layout->key, kb->layout[0].key, (size_t)keys * sizeof(struct key));
		layout->key[i].w_cu = 100;
		layout->key[keys] = layout->key[i];
		layout->key[keys].x_cu = (int16_t)(layout->key[i].x_cu + 100);
		layout->key[keys].row = 1;
	}
	return kb;
}

static void test_options(void)
{
	static const int keys[] = { 3, 33 };

	for (size_t i = 0; i < COUNT(keys); i++) {
		struct keyboard *kb = split_keyboard(keys[i]);
		struct keymap *map = keymap_new(1, (size_t)keys[i], 0);
		struct via_result r = via_compile("via", kb, map);
		const char *text = via_text(&r, "via.json");
		struct diagnostics told = { 0 };
		struct err err = { 0 };
		struct via_definition *d = via_definition_read(text, strlen(text), &told, &err);
		uint8_t choice[VIA_MAX_OPTIONS] = { 0, 1 };
		struct layout layout;

		ok(d && !told.count && d->options == (size_t)(keys[i] > 32 ? 32 : keys[i]) &&
			   !strcmp(d->option[1].name, "split key 1") && !d->option[1].choices,
		   "%d other layouts are options", keys[i]);
		via_definition_layout(d, choice, "LAYOUT", &layout);
		ok(layout.keys == (size_t)keys[i] + 1 && layout.key[1].w_cu == 100 &&
			   layout.key[2].row == 1 && layout.key[2].x_cu == 300 && layout.key[2].y_cu == 0,
		   "and each can be chosen");
		ok((keys[i] > 32) == !!via_find(&r, "via-near", "layout options"),
		   "those that are too many are told");
		free(layout.name);
		free(layout.key);
		via_definition_free(d);
		diagnostics_release(&told);
		via_release(&r);
		keymap_unref(map);
		keyboard_free(kb);
	}
}

/* Names and texts of people's stay texts. */
static void test_injection(void)
{
	static const char bad[] = "\", \"x\": \"\n\\u0000\\ \x7f \xc3\xa9 */ // ?\?/ #include <x>";
	struct keyboard *kb = via_keyboard();
	struct keymap *map = via_keymap(1);
	struct step type = via_type("\"]}, {\\\" {KC_A} \\");
	struct via_result r;
	struct document back = { 0 };
	struct err err = { 0 };
	struct json_doc *doc;

	mem_set_text(&kb->name, bad);
	kb->layout[0].key[0].label = symbol("\"],[\"\n9,9");
	keymap_put_layer_name(map, 0, symbol(bad));
	keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_KEYCODE,
							 .name = symbol("FINE"),
							 .text = symbol(bad) });
	via_define(map, DEFINITION_MACRO, NULL, &type, 1);
	r = via_compile("via", kb, map);
	doc = json_parse(via_text(&r, "via.json"), strlen(via_text(&r, "via.json")), &err);
	ok(r.ok && doc && !strcmp(json_text(json_find(json_root(doc), "name")), bad) &&
		   !json_find(json_root(doc), "x"),
	   "a hostile name is a name: %s", err.text);
	json_doc_free(doc);
	ok(read_save(&r, kb, &back), "the saved keymap is one");
	is_macro(back.map, 0, "'\"]}, {\\\" {KC_A} ' KC_BSLS");
	ok(back.used->keys == 12 && !count_different(map, back.map), "with the keys that it had");
	document_release(&back);
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

int main(void)
{
	test_small();
	test_rich();
	test_definition();
	test_unknown_id();
	test_room();
	test_many_keycodes();
	test_numbers();
	test_options();
	test_injection();
	return tap_done();
}
