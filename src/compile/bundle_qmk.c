/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "bundle_private.h"
#include "compile/keyboard_data.h"
#include "keychron.h"
#include "model/keymap_name.h"
#include "targets.h"

/*
 * Firmwares of QMK's stock: a folder for a keymap, in one for its keyboard, as QMK's external userspaces have them. A
 * userspace is built by QMK's own workflow (github.com/qmk/.github), which clones the firmware and reads qmk.json. Trees that
 * are older than userspaces, or have keymaps of the same name, get a workflow that puts the folder into the tree.
 */
struct home {
	const char *firmware, *app;      /* what people call them; app NULL: none */
	const char *repository, *branch; /* branch NULL: by the keyboard, as Keychron's are */
	const char *keymap; /* what its tools expect the keymap to be called; NULL: nothing in particular */
	bool userspace;
};

static const char default_name[] = "default", workflow[] = ".github/workflows/build_binaries.yml",
		  events[] = "push, workflow_dispatch";

/* Of Keychron's tree, by the family of boards; but some have another, by a part of their names. */
static const char *const keychron_branches[] = {
	[KEYCHRON_WIRELESS] = "wls_2025q1",
	[KEYCHRON_BLUETOOTH] = "wls_2025q1",
	[KEYCHRON_WIRED] = "master",
};
static const struct {
	const char *part, *branch;
} keychron_exceptions[] = {
	{ "_he/", "hall_effect_playground" },
	{ "_version_", "wls_2025q1" },
};

static const char *branch_of(const struct home *home, const struct compile_input *in)
{
	if (home->branch)
		return home->branch;
	for (size_t i = 0; i < COUNT(keychron_exceptions); i++)
		if (strstr(in->keyboard->id, keychron_exceptions[i].part))
			return keychron_exceptions[i].branch;
	return keychron_branches[keychron_family(in)];
}

static const char *keymap_of(const struct home *home, const struct bundle_input *b)
{
	return home->keymap && !strcmp(b->in->keymap_name, default_name) ? home->keymap : b->in->keymap_name;
}

static void add_folder(const struct home *home, const struct bundle_input *b, struct str *out)
{
	str_add(out, "keyboards/");
	bundle_add_keyboard(b->in->keyboard, out);
	str_addf(out, "/keymaps/%s", keymap_of(home, b));
}

static bool place(const struct bundler *self, const struct bundle_input *b, const char *path, struct str *out)
{
	add_folder(self->data, b, out);
	str_addf(out, "/%s", path);
	return false;
}

/* The folder in keyboards/ that a keyboard's is in, or is: what is copied into a tree that lacks it. */
static void add_top(const struct bundle_input *b, struct str *out)
{
	struct str name = STR_INIT;

	bundle_add_keyboard(b->in->keyboard, &name);
	str_add_bytes(out, name.data, strcspn(name.data, "/"));
	str_release(&name);
}

static void put_userspace(const struct home *home, const struct bundle_input *b, struct fileset *out)
{
	struct str *text = fileset_add(out, "qmk.json");

	/* The first version that there was, which every tree reads. */
	str_add(text, "{\n    \"userspace_version\": \"1.0\",\n    \"build_targets\": [\n        [\"");
	bundle_add_keyboard(b->in->keyboard, text);
	str_addf(text, "\", \"%s\"]\n    ]\n}\n", keymap_of(home, b));
}

static void put_userspace_workflow(const struct home *home, const struct bundle_input *b, struct fileset *out)
{
	static const char called[] = "qmk/.github/.github/workflows/qmk_userspace";
	struct str *text = bundle_add_workflow(workflow, events, out);

	str_add(text, "permissions:\n  contents: write\n\njobs:\n  build:\n    name: Build\n");
	str_addf(text, "    uses: %s_build.yml@main\n    with:\n", called);
	str_addf(text, "      qmk_repo: %s\n      qmk_ref: %s\n", home->repository, branch_of(home, b->in));
	if (!b->in_tree) {
		str_add(text, "      preparation_command: cp -r keyboards/");
		add_top(b, text);
		str_add(text, " qmk_firmware/keyboards/\n");
	}
	str_add(text, "\n  publish:\n    name: Publish\n");
	str_addf(text, "    uses: %s_publish.yml@main\n", called);
	str_add(text, "    if: always() && !cancelled()\n    needs: build\n");
}

/* The keymap's folder in the tree is taken away first: what it had besides would be built with this one. */
static void put_tree_workflow(const struct home *home, const struct bundle_input *b, struct fileset *out)
{
	struct str *text = bundle_add_workflow(workflow, events, out);

	str_add(text, "permissions:\n  contents: read\n\njobs:\n  build:\n    name: Build\n"
		      "    runs-on: ubuntu-latest\n    container: ghcr.io/qmk/qmk_cli:latest\n    steps:\n"
		      "      - uses: actions/checkout@v4\n        with:\n          path: keymap\n"
		      "      - uses: actions/checkout@v4\n        with:\n          path: firmware\n");
	str_addf(text, "          repository: %s\n          ref: %s\n          submodules: recursive\n",
		 home->repository, branch_of(home, b->in));
	str_add(text, "      - run: git config --global --add safe.directory '*'\n"
		      "      - run: rm -rf firmware/");
	add_folder(home, b, text);
	str_add(text, "\n      - run: cp -r keymap/keyboards firmware/\n      - run: make -C firmware ");
	bundle_add_keyboard(b->in->keyboard, text);
	str_addf(text, ":%s\n", keymap_of(home, b));
	str_add(text, "      - uses: actions/upload-artifact@v4\n        with:\n          name: firmware\n"
		      "          if-no-files-found: error\n          path: |\n            firmware/*.bin\n"
		      "            firmware/*.hex\n            firmware/*.uf2\n");
}

static void add_cloud(const struct home *home, const struct compile_input *in, struct str *out)
{
	bundle_add_push(out);
	str_addf(out,
		 "2. Its *Actions* build the firmware of each push, from branch `%s` of\n"
		 "   <https://github.com/%s>.\n",
		 branch_of(home, in), home->repository);
	str_add(out, home->userspace ? "3. It is among the *Releases*, and attached to the run.\n"
				     : "3. It is attached to the run, as *firmware*.\n");
}

static void add_target(const struct home *home, const struct bundle_input *b, const char *between,
		       struct str *out)
{
	bundle_add_keyboard(b->in->keyboard, out);
	str_addf(out, "%s%s", between, keymap_of(home, b));
}

static void add_local_userspace(const struct home *home, const struct bundle_input *b, struct str *out)
{
	str_add(out, "    qmk setup\n    qmk config user.overlay_dir=\"$(realpath .)\"\n");
	if (!b->in_tree) {
		str_add(out, "    cp -r keyboards/");
		add_top(b, out);
		str_add(out, " ~/qmk_firmware/keyboards/\n");
	}
	str_add(out, "    qmk compile -kb ");
	add_target(home, b, " -km ", out);
	str_add(out, "\n    qmk flash -kb ");
	add_target(home, b, " -km ", out);
	str_add(out, "\n");
}

static void add_local_tree(const struct home *home, const struct bundle_input *b, struct str *out)
{
	str_addf(out, "    git clone --recurse-submodules --branch %s https://github.com/%s.git firmware\n",
		 branch_of(home, b->in), home->repository);
	str_add(out, "    rm -rf firmware/");
	add_folder(home, b, out);
	str_add(out, "\n    cp -r keyboards firmware/\n    make -C firmware ");
	add_target(home, b, ":", out);
	str_add(out, "\n    make -C firmware ");
	add_target(home, b, ":", out);
	str_add(out, ":flash\n");
}

static void add_local(const struct home *home, const struct bundle_input *b, struct str *out)
{
	str_add(out, "\n## On this machine\n\nWith QMK's tools "
		     "(<https://docs.qmk.fm/newbs_getting_started>), in this "
		     "folder:\n\n");
	if (home->userspace)
		add_local_userspace(home, b, out);
	else
		add_local_tree(home, b, out);
}

/* Files that no build looks at, which people load into an app. */
static void add_app(const struct home *home, const struct bundle_input *b, struct str *out)
{
	static const struct {
		const char *path, *what;
	} rows[] = {
		{ "via.json",
		  "the definition that <https://usevia.app> knows the board by: switch its *Design* tab "
		  "on in the settings, and load it there" },
		{ "via_v2.json", "the same for firmware from before VIA's protocol 11" },
		{ "keymap.layout.json",
		  "keys and macros: load it under *Save + Load* when the firmware is in" },
		{ "keymap.vil", "what the app keeps in the board: load it with *File*, *Load saved layout*" },
	};
	bool any = false;

	for (size_t i = 0; home->app && i < COUNT(rows); i++) {
		if (!fileset_find(b->files, rows[i].path))
			continue;
		if (!any)
			str_addf(out, "\n## In the app\n\nFor %s, in the keymap's folder:\n\n", home->app);
		any = true;
		str_addf(out, "- `%s`: %s.\n", rows[i].path, rows[i].what);
	}
}

static bool has_encoder_pins(const struct compile_input *in)
{
	return in->hardware && in->hardware->encoders == (size_t)in->keyboard->encoders;
}

/* What QMK wants to know of a keyboard that nobody told us. */
static void add_missing(const struct compile_input *in, struct str *out)
{
	const struct keyboard *kb = in->keyboard;
	const struct {
		bool known;
		const char *text;
	} rows[] = {
		{ kb->board[0] || kb->processor[0], "`processor`, or `development_board`" },
		{ kb->board[0] || kb->bootloader[0], "`bootloader`" },
		{ in->hardware && (in->hardware->custom_matrix || hardware_has_matrix(in->hardware)),
		  "`matrix_pins` and `diode_direction`" },
		{ !in->hardware || !in->hardware->custom_matrix,
		  "the code that scans its matrix, and the pins of that" },
		{ !kb->encoders || has_encoder_pins(in), "`encoder.rotary`" },
		{ kb->usb_vid || kb->usb_pid, "`usb.vid` and `usb.pid`" },
		{ kb->manufacturer[0], "`manufacturer`" },
	};
	bool any = false;

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].known)
			continue;
		if (!any)
			str_add(out,
				"\nNOT GENERATED, because nothing is known of it; put it in before the first "
				"build:\n\n");
		any = true;
		str_addf(out, "- [ ] %s\n", rows[i].text);
	}
}

/* The data of a keyboard that QMK has not, and what about it is for a person. */
static void put_keyboard(const struct bundle_input *b, struct fileset *out, struct str *readme)
{
	struct diagnostics lost = { 0 };
	struct str path = STR_INIT;

	str_add(&path, "keyboards/");
	bundle_add_keyboard(b->in->keyboard, &path);
	str_add(&path, "/keyboard.json");
	str_addf(readme,
		 "\n## The keyboard\n\nIt was not read from QMK's tree: what is known of it is in `%s`. When "
		 "QMK has\n"
		 "it, compile with `--keyboard` and its name there instead.\n",
		 str_text(&path));
	keyboard_data_print(b->in->keyboard, b->in->hardware, fileset_add(out, str_text(&path)), &lost);
	add_missing(b->in, readme);
	if (lost.count)
		str_add(readme, "\nLeft out of it:\n\n");
	for (size_t i = 0; i < lost.count; i++) {
		str_add(readme, "- ");
		bundle_add_markdown(lost.item[i].text, readme);
		str_add_char(readme, '\n');
	}
	str_release(&path);
	diagnostics_release(&lost);
}

static bool around(const struct bundler *self, const struct bundle_input *b, struct fileset *out,
		   struct err *err)
{
	const struct home *home = self->data;
	struct str what = STR_INIT, text = STR_INIT;

	if (!keymap_name_check(keymap_of(home, b), err))
		return false;
	str_addf(&what, "A keymap for %s, and what builds it.", home->firmware);
	add_cloud(home, b->in, &text);
	add_local(home, b, &text);
	add_app(home, b, &text);
	if (!b->in_tree)
		put_keyboard(b, out, &text);
	bundle_add_losses(b, &text);
	str_add(bundle_add_readme(b, str_text(&what), out), str_text(&text));
	if (home->userspace) {
		put_userspace(home, b, out);
		put_userspace_workflow(home, b, out);
	} else {
		put_tree_workflow(home, b, out);
	}
	str_release(&what);
	str_release(&text);
	return true;
}

static const struct home homes[] = {
	{ "QMK", NULL, "qmk/qmk_firmware", "master", NULL, true },
	{ "QMK with VIA", "VIA's app", "qmk/qmk_firmware", "master", "via", true },
	{ "Vial's QMK", "Vial", "vial-kb/vial-qmk", "vial", "vial", false },
	{ "Keychron's QMK", "VIA's app or Keychron's launcher", "Keychron/qmk_firmware", NULL, "via", false },
};

const struct bundler bundler_qmk = { place, around, &homes[0] };
const struct bundler bundler_via = { place, around, &homes[1] };
const struct bundler bundler_vial = { place, around, &homes[2] };
const struct bundler bundler_keychron = { place, around, &homes[3] };
