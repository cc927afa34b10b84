/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "bundle_private.h"
#include "compile/marker.h"
#include "targets.h"
#include "zmk_shield.h"
#include "zmk_shield_table.h"

/*
 * A config repository of ZMK's, which is a module of Zephyr's with the shield in it, too. Without the shield's files, when
 * somebody's own .keymap is for a keyboard that ZMK has, it is the config alone.
 */

static const char end_of_keymap[] = ".keymap";

/* What a file of the shield is called behind its name. */
static const char *const shield_files[] = { "-layouts.dtsi", ".dtsi", ".overlay",
					    "_" ZMK_SHIELD_LEFT ".overlay", "_" ZMK_SHIELD_RIGHT ".overlay" };

/* Boards of ZMK's by the pins that the shield names (zmk_shield_requires()) and QMK's development board; the first that
 * fits. They have these ids in both revisions, but for nice!nano. */
static const struct board {
	const char *pins, *development, *id;
	bool exact; /* its pins are those, wherever they lead */
} boards[] = {
	{ "pro_micro", NULL, "nice_nano", true },
	{ "rp2040", "blok", "boardsource_blok", true },
	{ "rp2040", "kb2040", "adafruit_kb2040", true },
	{ "rp2040", "promicro_rp2040", "sparkfun_pro_micro_rp2040", true },
	{ "rp2040", NULL, "rpi_pico", false },
	{ "stm32", "blackpill_f401", "blackpill_f401ce", true },
	{ "stm32", "blackpill_f411", "blackpill_f411ce", true },
	{ "stm32", "proton_c", "proton_c", true },
};
static const char no_variant[] = "glove80"; /* a board of ZMK's that main has under its bare name */
static const struct board any_board = { "", NULL, "nice_nano", false };

/* A repository while it is made. */
struct repository {
	const struct bundle_input *b;
	struct zmk_shield shield;
	struct str stem;                /* what its keymap is called; of a shield of ours, as that */
	bool has_shield;                /* its files are there */
	const struct zmk_tree_row *own; /* without them: what ZMK has of that name; NULL: nothing */
	const char *central, *half;     /* what halves are called behind the stem; NULL: it is one part */
	bool studio;                    /* ZMK Studio is wanted */
	const struct board *board;
	struct str build_board; /* as build.yaml calls it */
	struct fileset *out;
};

static bool ends_with(const char *text, size_t len, const char *end)
{
	size_t tail = strlen(end);

	return len > tail && !strncmp(text + len - tail, end, tail);
}

/* The name that all files go by: that of the keymap's. */
static size_t stem_length(const struct bundle_input *b, const char **path)
{
	const struct file_entry *file = target_main_file(b->target, b->files);

	*path = file ? file->path : "";
	return file ? strlen(file->path) - strlen(end_of_keymap) : 0;
}

/* Whether @path is called @end behind the stem. */
static bool is_called(const struct bundle_input *b, const char *path, const char *end)
{
	const char *stem;
	size_t len = stem_length(b, &stem);

	return len && !strncmp(path, stem, len) && !strcmp(path + len, end);
}

/* A shield has this file at least; a keymap of somebody's own may include one that is called as another. */
static bool has_shield(const struct bundle_input *b)
{
	for (size_t i = 0; i < b->files->count; i++)
		if (is_called(b, b->files->file[i].path, shield_files[0]))
			return true;
	return false;
}

static bool is_of_shield(const struct bundle_input *b, const char *path)
{
	for (size_t i = 0; i < COUNT(shield_files); i++)
		if (is_called(b, path, shield_files[i]))
			return has_shield(b);
	return false;
}

/* What is not known of a shield's pins a person puts into its files. */
static bool place(const struct bundler *self, const struct bundle_input *b, const char *path, struct str *out)
{
	const char *stem;
	size_t len = stem_length(b, &stem);
	bool shield = is_of_shield(b, path);

	(void)self;
	if (shield)
		str_addf(out, "boards/shields/%.*s/%s", (int)len, stem, path);
	else
		str_addf(out, "config/%s", path);
	return shield;
}

static const struct board *find_board(const struct compile_input *in)
{
	const char *pins = zmk_shield_requires(in);

	for (size_t i = 0; i < COUNT(boards); i++)
		if (!strcmp(boards[i].pins, pins) &&
		    (!boards[i].development || !strcmp(boards[i].development, in->keyboard->board)))
			return &boards[i];
	return &any_board;
}

static void add_build_board(const struct board *board, enum zmk_revision revision, struct str *out)
{
	str_add(out, board->id);
	if (revision == ZMK_MAIN)
		str_add(out, "//zmk");
	else if (!strcmp(board->id, "nice_nano"))
		str_add(out, "_v2");
}

static bool has_line(const struct str *text, const char *line)
{
	size_t len = strlen(line);

	for (const char *at = str_text(text); at; at = strchr(at, '\n')) {
		at += *at == '\n';
		if (!strncmp(at, line, len) && strchr("\r\n", at[len]))
			return true;
	}
	return false;
}

static bool wants_studio(const struct fileset *files)
{
	for (size_t i = 0; i < files->count; i++)
		if (ends_with(files->file[i].path, strlen(files->file[i].path), ".conf") &&
		    has_line(&files->file[i].data, "CONFIG_ZMK_STUDIO=y"))
			return true;
	return false;
}

static bool is_shield_name(const char *name, size_t len)
{
	static const char all[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

	return len && *name != '-' && strspn(name, all) >= len;
}

static void find_halves(struct repository *r)
{
	if (r->own) {
		r->central = r->own->central;
		r->half = r->own->half;
	} else if (r->shield.split) {
		r->central = ZMK_SHIELD_LEFT;
		r->half = ZMK_SHIELD_RIGHT;
	}
}

static bool open_repository(struct repository *r, const struct bundle_input *b, struct fileset *out,
			    struct err *err)
{
	const char *stem;
	size_t len = stem_length(b, &stem);

	*r = (struct repository){ .b = b, .board = find_board(b->in), .out = out };
	if (!is_shield_name(stem, len))
		return err_set(err, ERR_REFUSED,
			       "the keymap's file is called '%.*s%s': ZMK finds one that is called as its "
			       "shield, of letters, digits, _ and -",
			       (int)len, stem, end_of_keymap);
	zmk_shield_init(&r->shield, b->in);
	str_add_bytes(&r->stem, stem, len);
	r->has_shield = has_shield(b);
	r->own = r->has_shield ? NULL : zmk_tree_find(stem, len);
	find_halves(r);
	r->studio = wants_studio(b->files);
	add_build_board(r->board, r->shield.revision, &r->build_board);
	return true;
}

static void close_repository(struct repository *r)
{
	zmk_shield_release(&r->shield);
	str_release(&r->stem);
	str_release(&r->build_board);
}

static const char *stem_of(const struct repository *r)
{
	return str_text(&r->stem);
}

static const char *revision_of(const struct repository *r)
{
	return r->shield.revision == ZMK_MAIN ? "main" : "v0.3";
}

/* A file of the shield's own. */
static struct str *add_shield_file(const struct repository *r, const char *name)
{
	struct str path = STR_INIT;
	struct str *file;

	str_addf(&path, "boards/shields/%s/%s", stem_of(r), name);
	file = fileset_add(r->out, str_text(&path));
	str_release(&path);
	return file;
}

/* What one image is built of: "NAME_left"; a keyboard of one part is built of its name. */
static void add_part(const struct repository *r, const char *half, struct str *out)
{
	str_add(out, stem_of(r));
	if (half)
		str_addf(out, "_%s", half);
}

static bool is_board(const struct repository *r)
{
	return r->own && r->own->board;
}

/* A keyboard that is a board is built for itself. */
static void add_board(const struct repository *r, const char *half, struct str *out)
{
	if (!is_board(r)) {
		str_add(out, str_text(&r->build_board));
		return;
	}
	add_part(r, half, out);
	if (r->shield.revision == ZMK_MAIN && strcmp(r->own->name, no_variant))
		str_add(out, "//zmk");
}

/* One firmware image. The half that speaks to the host has ZMK Studio. */
static void add_image(const struct repository *r, const char *half, bool central, struct str *out)
{
	str_add(out, "  - board: ");
	add_board(r, half, out);
	if (!is_board(r)) {
		str_add(out, "\n    shield: \"");
		add_part(r, half, out);
		str_add_char(out, '"');
	}
	str_add(out, central && r->studio ? "\n    snippet: studio-rpc-usb-uart\n" : "\n");
}

static void put_build(const struct repository *r)
{
	struct str *out = fileset_add(r->out, "build.yaml");

	str_add(out, "# " MARKER
		     "\n# The images to build: each a board, which has the controller, and a shield.\n");
	if (!is_board(r) && !r->board->exact)
		str_add(out, "# The board is a guess: put in yours.\n");
	str_add(out, "include:\n");
	add_image(r, r->central, true, out);
	if (!r->half)
		return;
	add_image(r, r->half, false, out);
	/* For halves that do not find each other any more. */
	str_add(out, "  - board: ");
	add_board(r, r->central, out);
	str_add(out, "\n    shield: settings_reset\n");
}

static void put_west(const struct repository *r)
{
	struct str *out = fileset_add(r->out, "config/west.yml");

	str_add(out, "# " MARKER "\nmanifest:\n  remotes:\n    - name: zmkfirmware\n"
		     "      url-base: https://github.com/zmkfirmware\n  projects:\n    - name: zmk\n"
		     "      remote: zmkfirmware\n");
	str_addf(out, "      revision: %s\n      import: app/west.yml\n  self:\n    path: config\n",
		 revision_of(r));
}

static void put_workflow(const struct repository *r)
{
	struct str *out = bundle_add_workflow(".github/workflows/build.yml",
					      "push, pull_request, workflow_dispatch", r->out);

	str_addf(out,
		 "jobs:\n  build:\n    uses: zmkfirmware/zmk/.github/workflows/build-user-config.yml@%s\n",
		 revision_of(r));
}

static void add_capitals(const char *text, struct str *out)
{
	for (; *text; text++)
		str_add_char(out, *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text);
}

static void add_symbol(const struct repository *r, const char *half, struct str *out)
{
	str_add(out, "SHIELD_");
	add_capitals(stem_of(r), out);
	add_capitals(half, out);
}

static void add_shield_symbol(const struct repository *r, const char *half, struct str *out)
{
	str_add(out, "\nconfig ");
	add_symbol(r, half, out);
	str_addf(out, "\n    def_bool $(shields_list_contains,%s%s)\n", stem_of(r), half);
}

static void put_kconfig_shield(const struct repository *r)
{
	struct str *out = add_shield_file(r, "Kconfig.shield");

	str_add(out, "# " MARKER "\n");
	if (!r->shield.split) {
		add_shield_symbol(r, "", out);
		return;
	}
	add_shield_symbol(r, "_" ZMK_SHIELD_LEFT, out);
	add_shield_symbol(r, "_" ZMK_SHIELD_RIGHT, out);
}

/* Kconfig runs what stands behind a $ even in a string: such a name may have little. */
static void add_kconfig_name(const struct repository *r, struct str *out)
{
	enum { LONGEST = 16 }; /* ZMK's own limit */
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ._+-";
	size_t before = out->len;

	for (const char *c = r->b->in->keyboard->name; *c && out->len - before < LONGEST; c++)
		if (strchr(plain, *c))
			str_add_char(out, *c);
	if (out->len == before)
		str_addf(out, "%.*s", LONGEST, stem_of(r));
}

static void put_kconfig_defaults(const struct repository *r)
{
	struct str *out = add_shield_file(r, "Kconfig.defconfig");

	str_add(out, "# " MARKER "\n");
	if (r->shield.split) {
		str_add(out, "\nif ");
		add_symbol(r, "_" ZMK_SHIELD_LEFT, out);
		str_add(out, "\n\nconfig ZMK_SPLIT_ROLE_CENTRAL\n    default y\n\nendif\n");
	}
	str_add(out, "\nif ");
	add_symbol(r, r->shield.split ? "_" ZMK_SHIELD_LEFT : "", out);
	if (r->shield.split) {
		str_add(out, " || ");
		add_symbol(r, "_" ZMK_SHIELD_RIGHT, out);
	}
	str_add(out, "\n\nconfig ZMK_KEYBOARD_NAME\n    default \"");
	add_kconfig_name(r, out);
	str_add(out, r->shield.split ? "\"\n\nconfig ZMK_SPLIT\n    default y\n\nendif\n" : "\"\n\nendif\n");
}

static void add_features(const struct repository *r, struct str *out)
{
	str_add(out, "features:\n  - keys\n");
	if (zmk_shield_has_encoders(&r->shield))
		str_add(out, "  - encoder\n");
	if (zmk_shield_has_backlight(&r->shield))
		str_add(out, "  - backlight\n");
	if (r->studio)
		str_add(out, "  - studio\n");
}

/* By ZMK's schema/hardware-metadata.schema.json, which wants a URL, and what it is plugged on to. */
static void put_metadata(const struct repository *r)
{
	const struct keyboard *kb = r->b->in->keyboard;
	struct str name = STR_INIT;
	struct str *out;

	str_addf(&name, "%s.zmk.yml", stem_of(r));
	out = add_shield_file(r, str_text(&name));
	str_addf(out, "# " MARKER "\nfile_format: \"1\"\nid: \"%s\"\nname: ", stem_of(r));
	bundle_add_yaml(kb->name[0] ? kb->name : stem_of(r), out);
	str_add(out, "\ntype: shield\nurl: https://");
	str_add(out, r->b->in_tree ? "github.com/qmk/qmk_firmware/tree/master/keyboards/" : "zmk.dev/");
	if (r->b->in_tree)
		bundle_add_keyboard(kb, out);
	str_addf(out, "\nrequires:\n  - %s\n",
		 strcmp(r->board->pins, "pro_micro") ? r->board->id : r->board->pins);
	add_features(r, out);
	if (r->shield.split)
		str_addf(out, "siblings:\n  - \"%s_" ZMK_SHIELD_LEFT "\"\n  - \"%s_" ZMK_SHIELD_RIGHT "\"\n",
			 stem_of(r), stem_of(r));
	str_release(&name);
}

static void put_module(const struct repository *r)
{
	str_add(fileset_add(r->out, "zephyr/module.yml"),
		"# " MARKER "\nname: zmk-keyboard\nbuild:\n  settings:\n    board_root: .\n");
}

static void add_cloud(const struct repository *r, struct str *out)
{
	bundle_add_push(out);
	str_addf(out,
		 "2. Its *Actions* build the firmware of each push, with revision `%s` of\n"
		 "   <https://github.com/zmkfirmware/zmk>.\n"
		 "3. It is attached to the run, as *firmware*: a `.uf2` for each row of `build.yaml`. Copy "
		 "it to the\n"
		 "   drive that the controller shows when its reset button is pressed twice.\n",
		 revision_of(r));
}

static void add_build(const struct repository *r, const char *half, bool central, struct str *out)
{
	str_add(out, "    west build -s zmk/app -d build/");
	add_part(r, half, out);
	str_add(out, " -b ");
	add_board(r, half, out);
	str_add(out, central && r->studio ? " -S studio-rpc-usb-uart -- \\\n        " : " -- \\\n        ");
	if (!is_board(r)) {
		str_add(out, "-DSHIELD=");
		add_part(r, half, out);
		str_add_char(out, ' ');
	}
	str_add(out, "-DZMK_CONFIG=\"$repository/config\"");
	str_add(out, r->has_shield ? " -DZMK_EXTRA_MODULES=\"$repository\"\n" : "\n");
}

/* A workspace of its own: Zephyr's sources go into a folder zephyr, which this repository has already. */
static void add_local(const struct repository *r, struct str *out)
{
	str_add(out, "\n## On this machine\n\nWith Zephyr's tools "
		     "(<https://zmk.dev/docs/development/local-toolchain/"
		     "setup>), in this folder:\n\n"
		     "    repository=$PWD\n    mkdir -p ../zmk-workspace/config\n"
		     "    cp config/west.yml ../zmk-workspace/config/\n    cd ../zmk-workspace\n"
		     "    west init -l config\n    west update\n    west zephyr-export\n");
	add_build(r, r->central, true, out);
	if (r->half)
		add_build(r, r->half, false, out);
	str_add(out, "\nEach build leaves a `zephyr/zmk.uf2` in its folder.\n");
}

static void add_left_to_do(const struct repository *r, struct str *out)
{
	struct str missing = STR_INIT;

	if (!r->has_shield) {
		str_addf(out,
			 "\n## The keyboard\n\n`%s` is taken for %s; when that is wrong, change "
			 "`build.yaml`.\n",
			 stem_of(r),
			 r->own ? "ZMK's own" : "a shield that ZMK, or a module in `config/west.yml`, has");
		return;
	}
	zmk_checklist_names(&r->shield, &missing);
	if (missing.len || !r->board->exact)
		str_add(out, "\n## What is left to do\n\n");
	if (missing.len)
		str_addf(out,
			 "- [ ] NOT GENERATED, because nothing is known of it: %s. The overlays in\n"
			 "      `boards/shields/%s` say at their beginning what to put in.\n",
			 str_text(&missing), stem_of(r));
	if (!r->board->exact)
		str_addf(out, "- [ ] The board `%s` in `build.yaml` is a guess: put in yours.\n",
			 str_text(&r->build_board));
	str_release(&missing);
}

static void put_readme(const struct repository *r)
{
	struct str text = STR_INIT;

	add_cloud(r, &text);
	add_local(r, &text);
	add_left_to_do(r, &text);
	bundle_add_losses(r->b, &text);
	str_add(bundle_add_readme(r->b, "A keymap for ZMK, and what builds it.", r->out), str_text(&text));
	str_release(&text);
}

static bool around(const struct bundler *self, const struct bundle_input *b, struct fileset *out,
		   struct err *err)
{
	struct repository r;

	(void)self;
	if (!open_repository(&r, b, out, err))
		return false;
	put_build(&r);
	put_west(&r);
	put_workflow(&r);
	put_readme(&r);
	if (r.has_shield) {
		put_kconfig_shield(&r);
		put_kconfig_defaults(&r);
		put_metadata(&r);
		put_module(&r);
	}
	close_repository(&r);
	return true;
}

const struct bundler bundler_zmk = { place, around, NULL };
