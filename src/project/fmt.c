/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compile/fmt.h"
#include "project/fmt.h"
#include "project/keymap_file.h"

static bool reads_back(const struct project *project, const struct str *text, struct err *err)
{
	struct keymap_file file = { 0 };
	struct diagnostics ignored = { 0 };
	struct document document = { 0 };
	bool ok = keymap_file_take(project->path, str_text(text), text->len, project->source_format, &file,
				   err) &&
		  keymap_file_parse(&file, project->keyboard, &document, &ignored, err) &&
		  keymap_equal(document.map, project->map);

	document_release(&document);
	diagnostics_release(&ignored);
	keymap_file_release(&file);
	return ok;
}

bool project_fmt(const struct project *project, struct str *out, struct diagnostics *notes, struct err *err)
{
	const struct source *source = project->source;

	if (!source || !source->layer || !project->path)
		return err_set(err, ERR_REFUSED,
			       "%s has no layers that people align: give a keymap.c or a .keymap",
			       project->source_format ? project->source_format->name : "a keyboard");
	fmt_layers(source, &project->keyboard->layout[project->layout], out, notes);
	if (!out->full && reads_back(project, out, err))
		return true;
	return err_set(
		err, ERR_VERIFY,
		"%s stays as it is: in lines and columns it would not read back as the same keymap; please "
		"report this with the file",
		project->path);
}
