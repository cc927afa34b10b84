/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/schema.h"
#include "tap.h"

/* QMK's own schemas, on all that they are for in $KEYPLANE_CORPUS, and with the words that QMK's log has. */

enum { MAX_BYTES = 64 << 20 };

static const char *corpus;
static struct schema_store *store;

static void bail_out(const char *text)
{
	printf("Bail out! %s\n", text);
	exit(1);
}

static void read_text(const char *path, struct str *text)
{
	struct err err;

	if (!file_read(path, MAX_BYTES, text, &err))
		bail_out(err.text);
}

static void test_schemas(void)
{
	char *folder = file_join(corpus, "data/schemas");
	DIR *dir = opendir(folder);
	struct err err = { 0 };
	bool fine = true;
	int count = 0;

	store = schema_store_new();
	for (struct dirent *entry; dir && fine && (entry = readdir(dir));) {
		const char *end = strrchr(entry->d_name, '.');
		char *path = file_join(folder, entry->d_name);
		struct str text = STR_INIT;

		if (end && !strcmp(end, ".jsonschema")) {
			read_text(path, &text);
			fine = schema_store_add(store, entry->d_name, str_text(&text), text.len, &err);
			count++;
		}
		free(path);
		str_release(&text);
	}
	if (dir)
		closedir(dir);
	free(folder);
	fine = fine && schema_store_finish(store, &err);
	ok(fine && count >= 9, "%d schemas%s%s", count, fine ? "" : ": ", fine ? "" : err.text);
	if (!fine)
		bail_out("nothing to check with");
}

/* What files of one name are checked against. */
static struct kind {
	const char *name, *id;
	int least, valid, wrong;
} kinds[] = {
	{ "keyboard.json", "qmk.keyboard.v1", 3752, 0, 0 },
	{ "info.json", "qmk.keyboard.v1", 350, 0, 0 },
	{ "keymap.json", "qmk.keymap.v1", 140, 0, 0 },
	{ "qmk_module.json", "qmk.community_module.v1", 5, 0, 0 },
};

static void show(void *data, const struct schema_problem *problem)
{
	printf("# %s: %s: %s\n", *(const char **)data, problem->path, problem->text);
}

static void check_file(const char *path, struct kind *kind)
{
	struct str text = STR_INIT;
	struct err err;
	struct json_doc *doc;

	read_text(path, &text);
	doc = json_parse(str_text(&text), text.len, &err);
	if (!doc)
		bail_out(err.text);
	if (schema_check(schema_find(store, kind->id), json_root(doc), show, &path))
		kind->valid++;
	else
		kind->wrong++;
	json_doc_free(doc);
	str_release(&text);
}

static void check_folder(const char *folder)
{
	DIR *dir = opendir(folder);

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		char *path = file_join(folder, entry->d_name);

		if (!strchr(entry->d_name, '.'))
			check_folder(path);
		for (size_t i = 0; i < COUNT(kinds); i++)
			if (!strcmp(entry->d_name, kinds[i].name))
				check_file(path, &kinds[i]);
		free(path);
	}
	if (dir)
		closedir(dir);
}

static void test_files(void)
{
	static const char *const folders[] = { "keyboards", "modules" };

	for (size_t i = 0; i < COUNT(folders); i++) {
		char *folder = file_join(corpus, folders[i]);

		check_folder(folder);
		free(folder);
	}
	for (size_t i = 0; i < COUNT(kinds); i++)
		ok(kinds[i].valid >= kinds[i].least && !kinds[i].wrong, "%d %s, all as %s wants them",
		   kinds[i].valid, kinds[i].name, kinds[i].id);
}

static void each_line(const char *name, void (*check)(const struct json *line))
{
	char *path = file_join(corpus, name), *rest;
	struct str text = STR_INIT;

	read_text(path, &text);
	rest = text.data;
	while (rest && *rest) {
		size_t len = strcspn(rest, "\n");
		struct err err;
		struct json_doc *doc = json_parse(rest, len, &err);

		if (!doc)
			bail_out(err.text);
		check(json_root(doc));
		json_doc_free(doc);
		rest += len + (rest[len] == '\n');
	}
	str_release(&text);
	free(path);
}

static int merged, merged_valid;

static void check_merged(const struct json *line)
{
	const char *name = json_text(json_find(line, "keyboard"));

	merged++;
	merged_valid +=
		schema_check(schema_find(store, "qmk.api.keyboard.v1"), json_find(line, "info"), show, &name);
}

/* The second line of QMK's log on a file that its schema refuses. */
static void add_problem(void *data, const struct schema_problem *problem)
{
	str_addf(data, "\t%s: %s", problem->path, problem->text);
}

/* What the log says behind "Not including data from file: keyboards/@name"; "" when it does not. */
static const char *logged(const struct json *log, const char *name)
{
	static const char refused[] = "Not including data from file: keyboards/";

	for (const struct json *entry = log->first; entry && entry->next; entry = entry->next) {
		const char *text = json_text(entry->first->next);

		if (!strncmp(text, refused, strlen(refused)) && !strcmp(text + strlen(refused), name))
			return json_text(entry->next->first->next);
	}
	return "";
}

static int cases, cases_refused, cases_equal;

static void check_case(const struct json *line)
{
	const struct json *files = json_find(line, "files"), *log = json_find(line, "log");

	for (const struct json *file = files->first; file; file = file->next) {
		const char *name = strrchr(file->key, '/'), *want = logged(log, file->key);
		struct str got = STR_INIT;
		struct err err;
		struct json_doc *doc = NULL;

		if (name && (!strcmp(name, "/keyboard.json") || !strcmp(name, "/info.json")))
			doc = json_parse(file->text, strlen(file->text), &err);
		/* What is no object QMK does not get as far as to check. */
		if (doc && json_root(doc)->type == JSON_OBJECT) {
			schema_check(schema_find(store, "qmk.keyboard.v1"), json_root(doc), add_problem,
				     &got);
			cases++;
			cases_refused += *want != '\0';
			cases_equal += !strcmp(str_text(&got), want);
			if (strcmp(str_text(&got), want) != 0)
				printf("# %s\n# got  %s\n# want %s\n", file->key, str_text(&got), want);
		}
		json_doc_free(doc);
		str_release(&got);
	}
}

/* Small documents, and the first thing that Python's jsonschema 4.10 says of each. */
static const struct {
	const char *id, *value, *want;
} documents[] = {
	{ "qmk.keyboard.v1", "{usb: {vid: 65261}}", "usb.vid: 65261 is not of type 'string'" },
	{ "qmk.keyboard.v1", "{usb: {vid: '0xFEED', foo: 1, bar: 2}}",
	  "usb: Additional properties are not allowed ('bar', 'foo' were unexpected)" },
	{ "qmk.keyboard.v1", "{usb: {device_version: '1.0'}}",
	  "usb.device_version: '1.0' does not match '^[0-9]{1,2}\\\\.[0-9]\\\\.[0-9]$'" },
	{ "qmk.keyboard.v1", "{usb: {device_version: '1.0.0\\n'}}", NULL },
	{ "qmk.keyboard.v1", "{layouts: {LAYOUT: {layout: [{x: 0}]}}}",
	  "layouts.LAYOUT.layout.0: 'y' is a required property" },
	{ "qmk.keyboard.v1", "{layouts: {LAYOUT_60_ANSI: {layout: 5}, LAYOUT: 5}}",
	  "layouts: 'LAYOUT_60_ANSI' is not valid under any of the given schemas" },
	{ "qmk.keyboard.v1", "{layouts: {LAYOUT_1x2uC: {layout: [{x: 0, y: 0, matrix: [0]}]}}}",
	  "layouts.LAYOUT_1x2uC.layout.0.matrix: [0] is too short" },
	{ "qmk.keyboard.v1",
	  "{layouts: {LAYOUT: {layout: [{y: 0, x: 0, matrix: [0, 1.0]}, {x: 0, y: '0', w: null}]}}}",
	  "layouts.LAYOUT.layout.1.w: None is not of type 'number'" },
	{ "qmk.keyboard.v1", "{matrix_pins: {cols: ['A0', 'GP12', 'LINE_PIN3', 'NO_PIN', 4, null]}}", NULL },
	{ "qmk.keyboard.v1", "{matrix_pins: {rows: ['A0', 'L0']}}",
	  "matrix_pins.rows.1: 'L0' is not valid under any of the given schemas" },
	{ "qmk.keyboard.v1", "{matrix_pins: {direct: [[true]]}}",
	  "matrix_pins.direct.0.0: True is not valid under any of the given schemas" },
	{ "qmk.keyboard.v1", "{matrix_pins: {rows: ['A0', 1.5]}}",
	  "matrix_pins.rows.1: 1.5 is not valid under any of the given schemas" },
	{ "qmk.keyboard.v1", "{encoder: {driver: 'x', rotary: [{pin_a: 'B0'}]}}",
	  "encoder.driver: 'x' is not one of ['custom', 'quadrature']" },
	{ "qmk.keyboard.v1", "{encoder: {rotary: [{pin_a: 'B0', pin_b: 'B1', resolution: -1}], enabled: 1}}",
	  "encoder.rotary.0.resolution: -1 is less than the minimum of 0" },
	{ "qmk.keyboard.v1", "{features: {lto: 1}}", "features.lto: 1 is not of type 'boolean'" },
	{ "qmk.keyboard.v1", "{features: {RGB: true, lto: false}}",
	  "features: 'RGB' does not match '^[a-z][a-z0-9_]*$'" },
	{ "qmk.keyboard.v1", "{joystick: {axes: {x: 'virtual', y: 'real'}}}",
	  "joystick.axes.y: 'real' is not valid under any of the given schemas" },
	{ "qmk.keyboard.v1", "{joystick: {axes: {x: {input_pin: 'A1', low: 0.5}}}}",
	  "joystick.axes.x: {'input_pin': 'A1', 'low': 0.5} is not valid under any of the given schemas" },
	{ "qmk.keyboard.v1", "{split: {handedness: {matrix_grid: ['A1', 'A2', 'A3']}}}",
	  "split.handedness.matrix_grid: ['A1', 'A2', 'A3'] is too long" },
	{ "qmk.keyboard.v1", "{keycodes: [{label: 'x'}]}", "keycodes.0: 'key' is a required property" },
	{ "qmk.keyboard.v1", "{keycodes: [{key: 'ABC', aliases: ['ABCDEFGH', 'x']}]}",
	  "keycodes.0.aliases.0: 'ABCDEFGH' is too long" },
	{ "qmk.keyboard.v1", "{layout_aliases: {a: 'B'}}",
	  "layout_aliases.a: 'B' is not valid under any of the given schemas" },
	{ "qmk.keyboard.v1", "{vendorId: 1, productId: 2, tags: 3}",
	  ": {'vendorId': 1, 'productId': 2, 'tags': 3} should not be valid under {'required': ['vendorId', "
	  "'productId']}" },
	{ "qmk.keyboard.v1", "{Keyboard_name: 5}", NULL },
	{ "qmk.keyboard.v1", "{secure: {unlock_sequence: [[0, 1], [2]]}}",
	  "secure.unlock_sequence.1: [2] is too short" },
	{ "qmk.keyboard.v1", "{dynamic_keymap: {layer_count: 0}}",
	  "dynamic_keymap.layer_count: 0 is less than the minimum of 1" },
	{ "qmk.keyboard.v1", "{dip_switch: {pins: 'A0', matrix_grid: []}}",
	  "dip_switch.pins: 'A0' is not of type 'array'" },
	{ "qmk.keyboard.v1", "[]", ": [] is not of type 'object'" },
	{ "qmk.api.keyboard.v1", "{keyboard_folder: 'A', parse_errors: [1]}",
	  "keyboard_folder: 'A' does not match '^[0-9a-z][0-9a-z_/]*$'" },
	{ "qmk.api.keyboard.v1", "{keyboard_folder: 'a', parse_errors: ['a', null]}",
	  "parse_errors.1: None is not of type 'string'" },
	{ "qmk.keymap.v1", "{layout: 'KEYMAP', layers: [[1]]}",
	  "layout: 'KEYMAP' is not valid under any of the given schemas" },
	{ "qmk.keymap.v1", "{macros: [['a', {action: 'tip'}]]}",
	  "macros.0.1: {'action': 'tip'} is not valid under any of the given schemas" },
	{ "qmk.keymap.v1", "{config: {features: {lto: true}}}",
	  "config.features: {'lto': True} should not be valid under {'required': ['lto']}" },
	{ "qmk.keymap.v1", "{encoders: [[{ccw: 'A'}]]}", "encoders.0.0: 'cw' is a required property" },
	{ "qmk.user_repo.v1",
	  "{userspace_version: '1.0', build_targets: [['planck', 'default'], 'a/b.json']}", NULL },
	{ "qmk.user_repo.v1", "{userspace_version: '1.0', build_targets: [['planck', 'default', {}]]}",
	  "build_targets.0: ['planck', 'default', {}] is not valid under any of the given schemas" },
	{ "qmk.user_repo.v1", "{userspace_version: '1.1'}", ": 'build_targets' is a required property" },
	{ "qmk.user_repo.v1_1",
	  "{userspace_version: '1.1', build_targets: [['planck', 'default', {a: 'b'}]]}", NULL },
	{ "qmk.community_module.v1", "{module_name: 'x'}", ": 'maintainer' is a required property" },
};

static void test_documents(void)
{
	for (size_t i = 0; i < COUNT(documents); i++) {
		const char *want = documents[i].want;
		struct str got = STR_INIT;
		struct err err;
		struct json_doc *doc = json_parse(documents[i].value, strlen(documents[i].value), &err);
		bool valid;

		if (!doc)
			bail_out(err.text);
		valid = schema_check(schema_find(store, documents[i].id), json_root(doc), add_problem, &got);
		ok(valid == !want && (valid || !strcmp(str_text(&got) + 1, want)), "%s%s", documents[i].value,
		   str_text(&got));
		json_doc_free(doc);
		str_release(&got);
	}
}

int main(void)
{
	corpus = getenv("KEYPLANE_CORPUS");
	if (!corpus) {
		printf("1..0 # SKIP set KEYPLANE_CORPUS to the unpacked corpus\n");
		return 0;
	}
	test_schemas();
	test_files();
	each_line("oracle-info.jsonl", check_merged);
	ok(merged > 1800 && merged == merged_valid, "%d of %d merged keyboards are valid", merged_valid,
	   merged);
	each_line("edge-cases.jsonl", check_case);
	ok(cases > 100 && cases_refused >= 20 && cases == cases_equal,
	   "%d of %d files of edge cases, %d of them refused, told of as QMK's log does", cases_equal, cases,
	   cases_refused);
	test_documents();
	schema_store_free(store);
	return tap_done();
}
