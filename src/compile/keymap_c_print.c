/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/print.h"
#include "compile/target.h"

static const struct diagnostic_kind beside = { "keymap-c-beside", SEVERITY_WARNING };
static const struct diagnostic_kind left_out = { "keymap-c-lost", SEVERITY_WARNING };

/* What the compiler refuses because it has no C for it is left out here; all else stays as grave as it is. */
static void check(const struct target *qmk, const struct compile_input *what, struct diagnostics *lost)
{
	struct diagnostics found = { 0 };

	qmk->check(what, &found);
	for (size_t i = 0; i < found.count; i++) {
		const struct diagnostic *d = &found.item[i];
		bool unknown = !strcmp(d->kind->code, "qmk-definition");

		diagnostics_add(lost, unknown ? &left_out : d->kind, d->place, "%s%s", d->text,
				unknown ? ": they are left out" : "");
	}
	diagnostics_release(&found);
}

bool keymap_c_print(const struct compile_input *in, struct str *out, struct diagnostics *lost,
		    struct err *err)
{
	const struct target *qmk = target_find("qmk");
	const struct compile_input what = {
		.keyboard = in->keyboard, .layout = in->layout, .map = in->map, .keymap_name = in->keymap_name
	};
	struct fileset files = { 0 };
	bool ok;

	check(qmk, &what, lost);
	ok = (!diagnostics_count(lost, SEVERITY_ERROR) ||
	      err_set(err, ERR_REFUSED, "the keymap has what QMK cannot be told: see the errors")) &&
	     qmk->emit(&what, &files, err);
	for (size_t i = 0; ok && i < files.count; i++) {
		const struct file_entry *file = &files.file[i];

		if (&file->data == fileset_find(&files, "keymap.c"))
			str_add_bytes(out, file->data.data, file->data.len);
		else
			diagnostics_add(lost, &beside, PLACE_NONE,
					"settings go into a %s, which is not written here: keyplane compile "
					"writes both",
					file->path);
	}
	fileset_release(&files);
	return ok;
}
