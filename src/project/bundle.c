/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/bundle.h"
#include "project/compile.h"
#include "project_private.h"

bool project_bundle(const struct project *project, const struct keymap *map, const struct target *target,
		    const char *keymap_name, struct bundle *out, struct diagnostics *diagnostics,
		    struct err *err)
{
	struct compile_input in = project_input(project, map);
	struct fileset files = { 0 };
	struct bundle_input b = { target, &in, &files, diagnostics, project->in_tree };
	bool ok;

	*out = (struct bundle){ 0 };
	if (keymap_name)
		in.keymap_name = keymap_name;
	ok = project_compile(project, map, target, keymap_name, &files, diagnostics, err) &&
	     bundle_make(&b, out, err);
	fileset_release(&files);
	return ok;
}
