/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compile/print.h"
#include "compile/target.h"

static const struct diagnostic_kind beside = { "keymap-c-beside", SEVERITY_WARNING };

bool keymap_c_print(const struct compile_input *in, struct str *out, struct diagnostics *lost,
		    struct err *err)
{
	const struct target *qmk = target_find("qmk");
	struct compile_input what = *in;
	struct fileset files = { 0 };
	bool ok;

	what.source = NULL; /* what a keymap.json says beyond its keymap is no part of this */
	qmk->check(&what, lost);
	ok = (!diagnostics_count(lost, SEVERITY_ERROR) ||
	      err_set(err, ERR_REFUSED, "the keymap has what QMK cannot be told: see the errors")) &&
	     qmk->emit(&what, &files, err);
	for (size_t i = 0; ok && i < files.count; i++) {
		const struct file_entry *file = &files.file[i];

		if (&file->data == fileset_find(&files, "keymap.c"))
			str_add_bytes(out, file->data.data, file->data.len);
		else
			diagnostics_add(
				lost, &beside, PLACE_NONE,
				"it takes a %s beside it, which is not written here: keyplane compile "
				"writes both",
				file->path);
	}
	fileset_release(&files);
	return ok;
}
