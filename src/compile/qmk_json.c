/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compile/keymap_json.h"
#include "compile/zmk_lower.h"
#include "qmk.h"
#include "targets.h"

/* The format of QMK Configurator and of QMK's compile API: qmk compile takes it as it is. */

static void check(const struct compile_input *in, struct diagnostics *out)
{
	qmk_check_name(in->keymap_name, out);
	qmk_check_definitions(in->map, out);
}

static bool emit(const struct compile_input *in, struct fileset *out, struct err *err)
{
	const struct keymap_json_names names = { in->keyboard->id, in->keymap_name, in->layout->name, NULL };
	struct str *file = fileset_add(out, "keymap.json");

	if (in->source && !keymap_json_update(in->source, in->layout, in->map, file, err))
		return false;
	if (!in->source)
		keymap_json_write(&names, in->layout, in->map, file);
	return !file->full ||
	       err_set(err, ERR_RANGE, "keymap.json would be larger than %d bytes", STR_MAX_BYTES);
}

static const char *const paths[] = { "keymap.json", NULL };
static const char *const excludes[] = { "keymap.c", NULL };

const struct target target_qmk_json = {
	.name = "qmk-json",
	.help = "A keymap.json for QMK: for qmk compile, QMK Configurator and its API",
	.words = zmk_raise_keymap,
	.check = check,
	.emit = emit,
	.paths = paths,
	.excludes = excludes,
};
