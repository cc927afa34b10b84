/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/compile.h"

bool project_compile(struct project *project, const struct target *target, const char *keymap_name,
		     struct fileset *files, struct err *err)
{
	const struct compile_input in = {
		.keyboard = project->keyboard,
		.layout = &project->keyboard->layout[project->layout],
		.map = project->map,
		.source = project->source,
		.keymap_name = keymap_name ? keymap_name : project->keymap_name,
	};
	size_t unread = diagnostics_count(&project->diagnostics, SEVERITY_ERROR);
	bool ok = target_compile(target, &in, files, &project->diagnostics, err);

	if (!ok || !unread)
		return ok;
	fileset_release(files);
	return err_set(err, ERR_REFUSED, "%zu %s in reading the keymap: nothing was compiled for %s", unread,
		       unread == 1 ? "error" : "errors", target->name);
}
