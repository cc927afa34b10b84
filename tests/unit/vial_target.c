/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/json.h"
#include "import/via_definition.h"
#include "import/vil.h"
#include "model/via_definition.h"
#include "via_targets.h"

static bool read_save(const struct via_result *r, const struct keyboard *kb, struct document *out)
{
	const char *text = via_text(r, "keymap.vil");
	struct import_input in = { .path = "x.vil", .text = text, .len = strlen(text), .keyboard = kb };
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	bool ok = vil_read(&in, out, &told, &err) && !told.count;

	diagnostics_release(&told);
	return ok;
}

static void test_small(void)
{
	struct keyboard *kb = via_keyboard();
	struct keymap *map = via_keymap(2);
	struct document back = { 0 };
	struct via_result r;

	kb->usb_vid = kb->usb_pid = 0;
	r = via_compile("vial", kb, map);
	ok(r.ok && via_golden("via/vial_small", &r), "a small keymap of a board without a USB id: %s",
	   r.err.text);
	ok(!via_find(&r, "vial-near", NULL) && !via_find(&r, "vial-none", NULL), "of which nothing is lost");
	ok(read_save(&r, kb, &back) && keymap_equal(map, back.map), "what was saved is the same keymap");
	document_release(&back);
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

/* All that Vial's app has tables for. */
static struct keymap *full(void)
{
	struct step hello[] = { via_type("Hi \"you\""),
				via_tap("LCTL(KC_C)"),
				{ .op = STEP_DELAY, .value = 250 },
				{ .op = STEP_DOWN, .action = tiny_action("MO(1)") },
				{ .op = STEP_UP, .action = tiny_action("MO(1)") } };
	struct step escape[] = { via_do(0, "KC_ESC"), via_do(0, "KC_J"), via_do(0, "KC_K") };
	struct step dance[] = { via_do(1, "KC_ESC"), via_do(-1, "MO(1)"), via_do(2, "KC_CAPS"),
				via_do(-2, "KC_LCTL") };
	struct step delete[] = { via_do(0, "KC_BSPC"), via_do(0, "KC_DEL") };
	struct setting term = { .name = symbol("tapping-term-ms"), .type = SETTING_NUMBER, .number = 250 };
	struct setting options[] = {
		{ .name = symbol("negative-mods"), .type = SETTING_NUMBER, .number = MOD_LALT },
		{ .name = symbol("suppressed-mods"), .type = SETTING_NUMBER, .number = MOD_LSFT },
		{ .name = symbol("options"), .type = SETTING_NUMBER, .number = 3 },
		{ .name = symbol("enabled"), .type = SETTING_BOOL },
	};
	struct keymap *map = via_keymap(2);

	via_define(map, DEFINITION_MACRO, NULL, hello, COUNT(hello));
	for (int i = 0; i < 5; i++)
		via_define(map, DEFINITION_COMBO, NULL, escape, COUNT(escape));
	keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_TAP_DANCE,
							 .step = dance,
							 .steps = COUNT(dance),
							 .option = &term,
							 .options = 1 });
	for (size_t on = 0; on < 2; on++)
		keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_OVERRIDE,
								 .mods = MOD_LSFT | MOD_RSFT,
								 .layer_mask = 3,
								 .step = delete,
								 .steps = COUNT(delete),
								 .option = options,
								 .options = COUNT(options) - on });
	keymap_put(map, 1, 1, tiny_action("TD(0)"));
	via_set_number(map, "tapping.term", 180);
	return map;
}

static void test_full(void)
{
	struct keyboard *kb = via_keyboard();
	struct keymap *map = full();
	struct via_result r;
	struct document back = { 0 };

	via_add_feature(kb, "rgb_matrix");
	keymap_put(map, 1, 0, tiny_action("MI_C"));
	r = via_compile("vial", kb, map);
	ok(r.ok && via_golden("via/vial_full", &r), "a keymap with all that the app can hold: %s",
	   r.err.text);
	ok(!via_find(&r, "vial-near", NULL) && !via_find(&r, "vial-none", NULL), "of which nothing is lost");
	ok(read_save(&r, kb, &back) && keymap_equal(map, back.map), "what was saved is the same keymap");
	document_release(&back);
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

/* What it cannot hold, each with the code that tells it. */
static const struct {
	enum definition_kind kind;
	const char *action[6]; /* of the steps */
	int value[6];
	const char *text;
	uint32_t layer_mask;
	size_t positions, options;
	const char *code, *subject;
} unheld[] = {
	{ DEFINITION_COMBO,
	  { "KC_ESC", "KC_A", "KC_B", "KC_C", "KC_D", "KC_E" },
	  { 0 },
	  NULL,
	  0,
	  0,
	  0,
	  "vial-none",
	  "combo mine" },
	{ DEFINITION_COMBO, { "KC_ESC", "KC_A", "KC_B" }, { 0 }, NULL, 2, 0, 0, "vial-near", "combo mine" },
	{ DEFINITION_COMBO, { "KC_ESC" }, { 0 }, NULL, 0, 2, 0, "vial-near", "combo mine" },
	{ DEFINITION_COMBO, { "KC_ESC", "KC_A", "KC_B" }, { 0 }, NULL, 0, 0, 1, "vial-near", "combo mine" },
	{ DEFINITION_COMBO,
	  { "ANY(CODE(1))", "KC_A", "KC_B" },
	  { 0 },
	  NULL,
	  0,
	  0,
	  0,
	  "vial-none",
	  "combo mine" },
	{ DEFINITION_COMBO,
	  { "KC_ESC", "KC_A", "ANY(CODE(1))" },
	  { 0 },
	  NULL,
	  0,
	  0,
	  0,
	  "vial-none",
	  "combo mine" },
	{ DEFINITION_TAP_DANCE,
	  { "KC_A", "KC_B", "KC_C" },
	  { 1, 2, 3 },
	  NULL,
	  0,
	  0,
	  0,
	  "vial-near",
	  "tap dance mine" },
	{ DEFINITION_TAP_DANCE,
	  { "KC_A", "ANY(F(1))" },
	  { 1, 2 },
	  NULL,
	  0,
	  0,
	  0,
	  "vial-near",
	  "tap dance mine" },
	{ DEFINITION_TAP_DANCE,
	  { NULL },
	  { 0 },
	  "ACTION_TAP_DANCE_FN(f)",
	  0,
	  0,
	  0,
	  "vial-none",
	  "tap dance mine" },
	{ DEFINITION_OVERRIDE,
	  { "KC_A", "KC_B" },
	  { 0 },
	  NULL,
	  1u << 16,
	  0,
	  0,
	  "vial-near",
	  "key override KC_A" },
	{ DEFINITION_OVERRIDE,
	  { "KC_A", "ANY(F(1))" },
	  { 0 },
	  NULL,
	  0,
	  0,
	  0,
	  "vial-none",
	  "key override KC_A" },
	{ DEFINITION_OVERRIDE,
	  { "KC_A", "KC_B" },
	  { 0 },
	  "custom(x)",
	  0,
	  0,
	  0,
	  "vial-none",
	  "key override KC_A" },
	{ DEFINITION_HOLD_TAP, { "RCTL_T(KC_W)" }, { 0 }, NULL, 0, 0, 1, "vial-near", "hold-tap mine" },
};

static void add_unheld(struct keymap *map, size_t row)
{
	static const uint16_t positions[] = { 8, 9 };
	struct setting term = { .name = symbol("tapping-term-ms"), .type = SETTING_NUMBER, .number = 99 };
	struct step steps[COUNT(unheld[0].action)];
	struct definition d = { .kind = (uint16_t)unheld[row].kind,
				.layer_mask = unheld[row].layer_mask,
				.step = steps,
				.position = (uint16_t *)positions,
				.positions = unheld[row].positions,
				.option = &term,
				.options = unheld[row].options };

	for (; d.steps < COUNT(steps) && unheld[row].action[d.steps]; d.steps++)
		steps[d.steps] = via_do(unheld[row].value[d.steps], unheld[row].action[d.steps]);
	d.name = unheld[row].kind == DEFINITION_OVERRIDE ? 0 : symbol("mine");
	d.text = unheld[row].text ? symbol(unheld[row].text) : 0;
	keymap_add_definition(map, &d);
}

static void test_unheld(void)
{
	struct keyboard *kb = via_keyboard();

	for (size_t i = 0; i < COUNT(unheld); i++) {
		struct keymap *map = via_keymap(2);
		struct via_result r;
		const struct diagnostic *d;
		struct document back = { 0 };

		add_unheld(map, i);
		r = via_compile("vial", kb, map);
		d = via_find(&r, unheld[i].code, unheld[i].subject);
		ok(r.ok && d && d->place.kind == (int)unheld[i].kind && d->place.definition == 0,
		   "%s %zu: %s is told%s", unheld[i].subject, i, unheld[i].code, r.err.text);
		ok(read_save(&r, kb, &back) && (keymap_definitions(back.map, unheld[i].kind) > 0) ==
						       (!strcmp(unheld[i].code, "vial-near") &&
							unheld[i].kind != DEFINITION_HOLD_TAP),
		   "and the app gets what is left");
		document_release(&back);
		via_release(&r);
		keymap_unref(map);
	}
	keyboard_free(kb);
}

/* A combo of places is one of what the lowest layer that it is for has there. */
static void test_positions(void)
{
	struct keyboard *kb = via_keyboard();
	struct keymap *map = via_keymap(2);
	struct via_result r;

	add_unheld(map, 2);
	r = via_compile("vial", kb, map);
	ok(strstr(via_text(&r, "keymap.vil"), "[\"KC_Z\", \"KC_X\", \"KC_NO\", \"KC_NO\", \"KC_ESCAPE\"]"),
	   "keys of a combo by place");
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_identity(void)
{
	struct keyboard *kb = via_keyboard();
	struct keymap *map = via_keymap(1);
	struct via_result r;
	char first[400];

	r = via_compile("vial", kb, map);
	snprintf(first, sizeof(first), "%s", via_text(&r, "config.h"));
	ok(strstr(first, "#define VIAL_UNLOCK_COMBO_ROWS { 0, 2 }\n") &&
		   strstr(first, "#define VIAL_UNLOCK_COMBO_COLS { 0, 3 }\n"),
	   "the corners unlock it");
	via_release(&r);
	mem_set_text(&kb->id, "maker/other");
	r = via_compile("vial", kb, map);
	ok(strcmp(first, via_text(&r, "config.h")) != 0, "another keyboard has another UID");
	via_release(&r);
	via_set_text(map, "vial.uid", "0123456789abcdeF");
	via_set_text(map, "vial.unlock", "0,1 1,2 2,3");
	r = via_compile("vial", kb, map);
	ok(r.ok &&
		   strstr(via_text(&r, "config.h"),
			  "#define VIAL_KEYBOARD_UID { 0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, "
			  "0xCD, 0xEF }\n") &&
		   strstr(via_text(&r, "config.h"), "ROWS { 0, 1, 2 }\n") &&
		   strstr(via_text(&r, "config.h"), "COLS { 1, 2, 3 }\n"),
	   "both can be said");
	ok(strstr(via_text(&r, "keymap.vil"), "\"uid\": 17279655951921914625,"),
	   "the app's file has the number");
	ok(!via_find(&r, "qmk-setting-unknown", NULL), "QMK is not asked about them");
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_wrong_identity(void)
{
	static const struct {
		const char *name, *text, *code;
	} rows[] = {
		{ "vial.uid", "", "vial-uid" },
		{ "vial.uid", "0123456789ABCDE", "vial-uid" },
		{ "vial.uid", "0123456789ABCDEG", "vial-uid" },
		{ "vial.uid", "01234567 9ABCDEF }\n#error", "vial-uid" },
		{ "vial.unlock", "", "vial-unlock" },
		{ "vial.unlock", "0", "vial-unlock" },
		{ "vial.unlock", "0,0 }; int x = { 0", "vial-unlock" },
		{ "vial.unlock", "3,0", "vial-unlock" },
		{ "vial.unlock", "-1,0", "vial-unlock" },
		{ "vial.unlock", "0,99999999999999999999", "vial-unlock" },
		{ "vial.unlock", "0,0 0,0 0,0 0,0 0,0 0,0 0,0 0,0 0,0 0,0 0,0 0,0 0,0 0,0 0,0",
		  "vial-unlock" },
	};
	struct keyboard *kb = via_keyboard();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct keymap *map = via_keymap(1);
		struct via_result r;

		via_set_text(map, rows[i].name, rows[i].text);
		r = via_compile("vial", kb, map);
		ok(!r.ok && via_find(&r, rows[i].code, NULL), "setting %zu is refused", i);
		via_release(&r);
		keymap_unref(map);
	}
	keyboard_free(kb);
}

static void test_no_matrix(void)
{
	struct keyboard *kb = via_keyboard();
	struct keymap *map = via_keymap(1);
	struct via_result r;

	kb->rows = kb->cols = 0;
	r = via_compile("vial", kb, map);
	ok(!r.ok && via_find(&r, "vial-matrix", NULL), "without a matrix there is no firmware");
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_room(void)
{
	struct keyboard *kb = via_keyboard();
	struct keymap *map = via_keymap(27);
	struct via_result r;

	mem_set_text(&kb->processor, "ATmega32U4");
	r = via_compile("vial", kb, map);
	/* 41 and 36 bytes of settings, 3 tables of 4 entries of 10, 28 a layer, 100 for macros: 1,053 of 1,024. */
	ok(via_find(&r, "via-eeprom", NULL) && strstr(via_find(&r, "via-eeprom", NULL)->text, "1053 bytes"),
	   "its tables take room too: %s",
	   via_find(&r, "via-eeprom", NULL) ? via_find(&r, "via-eeprom", NULL)->text : "not told");
	ok(strstr(via_text(&r, "rules.mk"), "LTO_ENABLE = yes\n"), "and flash");
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_injection(void)
{
	static const char bad[] = "\", \"x\": \"\n\\u0000\\ \x7f \xc3\xa9 */ // #include <x>";
	struct keyboard *kb = via_keyboard();
	struct keymap *map = via_keymap(1);
	struct step type = via_type("\"]], \"x\": 1, \\");
	struct via_result r;
	struct document back = { 0 };
	struct err err = { 0 };
	struct json_doc *doc;

	mem_set_text(&kb->id, bad);
	mem_set_text(&kb->name, bad);
	keymap_put_layer_name(map, 0, symbol(bad));
	via_define(map, DEFINITION_MACRO, NULL, &type, 1);
	via_define(map, DEFINITION_TAP_DANCE, bad, &type, 0);
	r = via_compile("vial", kb, map);
	doc = json_parse(via_text(&r, "vial.json"), strlen(via_text(&r, "vial.json")), &err);
	ok(r.ok && doc && !strcmp(json_text(json_find(json_root(doc), "name")), bad) &&
		   !json_find(json_root(doc), "x"),
	   "a hostile name is a name: %s", err.text);
	json_doc_free(doc);
	ok(read_save(&r, kb, &back) && keymap_definitions(back.map, DEFINITION_MACRO) == 1 &&
		   keymap_definition(back.map, DEFINITION_MACRO, 0)->step[0].text == type.text,
	   "a hostile macro is a macro");
	document_release(&back);
	ok(!strstr(via_text(&r, "keymap.c"), "include <x>") &&
		   !strstr(via_text(&r, "config.h"), "include <x>"),
	   "and nothing of it is C");
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

int main(void)
{
	test_small();
	test_full();
	test_unheld();
	test_positions();
	test_identity();
	test_wrong_identity();
	test_no_matrix();
	test_room();
	test_injection();
	return tap_done();
}
