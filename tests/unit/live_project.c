/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "model/edit.h"
#include "project/live_project.h"
#include "project/offer.h"
#include "tap.h"
#include "temp.h"

/* What a keyboard holds as a project, saved in every format and opened again; and what was flashed last. */

static char root[] = "/tmp/keyplane-live-XXXXXX";
static struct err err;

/* Two rows of a matrix of three, an Enter that may be two keys, and an encoder. */
static const char definition[] =
	"{\"name\": \"Little One\", \"customKeycodes\": [{\"name\": \"MUTE\"}, {\"name\": \"ZOOM\", "
	"\"title\": \"Mute in "
	"Zoom\", \"shortName\": \"Zo\\nom\"}], \"vendorId\": \"0xFEED\", \"productId\": \"0x6060\", "
	"\"matrix\": {\"rows\": 3, \"cols\": 3}, \"layouts\": {\"labels\": [\"Split\"], \"keymap\": ["
	"[\"0,0\\n\\n\\n\\n\\n\\n\\n\\n\\ne0\", \"0,1\", \"0,2\"], [\"1,0\", {\"w\": 2}, "
	"\"1,1\\n\\n\\n0,0\", {\"x\": 1}, "
	"\"1,1\\n\\n\\n0,1\", \"1,2\\n\\n\\n0,1\"]]}}";

static struct live_board board;

static struct action key(uint16_t number)
{
	return keycode_dialect_action(DIALECT_NEWEST, number);
}

static void open_board(const char *text)
{
	struct diagnostics told = { 0 };

	live_board_release(&board);
	err = (struct err){ 0 };
	if (!live_board_init(&board, text, strlen(text), 12, -1, false, &told, &err))
		printf("# %s\n", err.text);
	diagnostics_release(&told);
}

static struct dynamic_keymap keyboard(int vial)
{
	struct dynamic_keymap held = { .dialect = vial < 0 ? DIALECT_VIA_12 : DIALECT_VIAL_6,
				       .via = vial < 0 ? 12 : 9,
				       .vial = vial,
				       .uid = vial < 0 ? 0 : 0x123456789abcdef0,
				       .options = 0xfffffffe,
				       .usb_vid = 0xfeed,
				       .usb_pid = 0x6060,
				       .layers = 2,
				       .rows = 3,
				       .cols = 3,
				       .encoders = 1 };

	if (!dynamic_keymap_allocate(&held, &err))
		abort();
	for (size_t i = 0; i < 18; i++)
		held.key[i] = (uint16_t)(4 + i);
	held.key[9] = 0x5221;
	held.turn[0] = 0xaa;
	held.turn[1] = 0xa9;
	held.held = 1u << DYNAMIC_KEYS | 1u << DYNAMIC_TURNS;
	return held;
}

static void test_board(void)
{
	static const char *const broken[] = {
		"", "[]", "{}", "{\"matrix\": {\"rows\": 1, \"cols\": 1}}",
		"{\"matrix\": {\"rows\": 1, \"cols\": 1}, \"layouts\": {\"labels\": [\"A\"], "
		"\"keymap\": [[\"0,0\\n\\n\\n0,1\"]]}}"
	};
	struct live_board none;
	struct diagnostics told = { 0 };
	size_t refused = 0;

	for (size_t i = 0; i < COUNT(broken); i++) {
		err = (struct err){ 0 };
		refused +=
			!live_board_init(&none, broken[i], strlen(broken[i]), 12, -1, false, &told, &err) &&
			err.text[0];
	}
	ok(refused == COUNT(broken), "what is no definition, or draws no key at first, is none: %s",
	   err.text);
	open_board(definition);
	ok(board.keyboard && board.keyboard->layout[0].keys == 5, "the first choices");
	is_text(board.keyboard->layout[0].name, "LAYOUT", "are the layout");
	ok(live_board_choose(&board, 1) && board.choice[0] == 1 && board.keyboard->layout[0].keys == 6,
	   "another choice is another layout");
	ok(!live_board_choose(&board, 1), "the same is the same");
	ok(!live_board_choose(&board, 0xfffffffd) && live_board_choose(&board, 0xfffffffe),
	   "bits that no option has are no matter");
	diagnostics_release(&told);
}

static void test_new(void)
{
	struct dynamic_keymap held = keyboard(6), none = { 0 };
	struct project *project;

	open_board(definition);
	project = live_project_new(&board, &held, "HID name", &err);
	ok(project && !project->path && !project->source && keymap_layers(project->map) == 2 &&
		   keymap_keys(project->map) == 5 && keymap_encoders(project->map) == 1,
	   "a project without a file");
	is_text(project->keyboard->name, "Little One", "a keyboard by the definition's name");
	is_text(project->format->name, "vial", "to be saved as Vial's app does");
	ok(project->keyboard->usb_vid == 0xfeed && project->keyboard->usb_pid == 0x6060, "and its ids");
	project_free(project);
	err = (struct err){ 0 };
	ok(!live_project_new(&board, &none, NULL, &err) && err.code == ERR_RANGE, "none without layers: %s",
	   err.text);
	open_board("{\"matrix\": {\"rows\": 3, \"cols\": 3}, \"layouts\": {\"keymap\": [[\"0,0\"]]}}");
	held.vial = -1;
	project = live_project_new(&board, &held, "HID name", &err);
	is_text(project->keyboard->name, "HID name", "a definition without a name: the device's own");
	is_text(project->format->name, "via", "VIA's file for VIA's firmware");
	project_free(project);
	dynamic_keymap_release(&held);
}

static bool has_uid(const char *path)
{
	struct str text = STR_INIT;
	bool has = file_read(path, 1 << 20, &text, &err) &&
		   strstr(str_text(&text), "\"uid\": 1311768467463790320,") &&
		   strstr(str_text(&text), "\"layout_options\": 4294967294,");

	str_release(&text);
	return has;
}

/* Saved under @name and opened for the same keyboard it is the same keymap. */
static bool is_saved(const char *name, int vial)
{
	struct dynamic_keymap held = keyboard(vial);
	struct project *project, *back = NULL;
	const struct keymap *edited, *again = NULL;
	const char *path = temp_path(root, name);
	struct action action = keycode_dialect_action(held.dialect, 0x29);
	bool same, written;

	err = (struct err){ 0 };
	project = live_project_new(&board, &held, NULL, &err);
	edited = edit_key(project->map, 1, 2, action);
	written = project_save(project, edited, path, PROJECT_LOSE, &err) &&
		  project_save(project, edited, NULL, 0, &err);
	if (written && vial >= 0 && strstr(name, ".vil"))
		written = has_uid(path);
	if (written)
		back = live_project_open(&board, &held, path, &err);
	if (back)
		again = dynamic_keymap_map(&held, &back->keyboard->layout[back->layout], &back->diagnostics);
	same = back && keymap_layers(back->map) == 2 && keymap_keys(again) == keymap_keys(back->map) &&
	       action_equal(keymap_get(back->map, 1, 2), action);
	for (size_t layer = 0; same && layer < 2; layer++)
		for (size_t i = 0; i < keymap_slots(edited); i++)
			same = same && action_equal(keymap_get_slot(edited, layer, i),
						    keymap_get_slot(back->map, layer, i));
	if (!same)
		printf("# %s: %s\n", name, err.text);
	keymap_unref(again);
	keymap_unref(edited);
	project_free(project);
	project_free(back);
	dynamic_keymap_release(&held);
	return same;
}

static void test_save(void)
{
	static const char *const names[] = { "a.vil", "a.layout.json", "a.keyplane.json", "keymap.json" };

	open_board(definition);
	for (size_t i = 0; i < COUNT(names); i++) {
		ok(is_saved(names[i], 6), "%s of Vial's", names[i]);
		unlink(temp_path(root, names[i]));
		ok(is_saved(names[i], -1), "%s of VIA's", names[i]);
		unlink(temp_path(root, names[i]));
	}
}

static void test_save_c(void)
{
	struct dynamic_keymap held = keyboard(6);
	struct project *project = live_project_new(&board, &held, NULL, &err);
	struct str text = STR_INIT;
	const char *path = temp_path(root, "keymap.c");

	ok(project_save(project, project->map, path, PROJECT_LOSE, &err) &&
		   file_read(path, 1 << 16, &text, &err) && strstr(str_text(&text), "KC_A, KC_B, KC_C") &&
		   strstr(str_text(&text), "MO(1)"),
	   "keymap.c: %s", err.text);
	str_release(&text);
	project_free(project);
	dynamic_keymap_release(&held);
}

static struct project *open_text(const char *name, const char *text, const struct dynamic_keymap *held)
{
	const char *path = temp_path(root, name);

	err = (struct err){ 0 };
	if (!file_write(path, text, strlen(text), FILE_REPLACE, &err))
		abort();
	return live_project_open(&board, held, path, &err);
}

/* Keycodes of the keyboard's own go by its names for them. */
static void test_keycodes(void)
{
	struct dynamic_keymap held = keyboard(6);
	struct project *project;
	struct str text = STR_INIT;
	struct action action;
	struct offer offer[4];
	size_t offers;

	open_board(definition);
	held.key[0] = 0x7e01;
	project = live_project_new(&board, &held, NULL, &err);
	project_describe_action(project, keymap_get(project->map, 0, 0), &text);
	is_text(str_text(&text), "the keyboard's own: ZOOM, Mute in Zoom", "what it does");
	is_text(project->keyboard->keycode[1].short_name, "Zo om", "a legend of two lines is one");
	ok(project_parse_action(project, project->map, "zoom", &action, &err) &&
		   action_equal(action, keymap_get(project->map, 0, 0)),
	   "it is put on a key by that name: %s", err.text);
	offers = project_offers(project, project->map, "mute in", offer, COUNT(offer));
	ok(offers && action_equal(offer[0].action, action), "and found by its title (%zu)", offers);
	ok(!keyboard_find_keycode(project->keyboard, key(0x7e02)) &&
		   !keyboard_find_keycode(project->keyboard, key(4)) &&
		   !keyboard_keycode_action(project->keyboard, "", &action),
	   "no other has a name there");
	str_release(&text);
	project_free(project);
	dynamic_keymap_release(&held);
}

static void test_open(void)
{
	static const char vil[] =
		"{\"uid\": %s, \"layout\": [[[\"KC_A\", \"KC_B\", \"KC_C\"], [\"KC_D\", \"KC_E\", "
		"\"KC_F\"], [-1, -1, -1]]], \"encoder_layout\": [[[\"KC_1\", \"KC_2\"]]], "
		"\"vial_protocol\": 6, \"via_protocol\": 9}";
	struct dynamic_keymap held = keyboard(6);
	struct project *project;
	char text[512];

	open_board(definition);
	snprintf(text, sizeof(text), vil, "1311768467463790320");
	project = open_text("own.vil", text, &held);
	ok(project && keymap_keys(project->map) == 5 && project->source, "a .vil of the same UID: %s",
	   err.text);
	project_free(project);
	snprintf(text, sizeof(text), vil, "1311768467463790321");
	project = open_text("other.vil", text, &held);
	ok(!project && err.code == ERR_REFUSED && strstr(err.text, "other.vil"),
	   "one of another is refused: %s", err.text);
	project = open_text(
		"other.layout.json",
		"{\"name\": \"Big\", \"vendorProductId\": 1, \"macros\": [], \"layers\": [[\"KC_A\", "
		"\"KC_A\", "
		"\"KC_A\", \"KC_A\", \"KC_A\", \"KC_A\", \"KC_A\", \"KC_A\", \"KC_A\"]], \"encoders\": []}",
		&held);
	ok(!project && err.code == ERR_REFUSED, "so is VIA's of other ids: %s", err.text);
	project = open_text("keymap.json",
			    "{\"keyboard\": \"ansi_60\", \"keymap\": \"x\", \"layout\": \"LAYOUT_60_ansi\", "
			    "\"layers\": [[]]}",
			    &held);
	ok(!project && err.code == ERR_RANGE, "a keymap of a board with other keys is, too: %s", err.text);
	project = open_text(
		"unknown.json",
		"{\"keyboard\": \"no/such\", \"keymap\": \"x\", \"layout\": \"LAYOUT\", \"layers\": "
		"[[\"KC_A\", \"KC_B\", \"KC_C\", \"KC_D\", \"KC_E\"]]}",
		&held);
	ok(project && !project->guessed && action_equal(keymap_get(project->map, 0, 4), key(8)),
	   "one of a keyboard that is not found is for this one: %s", err.text);
	project_free(project);
	project = open_text("keyboard.json",
			    "{\"layouts\": {\"LAYOUT\": {\"layout\": [{\"matrix\": [0, 0]}]}}}", &held);
	ok(!project && err.text[0], "a keyboard is no keymap: %s", err.text);
	err = (struct err){ 0 };
	ok(!live_project_open(&board, &held, temp_path(root, "none.vil"), &err) && err.code == ERR_NOT_FOUND,
	   "a file that is not there: %s", err.text);
	dynamic_keymap_release(&held);
}

/* The same keyboard as QMK has it: by another name, its keys in another order, and one more. */
static struct project *open_qmk(void)
{
	static const char text[] =
		"{\"keyboard_name\": \"Little 1\", \"usb\": {\"vid\": \"0xFEED\", \"pid\": \"0x6060\"}, "
		"\"encoder\": "
		"{\"rotary\": [{\"pin_a\": \"B0\", \"pin_b\": \"B1\"}]}, \"matrix_pins\": {\"rows\": "
		"[\"A0\", \"A1\", \"A2\"], "
		"\"cols\": [\"A3\", \"A4\", \"A5\"]}, \"diode_direction\": \"COL2ROW\", \"processor\": "
		"\"STM32F103\", "
		"\"bootloader\": \"stm32duino\", \"layouts\": {\"LAYOUT\": {\"layout\": ["
		"{\"matrix\": [1, 1], \"x\": 1, \"y\": 1}, {\"matrix\": [1, 0], \"x\": 0, \"y\": 1}, "
		"{\"matrix\": [0, 0], \"x\": 0, \"y\": 0}, {\"matrix\": [0, 1], \"x\": 1, \"y\": 0}, "
		"{\"matrix\": [2, 2], \"x\": 4, \"y\": 0}]}}}";
	const char *path = temp_path(root, "qmk/keyboard.json");
	struct project *project;

	if (!file_make_dirs(temp_path(root, "qmk"), &err) ||
	    !file_write(path, text, strlen(text), FILE_REPLACE, &err))
		abort();
	project = project_open(path, NULL, &err);
	if (!project)
		printf("# %s\n", err.text);
	return project;
}

static void test_flashed(void)
{
	static const char image[] = "firmware", other[] = "another";
	struct dynamic_keymap held = keyboard(6);
	struct project *live, *qmk = open_qmk();
	const struct keymap *map = keymap_ref(qmk->map), *next, *got;
	struct step press[] = { { .op = STEP_RESULT, .action = key(0x29) } };
	uint16_t both[] = { 2, 3 }, away[] = { 2, 4 };
	struct definition combo = {
		.kind = DEFINITION_COMBO, .step = press, .steps = 1, .position = both, .positions = 2
	};

	open_board(definition);
	live = live_project_new(&board, &held, NULL, &err);
	for (size_t i = 0; i < 5; i++) {
		next = edit_key(map, 0, i, key((uint16_t)(0x1e + i)));
		keymap_unref(map);
		map = next;
	}
	next = edit_definition_add(map, DEFINITION_COMBO, 0, &combo, &err);
	keymap_unref(map);
	combo.position = away;
	map = edit_definition_add(next, DEFINITION_COMBO, 1, &combo, &err);
	keymap_unref(next);
	ok(!flashed_get(live, &err) && err.code == ERR_NOT_FOUND, "nothing was flashed yet: %s", err.text);
	ok(flashed_built(qmk, map, image, sizeof(image), &err), "an image was built: %s", err.text);
	ok(!flashed_get(live, &err) && !flashed_image(other, sizeof(other), &err) &&
		   err.code == ERR_NOT_FOUND,
	   "and is not flashed by another: %s", err.text);
	ok(flashed_image(image, sizeof(image), &err), "it was flashed: %s", err.text);
	got = flashed_get(live, &err);
	ok(got && keymap_keys(got) == 5 && action_equal(keymap_get(got, 0, 0), key(0x20)) &&
		   action_equal(keymap_get(got, 0, 1), key(0x21)) &&
		   action_equal(keymap_get(got, 0, 2), key(0)) &&
		   action_equal(keymap_get(got, 0, 3), key(0x1f)) &&
		   action_equal(keymap_get(got, 0, 4), key(0x1e)),
	   "for the running keyboard: by row and column, in its own order: %s", err.text);
	ok(got && keymap_definitions(got, DEFINITION_COMBO) == 1 &&
		   keymap_definition(got, DEFINITION_COMBO, 0)->position[1] == 1,
	   "combos are of the same keys, and left out without them");
	keymap_unref(got);
	got = flashed_get(qmk, &err);
	ok(got && keymap_equal(got, map), "for the keyboard that it was built for it is the same");
	keymap_unref(got);
	ok(flashed_put(live, live->map, &err), "another way");
	got = flashed_get(live, &err);
	ok(got && keymap_equal(got, live->map), "its own name goes first");
	keymap_unref(got);
	keymap_unref(map);
	project_free(live);
	project_free(qmk);
	dynamic_keymap_release(&held);
}

int main(void)
{
	if (!mkdtemp(root))
		return 1;
	setenv("XDG_CACHE_HOME", temp_path(root, "cache"), 1);
	setenv("XDG_STATE_HOME", temp_path(root, "state"), 1);
	unsetenv("QMK_HOME");
	setenv("HOME", root, 1);
	test_board();
	test_new();
	test_save();
	test_save_c();
	test_keycodes();
	test_open();
	test_flashed();
	live_board_release(&board);
	temp_remove(root);
	return tap_done();
}
