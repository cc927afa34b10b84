/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/json_edit.h"
#include "import/qmk_config.h"
#include "import/qmk_facts.h"
#include "qmk_tree.h"
#include "tap.h"

#define CONFIG_PATH   "data/mappings/info_config.hjson"
#define RULES_PATH    "data/mappings/info_rules.hjson"
#define KEYBOARD_PATH "data/schemas/keyboard.jsonschema"

static struct qmk_facts *read_files(const struct tree_file *file, size_t files, struct err *err)
{
	struct test_tree tree = { .file = file, .files = files };
	struct qmk_files source = test_tree_files(&tree);
	struct qmk_facts *facts = qmk_facts_read(&source, err);

	ok(tree.released && !tree.read, "the texts are given back");
	return facts;
}

static const struct qmk_map_row *find(const struct qmk_map *map, const char *name)
{
	for (size_t i = 0; i < map->count; i++)
		if (!strcmp(map->row[i].name, name))
			return &map->row[i];
	return NULL;
}

static void test_rows(void)
{
	static const struct tree_file files[] = {
		{ CONFIG_PATH,
		  "// a comment\n"
		  "{\n"
		  "\"PLAIN\": {\"info_key\": \"a.b.0\"},\n"
		  "\"FULL\": {\"info_key\": \"c\", \"value_type\": \"array.array.int\", \"to_json\": false, "
		  "\"to_c\": false, \"warn_duplicate\": false, \"deprecated\": true, \"invalid\": true, "
		  "\"replace_with\": \"OTHER\", \"new_field\": 1},\n"
		  "\"ON\": {\"info_key\": \"d\", \"value_type\": \"flag\"},\n"
		  "\"YES\": {\"info_key\": \"e\", \"value_type\": \"bool\"},\n"
		  "}" },
		{ "data/mappings/defaults.hjson",
		  "{\"development_board\": {\"mine\": {\"processor\": \"x\"}}}" },
		{ "data/mappings/info_defaults.hjson", "{\"debounce\": 7}" },
	};
	struct err err = { 0 };
	struct qmk_facts *facts = read_files(files, COUNT(files), &err);
	const struct qmk_map_row *plain, *full;

	ok(facts && facts->config_h.count == 4 && !facts->builtin, "four rows are read %s", err.text);
	plain = &facts->config_h.row[0];
	full = &facts->config_h.row[1];
	ok(!strcmp(plain->name, "PLAIN") && !strcmp(plain->info_key, "a.b.0") && plain->type == QMK_RAW &&
		   plain->to_json && plain->to_c && plain->warn_duplicate && !plain->deprecated &&
		   !plain->invalid && !plain->replace_with,
	   "a plain row has what QMK takes when nothing is said");
	ok(!strcmp(full->name, "FULL") && full->type == QMK_ARRAY_ARRAY_INT && !full->to_json &&
		   !full->to_c && !full->warn_duplicate && full->deprecated && full->invalid &&
		   !strcmp(full->replace_with, "OTHER"),
	   "a full row has what it says");
	ok(facts->config_h.row[2].type == QMK_FLAG && facts->config_h.row[3].type == QMK_BOOL,
	   "flag and bool are two");
	ok(json_find(facts->defaults, "development_board.mine.processor"), "the tree's boards");
	ok(json_int(json_find(facts->code_defaults, "debounce"), 7, 7, &(int64_t){ 0 }),
	   "the tree's defaults");
	ok(facts->rules_mk.row == qmk_facts_builtin()->rules_mk.row, "what the tree lacks is ours");
	qmk_facts_free(facts);
}

static void test_old_tree(void)
{
	static const struct tree_file files[] = {
		{ CONFIG_PATH, "{\"A\": {\"info_key\": \"a\", \"value_type\": \"bool\"}}" },
		{ RULES_PATH, "{\"A\": {\"info_key\": \"a\", \"value_type\": \"bool\"}}" },
	};
	struct err err = { 0 };
	struct qmk_facts *facts = read_files(files, COUNT(files), &err);

	ok(facts && facts->config_h.row[0].type == QMK_FLAG, "without flag, bool of config.h is one");
	ok(facts && facts->rules_mk.row[0].type == QMK_BOOL, "and yes or no in rules.mk");
	ok(facts && !facts->code_defaults, "a tree without info_defaults.hjson has no defaults of the code");
	qmk_facts_free(facts);
}

static void test_bad_rows(void)
{
	static const struct {
		const char *path, *text, *want;
	} rows[] = {
		{ CONFIG_PATH, "{\n  \"A\": {\"value_type\": \"int\"}\n}",
		  "line 2, column 8: expected A to be an object with \"info_key\"" },
		{ CONFIG_PATH, "{\"A\": 1}",
		  "line 1, column 7: expected A to be an object with \"info_key\"" },
		{ CONFIG_PATH, "{\"A\": {\"info_key\": 1}}",
		  "line 1, column 20: expected \"info_key\" to be a text" },
		{ CONFIG_PATH, "{\"A\": {\"info_key\": \"\"}}",
		  "line 1, column 20: expected \"info_key\" to be a text" },
		{ CONFIG_PATH, "{\"A\": {\"info_key\": \"a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q\"}}",
		  "line 1, column 20: expected \"info_key\" to have at most 16 parts" },
		{ CONFIG_PATH, "{\"A\": {\"info_key\": \"a\", \"value_type\": \"float\"}}",
		  "line 1, column 39: expected \"value_type\" to be one of raw, int, hex, bool, flag, str, "
		  "list, array, "
		  "array.int, array.array.int, mapping, bcd_version, found float" },
		{ CONFIG_PATH, "{\"A\": {\"info_key\": \"a\", \"value_type\": 1}}",
		  "line 1, column 39: expected \"value_type\" to be one of raw, int, hex, bool, flag, str, "
		  "list, array, "
		  "array.int, array.array.int, mapping, bcd_version, found a number" },
		{ RULES_PATH, "{\"A\": {\"info_key\": \"a\", \"to_c\": \"no\"}}",
		  "line 1, column 33: expected \"to_c\" to be true or false, found a text" },
		{ RULES_PATH, "{\"A\": {\"info_key\": \"a\", \"replace_with\": 1}}",
		  "line 1, column 41: expected \"replace_with\" to be a text" },
		{ RULES_PATH, "{\"A B\": {\"info_key\": \"a\"}}",
		  "line 1, column 9: expected a name of letters, digits and _, found \"A B\"" },
		{ RULES_PATH, "{\"1\": {\"info_key\": \"a\"}}",
		  "line 1, column 7: expected a name of letters, digits and _, found \"1\"" },
		{ RULES_PATH, "{\"A\": {\"info_key\": \"a\"", "line 1, column 23: " },
		{ RULES_PATH, "[]", "expected an object, found a list" },
		{ "data/mappings/defaults.hjson", "1", "expected an object, found a number" },
		{ "data/mappings/info_defaults.hjson", "[]", "expected an object, found a list" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree_file file = { rows[i].path, rows[i].text };
		char want[512];
		struct err err = { 0 };
		struct qmk_facts *facts = read_files(&file, 1, &err);

		snprintf(want, sizeof(want), "%s: %s", rows[i].path, rows[i].want);
		ok(!facts && !strncmp(err.text, want, strlen(want)), "%s", rows[i].want);
		if (strncmp(err.text, want, strlen(want)))
			printf("# got  %s\n# want %s\n", err.text, want);
		qmk_facts_free(facts);
	}
}

static void test_many_rows(void)
{
	struct str text = STR_INIT;
	struct tree_file file;
	struct err err = { 0 };

	for (int i = 0; i < 4097; i++)
		str_addf(&text, "A%d: {info_key: \"a\"}\n", i);
	file = (struct tree_file){ RULES_PATH, str_text(&text) };
	ok(!read_files(&file, 1, &err) && err.code == ERR_RANGE, "%s", err.text);
	str_release(&text);
}

static void test_faults(void)
{
	static const char *const paths[] = { CONFIG_PATH, RULES_PATH, "data/mappings/defaults.hjson",
					     "data/mappings/info_defaults.hjson", KEYBOARD_PATH };

	for (size_t i = 0; i < COUNT(paths); i++) {
		struct test_tree tree = { .failing = paths[i] };
		struct qmk_files source = test_tree_files(&tree);
		struct err err = { 0 };

		ok(!qmk_facts_read(&source, &err) && err.code == ERR_IO &&
			   !strncmp(err.text, paths[i], strlen(paths[i])),
		   "%s", err.text);
	}
}

static bool is_valid(const struct schema *schema, const char *text)
{
	struct err err;
	struct json_doc *doc = json_parse(text, strlen(text), &err);
	bool valid = doc && schema_check(schema, json_root(doc), NULL, NULL);

	json_doc_free(doc);
	return valid;
}

static bool gives_feature_lto(const struct qmk_facts *facts)
{
	static const struct tree_file files[] = {
		{ "keyboards/a/keyboard.json", "{}" },
		{ "keyboards/a/rules.mk", "LTO_ENABLE = yes\n" },
	};
	struct test_tree tree = { .file = files, .files = COUNT(files) };
	struct qmk_files source = test_tree_files(&tree);
	struct diagnostics ignored = { 0 };
	struct err err;
	struct qmk_config *config = qmk_config_read("a", &source, facts, &ignored, &err);
	bool gives = config && json_is_true(json_find(config->info, "features.lto"));

	ok(config && json_is_true(json_find(config->info, "build.lto")), "LTO_ENABLE is build.lto");
	qmk_config_free(config);
	diagnostics_release(&ignored);
	test_tree_release(&tree);
	return gives;
}

static void test_schemas(void)
{
	static const struct tree_file files[] = {
		{ "data/schemas/definitions.jsonschema", "{\"small\": {\"maximum\": 9}}" },
		{ KEYBOARD_PATH,
		  "{\"$id\": \"qmk.keyboard.v1\", // HJSON\n"
		  "\"properties\": {\"debounce\": {\"$ref\": \"./definitions.jsonschema#/small\"}}}" },
	};
	struct err err = { 0 };
	struct qmk_facts *facts = read_files(files, COUNT(files), &err);
	const struct qmk_facts *ours = qmk_facts_builtin();

	ok(facts && is_valid(facts->keyboard, "{\"debounce\": 9}") &&
		   !is_valid(facts->keyboard, "{\"debounce\": 10}"),
	   "the tree's own schema counts, with what it refers to %s", err.text);
	ok(facts && facts->keymap == ours->keymap && facts->api == ours->api, "what the tree lacks is ours");
	ok(facts && gives_feature_lto(facts), "where features.lto is not forbidden, LTO_ENABLE gives it");
	ok(!gives_feature_lto(ours), "ours forbid it");
	ok(is_valid(ours->keyboard, "{\"usb\": {\"vid\": \"0xFEED\"}}") &&
		   !is_valid(ours->keyboard, "{\"usb\": {\"vid\": \"0xfeed\"}}"),
	   "our schema of keyboard.json");
	ok(is_valid(ours->keymap, "{\"config\": {\"debounce\": 9}}") &&
		   !is_valid(ours->keymap, "{\"config\": {\"debounce\": -9}}"),
	   "ours of keymap.json has a keyboard.json in it");
	ok(is_valid(ours->api, "{\"parse_errors\": [\"x\"]}") &&
		   !is_valid(ours->api, "{\"parse_errors\": 1}") &&
		   !is_valid(ours->api, "{\"debounce\": -9}"),
	   "ours of what is merged");
	qmk_facts_free(facts);
}

static void test_bad_schemas(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "{", "data/schemas: keyboard.jsonschema: line 1, column 2: " },
		{ "{\"properties\": {\"a\": {\"$ref\": \"./definitions.jsonschema#/none\"}}}",
		  "data/schemas: keyboard.jsonschema: line 1, column 31: " },
		{ "{\"type\": \"float\"}", "data/schemas: keyboard.jsonschema: line 1, column 10: " },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree_file file = { KEYBOARD_PATH, rows[i].text };
		struct err err = { 0 };

		ok(!read_files(&file, 1, &err) && !strncmp(err.text, rows[i].want, strlen(rows[i].want)),
		   "%s", err.text);
	}
}

static void test_builtin(void)
{
	const struct qmk_facts *facts = qmk_facts_builtin();
	const struct qmk_map_row *row = find(&facts->config_h, "DEVICE_VER");

	ok(facts->builtin && facts == qmk_facts_builtin(), "ours are made once");
	ok(row && row->type == QMK_BCD_VERSION && row->deprecated &&
		   !strcmp(row->info_key, "usb.device_version"),
	   "a row of config.h");
	row = find(&facts->rules_mk, "PLATFORM_KEY");
	ok(row && !row->to_json && row->to_c, "a row of rules.mk");
	ok(!strcmp(json_text(json_find(facts->defaults, "development_board.elite_c.pin_compatible")),
		   "promicro") &&
		   !json_find(facts->defaults, "development_board.elite_c.board"),
	   "a board, and what it does not say");
	ok(json_int(json_find(facts->code_defaults, "rgblight.default.sat"), 255, 255, &(int64_t){ 0 }) &&
		   json_find(facts->code_defaults, "features.console") &&
		   !json_find(facts->code_defaults, "rgblight.split"),
	   "what the firmware takes, and what it does not say");
	qmk_facts_free((struct qmk_facts *)facts);
	ok(facts->config_h.count, "ours stay");
}

static void test_members(void)
{
	static const struct {
		const char *path, *found;
	} rows[] = {
		{ "usb.vid", "usb.vid" },
		{ "layouts.*.layout.#.x", "layouts.*.layout.#.x" },
		{ "layouts.LAYOUT_all.layout.12.x", "layouts.*.layout.#.x" },
		{ "features.rgb_matrix", "features.rgb_matrix" },
		{ "features.mine", "features.*" },
		{ "matrix_pins.direct.0.1", "matrix_pins.direct.#.#" },
		{ ".", "." },
		{ "layouts.LAYOUT.layout.x", NULL },
		{ "layouts.LAYOUT.layout.", NULL },
		{ "usb.vid.more", NULL },
		{ "usb.", NULL },
		{ "us", NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct qmk_member *member = qmk_member_find(rows[i].path);

		ok(rows[i].found ? member && !strcmp(member->path, rows[i].found) : !member, "\"%s\" is %s",
		   rows[i].path, member ? member->path : "no member");
	}
	ok(!strcmp(qmk_member_help("usb.pid"), "USB product id, like 0x1A2B"), "help of a member");
	ok(!strcmp(qmk_member_help("usb.speed"), ""), "and of none");
}

static void test_known_names(void)
{
	size_t count;
	const struct qmk_member *names = qmk_member_names("features.*", &count);
	bool sorted = true;

	for (size_t i = 0; i < count; i++)
		sorted = sorted && !strncmp(names[i].path, "features.", 9) && names[i].help[0] &&
			 (!i || strcmp(names[i - 1].path, names[i].path) < 0);
	ok(names && count > 60 && sorted && !strcmp(names[0].path, "features.audio"), "%zu features", count);
	names = qmk_member_names("rgblight.animations.*", &count);
	ok(names && count == 10 && !strcmp(names[9].path, "rgblight.animations.twinkle"), "%zu effects",
	   count);
	ok(!qmk_member_names("layouts.*", &count) && !count, "names of layouts are the user's own");
	ok(!qmk_member_names("usb", &count) && !qmk_member_names("no.*", &count) &&
		   !qmk_member_names("", &count),
	   "nor are those of what has fixed members");
}

static void test_processors(void)
{
	static const struct {
		const char *processor, *type, *protocol;
	} rows[] = {
		{ "RP2040", "arm", "ChibiOS" },
		{ "GD32VF103", "arm", "ChibiOS" },
		{ "atmega32u4", "avr", "LUFA" },
		{ "attiny85", "avr", "V-USB" },
		{ "cortex-m7", NULL, NULL },
		{ "unknown", NULL, NULL },
		{ "", NULL, NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *protocol = "unset", *type = qmk_processor_type(rows[i].processor, &protocol);

		ok(type ? rows[i].type && !strcmp(type, rows[i].type) && !strcmp(protocol, rows[i].protocol)
			: !rows[i].type && !protocol,
		   "\"%s\" is %s", rows[i].processor, type ? type : "not known");
	}
}

int main(void)
{
	test_rows();
	test_old_tree();
	test_bad_rows();
	test_many_rows();
	test_faults();
	test_schemas();
	test_bad_schemas();
	test_builtin();
	test_members();
	test_known_names();
	test_processors();
	return tap_done();
}
