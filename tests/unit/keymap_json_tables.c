/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/keymap_json.h"
#include "import/keymap_json.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

/* Definitions and settings of a keymap.json, changed in its text. */

#define BEFORE                                                                      \
	"{\n"                                                                       \
	"    \"keyboard\": \"x\", \"layout\": \"LAYOUT\",\n"                        \
	"    \"layers\": [[\"KC_A\", \"QK_MACRO_1\"]], // keys\n"                   \
	"    \"macros\": [\n"                                                       \
	"        [\"one\"],\n"                                                      \
	"        [\"two\", {\"action\": \"tap\", \"keycodes\": [\"ENT\"]}], // 2\n" \
	"        [\"three\"]\n"                                                     \
	"    ],\n"                                                                  \
	"    \"config\": {\n"                                                       \
	"        \"tapping\": {\"term\": 180, \"retro\": true},\n"                  \
	"        \"debounce\": 8\n"                                                 \
	"    },\n"                                                                  \
	"    \"mine\": [1, 2]\n"                                                    \
	"}\n"

static struct document document;

static bool read_text(const char *text, struct document *out, struct err *err)
{
	struct import_input in = { .path = "keymap.json", .text = text, .len = strlen(text) };
	struct diagnostics ignored = { 0 };
	bool done = keymap_json_read(&in, out, &ignored, err);

	diagnostics_release(&ignored);
	return done;
}

/* @map, which is taken, is put into the text, and read back. */
static void check(const struct keymap *map, const char *after, const char *name)
{
	struct document back = { 0 };
	struct str out = STR_INIT;
	struct err err = { 0 };
	bool done = keymap_json_update(document.source, document.used, map, &out, &err);

	is_text(done ? str_text(&out) : err.text, after, "%s", name);
	ok(done && read_text(str_text(&out), &back, &err) && keymap_equal(map, back.map),
	   "and it reads back as that");
	document_release(&back);
	str_release(&out);
	keymap_unref(map);
}

static const struct keymap *put(const char *name, enum setting_type type, int64_t number)
{
	struct err err = { 0 };

	return edit_setting_put(document.map, (struct setting){ symbol(name), (uint16_t)type, number, 0 },
				&err);
}

static void test_settings(void)
{
	check(put("tapping.term", SETTING_NUMBER, 220),
	      "{\n    \"keyboard\": \"x\", \"layout\": \"LAYOUT\",\n"
	      "    \"layers\": [[\"KC_A\", \"QK_MACRO_1\"]], // keys\n    \"macros\": [\n        [\"one\"],\n"
	      "        [\"two\", {\"action\": \"tap\", \"keycodes\": [\"ENT\"]}], // 2\n        "
	      "[\"three\"]\n    ],\n"
	      "    \"config\": {\n        \"tapping\": {\"term\": 220, \"retro\": true},\n        "
	      "\"debounce\": 8\n"
	      "    },\n    \"mine\": [1, 2]\n}\n",
	      "a setting is one value");
	check(edit_setting_remove(document.map, "debounce"),
	      "{\n    \"keyboard\": \"x\", \"layout\": \"LAYOUT\",\n"
	      "    \"layers\": [[\"KC_A\", \"QK_MACRO_1\"]], // keys\n    \"macros\": [\n        [\"one\"],\n"
	      "        [\"two\", {\"action\": \"tap\", \"keycodes\": [\"ENT\"]}], // 2\n        "
	      "[\"three\"]\n    ],\n"
	      "    \"config\": {\n        \"tapping\": {\"term\": 180, \"retro\": true}\n"
	      "    },\n    \"mine\": [1, 2]\n}\n",
	      "one that is taken out goes with its line");
	check(put("features.caps_word", SETTING_BOOL, 1),
	      "{\n    \"keyboard\": \"x\", \"layout\": \"LAYOUT\",\n"
	      "    \"layers\": [[\"KC_A\", \"QK_MACRO_1\"]], // keys\n    \"macros\": [\n        [\"one\"],\n"
	      "        [\"two\", {\"action\": \"tap\", \"keycodes\": [\"ENT\"]}], // 2\n        "
	      "[\"three\"]\n    ],\n"
	      "    \"config\": {\n        \"tapping\": {\"term\": 180, \"retro\": true},\n"
	      "        \"debounce\": 8,\n        \"features\": {\n            \"caps_word\": true\n        "
	      "}\n"
	      "    },\n    \"mine\": [1, 2]\n}\n",
	      "a new one comes behind the others, with what it is in");
}

static void test_macros(void)
{
	struct step step = { .op = STEP_TEXT, .text = symbol("say \"hi\"\n") };
	struct definition macro = { .kind = DEFINITION_MACRO, .step = &step, .steps = 1 };
	struct err err = { 0 };

	check(edit_definition_replace(document.map, DEFINITION_MACRO, 0, &macro, &err),
	      "{\n    \"keyboard\": \"x\", \"layout\": \"LAYOUT\",\n"
	      "    \"layers\": [[\"KC_A\", \"QK_MACRO_1\"]], // keys\n    \"macros\": [\n"
	      "        [\"say \\\"hi\\\"\\n\"],\n"
	      "        [\"two\", {\"action\": \"tap\", \"keycodes\": [\"ENT\"]}], // 2\n        "
	      "[\"three\"]\n    ],\n"
	      "    \"config\": {\n        \"tapping\": {\"term\": 180, \"retro\": true},\n        "
	      "\"debounce\": 8\n"
	      "    },\n    \"mine\": [1, 2]\n}\n",
	      "a macro is one item");
	check(edit_definition_delete(document.map, DEFINITION_MACRO, 0, NULL),
	      "{\n    \"keyboard\": \"x\", \"layout\": \"LAYOUT\",\n"
	      "    \"layers\": [[\"KC_A\", \"MC_0\"]], // keys\n    \"macros\": [\n"
	      "        [\"two\", {\"action\": \"tap\", \"keycodes\": [\"ENT\"]}], // 2\n        "
	      "[\"three\"]\n    ],\n"
	      "    \"config\": {\n        \"tapping\": {\"term\": 180, \"retro\": true},\n        "
	      "\"debounce\": 8\n"
	      "    },\n    \"mine\": [1, 2]\n}\n",
	      "one that is deleted goes, and keys follow");
}

static void test_own(void)
{
	struct step step[] = { { .op = STEP_RESULT, .action = tiny_action("KC_ESC") } };
	uint16_t position[] = { 0, 1 };
	struct definition combo = { .kind = DEFINITION_COMBO,
				    .name = symbol("ab"),
				    .step = step,
				    .steps = 1,
				    .position = position,
				    .positions = 2 };
	struct err err = { 0 };

	check(edit_definition_add(document.map, DEFINITION_COMBO, 0, &combo, &err),
	      "{\n    \"keyboard\": \"x\", \"layout\": \"LAYOUT\",\n"
	      "    \"layers\": [[\"KC_A\", \"QK_MACRO_1\"]], // keys\n    \"macros\": [\n        [\"one\"],\n"
	      "        [\"two\", {\"action\": \"tap\", \"keycodes\": [\"ENT\"]}], // 2\n        "
	      "[\"three\"]\n    ],\n"
	      "    \"config\": {\n        \"tapping\": {\"term\": 180, \"retro\": true},\n        "
	      "\"debounce\": 8\n"
	      "    },\n    \"mine\": [1, 2],\n    \"keyplane\": {\n        \"definitions\": [\n            "
	      "{\"kind\": \"combo\", \"name\": \"ab\", \"positions\": [0, 1], "
	      "\"steps\": [{\"op\": \"result\", \"action\": {\"kind\": \"key\", \"args\": [{\"key\": "
	      "\"KC_ESCAPE\"}]}}]}\n        ]\n    }\n}\n",
	      "what QMK's format has no member for is in one of ours");
}

int main(void)
{
	struct err err = { 0 };

	ok(read_text(BEFORE, &document, &err), "it is read");
	test_settings();
	test_macros();
	test_own();
	document_release(&document);
	return tap_done();
}
