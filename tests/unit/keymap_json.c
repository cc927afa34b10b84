/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "import/qmk_config.h"
#include "model/symbol.h"
#include "qmk_texts.h"
#include "read_json.h"
#include "tap.h"

static struct keyboard *board(void)
{
	static const char text[] =
		"{\"layout_aliases\": {\"LAYOUT_old\": \"LAYOUT_3\"}, \"matrix_size\": {\"rows\": 1, "
		"\"cols\": 3}, "
		"\"encoder\": {\"rotary\": [{\"pin_a\": \"A0\", \"pin_b\": \"A1\"}]}, \"layouts\": {"
		"\"LAYOUT_2\": {\"layout\": [{\"matrix\": [0, 0], \"x\": 0, \"y\": 0}, "
		"{\"matrix\": [0, 1], \"x\": 1, \"y\": 0}]}, "
		"\"LAYOUT_3\": {\"layout\": [{\"matrix\": [0, 0], \"x\": 0, \"y\": 0}, "
		"{\"matrix\": [0, 1], \"x\": 1, \"y\": 0}, {\"matrix\": [0, 2], \"x\": 2, \"y\": 0}]}}}";
	const struct qmk_text_row rows[] = { { "keyboards/x/keyboard.json", text, 0 }, { 0 } };
	struct qmk_files files = qmk_texts(rows);
	struct diagnostics diagnostics = { 0 };
	struct err err;
	struct qmk_config *config = qmk_config_read("x", &files, qmk_facts_builtin(), &diagnostics, &err);
	struct keyboard *kb = config ? qmk_config_keyboard(config, "x", &diagnostics, &err) : NULL;

	if (!kb || diagnostics.count)
		abort();
	qmk_config_free(config);
	return kb;
}

/* The layers in one line: "KC_A MO(1) | ..." */
static void print(const struct keymap *map, struct str *out)
{
	for (size_t layer = 0; layer < keymap_layers(map); layer++) {
		str_add(out, layer ? " |" : "");
		for (size_t key = 0; key < keymap_keys(map); key++) {
			str_add(out, key || layer ? " " : "");
			action_print(keymap_get(map, layer, key), out);
		}
	}
}

static void test_layers(const struct keyboard *kb)
{
	static const struct {
		const char *text, *layers, *complaint;
		int line, column;
		bool no_board;
	} rows[] = {
		{ "{\"layout\": \"LAYOUT_2\", \"layers\": [[\"KC_A\", \"KC_B\"], [\"MO(1)\", \"KC_TRNS\"]]}",
		  "KC_A KC_B | MO(1) KC_TRNS", NULL, 0, 0, false },
		{ "{\"layout\": \"LAYOUT_old\", \"layers\": [[\"KC_A\", \"KC_B\", \"KC_C\"]]}",
		  "KC_A KC_B KC_C", NULL, 0, 0, false },
		/* HJSON */
		{ "# mine\nlayout: LAYOUT_2\nlayers: [\n [ LT(1, KC_A)\n'KC_B',]\n]", "LT(1, KC_A) KC_B",
		  NULL, 0, 0, false },
		/* no board: the longest layer tells */
		{ "{\"layers\": [[\"KC_A\"], [\"KC_B\", \"KC_C\"]]}", "KC_A KC_NO | KC_B KC_C",
		  "layer 0 has 1 bindings, but the layout has 2 keys; the others are KC_NO", 1, 13, true },
		/* the wrong number of keys */
		{ "{\"layout\": \"LAYOUT_2\",\n\"layers\": [[\"KC_A\", \"KC_B\", \"KC_C\"]]}", "KC_A KC_B",
		  "layer 0 has 3 bindings, but the layout has 2 keys; those behind are not used", 2, 12,
		  false },
		/* no such layout: one of that size */
		{ "{\"layout\": \"LAYOUT_x\", \"layers\": [[\"KC_A\", \"KC_B\", \"KC_C\"]]}",
		  "KC_A KC_B KC_C", "no layout LAYOUT_x; its keys are shown in the order of LAYOUT_3", 1, 12,
		  false },
		/* not a binding */
		{ "{\"layout\": \"LAYOUT_2\", \"layers\": [[\"KC_A\",\n  \"MO(\"]]}", "KC_A KC_NO", "", 2, 3,
		  false },
		{ "{\"layout\": \"LAYOUT_2\", \"layers\": [[\"KC_A\", 7]]}", "KC_A KC_NO", "found a number",
		  1, 44, false },
		{ "{\"layout\": \"LAYOUT_2\", \"layers\": [[\"\", \"KC_A\"]]}", "KC_NO KC_A", "", 1, 36,
		  false },
		{ "{\"layout\": \"LAYOUT_2\", \"layers\": [7, [\"KC_A\", \"KC_A\"]]}",
		  "KC_NO KC_NO | KC_A KC_A", "layer 0 is a number", 1, 35, false },
		{ "{\"layout\": \"LAYOUT_2\", \"layers\": {}}", "KC_NO KC_NO", "\"layers\" is an object", 1,
		  34, false },
		{ "{\"layout\": 5, \"layers\": [[\"KC_A\", \"KC_B\"]]}", "KC_A KC_B",
		  "\"layout\" is a number", 1, 12, false },
		{ "{\"layout\": \"LAYOUT_2\"}", "KC_NO KC_NO", "no layers", -1, -1, false },
		{ "{\"layout\": \"LAYOUT_2\", \"author\": 5, \"layers\": [[\"KC_A\", \"KC_B\"]]}",
		  "KC_A KC_B", "\"author\" is a number", 1, 34, false },
		{ "{\"layout\": \"LAYOUT_2\", \"host_language\": \"klingon\", \"layers\": [[\"KC_A\", "
		  "\"KC_B\"]]}",
		  "KC_A KC_B", "no host language klingon", 1, 41, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics found = { 0 };
		struct document json = { 0 };
		struct str layers = STR_INIT;
		struct err err = { 0 };
		bool read = read_json(rows[i].text, strlen(rows[i].text), rows[i].no_board ? NULL : kb, &json,
				      &found, &err);

		if (read)
			print(json.map, &layers);
		ok(read && !strcmp(str_text(&layers), rows[i].layers), "row %zu: %s", i,
		   read ? str_text(&layers) : err.text);
		ok(rows[i].complaint ? found.count && strstr(found.item[0].text, rows[i].complaint) &&
					       found.item[0].place.line == rows[i].line &&
					       found.item[0].place.column == rows[i].column
				     : !found.count,
		   "row %zu says %d:%d %s", i, found.count ? found.item[0].place.line : 0,
		   found.count ? found.item[0].place.column : 0,
		   found.count ? found.item[0].text : "nothing");
		str_release(&layers);
		document_release(&json);
		diagnostics_release(&found);
	}
}

static void test_members(const struct keyboard *kb)
{
	static const char text[] =
		"{\"version\": 1, \"keyboard\": \"a/b\", \"keymap\": \"mine\", \"layout\": \"LAYOUT_2\",\n"
		"\"layers\": [[\"KC_A\", \"KC_B\"], [\"KC_C\", \"KC_D\"]],\n"
		"\"encoders\": [[{\"ccw\": \"KC_VOLD\", \"cw\": \"KC_VOLU\"}]],\n"
		"\"macros\": [[\"hi\", {\"action\": \"tap\", \"keycodes\": [\"LCTL\", \"LSFT\", \"C\"]},\n"
		"{\"action\": \"delay\", \"duration\": 200}, {\"action\": \"beep\"}]],\n"
		"\"keycodes\": [{\"key\": \"HELLO\", \"label\": \"Hi\"}],\n"
		"\"config\": {\"tapping\": {\"term\": 180, \"hold\": {\"x\": true}}, \"name\": \"n\", "
		"\"list\": [1]},\n"
		"\"keyplane\": {\"layer_names\": [\"base\", \"fn\"]}, \"other\": 1}";
	struct diagnostics found = { 0 };
	struct document json = { 0 };
	const struct definition *macro;
	const struct setting *setting;
	struct err err = { 0 };
	static const int ops[] = { STEP_TEXT, STEP_DOWN, STEP_DOWN,  STEP_TAP,
				   STEP_UP,   STEP_UP,   STEP_DELAY, STEP_BEEP };
	bool same = true;

	ok(read_json(text, strlen(text), kb, &json, &found, &err) && !found.count, "a whole file is read");
	ok(!strcmp(json.keyboard, "a/b") && !strcmp(json.keymap, "mine") && !strcmp(json.layout, "LAYOUT_2"),
	   "names");
	ok(keymap_encoders(json.map) == 1 && keymap_get_turn(json.map, 0, 0, TURN_CW).kind == ACTION_KEY &&
		   keymap_get_turn(json.map, 1, 0, TURN_CW).kind == ACTION_NONE,
	   "encoders");
	ok(!strcmp(symbol_text(keymap_layer_name(json.map, 1)), "fn"), "layers' names");
	macro = keymap_definition(json.map, DEFINITION_MACRO, 0);
	for (size_t i = 0; i < COUNT(ops); i++)
		same = same && i < macro->steps && macro->step[i].op == ops[i];
	ok(same && macro->steps == COUNT(ops) && macro->step[6].value == 200 &&
		   action_equal(macro->step[1].action, macro->step[5].action),
	   "a macro's steps; keys tapped together are held and let go");
	ok(keymap_definitions(json.map, DEFINITION_KEYCODE) == 1, "keycodes");
	setting = keymap_find_setting(json.map, "tapping.term");
	ok(setting && setting->type == SETTING_NUMBER && setting->number == 180,
	   "settings under their dotted names");
	setting = keymap_find_setting(json.map, "tapping.hold.x");
	ok(setting && setting->type == SETTING_BOOL && setting->number == 1, "and deeper ones");
	ok(keymap_settings(json.map) == 3, "lists are no settings");
	ok(!strncmp(text + source_binding(json.source, 1, 1)->span.start, "KC_D\"", 5) &&
		   source_binding(json.source, 1, 1)->span.len == 4,
	   "a binding's place is inside its quotes");
	ok(json.source->layers.len && text[json.source->layers.start] == '[', "the layers' place");
	document_release(&json);
	diagnostics_release(&found);
}

/* Names of the host's language, and names that QMK has given up: told once each. */
static void test_names(const struct keyboard *kb)
{
	static const char text[] =
		"{\"layout\": \"LAYOUT_2\", \"host_language\": \"german\", \"converter\": \"kb2040\",\n"
		"\"layers\": [[\"DE_Z\", \"RESET\"],\n[\"LSFT_T(DE_ADIA)\", \"RESET\"], [\"KC_A\", "
		"\"ANY(RESET)\"]]}";
	struct diagnostics found = { 0 };
	struct document json = { 0 };
	struct str layers = STR_INIT;
	struct err err = { 0 };

	if (!read_json(text, strlen(text), kb, &json, &found, &err)) {
		ok(false, "it is read: %s", err.text);
		return;
	}
	print(json.map, &layers);
	is_text(str_text(&layers), "KC_Y QK_BOOT | LSFT_T(KC_QUOT) QK_BOOT | KC_A QK_BOOT",
		"what they mean");
	is_text(json.language, "german", "the language");
	ok(found.count == 2 && !strcmp(found.item[0].kind->code, "keymap-kept") &&
		   found.item[0].place.line == 1 &&
		   strstr(found.item[1].text, "RESET is called QK_BOOT today") &&
		   found.item[1].place.line == 2,
	   "what is told: %s; %s", found.count ? found.item[0].text : "",
	   found.count > 1 ? found.item[1].text : "");
	document_release(&json);
	diagnostics_release(&found);
	str_release(&layers);
}

static void test_hostile(const struct keyboard *kb)
{
	static const char *const texts[] = {
		"{\"layers\": [[]], \"encoders\": [[5, {}, {\"cw\": 5}], 7, [{}]]}",
		"{\"layers\": [], \"macros\": [5, [5, {}, {\"action\": \"tap\"}, {\"action\": \"tap\", "
		"\"keycodes\": [5]}]]}",
		"{\"keycodes\": [5, {\"key\": 5}], \"config\": {\"\": {\"\": {}}, \"a.b\": 1}}",
		"{\"macros\": 1, \"keycodes\": 1, \"config\": 1, \"encoders\": 1, \"keyplane\": 1, "
		"\"layout\": []}",
		"{\"keyplane\": {\"layer_names\": [5, [], \"a\", \"b\"]}}",
		"{\"keyplane\": {\"layer_names\": {\"a\": \"b\"}}}",
	};
	struct str many = STR_INIT;
	struct diagnostics found = { 0 };
	struct document json = { 0 };
	struct err err = { 0 };

	for (size_t i = 0; i < COUNT(texts); i++) {
		ok(read_json(texts[i], strlen(texts[i]), kb, &json, &found, &err), "odd file %zu opens", i);
		document_release(&json);
	}
	str_add(&many, "layers: [");
	for (int i = 0; i < 40; i++) {
		str_add(&many, "[");
		for (int key = 0; key < 1100; key++)
			str_add(&many, "\"(\",");
		str_add(&many, "]\n");
	}
	str_add(&many, "]");
	ok(read_json(many.data, many.len, NULL, &json, &found, &err) &&
		   keymap_layers(json.map) == KEYMAP_MAX_LAYERS && keymap_keys(json.map) == KEYMAP_MAX_KEYS,
	   "more layers and keys than there can be are cut");
	ok(found.count == DIAGNOSTICS_MAX && found.dropped, "and so are the complaints");
	document_release(&json);
	ok(!read_json("[1]", 3, kb, &json, &found, &err), "a list is no keymap: %s", err.text);
	ok(!read_json("{\"a\": ]", 7, kb, &json, &found, &err), "nor is this: %s", err.text);
	diagnostics_release(&found);
	str_release(&many);
}

int main(void)
{
	struct keyboard *kb = board();

	test_layers(kb);
	test_members(kb);
	test_names(kb);
	test_hostile(kb);
	keyboard_free(kb);
	return tap_done();
}
