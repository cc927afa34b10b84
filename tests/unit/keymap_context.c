/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "model/edit.h"
#include "project/keymap_context.h"
#include "project/project.h"
#include "tap.h"
#include "temp.h"

/* The files and macros around a keymap.c, as QMK's build has them. */

static char root[] = "/tmp/keyplane-test-XXXXXX";

static const char *at(const char *name)
{
	return temp_path(root, name);
}

static void put(const char *name, const char *text)
{
	const char *path = at(name);
	char *folder = mem_copy_text(path);
	struct err err;

	*strrchr(folder, '/') = '\0';
	if (!file_make_dirs(folder, &err) || !file_write(path, text, strlen(text), FILE_REPLACE, &err))
		abort();
	free(folder);
}

static bool holds(const char *name, const char *text)
{
	struct str s = STR_INIT;
	struct err err;
	bool same = file_read(at(name), 1 << 20, &s, &err) && !strcmp(str_text(&s), text);

	if (!same)
		printf("# %s: %s\n", name, str_text(&s));
	str_release(&s);
	return same;
}

#define KEYMAP                                                             \
	"#include QMK_KEYBOARD_H\n#include \"me.h\"\n"                     \
	"const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {\n" \
	"#ifdef BOTH_LAYERS\n\t[0] = LAYOUT(PAD_KEY, MINE),\n#endif\n\t[1] = LAYOUT(KC_C, KC_D),\n};\n"

static void make_tree(void)
{
	put("qmk/data/mappings/keyboard_aliases.hjson", "{}");
	put("qmk/quantum/mine.h", "#error\n");
	put("qmk/lib/python/qmk/x.py", "");
	put("qmk/keyboards/maker/maker.h", "#define MAKER 1\n");
	put("qmk/keyboards/maker/config.h", "#define LEVEL 1\n#define FROM_MAKER\n");
	put("qmk/keyboards/maker/pad/config.h",
	    "#ifdef LEVEL\n#undef LEVEL\n#define LEVEL 2\n#endif\n#define F(x) x\n");
	put("qmk/keyboards/maker/pad/pad.h", "");
	put("qmk/keyboards/maker/pad/keyboard.json",
	    "{\"keyboard_name\": \"Pad\", \"manufacturer\": \"x\", \"maintainer\": \"x\", \"url\": "
	    "\"https://example.org\", \"usb\": {\"vid\": \"0x1209\", \"pid\": \"0x0001\", "
	    "\"device_version\": "
	    "\"1.0.0\"}, \"processor\": \"RP2040\", \"bootloader\": \"rp2040\", \"diode_direction\": "
	    "\"COL2ROW\", "
	    "\"features\": {\"mousekey\": true, \"extrakey\": true}, \"keycodes\": [{\"key\": \"PAD_KEY\"}], "
	    "\"matrix_pins\": {\"rows\": [\"GP0\"], \"cols\": [\"GP1\", \"GP2\"]}, "
	    "\"layouts\": {\"LAYOUT\": {\"layout\": [{\"matrix\": [0, 0], \"x\": 0, \"y\": 0}, {\"matrix\": "
	    "[0, 1], "
	    "\"x\": 1, \"y\": 0}]}}}");
	put("qmk/keyboards/maker/pad/keymaps/me/keymap.c", KEYMAP);
	put("qmk/keyboards/maker/pad/keymaps/me/rules.mk",
	    "ENCODER_MAP_ENABLE = yes\nEXTRAKEY_ENABLE = no\nOPT_DEFS += -DBOTH_LAYERS -DFOUR=4\n"
	    "INTROSPECTION_KEYMAP_C = me.c # nothing in it\nSRC += $(USER_PATH)/other.c\n");
	put("qmk/keyboards/maker/pad/keymaps/me/config.h",
	    "#include \"../../config.h\"\n#define OWN LEVEL\n");
	put("qmk/users/me/me.h", "#define MINE KC_B\n");
	put("qmk/users/me/me.c", "int x;\n");
	put("qmk/users/me/other.c", "const uint16_t keymaps[][1][2] = { LAYOUT(KC_X, KC_Y) };\n");
	put("qmk/users/me/config.h", "#define FROM_USER\n");
	put("own/keyboards/maker/pad/pad.h", "// own\n");
	put("qmk/keyboards/maker/pad/keymaps/bare/keymap.c", "int x;\n");
	put("qmk/keyboards/maker/pad/keymaps/bare/rules.mk", "USER_NAME := me\nSRC += gone.c other.c\n");
}

/* The value of a macro; NULL: there is none. */
static const char *value_of(const struct keymap_context *context, const char *name)
{
	const char *value = NULL;

	for (size_t i = 0; i < context->defines; i++)
		if (!strcmp(context->define[i].name, name))
			value = context->define[i].value;
	return value;
}

static struct keyboard *read_keyboard(struct tree *tree)
{
	struct diagnostics ignored = { 0 };
	struct err err;
	struct qmk_config *config = tree_config(tree, "maker/pad", &ignored, &err);
	struct keyboard *kb = config ? qmk_config_keyboard(config, "maker/pad", &ignored, &err) : NULL;

	qmk_config_free(config);
	diagnostics_release(&ignored);
	return kb;
}

static void test_defines(const struct keymap_context *context)
{
	static const struct {
		const char *name, *value;
	} rows[] = {
		{ "MATRIX_ROWS", "1" },
		{ "MATRIX_COLS", "2" },
		{ "MOUSEKEY_ENABLE", "" },
		{ "MOUSE_ENABLE", "" },
		{ "EXTRAKEY_ENABLE", NULL },
		{ "ENCODER_MAP_ENABLE", "" },
		{ "SPACE_CADET_ENABLE", "" },
		{ "BOTH_LAYERS", "1" },
		{ "FOUR", "4" },
		{ "KEYBOARD_maker", "" },
		{ "KEYBOARD_maker_pad", "" },
		{ "LEVEL", "2" },
		{ "FROM_MAKER", "" },
		{ "FROM_USER", "" },
		{ "OWN", "LEVEL" },
		{ "F", NULL },
		{ "MANUFACTURER", "\"x\"" },
		{ "MAKER", NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *value = value_of(context, rows[i].name);

		ok(value && rows[i].value ? !strcmp(value, rows[i].value) : value == rows[i].value,
		   "%s is %s", rows[i].name, value ? value : "not there");
	}
}

static void test_includes(struct keymap_context *context)
{
	static const struct {
		const char *from, *name, *path, *text;
		bool angled, locked;
	} rows[] = {
		{ "", "me.h", "qmk/users/me/me.h", "#define MINE KC_B\n", false, false },
		{ "", "me.h", "qmk/users/me/me.h", "#define MINE KC_B\n", true, false },
		{ "", "users/me/me.h", "qmk/users/me/me.h", "#define MINE KC_B\n", false, false },
		{ "", "pad.h", "qmk/keyboards/maker/pad/pad.h", "", false, true },
		{ "", "maker.h", "qmk/keyboards/maker/maker.h", "#define MAKER 1\n", false, true },
		{ "", "../bare/keymap.c", "qmk/keyboards/maker/pad/keymaps/bare/keymap.c", "int x;\n", false,
		  true },
		{ "qmk/users/me/me.c", "config.h", "qmk/users/me/config.h", "#define FROM_USER\n", false,
		  false },
		{ "", "mine.h", NULL, NULL, false, false },
		{ "", "quantum/mine.h", NULL, NULL, false, false },
		{ "", "/etc/passwd", NULL, NULL, false, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str path = STR_INIT, text = STR_INIT;
		struct err err = { 0 };
		bool locked = false, found = context->includes.read(
					     context->includes.data, rows[i].from[0] ? at(rows[i].from) : "",
					     rows[i].name, rows[i].angled, &path, &text, &locked, &err);

		ok(rows[i].path ? found && !strcmp(str_text(&path), at(rows[i].path)) &&
					  !strcmp(str_text(&text), rows[i].text) && locked == rows[i].locked
				: !found && err.code == ERR_NOT_FOUND,
		   "%s is %s", rows[i].name, found ? str_text(&path) : err.text);
		str_release(&path);
		str_release(&text);
	}
}

static void test_header(struct keymap_context *context)
{
	struct str path = STR_INIT, text = STR_INIT;
	struct err err;
	bool locked = false, found = context->includes.read(context->includes.data, "", "default_keyboard.h",
							    false, &path, &text, &locked, &err);

	ok(found && locked && !strcmp(value_of(context, "QMK_KEYBOARD_H"), "\"default_keyboard.h\""),
	   "what QMK_KEYBOARD_H is");
	is_text(str_text(&text),
		"enum keyboard_keycodes {\nPAD_KEY = QK_KB_0,\n};\n#include \"keyboards/maker/maker.h\"\n",
		"keycodes of the keyboard, and the topmost header");
	str_release(&path);
	str_release(&text);
}

static void test_given(struct keymap_context *context)
{
	struct str path = STR_INIT, text = STR_INIT, other = STR_INIT;
	char *name = mem_copy_text(at("qmk/users/me/me.h"));
	struct err err;
	bool locked;

	str_add(&other, "// other\n");
	keymap_context_put(context, name, &other);
	ok(context->includes.read(context->includes.data, "", "me.h", false, &path, &text, &locked, &err) &&
		   !strcmp(str_text(&text), "// other\n"),
	   "a text that is given goes before the file's own");
	str_release(&path);
	str_release(&text);
	str_release(&other);
	free(name);
}

/* What a userspace has goes first, and is the user's. */
static void test_userspace(const struct keymap_context *context)
{
	struct str path = STR_INIT, text = STR_INIT;
	struct err err;
	bool locked = true;

	ok(context->includes.read(context->includes.data, "", "pad.h", false, &path, &text, &locked, &err) &&
		   !strcmp(str_text(&text), "// own\n") && !locked,
	   "a keyboard's header in a userspace");
	ok(context->includes.read(context->includes.data, "", "me.h", false, &path, &text, &locked, &err) &&
		   !locked,
	   "a user's header in the tree");
	ok(context->includes.read(context->includes.data, "", "maker.h", false, &path, &text, &locked,
				  &err) &&
		   locked,
	   "a keyboard's header in the tree");
	str_release(&path);
	str_release(&text);
}

static void test_context(void)
{
	struct keymap_context context;
	struct err err;
	struct tree *tree = tree_open(at("qmk"), &err);
	struct keyboard *kb = tree ? read_keyboard(tree) : NULL;

	ok(kb, "the keyboard is read");
	keymap_context_init(&context, at("qmk/keyboards/maker/pad/keymaps/me/keymap.c"), kb, tree);
	test_defines(&context);
	test_includes(&context);
	test_header(&context);
	test_given(&context);
	ok(context.after && !strcmp(context.after, "other.c"), "the source that has keymaps[]");
	keymap_context_release(&context);
	keymap_context_init(&context, at("qmk/keyboards/maker/pad/keymaps/bare/keymap.c"), NULL, NULL);
	ok(value_of(&context, "KEYBOARD_maker_pad") && value_of(&context, "LEVEL"),
	   "the keyboard by its place");
	ok(context.after && !strcmp(context.after, "other.c"), "a user's name that rules.mk gives");
	keymap_context_release(&context);
	keymap_context_init(&context, at("alone.c"), NULL, tree);
	ok(value_of(&context, "SPACE_CADET_ENABLE") && !value_of(&context, "MATRIX_ROWS") && !context.after,
	   "a file that lies anywhere");
	keymap_context_release(&context);
	keymap_context_init(&context, at("own/keyboards/maker/pad/keymaps/me/keymap.c"), kb, tree);
	test_userspace(&context);
	keymap_context_release(&context);
	keyboard_free(kb);
	tree_close(tree);
}

/* A key of an opened keymap.c is changed, and saved. */
static void change_key(const char *path, size_t layer, size_t key)
{
	struct err err = { 0 };
	struct project *project =
		project_open(at(path), &(struct project_options){ .qmk_home = at("qmk") }, &err);
	struct action action;
	const struct keymap *map;
	bool saved;

	if (!project || !action_parse("KC_F13", &action, &err)) {
		ok(false, "%s: %s", path, err.text);
		return;
	}
	map = edit_key(project->map, layer, key, action);
	saved = project_save(project, map, NULL, 0, &err);
	ok(saved, "%s is saved%s", path, saved ? "" : err.text);
	keymap_unref(map);
	project_free(project);
}

static void test_project(void)
{
	change_key("qmk/keyboards/maker/pad/keymaps/me/keymap.c", 0, 1);
	ok(holds("qmk/keyboards/maker/pad/keymaps/me/keymap.c",
		 "#include QMK_KEYBOARD_H\n#include \"me.h\"\n"
		 "const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {\n"
		 "#ifdef BOTH_LAYERS\n\t[0] = LAYOUT(PAD_KEY, KC_F13),\n#endif\n\t[1] = LAYOUT(KC_C, "
		 "KC_D),\n};\n"),
	   "one key of the document is another");
	change_key("qmk/keyboards/maker/pad/keymaps/bare/keymap.c", 0, 0);
	ok(holds("qmk/keyboards/maker/pad/keymaps/bare/keymap.c", "int x;\n") &&
		   holds("qmk/users/me/other.c",
			 "const uint16_t keymaps[][1][2] = { LAYOUT(KC_F13, KC_Y) };\n"),
	   "one key of a file of the user's is another");
}

int main(void)
{
	if (!mkdtemp(root)) {
		printf("Bail out! no folder for the test\n");
		return 1;
	}
	make_tree();
	test_context();
	test_project();
	temp_remove(root);
	return tap_done();
}
