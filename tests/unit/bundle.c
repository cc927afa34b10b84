/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "compile/bundle.h"
#include "compile/marker.h"
#include "model/hardware.h"
#include "tap.h"

static const char hostile[] = "x\"\n  evil: $(shell,touch evil)\r# `rm` \\ ${{ secrets.A }} <b>\x01\xc2\x85";

/* A pad of two keys. */
static struct keyboard *new_pad(const char *id, const char *name)
{
	struct keyboard *kb = keyboard_new();

	mem_set_text(&kb->id, id);
	mem_set_text(&kb->name, name);
	kb->rows = 2;
	kb->cols = 1;
	kb->usb_vid = 0x1209;
	kb->layout = mem_new(1, sizeof(*kb->layout));
	kb->layout[0] = (struct layout){ mem_copy_text("LAYOUT"), mem_new(2, sizeof(struct key)), 2 };
	for (size_t i = 0; i < 2; i++)
		kb->layout[0].key[i] = (struct key){
			.x_cu = (int16_t)(i * 100), .w_cu = 100, .h_cu = 100, .row = (uint8_t)i, .encoder = -1
		};
	kb->layouts = 1;
	return kb;
}

struct made {
	bool ok;
	struct fileset files;
	struct bundle bundle;
	struct err err;
};

static struct made make_with(const char *target, const struct keyboard *kb, struct compile_input in)
{
	const struct keymap *map = keymap_new(1, 2, 0);
	struct diagnostics told = { 0 };
	struct made made = { 0 };
	struct bundle_input b = { target_find(target), &in, &made.files, &told, false };

	in.keyboard = kb;
	in.layout = &kb->layout[0];
	in.map = map;
	in.keymap_name = in.keymap_name ? in.keymap_name : "default";
	made.ok = target_compile(b.target, &in, &made.files, &told, &made.err) &&
		  bundle_make(&b, &made.bundle, &made.err);
	if (!made.ok)
		printf("# %s\n", made.err.text);
	diagnostics_release(&told);
	keymap_unref(map);
	return made;
}

static struct made make(const char *target, const struct keyboard *kb)
{
	return make_with(target, kb, (struct compile_input){ 0 });
}

static void release(struct made *made)
{
	fileset_release(&made->files);
	bundle_release(&made->bundle);
}

static const char *around(const struct made *made, const char *path)
{
	const struct str *file = fileset_find(&made->bundle.around, path);

	return file ? str_text(file) : "";
}

static bool is_plain(const struct fileset *files)
{
	for (size_t i = 0; i < files->count; i++) {
		const char *path = files->file[i].path;

		if (!fileset_path_is_safe(path) ||
		    path[strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./")])
			return false;
	}
	return files->count;
}

/* Whether @text stands somewhere in a file that a machine reads. */
static bool is_said(const struct bundle *bundle, const char *text)
{
	for (size_t i = 0; i < bundle->around.count; i++)
		if (strcmp(bundle->around.file[i].path, "README.md") &&
		    strstr(str_text(&bundle->around.file[i].data), text)) {
			printf("# %s\n", bundle->around.file[i].path);
			return true;
		}
	return false;
}

/* Names get into no path, into no line of their own, and are run by nothing. */
static void test_hostile(void)
{
	static const char *const targets[] = { "keychron", "qmk", "via", "vial", "zmk" };
	static const char *const ids[] = { "", "../../etc", "a b", "/root", "A/B", hostile, "all", "x" };

	for (size_t t = 0; t < COUNT(targets); t++) {
		for (size_t i = 0; i < COUNT(ids); i++) {
			struct keyboard *kb = new_pad(ids[i], hostile);
			struct made made = make(targets[t], kb);

			mem_set_text(&kb->manufacturer, hostile);
			ok(made.ok && is_plain(&made.bundle.made) && is_plain(&made.bundle.around),
			   "%s, id %zu: paths are plain", targets[t], i);
			ok(!is_said(&made.bundle, "\n  evil:") && !is_said(&made.bundle, "\r") &&
				   !is_said(&made.bundle, "\xc2\x85") && !is_said(&made.bundle, "\x01"),
			   "the name is on no line of its own");
			ok(!strchr(around(&made, "qmk.json"), '$') &&
				   !strchr(around(&made, "build.yaml"), '$') &&
				   !strstr(around(&made, ".github/workflows/build_binaries.yml"), "${{"),
			   "nor where it would be run");
			release(&made);
			keyboard_free(kb);
		}
	}
}

/* Kconfig runs $(shell,...) in a string. */
static void test_kconfig(void)
{
	struct keyboard *kb = new_pad("maker/lark", hostile);
	struct made made = make("zmk", kb);

	ok(!strchr(around(&made, "boards/shields/lark/Kconfig.defconfig"), '$') &&
		   strstr(around(&made, "boards/shields/lark/Kconfig.defconfig"),
			  "    default \"x  evil shelltou\"\n"),
	   "a name has no $ there, and 16 bytes");
	ok(strstr(around(&made, "boards/shields/lark/Kconfig.shield"),
		  "config SHIELD_LARK\n    def_bool $(shields_list_contains,lark)\n"),
	   "a shield is on by its name");
	ok(strstr(around(&made, "boards/shields/lark/lark.zmk.yml"),
		  "\nname: \"x\\\"   evil: $(shell,touch evil) # `rm` \\\\ ${{ secrets.A }} <b>  \"\n"),
	   "in YAML it is one text");
	release(&made);
	keyboard_free(kb);
	kb = new_pad("maker/lark", "\xf0\x9f\x99\x82");
	made = make("zmk", kb);
	ok(strstr(around(&made, "boards/shields/lark/Kconfig.defconfig"), "    default \"lark\"\n"),
	   "without a letter that may be there, the shield's");
	release(&made);
	keyboard_free(kb);
}

static void test_names(void)
{
	static const struct {
		const char *id, *name, *folder;
	} rows[] = {
		{ "maker/pad/rev1", "Pad", "maker/pad/rev1" },
		{ "", "My Pad 2.0", "my_pad_2_0" },
		{ "Maker/Pad", "Pad", "pad" },
		{ "", "", "keyboard" },
		{ "", "__", "keyboard" },
		{ "", "X", "kb_x" },
		{ "", "all", "kb_all" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct keyboard *kb = new_pad(rows[i].id, rows[i].name);
		struct made made = make("qmk", kb);
		struct str path = STR_INIT;

		str_addf(&path, "keyboards/%s/keymaps/default/keymap.c", rows[i].folder);
		ok(fileset_find(&made.bundle.made, str_text(&path)), "'%s' '%s' is %s", rows[i].id,
		   rows[i].name, rows[i].folder);
		str_release(&path);
		release(&made);
		keyboard_free(kb);
	}
}

static bool is_listed(char *const *list, const char *path)
{
	for (; *list; list++)
		if (!strcmp(*list, path))
			return true;
	return false;
}

static void test_userspace(void)
{
	struct keyboard *kb = new_pad("maker/pad", "Pad");
	struct made made = make_with("qmk", kb, (struct compile_input){ .keymap_name = "mine" }), again;
	struct err err = { 0 };
	struct json_doc *doc = json_parse(around(&made, "qmk.json"), strlen(around(&made, "qmk.json")), &err);

	ok(doc && json_find(json_root(doc), "build_targets")->count == 1 &&
		   !strcmp(json_text(json_find(json_root(doc), "build_targets")->first->first), "maker/pad"),
	   "qmk.json has its target");
	json_doc_free(doc);
	ok(strstr(around(&made, ".github/workflows/build_binaries.yml"),
		  "preparation_command: cp -r keyboards/maker qmk_firmware/keyboards/\n"),
	   "a keyboard that QMK has not goes into its tree");
	ok(strstr(around(&made, "README.md"), "- [ ] `processor`") &&
		   strstr(around(&made, "README.md"), "- [ ] `matrix_pins` and `diode_direction`") &&
		   !strstr(around(&made, "README.md"), "custom"),
	   "and what is not known of it is listed");
	ok(around(&made, "keyboards/maker/pad/keyboard.json")[0] == '{', "its data are there");
	ok(is_listed(made.bundle.unmade, "keyboards/maker/pad/keymaps/mine/config.h") &&
		   !is_listed(made.bundle.unmade, "keyboards/maker/pad/keymaps/mine/keymap.c") &&
		   !strcmp(made.bundle.excluded[0], "keyboards/maker/pad/keymaps/mine/keymap.json") &&
		   !made.bundle.excluded[1],
	   "what is not there, and what may not be");
	again = make_with("qmk", kb, (struct compile_input){ .keymap_name = "mine" });
	ok(again.bundle.around.count == made.bundle.around.count &&
		   !strcmp(around(&made, "README.md"), around(&again, "README.md")),
	   "made twice it is the same");
	release(&made);
	release(&again);
	keyboard_free(kb);
}

/* A keyboard of QMK's own has no data of ours. */
static void test_in_tree(void)
{
	struct keyboard *kb = new_pad("maker/pad", "Pad");
	const struct keymap *map = keymap_new(1, 2, 0);
	const struct compile_input in = {
		.keyboard = kb, .layout = &kb->layout[0], .map = map, .keymap_name = "default"
	};
	struct diagnostics told = { 0 };
	struct made made = { 0 };
	const struct bundle_input b = { target_find("qmk"), &in, &made.files, &told, true };

	str_add(fileset_add(&made.files, "keymap.c"), "// " MARKER "\n");
	ok(bundle_make(&b, &made.bundle, &made.err) &&
		   !fileset_find(&made.bundle.around, "keyboards/maker/pad/keyboard.json") &&
		   !strstr(around(&made, ".github/workflows/build_binaries.yml"), "preparation_command") &&
		   !strstr(around(&made, "README.md"), "## The keyboard"),
	   "nothing of it is said");
	release(&made);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_keychron(void)
{
	static const struct {
		const char *id, *branch;
	} rows[] = {
		{ "keychron/q1v2/ansi", "master" },
		{ "keychron/c1_pro/ansi/rgb", "master" },
		{ "keychron/v1_max/ansi_encoder", "wls_2025q1" },
		{ "keychron/k3_pro/ansi/rgb", "wls_2025q1" },
		{ "keychron/k1_version_6/ansi", "wls_2025q1" },
		{ "keychron/q1_he/ansi_encoder", "hall_effect_playground" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct keyboard *kb = new_pad(rows[i].id, "Keychron");
		struct made made = make("keychron", kb);
		struct str line = STR_INIT;

		str_addf(&line, "          ref: %s\n", rows[i].branch);
		ok(strstr(around(&made, ".github/workflows/build_binaries.yml"), str_text(&line)),
		   "%s is in %s", rows[i].id, rows[i].branch);
		str_release(&line);
		release(&made);
		keyboard_free(kb);
	}
}

/* A bundle for ZMK of files that somebody has of his own. */
static struct made make_own(struct keyboard *kb, const char *const *paths, const char *conf)
{
	const struct keymap *map = keymap_new(1, 2, 0);
	const struct compile_input in = {
		.keyboard = kb, .layout = &kb->layout[0], .map = map, .keymap_name = "default"
	};
	struct diagnostics told = { 0 };
	struct made made = { 0 };
	const struct bundle_input b = { target_find("zmk"), &in, &made.files, &told, false };

	for (; *paths; paths++)
		str_add(fileset_add(&made.files, *paths), strstr(*paths, ".conf") ? conf : "");
	made.ok = bundle_make(&b, &made.bundle, &made.err);
	keymap_unref(map);
	return made;
}

static size_t count(const char *text, const char *part)
{
	size_t n = 0;

	for (text = strstr(text, part); text; text = strstr(text + 1, part))
		n++;
	return n;
}

static void test_own_keymap(void)
{
	static const char *const config[] = { "corne.conf", "corne.dtsi", "corne.keymap", "keys/extra.dtsi",
					      NULL };
	static const char *const bad[] = { "My corne.keymap", NULL }, *const none[] = { NULL };
	static const char *const board[] = { "adv360pro.keymap", NULL };
	static const char *const other[] = { "re-Gret.keymap", NULL };
	struct keyboard *kb = new_pad("corne", "Corne");
	struct made made = make_own(kb, config, "CONFIG_ZMK_SLEEP=y\n");

	ok(made.ok && fileset_find(&made.bundle.made, "config/corne.keymap") &&
		   fileset_find(&made.bundle.made, "config/keys/extra.dtsi") &&
		   fileset_find(&made.bundle.made, "config/corne.dtsi") &&
		   !fileset_find(&made.bundle.around, "zephyr/module.yml") &&
		   strstr(around(&made, "build.yaml"), "    shield: \"corne_left\"\n") &&
		   strstr(around(&made, "build.yaml"), "    shield: \"corne_right\"\n") &&
		   strstr(around(&made, "README.md"), "`corne` is taken for ZMK's own"),
	   "without a shield of ours it is the config alone");
	release(&made);
	made = make_own(kb, bad, "");
	ok(!made.ok && made.err.code == ERR_REFUSED && strstr(made.err.text, "'My corne.keymap'"),
	   "a keymap that ZMK would not find: %s", made.err.text);
	ok(!made.bundle.made.count && !made.bundle.around.count, "and nothing is made");
	release(&made);
	made = make_own(kb, board, "");
	is_text(around(&made, "build.yaml"),
		"# " MARKER "\n# The images to build: each a board, which has the controller, and a shield.\n"
		"include:\n  - board: adv360pro_left\n  - board: adv360pro_right\n"
		"  - board: adv360pro_left\n    shield: settings_reset\n",
		"a keyboard that is a board");
	ok(!strstr(around(&made, "README.md"), "SHIELD"), "has no shield");
	release(&made);
	made = make_own(kb, other, "");
	ok(made.ok && strstr(around(&made, "build.yaml"), "    shield: \"re-Gret\"\n"),
	   "shields of others' have other names");
	release(&made);
	made = make_own(kb, none, "");
	ok(!made.ok && made.err.code == ERR_REFUSED, "nor without a keymap");
	release(&made);
	keyboard_free(kb);
}

/* The half that speaks to the host alone has ZMK Studio. */
static void test_studio(void)
{
	static const char *const paths[] = {
		"lark-layouts.dtsi", "lark.dtsi",          "lark.keymap", "lark_left.conf",
		"lark_left.overlay", "lark_right.overlay", NULL
	};
	struct keyboard *kb = new_pad("maker/lark", "Lark");
	struct made made;
	const char *left;

	kb->split = true;
	made = make_own(kb, paths, "# a\nCONFIG_ZMK_STUDIO=y\n");
	left = strstr(around(&made, "build.yaml"), "lark_left\"\n    snippet: studio-rpc-usb-uart\n");
	ok(left && count(around(&made, "build.yaml"), "snippet") == 1, "it has the snippet");
	ok(count(around(&made, "README.md"), " -S studio-rpc-usb-uart") == 1, "on one's own machine, too");
	ok(fileset_find(&made.bundle.around, "boards/shields/lark/lark_left.overlay") &&
		   fileset_find(&made.bundle.made, "config/lark_left.conf"),
	   "overlays are a shield's, and a person may have his own; options are the config's");
	ok(strstr(around(&made, "boards/shields/lark/Kconfig.defconfig"),
		  "if SHIELD_LARK_LEFT\n\nconfig ZMK_SPLIT_ROLE_CENTRAL\n"),
	   "the left half is the central one");
	release(&made);
	made = make_own(kb, paths, "CONFIG_ZMK_STUDIO=n\n# CONFIG_ZMK_STUDIO=y\nCONFIG_ZMK_STUDIO=yes\n");
	ok(made.ok && !strstr(around(&made, "build.yaml"), "snippet"), "when it is not wanted, no half");
	release(&made);
	keyboard_free(kb);
}

static void test_refused(void)
{
	struct keyboard *kb = new_pad("maker/pad", "Pad");
	struct made made = make("qmk-json", kb);

	ok(!made.ok && made.err.code == ERR_REFUSED && !made.bundle.unmade, "a target of one file has none");
	release(&made);
	made = make_with("zmk", kb, (struct compile_input){ .revision = "main" });
	ok(strstr(around(&made, "config/west.yml"), "      revision: main\n") &&
		   strstr(around(&made, "build.yaml"), "//zmk\n"),
	   "revisions have their ids of boards");
	release(&made);
	keyboard_free(kb);
}

int main(void)
{
	test_hostile();
	test_kconfig();
	test_names();
	test_userspace();
	test_in_tree();
	test_keychron();
	test_own_keymap();
	test_studio();
	test_refused();
	return tap_done();
}
