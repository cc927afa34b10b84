/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/marker.h"
#include "compile/zmk_lower.h"
#include "model/keymap_name.h"
#include "qmk.h"
#include "targets.h"

/*
 * A keymap folder of QMK: keymap.c, and config.h and rules.mk where something
 * is to be said in them. No keymap.json beside them: where one with layers
 * stands next to a keymap.c, QMK makes C of it that includes the keymap.c, and
 * keymaps[] is defined twice.
 */

static const struct diagnostic_kind definition = { "qmk-definition", SEVERITY_ERROR };
static const struct diagnostic_kind keymap_name = { "qmk-keymap-name", SEVERITY_ERROR };

void qmk_check_name(const char *name, struct diagnostics *out)
{
	struct err err;

	if (!keymap_name_check(name, &err))
		diagnostics_add(out, &keymap_name, PLACE_NONE, "%s", err.text);
}

void qmk_check_definitions(const struct keymap *map, struct diagnostics *out)
{
	static const struct {
		enum definition_kind kind;
		const char *name;
	} left_out[] = {
		{ DEFINITION_COMBO, "combos" },
		{ DEFINITION_TAP_DANCE, "tap dances" },
		{ DEFINITION_OVERRIDE, "key overrides" },
		{ DEFINITION_HOLD_TAP, "hold-taps of their own" },
		{ DEFINITION_BEHAVIOR, "behaviors of ZMK" },
		{ DEFINITION_CONDITION, "conditional layers" },
		{ DEFINITION_LEADER, "leader sequences" },
		{ DEFINITION_UNICODE, "characters of a Unicode map" },
		{ DEFINITION_CORRECTION, "corrections of what is mistyped" },
	};

	for (size_t i = 0; i < COUNT(left_out); i++)
		if (keymap_definitions(map, left_out[i].kind))
			diagnostics_add(out, &definition, PLACE_NONE, "%s cannot be compiled to QMK yet",
					left_out[i].name);
}

void qmk_check(const struct compile_input *in, struct diagnostics *out)
{
	qmk_check_name(in->keymap_name, out);
	qmk_check_definitions(in->map, out);
	qmk_check_source(in, out);
	qmk_check_layers(in, out);
	qmk_check_features(in, out);
	qmk_check_macros(in, out);
	qmk_check_settings(in, out);
}

static void add_lines(struct fileset *files, const char *path, const char *head, const char *lines)
{
	struct str *file = NULL;

	if (!lines[0])
		return;
	for (size_t i = 0; i < files->count; i++)
		if (!strcmp(files->file[i].path, path))
			file = &files->file[i].data;
	if (!file) {
		file = fileset_add(files, path);
		str_add(file, head);
	}
	str_add(file, lines);
}

void qmk_add_config(struct fileset *files, const char *lines)
{
	add_lines(files, "config.h", "// " MARKER "\n#pragma once\n", lines);
}

void qmk_add_rules(struct fileset *files, const char *lines)
{
	add_lines(files, "rules.mk", "# " MARKER "\n", lines);
}

void qmk_add_code(struct fileset *files, const char *lines)
{
	add_lines(files, "keymap.c", "", lines);
}

bool qmk_emit(const struct compile_input *in, const struct qmk_flavour *flavour, struct fileset *out,
	      struct err *err)
{
	struct str config = STR_INIT, rules = STR_INIT, *file;
	struct qmk_names names;
	bool ok = true;

	qmk_names_init(&names, in->map);
	file = fileset_add(out, "keymap.c");
	str_add(file, "// " MARKER "\n#include QMK_KEYBOARD_H\n");
	if (flavour->include)
		str_addf(file, "#include \"%s\"\n", flavour->include);
	qmk_emit_language(in->source, file);
	str_add_char(file, '\n');
	qmk_emit_layers(in, &names, flavour, file);
	qmk_emit_macros(in->map, flavour, file);
	ok &= !file->full;
	qmk_emit_settings(in->map, &config, &rules);
	qmk_add_config(out, str_text(&config));
	qmk_add_rules(out, str_text(&rules));
	qmk_names_release(&names);
	str_release(&config);
	str_release(&rules);
	return ok || err_set(err, ERR_RANGE, "keymap.c would be larger than %d bytes", STR_MAX_BYTES);
}

static bool emit(const struct compile_input *in, struct fileset *out, struct err *err)
{
	static const struct qmk_flavour plain = { .first_keycode = "SAFE_RANGE" };

	return qmk_emit(in, &plain, out, err);
}

static const char *const paths[] = { "keymap.c", "config.h", "rules.mk", NULL };
static const char *const excludes[] = { "keymap.json", NULL };

const struct target target_qmk = {
	.name = "qmk",
	.help = "A keymap folder for QMK: keymap.c, config.h, rules.mk",
	.format = "keymap.c",
	.words = zmk_raise_keymap,
	.check = qmk_check,
	.emit = emit,
	.paths = paths,
	.excludes = excludes,
	.bundler = &bundler_qmk,
};
